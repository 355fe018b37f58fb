//! Faults in C2J models, most of them twins of faults in Smithy models.

use super::harness::{C2J, Case, check};

const NAME: &str = r#"{ "type": "string", "min": 1, "max": 64, "pattern": "[a-z]+" }"#;
const DEPTH: &str = r#""depth": { "shape": "Size", "location": "querystring", "locationName": "depth" }"#;
const LILY: &str = r#""lily": { "shape": "Name", "hostLabel": true }"#;

const CASES: &[Case] = &[
    ("metadata is an array", &[(r#""metadata": {"#, r#""metadata": [], "old": {"#)]),
    ("unsupported protocol", &[(r#""rest-json""#, r#""query""#)]),
    ("no protocol", &[("\"protocol\": \"rest-json\",\n", "")]),
    ("unsupported signature", &[(r#""v4""#, r#""v2""#)]),
    ("no version", &[("\"apiVersion\": \"2024-05-06\",\n", "")]),
    ("no operations", &[(r#""operations": {"#, r#""operation": {"#)]),
    ("no shapes", &[(r#""shapes": {"#, r#""shape": {"#)]),
    ("unknown key in an operation", &[(r#""endpoint": {"#, r#""endpointdiscovery": {"#)]),
    (
        "operation is null",
        &[(
            r#""GetFrog": {
      "name": "GetFrog","#,
            r#""ListFrogs": null, "GetFrog": {
      "name": "GetFrog","#,
        )],
    ),
    ("no http", &[(r#""http": { "method": "PUT", "requestUri": "/lilies" },"#, "")]),
    ("unknown method", &[(r#""method": "PUT""#, r#""method": "put""#)]),
    ("URI without a slash", &[(r#""/lilies""#, r#""lilies""#)]),
    ("bad status", &[(r#""responseCode": 200"#, r#""responseCode": 1000"#)]),
    ("status is text", &[(r#""responseCode": 200"#, r#""responseCode": "200""#)]),
    ("label without a member", &[(r#""/frogs/{name}""#, r#""/frogs/{name}/{pond}""#)]),
    ("member without a label", &[(r#""/frogs/{name}""#, r#""/frogs""#)]),
    ("optional label", &[(r#""required": ["name"],"#, "")]),
    ("unknown location", &[(r#""querystring""#, r#""query""#)]),
    (
        "two members in one query parameter",
        &[(
            DEPTH,
            r#""depth": { "shape": "Size", "location": "querystring", "locationName": "d" }, "deep": { "shape": "Size", "location": "querystring", "locationName": "d" }"#,
        )],
    ),
    (
        "two members by one name",
        &[(LILY, r#""lily": { "shape": "Name", "hostLabel": true, "locationName": "planted" }"#)],
    ),
    (
        "payload beside body members",
        &[(r#""required": ["lily"],"#, r#""required": ["lily"], "payload": "planted","#)],
    ),
    (
        "payload that is bound",
        &[(r#""required": ["name"],"#, r#""required": ["name"], "payload": "depth","#)],
    ),
    ("unknown payload", &[(r#""required": ["lily"],"#, r#""required": ["lily"], "payload": "plant","#)]),
    ("unknown required member", &[(r#""required": ["lily"]"#, r#""required": ["lilly"]"#)]),
    ("required is an object", &[(r#""required": ["lily"]"#, r#""required": {}"#)]),
    ("host prefix with an unknown label", &[(r#""{lily}.data.""#, r#""{pond}.data.""#)]),
    (
        "structure in a header",
        &[(DEPTH, r#""depth": { "shape": "Frog", "location": "header", "locationName": "X-Depth" }"#)],
    ),
    ("dangling target", &[(r#""colour": { "shape": "Colour" }"#, r#""colour": { "shape": "Color" }"#)]),
    (
        "dangling input",
        &[(r#""input": { "shape": "PutLilyRequest" }"#, r#""input": { "shape": "PutRequest" }"#)],
    ),
    ("member without a target", &[(r#""colour": { "shape": "Colour" }"#, r#""colour": {}"#)]),
    ("member is text", &[(r#""colour": { "shape": "Colour" }"#, r#""colour": "Colour""#)]),
    (
        "unknown key in a member",
        &[(r#""colour": { "shape": "Colour" }"#, r#""colour": { "shape": "Colour", "xmlNmae": "c" }"#)],
    ),
    ("shape is an array", &[(NAME, "[]")]),
    ("shape without a type", &[(NAME, r#"{ "min": 1 }"#)]),
    ("unknown type", &[(r#""type": "timestamp""#, r#""type": "date""#)]),
    ("unknown timestamp format", &[(r#""iso8601""#, r#""date-time""#)]),
    ("negative length", &[(NAME, r#"{ "type": "string", "min": -1 }"#)]),
    ("least length above the greatest", &[(NAME, r#"{ "type": "string", "min": 65, "max": 64 }"#)]),
    ("range that is text", &[(r#""min": 1, "max": 9"#, r#""min": "1""#)]),
    ("pattern of a number", &[(r#""min": 1, "max": 9"#, r#""pattern": "[1-9]""#)]),
    ("keys that are numbers", &[(r#""key": { "shape": "Name" }"#, r#""key": { "shape": "Size" }"#)]),
    ("list without a member", &[(r#""type": "list", "member": { "shape": "Size" }"#, r#""type": "list""#)]),
    (
        "list of itself",
        &[(
            r#""type": "list", "member": { "shape": "Size" }"#,
            r#""type": "list", "member": { "shape": "Leaves" }"#,
        )],
    ),
    ("one value twice", &[(r#"["green", "brown"]"#, r#"["green", "green"]"#)]),
    ("value is a number", &[(r#"["green", "brown"]"#, r#"["green", 2]"#)]),
    ("error that is text", &[(r#""errors": [{ "shape": "Gone" }]"#, r#""errors": [{ "shape": "Name" }]"#)]),
    ("bad status of an error", &[(r#""httpStatusCode": 410"#, r#""httpStatusCode": 41"#)]),
    ("exception is text", &[(r#""exception": true"#, r#""exception": "true""#)]),
    ("duplicate shape", &[(r#""Moment": {"#, r#""Size": {"#)]),
    ("only a password", &[(r#""signatureVersion": "v4""#, r#""auth": ["smithy.api#httpBasicAuth"]"#)]),
];

#[test]
fn edits() {
    check("c2j", C2J, CASES);
}

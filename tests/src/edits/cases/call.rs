//! Cases on how an operation is called: where, signed or not, repeated, compressed, in pages.

use crate::edits::Base::{Committed, Garden};
use crate::edits::Edit::{Insert, Replace, Set};
use crate::edits::{Back, Case, moved, told};

pub(super) static CASES: &[Case] = &[
    Case {
        name: "another host prefix",
        base: Garden,
        before: &[],
        edits: &[Set("PutPlant/hostPrefix", r#""{shelf}.shed.""#)],
        there: &[told("host-prefix-changed", "PutPlant", "PutPlant")],
        back: Back::Same,
    },
    Case {
        name: "idempotent",
        base: Committed,
        before: &[],
        edits: &[Insert("UpdateJobExecution/traits", r#""smithy.api#idempotent": {}"#)],
        there: &[told("became-idempotent", "UpdateJobExecution", "UpdateJobExecution")],
        back: Back::Rules(&["no-longer-idempotent"]),
    },
    Case {
        name: "read-only",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#readonly": {}"#)],
        there: &[told("became-readonly", "Water", "Water")],
        back: Back::Rules(&["no-longer-readonly"]),
    },
    Case {
        name: "read-only by its method, too",
        base: Committed,
        before: &[],
        edits: &[Insert("DescribeJobExecution/traits", r#""smithy.api#readonly": {}"#)],
        there: &[told("repetition-as-before", "DescribeJobExecution", "DescribeJobExecution")],
        back: Back::Same,
    },
    Case {
        name: "without signature",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#auth": []"#)],
        there: &[told("became-unauthenticated", "Water", "Water")],
        back: Back::Rules(&["no-longer-unauthenticated"]),
    },
    Case {
        name: "a bearer token, too",
        base: Garden,
        before: &[
            Insert("Garden/traits", r#""smithy.api#httpBearerAuth": {}"#),
            Insert("Water/traits", r#""smithy.api#auth": ["aws.auth#sigv4"]"#),
        ],
        edits: &[Set("Water/traits/smithy.api#auth", r#"["aws.auth#sigv4", "smithy.api#httpBearerAuth"]"#)],
        there: &[told("bearer-token-accepted", "Water", "Water")],
        back: Back::Rules(&["bearer-token-refused"]),
    },
    Case {
        name: "a signature, too",
        base: Garden,
        before: &[
            Insert("Garden/traits", r#""smithy.api#httpBearerAuth": {}"#),
            Insert("Water/traits", r#""smithy.api#auth": ["smithy.api#httpBearerAuth"]"#),
        ],
        edits: &[Set("Water/traits/smithy.api#auth", r#"["smithy.api#httpBearerAuth", "aws.auth#sigv4"]"#)],
        there: &[told("signature-accepted", "Water", "Water")],
        back: Back::Rules(&["signature-refused"]),
    },
    Case {
        name: "a token rather than a signature",
        base: Garden,
        before: &[
            Insert("Garden/traits", r#""smithy.api#httpBearerAuth": {}"#),
            Insert("Water/traits", r#""smithy.api#auth": ["aws.auth#sigv4", "smithy.api#httpBearerAuth"]"#),
        ],
        edits: &[Set("Water/traits/smithy.api#auth", r#"["smithy.api#httpBearerAuth", "aws.auth#sigv4"]"#)],
        there: &[told("authentication-preference-changed", "Water", "Water")],
        back: Back::Same,
    },
    Case {
        name: "without signature of the body",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""aws.auth#unsignedPayload": {}"#)],
        there: &[told("unsigned-payload-changed", "Water", "Water")],
        back: Back::Same,
    },
    Case {
        name: "a fixed endpoint parameter",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "Water/traits",
            r#""smithy.rules#staticContextParams": { "Plot": { "value": "pond" } }"#,
        )],
        there: &[told("static-context-changed", "Water", "Water")],
        back: Back::Same,
    },
    Case {
        name: "a signature that may be left out",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#optionalAuth": {}"#)],
        there: &[told("authentication-became-optional", "Water", "Water")],
        back: Back::Rules(&["authentication-no-longer-optional"]),
    },
    Case {
        name: "a body that may be compressed",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#requestCompression": { "encodings": ["gzip"] }"#)],
        there: &[told("request-compression-changed", "Water", "Water")],
        back: Back::Same,
    },
    Case {
        name: "a body with a checksum",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#httpChecksumRequired": {}"#)],
        there: &[told("checksum-changed", "Water", "Water")],
        back: Back::Same,
    },
    Case {
        name: "an endpoint that another operation tells",
        base: Garden,
        before: &[
            Insert(
                "shapes",
                r#""garden#GetPlots": {
                    "type": "operation", "output": { "target": "garden#GetPlotsResponse" },
                    "traits": { "smithy.api#http": { "method": "GET", "uri": "/plots" } }
                },
                "garden#GetPlotsResponse": { "type": "structure", "members": { "Endpoints": { "target": "garden#Plots" } } },
                "garden#Plots": { "type": "list", "member": { "target": "garden#Plot" } },
                "garden#Plot": {
                    "type": "structure",
                    "members": {
                        "Address": { "target": "smithy.api#String" },
                        "CachePeriodInMinutes": { "target": "smithy.api#Long" }
                    }
                }"#,
            ),
            Replace(
                "Garden/operations",
                r#"{ "target": "garden#Water" }"#,
                r#"{ "target": "garden#Water" }, { "target": "garden#GetPlots" }"#,
            ),
            Insert(
                "Garden/traits",
                r#""aws.api#clientEndpointDiscovery": { "operation": "garden#GetPlots" }"#,
            ),
            Insert("PutPlant/traits", r#""aws.api#clientDiscoveredEndpoint": { "required": true }"#),
        ],
        edits: &[Insert("Water/traits", r#""aws.api#clientDiscoveredEndpoint": { "required": true }"#)],
        there: &[told("endpoint-discovery-changed", "Water", "Water")],
        back: Back::Same,
    },
    Case {
        name: "a response in pages",
        base: Garden,
        before: &[
            Insert("PutPlantRequest/members", r#""page": { "target": "smithy.api#String" }"#),
            Insert("PutPlantResponse/members", r#""next": { "target": "smithy.api#String" }"#),
        ],
        edits: &[Insert(
            "PutPlant/traits",
            r#""smithy.api#paginated": { "inputToken": "page", "outputToken": "next" }"#,
        )],
        there: &[told("pagination-gained", "PutPlant", "PutPlant")],
        back: Back::Rules(&["pagination-lost"]),
    },
    Case {
        name: "pages with other items",
        base: Garden,
        before: &[
            Insert("PutPlantRequest/members", r#""page": { "target": "smithy.api#String" }"#),
            Insert(
                "PutPlantResponse/members",
                r#""next": { "target": "smithy.api#String" }, "names": { "target": "garden#Names" }, "notes": { "target": "garden#Notes" }"#,
            ),
            Insert(
                "PutPlant/traits",
                r#""smithy.api#paginated": { "inputToken": "page", "outputToken": "next", "items": "names" }"#,
            ),
        ],
        edits: &[Set(
            "PutPlant/smithy.api#paginated",
            r#"{ "inputToken": "page", "outputToken": "next", "items": "notes" }"#,
        )],
        there: &[told("pagination-changed", "PutPlant", "PutPlant")],
        back: Back::Same,
    },
    Case {
        name: "something that can be waited for",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "PutPlant/traits",
            r#""smithy.waiters#waitable": { "Planted": { "acceptors": [{ "state": "success", "matcher": { "success": true } }] } }"#,
        )],
        there: &[moved("waiter-added", "PutPlant$Planted", "PutPlant", "Planted")],
        back: Back::Rules(&["waiter-removed"]),
    },
    Case {
        name: "something that is waited for in another way",
        base: Garden,
        before: &[Insert(
            "PutPlant/traits",
            r#""smithy.waiters#waitable": { "Planted": { "acceptors": [{ "state": "success", "matcher": { "success": true } }] } }"#,
        )],
        edits: &[Insert("PutPlant/smithy.waiters#waitable/Planted", r#""minDelay": 7"#)],
        there: &[told("waiter-changed", "PutPlant$Planted", "Planted")],
        back: Back::Same,
    },
    Case {
        name: "an error that is waited for",
        base: Garden,
        before: &[Insert(
            "PutPlant/traits",
            r#""smithy.waiters#waitable": { "Planted": { "acceptors": [{ "state": "success", "matcher": { "success": true } }] } }"#,
        )],
        edits: &[Set(
            "PutPlant/smithy.waiters#waitable",
            r#"{ "Planted": { "acceptors": [{ "state": "success", "matcher": { "success": false } }] } }"#,
        )],
        there: &[told("waiter-result-changed", "PutPlant$Planted", "Planted")],
        back: Back::Same,
    },
];

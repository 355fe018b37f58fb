//! Cases on the service itself.

use crate::edits::Base::{Committed, Garden, Shed};
use crate::edits::Edit::{Insert, Remove, Set};
use crate::edits::{Back, Case, told};

pub(super) static CASES: &[Case] = &[
    Case {
        name: "another title",
        base: Committed,
        before: &[],
        edits: &[Set("IotLaserThingJobManagerExternalService/smithy.api#title", r#""AWS IoT Jobs""#)],
        there: &[told(
            "title-changed",
            "IotLaserThingJobManagerExternalService",
            "IotLaserThingJobManagerExternalService",
        )],
        back: Back::Same,
    },
    Case {
        name: "another SDK id",
        base: Committed,
        before: &[],
        edits: &[Set("IotLaserThingJobManagerExternalService/sdkId", r#""IoT Jobs""#)],
        there: &[told(
            "sdk-id-changed",
            "IotLaserThingJobManagerExternalService",
            "IotLaserThingJobManagerExternalService",
        )],
        back: Back::Same,
    },
    Case {
        name: "another API version",
        base: Committed,
        before: &[],
        edits: &[Set("IotLaserThingJobManagerExternalService/version", r#""2025-01-01""#)],
        there: &[told(
            "api-version-changed",
            "IotLaserThingJobManagerExternalService",
            "IotLaserThingJobManagerExternalService",
        )],
        back: Back::Same,
    },
    Case {
        name: "another endpoint prefix",
        base: Committed,
        before: &[],
        edits: &[Set("IotLaserThingJobManagerExternalService/endpointPrefix", r#""jobs.iot""#)],
        there: &[told(
            "endpoint-prefix-changed",
            "IotLaserThingJobManagerExternalService",
            "IotLaserThingJobManagerExternalService",
        )],
        back: Back::Same,
    },
    Case {
        name: "another signing name",
        base: Committed,
        before: &[],
        edits: &[Set("IotLaserThingJobManagerExternalService/name", r#""iot""#)],
        there: &[told(
            "signing-name-changed",
            "IotLaserThingJobManagerExternalService",
            "IotLaserThingJobManagerExternalService",
        )],
        back: Back::Same,
    },
    Case {
        name: "a port for certificates",
        base: Committed,
        before: &[],
        edits: &[Insert(
            "IotLaserThingJobManagerExternalService/traits",
            r#""smithy.codegen#mutualTls": { "port": 8443 }"#,
        )],
        there: &[told(
            "mutual-tls-port-changed",
            "IotLaserThingJobManagerExternalService",
            "IotLaserThingJobManagerExternalService",
        )],
        back: Back::Same,
    },
    Case {
        name: "a host that is given by mistake",
        base: Committed,
        before: &[],
        edits: &[Insert(
            "IotLaserThingJobManagerExternalService/traits",
            r#""smithy.codegen#wrongHosts": [{ "host": "*.example.com", "help": "Use the other one" }]"#,
        )],
        there: &[told(
            "wrong-hosts-changed",
            "IotLaserThingJobManagerExternalService",
            "IotLaserThingJobManagerExternalService",
        )],
        back: Back::Same,
    },
    Case {
        name: "headers of all requests",
        base: Committed,
        before: &[],
        edits: &[Insert(
            "IotLaserThingJobManagerExternalService/traits",
            r#""smithy.codegen#headers": { "Accept": "application/json" }"#,
        )],
        there: &[told(
            "fixed-headers-changed",
            "IotLaserThingJobManagerExternalService",
            "IotLaserThingJobManagerExternalService",
        )],
        back: Back::Same,
    },
    Case {
        name: "advice on errors",
        base: Committed,
        before: &[],
        edits: &[Insert(
            "IotLaserThingJobManagerExternalService/traits",
            r#""smithy.codegen#hints": [{ "status": 403, "message": ["denied"], "help": "Look at the policy" }]"#,
        )],
        there: &[told(
            "hints-changed",
            "IotLaserThingJobManagerExternalService",
            "IotLaserThingJobManagerExternalService",
        )],
        back: Back::Same,
    },
    Case {
        name: "no documentation of the service",
        base: Committed,
        before: &[],
        edits: &[Remove("IotLaserThingJobManagerExternalService/smithy.api#documentation")],
        there: &[told(
            "documentation-changed",
            "IotLaserThingJobManagerExternalService",
            "IotLaserThingJobManagerExternalService",
        )],
        back: Back::Same,
    },
    Case {
        name: "one more protocol",
        base: Garden,
        before: &[],
        edits: &[Insert("Garden/traits", r#""aws.protocols#restXml": {}"#)],
        there: &[told("protocol-added", "Garden$restXml", "Garden")],
        back: Back::Rules(&["protocol-removed"]),
    },
    Case {
        name: "one more protocol in C2J",
        base: Shed,
        before: &[],
        edits: &[Insert("metadata", r#""protocols": ["rest-json", "rest-xml"]"#)],
        there: &[told("protocol-added", "Shed$restXml", "metadata")],
        back: Back::Rules(&["protocol-removed"]),
    },
    Case {
        name: "a protocol that clients prefer",
        base: Garden,
        before: &[Insert("Garden/traits", r#""aws.protocols#awsJson1_1": {}"#)],
        edits: &[Insert("Garden/traits", r#""aws.protocols#awsJson1_0": {}"#)],
        there: &[
            told("client-protocol-changed", "Garden", "Garden"),
            told("protocol-added", "Garden$awsJson1_0", "Garden"),
        ],
        back: Back::Rules(&["client-protocol-changed", "protocol-removed"]),
    },
    Case {
        name: "the codes of the Query protocol",
        base: Garden,
        before: &[Insert("Garden/traits", r#""aws.protocols#awsJson1_1": {}"#)],
        edits: &[Insert("Garden/traits", r#""aws.protocols#awsQueryCompatible": {}"#)],
        there: &[told("query-compatibility-changed", "Garden", "Garden")],
        back: Back::Same,
    },
    Case {
        name: "another name in requests",
        base: Shed,
        before: &[Set("metadata/protocol", r#""json""#), Insert("metadata", r#""targetPrefix": "Shed_1""#)],
        edits: &[Set("metadata/targetPrefix", r#""Shed_2""#)],
        there: &[told("target-prefix-changed", "Shed", "metadata")],
        back: Back::Same,
    },
    Case {
        name: "one more way to authenticate",
        base: Garden,
        before: &[],
        edits: &[Insert("Garden/traits", r#""smithy.api#httpBasicAuth": {}"#)],
        there: &[told("auth-added", "Garden$httpBasicAuth", "Garden")],
        back: Back::Rules(&["auth-removed"]),
    },
    Case {
        name: "one more way to authenticate in C2J",
        base: Shed,
        before: &[],
        edits: &[Insert("metadata", r#""auth": ["aws.auth#sigv4", "aws.auth#sigv4a"]"#)],
        there: &[told("auth-added", "Shed$sigv4a", "metadata")],
        back: Back::Rules(&["auth-removed"]),
    },
    Case {
        name: "no signatures",
        base: Garden,
        before: &[],
        edits: &[Remove("Garden/traits/aws.auth#sigv4")],
        there: &[
            told("signing-dropped", "Garden", "Garden"),
            told("became-unauthenticated", "GetPicture", "GetPicture"),
            told("became-unauthenticated", "PutPlant", "PutPlant"),
            told("became-unauthenticated", "Watch", "Watch"),
            told("became-unauthenticated", "Water", "Water"),
        ],
        back: Back::Rules(&[
            "signing-introduced",
            "no-longer-unauthenticated",
            "no-longer-unauthenticated",
            "no-longer-unauthenticated",
            "no-longer-unauthenticated",
        ]),
    },
];

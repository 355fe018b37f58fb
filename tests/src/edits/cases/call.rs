//! Cases on how an operation is called: where, signed or not, repeated, compressed, in pages.

use crate::edits::Base::{Committed, Garden};
use crate::edits::Edit::{Insert, Replace, Set};
use crate::edits::{Case, expected};

pub(super) static CASES: &[Case] = &[
    Case {
        name: "another host prefix",
        base: Garden,
        before: &[],
        edits: &[Set("PutPlant/hostPrefix", r#""{shelf}.shed.""#)],
        there: &[expected("host-prefix-changed", "wire", "PutPlant", "PutPlant", "PutPlant")],
        back: &[expected("host-prefix-changed", "wire", "PutPlant", "PutPlant", "PutPlant")],
    },
    Case {
        name: "idempotent",
        base: Committed,
        before: &[],
        edits: &[Insert("UpdateJobExecution/traits", r#""smithy.api#idempotent": {}"#)],
        there: &[expected(
            "became-idempotent",
            "additive",
            "UpdateJobExecution",
            "UpdateJobExecution",
            "UpdateJobExecution",
        )],
        back: &[expected(
            "no-longer-idempotent",
            "constraint",
            "UpdateJobExecution",
            "UpdateJobExecution",
            "UpdateJobExecution",
        )],
    },
    Case {
        name: "read-only",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#readonly": {}"#)],
        there: &[expected("became-readonly", "additive", "Water", "Water", "Water")],
        back: &[expected("no-longer-readonly", "constraint", "Water", "Water", "Water")],
    },
    Case {
        name: "read-only by its method, too",
        base: Committed,
        before: &[],
        edits: &[Insert("DescribeJobExecution/traits", r#""smithy.api#readonly": {}"#)],
        there: &[expected(
            "repetition-as-before",
            "documentation",
            "DescribeJobExecution",
            "DescribeJobExecution",
            "DescribeJobExecution",
        )],
        back: &[expected(
            "repetition-as-before",
            "documentation",
            "DescribeJobExecution",
            "DescribeJobExecution",
            "DescribeJobExecution",
        )],
    },
    Case {
        name: "without signature",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#auth": []"#)],
        there: &[expected("became-unauthenticated", "additive", "Water", "Water", "Water")],
        back: &[expected("no-longer-unauthenticated", "wire", "Water", "Water", "Water")],
    },
    Case {
        name: "a bearer token, too",
        base: Garden,
        before: &[
            Insert("Garden/traits", r#""smithy.api#httpBearerAuth": {}"#),
            Insert("Water/traits", r#""smithy.api#auth": ["aws.auth#sigv4"]"#),
        ],
        edits: &[Set("Water/traits/smithy.api#auth", r#"["aws.auth#sigv4", "smithy.api#httpBearerAuth"]"#)],
        there: &[expected("bearer-token-accepted", "additive", "Water", "Water", "Water")],
        back: &[expected("bearer-token-refused", "wire", "Water", "Water", "Water")],
    },
    Case {
        name: "a signature, too",
        base: Garden,
        before: &[
            Insert("Garden/traits", r#""smithy.api#httpBearerAuth": {}"#),
            Insert("Water/traits", r#""smithy.api#auth": ["smithy.api#httpBearerAuth"]"#),
        ],
        edits: &[Set("Water/traits/smithy.api#auth", r#"["smithy.api#httpBearerAuth", "aws.auth#sigv4"]"#)],
        there: &[expected("signature-accepted", "additive", "Water", "Water", "Water")],
        back: &[expected("signature-refused", "wire", "Water", "Water", "Water")],
    },
    Case {
        name: "a token rather than a signature",
        base: Garden,
        before: &[
            Insert("Garden/traits", r#""smithy.api#httpBearerAuth": {}"#),
            Insert("Water/traits", r#""smithy.api#auth": ["aws.auth#sigv4", "smithy.api#httpBearerAuth"]"#),
        ],
        edits: &[Set("Water/traits/smithy.api#auth", r#"["smithy.api#httpBearerAuth", "aws.auth#sigv4"]"#)],
        there: &[expected("authentication-preference-changed", "rust", "Water", "Water", "Water")],
        back: &[expected("authentication-preference-changed", "rust", "Water", "Water", "Water")],
    },
    Case {
        name: "without signature of the body",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""aws.auth#unsignedPayload": {}"#)],
        there: &[expected("unsigned-payload-changed", "wire", "Water", "Water", "Water")],
        back: &[expected("unsigned-payload-changed", "wire", "Water", "Water", "Water")],
    },
    Case {
        name: "a fixed endpoint parameter",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "Water/traits",
            r#""smithy.rules#staticContextParams": { "Plot": { "value": "pond" } }"#,
        )],
        there: &[expected("static-context-changed", "wire", "Water", "Water", "Water")],
        back: &[expected("static-context-changed", "wire", "Water", "Water", "Water")],
    },
    Case {
        name: "a signature that may be left out",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#optionalAuth": {}"#)],
        there: &[expected("authentication-became-optional", "additive", "Water", "Water", "Water")],
        back: &[expected("authentication-no-longer-optional", "constraint", "Water", "Water", "Water")],
    },
    Case {
        name: "a body that may be compressed",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#requestCompression": { "encodings": ["gzip"] }"#)],
        there: &[expected("request-compression-changed", "wire", "Water", "Water", "Water")],
        back: &[expected("request-compression-changed", "wire", "Water", "Water", "Water")],
    },
    Case {
        name: "a body with a checksum",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#httpChecksumRequired": {}"#)],
        there: &[expected("checksum-changed", "wire", "Water", "Water", "Water")],
        back: &[expected("checksum-changed", "wire", "Water", "Water", "Water")],
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
        there: &[expected("endpoint-discovery-changed", "wire", "Water", "Water", "Water")],
        back: &[expected("endpoint-discovery-changed", "wire", "Water", "Water", "Water")],
    },
    Case {
        name: "an answer in pages",
        base: Garden,
        before: &[
            Insert("PutPlantRequest/members", r#""page": { "target": "smithy.api#String" }"#),
            Insert("PutPlantResponse/members", r#""next": { "target": "smithy.api#String" }"#),
        ],
        edits: &[Insert(
            "PutPlant/traits",
            r#""smithy.api#paginated": { "inputToken": "page", "outputToken": "next" }"#,
        )],
        there: &[expected("pagination-gained", "additive", "PutPlant", "PutPlant", "PutPlant")],
        back: &[expected("pagination-lost", "rust", "PutPlant", "PutPlant", "PutPlant")],
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
        there: &[expected("pagination-changed", "rust", "PutPlant", "PutPlant", "PutPlant")],
        back: &[expected("pagination-changed", "rust", "PutPlant", "PutPlant", "PutPlant")],
    },
    Case {
        name: "something that can be waited for",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "PutPlant/traits",
            r#""smithy.waiters#waitable": { "Planted": { "acceptors": [{ "state": "success", "matcher": { "success": true } }] } }"#,
        )],
        there: &[expected("waiter-added", "additive", "PutPlant$Planted", "PutPlant", "Planted")],
        back: &[expected("waiter-removed", "rust", "PutPlant$Planted", "Planted", "PutPlant")],
    },
    Case {
        name: "something that is waited for in another way",
        base: Garden,
        before: &[Insert(
            "PutPlant/traits",
            r#""smithy.waiters#waitable": { "Planted": { "acceptors": [{ "state": "success", "matcher": { "success": true } }] } }"#,
        )],
        edits: &[Insert("PutPlant/smithy.waiters#waitable/Planted", r#""minDelay": 7"#)],
        there: &[expected("waiter-changed", "constraint", "PutPlant$Planted", "Planted", "Planted")],
        back: &[expected("waiter-changed", "constraint", "PutPlant$Planted", "Planted", "Planted")],
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
        there: &[expected("waiter-result-changed", "rust", "PutPlant$Planted", "Planted", "Planted")],
        back: &[expected("waiter-result-changed", "rust", "PutPlant$Planted", "Planted", "Planted")],
    },
];

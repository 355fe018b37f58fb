//! Cases on operations.

use crate::edits::Base::{Committed, Garden};
use crate::edits::Edit::{Insert, Rename, Replace, Set};
use crate::edits::{Back, Case, moved, told};

pub(super) static CASES: &[Case] = &[
    Case {
        name: "no StartCommandExecution",
        base: Committed,
        before: &[],
        edits: &[Replace(
            "IotLaserThingJobManagerExternalService/operations",
            r#""target": "com.amazonaws.iotjobsdataplane#StartCommandExecution"
        },
        {
          "#,
            "",
        )],
        there: &[
            moved(
                "operation-removed",
                "StartCommandExecution",
                "StartCommandExecution",
                "IotLaserThingJobManagerExternalService",
            ),
            moved(
                "shape-removed",
                "CommandParameterValue",
                "CommandParameterValue",
                "IotLaserThingJobManagerExternalService",
            ),
            moved(
                "shape-removed",
                "ConflictException",
                "ConflictException",
                "IotLaserThingJobManagerExternalService",
            ),
            moved(
                "shape-removed",
                "InternalServerException",
                "InternalServerException",
                "IotLaserThingJobManagerExternalService",
            ),
            moved(
                "shape-removed",
                "ServiceQuotaExceededException",
                "ServiceQuotaExceededException",
                "IotLaserThingJobManagerExternalService",
            ),
            moved(
                "shape-removed",
                "ValidationException",
                "ValidationException",
                "IotLaserThingJobManagerExternalService",
            ),
        ],
        back: Back::Rules(&[
            "operation-added",
            "shape-added",
            "shape-added",
            "shape-added",
            "shape-added",
            "shape-added",
        ]),
    },
    Case {
        name: "another name of an operation",
        base: Committed,
        before: &[],
        edits: &[Replace("", r#"#GetPendingJobExecutions""#, r#"#ListPendingJobExecutions""#)],
        there: &[moved(
            "operation-renamed",
            "ListPendingJobExecutions",
            "GetPendingJobExecutions",
            "ListPendingJobExecutions",
        )],
        back: Back::Told(&[moved(
            "operation-renamed",
            "GetPendingJobExecutions",
            "ListPendingJobExecutions",
            "GetPendingJobExecutions",
        )]),
    },
    Case {
        name: "another name of an input in the model",
        base: Committed,
        before: &[],
        edits: &[Replace("", r#"#DescribeJobExecutionRequest""#, r#"#DescribeRequest""#)],
        there: &[moved(
            "input-output-renamed",
            "DescribeJobExecutionInput",
            "DescribeJobExecutionRequest",
            "DescribeRequest",
        )],
        back: Back::Same,
    },
    Case {
        name: "another method",
        base: Garden,
        before: &[],
        edits: &[Set("Water/method", r#""PUT""#)],
        there: &[told("http-method-changed", "Water", "Water")],
        back: Back::Same,
    },
    Case {
        name: "another path",
        base: Committed,
        before: &[],
        edits: &[Set("DescribeJobExecution/uri", r#""/things/{thingName}/executions/{jobId}""#)],
        there: &[told("http-path-changed", "DescribeJobExecution", "DescribeJobExecution/uri")],
        back: Back::Same,
    },
    Case {
        name: "a label that spans segments",
        base: Garden,
        before: &[],
        edits: &[Set("GetPicture/uri", r#""/pictures/{name+}""#)],
        there: &[told("http-path-changed", "GetPicture", "GetPicture/uri")],
        back: Back::Same,
    },
    Case {
        name: "another fixed query",
        base: Garden,
        before: &[],
        edits: &[Set("PutPlant/uri", r#""/plants/{plantId}?kind=bush""#)],
        there: &[told("http-query-changed", "PutPlant", "PutPlant/uri")],
        back: Back::Same,
    },
    Case {
        name: "another status of a success",
        base: Committed,
        before: &[],
        edits: &[Set("DescribeJobExecution/code", "202")],
        there: &[told("success-status-changed", "DescribeJobExecution", "DescribeJobExecution")],
        back: Back::Same,
    },
    Case {
        name: "a status of a success that clients take for an error",
        base: Committed,
        before: &[],
        edits: &[Set("DescribeJobExecution/code", "304")],
        there: &[told("http-status-changed", "DescribeJobExecution", "DescribeJobExecution")],
        back: Back::Same,
    },
    Case {
        name: "an operation that needs something unsupported",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "Water/traits",
            r#""aws.protocols#httpChecksum": { "requestChecksumRequired": true }"#,
        )],
        there: &[told("operation-became-unsupported", "Water", "Water")],
        back: Back::Rules(&["operation-became-supported"]),
    },
    Case {
        name: "an error less",
        base: Committed,
        before: &[],
        edits: &[Replace(
            "DescribeJobExecution/errors",
            r#""target": "com.amazonaws.iotjobsdataplane#TerminalStateException"
        },
        {
          "#,
            "",
        )],
        there: &[
            told("error-removed", "DescribeJobExecution$TerminalStateException", "DescribeJobExecution"),
            moved(
                "shape-removed",
                "TerminalStateException",
                "TerminalStateException",
                "IotLaserThingJobManagerExternalService",
            ),
        ],
        back: Back::Rules(&["error-added", "shape-added"]),
    },
    Case {
        name: "an error that takes the name of a variant",
        base: Garden,
        before: &[
            Insert("Water", r#""errors": [{ "target": "garden#WiltException" }]"#),
            Insert("PutPlant/errors", r#"{ "target": "garden#Wilt" }"#),
            Insert(
                "shapes",
                r#""garden#Wilt": { "type": "structure", "members": {}, "traits": { "smithy.api#error": "client" } }"#,
            ),
        ],
        edits: &[Set(
            "Water/errors",
            r#"[{ "target": "garden#WiltException" }, { "target": "garden#Wilt" }]"#,
        )],
        there: &[
            told("error-variant-renamed", "Water$WiltException", "Water"),
            told("error-added", "Water$Wilt", "Water"),
        ],
        back: Back::Rules(&["error-variant-renamed", "error-removed"]),
    },
    Case {
        name: "a deprecated operation",
        base: Committed,
        before: &[],
        edits: &[Insert(
            "DescribeJobExecution/traits",
            r#""smithy.api#deprecated": { "since": "2025-01-01" }"#,
        )],
        there: &[told("deprecated", "DescribeJobExecution", "DescribeJobExecution")],
        back: Back::Rules(&["no-longer-deprecated"]),
    },
    Case {
        name: "other documentation of an operation",
        base: Committed,
        before: &[],
        edits: &[Set(
            "UpdateJobExecution/smithy.api#documentation",
            r#""Reports how far a device has come.""#,
        )],
        there: &[told("documentation-changed", "UpdateJobExecution", "UpdateJobExecution")],
        back: Back::Same,
    },
    Case {
        name: "an input where there was none",
        base: Garden,
        before: &[Insert(
            "shapes",
            r#""garden#WaterRequest": { "type": "structure", "members": { "liters": { "target": "smithy.api#Double" } } }"#,
        )],
        edits: &[Insert("Water", r#""input": { "target": "garden#WaterRequest" }"#)],
        there: &[moved("input-member-added", "WaterInput$liters", "Water", "WaterRequest")],
        back: Back::Rules(&["input-member-removed"]),
    },
    Case {
        name: "a label of another name in another path",
        base: Garden,
        before: &[],
        edits: &[Rename("GetPictureRequest/name", "title"), Set("GetPicture/uri", r#""/images/{title}""#)],
        there: &[
            told("http-path-changed", "GetPicture", "GetPicture/uri"),
            moved(
                "input-member-removed",
                "GetPictureInput$name",
                "GetPictureRequest/name",
                "GetPictureRequest",
            ),
            moved(
                "required-input-member-added",
                "GetPictureInput$title",
                "GetPictureRequest",
                "GetPictureRequest/title",
            ),
        ],
        back: Back::Rules(&["http-path-changed", "required-input-member-added", "input-member-removed"]),
    },
];

//! Cases on members that come and go, and on their types.

use crate::edits::Base::{Committed, Garden};
use crate::edits::Edit::{Insert, Rename, Replace, Set};
use crate::edits::{Back, Case, moved, told};

pub(super) static CASES: &[Case] = &[
    Case {
        name: "a member more of an input",
        base: Committed,
        before: &[],
        edits: &[Insert("UpdateJobExecutionRequest/members", r#""note": { "target": "smithy.api#String" }"#)],
        there: &[moved(
            "input-member-added",
            "UpdateJobExecutionInput$note",
            "UpdateJobExecutionRequest",
            "UpdateJobExecutionRequest/note",
        )],
        back: Back::Rules(&["input-member-removed"]),
    },
    Case {
        name: "a required member more of an input",
        base: Committed,
        before: &[],
        edits: &[Insert(
            "UpdateJobExecutionRequest/members",
            r#""note": { "target": "smithy.api#String", "traits": { "smithy.api#required": {} } }"#,
        )],
        there: &[moved(
            "required-input-member-added",
            "UpdateJobExecutionInput$note",
            "UpdateJobExecutionRequest",
            "UpdateJobExecutionRequest/note",
        )],
        back: Back::Rules(&["input-member-removed"]),
    },
    Case {
        name: "a required token more of an input",
        base: Committed,
        before: &[],
        edits: &[Insert(
            "UpdateJobExecutionRequest/members",
            r#""note": { "target": "smithy.api#String", "traits": { "smithy.api#required": {}, "smithy.api#idempotencyToken": {} } }"#,
        )],
        there: &[moved(
            "input-member-added",
            "UpdateJobExecutionInput$note",
            "UpdateJobExecutionRequest",
            "UpdateJobExecutionRequest/note",
        )],
        back: Back::Rules(&["input-member-removed"]),
    },
    Case {
        name: "a member more of what is received",
        base: Committed,
        before: &[],
        edits: &[Insert("JobExecution/members", r#""retries": { "target": "smithy.api#Integer" }"#)],
        there: &[moved(
            "output-member-added",
            "JobExecution$retries",
            "JobExecution",
            "JobExecution/retries",
        )],
        back: Back::Rules(&["output-member-removed"]),
    },
    Case {
        name: "a required member more of what is received",
        base: Committed,
        before: &[],
        edits: &[Insert(
            "JobExecutionState/members",
            r#""note": { "target": "smithy.api#String", "traits": { "smithy.api#required": {} } }"#,
        )],
        there: &[moved(
            "required-output-member-added",
            "JobExecutionState$note",
            "JobExecutionState",
            "JobExecutionState/note",
        )],
        back: Back::Rules(&["output-member-removed"]),
    },
    Case {
        name: "a member with a default more",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "Label/members",
            r#""ink": { "target": "smithy.api#Integer", "traits": { "smithy.api#default": 7 } }"#,
        )],
        there: &[
            told("default-lost", "Label", "Label"),
            moved("output-member-added", "Label$ink", "Label", "Label/ink"),
        ],
        back: Back::Told(&[moved("output-member-removed", "Label$ink", "Label/ink", "Label")]),
    },
    Case {
        name: "a member more of a union that is sent",
        base: Garden,
        before: &[],
        edits: &[Insert("Care/members", r#""never": { "target": "smithy.api#Boolean" }"#)],
        there: &[moved("union-member-added", "Care$never", "Care", "Care/never")],
        back: Back::Rules(&["input-union-member-removed"]),
    },
    Case {
        name: "a member more of a union that is received",
        base: Garden,
        before: &[],
        edits: &[Insert("Sign/members", r#""image": { "target": "smithy.api#Blob" }"#)],
        there: &[moved("union-member-added", "Sign$image", "Sign", "Sign/image")],
        back: Back::Rules(&["output-union-member-removed"]),
    },
    Case {
        name: "another type of a member",
        base: Committed,
        before: &[],
        edits: &[Replace("JobExecution/startedAt", r#"#StartedAt""#, r#"#JobId""#)],
        there: &[told("member-type-changed", "JobExecution$startedAt", "JobExecution/startedAt")],
        back: Back::Same,
    },
    Case {
        name: "a wider type of a member",
        base: Garden,
        before: &[],
        edits: &[Replace("Plant/leaves", "smithy.api#Integer", "smithy.api#Long")],
        there: &[told("member-rust-type-changed", "Plant$leaves", "Plant/leaves")],
        back: Back::Same,
    },
    Case {
        name: "another alias of the same type",
        base: Committed,
        before: &[],
        edits: &[Replace("JobExecution/lastUpdatedAt", r#"#LastUpdatedAt""#, r#"#QueuedAt""#)],
        there: &[told("member-alias-changed", "JobExecution$lastUpdatedAt", "JobExecution/lastUpdatedAt")],
        back: Back::Same,
    },
    Case {
        name: "another type of elements",
        base: Garden,
        before: &[],
        edits: &[Replace("Names", "smithy.api#String", "smithy.api#Integer")],
        there: &[told("member-type-changed", "Names$member", "Names")],
        back: Back::Same,
    },
    Case {
        name: "another type of values of a map",
        base: Garden,
        before: &[],
        edits: &[Replace("Notes/value", "smithy.api#String", "garden#Token")],
        there: &[told("member-alias-changed", "Notes$value", "Notes")],
        back: Back::Same,
    },
    Case {
        name: "a type that holds itself",
        base: Garden,
        before: &[],
        edits: &[Insert("Alcove/members", r#""within": { "target": "garden#Bed" }"#)],
        there: &[
            told("member-boxed", "Bed$next", "Bed/next"),
            moved("input-member-added", "Alcove$within", "Alcove", "Alcove/within"),
        ],
        back: Back::Rules(&["member-unboxed", "input-member-removed"]),
    },
    Case {
        name: "a member that sets an endpoint parameter",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "PutPlantRequest/color",
            r#""traits": { "smithy.rules#contextParam": { "name": "Plot" } }"#,
        )],
        there: &[told("context-parameter-changed", "PutPlantInput$color", "PutPlantRequest/color")],
        back: Back::Same,
    },
    Case {
        name: "a deprecated member",
        base: Committed,
        before: &[],
        edits: &[Insert(
            "JobExecution/executionNumber/traits",
            r#""smithy.api#deprecated": { "message": "Take the version." }"#,
        )],
        there: &[told("deprecated", "JobExecution$executionNumber", "JobExecution/executionNumber")],
        back: Back::Rules(&["no-longer-deprecated"]),
    },
    Case {
        name: "other documentation of a member",
        base: Committed,
        before: &[],
        edits: &[Set("JobExecution/jobId/smithy.api#documentation", r#""The job.""#)],
        there: &[told("documentation-changed", "JobExecution$jobId", "JobExecution/jobId")],
        back: Back::Same,
    },
    Case {
        name: "documentation of elements",
        base: Committed,
        before: &[],
        edits: &[Set("JobExecutionSummaryList/member/smithy.api#documentation", r#""One of them.""#)],
        there: &[told(
            "documentation-changed",
            "JobExecutionSummaryList$member",
            "JobExecutionSummaryList/member",
        )],
        back: Back::Same,
    },
    Case {
        name: "a member with another name and other documentation",
        base: Committed,
        before: &[],
        edits: &[
            Rename("JobExecution/startedAt", "begunAt"),
            Set("JobExecution/begunAt/smithy.api#documentation", r#""When it began.""#),
        ],
        there: &[
            moved(
                "output-member-removed",
                "JobExecution$startedAt",
                "JobExecution/startedAt",
                "JobExecution",
            ),
            moved("output-member-added", "JobExecution$begunAt", "JobExecution", "JobExecution/begunAt"),
        ],
        back: Back::Rules(&["output-member-added", "output-member-removed"]),
    },
    Case {
        name: "a moment with a default",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "Label/members",
            r#""cut": { "target": "smithy.api#Timestamp", "traits": { "smithy.api#default": "2024-05-06T07:08:09Z" } }"#,
        )],
        there: &[
            moved("output-member-added", "Label$cut", "Label", "Label/cut"),
            told("default-lost", "Label", "Label"),
        ],
        back: Back::Told(&[moved("output-member-removed", "Label$cut", "Label/cut", "Label")]),
    },
    Case {
        name: "a list with a default",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "Label/members",
            r#""inks": { "target": "garden#Names", "traits": { "smithy.api#default": [] } }"#,
        )],
        there: &[moved("output-member-added", "Label$inks", "Label", "Label/inks")],
        back: Back::Rules(&["output-member-removed"]),
    },
    Case {
        name: "a required member with a default more of an input",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "PutPlantRequest/members",
            r#""water": { "target": "smithy.api#Integer", "traits": { "smithy.api#required": {}, "smithy.api#default": 2 } }"#,
        )],
        there: &[moved(
            "defaulted-input-member-added",
            "PutPlantInput$water",
            "PutPlantRequest",
            "PutPlantRequest/water",
        )],
        back: Back::Rules(&["input-member-removed"]),
    },
    Case {
        name: "a required member with a default that clients may leave out",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "PutPlantRequest/members",
            r#""water": { "target": "smithy.api#Integer", "traits": { "smithy.api#required": {}, "smithy.api#default": 2, "smithy.api#clientOptional": {} } }"#,
        )],
        there: &[moved(
            "input-member-added",
            "PutPlantInput$water",
            "PutPlantRequest",
            "PutPlantRequest/water",
        )],
        back: Back::Rules(&["input-member-removed"]),
    },
    Case {
        name: "another structure of a member",
        base: Garden,
        before: &[],
        edits: &[
            Insert(
                "shapes",
                r#""garden#Plaque": { "type": "structure", "members": { "front": { "target": "smithy.api#String" }, "ink": { "target": "smithy.api#String" } } }"#,
            ),
            Replace("Plant/label", "garden#Label", "garden#Plaque"),
        ],
        there: &[
            told("member-structure-changed", "Plant$label", "Plant/label"),
            moved("shape-removed", "Label", "Label", "Garden"),
            moved("shape-added", "Plaque", "Garden", "Plaque"),
        ],
        back: Back::Rules(&["member-structure-changed", "shape-added", "shape-removed"]),
    },
];

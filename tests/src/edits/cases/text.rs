//! Cases on text for people.

use crate::edits::Base::{Committed, Garden};
use crate::edits::Edit::{Insert, Replace, Set};
use crate::edits::{Back, Case, told};

pub(super) static CASES: &[Case] = &[
    Case {
        name: "deprecated for another reason",
        base: Committed,
        before: &[Insert("DescribeJobExecution/traits", r#""smithy.api#deprecated": {}"#)],
        edits: &[Set("DescribeJobExecution/smithy.api#deprecated", r#"{ "message": "Call another one." }"#)],
        there: &[told("deprecation-changed", "DescribeJobExecution", "DescribeJobExecution")],
        back: Back::Same,
    },
    Case {
        name: "other documentation of a structure",
        base: Committed,
        before: &[],
        edits: &[Set("JobExecution/traits/smithy.api#documentation", r#""An execution.""#)],
        there: &[told("documentation-changed", "JobExecution", "JobExecution")],
        back: Back::Same,
    },
    Case {
        name: "other documentation of an input",
        base: Committed,
        before: &[Replace(
            "DescribeJobExecutionRequest",
            r#""smithy.api#documentation": "Which execution to read, and how much of it.",
"#,
            "",
        )],
        edits: &[Set(
            "DescribeJobExecutionRequest/traits/smithy.api#input",
            r#"{},
"smithy.api#documentation": "Which execution.""#,
        )],
        there: &[told("documentation-changed", "DescribeJobExecutionInput", "DescribeJobExecutionRequest")],
        back: Back::Same,
    },
    Case {
        name: "a time since when an operation is there",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#since": "2024-06-01""#)],
        there: &[told("since-changed", "Water", "Water")],
        back: Back::Same,
    },
    Case {
        name: "a service that may still change",
        base: Garden,
        before: &[],
        edits: &[Insert("Garden/traits", r#""smithy.api#unstable": {}"#)],
        there: &[told("became-unstable", "Garden", "Garden")],
        back: Back::Rules(&["no-longer-unstable"]),
    },
    Case {
        name: "a member that may still change",
        base: Garden,
        before: &[],
        edits: &[Insert("Plant/id/traits", r#""smithy.api#unstable": {}"#)],
        there: &[told("became-unstable", "Plant$id", "Plant/id")],
        back: Back::Rules(&["no-longer-unstable"]),
    },
    Case {
        name: "a value that may still change",
        base: Garden,
        before: &[],
        edits: &[Insert("Mood/LIMP/traits", r#""smithy.api#unstable": {}"#)],
        there: &[told("became-unstable", "Mood$LIMP", "Mood/LIMP")],
        back: Back::Rules(&["no-longer-unstable"]),
    },
    Case {
        name: "a page elsewhere about a shape",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "FrostException/traits",
            r#""smithy.api#externalDocumentation": { "Frost": "https://example.org/frost" }"#,
        )],
        there: &[told("external-documentation-changed", "FrostException", "FrostException")],
        back: Back::Same,
    },
];

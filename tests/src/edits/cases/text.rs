//! Cases on what people read.

use crate::edits::Base::{Committed, Garden};
use crate::edits::Edit::{Insert, Replace, Set};
use crate::edits::{Case, expected};

pub(super) static CASES: &[Case] = &[
    Case {
        name: "deprecated for another reason",
        base: Committed,
        before: &[Insert("DescribeJobExecution/traits", r#""smithy.api#deprecated": {}"#)],
        edits: &[Set("DescribeJobExecution/smithy.api#deprecated", r#"{ "message": "Call another one." }"#)],
        there: &[expected(
            "deprecation-changed",
            "documentation",
            "DescribeJobExecution",
            "DescribeJobExecution",
            "DescribeJobExecution",
        )],
        back: &[expected(
            "deprecation-changed",
            "documentation",
            "DescribeJobExecution",
            "DescribeJobExecution",
            "DescribeJobExecution",
        )],
    },
    Case {
        name: "other documentation of a structure",
        base: Committed,
        before: &[],
        edits: &[Set("JobExecution/traits/smithy.api#documentation", r#""An execution.""#)],
        there: &[expected(
            "documentation-changed",
            "documentation",
            "JobExecution",
            "JobExecution",
            "JobExecution",
        )],
        back: &[expected(
            "documentation-changed",
            "documentation",
            "JobExecution",
            "JobExecution",
            "JobExecution",
        )],
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
        there: &[expected(
            "documentation-changed",
            "documentation",
            "DescribeJobExecutionInput",
            "DescribeJobExecutionRequest",
            "DescribeJobExecutionRequest",
        )],
        back: &[expected(
            "documentation-changed",
            "documentation",
            "DescribeJobExecutionInput",
            "DescribeJobExecutionRequest",
            "DescribeJobExecutionRequest",
        )],
    },
    Case {
        name: "a time since when an operation is there",
        base: Garden,
        before: &[],
        edits: &[Insert("Water/traits", r#""smithy.api#since": "2024-06-01""#)],
        there: &[expected("since-changed", "documentation", "Water", "Water", "Water")],
        back: &[expected("since-changed", "documentation", "Water", "Water", "Water")],
    },
    Case {
        name: "a service that may still change",
        base: Garden,
        before: &[],
        edits: &[Insert("Garden/traits", r#""smithy.api#unstable": {}"#)],
        there: &[expected("became-unstable", "documentation", "Garden", "Garden", "Garden")],
        back: &[expected("no-longer-unstable", "documentation", "Garden", "Garden", "Garden")],
    },
    Case {
        name: "a member that may still change",
        base: Garden,
        before: &[],
        edits: &[Insert("Plant/id/traits", r#""smithy.api#unstable": {}"#)],
        there: &[expected("became-unstable", "documentation", "Plant$id", "Plant/id", "Plant/id")],
        back: &[expected("no-longer-unstable", "documentation", "Plant$id", "Plant/id", "Plant/id")],
    },
    Case {
        name: "a value that may still change",
        base: Garden,
        before: &[],
        edits: &[Insert("Mood/LIMP/traits", r#""smithy.api#unstable": {}"#)],
        there: &[expected("became-unstable", "documentation", "Mood$LIMP", "Mood/LIMP", "Mood/LIMP")],
        back: &[expected("no-longer-unstable", "documentation", "Mood$LIMP", "Mood/LIMP", "Mood/LIMP")],
    },
    Case {
        name: "a page elsewhere about a shape",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "FrostException/traits",
            r#""smithy.api#externalDocumentation": { "Frost": "https://example.org/frost" }"#,
        )],
        there: &[expected(
            "external-documentation-changed",
            "documentation",
            "FrostException",
            "FrostException",
            "FrostException",
        )],
        back: &[expected(
            "external-documentation-changed",
            "documentation",
            "FrostException",
            "FrostException",
            "FrostException",
        )],
    },
];

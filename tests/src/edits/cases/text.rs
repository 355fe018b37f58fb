//! Cases on what people read.

use crate::edits::Base::Committed;
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
];

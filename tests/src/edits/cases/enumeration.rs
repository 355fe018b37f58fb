//! Cases on values of enums.

use crate::edits::Base::{Committed, Garden, Shed};
use crate::edits::Edit::{Insert, Overlay, Remove, Rename, Set};
use crate::edits::{Case, expected};

/// Tags that the overlay sets; those of a model make no methods.
const YELLOW_BRIGHT: &str = r#"{ "overlay": "1", "entries": [
  { "why": "w", "source": "https://example.org", "addTraits": { "target": "Color$YELLOW", "traits": { "smithy.api#tags": ["bright"] } } }
] }"#;

const BLUE_COLD: &str = r#"{ "overlay": "1", "entries": [
  { "why": "w", "source": "https://example.org", "addTraits": { "target": "Color$YELLOW", "traits": { "smithy.api#tags": ["bright"] } } },
  { "why": "w", "source": "https://example.org", "addTraits": { "target": "Color$BLUE", "traits": { "smithy.api#tags": ["cold"] } } }
] }"#;

const BLUE_BRIGHT: &str = r#"{ "overlay": "1", "entries": [
  { "why": "w", "source": "https://example.org", "addTraits": { "target": "Color$YELLOW", "traits": { "smithy.api#tags": ["bright"] } } },
  { "why": "w", "source": "https://example.org", "addTraits": { "target": "Color$BLUE", "traits": { "smithy.api#tags": ["bright"] } } }
] }"#;

pub(super) static CASES: &[Case] = &[
    Case {
        name: "a value less of what is sent",
        base: Committed,
        before: &[],
        edits: &[Remove("JobExecutionStatus/TIMED_OUT")],
        there: &[expected(
            "input-enum-value-removed",
            "wire",
            "JobExecutionStatus$TIMED_OUT",
            "JobExecutionStatus/TIMED_OUT",
            "JobExecutionStatus",
        )],
        back: &[expected(
            "enum-value-added",
            "additive",
            "JobExecutionStatus$TIMED_OUT",
            "JobExecutionStatus",
            "JobExecutionStatus/TIMED_OUT",
        )],
    },
    Case {
        name: "a value less of what is received",
        base: Garden,
        before: &[],
        edits: &[Remove("Mood/LIMP")],
        there: &[expected("output-enum-value-removed", "rust", "Mood$LIMP", "Mood/LIMP", "Mood")],
        back: &[expected("enum-value-added", "additive", "Mood$LIMP", "Mood", "Mood/LIMP")],
    },
    Case {
        name: "another value",
        base: Committed,
        before: &[],
        edits: &[Set("JobExecutionStatus/CANCELED/smithy.api#enumValue", r#""CANCELLED""#)],
        there: &[expected(
            "enum-value-changed",
            "wire",
            "JobExecutionStatus$CANCELED",
            "JobExecutionStatus/CANCELED",
            "JobExecutionStatus/CANCELED",
        )],
        back: &[expected(
            "enum-value-changed",
            "wire",
            "JobExecutionStatus$CANCELED",
            "JobExecutionStatus/CANCELED",
            "JobExecutionStatus/CANCELED",
        )],
    },
    Case {
        name: "another name of a value",
        base: Committed,
        before: &[],
        edits: &[Rename("JobExecutionStatus/CANCELED", "CALLED_OFF")],
        there: &[expected(
            "enum-value-renamed",
            "rust",
            "JobExecutionStatus$CALLED_OFF",
            "JobExecutionStatus/CANCELED",
            "JobExecutionStatus/CALLED_OFF",
        )],
        back: &[expected(
            "enum-value-renamed",
            "rust",
            "JobExecutionStatus$CANCELED",
            "JobExecutionStatus/CALLED_OFF",
            "JobExecutionStatus/CANCELED",
        )],
    },
    Case {
        name: "another spelling of a value",
        base: Garden,
        before: &[],
        edits: &[Rename("Color/DARK_RED", "DarkRed")],
        there: &[expected(
            "enum-value-respelled",
            "documentation",
            "Color$DarkRed",
            "Color/DARK_RED",
            "Color/DarkRed",
        )],
        back: &[expected(
            "enum-value-respelled",
            "documentation",
            "Color$DARK_RED",
            "Color/DarkRed",
            "Color/DARK_RED",
        )],
    },
    Case {
        name: "a name that a new value takes",
        base: Garden,
        before: &[Rename("Mood/LIMP", "limp")],
        edits: &[Insert(
            "Mood/members",
            r#""Limp": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "LIMP" } }"#,
        )],
        there: &[
            expected("enum-value-renamed", "rust", "Mood$limp", "Mood/limp", "Mood/limp"),
            expected("enum-value-added", "additive", "Mood$Limp", "Mood", "Mood/Limp"),
        ],
        back: &[
            expected("enum-value-renamed", "rust", "Mood$limp", "Mood/limp", "Mood/limp"),
            expected("output-enum-value-removed", "rust", "Mood$Limp", "Mood/Limp", "Mood"),
        ],
    },
    Case {
        name: "a name of Rust that a new value shares, whose own name sorts behind",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "Mood/members",
            r#""Limp": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "LIMP" } }"#,
        )],
        there: &[expected("enum-value-added", "additive", "Mood$Limp", "Mood", "Mood/Limp")],
        back: &[expected("output-enum-value-removed", "rust", "Mood$Limp", "Mood/Limp", "Mood")],
    },
    Case {
        name: "a tag more",
        base: Garden,
        before: &[Overlay(YELLOW_BRIGHT)],
        edits: &[Overlay(BLUE_COLD)],
        there: &[expected("enum-predicate-gained", "additive", "Color", "Color", "Color")],
        back: &[expected("enum-predicate-lost", "rust", "Color", "Color", "Color")],
    },
    Case {
        name: "a tag on another value",
        base: Garden,
        before: &[Overlay(YELLOW_BRIGHT)],
        edits: &[Overlay(BLUE_BRIGHT)],
        there: &[expected("enum-predicate-changed", "constraint", "Color", "Color", "Color")],
        back: &[expected("enum-predicate-changed", "constraint", "Color", "Color", "Color")],
    },
    Case {
        name: "a value of an enum of integers",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "Grade/members",
            r#""MIDDLE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 5 } }"#,
        )],
        there: &[expected("enum-value-added", "additive", "Grade$MIDDLE", "Grade", "Grade/MIDDLE")],
        back: &[expected("input-enum-value-removed", "wire", "Grade$MIDDLE", "Grade/MIDDLE", "Grade")],
    },
    Case {
        name: "another integer",
        base: Garden,
        before: &[],
        edits: &[Set("Grade/HIGH/smithy.api#enumValue", "10")],
        there: &[expected("enum-value-changed", "wire", "Grade$HIGH", "Grade/HIGH", "Grade/HIGH")],
        back: &[expected("enum-value-changed", "wire", "Grade$HIGH", "Grade/HIGH", "Grade/HIGH")],
    },
    Case {
        name: "another name of an integer",
        base: Garden,
        before: &[],
        edits: &[Rename("Grade/HIGH", "TOP")],
        there: &[expected("enum-value-renamed", "rust", "Grade$TOP", "Grade/HIGH", "Grade/TOP")],
        back: &[expected("enum-value-renamed", "rust", "Grade$HIGH", "Grade/TOP", "Grade/HIGH")],
    },
    Case {
        name: "a deprecated value",
        base: Committed,
        before: &[],
        edits: &[Insert("JobExecutionStatus/REMOVED/traits", r#""smithy.api#deprecated": {}"#)],
        there: &[expected(
            "deprecated",
            "additive",
            "JobExecutionStatus$REMOVED",
            "JobExecutionStatus/REMOVED",
            "JobExecutionStatus/REMOVED",
        )],
        back: &[expected(
            "no-longer-deprecated",
            "documentation",
            "JobExecutionStatus$REMOVED",
            "JobExecutionStatus/REMOVED",
            "JobExecutionStatus/REMOVED",
        )],
    },
    Case {
        name: "other documentation of a value",
        base: Committed,
        before: &[],
        edits: &[Set("JobExecutionStatus/QUEUED/smithy.api#documentation", r#""It waits.""#)],
        there: &[expected(
            "documentation-changed",
            "documentation",
            "JobExecutionStatus$QUEUED",
            "JobExecutionStatus/QUEUED",
            "JobExecutionStatus/QUEUED",
        )],
        back: &[expected(
            "documentation-changed",
            "documentation",
            "JobExecutionStatus$QUEUED",
            "JobExecutionStatus/QUEUED",
            "JobExecutionStatus/QUEUED",
        )],
    },
    Case {
        name: "a value that takes the invented name of another one",
        base: Shed,
        before: &[Set("Key", r#"{ "type": "string", "enum": ["in-stock"] }"#)],
        edits: &[Set("Key", r#"{ "type": "string", "enum": ["in-stock", "in stock"] }"#)],
        there: &[
            expected("enum-value-renamed", "rust", "Key$in_stock_2", "Key", "Key"),
            expected("enum-value-added", "additive", "Key$in_stock", "Key", "Key"),
        ],
        back: &[
            expected("enum-value-renamed", "rust", "Key$in_stock", "Key", "Key"),
            expected("input-enum-value-removed", "wire", "Key$in_stock", "Key", "Key"),
        ],
    },
    Case {
        name: "a value whose invented name another one has",
        base: Shed,
        before: &[Set("Key", r#"{ "type": "string", "enum": ["in stock"] }"#)],
        edits: &[Set("Key", r#"{ "type": "string", "enum": ["in-stock", "in stock"] }"#)],
        there: &[expected("enum-value-added", "additive", "Key$in_stock_2", "Key", "Key")],
        back: &[expected("input-enum-value-removed", "wire", "Key$in_stock_2", "Key", "Key")],
    },
    Case {
        name: "values in another order",
        base: Shed,
        before: &[Set("Key", r#"{ "type": "string", "enum": ["new", "used"] }"#)],
        edits: &[Set("Key", r#"{ "type": "string", "enum": ["used", "new"] }"#)],
        there: &[],
        back: &[],
    },
    Case {
        name: "symbols in another order",
        base: Shed,
        before: &[Set("Key", r#"{ "type": "string", "enum": ["*", "-"] }"#)],
        edits: &[Set("Key", r#"{ "type": "string", "enum": ["-", "*"] }"#)],
        there: &[],
        back: &[],
    },
];

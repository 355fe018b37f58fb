//! Cases on values of enums.

use crate::edits::Base::{Committed, Garden, Shed};
use crate::edits::Edit::{Insert, Overlay, Remove, Rename, Set};
use crate::edits::{Back, Case, moved, told};

/// Tags that the overlay sets; those of a model generate no methods.
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
        there: &[moved(
            "input-enum-value-removed",
            "JobExecutionStatus$TIMED_OUT",
            "JobExecutionStatus/TIMED_OUT",
            "JobExecutionStatus",
        )],
        back: Back::Rules(&["enum-value-added"]),
    },
    Case {
        name: "a value less of what is received",
        base: Garden,
        before: &[],
        edits: &[Remove("Mood/LIMP")],
        there: &[moved("output-enum-value-removed", "Mood$LIMP", "Mood/LIMP", "Mood")],
        back: Back::Rules(&["enum-value-added"]),
    },
    Case {
        name: "another value",
        base: Committed,
        before: &[],
        edits: &[Set("JobExecutionStatus/CANCELED/smithy.api#enumValue", r#""CANCELLED""#)],
        there: &[told("enum-value-changed", "JobExecutionStatus$CANCELED", "JobExecutionStatus/CANCELED")],
        back: Back::Same,
    },
    Case {
        name: "another name of a value",
        base: Committed,
        before: &[],
        edits: &[Rename("JobExecutionStatus/CANCELED", "CALLED_OFF")],
        there: &[moved(
            "enum-value-renamed",
            "JobExecutionStatus$CALLED_OFF",
            "JobExecutionStatus/CANCELED",
            "JobExecutionStatus/CALLED_OFF",
        )],
        back: Back::Told(&[moved(
            "enum-value-renamed",
            "JobExecutionStatus$CANCELED",
            "JobExecutionStatus/CALLED_OFF",
            "JobExecutionStatus/CANCELED",
        )]),
    },
    Case {
        name: "another spelling of a value",
        base: Garden,
        before: &[],
        edits: &[Rename("Color/DARK_RED", "DarkRed")],
        there: &[moved("enum-value-respelled", "Color$DarkRed", "Color/DARK_RED", "Color/DarkRed")],
        back: Back::Told(&[moved(
            "enum-value-respelled",
            "Color$DARK_RED",
            "Color/DarkRed",
            "Color/DARK_RED",
        )]),
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
            told("enum-value-renamed", "Mood$limp", "Mood/limp"),
            moved("enum-value-added", "Mood$Limp", "Mood", "Mood/Limp"),
        ],
        back: Back::Rules(&["enum-value-renamed", "output-enum-value-removed"]),
    },
    Case {
        name: "a name of Rust that a new value shares, whose own name sorts behind",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "Mood/members",
            r#""Limp": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "LIMP" } }"#,
        )],
        there: &[moved("enum-value-added", "Mood$Limp", "Mood", "Mood/Limp")],
        back: Back::Rules(&["output-enum-value-removed"]),
    },
    Case {
        name: "a tag more",
        base: Garden,
        before: &[Overlay(YELLOW_BRIGHT)],
        edits: &[Overlay(BLUE_COLD)],
        there: &[told("enum-predicate-gained", "Color", "Color")],
        back: Back::Rules(&["enum-predicate-lost"]),
    },
    Case {
        name: "a tag on another value",
        base: Garden,
        before: &[Overlay(YELLOW_BRIGHT)],
        edits: &[Overlay(BLUE_BRIGHT)],
        there: &[told("enum-predicate-changed", "Color", "Color")],
        back: Back::Same,
    },
    Case {
        name: "a value of an enum of integers",
        base: Garden,
        before: &[],
        edits: &[Insert(
            "Grade/members",
            r#""MIDDLE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 5 } }"#,
        )],
        there: &[moved("enum-value-added", "Grade$MIDDLE", "Grade", "Grade/MIDDLE")],
        back: Back::Rules(&["input-enum-value-removed"]),
    },
    Case {
        name: "another integer",
        base: Garden,
        before: &[],
        edits: &[Set("Grade/HIGH/smithy.api#enumValue", "10")],
        there: &[told("enum-value-changed", "Grade$HIGH", "Grade/HIGH")],
        back: Back::Same,
    },
    Case {
        name: "another name of an integer",
        base: Garden,
        before: &[],
        edits: &[Rename("Grade/HIGH", "TOP")],
        there: &[moved("enum-value-renamed", "Grade$TOP", "Grade/HIGH", "Grade/TOP")],
        back: Back::Told(&[moved("enum-value-renamed", "Grade$HIGH", "Grade/TOP", "Grade/HIGH")]),
    },
    Case {
        name: "a deprecated value",
        base: Committed,
        before: &[],
        edits: &[Insert("JobExecutionStatus/REMOVED/traits", r#""smithy.api#deprecated": {}"#)],
        there: &[told("deprecated", "JobExecutionStatus$REMOVED", "JobExecutionStatus/REMOVED")],
        back: Back::Rules(&["no-longer-deprecated"]),
    },
    Case {
        name: "other documentation of a value",
        base: Committed,
        before: &[],
        edits: &[Set("JobExecutionStatus/QUEUED/smithy.api#documentation", r#""It waits.""#)],
        there: &[told("documentation-changed", "JobExecutionStatus$QUEUED", "JobExecutionStatus/QUEUED")],
        back: Back::Same,
    },
    Case {
        name: "a value that takes the invented name of another one",
        base: Shed,
        before: &[Set("Key", r#"{ "type": "string", "enum": ["in-stock"] }"#)],
        edits: &[Set("Key", r#"{ "type": "string", "enum": ["in-stock", "in stock"] }"#)],
        there: &[
            told("enum-value-renamed", "Key$in_stock_2", "Key"),
            told("enum-value-added", "Key$in_stock", "Key"),
        ],
        back: Back::Told(&[
            told("enum-value-renamed", "Key$in_stock", "Key"),
            told("input-enum-value-removed", "Key$in_stock", "Key"),
        ]),
    },
    Case {
        name: "a value whose invented name another one has",
        base: Shed,
        before: &[Set("Key", r#"{ "type": "string", "enum": ["in stock"] }"#)],
        edits: &[Set("Key", r#"{ "type": "string", "enum": ["in-stock", "in stock"] }"#)],
        there: &[told("enum-value-added", "Key$in_stock_2", "Key")],
        back: Back::Rules(&["input-enum-value-removed"]),
    },
    Case {
        name: "values in another order",
        base: Shed,
        before: &[Set("Key", r#"{ "type": "string", "enum": ["new", "used"] }"#)],
        edits: &[Set("Key", r#"{ "type": "string", "enum": ["used", "new"] }"#)],
        there: &[],
        back: Back::Same,
    },
    Case {
        name: "symbols in another order",
        base: Shed,
        before: &[Set("Key", r#"{ "type": "string", "enum": ["*", "-"] }"#)],
        edits: &[Set("Key", r#"{ "type": "string", "enum": ["-", "*"] }"#)],
        there: &[],
        back: Back::Same,
    },
];

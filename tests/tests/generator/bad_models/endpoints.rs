//! Faults in endpoint rules: only their places and their form, because the crate itself tests the rules.

use super::harness::{Case, SMITHY, check};

const CASES: &[Case] = &[
    (
        "rules are an array",
        &[(
            r#""smithy.rules#endpointRuleSet": {"#,
            r#""smithy.rules#endpointRuleSet": [], "aws.endpoints#rulesBasedEndpoints": {"#,
        )],
    ),
    ("no rules", &[(r#""rules": ["#, r#""rule": ["#)]),
    ("unknown version", &[(r#""version": "1.0","#, r#""version": "3.0","#)]),
    ("unknown parameter", &[("{Region}", "{Regoin}")]),
    ("unknown type of rule", &[(r#""type": "endpoint""#, r#""type": "end""#)]),
    ("unknown function", &[(r#""conditions": []"#, r#""conditions": [{ "fn": "isDeep", "argv": [] }]"#)]),
];

#[test]
fn edits() {
    check("endpoints", SMITHY, CASES);
}

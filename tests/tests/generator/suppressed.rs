//! Warnings that an overlay suppresses with a reason, and what happens if there is nothing left to warn of.

use smithy_codegen::Runtime;

use crate::generate;

/// Returns the generator's messages for a member and a shape with these patterns, if an overlay accepts that neither is
/// checked.
fn words(of_member: &str, of_shape: &str) -> String {
    let model = format!(
        r#"{{"smithy": "2.0", "shapes": {{
            "pond#Pond": {{"type": "service", "version": "1", "operations": [{{"target": "pond#Feed"}}],
                "traits": {{"aws.api#service": {{"sdkId": "Pond"}}, "aws.protocols#restJson1": {{}},
                    "smithy.api#title": "Pond", "aws.auth#sigv4": {{"name": "pond"}}}}}},
            "pond#Feed": {{"type": "operation", "input": {{"target": "pond#FeedInput"}},
                "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/feed"}}}}}},
            "pond#FeedInput": {{"type": "structure", "members": {{
                "frog": {{"target": "smithy.api#String", "traits": {{"smithy.api#pattern": "{of_member}"}}}},
                "fly": {{"target": "pond#Fly"}}}}}},
            "pond#Fly": {{"type": "string", "traits": {{"smithy.api#pattern": "{of_shape}"}}}}}}}}"#
    );
    let accept = |target: &str| {
        format!(
            r#"{{"why": "The service decides.", "source": "https://pond.example/",
                "addTraits": {{"target": "{target}", "traits": {{"smithy.api#suppress": ["unchecked-pattern"]}}}}}}"#
        )
    };
    let entries = [accept("FeedInput$frog"), accept("Fly")].join(",");
    let overlay = format!(r#"{{"overlay": "1", "entries": [{entries}]}}"#);
    generate::generate_with("pond", &model, Some(&overlay), Runtime::Version("0.1.0".to_owned())).1
}

#[test]
fn a_warning_that_an_overlay_accepts_is_not_told() {
    assert_eq!(words("(?!x)y", "(?=x)y"), "");
}

#[test]
fn an_acceptance_without_a_warning_is_told() {
    let told = words("^y$", "(?=x)y");
    assert!(told.contains("unused-suppression") && told.contains("pond#FeedInput$frog"), "{told}");
    assert!(!told.contains("pond#Fly\n"), "{told}");
}

//! From a model as it was read to one that an emitter can rely on.
//!
//! 1. `support`: operations that need something unsupported are faults, or are left out with a warning.
//! 2. `normalise`: an input and an output for every operation.
//! 3. `bindings`, `labels`, `shapes`, `recursion`, `depth`: checks, each a small function; all faults are reported.
//! 4. `normalise`: only what is reachable, in a fixed order.

mod bindings;
mod depth;
mod labels;
mod normalise;
mod recursion;
mod shapes;
mod support;

use std::collections::BTreeSet;

use crate::Unsupported;
use crate::diagnostic::Diagnostics;
use crate::ir::{Model, ShapeId, ShapeKind, Unvalidated, Validated};

/// Checks a model and brings it into its final form; `None` when there is an error.
pub fn validate(
    mut model: Model<Unvalidated>,
    unsupported: Unsupported,
    diagnostics: &mut Diagnostics,
) -> Option<Model<Validated>> {
    support::check(&mut model, unsupported, diagnostics);
    normalise::own_inputs_and_outputs(&mut model);
    bindings::check(&model, diagnostics);
    let reachable = reachable(&model);
    shapes::check(&model, &reachable, diagnostics);
    recursion::check(&model, &reachable, diagnostics);
    if !diagnostics.has_errors() {
        depth::check(&model, &reachable, diagnostics);
    }
    if diagnostics.has_errors() { None } else { Some(normalise::normalise(model)) }
}

/// The shapes that operations reach.
fn reachable(model: &Model<Unvalidated>) -> BTreeSet<ShapeId> {
    model.reach(model.operations.iter().flat_map(|operation| {
        [operation.input, operation.output].into_iter().chain(operation.errors.iter().copied())
    }))
}

/// A kind of shape with its article.
fn described(kind: &ShapeKind) -> String {
    let name = kind.name();
    format!("{} {name}", if name.starts_with(['e', 'i']) { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::Binding;
    use crate::{Options, Parts, Sources};

    /// Loads a service with one operation, these members in both its input and its output, and these shapes.
    fn load(uri: &str, members: &str, shapes: &str) -> (Option<Model<Validated>>, Vec<&'static str>) {
        let text = format!(
            r#"{{"smithy": "2.0", "shapes": {{
                "p#P": {{"type": "service", "operations": [{{"target": "p#Get"}}],
                    "traits": {{"aws.protocols#restJson1": {{}}}}}},
                "p#Get": {{"type": "operation", "input": {{"target": "p#Both"}}, "output": {{"target": "p#Both"}},
                    "traits": {{"smithy.api#http": {{"method": "POST", "uri": "{uri}"}}}}}},
                "p#Both": {{"type": "structure", "members": {{{members}}}}} {shapes}}}}}"#
        );
        let mut sources = Sources::default();
        let model = sources.add("smithy.json", text);
        let parts = Parts { model, endpoint_rules: None, endpoint_tests: None, overlay: None };
        let mut diagnostics = Diagnostics::default();
        let model = crate::load(&sources, parts, Options::default(), &mut diagnostics);
        (model, diagnostics.iter().map(|fault| fault.code).collect())
    }

    #[test]
    fn bindings_hold_where_they_have_a_meaning() {
        let (model, codes) = load(
            "/{a+}",
            r#""a": {"target": "smithy.api#String", "traits": {"smithy.api#httpLabel": {}, "smithy.api#required": {}}},
               "b": {"target": "smithy.api#String", "traits": {"smithy.api#httpQuery": "b"}},
               "c": {"target": "smithy.api#Integer", "traits": {"smithy.api#httpResponseCode": {}}},
               "d": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "D"}}"#,
            "",
        );
        assert!(codes.is_empty(), "{codes:?}");
        let model = model.expect("it is good");
        let bindings = |name: &str| -> Vec<Binding> {
            let structure = model.structure(model.shapes.find(name).expect("its own structure"));
            structure.members.iter().map(|member| member.binding.clone()).collect()
        };
        let header = Binding::Header("D".into());
        let input =
            [Binding::Label { greedy: true }, Binding::Query("b".into()), Binding::Body, header.clone()];
        assert_eq!(bindings("GetInput"), input);
        assert_eq!(bindings("GetOutput"), [Binding::Body, Binding::Body, Binding::StatusCode, header]);
    }

    #[test]
    fn only_what_is_reachable_stays_in_the_order_of_names() {
        let (model, _) = load(
            "/",
            r#""b": {"target": "p#B"}"#,
            r#", "p#B": {"type": "structure", "members": {"a": {"target": "p#A"}, "b": {"target": "p#B"}}},
               "p#A": {"type": "string"}, "p#Lonely": {"type": "string"}"#,
        );
        let model = model.expect("it is good");
        let names: Vec<_> = model.shapes.iter().map(|(_, shape)| shape.name.as_str()).collect();
        assert_eq!(names, ["A", "B", "GetInput", "GetOutput"]);
    }

    #[test]
    fn rules_suit_the_values() {
        let shape = |keys: &str| load("/", r#""m": {"target": "p#M"}"#, &format!(r#", "p#M": {{{keys}}}"#)).1;
        let cases = [
            (r#""type": "string", "traits": {"smithy.api#length": {"max": 1}}"#, None),
            (r#""type": "string", "traits": {"smithy.api#range": {"max": 1}}"#, Some("bad-constraint")),
            (r#""type": "long", "traits": {"smithy.api#range": {"max": 1}}"#, None),
            (r#""type": "long", "traits": {"smithy.api#pattern": "1"}"#, Some("bad-constraint")),
            (r#""type": "long", "traits": {"smithy.api#range": {"min": 2, "max": 1}}"#, Some("empty-range")),
            (r#""type": "blob", "traits": {"smithy.api#uniqueItems": {}}"#, Some("bad-constraint")),
            (r#""type": "union", "members": {}"#, Some("empty-shape")),
            (r#""type": "list", "member": {"target": "p#M"}"#, Some("endless-recursion")),
            (r#""type": "structure", "members": {"m": {"target": "p#M"}}"#, None),
            (
                r#""type": "structure", "members": {"m": {"target": "p#M", "traits": {"smithy.api#required": {}}}}"#,
                Some("endless-recursion"),
            ),
        ];
        for (keys, code) in cases {
            assert_eq!(shape(keys), Vec::from_iter(code), "{keys}");
        }
    }

    #[test]
    fn defaults_suit_the_types() {
        let cases = [
            ("Integer", "0", true),
            ("Integer", "2147483648", false),
            ("Byte", "-128", true),
            ("Boolean", "0", false),
            ("String", r#""""#, true),
            ("Blob", r#""YQ==""#, true),
            ("Blob", r#""a""#, false),
            ("Timestamp", "0", true),
            ("Timestamp", r#""2024-05-06T07:08:09Z""#, true),
            ("Timestamp", r#""now""#, false),
            ("Document", "[1]", true),
            ("Integer", "null", true),
        ];
        for (target, default, good) in cases {
            let traits = format!(r#"{{"smithy.api#default": {default}}}"#);
            let member = format!(r#""m": {{"target": "smithy.api#{target}", "traits": {traits}}}"#);
            assert_eq!(load("/", &member, "").1.is_empty(), good, "{target}: {default}");
        }
    }

    #[test]
    fn parameters_of_the_endpoint_that_nobody_sets_are_told() {
        let traits = r#"{"smithy.rules#contextParam": {"name": "Bucket"}}"#;
        let member = format!(r#""m": {{"target": "smithy.api#String", "traits": {traits}}}"#);
        assert_eq!(load("/", &member, "").1, ["unbound-endpoint-parameter"]);
    }
}

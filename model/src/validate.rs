//! Turns a loaded model into one that emitters can rely on.
//!
//! 0. `blame`: problems name the operations that they concern, so that those can be left out.
//! 1. `support`: the protocol of the clients removes what it does not have; operations that need something unsupported
//!    are problems, or are left out with a warning.
//!    `events`: errors in an event stream become errors of its operation.
//!    `mqtt`: topics of a service that does not say how it uses MQTT have no effect.
//!    `defaults`: those of blobs become base64.
//! 2. `normalise`: an input and an output for every operation.
//! 3. `operations`, with `bindings` and `labels` for protocols that have them, `mqtt`, `shapes`, `recursion`, `depth`:
//!    checks, each a small function; all problems are reported.
//! 4. `context`: parameters of the endpoint rules that cannot be set are left to the caller. `pages` and `waiters`:
//!    pagination and waiters that cannot be followed are removed. `streams`: warnings about blobs that do not stream.
//! 5. `normalise`: only what is reachable, in a fixed order.

pub(crate) mod bindings;
pub(crate) mod blame;
mod context;
mod defaults;
mod depth;
mod events;
mod labels;
mod mqtt;
mod normalise;
mod operations;
mod pages;
mod recursion;
mod shapes;
mod streams;
mod support;
pub(crate) mod waiters;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::Unsupported;
use crate::diagnostic::Diagnostics;
use crate::ir::{LeftOut, Model, Operation, ShapeId, ShapeKind, Unvalidated, Validated};

/// Checks a model and brings it into its final form. Returns `None` if there is an error.
pub fn validate(
    mut model: Model<Unvalidated>,
    unsupported: Unsupported,
    protocol: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Option<Model<Validated>> {
    support::check(&mut model, unsupported, protocol, diagnostics);
    events::settle(&mut model);
    mqtt::settle(&mut model, diagnostics);
    defaults::settle(&mut model, diagnostics);
    loop {
        normalise::own_inputs_and_outputs(&mut model);
        let mut problems = Diagnostics::default();
        check(&model, &mut problems);
        let mut errors = problems.take_errors();
        blame::assign(&model, &mut errors);
        if errors.is_empty() || unsupported != Unsupported::LeaveOut {
            diagnostics.extend(problems.iter().cloned().chain(errors));
            break;
        }
        if !blame::leave_out(&mut model, errors, diagnostics) {
            break;
        }
    }
    if diagnostics.has_errors() {
        return None;
    }
    context::check(&mut model, diagnostics);
    pages::check(&mut model, diagnostics);
    waiters::check(&mut model, diagnostics);
    streams::check(&model, diagnostics);
    Some(normalise::normalise(model))
}

/// Runs all checks. Those of bindings and names depend on the protocol of the clients. Those that follow values through
/// shapes need shapes without problems.
fn check(model: &Model<Unvalidated>, diagnostics: &mut Diagnostics) {
    let reachable = reachable(model);
    if let Some(protocol) = model.service.protocol {
        operations::check(model, protocol, diagnostics);
        shapes::check_names(model, &reachable, diagnostics);
    }
    mqtt::check(model, diagnostics);
    shapes::check(model, &reachable, diagnostics);
    recursion::check(model, &reachable, diagnostics);
    if !diagnostics.has_errors() {
        depth::check(model, &reachable, diagnostics);
    }
}

/// Returns the model without the operations that need something unsupported but were kept, and without what only they
/// reach. If the whole service uses another protocol, returns it unchanged.
pub fn supported(model: &Model<Validated>) -> Cow<'_, Model<Validated>> {
    let is_left = |operation: &Operation| operation.unsupported.is_some();
    if model.service.protocol.is_none() || !model.operations.iter().any(is_left) {
        return Cow::Borrowed(model);
    }
    let mut model = model.clone();
    for operation in model.operations.extract_if(.., |operation| is_left(operation)) {
        let Operation { name, origin, unsupported, .. } = operation;
        let reason = format!("it needs {}", unsupported.unwrap_or_default());
        model.left_out.push(LeftOut { name, reason, origin });
    }
    Cow::Owned(normalise::normalise(model))
}

/// Returns the shapes that operations and notifications reach.
fn reachable<State>(model: &Model<State>) -> BTreeSet<ShapeId> {
    let notifications = model.notifications().map(|(id, _)| id);
    model.reach(model.operations.iter().flat_map(blame::roots).chain(notifications))
}

/// Returns the name of a kind with its article.
fn described(kind: &ShapeKind) -> String {
    let name = kind.name();
    format!("{} {name}", if name.starts_with(['e', 'i']) { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{AuthWay, Binding};
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
        let (model, diagnostics) = load_text(&text, Unsupported::Refuse);
        (model, diagnostics.iter().map(|problem| problem.code).collect())
    }

    fn load_text(text: &str, unsupported: Unsupported) -> (Option<Model<Validated>>, Diagnostics) {
        let mut sources = Sources::default();
        let model = sources.add("smithy.json", text);
        let parts = Parts::new(model);
        let mut diagnostics = Diagnostics::default();
        let options = Options { unsupported, ..Options::default() };
        (crate::load(&sources, parts, options, &mut diagnostics), diagnostics)
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

    /// Returns the authentication schemes of the only operation, and the unsupported feature that it needs.
    fn auth(text: &str) -> (String, Option<String>) {
        let model = load_text(text, Unsupported::Keep).0.expect("it loads");
        let operation = model.operations.first().expect("the operation");
        let ways: Vec<_> = operation.auth_ways.iter().map(AuthWay::name).collect();
        (ways.join(" "), operation.unsupported.clone())
    }

    #[test]
    fn the_keys_of_c2j_come_to_the_same_ways() {
        let both = r#""signatureVersion": "v4", "auth": ["aws.auth#sigv4", "smithy.api#httpBearerAuth"]"#;
        let signed = r#""signatureVersion": "v4", "auth": ["aws.auth#sigv4"]"#;
        let bearer = r#""signatureVersion": "bearer""#;
        let cases = [
            (r#""signatureVersion": "v4""#, "", "sigv4", None),
            (both, "", "sigv4 httpBearerAuth", None),
            (both, r#", "auth": ["smithy.api#httpBearerAuth"]"#, "httpBearerAuth", None),
            (both, r#", "authtype": "v4-unsigned-body""#, "sigv4 httpBearerAuth", None),
            (signed, r#", "authtype": "none", "auth": ["smithy.api#noAuth"]"#, "noAuth", None),
            (signed, r#", "authtype": "none""#, "noAuth", None),
            (signed, r#", "authtype": "bearer""#, "httpBearerAuth", None),
            (signed, r#", "auth": ["aws.auth#sigv4", "smithy.api#noAuth"]"#, "sigv4 noAuth", None),
            (bearer, "", "httpBearerAuth", None),
            (bearer, r#", "authtype": "none""#, "noAuth", None),
            (r#""signatureVersion": "none""#, "", "noAuth", None),
            (
                r#""signatureVersion": "v4", "auth": ["aws.auth#sigv4a", "aws.auth#sigv4"]"#,
                "",
                "sigv4a sigv4",
                None,
            ),
            (r#""signatureVersion": "v2""#, "", "v2", Some("authentication by `v2`")),
            (
                r#""signatureVersion": "v4", "auth": ["aws.auth#sigv4a"]"#,
                "",
                "sigv4a",
                Some("authentication by `sigv4a`"),
            ),
        ];
        for (metadata, keys, ways, needs) in cases {
            let text = format!(
                r#"{{"metadata": {{"protocol": "rest-json", "apiVersion": "1", "serviceId": "P", "endpointPrefix": "p",
                    {metadata}}}, "operations": {{"Get": {{"name": "Get", "http": {{"method": "GET", "requestUri": "/"}}
                    {keys}}}}}, "shapes": {{}}}}"#
            );
            assert_eq!(auth(&text), (ways.to_owned(), needs.map(str::to_owned)), "{metadata} {keys}");
        }
    }

    #[test]
    fn an_operation_is_authenticated_in_the_ways_of_its_own_or_of_the_service() {
        let operation = |service: &str, traits: &str| {
            let text = format!(
                r#"{{"smithy": "2.0", "shapes": {{
                    "p#P": {{"type": "service", "operations": [{{"target": "p#Get"}}],
                        "traits": {{"aws.protocols#restJson1": {{}} {service}}}}},
                    "p#Get": {{"type": "operation",
                        "traits": {{"smithy.api#http": {{"method": "POST", "uri": "/"}} {traits}}}}}}}}}"#
            );
            auth(&text)
        };
        let sigv4 = r#", "aws.auth#sigv4": {"name": "pond"}"#;
        let bearer = r#", "smithy.api#httpBearerAuth": {}"#;
        let both = &format!("{sigv4}{bearer}");
        let listed = |schemes: &str| format!(r#", "smithy.api#auth": [{schemes}]"#);
        let none = &listed(r#""smithy.api#noAuth""#);
        let optional = r#", "smithy.api#optionalAuth": {}"#;
        let basic = r#", "smithy.api#httpBasicAuth": {}"#;
        let key = r#", "smithy.api#httpApiKeyAuth": {"name": "k", "in": "header"}"#;
        let cases = [
            ("", "", "noAuth", None),
            (sigv4, "", "sigv4", None),
            (sigv4, none, "noAuth", None),
            (sigv4, &listed(""), "noAuth", None),
            (sigv4, optional, "sigv4 noAuth", None),
            (sigv4, &listed(r#""aws.auth#sigv4", "smithy.api#noAuth""#), "sigv4 noAuth", None),
            // Without `auth`, sorted by the absolute ids.
            (both, "", "sigv4 httpBearerAuth", None),
            (
                &format!(r#"{both}, "smithy.api#auth": ["smithy.api#httpBearerAuth", "aws.auth#sigv4"]"#),
                "",
                "httpBearerAuth sigv4",
                None,
            ),
            (both, &listed(r#""smithy.api#httpBearerAuth""#), "httpBearerAuth", None),
            (bearer, "", "httpBearerAuth", None),
            (bearer, none, "noAuth", None),
            (bearer, optional, "httpBearerAuth noAuth", None),
            (basic, "", "httpBasicAuth", Some("authentication by `httpBasicAuth`")),
            (
                &format!("{basic}{key}"),
                "",
                "httpApiKeyAuth httpBasicAuth",
                Some("authentication by `httpApiKeyAuth` or `httpBasicAuth`"),
            ),
            (&format!("{basic}{bearer}"), "", "httpBasicAuth httpBearerAuth", None),
            (basic, optional, "httpBasicAuth noAuth", None),
            (basic, none, "noAuth", None),
        ];
        for (service, traits, ways, needs) in cases {
            let expected = (ways.to_owned(), needs.map(str::to_owned));
            assert_eq!(operation(service, traits), expected, "{service} {traits}");
        }
    }

    const TWO: &str = r#"{"smithy": "2.0", "shapes": {
        "p#P": {"type": "service", "operations": [{"target": "p#Get"}, {"target": "p#Put"}],
            "traits": {"aws.protocols#restJson1": {}}},
        "p#Get": {"type": "operation", "output": {"target": "p#Pond"},
            "traits": {"smithy.api#http": {"method": "GET", "uri": "/"}}},
        "p#Put": {"type": "operation", "input": {"target": "p#Pond"}, "output": {"target": "p#Frog"},
            "traits": {"smithy.api#http": {"method": "PUT", "uri": "/"}}},
        "p#Pond": {"type": "structure", "members": {"depth": {"target": "smithy.api#Integer"}}},
        "p#Frog": {"type": "structure", "members": {"FAULT"}}}}"#;

    #[test]
    fn problems_name_the_operations_they_concern_and_those_can_be_left_out() {
        let problems = [
            (r#""a": {"target": "p#Gone"}"#, "dangling-target"),
            (
                r#""a": {"target": "smithy.api#Integer", "traits": {"smithy.api#length": {"max": 1}}}"#,
                "bad-constraint",
            ),
            (r#""a": {"target": "smithy.api#Integer", "traits": {"smithy.api#range": 1}}"#, "wrong-type"),
        ];
        for (member, code) in problems {
            let text = TWO.replace(r#""FAULT""#, member);
            let (model, diagnostics) = load_text(&text, Unsupported::Refuse);
            let told: Vec<_> =
                diagnostics.iter().map(|problem| (problem.code, problem.operations.join(" "))).collect();
            assert_eq!((model, told), (None, vec![(code, "Put".to_owned())]));
            let (model, diagnostics) = load_text(&text, Unsupported::LeaveOut);
            let names: Vec<_> = model.expect("Get").operations.iter().map(|it| it.name.clone()).collect();
            assert_eq!(names, ["Get"]);
            let told: Vec<_> = diagnostics.iter().map(|problem| (problem.code, problem.severity)).collect();
            assert_eq!(told, [("unsupported-operation", crate::Severity::Warning)]);
        }
    }

    #[test]
    fn a_service_of_another_protocol_can_only_be_looked_at() {
        let text = TWO.replace(r#""FAULT""#, "").replace("aws.protocols#restJson1", "aws.protocols#restXml");
        let text = text.replace(r#", "traits": {"smithy.api#http": {"method": "PUT", "uri": "/"}}"#, "");
        for unsupported in [Unsupported::Refuse, Unsupported::LeaveOut] {
            let (model, diagnostics) = load_text(&text, unsupported);
            let codes: Vec<_> = diagnostics.iter().map(|problem| problem.code).collect();
            assert_eq!((model, codes), (None, vec!["unsupported-protocol"]));
        }
        let (model, diagnostics) = load_text(&text, Unsupported::Keep);
        assert_eq!(diagnostics.count(crate::Severity::Warning), 1);
        let model = model.expect("it can be looked at");
        assert_eq!(model.operations.len(), 2);
        assert!(model.operations.iter().all(|operation| operation.unsupported.is_some()));
    }

    #[test]
    fn parameters_of_the_endpoint_that_nobody_sets_are_told() {
        let traits = r#"{"smithy.rules#contextParam": {"name": "Bucket"}}"#;
        let member = format!(r#""m": {{"target": "smithy.api#String", "traits": {traits}}}"#);
        assert_eq!(load("/", &member, "").1, ["unbound-endpoint-parameter"]);
    }
}

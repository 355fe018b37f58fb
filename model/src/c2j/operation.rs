//! Reads the operations of a C2J model.

use super::auth::{self, Scheme};
use super::{Loader, error, traits};
use crate::Diagnostic;
use crate::ir::http::parse_host_prefix;
use crate::ir::{
    Binding, Compression, Http, Notes, Operation, Origin, Shape, ShapeId, ShapeKind, Structure, UriPart,
    UriTemplate,
};
use crate::json::{Fields, Key, Node};

/// Every value that `authtype` may have.
const AUTH_TYPES: [&str; 3] = ["none", "v4", "v4-unsigned-body"];

/// What `authtype` and `auth` of an operation come to.
#[derive(Default)]
struct Auth {
    unauthenticated: bool,
    /// Requests may be signed or not.
    optional: bool,
    unsigned_payload: bool,
}

impl<'n> Loader<'n, '_> {
    /// Reads one operation; `None` where it has no place on HTTP or its input or output is missing.
    pub(super) fn operation(&mut self, key: &'n Key, node: &'n Node) -> Option<Operation> {
        let name = key.text.as_str();
        let fields = Fields::open(node, name, self.diagnostics)?;
        let input = self.input_or_output(name, "input", "Request", &fields);
        let output = self.input_or_output(name, "output", "Response", &fields);
        let http = self.http(name, input, &fields);
        let errors = self.errors(name, &fields);
        let auth = self.auth(name, node, &fields);
        let documentation = traits::documentation(&fields, self.diagnostics);
        let deprecated = traits::deprecation(&fields, self.diagnostics);
        let idempotent = fields.flag("idempotent", self.diagnostics);
        let readonly = fields.flag("readonly", self.diagnostics);
        let host_prefix = self.host_prefix(name, &fields);
        let checksum_required = self.checksum_required(name, &fields);
        let static_context = self.static_context(name, &fields);
        let compression = self.compression(name, &fields);
        self.tell_unsupported(name, &fields);
        fields.ignore(&["name", "alias", "documentationUrl", "synthetic"]);
        fields.finish(self.diagnostics);
        Some(Operation {
            name: name.to_owned(),
            documentation,
            deprecated,
            notes: Notes::default(),
            http: http?,
            input: input?,
            output: output?,
            errors,
            idempotent,
            readonly,
            host_prefix,
            unauthenticated: auth.unauthenticated,
            optional_auth: auth.optional,
            unsigned_payload: auth.unsigned_payload,
            checksum_required,
            compression,
            pagination: None,
            unsupported: None,
            static_context,
            origin: Origin::new(name, key.span),
        })
    }

    /// The structure behind `input` or `output`; one without members where there is none.
    fn input_or_output(
        &mut self,
        operation: &str,
        role: &'static str,
        suffix: &str,
        fields: &Fields<'n>,
    ) -> Option<ShapeId> {
        let Some(node) = fields.get(role) else {
            let kind = ShapeKind::Structure(Structure { unit: true, ..Structure::default() });
            let name = format!("{operation}{suffix}");
            let origin = Origin { id: name.clone(), span: None };
            return Some(self.shapes.push(Shape::new(name, kind, origin)));
        };
        let fields = Fields::open(node, operation, self.diagnostics)?;
        let target = self.target(node, &fields, operation);
        // What stands here is said of the shape again.
        fields.ignore(&["documentation"]);
        fields.finish(self.diagnostics);
        target
    }

    fn http(&mut self, operation: &str, input: Option<ShapeId>, fields: &Fields<'n>) -> Option<Http> {
        let node = fields.required("http", self.diagnostics)?;
        let fields = Fields::open(node, operation, self.diagnostics)?;
        let method = fields.required_string("method", self.diagnostics);
        let uri = fields.required_string("requestUri", self.diagnostics);
        let code = traits::status(&fields, "responseCode", operation, self.diagnostics).unwrap_or(200);
        fields.finish(self.diagnostics);
        let mut uri = match UriTemplate::parse(uri?) {
            Ok(uri) => uri,
            Err(reason) => {
                let message = format!("`{}` is not a URI with labels: {reason}", uri.unwrap_or_default());
                let help = "a URI looks like `/ponds/{pondName}/frogs?key=value`";
                self.fault("bad-uri", message, node.get("requestUri"), operation, help);
                return None;
            }
        };
        if let Some(input) = input {
            self.name_labels(input, &mut uri);
        }
        let origin = Origin::new(operation, node.get("requestUri").unwrap_or(node).span);
        Some(Http { method: method?.to_owned(), uri, code, origin })
    }

    /// Calls labels what the members are called, and tells the members which labels are greedy.
    fn name_labels(&mut self, input: ShapeId, uri: &mut UriTemplate) {
        let names = self.labels.get(&input).map(Vec::as_slice).unwrap_or_default();
        let ShapeKind::Structure(structure) = &mut self.shapes.get_mut(input).kind else { return };
        for part in &mut uri.path {
            let UriPart::Label { member: label, greedy } = part else { continue };
            let Some((_, name)) = names.iter().find(|(wire_name, _)| wire_name == label) else { continue };
            name.clone_into(label);
            let member = structure.members.iter_mut().find(|member| member.name == *name);
            if let Some(Binding::Label { greedy: bound }) = member.map(|member| &mut member.binding) {
                *bound |= *greedy;
            }
        }
    }

    /// The errors that the operation lists. What it lists is an error, whatever its shape says of itself.
    fn errors(&mut self, operation: &str, fields: &Fields<'n>) -> Vec<ShapeId> {
        let mut errors = Vec::new();
        for node in fields.array("errors", self.diagnostics) {
            let Some(fields) = Fields::open(node, operation, self.diagnostics) else { continue };
            let target = self.target(node, &fields, operation);
            let name = node.get("shape").and_then(Node::as_str).unwrap_or_default();
            let told_here = error::read(name, &fields, self.diagnostics);
            fields.ignore(&["documentation"]);
            fields.finish(self.diagnostics);
            let Some(target) = target else { continue };
            if let ShapeKind::Structure(structure) = &mut self.shapes.get_mut(target).kind {
                match (&mut structure.error, told_here) {
                    (Some(known), Some(more)) => error::merge(known, more),
                    (Some(_), None) => {}
                    (unset, told_here) => *unset = Some(told_here.unwrap_or_else(error::bare)),
                }
            }
            if !errors.contains(&target) {
                errors.push(target);
            }
        }
        errors
    }

    /// Whether requests go out unsigned, or with the body outside the signature.
    fn auth(&mut self, operation: &str, node: &Node, fields: &Fields<'n>) -> Auth {
        let scheme = auth::preferred(fields, operation, self.diagnostics);
        let auth_type = fields.string("authtype", self.diagnostics);
        let unknown = auth_type.filter(|auth_type| !AUTH_TYPES.contains(auth_type));
        if let (Some(unknown), Some(node), None) = (unknown, node.get("authtype"), node.get("auth")) {
            self.diagnostics.push(auth::unsupported(unknown, node, operation));
        }
        let unsigned = fields.flag("unsignedPayload", self.diagnostics);
        Auth {
            unauthenticated: match scheme {
                Some(scheme) => scheme == Scheme::Anonymous,
                None => !self.signs || auth_type == Some("none"),
            },
            optional: auth::is_optional(node),
            unsigned_payload: unsigned || auth_type == Some("v4-unsigned-body"),
        }
    }

    fn host_prefix(&mut self, operation: &str, fields: &Fields<'n>) -> Option<Vec<UriPart>> {
        let endpoint = fields.get("endpoint")?;
        let fields = Fields::open(endpoint, operation, self.diagnostics)?;
        let prefix = fields.required_string("hostPrefix", self.diagnostics);
        fields.finish(self.diagnostics);
        match parse_host_prefix(prefix?) {
            Ok(parts) => Some(parts),
            Err(reason) => {
                let message = format!("the host prefix cannot be read: {reason}");
                let help = "a host prefix looks like `data.` or `{account}.data.`";
                self.fault("bad-uri", message, endpoint.get("hostPrefix"), operation, help);
                None
            }
        }
    }

    fn checksum_required(&mut self, operation: &str, fields: &Fields<'n>) -> bool {
        let required = fields.flag("httpChecksumRequired", self.diagnostics);
        let Some(node) = fields.get("httpChecksum") else { return required };
        let Some(fields) = Fields::open(node, operation, self.diagnostics) else { return required };
        let required_here = fields.flag("requestChecksumRequired", self.diagnostics);
        let by_member = fields.get("requestAlgorithmMember").is_some();
        if by_member && !required && !required_here {
            let message = "checksums of request bodies are left to the caller";
            let warning = Diagnostic::warning("ignored-key", message)
                .at(node.span.head())
                .shape(operation)
                .help("the service accepts requests without one");
            self.diagnostics.push_once(warning);
        }
        // Responses are taken as they are: checking their checksums changes nothing that is sent.
        fields.ignore(&["requestValidationModeMember", "responseAlgorithms"]);
        fields.finish(self.diagnostics);
        required || required_here
    }

    fn static_context(&mut self, operation: &str, fields: &Fields<'n>) -> Vec<(String, serde_json::Value)> {
        let mut values = Vec::new();
        for (key, node) in fields.object("staticContextParams", self.diagnostics) {
            let Some(fields) = Fields::open(node, operation, self.diagnostics) else { continue };
            let value = fields.required("value", self.diagnostics);
            fields.finish(self.diagnostics);
            values.extend(value.map(|value| (key.text.clone(), value.to_json())));
        }
        values
    }

    fn compression(&mut self, operation: &str, fields: &Fields<'n>) -> Option<Compression> {
        let fields = Fields::open(fields.get("requestcompression")?, operation, self.diagnostics)?;
        let encodings = fields.array("encodings", self.diagnostics).iter();
        let encodings = encodings.filter_map(Node::as_str).map(str::to_owned).collect();
        fields.finish(self.diagnostics);
        Some(Compression { encodings })
    }

    /// Reports what the client does not do: an error where the request would come out wrong or go astray.
    fn tell_unsupported(&mut self, operation: &str, fields: &Fields<'n>) {
        fields.ignore(&["endpointoperation"]);
        if let Some(parameters) = fields.get("operationContextParams") {
            let message = format!("`{operation}` takes parameters of its endpoint from inside its input");
            let help = "only members of the input itself can be such parameters";
            self.fault("unsupported-operation", message, Some(parameters), operation, help);
        }
        let Some(discovery) = fields.get("endpointdiscovery") else { return };
        let Some(fields) = Fields::open(discovery, operation, self.diagnostics) else { return };
        if fields.flag("required", self.diagnostics) {
            let message = format!("`{operation}` needs endpoint discovery, which is not supported");
            let help = "without it the operation cannot be called; take it out of the model";
            self.fault("unsupported-operation", message, Some(discovery), operation, help);
        } else {
            let warning = Diagnostic::warning("ignored-key", "endpoints are not discovered")
                .at(discovery.span.head())
                .shape(operation)
                .help("requests go to the regional endpoint, which the service allows");
            self.diagnostics.push_once(warning);
        }
        fields.finish(self.diagnostics);
    }

    fn fault(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        place: Option<&Node>,
        operation: &str,
        help: &str,
    ) {
        let span = place.map(|node| if node.as_str().is_some() { node.span } else { node.span.head() });
        self.diagnostics.push(Diagnostic::error(code, message).at(span).shape(operation).help(help));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{load, load_with, shape};
    use super::*;
    use crate::Model;
    use crate::Unvalidated;
    use crate::ir::{ErrorTrait, Fault};

    const HTTP: &str = r#""http": {"method": "GET", "requestUri": "/"}"#;

    fn operation(keys: &str, shapes: &str) -> (Operation, Model<Unvalidated>, Vec<&'static str>) {
        let (model, codes) = load(&format!(r#""Op": {{{keys}}}"#), shapes);
        (model.operations.first().expect("the operation").clone(), model, codes)
    }

    #[test]
    fn an_operation_is_read_with_its_defaults() {
        let (operation, model, codes) = operation(HTTP, "");
        assert!(codes.is_empty());
        assert_eq!((operation.http.method.as_str(), operation.http.code), ("GET", 200));
        for (id, name) in [(operation.input, "OpRequest"), (operation.output, "OpResponse")] {
            assert_eq!(model.shape(id).name, name);
            assert!(model.structure(id).unit);
        }
        assert!(!operation.unauthenticated && !operation.unsigned_payload && !operation.checksum_required);
        assert!(!operation.idempotent && !operation.readonly);
        assert_eq!((&operation.host_prefix, operation.static_context.len()), (&None, 0));
    }

    #[test]
    fn properties_are_kept() {
        let (operation, _, codes) = operation(
            r#""name": "Op", "http": {"method": "PUT", "requestUri": "/a?b=c", "responseCode": 202},
               "idempotent": true, "readonly": true, "deprecated": true, "documentation": "Leaps.",
               "endpoint": {"hostPrefix": "{pond}.data."}, "httpChecksum": {"requestChecksumRequired": true},
               "staticContextParams": {"Depth": {"value": "Deep"}, "Cold": {"value": true}}"#,
            "",
        );
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!((operation.http.uri.to_string().as_str(), operation.http.code), ("/a?b=c", 202));
        assert!(operation.idempotent && operation.readonly && operation.checksum_required);
        assert!(operation.deprecated.is_some());
        assert_eq!(operation.documentation.as_deref(), Some("Leaps."));
        let prefix =
            [UriPart::Label { member: "pond".into(), greedy: false }, UriPart::Literal(".data.".into())];
        assert_eq!(operation.host_prefix.as_deref(), Some(prefix.as_slice()));
        let context = [("Depth".to_owned(), "Deep".into()), ("Cold".to_owned(), true.into())];
        assert_eq!(operation.static_context, context);
    }

    #[test]
    fn labels_take_the_names_of_members_and_members_learn_of_greed() {
        let (operation, model, codes) = operation(
            r#""http": {"method": "GET", "requestUri": "/a/{pond-name}/{path+}/{other}"},
               "input": {"shape": "In"}"#,
            r#""In": {"type": "structure", "members": {
                   "pondName": {"shape": "T", "location": "uri", "locationName": "pond-name"},
                   "path": {"shape": "T", "location": "uri"}}},
               "T": {"type": "string"}"#,
        );
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!(operation.http.uri.to_string(), "/a/{pondName}/{path+}/{other}");
        let bindings: Vec<_> =
            model.structure(operation.input).members.iter().map(|member| member.binding.clone()).collect();
        assert_eq!(bindings, [Binding::Label { greedy: false }, Binding::Label { greedy: true }]);
    }

    #[test]
    fn what_an_operation_lists_is_an_error() {
        let (operation, model, codes) = operation(
            &format!(
                r#"{HTTP}, "errors": [{{"shape": "Bare"}},
                   {{"shape": "Inline", "error": {{"httpStatusCode": 503, "code": "Busy"}}, "exception": true}},
                   {{"shape": "Own", "error": {{"httpStatusCode": 503, "code": "More"}}, "exception": true}},
                   {{"shape": "Bare", "documentation": "Again."}}, {{"shape": "Ban"}}]"#
            ),
            r#""Bare": {"type": "structure", "members": {}},
               "Inline": {"type": "structure", "members": {}},
               "Own": {"type": "structure", "members": {}, "exception": true,
                       "error": {"httpStatusCode": 404, "code": "Lost"}}"#,
        );
        assert_eq!(codes, ["dangling-target"]);
        let names: Vec<_> = operation.errors.iter().map(|id| model.shape(*id).name.as_str()).collect();
        assert_eq!(names, ["Bare", "Inline", "Own"]);
        let expected = |fault, status, codes: &[&str]| {
            let codes = codes.iter().map(|&code| code.to_owned()).collect();
            Some(ErrorTrait { fault, status, codes, retryable: None })
        };
        let error = |name| match &shape(&model, name).kind {
            ShapeKind::Structure(structure) => structure.error.clone(),
            _ => None,
        };
        assert_eq!(error("Bare"), expected(Fault::Client, 400, &[]));
        assert_eq!(error("Inline"), expected(Fault::Server, 503, &["Busy"]));
        assert_eq!(error("Own"), expected(Fault::Client, 404, &["Lost", "More"]));
    }

    #[test]
    fn signing_can_be_left_out_whole_or_in_part() {
        // The keys, whether requests go unsigned, whether the body does, the faults.
        let cases: [(&str, bool, bool, &[&str]); 8] = [
            (r#""authtype": "none""#, true, false, &[]),
            (r#""auth": ["smithy.api#noAuth"]"#, true, false, &[]),
            (r#""auth": ["aws.auth#sigv4", "smithy.api#noAuth"]"#, false, false, &[]),
            (r#""authtype": "v4-unsigned-body""#, false, true, &[]),
            (r#""unsignedPayload": true"#, false, true, &[]),
            (r#""authtype": "v4""#, false, false, &[]),
            (r#""authtype": "bearer""#, false, false, &["unsupported-auth"]),
            (
                r#""authtype": "bearer", "auth": ["smithy.api#httpBearerAuth"]"#,
                false,
                false,
                &["unsupported-auth"],
            ),
        ];
        for (keys, unauthenticated, unsigned, faults) in cases {
            let (operation, _, codes) = operation(&format!("{HTTP}, {keys}"), "");
            let found = (operation.unauthenticated, operation.unsigned_payload);
            assert_eq!((found, codes.as_slice()), ((unauthenticated, unsigned), faults), "{keys}");
        }
        let unsigned = load_with(r#", "signatureVersion": "none""#, &format!(r#""Op": {{{HTTP}}}"#), "");
        assert!(unsigned.0.expect("it loads").operations.iter().all(|operation| operation.unauthenticated));
    }

    #[test]
    fn what_the_client_does_not_do_is_told() {
        let cases = [
            (r#""httpChecksum": {"requestAlgorithmMember": "a"}"#, "ignored-key"),
            (r#""endpointdiscovery": {}"#, "ignored-key"),
            (r#""endpointdiscovery": {"required": true}"#, "unsupported-operation"),
            (r#""operationContextParams": {"A": {"path": "b.c"}}"#, "unsupported-operation"),
            (r#""endpoint": {"hostPrefix": "{"}"#, "bad-uri"),
        ];
        for (keys, fault) in cases {
            assert_eq!(operation(&format!("{HTTP}, {keys}"), "").2, [fault], "{keys}");
        }
    }

    #[test]
    fn an_operation_without_a_place_on_http_is_left_out() {
        let cases = [
            ("", "missing-key"),
            (r#""http": {"method": "GET", "requestUri": "pond"}"#, "bad-uri"),
            (r#""http": {"requestUri": "/"}"#, "missing-key"),
            (
                r#""http": {"method": "GET", "requestUri": "/"}, "input": {"shape": "Gone"}"#,
                "dangling-target",
            ),
        ];
        for (keys, fault) in cases {
            let (model, codes) = load(&format!(r#""Op": {{{keys}}}"#), "");
            assert_eq!((model.operations.len(), codes.as_slice()), (0, [fault].as_slice()), "{keys}");
        }
    }
}

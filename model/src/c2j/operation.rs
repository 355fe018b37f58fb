//! Reads the operations of a C2J model.

use super::{Loader, auth, error, traits};
use crate::Diagnostic;
use crate::endpoint::context;
use crate::ir::http::parse_host_prefix;
use crate::ir::{
    Binding, Compression, Discovery, Http, Operation, Origin, Shape, ShapeId, ShapeKind, Structure, UriPart,
    UriTemplate,
};
use crate::json::{Fields, Key, Node};

impl<'n> Loader<'n, '_> {
    /// Reads one operation. A missing part is a problem, and something empty takes its place.
    pub(super) fn operation(&mut self, key: &'n Key, node: &'n Node) -> Option<Operation> {
        let name = key.text.as_str();
        let fields = Fields::open(node, name, self.diagnostics)?;
        let input = self.input_or_output(name, "input", "Request", &fields);
        let output = self.input_or_output(name, "output", "Response", &fields);
        let mut operation = Operation::new(name, input, output, Origin::new(name, key.span));
        operation.http = self.http(name, input, &fields);
        operation.errors = self.errors(name, &fields);
        operation.documentation = traits::documentation(&fields, self.diagnostics);
        operation.deprecated = traits::deprecation(&fields, self.diagnostics);
        operation.idempotent = fields.flag("idempotent", self.diagnostics);
        operation.readonly = fields.flag("readonly", self.diagnostics);
        operation.host_prefix = self.host_prefix(name, &fields);
        self.auth(&mut operation, node, &fields);
        operation.checksum_required = fields.flag("httpChecksumRequired", self.diagnostics);
        operation.flexible_checksum = self.flexible_checksum(name, &fields);
        let fixed = fields.object("staticContextParams", self.diagnostics);
        operation.static_context = context::fixed(fixed, name, self.diagnostics);
        let paths = fields.object("operationContextParams", self.diagnostics);
        operation.context_paths = context::paths(paths, name, self.diagnostics);
        operation.compression = self.compression(name, &fields);
        operation.discovers_endpoint = self.discovers_endpoint(name, &fields);
        if fields.flag("endpointoperation", self.diagnostics) {
            let error = Discovery::ERROR.to_owned();
            self.discovery = Some(Discovery { operation: name.to_owned(), error });
        }
        fields.ignore(&["name", "alias", "documentationUrl", "synthetic"]);
        fields.finish(self.diagnostics);
        Some(operation)
    }

    /// Returns the structure behind `input` or `output`, or one without members if there is none.
    fn input_or_output(
        &mut self,
        operation: &str,
        role: &'static str,
        suffix: &str,
        fields: &Fields<'n>,
    ) -> ShapeId {
        let target = fields.get(role).and_then(|node| {
            let fields = Fields::open(node, operation, self.diagnostics)?;
            let target = self.target(node, &fields, operation);
            // The shape has these keys too.
            fields.ignore(&["documentation", "locationName", "resultWrapper", "xmlNamespace"]);
            fields.finish(self.diagnostics);
            target
        });
        target.unwrap_or_else(|| {
            let kind = ShapeKind::Structure(Structure { unit: true, ..Structure::default() });
            let name = format!("{operation}{suffix}");
            let origin = Origin { id: name.clone(), span: None };
            self.shapes.push(Shape::new(name, kind, origin))
        })
    }

    fn http(&mut self, operation: &str, input: ShapeId, fields: &Fields<'n>) -> Option<Http> {
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
                self.problem("bad-uri", message, node.get("requestUri"), operation, help);
                return None;
            }
        };
        self.name_labels(input, &mut uri);
        let origin = Origin::new(operation, node.get("requestUri").unwrap_or(node).span);
        Some(Http { method: method?.to_owned(), uri, code, origin })
    }

    /// Gives labels the names of their members, and marks the members whose labels are greedy.
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

    /// Returns the errors that the operation lists. Each becomes an error, even if its shape does not say so.
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

    /// Reads how requests are authenticated, if this differs from the service.
    fn auth(&mut self, operation: &mut Operation, node: &Node, fields: &Fields<'n>) {
        let auth_type = fields.string("authtype", self.diagnostics);
        let unsigned = fields.flag("unsignedPayload", self.diagnostics);
        fields.array("auth", self.diagnostics);
        // The newer `auth` takes precedence over `authtype`.
        let listed = node.get("auth").map(|list| auth::texts(Some(list)).map(auth::bare).collect());
        // These say how a request is signed, and nothing about other schemes.
        let typed = auth_type.filter(|auth_type| !matches!(*auth_type, "v4" | "v4-unsigned-body"));
        let typed = typed.map(|auth_type| vec![auth::of_type(auth_type).to_owned()]);
        operation.auth = listed.or(typed);
        operation.optional_auth = auth::is_optional(node);
        operation.unsigned_payload = unsigned || auth_type == Some("v4-unsigned-body");
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
                self.problem("bad-uri", message, endpoint.get("hostPrefix"), operation, help);
                None
            }
        }
    }

    fn flexible_checksum(&mut self, operation: &str, fields: &Fields<'n>) -> bool {
        let Some(node) = fields.get("httpChecksum") else { return false };
        let Some(fields) = Fields::open(node, operation, self.diagnostics) else { return false };
        let required = fields.flag("requestChecksumRequired", self.diagnostics);
        // The other keys are about checksums that callers may ask for, and about those of responses.
        fields.ignore(&["requestAlgorithmMember", "requestValidationModeMember", "responseAlgorithms"]);
        fields.finish(self.diagnostics);
        required
    }

    fn compression(&mut self, operation: &str, fields: &Fields<'n>) -> Option<Compression> {
        let fields = Fields::open(fields.get("requestcompression")?, operation, self.diagnostics)?;
        let encodings = fields.array("encodings", self.diagnostics).iter();
        let encodings = encodings.filter_map(Node::as_str).map(str::to_owned).collect();
        fields.finish(self.diagnostics);
        Some(Compression { encodings })
    }

    /// Whether the operation needs an endpoint that another operation returns.
    fn discovers_endpoint(&mut self, operation: &str, fields: &Fields<'n>) -> bool {
        let Some(discovery) = fields.get("endpointdiscovery") else { return false };
        let Some(fields) = Fields::open(discovery, operation, self.diagnostics) else { return false };
        let required = fields.flag("required", self.diagnostics);
        fields.finish(self.diagnostics);
        required
    }

    fn problem(
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
    use super::super::tests::{load, shape};
    use super::*;
    use crate::Model;
    use crate::Unvalidated;
    use crate::ir::{ErrorTrait, Fault};

    const HTTP: &str = r#""http": {"method": "GET", "requestUri": "/"}"#;

    fn operation(keys: &str, shapes: &str) -> (Operation, Model<Unvalidated>, Vec<&'static str>) {
        let (model, codes) = load(&format!(r#""Op": {{{keys}}}"#), shapes);
        (model.operations.first().expect("the operation").clone(), model, codes)
    }

    fn bound(operation: &Operation) -> (String, u16) {
        let http = operation.http.as_ref().expect("it is bound to HTTP");
        (http.to_string(), http.code)
    }

    #[test]
    fn an_operation_is_read_with_its_defaults() {
        let (operation, model, codes) = operation(HTTP, "");
        assert!(codes.is_empty());
        assert_eq!(bound(&operation), ("GET /".to_owned(), 200));
        for (id, name) in [(operation.input, "OpRequest"), (operation.output, "OpResponse")] {
            assert_eq!(model.shape(id).name, name);
            assert!(model.structure(id).unit);
        }
        assert!(operation.auth.is_none() && !operation.unsigned_payload && !operation.checksum_required);
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
        assert_eq!(bound(&operation), ("PUT /a?b=c".to_owned(), 202));
        assert!(operation.idempotent && operation.readonly && operation.flexible_checksum);
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
        assert_eq!(bound(&operation).0, "GET /a/{pondName}/{path+}/{other}");
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
            Some(ErrorTrait { codes, ..ErrorTrait::new(fault, status) })
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
    fn operations_may_ask_for_other_ways_to_authenticate() {
        // The columns are: the keys, the schemes, whether a signature may be left out, whether it leaves the body out.
        let cases = [
            (r#""authtype": "none""#, Some("noAuth"), false, false),
            (r#""auth": ["smithy.api#noAuth"]"#, Some("noAuth"), false, false),
            (r#""auth": ["aws.auth#sigv4", "smithy.api#noAuth"]"#, Some("sigv4 noAuth"), true, false),
            (r#""authtype": "v4-unsigned-body""#, None, false, true),
            (r#""unsignedPayload": true"#, None, false, true),
            (r#""authtype": "v4""#, None, false, false),
            (r#""authtype": "bearer""#, Some("httpBearerAuth"), false, false),
            (r#""authtype": "custom""#, Some("custom"), false, false),
            (
                r#""authtype": "bearer", "auth": ["smithy.api#httpBearerAuth"]"#,
                Some("httpBearerAuth"),
                false,
                false,
            ),
        ];
        for (keys, schemes, optional, unsigned) in cases {
            let (operation, _, codes) = operation(&format!("{HTTP}, {keys}"), "");
            let found = operation.auth.map(|schemes| schemes.join(" "));
            assert_eq!(found.as_deref(), schemes, "{keys}");
            assert_eq!((operation.optional_auth, operation.unsigned_payload), (optional, unsigned), "{keys}");
            assert!(codes.is_empty(), "{keys}");
        }
    }

    #[test]
    fn what_an_operation_needs_or_offers_is_noted() {
        let of = |keys: &str| operation(&format!("{HTTP}, {keys}"), "").0;
        assert!(!of(r#""endpointdiscovery": {}"#).discovers_endpoint);
        assert!(of(r#""endpointdiscovery": {"required": true}"#).discovers_endpoint);
        let telling = format!("{HTTP}, \"endpointoperation\": true");
        let discovery = operation(&telling, "").1.service.discovery.expect("an operation tells endpoints");
        assert_eq!(
            (discovery.operation.as_str(), discovery.error.as_str()),
            ("Op", "InvalidEndpointException")
        );
        assert!(of(r#""httpChecksumRequired": true"#).checksum_required);
        let compression = of(r#""requestcompression": {"encodings": ["gzip"]}"#).compression;
        assert_eq!(compression.map(|compression| compression.encodings), Some(vec!["gzip".to_owned()]));
    }

    #[test]
    fn an_operation_with_a_problem_stays_so_that_the_problem_can_name_it() {
        let cases = [
            ("", "missing-key"),
            (r#""http": {"method": "GET", "requestUri": "pond"}"#, "bad-uri"),
            (r#""http": {"requestUri": "/"}"#, "missing-key"),
            (
                r#""http": {"method": "GET", "requestUri": "/"}, "input": {"shape": "Gone"}"#,
                "dangling-target",
            ),
            (r#""http": {"method": "GET", "requestUri": "/"}, "endpoint": {"hostPrefix": "{"}"#, "bad-uri"),
        ];
        for (keys, problem) in cases {
            let (model, codes) = load(&format!(r#""Op": {{{keys}}}"#), "");
            assert_eq!((model.operations.len(), codes.as_slice()), (1, [problem].as_slice()), "{keys}");
        }
    }
}

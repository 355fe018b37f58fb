//! Reads the members of C2J shapes and their bindings.

use super::{Loader, OF_XML, OnTarget, Property, traits};
use crate::Diagnostic;
use crate::ir::{Binding, Member, Origin, ShapeId};
use crate::json::{Fields, Key, Node};
use crate::suggest;

/// Every value that the `location` of a member may have.
const LOCATIONS: [&str; 5] = ["uri", "querystring", "header", "headers", "statusCode"];

impl<'n> Loader<'n, '_> {
    /// Reads a member of a structure or union. Returns `None` if it has no target.
    pub(super) fn structure_member(
        &mut self,
        structure: ShapeId,
        structure_name: &str,
        key: &'n Key,
        node: &'n Node,
    ) -> Option<Member> {
        let origin = Origin::new(format!("{structure_name}${}", key.text), key.span);
        let fields = Fields::open(node, &origin.id, self.diagnostics)?;
        let member = self.plain_member(&key.text, origin, node, &fields);
        let member = member.map(|mut member| {
            self.bind(structure, node, &fields, &mut member);
            self.add_properties(node, &fields, &mut member);
            member
        });
        // Without a target the keys were never read, so none of them can be called unknown.
        if member.is_some() {
            fields.finish(self.diagnostics);
        }
        member
    }

    /// Reads what members of structures have in common with those of lists and maps.
    pub(super) fn plain_member(
        &mut self,
        name: &str,
        origin: Origin,
        node: &'n Node,
        fields: &Fields<'n>,
    ) -> Option<Member> {
        let target = self.target(node, fields, &origin.id);
        let documentation = traits::documentation(fields, self.diagnostics);
        let deprecated = traits::deprecation(fields, self.diagnostics);
        let place = node.get("timestampFormat").unwrap_or(node).span;
        let timestamp_format = traits::timestamp_format(fields, place, &origin.id, self.diagnostics);
        let sensitive = fields.flag("sensitive", self.diagnostics);
        // Members are optional unless required, boxed or not.
        fields.ignore(&["box"]);
        fields.ignore(OF_XML);
        let target = target?;
        if sensitive {
            self.note(target, Property::Sensitive, node, &origin);
        }
        Some(Member { timestamp_format, documentation, deprecated, ..Member::new(name, target, origin) })
    }

    /// Reads what only members of structures can have.
    fn add_properties(&mut self, node: &'n Node, fields: &Fields<'n>, member: &mut Member) {
        member.idempotency_token = fields.flag("idempotencyToken", self.diagnostics);
        member.json_value = fields.flag("jsonvalue", self.diagnostics);
        if fields.flag("streaming", self.diagnostics) {
            self.note(member.target, Property::Streaming, node, &member.origin);
        }
        let context = fields.get("contextParam");
        let context = context.and_then(|node| Fields::open(node, &member.origin.id, self.diagnostics));
        if let Some(context) = context {
            member.context_param = context.required_string("name", self.diagnostics).map(str::to_owned);
            context.finish(self.diagnostics);
        }
        if let Some(values) = fields.get("enum") {
            let warning = Diagnostic::warning("ignored-key", "values listed on a member are left out")
                .at(values.span.head())
                .shape(member.origin.id.as_str())
                .help("the member accepts every value of its type, and the service checks it");
            self.diagnostics.push(warning);
        }
        let of_event = [("eventheader", Binding::EventHeader), ("eventpayload", Binding::EventPayload)];
        for (key, binding) in of_event {
            if fields.flag(key, self.diagnostics) {
                member.binding = binding;
            }
        }
    }

    fn note(&mut self, target: ShapeId, property: Property, node: &Node, origin: &Origin) {
        let (span, member) = (node.span.head(), origin.id.clone());
        self.on_targets.push(OnTarget { target, property, span, member });
    }

    /// Reads the binding: `location` is the place of the member, `locationName` its name there.
    fn bind(&mut self, structure: ShapeId, node: &'n Node, fields: &Fields<'n>, member: &mut Member) {
        let wire_name = fields.string("locationName", self.diagnostics);
        let location = fields.string("location", self.diagnostics);
        let host_label = fields.flag("hostLabel", self.diagnostics);
        let name = wire_name.unwrap_or(&member.name).to_owned();
        member.binding = match location {
            Some("uri") => {
                self.labels.entry(structure).or_default().push((name, member.name.clone()));
                // The URI of an operation says later whether it is greedy.
                Binding::Label { greedy: false }
            }
            Some("querystring") if self.targets_map(node) => Binding::QueryParams,
            Some("querystring") => Binding::Query(name),
            Some("header") => Binding::Header(name),
            Some("headers") => Binding::PrefixHeaders(wire_name.unwrap_or_default().to_owned()),
            Some("statusCode") => Binding::StatusCode,
            Some(location) => {
                self.diagnostics.push(unknown_location(location, node, &member.origin.id));
                Binding::Body
            }
            None => {
                member.json_name = Some(name).filter(|name| *name != member.name);
                // A member with another location is not in the body; the host prefix names it.
                if host_label { Binding::HostLabel } else { Binding::Body }
            }
        };
    }

    /// Whether a reference names a map. The target may not have been read yet, so its text decides.
    fn targets_map(&self, node: &Node) -> bool {
        let target = node.get("shape").and_then(Node::as_str).and_then(|name| self.names.get(name));
        target.and_then(|(_, node)| node.get("type")).and_then(Node::as_str) == Some("map")
    }
}

fn unknown_location(location: &str, node: &Node, origin: &str) -> Diagnostic {
    Diagnostic::error("unknown-location", format!("`{location}` is not a location of C2J"))
        .at(node.get("location").map(|node| node.span))
        .shape(origin)
        .help(format!("known are {}", LOCATIONS.join(", ")))
        .maybe_help(suggest::did_you_mean(location, LOCATIONS))
}

#[cfg(test)]
mod tests {
    use super::super::tests::load;
    use super::*;
    use crate::ir::{Deprecation, TimestampFormat};

    /// Loads the only member, `m`, of a structure with these keys.
    fn member(keys: &str) -> (Member, Vec<&'static str>) {
        let shapes = format!(
            r#""S": {{"type": "structure", "members": {{"m": {{{keys}}}}}}},
               "T": {{"type": "string"}}, "M": {{"type": "map", "key": {{"shape": "T"}}, "value": {{"shape": "T"}}}}"#
        );
        let (model, codes) = load("", &shapes);
        let structure = model.structure(model.shapes.find("S").expect("the structure"));
        (structure.members.first().expect("the member").clone(), codes)
    }

    #[test]
    fn locations_become_bindings() {
        let cases = [
            (r#""shape": "T""#, Binding::Body, None),
            (r#""shape": "T", "locationName": "m""#, Binding::Body, None),
            (r#""shape": "T", "locationName": "n""#, Binding::Body, Some("n")),
            (r#""shape": "T", "location": "uri""#, Binding::Label { greedy: false }, None),
            (r#""shape": "T", "location": "querystring""#, Binding::Query("m".into()), None),
            (
                r#""shape": "T", "location": "querystring", "locationName": "n""#,
                Binding::Query("n".into()),
                None,
            ),
            (r#""shape": "M", "location": "querystring""#, Binding::QueryParams, None),
            (
                r#""shape": "T", "location": "header", "locationName": "X-N""#,
                Binding::Header("X-N".into()),
                None,
            ),
            (
                r#""shape": "M", "location": "headers", "locationName": "x-""#,
                Binding::PrefixHeaders("x-".into()),
                None,
            ),
            (r#""shape": "M", "location": "headers""#, Binding::PrefixHeaders(String::new()), None),
            (r#""shape": "T", "location": "statusCode""#, Binding::StatusCode, None),
            (r#""shape": "T", "hostLabel": true, "locationName": "n""#, Binding::HostLabel, Some("n")),
            (r#""shape": "T", "hostLabel": true, "location": "header""#, Binding::Header("m".into()), None),
        ];
        for (keys, binding, json_name) in cases {
            let (member, codes) = member(keys);
            assert!(codes.is_empty(), "{keys}: {codes:?}");
            assert_eq!((member.binding, member.json_name.as_deref()), (binding, json_name), "{keys}");
        }
        assert_eq!(member(r#""shape": "T", "location": "trailer""#).1, ["unknown-location"]);
    }

    #[test]
    fn properties_are_kept() {
        let (member, codes) = member(
            r#""shape": "T", "idempotencyToken": true, "jsonvalue": true, "box": true, "deprecated": true,
               "contextParam": {"name": "Depth"}, "documentation": "Deep.", "timestampFormat": "rfc822",
               "eventpayload": true"#,
        );
        assert!(codes.is_empty(), "{codes:?}");
        assert!(member.idempotency_token && member.json_value && !member.required);
        assert_eq!(member.context_param.as_deref(), Some("Depth"));
        assert_eq!(member.documentation.as_deref(), Some("Deep."));
        assert_eq!(member.timestamp_format, Some(TimestampFormat::HttpDate));
        assert_eq!(member.deprecated, Some(Deprecation::default()));
        assert_eq!(member.origin.id, "S$m");
    }

    #[test]
    fn values_on_a_member_are_left_out_with_a_warning() {
        assert_eq!(member(r#""shape": "T", "enum": ["A"]"#).1, ["ignored-key"]);
    }
}

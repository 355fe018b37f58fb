//! The traits of a shape or member: which are known, which are harmless, which are neither.

use std::collections::HashSet;

use serde_json::Number;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::ir::{Constraints, Deprecation, Notes, TimestampFormat};
use crate::json::{self, Fields, Key, Node, Value};
use crate::suggest;

/// Traits that some part of this loader reads.
const READ: &[&str] = &[
    "aws.api#service",
    "aws.auth#sigv4",
    "aws.auth#unsignedPayload",
    "aws.protocols#httpChecksum",
    "smithy.api#auth",
    "smithy.api#clientOptional",
    "smithy.api#default",
    "smithy.api#deprecated",
    "smithy.api#documentation",
    "smithy.api#endpoint",
    "smithy.api#enumValue",
    "smithy.api#error",
    "smithy.api#hostLabel",
    "smithy.api#http",
    "smithy.api#httpChecksumRequired",
    "smithy.api#httpError",
    "smithy.api#httpHeader",
    "smithy.api#httpLabel",
    "smithy.api#httpPayload",
    "smithy.api#httpPrefixHeaders",
    "smithy.api#httpQuery",
    "smithy.api#httpQueryParams",
    "smithy.api#httpResponseCode",
    "smithy.api#idempotencyToken",
    "smithy.api#idempotent",
    "smithy.api#jsonName",
    "smithy.api#length",
    "smithy.api#mediaType",
    "smithy.api#pattern",
    "smithy.api#range",
    "smithy.api#readonly",
    "smithy.api#required",
    "smithy.api#retryable",
    "smithy.api#sensitive",
    "smithy.api#sparse",
    "smithy.api#streaming",
    "smithy.api#tags",
    "smithy.api#timestampFormat",
    "smithy.api#title",
    "smithy.api#uniqueItems",
    "smithy.codegen#errorCodes",
    "smithy.codegen#hints",
    "smithy.codegen#mutualTls",
    "smithy.codegen#wrongHosts",
    "smithy.rules#contextParam",
    "smithy.rules#endpointBdd",
    "smithy.rules#endpointRuleSet",
    "smithy.rules#endpointTests",
    "smithy.rules#staticContextParams",
];

/// Traits that change neither bytes on the wire nor the Rust that is written.
const HARMLESS: &[&str] = &[
    "aws.api#arn",
    "aws.api#arnReference",
    "aws.api#controlPlane",
    "aws.api#data",
    "aws.api#dataPlane",
    "aws.api#tagEnabled",
    "aws.api#taggable",
    "aws.auth#cognitoUserPools",
    "aws.auth#sigv4a",
    "aws.endpoints#rulesBasedEndpoints",
    "aws.endpoints#standardPartitionalEndpoints",
    "aws.endpoints#standardRegionalEndpoints",
    // A service that speaks restJson1 may speak others as well; without it, the service is refused.
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
    "smithy.protocols#rpcv2Cbor",
    "smithy.api#addedDefault",
    "smithy.api#authDefinition",
    "smithy.api#box",
    "smithy.api#cors",
    // These matter inside event streams alone, and operations with those are refused or left out.
    "smithy.api#eventHeader",
    "smithy.api#eventPayload",
    "smithy.api#examples",
    "smithy.api#externalDocumentation",
    "smithy.api#httpApiKeyAuth",
    "smithy.api#httpBasicAuth",
    "smithy.api#httpBearerAuth",
    "smithy.api#httpDigestAuth",
    "smithy.api#idRef",
    "smithy.api#input",
    "smithy.api#internal",
    "smithy.api#nestedProperties",
    "smithy.api#notProperty",
    "smithy.api#noReplace",
    "smithy.api#optionalAuth",
    "smithy.api#output",
    "smithy.api#paginated",
    "smithy.api#private",
    "smithy.api#property",
    "smithy.api#recommended",
    "smithy.api#references",
    // Every request body has a known length here.
    "smithy.api#requiresLength",
    "smithy.api#resourceIdentifier",
    "smithy.api#since",
    "smithy.api#suppress",
    "smithy.api#unitTypeTrait",
    "smithy.api#unstable",
    "smithy.api#xmlAttribute",
    "smithy.api#xmlFlattened",
    "smithy.api#xmlName",
    "smithy.api#xmlNamespace",
    "smithy.rules#clientContextParams",
];

/// Whole namespaces of which no trait changes what is sent.
const HARMLESS_SPACES: &[&str] = &[
    "aws.cloudformation",
    "aws.customizations",
    "aws.iam",
    "aws.test",
    "aws.tagging",
    "smithy.test",
    "smithy.waiters",
];

/// Namespaces in which an unknown trait may well change what is sent.
const WIRE_SPACES: &[&str] =
    &["alloy", "aws.api", "aws.auth", "aws.protocols", "smithy.api", "smithy.protocols", "smithy.rules"];

/// The namespace of the traits that are this project's own.
const OWN_SPACE: &str = "smithy.codegen";

/// The formats of timestamps.
const FORMATS: [&str; 3] = ["epoch-seconds", "date-time", "http-date"];

/// The traits of one element.
pub(crate) struct Traits<'n> {
    /// The element.
    pub(crate) id: String,
    entries: Vec<&'n (Key, Node)>,
}

impl<'n> Traits<'n> {
    /// Takes in the traits of an element and what `apply` statements add, and reports unknown ones.
    pub(crate) fn open(id: &str, nodes: &[&'n Node], diagnostics: &mut Diagnostics) -> Self {
        let mut entries = Vec::new();
        for node in nodes {
            if let Value::Object(members) = &node.value {
                entries.extend(members);
            } else {
                let fault =
                    Diagnostic::error("wrong-type", format!("expected an object, found {}", node.kind()));
                diagnostics
                    .push(fault.at(node.span.head()).shape(id).help("traits are an object by trait id"));
            }
        }
        let traits = Self { id: id.to_owned(), entries };
        traits.entries.iter().for_each(|(key, _)| traits.report_unknown(key, diagnostics));
        if nodes.len() > 1 {
            traits.report_repeated(diagnostics);
        }
        traits
    }

    /// Whether a trait is read, or known to change nothing.
    pub(crate) fn knows(name: &str) -> bool {
        let space = name.split_once('#').map_or("", |(space, _)| space);
        READ.contains(&name) || HARMLESS.contains(&name) || HARMLESS_SPACES.contains(&space)
    }

    fn report_unknown(&self, key: &Key, diagnostics: &mut Diagnostics) {
        let name = key.text.as_str();
        let space = name.split_once('#').map_or("", |(space, _)| space);
        if Self::knows(name) {
            return;
        }
        let suggestion = || suggest::did_you_mean(name, READ.iter().copied());
        let (diagnostic, help) = if name == "smithy.api#requestCompression" {
            let message = "requests are not compressed".to_owned();
            (Diagnostic::warning("unused-trait", message), "the service takes them either way".to_owned())
        } else if space.is_empty() {
            let message = format!("`{name}` is not the absolute id of a trait");
            let help = suggestion().unwrap_or_else(|| format!("write it as `namespace#{name}`"));
            (Diagnostic::error("unknown-trait", message), help)
        } else if space == OWN_SPACE {
            let own: Vec<_> = READ.iter().filter(|known| known.starts_with(OWN_SPACE)).copied().collect();
            let message = format!("there is no trait `{name}`");
            let help = suggest::did_you_mean(name, own.iter().copied());
            (
                Diagnostic::error("unknown-trait", message),
                help.unwrap_or_else(|| format!("known are {}", own.join(", "))),
            )
        } else if WIRE_SPACES.contains(&space) {
            let message = format!("the trait `{name}` is not supported and may change what is sent");
            let help = "remove it if it changes nothing on the wire, or teach the generator about it";
            (Diagnostic::error("unknown-trait", message), suggestion().unwrap_or_else(|| help.to_owned()))
        } else {
            let message = format!("the trait `{name}` is not known and has no effect");
            (
                Diagnostic::warning("unknown-trait", message),
                "it is taken to change nothing on the wire".to_owned(),
            )
        };
        let diagnostic = diagnostic.at(key.span).help(help);
        match diagnostic.severity {
            Severity::Error => diagnostics.push(diagnostic.shape(&self.id)),
            Severity::Warning => diagnostics.push_once(diagnostic.shape(&self.id)),
        }
    }

    fn report_repeated(&self, diagnostics: &mut Diagnostics) {
        let mut seen = HashSet::new();
        for (key, _) in self.entries.iter().filter(|(key, _)| !seen.insert(&key.text)) {
            let message = format!("the trait `{}` is there already", key.text);
            let fault = Diagnostic::error("repeated-trait", message).at(key.span).shape(&self.id);
            diagnostics.push(fault.help("give it once, in the definition or in the `apply` statement"));
        }
    }

    /// The value of a trait.
    pub(crate) fn get(&self, name: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(key, _)| key.text == name).map(|(_, node)| node)
    }

    /// The id of a trait that is there, with its place.
    pub(crate) fn key(&self, name: &str) -> Option<&'n Key> {
        self.keys().find(|key| key.text == name)
    }

    /// Whether a trait is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether a trait is there that says all by being there. Its value is an object: `true` and `false` are faults,
    /// because a trait that is "false" would hold all the same.
    pub(crate) fn flag(&self, name: &str, diagnostics: &mut Diagnostics) -> bool {
        let node = self.get(name);
        if let Some(node) = node.filter(|node| !matches!(node.value, Value::Object(_))) {
            let message = format!("expected an object, found {}", node.kind());
            let fault = Diagnostic::error("wrong-type", message).at(node.span.head()).shape(&self.id);
            diagnostics
                .push(fault.help("write `{}` where the trait holds, and leave it out where it does not"));
        }
        node.is_some()
    }

    /// The ids of all traits.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'n Key> {
        self.entries.iter().map(|(key, _)| key)
    }

    /// A trait whose value is an object.
    pub(crate) fn fields(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<Fields<'n>> {
        Fields::open(self.get(name)?, &self.id, diagnostics)
    }

    /// A trait whose value is text.
    pub(crate) fn text(&self, name: &str, diagnostics: &mut Diagnostics) -> Option<&'n str> {
        let node = self.get(name)?;
        if node.as_str().is_none() {
            self.wrong(node, "a string", diagnostics);
        }
        node.as_str()
    }

    /// A trait whose value is a list of texts.
    pub(crate) fn texts(&self, name: &str, diagnostics: &mut Diagnostics) -> Vec<String> {
        let items = self.items(name, "an array of strings", diagnostics);
        for item in items.iter().filter(|item| item.as_str().is_none()) {
            self.wrong(item, "a string", diagnostics);
        }
        items.iter().filter_map(Node::as_str).map(str::to_owned).collect()
    }

    /// The items of a trait whose value is a list; `expected` says so in a fault.
    pub(crate) fn items(&self, name: &str, expected: &str, diagnostics: &mut Diagnostics) -> &'n [Node] {
        match self.get(name) {
            None => &[],
            Some(Node { value: Value::Array(items), .. }) => items.as_slice(),
            Some(other) => {
                self.wrong(other, expected, diagnostics);
                &[]
            }
        }
    }

    /// The documentation.
    pub(crate) fn documentation(&self, diagnostics: &mut Diagnostics) -> Option<String> {
        self.text("smithy.api#documentation", diagnostics).map(str::to_owned)
    }

    /// `deprecated`.
    pub(crate) fn deprecated(&self, diagnostics: &mut Diagnostics) -> Option<Deprecation> {
        let fields = self.fields("smithy.api#deprecated", diagnostics)?;
        let message = fields.string("message", diagnostics).map(str::to_owned);
        let since = fields.string("since", diagnostics).map(str::to_owned);
        fields.finish(diagnostics);
        Some(Deprecation { message, since })
    }

    /// `since`, `unstable` and `externalDocumentation`.
    pub(crate) fn notes(&self, diagnostics: &mut Diagnostics) -> Notes {
        let pages = self.fields("smithy.api#externalDocumentation", diagnostics);
        let pages = pages.iter().flat_map(|pages| pages.members());
        let mut pages: Vec<_> =
            pages.filter_map(|(title, url)| Some((title.text.clone(), url.as_str()?.to_owned()))).collect();
        pages.sort();
        Notes {
            since: self.text("smithy.api#since", diagnostics).map(str::to_owned),
            unstable: self.flag("smithy.api#unstable", diagnostics),
            external_documentation: pages,
        }
    }

    /// `timestampFormat`.
    pub(crate) fn timestamp_format(&self, diagnostics: &mut Diagnostics) -> Option<TimestampFormat> {
        let node = self.get("smithy.api#timestampFormat")?;
        match node.as_str() {
            Some("epoch-seconds") => Some(TimestampFormat::EpochSeconds),
            Some("date-time") => Some(TimestampFormat::DateTime),
            Some("http-date") => Some(TimestampFormat::HttpDate),
            None => {
                self.wrong(node, "a string", diagnostics);
                None
            }
            Some(other) => {
                let message = format!("`{other}` is not a timestamp format");
                let help = "the formats are `epoch-seconds`, `date-time` and `http-date`".to_owned();
                let help = suggest::did_you_mean(other, FORMATS).unwrap_or(help);
                diagnostics
                    .push(Diagnostic::error("bad-trait", message).at(node.span).shape(&self.id).help(help));
                None
            }
        }
    }

    /// `length`, `range`, `pattern` and `uniqueItems`.
    pub(crate) fn constraints(&self, diagnostics: &mut Diagnostics) -> Constraints {
        let mut constraints = Constraints::default();
        if let Some(fields) = self.fields("smithy.api#length", diagnostics) {
            constraints.min_length = fields.unsigned("min", diagnostics);
            constraints.max_length = fields.unsigned("max", diagnostics);
            self.finish_bounds(fields, diagnostics);
        }
        if let Some(fields) = self.fields("smithy.api#range", diagnostics) {
            constraints.min_value = self.number(fields.get("min"), diagnostics);
            constraints.max_value = self.number(fields.get("max"), diagnostics);
            self.finish_bounds(fields, diagnostics);
        }
        constraints.pattern = self.text("smithy.api#pattern", diagnostics).map(str::to_owned);
        constraints.unique_items = self.flag("smithy.api#uniqueItems", diagnostics);
        constraints
    }

    fn finish_bounds(&self, fields: Fields<'_>, diagnostics: &mut Diagnostics) {
        if fields.members().is_empty() {
            let fault = Diagnostic::error("bad-trait", "bounds need a `min`, a `max` or both");
            diagnostics
                .push(fault.at(fields.span.head()).shape(&self.id).help("add a bound, or remove the trait"));
        }
        fields.finish(diagnostics);
    }

    fn number(&self, node: Option<&Node>, diagnostics: &mut Diagnostics) -> Option<Number> {
        let node = node?;
        if let Value::Number(number) = &node.value {
            return Some(number.clone());
        }
        self.wrong(node, "a number", diagnostics);
        None
    }

    /// Reports a trait value of the wrong type.
    pub(crate) fn wrong(&self, node: &Node, expected: &str, diagnostics: &mut Diagnostics) {
        json::mismatch(node, expected, &self.id, diagnostics);
    }
}

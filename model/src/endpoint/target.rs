//! Endpoints as the result of a rule, and how a model writes them.

use crate::json::{Fields, Node, Value};
use crate::{Diagnostic, Diagnostics};

/// An endpoint. In a rule its texts are expressions; in a test or a result they are plain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint<T> {
    /// Scheme, authority and base path.
    pub url: T,
    /// Headers that requests to it have, with their values, in the order of the model.
    pub headers: Vec<(String, Vec<T>)>,
    /// How requests to it may be signed, best first; if empty, as the service says.
    pub auth_schemes: Vec<AuthScheme<T>>,
}

impl<T> Endpoint<T> {
    /// Iterates over all its texts: of the URL, the headers, and the authentication schemes.
    pub fn texts(&self) -> impl Iterator<Item = &T> {
        let headers = self.headers.iter().flat_map(|(_, values)| values);
        let schemes = self.auth_schemes.iter().flat_map(|scheme| {
            let single = scheme.signing_name.iter().chain(&scheme.signing_region);
            single.chain(&scheme.signing_region_set)
        });
        std::iter::once(&self.url).chain(headers).chain(schemes)
    }

    /// Iterates over the same, mutably.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut T> {
        let headers = self.headers.iter_mut().flat_map(|(_, values)| values);
        let schemes = self.auth_schemes.iter_mut().flat_map(|scheme| {
            let single = scheme.signing_name.iter_mut().chain(&mut scheme.signing_region);
            single.chain(&mut scheme.signing_region_set)
        });
        std::iter::once(&mut self.url).chain(headers).chain(schemes)
    }

    /// Returns the same endpoint with other texts.
    pub fn map<U>(&self, text: &mut dyn FnMut(&T) -> U) -> Endpoint<U> {
        let url = text(&self.url);
        let headers = self.headers.iter().map(|(name, values)| {
            let values = values.iter().map(&mut *text).collect();
            (name.clone(), values)
        });
        let headers = headers.collect();
        let auth_schemes = self.auth_schemes.iter().map(|scheme| scheme.map(text)).collect();
        Endpoint { url, headers, auth_schemes }
    }
}

/// A way of signing requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthScheme<T> {
    /// The scheme: `sigv4`, `sigv4a`.
    pub name: String,
    /// The service's name in the signature, where it differs from the service's own.
    pub signing_name: Option<T>,
    /// The region in the signature, where it differs from the client's.
    pub signing_region: Option<T>,
    /// The regions in a signature for several.
    pub signing_region_set: Vec<T>,
    /// The path is not percent-encoded a second time.
    pub disable_double_encoding: bool,
}

impl<T> AuthScheme<T> {
    fn map<U>(&self, text: &mut dyn FnMut(&T) -> U) -> AuthScheme<U> {
        AuthScheme {
            name: self.name.clone(),
            signing_name: self.signing_name.as_ref().map(&mut *text),
            signing_region: self.signing_region.as_ref().map(&mut *text),
            signing_region_set: self.signing_region_set.iter().map(&mut *text).collect(),
            disable_double_encoding: self.disable_double_encoding,
        }
    }
}

/// A property that official SDKs use for their statistics.
const METRICS: &str = "metricValues";

/// Reads one text of an endpoint: an expression in a rule, plain in a test.
pub(super) type ReadText<'r, T> = dyn FnMut(&Node, &mut Diagnostics) -> Option<T> + 'r;

/// Reads an endpoint.
pub(super) fn endpoint<T>(
    node: &Node,
    text: &mut ReadText<'_, T>,
    diagnostics: &mut Diagnostics,
) -> Option<Endpoint<T>> {
    let fields = Fields::open(node, "", diagnostics)?;
    let url = fields.required("url", diagnostics).and_then(|url| text(url, diagnostics));
    let mut headers = Vec::new();
    for (name, values) in fields.object("headers", diagnostics) {
        headers.push((name.text.clone(), texts(values, text, diagnostics)));
    }
    let mut auth_schemes = Vec::new();
    for (name, value) in fields.object("properties", diagnostics) {
        if name.text == "authSchemes" {
            auth_schemes = auth_scheme_list(value, text, diagnostics);
        } else if name.text != METRICS {
            let message = format!("the endpoint property `{}` is not known and changes nothing", name.text);
            diagnostics.push_once(
                Diagnostic::warning("unknown-endpoint-property", message)
                    .at(name.span)
                    .help("check that clients can do without it"),
            );
        }
    }
    fields.ignore(&["metadata"]);
    fields.finish(diagnostics);
    Some(Endpoint { url: url?, headers, auth_schemes })
}

fn auth_scheme_list<T>(
    node: &Node,
    text: &mut ReadText<'_, T>,
    diagnostics: &mut Diagnostics,
) -> Vec<AuthScheme<T>> {
    let mut schemes = Vec::new();
    for node in items(node, diagnostics) {
        schemes.extend(auth_scheme(node, text, diagnostics));
    }
    schemes
}

fn auth_scheme<T>(
    node: &Node,
    text: &mut ReadText<'_, T>,
    diagnostics: &mut Diagnostics,
) -> Option<AuthScheme<T>> {
    let fields = Fields::open(node, "", diagnostics)?;
    let name = fields.required_string("name", diagnostics);
    let signing_name = fields.get("signingName").and_then(|node| text(node, diagnostics));
    let signing_region = fields.get("signingRegion").and_then(|node| text(node, diagnostics));
    let signing_region_set =
        fields.get("signingRegionSet").map(|node| texts(node, text, diagnostics)).unwrap_or_default();
    let disable_double_encoding = fields.flag("disableDoubleEncoding", diagnostics);
    // Paths are never normalised before they are signed: the signed path is the one that is sent.
    fields.ignore(&["disableNormalizePath"]);
    fields.finish(diagnostics);
    let name = name?.to_owned();
    Some(AuthScheme { name, signing_name, signing_region, signing_region_set, disable_double_encoding })
}

fn texts<T>(node: &Node, text: &mut ReadText<'_, T>, diagnostics: &mut Diagnostics) -> Vec<T> {
    items(node, diagnostics).iter().filter_map(|node| text(node, diagnostics)).collect()
}

fn items<'n>(node: &'n Node, diagnostics: &mut Diagnostics) -> &'n [Node] {
    if let Value::Array(items) = &node.value {
        return items;
    }
    let message = format!("expected an array, found {}", node.kind());
    diagnostics.push(Diagnostic::error("wrong-type", message).at(node.span.head()).help("write an array"));
    &[]
}

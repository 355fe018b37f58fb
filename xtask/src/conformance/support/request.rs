//! A request that was made, and how it differs from the expected one.

use std::collections::BTreeMap;

use super::body;
use super::event::{self, Event};

/// A request. Each method checks an expectation, and adds the differences to `found`.
#[derive(Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query, without those of the endpoint.
    pub(crate) uri: String,
    /// The prefix of the endpoint's host.
    pub(crate) host_prefix: String,
    /// Values by names in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
    /// The endpoint that host and path are relative to.
    pub(crate) endpoint: String,
    /// The differences.
    pub(crate) found: Vec<String>,
}

impl Request {
    /// Sets the endpoint that the expected host and path are relative to.
    pub(crate) fn at(mut self, endpoint: &str) -> Self {
        endpoint.clone_into(&mut self.endpoint);
        self
    }

    /// Checks the method.
    pub(crate) fn method(mut self, expected: &str) -> Self {
        self.differ("method", expected, &self.method.clone(), str::ne);
        self
    }

    /// Checks the path and the query, whose order is ignored.
    pub(crate) fn uri(mut self, expected: &str) -> Self {
        self.differ("URI", expected, &self.whole_uri(), |left, right| sorted(left) != sorted(right));
        self
    }

    /// Checks the path.
    pub(crate) fn path(mut self, expected: &str) -> Self {
        self.differ("path", expected, split(&self.whole_uri()).0, str::ne);
        self
    }

    /// Checks the host, with the path of the endpoint if it has one.
    pub(crate) fn host(mut self, expected: &str) -> Self {
        let host = format!("{}{}", self.host_prefix, self.base());
        self.differ("host", expected, &host, str::ne);
        self
    }

    /// Checks that the query has these parameters as they are sent, each as often as listed. It may have more.
    pub(crate) fn query(mut self, expected: &[&str]) -> Self {
        let uri = self.whole_uri();
        let mut rest = split(&uri).1;
        let query = rest.join("&");
        for parameter in expected {
            match rest.iter().position(|sent| sent == parameter) {
                Some(place) => drop(rest.swap_remove(place)),
                None => self.found.push(format!("query: expected {parameter}, found {query}")),
            }
        }
        self
    }

    /// Checks that the query has a parameter of this name.
    pub(crate) fn has_query(mut self, name: &str) -> Self {
        let missing = (!self.sends_query(name)).then(|| format!("query: {name} is missing"));
        self.found.extend(missing);
        self
    }

    /// Checks that the query has no parameter of this name.
    pub(crate) fn lacks_query(mut self, name: &str) -> Self {
        let present = self.sends_query(name).then(|| format!("query: expected no {name}"));
        self.found.extend(present);
        self
    }

    /// Checks that it has a header with this value; several values are joined with commas.
    pub(crate) fn header(mut self, name: &str, expected: &str) -> Self {
        let actual = self.sent_header(name);
        if actual.as_deref() != Some(expected) {
            let found = actual.map_or_else(|| "none".to_owned(), |actual| format!("{actual:?}"));
            self.found.push(format!("header {name}: expected {expected:?}, found {found}"));
        }
        self
    }

    /// Checks that it has a header of this name.
    pub(crate) fn has_header(mut self, name: &str) -> Self {
        let missing = self.sent_header(name).is_none().then(|| format!("header {name}: missing"));
        self.found.extend(missing);
        self
    }

    /// Checks that it has no header of this name.
    pub(crate) fn lacks_header(mut self, name: &str) -> Self {
        let sent = self.sent_header(name);
        self.found.extend(sent.map(|value| format!("header {name}: expected none, found {value:?}")));
        self
    }

    /// Checks the body: JSON is compared as a value, anything else byte for byte.
    pub(crate) fn body(mut self, expected: impl AsRef<[u8]>) -> Self {
        let media_type = self.headers.get("content-type").map_or("", String::as_str);
        let difference = body::difference(expected.as_ref(), &self.body, body::of_type(media_type));
        self.found.extend(difference);
        self
    }

    /// Checks that the body is a stream of these events.
    pub(crate) fn events(mut self, expected: &[Event]) -> Self {
        self.found.extend(event::differences(expected, &self.body));
        self
    }

    fn differ(&mut self, what: &str, expected: &str, actual: &str, differs: fn(&str, &str) -> bool) {
        if differs(expected, actual) {
            self.found.push(format!("{what}: expected {expected}, found {actual}"));
        }
    }

    /// Returns host and path of the endpoint.
    fn base(&self) -> &str {
        self.endpoint.split_once("://").map_or(self.endpoint.as_str(), |(_, base)| base)
    }

    /// Returns the URI after the path of the endpoint.
    fn whole_uri(&self) -> String {
        let base = self.base();
        let path = base.find('/').and_then(|slash| base.get(slash..)).unwrap_or_default();
        format!("{path}{}", self.uri)
    }

    fn sends_query(&self, name: &str) -> bool {
        split(&self.uri).1.iter().any(|sent| sent.split('=').next() == Some(name))
    }

    fn sent_header(&self, name: &str) -> Option<String> {
        // The transport sends the length, if there is a body.
        if name.eq_ignore_ascii_case("content-length") {
            return (!self.body.is_empty()).then(|| self.body.len().to_string());
        }
        self.headers.get(&name.to_ascii_lowercase()).cloned()
    }
}

/// Splits path and query.
fn split(uri: &str) -> (&str, Vec<&str>) {
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    (path, query.split('&').filter(|parameter| !parameter.is_empty()).collect())
}

/// Sorts the query.
fn sorted(uri: &str) -> (&str, Vec<&str>) {
    let (path, mut query) = split(uri);
    query.sort_unstable();
    (path, query)
}

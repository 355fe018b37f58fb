//! Builds the HTTP request of an operation from its members.

mod own;

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::codec::encode_base64;
use crate::endpoint::is_valid_host_label;
use crate::error::RequestError;
use crate::text::ToText;

pub(crate) use own::is_own_header;

/// All characters except the unreserved ones of RFC 3986, which signing expects as well.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same for a greedy label, in which `/` separates segments.
const ENCODED_GREEDY: &AsciiSet = &ENCODED.remove(b'/');

/// The prefix that an operation puts before the endpoint's host, such as `data.`; an extension of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPrefix(pub String);

/// A request under construction; path and query grow in the order of the calls.
///
/// The URI has neither scheme nor host: the client adds those of the endpoint. Names of headers and query parameters,
/// literals of the path and media types come from the model, values from the caller.
#[derive(Debug)]
pub struct RequestBuilder {
    method: Method,
    host_prefix: String,
    path: String,
    query: String,
    query_names: Vec<&'static str>,
    headers: HeaderMap,
    content_type: Option<HeaderValue>,
    body: Bytes,
    #[cfg(feature = "stream")]
    stream: Option<crate::ByteStream>,
    #[cfg(feature = "events")]
    slot: Option<crate::events::Slot>,
}

impl RequestBuilder {
    /// Creates a request without a path, headers or a body.
    pub fn new(method: Method) -> Self {
        Self {
            method,
            host_prefix: String::new(),
            // Room for the path and query of most requests.
            path: String::with_capacity(128),
            query: String::new(),
            query_names: Vec::new(),
            headers: HeaderMap::new(),
            content_type: None,
            body: Bytes::new(),
            #[cfg(feature = "stream")]
            stream: None,
            #[cfg(feature = "events")]
            slot: None,
        }
    }

    /// Adds a literal part of the path, unchanged.
    pub fn path(&mut self, literal: &'static str) {
        self.path.push_str(literal);
    }

    /// Adds a label of the path, percent-encoded including any `/`. It is an error if it is empty, `.` or `..`: these
    /// lead to another path, however they are encoded.
    pub fn label(&mut self, member: &'static str, value: &dyn ToText) -> Result<(), RequestError> {
        if matches!(value.to_text().as_ref(), "." | "..") {
            return Err(RequestError::DotLabel { member });
        }
        self.encode_label(member, value, ENCODED)
    }

    /// Adds a label that may span segments of the path, percent-encoded except for `/`. It is an error if it is empty,
    /// or if it contains a segment `.` or `..`.
    pub fn greedy_label(&mut self, member: &'static str, value: &dyn ToText) -> Result<(), RequestError> {
        if value.to_text().split('/').any(|segment| matches!(segment, "." | "..")) {
            return Err(RequestError::DotLabel { member });
        }
        self.encode_label(member, value, ENCODED_GREEDY)
    }

    fn encode_label(
        &mut self,
        member: &'static str,
        value: &dyn ToText,
        set: &'static AsciiSet,
    ) -> Result<(), RequestError> {
        let text = value.to_text();
        if text.is_empty() {
            return Err(RequestError::EmptyLabel { member });
        }
        self.path.extend(utf8_percent_encode(&text, set));
        Ok(())
    }

    /// Adds a literal part of the host prefix, such as `data.`.
    pub fn host(&mut self, literal: &'static str) {
        self.host_prefix.push_str(literal);
    }

    /// Adds a label of the host prefix.
    ///
    /// It has to be 1 to 63 letters, digits and hyphens without a hyphen at either end, because anything else could
    /// send the request to another host.
    pub fn host_label(&mut self, member: &'static str, value: &dyn ToText) -> Result<(), RequestError> {
        let text = value.to_text();
        if !is_valid_host_label(&text, false) {
            return Err(RequestError::HostLabel { member });
        }
        self.host_prefix.push_str(&text);
        Ok(())
    }

    /// Adds a query parameter of the model's URI, `name` or `name=value`, unchanged.
    pub fn query_literal(&mut self, literal: &'static str) {
        let name = literal.split_once('=').map_or(literal, |(name, _)| name);
        self.query_names.push(name);
        self.separate_query();
        self.query.push_str(literal);
    }

    /// Adds a query parameter.
    pub fn query(&mut self, name: &'static str, value: &dyn ToText) {
        self.query_names.push(name);
        self.push_query(name, &value.to_text());
    }

    /// Adds a query parameter if it is set.
    pub fn query_some<T: ToText>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.query(name, value);
        }
    }

    /// Adds a query parameter once for each value.
    pub fn query_each<T: ToText>(&mut self, name: &'static str, values: impl IntoIterator<Item = T>) {
        for value in values {
            self.query(name, &value);
        }
    }

    /// Adds a query parameter for each entry, in the order of the keys, except for names present already.
    pub fn query_map<H: BuildHasher>(&mut self, map: &HashMap<String, String, H>) {
        for (name, value) in sorted(map) {
            self.query_entry(name, std::slice::from_ref(value));
        }
    }

    /// Adds a query parameter for each value of each entry, in the order of the keys, except for names that
    /// are present already.
    pub fn query_list_map<H: BuildHasher>(&mut self, map: &HashMap<String, Vec<String>, H>) {
        for (name, values) in sorted(map) {
            self.query_entry(name, values);
        }
    }

    fn query_entry(&mut self, name: &str, values: &[String]) {
        if !self.query_names.contains(&name) {
            for value in values {
                self.push_query(name, value);
            }
        }
    }

    fn push_query(&mut self, name: &str, value: &str) {
        self.query.reserve(name.len() + value.len() + 2);
        self.separate_query();
        self.query.extend(utf8_percent_encode(name, ENCODED));
        self.query.push('=');
        self.query.extend(utf8_percent_encode(value, ENCODED));
    }

    fn separate_query(&mut self) {
        self.query.push(if self.query.is_empty() { '?' } else { '&' });
    }

    /// Sets a header of the protocol to a text from the model.
    pub fn header_literal(&mut self, name: &'static str, value: &'static str) {
        self.headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }

    /// Sets a header; an empty value is sent too. A value with control characters is an error.
    pub fn header(&mut self, name: &'static str, value: &dyn ToText) -> Result<(), RequestError> {
        self.insert_header(name, &value.to_text())
    }

    /// Sets a header if the value is set.
    pub fn header_some<T: ToText>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), RequestError> {
        match value {
            Some(value) => self.header(name, value),
            None => Ok(()),
        }
    }

    /// Sets a header to the values with commas between them; no values give an empty header.
    ///
    /// A value that contains a comma or a quote, or has white space around it, is quoted.
    pub fn header_list<T: ToText>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Result<(), RequestError> {
        let values: Vec<_> = values.into_iter().map(|value| quoted(&value.to_text())).collect();
        self.insert_header(name, &values.join(", "))
    }

    /// Sets a header to the timestamps with commas between them; none is quoted.
    #[cfg(feature = "timestamp")]
    pub fn header_timestamps<'a, F: crate::codec::TimestampFormat>(
        &mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a time::OffsetDateTime>,
    ) -> Result<(), RequestError> {
        let values: Vec<_> = values.into_iter().map(F::format).collect();
        self.insert_header(name, &values.join(", "))
    }

    /// Sets a header to the base64 form of a text, as required for a text with a media type.
    pub fn header_base64(&mut self, name: &'static str, value: &dyn ToText) -> Result<(), RequestError> {
        self.insert_header(name, &encode_base64(value.to_text().as_bytes()))
    }

    /// Sets a header for each entry, in the order of the keys, except for headers that are present already. The name of
    /// a header that the client sets itself is an error.
    pub fn prefix_headers<H: BuildHasher>(
        &mut self,
        prefix: &'static str,
        map: &HashMap<String, String, H>,
    ) -> Result<(), RequestError> {
        for (key, value) in sorted(map) {
            let name = format!("{prefix}{key}");
            if HeaderName::from_bytes(name.as_bytes()).is_ok_and(|name| is_own_header(&name)) {
                return Err(RequestError::OwnHeader { name });
            }
            self.insert_header(&name, value)?;
        }
        Ok(())
    }

    fn insert_header(&mut self, name: &str, value: &str) -> Result<(), RequestError> {
        let invalid = || RequestError::Header { name: name.to_owned() };
        let value = HeaderValue::from_str(value).map_err(|_| invalid())?;
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid())?;
        self.insert(name, value)
    }

    /// Adds a header unless it is present already.
    fn insert(&mut self, name: HeaderName, value: HeaderValue) -> Result<(), RequestError> {
        if self.headers.contains_key(&name) {
            return Ok(());
        }
        // The map holds a limited number of headers, and a map member may have more entries.
        let full = RequestError::Header { name: name.to_string() };
        self.headers.try_insert(name, value).map(drop).map_err(|_| full)
    }

    /// Sets the body to JSON, of type `application/json` unless a header says otherwise.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), RequestError> {
        self.json_of("application/json", value)
    }

    /// Sets the body to JSON of this type.
    pub fn json_of(
        &mut self,
        content_type: &'static str,
        value: &impl Serialize,
    ) -> Result<(), RequestError> {
        let json = serde_json::to_vec(value).map_err(|error| RequestError::Body(error.to_string()))?;
        self.payload(content_type, json);
        Ok(())
    }

    /// Sets the body to CBOR, of type `application/cbor`.
    #[cfg(feature = "cbor")]
    pub fn cbor(&mut self, value: &impl Serialize) -> Result<(), RequestError> {
        let cbor = crate::cbor::write(value).map_err(|error| RequestError::Body(error.to_string()))?;
        self.payload("application/cbor", cbor);
        Ok(())
    }

    /// Sets the body to bytes, with the media type from the model unless a header says otherwise.
    pub fn payload(&mut self, content_type: &'static str, body: impl Into<Bytes>) {
        self.content_type = HeaderValue::from_str(content_type).ok();
        self.body = body.into();
    }

    /// Sets the body to a stream, with the media type from the model unless a header says otherwise.
    #[cfg(feature = "stream")]
    pub fn stream(&mut self, content_type: &'static str, body: &crate::ByteStream) {
        self.payload(content_type, body.bytes().cloned().unwrap_or_default());
        self.stream = Some(body.clone()).filter(|body| body.bytes().is_none());
    }

    /// Does the same for a service that requires the length in advance.
    #[cfg(feature = "stream")]
    pub fn sized_stream(
        &mut self,
        content_type: &'static str,
        body: &crate::ByteStream,
    ) -> Result<(), RequestError> {
        if body.length().is_none() {
            let reason = "its length has to be known before it is sent; set it by `ByteStream::with_length`";
            return Err(RequestError::Body(reason.to_owned()));
        }
        self.stream(content_type, body);
        Ok(())
    }

    /// Sets the body to events. The existing body becomes the payload of a first event, which has the other members.
    #[cfg(feature = "events")]
    pub fn events<T: crate::events::WriteEvent + Send + 'static>(&mut self, events: &crate::EventSource<T>) {
        let content_type = self.content_type.take();
        let first = content_type.map(|content_type| {
            // In an event, JSON has its normal media type, whatever the protocol uses in a request.
            let is_cbor = content_type == "application/cbor";
            let content_type = if is_cbor { "application/cbor" } else { "application/json" };
            let payload = std::mem::take(&mut self.body);
            crate::events::Event::new("initial-request").with_payload(content_type, payload)
        });
        let slot = crate::events::Slot::default();
        self.content_type = Some(HeaderValue::from_static(crate::events::MEDIA_TYPE));
        self.stream = Some(events.body(first, &slot));
        self.slot = Some(slot);
    }

    /// Returns the finished request.
    pub fn build(mut self) -> Result<http::Request<Bytes>, RequestError> {
        if let Some(content_type) = self.content_type.take() {
            self.insert(CONTENT_TYPE, content_type)?;
        }
        if self.path.is_empty() {
            self.path.push('/');
        }
        self.path.push_str(&self.query);
        let target = PathAndQuery::from_maybe_shared(Bytes::from(self.path))
            .map_err(|error| RequestError::Uri(error.to_string()))?;
        let mut request = http::Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = Uri::from(target);
        *request.headers_mut() = self.headers;
        #[cfg(feature = "stream")]
        if let Some(stream) = self.stream {
            request.extensions_mut().insert(stream);
        }
        #[cfg(feature = "events")]
        if let Some(slot) = self.slot {
            request.extensions_mut().insert(slot);
        }
        if !self.host_prefix.is_empty() {
            request.extensions_mut().insert(HostPrefix(self.host_prefix));
        }
        Ok(request)
    }
}

/// Sorts the entries by key, so that the same input gives the same bytes.
fn sorted<V, H: BuildHasher>(map: &HashMap<String, V, H>) -> BTreeMap<&str, &V> {
    map.iter().map(|(key, value)| (key.as_str(), value)).collect()
}

/// Quotes an item of a list in a header if it could be taken for several items or for a quoted one, or would lose its
/// white space.
fn quoted(item: &str) -> String {
    if item.contains(['"', ',']) || item.trim().len() != item.len() {
        format!("\"{}\"", item.replace('\\', r"\\").replace('"', "\\\""))
    } else {
        item.to_owned()
    }
}

#[cfg(test)]
mod tests;

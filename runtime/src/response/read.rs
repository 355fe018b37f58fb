//! Reads the parts of an HTTP response, for generated code.

mod mend;

use std::collections::HashMap;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

use crate::codec::{Read, Source, Stop, Trail, decode_base64, read_json};
use crate::error::ReadError;
use crate::text::FromText;

pub(crate) use mend::mended;

/// Reads the body as JSON; an empty one reads as `{}`. Text that is not Unicode becomes U+FFFD.
pub fn json<T: Read>(response: &http::Response<Bytes>) -> Result<T, ReadError> {
    let mut value = None;
    let body: &[u8] = if response.body().is_empty() { b"{}" } else { response.body() };
    parse(response, body, &mut |source| T::read(source).map(|read| value = read))?;
    value.ok_or_else(null)
}

/// Reads the body as CBOR; an empty one reads as an empty map.
#[cfg(feature = "cbor")]
pub fn cbor<T: Read>(response: &http::Response<Bytes>) -> Result<T, ReadError> {
    let mut value = None;
    let body: &[u8] = if response.body().is_empty() { b"\xa0" } else { response.body() };
    let read = crate::cbor::read(body, &mut |source| T::read(source).map(|read| value = read));
    read.map_err(|(reason, trail)| {
        encoded(response).unwrap_or_else(|| ReadError::new(reason).in_member(trail.to_string()))
    })?;
    value.ok_or_else(null)
}

#[cold]
fn null() -> ReadError {
    ReadError::new("it is null")
}

/// Reads the body as the JSON of one member; the member is unset if the body is empty or null.
pub fn json_payload<T: Read>(response: &http::Response<Bytes>) -> Result<Option<T>, ReadError> {
    let mut value = None;
    if !response.body().is_empty() {
        parse(response, response.body(), &mut |source| T::read(source).map(|read| value = read))?;
    }
    Ok(value)
}

/// If the whole text is known to be UTF-8, its strings are not checked again.
fn parse(
    response: &http::Response<Bytes>,
    json: &[u8],
    read: &mut dyn FnMut(&mut dyn Source<'_>) -> Result<(), Stop>,
) -> Result<(), ReadError> {
    let error = match std::str::from_utf8(json).map(|text| read_json(text, read)) {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => Some(error),
        Err(_) => None,
    };
    let error = match (mended(json), error) {
        (Some(text), _) => read_json(&text, read).err(),
        (None, error) => error,
    };
    error.map_or(Ok(()), |(error, trail)| Err(unreadable(response, &error, &trail)))
}

/// Returns why a body cannot be read, and which member of it.
#[cold]
fn unreadable(response: &http::Response<Bytes>, error: &serde_json::Error, trail: &Trail) -> ReadError {
    if let Some(error) = encoded(response) {
        return error;
    }
    let reason = error.to_string();
    // If it is not JSON, it has no members.
    let is_value = error.is_data() || reason.starts_with("number out of range");
    let path = if is_value { trail.to_string() } else { String::new() };
    // The member is precise, whereas serde_json knows only its position when it received the error.
    let end = if path.is_empty() { None } else { reason.rfind(" at line ") };
    ReadError::new(reason.get(..end.unwrap_or(reason.len())).unwrap_or(&reason)).in_member(path)
}

/// Returns an error if a body is still encoded.
fn encoded(response: &http::Response<Bytes>) -> Option<ReadError> {
    let encoding = encoding(response.headers())?;
    let reason = "and the client reads none: nothing may ask for it";
    Some(ReadError::new(format!("it has the content encoding {encoding}, {reason}")))
}

/// Returns the encoding that a body still has.
pub(crate) fn encoding(headers: &HeaderMap) -> Option<&str> {
    let encoding = headers.get(CONTENT_ENCODING)?.to_str().ok()?.trim();
    Some(encoding).filter(|encoding| !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity"))
}

/// Reads the body as the text of one member; the member is unset if the body is empty.
pub fn text_payload<T: FromText>(response: &http::Response<Bytes>) -> Result<Option<T>, ReadError> {
    if response.body().is_empty() {
        return Ok(None);
    }
    let text = std::str::from_utf8(response.body())
        .map_err(|_| encoded(response).unwrap_or_else(|| ReadError::new("the body is not UTF-8 text")))?;
    T::from_text(text).map(Some)
}

/// Returns the body as a blob; the member is unset if the body is empty.
pub fn bytes_payload(response: &http::Response<Bytes>) -> Option<Bytes> {
    Some(response.body().clone()).filter(|body| !body.is_empty())
}

/// Returns the body as a stream: the one in the extensions of the response, or the body in memory.
#[cfg(feature = "stream")]
pub fn stream_payload(response: &http::Response<Bytes>) -> crate::ByteStream {
    let stream = response.extensions().get::<crate::ByteStream>();
    stream.cloned().unwrap_or_else(|| response.body().clone().into())
}

/// Returns the body as the events of an operation.
#[cfg(feature = "events")]
pub fn events<O: crate::Operation, T>(response: &http::Response<Bytes>) -> crate::EventStream<T, O::Error> {
    crate::EventStream::new(response, O::NAME, O::PROTOCOL)
}

/// Returns the response with the output members of its first event as its body, and the other events as its stream.
#[cfg(feature = "events")]
pub fn first_event(response: &http::Response<Bytes>) -> Result<http::Response<Bytes>, ReadError> {
    crate::events::first(response)
}

/// Returns the status, for a member that is bound to it.
pub fn status(response: &http::Response<Bytes>) -> i32 {
    response.status().as_u16().into()
}

/// Reads a header; without it the member is unset.
pub fn header<T: FromText>(response: &http::Response<Bytes>, name: &str) -> Result<Option<T>, ReadError> {
    read_header(response.headers(), name, T::from_text)
}

/// Reads a header as a timestamp; without it the member is unset.
#[cfg(feature = "timestamp")]
pub fn header_timestamp<F: crate::codec::TimestampFormat>(
    response: &http::Response<Bytes>,
    name: &str,
) -> Result<Option<time::OffsetDateTime>, ReadError> {
    read_header(response.headers(), name, F::parse)
}

/// Reads a header as the base64 form of a text; without it the member is unset.
pub fn header_base64(response: &http::Response<Bytes>, name: &str) -> Result<Option<String>, ReadError> {
    read_header(response.headers(), name, |text| {
        let bytes = decode_base64(text).map_err(ReadError::new)?;
        String::from_utf8(bytes).map_err(|_| ReadError::new("expected base64 of UTF-8 text"))
    })
}

fn read_header<T>(
    headers: &HeaderMap,
    name: &str,
    read: impl FnOnce(&str) -> Result<T, ReadError>,
) -> Result<Option<T>, ReadError> {
    let Some(value) = headers.get(name) else {
        return Ok(None);
    };
    text(value).and_then(read).map(Some).map_err(|error| error.in_header(name))
}

/// Reads a header as a list: items between commas, quoted or not, in one line or several.
///
/// Without the header the member is unset; empty items that are not quoted don't count.
pub fn header_list<T: FromText>(
    response: &http::Response<Bytes>,
    name: &str,
) -> Result<Option<Vec<T>>, ReadError> {
    read_list(response.headers(), name, |line, items| {
        let mut rest = line.trim();
        while !rest.is_empty() {
            let (item, after) = next_item(rest)?;
            if let Some(item) = item {
                items.push(T::from_text(&item)?);
            }
            rest = after;
        }
        Ok(())
    })
}

/// Reads a header as a list of timestamps; without it the member is unset.
#[cfg(feature = "timestamp")]
pub fn header_timestamps<F: crate::codec::TimestampFormat>(
    response: &http::Response<Bytes>,
    name: &str,
) -> Result<Option<Vec<time::OffsetDateTime>>, ReadError> {
    read_list(response.headers(), name, |line, items| {
        let parts: Vec<&str> = line.split(',').filter(|part| !part.trim().is_empty()).collect();
        for timestamp in parts.chunks(F::COMMAS + 1) {
            items.push(F::parse(timestamp.join(",").trim())?);
        }
        Ok(())
    })
}

fn read_list<T>(
    headers: &HeaderMap,
    name: &str,
    read: impl Fn(&str, &mut Vec<T>) -> Result<(), ReadError>,
) -> Result<Option<Vec<T>>, ReadError> {
    if !headers.contains_key(name) {
        return Ok(None);
    }
    let mut items = Vec::new();
    for line in headers.get_all(name) {
        text(line).and_then(|line| read(line, &mut items)).map_err(|error| error.in_header(name))?;
    }
    Ok(Some(items))
}

/// Takes the first item off a list, and returns it with the rest after the comma.
fn next_item(list: &str) -> Result<(Option<String>, &str), ReadError> {
    let Some(quoted) = list.strip_prefix('"') else {
        let (item, rest) = list.split_once(',').unwrap_or((list, ""));
        let item = item.trim();
        return Ok(((!item.is_empty()).then(|| item.to_owned()), rest.trim_start()));
    };
    let mut item = String::new();
    let mut chars = quoted.chars();
    loop {
        match chars.next() {
            Some('"') => break,
            Some('\\') => item.extend(chars.next()),
            Some(char) => item.push(char),
            None => return Err(ReadError::new("a quoted item does not end")),
        }
    }
    match chars.as_str().trim_start() {
        "" => Ok((Some(item), "")),
        rest => match rest.strip_prefix(',') {
            Some(rest) => Ok((Some(item), rest.trim_start())),
            None => Err(ReadError::new("expected a comma after a quoted item")),
        },
    }
}

/// Returns the headers whose names begin with the prefix, by the rest of the name; the names are lower case.
///
/// Values of the same name are joined by commas. Bytes of a value that are not UTF-8 become U+FFFD.
pub fn prefix_headers(response: &http::Response<Bytes>, prefix: &str) -> HashMap<String, String> {
    let prefix = prefix.to_ascii_lowercase();
    let mut found = HashMap::new();
    for (name, value) in response.headers() {
        let Some(key) = name.as_str().strip_prefix(&prefix) else { continue };
        let value = String::from_utf8_lossy(value.as_bytes());
        found
            .entry(key.to_owned())
            .and_modify(|values: &mut String| {
                values.push_str(", ");
                values.push_str(&value);
            })
            .or_insert_with(|| value.into_owned());
    }
    found
}

fn text(value: &http::HeaderValue) -> Result<&str, ReadError> {
    std::str::from_utf8(value.as_bytes()).map(str::trim).map_err(|_| ReadError::new("expected UTF-8 text"))
}

#[cfg(test)]
mod tests;

//! The canonical form of a request, which is what a signature covers.

use sha2::{Digest as _, Sha256};

use super::hex;
use crate::server::Recorded;

/// The canonical request with these headers.
pub(super) fn request(request: &Recorded, signed_headers: &[String]) -> Result<String, String> {
    let (path, query) = request.target().split_once('?').unwrap_or((request.target(), ""));
    let mut headers = Vec::new();
    for name in signed_headers {
        let values: Vec<String> = request
            .headers()
            .filter(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        if values.is_empty() {
            return Err(format!("`{name}` is signed and was not sent"));
        }
        headers.push(format!("{name}:{}\n", values.join(",")));
    }
    Ok(format!(
        "{}\n{}\n{}\n{}\n{}\n{}",
        request.method(),
        canonical_path(path),
        canonical_query(query)?,
        headers.concat(),
        signed_headers.join(";"),
        payload(request)?,
    ))
}

/// Returns the hash of the body. If the client states a hash, this is signed instead of the body, so it has to be
/// right.
fn payload(request: &Recorded) -> Result<String, String> {
    let hash = hex(&Sha256::digest(&request.body));
    match request.header("x-amz-content-sha256") {
        Some(stated) if stated != hash => Err(format!("the body's hash is {hash}, stated is {stated}")),
        _ => Ok(hash),
    }
}

/// Returns the path as it was sent, without dot segments and empty segments, and encoded once more.
///
/// Only the path of S3 is not encoded again; for all other services `%3A` on the wire is signed as `%253A`.
fn canonical_path(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    let encoded: Vec<String> = segments.iter().map(|segment| encode(segment.as_bytes())).collect();
    let slash = if path.ends_with('/') && !encoded.is_empty() { "/" } else { "" };
    format!("/{}{slash}", encoded.join("/"))
}

/// Returns the parameters sorted by their encoded names, then values. A name without a value has an empty one.
fn canonical_query(query: &str) -> Result<String, String> {
    let mut pairs = Vec::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((encode(&decode(name)?), encode(&decode(value)?)));
    }
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Ok(pairs.join("&"))
}

/// Percent-encodes all characters except the unreserved ones.
fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(byte) {
            text.push(char::from(*byte));
        } else {
            text.push('%');
            text.push_str(&hex(&[*byte]).to_ascii_uppercase());
        }
    }
    text
}

fn decode(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        let digits = after.get(..2).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.extend_from_slice(before.as_bytes());
        bytes.push(byte.ok_or_else(|| format!("`{text}` is not percent-encoded"))?);
        rest = after.get(2..).unwrap_or_default();
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}

//! Which headers are signed, and how their values are written.

use std::ops::Range;

use bytes::Bytes;
use http::header::{CONNECTION, EXPECT, HOST, HeaderMap, HeaderName, TRANSFER_ENCODING, USER_AGENT};
use http::uri::Authority;
use http::{HeaderValue, Uri};

use super::SignError;
use super::text::{Buffered, Sink};

/// Headers that proxies or the HTTP stack change.
static UNSIGNED: [HeaderName; 5] =
    [USER_AGENT, TRANSFER_ENCODING, CONNECTION, EXPECT, HeaderName::from_static("x-amzn-trace-id")];

/// More headers than any server accepts, and few enough that a header map also has room for those of the signature.
pub(super) const MAX_HEADERS: usize = 8192;

pub(super) fn check_count(headers: &HeaderMap) -> Result<(), SignError> {
    if headers.len() > MAX_HEADERS { Err(SignError::ManyHeaders(headers.len())) } else { Ok(()) }
}

/// Whether a header is signed, so that it has to arrive unchanged.
pub(super) fn is_signed(name: &HeaderName) -> bool {
    !UNSIGNED.contains(name)
}

/// The signed headers, sorted by name. Values of one name are in the order in which they are sent.
pub(super) struct SignedHeaders<'r>(Vec<(&'r str, &'r [u8])>);

impl<'r> SignedHeaders<'r> {
    pub(super) fn of(request: &'r http::Request<Bytes>) -> Result<Self, SignError> {
        let host = host(request.uri())?;
        let all = request.headers();
        let mut headers = Vec::with_capacity(all.len() + 1);
        let mut has_host = false;
        for (name, value) in all.iter().filter(|(name, _)| is_signed(name)) {
            has_host |= name == HOST;
            headers.push((name.as_str(), text(name, value)?));
        }
        if !has_host {
            headers.push((HOST.as_str(), host.as_bytes()));
        }
        // The sort is stable, so values of one name stay in order.
        headers.sort_by_key(|(name, _)| *name);
        Ok(Self(headers))
    }

    /// Passes on the names with `;` between them, piece by piece.
    #[inline]
    pub(super) fn write_names(&self, mut put: impl FnMut(&[u8])) {
        for (index, group) in self.groups().enumerate() {
            if index > 0 {
                put(b";");
            }
            put(group[0].0.as_bytes());
        }
    }

    /// Returns the names with `;` between them.
    pub(super) fn names(&self) -> Vec<u8> {
        let mut names = Vec::new();
        self.write_names(|part| names.extend_from_slice(part));
        names
    }

    /// Writes a line for each name, and then the names.
    pub(super) fn write(&self, text: &mut Buffered<'_, impl Sink>) {
        for group in self.groups() {
            text.put(group[0].0.as_bytes());
            let mut separator = b':';
            for (_, value) in group {
                text.put_byte(separator);
                write_value(value, text);
                separator = b',';
            }
            text.put_byte(b'\n');
        }
        text.put_byte(b'\n');
        self.write_names(|part| text.put(part));
    }

    /// Groups the values by name.
    fn groups(&self) -> impl Iterator<Item = &[(&'r str, &'r [u8])]> {
        self.0.chunk_by(|(one, _), (other, _)| one == other)
    }
}

/// Writes a value; several spaces in a row count as one.
fn write_value(value: &[u8], text: &mut Buffered<'_, impl Sink>) {
    let mut rest = value;
    while let Some(Range { start, end }) = spaces(rest) {
        text.put(&rest[..start]);
        text.put_byte(b' ');
        rest = &rest[end..];
    }
    text.put(rest);
}

/// Finds the first place with more than one space.
fn spaces(text: &[u8]) -> Option<Range<usize>> {
    let start = text.windows(2).position(|pair| pair == b"  ")?;
    let count = text[start..].iter().take_while(|byte| **byte == b' ').count();
    Some(start..start + count)
}

/// Returns the value without white space, including tabs, at its ends: servers ignore it.
fn text<'r>(name: &HeaderName, value: &'r HeaderValue) -> Result<&'r [u8], SignError> {
    let value = value.as_bytes().trim_ascii();
    if value.iter().all(|byte| matches!(byte, b' '..=b'~')) {
        return Ok(value);
    }
    if std::str::from_utf8(value).is_err() {
        return Err(SignError::Header(name.to_string()));
    }
    // Some implementations sign an inner tab as it is, others as a space.
    if value.contains(&b'\t') {
        return Err(SignError::Tab(name.to_string()));
    }
    Ok(value)
}

/// Returns the URI's authority without the user.
fn host(uri: &Uri) -> Result<&str, SignError> {
    let authority = uri.authority().map(Authority::as_str).ok_or(SignError::NoHost)?;
    let user = authority.bytes().rposition(|byte| byte == b'@');
    Ok(user.map_or(authority, |at| &authority[at + 1..]))
}

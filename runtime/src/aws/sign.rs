//! Signature Version 4 over `ring`: in the headers of a request, or in its URL.
//!
//! The algorithm is the one that AWS describes in "Signature Version 4 for API requests" of the IAM user guide.

mod canonical;
mod error;
#[cfg(feature = "events")]
mod events;
mod headers;
mod key;
mod presign;
mod scope;
#[cfg(test)]
mod tests;
mod text;

use std::time::SystemTime;

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName};
use http::{HeaderValue, Uri};

pub(crate) use error::SignError;
#[cfg(feature = "events")]
pub(crate) use events::EventSigner;
pub(crate) use key::Keys;
pub(crate) use presign::presign;

use crate::aws::headers::{CONTENT_SHA256, DATE, SECURITY_TOKEN};
use crate::credentials::Credentials;
use canonical::{CanonicalRequest, Payload, Query};
use headers::SignedHeaders;
use scope::{ALGORITHM, Scope, Stamp};
use text::hex;

/// The headers that a signature adds. Those of an earlier attempt are removed first.
static ADDED: [HeaderName; 4] = [AUTHORIZATION, DATE, SECURITY_TOKEN, CONTENT_SHA256];

/// The greatest length of a path and query that a [`Uri`] holds.
const MAX_URI: usize = u16::MAX as usize - 1;

/// What goes into a signature besides the request, the credentials and the time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signing<'a> {
    /// The service's name.
    pub(crate) name: &'a str,
    pub(crate) region: &'a str,
    /// Whether the path is percent-encoded a second time, as all services except Amazon S3 require.
    pub(crate) double_encode: bool,
    /// How the body is signed.
    pub(crate) payload: SignedBody,
}

/// What is signed of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignedBody {
    /// The body of the request, which is in memory.
    Whole,
    /// Nothing.
    Nothing,
    /// A body of this SHA-256, which is sent as a stream.
    #[cfg(feature = "stream")]
    Hashed([u8; 32]),
    /// Events, each of which has a signature of its own.
    #[cfg(feature = "events")]
    Events,
}

/// Computes the SHA-256 of a body that comes in pieces.
#[cfg(feature = "stream")]
#[cfg_attr(
    not(any(feature = "client", feature = "blocking")),
    allow(dead_code, reason = "whoever has no client of this crate has a hasher of their own")
)]
pub(crate) struct Hasher(ring::digest::Context);

#[cfg(feature = "stream")]
#[cfg_attr(
    not(any(feature = "client", feature = "blocking")),
    allow(dead_code, reason = "whoever has no client of this crate has a hasher of their own")
)]
impl Hasher {
    pub(crate) fn new() -> Self {
        Self(ring::digest::Context::new(&ring::digest::SHA256))
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn finish(self) -> [u8; 32] {
        let mut hash = [0; 32];
        // A SHA-256 has 32 bytes.
        hash.copy_from_slice(self.0.finish().as_ref());
        hash
    }
}

#[cfg(feature = "stream")]
impl std::io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Adds the headers of the signature to a request with an absolute URI. Replaces those of an earlier signature.
///
/// The signed `host` is the URI's authority as it is written, including a default port, unless the request has a `host`
/// header.
pub(crate) fn sign(
    request: &mut http::Request<Bytes>,
    how: &Signing<'_>,
    credentials: &Credentials,
    time: SystemTime,
) -> Result<(), SignError> {
    let stamp = Stamp::new(time)?;
    headers::check_count(request.headers())?;
    check_length(request.uri())?;
    add_headers(request.headers_mut(), how, credentials, &stamp)?;
    let scope = Scope::new(&stamp, how);
    let headers = SignedHeaders::of(request)?;
    let canonical = CanonicalRequest {
        method: request.method(),
        path: request.uri().path(),
        double_encode: how.double_encode,
        query: Query::of(request.uri()),
        headers: &headers,
        payload: Payload::of(request, how.payload),
    };
    let signature = scope.sign(credentials, &canonical.digest());
    let value = authorization(credentials, &scope, &headers, &hex(signature.as_ref()))?;
    insert(request.headers_mut(), AUTHORIZATION, value)
}

/// Adds the headers that are signed themselves.
fn add_headers(
    headers: &mut HeaderMap,
    how: &Signing<'_>,
    credentials: &Credentials,
    stamp: &Stamp,
) -> Result<(), SignError> {
    remove_earlier(headers);
    insert(headers, DATE, HeaderValue::from_bytes(stamp.bytes()).map_err(|_| SignError::Time)?)?;
    if let Some(token) = token(credentials)? {
        insert(headers, SECURITY_TOKEN, token)?;
    }
    // Without this header, a service assumes the hash of the body.
    match how.payload {
        SignedBody::Nothing => {
            insert(headers, CONTENT_SHA256, HeaderValue::from_static(canonical::UNSIGNED_PAYLOAD))?;
        }
        #[cfg(feature = "events")]
        SignedBody::Events => insert(headers, CONTENT_SHA256, HeaderValue::from_static(canonical::EVENTS))?,
        _ => {}
    }
    Ok(())
}

fn remove_earlier(headers: &mut HeaderMap) {
    // Usually there are none, and the check costs less than removing them.
    if headers.keys().any(|name| ADDED.contains(name)) {
        for name in &ADDED {
            headers.remove(name);
        }
    }
}

fn token(credentials: &Credentials) -> Result<Option<HeaderValue>, SignError> {
    let Some(token) = credentials.session_token() else { return Ok(None) };
    let mut value = HeaderValue::from_str(token).map_err(|_| SignError::Credentials("session token"))?;
    value.set_sensitive(true);
    Ok(Some(value))
}

fn authorization(
    credentials: &Credentials,
    scope: &Scope<'_>,
    headers: &SignedHeaders<'_>,
    signature: &[u8; 64],
) -> Result<HeaderValue, SignError> {
    // With exactly this capacity, the header takes over the text without a copy.
    let mut length = 0;
    write_authorization(credentials, scope, headers, signature, |part| length += part.len());
    let mut value = Vec::with_capacity(length);
    write_authorization(credentials, scope, headers, signature, |part| value.extend_from_slice(part));
    let value = Bytes::from(value);
    let mut value =
        HeaderValue::from_maybe_shared(value).map_err(|_| SignError::Credentials("access key ID"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[inline]
fn write_authorization(
    credentials: &Credentials,
    scope: &Scope<'_>,
    headers: &SignedHeaders<'_>,
    signature: &[u8; 64],
    mut put: impl FnMut(&[u8]),
) {
    put(ALGORITHM);
    put(b" Credential=");
    put(credentials.access_key_id().as_bytes());
    put(b"/");
    scope.write(&mut put);
    put(b", SignedHeaders=");
    headers.write_names(&mut put);
    put(b", Signature=");
    put(signature);
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) -> Result<(), SignError> {
    match headers.try_insert(name, value) {
        Ok(_) => Ok(()),
        Err(_) => Err(SignError::ManyHeaders(headers.len())),
    }
}

/// Checks the length of the URI: in the canonical form of a query, a character can become three.
fn check_length(uri: &Uri) -> Result<(), SignError> {
    let query = uri.query().map_or(0, str::len);
    let whole = uri.path_and_query().map_or(0, |target| target.as_str().len());
    let most = whole.saturating_add(query.saturating_mul(2));
    if most > MAX_URI { Err(SignError::LongUri(whole)) } else { Ok(()) }
}

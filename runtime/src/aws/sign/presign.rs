//! A signature in the URL of a request. Anyone who has the URL can send the request until the signature expires.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::Uri;
use http::uri::PathAndQuery;

use super::canonical::{CanonicalRequest, Payload, Query};
use super::headers::{self, SignedHeaders};
use super::scope::{ALGORITHM, Scope, Stamp};
use super::text::hex;
use super::{MAX_URI, SignError, Signing, remove_earlier, token};
use crate::credentials::Credentials;
use crate::endpoint::uri_encode;

/// Services accept no presigned URL that is valid for longer than seven days.
const MAX_VALIDITY: u64 = 604_800;

/// Puts a signature into the URI of a request, which is absolute. Keeps only the signed headers: they have to be sent.
///
/// Fractions of a second of `validity` do not count.
pub(crate) fn presign(
    mut request: http::Request<Bytes>,
    how: &Signing<'_>,
    credentials: &Credentials,
    time: SystemTime,
    validity: Duration,
) -> Result<http::Request<Bytes>, SignError> {
    if !(1..=MAX_VALIDITY).contains(&validity.as_secs()) {
        return Err(SignError::Validity(validity));
    }
    let stamp = Stamp::new(time)?;
    headers::check_count(request.headers())?;
    remove_earlier(request.headers_mut());
    let scope = Scope::new(&stamp, how);
    let headers = SignedHeaders::of(&request)?;
    let added = parameters(credentials, &scope, &headers, validity)?;
    let query = request.uri().query().unwrap_or_default();
    let canonical = CanonicalRequest {
        method: request.method(),
        path: request.uri().path(),
        double_encode: how.double_encode,
        query: Query::with(query, added.iter().map(|(name, value)| (*name, value.as_str()))),
        headers: &headers,
        payload: Payload::of(&request, how.payload),
    };
    let signature = scope.sign(credentials, &canonical.digest());
    let uri = with_query(request.uri(), &added, &hex(signature.as_ref()))?;
    let unsigned: Vec<_> =
        request.headers().keys().filter(|name| !headers::is_signed(name)).cloned().collect();
    for name in unsigned {
        request.headers_mut().remove(name);
    }
    *request.uri_mut() = uri;
    Ok(request)
}

/// Returns the parameters of the signature for the query, encoded. The signature itself comes last, and is not signed.
fn parameters(
    credentials: &Credentials,
    scope: &Scope<'_>,
    headers: &SignedHeaders<'_>,
    validity: Duration,
) -> Result<Vec<(&'static str, String)>, SignError> {
    let mut credential = [credentials.access_key_id().as_bytes(), b"/"].concat();
    scope.write(|part| credential.extend_from_slice(part));
    let encoded = |text: &[u8]| uri_encode(&String::from_utf8_lossy(text)).into_owned();
    let mut added = vec![
        ("X-Amz-Algorithm", encoded(ALGORITHM)),
        ("X-Amz-Credential", encoded(&credential)),
        ("X-Amz-Date", encoded(scope.stamp.bytes())),
        ("X-Amz-Expires", validity.as_secs().to_string()),
        ("X-Amz-SignedHeaders", encoded(&headers.names())),
    ];
    if token(credentials)?.is_some() {
        let token = credentials.session_token().unwrap_or_default();
        added.push(("X-Amz-Security-Token", encoded(token.as_bytes())));
    }
    Ok(added)
}

fn with_query(uri: &Uri, added: &[(&str, String)], signature: &[u8]) -> Result<Uri, SignError> {
    let mut text = uri.path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
    let mut separator = match uri.query() {
        None => "?",
        Some("") => "",
        Some(_) => "&",
    };
    let signature = String::from_utf8_lossy(signature);
    let added = added.iter().map(|(name, value)| (*name, value.as_str()));
    for (name, value) in added.chain([("X-Amz-Signature", signature.as_ref())]) {
        text.extend([separator, name, "=", value]);
        separator = "&";
    }
    let length = text.len();
    let mut parts = uri.clone().into_parts();
    if length > MAX_URI {
        return Err(SignError::LongUri(length));
    }
    parts.path_and_query = Some(text.parse().map_err(|_| SignError::LongUri(length))?);
    Uri::from_parts(parts).map_err(|_| SignError::NoHost)
}

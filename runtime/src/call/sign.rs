//! Signs a request with a Signature Version 4 in its headers.

use std::borrow::Cow;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningParams, SigningSettings,
    UriPathNormalizationMode,
};
use aws_sigv4::sign::v4;
use bytes::Bytes;
use http::header::{
    AUTHORIZATION, CONNECTION, EXPECT, HOST, HeaderMap, HeaderName, TRANSFER_ENCODING, USER_AGENT,
};
use http::uri::{Authority, PathAndQuery};
use http::{HeaderValue, Uri};

use crate::credentials::Credentials;

const SECURITY_TOKEN: &str = "x-amz-security-token";

/// The headers that a signature adds, so that those of an earlier attempt have to go.
const ADDED: [&str; 4] = ["authorization", "x-amz-date", SECURITY_TOKEN, "x-amz-content-sha256"];

/// Proxies change these, or the HTTP stack does.
const UNSIGNED: [HeaderName; 5] =
    [USER_AGENT, TRANSFER_ENCODING, CONNECTION, EXPECT, HeaderName::from_static("x-amzn-trace-id")];

/// More headers than any server takes, and few enough for a header map with those of the signature.
const MAX_HEADERS: usize = 8192;

/// The greatest length of a path and query that a [`Uri`] holds.
const MAX_URI: usize = u16::MAX as usize - 1;

/// The year 10000 begins so many seconds after 1970, and cannot be written in the date of a signature.
const END_OF_DATES: u64 = 253_402_300_800;

/// What goes into a signature besides the request, the credentials and the time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signing<'a> {
    /// The service's name.
    pub(crate) name: &'a str,
    pub(crate) region: &'a str,
    /// Whether the path is percent-encoded a second time, as all services but Amazon S3 want it.
    pub(crate) double_encode: bool,
    /// Whether the signature leaves the body out.
    pub(crate) unsigned_payload: bool,
}

/// Adds the headers of the signature to a request with an absolute URI. Those of an earlier signature are replaced.
///
/// The `host` that is signed is the URI's authority as it is written, default port included, unless the request has a
/// `host` header.
pub(crate) fn sign(
    request: &mut http::Request<Bytes>,
    how: &Signing<'_>,
    credentials: &Credentials,
    time: SystemTime,
) -> Result<(), SignError> {
    for name in ADDED {
        request.headers_mut().remove(name);
    }
    let identity = credentials.clone().into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(how.region)
        .name(how.name)
        .time(checked_time(time)?)
        .settings(settings(how))
        .build()
        .map_err(|error| SignError::Other(error.to_string()))?;
    check_token(credentials)?;
    let signable = signable(request, how.unsigned_payload)?;
    let signed = aws_sigv4::http_request::sign(signable, &SigningParams::V4(params))
        .map_err(|error| SignError::Other(error.to_string()))?;
    let (headers, _query) = signed.into_parts().0.into_parts();
    headers.iter().try_for_each(|header| insert(request.headers_mut(), header.name(), header.value()))
}

fn settings(how: &Signing<'_>) -> SigningSettings {
    let mut settings = SigningSettings::default();
    // They are left out before the signer sees them.
    settings.excluded_headers = None;
    if !how.double_encode {
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    }
    if how.unsigned_payload {
        // A service that is not told takes the hash of the body.
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    }
    settings
}

/// The request as the signer wants it. What the signer would panic at is an error here.
fn signable(
    request: &http::Request<Bytes>,
    unsigned_payload: bool,
) -> Result<SignableRequest<'_>, SignError> {
    let host = host(request.uri())?;
    check_length(request.uri())?;
    let headers = signed_headers(request.headers(), host)?;
    let body =
        if unsigned_payload { SignableBody::UnsignedPayload } else { SignableBody::Bytes(request.body()) };
    SignableRequest::new(request.method().as_str(), request.uri().to_string(), headers.into_iter(), body)
        .map_err(|error| SignError::Other(error.to_string()))
}

/// The URI's authority without a user.
fn host(uri: &Uri) -> Result<&str, SignError> {
    let authority = uri.authority().map(Authority::as_str).ok_or(SignError::NoHost)?;
    Ok(authority.rsplit_once('@').map_or(authority, |(_, host)| host))
}

/// The signer writes the query anew, in which a character can become three, and takes for granted that it fits.
fn check_length(uri: &Uri) -> Result<(), SignError> {
    let whole = uri.path_and_query().map_or(0, |target| target.as_str().len());
    let query = uri.path_and_query().and_then(PathAndQuery::query).map_or(0, str::len);
    let most = whole.saturating_add(query.saturating_mul(2));
    if most > MAX_URI { Err(SignError::LongUri(whole)) } else { Ok(()) }
}

fn signed_headers<'r>(headers: &'r HeaderMap, host: &'r str) -> Result<Vec<(&'r str, &'r str)>, SignError> {
    if headers.len() > MAX_HEADERS {
        return Err(SignError::ManyHeaders(headers.len()));
    }
    let mut signed = Vec::with_capacity(headers.len() + 1);
    if !headers.contains_key(HOST) {
        signed.push((HOST.as_str(), host));
    }
    for (name, value) in headers.iter().filter(|(name, _)| !UNSIGNED.contains(name)) {
        // White space at the ends does not count, and servers drop tabs there too.
        let text = str::from_utf8(value.as_bytes().trim_ascii());
        let text = text.map_err(|_| SignError::Header(name.to_string()))?;
        // The signer keeps an inner tab as it is, where other implementations make a space of it.
        if text.contains('\t') {
            return Err(SignError::Tab(name.to_string()));
        }
        signed.push((name.as_str(), text));
    }
    Ok(signed)
}

fn checked_time(time: SystemTime) -> Result<SystemTime, SignError> {
    let since = time.duration_since(UNIX_EPOCH).ok();
    since.filter(|since| since.as_secs() < END_OF_DATES).map(|_| time).ok_or(SignError::Time)
}

fn check_token(credentials: &Credentials) -> Result<(), SignError> {
    match credentials.session_token().map(HeaderValue::from_str) {
        Some(Err(_)) => Err(SignError::Credentials("session token")),
        _ => Ok(()),
    }
}

fn insert(headers: &mut HeaderMap, name: &'static str, text: &str) -> Result<(), SignError> {
    let fault = || SignError::Header(name.to_owned());
    let mut value = HeaderValue::from_str(text).map_err(|_| match name {
        "authorization" => SignError::Credentials("access key ID"),
        _ => fault(),
    })?;
    value.set_sensitive(name == AUTHORIZATION.as_str() || name == SECURITY_TOKEN);
    headers.try_insert(HeaderName::from_static(name), value).map(drop).map_err(|_| fault())
}

/// Why a request cannot be signed. `Display` shows no value of a header and nothing of the credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignError {
    /// The URI has no host.
    NoHost,
    /// The path and query have this length.
    LongUri(usize),
    /// So many headers.
    ManyHeaders(usize),
    /// The value of this header is not UTF-8 text.
    Header(String),
    /// The value of this header has a tab within.
    Tab(String),
    /// This part of the credentials, or the region, cannot stand in a header.
    Credentials(&'static str),
    /// The time is before 1970 or after 9999.
    Time,
    /// What the signer says.
    Other(String),
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::NoHost => Cow::Borrowed("its URI has no host"),
            Self::LongUri(length) => {
                format!("its URI of {length} characters is too long to be signed").into()
            }
            Self::ManyHeaders(count) => format!("{count} headers are too many to be signed").into(),
            Self::Header(name) => format!("the value of the header {name:?} is not text").into(),
            Self::Tab(name) => {
                format!("the value of the header {name:?} has a tab in it, which cannot be signed").into()
            }
            Self::Credentials(part) => {
                format!("the {part} has a character that cannot be sent, a line break perhaps").into()
            }
            Self::Time => "the clock shows a time before 1970 or after 9999".into(),
            Self::Other(reason) => reason.as_str().into(),
        };
        f.write_str(&text)
    }
}

impl std::error::Error for SignError {}

#[cfg(test)]
mod tests;

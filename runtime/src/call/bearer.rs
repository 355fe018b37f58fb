//! Adds a bearer token to a request.

use bytes::Bytes;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use zeroize::Zeroizing;

use crate::config::check_secrecy;
use crate::credentials::Token;

/// Adds the token, unless others could listen to the connection.
pub(super) fn add(request: &mut http::Request<Bytes>, token: &Token) -> Result<(), String> {
    check_secrecy(request.uri())?;
    let text = Zeroizing::new(format!("Bearer {}", token.text()));
    let value = HeaderValue::from_str(&text).map_err(|_| "the bearer token cannot be sent".to_owned());
    let mut value = value?;
    value.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, value);
    Ok(())
}

//! Checks that credentials and tokens can be sent: copied ones often end with a line break.

#[cfg(feature = "sigv4")]
use super::Credentials;
use super::CredentialsError;
#[cfg(feature = "bearer")]
use super::Token;

/// Returns the token without white space around it, or why it cannot be sent.
#[cfg(feature = "bearer")]
pub(super) fn checked_token(token: Token) -> Result<Token, CredentialsError> {
    let text = token.text().trim();
    match problem(text) {
        Some(problem) => Err(CredentialsError::invalid_configuration(format!("the bearer token {problem}"))),
        None if text.len() == token.text().len() => Ok(token),
        None => Ok(Token::new(text, token.expiry())),
    }
}

/// Returns why a text without white space around it cannot be sent.
fn problem(text: &str) -> Option<&'static str> {
    match text {
        "" => Some("is empty"),
        text if text.contains(char::is_whitespace) => Some("has white space in it"),
        text if !text.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Some("has characters that are not printable ASCII")
        }
        _ => None,
    }
}

/// Returns the credentials without white space around their parts, or which part cannot be sent.
#[cfg(feature = "sigv4")]
pub(super) fn checked(credentials: Credentials) -> Result<Credentials, CredentialsError> {
    let (key_id, secret) = (credentials.access_key_id(), credentials.secret_access_key());
    let token = credentials.session_token();
    let parts =
        [("access key ID", key_id), ("secret access key", secret), ("session token", token.unwrap_or("-"))];
    for (name, part) in parts {
        let text = part.trim();
        if let Some(problem) = problem(text).filter(|_| !text.is_empty() || name != "session token") {
            return Err(CredentialsError::invalid_configuration(format!("the {name} {problem}")));
        }
    }
    if token != Some("") && parts.iter().all(|(_, part)| part.trim().len() == part.len()) {
        return Ok(credentials);
    }
    let token = token.map(str::trim).filter(|token| !token.is_empty()).map(str::to_owned);
    let (expiry, name) = (credentials.expiry(), credentials.provider_name());
    Ok(Credentials::new(key_id.trim(), secret.trim(), token, expiry, name))
}

#[cfg(test)]
#[cfg(feature = "sigv4")]
mod tests {
    use super::*;

    #[test]
    fn white_space_around_is_dropped_and_all_else_is_named() {
        let check = |key_id: &str, secret: &str, token: Option<&str>| {
            let credentials = Credentials::new(key_id, secret, token.map(str::to_owned), None, "test");
            checked(credentials).map_err(|error| error.to_string()).map(|credentials| {
                let token = credentials.session_token().unwrap_or("none");
                format!("{} {} {token}", credentials.access_key_id(), credentials.secret_access_key())
            })
        };
        for (key_id, secret, token, expected) in [
            ("AKID", "se/cr+et=", None, Ok("AKID se/cr+et= none")),
            (" AKID\r\n", "secret\n", Some("\ttoken\n"), Ok("AKID secret token")),
            ("AKID", "secret", Some(" "), Ok("AKID secret none")),
            ("AKID", "secret", Some(""), Ok("AKID secret none")),
            (" ", "secret", None, Err("the access key ID is empty")),
            ("AKID", "", None, Err("the secret access key is empty")),
            ("AK ID", "secret", None, Err("the access key ID has white space in it")),
            ("AKID", "sec\nret", None, Err("the secret access key has white space in it")),
            ("AKID", "secret", Some("to\r\nken"), Err("the session token has white space in it")),
            (
                "AKID",
                "s\u{e9}cret",
                None,
                Err("the secret access key has characters that are not printable ASCII"),
            ),
            (
                "AK\u{200b}ID",
                "secret",
                None,
                Err("the access key ID has characters that are not printable ASCII"),
            ),
            (
                "AKID",
                "secret",
                Some("t\0"),
                Err("the session token has characters that are not printable ASCII"),
            ),
        ] {
            assert_eq!(check(key_id, secret, token), expected.map(str::to_owned).map_err(str::to_owned));
        }
    }
}

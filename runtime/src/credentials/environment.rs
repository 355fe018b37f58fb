//! Credentials from the environment variables that AWS's tools use.

use super::time::parse_time;
use super::{Credentials, CredentialsError, ProvideCredentials};
use crate::transport::BoxFuture;

const KEY_ID: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const TOKEN: &str = "AWS_SESSION_TOKEN";
const EXPIRATION: &str = "AWS_CREDENTIAL_EXPIRATION";

/// Credentials from `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if there is one, `AWS_SESSION_TOKEN`.
///
/// `AWS_CREDENTIAL_EXPIRATION` may have their expiry as an RFC 3339 time. An empty variable counts as not set, and
/// white space around a value is dropped. The environment is read each time the provider is asked; if it has only a
/// part of the credentials, the error names the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Environment;

impl ProvideCredentials for Environment {
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let found = from_env_with(&|name| std::env::var(name).ok());
        let nothing = || CredentialsError::not_loaded(format!("neither {KEY_ID} nor {SECRET} is set"));
        Box::pin(std::future::ready(found.unwrap_or_else(|| Err(nothing()))))
    }
}

/// Returns the credentials in the variables that `lookup` finds; `None` if there are none at all.
pub(crate) fn from_env_with(
    lookup: &dyn Fn(&str) -> Option<String>,
) -> Option<Result<Credentials, CredentialsError>> {
    let read = |name| lookup(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let half = |set, missing| {
        Some(Err(CredentialsError::invalid_configuration(format!("{set} is set and {missing} is not"))))
    };
    let (key_id, secret) = match (read(KEY_ID), read(SECRET)) {
        (Some(key_id), Some(secret)) => (key_id, secret),
        (Some(_), None) => return half(KEY_ID, SECRET),
        (None, Some(_)) => return half(SECRET, KEY_ID),
        (None, None) => return None,
    };
    let expiry = read(EXPIRATION).map(|text| parse_time(&text).ok_or_else(|| not_a_time(&text))).transpose();
    Some(expiry.map(|expiry| Credentials::new(key_id, secret, read(TOKEN), expiry, "Environment")))
}

fn not_a_time(text: &str) -> CredentialsError {
    CredentialsError::invalid_configuration(format!(
        "{EXPIRATION} is {text:?}, which is not an RFC 3339 time"
    ))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    fn read(variables: &[(&str, &str)]) -> Option<Result<Credentials, String>> {
        let lookup =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        from_env_with(&lookup).map(|found| found.map_err(|error| error.to_string()))
    }

    #[test]
    fn credentials_are_whole_or_absent() {
        assert_eq!(read(&[]), None);
        assert_eq!(read(&[(KEY_ID, ""), (SECRET, " "), (TOKEN, "alone")]), None);
        let pair = [(KEY_ID, "AKID"), (SECRET, "secret\n")];
        assert_eq!(read(&pair), Some(Ok(Credentials::new("AKID", "secret", None, None, "Environment"))));
        let expiry = UNIX_EPOCH + Duration::from_secs(1_795_178_096);
        let full = Credentials::new("AKID", "secret", Some("token".to_owned()), Some(expiry), "Environment");
        for text in ["2026-11-20T12:34:56Z", "2026-11-20T13:34:56+01:00"] {
            let more = [pair[0], pair[1], (TOKEN, "token"), (EXPIRATION, text)];
            assert_eq!(read(&more), Some(Ok(full.clone())));
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (variables, expected) in [
            (&[(KEY_ID, "AKID")][..], "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not"),
            (
                &[(SECRET, "secret"), (KEY_ID, "")],
                "AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID is not",
            ),
            (
                &[(KEY_ID, "AKID"), (SECRET, "secret"), (EXPIRATION, "soon")],
                "AWS_CREDENTIAL_EXPIRATION is \"soon\", which is not an RFC 3339 time",
            ),
        ] {
            assert_eq!(read(variables), Some(Err(expected.to_owned())));
        }
    }
}

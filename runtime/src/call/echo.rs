//! Responses in which a service returns secrets of the request.
//!
//! A service that refuses a signature says what should have been signed, and this includes the session token. Its
//! message becomes part of an error, and so of a log.

use bytes::Bytes;

use super::Call;
use super::auth::Proof;
use crate::error::ErrorResponse;

/// Shorter texts can be in a response by chance.
const SHORTEST: usize = 16;

impl Call {
    /// Returns the error in a response, if it is one. Replaces the secrets of the call in its body with the same number
    /// of asterisks.
    pub(super) fn detect(&self, response: &http::Response<Bytes>) -> Option<ErrorResponse> {
        let error = self.operation.detect(response)?;
        let body = covered(response.body(), &self.plan.proof.secrets());
        let clean = body.map(|body| response.clone().map(|_| Bytes::from(body)));
        Some(clean.and_then(|clean| self.operation.detect(&clean)).unwrap_or(error))
    }
}

impl Proof {
    /// Returns the secrets that must not be shown.
    fn secrets(&self) -> Vec<&str> {
        match self {
            Self::None => Vec::new(),
            #[cfg(feature = "sigv4")]
            Self::Signature(_, held) => held.get().map_or_else(Vec::new, |credentials| {
                [Some(credentials.secret_access_key()), credentials.session_token()]
                    .into_iter()
                    .flatten()
                    .collect()
            }),
            #[cfg(feature = "bearer")]
            Self::Token(held) => held.get().into_iter().map(crate::credentials::Token::text).collect(),
        }
    }
}

/// Returns the body with these texts masked, if it contains any. JSON may have a backslash before each `/`.
fn covered(body: &[u8], secrets: &[&str]) -> Option<Vec<u8>> {
    let mut found = None;
    for secret in secrets.iter().filter(|secret| secret.len() >= SHORTEST) {
        for form in [(*secret).to_owned(), secret.replace('/', "\\/")] {
            let mut from = 0;
            let at = |body: &[u8], from: usize| {
                body.get(from..)?.windows(form.len()).position(|window| window == form.as_bytes())
            };
            while let Some(next) = at(found.as_deref().unwrap_or(body), from) {
                let start = from + next;
                from = start + form.len();
                let whole = found.get_or_insert_with(|| body.to_vec());
                if let Some(place) = whole.get_mut(start..from) {
                    place.fill(b'*');
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_covered_wherever_it_stands_and_nothing_else_is() {
        let (key, token) = ("0123456789/abcdef", "fedcba9876543210");
        let body = format!("{key} 0123456789\\/abcdef {key}{token} 0123456789 {token}");
        let clean =
            covered(body.as_bytes(), &[key, token]).map(|body| String::from_utf8_lossy(&body).into_owned());
        let stars = |count| "*".repeat(count);
        let expected = format!("{} {} {} 0123456789 {}", stars(17), stars(18), stars(33), stars(16));
        assert_eq!(clean, Some(expected));
        assert_eq!(covered(b"nothing", &[key, token]), None);
        assert_eq!(covered(b"a secret", &["secret"]), None, "a short text is not covered");
    }
}

//! Checks a Signature Version 4 against the bytes of a request, as a service does.
//!
//! Written from the public description of the algorithm, so that it shares no code with the client's signer.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::server::Recorded;

mod canonical;
#[cfg(test)]
mod tests;

/// The contents of a valid signature.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Scope {
    /// The ID of the access key.
    pub access_key: String,
    /// The time of signing, as in `20261120T171500Z`.
    pub time: String,
    /// The region of the credential scope.
    pub region: String,
    /// The service of the credential scope.
    pub service: String,
    /// The names of the signed headers, in order.
    pub signed_headers: Vec<String>,
}

/// Recomputes the signature of a received request.
///
/// The session token is that of the credentials; it has to be present and signed exactly if it is given. The time of
/// signing is not compared with any clock. An error is a sentence that includes the canonical request, if there is one.
pub fn verify(request: &Recorded, secret: &str, session_token: Option<&str>) -> Result<Scope, String> {
    let (scope, date, signature) = authorization(request)?;
    check_headers(request, &scope, session_token)?;
    if !scope.time.starts_with(&date) || scope.time.len() != "20261120T171500Z".len() {
        return Err(format!("the scope is of {date} and the signature of {}", scope.time));
    }
    let canonical = canonical::request(request, &scope.signed_headers)?;
    let expected = sign(secret, &scope, &date, &canonical);
    if expected == signature {
        Ok(scope)
    } else {
        Err(format!("the signature is {signature} and should be {expected}, for\n{canonical}"))
    }
}

/// Returns the content of the header `Authorization`: the scope, its date and the signature.
fn authorization(request: &Recorded) -> Result<(Scope, String, String), String> {
    let header = request.header("authorization").ok_or("there is no Authorization header")?;
    let fields = header.strip_prefix("AWS4-HMAC-SHA256 ").ok_or("the algorithm is unknown")?;
    let field = |name: &str| {
        let mut values = fields.split(',').map(str::trim).filter_map(|field| field.split_once('='));
        let found = values.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned());
        found.ok_or_else(|| format!("Authorization lacks {name}"))
    };
    let credential = field("Credential")?;
    let parts: Vec<&str> = credential.split('/').collect();
    let [access_key, date, region, service, "aws4_request"] = parts.as_slice() else {
        return Err(format!("`{credential}` is no credential with its scope"));
    };
    let scope = Scope {
        access_key: (*access_key).to_owned(),
        time: request.header("x-amz-date").ok_or("there is no X-Amz-Date header")?.to_owned(),
        region: (*region).to_owned(),
        service: (*service).to_owned(),
        signed_headers: field("SignedHeaders")?.split(';').map(str::to_owned).collect(),
    };
    Ok((scope, (*date).to_owned(), field("Signature")?))
}

/// Checks that the host and all headers of the service are signed, as services require.
fn check_headers(request: &Recorded, scope: &Scope, session_token: Option<&str>) -> Result<(), String> {
    let signed = &scope.signed_headers;
    if !signed.is_sorted_by(|a, b| a < b) {
        return Err(format!("the signed headers are not in order: {}", signed.join(";")));
    }
    let must_be_signed = |name: &str| name == "host" || name.starts_with("x-amz-");
    let sent = request.headers().map(|(name, _)| name.to_ascii_lowercase());
    for name in sent.filter(|name| must_be_signed(name)) {
        if !signed.contains(&name) {
            return Err(format!("`{name}` is not signed"));
        }
    }
    if request.header("x-amz-security-token") != session_token {
        return Err("the session token is not that of the credentials".to_owned());
    }
    Ok(())
}

/// The signature in hexadecimal digits.
fn sign(secret: &str, scope: &Scope, date: &str, canonical: &str) -> String {
    let Scope { time, region, service, .. } = scope;
    let digest = hex(&Sha256::digest(canonical));
    let text = format!("AWS4-HMAC-SHA256\n{time}\n{date}/{region}/{service}/aws4_request\n{digest}");
    let key = format!("AWS4{secret}").into_bytes();
    let key = [date, region, service, "aws4_request"].iter().fold(key, |key, part| hmac(&key, part));
    hex(&hmac(&key, &text))
}

#[expect(clippy::expect_used, reason = "HMAC takes keys of all lengths")]
fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

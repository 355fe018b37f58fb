//! Reads certificates and keys from PEM texts.

use std::fmt;

use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Why a certificate, a key or a bundle cannot be used. The text never contains key material.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsError {
    /// The PEM text has no certificate.
    NoCertificate,
    /// The PEM text has no private key.
    NoPrivateKey,
    /// The private key is encrypted.
    EncryptedKey,
    /// The private key is damaged or of a kind that is not supported.
    UnsupportedKey,
    /// The private key belongs to another certificate.
    KeyMismatch,
    /// The text is not well-formed PEM; a clause says how.
    Pem(&'static str),
    /// A certificate cannot be used.
    Certificate {
        /// Its position in the text, from 1.
        position: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// Something else; the text says what.
    Other(String),
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCertificate => f.write_str("the text has no certificate in PEM form (BEGIN CERTIFICATE)"),
            Self::NoPrivateKey => f.write_str("the text has no private key in PEM form (BEGIN PRIVATE KEY)"),
            Self::EncryptedKey => f.write_str(
                "the private key is encrypted; decrypt it first: openssl pkey -in encrypted.pem -out key.pem",
            ),
            Self::UnsupportedKey => f.write_str(
                "the private key is damaged or of a kind that is not supported \
                 (supported: RSA of 2048 bits or more, ECDSA over P-256 or P-384, Ed25519)",
            ),
            Self::KeyMismatch => f.write_str(
                "the private key does not belong to the certificate; a chain begins with the client's own",
            ),
            Self::Pem(reason) => write!(f, "the PEM text is damaged: {reason}"),
            Self::Certificate { position, reason } => {
                write!(f, "certificate {position} of the PEM text cannot be used: {reason}")
            }
            Self::Other(reason) => f.write_str(reason),
        }
    }
}

/// Shows the sentence of `Display`, because a `main` that returns the error prints its `Debug`.
impl fmt::Debug for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for TlsError {}

/// Returns all certificates of a PEM text; at least one.
pub(super) fn certificates(text: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&plain(text)?)
        .collect::<Result<_, _>>()
        .map_err(|error| damage(&error))?;
    if certificates.is_empty() { Err(TlsError::NoCertificate) } else { Ok(certificates) }
}

/// Returns the first private key of a PEM text.
pub(super) fn private_key(text: &[u8]) -> Result<PrivateKeyDer<'static>, TlsError> {
    // The PEM reader skips sections of these kinds, or fails at a line that is not base64.
    let encrypted = [&b"BEGIN ENCRYPTED PRIVATE KEY"[..], b"Proc-Type: 4,ENCRYPTED"];
    match PrivateKeyDer::from_pem_slice(&plain(text)?) {
        Ok(key) => Ok(key),
        Err(_) if encrypted.iter().any(|mark| contains(text, mark)) => Err(TlsError::EncryptedKey),
        Err(pem::Error::NoItemsFound) => Err(TlsError::NoPrivateKey),
        Err(error) => Err(damage(&error)),
    }
}

/// Returns the text in the form that the PEM reader accepts: without a byte order mark, without white space around
/// lines, and without the old name of certificates.
fn plain(text: &[u8]) -> Result<Vec<u8>, TlsError> {
    if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return Err(TlsError::Pem("it is in UTF-16; save it as UTF-8"));
    }
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut plain = Vec::with_capacity(text.len());
    for line in text.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
        plain.extend_from_slice(match line {
            b"-----BEGIN X509 CERTIFICATE-----" => b"-----BEGIN CERTIFICATE-----",
            b"-----END X509 CERTIFICATE-----" => b"-----END CERTIFICATE-----",
            line => line,
        });
        plain.push(b'\n');
    }
    Ok(plain)
}

/// Describes an error of the PEM reader without its message, which may quote lines of the text.
fn damage(error: &pem::Error) -> TlsError {
    TlsError::Pem(match error {
        pem::Error::MissingSectionEnd { .. } => "a section has no END line",
        pem::Error::IllegalSectionStart { .. } => "a BEGIN line is malformed",
        pem::Error::Base64Decode(_) => "a section is not base64",
        _ => "it cannot be read",
    })
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// A self-signed certificate and its key, made by openssl for these tests; and a key without a certificate.
#[cfg(test)]
pub(super) mod samples {
    /// A certificate over P-256, valid until 2191.
    pub(in crate::tls) const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----
MIIBdTCCARugAwIBAgIUWKis8MJLiQexgsJOHF0Momc2xOEwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjAxOTI1MDZaGA8yMTkxMDIyODE5MjUw
NlowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABE5e
g2E3Cv93szjG+ziap+4ZpvDZJS6lWYP6kbFGMo6740kYN4gr/WoEykHUdc4aDDRp
Z7pHdSQkE65hmXCixqmjUzBRMB0GA1UdDgQWBBT0u5WJ1ILnYPErJzxzY0uAS/f4
YjAfBgNVHSMEGDAWgBT0u5WJ1ILnYPErJzxzY0uAS/f4YjAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0gAMEUCIQCyVKYrZIs+X0SBuIWIGZfBUEyjkyUyCBL5
oA0I48sR2QIgKpbR4z55ucIsUuRsmFmQL1QDbZ2yEm2uqiKVBR+09C4=
-----END CERTIFICATE-----
";

    /// Its key in the form PKCS#8.
    pub(in crate::tls) const KEY: &str = "\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/EPdA5VLIrJduhYJ
dpIH9Zt8/cVL5J5EHNuFOUH2LUuhRANCAAROXoNhNwr/d7M4xvs4mqfuGabw2SUu
pVmD+pGxRjKOu+NJGDeIK/1qBMpB1HXOGgw0aWe6R3UkJBOuYZlwosap
-----END PRIVATE KEY-----
";

    /// The same in the form SEC 1.
    pub(in crate::tls) const KEY_SEC1: &str = "\
-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIPxD3QOVSyKyXboWCXaSB/WbfP3FS+SeRBzbhTlB9i1LoAoGCCqGSM49
AwEHoUQDQgAETl6DYTcK/3ezOMb7OJqn7hmm8NklLqVZg/qRsUYyjrvjSRg3iCv9
agTKQdR1zhoMNGlnukd1JCQTrmGZcKLGqQ==
-----END EC PRIVATE KEY-----
";

    /// A key that belongs to no certificate.
    pub(in crate::tls) const OTHER_KEY: &str = "\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdIoGHqurXA1SUdRu
2/0qDHo9sqevKyN25cT/uDRN2aqhRANCAAS3XLVafpOA6L8bUFE0JX6LUwVHLRaq
S7sXfCgSPVo+S1nxYlkKPx+KqW4Q8lXWSRq96Abtt+mwb8amMyBWm6bJ
-----END PRIVATE KEY-----
";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_however_it_was_saved() {
        let indent = |text: &str| text.replace("-----BEGIN", "  -----BEGIN").replace('\n', " \r\n\t");
        let x509 = samples::CERTIFICATE.replace(" CERTIFICATE", " X509 CERTIFICATE");
        let marked = format!("\u{feff}{}", samples::CERTIFICATE);
        let expected = certificates(samples::CERTIFICATE.as_bytes()).expect("a certificate");
        for text in [marked, x509, indent(samples::CERTIFICATE)] {
            assert_eq!(certificates(text.as_bytes()).as_ref(), Ok(&expected), "{text}");
        }
        for key in [samples::KEY, samples::KEY_SEC1] {
            let expected = private_key(key.as_bytes()).expect("a key");
            for text in [format!("\u{feff}{key}"), indent(key)] {
                assert_eq!(private_key(text.as_bytes()).as_ref(), Ok(&expected));
            }
        }
        let wide: Vec<u8> = samples::CERTIFICATE.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let error = certificates(&[b"\xff\xfe", wide.as_slice()].concat()).expect_err("UTF-16");
        assert_eq!(error.to_string(), "the PEM text is damaged: it is in UTF-16; save it as UTF-8");
    }

    #[test]
    fn no_error_shows_the_text() {
        let texts =
            ["-----BEGIN secret", "-----BEGIN PRIVATE KEY-----\n%secret%\n-----END PRIVATE KEY-----\n"];
        for text in texts {
            let error = private_key(text.as_bytes()).expect_err("no key");
            assert!(matches!(error, TlsError::Pem(_)), "{error}");
            assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        }
    }
}

//! The certificate that identifies a client, and its private key.

use std::fmt;
use std::sync::Arc;

use rustls::client::ResolvesClientCert;
use rustls::crypto::CryptoProvider;
use rustls::sign::{CertifiedKey, SingleCertAndKey};

use super::material::{self, TlsError};

/// A client's certificate and private key, for mutual TLS.
///
/// ```no_run
/// use smithy_client::tls::Identity;
///
/// let chain = std::fs::read("device.pem.crt")?;
/// let key = std::fs::read("private.pem.key")?;
/// let identity = Identity::from_pem(&chain, &key)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Identity {
    key: Arc<CertifiedKey>,
}

impl Identity {
    /// Reads a chain of certificates, the client's own first, and the private key of the first.
    ///
    /// The key is RSA, ECDSA over P-256 or P-384, or Ed25519, in the form PKCS#8, PKCS#1 or SEC 1, and not encrypted.
    /// Both arguments may be the same text.
    ///
    /// The key signs with ring; [`from_pem_with`](Self::from_pem_with) accepts another provider.
    pub fn from_pem(chain: &[u8], key: &[u8]) -> Result<Self, TlsError> {
        Self::from_pem_with(chain, key, &rustls::crypto::ring::default_provider())
    }

    /// Does the same with a key that signs with this provider, which decides which kinds of keys it accepts.
    pub fn from_pem_with(chain: &[u8], key: &[u8], provider: &CryptoProvider) -> Result<Self, TlsError> {
        let chain = material::certificates(chain)?;
        let key = material::private_key(key)?;
        let key = CertifiedKey::from_der(chain, key, provider).map_err(|error| refusal(&error))?;
        Ok(Self { key: Arc::new(key) })
    }

    pub(super) fn resolver(&self) -> Arc<dyn ResolvesClientCert> {
        Arc::new(SingleCertAndKey::from(Arc::clone(&self.key)))
    }
}

fn refusal(error: &rustls::Error) -> TlsError {
    match error {
        rustls::Error::InconsistentKeys(_) => TlsError::KeyMismatch,
        rustls::Error::InvalidCertificate(error) => {
            TlsError::Certificate { position: 1, reason: error.to_string() }
        }
        // All other errors come from reading the key. Their text could contain bytes of it.
        _ => TlsError::UnsupportedKey,
    }
}

/// Omits the key.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("certificates", &self.key.cert.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::material::samples::{CERTIFICATE, KEY, KEY_SEC1, OTHER_KEY};
    use super::*;

    #[test]
    fn a_key_that_fits_makes_an_identity() {
        let both = [KEY, CERTIFICATE].concat();
        for (chain, key) in [(CERTIFICATE, KEY), (CERTIFICATE, KEY_SEC1), (&both, &both)] {
            let identity = Identity::from_pem(chain.as_bytes(), key.as_bytes()).expect("an identity");
            assert_eq!(format!("{identity:?}"), "Identity { certificates: 1, .. }");
            assert!(identity.resolver().has_certs());
        }
    }

    #[test]
    fn what_is_no_identity_says_what_is_wrong() {
        let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
        let legacy = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n\
                      -----END RSA PRIVATE KEY-----\n";
        let junk = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        let cut = KEY.get(..80).expect("longer than that");
        let cases = [
            ("", KEY, TlsError::NoCertificate),
            (KEY, CERTIFICATE, TlsError::NoCertificate),
            (CERTIFICATE, "", TlsError::NoPrivateKey),
            (CERTIFICATE, CERTIFICATE, TlsError::NoPrivateKey),
            (CERTIFICATE, encrypted, TlsError::EncryptedKey),
            (CERTIFICATE, legacy, TlsError::EncryptedKey),
            (CERTIFICATE, OTHER_KEY, TlsError::KeyMismatch),
            (CERTIFICATE, junk, TlsError::UnsupportedKey),
            (CERTIFICATE, cut, TlsError::Pem("a section has no END line")),
        ];
        for (chain, key, expected) in cases {
            let error = Identity::from_pem(chain.as_bytes(), key.as_bytes()).expect_err("no identity");
            assert_eq!(error, expected);
        }
    }
}

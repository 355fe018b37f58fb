//! TLS for both transports: trusted servers, and the client's identity.

pub(crate) mod error;
mod identity;
mod material;
mod utc;

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use rustls::ClientConfig;
use rustls::RootCertStore;
use rustls::pki_types::{ServerName, UnixTime};
use rustls::time_provider::TimeProvider;

pub use identity::Identity;
pub use material::TlsError;
/// The cryptography of TLS: cipher suites, key exchange, random numbers.
pub use rustls::crypto::CryptoProvider;

use crate::transport::{TransportError, TransportErrorKind};

/// The root certificates that a server's certificate may be issued under. Default: those of the web.
///
/// It is not possible to trust any server: for a server of your own, trust the root that signed its certificate.
#[derive(Clone)]
pub struct Trust {
    roots: Arc<RootCertStore>,
}

impl Trust {
    /// Trusts the roots that browsers trust, including Amazon's. They are part of the program, so the machine needs no
    /// store of its own.
    pub fn web_pki() -> Self {
        Self { roots: Arc::new(web_roots()) }
    }

    /// Trusts only the certificates in a PEM text, which must have at least one.
    pub fn only(pem: &[u8]) -> Result<Self, TlsError> {
        Self::with(RootCertStore::empty(), pem)
    }

    /// Trusts the roots of [`Trust::web_pki`] and the certificates in a PEM text, which must have at least one.
    pub fn web_pki_and(pem: &[u8]) -> Result<Self, TlsError> {
        Self::with(web_roots(), pem)
    }

    fn with(mut roots: RootCertStore, pem: &[u8]) -> Result<Self, TlsError> {
        for (index, certificate) in material::certificates(pem)?.into_iter().enumerate() {
            roots
                .add(certificate)
                .map_err(|error| TlsError::Certificate { position: index + 1, reason: error.to_string() })?;
        }
        Ok(Self { roots: Arc::new(roots) })
    }
}

impl Default for Trust {
    fn default() -> Self {
        Self::web_pki()
    }
}

impl fmt::Debug for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trust").field("roots", &self.roots.len()).finish()
    }
}

fn web_roots() -> RootCertStore {
    RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() }
}

/// The clock for the TLS of a client.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// Returns the TLS configuration of a client: versions 1.2 and 1.3, with session resumption.
///
/// The cryptography is that of the provider or else ring's, even if the process has another default provider. No
/// application protocol is negotiated: the protocol is HTTP/1.1, and no service announces that it can negotiate.
pub(crate) fn client_config(
    trust: &Trust,
    identity: Option<&Identity>,
    provider: Option<&Arc<CryptoProvider>>,
    clock: Clock,
) -> Result<Arc<ClientConfig>, TlsError> {
    let provider = provider.cloned().unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let builder = ClientConfig::builder_with_details(provider, Arc::new(Time(clock)))
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsError::Other(error.to_string()))?
        .with_root_certificates(Arc::clone(&trust.roots));
    Ok(Arc::new(match identity {
        Some(identity) => builder.with_client_cert_resolver(identity.resolver()),
        None => builder.with_no_client_auth(),
    }))
}

struct Time(Clock);

impl TimeProvider for Time {
    fn current_time(&self) -> Option<UnixTime> {
        (self.0)().duration_since(UNIX_EPOCH).ok().map(UnixTime::since_unix_epoch)
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Time")
    }
}

/// Returns the host of a URI as the name that the server's certificate must have.
pub(crate) fn server_name(host: &str) -> Result<ServerName<'static>, TransportError> {
    // An IPv6 address has brackets in a URI, and none in a certificate.
    let name = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let problem = "the host is no name that a certificate can have";
    ServerName::try_from(name).map_err(|_| TransportError::new(TransportErrorKind::Tls, problem))
}

#[cfg(test)]
mod tests {
    use super::material::samples;
    use super::*;

    #[test]
    fn a_bundle_adds_its_certificates_to_the_roots_or_replaces_them() {
        let two = [samples::CERTIFICATE, samples::CERTIFICATE].concat();
        let web = webpki_roots::TLS_SERVER_ROOTS.len();
        assert_eq!(Trust::only(two.as_bytes()).expect("a bundle").roots.len(), 2);
        assert_eq!(Trust::web_pki_and(two.as_bytes()).expect("a bundle").roots.len(), web + 2);
        assert_eq!(Trust::default().roots.len(), web);
    }

    #[test]
    fn a_bundle_without_a_certificate_is_refused() {
        assert_eq!(Trust::only(b"").expect_err("nothing"), TlsError::NoCertificate);
        assert_eq!(Trust::web_pki_and(samples::KEY.as_bytes()).expect_err("a key"), TlsError::NoCertificate);
        let empty = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        let second = [samples::CERTIFICATE, empty].concat();
        let error = Trust::only(second.as_bytes()).expect_err("no certificate in its second place");
        assert!(matches!(error, TlsError::Certificate { position: 2, .. }), "{error}");
    }

    #[test]
    fn tls_goes_by_the_clock_that_it_gets() {
        let clock: Clock = Arc::new(|| UNIX_EPOCH + std::time::Duration::from_secs(7));
        let config = client_config(&Trust::web_pki(), None, None, clock).expect("a configuration");
        assert_eq!(config.time_provider.current_time().map(|time| time.as_secs()), Some(7));
        assert!(config.alpn_protocols.is_empty());
        assert!(!config.client_auth_cert_resolver.has_certs());
    }

    #[test]
    fn the_cryptography_is_that_of_the_provider() {
        let suite = rustls::crypto::ring::cipher_suite::TLS13_CHACHA20_POLY1305_SHA256;
        let provider =
            CryptoProvider { cipher_suites: vec![suite], ..rustls::crypto::ring::default_provider() };
        let config = |provider: Option<CryptoProvider>| {
            let provider = provider.map(Arc::new);
            client_config(&Trust::web_pki(), None, provider.as_ref(), Arc::new(std::time::SystemTime::now))
        };
        let suites =
            config(Some(provider.clone())).expect("a configuration").crypto_provider().cipher_suites.clone();
        assert_eq!(suites, [suite]);
        assert!(config(None).expect("a configuration").crypto_provider().cipher_suites.len() > 1);
        let none = CryptoProvider { cipher_suites: Vec::new(), ..provider };
        assert!(matches!(config(Some(none)), Err(TlsError::Other(_))));
        assert!(CryptoProvider::get_default().is_none(), "nothing is made the default of the process");
    }
}

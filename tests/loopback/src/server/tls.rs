//! The TLS of a server: its certificate, and which client certificates it requires.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion, version};

use crate::pki::{Authority, Identity};

/// A TLS configuration, for versions 1.2 and 1.3 unless it says otherwise.
pub struct Tls {
    identity: Identity,
    clients: Option<RootCertStore>,
    versions: Vec<&'static SupportedProtocolVersion>,
}

impl Tls {
    /// Creates a server with this identity that asks for no certificate.
    pub fn new(identity: Identity) -> Self {
        Self { identity, clients: None, versions: rustls::ALL_VERSIONS.to_vec() }
    }

    /// Makes the server refuse clients without a valid certificate from this authority.
    #[must_use]
    pub fn demanding(self, authority: &Authority) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(authority.der()).expect("a root");
        Self { clients: Some(roots), ..self }
    }

    /// Allows only TLS 1.2, where a client learns in the handshake that its certificate is refused.
    #[must_use]
    pub fn only_1_2(self) -> Self {
        Self { versions: vec![&version::TLS12], ..self }
    }

    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        let builder = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&self.versions)
            .expect("versions of TLS");
        let builder = match &self.clients {
            None => builder.with_no_client_auth(),
            Some(roots) => {
                let roots = Arc::new(roots.clone());
                let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider());
                builder.with_client_cert_verifier(verifier.build().expect("a verifier"))
            }
        };
        let chain = vec![self.identity.der()];
        Arc::new(
            builder.with_single_cert(chain, self.identity.key_der()).expect("a certificate with its key"),
        )
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

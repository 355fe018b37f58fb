//! The secrets, each of which is a unique text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use loopback::pki::{Authority, Identity, Validity};

use crate::needles::Needles;

/// A secret access key, with the characters that such keys have.
pub(crate) const KEY: &str = "wJalr/UtnFEMI+K7MDENGbPxRfiCYzZQ8mT4vLs9";
/// A session token.
pub(crate) const SESSION: &str = "FwoGZXIvYXdz/EBYaDHqa0R7u+k2Vb93xTzJmLwQpK5e==";
/// A bearer token.
pub(crate) const BEARER: &str = "eyJhbGciOiJFUzI1NiJ9.c2VjcmV0dG9rZW4.QmVhcmVyVG9rZW4x";
/// The value of a header set by the caller.
pub(crate) const HEADER: &str = "hdr5f0c9a7be3d14482a6c1d0e7";
/// The value of a query parameter set by the caller.
pub(crate) const QUERY: &str = "qry9b1f7d3c52e84a06b8e2f7a4";
/// The password of a proxy.
pub(crate) const PROXY: &str = "pr0xyXk29vLm4Qz8Tn6RwBd";
/// The password in the URL of an endpoint.
pub(crate) const URL: &str = "urlJd83hfKq02LsPz7xWm5";
/// A text in a sensitive member.
pub(crate) const DOCUMENT: &str = "doc7c1e90ab44f3d2685be0a913";
/// A cookie of the service.
pub(crate) const COOKIE: &str = "cok2d8f61c07e9b3a54f8d2c1b6";
/// The signature in the URL of a redirect.
pub(crate) const SIGNATURE: &str = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";

/// The secrets that are created while the test runs, beside those above.
pub(crate) struct Plants {
    pub(crate) root: Authority,
    pub(crate) device: Identity,
    /// Secrets that the client has made, such as signatures.
    made: Vec<(&'static str, Vec<u8>)>,
}

impl Plants {
    pub(crate) fn new() -> Self {
        let root = Authority::new("root");
        let device = root.client("pump-17", Validity::Now);
        Self { root, device, made: Vec::new() }
    }

    pub(crate) fn identity(&self) -> iot_jobs_data::tls::Identity {
        let key = self.device.key_pkcs8_pem();
        iot_jobs_data::tls::Identity::from_pem(self.device.pem().as_bytes(), key.as_bytes())
            .expect("an identity")
    }

    pub(crate) fn needles(&self) -> Needles {
        let texts = [
            ("secret access key", KEY),
            ("session token", SESSION),
            ("bearer token", BEARER),
            ("header", HEADER),
            ("query", QUERY),
            ("proxy password", PROXY),
            ("URL password", URL),
            ("document", DOCUMENT),
            ("cookie", COOKIE),
            ("signature", SIGNATURE),
        ];
        let key = self.device.key_der();
        // The beginning of the file is the same for all keys of this kind.
        let bytes = &key.secret_der()[36..];
        let pem = STANDARD.encode(key.secret_der());
        let texts = texts.into_iter().map(|(name, text)| (name, text.as_bytes()));
        let keys = [("private key", bytes), ("private key in PEM", &pem.as_bytes()[48..])];
        Needles::new(texts.chain(keys).chain(self.made.iter().map(|(name, bytes)| (*name, bytes.as_slice()))))
    }
}

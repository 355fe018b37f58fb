//! Certificate authorities and certificates, created while a test runs.

#![expect(clippy::expect_used, clippy::missing_panics_doc, reason = "a test fails by a panic")]

mod pem;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// An RSA key only for tests, because rcgen cannot create one with ring. It is the output of `openssl genpkey
/// -algorithm RSA -pkeyopt rsa_keygen_bits:2048`.
const RSA_KEY: &str = include_str!("../pki/rsa-pkcs8.pem");

/// A root certificate and the key that signs with it.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    /// Creates a root. Two roots with the same name are different: each has its own key.
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("a root"))
    }

    /// The root certificate.
    pub fn der(&self) -> CertificateDer<'static> {
        self.0.der().clone()
    }

    /// The root certificate as PEM.
    pub fn pem(&self) -> String {
        pem::encode("CERTIFICATE", self.0.der())
    }

    /// Creates a certificate of a server with these names, each a host name or an IP address.
    pub fn server(&self, names: &[&str], validity: Validity) -> Identity {
        self.issue(names, ExtendedKeyUsagePurpose::ServerAuth, validity, Identity::ec_key())
    }

    /// Creates a certificate of the loopback server: `localhost`, `127.0.0.1` and `::1`.
    pub fn localhost(&self) -> Identity {
        self.server(&["localhost", "127.0.0.1", "::1"], Validity::Now)
    }

    /// Creates a certificate of a client, with a P-256 key.
    pub fn client(&self, name: &str, validity: Validity) -> Identity {
        self.issue(&[name], ExtendedKeyUsagePurpose::ClientAuth, validity, Identity::ec_key())
    }

    /// Creates a certificate of a client, with an RSA key of 2,048 bits, which is the same for all of them.
    pub fn rsa_client(&self, name: &str, validity: Validity) -> Identity {
        self.issue(&[name], ExtendedKeyUsagePurpose::ClientAuth, validity, Identity::rsa_key())
    }

    fn issue(
        &self,
        names: &[&str],
        usage: ExtendedKeyUsagePurpose,
        validity: Validity,
        key: KeyPair,
    ) -> Identity {
        let names: Vec<String> = names.iter().copied().map(str::to_owned).collect();
        let mut params = CertificateParams::new(names).expect("names");
        params.extended_key_usages = vec![usage];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        let (from, to) = validity.years();
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        Identity { certificate: certificate.into(), key }
    }
}

/// When a certificate is valid.
#[derive(Clone, Copy, Debug)]
pub enum Validity {
    /// Since 2020, until 2200.
    Now,
    /// Since 2020, until 2021.
    Expired,
    /// Since 2190, until 2200.
    NotYet,
}

impl Validity {
    fn years(self) -> (i32, i32) {
        match self {
            Self::Now => (2020, 2200),
            Self::Expired => (2020, 2021),
            Self::NotYet => (2190, 2200),
        }
    }
}

/// A certificate with its private key.
pub struct Identity {
    certificate: CertificateDer<'static>,
    key: KeyPair,
}

impl Identity {
    /// The certificate, without the root that signed it.
    pub fn der(&self) -> CertificateDer<'static> {
        self.certificate.clone()
    }

    /// The private key.
    pub fn key_der(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.key.serialize_der()).into()
    }

    /// The certificate as PEM.
    pub fn pem(&self) -> String {
        pem::encode("CERTIFICATE", &self.certificate)
    }

    /// The key as `PRIVATE KEY`, which is PKCS#8.
    pub fn key_pkcs8_pem(&self) -> String {
        pem::encode("PRIVATE KEY", self.key.serialized_der())
    }

    /// The key of an RSA certificate as `RSA PRIVATE KEY`, which is PKCS#1.
    pub fn key_pkcs1_pem(&self) -> String {
        pem::encode("RSA PRIVATE KEY", pem::inside_pkcs8(self.key.serialized_der()))
    }

    /// The key of a P-256 certificate as `EC PRIVATE KEY`, which is SEC 1.
    pub fn key_sec1_pem(&self) -> String {
        pem::encode("EC PRIVATE KEY", &pem::sec1_of_p256(self.key.serialized_der()))
    }

    fn ec_key() -> KeyPair {
        KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key")
    }

    fn rsa_key() -> KeyPair {
        let key = PrivatePkcs8KeyDer::from_pem_slice(RSA_KEY.as_bytes()).expect("a key in PEM");
        KeyPair::from_pkcs8_der_and_sign_algo(&key, &rcgen::PKCS_RSA_SHA256).expect("an RSA key")
    }
}

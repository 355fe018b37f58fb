//! The inputs of a call's signature besides its credentials, and where the signature goes.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use crate::aws::sign::{SignedBody, Signing, presign, sign};
use crate::config::Settings;
use crate::credentials::Credentials;
use crate::endpoint::{AuthScheme, Endpoint};
use crate::operation::OperationInfo;
use crate::options::CallOptions;

/// The inputs of a signature besides request, time and credentials.
#[derive(Debug)]
pub(super) struct Signature {
    name: Cow<'static, str>,
    region: Arc<str>,
    double_encode: bool,
    payload: SignedBody,
}

/// Checks the authentication schemes of an endpoint: if it has any, it accepts no others.
fn check_schemes(endpoint: &Endpoint) -> Result<(), String> {
    let schemes = endpoint.auth_schemes();
    if schemes.is_empty() || endpoint.auth_scheme(SCHEME).is_some() {
        return Ok(());
    }
    let names: Vec<_> = schemes.iter().map(AuthScheme::name).collect();
    Err(format!(
        "the endpoint {} takes requests that are signed by {}, and this client signs by {SCHEME}",
        endpoint.url(),
        names.join(" or ")
    ))
}

/// The only scheme that the client supports.
const SCHEME: &str = "sigv4";

impl Signature {
    fn signing(&self) -> Signing<'_> {
        Signing {
            name: &self.name,
            region: &self.region,
            double_encode: self.double_encode,
            payload: self.payload,
        }
    }

    pub(super) fn sign(
        &self,
        request: &mut http::Request<Bytes>,
        credentials: &Credentials,
        time: SystemTime,
    ) -> Result<(), String> {
        #[cfg(feature = "events")]
        if let Some(slot) = request.extensions().get::<crate::events::Slot>().cloned() {
            return self.sign_events(request, &slot, credentials, time);
        }
        sign(request, &self.signing(), credentials, time).map_err(|error| error.to_string())
    }

    /// Signs a request whose body is events, and sets up the signature of each event when it is sent.
    #[cfg(feature = "events")]
    fn sign_events(
        &self,
        request: &mut http::Request<Bytes>,
        slot: &crate::events::Slot,
        credentials: &Credentials,
        time: SystemTime,
    ) -> Result<(), String> {
        let how = Signing { payload: SignedBody::Events, ..self.signing() };
        sign(request, &how, credentials, time).map_err(|error| error.to_string())?;
        if let Some(signer) = crate::aws::sign::EventSigner::of(request, &how, credentials, time) {
            slot.fill(signer);
        }
        Ok(())
    }

    /// Whether the signature covers the body, so that the hash of a stream is needed first.
    #[cfg(feature = "stream")]
    pub(super) fn needs_hash(&self) -> bool {
        self.payload == SignedBody::Whole
    }

    /// Takes the SHA-256 of a body that is a stream.
    #[cfg(feature = "stream")]
    pub(super) fn set_hash(&mut self, hash: [u8; 32]) {
        self.payload = SignedBody::Hashed(hash);
    }

    /// Returns the request with a signature in its URL.
    pub(super) fn presign(
        &self,
        request: http::Request<Bytes>,
        credentials: &Credentials,
        time: SystemTime,
        valid_for: Duration,
    ) -> Result<http::Request<Bytes>, String> {
        presign(request, &self.signing(), credentials, time, valid_for).map_err(|error| error.to_string())
    }

    /// Settings of the endpoint take precedence over the model of the service.
    pub(super) fn new(
        settings: &Settings,
        operation: &OperationInfo,
        endpoint: &Endpoint,
        options: &CallOptions,
    ) -> Result<Self, String> {
        check_schemes(endpoint)?;
        let scheme = endpoint.auth_scheme(SCHEME);
        let name = match scheme.and_then(AuthScheme::signing_name) {
            Some(name) => Some(Cow::Owned(name.to_owned())),
            None => settings.service.signing_name.map(Cow::Borrowed),
        };
        let scheme_region = || scheme.and_then(AuthScheme::signing_region);
        let region = options.region.as_deref().or_else(scheme_region).map(Arc::from);
        Ok(Self {
            name: name.ok_or_else(|| format!("requests to {} are not signed", settings.service.id))?,
            region: region
                .or_else(|| settings.region.clone())
                .ok_or("a signature needs a region, and none is set")?,
            double_encode: !scheme.is_some_and(AuthScheme::disable_double_encoding),
            payload: if operation.unsigned_payload { SignedBody::Nothing } else { SignedBody::Whole },
        })
    }
}

//! What a call signs with: the place for its signature, and the credentials of the attempt under way.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use super::{Moment, Session};
use crate::config::{Auth, Settings};
use crate::credentials::Credentials;
use crate::endpoint::{AuthScheme, Endpoint};
use crate::operation::OperationInfo;
use crate::options::CallOptions;
use crate::sign::{SignedBody, Signing, presign, sign};

/// Signs the attempts of a call, or leaves them as they are.
#[derive(Debug)]
pub(super) struct Signer {
    signature: Option<Signature>,
    credentials: Option<Credentials>,
    /// Credentials have been replaced once: a second time does not help.
    refreshed: bool,
}

/// What goes into the signature besides request, time and credentials.
#[derive(Debug)]
struct Signature {
    name: Cow<'static, str>,
    region: Arc<str>,
    double_encode: bool,
    payload: SignedBody,
}

impl Signer {
    pub(super) fn new(
        settings: &Settings,
        operation: &OperationInfo,
        endpoint: &Endpoint,
        options: &CallOptions,
    ) -> Result<Self, String> {
        let signs = !operation.unsigned && !options.unsigned && matches!(settings.auth, Auth::SigV4(_));
        let signature = signs.then(|| Signature::new(settings, operation, endpoint, options)).transpose()?;
        Ok(Self { signature, credentials: None, refreshed: false })
    }

    pub(super) fn signs(&self) -> bool {
        self.signature.is_some()
    }

    /// Whether the body is signed, and what for is not known yet of one that is a stream.
    #[cfg(feature = "stream")]
    pub(super) fn needs_hash(&self) -> bool {
        self.signature.as_ref().is_some_and(|signature| signature.payload == SignedBody::Whole)
    }

    /// Takes the SHA-256 of a body that is a stream.
    #[cfg(feature = "stream")]
    pub(super) fn set_hash(&mut self, hash: [u8; 32]) {
        if let Some(signature) = &mut self.signature {
            signature.payload = SignedBody::Hashed(hash);
        }
    }

    /// Whether the provider has to be asked. It need not where the client has credentials for which it is not yet time to
    /// get others.
    pub(super) fn needs_credentials(&mut self, session: &Session, now: Moment) -> bool {
        if self.signature.is_some() && self.credentials.is_none() {
            self.credentials = session.kept_credentials(now);
        }
        self.signature.is_some() && self.credentials.is_none()
    }

    /// Takes the credentials for the attempt that comes next.
    pub(super) fn set_credentials(&mut self, credentials: Credentials) {
        self.credentials = Some(credentials);
    }

    /// The provider may have better ones for the next attempt.
    pub(super) fn forget_credentials(&mut self) {
        self.credentials = None;
    }

    /// Lets the provider be asked again for credentials that the service does not take any more; false if that has not
    /// helped before.
    pub(super) fn refresh(&mut self, session: &Session) -> bool {
        if let (Some(cache), Some(credentials)) = (session.cache(), &self.credentials) {
            cache.invalidate(credentials);
            return !std::mem::replace(&mut self.refreshed, true);
        }
        false
    }

    pub(super) fn sign(&self, request: &mut http::Request<Bytes>, time: SystemTime) -> Result<(), String> {
        let (Some(signature), Some(credentials)) = (&self.signature, &self.credentials) else {
            return Ok(());
        };
        sign(request, &signature.signing(), credentials, time).map_err(|error| error.to_string())
    }

    /// Signs a request whose body is events, if that is what it is, and lets each event be signed.
    #[cfg(feature = "events")]
    pub(super) fn sign_events(
        &self,
        request: &mut http::Request<Bytes>,
        time: SystemTime,
        offset: i64,
    ) -> Result<bool, String> {
        let Some(slot) = request.extensions().get::<crate::events::Slot>().cloned() else { return Ok(false) };
        let (Some(signature), Some(credentials)) = (&self.signature, &self.credentials) else {
            return Ok(true);
        };
        let how = Signing { payload: SignedBody::Events, ..signature.signing() };
        sign(request, &how, credentials, time).map_err(|error| error.to_string())?;
        if let Some(signer) = crate::sign::EventSigner::of(request, &how, credentials, offset) {
            slot.fill(signer);
        }
        Ok(true)
    }

    /// The request with a signature in its URL.
    pub(super) fn presign(
        &self,
        request: http::Request<Bytes>,
        time: SystemTime,
        valid_for: Duration,
    ) -> Result<http::Request<Bytes>, String> {
        let (Some(signature), Some(credentials)) = (&self.signature, &self.credentials) else {
            return Ok(request);
        };
        presign(request, &signature.signing(), credentials, time, valid_for)
            .map_err(|error| error.to_string())
    }
}

/// An endpoint that says how its requests are signed takes no others.
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

/// The way of signing that the client knows.
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

    /// What the rules of the endpoint say goes before what the model of the service says.
    fn new(
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

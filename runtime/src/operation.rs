//! The trait that makes an input a call: its name, its request and how its response is read.

use bytes::Bytes;
use serde::Serialize;

use crate::codec::Read;
use crate::endpoint::{Endpoint, EndpointError, EndpointRules};
use crate::error::{ClientError, ErrorResponse, Failure, RequestError, RetryKind};
use crate::protocol::{self, Protocol};
use crate::response::FromResponse;
use crate::validate::{Checks, Validate, Validator, Violations};

/// A way to authenticate a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Auth {
    /// A Signature Version 4, which needs credentials.
    SigV4,
    /// A bearer token.
    Bearer,
    /// No authentication.
    None,
}

/// One operation of a service, implemented by its input.
///
/// Everything here is a pure function: no socket, no clock, no runtime. A client is a thin layer around it, and a test
/// or another HTTP stack can use it without one.
pub trait Operation: Validate + Serialize + Read + Send + Sync + Sized + 'static {
    /// The name of the operation in the model.
    const NAME: &'static str;

    /// How responses are read.
    const PROTOCOL: &'static Protocol = &protocol::REST_JSON;

    /// Whether the body of a success is the user's own text or bytes, so that it is never searched for an error.
    const OPAQUE_BODY: bool = false;

    /// Whether repeating the call is safe when its response was lost: the model says so, the HTTP method implies it
    /// (RFC 9110, section 9.2.2), or a token identifies repetitions.
    const IDEMPOTENT: bool = false;

    /// The authentication schemes that the service accepts, the preferred one first. A client uses the first one that
    /// it is configured for.
    const AUTH: &'static [Auth] = &[Auth::SigV4];

    /// Whether the signature does not cover the body.
    const UNSIGNED_PAYLOAD: bool = false;

    /// Whether the service accepts bodies that are compressed with gzip.
    const GZIP: bool = false;

    /// Whether the service requires the MD5 checksum of the body.
    const MD5: bool = false;

    /// Whether the body of a success is a stream, which is returned as it arrives. This needs the feature `stream`,
    /// which a generated crate enables if necessary.
    const STREAMED_RESPONSE: bool = false;

    /// Whether the first event of such a body has the output members that are not events.
    const FIRST_EVENT: bool = false;

    /// How the endpoint is discovered, if another operation returns it.
    #[cfg(feature = "discovery")]
    const DISCOVERY: Option<crate::Discovery> = None;

    /// The MQTT binding, if the operation has one.
    #[cfg(feature = "topics")]
    const MQTT: Option<&'static crate::mqtt::Binding> = None;

    /// The codes of the errors that the model marks as retryable.
    const RETRYABLE: &'static [(&'static str, RetryKind)] = &[];

    /// The output of a successful call.
    type Output: FromResponse + Serialize + Send + Sync + 'static;

    /// Every way in which a call can fail.
    type Error: Failure + From<ErrorResponse> + From<ClientError> + Send + Sync + 'static;

    /// Sets each idempotency token that is unset to a fresh one from `token`.
    ///
    /// Call it once per call and not once per attempt, because a retry has to repeat the token. Without such a member,
    /// it does nothing.
    fn fill_idempotency_tokens(&mut self, token: &mut dyn FnMut() -> String) {
        let _ = token;
    }

    /// Returns the endpoint rules with the parameters that this call sets; `None` if it sets none, so that it uses the
    /// client's endpoint.
    fn endpoint_rules(&self, rules: &EndpointRules) -> Result<Option<EndpointRules>, EndpointError> {
        let _ = rules;
        Ok(None)
    }

    /// Returns the endpoint of a call with this input, or the reason why there is none.
    fn endpoint(&self, rules: &EndpointRules) -> Result<Endpoint, EndpointError> {
        self.endpoint_rules(rules)?.as_ref().unwrap_or(rules).resolve()
    }

    /// Returns the request of this input. Its URI has only path and query, and the constraints are not checked.
    ///
    /// A body that is a stream and not in memory is a `ByteStream` in the extensions of the request.
    fn request(&self) -> Result<http::Request<Bytes>, RequestError>;

    /// Returns the request as it is sent. Its body is compressed if the service accepts that and it has at least
    /// `least` bytes, and it has the checksum of the result if the service requires one. This needs the features `gzip`
    /// and `md5`, which a generated crate enables if necessary.
    fn packed(request: http::Request<Bytes>, least: usize) -> http::Request<Bytes> {
        OperationInfo::of::<Self>().pack(request, least)
    }

    /// Checks the input against the constraints of the model that `checks` selects.
    fn check(&self, checks: Checks) -> Result<(), Violations> {
        Validator::run(checks, self)
    }

    /// Returns the request of this input, if the checks pass.
    fn checked_request(&self, checks: Checks) -> Result<http::Request<Bytes>, ClientError> {
        self.check(checks)
            .map_err(RequestError::Invalid)
            .and_then(|()| self.request())
            .map_err(|error| ClientError::Request { operation: Self::NAME, error })
    }

    /// Reads the response of the service: the output, or the error that it describes.
    ///
    /// A response with a success status is an error if its body says so.
    fn response(response: &http::Response<Bytes>) -> Result<Self::Output, Self::Error> {
        match OperationInfo::of::<Self>().detect(response) {
            Some(error) => Err(error.into()),
            None => Self::output(response).map_err(Into::into),
        }
    }

    /// Reads the output from a response that is known to be a success.
    fn output(response: &http::Response<Bytes>) -> Result<Self::Output, ClientError> {
        Self::Output::from_response(response).map_err(|reason| {
            let error = ClientError::unreadable(Self::NAME, response, reason);
            // The page of a proxy explains the problem, and contains no secrets of the service.
            let may_be_output = Self::OPAQUE_BODY || (Self::PROTOCOL.may_be_body)(response.body());
            if Self::Output::SENSITIVE && may_be_output { error.hiding_body() } else { error }
        })
    }
}

/// The constants of an [`Operation`] as a value.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a constant of the trait")]
pub(crate) struct OperationInfo {
    pub(crate) name: &'static str,
    pub(crate) protocol: &'static Protocol,
    pub(crate) opaque_body: bool,
    pub(crate) idempotent: bool,
    #[cfg(any(feature = "sigv4", feature = "bearer"))]
    pub(crate) auth: &'static [Auth],
    #[cfg(feature = "sigv4")]
    pub(crate) unsigned_payload: bool,
    #[cfg(feature = "gzip")]
    pub(crate) gzip: bool,
    #[cfg(feature = "md5")]
    pub(crate) md5: bool,
    #[cfg(feature = "stream")]
    pub(crate) streamed_response: bool,
    #[cfg(all(feature = "events", any(feature = "client", feature = "blocking")))]
    pub(crate) first_event: bool,
    #[cfg(feature = "discovery")]
    pub(crate) discovery: Option<crate::Discovery>,
    pub(crate) retryable: &'static [(&'static str, RetryKind)],
}

impl OperationInfo {
    pub(crate) fn of<O: Operation>() -> Self {
        Self {
            name: O::NAME,
            protocol: O::PROTOCOL,
            opaque_body: O::OPAQUE_BODY,
            idempotent: O::IDEMPOTENT,
            #[cfg(any(feature = "sigv4", feature = "bearer"))]
            auth: O::AUTH,
            #[cfg(feature = "sigv4")]
            unsigned_payload: O::UNSIGNED_PAYLOAD,
            #[cfg(feature = "gzip")]
            gzip: O::GZIP,
            #[cfg(feature = "md5")]
            md5: O::MD5,
            #[cfg(feature = "stream")]
            streamed_response: O::STREAMED_RESPONSE,
            #[cfg(all(feature = "events", any(feature = "client", feature = "blocking")))]
            first_event: O::FIRST_EVENT,
            #[cfg(feature = "discovery")]
            discovery: O::DISCOVERY,
            retryable: O::RETRYABLE,
        }
    }

    /// Returns the request with its body as it is sent.
    #[allow(clippy::unused_self, unused_variables, reason = "what is asked for depends on the features")]
    pub(crate) fn pack(&self, request: http::Request<Bytes>, least: usize) -> http::Request<Bytes> {
        #[cfg(feature = "gzip")]
        let request = if self.gzip { crate::compress::gzip(request, least) } else { request };
        #[cfg(feature = "md5")]
        let request = if self.md5 { crate::compress::content_md5(request) } else { request };
        request
    }

    /// Returns the error in a response, if it is one.
    pub(crate) fn detect(&self, response: &http::Response<Bytes>) -> Option<ErrorResponse> {
        let error = if self.opaque_body {
            (!response.status().is_success()).then(|| (self.protocol.error)(self.name, response))
        } else {
            (self.protocol.detect)(self.name, response)
        };
        error.map(|error| error.classified(self.retryable))
    }
}

#[cfg(test)]
mod tests;

//! The trait that makes an input a call: its name, its request and the reading of its response.

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
    /// A Signature Version 4, for which a client needs credentials.
    SigV4,
    /// A bearer token.
    Bearer,
    /// None.
    None,
}

/// One operation of a service, implemented by its input.
///
/// Everything here is a pure function: no socket, no clock, no runtime. A client is a thin shell around it, and a
/// test or another HTTP stack can call it without one.
pub trait Operation: Validate + Serialize + Read + Send + Sync + Sized + 'static {
    /// The name of the operation in the model.
    const NAME: &'static str;

    /// How answers are read.
    const PROTOCOL: &'static Protocol = &protocol::REST_JSON;

    /// The body of a success is the user's own text or bytes, so it is never searched for an error.
    const OPAQUE_BODY: bool = false;

    /// Making the call twice does what making it once does, so it is safe to repeat one whose response was lost: the model
    /// says so, the HTTP method does (RFC 9110, section 9.2.2), or the service knows repetitions by a token.
    const IDEMPOTENT: bool = false;

    /// The ways in which the service lets calls be authenticated, the preferred one first. A client takes the first one that it
    /// has what is needed for.
    const AUTH: &'static [Auth] = &[Auth::SigV4];

    /// The signature does not cover the body.
    const UNSIGNED_PAYLOAD: bool = false;

    /// The service takes bodies that are compressed with gzip.
    const GZIP: bool = false;

    /// The service wants the MD5 checksum of the body.
    const MD5: bool = false;

    /// The body of a success is a stream, which is handed on as it comes. The feature `stream` does it, which a generated crate has
    /// as it needs it.
    const STREAMED_RESPONSE: bool = false;

    /// The first event of such a body has the members of the output that are not events.
    const FIRST_EVENT: bool = false;

    /// How the endpoint is discovered, which the service tells in the response of another operation.
    #[cfg(feature = "discovery")]
    const DISCOVERY: Option<crate::Discovery> = None;

    /// How it is called over MQTT, where it can be.
    #[cfg(feature = "topics")]
    const MQTT: Option<&'static crate::mqtt::Binding> = None;

    /// The errors by their code that the model calls worth another attempt.
    const RETRYABLE: &'static [(&'static str, RetryKind)] = &[];

    /// What the service answers on success.
    type Output: FromResponse + Serialize + Send + Sync + 'static;

    /// Every way in which a call can fail.
    type Error: Failure + From<ErrorResponse> + From<ClientError> + Send + Sync + 'static;

    /// Sets each idempotency token that is unset to a fresh one from `token`.
    ///
    /// To be called once a call and not once an attempt: a retry has to repeat the token. An operation without
    /// such a member does nothing.
    fn fill_idempotency_tokens(&mut self, token: &mut dyn FnMut() -> String) {
        let _ = token;
    }

    /// The endpoint rules with the parameters that this call sets; `None` where it sets none, so that the endpoint of the client
    /// is its own.
    fn endpoint_rules(&self, rules: &EndpointRules) -> Result<Option<EndpointRules>, EndpointError> {
        let _ = rules;
        Ok(None)
    }

    /// The endpoint of a call with this input, or the reason why there is none.
    fn endpoint(&self, rules: &EndpointRules) -> Result<Endpoint, EndpointError> {
        self.endpoint_rules(rules)?.as_ref().unwrap_or(rules).resolve()
    }

    /// The request of this input, with a URI of path and query only and without the constraints being checked.
    ///
    /// A body that is a stream and not in memory is a `ByteStream` in the extensions of the request.
    fn request(&self) -> Result<http::Request<Bytes>, RequestError>;

    /// The request as it is sent: its body compressed where the service takes that and it has at least `least` bytes, and with the
    /// checksum of what is sent where the service wants one. The features `gzip` and `md5` do it, which a generated crate has as it
    /// needs them.
    fn packed(request: http::Request<Bytes>, least: usize) -> http::Request<Bytes> {
        OperationInfo::of::<Self>().pack(request, least)
    }

    /// Checks the input against the constraints of the model, as far as `checks` asks for.
    fn check(&self, checks: Checks) -> Result<(), Violations> {
        Validator::run(checks, self)
    }

    /// The request of this input, built only when the checks pass.
    fn checked_request(&self, checks: Checks) -> Result<http::Request<Bytes>, ClientError> {
        self.check(checks)
            .map_err(RequestError::Invalid)
            .and_then(|()| self.request())
            .map_err(|error| ClientError::Request { operation: Self::NAME, error })
    }

    /// Reads the response of the service: the output, or the error that it describes.
    ///
    /// A response with a status of success is an error all the same when its body says so.
    fn response(response: &http::Response<Bytes>) -> Result<Self::Output, Self::Error> {
        match OperationInfo::of::<Self>().detect(response) {
            Some(error) => Err(error.into()),
            None => Self::output(response).map_err(Into::into),
        }
    }

    /// Reads the output from a response that is known to be no error.
    fn output(response: &http::Response<Bytes>) -> Result<Self::Output, ClientError> {
        Self::Output::from_response(response).map_err(|reason| {
            let error = ClientError::unreadable(Self::NAME, response, reason);
            // The page of a proxy tells what is wrong, and has no secrets of the service in it.
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

    /// The request with its body as it is sent.
    #[allow(clippy::unused_self, unused_variables, reason = "what is asked for depends on the features")]
    pub(crate) fn pack(&self, request: http::Request<Bytes>, least: usize) -> http::Request<Bytes> {
        #[cfg(feature = "gzip")]
        let request = if self.gzip { crate::compress::gzip(request, least) } else { request };
        #[cfg(feature = "md5")]
        let request = if self.md5 { crate::compress::content_md5(request) } else { request };
        request
    }

    /// The error in a response, if it is one.
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

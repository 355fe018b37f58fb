//! The trait that makes an input a call: its name, its request and the reading of its response.

use bytes::Bytes;

use crate::error::{ClientError, ErrorResponse, RequestError};
use crate::response::FromResponse;
use crate::validate::{Checks, Validate, Validator, Violations};

/// One operation of a service, implemented by its input.
///
/// Everything here is a pure function: no socket, no clock, no runtime. A client is a thin shell around it, and a
/// test or another HTTP stack can call it without one.
pub trait Operation: Validate {
    /// The name of the operation in the model.
    const NAME: &'static str;

    /// The body of a success is the user's own text or bytes, so it is never searched for an error.
    const OPAQUE_BODY: bool = false;

    /// What the service answers on success.
    type Output: FromResponse;

    /// Every way in which a call can fail.
    type Error: std::error::Error + From<ErrorResponse> + From<ClientError> + Send + Sync + 'static;

    /// Sets each idempotency token that is unset to a fresh one from `token`.
    ///
    /// To be called once a call and not once an attempt: a retry has to repeat the token. An operation without
    /// such a member does nothing.
    fn fill_idempotency_tokens(&mut self, token: &mut dyn FnMut() -> String) {
        let _ = token;
    }

    /// The request of this input, with a URI of path and query only and without the constraints being checked.
    fn request(&self) -> Result<http::Request<Bytes>, RequestError>;

    /// Checks the input against the constraints of the model, as far as `checks` asks for.
    fn check(&self, checks: Checks) -> Result<(), Violations>
    where
        Self: Sized,
    {
        Validator::run(checks, self)
    }

    /// The request of this input, built only when the checks pass.
    fn checked_request(&self, checks: Checks) -> Result<http::Request<Bytes>, ClientError>
    where
        Self: Sized,
    {
        self.check(checks)
            .map_err(RequestError::Invalid)
            .and_then(|()| self.request())
            .map_err(|error| ClientError::Request { operation: Self::NAME, error })
    }

    /// Reads the answer of the service: the output, or the error that it describes.
    ///
    /// An answer with a status of success is an error all the same when its body says so.
    fn response(response: &http::Response<Bytes>) -> Result<Self::Output, Self::Error> {
        let error = if Self::OPAQUE_BODY {
            ErrorResponse::detect_by_status(Self::NAME, response)
        } else {
            ErrorResponse::detect(Self::NAME, response)
        };
        match error {
            Some(error) => Err(error.into()),
            None => Self::Output::from_response(response).map_err(|reason| {
                let error = ClientError::unreadable(Self::NAME, response, reason);
                if Self::Output::SENSITIVE { error.hiding_body().into() } else { error.into() }
            }),
        }
    }
}

#[cfg(test)]
mod tests;

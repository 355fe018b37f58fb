//! An error response: its code, and its members.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;

use super::received::Received;
use super::{ErrorMeta, RetryKind, ServiceError, Trail};
#[cfg(feature = "topics")]
use crate::aws::codes::status_of;
use crate::aws::headers::{ERROR_TYPE, QUERY_ERROR};
use crate::protocol::{Members, Parts};
use crate::response::FromResponse;
use crate::service::has_one_of;

/// The spellings of the member with the error message.
pub(crate) const MESSAGE: [&str; 3] = ["message", "Message", "errorMessage"];

/// How many members of an error are tried one by one: more than in any model, and few enough that a malicious body
/// cannot keep the client busy.
const TRIED: usize = 64;

/// An error response whose code is known and whose members have not been read yet.
#[derive(Clone)]
pub struct ErrorResponse {
    meta: ErrorMeta,
    /// The name of the error in the model. The service may show users another code.
    name: Option<String>,
    /// Splits the body into members and joins them again.
    format: &'static Members,
    /// The members of the body, if it is an object.
    members: Option<Parts>,
}

impl ErrorResponse {
    /// Creates the error of a response whose members the protocol has split.
    pub(crate) fn new(
        operation: &'static str,
        response: &http::Response<Bytes>,
        format: &'static Members,
        members: Option<Parts>,
    ) -> Self {
        let received = Received::of(response);
        let status = response.status().as_u16();
        Self::of_received(operation, received, status, format, members)
    }

    /// Creates the error of a message over MQTT.
    #[cfg(feature = "topics")]
    pub(crate) fn of_message(operation: &'static str, payload: &Bytes) -> Self {
        let (format, members) = crate::protocol::message(payload);
        let code = members.as_ref().and_then(|members| (format.text)(members.get("code")?));
        let status = code.map_or(0, |code| status_of(&code));
        Self::of_received(operation, Received::of_message(payload.clone()), status, format, members)
    }

    fn of_received(
        operation: &'static str,
        received: Received,
        status: u16,
        format: &'static Members,
        members: Option<Parts>,
    ) -> Self {
        let text = |name: &str| (format.text)(members.as_ref()?.get(name)?);
        let named = |name: &str| text(name).and_then(|text| bare_code(&text).map(str::to_owned));
        let header = received.header(ERROR_TYPE).and_then(bare_code).map(str::to_owned);
        let of_query = received.header(QUERY_ERROR).and_then(|value| bare_code(value.split(';').next()?));
        let of_query = of_query.map(str::to_owned);
        let name = header.or_else(|| format.names.iter().find_map(|member| named(member)));
        let name = name.or_else(|| of_query.clone());
        let code = of_query.or_else(|| name.clone());
        let message = MESSAGE.into_iter().filter_map(text).find(|message| !message.is_empty());
        let kind = RetryKind::of(status, name.as_deref());
        let meta = ErrorMeta {
            operation,
            retry_kind: kind.or_by_message(status, message.as_deref()),
            trail: Trail::default(),
            code,
            message: message.map(Cow::into_owned),
            is_object: members.is_some(),
            judged_by: status,
            received,
        };
        Self { meta, name, format, members }
    }

    /// Sets the retry kind if the error is in this list of those that the model marks as retryable.
    #[must_use]
    pub fn classified(mut self, retryable: &[(&str, RetryKind)]) -> Self {
        let modeled =
            retryable.iter().find(|(code, _)| [self.code(), self.meta.code()].contains(&Some(code)));
        if let Some((_, kind)) = modeled {
            self.meta.retry_kind = *kind;
        }
        self
    }

    /// Sets this message.
    #[cfg(feature = "events")]
    pub(crate) fn with_message(mut self, message: &str) -> Self {
        self.meta.message = Some(message.to_owned()).filter(|message| !message.is_empty());
        self
    }

    /// Adds these attempts.
    #[must_use]
    pub(crate) fn after(mut self, trail: Trail) -> Self {
        self.meta.trail = trail;
        self
    }

    /// Sets this retry kind.
    #[must_use]
    pub(crate) fn of_kind(mut self, kind: RetryKind) -> Self {
        self.meta.retry_kind = kind;
        self
    }

    /// Returns what is known of the error without its members.
    pub fn error_meta(&self) -> &ErrorMeta {
        &self.meta
    }

    /// Returns the code that identifies the error in the model.
    pub fn code(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether the code is one of these.
    pub fn code_is(&self, codes: &[&str]) -> bool {
        self.code().is_some_and(|code| codes.contains(&code))
    }

    /// Whether the message contains one of these texts, ignoring case.
    pub fn message_has(&self, texts: &[&str]) -> bool {
        has_one_of(self.meta.message().unwrap_or_default(), texts)
    }

    /// Reads the error as the modeled `T`. Members that can't be read are unset; if `T` requires one of them, the error
    /// is returned as one that is not modeled.
    ///
    /// `T` gets the message whichever spelling the service and the model use.
    pub fn read<T: FromResponse>(self) -> Result<ServiceError<T>, Box<ErrorMeta>> {
        let mut error = None;
        let meta = self.parts(T::SENSITIVE, &mut |response| {
            let read = T::from_response(response).ok();
            let is_read = read.is_some();
            error = read.or(error.take());
            is_read
        });
        match error {
            // The error keeps the message, but must not show it.
            Some(error) if T::SENSITIVE_MESSAGE => {
                Ok(ServiceError::new(error, ErrorMeta { message: None, ..meta }))
            }
            Some(error) => Ok(ServiceError::new(error, meta)),
            None => Err(Box::new(meta)),
        }
    }

    /// Passes to `read` what can be read of the response. If the whole cannot be read, this is the message with those
    /// members that can, because the code is certain even if a proxy has replaced the body.
    fn parts(self, sensitive: bool, read: &mut dyn FnMut(&http::Response<Bytes>) -> bool) -> ErrorMeta {
        let Self { meta, format, members, .. } = self;
        let mut read = |body: Bytes| read(&meta.received.with_body(body));
        let whole = members.as_ref().map(|members| body(format, members, meta.message()));
        if !read(whole.unwrap_or_else(|| meta.raw_body().clone())) {
            let mut kept = Parts::new();
            let mut is_read = read(body(format, &kept, meta.message()));
            for (name, value) in members.unwrap_or_default().into_iter().take(TRIED) {
                kept.insert(name.clone(), value);
                let is_good = read(body(format, &kept, meta.message()));
                // A required member may follow.
                if is_read && !is_good {
                    drop(kept.remove(&name));
                }
                is_read |= is_good;
            }
        }
        ErrorMeta { received: meta.received.hiding(sensitive), ..meta }
    }

    /// Returns what is known of the error without a model of it.
    pub fn into_error_meta(self) -> Box<ErrorMeta> {
        Box::new(self.meta)
    }
}

/// Returns the code without the address after `:` and the namespace before `#`, unless nothing remains.
pub(crate) fn bare_code(text: &str) -> Option<&str> {
    let text = text.split_once(':').map_or(text, |(text, _)| text);
    let text = text.split_once('#').map_or(text, |(_, text)| text);
    Some(text.trim()).filter(|code| !code.is_empty())
}

/// Returns the members, with the message under every spelling that is unset; the model has at most one of them.
fn body(format: &Members, members: &Parts, message: Option<&str>) -> Bytes {
    let message = message.and_then(format.written);
    let mut all: BTreeMap<&str, &[u8]> =
        members.iter().map(|(name, value)| (name.as_str(), value.as_ref())).collect();
    if let Some(message) = &message {
        for name in MESSAGE {
            if all.get(name).is_none_or(|member| (format.is_null)(member)) {
                all.insert(name, message);
            }
        }
    }
    (format.join)(&all)
}

impl fmt::Debug for ErrorResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorResponse").field("meta", &self.meta).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;

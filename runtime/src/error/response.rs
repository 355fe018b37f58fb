//! Finds out whether a response is an error, and which one.

use bytes::Bytes;
use serde_json::{Map, Value};

use super::answer::Answer;
use super::{ErrorMeta, RetryKind, ServiceError, Trail};
use crate::response::FromResponse;

/// The header that names the error.
const ERROR_TYPE: &str = "x-amzn-errortype";

/// The spellings of the member with the sentence of an error.
const MESSAGE: [&str; 3] = ["message", "Message", "errorMessage"];

type Members = Map<String, Value>;

/// An error response whose code is known and whose members are still to be read.
#[derive(Clone, Debug)]
pub struct ErrorResponse {
    meta: ErrorMeta,
    /// The members of the body, when it is a JSON object.
    members: Option<Members>,
}

impl ErrorResponse {
    /// The error in a response: one whose status is not of success, or that says it is one all the same.
    ///
    /// A success is an error when it has the header `x-amzn-errortype`, when its body is a JSON object with a text under
    /// `__type` inside of `Output`, or when `__type` at the top names an error: a name that ends as names of errors do,
    /// or one in a namespace beside nothing but a message.
    pub fn detect(operation: &'static str, response: &http::Response<Bytes>) -> Option<Self> {
        let named = response.headers().get(ERROR_TYPE).and_then(|name| bare_code(name.to_str().ok()?));
        let is_error = !response.status().is_success() || named.is_some();
        if is_error {
            return Some(Self::new(operation, response, members(response.body())));
        }
        // Outputs can be large, and almost none mentions a type: only those that do are parsed here. What is not UTF-8
        // is not JSON, and a text is searched many bytes at a time.
        if !str::from_utf8(response.body()).is_ok_and(|body| body.contains("\"__type\"")) {
            return None;
        }
        let object: Members = serde_json::from_slice(response.body()).ok()?;
        let is_error = has_error_output(&object) || names_an_error(operation, &object);
        is_error.then(|| Self::new(operation, response, Some(unwrapped(object))))
    }

    /// The error in a response, judged by its status alone.
    ///
    /// For an output whose body belongs to the user, in which `__type` means nothing.
    pub fn detect_by_status(operation: &'static str, response: &http::Response<Bytes>) -> Option<Self> {
        (!response.status().is_success()).then(|| Self::new(operation, response, members(response.body())))
    }

    fn new(operation: &'static str, response: &http::Response<Bytes>, members: Option<Members>) -> Self {
        let answer = Answer::of(response);
        let text = |name: &str| members.as_ref()?.get(name)?.as_str();
        let code = answer
            .header(ERROR_TYPE)
            .and_then(bare_code)
            .or_else(|| text("code").and_then(bare_code))
            .or_else(|| text("__type").and_then(bare_code));
        let message = MESSAGE.into_iter().filter_map(text).find(|message| !message.is_empty());
        let meta = ErrorMeta {
            operation,
            retry_kind: RetryKind::of(answer.status(), code).or_by_message(answer.status(), message),
            trail: Trail::default(),
            code: code.map(str::to_owned),
            message: message.map(str::to_owned),
            is_object: members.is_some(),
            answer,
        };
        Self { meta, members }
    }

    /// The same error, which is worth another attempt if it is in the list of those that the model says so of.
    #[must_use]
    pub fn classified(mut self, retryable: &[(&str, RetryKind)]) -> Self {
        let modelled = retryable.iter().find(|(code, _)| self.meta.code() == Some(code));
        if let Some((_, kind)) = modelled {
            self.meta.retry_kind = *kind;
        }
        self
    }

    /// The same error after these attempts.
    #[must_use]
    pub(crate) fn after(mut self, trail: Trail) -> Self {
        self.meta.trail = trail;
        self
    }

    /// The same error, which is of this kind after all.
    #[must_use]
    pub(crate) fn of_kind(mut self, kind: RetryKind) -> Self {
        self.meta.retry_kind = kind;
        self
    }

    /// What is known of the error without its members.
    pub fn meta(&self) -> &ErrorMeta {
        &self.meta
    }

    /// The code of the error, by which it is told from others.
    pub fn code(&self) -> Option<&str> {
        self.meta.code()
    }

    /// Reads the error as the modelled `T` and wraps it; members that can't be read are unset, and only
    /// a `T` that can't do without them is handed on as unhandled.
    ///
    /// The message reaches `T` whichever spelling the service and the model use.
    pub fn modeled<T: FromResponse, E>(
        self,
        wrap: fn(ServiceError<T>) -> E,
        unhandled: fn(Box<ErrorMeta>) -> E,
    ) -> E {
        match self.read() {
            Ok(error) => wrap(error),
            Err(meta) => unhandled(meta),
        }
    }

    /// Apart from [`Self::modeled`], so that it is compiled once for a `T` and not once more for each operation.
    #[inline(never)]
    fn read<T: FromResponse>(self) -> Result<ServiceError<T>, Box<ErrorMeta>> {
        let (meta, whole, message_alone) = self.bodies(T::SENSITIVE);
        match T::from_response(&whole).or_else(|_| T::from_response(&message_alone)) {
            Ok(error) => Ok(ServiceError::new(error, meta)),
            Err(_) => Err(Box::new(meta)),
        }
    }

    /// The response with the message in all its spellings, and one that has the message alone: the code is certain even
    /// where the body makes no sense, because a proxy may have put another in its place.
    #[inline(never)]
    fn bodies(self, sensitive: bool) -> (ErrorMeta, http::Response<Bytes>, http::Response<Bytes>) {
        let Self { meta, members } = self;
        let json = |members: Members| {
            serde_json::to_vec(&with_message(members, meta.message())).ok().map(Bytes::from)
        };
        let whole = members.and_then(json).unwrap_or_else(|| meta.raw_body().clone());
        let message_alone = json(Members::new()).unwrap_or_default();
        let (whole, message_alone) = (meta.answer.with_body(whole), meta.answer.with_body(message_alone));
        (ErrorMeta { answer: meta.answer.hiding(sensitive), ..meta }, whole, message_alone)
    }

    /// What is known of the error without a model of it.
    pub fn into_meta(self) -> Box<ErrorMeta> {
        Box::new(self.meta)
    }
}

/// The members of an error body that is a JSON object, out of their envelope if they are in one.
fn members(body: &Bytes) -> Option<Members> {
    serde_json::from_slice(body).ok().map(unwrapped)
}

fn unwrapped(mut object: Members) -> Members {
    match object.get_mut("Output") {
        Some(Value::Object(output)) if output.get("__type").is_some_and(Value::is_string) => {
            std::mem::take(output)
        }
        _ => object,
    }
}

/// Whether the object is `{"Output": {"__type": "…"}}`, the envelope of a call that went wrong.
fn has_error_output(object: &Members) -> bool {
    let output = object.get("Output").and_then(Value::as_object);
    output.is_some_and(|output| output.get("__type").is_some_and(Value::is_string))
}

/// Whether the type of the object is that of an error. Outputs may name their own type, which has another kind of name
/// or comes with members.
fn names_an_error(operation: &str, object: &Members) -> bool {
    let Some(kind) = object.get("__type").and_then(Value::as_str) else { return false };
    let is_word = |char: char| char.is_ascii_alphanumeric() || "._#:/-".contains(char);
    let Some(name) = bare_code(kind).filter(|_| kind.chars().all(is_word)) else { return false };
    let is_output = matches!(name.strip_prefix(operation), Some("" | "Output" | "Response" | "Result"));
    let is_of_errors = |key: &String| key == "__type" || key == "code" || MESSAGE.contains(&key.as_str());
    ["Exception", "Error", "Fault"].iter().any(|end| name.ends_with(end))
        || (kind.contains('#') && !is_output && object.keys().all(is_of_errors))
}

/// The code without the address after `:` and the namespace before `#`, unless nothing is left.
fn bare_code(text: &str) -> Option<&str> {
    let text = text.split_once(':').map_or(text, |(text, _)| text);
    let text = text.split_once('#').map_or(text, |(_, text)| text);
    Some(text.trim()).filter(|code| !code.is_empty())
}

/// The members with the message in every spelling that is unset, of which the model knows one at most.
fn with_message(mut members: Members, message: Option<&str>) -> Members {
    if let Some(message) = message {
        for name in MESSAGE {
            let member = members.entry(name).or_insert(Value::Null);
            if member.is_null() {
                *member = Value::from(message);
            }
        }
    }
    members
}

#[cfg(test)]
mod tests;

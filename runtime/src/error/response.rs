//! Finds out whether a response is an error, and which one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::value::{RawValue, to_raw_value};

use super::answer::Answer;
use super::{ErrorMeta, RetryKind, ServiceError, Trail};
use crate::codec::Name;
use crate::response::{FromResponse, mended};
use crate::service::has_one_of;

/// The header that names the error.
const ERROR_TYPE: &str = "x-amzn-errortype";

/// The header with the code that the error had in the Query protocol, and whose fault it is: `QueueDoesNotExist;Sender`.
const QUERY_ERROR: &str = "x-amzn-query-error";

/// The spellings of the member with the sentence of an error.
const MESSAGE: [&str; 3] = ["message", "Message", "errorMessage"];

/// How many members of an error are tried one by one: more than any model has, and few enough for a body that somebody has
/// made to keep the client busy.
const TRIED: usize = 64;

/// Members by their names, each as it came: one that no value can hold takes none of the others along.
type Members = BTreeMap<String, Box<RawValue>>;

/// An error response whose code is known and whose members are still to be read.
#[derive(Clone, Debug)]
pub struct ErrorResponse {
    meta: ErrorMeta,
    /// The name of the error in the model. The service may have told users another code.
    name: Option<String>,
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
        // Outputs can be large, and almost none mentions a type: only those that do are parsed here.
        memchr::memmem::find(response.body(), b"\"__type\"")?;
        let object = object(response.body())?;
        let is_error = error_output(&object).is_some() || names_an_error(operation, &object);
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
        let text = |name: &str| text(members.as_ref()?.get(name)?);
        let named = |name: &str| text(name).and_then(|text| bare_code(&text).map(str::to_owned));
        let header = answer.header(ERROR_TYPE).and_then(bare_code).map(str::to_owned);
        let name = header.or_else(|| named("code")).or_else(|| named("__type"));
        let of_query = answer.header(QUERY_ERROR).and_then(|value| bare_code(value.split(';').next()?));
        let code = of_query.map(str::to_owned).or_else(|| name.clone());
        let message = MESSAGE.into_iter().filter_map(text).find(|message| !message.is_empty());
        let kind = RetryKind::of(answer.status(), name.as_deref());
        let meta = ErrorMeta {
            operation,
            retry_kind: kind.or_by_message(answer.status(), message.as_deref()),
            trail: Trail::default(),
            code,
            message: message.map(Cow::into_owned),
            is_object: members.is_some(),
            answer,
        };
        Self { meta, name, members }
    }

    /// The same error, which is worth another attempt if it is in the list of those that the model says so of.
    #[must_use]
    pub fn classified(mut self, retryable: &[(&str, RetryKind)]) -> Self {
        let modelled = retryable.iter().find(|(code, _)| self.code() == Some(code));
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

    /// The code by which the error is told from others of the model.
    pub fn code(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Whether the code is one of these.
    pub fn code_is(&self, codes: &[&str]) -> bool {
        self.code().is_some_and(|code| codes.contains(&code))
    }

    /// Whether the message has one of these texts, in letters of either case.
    pub fn message_has(&self, texts: &[&str]) -> bool {
        has_one_of(self.meta.message().unwrap_or_default(), texts)
    }

    /// Reads the error as the modelled `T`; members that can't be read are unset, and only a `T` that can't do without
    /// them is handed on as one that is not modelled.
    ///
    /// The message reaches `T` whichever spelling the service and the model use.
    pub fn read<T: FromResponse>(self) -> Result<ServiceError<T>, Box<ErrorMeta>> {
        let mut error = None;
        let meta = self.parts(T::SENSITIVE, &mut |response| {
            let read = T::from_response(response).ok();
            let is_read = read.is_some();
            error = read.or(error.take());
            is_read
        });
        match error {
            Some(error) => Ok(ServiceError::new(error, meta)),
            None => Err(Box::new(meta)),
        }
    }

    /// Lets `read` take what can be read of the response: all of it or else, since the code is certain even where a proxy has
    /// put another body in its place, the message with those members that can be read beside it.
    fn parts(self, sensitive: bool, read: &mut dyn FnMut(&http::Response<Bytes>) -> bool) -> ErrorMeta {
        let Self { meta, members, .. } = self;
        let mut read = |body: Bytes| read(&meta.answer.with_body(body));
        let whole = members.as_ref().map(|members| json(members, meta.message()));
        if !read(whole.unwrap_or_else(|| meta.raw_body().clone())) {
            let mut kept = Members::new();
            let mut is_read = read(json(&kept, meta.message()));
            for (name, value) in members.unwrap_or_default().into_iter().take(TRIED) {
                kept.insert(name.clone(), value);
                let is_good = read(json(&kept, meta.message()));
                // A member that has to be there may follow.
                if is_read && !is_good {
                    drop(kept.remove(&name));
                }
                is_read |= is_good;
            }
        }
        ErrorMeta { answer: meta.answer.hiding(sensitive), ..meta }
    }

    /// What is known of the error without a model of it.
    pub fn into_meta(self) -> Box<ErrorMeta> {
        Box::new(self.meta)
    }
}

/// The members of an error body that is a JSON object, out of their envelope if they are in one.
fn members(body: &Bytes) -> Option<Members> {
    object(body).map(unwrapped)
}

/// The members of a JSON object. Text that is no Unicode becomes U+FFFD, in names as well.
fn object(body: &[u8]) -> Option<Members> {
    serde_json::from_slice(body).ok().or_else(|| serde_json::from_str(&mended(body)?).ok())
}

/// The text of a member, if it is one.
fn text(value: &RawValue) -> Option<Cow<'_, str>> {
    let json = value.get();
    let read = serde_json::from_str::<Name<'_>>(json).ok().map(Name::into_text);
    read.or_else(|| Some(Cow::Owned(serde_json::from_str(&mended(json.as_bytes())?).ok()?)))
}

fn unwrapped(object: Members) -> Members {
    error_output(&object).unwrap_or(object)
}

/// The members of `Output` in `{"Output": {"__type": "…"}}`, the envelope of a call that went wrong.
fn error_output(object: &Members) -> Option<Members> {
    let output: Members = serde_json::from_str(object.get("Output")?.get()).ok()?;
    output.get("__type").and_then(|kind| text(kind)).is_some().then_some(output)
}

/// Whether the type of the object is that of an error. Outputs may name their own type, which has another kind of name
/// or comes with members.
fn names_an_error(operation: &str, object: &Members) -> bool {
    let Some(kind) = object.get("__type").and_then(|kind| text(kind)) else { return false };
    let is_word = |char: char| char.is_ascii_alphanumeric() || "._#:/-".contains(char);
    let Some(name) = bare_code(&kind).filter(|_| kind.chars().all(is_word)) else { return false };
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
fn json(members: &Members, message: Option<&str>) -> Bytes {
    let message = message.and_then(|message| to_raw_value(message).ok());
    let mut all: BTreeMap<&str, &RawValue> =
        members.iter().map(|(name, value)| (name.as_str(), value.as_ref())).collect();
    if let Some(message) = &message {
        for name in MESSAGE {
            if all.get(name).is_none_or(|member| member.get() == "null") {
                all.insert(name, message);
            }
        }
    }
    serde_json::to_vec(&all).unwrap_or_default().into()
}

#[cfg(test)]
mod tests;

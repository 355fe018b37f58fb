//! What can go wrong: a request that can't be built, an answer that can't be read, an error of the service.

mod client;
mod excerpt;
mod failure;
mod meta;
mod modeled;
mod read;
mod received;
mod request;
mod response;
mod retry_kind;
mod send;
mod service;
mod trail;

pub use client::{ClientError, RetryError, UnreadableResponse};
pub use failure::{Failure, Origin};
pub use meta::ErrorMeta;
pub use modeled::{ModeledError, write_sentence};
pub use read::ReadError;
pub use request::RequestError;
pub use response::ErrorResponse;
pub(crate) use response::{ERROR_TYPE, MESSAGE, bare_code};
pub use retry_kind::RetryKind;
pub(crate) use retry_kind::{may_be_skew, may_hide_skew};
pub use send::SendError;
pub use service::ServiceError;
pub(crate) use trail::Trail;

pub(crate) use excerpt::shortened;
pub(crate) use received::request_id;

//! What can go wrong: a request that can't be built, an answer that can't be read, an error of the service.

mod answer;
mod client;
mod excerpt;
mod failure;
mod meta;
mod modeled;
mod read;
mod request;
mod response;
mod service;

pub use client::{ClientError, UnreadableResponse};
pub use failure::Failure;
pub use meta::ErrorMeta;
pub use modeled::write_sentence;
pub use read::ReadError;
pub use request::RequestError;
pub use response::ErrorResponse;
pub use service::ServiceError;

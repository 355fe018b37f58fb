//! The headers that AWS services and clients add to those of HTTP.

use http::HeaderName;

/// The header that names an error.
pub(crate) const ERROR_TYPE: &str = "x-amzn-errortype";

/// The header with the error code of the Query protocol, and who caused the error: `QueueDoesNotExist;Sender`.
pub(crate) const QUERY_ERROR: &str = "x-amzn-query-error";

/// The headers that may have the request ID, the usual one first.
pub(crate) const REQUEST_ID: [&str; 3] = ["x-amzn-requestid", "x-amz-request-id", "x-amzn-request-id"];

/// How long to wait before the next attempt, in milliseconds.
pub(crate) const RETRY_AFTER: &str = "x-amz-retry-after";

/// The time of a signature.
pub(crate) const DATE: HeaderName = HeaderName::from_static("x-amz-date");

/// The session token of temporary credentials.
pub(crate) const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");

/// The hash of the body that a signature covers.
pub(crate) const CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// The headers that belong to a signature, besides `authorization`.
pub(crate) static OF_SIGNATURE: [HeaderName; 3] = [DATE, SECURITY_TOKEN, CONTENT_SHA256];

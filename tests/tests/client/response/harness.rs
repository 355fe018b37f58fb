//! Reads the body of a table's row as the response of an operation.

use bytes::Bytes;
use iot_jobs_data::Operation;

/// Returns what the operation reads from a body with status 200; an error is its sentence.
pub(crate) fn read<O: Operation>(body: &str) -> Result<O::Output, String> {
    let mut response = http::Response::new(Bytes::copy_from_slice(body.as_bytes()));
    let json = http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(http::header::CONTENT_TYPE, json);
    O::response(&response).map_err(|error| error.to_string())
}

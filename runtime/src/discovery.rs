//! Endpoint discovery: one operation of the service returns the endpoint of others.
//!
//! A client calls that operation itself, before the first call that needs it, and keeps the endpoint until it expires.
//! A client or a call with its own endpoint URL uses that URL, and does not ask the service.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use crate::call::{Call, Moment, Session};
use crate::endpoint::{Endpoint, EndpointError};
use crate::error::{Failure, RetryKind};
use crate::operation::Operation;
use crate::options::CallOptions;

/// The longest time that an endpoint is kept, in minutes, whatever the service says: a day.
const LONGEST: i64 = 24 * 60;

/// An operation that returns the endpoint of others, implemented by its input.
pub trait Discover: Operation + Default {
    /// The error code of an operation that is called at a wrong endpoint.
    const ERROR: &'static str;

    /// Returns the address of an endpoint, which is a host or a URL, and for how many minutes it is valid.
    fn found(output: &Self::Output) -> Option<(&str, i64)>;
}

/// How the endpoint of an operation is discovered: by a call of another operation, whose type is erased.
#[derive(Clone, Copy, Debug)]
pub struct Discovery {
    pub(crate) error: &'static str,
    pub(crate) start: fn(&Arc<Session>, &CallOptions, Moment) -> Result<Call, Undiscovered>,
    pub(crate) finish: fn(Call) -> Result<(Endpoint, Duration), Undiscovered>,
}

impl Discovery {
    /// Discovers the endpoint by a call of the operation `O`.
    pub const fn by<O: Discover>() -> Self {
        Self {
            error: O::ERROR,
            start: |session, options, now| {
                Call::start(session, O::default(), options, now).map_err(Undiscovered::call)
            },
            finish: |call| {
                let answer = call.finish::<O>().map_err(Undiscovered::call)?;
                endpoint(O::NAME, O::found(answer.output())).map_err(Undiscovered::answer)
            },
        }
    }
}

/// Why no endpoint was found.
#[derive(Clone, Debug)]
pub(crate) struct Undiscovered {
    pub(crate) kind: RetryKind,
    pub(crate) cause: Arc<dyn Error + Send + Sync>,
}

impl Undiscovered {
    /// The operation that returns endpoints has failed.
    fn call(error: impl Failure + Send + Sync + 'static) -> Self {
        Self { kind: error.retry_kind(), cause: Arc::new(error) }
    }

    /// Its response has no valid endpoint.
    pub(crate) fn answer(error: EndpointError) -> Self {
        Self { kind: RetryKind::Never, cause: Arc::new(error) }
    }

    /// Whether a retry may succeed.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self.kind, RetryKind::Transient | RetryKind::Throttling)
    }
}

/// Returns the endpoint at an address, and how long it is valid: at least a minute.
fn endpoint(operation: &str, found: Option<(&str, i64)>) -> Result<(Endpoint, Duration), EndpointError> {
    let (address, minutes) =
        found.ok_or_else(|| EndpointError::new(format!("{operation} has told no endpoint")))?;
    let url = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
    let minutes = minutes.clamp(1, LONGEST).unsigned_abs();
    Ok((Endpoint::new(url)?, Duration::from_secs(60 * minutes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(found: Option<(&str, i64)>) -> String {
        match endpoint("DescribeEndpoints", found) {
            Ok((endpoint, time)) => format!("{} {}", endpoint.url(), time.as_secs()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn an_address_is_a_host_or_a_url() {
        let cases = [
            (Some(("a.example", 5)), "https://a.example 300"),
            (Some(("a.example:81", 1440)), "https://a.example:81 86400"),
            (Some(("http://127.0.0.1:81", 0)), "http://127.0.0.1:81 60"),
            (Some(("a.example", -7)), "https://a.example 60"),
            (Some(("a.example", i64::MAX)), "https://a.example 86400"),
            (None, "DescribeEndpoints has told no endpoint"),
        ];
        for (found, expected) in cases {
            assert_eq!(told(found), expected, "{found:?}");
        }
        for address in ["", "a b", "me@a.example", "a.example?x"] {
            let error = told(Some((address, 5)));
            assert!(error.contains("is not an http or https URL"), "{address:?}: {error}");
        }
    }
}

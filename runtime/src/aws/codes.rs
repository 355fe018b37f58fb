//! The error codes that AWS services share, and how a client reacts to each.

use crate::error::RetryKind;

/// Codes by which AWS services ask for fewer requests, as listed for the standard retry mode of the AWS SDKs.
const THROTTLING: [&str; 14] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// The kind of an error with this code, if the code decides it.
pub(crate) fn retry_kind(code: &str) -> Option<RetryKind> {
    Some(match code {
        code if THROTTLING.contains(&code) => RetryKind::Throttling,
        "RequestTimeTooSkewed" | "RequestExpired" | "RequestInTheFuture" => RetryKind::ClockSkew,
        "ExpiredToken" | "ExpiredTokenException" => RetryKind::ExpiredCredentials,
        "RequestTimeout" | "RequestTimeoutException" => RetryKind::Transient,
        _ => return None,
    })
}

/// Whether the message of an error says that credentials have expired: some services use the same code for expired and
/// for unknown credentials.
pub(crate) fn says_expired(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    message.contains("security token") && message.contains("expired")
}

/// Returns the HTTP status for an error over MQTT, which has none. The error code is a name, or a status itself.
#[cfg(feature = "topics")]
pub(crate) fn status_of(code: &str) -> u16 {
    match code {
        "InternalError" | "InternalFailure" | "InternalServerError" | "InternalServerException" => 500,
        "ServiceUnavailable" | "ServiceUnavailableException" => 503,
        other => other.parse().unwrap_or_default(),
    }
}

/// Whether a wrong clock can cause an error with this code, because the service then finds the signature wrong.
pub(crate) fn may_be_skew(code: Option<&str>) -> bool {
    let codes = ["AuthFailure", "InvalidSignatureException", "SignatureDoesNotMatch"];
    code.is_some_and(|code| codes.contains(&code) || retry_kind(code) == Some(RetryKind::ClockSkew))
}

/// Whether a wrong clock can cause an error that does not say so: some services answer `ForbiddenException` both to
/// callers without permission and to a signature with a wrong time.
pub(crate) fn may_hide_skew(status: u16, code: Option<&str>) -> bool {
    status == 403 && code == Some("ForbiddenException")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_signature_may_come_from_a_wrong_clock() {
        assert!(may_be_skew(Some("InvalidSignatureException")) && may_be_skew(Some("RequestExpired")));
        assert!(!may_be_skew(Some("AccessDenied")) && !may_be_skew(None));
    }
}

//! Whether an error may go away when the call is made again, and why.

/// What a loop around a call needs to know of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryKind {
    /// The service wants fewer requests: wait, and try again.
    Throttling,
    /// A trouble that passes: try again.
    Transient,
    /// This machine's clock is so wrong that the service refuses its signatures: correct it, and try again.
    ClockSkew,
    /// The credentials have expired: get new ones, and try again.
    ExpiredCredentials,
    /// The same call fails again.
    Never,
}

/// Codes by which AWS's services ask for fewer requests, as listed for the AWS SDKs' standard retry mode.
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

impl RetryKind {
    /// What the status and the code of an error say, as in the AWS SDKs' standard retry mode: the code first.
    pub fn of(status: u16, code: Option<&str>) -> Self {
        match code {
            Some(code) if THROTTLING.contains(&code) => Self::Throttling,
            Some("RequestTimeTooSkewed" | "RequestExpired" | "RequestInTheFuture") => Self::ClockSkew,
            Some("ExpiredToken" | "ExpiredTokenException") => Self::ExpiredCredentials,
            Some("RequestTimeout" | "RequestTimeoutException") => Self::Transient,
            _ => match status {
                429 => Self::Throttling,
                500 | 502 | 503 | 504 => Self::Transient,
                _ => Self::Never,
            },
        }
    }

    /// The same kind, unless the message of a refusal names a cause that its code keeps quiet about: some services give
    /// credentials that have expired the code of any that they do not know.
    pub(crate) fn or_by_message(self, status: u16, message: Option<&str>) -> Self {
        let message = message.filter(|_| self == Self::Never && (400..500).contains(&status));
        let tells = |message: &str| {
            let message = message.to_ascii_lowercase();
            message.contains("security token") && message.contains("expired")
        };
        if message.is_some_and(tells) { Self::ExpiredCredentials } else { self }
    }
}

/// The HTTP status that says of an error without one whether the service may do better, and may have acted: codes over MQTT
/// are names, or such a status itself.
#[cfg(feature = "topics")]
pub(crate) fn status_of(code: &str) -> u16 {
    match code {
        "InternalError" | "InternalFailure" | "InternalServerError" | "InternalServerException" => 500,
        "ServiceUnavailable" | "ServiceUnavailableException" => 503,
        other => other.parse().unwrap_or_default(),
    }
}

/// Whether an error with this code can come from a wrong clock: the service then takes the signature for a wrong one.
pub(crate) fn may_be_skew(code: Option<&str>) -> bool {
    let codes = ["AuthFailure", "InvalidSignatureException", "SignatureDoesNotMatch"];
    code.is_some_and(|code| codes.contains(&code) || RetryKind::of(0, Some(code)) == RetryKind::ClockSkew)
}

/// Whether an error can come from a wrong clock though it does not say so: services that answer `ForbiddenException` to
/// whoever may not make a call say the same of a signature from another hour.
pub(crate) fn may_hide_skew(status: u16, code: Option<&str>) -> bool {
    status == 403 && code == Some("ForbiddenException")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_counts_before_the_status() {
        let cases = [
            (429, None, RetryKind::Throttling),
            (400, Some("ThrottlingException"), RetryKind::Throttling),
            (503, Some("SlowDown"), RetryKind::Throttling),
            (500, None, RetryKind::Transient),
            (501, None, RetryKind::Never),
            (502, None, RetryKind::Transient),
            (503, Some("ServiceUnavailableException"), RetryKind::Transient),
            (504, None, RetryKind::Transient),
            (400, Some("RequestTimeout"), RetryKind::Transient),
            (403, Some("RequestTimeTooSkewed"), RetryKind::ClockSkew),
            (403, Some("InvalidSignatureException"), RetryKind::Never),
            (403, Some("ExpiredTokenException"), RetryKind::ExpiredCredentials),
            (409, Some("VersionMismatch"), RetryKind::Never),
            (404, None, RetryKind::Never),
            (200, None, RetryKind::Never),
        ];
        for (status, code, kind) in cases {
            assert_eq!(RetryKind::of(status, code), kind, "{status} {code:?}");
        }
    }

    #[test]
    fn credentials_that_have_expired_are_known_by_the_message_too() {
        let cases = [
            (
                403,
                None,
                "The security token included in the request is expired",
                RetryKind::ExpiredCredentials,
            ),
            (400, None, "the Security Token is EXPIRED.", RetryKind::ExpiredCredentials),
            (403, None, "The security token included in the request is invalid", RetryKind::Never),
            (403, None, "Signature expired: 20260101T000000Z is now earlier", RetryKind::Never),
            (404, None, "job expired", RetryKind::Never),
            (500, None, "no security token: expired", RetryKind::Transient),
            (403, Some("RequestExpired"), "security token expired", RetryKind::ClockSkew),
        ];
        for (status, code, message, kind) in cases {
            let found = RetryKind::of(status, code).or_by_message(status, Some(message));
            assert_eq!(found, kind, "{status} {message}");
        }
        assert_eq!(RetryKind::Never.or_by_message(403, None), RetryKind::Never);
    }

    #[test]
    fn a_wrong_signature_may_come_from_a_wrong_clock() {
        assert!(may_be_skew(Some("InvalidSignatureException")) && may_be_skew(Some("RequestExpired")));
        assert!(!may_be_skew(Some("AccessDenied")) && !may_be_skew(None));
    }
}

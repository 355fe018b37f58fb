//! Whether a retry may succeed, and why.

use crate::aws::codes;

/// What a retry loop needs to know of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryKind {
    /// The service wants fewer requests: wait, and try again.
    Throttling,
    /// A temporary problem: try again.
    Transient,
    /// This machine's clock is so wrong that the service refuses its signatures: correct it, and try again.
    ClockSkew,
    /// The credentials have expired: get new ones, and try again.
    ExpiredCredentials,
    /// The same call fails again.
    Never,
}

impl RetryKind {
    /// Returns the kind by code and status, as in the AWS SDKs' standard retry mode. The code takes precedence over the
    /// status.
    pub fn of(status: u16, code: Option<&str>) -> Self {
        code.and_then(codes::retry_kind).unwrap_or(match status {
            429 => Self::Throttling,
            500 | 502 | 503 | 504 => Self::Transient,
            _ => Self::Never,
        })
    }

    /// Returns the same kind, unless the message of a refusal is more specific than its code.
    pub(crate) fn or_by_message(self, status: u16, message: Option<&str>) -> Self {
        let message = message.filter(|_| self == Self::Never && (400..500).contains(&status));
        if message.is_some_and(codes::says_expired) { Self::ExpiredCredentials } else { self }
    }
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
}

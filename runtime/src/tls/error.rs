//! Connection errors, with the same texts for both transports.

use std::error::Error;
use std::io::{self, ErrorKind};

use rustls::{AlertDescription, CertificateError, InvalidMessage, PeerIncompatible};

use super::utc;
use crate::transport::{TransportError, TransportErrorKind as Kind};

/// The stage of an exchange when its connection failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The connection was being set up, so nothing of the request was sent.
    Connect,
    /// The request was being sent or had been sent, and the head of the response was incomplete.
    Head,
    /// The body of the response was being read.
    Body,
}

impl Stage {
    /// Returns when something broke, as a phrase; `None` while there is no connection.
    fn within(self) -> Option<&'static str> {
        match self {
            Self::Connect => None,
            Self::Head => Some("before a response"),
            Self::Body => Some("within the response"),
        }
    }
}

/// Returns the first of an error and its causes that explains what happened, as a transport error.
pub(crate) fn find(error: &(dyn Error + 'static), stage: Stage) -> Option<TransportError> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<TransportError>() {
            return Some(error.clone());
        }
        if let Some(error) = error.downcast_ref() {
            return Some(classify(error, stage));
        }
        if let Some(error) = error.downcast_ref() {
            return Some(io_error(error, stage));
        }
        next = error.source();
    }
    None
}

/// Converts an `io::Error`, which may wrap an error of TLS.
pub(crate) fn io_error(error: &io::Error, stage: Stage) -> TransportError {
    // `source()` of such an error skips the error that it wraps.
    if let Some(error) = error.get_ref().and_then(|inner| find(inner, stage)) {
        return error;
    }
    match stage.within() {
        None => connect_error(error),
        Some(when) => exchange_error(error, when),
    }
}

/// How many names of a certificate are shown.
const MOST_NAMES: usize = 8;

/// Whether the other side has closed the connection; it may have sent the reason before.
pub(crate) fn is_end(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted)
}

/// Returns the error of a host name lookup.
pub(crate) fn name_error(error: &io::Error) -> TransportError {
    let text = error.to_string();
    let reason = text.strip_prefix("failed to lookup address information: ").unwrap_or(&text);
    TransportError::new(Kind::Connect, format!("the name does not resolve: {reason}"))
}

/// Returns the error of a body that is longer than its limit.
pub(crate) fn too_large(limit: usize) -> TransportError {
    TransportError::new(Kind::TooLarge, format!("the body is longer than {limit} bytes"))
}

/// Returns the error of a head that is longer than its limit, or has more headers.
pub(crate) fn head_too_large() -> TransportError {
    let message = format!(
        "the head of the response is too long: at most {MOST_HEAD} bytes and {MOST_HEADERS} headers are read"
    );
    TransportError::new(Kind::TooLarge, message)
}

/// The longest head of a response in bytes, set in the two HTTP stacks; the async one may accept more.
pub(crate) const MOST_HEAD: usize = 64 << 10;

/// How many headers a response can have: hyper accepts this number by default, and ureq up to 128. It is not set in
/// hyper, which would then allocate them on the heap: 5 % of the instructions of a call.
const MOST_HEADERS: usize = 100;

/// Returns the error of bytes that are not a response.
pub(crate) fn malformed() -> TransportError {
    TransportError::new(Kind::Malformed, "what came back is not HTTP")
}

fn connect_error(error: &io::Error) -> TransportError {
    let text;
    let (kind, message) = match error.kind() {
        ErrorKind::ConnectionRefused => (Kind::Connect, "connection refused"),
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            (Kind::Connect, "connection reset while it was set up")
        }
        ErrorKind::UnexpectedEof => (Kind::Connect, "the connection ended while it was set up"),
        ErrorKind::TimedOut => (Kind::ConnectTimeout, "the host does not answer"),
        ErrorKind::HostUnreachable => (Kind::Connect, "no route to the host"),
        ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            (Kind::Connect, "the network is unreachable")
        }
        ErrorKind::PermissionDenied => (Kind::Connect, "this system does not allow the connection"),
        _ => {
            text = error.to_string();
            (Kind::Connect, text.as_str())
        }
    };
    TransportError::new(kind, message)
}

fn exchange_error(error: &io::Error, when: &str) -> TransportError {
    let message = match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            format!("connection reset {when}")
        }
        ErrorKind::UnexpectedEof => format!("the connection ended {when}"),
        ErrorKind::InvalidData | ErrorKind::InvalidInput => return malformed(),
        _ => format!("the connection broke {when}: {error}"),
    };
    TransportError::new(Kind::Interrupted, message)
}

/// Converts an error of TLS: the handshake failed, or an established connection broke.
pub(crate) fn classify(error: &rustls::Error, stage: Stage) -> TransportError {
    match stage.within() {
        Some(when) if !is_refusal(error) => broken(error, when),
        _ => disagreement(error),
    }
}

/// Whether an error is the server's refusal of the client's handshake: under TLS 1.3 it arrives only after the request
/// has been sent, and the server then does not read the request.
fn is_refusal(error: &rustls::Error) -> bool {
    let rustls::Error::AlertReceived(description) = error else { return false };
    matches!(
        description,
        AlertDescription::CertificateRequired
            | AlertDescription::NoCertificate
            | AlertDescription::BadCertificate
            | AlertDescription::UnsupportedCertificate
            | AlertDescription::CertificateRevoked
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateUnknown
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
            | AlertDescription::HandshakeFailure
            | AlertDescription::ProtocolVersion
            | AlertDescription::InsufficientSecurity
            | AlertDescription::UnrecognisedName
    )
}

/// Returns the error of a connection in use, over which the request may have been sent.
fn broken(error: &rustls::Error, when: &str) -> TransportError {
    let message = match error {
        rustls::Error::AlertReceived(description) => {
            format!("the server broke off TLS {when} (alert: {})", alert_name(*description))
        }
        error => format!("TLS broke off {when}: {error}"),
    };
    TransportError::new(Kind::Interrupted, message)
}

fn disagreement(error: &rustls::Error) -> TransportError {
    let message = match error {
        rustls::Error::InvalidCertificate(error) => certificate(error),
        rustls::Error::AlertReceived(description) => alert(*description),
        rustls::Error::PeerIncompatible(
            PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
        ) => VERSIONS.to_owned(),
        rustls::Error::InvalidMessage(
            InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion,
        ) => "what listens there does not speak TLS".to_owned(),
        rustls::Error::NoCertificatesPresented => "the server shows no certificate".to_owned(),
        error => format!("TLS failed: {error}"),
    };
    TransportError::new(Kind::Tls, message)
}

const VERSIONS: &str = "the server speaks neither TLS 1.2 nor TLS 1.3";

fn certificate(error: &CertificateError) -> String {
    let what = match error {
        CertificateError::NotValidForNameContext { presented, .. } if presented.is_empty() => {
            "is for no host name at all".to_owned()
        }
        CertificateError::NotValidForNameContext { presented, .. } => {
            let names: Vec<_> = presented.iter().take(MOST_NAMES).map(|name| bare_name(name)).collect();
            let more = match presented.len() - names.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("is for another host name (it has: {}{more})", names.join(", "))
        }
        CertificateError::NotValidForName => "is for another host name".to_owned(),
        CertificateError::UnknownIssuer => "is not signed by a trusted root (unknown issuer)".to_owned(),
        CertificateError::ExpiredContext { time, not_after } => {
            let (end, now) = (utc::text(not_after.as_secs()), utc::text(time.as_secs()));
            format!("expired on {end}; this machine's clock says {now}")
        }
        CertificateError::NotValidYetContext { time, not_before } => {
            let (start, now) = (utc::text(not_before.as_secs()), utc::text(time.as_secs()));
            format!("is not valid before {start}; this machine's clock says {now}")
        }
        CertificateError::Expired => "expired".to_owned(),
        CertificateError::NotValidYet => "is not valid yet".to_owned(),
        CertificateError::Revoked => "is revoked".to_owned(),
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "is not one for servers".to_owned()
        }
        CertificateError::Other(error) if error.to_string().contains("CaUsedAsEndEntity") => {
            "is that of an authority: let the authority sign one for the server".to_owned()
        }
        // A trusted root of the same name has a different key.
        CertificateError::BadSignature => "is not signed by a trusted root (bad signature)".to_owned(),
        CertificateError::Other(error) => format!("is not usable: {error}"),
        error => format!("is not usable: {error}"),
    };
    format!("the server's certificate {what}")
}

/// Returns the name in a certificate without its wrapping: `example.com` for `DnsName("example.com")`.
fn bare_name(name: &str) -> &str {
    let inner = name.split_once('(').and_then(|(_, inner)| inner.strip_suffix(')'));
    inner.unwrap_or(name).trim_matches('"')
}

fn alert(description: AlertDescription) -> String {
    let name = alert_name(description);
    match description {
        AlertDescription::CertificateRequired | AlertDescription::NoCertificate => {
            format!("the server wants a client certificate (alert: {name})")
        }
        AlertDescription::BadCertificate
        | AlertDescription::UnsupportedCertificate
        | AlertDescription::CertificateRevoked
        | AlertDescription::CertificateExpired
        | AlertDescription::CertificateUnknown
        | AlertDescription::UnknownCA
        | AlertDescription::AccessDenied => {
            format!("the server does not accept the client's certificate (alert: {name})")
        }
        // Under TLS 1.2 a server has no other alert for a missing certificate.
        AlertDescription::HandshakeFailure => {
            format!(
                "the server refuses TLS with this client; it may want a client certificate (alert: {name})"
            )
        }
        AlertDescription::ProtocolVersion => format!("{VERSIONS} (alert: {name})"),
        AlertDescription::UnrecognisedName => {
            format!("the server has no host of this name (alert: {name})")
        }
        _ => format!("the server broke off TLS (alert: {name})"),
    }
}

/// Returns an alert in words: `certificate expired` for `CertificateExpired`.
fn alert_name(description: AlertDescription) -> String {
    let name = match description {
        AlertDescription::UnknownCA => return "unknown CA".to_owned(),
        description => format!("{description:?}"),
    };
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

#[cfg(test)]
mod tests {
    use rustls::pki_types::{ServerName, UnixTime};

    use super::*;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))
    }

    #[test]
    fn problems_of_tls_say_what_to_look_at() {
        let name = |presented: &[&str]| {
            rustls::Error::from(CertificateError::NotValidForNameContext {
                expected: ServerName::try_from("a.example").expect("a name"),
                presented: presented.iter().copied().map(str::to_owned).collect(),
            })
        };
        let expired = CertificateError::ExpiredContext { time: at(1_735_689_600), not_after: at(0) };
        let early = CertificateError::NotValidYetContext { time: at(0), not_before: at(86_400) };
        let many: Vec<_> = (0..3000).map(|number| format!("DnsName(\"{number}.example\")")).collect();
        let many: Vec<_> = many.iter().map(String::as_str).collect();
        let cases: [(rustls::Error, &str); 11] = [
            (
                name(&many),
                "the server's certificate is for another host name (it has: 0.example, 1.example, 2.example, \
                 3.example, 4.example, 5.example, 6.example, 7.example and 2992 more)",
            ),
            (
                name(&["DnsName(\"b.example\")", "IpAddress(10.0.0.1)"]),
                "the server's certificate is for another host name (it has: b.example, 10.0.0.1)",
            ),
            (name(&[]), "the server's certificate is for no host name at all"),
            (
                expired.into(),
                "the server's certificate expired on 1970-01-01T00:00:00Z; \
                 this machine's clock says 2025-01-01T00:00:00Z",
            ),
            (
                early.into(),
                "the server's certificate is not valid before 1970-01-02T00:00:00Z; \
                 this machine's clock says 1970-01-01T00:00:00Z",
            ),
            (
                CertificateError::UnknownIssuer.into(),
                "the server's certificate is not signed by a trusted root (unknown issuer)",
            ),
            (
                rustls::Error::AlertReceived(AlertDescription::CertificateRequired),
                "the server wants a client certificate (alert: certificate required)",
            ),
            (
                rustls::Error::AlertReceived(AlertDescription::UnknownCA),
                "the server does not accept the client's certificate (alert: unknown CA)",
            ),
            (
                rustls::Error::AlertReceived(AlertDescription::CertificateExpired),
                "the server does not accept the client's certificate (alert: certificate expired)",
            ),
            (
                rustls::Error::AlertReceived(AlertDescription::ProtocolVersion),
                "the server speaks neither TLS 1.2 nor TLS 1.3 (alert: protocol version)",
            ),
            (InvalidMessage::InvalidContentType.into(), "what listens there does not speak TLS"),
        ];
        for (error, message) in cases {
            assert_eq!(classify(&error, Stage::Connect), TransportError::new(Kind::Tls, message));
        }
    }

    #[test]
    fn tls_that_breaks_within_an_exchange_may_have_carried_the_request() {
        let alert = rustls::Error::AlertReceived;
        let cases = [
            (
                rustls::Error::DecryptError,
                Stage::Head,
                Kind::Interrupted,
                "TLS broke off before a response: cannot decrypt peer's message",
            ),
            (
                rustls::Error::DecryptError,
                Stage::Body,
                Kind::Interrupted,
                "TLS broke off within the response: cannot decrypt peer's message",
            ),
            (
                alert(AlertDescription::BadRecordMac),
                Stage::Head,
                Kind::Interrupted,
                "the server broke off TLS before a response (alert: bad record mac)",
            ),
            (
                alert(AlertDescription::CertificateRequired),
                Stage::Head,
                Kind::Tls,
                "the server wants a client certificate (alert: certificate required)",
            ),
            (
                alert(AlertDescription::InternalError),
                Stage::Connect,
                Kind::Tls,
                "the server broke off TLS (alert: internal error)",
            ),
        ];
        for (error, stage, kind, message) in cases {
            assert_eq!(classify(&error, stage), TransportError::new(kind, message));
        }
    }

    #[test]
    fn what_wraps_a_problem_does_not_hide_it() {
        let alert = rustls::Error::AlertReceived(AlertDescription::AccessDenied);
        let wrapped = io::Error::other(io::Error::new(ErrorKind::InvalidData, alert.clone()));
        assert_eq!(io_error(&wrapped, Stage::Head), classify(&alert, Stage::Head));
        let own = TransportError::new(Kind::Proxy, "the proxy is away");
        assert_eq!(find(&io::Error::other(own.clone()), Stage::Connect), Some(own));
        assert_eq!(find(&std::fmt::Error, Stage::Body), None);
    }

    #[test]
    fn a_lost_connection_is_told_by_its_stage() {
        let cases = [
            (ErrorKind::ConnectionRefused, Stage::Connect, Kind::Connect, "connection refused"),
            (ErrorKind::TimedOut, Stage::Connect, Kind::ConnectTimeout, "the host does not answer"),
            (
                ErrorKind::ConnectionReset,
                Stage::Head,
                Kind::Interrupted,
                "connection reset before a response",
            ),
            (ErrorKind::BrokenPipe, Stage::Body, Kind::Interrupted, "connection reset within the response"),
            (
                ErrorKind::UnexpectedEof,
                Stage::Head,
                Kind::Interrupted,
                "the connection ended before a response",
            ),
            (ErrorKind::InvalidData, Stage::Body, Kind::Malformed, "what came back is not HTTP"),
        ];
        for (error, stage, kind, message) in cases {
            assert_eq!(io_error(&error.into(), stage), TransportError::new(kind, message));
        }
        let eof = io::Error::new(ErrorKind::UnexpectedEof, "tls handshake eof");
        assert_eq!(io_error(&eof, Stage::Connect).message(), "the connection ended while it was set up");
    }
}

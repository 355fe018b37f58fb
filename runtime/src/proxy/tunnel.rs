//! What a client and a proxy say to each other for a tunnel: the request `CONNECT` and its answer, without IO.

use super::Hop;
use crate::transport::{TransportError, TransportErrorKind as Kind};

/// The longest head of an answer in bytes.
pub(crate) const LONGEST_HEAD: usize = 8 << 10;

/// Asks for a tunnel to `target`, a host with its port.
pub(crate) fn request(hop: &Hop, target: &str) -> Vec<u8> {
    let mut request = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n").into_bytes();
    if let Some(value) = hop.authorization() {
        request.extend_from_slice(b"Proxy-Authorization: ");
        request.extend_from_slice(value.as_bytes());
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    request
}

/// Whether a head, which ends with an empty line, opens the tunnel.
pub(crate) fn verdict(hop: &Hop, head: &[u8]) -> Result<(), TransportError> {
    let (kind, message) = match status(head) {
        Some(200..=299) => return Ok(()),
        Some(407) if hop.authorization().is_some() => {
            (Kind::ProxyAuth, "the proxy does not accept the user name and the password".to_owned())
        }
        Some(407) => (Kind::ProxyAuth, "the proxy wants a user name and a password".to_owned()),
        Some(status) => (Kind::Proxy, format!("the proxy answered {status}")),
        None => (Kind::Proxy, "the proxy's answer is not HTTP".to_owned()),
    };
    Err(TransportError::new(kind, message))
}

/// The error of a connection to a proxy: its kind says so, except that a time that has passed stays one.
pub(crate) fn broken(error: &TransportError) -> TransportError {
    match error.kind() {
        Kind::ConnectTimeout | Kind::AttemptTimeout | Kind::Proxy | Kind::ProxyAuth => error.clone(),
        _ => TransportError::new(Kind::Proxy, format!("could not connect to the proxy: {error}")),
    }
}

/// The status of an answer, if it is HTTP and its head is whole.
fn status(head: &[u8]) -> Option<u16> {
    let head = head.strip_suffix(b"\r\n\r\n")?;
    let line = str::from_utf8(head.split(|byte| *byte == b'\r').next()?).ok()?;
    let (version, rest) = line.split_once(' ')?;
    let code = rest.split(' ').next()?;
    if version.starts_with("HTTP/1.") && code.len() == 3 { code.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tunnel_is_asked_for_with_the_credentials_of_the_url() {
        let hop = Hop::parse("http://Aladdin:open%20sesame@p:3128").expect("a URL");
        let expected = "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\
                        Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n";
        assert_eq!(request(&hop, "a.example:443"), expected.as_bytes());
    }

    #[test]
    fn only_a_whole_answer_of_success_opens_the_tunnel() {
        let cases = [
            ("http://p", "HTTP/1.1 200 Connection established\r\nVia: \u{fc}\r\n\r\n", None),
            ("http://p", "HTTP/1.0 407\r\n\r\n", Some((Kind::ProxyAuth, "wants a user name"))),
            ("http://ann:x@p", "HTTP/1.0 407 No\r\n\r\n", Some((Kind::ProxyAuth, "does not accept"))),
            ("http://p", "HTTP/1.1 403 Forbidden\r\n\r\n", Some((Kind::Proxy, "answered 403"))),
            ("http://p", "HTTP/1.1 200 OK\r\n", Some((Kind::Proxy, "not HTTP"))),
            ("http://p", "SSH-2.0-x 200\r\n\r\n", Some((Kind::Proxy, "not HTTP"))),
            ("http://p", "HTTP/1.1 20 OK\r\n\r\n", Some((Kind::Proxy, "not HTTP"))),
            ("http://p", "", Some((Kind::Proxy, "not HTTP"))),
        ];
        for (url, head, expected) in cases {
            let result = verdict(&Hop::parse(url).expect(url), head.as_bytes());
            match (result, expected) {
                (Ok(()), None) => {}
                (Err(error), Some((kind, words))) => {
                    assert_eq!(error.kind(), kind, "{head:?}");
                    assert!(error.message().contains(words), "{error}");
                }
                (result, _) => panic!("{head:?}: {result:?}"),
            }
        }
    }
}

//! The exchange between client and proxy that opens a tunnel: the request `CONNECT` and its response, without IO.

use super::Hop;
use crate::transport::{TransportError, TransportErrorKind as Kind};

/// The longest head of a response in bytes, including earlier heads with statuses like 100.
const LONGEST_HEAD: usize = 8 << 10;

/// The head of a response, read byte by byte. Lines may end with a bare LF, as some proxies send them.
#[derive(Default)]
pub(crate) struct Head {
    bytes: Vec<u8>,
    read: usize,
}

impl Head {
    /// Takes the next byte; `true` if it was the last one. A status like 100 is not yet a response.
    pub(crate) fn push(&mut self, byte: u8) -> bool {
        self.read += 1;
        self.bytes.push(byte);
        if self.status().is_some_and(|status| status == 100 || (102..200).contains(&status)) {
            self.bytes.clear();
        }
        self.is_whole() || self.read >= LONGEST_HEAD
    }

    fn is_whole(&self) -> bool {
        [&b"\n\n"[..], b"\n\r\n"].iter().any(|end| self.bytes.ends_with(end))
    }

    /// Returns the status of a response, if it is HTTP and its head is complete.
    fn status(&self) -> Option<u16> {
        let line =
            self.bytes.split(|byte| matches!(byte, b'\r' | b'\n')).next().filter(|_| self.is_whole())?;
        let (version, rest) = std::str::from_utf8(line).ok()?.split_once(' ')?;
        let code = rest.split(' ').next()?;
        if version.starts_with("HTTP/1.") && code.len() == 3 { code.parse().ok() } else { None }
    }
}

/// Returns the request for a tunnel to `target`, a host with its port.
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

/// Checks whether the head of a response opens the tunnel.
pub(crate) fn verdict(hop: &Hop, head: &Head) -> Result<(), TransportError> {
    let (kind, message) = match head.status() {
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

/// Returns the error of a connection to a proxy: it gets the kind for proxies, except that a timeout keeps its kind.
pub(crate) fn broken(error: &TransportError) -> TransportError {
    match error.kind() {
        Kind::ConnectTimeout | Kind::AttemptTimeout | Kind::Proxy | Kind::ProxyAuth => error.clone(),
        _ => TransportError::new(Kind::Proxy, format!("could not connect to the proxy: {error}")),
    }
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
            ("http://p", "HTTP/1.1 200 OK\nVia: x\n\n", None),
            ("http://p", "HTTP/1.1 200 OK\nVia: x\r\n\r\n", None),
            ("http://p", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", None),
            ("http://p", "HTTP/1.1 100\n\nHTTP/1.1 103 Hm\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\n\n", None),
            ("http://p", "HTTP/1.1 100\n\nHTTP/1.1 403 No\n\n", Some((Kind::Proxy, "answered 403"))),
            ("http://p", "HTTP/1.1 101 Switching\r\n\r\n", Some((Kind::Proxy, "answered 101"))),
            ("http://p", "HTTP/1.0 407\r\n\r\n", Some((Kind::ProxyAuth, "wants a user name"))),
            ("http://ann:x@p", "HTTP/1.0 407 No\r\n\r\n", Some((Kind::ProxyAuth, "does not accept"))),
            ("http://p", "HTTP/1.1 403 Forbidden\r\n\r\n", Some((Kind::Proxy, "answered 403"))),
            ("http://p", "HTTP/1.1 200 OK\r\n", Some((Kind::Proxy, "not HTTP"))),
            ("http://p", "SSH-2.0-x 200\r\n\r\n", Some((Kind::Proxy, "not HTTP"))),
            ("http://p", "HTTP/1.1 20 OK\r\n\r\n", Some((Kind::Proxy, "not HTTP"))),
            ("http://p", "", Some((Kind::Proxy, "not HTTP"))),
        ];
        for (url, text, expected) in cases {
            let mut head = Head::default();
            let ends = text.bytes().position(|byte| head.push(byte));
            assert!(ends.is_none_or(|end| end + 1 == text.len()), "{text:?}: {ends:?}");
            let result = verdict(&Hop::parse(url).expect(url), &head);
            match (result, expected) {
                (Ok(()), None) => {}
                (Err(error), Some((kind, words))) => {
                    assert_eq!(error.kind(), kind, "{text:?}");
                    assert!(error.message().contains(words), "{error}");
                }
                (result, _) => panic!("{text:?}: {result:?}"),
            }
        }
        let mut endless = Head::default();
        let many = b"HTTP/1.1 100\n\n".repeat(LONGEST_HEAD);
        assert_eq!(many.iter().position(|byte| endless.push(*byte)), Some(LONGEST_HEAD - 1));
    }
}

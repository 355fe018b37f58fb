//! Texts in the configuration of a program: endpoints and the pieces that rules make them of, proxies, certificates and
//! keys.
//!
//! - An endpoint is a URL that a client can use, and a request keeps its path after that of the endpoint.
//! - A value in a URL leads to no other host and adds no segment.
//! - A refusal shows no secrets.

use bytes::Bytes;
use models::Dice;
use smithy_client::endpoint::{Endpoint, UrlPiece};
use smithy_client::proxy::Proxy;
use smithy_client::tls::{Identity, Trust};

/// Pieces of URLs.
const PIECES: &[&str] = &[
    "http",
    "https",
    "://",
    ":",
    "/",
    "@",
    "user",
    "pass:word",
    "example.com",
    "127.0.0.1",
    "[::1]",
    "[fe80::1%25eth0]",
    "8080",
    "0",
    "99999",
    "?",
    "#",
    "a",
    "..",
    ".",
    "%2e",
    "%",
    "é",
    " ",
    "\\",
    "\n",
    "\u{0}",
    "a.b",
    "-",
    "*",
    ",",
    "10.0.0.0/8",
    ".example.com",
    "socks5",
    "xn--",
];

/// A password that must not be in any message.
const SECRET: &str = "hunter2hunter2";

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    let mut dice = Dice::new(data);
    match dice.below(4) {
        0 => endpoint(&url(&mut dice)),
        1 => pieces(&url(&mut dice), &url(&mut dice)),
        2 => proxy(&mut dice),
        _ => pem(dice),
    }
}

fn url(dice: &mut Dice<'_>) -> String {
    if dice.once_in(4) {
        return dice.text();
    }
    (0..dice.below(8)).map(|_| dice.pick(PIECES)).collect()
}

fn endpoint(text: &str) {
    let Ok(endpoint) = Endpoint::new(text) else { return };
    let base = usable(endpoint.url());
    let request = http::Request::builder().uri("/a%2Fb/c?d=e").body(Bytes::new()).expect("a request");
    let Ok(request) = endpoint.apply(request) else { return };
    assert_eq!(request.uri().authority(), base.authority());
    assert_eq!(request.uri().scheme(), base.scheme());
    assert!(request.uri().path().ends_with("/a%2Fb/c"), "{}", request.uri());
    assert_eq!(request.uri().query(), Some("d=e"));
}

/// Checks the URL of an endpoint: HTTP, with a host and without a user.
fn usable(url: &str) -> http::Uri {
    let uri: http::Uri = url.parse().unwrap_or_else(|error| panic!("{url:?}: {error}"));
    assert!(matches!(uri.scheme_str(), Some("http" | "https")), "{url:?}");
    assert!(uri.host().is_some_and(|host| !host.is_empty()), "{url:?}");
    assert!(!uri.authority().is_some_and(|authority| authority.as_str().contains('@')), "{url:?}");
    assert!(uri.query().is_none(), "{url:?}");
    uri
}

fn pieces(host: &str, segment: &str) {
    use UrlPiece::{Given, Own};
    let found = Endpoint::from_pieces(&[
        Own("https://"),
        Given(host),
        Own(".example.com/a/"),
        Given(segment),
        Own("/b"),
    ]);
    let Ok(endpoint) = found else { return };
    let uri = usable(endpoint.url());
    let found = uri.authority().map(http::uri::Authority::as_str);
    assert_eq!(found, Some(format!("{host}.example.com").as_str()), "{}", endpoint.url());
    assert_eq!(uri.path(), format!("/a/{segment}/b"));
    assert_eq!(uri.path().split('/').count(), 4, "{}", endpoint.url());
    assert!(
        !matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | ".."),
        "{}",
        endpoint.url()
    );
}

fn proxy(dice: &mut Dice<'_>) {
    let text = format!(
        "{}{SECRET}@{}",
        dice.pick(&["http://user:", "user:", "https://u:", "socks5://", "http://"]),
        url(dice)
    );
    let exceptions = url(dice);
    let shown = match Proxy::new(&text) {
        Ok(proxy) => format!("{:?}", proxy.except(&exceptions)),
        Err(error) => format!("{error} {error:?}"),
    };
    assert!(!shown.contains(SECRET), "{shown}");
    let from =
        Proxy::from_env_with(|name| name.to_ascii_lowercase().ends_with("_proxy").then(|| text.clone()));
    let shown = format!("{from:?}");
    // The list of hosts without a proxy is not meant for a password, and is not masked.
    assert!(!shown.contains(&format!(":{SECRET}")) || shown.contains("except"), "{shown}");
}

fn pem(mut dice: Dice<'_>) {
    let label = dice.pick(&[
        "CERTIFICATE",
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "",
    ]);
    let body = dice.pick(&["", SECRET, "MIIB", "!", "MC4CAQAwBQYDK2VwBCIEIA=="]);
    let end = dice.pick(&["\n", "\r\n", " ", ""]);
    let mut text = format!("-----BEGIN {label}-----{end}{body}{end}-----END {label}-----{end}").into_bytes();
    let rest = dice.rest();
    text.extend(rest);
    for (chain, key) in [(text.as_slice(), rest), (rest, text.as_slice()), (text.as_slice(), text.as_slice())]
    {
        let shown = format!("{:?}", Identity::from_pem(chain, key));
        assert!(!shown.contains(SECRET), "{shown}");
    }
    for trust in [Trust::only(&text), Trust::web_pki_and(&text), Trust::only(rest)] {
        assert!(!format!("{trust:?}").contains(SECRET));
    }
}

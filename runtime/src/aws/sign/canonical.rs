//! The canonical form of a request, written directly into its hash.

use std::borrow::Cow;

use bytes::Bytes;
use http::{Method, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};
use ring::digest::{self, Digest, SHA256};

use super::SignedBody;
use super::headers::SignedHeaders;
use super::text::{Buffered, Sink, hex, is_plain_pair, is_plain_path, is_unreserved};

/// Stands in for the hash of a body that is not signed.
pub(super) const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// Stands in for the hash of a body of events.
#[cfg(feature = "events")]
pub(super) const EVENTS: &str = "STREAMING-AWS4-HMAC-SHA256-EVENTS";

/// The SHA-256 of an empty body.
const EMPTY: &[u8; 64] = b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// All characters except those that RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same in a path.
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.remove(b'/');

/// The parts of a request that are signed.
pub(super) struct CanonicalRequest<'r> {
    pub(super) method: &'r Method,
    pub(super) path: &'r str,
    /// Whether the path is normalized and encoded a second time, or signed as it is.
    pub(super) double_encode: bool,
    pub(super) query: Query<'r>,
    pub(super) headers: &'r SignedHeaders<'r>,
    pub(super) payload: Payload,
}

impl CanonicalRequest<'_> {
    pub(super) fn digest(&self) -> Digest {
        let mut hash = digest::Context::new(&SHA256);
        self.write(&mut hash);
        hash.finish()
    }

    pub(super) fn write(&self, sink: &mut impl Sink) {
        let mut text = Buffered::new(sink);
        text.put(self.method.as_str().as_bytes());
        text.put_byte(b'\n');
        if self.double_encode {
            write_normal_path(self.path, &mut text);
        } else {
            text.put(self.path.as_bytes());
        }
        text.put_byte(b'\n');
        self.query.write(&mut text);
        text.put_byte(b'\n');
        self.headers.write(&mut text);
        text.put_byte(b'\n');
        text.put(self.payload.text());
        text.flush();
    }
}

/// Writes a path encoded a second time, without dot segments and empty segments.
fn write_normal_path(path: &str, text: &mut Buffered<'_, impl Sink>) {
    if is_plain_path(path) {
        return text.put(path.as_bytes());
    }
    let mut put = |part: &str| {
        percent_encode(part.as_bytes(), RESERVED_IN_PATH).for_each(|part| text.put(part.as_bytes()));
    };
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    for segment in &segments {
        put("/");
        put(segment);
    }
    let is_folder = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    if segments.is_empty() || is_folder {
        put("/");
    }
}

/// The parameters of a query, encoded uniformly and sorted.
pub(super) enum Query<'r> {
    /// The query as it is sent: empty, or a single parameter without encoded characters.
    Canonical(&'r str),
    Sorted(Vec<(Cow<'r, str>, Cow<'r, str>)>),
}

impl<'r> Query<'r> {
    pub(super) fn of(uri: &'r Uri) -> Self {
        let query = uri.query().unwrap_or_default();
        let is_canonical = query.is_empty() || is_plain_pair(query);
        if is_canonical { Self::Canonical(query) } else { Self::with(query, []) }
    }

    /// Returns the parameters of a query together with others that are encoded already.
    pub(super) fn with(query: &'r str, others: impl IntoIterator<Item = (&'r str, &'r str)>) -> Self {
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (encoded(name), encoded(value))
        });
        let others = others.into_iter().map(|(name, value)| (Cow::Borrowed(name), Cow::Borrowed(value)));
        let mut all: Vec<_> = pairs.chain(others).collect();
        all.sort();
        Self::Sorted(all)
    }

    fn write(&self, text: &mut Buffered<'_, impl Sink>) {
        match self {
            Self::Canonical(query) => text.put(query.as_bytes()),
            Self::Sorted(pairs) => {
                let mut separator = "";
                for (name, value) in pairs {
                    for part in [separator, name, "=", value] {
                        text.put(part.as_bytes());
                    }
                    separator = "&";
                }
            }
        }
    }
}

/// Encodes all characters of a name or value that are not unreserved, and no others.
fn encoded(text: &str) -> Cow<'_, str> {
    if is_unreserved(text) {
        return Cow::Borrowed(text);
    }
    // In form encoding, a plus is a space.
    let text = text.replace('+', " ");
    let bytes: Cow<'_, [u8]> = percent_decode(text.as_bytes()).into();
    percent_encode(&bytes, RESERVED).to_string().into()
}

/// What stands for the body.
pub(super) enum Payload {
    Unsigned,
    #[cfg(feature = "events")]
    Events,
    Hash([u8; 64]),
}

impl Payload {
    pub(super) fn of(request: &http::Request<Bytes>, signed: SignedBody) -> Self {
        match (signed, request.body()) {
            (SignedBody::Nothing, _) => Self::Unsigned,
            #[cfg(feature = "events")]
            (SignedBody::Events, _) => Self::Events,
            #[cfg(feature = "stream")]
            (SignedBody::Hashed(hash), _) => Self::Hash(hex(&hash)),
            (SignedBody::Whole, body) if body.is_empty() => Self::Hash(*EMPTY),
            (SignedBody::Whole, body) => Self::Hash(hex(digest::digest(&SHA256, body).as_ref())),
        }
    }

    fn text(&self) -> &[u8] {
        match self {
            Self::Unsigned => UNSIGNED_PAYLOAD.as_bytes(),
            #[cfg(feature = "events")]
            Self::Events => EVENTS.as_bytes(),
            Self::Hash(hash) => hash,
        }
    }
}

//! Signatures of the events of a request: each covers the previous one, and the first covers that of the request.
//!
//! The algorithm is the one that Amazon Transcribe describes in "Event stream encoding" of its developer guide.

use std::fmt;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use bytes::{BufMut, Bytes, BytesMut};
use ring::digest::{SHA256, digest};

use super::scope::{Scope, Stamp};
use super::text::{Buffered, hex};
use super::{SignError, Signing};
use crate::credentials::Credentials;
use crate::events::{Value, frame, write_header};

/// Signs the events of a request in order.
pub(crate) struct EventSigner {
    credentials: Credentials,
    region: Arc<str>,
    name: String,
    /// The time of the request's signature by the service's clock, and the instant at which it was made.
    since: (SystemTime, Instant),
    /// The previous signature, in hexadecimal digits.
    prior: [u8; 64],
}

impl EventSigner {
    /// Creates a signer for the events of a request that was signed at this time; `None` if the request has no
    /// signature.
    pub(crate) fn of(
        request: &http::Request<Bytes>,
        how: &Signing<'_>,
        credentials: &Credentials,
        time: SystemTime,
    ) -> Option<Self> {
        let authorization = request.headers().get(http::header::AUTHORIZATION)?.as_bytes();
        let prior = *authorization.last_chunk::<64>()?;
        let (region, name) = (Arc::from(how.region), how.name.to_owned());
        let since = (time, Instant::now());
        Some(Self { credentials: credentials.clone(), region, name, since, prior })
    }

    /// Returns the frame around the frame of an event. An empty event gives the frame that ends the events.
    pub(crate) fn sign(&mut self, event: &[u8]) -> Result<Bytes, SignError> {
        let (time, then) = self.since;
        self.sign_at(event, time.checked_add(then.elapsed()).unwrap_or(time))
    }

    pub(crate) fn sign_at(&mut self, event: &[u8], time: SystemTime) -> Result<Bytes, SignError> {
        let stamp = Stamp::new(time)?;
        let seconds = time.duration_since(UNIX_EPOCH).map_err(|_| SignError::Time)?.as_secs();
        let millis = i64::try_from(seconds * 1000).map_err(|_| SignError::Time)?;
        let header = |name: &str, value: &Value, headers: &mut BytesMut| {
            write_header(name, value, headers).map_err(|_| SignError::Event)
        };
        let (mut headers, mut date) = (BytesMut::new(), BytesMut::new());
        header(":date", &Value::Timestamp(millis), &mut date)?;
        let signature = self.signature(&stamp, &date, event);
        self.prior = hex(&signature);
        header(":chunk-signature", &Value::Bytes(signature), &mut headers)?;
        headers.unsplit(date);
        frame(&headers, event).map_err(|_| SignError::Event)
    }

    fn signature(&self, stamp: &Stamp, date: &[u8], event: &[u8]) -> Bytes {
        let how = Signing {
            name: &self.name,
            region: &self.region,
            double_encode: true,
            payload: super::SignedBody::Whole,
        };
        let scope = Scope::new(stamp, &how);
        let mut context = self.credentials.keys().context(self.credentials.secret_access_key(), &scope);
        let mut text = Buffered::new(&mut context);
        text.put(b"AWS4-HMAC-SHA256-PAYLOAD\n");
        text.put(stamp.bytes());
        text.put_byte(b'\n');
        scope.write(|part| text.put(part));
        for part in [self.prior, hex(digest(&SHA256, date).as_ref()), hex(digest(&SHA256, event).as_ref())] {
            text.put_byte(b'\n');
            text.put(&part);
        }
        text.flush();
        let mut signature = BytesMut::new();
        signature.put_slice(context.sign().as_ref());
        signature.freeze()
    }
}

/// Shows nothing of credentials and signatures.
impl fmt::Debug for EventSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSigner").field("name", &self.name).finish_non_exhaustive()
    }
}

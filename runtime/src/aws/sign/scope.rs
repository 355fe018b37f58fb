//! The scope of a signature (a day, a region and a service), and the signature over it.

use std::time::{SystemTime, UNIX_EPOCH};

use ring::digest::Digest;
use ring::hmac::Tag;

use super::text::{Buffered, hex};
use super::{SignError, Signing};
use crate::civil;
use crate::credentials::Credentials;

/// The algorithm of Signature Version 4.
pub(super) const ALGORITHM: &[u8] = b"AWS4-HMAC-SHA256";

/// The start of the year 10000 in seconds since 1970: the date of a signature has only four digits for the year.
pub(super) const END_OF_DATES: u64 = 253_402_300_800;

/// The time as it is written in a signature: `20261120T123456Z`.
pub(super) struct Stamp([u8; 16]);

impl Stamp {
    pub(super) fn new(time: SystemTime) -> Result<Self, SignError> {
        let since = time.duration_since(UNIX_EPOCH).map_err(|_| SignError::Time)?.as_secs();
        if since >= END_OF_DATES {
            return Err(SignError::Time);
        }
        let (year, month, day) = civil::date(since / 86_400);
        let pairs = [year / 100, year % 100, month, day];
        let time = [since / 3_600 % 24, since / 60 % 60, since % 60];
        let mut text = *b"00000000T000000Z";
        let mut write = |from: usize, number| text[from..from + 2].copy_from_slice(&digits(number));
        (0..).step_by(2).zip(pairs).for_each(|(place, number)| write(place, number));
        (9..).step_by(2).zip(time).for_each(|(place, number)| write(place, number));
        Ok(Self(text))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Returns only the day: `20261120`.
    pub(super) fn date(&self) -> &[u8] {
        &self.0[..8]
    }
}

/// Returns the two digits of a number below 100.
fn digits(number: u64) -> [u8; 2] {
    let digit = |number: u64| b'0' + u8::try_from(number % 10).unwrap_or_default();
    [digit(number / 10), digit(number)]
}

/// The day, the region and the service of a signature.
pub(super) struct Scope<'a> {
    pub(super) stamp: &'a Stamp,
    pub(super) region: &'a [u8],
    pub(super) name: &'a [u8],
}

impl<'a> Scope<'a> {
    pub(super) fn new(stamp: &'a Stamp, how: &Signing<'a>) -> Self {
        Self { stamp, region: how.region.as_bytes(), name: how.name.as_bytes() }
    }

    pub(super) fn date(&self) -> &[u8] {
        self.stamp.date()
    }

    /// Passes on the scope as it is written, piece by piece: `20261120/eu-west-1/iot-jobs-data/aws4_request`.
    #[inline]
    pub(super) fn write(&self, mut put: impl FnMut(&[u8])) {
        put(self.date());
        put(b"/");
        put(self.region);
        put(b"/");
        put(self.name);
        put(b"/aws4_request");
    }

    /// Computes the signature of a request whose canonical form has this hash.
    pub(super) fn sign(&self, credentials: &Credentials, canonical: &Digest) -> Tag {
        let mut context = credentials.keys().context(credentials.secret_access_key(), self);
        let mut text = Buffered::new(&mut context);
        text.put(ALGORITHM);
        text.put_byte(b'\n');
        text.put(self.stamp.bytes());
        text.put_byte(b'\n');
        self.write(|part| text.put(part));
        text.put_byte(b'\n');
        text.put(&hex(canonical.as_ref()));
        text.flush();
        context.sign()
    }
}

//! Writing text into a hash, and the characters that are not encoded.

use ring::{digest, hmac};

/// What text is written to.
pub(super) trait Sink {
    fn put(&mut self, text: &[u8]);
}

impl Sink for digest::Context {
    fn put(&mut self, text: &[u8]) {
        self.update(text);
    }
}

impl Sink for hmac::Context {
    fn put(&mut self, text: &[u8]) {
        self.update(text);
    }
}

#[cfg(test)]
impl Sink for Vec<u8> {
    fn put(&mut self, text: &[u8]) {
        self.extend_from_slice(text);
    }
}

/// Collects short texts for a hash, because many small updates cost it more than the copies.
pub(super) struct Buffered<'s, S> {
    sink: &'s mut S,
    buffer: [u8; 256],
    used: usize,
}

impl<'s, S: Sink> Buffered<'s, S> {
    pub(super) fn new(sink: &'s mut S) -> Self {
        Self { sink, buffer: [0; 256], used: 0 }
    }

    #[inline]
    pub(super) fn put(&mut self, text: &[u8]) {
        if let Some(place) = self.buffer.get_mut(self.used..self.used + text.len()) {
            place.copy_from_slice(text);
            self.used += text.len();
        } else {
            self.flush();
            self.sink.put(text);
        }
    }

    #[inline]
    pub(super) fn put_byte(&mut self, byte: u8) {
        if self.used == self.buffer.len() {
            self.flush();
        }
        self.buffer[self.used] = byte;
        self.used += 1;
    }

    /// Passes on the rest.
    pub(super) fn flush(&mut self) {
        self.sink.put(&self.buffer[..self.used]);
        self.used = 0;
    }
}

/// Whether all characters are unreserved (RFC 3986).
pub(super) fn is_unreserved(text: &str) -> bool {
    unreserved(text.as_bytes()).1.is_empty()
}

/// Whether a text is a name, `=` and a value of such characters.
pub(super) fn is_plain_pair(text: &str) -> bool {
    match unreserved(text.as_bytes()).1 {
        [b'=', value @ ..] => unreserved(value).1.is_empty(),
        _ => false,
    }
}

/// Whether a path consists of such characters and has no empty segments and no segments that begin with a dot.
pub(super) fn is_plain_path(path: &str) -> bool {
    let mut rest = path.as_bytes();
    while let [b'/', path @ ..] = rest {
        let (segment, others) = unreserved(path);
        match (segment, others) {
            ([b'.', ..], _) | ([], [_, ..]) => return false,
            _ => rest = others,
        }
    }
    rest.is_empty()
}

/// Splits off the unreserved characters at the beginning.
#[inline]
fn unreserved(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !UNRESERVED[usize::from(*byte)]);
    text.split_at(end.unwrap_or(text.len()))
}

static UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    table
};

/// Returns the 32 bytes of a hash in lower-case hexadecimal digits.
pub(super) fn hex(hash: &[u8]) -> [u8; 64] {
    let mut text = [0; 64];
    for (pair, byte) in text.chunks_exact_mut(2).zip(hash) {
        pair.copy_from_slice(&HEX[usize::from(*byte)]);
    }
    text
}

static HEX: [[u8; 2]; 256] = {
    let digits = b"0123456789abcdef";
    let mut table = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = [digits[byte >> 4], digits[byte & 15]];
        byte += 1;
    }
    table
};

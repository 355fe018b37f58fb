//! Bodies that are streamed: bytes that are sent or read in pieces, and need not be in memory as a whole.
//!
//! A [`ByteStream`] is a member of an input or of an output. It is made from bytes, a file, a reader or an async
//! stream. The blocking client reads it with [`Read`], and the async client with `next`, as a `Stream` or as tokio's
//! `AsyncRead`.

mod once;
#[cfg(feature = "client")]
mod polled;
#[cfg(all(test, feature = "client"))]
mod tests;

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::{Buf, Bytes};
use serde::{Serialize, Serializer};

use crate::codec::{self, Blob, Format, Source, Stop};
use once::Once;

/// A body as a stream of bytes.
///
/// Bytes and files can be sent again when a call is retried. A reader and an async stream can be read only once, so a
/// call is not retried after a part has been read, and the error says so. Clones share such a stream: each byte is read
/// only once. Only one task at a time may wait for its bytes.
///
/// A request whose body is signed accepts only bytes and files, because the body is read twice, first for its hash.
///
/// In JSON it is the base64 text of its bytes, or null if they are not in memory. Two are equal if their bytes in
/// memory are equal, or if they are the same file or stream.
///
/// ```
/// use std::io::Read;
/// use smithy_client::ByteStream;
///
/// # fn example() -> std::io::Result<()> {
/// let text = ByteStream::from("in memory");
/// let file = ByteStream::from_path("firmware.bin")?;
/// let reader = ByteStream::from_reader(std::io::stdin()).with_length(512);
///
/// let mut body = text;
/// let mut bytes = Vec::new();
/// body.read_to_end(&mut bytes)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ByteStream {
    origin: Origin,
    length: Option<u64>,
}

/// The host of a response, in its extensions.
#[derive(Clone)]
pub(crate) struct Host(
    #[cfg_attr(not(feature = "events"), expect(dead_code, reason = "only events tell it"))] pub(crate) String,
);

/// The source of the bytes.
#[derive(Clone)]
enum Origin {
    Memory(Bytes),
    File(Arc<Path>),
    Once(Arc<Mutex<Once>>),
}

impl ByteStream {
    /// Creates a stream of a file's bytes. The file is opened when it is sent, but its length is read now; if the file
    /// is shorter by then, sending it is an error. If the path is not a file but for example a directory or a pipe,
    /// that is an error now.
    pub fn from_path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let found = std::fs::metadata(path)?;
        if !found.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
        }
        Ok(Self { origin: Origin::File(path.into()), length: Some(found.len()) })
    }

    /// Creates a stream of a reader's bytes. The async client reads it on tokio's threads for blocking work.
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        Self::once(Once::read(reader))
    }

    fn once(once: Once) -> Self {
        Self { origin: Origin::Once(Arc::new(Mutex::new(once))), length: None }
    }

    /// Sets the number of bytes, so that a request has a `content-length`. Sending a stream that is shorter or longer
    /// is an error; bytes beyond this length are not sent. The length of bytes and files is known without it.
    #[must_use]
    pub fn with_length(self, bytes: u64) -> Self {
        match self.origin {
            Origin::Memory(_) => self,
            origin => Self { origin, length: Some(bytes) },
        }
    }

    /// Returns the number of bytes, if known. For a response, it is what the service says.
    pub fn length(&self) -> Option<u64> {
        match &self.origin {
            Origin::Memory(bytes) => u64::try_from(bytes.len()).ok(),
            _ => self.length,
        }
    }

    /// Returns the bytes if they are in memory.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.origin {
            Origin::Memory(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Puts bytes that have been taken from the stream back at its beginning.
    #[cfg(feature = "events")]
    pub(crate) fn behind(self, first: Bytes) -> Self {
        match &self.origin {
            Origin::Once(once) => {
                lock(once).put_back(first);
                self
            }
            Origin::Memory(bytes) => [first.as_ref(), bytes].concat().into(),
            Origin::File(_) => self,
        }
    }

    /// Returns the same bytes from the start, if they can be read again.
    pub(crate) fn open(&self) -> Self {
        match &self.origin {
            Origin::File(path) => {
                let file = Self::from_reader(Lazy::Closed(path.to_path_buf()));
                Self { length: self.length, ..file }
            }
            _ => self.clone(),
        }
    }

    /// Whether reading it again gives the same bytes.
    #[cfg(feature = "sigv4")]
    pub(crate) fn is_repeatable(&self) -> bool {
        !matches!(self.origin, Origin::Once(_))
    }

    /// Marks it as partly read.
    #[cfg(feature = "events")]
    pub(crate) fn begun(self) -> Self {
        if let Origin::Once(once) = &self.origin {
            lock(once).begin();
        }
        self
    }

    /// Whether a part of a stream that can be read only once has been read.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.origin {
            Origin::Once(once) => lock(once).is_begun(),
            _ => false,
        }
    }
}

/// No code that holds the lock can panic and leave the state half-changed.
fn lock(once: &Mutex<Once>) -> MutexGuard<'_, Once> {
    once.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that is opened at the first read.
enum Lazy {
    Closed(PathBuf),
    Open(File),
}

impl Read for Lazy {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self {
                Self::Open(file) => return file.read(buffer),
                Self::Closed(path) => *self = Self::Open(File::open(path)?),
            }
        }
    }
}

/// For the blocking client, and for bytes, files and readers anywhere.
impl Read for ByteStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.origin {
            Origin::Once(once) => lock(once).read_into(buffer, self.length),
            Origin::Memory(bytes) => {
                let length = buffer.len().min(bytes.len());
                bytes.copy_to_slice(buffer.get_mut(..length).unwrap_or_default());
                Ok(length)
            }
            Origin::File(_) => {
                *self = self.open();
                self.read(buffer)
            }
        }
    }
}

impl Default for ByteStream {
    fn default() -> Self {
        Bytes::new().into()
    }
}

impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        Self { origin: Origin::Memory(bytes), length: None }
    }
}

impl From<Vec<u8>> for ByteStream {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for ByteStream {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static [u8]> for ByteStream {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

impl From<&'static str> for ByteStream {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl PartialEq for ByteStream {
    fn eq(&self, other: &Self) -> bool {
        match (&self.origin, &other.origin) {
            (Origin::Memory(one), Origin::Memory(other)) => one == other,
            (Origin::File(one), Origin::File(other)) => one == other,
            (Origin::Once(one), Origin::Once(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// Shows the kind and the length; the bytes may be secrets.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = match self.origin {
            Origin::Memory(_) => "memory",
            Origin::File(_) => "a file",
            Origin::Once(_) => "a stream",
        };
        f.debug_struct("ByteStream").field("from", &from).field("length", &self.length()).finish()
    }
}

impl Serialize for ByteStream {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.bytes() {
            Some(bytes) => Blob::serialize(bytes, serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl codec::Read for ByteStream {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        Ok(<Blob as Format<Bytes>>::read(source)?.map(Self::from))
    }
}

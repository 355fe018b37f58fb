//! Bodies that ureq sends and reads in pieces.

use std::io::{self, Read};

use ureq::{Body, BodyReader};

use super::STALL;
use super::error::translate;
use crate::blocking::stream::patience;
use crate::stream::ByteStream;
use crate::tls::error::Stage;
use crate::transport::{Limits, TransportError};

/// The body of a request. Its errors are marked as the body's own.
pub(super) struct Outgoing(pub(super) ByteStream);

impl Read for Outgoing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| io::Error::other(TransportError::of_request_body(&error)))
    }
}

/// Returns the body of a response, which is read within the limits.
pub(super) fn incoming(body: Body, limits: Limits) -> ByteStream {
    let length = body.content_length();
    let stream = ByteStream::from_reader(Incoming { reader: body.into_reader(), limits });
    match length {
        Some(length) => stream.with_length(length),
        None => stream,
    }
}

struct Incoming {
    reader: BodyReader<'static>,
    limits: Limits,
}

impl Read for Incoming {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // The thread that reads may not be the one that sent the request.
        STALL.set(patience(self.limits.stall));
        let read = self.reader.read(buffer);
        read.map_err(|error| io::Error::other(translate(error.into(), Stage::Body, &self.limits)))
    }
}

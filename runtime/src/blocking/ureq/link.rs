//! An open connection, whose problems ureq passes on unchanged.

use std::io;

use ureq::Error;
use ureq::unversioned::transport::{Buffers, NextTimeout, Transport};

/// A connection with or without TLS.
#[derive(Debug)]
pub(super) struct Link {
    transport: Box<dyn Transport>,
    /// Why a part of the request could not be sent.
    unsent: Option<io::Error>,
}

impl Link {
    pub(super) fn new(transport: Box<dyn Transport>) -> Self {
        Self { transport, unsent: None }
    }
}

impl Transport for Link {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    /// A server may answer and close the connection before it has read the request, so a failure to send is reported
    /// only if there is no response.
    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        if self.unsent.is_none() {
            match self.transport.transmit_output(amount, timeout) {
                Err(Error::Io(error)) => self.unsent = Some(error),
                result => return result,
            }
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        match self.transport.await_input(timeout) {
            Ok(false) => self.unsent.take().map_or(Ok(false), |error| Err(hidden(error))),
            Err(Error::Io(error)) => Err(hidden(error)),
            result => result,
        }
    }

    fn is_open(&mut self) -> bool {
        self.unsent.is_none() && self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}

/// Wraps an error so that ureq reports it: within a body of unknown length, ureq takes an `Error::Io` for the end of
/// the body.
fn hidden(error: io::Error) -> Error {
    Error::Other(Box::new(error))
}

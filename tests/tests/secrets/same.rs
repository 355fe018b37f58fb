//! A transport that answers every request in the same way, and stores the last one.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use smithy_client::transport::{BlockingTransport, Limits, TransportError};

#[derive(Clone)]
pub(crate) struct Same {
    answer: Result<http::Response<Bytes>, TransportError>,
    last: Arc<Mutex<Option<http::Request<Bytes>>>>,
}

impl Same {
    pub(crate) fn answer(answer: http::Response<impl Into<Bytes>>) -> Self {
        Self { answer: Ok(answer.map(Into::into)), last: Arc::default() }
    }

    pub(crate) fn fail(error: TransportError) -> Self {
        Self { answer: Err(error), last: Arc::default() }
    }

    /// The last request.
    pub(crate) fn last(&self) -> Option<http::Request<Bytes>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl BlockingTransport for Same {
    fn send(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(request);
        self.answer.clone()
    }
}

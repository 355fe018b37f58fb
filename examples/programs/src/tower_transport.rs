//! A transport from any tower service, so that a client can use layers such as timeouts and limits.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use iot_jobs_data::transport::{BoxFuture, Limits, Transport, TransportError, TransportErrorKind};
use tower::timeout::error::Elapsed;
use tower::{BoxError, Service, ServiceExt};

/// Sends requests through a tower service.
///
/// The service gets a complete request with an absolute URI, which it must not change, because it may be signed. The
/// client makes the retries, because it knows what may be repeated; a layer that also retries would multiply them.
#[derive(Debug)]
pub struct TowerTransport<S> {
    /// A clone serves each request. The lock is held only for the cloning, because many services are not `Sync`.
    service: Mutex<S>,
}

impl<S> TowerTransport<S> {
    /// Creates a transport with this service.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
    }
}

impl<S> Transport for TowerTransport<S>
where
    S: Service<http::Request<Bytes>, Response = http::Response<Bytes>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
{
    fn send(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            let response = service.oneshot(request).await.map_err(|error| transport_error(error.into()))?;
            // The whole body has arrived already; a service that reads from a socket stops at the limit itself.
            if response.body().len() > limits.body {
                let message = format!("more than {} bytes", limits.body);
                return Err(TransportError::new(TransportErrorKind::TooLarge, message));
            }
            Ok(response)
        })
    }
}

/// The client's reaction to an error depends on its kind, for example on whether the request may have reached the
/// service. If your service knows the kind, it can return a [`TransportError`] itself.
fn transport_error(error: BoxError) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => *error,
        Err(error) if error.is::<Elapsed>() => {
            TransportError::new(TransportErrorKind::AttemptTimeout, error.to_string())
        }
        Err(error) => TransportError::new(TransportErrorKind::Other, error.to_string()),
    }
}

//! Looks up the addresses of a host.

use std::net::SocketAddr;
use std::task::{Context, Poll};
use std::vec;

use hyper_util::client::legacy::connect::dns::Name;
use tower_service::Service;

use crate::tls::error::name_error;
use crate::transport::{BoxFuture, TransportError};

/// The system's resolver. hyper's own is the same, but its errors cannot be told from those of a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolver;

impl Service<Name> for Resolver {
    type Response = vec::IntoIter<SocketAddr>;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Self::Response, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move {
            // hyper puts the port in.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            found
                .map(|addresses| addresses.collect::<Vec<_>>().into_iter())
                .map_err(|error| name_error(&error))
        })
    }
}

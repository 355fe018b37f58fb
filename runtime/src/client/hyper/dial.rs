//! Opens a TCP connection to a host: its addresses, and a race between them.

use std::net::SocketAddr;
use std::task::Poll;
use std::time::Duration;

use tokio::net::TcpStream;

use crate::tls::error::{self, Stage};
use crate::transport::{BoxFuture, TransportError, TransportErrorKind};

/// How long an address is tried before the next one is tried too (RFC 8305, section 8).
const DELAY: Duration = Duration::from_millis(250);

/// Connects to the host, which may be an IPv6 address in brackets.
pub(super) async fn dial(host: &str, port: u16) -> Result<TcpStream, TransportError> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let found = tokio::net::lookup_host((bare, port)).await.map_err(|error| error::name_error(&error))?;
    let stream = race(in_turns(&found.collect::<Vec<_>>())).await?;
    // A request is one or two writes, and delaying the second one gains nothing.
    stream.set_nodelay(true).map_err(|error| error::io_error(&error, Stage::Connect))?;
    Ok(stream)
}

/// Sorts the addresses so that the two families alternate, starting with the family of the first.
fn in_turns(addresses: &[SocketAddr]) -> Vec<SocketAddr> {
    let family = addresses.first().map(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) =
        addresses.iter().partition(|address| Some(address.is_ipv6()) == family);
    let longest = first.len().max(second.len());
    (0..longest).flat_map(|index| first.get(index).into_iter().chain(second.get(index))).copied().collect()
}

/// Returns the first connection that succeeds. Each address gets a head start before the next one, which ends when it
/// fails.
async fn race(addresses: Vec<SocketAddr>) -> Result<TcpStream, TransportError> {
    let mut failure = TransportError::new(TransportErrorKind::Connect, "the host has no address");
    let mut left = addresses.into_iter();
    let mut running: Vec<BoxFuture<'_, std::io::Result<TcpStream>>> = Vec::new();
    loop {
        match left.next() {
            Some(address) => running.push(Box::pin(TcpStream::connect(address))),
            None if running.is_empty() => return Err(failure),
            None => {}
        }
        let delay = if left.len() == 0 { Duration::MAX } else { DELAY };
        match tokio::time::timeout(delay, first(&mut running)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => failure = error::io_error(&error, Stage::Connect),
            // The next address is tried in parallel with those under way.
            Err(_) => {}
        }
    }
}

/// Returns the output of the first future that is ready, and removes that future.
async fn first<T>(running: &mut Vec<BoxFuture<'_, T>>) -> T {
    std::future::poll_fn(|context| {
        for index in 0..running.len() {
            if let Some(Poll::Ready(output)) = running.get_mut(index).map(|next| next.as_mut().poll(context))
            {
                drop(running.swap_remove(index));
                return Poll::Ready(output);
            }
        }
        Poll::Pending
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_families_take_turns() {
        let address = |text: &str| text.parse::<SocketAddr>().expect("an address");
        let [a, b, c, x] = ["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1"].map(address);
        assert_eq!(in_turns(&[a, b, c, x]), [a, x, b, c]);
        assert_eq!(in_turns(&[x, a, b]), [x, a, b]);
        assert_eq!(in_turns(&[]), []);
    }

    #[test]
    fn an_address_that_fails_or_says_nothing_does_not_keep_the_next_one_waiting() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let open = listener.local_addr().expect("an address");
            let closed = {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
                listener.local_addr().expect("an address")
            };
            let stream = race(vec![closed, open]).await.expect("a connection");
            assert_eq!(stream.peer_addr().expect("an address"), open);
            let error = race(vec![closed, closed]).await.expect_err("nobody listens");
            assert_eq!(error.message(), "connection refused");
            assert_eq!(race(Vec::new()).await.expect_err("nothing").message(), "the host has no address");

            let mut running: Vec<BoxFuture<'_, u8>> =
                vec![Box::pin(std::future::pending()), Box::pin(std::future::ready(2))];
            assert_eq!((first(&mut running).await, running.len()), (2, 1));
        });
    }
}

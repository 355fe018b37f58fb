//! The calls: 64 in flight with the async client, some of which are dropped, and 16 threads with the blocking one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use fastrand::Rng;
use http::HeaderValue;
use iot_jobs_data::credentials::Credentials;
use iot_jobs_data::interceptor::{Attempt, Interceptor, InterceptorError};
use iot_jobs_data::tls::Trust;
use iot_jobs_data::{CallOptions, Client, Config, Operation, Response, blocking};
use smithy_client::{ClientError, Failure as _, Origin};

use crate::ledger::Ledger;
use crate::servers::Servers;
use crate::watch::Watch;
use trials::probe::{Echo, ONCE, Probe, READS, REPEATABLE, Trouble};

const IN_FLIGHT: usize = 64;
const THREADS: usize = 16;
/// The time limit of a call; one that takes much longer is lost.
const CALL: Duration = Duration::from_secs(2);
const LOST: Duration = Duration::from_secs(12);
/// One in this many calls of the async client is dropped.
const DROPPED: usize = 10;

/// The results of a client's calls.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) begun: AtomicU64,
    pub(crate) went_well: AtomicU64,
    pub(crate) failed: AtomicU64,
    pub(crate) dropped: AtomicU64,
    pub(crate) attempts: AtomicU64,
    pub(crate) lost: AtomicU64,
    pub(crate) mixed_up: AtomicU64,
    pub(crate) denied: AtomicU64,
}

/// The calls of both clients.
#[derive(Debug, Default)]
pub(crate) struct Load {
    pub(crate) with_async: Counts,
    pub(crate) with_blocking: Counts,
}

/// Sends the number of the attempt to the server.
struct Numbered;

impl Interceptor for Numbered {
    fn before_signing(
        &self,
        request: &mut http::Request<Bytes>,
        attempt: &Attempt,
    ) -> Result<(), InterceptorError> {
        request.headers_mut().insert("x-attempt", HeaderValue::from(attempt.number));
        Ok(())
    }
}

fn config(servers: &Servers) -> Config {
    Config::builder()
        .endpoint_url("http://127.0.0.1:9")
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDSOAK", "secret", None, None, "soak"))
        .trust(Trust::only(servers.root.as_bytes()).expect("a root"))
        .interceptor(Numbered)
        .backoff_base(Duration::from_millis(2))
        .connect_timeout(Duration::from_millis(300))
        .attempt_timeout(Duration::from_millis(300))
        .call_timeout(CALL)
        .body_limit(4096)
        .build()
        .expect("a configuration")
}

/// A call to be made.
struct Ticket {
    marker: String,
    kind: u8,
    options: CallOptions,
}

impl Ticket {
    fn new(name: &str, number: u64, servers: &Servers, ledger: &Ledger, rng: &mut Rng) -> Self {
        let kind = [READS, REPEATABLE, ONCE][rng.usize(..3)];
        let options = CallOptions::default().endpoint_url(servers.url(rng.f64(), rng.usize(..), ledger));
        let options = if kind == ONCE { options.header("x-once", "yes") } else { options };
        Self { marker: format!("{name}-{number}"), kind, options }
    }
}

impl Load {
    /// Lets both clients make calls until the end.
    pub(crate) fn run(servers: &Servers, ledger: &Arc<Ledger>, watch: &Watch, end: Instant) -> Self {
        let load = Self::default();
        thread::scope(|scope| {
            scope.spawn(|| load.with_async.call_async(servers, ledger, watch, end));
            scope.spawn(|| load.with_blocking.call_blocking(servers, ledger, end));
            watch.sample(servers, end);
        });
        load
    }
}

impl Counts {
    fn call_async(&self, servers: &Servers, ledger: &Ledger, watch: &Watch, end: Instant) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        watch.tasks_of(runtime.handle().clone());
        let client = Client::new(config(servers));
        runtime.block_on(async {
            let workers =
                (0..IN_FLIGHT).map(|worker| self.work_async(client.clone(), worker, servers, ledger, end));
            join_all(workers.collect()).await;
        });
        drop(client);
        // Checks that the remaining connections are closed.
        runtime.block_on(async {
            let start = Instant::now();
            while runtime.metrics().num_alive_tasks() > 0 && start.elapsed() < Duration::from_secs(5) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        watch.leave_tasks(runtime.metrics().num_alive_tasks());
    }

    async fn work_async(
        &self,
        client: Client,
        worker: usize,
        servers: &Servers,
        ledger: &Ledger,
        end: Instant,
    ) {
        let mut rng = Rng::with_seed(worker as u64);
        while Instant::now() < end {
            let number = self.begun.fetch_add(1, Ordering::Relaxed);
            let ticket = Ticket::new("a", number, servers, ledger, &mut rng);
            let patience =
                if rng.usize(..DROPPED) == 0 { Duration::from_millis(rng.u64(0..60)) } else { LOST };
            let call = async {
                match ticket.kind {
                    READS => send_async::<READS>(&client, &ticket).await,
                    REPEATABLE => send_async::<REPEATABLE>(&client, &ticket).await,
                    _ => send_async::<ONCE>(&client, &ticket).await,
                }
            };
            match tokio::time::timeout(patience, call).await {
                Ok(result) => self.settle(&ticket, result, ledger),
                Err(_) if patience < LOST => {
                    self.dropped.fetch_add(1, Ordering::Relaxed);
                }
                Err(_) => {
                    self.lost.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }

    fn call_blocking(&self, servers: &Servers, ledger: &Ledger, end: Instant) {
        let client = blocking::Client::new(config(servers));
        thread::scope(|scope| {
            for worker in 0..THREADS {
                let client = client.clone();
                scope.spawn(move || self.work_blocking(&client, worker, servers, ledger, end));
            }
        });
    }

    fn work_blocking(
        &self,
        client: &blocking::Client,
        worker: usize,
        servers: &Servers,
        ledger: &Ledger,
        end: Instant,
    ) {
        let mut rng = Rng::with_seed(1000 + worker as u64);
        while Instant::now() < end {
            let number = self.begun.fetch_add(1, Ordering::Relaxed);
            let ticket = Ticket::new("b", number, servers, ledger, &mut rng);
            let start = Instant::now();
            let result = match ticket.kind {
                READS => send_blocking::<READS>(client, &ticket),
                REPEATABLE => send_blocking::<REPEATABLE>(client, &ticket),
                _ => send_blocking::<ONCE>(client, &ticket),
            };
            if start.elapsed() > LOST {
                self.lost.fetch_add(1, Ordering::Relaxed);
            }
            self.settle(&ticket, result, ledger);
        }
    }

    /// Compares a result with what the servers did.
    fn settle(&self, ticket: &Ticket, result: Result<Response<Echo>, Trouble>, ledger: &Ledger) {
        let acted = ledger.close(&ticket.marker);
        match result {
            Ok(response) => {
                self.went_well.fetch_add(1, Ordering::Relaxed);
                self.attempts.fetch_add(response.meta().attempts().into(), Ordering::Relaxed);
                // Some faults are unusual responses without a marker.
                let is_anothers = response.output().marker().is_some_and(|marker| marker != ticket.marker);
                self.mixed_up.fetch_add(is_anothers.into(), Ordering::Relaxed);
            }
            Err(error) => {
                self.failed.fetch_add(1, Ordering::Relaxed);
                self.attempts.fetch_add(error.attempts().into(), Ordering::Relaxed);
                let denies = ticket.kind != READS && denies(&error, &acted);
                if denies {
                    eprintln!("{} was acted on in attempt {acted:?}, and says: {error}", ticket.marker);
                }
                self.denied.fetch_add(denies.into(), Ordering::Relaxed);
            }
        }
    }
}

/// Whether an error denies that a server has acted on an attempt.
fn denies(error: &Trouble, acted: &[u32]) -> bool {
    let earlier = acted.iter().any(|attempt| *attempt < error.attempts());
    let says_unsent = match error.origin() {
        Origin::Client(ClientError::Send(error)) => !error.may_have_been_sent(),
        Origin::Client(ClientError::Response(_) | ClientError::Retry(_)) | Origin::Service(_) => false,
        Origin::Client(_) => true,
    };
    (earlier && !error.may_have_acted_before()) || (says_unsent && !acted.is_empty())
}

async fn send_async<const KIND: u8>(client: &Client, ticket: &Ticket) -> Result<Response<Echo>, Trouble>
where
    Probe<KIND>: Operation<Output = Echo, Error = Trouble>,
{
    client.call_with(Probe::<KIND>(ticket.marker.clone()), ticket.options.clone()).await
}

fn send_blocking<const KIND: u8>(
    client: &blocking::Client,
    ticket: &Ticket,
) -> Result<Response<Echo>, Trouble>
where
    Probe<KIND>: Operation<Output = Echo, Error = Trouble>,
{
    client.call_with(Probe::<KIND>(ticket.marker.clone()), ticket.options.clone())
}

/// Waits for all futures, which run concurrently on this thread.
async fn join_all<F: Future<Output = ()>>(futures: Vec<F>) {
    let mut futures: Vec<_> = futures.into_iter().map(|future| Some(Box::pin(future))).collect();
    std::future::poll_fn(|context| {
        for slot in &mut futures {
            if slot.as_mut().is_some_and(|future| future.as_mut().poll(context).is_ready()) {
                *slot = None;
            }
        }
        if futures.iter().all(Option::is_none) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
}

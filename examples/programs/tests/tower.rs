//! A client with layers of tower, over a service that answers by itself: `service_fn` instead of an HTTP stack.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test")]

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use examples::tower_transport::TowerTransport;
use iot_jobs_data::operation::get_pending_job_executions::GetPendingJobExecutionsError;
use iot_jobs_data::transport::TransportErrorKind;
use iot_jobs_data::{Client, ClientError, Config};
use tower::limit::ConcurrencyLimitLayer;
use tower::timeout::TimeoutLayer;
use tower::{Layer, service_fn};

type Response = http::Response<Bytes>;

fn config() -> Config {
    Config::builder().endpoint_url("http://jobs.example").unsigned().max_attempts(1).build().unwrap()
}

/// The number of requests being processed, and its maximum.
#[derive(Default)]
struct Load {
    now: AtomicUsize,
    most: AtomicUsize,
}

#[tokio::test]
async fn layers_are_around_each_attempt() {
    let load = Arc::new(Load::default());
    let seen = Arc::clone(&load);
    let stub = service_fn(move |request: http::Request<Bytes>| {
        let load = Arc::clone(&seen);
        async move {
            assert!(request.uri().path().starts_with("/things/pump-"));
            let now = load.now.fetch_add(1, Ordering::SeqCst) + 1;
            load.most.fetch_max(now, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(5)).await;
            load.now.fetch_sub(1, Ordering::SeqCst);
            Ok::<_, Infallible>(Response::new(Bytes::from_static(b"{}")))
        }
    });
    let service = ConcurrencyLimitLayer::new(2).layer(stub);
    let client = Client::with_transport(config(), TowerTransport::new(service));
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..6 {
        calls.spawn(client.get_pending_job_executions().thing_name(format!("pump-{number}")).send());
    }
    for answer in calls.join_all().await {
        assert_eq!(answer.unwrap().output().queued_jobs(), None);
    }
    assert_eq!(load.most.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_timeout_of_tower_is_a_timeout_of_the_attempt() {
    let stub = service_fn(|_| std::future::pending::<Result<Response, Infallible>>());
    let service = TimeoutLayer::new(Duration::from_secs(1)).layer(stub);
    let client = Client::with_transport(config(), TowerTransport::new(service));
    let error = client.get_pending_job_executions().thing_name("pump-17").send().await.unwrap_err();
    let GetPendingJobExecutionsError::Client(ClientError::Send(error)) = error else { panic!("{error}") };
    assert_eq!(error.kind(), TransportErrorKind::AttemptTimeout);
    assert_eq!(
        error.to_string(),
        "GetPendingJobExecutions: no response from jobs.example in time: request timed out"
    );
}

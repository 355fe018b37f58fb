//! Events in both directions over HTTP/2, against hyper's server: an update answers a report while the next one waits.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming};
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use loopback::pki::Authority;
use smithy_client::events::Event;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use weather_client::tls::Trust;
use weather_client::types::{Reading, Report, Update};
use weather_client::{Client, Config, EventSource};

use crate::raw;

/// A stream of the values in a channel.
struct Channel<T>(mpsc::Receiver<T>);

impl<T> futures_core::Stream for Channel<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.poll_recv(context)
    }
}

/// A response body from a channel.
struct Answering(mpsc::Receiver<Bytes>);

impl Body for Answering {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

/// Answers each piece of a request with a storm whose speed is the number of the piece.
async fn storms(request: Request<Incoming>) -> Result<Response<Answering>, Infallible> {
    assert_eq!(request.version(), http::Version::HTTP_2);
    assert_eq!(request.headers().get("content-type").expect("a type"), "application/vnd.amazon.eventstream");
    let (tell, told) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut body = request.into_body();
        let mut speed = 0_i32;
        while let Some(Ok(frame)) = body.frame().await {
            // The end may come with an empty frame.
            if frame.data_ref().is_none_or(Bytes::is_empty) {
                continue;
            }
            speed += 1;
            let storm = raw::frame(Event::new("storm").with_header("speed", &speed));
            if tell.send(storm.into()).await.is_err() {
                return;
            }
        }
    });
    Ok(Response::new(Answering(told)))
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) {
    let server = http2::Builder::new(TokioExecutor::new());
    let _ = server.serve_connection(TokioIo::new(stream), service_fn(storms)).await;
}

/// Serves one connection after the other on its own port, with TLS for these protocols or without TLS.
async fn listen(root: Option<&Authority>, protocols: &[&[u8]]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let acceptor = root.map(|root| {
        let identity = root.localhost();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config =
            rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = config.expect("versions of TLS").with_no_client_auth();
        let mut config = config
            .with_single_cert(vec![identity.der()], identity.key_der())
            .expect("a certificate with its key");
        config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
        TlsAcceptor::from(Arc::new(config))
    });
    tokio::spawn(async move {
        while let Ok((tcp, _)) = listener.accept().await {
            match &acceptor {
                None => drop(tokio::spawn(serve(tcp))),
                Some(acceptor) => {
                    if let Ok(tls) = acceptor.accept(tcp).await {
                        tokio::spawn(serve(tls));
                    }
                }
            }
        }
    });
    port
}

fn client(url: &str, root: &Authority) -> Client {
    let config =
        Config::builder().endpoint_url(url).trust(Trust::only(root.pem().as_bytes()).expect("a root"));
    Client::new(config.unsigned().build().expect("a configuration"))
}

/// Sends three reports, each after the update that answers the previous one.
async fn talk(client: &Client) {
    let (report, reports) = mpsc::channel(1);
    let next = || Report::Reading(Reading::builder().temperature(1.0).build());
    report.send(next()).await.expect("room");
    let source = EventSource::from_stream(Channel(reports));
    let mut answer = client.talk().station("roof").reports(source).send().await.expect("a response");
    for number in 1..=3 {
        let update = tokio::time::timeout(Duration::from_secs(5), answer.output_mut().updates.recv())
            .await
            .expect("in time");
        let Update::Storm(storm) = update.expect("an event").expect("no error") else { panic!("a storm") };
        assert_eq!(storm.speed(), Some(number));
        if number < 3 {
            report.send(next()).await.expect("room");
        }
    }
    drop(report);
    assert!(answer.output_mut().updates.recv().await.is_none());
}

#[tokio::test(flavor = "current_thread")]
async fn events_go_in_both_directions_at_once() {
    let root = Authority::new("root");
    let plain = listen(None, &[]).await;
    let secure = listen(Some(&root), &[b"h2", b"http/1.1"]).await;
    talk(&client(&format!("http://localhost:{plain}"), &root)).await;
    talk(&client(&format!("https://localhost:{secure}"), &root)).await;
}

#[tokio::test(flavor = "current_thread")]
async fn a_server_without_http2_is_an_error_that_says_so() {
    let root = Authority::new("root");
    let old = listen(Some(&root), &[b"http/1.1"]).await;
    let client = client(&format!("https://localhost:{old}"), &root);
    let reports = EventSource::from(vec![Report::Reading(Reading::builder().build())]);
    let error = client.talk().station("roof").reports(reports).send().await.expect_err("no HTTP/2");
    let host = format!("TLS connection to localhost:{old}");
    assert!(error.to_string().starts_with(&format!("Talk: no {host}: ")), "{error}");
}

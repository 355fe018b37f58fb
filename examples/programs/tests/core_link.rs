//! The connection with another MQTT library over a stream in memory, with a scripted broker.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test")]

use std::io;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use examples::core_link::CoreLink;
use iot_jobs_data::mqtt::{Link, LinkEvent};
use iot_jobs_data::transport::TransportErrorKind as Kind;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::time::{Instant, timeout};

const CONNECTED: &[u8] = &[0x20, 2, 0, 0];
const REFUSED: &[u8] = &[0x20, 2, 0, 5];
const PING: &[u8] = &[0xC0, 0];
const PONG: &[u8] = &[0xD0, 0];

/// Returns a link, and the broker's end of each of its streams.
fn link() -> (CoreLink<DuplexStream>, Receiver<DuplexStream>) {
    let (opened, ends) = channel();
    let connect = move || {
        let (end, other) = duplex(4096);
        opened.send(other).unwrap();
        std::future::ready(io::Result::Ok(end))
    };
    (CoreLink::new("pump", connect), ends)
}

/// Lets the link work, with interruptions, until nothing happens for a moment.
async fn settle(link: &mut CoreLink<DuplexStream>) {
    let event = timeout(Duration::from_millis(1), link.event()).await;
    assert!(event.is_err(), "nothing has happened, but {event:?}");
}

/// Returns what the client has written to the broker.
async fn written(end: &mut DuplexStream) -> Vec<u8> {
    let mut written = vec![0; 4096];
    let length = end.read(&mut written).await.unwrap();
    written.truncate(length);
    written
}

/// Returns a link whose connection the broker has accepted.
async fn connected() -> (CoreLink<DuplexStream>, DuplexStream) {
    let (mut link, ends) = link();
    settle(&mut link).await;
    let mut end = ends.try_recv().unwrap();
    assert_eq!(written(&mut end).await, b"\x10\x10\x00\x04MQTT\x04\x02\x00\x3C\x00\x04pump");
    end.write_all(CONNECTED).await.unwrap();
    assert!(matches!(next(&mut link).await, LinkEvent::Connected));
    (link, end)
}

/// Returns the next event, without a time limit: the clock of a test advances only when nothing else runs.
async fn next(link: &mut CoreLink<DuplexStream>) -> LinkEvent {
    timeout(Duration::from_mins(10), link.event()).await.unwrap()
}

async fn disconnected(link: &mut CoreLink<DuplexStream>) -> (Kind, String) {
    match next(link).await {
        LinkEvent::Disconnected(error) => (error.kind(), error.message().to_owned()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_broker_that_answers_pings_is_kept_and_a_silent_one_is_left() {
    let (mut link, mut end) = connected().await;
    for _ in 0..3 {
        let start = Instant::now();
        let ping = async { (written(&mut end).await, start.elapsed()) };
        let (ping, passed) = tokio::select! {
            event = next(&mut link) => panic!("{event:?}"),
            ping = ping => ping,
        };
        assert!(
            ping == PING && passed.abs_diff(Duration::from_mins(1)) < Duration::from_secs(1),
            "{passed:?}"
        );
        end.write_all(PONG).await.unwrap();
    }
    let start = Instant::now();
    let reason = (Kind::Stalled, "the broker gives no sign of life".to_owned());
    assert_eq!(disconnected(&mut link).await, reason);
    assert!(
        start.elapsed().abs_diff(Duration::from_secs(80)) < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn packets_in_pieces_and_several_at_once_are_read() {
    let (mut link, mut end) = connected().await;
    let packet = b"\x30\x05\x00\x01ahi";
    end.write_all(&packet[..4]).await.unwrap();
    settle(&mut link).await;
    end.write_all(&packet[4..]).await.unwrap();
    end.write_all(packet).await.unwrap();
    for _ in 0..2 {
        let LinkEvent::Message { topic, payload } = next(&mut link).await else { panic!("a message") };
        assert_eq!((topic.as_str(), &payload[..]), ("a", &b"hi"[..]));
    }
    end.write_all(b"\xF0\x00").await.unwrap();
    assert_eq!(disconnected(&mut link).await.0, Kind::Malformed);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_and_silence_are_reasons_to_wait_before_the_next_connection() {
    let (mut link, ends) = link();
    settle(&mut link).await;
    let mut end = ends.try_recv().unwrap();
    end.write_all(REFUSED).await.unwrap();
    assert_eq!(disconnected(&mut link).await, (Kind::Connect, "NotAuthorized".to_owned()));
    // Nobody answers on the next connection, and its time limit continues although the event is dropped now and then.
    let start = Instant::now();
    while timeout(Duration::from_millis(700), link.event()).await.is_err() {}
    assert!(start.elapsed() < Duration::from_secs(7), "{:?}", start.elapsed());
    assert_eq!(ends.try_iter().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_broker_is_told_of_the_end() {
    let (mut link, mut end) = connected().await;
    link.close().await;
    assert_eq!(written(&mut end).await, [0xE0, 0]);
    assert!(written(&mut end).await.is_empty());
}

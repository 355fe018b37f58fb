//! Events over HTTP/1.1, with both clients: read as they arrive, and sent as they are created.

use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use smithy_client::events::Event;
use weather_client::EventSource;
use weather_client::operation::report_readings::ReportReadingsInput as Send;
use weather_client::operation::watch_station::{
    WatchStationError, WatchStationInput as Watch, WatchStationOutput,
};
use weather_client::types::{Done, Reading, Report, Storm, Update};

use crate::raw::{Shell, body, config, frame, head, serve};

fn reading(temperature: f64) -> Reading {
    Reading::builder().temperature(temperature).build()
}

/// Returns one event of a response.
fn next(shell: &Shell, output: &mut WatchStationOutput) -> Option<Result<Update, WatchStationError>> {
    match shell {
        Shell::Async(_, runtime) => runtime.block_on(output.updates.recv()),
        Shell::Blocking(_) => output.updates.clone().into_iter().next(),
    }
}

fn chunk(stream: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    write!(stream, "{:x}\r\n", bytes.len())?;
    stream.write_all(bytes)?;
    stream.write_all(b"\r\n")
}

const STREAM: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/vnd.amazon.eventstream\r\ntransfer-encoding: chunked\r\n\r\n";

#[test]
fn events_are_there_as_soon_as_they_have_come_and_end_with_an_error() {
    let (go, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let (url, _) = serve(move |stream, _| {
        let wait =
            || wait.lock().expect("a lock").recv_timeout(Duration::from_secs(10)).expect("the client reads");
        head(stream)?;
        stream.write_all(STREAM)?;
        let first = frame(Event::new("reading").with_json(&reading(21.5)).expect("JSON"));
        // Two events that are not aligned with the chunks.
        let storm = frame(
            Event::new("storm").with_header("speed", &120_i32).with_payload("text/plain", "stay inside"),
        );
        chunk(stream, &first)?;
        wait();
        let (half, rest) = storm.split_at(20);
        chunk(stream, half)?;
        chunk(stream, &[rest, &frame(Event::new("dust"))].concat())?;
        wait();
        let lost = Event::exception("lost").with_payload("application/json", r#"{"message": "no signal"}"#);
        chunk(stream, &frame(lost))?;
        stream.write_all(b"0\r\n\r\n")
    });
    for shell in Shell::both(&config(&url)) {
        let mut answer = shell.call(Watch::builder().station("roof").build()).expect("updates");
        let first = next(&shell, answer.output_mut()).expect("an event").expect("a reading");
        assert_eq!(first, Update::Reading(reading(21.5)));
        go.send(()).expect("the server waits");
        let storm = next(&shell, answer.output_mut()).expect("an event").expect("a storm");
        assert_eq!(storm, Update::Storm(Storm::builder().speed(120).warning("stay inside").build()));
        let dust = next(&shell, answer.output_mut()).expect("an event").expect("an unknown one");
        assert!(matches!(dust, Update::Unknown { name, .. } if name == "dust"));
        go.send(()).expect("the server waits");
        let error = next(&shell, answer.output_mut()).expect("an event").expect_err("the signal is lost");
        assert!(
            matches!(&error, WatchStationError::SignalLost(error) if error.message() == Some("no signal"))
        );
        assert_eq!(error.to_string(), "WatchStation: 200 SignalLost: no signal");
        assert!(next(&shell, answer.output_mut()).is_none());
    }
}

#[test]
fn a_call_by_name_has_all_events_in_its_json() {
    let (url, _) = serve(|stream, _| {
        head(stream)?;
        stream.write_all(STREAM)?;
        chunk(stream, &frame(Event::new("reading").with_json(&reading(21.5)).expect("JSON")))?;
        chunk(stream, &frame(Event::new("reading").with_json(&reading(22.0)).expect("JSON")))?;
        chunk(stream, b"")
    });
    let input = || serde_json::json!({"station": "roof"});
    for shell in Shell::both(&config(&url)) {
        let output = match &shell {
            Shell::Async(client, runtime) => runtime.block_on(client.invoke("WatchStation", input())),
            Shell::Blocking(client) => client.invoke("WatchStation", input()),
        };
        let expected =
            serde_json::json!([{"reading": {"temperature": 21.5}}, {"reading": {"temperature": 22.0}}]);
        assert_eq!(output.expect("a response")["updates"], expected);
    }
}

#[test]
fn a_stream_that_is_cut_or_falls_silent_says_so() {
    let (url, _) = serve(|stream, _| {
        let head = head(stream)?;
        stream.write_all(STREAM)?;
        let event = frame(Event::new("reading").with_json(&reading(1.0)).expect("JSON"));
        if head.contains("/stations/cut/") {
            chunk(stream, &event[..9])?;
            return stream.write_all(b"0\r\n\r\n");
        }
        chunk(stream, &event)?;
        if head.contains("silent") {
            std::thread::sleep(Duration::from_secs(3));
        }
        Ok(())
    });
    for shell in Shell::both(&|| config(&url)().stall_timeout(Duration::from_millis(300))) {
        let host = url.trim_start_matches("http://");
        for (station, expected) in [
            ("cut", "WatchStation: the response could not be read: it ends within an event".to_owned()),
            ("silent", format!("WatchStation: the connection to {host} stalled: 300ms have passed")),
            (
                "gone",
                format!(
                    "WatchStation: the connection to {host} broke off: the connection ended within the response"
                ),
            ),
        ] {
            let mut answer = shell.call(Watch::builder().station(station).build()).expect("updates");
            if station != "cut" {
                assert!(next(&shell, answer.output_mut()).expect("an event").is_ok());
            }
            let error = next(&shell, answer.output_mut()).expect("an event").expect_err(station);
            assert!(error.to_string().starts_with(&expected), "{error}");
            assert!(error.code().is_none() && next(&shell, answer.output_mut()).is_none());
        }
    }
}

#[test]
fn events_are_sent_as_they_come_about() {
    let (tell, told) = mpsc::channel();
    let (url, _) = serve(move |stream, _| {
        let head = head(stream)?;
        let _ = tell.send((head.clone(), body(stream, &head)?));
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\n{\"stored\":1}")
    });
    let reports = || vec![Report::Reading(reading(3.5)), Report::Done(Done::builder().build())];
    let expected =
        [frame(Event::new("reading").with_json(&reading(3.5)).expect("JSON")), frame(Event::new("done"))];
    for shell in Shell::both(&config(&url)) {
        let input = Send::builder().station("roof").reports(reports()).build();
        assert_eq!(shell.call(input).expect("it is stored").output().stored(), Some(1));
        let (head, body) = told.recv_timeout(Duration::from_secs(5)).expect("a request");
        assert!(head.contains("content-type: application/vnd.amazon.eventstream"), "{head}");
        assert!(head.contains("transfer-encoding: chunked"), "{head}");
        assert_eq!(body, expected.concat());
    }
}

#[test]
fn a_source_is_not_asked_after_its_end_and_not_sent_twice() {
    let (tell, told) = mpsc::channel();
    let (url, _) = serve(move |stream, _| {
        let head = head(stream)?;
        let _ = tell.send(body(stream, &head)?);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
    });
    for shell in Shell::both(&config(&url)) {
        let mut asked = 0;
        let reports = EventSource::from_iter(std::iter::from_fn(move || {
            asked += 1;
            [1, 3].contains(&asked).then(|| Report::Reading(reading(1.0)))
        }));
        let input = || Send::builder().station("roof").reports(reports.clone()).build();
        shell.call(input()).expect("it is stored");
        let body = told.recv_timeout(Duration::from_secs(5)).expect("a request");
        assert_eq!(body, frame(Event::new("reading").with_json(&reading(1.0)).expect("JSON")));
        let error = shell.call(input()).expect_err("nothing is left of it");
        assert!(error.to_string().ends_with("and some of it has been read already"), "{error}");
        assert_eq!(told.try_iter().count(), 0);
    }
}

#[test]
fn an_async_source_is_asked_while_the_request_is_under_way() {
    struct Once(mpsc::Sender<()>, u8);
    impl futures_core::Stream for Once {
        type Item = Report;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Report>> {
            self.1 += 1;
            let _ = self.0.send(());
            std::task::Poll::Ready((self.1 == 1).then(|| Report::Reading(reading(1.0))))
        }
    }
    let (tell, told) = mpsc::channel();
    let (url, _) = serve(move |stream, _| {
        let head = head(stream)?;
        let _ = tell.send(body(stream, &head)?);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
    });
    let (asked, count) = mpsc::channel();
    let reports = EventSource::from_stream(Once(asked, 0));
    assert_eq!(count.try_iter().count(), 0);
    let [with_async, _] = Shell::both(&config(&url));
    with_async.call(Send::builder().station("roof").reports(reports).build()).expect("it is stored");
    assert_eq!(count.try_iter().count(), 2);
    let body = told.recv_timeout(Duration::from_secs(5)).expect("a request");
    assert_eq!(body, frame(Event::new("reading").with_json(&reading(1.0)).expect("JSON")));
}

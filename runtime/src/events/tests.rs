//! Frames compared with those of AWS's own crate, and events that are cut, changed or errors.

use aws_smithy_eventstream::frame as theirs;
use aws_smithy_types::DateTime;
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};
use bytes::{Bytes, BytesMut};
use fastrand::Rng;

use super::frame;
use super::header::Value;
use super::message::Event;
use super::*;
use crate::error::{ClientError, ErrorResponse, ReadError};
use crate::protocol::REST_JSON;

fn random_bytes(random: &mut Rng, most: usize) -> Vec<u8> {
    (0..random.usize(..most)).map(|_| random.u8(..)).collect()
}

fn random_value(random: &mut Rng) -> Value {
    match random.u8(..10) {
        0 => Value::Bool(true),
        1 => Value::Bool(false),
        2 => Value::Byte(random.i8(..)),
        3 => Value::Short(random.i16(..)),
        4 => Value::Integer(random.i32(..)),
        5 => Value::Long(random.i64(..)),
        6 => Value::Bytes(random_bytes(random, 40).into()),
        7 => Value::Text((0..random.usize(..20)).map(|_| random.char(..)).collect()),
        8 => Value::Timestamp(random.i64(-4_000_000_000_000..4_000_000_000_000)),
        _ => Value::Uuid(random.u128(..).to_be_bytes()),
    }
}

fn random_event(random: &mut Rng) -> Event {
    let headers = (0..random.usize(..6)).map(|number| (format!("h{number}"), random_value(random))).collect();
    let payload = random_bytes(random, 300);
    Event { headers, payload: payload.into() }
}

fn as_theirs(event: &Event) -> Message {
    event.headers.iter().fold(Message::new(event.payload.clone()), |message, (name, value)| {
        let value = match value.clone() {
            Value::Bool(value) => HeaderValue::Bool(value),
            Value::Byte(value) => HeaderValue::Byte(value),
            Value::Short(value) => HeaderValue::Int16(value),
            Value::Integer(value) => HeaderValue::Int32(value),
            Value::Long(value) => HeaderValue::Int64(value),
            Value::Bytes(value) => HeaderValue::ByteArray(value),
            Value::Text(value) => HeaderValue::String(value.into()),
            Value::Timestamp(millis) => HeaderValue::Timestamp(DateTime::from_millis(millis)),
            Value::Uuid(value) => HeaderValue::Uuid(u128::from_be_bytes(value)),
        };
        message.add_header(Header::new(name.clone(), value))
    })
}

#[test]
fn frames_are_those_of_another_implementation() {
    let mut random = Rng::with_seed(7);
    for _ in 0..2_000 {
        let event = random_event(&mut random);
        let ours = frame::write(&event).expect("a frame");
        let mut expected = Vec::new();
        theirs::write_message_to(&as_theirs(&event), &mut expected).expect("a frame");
        assert_eq!(ours, expected);
        let mut buffer = BytesMut::from(ours.as_ref());
        buffer.extend_from_slice(b"rest");
        assert_eq!(frame::take(&mut buffer), Ok(Some(event)));
        assert_eq!(buffer, b"rest"[..]);
    }
}

#[test]
fn a_frame_that_is_cut_waits_and_one_that_is_changed_is_an_error() {
    let mut random = Rng::with_seed(8);
    for _ in 0..200 {
        let whole = frame::write(&random_event(&mut random)).expect("a frame");
        let cut = random.usize(..whole.len());
        assert_eq!(frame::take(&mut BytesMut::from(&whole[..cut])), Ok(None));
        let mut changed = BytesMut::from(whole.as_ref());
        let place = random.usize(..whole.len());
        changed[place] ^= 1 << random.u8(..8);
        assert!(frame::take(&mut changed).is_err(), "byte {place} of {}", whole.len());
    }
}

/// Returns the events of a stream, and how it ends.
#[derive(Debug, PartialEq)]
struct Word(String);

impl ReadEvent for Word {
    const ERRORS: &'static [(&'static str, &'static str)] = &[("lost", "SignalLost")];

    fn read_event(member: &str, event: &Event) -> Result<Self, ReadError> {
        let text: String = event.payload_text()?;
        Ok(Self(format!("{member} {text}")))
    }
}

#[derive(Debug)]
struct Trouble(String);

impl From<ErrorResponse> for Trouble {
    fn from(error: ErrorResponse) -> Self {
        let code = error.code().map(str::to_owned);
        Self(format!("{code:?} {}", error.into_error_meta()))
    }
}

impl From<ClientError> for Trouble {
    fn from(error: ClientError) -> Self {
        Self(error.to_string())
    }
}

fn told(frames: &[Bytes]) -> Vec<String> {
    let response = http::Response::new(Bytes::from(frames.concat()));
    let stream = EventStream::<Word, Trouble>::new(&response, "Listen", &REST_JSON);
    stream
        .into_iter()
        .map(|event| event.map_or_else(|error| format!("error {}", error.0), |word| word.0))
        .collect()
}

#[expect(clippy::expect_used, reason = "helpers of tests stop a test as its own lines do")]
fn word(member: &str, text: &'static str) -> Bytes {
    frame::write(&Event::new(member).with_payload("text/plain", text)).expect("a frame")
}

#[test]
fn events_come_until_the_end_or_an_error() {
    let lost = Event::exception("lost").with_payload("application/json", r#"{"message": "no signal"}"#);
    let text = |name: &str, value: &str| (name.to_owned(), Value::Text(value.to_owned()));
    let error = [(":message-type", "error"), (":error-code", "Fire"), (":error-message", "all is lost")];
    let error = Event { headers: error.map(|(name, value)| text(name, value)).into(), payload: Bytes::new() };
    let untyped = Event { headers: vec![text(":event-type", "a")], payload: Bytes::new() };
    let frame = |event: &Event| frame::write(event).expect("a frame");
    let cases: [(&[Bytes], &[&str]); 6] = [
        (&[], &[]),
        (&[word("a", "one"), word("initial-response", "{}"), word("b", "two")], &["a one", "b two"]),
        (
            &[word("a", "one"), frame(&lost), word("a", "two")],
            &["a one", "error Some(\"SignalLost\") Listen: 200 SignalLost: no signal"],
        ),
        (&[frame(&error)], &["error Some(\"Fire\") Listen: 200 Fire: all is lost"]),
        (
            &[frame(&untyped)],
            &[
                "error Listen: the response could not be read: an event has no text in its header `:message-type`",
            ],
        ),
        (
            &[word("a", "one"), word("a", "two").slice(..9)],
            &["a one", "error Listen: the response could not be read: it ends within an event"],
        ),
    ];
    for (frames, expected) in cases {
        let told = told(frames);
        let told: Vec<_> =
            told.iter().map(|line| line.split(" (status").next().unwrap_or_default()).collect();
        assert_eq!(told, expected);
    }
}

#[cfg(feature = "sigv4")]
#[test]
fn signatures_of_events_are_those_of_another_implementation() {
    use std::time::{Duration, UNIX_EPOCH};

    use crate::aws::sign::{EventSigner, SignedBody, Signing, sign};
    use crate::credentials::Credentials;

    let credentials =
        Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", None, None, "test");
    let how = Signing { name: "demo", region: "us-east-1", double_encode: true, payload: SignedBody::Events };
    let time = UNIX_EPOCH + Duration::from_millis(1_609_459_200_123);
    let mut request = http::Request::post("https://demo.example/").body(Bytes::new()).expect("a request");
    sign(&mut request, &how, &credentials, time).expect("a signature");
    assert_eq!(request.headers()["x-amz-content-sha256"], "STREAMING-AWS4-HMAC-SHA256-EVENTS");
    let authorization = request.headers()["authorization"].to_str().expect("text").to_owned();
    let mut prior = authorization.rsplit('=').next().expect("a signature").to_owned();
    let mut signer = EventSigner::of(&request, &how, &credentials, std::time::UNIX_EPOCH).expect("a signer");
    let identity = aws_credential_types::Credentials::new(
        "AKIDEXAMPLE",
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        None,
        None,
        "test",
    );
    let identity = identity.into();
    for number in 0..3 {
        let time = time + Duration::from_secs(number);
        let settings = aws_sigv4::sign::v4::SigningParams::builder();
        let params =
            settings.identity(&identity).region("us-east-1").name("demo").time(time).settings(()).build();
        let params = params.expect("parameters");
        let event = Event::new("word").with_payload("text/plain", "ribbit");
        let (expected, ours) = if number == 2 {
            (aws_sigv4::event_stream::sign_empty_message(&prior, &params), Bytes::new())
        } else {
            let message = as_theirs(&event);
            (
                aws_sigv4::event_stream::sign_message(&message, &prior, &params),
                frame::write(&event).expect("a frame"),
            )
        };
        let (message, signature) = expected.expect("a signature").into_parts();
        let mut frame = Vec::new();
        theirs::write_message_to(&message, &mut frame).expect("a frame");
        assert_eq!(signer.sign_at(&ours, time).expect("a frame"), frame, "event {number}");
        prior = signature;
    }
}

struct Sung;

impl WriteEvent for Sung {
    fn write_event(&self) -> Result<Event, crate::error::RequestError> {
        Ok(Event::new("word"))
    }
}

/// Returns one word; the end is returned only once.
fn one_word() -> EventSource<Sung> {
    let mut asked = 0;
    EventSource::from_iter(std::iter::from_fn(move || {
        asked += 1;
        assert!(asked < 3, "it is asked after its end");
        (asked == 1).then_some(Sung)
    }))
}

#[expect(clippy::expect_used, reason = "helpers of tests stop a test as its own lines do")]
fn read(body: &mut crate::ByteStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(body, &mut bytes).expect("bytes");
    bytes
}

#[test]
fn what_goes_before_the_events_stays_with_its_request() {
    let (source, slot) = (one_word(), Slot::default());
    let mut body = source.body(Some(Event::new("first")), &slot);
    let mut other = source.body(Some(Event::new("second")), &slot);
    let [first, second, word] =
        ["first", "second", "word"].map(|name| frame::write(&Event::new(name)).expect("a frame"));
    assert_eq!(read(&mut body), [first, word].concat());
    assert_eq!(read(&mut other), second);
    assert!(source.body(None, &slot).is_spent());
}

#[cfg(feature = "sigv4")]
#[test]
fn a_frame_that_ends_the_events_goes_behind_the_last_one() {
    use crate::aws::sign::{EventSigner, SignedBody, Signing, sign};
    use crate::credentials::Credentials;

    let credentials = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
    let how = Signing { name: "demo", region: "us-east-1", double_encode: true, payload: SignedBody::Events };
    let mut request = http::Request::post("https://demo.example/").body(Bytes::new()).expect("a request");
    sign(&mut request, &how, &credentials, std::time::UNIX_EPOCH).expect("a signature");
    let slot = Slot::default();
    slot.fill(EventSigner::of(&request, &how, &credentials, std::time::UNIX_EPOCH).expect("a signer"));
    let mut sent = BytesMut::from(read(&mut one_word().body(None, &slot)).as_slice());
    let payloads = std::iter::from_fn(|| frame::take(&mut sent).expect("a frame").map(|event| event.bytes()));
    assert_eq!(payloads.map(|payload| payload.is_empty()).collect::<Vec<_>>(), [false, true]);
}

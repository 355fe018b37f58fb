//! Calls whose body is a stream: what the signature covers, and how long the call may take.

use std::io::Write as _;

use super::*;
use crate::credentials::Credentials;
use crate::stream::ByteStream;

/// Sends a stream, which the signature covers or not.
#[derive(Clone, Default)]
struct Sing<const UNSIGNED: bool>(ByteStream);

impl<const U: bool> Validate for Sing<U> {
    fn validate(&self, _: &mut Validator) {}
}

impl<const U: bool> Serialize for Sing<U> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<const U: bool> Read for Sing<U> {
    fn read(source: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
        Ok(codec::read(source)?.map(Self))
    }
}

impl<const U: bool> Operation for Sing<U> {
    const NAME: &'static str = "Sing";
    const UNSIGNED_PAYLOAD: bool = U;
    type Output = Frogs;
    type Error = Trouble;

    fn request(&self) -> Result<http::Request<Bytes>, RequestError> {
        let mut request = RequestBuilder::new(http::Method::POST);
        request.path("/sing");
        request.sized_stream("audio/ogg", &self.0)?;
        request.build()
    }
}

/// Returns the steps of a call that has its credentials, up to its first attempt or its end.
fn steps<const U: bool>(body: ByteStream) -> (String, Option<(http::HeaderMap, Limits)>) {
    let config = Config::<Pond>::builder().endpoint_url("https://pond.example").region("eu-west-1");
    let session = session(config.credentials(Credentials::new("AKID", "hush", None, None, "test")));
    let now = Stage::new(&session).now;
    let mut told = String::new();
    let mut call = match Call::start(&session, Sing::<U>(body), &CallOptions::default(), now) {
        Ok(call) => call,
        Err(error) => return (error.to_string(), None),
    };
    loop {
        match call.next(now) {
            Step::Credentials(_) => {
                call.credentials(Ok(Credentials::new("AKID", "hush", None, None, "test")));
            }
            Step::Hash(mut body) => {
                told += "hash, ";
                let mut hasher = crate::aws::sign::Hasher::new();
                std::io::copy(&mut body, &mut hasher).expect("a body");
                call.hash(Ok(hasher.finish()));
            }
            Step::Stream(request, limits) => {
                return (told + "stream", Some((request.headers().clone(), limits)));
            }
            Step::Send(request, limits) => {
                return (told + "send", Some((request.headers().clone(), limits)));
            }
            Step::Done => {
                let error = call.finish::<Sing<U>>().expect_err("nothing was sent");
                return (told + &error.to_string(), None);
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_file_is_signed_as_its_bytes_are() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(b"ribbit").expect("room");
    let (told, in_memory) = steps::<false>(ByteStream::from("ribbit"));
    let (headers, limits) = in_memory.expect("an attempt");
    assert_eq!((told.as_str(), limits.attempt), ("send", Limits::DEFAULT.attempt));
    let (told, from_file) = steps::<false>(ByteStream::from_path(file.path()).expect("a file"));
    let (of_file, limits) = from_file.expect("an attempt");
    assert_eq!(told, "hash, stream");
    assert_eq!(of_file, headers);
    assert_eq!((limits.attempt, limits.stall), (Duration::MAX, Duration::from_secs(60)));
}

#[test]
fn a_stream_that_is_read_once_is_sent_where_the_signature_leaves_it_out() {
    let body = || ByteStream::from_reader(&b"ribbit"[..]).with_length(6);
    let (told, attempt) = steps::<true>(body());
    let (headers, _) = attempt.expect("an attempt");
    assert_eq!(told, "stream");
    assert_eq!(headers.get("x-amz-content-sha256").expect("the header"), "UNSIGNED-PAYLOAD");
    let (told, _) = steps::<false>(body());
    assert_eq!(
        told,
        "Sing: the request could not be made ready: the service wants the body signed, so it is read twice, and a stream can be read only once; \
         give it as bytes or as a file"
    );
}

#[test]
fn a_url_is_presigned_for_a_body_in_memory_or_one_that_is_not_signed() {
    let config = Config::<Pond>::builder().endpoint_url("https://pond.example").region("eu-west-1");
    let credentials = || Credentials::new("AKID", "hush", None, None, "test");
    let session = session(config.credentials(credentials()));
    let now = Stage::new(&session).now;
    let hour = Duration::from_secs(3600);
    let stream = || ByteStream::from_reader(&b"ribbit"[..]).with_length(6);
    let start =
        |body| Call::start(&session, Sing::<false>(body), &CallOptions::default(), now).expect("a call");
    assert!(start(ByteStream::from("ribbit")).presign(Ok(credentials()), hour, now).is_ok());
    let error = start(stream()).presign(Ok(credentials()), hour, now).expect_err("nothing to hash");
    assert!(error.to_string().contains("it has to be in memory"), "{error}");
    let unsigned =
        Call::start(&session, Sing::<true>(stream()), &CallOptions::default(), now).expect("a call");
    assert!(unsigned.presign(Ok(credentials()), hour, now).is_ok());
}

#[test]
fn a_service_that_wants_the_length_gets_it() {
    let (told, _) = steps::<true>(ByteStream::from_reader(&b"ribbit"[..]));
    assert_eq!(
        told,
        "Sing: the request could not be built: the body can't be written: its length has to be known before it is sent; set it by \
         `ByteStream::with_length`"
    );
}

#[cfg(feature = "events")]
mod events {
    use std::io::Read as _;

    use super::*;
    use crate::events::{Event, EventSource, WriteEvent};

    #[derive(Clone)]
    struct Croaked;

    impl WriteEvent for Croaked {
        fn write_event(&self) -> Result<Event, RequestError> {
            Ok(Event::new("croaked"))
        }
    }

    #[derive(Clone, Default)]
    struct Chat(EventSource<Croaked>);

    impl Validate for Chat {
        fn validate(&self, _: &mut Validator) {}
    }

    impl Serialize for Chat {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.serialize(serializer)
        }
    }

    impl Read for Chat {
        fn read(_: &mut dyn Source<'_>) -> Result<Option<Self>, Stop> {
            Ok(None)
        }
    }

    impl Operation for Chat {
        const NAME: &'static str = "Chat";
        type Output = Frogs;
        type Error = Trouble;

        fn request(&self) -> Result<http::Request<Bytes>, RequestError> {
            let mut request = RequestBuilder::new(http::Method::POST);
            request.path("/chat");
            request.events(&self.0);
            request.build()
        }
    }

    #[test]
    fn each_is_signed_behind_the_request_and_so_is_their_end() {
        let config = Config::<Pond>::builder().endpoint_url("https://pond.example").region("eu-west-1");
        let credentials = || Credentials::new("AKID", "hush", None, None, "test");
        let session = session(config.credentials(credentials()));
        let now = Stage::new(&session).now;
        let input = Chat(EventSource::from(vec![Croaked, Croaked]));
        let mut call = Call::start(&session, input, &CallOptions::default(), now).expect("a call");
        let Step::Credentials(_) = call.next(now) else { panic!("credentials") };
        call.credentials(Ok(credentials()));
        let Step::Stream(request, _) = call.next(now) else { panic!("an attempt") };
        let hash = request.headers().get("x-amz-content-sha256").expect("the header");
        assert_eq!(hash, "STREAMING-AWS4-HMAC-SHA256-EVENTS");
        let mut body = Vec::new();
        request.into_body().read_to_end(&mut body).expect("events");
        let count = |name: &str| memchr::memmem::find_iter(&body, name).count();
        assert_eq!((count("croaked"), count(":chunk-signature"), count(":date")), (2, 3, 3));
        call.answer(Err(TransportError::new(TransportErrorKind::Connect, "refused")), now);
        let error = call.finish::<Chat>().expect_err("the events are gone");
        assert!(error.to_string().contains("its body is a stream that can be read only once"), "{error}");
    }
}

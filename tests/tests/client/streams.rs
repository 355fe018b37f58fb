//! Streaming bodies, over real sockets with both clients: requests that are sent in pieces, and responses that are read
//! as they arrive.

use std::io::{self, Read, Write};
use std::net::TcpListener;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use weather_client::ByteStream;
use weather_client::operation::get_radar::GetRadarInput as Get;
use weather_client::operation::put_radar::PutRadarInput as Put;

use crate::raw::{Shell, body, config, head, serve};

impl Shell {
    /// Reads some bytes of a stream; none at its end.
    fn some(&self, stream: &mut ByteStream) -> io::Result<Vec<u8>> {
        match self {
            Self::Async(_, runtime) => {
                let chunk = runtime.block_on(stream.next()).transpose()?;
                Ok(chunk.map(Vec::from).unwrap_or_default())
            }
            Self::Blocking(_) => {
                let mut chunk = vec![0; 1 << 20];
                let length = stream.read(&mut chunk)?;
                chunk.truncate(length);
                Ok(chunk)
            }
        }
    }

    fn all(&self, stream: &mut ByteStream) -> io::Result<Vec<u8>> {
        let mut whole = Vec::new();
        loop {
            match self.some(stream)? {
                chunk if chunk.is_empty() => return Ok(whole),
                chunk => whole.extend(chunk),
            }
        }
    }
}

fn get() -> Get {
    Get::builder().station("roof").build()
}

fn put(picture: impl Into<ByteStream>) -> Put {
    Put::builder().station("roof").picture(picture).build()
}

const STORED: &[u8] = b"HTTP/1.1 204 No Content\r\n\r\n";

/// Stores what arrives, and reports it.
fn storing() -> (String, mpsc::Receiver<(String, Vec<u8>)>) {
    let (tell, told) = mpsc::channel();
    let (url, _) = serve(move |stream, _| {
        loop {
            let head = head(stream)?;
            let body = body(stream, &head)?;
            let _ = tell.send((head, body));
            stream.write_all(STORED)?;
        }
    });
    (url, told)
}

fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("room");
    file
}

#[test]
fn bytes_files_and_readers_arrive_with_and_without_a_length() {
    let (url, told) = storing();
    let large = (0..300_000_u32).flat_map(u32::to_le_bytes).collect::<Vec<_>>();
    let file = file(&large);
    for shell in Shell::both(&config(&url)) {
        let reader = || ByteStream::from_reader(io::Cursor::new(large.clone()));
        let from_file = ByteStream::from_path(file.path()).expect("a file");
        let length = large.len() as u64;
        for (body, expected, is_sized) in [
            (ByteStream::from("text"), &b"text"[..], true),
            (ByteStream::default(), b"", true),
            (from_file, &large, true),
            (reader(), &large, false),
            (reader().with_length(length), &large, true),
        ] {
            shell.call(put(body)).expect("it is stored");
            let (head, body) = told.recv_timeout(Duration::from_secs(5)).expect("a request");
            assert!(head.contains("content-type: image/png"), "{head}");
            assert_eq!(head.contains("content-length"), is_sized, "{head}");
            assert!(body == expected, "{} of {} bytes", body.len(), expected.len());
        }
    }
}

#[test]
fn an_async_stream_is_sent_by_the_async_client_only() {
    struct Two(u8);
    impl futures_core::Stream for Two {
        type Item = io::Result<bytes::Bytes>;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            self.0 += 1;
            std::task::Poll::Ready((self.0 < 3).then(|| Ok(bytes::Bytes::from(vec![self.0; 3]))))
        }
    }
    let (url, told) = storing();
    let [with_async, with_blocking] = Shell::both(&config(&url));
    with_async.call(put(ByteStream::from_stream(Two(0)))).expect("it is stored");
    assert_eq!(told.recv_timeout(Duration::from_secs(5)).expect("a request").1, [1, 1, 1, 2, 2, 2]);
    let error = with_blocking.call(put(ByteStream::from_stream(Two(0)))).expect_err("it cannot");
    assert!(error.to_string().contains("an async stream is read by `next`"), "{error}");
}

#[test]
fn a_stream_with_another_length_than_it_says_is_an_error() {
    let (url, _told) = storing();
    for shell in Shell::both(&config(&url)) {
        for (length, reason) in
            [(9, "the stream ended after 4 of 9 bytes"), (3, "the stream has more than 3 bytes")]
        {
            let body = ByteStream::from_reader(&b"text"[..]).with_length(length);
            let error = shell.call(put(body)).expect_err("the length is wrong");
            let sentence = error.to_string();
            assert!(sentence.contains("cannot be sent") && sentence.contains(reason), "{error}");
        }
    }
}

#[test]
fn what_can_be_sent_again_is_and_what_cannot_is_not() {
    let picture = file(b"picture");
    for number in 0..2 {
        // Takes the request, and does not answer the first time.
        let (url, count) = serve(|stream, number| {
            let head = head(stream)?;
            body(stream, &head)?;
            if number == 0 { Ok(()) } else { stream.write_all(STORED) }
        });
        let shell = Shell::both(&config(&url)).into_iter().nth(number).expect("a client");
        shell.call(put(ByteStream::from_path(picture.path()).expect("a file"))).expect("it is sent again");
        assert_eq!(count.load(Ordering::SeqCst), 2);

        let (url, count) = serve(|stream, _| {
            let head = head(stream)?;
            body(stream, &head).map(drop)
        });
        let shell = Shell::both(&config(&url)).into_iter().nth(number).expect("a client");
        let error = shell.call(put(ByteStream::from_reader(&b"picture"[..]))).expect_err("it is gone");
        let end = "It was not repeated, because its body is a stream that can be read only once";
        assert!(error.to_string().contains(end), "{error}");
        assert_eq!(count.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn a_stream_that_was_sent_is_not_sent_by_another_call() {
    let (url, told) = storing();
    for shell in Shell::both(&config(&url)) {
        let body = ByteStream::from_reader(&b"picture"[..]);
        shell.call(put(body.clone())).expect("it is stored");
        let error = shell.call(put(body)).expect_err("nothing is left of it");
        assert!(error.to_string().ends_with("and some of it has been read already"), "{error}");
        assert_eq!(told.try_iter().count(), 1);
    }
}

#[test]
fn a_stream_that_nothing_was_read_of_is_kept_for_the_next_attempt() {
    let (url, told) = storing();
    let gone = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port");
    let refusing = format!("http://{gone}");
    for (here, there) in Shell::both(&config(&url)).into_iter().zip(Shell::both(&config(&refusing))) {
        let body = ByteStream::from_reader(&b"picture"[..]);
        let error = there.call(put(body.clone())).expect_err("nobody listens");
        assert!(error.to_string().contains("connection refused (after 3 attempts)"), "{error}");
        here.call(put(body)).expect("it is there yet");
        assert_eq!(told.recv_timeout(Duration::from_secs(5)).expect("a request").1, b"picture");
    }
}

#[test]
fn an_answer_is_read_as_it_comes_whatever_its_size() {
    let (go, wait) = mpsc::channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let (url, count) = serve(move |stream, _| {
        loop {
            head(stream)?;
            stream.write_all(b"HTTP/1.1 200 OK\r\nx-taken-at: Thu, 01 Jan 1970 00:00:00 GMT\r\ncontent-length: 100003\r\n\r\nabc")?;
            wait.lock().expect("a lock").recv_timeout(Duration::from_secs(10)).expect("the client reads");
            stream.write_all(&vec![b'd'; 100_000])?;
        }
    });
    for (number, shell) in Shell::both(&|| config(&url)().body_limit(10)).into_iter().enumerate() {
        for _ in 0..2 {
            let mut radar = shell.call(get()).expect("a picture");
            assert_eq!(radar.output().taken_at().map(time::OffsetDateTime::unix_timestamp), Some(0));
            assert_eq!(radar.output().picture().length(), Some(100_003));
            assert_eq!(shell.some(&mut radar.output_mut().picture).expect("the beginning"), b"abc");
            go.send(()).expect("the server waits");
            assert_eq!(shell.all(&mut radar.output_mut().picture).expect("the rest"), vec![b'd'; 100_000]);
        }
        // The connection has been used twice.
        assert_eq!(count.load(Ordering::SeqCst), number + 1);
    }
}

#[test]
fn an_answer_that_falls_silent_or_breaks_off_is_an_error_of_the_stream() {
    let (url, _) = serve(|stream, _| {
        let head = head(stream)?;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc")?;
        if head.contains("silent") {
            thread::sleep(Duration::from_secs(3));
        }
        Ok(())
    });
    for shell in Shell::both(&|| config(&url)().stall_timeout(Duration::from_millis(300))) {
        for (station, reason) in
            [("silent", "300ms have passed"), ("broken", "the connection ended within the response")]
        {
            let mut radar = shell.call(Get::builder().station(station).build()).expect("the beginning");
            assert_eq!(shell.some(&mut radar.output_mut().picture).expect("the beginning"), b"abc");
            let error = shell.all(&mut radar.output_mut().picture).expect_err("no end");
            assert!(error.to_string().contains(reason), "{error}");
            assert_eq!(shell.all(&mut radar.output_mut().picture).expect("an end"), b"");
        }
    }
}

#[test]
fn an_error_in_the_place_of_a_stream_is_read_whole() {
    let (url, _) = serve(|stream, _| {
        head(stream)?;
        let body = r#"{"__type": "NoSuchStation", "message": "no station roof"}"#;
        write!(stream, "HTTP/1.1 404 Not Found\r\ncontent-length: {}\r\n\r\n{body}", body.len())
    });
    for shell in Shell::both(&config(&url)) {
        let error = shell.call(get()).expect_err("no station");
        assert!(error.to_string().starts_with("GetRadar: 404 NoSuchStation: no station roof"), "{error}");
    }
}

#[test]
fn an_error_that_falls_silent_is_not_waited_for_longer_than_an_attempt_may_take() {
    let (url, _) = serve(|stream, _| {
        head(stream)?;
        stream.write_all(b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 9\r\n\r\nabc")?;
        thread::sleep(Duration::from_secs(3));
        Ok(())
    });
    let config = || config(&url)().attempt_timeout(Duration::from_millis(300)).max_attempts(1);
    for shell in Shell::both(&config) {
        let error = shell.call(get()).expect_err("no end");
        assert!(error.to_string().contains("300ms have passed"), "{error}");
    }
}

#[test]
fn a_call_by_name_has_the_whole_answer_in_its_json() {
    let (url, _) = serve(|stream, _| {
        head(stream)?;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nfoo")
    });
    let input = || serde_json::json!({"station": "roof"});
    for shell in Shell::both(&config(&url)) {
        let output = match &shell {
            Shell::Async(client, runtime) => runtime.block_on(client.invoke("GetRadar", input())),
            Shell::Blocking(client) => client.invoke("GetRadar", input()),
        };
        assert_eq!(output.expect("a picture"), serde_json::json!({"picture": "Zm9v"}));
    }
}

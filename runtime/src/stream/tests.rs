//! Streams without a client: their bytes with each way of reading, and how clones share them.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use tokio::io::AsyncReadExt;

use super::*;

/// Chunks that are available at once.
struct Chunks(Vec<&'static str>);

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        Poll::Ready((!self.0.is_empty()).then(|| Ok(Bytes::from(self.0.remove(0)))))
    }
}

#[expect(clippy::expect_used, reason = "helpers of tests stop a test as its own lines do")]
fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(work)
}

fn chunks() -> ByteStream {
    ByteStream::from_stream(Chunks(vec!["ab", "", "cde"]))
}

#[test]
fn the_same_bytes_come_out_in_each_way() {
    for stream in [ByteStream::from("abcde"), ByteStream::from_reader(&b"abcde"[..]), chunks()] {
        let whole = block_on(stream.clone().collect()).expect("the bytes");
        assert_eq!(whole, "abcde", "{stream:?}");
    }
    for mut stream in [ByteStream::from("abcde"), ByteStream::from_reader(&b"abcde"[..]), chunks()] {
        let read = block_on(async {
            let mut two = [0; 3];
            AsyncReadExt::read_exact(&mut stream, &mut two).await?;
            let mut rest = String::new();
            AsyncReadExt::read_to_string(&mut stream, &mut rest).await?;
            io::Result::Ok((two, rest))
        });
        assert_eq!(read.expect("the bytes"), (*b"abc", "de".to_owned()), "{stream:?}");
    }
}

#[test]
fn a_clone_shares_what_can_be_read_only_once() {
    let mut one = chunks();
    let other = one.clone();
    assert!(one == other && !other.is_spent());
    let first = block_on(one.next()).expect("bytes").expect("no error");
    assert_eq!(first, "ab");
    assert!(other.is_spent());
    assert_eq!(block_on(other.collect()).expect("the rest"), "cde");
    let mut bytes = ByteStream::from("ab");
    let copy = bytes.clone();
    assert!(block_on(bytes.next()).is_some());
    assert_eq!((copy.length(), copy.is_spent()), (Some(2), false));
}

#[test]
fn a_length_that_is_wrong_is_an_error_and_the_end() {
    for (length, expected) in
        [(4, "the stream has more than 4 bytes"), (6, "the stream ended after 5 of 6 bytes")]
    {
        let mut stream = chunks().with_length(length);
        let error = block_on(stream.clone().collect()).expect_err("a wrong length");
        assert_eq!(error.to_string(), expected);
        assert!(block_on(poll_fn(|context| stream.poll_chunk(context))).is_none());
    }
    assert_eq!(block_on(chunks().with_length(5).collect()).expect("the bytes"), "abcde");
}

#[test]
fn json_has_the_bytes_that_are_in_memory() {
    let json = |stream: &ByteStream| serde_json::to_string(stream).expect("JSON");
    assert_eq!(json(&ByteStream::from("foo")), "\"Zm9v\"");
    assert_eq!(json(&chunks()), "null");
    assert!(!format!("{:?}", ByteStream::from("hunter2")).contains("hunter2"));
}

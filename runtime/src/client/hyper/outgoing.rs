//! The body of a request.

#[cfg(not(feature = "stream"))]
pub(super) use whole::Outgoing;

#[cfg(feature = "stream")]
pub(super) use streamed::Outgoing;

/// Bodies are in memory.
#[cfg(not(feature = "stream"))]
mod whole {
    pub(in super::super) type Outgoing = http_body_util::Full<bytes::Bytes>;
}

/// Bodies are in memory, or come in pieces.
#[cfg(feature = "stream")]
mod streamed {
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use http_body_util::Full;
    use hyper::body::{Body, Frame, SizeHint};

    use crate::stream::ByteStream;
    use crate::transport::TransportError;

    pub(in super::super) enum Outgoing {
        Whole(Full<Bytes>),
        Stream(ByteStream),
    }

    impl From<Bytes> for Outgoing {
        fn from(bytes: Bytes) -> Self {
            Self::Whole(bytes.into())
        }
    }

    impl From<ByteStream> for Outgoing {
        fn from(stream: ByteStream) -> Self {
            match stream.bytes() {
                Some(bytes) => bytes.clone().into(),
                None => Self::Stream(stream),
            }
        }
    }

    impl Body for Outgoing {
        type Data = Bytes;
        type Error = TransportError;

        fn poll_frame(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
            match self.get_mut() {
                Self::Whole(whole) => {
                    Pin::new(whole).poll_frame(context).map_err(|never: Infallible| match never {})
                }
                Self::Stream(stream) => stream.poll_chunk(context).map(|chunk| {
                    let chunk = chunk?.map(Frame::data);
                    Some(chunk.map_err(|error| TransportError::of_request_body(&error)))
                }),
            }
        }

        fn is_end_stream(&self) -> bool {
            match self {
                Self::Whole(whole) => whole.is_end_stream(),
                Self::Stream(_) => false,
            }
        }

        fn size_hint(&self) -> SizeHint {
            match self {
                Self::Whole(whole) => whole.size_hint(),
                Self::Stream(stream) => stream.length().map(SizeHint::with_exact).unwrap_or_default(),
            }
        }
    }
}

//! Compression of request bodies, and the checksum of the result.

use bytes::Bytes;

/// Compresses the body with gzip if it has at least `least` bytes, and adds this after the content encodings that the
/// request already has.
#[cfg(feature = "gzip")]
pub(crate) fn gzip(mut request: http::Request<Bytes>, least: usize) -> http::Request<Bytes> {
    use std::io::Write;

    use http::header::{CONTENT_ENCODING, HeaderValue};

    if request.body().len() < least.max(1) {
        return request;
    }
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing to memory does not fail.
    let Ok(compressed) = encoder.write_all(request.body()).and_then(|()| encoder.finish()) else {
        return request;
    };
    let named = request.headers().get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    let encodings = named.map_or_else(|| "gzip".to_owned(), |named| format!("{named}, gzip"));
    let Ok(encodings) = HeaderValue::try_from(encodings) else { return request };
    request.headers_mut().insert(CONTENT_ENCODING, encodings);
    *request.body_mut() = compressed.into();
    request
}

/// Sets the header `content-md5` to the checksum of the body, unless the request has that header.
#[cfg(feature = "md5")]
pub(crate) fn content_md5(mut request: http::Request<Bytes>) -> http::Request<Bytes> {
    use http::header::{HeaderName, HeaderValue};
    use md5::{Digest, Md5};

    let digest = crate::codec::encode_base64(&Md5::digest(request.body()));
    if let Ok(value) = HeaderValue::try_from(digest) {
        request.headers_mut().entry(HeaderName::from_static("content-md5")).or_insert(value);
    }
    request
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "gzip")]
    #[test]
    fn a_body_is_compressed_from_a_length_on() {
        use std::io::Read;

        let request = |named: Option<&str>| {
            let builder = http::Request::builder();
            let builder = named.into_iter().fold(builder, |it, named| it.header("content-encoding", named));
            builder.body(bytes::Bytes::from_static(&[b'a'; 1000])).unwrap()
        };
        assert_eq!(super::gzip(request(None), 1001).body().len(), 1000);
        for (named, expected) in [(None, "gzip"), (Some("custom"), "custom, gzip")] {
            let sent = super::gzip(request(named), 1000);
            assert_eq!(sent.headers()["content-encoding"], expected);
            let mut text = String::new();
            flate2::read::GzDecoder::new(sent.body().as_ref()).read_to_string(&mut text).unwrap();
            assert_eq!(text, "a".repeat(1000));
        }
    }

    #[cfg(feature = "md5")]
    #[test]
    fn a_checksum_that_is_given_stays() {
        let request = || http::Request::new(bytes::Bytes::from_static(b"abc"));
        assert_eq!(super::content_md5(request()).headers()["content-md5"], "kAFQmDzST7DWlj99KOF/cg==");
        let mut given = request();
        given.headers_mut().insert("content-md5", http::HeaderValue::from_static("mine"));
        assert_eq!(super::content_md5(given).headers()["content-md5"], "mine");
    }
}

//! Blobs: base64 text in JSON, and bytes in other formats.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_PAD_INDIFFERENT;
use bytes::Bytes;
use serde::Serializer;

use super::{Format, Scalar, Source, Stop, Unfit};

/// A blob. In JSON it is base64 text of the standard alphabet with padding, which may be missing when reading; in
/// formats that have bytes, it is bytes.
#[derive(Debug)]
pub enum Blob {}

impl Format<Bytes> for Blob {
    fn serialize<S: Serializer>(value: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(&encode(value))
        } else {
            serializer.serialize_bytes(value)
        }
    }

    fn read(source: &mut dyn Source<'_>) -> Result<Option<Bytes>, Stop> {
        const EXPECTED: &str = "base64 text";
        match source.scalar(EXPECTED)? {
            Scalar::Text(text) => {
                let bytes = decode(&text).map_err(|reason| source.fail(format_args!("{reason}")))?;
                Ok(Some(bytes.into()))
            }
            Scalar::Bytes(bytes) => Ok(Some(bytes.into_owned().into())),
            Scalar::Null => Ok(None),
            other => Err(source.unfit(&other, Unfit::Type, EXPECTED)),
        }
    }
}

/// The base64 text of the bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD_PAD_INDIFFERENT.encode(bytes)
}

/// Decodes base64 text. The error is a clause that says where the text is wrong, without showing it.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, String> {
    STANDARD_PAD_INDIFFERENT.decode(text).map_err(|error| match error {
        base64::DecodeError::InvalidByte(offset, _) => format!("invalid base64 at offset {offset}"),
        _ => "incomplete base64".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{from_json, to_json};
    use super::*;

    #[test]
    fn blobs_are_written_with_padding_and_read_with_or_without() {
        for (bytes, padded, bare) in [
            ("", "", ""),
            ("f", "Zg==", "Zg"),
            ("fo", "Zm8=", "Zm8"),
            ("foo", "Zm9v", "Zm9v"),
            ("\u{fe}>?", "w74+Pw==", "w74+Pw"),
        ] {
            let blob = Bytes::from_static(bytes.as_bytes());
            assert_eq!(to_json::<Blob, _>(&blob), format!("\"{padded}\""));
            assert_eq!(from_json::<Blob, _>(&format!("\"{padded}\"")), Ok(blob.clone()));
            assert_eq!(from_json::<Blob, _>(&format!("\"{bare}\"")), Ok(blob));
        }
    }

    #[test]
    fn what_is_not_base64_is_refused() {
        for (json, reason) in [
            (r#""Zm9*""#, "invalid base64 at offset 3"),
            (r#""Zm-_""#, "invalid base64 at offset 2"),
            (r#""Z""#, "incomplete base64"),
            ("7", "invalid type: integer `7`, expected base64 text"),
        ] {
            let error = from_json::<Blob, Bytes>(json).unwrap_err();
            assert!(error.starts_with(reason), "{json}: {error}");
        }
    }
}

//! Reads values from CBOR.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use minicbor::Decoder;
use minicbor::data::{IanaTag, Type};
use minicbor::decode;
use serde_json::{Map, Value};

use super::{DEEPEST, half, number};
use crate::codec::{Expected, Scalar, Source, Stop, Trail, Unfit, encode_base64};

/// Reads CBOR; `read` gets its value. An error includes the path to what could not be read.
pub(crate) fn read(
    cbor: &[u8],
    read: &mut dyn FnMut(&mut dyn Source<'_>) -> Result<(), Stop>,
) -> Result<(), (String, Trail)> {
    let mut reader = Reader { decoder: Decoder::new(cbor), reason: None, trail: Trail::default(), depth: 0 };
    let done = read(&mut reader);
    if done.is_ok() && reader.decoder.position() < cbor.len() {
        reader.reason = Some("there is more behind the value".to_owned());
    }
    match (done, reader.reason) {
        (Ok(()), None) => Ok(()),
        (_, reason) => Err((reason.unwrap_or_else(|| "reading was given up".to_owned()), reader.trail)),
    }
}

/// Returns the members of a map, each as encoded; `None` if it is not a map with text keys.
pub(crate) fn members(cbor: &Bytes) -> Option<BTreeMap<String, Bytes>> {
    let mut reader = Reader { decoder: Decoder::new(cbor), reason: None, trail: Trail::default(), depth: 0 };
    let mut members = BTreeMap::new();
    if !matches!(reader.kind().ok()?, Type::Map | Type::MapIndef) {
        return None;
    }
    let entries = reader.entries(&mut |name, reader| {
        let start = reader.decoder.position();
        reader.skip()?;
        members.insert(name.to_owned(), cbor.slice(start..reader.decoder.position()));
        Ok(())
    });
    entries.ok().map(|()| members)
}

/// A reader positioned before its next value.
struct Reader<'de> {
    decoder: Decoder<'de>,
    reason: Option<String>,
    trail: Trail,
    depth: usize,
}

impl<'de> Reader<'de> {
    /// Records an error of the decoder.
    fn item<T>(&mut self, item: Result<T, decode::Error>) -> Result<T, Stop> {
        item.map_err(|error| self.fail(format_args!("{error}")))
    }

    fn next_is(&self, kind: Type) -> bool {
        self.decoder.datatype().is_ok_and(|next| next == kind)
    }

    /// Returns the kind of the next value. Skips its tags, because the model says what the value is.
    fn kind(&mut self) -> Result<Type, Stop> {
        loop {
            let kind = self.decoder.datatype();
            let kind = self.item(kind)?;
            if kind != Type::Tag {
                return Ok(kind);
            }
            let tag = self.decoder.tag();
            self.item(tag)?;
        }
    }

    fn text(&mut self) -> Result<Cow<'de, str>, Stop> {
        let text = if self.next_is(Type::String) {
            self.decoder.str().map(Cow::Borrowed)
        } else {
            self.decoder.str_iter().and_then(Iterator::collect::<Result<String, _>>).map(Cow::Owned)
        };
        self.item(text)
    }

    fn bytes(&mut self) -> Result<Cow<'de, [u8]>, Stop> {
        let bytes = if self.next_is(Type::Bytes) {
            self.decoder.bytes().map(Cow::Borrowed)
        } else {
            let parts = self.decoder.bytes_iter().and_then(Iterator::collect::<Result<Vec<_>, _>>);
            parts.map(|parts| Cow::Owned(parts.concat()))
        };
        self.item(bytes)
    }

    fn float(&mut self, kind: Type) -> Result<f64, Stop> {
        let float = match kind {
            Type::F16 => {
                let at = self.decoder.position();
                let bits = self.decoder.input().get(at + 1..at + 3).and_then(|bits| bits.try_into().ok());
                self.decoder.set_position(at + 3);
                bits.map(|bits| half::from_bits(u16::from_be_bytes(bits)))
                    .ok_or_else(decode::Error::end_of_input)
            }
            Type::F32 => self.decoder.f32().map(f64::from),
            _ => self.decoder.f64(),
        };
        self.item(float)
    }

    fn null(&mut self, kind: Type) -> Result<(), Stop> {
        let null = if kind == Type::Null { self.decoder.null() } else { self.decoder.undefined() };
        self.item(null)
    }

    /// Reads the items of a list or map of `length`, or, without a length, up to its end marker.
    fn each(
        &mut self,
        length: Option<u64>,
        take: &mut dyn FnMut(&mut Self) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        if self.depth == DEEPEST {
            return Err(self.fail(format_args!("recursion limit exceeded")));
        }
        self.depth += 1;
        let mut left = length;
        while left != Some(0) {
            left = left.map(|left| left - 1);
            if left.is_none() && self.next_is(Type::Break) {
                self.decoder.set_position(self.decoder.position() + 1);
                break;
            }
            take(self)?;
        }
        self.depth -= 1;
        Ok(())
    }

    fn entries(&mut self, take: &mut dyn FnMut(&str, &mut Self) -> Result<(), Stop>) -> Result<(), Stop> {
        let length = self.decoder.map();
        let length = self.item(length)?;
        self.each(length, &mut |reader| {
            let name = reader.text()?;
            take(&name, reader).inspect_err(|_| reader.trail.member(&name))
        })
    }

    fn unexpected(&mut self, kind: Type, expected: impl fmt::Display) -> Stop {
        self.fail(format_args!("invalid type: {kind}, expected {expected}"))
    }
}

impl<'de> Source<'de> for Reader<'de> {
    fn scalar(&mut self, expected: &'static str) -> Result<Scalar<'de>, Stop> {
        let kind = self.kind()?;
        match kind {
            Type::Null | Type::Undefined => self.null(kind).map(|()| Scalar::Null),
            Type::Bool => {
                let value = self.decoder.bool();
                self.item(value).map(Scalar::Bool)
            }
            Type::U8 | Type::U16 | Type::U32 | Type::U64 => {
                let number = self.decoder.u64();
                let number = self.item(number)?;
                Ok(i64::try_from(number).map_or(Scalar::Unsigned(number), Scalar::Signed))
            }
            Type::I8 | Type::I16 | Type::I32 | Type::I64 => {
                let number = self.decoder.i64();
                self.item(number).map(Scalar::Signed)
            }
            Type::F16 | Type::F32 | Type::F64 => self.float(kind).map(Scalar::Float),
            Type::String | Type::StringIndef => self.text().map(Scalar::Text),
            Type::Bytes | Type::BytesIndef => self.bytes().map(Scalar::Bytes),
            _ => Err(self.unexpected(kind, expected)),
        }
    }

    fn unfit(&mut self, scalar: &Scalar<'_>, why: Unfit, expected: &'static str) -> Stop {
        let what = match why {
            Unfit::Type => "type",
            Unfit::Value => "value",
        };
        self.fail(format_args!("invalid {what}: {}, expected {expected}", scalar.unexpected()))
    }

    fn members(
        &mut self,
        expected: Expected,
        take: &mut dyn FnMut(&str, &mut dyn Source<'de>) -> Result<(), Stop>,
    ) -> Result<bool, Stop> {
        match self.kind()? {
            Type::Map | Type::MapIndef => {
                self.entries(&mut |name, reader| take(name, reader))?;
                Ok(true)
            }
            kind @ (Type::Null | Type::Undefined) => self.null(kind).map(|()| false),
            kind => Err(self.unexpected(kind, expected)),
        }
    }

    fn elements(
        &mut self,
        take: &mut dyn FnMut(&mut dyn Source<'de>) -> Result<(), Stop>,
    ) -> Result<bool, Stop> {
        match self.kind()? {
            Type::Array | Type::ArrayIndef => {
                let length = self.decoder.array();
                let length = self.item(length)?;
                let mut index = 0;
                self.each(length, &mut |reader| {
                    take(reader).inspect_err(|_| reader.trail.element(index))?;
                    index += 1;
                    Ok(())
                })?;
                Ok(true)
            }
            kind @ (Type::Null | Type::Undefined) => self.null(kind).map(|()| false),
            kind => Err(self.unexpected(kind, "a list")),
        }
    }

    fn document(&mut self) -> Result<Option<Value>, Stop> {
        Ok(match self.kind()? {
            Type::Map | Type::MapIndef => {
                let mut entries = Map::new();
                self.entries(&mut |name, reader| {
                    entries.insert(name.to_owned(), reader.document()?.unwrap_or_default());
                    Ok(())
                })?;
                Some(Value::Object(entries))
            }
            Type::Array | Type::ArrayIndef => {
                let mut items = Vec::new();
                self.elements(&mut |item| {
                    items.push(item.document()?.unwrap_or_default());
                    Ok(())
                })?;
                Some(Value::Array(items))
            }
            _ => match self.scalar("a value")? {
                Scalar::Null => None,
                Scalar::Bool(value) => Some(value.into()),
                Scalar::Signed(number) => Some(number.into()),
                Scalar::Unsigned(number) => Some(number.into()),
                Scalar::Float(number) => Some(number.into()),
                Scalar::Text(text) => Some(text.into()),
                Scalar::Bytes(bytes) => Some(encode_base64(&bytes).into()),
            },
        })
    }

    fn digits(&mut self) -> Result<Option<String>, Stop> {
        let mut tag = None;
        while self.next_is(Type::Tag) {
            let next = self.decoder.tag();
            tag = Some(self.item(next)?);
        }
        if tag == Some(IanaTag::Decimal.tag()) {
            let mut parts = Vec::new();
            self.elements(&mut |part| {
                parts.extend(part.digits()?);
                Ok(())
            })?;
            return match parts.as_slice() {
                [exponent, mantissa] => Ok(Some(format!("{mantissa}e{exponent}"))),
                _ => Err(self.fail(format_args!("a decimal fraction has two parts"))),
            };
        }
        if self.next_is(Type::Int) {
            let number = self.decoder.int();
            return self.item(number).map(|number| Some(i128::from(number).to_string()));
        }
        Ok(match self.scalar("a number")? {
            Scalar::Null => None,
            Scalar::Signed(number) => Some(number.to_string()),
            Scalar::Unsigned(number) => Some(number.to_string()),
            Scalar::Float(number) => Some(number.to_string()),
            Scalar::Bytes(bytes) => {
                let digits = number::digits(&bytes)
                    .ok_or_else(|| self.fail(format_args!("the number is too long")))?;
                Some(if tag == Some(IanaTag::NegBignum.tag()) { number::below(&digits) } else { digits })
            }
            Scalar::Text(text) => Some(text.into_owned()),
            other @ Scalar::Bool(_) => return Err(self.unfit(&other, Unfit::Type, "a number")),
        })
    }

    fn skip(&mut self) -> Result<(), Stop> {
        let skipped = self.decoder.skip();
        self.item(skipped)
    }

    fn fail(&mut self, reason: fmt::Arguments<'_>) -> Stop {
        self.reason.get_or_insert_with(|| reason.to_string());
        Stop::noted()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codec::{Format, Integer, List, Plain, Read};
    use crate::{BigDecimal, BigInteger};

    fn bytes(hex: &str) -> Vec<u8> {
        let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        (0..hex.len()).step_by(2).map(digit).collect()
    }

    /// Reads these bytes, and returns the value or the reason for the failure.
    fn value<T>(
        hex: &str,
        read_one: fn(&mut dyn Source<'_>) -> Result<Option<T>, Stop>,
    ) -> Result<Option<T>, String> {
        let mut value = None;
        let done = read(&bytes(hex), &mut |source| {
            value = read_one(source)?;
            Ok(())
        });
        done.map(|()| value).map_err(|(reason, trail)| format!("{trail}: {reason}"))
    }

    #[test]
    fn documents_of_every_kind_of_item() {
        for (hex, expected) in [
            ("00", json!(0)),
            ("1bffffffffffffffff", json!(u64::MAX)),
            ("3b7fffffffffffffff", json!(i64::MIN)),
            ("f93e00", json!(1.5)),
            ("fa47c35000", json!(100_000.0)),
            ("fb3ff199999999999a", json!(1.1)),
            ("f5", json!(true)),
            ("6449455446", json!("IETF")),
            ("7f657374726561646d696e67ff", json!("streaming")),
            ("5f42010243030405ff", json!("AQIDBAU=")),
            ("9f018202039f0405ffff", json!([1, [2, 3], [4, 5]])),
            ("bf6346756ef563416d7421ff", json!({"Fun": true, "Amt": -2})),
            ("c11a514b67b0", json!(1_363_896_240)),
            ("82f6f7", json!([null, null])),
        ] {
            assert_eq!(value(hex, |source| source.document()), Ok(Some(expected)), "{hex}");
        }
    }

    #[test]
    fn numbers_of_any_length() {
        for (hex, expected) in [
            ("20", "-1"),
            ("c249010000000000000000", "18446744073709551616"),
            ("c349010000000000000000", "-18446744073709551617"),
            ("3bffffffffffffffff", "-18446744073709551616"),
        ] {
            let number = value(hex, BigInteger::read).unwrap().unwrap();
            assert_eq!(number.as_str(), expected);
        }
        assert_eq!(value("c48221196ab3", BigDecimal::read), Ok(Some("27315e-2".parse().unwrap())));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        let list = |source: &mut dyn Source<'_>| List::<Integer>::read(source);
        for (hex, reason) in [
            ("820161", "[1]: "),
            ("82016161", "[1]: invalid type: string \"a\", expected a whole number"),
            ("a0", ": invalid type: map, expected a list"),
            ("81", "[0]: end of input bytes"),
            ("9f01", "[1]: end of input bytes"),
            ("8000", ": there is more behind the value"),
        ] {
            let found = value::<Vec<i32>>(hex, list).unwrap_err();
            assert!(found.starts_with(reason), "{hex}: {found}");
        }
        let endless = "9bffffffffffffffff01";
        assert!(value::<Vec<i32>>(endless, list).is_err());
        let deep = "81".repeat(200) + "00";
        assert!(value(&deep, |source| source.document()).unwrap_err().ends_with("recursion limit exceeded"));
        assert!(value("ff", |source| <Plain as Format<String>>::read(source)).is_err());
    }

    /// Makes a random document up to some depth, with every kind of JSON value.
    fn document(random: &mut fastrand::Rng, depth: usize) -> Value {
        let few = 0..random.usize(0..4);
        match random.u8(0..if depth == 0 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => random.bool().into(),
            2 => random.i64(..).into(),
            3 => random.u64(..).into(),
            4 => random.f64().into(),
            5 => (0..random.usize(0..30)).map(|_| random.char(..)).collect::<String>().into(),
            6 => few.map(|_| document(random, depth - 1)).collect(),
            _ => Value::Object(few.map(|key| (key.to_string(), document(random, depth - 1))).collect()),
        }
    }

    #[test]
    fn what_is_written_reads_back_to_the_same() {
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..2_000 {
            let written = document(&mut random, 4);
            let cbor = super::super::write(&written).unwrap();
            let mut back = None;
            let done = read(&cbor, &mut |source| {
                back = source.document()?;
                Ok(())
            });
            assert!(done.is_ok(), "{written}");
            assert_eq!(back.unwrap_or_default(), written);
        }
    }

    type Reading = fn(&mut dyn Source<'_>) -> Result<(), Stop>;

    #[test]
    fn nothing_that_comes_is_a_panic() {
        let mut random = fastrand::Rng::with_seed(8);
        for _ in 0..50_000 {
            // Half of them are damaged documents, the others random bytes.
            let mut cbor = if random.bool() {
                super::super::write(&document(&mut random, 3)).unwrap()
            } else {
                (0..random.usize(0..40)).map(|_| random.u8(..)).collect()
            };
            if let Some(at) = (!cbor.is_empty()).then(|| random.usize(0..cbor.len())) {
                cbor[at] = random.u8(..);
            }
            let readers: [Reading; 4] = [
                |source| source.document().map(drop),
                |source| source.digits().map(drop),
                |source| List::<Integer>::read(source).map(|it: Option<Vec<i8>>| drop(it)),
                |source| source.skip(),
            ];
            for mut reader in readers {
                drop(read(&cbor, &mut reader));
            }
            members(&cbor.into());
        }
    }
}

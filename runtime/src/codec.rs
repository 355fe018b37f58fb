//! Members in a body: how values are written and read, and how structures and unions are read member by member. Values
//! are written through serde and read through a [`Source`], so the body may be JSON or another format.
//!
//! The functions that generated code calls for each member are not inlined: otherwise a crate with hundreds of members
//! would take several times as long to compile.

use std::marker::PhantomData;

use serde::{Serialize, Serializer};

mod blob;
mod bridge;
mod collection;
mod number;
mod object;
mod read;
mod source;
mod structure;
#[cfg(feature = "timestamp")]
mod timestamp;
mod trail;
mod union;

pub use blob::Blob;
pub(crate) use blob::decode as decode_base64;
pub(crate) use blob::encode as encode_base64;
pub use bridge::deserialize;
pub(crate) use bridge::read_json;
pub use collection::{List, Map, SparseList, SparseMap};
pub use number::{Float, Integer};
pub use object::Object;
pub use read::{Read, read_text};
pub use source::{Expected, Scalar, Source, Stop, Unfit};
pub(crate) use structure::Name;
pub use structure::{
    ReadMember, read, read_as, read_integer, read_list, read_map, read_members, required, skip, unknown,
};
#[cfg(feature = "timestamp")]
pub use timestamp::{DateTime, EpochSeconds, HttpDate, TimestampFormat};
pub(crate) use trail::Trail;
pub use union::{FromMember, read_union};

/// The newtype for a number of seconds since 1970: in CBOR, tag 1.
#[cfg(any(feature = "cbor", feature = "timestamp"))]
pub(crate) const EPOCH_SECONDS: &str = "smithy.codec#EpochSeconds";

/// The newtype for the text of a number of any length: in CBOR, an integer, or tag 2, 3 or 4.
pub(crate) const NUMBER: &str = "smithy.codec#Number";

/// How a value of type `T` is represented in a body.
///
/// The implementors are marker types without values. They nest: `Map<List<Blob>>` is a map to lists of blobs.
pub trait Format<T> {
    /// Writes the value.
    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads a value; null reads as `None`.
    fn read(source: &mut dyn Source<'_>) -> Result<Option<T>, Stop>;
}

/// The value's own serde form: strings, booleans, documents, and generated types.
#[derive(Debug)]
pub enum Plain {}

impl<T: Serialize + Read> Format<T> for Plain {
    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    fn read(source: &mut dyn Source<'_>) -> Result<Option<T>, Stop> {
        T::read(source)
    }
}

/// A boxed value in the format `F`.
#[derive(Debug)]
pub struct Boxed<F>(PhantomData<F>);

impl<F: Format<T>, T> Format<Box<T>> for Boxed<F> {
    fn serialize<S: Serializer>(value: &Box<T>, serializer: S) -> Result<S::Ok, S::Error> {
        F::serialize(value, serializer)
    }

    fn read(source: &mut dyn Source<'_>) -> Result<Option<Box<T>>, Stop> {
        Ok(F::read(source)?.map(Box::new))
    }
}

/// A borrowed value that serde writes in the format `F`.
struct Written<'a, F, T>(&'a T, PhantomData<F>);

impl<'a, F, T> Written<'a, F, T> {
    fn new(value: &'a T) -> Self {
        Self(value, PhantomData)
    }
}

impl<F: Format<T>, T> Serialize for Written<'_, F, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        F::serialize(self.0, serializer)
    }
}

#[cfg(test)]
mod testing {
    //! Shortcuts for the tests of formats.

    use super::{Format, Written, read_json};

    /// The JSON of a value in the format `F`.
    pub(super) fn to_json<F: Format<T>, T>(value: &T) -> String {
        serde_json::to_string(&Written::<F, T>::new(value)).unwrap()
    }

    /// Returns the value of a JSON text in the format `F`, or the error.
    pub(super) fn from_json<F: Format<T>, T>(json: &str) -> Result<T, String> {
        let mut value = None;
        let read = read_json(json, &mut |source| {
            value = F::read(source)?;
            Ok(())
        });
        read.map_err(|(error, _)| error.to_string())?;
        value.ok_or_else(|| "null".to_owned())
    }
}

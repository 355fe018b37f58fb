//! Members in JSON: how values are written and read, and how structures and unions are taken apart.
//!
//! What generated code calls for each member is not inlined: a crate with hundreds of members would take several times
//! as long to compile.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

mod blob;
mod collection;
mod number;
mod object;
mod structure;
#[cfg(feature = "timestamp")]
mod timestamp;
mod union;

pub use blob::Base64;
pub(crate) use blob::decode as decode_base64;
pub(crate) use blob::encode as encode_base64;
pub use collection::{List, Map, SparseList, SparseMap};
pub use number::{Float, Integer};
pub use object::Object;
pub use structure::{
    FromMembers, Name, ReadMember, read, read_as, read_integer, read_list, read_map, read_sent_structure,
    read_structure, read_value, required, skip,
};
#[cfg(feature = "timestamp")]
pub use timestamp::{DateTime, EpochSeconds, HttpDate, TimestampFormat};
pub use union::{FromMember, read_union};

/// A way in which a value of type `T` stands in JSON.
///
/// The implementors are markers that are named and never made. They nest: `Map<List<Base64>>` is a map to
/// lists of blobs.
pub trait Format<T> {
    /// Writes the value.
    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error>;

    /// Reads a value, which is not null.
    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>;
}

/// The value's own serde form: strings, booleans, documents, and generated types.
#[derive(Debug)]
pub enum Plain {}

impl<T: Serialize + DeserializeOwned> Format<T> for Plain {
    fn serialize<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}

/// A boxed value in the format `F`.
#[derive(Debug)]
pub struct Boxed<F>(PhantomData<F>);

impl<F: Format<T>, T> Format<Box<T>> for Boxed<F> {
    fn serialize<S: Serializer>(value: &Box<T>, serializer: S) -> Result<S::Ok, S::Error> {
        F::serialize(value, serializer)
    }

    fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<T>, D::Error> {
        F::deserialize(deserializer).map(Box::new)
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

/// A value that serde has read in the format `F`.
struct Parsed<F, T>(T, PhantomData<F>);

impl<F, T> Parsed<F, T> {
    fn into_inner(self) -> T {
        self.0
    }
}

impl<'de, F: Format<T>, T> Deserialize<'de> for Parsed<F, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        F::deserialize(deserializer).map(|value| Self(value, PhantomData))
    }
}

#[cfg(test)]
mod testing {
    //! Shortcuts for the tests of formats.

    use super::{Format, Parsed, Written};

    /// The JSON of a value in the format `F`.
    pub(super) fn to_json<F: Format<T>, T>(value: &T) -> String {
        serde_json::to_string(&Written::<F, T>::new(value)).unwrap()
    }

    /// The value of a JSON text in the format `F`, or what is wrong with it.
    pub(super) fn from_json<F: Format<T>, T>(json: &str) -> Result<T, String> {
        serde_json::from_str::<Parsed<F, T>>(json).map(Parsed::into_inner).map_err(|error| error.to_string())
    }
}

//! Writes a structure or a union as a JSON object.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Format, Map, Plain, Written};

/// A JSON object that is being written, one member after the other.
#[derive(Debug)]
pub struct Object<S: Serializer> {
    map: S::SerializeMap,
}

impl<S: Serializer> Object<S> {
    /// Opens the object.
    #[inline(never)]
    pub fn new(serializer: S) -> Result<Self, S::Error> {
        // The length stays open, because the number of members that are set is known only after writing.
        serializer.serialize_map(None).map(|map| Self { map })
    }

    /// Writes a member in its own serde form.
    #[inline(never)]
    pub fn write<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        self.map.serialize_entry(name, value)
    }

    /// Writes a member in the format `F`.
    #[inline(never)]
    pub fn write_as<F: Format<T>, T>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        self.write(name, &Written::<F, T>::new(value))
    }

    /// Writes a member in its own serde form if it is set.
    #[inline(never)]
    pub fn write_some<T: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => self.write(name, value),
            None => Ok(()),
        }
    }

    /// Writes a member in the format `F` if it is set.
    #[inline(never)]
    pub fn write_some_as<F: Format<T>, T>(
        &mut self,
        name: &'static str,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => self.write_as::<F, T>(name, value),
            None => Ok(()),
        }
    }

    /// Writes a map whose values are in their own serde form, in the order of its keys.
    #[inline(never)]
    pub fn write_map<T>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error>
    where
        Map<Plain>: Format<T>,
    {
        self.write_as::<Map<Plain>, T>(name, value)
    }

    /// Writes such a map if it is set.
    #[inline(never)]
    pub fn write_some_map<T>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), S::Error>
    where
        Map<Plain>: Format<T>,
    {
        self.write_some_as::<Map<Plain>, T>(name, value)
    }

    /// Writes a union member that is not in the model, as it was received.
    pub fn write_unknown(&mut self, name: &str, value: &serde_json::Value) -> Result<(), S::Error> {
        self.map.serialize_entry(name, value)
    }

    /// Closes the object.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.map.end()
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::super::Blob;
    use super::*;

    struct Sample {
        text: Option<String>,
        blob: Option<Bytes>,
        number: i64,
    }

    impl Serialize for Sample {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut object = Object::new(serializer)?;
            object.write_some("text", &self.text)?;
            object.write_some_as::<Blob, _>("blob", &self.blob)?;
            object.write("number", &self.number)?;
            object.end()
        }
    }

    #[test]
    fn unset_members_are_left_out() {
        let mut sample = Sample { text: None, blob: None, number: 3 };
        assert_eq!(serde_json::to_string(&sample).unwrap(), r#"{"number":3}"#);
        sample.text = Some("a\"b".to_owned());
        sample.blob = Some(Bytes::from_static(b"foo"));
        assert_eq!(serde_json::to_string(&sample).unwrap(), r#"{"text":"a\"b","blob":"Zm9v","number":3}"#);
    }
}

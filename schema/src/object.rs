//! A JSON object that is built key by key, without the keys that have no value.

use serde_json::{Map, Value};

/// An object being written.
#[derive(Clone, Debug, Default)]
pub(super) struct Object(Map<String, Value>);

impl Object {
    /// Creates an object with one key.
    pub(super) fn of(key: &str, value: impl Into<Value>) -> Self {
        Self::default().with(key, value)
    }

    /// Creates a reference to another part of the document.
    pub(super) fn reference(to: impl Into<String>) -> Self {
        Self::of("$ref", to.into())
    }

    /// Adds a key and its value.
    pub(super) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// Adds a key if there is a value.
    pub(super) fn with_some(self, key: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds a key if the value is true.
    pub(super) fn with_flag(self, key: &str, value: bool) -> Self {
        self.with_some(key, value.then_some(true))
    }

    /// Adds a key if the list is not empty.
    pub(super) fn with_list(self, key: &str, values: Vec<Value>) -> Self {
        self.with_some(key, Some(values).filter(|values| !values.is_empty()))
    }

    /// Adds a key if the object is not empty.
    pub(super) fn with_object(self, key: &str, object: Self) -> Self {
        self.with_some(key, Some(object).filter(|object| !object.0.is_empty()))
    }
}

impl IntoIterator for Object {
    type Item = (String, Value);
    type IntoIter = serde_json::map::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl<K: Into<String>, V: Into<Value>> Extend<(K, V)> for Object {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        self.0.extend(entries.into_iter().map(|(key, value)| (key.into(), value.into())));
    }
}

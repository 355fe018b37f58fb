//! JSON objects without keys for facts that are not in the model.

use serde_json::{Map, Value};

/// An object under construction.
#[derive(Debug, Default)]
pub(super) struct Object(Map<String, Value>);

impl Object {
    /// Adds any value.
    pub(super) fn keep(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.0.insert(key.to_owned(), value.into());
        self
    }

    /// Adds a value, unless it is null.
    pub(super) fn put(self, key: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if value.is_null() { self } else { self.keep(key, value) }
    }

    /// Adds a text, unless it is empty.
    pub(super) fn text(self, key: &str, text: &str) -> Self {
        self.put(key, Some(text).filter(|text| !text.is_empty()))
    }

    /// Adds true, unless the flag is false.
    pub(super) fn flag(self, key: &str, flag: bool) -> Self {
        self.put(key, Some(flag).filter(|flag| *flag))
    }

    /// Adds all keys of another object.
    pub(super) fn extend(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Adds a list, unless it is empty.
    pub(super) fn list<T>(
        self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        value: impl FnMut(T) -> Value,
    ) -> Self {
        let items: Vec<Value> = items.into_iter().map(value).collect();
        self.put(key, Some(items).filter(|items| !items.is_empty()))
    }

    /// Adds another object, unless it is empty.
    pub(super) fn object(self, key: &str, object: Self) -> Self {
        if object.0.is_empty() { self } else { self.keep(key, object) }
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

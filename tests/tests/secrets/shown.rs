//! Everything that is shown, with its source.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::needles::Needles;

#[derive(Default)]
pub(crate) struct Shown {
    texts: Vec<(String, String)>,
    /// The places whose panics have been checked.
    panics: BTreeSet<String>,
}

impl Shown {
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn text(&mut self, place: &str, text: impl Into<String>) {
        self.texts.push((place.to_owned(), text.into()));
    }

    /// Adds a value in both forms of `Debug`.
    pub(crate) fn value(&mut self, place: &str, value: &dyn Debug) {
        self.text(place, format!("{value:?}"));
        self.text(place, format!("{value:#?}"));
    }

    /// Adds an error, its causes, and the panic of code that unwraps it.
    pub(crate) fn error(&mut self, place: &str, error: &dyn Error) {
        let mut next = Some(error);
        while let Some(error) = next {
            self.text(place, error.to_string());
            self.text(place, format!("{error:#}"));
            self.value(place, &error);
            next = error.source();
        }
        // A panic prints that form; one check for each place is enough.
        if !self.panics.insert(place.to_owned()) {
            return;
        }
        let panic = catch_unwind(AssertUnwindSafe(|| panic!("{error:?}")));
        let words = panic.expect_err("it panics").downcast::<String>().expect("words");
        self.text(place, *words);
    }

    /// Adds the error or the value of a result.
    pub(crate) fn result<T: Debug, E: Error>(&mut self, place: &str, result: &Result<T, E>) {
        match result {
            Ok(value) => self.value(place, value),
            Err(error) => self.error(place, error),
        }
    }

    /// Fails if a secret is in any of the texts.
    #[track_caller]
    pub(crate) fn search(&self, needles: &Needles) {
        let found = self.texts.iter().filter_map(|(place, text)| Some((place, needles.find(text)?)));
        let found: Vec<_> = found
            .map(|(place, found)| {
                format!("{place}: {} ({}): …{}…", found.name, found.encoding, found.context)
            })
            .collect();
        assert!(found.is_empty(), "{} places show a secret:\n{}", found.len(), found.join("\n"));
    }
}

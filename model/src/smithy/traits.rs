//! The traits of one element, read by the table of known traits.

mod auth;
mod data;
mod given;
mod http;
mod mqtt;
mod operation;
mod own;
mod rules;
mod table;
mod waiters;
mod words;

pub(crate) use given::Given;
pub(crate) use table::{By, Known, Read, known, rows as table};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::{Key, Node, Value};
use crate::suggest;

/// The traits of one element.
pub(crate) struct Traits<'n> {
    /// The element.
    pub(crate) id: String,
    /// Where the traits are given.
    by: By,
    entries: &'n [(Key, Node)],
}

impl<'n> Traits<'n> {
    /// Opens the traits of an element, which may have none.
    pub(crate) fn of(id: &str, element: &'n Node, by: By, diagnostics: &mut Diagnostics) -> Self {
        match element.get("traits") {
            Some(node) => Self::open(id, node, by, diagnostics),
            None => Self { id: id.to_owned(), by, entries: &[] },
        }
    }

    /// Opens an object of traits. Unknown ones are reported.
    pub(crate) fn open(id: &str, node: &'n Node, by: By, diagnostics: &mut Diagnostics) -> Self {
        if !matches!(node.value, Value::Object(_)) {
            let problem =
                Diagnostic::error("wrong-type", format!("expected an object, found {}", node.kind()));
            diagnostics.push(problem.at(node.span.head()).shape(id).help("traits are an object by trait id"));
        }
        let traits = Self { id: id.to_owned(), by, entries: node.members() };
        for key in traits.keys().filter(|key| known(&key.text).is_none()) {
            diagnostics.push_once(unknown(key).shape(&traits.id));
        }
        traits
    }

    /// Applies the traits to an element, in the order of the table. `reader` returns how a trait is read on such an
    /// element; traits that have no meaning there are reported.
    pub(crate) fn read<T>(
        &self,
        element: &mut T,
        reader: impl Fn(&Known) -> Option<Read<T>>,
        diagnostics: &mut Diagnostics,
    ) {
        let counts = |known: &&Known| known.by != By::Overlay || self.by == By::Overlay;
        let known = |key: &Key| known(&key.text).filter(counts);
        let mut found: Vec<_> =
            self.entries.iter().filter_map(|(key, node)| Some((known(key)?, key, node))).collect();
        found.sort_by_key(|(known, ..)| known.place);
        for (known, key, node) in found {
            let given = Given { owner: &self.id, key, node };
            match reader(known) {
                Some(read) if known.advisory && self.by == By::Model => {
                    let mut problems = Diagnostics::default();
                    read(element, &given, &mut problems);
                    diagnostics.extend(problems.into_warnings());
                }
                Some(read) => read(element, &given, diagnostics),
                None if known.is_read() && !known.tolerated => given.misplaced(&known.places(), diagnostics),
                None => {}
            }
        }
    }

    /// The traits with their ids.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'n Key> + use<'n> {
        self.entries.iter().map(|(key, _)| key)
    }

    /// A trait.
    pub(crate) fn get(&self, name: &str) -> Option<Given<'n, '_>> {
        let (key, node) = self.entries.iter().find(|(key, _)| key.text == name)?;
        Some(Given { owner: &self.id, key, node })
    }
}

/// The warning about an unknown trait. All traits that change the wire are known, so an unknown one changes nothing.
fn unknown(key: &Key) -> Diagnostic {
    let message = format!("the trait `{}` is not known and has no effect", key.text);
    let help = suggest::did_you_mean(&key.text, table().iter().map(|known| known.id));
    let help = help.unwrap_or_else(|| "a newer generator may know it".to_owned());
    Diagnostic::warning("unknown-trait", message).at(key.span).help(help)
}

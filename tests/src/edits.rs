//! Pairs of models that differ in one thing, and the expected result of their comparison.
//!
//! A case edits a model at one place. Every case gives two rows: the edit, and its reverse.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod cases;
mod text;

pub use text::line;

/// Two models and the changes between them.
#[derive(Clone, Debug)]
pub struct Row {
    /// A short description of the edit; unique.
    pub name: String,
    /// The old model.
    pub old: Text,
    /// The new model.
    pub new: Text,
    /// All changes, in no particular order.
    pub expected: Vec<Expected>,
}

/// A model, and its overlay.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// The model.
    pub model: String,
    /// The overlay, if it has one.
    pub overlay: Option<String>,
}

/// A change that has to be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The id of the rule.
    pub rule: &'static str,
    /// The element.
    pub shape: &'static str,
    /// Where it is in the old model: a path for [`line()`].
    pub old_place: &'static str,
    /// Where it is in the new model.
    pub new_place: &'static str,
}

/// The models that are edited.
#[derive(Clone, Copy, Debug)]
enum Base {
    /// The committed model.
    Committed,
    /// A small Smithy model with features that the committed one lacks.
    Garden,
    /// A small C2J model with features that Smithy lacks.
    Shed,
}

/// A step from one text to another; a path is one for [`line()`].
#[derive(Clone, Copy, Debug)]
enum Edit {
    /// Sets the key at a path to another value.
    Set(&'static str, &'static str),
    /// Removes the key at a path, with its value.
    Remove(&'static str),
    /// Puts a key with its value before the others of the object at a path.
    Insert(&'static str, &'static str),
    /// Renames the key at a path.
    Rename(&'static str, &'static str),
    /// Sets the overlay of the model.
    Overlay(&'static str),
    /// Replaces a text by another one, everywhere at or below a path.
    Replace(&'static str, &'static str, &'static str),
}

/// An edit and its consequences.
#[derive(Debug)]
struct Case {
    name: &'static str,
    base: Base,
    /// The edits that turn the base into the old model.
    before: &'static [Edit],
    /// The edits that turn the old model into the new one.
    edits: &'static [Edit],
    /// The expected changes of the edit.
    there: &'static [Expected],
    /// The expected changes of its reverse.
    back: Back,
}

/// The expected changes when an edit is reversed.
#[derive(Debug)]
enum Back {
    /// The same rules for the same elements.
    Same,
    /// These rules, for the same elements.
    Rules(&'static [&'static str]),
    /// Other changes.
    Told(&'static [Expected]),
}

impl Case {
    /// Returns the expected changes of the reverse.
    fn back(&self) -> Vec<Expected> {
        let turned = |change: &Expected| Expected {
            old_place: change.new_place,
            new_place: change.old_place,
            ..*change
        };
        let there = self.there.iter().map(turned);
        match self.back {
            Back::Same => there.collect(),
            Back::Rules(rules) => {
                assert_eq!(rules.len(), self.there.len(), "{}", self.name);
                there.zip(rules).map(|(change, rule)| Expected { rule, ..change }).collect()
            }
            Back::Told(told) => told.to_vec(),
        }
    }
}

/// All rows.
pub fn rows() -> Vec<Row> {
    let cases = cases::ALL.iter().flat_map(|cases| cases.iter());
    cases
        .flat_map(|case| {
            let base = Text { model: case.base.text().to_owned(), overlay: None };
            let old = apply(base, case.before);
            let new = apply(old.clone(), case.edits);
            let (name, expected) = (format!("{}, taken back", case.name), case.back());
            let back = Row { name, old: new.clone(), new: old.clone(), expected };
            [Row { name: case.name.to_owned(), old, new, expected: case.there.to_vec() }, back]
        })
        .collect()
}

impl Base {
    fn text(self) -> &'static str {
        match self {
            Self::Committed => include_str!("../fixtures/iot-jobs-data/smithy.json"),
            Self::Garden => include_str!("edits/garden.smithy.json"),
            Self::Shed => include_str!("edits/shed.c2j.json"),
        }
    }
}

fn apply(text: Text, edits: &[Edit]) -> Text {
    edits.iter().fold(text, |Text { model, overlay }, edit| match edit {
        Edit::Overlay(overlay) => Text { model, overlay: Some((*overlay).to_owned()) },
        edit => Text { model: edited(&model, edit), overlay },
    })
}

fn edited(text: &str, edit: &Edit) -> String {
    match edit {
        Edit::Set(path, value) => text::set(text, path, value),
        Edit::Remove(path) => text::remove(text, path),
        Edit::Insert(path, entry) => text::insert(text, path, entry),
        Edit::Rename(path, name) => text::rename(text, path, name),
        Edit::Replace(path, from, to) => text::replace(text, path, from, to),
        Edit::Overlay(_) => text.to_owned(),
    }
}

/// Returns a change of an element that stays at its place.
const fn told(rule: &'static str, shape: &'static str, place: &'static str) -> Expected {
    Expected { rule, shape, old_place: place, new_place: place }
}

/// Returns a change of an element that has another place in the new model.
const fn moved(
    rule: &'static str,
    shape: &'static str,
    old_place: &'static str,
    new_place: &'static str,
) -> Expected {
    Expected { rule, shape, old_place, new_place }
}

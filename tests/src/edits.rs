//! Pairs of models that differ in one thing, and what a comparison has to say of each.
//!
//! A case edits a model at one place. Every case gives two rows: the edit made, and the edit taken back.

#![expect(clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

mod cases;
mod text;

pub use text::line;

/// Two models and what happens from one to the other.
#[derive(Clone, Debug)]
pub struct Row {
    /// What is done, in a few words; unique.
    pub name: String,
    /// The model as it was.
    pub old: Text,
    /// The model as it is.
    pub new: Text,
    /// All changes, in no particular order.
    pub expected: Vec<Expected>,
}

/// A model, and what is added to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// The model.
    pub model: String,
    /// The overlay, where it has one.
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
    /// A small Smithy model with what the committed one does not have.
    Garden,
    /// A small C2J model with what Smithy does not have.
    Shed,
}

/// A step from one text to another; a path is one for [`line()`].
#[derive(Clone, Copy, Debug)]
enum Edit {
    /// Gives the key at a path another value.
    Set(&'static str, &'static str),
    /// Takes the key at a path away, with its value.
    Remove(&'static str),
    /// Puts a key with its value before the others of the object at a path.
    Insert(&'static str, &'static str),
    /// Gives the key at a path another name.
    Rename(&'static str, &'static str),
    /// Gives the model an overlay, instead of any other.
    Overlay(&'static str),
    /// Writes a text in place of another one, wherever that stands at or below a path.
    Replace(&'static str, &'static str, &'static str),
}

/// An edit and its consequences.
#[derive(Debug)]
struct Case {
    name: &'static str,
    base: Base,
    /// What makes the old model of the base.
    before: &'static [Edit],
    /// What makes the new model of the old one.
    edits: &'static [Edit],
    /// What the comparison says of the edit.
    there: &'static [Expected],
    /// What it says when the edit is taken back.
    back: Back,
}

/// What a comparison says when an edit is taken back.
#[derive(Debug)]
enum Back {
    /// The same of the same elements.
    Same,
    /// These rules, of the elements that it named before.
    Rules(&'static [&'static str]),
    /// Something else.
    Told(&'static [Expected]),
}

impl Case {
    /// What the comparison says when the edit is taken back.
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

/// A change of an element that stays where it is.
const fn told(rule: &'static str, shape: &'static str, place: &'static str) -> Expected {
    Expected { rule, shape, old_place: place, new_place: place }
}

/// A change of an element that has another place in the new model.
const fn moved(
    rule: &'static str,
    shape: &'static str,
    old_place: &'static str,
    new_place: &'static str,
) -> Expected {
    Expected { rule, shape, old_place, new_place }
}

//! Absolute paths to imports: `::serde::Serialize` becomes `Serialize`, under `use serde::Serialize;`.
//!
//! Emitters write absolute paths, because a model may give its types any name. Here, where the whole file is known,
//! each path is made as short as the names of the file allow:
//!
//! - what is in scope everywhere goes by its name: `Option`, `Some`, `vec!`; emitters may write it as `::Option`, which
//!   is no path of Rust and means that of the standard library, whatever the file calls `Option`;
//! - types and traits are imported: `Serialize`; functions and constants go through their module: `mem::take`;
//! - where the name means something else, the path stays: `std::option::Option`, `crate::types::String`.

mod names;
mod scope;
mod uses;

use std::collections::HashMap;

use super::tokens::Tokens;
use scope::Scope;
use uses::{Import, Uses};

/// How a path is to be shortened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    /// How many of the first segments go.
    pub(super) segments: usize,
    /// Whether the `::` at the start goes.
    pub(super) colon: bool,
    /// What comes before the first segment.
    pub(super) parent: Option<&'static str>,
}

impl Cut {
    const NONE: Self = Self { segments: 0, colon: false, parent: None };

    /// All segments go but those from `start` on.
    fn before(start: usize) -> Self {
        Self { segments: start, colon: true, parent: None }
    }
}

/// The paths of a file, or of an inline module, which is a file of its own in this.
///
/// A path is given by the names of its segments, an empty one before them where it starts with `::`. Attributes stay as
/// they are.
#[derive(Debug, Default)]
pub(super) struct Imports<'t> {
    /// The paths stay as they are.
    keeps_paths: bool,
    scope: Scope<'t>,
    uses: Uses<'t>,
    /// What was decided for a path, by its text: the same paths come up again and again.
    cuts: HashMap<String, Cut>,
    /// The text of the path at hand, kept to spare an allocation a path.
    text: String,
}

impl<'t> Imports<'t> {
    /// For a file whose paths stay as they are.
    pub(super) fn none() -> Self {
        Self { keeps_paths: true, ..Self::default() }
    }

    pub(super) fn of_file(tokens: &'t Tokens) -> Self {
        Self::new(Scope::new(tokens, 0, None))
    }

    /// For the module whose tokens start at a place.
    pub(super) fn of_module(&self, tokens: &'t Tokens, start: usize) -> Self {
        if self.keeps_paths { Self::none() } else { Self::new(Scope::new(tokens, start, Some(&self.scope))) }
    }

    fn new(scope: Scope<'t>) -> Self {
        Self { scope, ..Self::default() }
    }

    /// The imports that the paths so far have come to need.
    pub(super) fn take(&mut self) -> Vec<Import<'t>> {
        std::mem::take(&mut self.uses).into_imports(&self.scope)
    }

    /// Decides on an absolute path.
    pub(super) fn shorten(&mut self, segments: &[&'t str]) -> Cut {
        if self.keeps_paths {
            return Cut::NONE;
        }
        let names = segments.strip_prefix(&[""]).unwrap_or(segments);
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        for name in names {
            text.extend(["::", name]);
        }
        let known = self.cuts.get(&text).copied();
        let cut = known.unwrap_or_else(|| {
            let cut = self.decide(names);
            self.cuts.insert(text.clone(), cut);
            cut
        });
        self.text = text;
        cut
    }

    /// `::Option` becomes `Option`, or the whole path where the file has an `Option` of its own.
    fn name_of_prelude(&self, name: &str, parent: &'static str) -> Cut {
        let taken = self.scope.defines(name);
        let colon = !taken || !self.scope.defines("std");
        Cut { segments: 0, colon, parent: taken.then_some(parent) }
    }

    fn decide(&mut self, names: &[&'t str]) -> Cut {
        let Some(first) = names.first() else { return Cut::NONE };
        if let Some(parent) = names::prelude_parent(first) {
            return self.name_of_prelude(first, parent);
        }
        if let Some(start) = self.prelude(names) {
            return Cut::before(start);
        }
        let Some(last) = imported(names) else { return self.in_full(names) };
        if self.uses.add(&self.scope, names, last) { Cut::before(last) } else { self.in_full(names) }
    }

    /// Where in a path a name starts that is in scope everywhere.
    fn prelude(&self, segments: &[&str]) -> Option<usize> {
        let known = |last: &usize| {
            let (parent, name) = (segments.get(..*last), segments.get(*last));
            let known =
                parent.zip(name).is_some_and(|(parent, name)| names::is_prelude(&parent.join("::"), name));
            known && name.is_some_and(|name| !self.scope.defines(name))
        };
        // From the end: of `std::option::Option::Some` both of the last names are in scope.
        (1..segments.len()).rev().find(known)
    }

    /// A path that keeps its segments loses the `::` at the start, unless the scope has something of the crate's name.
    fn in_full(&self, segments: &[&str]) -> Cut {
        let shadowed = segments.first().is_none_or(|name| self.scope.defines(name));
        if shadowed || segments.len() < 2 { Cut::NONE } else { Cut::before(0) }
    }

    /// Decides on the name of a macro that starts with `::`. Macros have names of their own kind, so none is imported.
    pub(super) fn shorten_macro(&self, segments: &[&str]) -> Cut {
        match segments {
            _ if self.keeps_paths => Cut::NONE,
            ["", "std", name] if names::is_macro(name) && !self.scope.defines(name) => Cut::before(1),
            ["", names @ ..] => self.in_full(names),
            _ => Cut::NONE,
        }
    }
}

/// The segment up to which a path is imported; the path then starts with it.
fn imported(segments: &[&str]) -> Option<usize> {
    if names::is_written_in_full(segments) {
        return None;
    }
    let module = |last: &usize| segments.get(..=*last).is_some_and(|path| names::is_module(&path.join("::")));
    let last = segments.len().checked_sub(1)?;
    if let Some(module) = (1..last).find(module) {
        return Some(module);
    }
    let item = segments.iter().skip(1).position(|name| names::is_type(name)).map(|position| position + 1);
    // A function or constant goes through its module, unless it is straight in the crate.
    item.or(last.checked_sub(1).filter(|module| *module > 0))
}

#[cfg(test)]
mod tests;

//! Turns absolute paths into imports: `::serde::Serialize` becomes `Serialize`, under `use serde::Serialize;`.
//!
//! Emitters write absolute paths, because a model may give its types any name. Here the whole file is known, so each
//! path is made as short as the names of the file allow:
//!
//! - names that are in scope everywhere need no path: `Option`, `Some`, `vec!`. Emitters may write `::Option`, which is
//!   not a valid path in Rust, and means the `Option` of the standard library, even if the file has its own;
//! - types and traits are imported: `Serialize`; functions and constants keep their module: `mem::take`;
//! - if the name means something else, the path stays: `std::option::Option`, `crate::types::String`.

mod names;
mod scope;
mod uses;

use std::collections::HashMap;

use super::tokens::Tokens;
use scope::Scope;
use uses::{Import, Uses};

/// How a path is shortened.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    /// How many of the first segments are removed.
    pub(super) segments: usize,
    /// Whether the `::` at the start is removed.
    pub(super) colon: bool,
    /// The text before the first segment.
    pub(super) parent: Option<&'static str>,
}

impl Cut {
    const NONE: Self = Self { segments: 0, colon: false, parent: None };

    /// Removes all segments before `start`.
    fn before(start: usize) -> Self {
        Self { segments: start, colon: true, parent: None }
    }
}

/// The paths of a file, or of an inline module, which is treated like a file.
///
/// A path is given by the names of its segments, with an empty one at the start if it starts with `::`. Attributes are
/// not changed.
#[derive(Debug, Default)]
pub(super) struct Imports<'t> {
    /// The paths are not changed.
    keeps_paths: bool,
    scope: Scope<'t>,
    uses: Uses<'t>,
    /// The decision for a path, by its text, because the same paths occur often.
    cuts: HashMap<String, Cut>,
    /// The text of the current path, kept to avoid an allocation for each path.
    text: String,
}

impl<'t> Imports<'t> {
    /// Creates imports for a file whose paths are not changed.
    pub(super) fn none() -> Self {
        Self { keeps_paths: true, ..Self::default() }
    }

    pub(super) fn of_file(tokens: &'t Tokens) -> Self {
        Self::new(Scope::new(tokens, 0, None))
    }

    /// Creates imports for the module whose tokens start at a place.
    pub(super) fn of_module(&self, tokens: &'t Tokens, start: usize) -> Self {
        if self.keeps_paths { Self::none() } else { Self::new(Scope::new(tokens, start, Some(&self.scope))) }
    }

    fn new(scope: Scope<'t>) -> Self {
        Self { scope, ..Self::default() }
    }

    /// Returns the imports that the paths so far need.
    pub(super) fn take(&mut self) -> Vec<Import<'t>> {
        std::mem::take(&mut self.uses).into_imports(&self.scope)
    }

    /// Decides how to shorten an absolute path.
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

    /// Shortens `::Option` to `Option`, or to the whole path if the file has its own `Option`.
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

    /// Returns the start of a name that is in scope everywhere.
    fn prelude(&self, segments: &[&str]) -> Option<usize> {
        let known = |last: &usize| {
            let (parent, name) = (segments.get(..*last), segments.get(*last));
            let known =
                parent.zip(name).is_some_and(|(parent, name)| names::is_prelude(&parent.join("::"), name));
            known && name.is_some_and(|name| !self.scope.defines(name))
        };
        // From the end, because of `std::option::Option::Some` both `Option` and `Some` are in scope.
        (1..segments.len()).rev().find(known)
    }

    /// Keeps the segments of a path, but removes the `::` at the start unless the scope defines the crate's name.
    fn in_full(&self, segments: &[&str]) -> Cut {
        let shadowed = segments.first().is_none_or(|name| self.scope.defines(name));
        if shadowed || segments.len() < 2 { Cut::NONE } else { Cut::before(0) }
    }

    /// Decides how to shorten the name of a macro that starts with `::`. Macros have a separate namespace, so none is
    /// imported.
    pub(super) fn shorten_macro(&self, segments: &[&str]) -> Cut {
        match segments {
            _ if self.keeps_paths => Cut::NONE,
            ["", "std", name] if names::is_macro(name) && !self.scope.defines(name) => Cut::before(1),
            ["", names @ ..] => self.in_full(names),
            _ => Cut::NONE,
        }
    }
}

/// Returns the segment up to which a path is imported, and with which the path then starts.
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
    // A function or constant keeps its module, unless it is in the root of the crate.
    item.or(last.checked_sub(1).filter(|module| *module > 0))
}

#[cfg(test)]
mod tests;

//! The names that a file or inline module uses or defines, which no import may take.

use std::collections::HashSet;

use proc_macro2::Delimiter;

use crate::write::tokens::{Kind, Tokens};

/// The names of one file or inline module.
#[derive(Debug, Default)]
pub(super) struct Scope<'t> {
    /// Names that it defines: of items, generic parameters, and its own imports.
    defined: HashSet<&'t str>,
    /// Names that it uses but others define, and the crates at the start of its absolute paths.
    used: HashSet<&'t str>,
    /// Whether it has a glob import, so that names of its parent may also be its own.
    glob: bool,
}

/// The context of tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A place for items: a file or a function.
    Code,
    /// A trait or impl; names of members need a `self` or `Self`.
    Members,
    /// An enum; names of variants need the enum's name.
    Variants,
}

impl<'t> Scope<'t> {
    /// Reads the names of the items that start at a place. Inline modules are separate scopes and are skipped.
    pub(super) fn new(tokens: &'t Tokens, start: usize, parent: Option<&Self>) -> Self {
        let mut scope = Self::default();
        scope.read(tokens, start, Place::Code);
        if let (true, Some(parent)) = (scope.glob, parent) {
            scope.defined.extend(&parent.defined);
        }
        scope
    }

    /// Whether the scope defines the name.
    pub(super) fn defines(&self, name: &str) -> bool {
        self.defined.contains(name)
    }

    /// Whether an import of the name would change the meaning of code in the scope.
    pub(super) fn has(&self, name: &str) -> bool {
        self.defined.contains(name) || self.used.contains(name)
    }

    /// Reads tokens up to the end of their group.
    fn read(&mut self, tokens: &'t Tokens, mut at: usize, place: Place) {
        // The context in the next braces, if a keyword has set it.
        let mut braces = Place::Code;
        let mut starts_entry = true;
        while !tokens.closes(at) {
            let was_start = std::mem::replace(&mut starts_entry, false);
            match tokens.kind(at) {
                Kind::Open(delimiter) => {
                    let inner = if delimiter == Delimiter::Brace {
                        std::mem::replace(&mut braces, Place::Code)
                    } else {
                        Place::Code
                    };
                    self.read(tokens, at + 1, inner);
                    at = tokens.after(at);
                    // The next item follows the braces.
                    starts_entry = delimiter == Delimiter::Brace;
                }
                Kind::Punct(b'#', _) => {
                    at = after_attribute(tokens, at);
                    starts_entry = was_start;
                }
                Kind::Word => {
                    (at, braces) = self.read_word(tokens, at, (place, was_start), braces);
                }
                Kind::Punct(letter, _) => {
                    starts_entry = letter == b',' || letter == b';';
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    /// Reads a word and the tokens that belong to it. Returns the place after them, and the context of the next braces.
    fn read_word(
        &mut self,
        tokens: &'t Tokens,
        at: usize,
        (place, starts_entry): (Place, bool),
        braces: Place,
    ) -> (usize, Place) {
        let next = tokens.word(at + 1);
        match tokens.word(at) {
            "use" if place == Place::Code => (self.read_imports(tokens, at + 1), braces),
            "mod" => {
                self.defined.insert(next);
                let body = at + 2;
                (if tokens.opens(body, Delimiter::Brace) { tokens.after(body) } else { body }, braces)
            }
            "impl" if starts_entry => (self.read_generics(tokens, at + 1), Place::Members),
            "trait" => (self.read_head(tokens, at, place), Place::Members),
            "enum" => (self.read_head(tokens, at, place), Place::Variants),
            "struct" | "union" | "type" | "const" | "static" | "fn" if !next.is_empty() => {
                let name = at + 1 + usize::from(next == "mut");
                let keyword = matches!(tokens.word(name), "fn" | "async" | "unsafe");
                if keyword { (name, braces) } else { (self.read_head(tokens, name - 1, place), braces) }
            }
            _ if place == Place::Variants && starts_entry => (at + 1, braces),
            name => {
                self.use_name(tokens, at, name);
                (at + 1, braces)
            }
        }
    }

    /// Reads the name after a keyword, and its generic parameters.
    fn read_head(&mut self, tokens: &'t Tokens, keyword: usize, place: Place) -> usize {
        if place == Place::Code {
            self.defined.insert(tokens.word(keyword + 1));
        }
        self.read_generics(tokens, keyword + 2)
    }

    /// Reads the names of the parameters in `<T: A, U>`, if present. The names that it uses are read later.
    fn read_generics(&mut self, tokens: &'t Tokens, start: usize) -> usize {
        if !tokens.is(start, b'<') {
            return start;
        }
        let end = tokens.after_angles(start);
        let (mut at, mut depth, mut is_name) = (start, 0_usize, false);
        while at < end {
            match tokens.kind(at) {
                Kind::Punct(b'<', _) => {
                    depth += 1;
                    is_name = depth == 1;
                }
                Kind::Punct(b'>', _) if !tokens.is_pair(at - 1, *b"->") => {
                    depth = depth.saturating_sub(1);
                    is_name = false;
                }
                Kind::Punct(b',', _) => is_name = depth == 1,
                Kind::Word if tokens.word(at) == "const" => {}
                Kind::Word if is_name => {
                    self.defined.insert(tokens.word(at));
                    is_name = false;
                }
                _ => is_name = false,
            }
            at = tokens.after(at);
        }
        start + 1
    }

    /// Reads the names of a `use` item. Returns the place after it.
    fn read_imports(&mut self, tokens: &'t Tokens, mut at: usize) -> usize {
        while !tokens.closes(at) && !tokens.is(at, b';') {
            match tokens.kind(at) {
                Kind::Open(_) => {
                    let mut inner = at + 1;
                    while !tokens.closes(inner) {
                        inner = self.read_imports(tokens, inner);
                        inner += usize::from(!tokens.closes(inner));
                    }
                    at = tokens.after(at);
                    continue;
                }
                Kind::Punct(b'*', _) => self.glob = true,
                Kind::Punct(b',', _) => return at,
                Kind::Word if !tokens.is_pair(at + 1, *b"::") && tokens.word(at + 1) != "as" => {
                    self.defined.insert(tokens.word(at));
                }
                _ => {}
            }
            at += 1;
        }
        at
    }

    /// Adds a name that is a path by itself or starts one. By itself, a name in lower case is a variable or a primitive
    /// type, which does not conflict with a module.
    fn use_name(&mut self, tokens: &'t Tokens, at: usize, name: &'t str) {
        let goes_on = at >= 2 && tokens.is_pair(at - 2, *b"::") && !tokens.starts_path(at - 2);
        let starts_path = tokens.is_pair(at + 1, *b"::");
        // `A = B` in generics names an associated type.
        let is_argument = tokens.is_single(at + 1, b'=');
        if !goes_on && !is_argument && (starts_path || name.starts_with(char::is_uppercase)) {
            self.used.insert(name);
        }
    }
}

/// Returns the place after an attribute, whose contents are ignored.
fn after_attribute(tokens: &Tokens, at: usize) -> usize {
    let open = at + 1 + usize::from(tokens.is(at + 1, b'!'));
    if tokens.opens(open, Delimiter::Bracket) { tokens.after(open) } else { at + 1 }
}

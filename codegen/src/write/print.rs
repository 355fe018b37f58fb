//! Prints tokens as formatted text, in one pass.
//!
//! The emitters use a part of Rust. This prints that part as `prettyplease` does, without making a syntax tree first.
//! It refuses unknown syntax and reports the place of the token. It does not find every mistake, because the compiler
//! does. Paths are shortened while printing; see [`super::imports`].

mod attributes;
mod blocks;
mod bounds;
mod chain;
mod closures;
mod data;
mod expressions;
mod functions;
mod items;
mod macros;
mod members;
mod paths;
mod patterns;
mod types;
mod uses;

use proc_macro2::Delimiter;

use super::imports::Imports;
use super::layout::{Break, INDENT, Layout};
use super::tokens::Tokens;

/// Prints the items of a file. The text ends with one line break, or is empty if there are no items.
pub(super) fn print(tokens: &Tokens) -> Result<String, Stuck> {
    print_with(tokens, Imports::of_file(tokens))
}

/// Prints the same without shortening paths.
pub(super) fn print_as_it_is(tokens: &Tokens) -> Result<String, Stuck> {
    print_with(tokens, Imports::none())
}

fn print_with<'t>(tokens: &'t Tokens, imports: Imports<'t>) -> Result<String, Stuck> {
    let mut printer = Printer {
        tokens,
        at: 0,
        near: 0,
        layout: Layout::default(),
        imports,
        condition: false,
        statement: false,
        segments: Vec::new(),
    };
    match printer.file() {
        Ok(()) => Ok(printer.layout.finish()),
        Err(Unknown) => Err(Stuck { near: printer.near }),
    }
}

/// The place of tokens that the printer does not support.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stuck {
    /// The item, member or statement that contains them.
    pub(super) near: usize,
}

/// The current token is not supported here.
#[derive(Clone, Copy, Debug)]
struct Unknown;

type Printed<T = ()> = Result<T, Unknown>;

struct Printer<'t> {
    tokens: &'t Tokens,
    /// The next token.
    at: usize,
    /// The current item, member or statement.
    near: usize,
    layout: Layout,
    imports: Imports<'t>,
    /// The next braces do not belong to a structure's value.
    condition: bool,
    /// The current expression is a statement, and ends with its braces.
    statement: bool,
    /// The segments of the current path, kept to avoid an allocation for each path.
    segments: Vec<&'t str>,
}

impl<'t> Printer<'t> {
    /// The next token, if it is a word.
    fn peek(&self) -> &'t str {
        self.tokens.word(self.at)
    }

    fn peek_after(&self, count: usize) -> &'t str {
        self.tokens.word(self.at + count)
    }

    fn is(&self, letter: u8) -> bool {
        self.tokens.is(self.at, letter)
    }

    fn is_single(&self, letter: u8) -> bool {
        self.tokens.is_single(self.at, letter)
    }

    fn is_pair(&self, pair: [u8; 2]) -> bool {
        self.tokens.is_pair(self.at, pair)
    }

    fn opens(&self, delimiter: Delimiter) -> bool {
        self.tokens.opens(self.at, delimiter)
    }

    fn closes(&self) -> bool {
        self.tokens.closes(self.at)
    }

    fn write(&mut self, text: &str) {
        self.layout.text(text);
    }

    /// Skips a word. Returns whether it was there.
    fn pass_word(&mut self, word: &str) -> bool {
        let found = self.peek() == word;
        self.at += usize::from(found);
        found
    }

    /// Writes a keyword and a blank, if it is there.
    fn keyword(&mut self, word: &str) -> bool {
        let found = self.pass_word(word);
        if found {
            self.write(word);
            self.write(" ");
        }
        found
    }

    /// Skips a letter. Returns whether it was there.
    fn pass(&mut self, letter: u8) -> bool {
        let found = self.is(letter);
        self.at += usize::from(found);
        found
    }

    fn pass_pair(&mut self, pair: [u8; 2]) -> bool {
        let found = self.is_pair(pair);
        self.at += 2 * usize::from(found);
        found
    }

    fn expect(&mut self, letter: u8) -> Printed {
        if self.pass(letter) { Ok(()) } else { Err(Unknown) }
    }

    /// Writes a name.
    fn name(&mut self) -> Printed {
        let name = self.peek();
        if name.is_empty() {
            return Err(Unknown);
        }
        self.write(name);
        self.at += 1;
        Ok(())
    }

    /// Enters a group.
    fn open(&mut self, delimiter: Delimiter) -> Printed {
        if !self.opens(delimiter) {
            return Err(Unknown);
        }
        self.at += 1;
        Ok(())
    }

    /// Leaves a group, which must be at its end.
    fn close(&mut self) -> Printed {
        if !self.closes() || self.at == self.tokens.end() {
            return Err(Unknown);
        }
        self.at += 1;
        Ok(())
    }

    /// Skips the comma after an entry of a list. Returns whether it was the last entry.
    fn comma(&mut self) -> Printed<bool> {
        let comma = self.pass(b',');
        match (comma, self.closes()) {
            (_, true) => Ok(true),
            (true, false) => Ok(false),
            (false, false) => Err(Unknown),
        }
    }

    /// Writes the end of an entry of a list: a comma, but for the last entry only if the list is broken.
    fn entry_end(&mut self, last: bool) {
        if last {
            self.layout.last_comma(0, -INDENT);
        } else {
            self.write(",");
            self.layout.space();
        }
    }

    /// Writes a group as a list, with one entry per line if it does not fit: `(a, b)`. Its box is inside the
    /// delimiters.
    fn list(&mut self, delimiter: Delimiter, mut entry: impl FnMut(&mut Self) -> Printed) -> Printed {
        self.open(delimiter)?;
        let (open, close) = super::tokens::delimiters(delimiter);
        self.write(open);
        if !self.closes() {
            self.layout.consistent(INDENT);
            self.layout.zero();
            while !self.closes() {
                entry(self)?;
                let last = self.comma()?;
                self.entry_end(last);
            }
            self.layout.end();
        }
        self.write(close);
        self.close()
    }

    /// Writes the end of an entry of a list in braces, which have a blank inside them on one line.
    fn spaced_entry_end(&mut self, last: bool) {
        if last {
            self.layout.brk(Break { blanks: 1, before: Some(b','), ..Break::default() });
        } else {
            self.write(",");
            self.layout.space();
        }
    }
}

#[cfg(test)]
mod tests;

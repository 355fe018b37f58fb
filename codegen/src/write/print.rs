//! Tokens to formatted text, in one pass.
//!
//! The emitters write a part of Rust, and this prints that part as `prettyplease` prints it, without making a syntax tree of
//! it before. What it does not know it refuses, by the place of the token; it does not look for every mistake, as the
//! compiler finds those. Paths become short on the way; see [`super::imports`].

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

/// Prints the items of a file; the text ends with one line break, or is empty where there is nothing.
pub(super) fn print(tokens: &Tokens) -> Result<String, Stuck> {
    print_with(tokens, Imports::of_file(tokens))
}

/// The same, and no path becomes short.
#[cfg(feature = "reference")]
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

/// Where the printer came upon tokens that it does not know.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stuck {
    /// The item, member or statement that they are in.
    pub(super) near: usize,
}

/// The token at hand is none that may stand here.
#[derive(Clone, Copy, Debug)]
struct Unknown;

type Printed<T = ()> = Result<T, Unknown>;

struct Printer<'t> {
    tokens: &'t Tokens,
    /// The next token.
    at: usize,
    /// The item, member or statement at hand.
    near: usize,
    layout: Layout,
    imports: Imports<'t>,
    /// Braces that come next are not those of a structure's value.
    condition: bool,
    /// The expression at hand is a statement, and ends with its braces.
    statement: bool,
    /// The segments of the path at hand, kept to spare an allocation a path.
    segments: Vec<&'t str>,
}

impl<'t> Printer<'t> {
    /// The next token, where it is a word.
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

    /// Passes a word without writing it; whether it was there.
    fn pass_word(&mut self, word: &str) -> bool {
        let found = self.peek() == word;
        self.at += usize::from(found);
        found
    }

    /// Writes a keyword and a blank, where it is there.
    fn keyword(&mut self, word: &str) -> bool {
        let found = self.pass_word(word);
        if found {
            self.write(word);
            self.write(" ");
        }
        found
    }

    /// Passes a letter without writing it; whether it was there.
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

    /// Goes into a group.
    fn open(&mut self, delimiter: Delimiter) -> Printed {
        if !self.opens(delimiter) {
            return Err(Unknown);
        }
        self.at += 1;
        Ok(())
    }

    /// Goes out of a group, of which nothing may be left.
    fn close(&mut self) -> Printed {
        if !self.closes() || self.at == self.tokens.end() {
            return Err(Unknown);
        }
        self.at += 1;
        Ok(())
    }

    /// Passes the comma behind an entry of a list; whether it is the last entry.
    fn comma(&mut self) -> Printed<bool> {
        let comma = self.pass(b',');
        match (comma, self.closes()) {
            (_, true) => Ok(true),
            (true, false) => Ok(false),
            (false, false) => Err(Unknown),
        }
    }

    /// Writes the end of an entry of a list: a comma, and for the last one only where the list is broken.
    fn entry_end(&mut self, last: bool) {
        if last {
            self.layout.last_comma(0, -INDENT);
        } else {
            self.write(",");
            self.layout.space();
        }
    }

    /// A group as a list, one entry a line where it does not fit: `(a, b)`. Its box is within the signs.
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

    /// The end of an entry of a list in braces, which have a blank within them on one line.
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

//! Prints attributes, and documentation as comments.

use std::borrow::Cow;

use proc_macro2::Delimiter;

use super::paths::Place;
use super::{Printed, Printer};
use crate::write::layout::INDENT;
use crate::write::tokens::{Kind, delimiters};

/// The kind of the last token in an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Word,
    Sign,
    /// A comma that is only written if the list is broken.
    Comma,
}

impl<'t> Printer<'t> {
    /// Writes the attributes of the next element. Returns whether one of them is documentation.
    pub(super) fn attributes(&mut self) -> Printed<bool> {
        let mut documented = false;
        while self.is(b'#') && self.tokens.opens(self.at + 1, Delimiter::Bracket) {
            self.at += 1;
            documented |= self.attribute(false)?;
        }
        Ok(documented)
    }

    /// Writes the inner attributes. Returns whether there are any.
    pub(super) fn inner_attributes(&mut self) -> Printed<bool> {
        let start = self.at;
        while self.is(b'#') && self.tokens.is(self.at + 1, b'!') {
            self.at += 2;
            self.attribute(true)?;
        }
        Ok(self.at > start)
    }

    /// Writes an attribute from its bracket on. Returns whether it is documentation.
    fn attribute(&mut self, inner: bool) -> Printed<bool> {
        self.open(Delimiter::Bracket)?;
        let documented = self.documentation();
        if let Some(text) = documented.as_deref().filter(|text| is_line(text)) {
            self.write(if inner { "//!" } else { "///" });
            self.write(text.trim_end_matches(' '));
            self.at += 3;
            self.layout.line();
        } else {
            self.write(if inner { "#![" } else { "#[" });
            self.meta()?;
            self.write("]");
            self.layout.space();
        }
        self.close()?;
        Ok(documented.is_some())
    }

    /// Returns the text of `doc = "…"`.
    fn documentation(&self) -> Option<Cow<'t, str>> {
        let tokens = self.tokens;
        let literal = tokens.text(self.at + 2);
        let is_doc = self.peek() == "doc"
            && tokens.is(self.at + 1, b'=')
            && tokens.kind(self.at + 2) == Kind::Literal
            && tokens.closes(self.at + 3);
        if is_doc { text_of(literal) } else { None }
    }

    fn meta(&mut self) -> Printed {
        self.segment(Place::Plain)?;
        while self.is_pair(*b"::") {
            self.at += 2;
            self.write("::");
            self.segment(Place::Plain)?;
        }
        if self.pass(b'=') {
            self.write(" = ");
            return self.expression().map(drop);
        }
        self.attribute_tokens(false).map(drop)
    }

    /// Writes tokens up to the end of their group. Lines only break in parentheses, after commas.
    fn attribute_tokens(&mut self, within: bool) -> Printed<Last> {
        let mut last = if within { Last::Sign } else { Last::Word };
        while !self.closes() {
            last = match self.tokens.kind(self.at) {
                Kind::Open(delimiter) => self.attribute_group(delimiter)?,
                Kind::Punct(letter, _) => self.attribute_sign(letter, last, within),
                _ => {
                    if last == Last::Word {
                        self.attribute_blank(within);
                    }
                    let text = self.tokens.text(self.at);
                    self.write(text);
                    self.at += 1;
                    Last::Word
                }
            };
        }
        Ok(last)
    }

    fn attribute_sign(&mut self, letter: u8, last: Last, within: bool) -> Last {
        if last == Last::Word && letter == b'=' {
            self.write(" ");
        }
        let text = self.tokens.text(self.at);
        self.at += 1;
        if letter == b',' && self.closes() {
            self.layout.last_comma(0, 0);
            return Last::Comma;
        }
        self.write(text);
        match letter {
            b'=' => self.write(" "),
            b',' => self.attribute_blank(within),
            _ => {}
        }
        Last::Sign
    }

    fn attribute_blank(&mut self, within: bool) {
        if within {
            self.layout.space();
        } else {
            self.write(" ");
        }
    }

    fn attribute_group(&mut self, delimiter: Delimiter) -> Printed<Last> {
        let round = delimiter == Delimiter::Parenthesis;
        let (open, close) = delimiters(delimiter);
        self.at += 1;
        self.write(open);
        if round {
            self.layout.consistent(INDENT);
            self.layout.zero();
        }
        let last = self.attribute_tokens(true)?;
        if round {
            if last != Last::Comma {
                self.layout.zero();
            }
            self.layout.offset(-INDENT);
            self.layout.end();
        }
        self.write(close);
        self.close()?;
        Ok(Last::Sign)
    }
}

/// Whether a text can be a comment on one line.
fn is_line(text: &str) -> bool {
    !text.contains(['\n', '\r']) && !text.starts_with('/')
}

/// Returns the text of a string literal.
fn text_of(literal: &str) -> Option<Cow<'_, str>> {
    let plain = literal.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match plain {
        Some(text) if !text.contains('\\') => Some(Cow::Borrowed(text)),
        _ => syn::parse_str::<syn::LitStr>(literal).ok().map(|literal| Cow::Owned(literal.value())),
    }
}

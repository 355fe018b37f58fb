//! Prints macro calls, whose arguments are any tokens.

use proc_macro2::Delimiter;

use super::paths::Place;
use super::{Printed, Printer, Unknown};
use crate::write::layout::INDENT;
use crate::write::tokens::{Kind, delimiters};

/// The kind of the previous token, for deciding about a blank.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Start,
    Dot,
    Colon,
    Name,
    NameBang,
    Group,
    Other,
}

impl Printer<'_> {
    /// Returns the end of the name of a macro that is called here.
    pub(super) fn end_of_macro_name(&self) -> Option<usize> {
        let tokens = self.tokens;
        let mut at = if tokens.is_pair(self.at, *b"::") { self.at + 2 } else { self.at };
        while !tokens.word(at).is_empty() && tokens.is_pair(at + 1, *b"::") {
            at += 3;
        }
        let called = !tokens.word(at).is_empty() && tokens.is_single(at + 1, b'!');
        (called && matches!(tokens.kind(at + 2), Kind::Open(_))).then_some(at + 1)
    }

    /// Writes `name!(…)`, whose name ends at `end`.
    pub(super) fn macro_call(&mut self, end: usize, semicolon: bool) -> Printed {
        self.macro_name(end)?;
        self.at = end + 1;
        self.write("!");
        let Kind::Open(delimiter) = self.tokens.kind(self.at) else { return Err(Unknown) };
        let (open, close) = delimiters(delimiter);
        let braces = delimiter == Delimiter::Brace;
        if braces {
            self.write(" ");
        }
        self.write(open);
        self.at += 1;
        if !self.closes() {
            self.layout.consistent(INDENT);
            self.break_of_macro(braces);
            self.layout.inconsistent(0);
            self.macro_tokens()?;
            self.layout.end();
            self.break_of_macro(braces);
            self.layout.offset(-INDENT);
            self.layout.end();
        }
        self.close()?;
        self.write(close);
        if semicolon {
            self.write(";");
        }
        Ok(())
    }

    fn break_of_macro(&mut self, braces: bool) {
        if braces {
            self.layout.line();
        } else {
            self.layout.zero();
        }
    }

    /// Writes the name of a macro. Macros have a separate namespace, so none is imported.
    fn macro_name(&mut self, end: usize) -> Printed {
        self.segments.clear();
        if self.is_pair(*b"::") {
            let tokens = self.tokens;
            self.segments.push("");
            self.segments.extend((self.at + 2..end).step_by(3).map(|at| tokens.word(at)));
            let cut = self.imports.shorten_macro(&self.segments);
            self.start_of_path(&cut);
        }
        self.segment(Place::Plain)?;
        self.more_segments(Place::Plain)
    }

    /// Writes tokens up to the end of their group.
    fn macro_tokens(&mut self) -> Printed {
        let (mut before, mut joint) = (Before::Start, true);
        while !self.closes() {
            let blank = self.blank(before);
            if !joint && blank {
                self.layout.space();
            } else if !joint && self.is(b'.') {
                self.layout.zero();
            }
            joint = false;
            let starts_path =
                self.is_pair(*b"::") || self.peek() == "crate" && self.tokens.is_pair(self.at + 1, *b"::");
            if starts_path && self.tokens.starts_path(self.at) {
                self.path_in_macro()?;
                before = Before::Name;
                continue;
            }
            joint = matches!(self.tokens.kind(self.at), Kind::Punct(_, true));
            before = self.macro_token(before)?;
        }
        Ok(())
    }

    fn path_in_macro(&mut self) -> Printed {
        match self.end_of_macro_name() {
            Some(end) => self.macro_name(end),
            None => self.path(Place::Plain),
        }
    }

    /// Whether there is a blank before the next token.
    fn blank(&self, before: Before) -> bool {
        let word = self.peek();
        match self.tokens.kind(self.at) {
            Kind::Open(Delimiter::Parenthesis | Delimiter::Bracket) => {
                !matches!(before, Before::Name | Before::NameBang)
            }
            Kind::Word if is_keyword(word) => true,
            Kind::Word | Kind::Literal => !matches!(before, Before::Dot | Before::Colon),
            Kind::Punct(b'!', false) | Kind::Punct(b':', true) => before != Before::Name,
            Kind::Punct(b',' | b';', _) => false,
            Kind::Punct(b'.', _) => !matches!(before, Before::Name | Before::Group),
            Kind::Punct(b':', false) if before == Before::Colon => false,
            _ => true,
        }
    }

    /// Writes a token. Returns its kind for the next one.
    fn macro_token(&mut self, before: Before) -> Printed<Before> {
        let kind = self.tokens.kind(self.at);
        if let Kind::Open(delimiter) = kind {
            self.group_in_macro(delimiter)?;
            let round = delimiter != Delimiter::Brace;
            let called = before == Before::NameBang;
            return Ok(if round && !called { Before::Group } else { Before::Other });
        }
        let text = self.tokens.text(self.at);
        self.write(text);
        self.at += 1;
        Ok(match kind {
            Kind::Word if is_keyword(text) => Before::Other,
            Kind::Literal if text.ends_with('.') => Before::Other,
            Kind::Word | Kind::Literal => Before::Name,
            Kind::Punct(b'!', false) if before == Before::Name => Before::NameBang,
            Kind::Punct(b'.', _) => Before::Dot,
            Kind::Punct(b':', true) => Before::Colon,
            Kind::Punct(b':', false) if before == Before::Colon => Before::Colon,
            _ => Before::Other,
        })
    }

    fn group_in_macro(&mut self, delimiter: Delimiter) -> Printed {
        let (open, close) = delimiters(delimiter);
        self.at += 1;
        self.write(open);
        if !self.closes() {
            let braces = delimiter == Delimiter::Brace;
            if braces {
                self.layout.space();
            }
            self.macro_tokens()?;
            if braces {
                self.layout.space();
            }
        }
        self.write(close);
        self.close()
    }
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "as" | "async"
            | "await"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "fn"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "while"
            | "yield"
    )
}

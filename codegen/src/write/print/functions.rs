//! Prints functions, both items and members.

use proc_macro2::Delimiter;

use super::{Printed, Printer};
use crate::write::layout::INDENT;

impl Printer<'_> {
    /// Whether a function starts here, after its attributes and visibility.
    pub(super) fn starts_function(&self) -> bool {
        let mut ahead = 0;
        while matches!(self.peek_after(ahead), "const" | "async" | "unsafe") {
            ahead += 1;
        }
        self.peek_after(ahead) == "fn"
    }

    /// Writes a function from its keywords on, in a box that was begun before them. Only functions in traits may have
    /// no body.
    pub(super) fn function(&mut self, in_trait: bool) -> Printed {
        while matches!(self.peek(), "const" | "async" | "unsafe") {
            self.name()?;
            self.write(" ");
        }
        self.signature()?;
        if in_trait && self.ends_without_body() {
            self.where_before_end()?;
            self.layout.end();
            return Ok(());
        }
        self.where_before_body()?;
        self.body()
    }

    /// Whether a `;` comes before any braces.
    fn ends_without_body(&self) -> bool {
        let mut at = self.at;
        while !self.tokens.closes(at) && !self.tokens.opens(at, Delimiter::Brace) {
            if self.tokens.is(at, b';') {
                return true;
            }
            at = self.tokens.after(at);
        }
        false
    }

    fn signature(&mut self) -> Printed {
        self.at += 1;
        self.write("fn ");
        self.name()?;
        self.generics()?;
        self.open(Delimiter::Parenthesis)?;
        self.write("(");
        self.layout.never();
        self.layout.consistent(0);
        self.layout.zero();
        while !self.closes() {
            self.parameter()?;
            let last = self.comma()?;
            self.entry_end(last);
        }
        self.close()?;
        if self.tokens.opens(self.at.saturating_sub(2), Delimiter::Parenthesis) {
            self.layout.offset(-INDENT);
        }
        self.layout.end();
        self.write(")");
        self.layout.consistent(-INDENT);
        self.return_type()?;
        self.layout.end();
        Ok(())
    }

    fn parameter(&mut self) -> Printed {
        self.attributes()?;
        if self.receiver()? {
            return Ok(());
        }
        self.pattern()?;
        self.expect(b':')?;
        self.write(": ");
        self.ty()
    }

    /// Writes any form of `self`. Returns whether it was there.
    fn receiver(&mut self) -> Printed<bool> {
        let mut at = self.at;
        if self.is(b'&') {
            at += if self.tokens.is(at + 1, b'\'') { 3 } else { 1 };
        }
        at += usize::from(self.tokens.word(at) == "mut");
        if self.tokens.word(at) != "self" {
            return Ok(false);
        }
        if self.pass(b'&') {
            self.write("&");
            if self.is(b'\'') {
                self.lifetime()?;
                self.write(" ");
            }
        }
        self.keyword("mut");
        self.name()?;
        if self.pass(b':') {
            self.write(": ");
            self.ty()?;
        }
        Ok(true)
    }

    /// Writes the statements of a function in braces, and ends the box around it.
    fn body(&mut self) -> Printed {
        self.open(Delimiter::Brace)?;
        self.write("{");
        self.layout.line_if_nonempty();
        self.statements()?;
        self.layout.offset(-INDENT);
        self.layout.end();
        self.write("}");
        self.close()
    }
}

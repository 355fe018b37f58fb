//! Prints traits and impls, and their members.

use super::items::Kind;
use super::{Printed, Printer, Unknown};
use crate::write::layout::{INDENT, Mark};

impl Printer<'_> {
    pub(super) fn interface(&mut self, start: Mark) -> Printed {
        self.layout.begin_at(start, INDENT, true);
        self.at += 1;
        self.write("trait ");
        self.name()?;
        self.generics()?;
        if self.pass(b':') {
            self.write(": ");
            self.plain_bounds()?;
        }
        self.where_before_body()?;
        self.members(true)
    }

    pub(super) fn implementation(&mut self, start: Mark) -> Printed {
        // The box around the head ends before the body.
        for (offset, consistent) in [(INDENT, true), (-INDENT, false), (INDENT, true)] {
            self.layout.begin_at(start, offset, consistent);
        }
        self.at += 1;
        self.write("impl");
        self.generics()?;
        self.layout.end();
        self.write(" ");
        self.ty()?;
        if self.pass_word("for") {
            self.layout.space();
            self.write("for ");
            self.ty()?;
        }
        self.layout.end();
        self.where_before_body()?;
        self.members(false)
    }

    /// Writes the members of a trait or impl, and ends the box around it.
    fn members(&mut self, in_trait: bool) -> Printed {
        let mut previous = None;
        self.braces(|printer| {
            let start = printer.layout.mark();
            let kind = printer.member(in_trait)?;
            printer.place(start, kind, &mut previous, None);
            Ok(())
        })
    }

    fn member(&mut self, in_trait: bool) -> Printed<Kind> {
        self.near = self.at;
        let documented = self.attributes()?;
        let start = self.layout.mark();
        self.visibility()?;
        let mut kind = Kind::Associated;
        match self.peek() {
            _ if self.starts_function() => {
                self.layout.begin_at(start, INDENT, true);
                self.function(in_trait)?;
                kind = Kind::Block;
            }
            "const" => {
                self.layout.begin_at(start, 0, true);
                self.constant()?;
            }
            "type" => self.associated_type(start)?,
            _ => return Err(Unknown),
        }
        self.layout.line();
        Ok(if documented { Kind::Block } else { kind })
    }

    /// Writes `type A: B = C;`, in which some parts may be missing.
    fn associated_type(&mut self, start: Mark) -> Printed {
        self.layout.begin_at(start, INDENT, true);
        self.at += 1;
        self.write("type ");
        self.name()?;
        self.generics()?;
        if self.pass(b':') {
            self.write(": ");
            self.broken_bounds()?;
        }
        if self.pass(b'=') {
            self.write(" = ");
            self.layout.never();
            self.layout.inconsistent(-INDENT);
            self.ty()?;
            self.layout.end();
        }
        self.where_before_end()?;
        self.layout.end();
        Ok(())
    }
}

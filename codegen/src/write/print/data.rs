//! Prints structures and enums.

use proc_macro2::Delimiter;

use super::{Printed, Printer};
use crate::write::layout::{INDENT, Mark};

impl Printer<'_> {
    pub(super) fn structure(&mut self, start: Mark) -> Printed {
        self.layout.begin_at(start, INDENT, true);
        self.at += 1;
        self.write("struct ");
        self.name()?;
        self.generics()?;
        if self.opens(Delimiter::Parenthesis) {
            self.unnamed_fields()?;
        } else if !self.is(b';') {
            self.where_before_body()?;
            return self.braces(|printer| {
                printer.field()?;
                printer.comma()?;
                printer.write(",");
                printer.layout.line();
                Ok(())
            });
        }
        self.where_before_end()?;
        self.layout.end();
        Ok(())
    }

    /// Writes the entries in braces, and ends the box around them.
    pub(super) fn braces(&mut self, mut entry: impl FnMut(&mut Self) -> Printed) -> Printed {
        self.open(Delimiter::Brace)?;
        self.write("{");
        self.layout.line_if_nonempty();
        while !self.closes() {
            entry(self)?;
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.write("}");
        self.close()
    }

    fn field(&mut self) -> Printed {
        self.near = self.at;
        self.attributes()?;
        self.visibility()?;
        self.name()?;
        self.expect(b':')?;
        self.write(": ");
        self.ty()
    }

    fn unnamed_fields(&mut self) -> Printed {
        self.open(Delimiter::Parenthesis)?;
        self.write("(");
        self.layout.zero();
        if self.closes() {
            self.layout.offset(-INDENT);
        }
        while !self.closes() {
            self.attributes()?;
            self.visibility()?;
            self.ty()?;
            let last = self.comma()?;
            self.entry_end(last);
        }
        self.write(")");
        self.close()
    }

    pub(super) fn enumeration(&mut self, start: Mark) -> Printed {
        self.layout.begin_at(start, INDENT, true);
        self.at += 1;
        self.write("enum ");
        self.name()?;
        self.generics()?;
        self.where_before_body()?;
        self.braces(|printer| {
            printer.variant()?;
            printer.comma()?;
            printer.write(",");
            printer.layout.line();
            Ok(())
        })
    }

    fn variant(&mut self) -> Printed {
        self.near = self.at;
        self.attributes()?;
        self.name()?;
        if self.opens(Delimiter::Parenthesis) {
            self.layout.consistent(INDENT);
            self.unnamed_fields()?;
            self.layout.end();
        } else if self.opens(Delimiter::Brace) {
            self.at += 1;
            self.write(" {");
            self.layout.consistent(INDENT);
            self.layout.space();
            while !self.closes() {
                self.field()?;
                let last = self.comma()?;
                self.spaced_entry_end(last);
            }
            self.layout.offset(-INDENT);
            self.layout.end();
            self.write("}");
            self.close()?;
        }
        if self.pass(b'=') {
            self.write(" = ");
            self.expression()?;
        }
        Ok(())
    }
}

//! Prints types.

use proc_macro2::Delimiter;

use super::paths::Place;
use super::{Printed, Printer};
use crate::write::layout::{Break, INDENT};

impl Printer<'_> {
    pub(super) fn ty(&mut self) -> Printed {
        match self.peek() {
            "" => self.other_type(),
            "impl" | "dyn" => {
                self.name()?;
                self.write(" ");
                self.plain_bounds()
            }
            "fn" => {
                self.at += 1;
                self.write("fn");
                self.list(Delimiter::Parenthesis, Self::ty)?;
                self.return_type()
            }
            "_" => self.name(),
            "for" => {
                self.bound_lifetimes()?;
                self.ty()
            }
            _ => self.path_type(),
        }
    }

    fn path_type(&mut self) -> Printed {
        if let Some(end) = self.end_of_macro_name() {
            return self.macro_call(end, false);
        }
        self.path(Place::Type)
    }

    fn other_type(&mut self) -> Printed {
        match () {
            () if self.is_pair(*b"::") => self.path_type(),
            () if self.is(b'&') => self.reference(),
            () if self.is(b'<') => self.qualified(Place::Type),
            () if self.pass(b'!') => {
                self.write("!");
                Ok(())
            }
            () if self.opens(Delimiter::Bracket) => self.slice(),
            () => self.tuple(Self::ty, true),
        }
    }

    fn reference(&mut self) -> Printed {
        self.at += 1;
        self.write("&");
        if self.is(b'\'') {
            self.lifetime()?;
            self.write(" ");
        }
        self.keyword("mut");
        self.ty()
    }

    fn slice(&mut self) -> Printed {
        self.open(Delimiter::Bracket)?;
        self.write("[");
        self.ty()?;
        if self.pass(b';') {
            self.write("; ");
            self.expression()?;
        }
        self.write("]");
        self.close()
    }

    /// Writes `(a, b)`. A single entry without a comma is only in parentheses, unless it may be a tuple without one.
    pub(super) fn tuple(
        &mut self,
        mut entry: impl FnMut(&mut Self) -> Printed,
        parenthesized: bool,
    ) -> Printed {
        self.open(Delimiter::Parenthesis)?;
        self.write("(");
        let start = self.layout.mark();
        let mut is_list = false;
        while !self.closes() {
            entry(self)?;
            let (first, comma, last) = (!is_list, self.is(b','), self.comma()?);
            if first && last && !comma && parenthesized {
                break;
            }
            is_list = true;
            if first && last {
                self.write(if comma { "," } else { "" });
                self.layout.zero();
                self.layout.offset(-INDENT);
            } else {
                self.entry_end(last);
            }
        }
        if is_list {
            self.layout.break_at(start, Break::default());
            self.layout.begin_at(start, INDENT, true);
            self.layout.end();
        }
        self.write(")");
        self.close()
    }

    /// Writes ` -> T`, if present.
    pub(super) fn return_type(&mut self) -> Printed {
        if self.pass_pair(*b"->") {
            self.write(" -> ");
            self.ty()?;
        }
        Ok(())
    }
}

//! Prints generics: parameters, bounds, `where`.

use proc_macro2::Delimiter;

use super::paths::Place;
use super::{Printed, Printer, Unknown};
use crate::write::layout::INDENT;

impl Printer<'_> {
    /// Writes `<'a, T: A = B>`, if present.
    pub(super) fn generics(&mut self) -> Printed {
        if self.is(b'<') { self.angled(0, Self::generic) } else { Ok(()) }
    }

    /// Writes entries between `<` and `>`; without entries, writes nothing.
    pub(super) fn angled(&mut self, indent: i8, entry: fn(&mut Self) -> Printed) -> Printed {
        self.expect(b'<')?;
        if self.pass(b'>') {
            return Ok(());
        }
        self.write("<");
        self.layout.consistent(indent);
        self.layout.zero();
        while !self.is(b'>') {
            entry(self)?;
            if !self.pass(b',') && !self.is(b'>') {
                return Err(Unknown);
            }
            let last = self.is(b'>');
            self.entry_end(last);
        }
        self.at += 1;
        self.layout.end();
        self.write(">");
        Ok(())
    }

    fn generic(&mut self) -> Printed {
        if self.is(b'\'') {
            return self.lifetime();
        }
        self.name()?;
        self.layout.inconsistent(INDENT);
        if self.pass(b':') {
            self.write(": ");
            self.broken_bounds()?;
        }
        if self.pass(b'=') {
            self.layout.space();
            self.write("= ");
            self.ty()?;
        }
        self.layout.end();
        Ok(())
    }

    /// Writes `for<'a> `.
    pub(super) fn bound_lifetimes(&mut self) -> Printed {
        self.at += 1;
        self.expect(b'<')?;
        self.write("for<");
        while !self.pass(b'>') {
            self.lifetime()?;
            if self.pass(b',') && !self.is(b'>') {
                self.write(", ");
            }
        }
        self.write("> ");
        Ok(())
    }

    /// Writes bounds on one line: `A + B`.
    pub(super) fn plain_bounds(&mut self) -> Printed {
        self.bound()?;
        while self.pass(b'+') {
            self.write(" + ");
            self.bound()?;
        }
        Ok(())
    }

    /// Writes bounds that may be broken before each `+`.
    pub(super) fn broken_bounds(&mut self) -> Printed {
        self.bound()?;
        while self.pass(b'+') {
            self.layout.space();
            self.write("+ ");
            self.bound()?;
        }
        Ok(())
    }

    fn bound(&mut self) -> Printed {
        if self.is(b'\'') {
            return self.lifetime();
        }
        if self.opens(Delimiter::Parenthesis) {
            self.at += 1;
            self.write("(");
            self.bound()?;
            self.write(")");
            return self.close();
        }
        if self.peek() == "for" {
            self.bound_lifetimes()?;
        }
        if self.pass(b'?') {
            self.write("?");
        }
        self.path(Place::Type)
    }

    /// Writes what comes before the braces of an item: a blank, or the `where` clause on its own lines.
    pub(super) fn where_before_body(&mut self) -> Printed {
        if !self.starts_where() {
            self.write(" ");
            return Ok(());
        }
        self.layout.line();
        self.layout.offset(-INDENT);
        self.write("where");
        self.layout.line();
        while !self.opens(Delimiter::Brace) {
            self.predicate()?;
            self.write(",");
            self.layout.line();
            if !self.pass(b',') && !self.opens(Delimiter::Brace) {
                return Err(Unknown);
            }
        }
        self.layout.offset(-INDENT);
        Ok(())
    }

    /// Writes the end of an item without braces: `;`, or the `where` clause before it.
    pub(super) fn where_before_end(&mut self) -> Printed {
        if self.starts_where() {
            self.layout.line();
            self.layout.offset(-INDENT);
            self.write("where");
            self.layout.line();
            loop {
                self.predicate()?;
                self.pass(b',');
                if self.is(b';') {
                    break;
                }
                self.write(",");
                self.layout.line();
            }
        }
        self.expect(b';')?;
        self.write(";");
        Ok(())
    }

    /// Skips a `where`. Returns whether anything follows it.
    fn starts_where(&mut self) -> bool {
        self.pass_word("where") && !self.opens(Delimiter::Brace) && !self.is(b';')
    }

    fn predicate(&mut self) -> Printed {
        if self.is(b'\'') {
            self.lifetime()?;
        } else {
            self.ty()?;
        }
        self.expect(b':')?;
        self.write(":");
        let start = self.layout.mark();
        self.write(" ");
        self.bound()?;
        let single = !self.is(b'+');
        while self.pass(b'+') {
            self.layout.space();
            self.write("+ ");
            self.bound()?;
        }
        self.layout.begin_at(start, if single { 0 } else { INDENT }, false);
        self.layout.end();
        Ok(())
    }
}

//! Prints paths, with and without arguments: `a::B<C>`, `a::b::<C>`, `<A as B>::c`.

use proc_macro2::Delimiter;

use super::{Printed, Printer};
use crate::write::imports::Cut;
use crate::write::layout::INDENT;

/// How the arguments of a path are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// `a::B<T>`
    Type,
    /// `a::B::<T>`
    Value,
    /// No arguments.
    Plain,
}

impl Printer<'_> {
    /// Writes a path and shortens it.
    pub(super) fn path(&mut self, place: Place) -> Printed {
        let absolute =
            self.is_pair(*b"::") || (self.peek() == "crate" && self.tokens.is_pair(self.at + 1, *b"::"));
        if absolute {
            self.collect(place);
            let cut = self.imports.shorten(&self.segments);
            self.start_of_path(&cut);
        }
        self.segment(place)?;
        self.more_segments(place)
    }

    /// Writes the start of a shortened path, and skips the removed segments.
    pub(super) fn start_of_path(&mut self, cut: &Cut) {
        let colon = self.pass_pair(*b"::");
        if colon && !cut.colon {
            self.write("::");
        }
        if let Some(parent) = cut.parent {
            self.write(parent);
            self.write("::");
        }
        // The removed segments have no arguments.
        self.at += 3 * cut.segments;
    }

    /// Writes the `::` and segments that follow a segment.
    pub(super) fn more_segments(&mut self, place: Place) -> Printed {
        while self.goes_on() {
            self.at += 2;
            self.write("::");
            self.segment(place)?;
        }
        Ok(())
    }

    /// Whether the path continues with a `::`.
    fn goes_on(&self) -> bool {
        self.is_pair(*b"::") && !self.tokens.word(self.at + 2).is_empty()
    }

    /// Collects the names of the segments of the current path, from after a leading `::`.
    fn collect(&mut self, place: Place) {
        let (tokens, mut at) = (self.tokens, self.at);
        self.segments.clear();
        if tokens.is_pair(at, *b"::") {
            self.segments.push("");
            at += 2;
        }
        loop {
            self.segments.push(tokens.word(at));
            at += 1;
            let turbofish = place == Place::Value && tokens.is_pair(at, *b"::") && tokens.is(at + 2, b'<');
            if turbofish {
                at += 2;
            }
            if turbofish || place == Place::Type && tokens.is(at, b'<') {
                at = tokens.after_angles(at);
            }
            if !tokens.is_pair(at, *b"::") || tokens.word(at + 2).is_empty() {
                break;
            }
            at += 2;
        }
    }

    pub(super) fn segment(&mut self, place: Place) -> Printed {
        self.name()?;
        match place {
            Place::Type if self.is_pair(*b"::") && self.tokens.is(self.at + 2, b'<') => {
                self.at += 2;
                self.arguments()
            }
            Place::Type if self.is(b'<') => self.arguments(),
            Place::Type if self.opens(Delimiter::Parenthesis) => self.parenthesized(),
            Place::Value if self.is_pair(*b"::") && self.tokens.is(self.at + 2, b'<') => self.turbofish(),
            _ => Ok(()),
        }
    }

    /// Writes `::<T>`; without arguments, writes nothing.
    pub(super) fn turbofish(&mut self) -> Printed {
        self.at += 2;
        if !self.tokens.is(self.at + 1, b'>') {
            self.write("::");
        }
        self.arguments()
    }

    /// Writes `<T, U>`.
    fn arguments(&mut self) -> Printed {
        self.angled(INDENT, Self::argument)
    }

    fn argument(&mut self) -> Printed {
        match () {
            () if self.is(b'\'') => self.lifetime(),
            () if !self.peek().is_empty() && self.tokens.is_single(self.at + 1, b'=') => {
                self.name()?;
                self.at += 1;
                self.write(" = ");
                self.ty()
            }
            () if self.is_literal() || self.opens(Delimiter::Brace) => self.atom_of_argument(),
            () => self.ty(),
        }
    }

    fn atom_of_argument(&mut self) -> Printed {
        if self.is_literal() {
            self.literal();
            return Ok(());
        }
        self.layout.consistent(INDENT);
        self.small_block()?;
        self.layout.end();
        Ok(())
    }

    /// Writes `(A, B) -> C`.
    fn parenthesized(&mut self) -> Printed {
        self.open(Delimiter::Parenthesis)?;
        self.layout.consistent(INDENT);
        self.write("(");
        self.layout.zero();
        if self.closes() {
            self.layout.offset(-INDENT);
        }
        while !self.closes() {
            self.ty()?;
            let last = self.comma()?;
            self.entry_end(last);
        }
        self.close()?;
        self.write(")");
        self.return_type()?;
        self.layout.end();
        Ok(())
    }

    /// Writes `<T as a::B>::c` or `<T>::c`.
    pub(super) fn qualified(&mut self, place: Place) -> Printed {
        self.expect(b'<')?;
        self.write("<");
        self.ty()?;
        if self.pass_word("as") {
            self.write(" as ");
            self.path(Place::Type)?;
        }
        self.expect(b'>')?;
        self.write(">");
        self.more_segments(place)
    }

    pub(super) fn lifetime(&mut self) -> Printed {
        self.expect(b'\'')?;
        self.write("'");
        self.name()
    }
}

//! Prints patterns.

use proc_macro2::Delimiter;

use super::paths::Place;
use super::{Printed, Printer};
use crate::write::layout::INDENT;

impl Printer<'_> {
    /// Writes a pattern with its alternatives: `A | B`.
    pub(super) fn pattern(&mut self) -> Printed {
        self.pass(b'|');
        let start = self.layout.mark();
        let mut plain = self.alternative()?;
        if !self.is_single(b'|') {
            return Ok(());
        }
        while self.is_single(b'|') {
            self.at += 1;
            self.layout.space();
            self.write("| ");
            plain &= self.alternative()?;
        }
        self.layout.begin_at(start, 0, !plain);
        self.layout.end();
        Ok(())
    }

    /// Writes a pattern between the bars of a closure.
    pub(super) fn closed_pattern(&mut self) -> Printed {
        self.alternative().map(drop)
    }

    /// Writes one alternative. Returns whether it is a literal or `_`.
    fn alternative(&mut self) -> Printed<bool> {
        if self.is_literal() || self.is(b'-') || matches!(self.peek(), "true" | "false") {
            return self.literal_pattern();
        }
        match self.peek() {
            "_" => {
                self.name()?;
                return Ok(true);
            }
            "" => self.other_pattern()?,
            _ => self.named_pattern()?,
        }
        Ok(false)
    }

    /// Writes a literal, or a range of them.
    fn literal_pattern(&mut self) -> Printed<bool> {
        self.signed_literal()?;
        let range = self.is_pair(*b"..");
        if range {
            self.range_operator();
            if self.is_literal() || self.is(b'-') {
                self.signed_literal()?;
            }
        }
        Ok(!range)
    }

    fn signed_literal(&mut self) -> Printed {
        if self.pass(b'-') {
            self.write("-");
        }
        if self.is_literal() {
            self.literal();
            return Ok(());
        }
        self.name()
    }

    fn other_pattern(&mut self) -> Printed {
        match () {
            () if self.is_pair(*b"::") => self.path_pattern(),
            () if self.is(b'<') => self.qualified(Place::Value),
            () if self.is_pair(*b"..") => {
                self.at += 2;
                self.write("..");
                Ok(())
            }
            () if self.pass(b'&') => {
                self.write("&");
                self.keyword("mut");
                self.alternative().map(drop)
            }
            () if self.opens(Delimiter::Bracket) => self.slice_pattern(),
            () => {
                // `(..)` is a tuple, though it has no comma.
                let rest = self.tokens.is_pair(self.at + 1, *b"..");
                self.tuple(Self::pattern, !rest)
            }
        }
    }

    fn slice_pattern(&mut self) -> Printed {
        self.open(Delimiter::Bracket)?;
        self.write("[");
        while !self.closes() {
            self.pattern()?;
            let last = self.comma()?;
            if last {
                self.layout.last_comma(0, 0);
            } else {
                self.write(",");
                self.layout.space();
            }
        }
        self.write("]");
        self.close()
    }

    /// Writes a name, or a path with or without its fields.
    fn named_pattern(&mut self) -> Printed {
        let mut binding = self.keyword("ref");
        binding |= self.keyword("mut");
        let next = self.at + 1;
        let goes_on = self.tokens.is_pair(next, *b"::")
            || self.tokens.opens(next, Delimiter::Parenthesis)
            || self.tokens.opens(next, Delimiter::Brace);
        if !binding && goes_on {
            return self.path_pattern();
        }
        self.name()?;
        if self.pass(b'@') {
            self.write(" @ ");
            self.alternative()?;
        }
        Ok(())
    }

    fn path_pattern(&mut self) -> Printed {
        let start = self.layout.mark();
        self.path(Place::Value)?;
        if self.opens(Delimiter::Parenthesis) {
            return self.list(Delimiter::Parenthesis, Self::pattern);
        }
        // Braces after a pattern belong to it: those of a body come after `=>`, `=` or `in`.
        if self.opens(Delimiter::Brace) {
            self.layout.begin_at(start, INDENT, true);
            self.fields_pattern()?;
            self.layout.end();
            self.write("}");
        }
        Ok(())
    }

    fn fields_pattern(&mut self) -> Printed {
        self.open(Delimiter::Brace)?;
        self.write(" {");
        self.layout.space_if_nonempty();
        while !self.closes() {
            if self.pass_pair(*b"..") {
                self.write("..");
                self.layout.space();
                break;
            }
            if !self.peek().is_empty() && self.tokens.is_single(self.at + 1, b':') {
                self.name()?;
                self.at += 1;
                self.write(": ");
            }
            self.pattern()?;
            let last = self.comma()?;
            self.spaced_entry_end(last);
        }
        self.layout.offset(-INDENT);
        self.close()
    }
}

//! Prints closures.

use proc_macro2::Delimiter;

use super::expressions::{Binding, Form, FormKind};
use super::{Printed, Printer};
use crate::write::layout::{After, Break, INDENT, Mark};

impl Printer<'_> {
    pub(super) fn closure(&mut self) -> Printed<Form> {
        self.layout.inconsistent(0);
        self.keyword("move");
        self.layout.consistent(INDENT);
        self.parameters_of_closure()?;
        if self.pass_pair(*b"->") {
            self.write("|");
            self.layout.end();
            self.write(" -> ");
            self.ty()?;
            self.write(" ");
            self.layout.never();
            self.block()?;
        } else {
            self.write("|");
            self.layout.space();
            self.layout.offset(-INDENT);
            self.layout.end();
            self.layout.never();
            let start = self.layout.mark();
            let body = self.operation(Binding::Any, false)?;
            if !(body.is_blocklike() || matches!(body.kind, FormKind::Match | FormKind::Call)) {
                self.braces_where_broken(start, body);
            }
        }
        self.layout.end();
        Ok(Form::new(FormKind::Enclosed))
    }

    /// Writes `|a, b`. With a type after them, the parameters are a list.
    fn parameters_of_closure(&mut self) -> Printed {
        self.expect(b'|')?;
        self.write("|");
        if self.pass(b'|') {
            return Ok(());
        }
        self.layout.zero();
        while !self.is_single(b'|') {
            self.parameter_of_closure()?;
            self.pass(b',');
            if !self.is_single(b'|') {
                self.write(",");
                self.layout.space();
            }
        }
        self.at += 1;
        if self.is_pair(*b"->") {
            self.layout.last_comma(0, -INDENT);
        }
        Ok(())
    }

    fn parameter_of_closure(&mut self) -> Printed {
        self.closed_pattern()?;
        if self.pass(b':') {
            self.write(": ");
            self.ty()?;
        }
        Ok(())
    }

    /// Puts braces around a body if it does not fit on the line.
    fn braces_where_broken(&mut self, start: Mark, body: Form) {
        let (before, after) = if body.braceable { (b'{', After::Brace) } else { (b'(', After::Parenthesis) };
        let ended = body.braceable && body.kind == FormKind::Statement;
        self.layout.break_at(start, Break { before: Some(before), ..Break::default() });
        self.layout.begin_at(start, INDENT, true);
        let before = ended.then_some(b';');
        self.layout.brk(Break { offset: -INDENT, before, after, ..Break::default() });
        self.layout.end();
    }

    /// Writes `async { … }` or `unsafe { … }`.
    pub(super) fn keyword_block(&mut self) -> Printed<Form> {
        let kind = if self.peek() == "async" { FormKind::Enclosed } else { FormKind::Block };
        while !self.opens(Delimiter::Brace) {
            self.name()?;
            self.write(" ");
        }
        self.layout.consistent(INDENT);
        self.small_block()?;
        self.layout.end();
        Ok(Form::new(kind))
    }
}

//! Prints statements, blocks, branches, arms and loops.

use proc_macro2::Delimiter;

use super::expressions::{Form, FormKind};
use super::{Printed, Printer, Unknown};
use crate::write::layout::{After, Break, INDENT};

/// Whether a word starts an item among statements.
fn starts_item(word: &str) -> bool {
    matches!(word, "const" | "enum" | "fn" | "impl" | "mod" | "pub" | "static" | "struct" | "type" | "use")
}

impl Printer<'_> {
    /// Writes statements up to the end of their block, each on its own line.
    pub(super) fn statements(&mut self) -> Printed {
        self.inner_attributes()?;
        while !self.closes() {
            self.statement(false)?;
        }
        Ok(())
    }

    /// Writes a statement. In a `small` block, a single expression may be on the line of the braces.
    fn statement(&mut self, small: bool) -> Printed {
        self.near = self.at;
        if self.pass(b';') {
            return Ok(());
        }
        let start = self.at;
        let mut behind = start;
        while self.tokens.is(behind, b'#') {
            behind = self.tokens.after(behind + 1);
        }
        if starts_item(self.tokens.word(behind)) {
            return self.item().map(drop);
        }
        self.attributes()?;
        match self.peek() {
            "let" => self.local(),
            _ => self.statement_of_expression(small),
        }
    }

    fn statement_of_expression(&mut self, small: bool) -> Printed {
        let start = self.layout.mark();
        self.statement = true;
        let form = self.expression_of_line()?;
        self.statement = false;
        let semicolon = self.pass(b';');
        if let FormKind::Macro { braces } = form.kind
            && (semicolon || braces)
        {
            self.write(if semicolon { ";" } else { "" });
            self.layout.line();
            return Ok(());
        }
        if !semicolon && !self.closes() && !form.ends_itself() {
            return Err(Unknown);
        }
        self.layout.begin_at(start, 0, false);
        if small && !semicolon && self.closes() {
            self.layout.end();
            self.layout.space();
            return Ok(());
        }
        let ended = match form.kind {
            FormKind::Statement => true,
            FormKind::Loop | FormKind::If => false,
            _ => semicolon,
        };
        self.write(if ended { ";" } else { "" });
        self.layout.end();
        self.layout.line();
        Ok(())
    }

    /// Writes `let a = b;`, with or without `else`.
    fn local(&mut self) -> Printed {
        self.at += 1;
        self.layout.inconsistent(0);
        self.write("let ");
        self.pattern()?;
        if self.pass(b':') {
            self.write(": ");
            self.ty()?;
        }
        if self.pass(b'=') {
            self.write(" = ");
            self.layout.never();
            self.expression()?;
            if self.pass_word("else") {
                self.layout.space();
                self.write("else ");
                self.layout.end();
                self.layout.never();
                self.layout.consistent(INDENT);
                self.small_block()?;
            }
        }
        self.layout.end();
        self.expect(b';')?;
        self.write(";");
        self.layout.line();
        Ok(())
    }

    /// Writes a block expression.
    pub(super) fn block(&mut self) -> Printed<Form> {
        self.layout.consistent(INDENT);
        self.small_block()?;
        self.layout.end();
        Ok(Form::new(FormKind::Block))
    }

    /// Writes statements in braces, on one line if they are a single short expression.
    pub(super) fn small_block(&mut self) -> Printed {
        self.open(Delimiter::Brace)?;
        self.write("{");
        if !self.closes() {
            self.layout.space();
            self.statement(true)?;
            while !self.closes() {
                self.statement(false)?;
            }
            self.layout.offset(-INDENT);
        }
        self.write("}");
        self.close()
    }

    /// Writes statements in braces, on their own lines.
    fn large_block(&mut self) -> Printed {
        self.open(Delimiter::Brace)?;
        self.write("{");
        self.layout.never();
        self.layout.consistent(INDENT);
        self.layout.line_if_nonempty();
        self.statements()?;
        self.layout.offset(-INDENT);
        self.layout.end();
        self.write("}");
        self.close()
    }

    /// Writes `if a { … } else { … }`.
    pub(super) fn branches(&mut self) -> Printed<Form> {
        self.layout.consistent(INDENT);
        self.head_of_branch()?;
        let has_else = self.tokens.word(self.tokens.after(self.at)) == "else";
        if !has_else {
            self.only_branch()?;
            self.layout.end();
            return Ok(Form::new(FormKind::If));
        }
        self.small_block()?;
        let mut kind = FormKind::If;
        while self.pass_word("else") {
            self.write(" else ");
            if self.peek() == "if" {
                self.head_of_branch()?;
            } else {
                kind = FormKind::IfElse;
            }
            self.small_block()?;
        }
        self.layout.end();
        Ok(Form::new(kind))
    }

    fn head_of_branch(&mut self) -> Printed {
        self.at += 1;
        self.write("if ");
        self.layout.consistent(-INDENT);
        self.condition()?;
        self.layout.end();
        Ok(())
    }

    fn only_branch(&mut self) -> Printed {
        self.open(Delimiter::Brace)?;
        self.write("{");
        if !self.closes() {
            self.layout.line();
            self.statements()?;
            self.layout.offset(-INDENT);
        }
        self.write("}");
        self.close()
    }

    /// Writes `for`, `while` and `loop`.
    pub(super) fn repetition(&mut self) -> Printed<Form> {
        let word = self.peek();
        self.layout.inconsistent(0);
        self.name()?;
        self.write(" ");
        let mut kind = FormKind::Loop;
        match word {
            "for" => {
                self.pattern()?;
                if !self.pass_word("in") {
                    return Err(Unknown);
                }
                self.write(" in ");
                self.layout.never();
                self.condition()?;
            }
            "while" => self.condition()?,
            _ => kind = FormKind::Endless,
        }
        self.large_block()?;
        self.layout.end();
        Ok(Form::new(kind))
    }

    /// Writes `match a { … }`.
    pub(super) fn arms(&mut self) -> Printed<Form> {
        self.at += 1;
        self.layout.inconsistent(0);
        self.write("match ");
        self.condition()?;
        self.open(Delimiter::Brace)?;
        self.write("{");
        self.layout.never();
        self.layout.consistent(INDENT);
        self.layout.line_if_nonempty();
        while !self.closes() {
            self.arm()?;
            self.layout.line();
        }
        self.layout.offset(-INDENT);
        self.layout.end();
        self.write("}");
        self.close()?;
        self.layout.end();
        Ok(Form::new(FormKind::Match))
    }

    fn arm(&mut self) -> Printed {
        self.near = self.at;
        self.attributes()?;
        self.layout.inconsistent(0);
        self.pattern()?;
        if self.pass_word("if") {
            self.write(" if ");
            self.expression()?;
        }
        if !self.pass_pair(*b"=>") {
            return Err(Unknown);
        }
        self.write(" => ");
        self.arm_body()?;
        self.pass(b',');
        self.layout.end();
        Ok(())
    }

    /// Writes the body of an arm, without its braces if they contain a single expression.
    fn arm_body(&mut self) -> Printed {
        if self.is_unit() {
            self.write("{}");
            self.at = self.tokens.after(self.at);
            return Ok(());
        }
        if !self.opens(Delimiter::Brace) {
            return self.arm_expression();
        }
        if self.may_be_one_expression() {
            let (at, saved) = (self.at, self.layout.save());
            self.at += 1;
            if self.arm_body().is_ok() && self.closes() {
                return self.close();
            }
            self.at = at;
            self.layout.restore(saved);
        }
        self.large_block()
    }

    fn is_unit(&self) -> bool {
        self.opens(Delimiter::Parenthesis)
            && self.tokens.closes(self.at + 1)
            && (self.tokens.is(self.at + 2, b',') || self.tokens.closes(self.at + 2))
    }

    /// Whether braces contain something that does not look like a statement.
    fn may_be_one_expression(&self) -> bool {
        let mut at = self.at + 1;
        if self.tokens.closes(at) || self.tokens.is(at, b'#') || starts_item(self.tokens.word(at)) {
            return false;
        }
        while !self.tokens.closes(at) {
            if self.tokens.is(at, b';') {
                return false;
            }
            at = self.tokens.after(at);
        }
        true
    }

    /// Writes the expression of an arm, in braces if it does not fit on the line.
    fn arm_expression(&mut self) -> Printed {
        self.layout.never();
        self.layout.consistent(INDENT);
        let start = self.layout.mark();
        self.layout.brk(Break { before: Some(b'{'), ..Break::default() });
        let body = self.expression_of_line()?;
        if !body.braceable {
            self.layout.change_break(start, b'(');
        }
        let after = if body.braceable { After::Brace } else { After::ParenthesisAndComma };
        let before = (body.braceable && body.kind == FormKind::Statement).then_some(b';');
        let unbroken = (!body.ends_itself()).then_some(b',');
        self.layout.brk(Break { offset: -INDENT, before, after, unbroken, ..Break::default() });
        self.layout.end();
        Ok(())
    }
}

//! Prints chains of calls, fields and `?`, and the expressions that they start with: `a::b(c)?.d.e()`.

use proc_macro2::Delimiter;

use super::expressions::{Form, FormKind};
use super::paths::Place;
use super::{Printed, Printer};
use crate::write::layout::{Break, INDENT};
use crate::write::tokens::Kind;

/// The maximum length of a name that leaves no room for a line break before the first dot.
const SHORT: usize = 4;

impl Printer<'_> {
    /// Writes an expression without operators.
    pub(super) fn chain(&mut self, starts_line: bool) -> Printed<Form> {
        let start = self.layout.mark();
        let short = starts_line && self.is_short_subject();
        let statement = starts_line && self.statement;
        self.statement = false;
        let base = self.subject()?;
        if statement && base.ends_itself() && !self.is(b'.') && !self.is(b'?') {
            return Ok(base);
        }
        let (last_dot, end) = self.look_along();
        if self.at == end {
            return Ok(base);
        }
        if last_dot.is_some() {
            self.layout.begin_at(start, -INDENT, true);
            self.layout.begin_at(start, INDENT, true);
            self.layout.end();
        }
        self.links(base, last_dot, end, short)
    }

    /// Whether the next token is a short name whose chain is the whole expression.
    fn is_short_subject(&self) -> bool {
        let name = self.peek();
        if name.is_empty() || name.len() > SHORT || !self.tokens.is(self.at + 1, b'.') {
            return false;
        }
        let end = self.look_from(self.at + 1).1;
        self.operator_at(end).is_none() && self.tokens.word(end) != "as"
    }

    fn look_along(&self) -> (Option<usize>, usize) {
        self.look_from(self.at)
    }

    /// Returns the place of the last dot of the chain that continues at `at`, and the place of its end.
    fn look_from(&self, mut at: usize) -> (Option<usize>, usize) {
        let (tokens, mut last_dot) = (self.tokens, None);
        loop {
            match tokens.kind(at) {
                Kind::Punct(b'.', false) => {
                    last_dot = Some(at);
                    at += 2;
                    if tokens.is_pair(at, *b"::") && tokens.is(at + 2, b'<') {
                        at = tokens.after_angles(at + 2);
                    }
                }
                Kind::Punct(b'?', _) => at += 1,
                Kind::Open(Delimiter::Parenthesis | Delimiter::Bracket) => at = tokens.after(at),
                _ => return (last_dot, at),
            }
        }
    }

    /// Writes the links of a chain. A line may break before each dot. What follows the last dot is not in its box.
    fn links(&mut self, base: Form, last_dot: Option<usize>, end: usize, short: bool) -> Printed<Form> {
        let mut form = base;
        let mut first = short;
        while self.at < end {
            let is_last = last_dot == Some(self.at);
            form = match self.tokens.kind(self.at) {
                Kind::Punct(b'?', _) => {
                    self.at += 1;
                    self.write("?");
                    Form { kind: FormKind::Plain, ..form }
                }
                Kind::Open(Delimiter::Parenthesis) => {
                    self.call_arguments()?;
                    let braceable = form.braceable && !form.ends_itself();
                    Form { kind: FormKind::Call, wraps: form.wraps, braceable }
                }
                Kind::Open(_) => {
                    self.index()?;
                    let braceable = form.braceable && !form.ends_itself();
                    Form { kind: FormKind::Plain, wraps: true, braceable }
                }
                _ => {
                    self.dot(first, first && is_last)?;
                    Form { kind: FormKind::Plain, wraps: true, braceable: form.braceable }
                }
            };
            first = false;
            if is_last {
                self.layout.end();
            }
        }
        Ok(form)
    }

    fn index(&mut self) -> Printed {
        self.at += 1;
        self.write("[");
        self.expression()?;
        self.write("]");
        self.close()
    }

    /// Writes `.name`, `.name(…)`, `.0` or `.await`.
    fn dot(&mut self, behind_short: bool, unindented: bool) -> Printed {
        self.at += 1;
        if !behind_short {
            let unbroken = self.layout.ends_with('.').then_some(b' ');
            self.layout.brk(Break { unbroken, ..Break::default() });
        }
        self.write(".");
        if self.is_literal() {
            self.literal();
            return Ok(());
        }
        self.name()?;
        if self.is_pair(*b"::") {
            self.turbofish()?;
        }
        if self.opens(Delimiter::Parenthesis) {
            self.layout.consistent(if unindented { -INDENT } else { 0 });
            self.call_arguments()?;
            self.layout.end();
        }
        Ok(())
    }

    /// Writes `(a, b)` of a call. A single argument that has its own delimiters needs no box.
    fn call_arguments(&mut self) -> Printed {
        self.open(Delimiter::Parenthesis)?;
        self.write("(");
        if !self.closes() {
            let start = self.layout.mark();
            let first = self.expression()?;
            let mut last = self.comma()?;
            if !(last && first.is_blocklike()) {
                self.layout.break_at(start, Break::default());
                self.layout.begin_at(start, INDENT, true);
                self.entry_end(last);
                while !last {
                    self.expression()?;
                    last = self.comma()?;
                    self.entry_end(last);
                }
                self.layout.end();
            }
        }
        self.write(")");
        self.close()
    }

    /// Writes the start of a chain.
    fn subject(&mut self) -> Printed<Form> {
        match self.tokens.kind(self.at) {
            Kind::Literal => {
                self.literal();
                Ok(Form::PLAIN)
            }
            Kind::Word => self.named(),
            Kind::Open(Delimiter::Parenthesis) => self.parentheses(),
            Kind::Open(Delimiter::Bracket) => self.array(),
            Kind::Open(_) => self.block(),
            Kind::Punct(b'<', _) => {
                self.qualified(Place::Value)?;
                Ok(Form::PLAIN)
            }
            _ => self.path_subject(),
        }
    }

    fn named(&mut self) -> Printed<Form> {
        match self.peek() {
            "if" => self.branches(),
            "match" => self.arms(),
            "for" | "while" | "loop" => self.repetition(),
            "async" | "unsafe" => self.keyword_block(),
            "_" => {
                self.name()?;
                Ok(Form::PLAIN)
            }
            _ => self.path_subject(),
        }
    }

    fn path_subject(&mut self) -> Printed<Form> {
        if let Some(end) = self.end_of_macro_name() {
            let braces = self.tokens.opens(end + 1, Delimiter::Brace);
            self.macro_call(end, false)?;
            return Ok(Form::new(FormKind::Macro { braces }));
        }
        let (start, width) = (self.layout.mark(), self.layout.width());
        self.path(Place::Value)?;
        if self.condition || !self.opens(Delimiter::Brace) {
            return Ok(Form::PLAIN);
        }
        self.layout.begin_at(start, -INDENT, false);
        self.layout.begin_at(start, INDENT, true);
        self.layout.end();
        self.fields()?;
        self.layout.offset(-INDENT);
        self.layout.end_within(width, WIDEST_STRUCTURE);
        self.write("}");
        Ok(Form::new(FormKind::Enclosed))
    }

    /// Writes the fields of a structure's value, without the closing brace.
    fn fields(&mut self) -> Printed {
        self.open(Delimiter::Brace)?;
        self.write(" {");
        self.layout.space_if_nonempty();
        while !self.closes() {
            if self.pass_pair(*b"..") {
                self.write("..");
                self.expression()?;
                self.layout.space();
                break;
            }
            self.attributes()?;
            self.name()?;
            if self.pass(b':') {
                self.write(": ");
                self.layout.inconsistent(0);
                self.expression()?;
                self.layout.end();
            }
            let last = self.comma()?;
            self.spaced_entry_end(last);
        }
        self.close()
    }

    /// Writes `(a)` or `(a, b)`.
    fn parentheses(&mut self) -> Printed<Form> {
        let unit = self.tokens.closes(self.at + 1);
        let (mut inner, at) = (Form::PLAIN, self.tokens.after(self.at) - 1);
        let mut list = self.tokens.is(at - 1, b',');
        self.tuple(
            |printer| {
                inner = printer.expression()?;
                list |= printer.is(b',');
                Ok(())
            },
            true,
        )?;
        Ok(match (unit, list) {
            (true, _) => Form::new(FormKind::Unit),
            (false, true) => Form::new(FormKind::Enclosed),
            (false, false) => Form { wraps: inner.wraps, ..Form::PLAIN },
        })
    }

    /// Writes `[a, b]` or `[a; b]`; as many numbers and characters are on a line as fit.
    fn array(&mut self) -> Printed<Form> {
        let dense = self.is_dense();
        self.open(Delimiter::Bracket)?;
        let form = Form::new(FormKind::Enclosed);
        if self.closes() {
            self.write("[]");
            self.close()?;
            return Ok(form);
        }
        if dense {
            self.dense_array()?;
            return Ok(form);
        }
        self.write("[");
        let start = self.layout.mark();
        self.expression()?;
        if self.pass(b';') {
            self.write("; ");
            self.expression()?;
            self.write("]");
            self.close()?;
            return Ok(Form::PLAIN);
        }
        self.layout.break_at(start, Break::default());
        self.layout.begin_at(start, INDENT, true);
        let mut last = self.comma()?;
        self.entry_end(last);
        while !last {
            self.expression()?;
            last = self.comma()?;
            self.entry_end(last);
        }
        self.layout.end();
        self.write("]");
        self.close()?;
        Ok(form)
    }

    /// Whether the current array has only short literals.
    fn is_dense(&self) -> bool {
        let tokens = self.tokens;
        let mut at = self.at + 1;
        while !tokens.closes(at) {
            let text = tokens.text(at);
            let short = match tokens.kind(at) {
                Kind::Literal => !text.contains(['"', '.']) && !is_exponential(text),
                Kind::Word => matches!(text, "true" | "false"),
                Kind::Punct(b',', _) => true,
                _ => false,
            };
            if !short {
                return false;
            }
            at += 1;
        }
        true
    }

    fn dense_array(&mut self) -> Printed {
        self.layout.consistent(INDENT);
        self.write("[");
        self.layout.zero();
        self.layout.inconsistent(0);
        while !self.closes() {
            self.expression()?;
            if !self.comma()? {
                self.write(",");
                self.layout.space();
            }
        }
        self.layout.end();
        self.layout.last_comma(0, -INDENT);
        self.write("]");
        self.layout.end();
        self.close()
    }
}

/// The maximum width of a structure's value on one line.
const WIDEST_STRUCTURE: isize = 34;

/// Whether a number is a float because of an exponent or a suffix.
fn is_exponential(text: &str) -> bool {
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    digits && !text.starts_with("0x") && text.contains(['e', 'E', 'f'])
}

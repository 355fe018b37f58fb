//! Prints expressions: operators and their operands.

use super::{Printed, Printer, Unknown};
use crate::write::layout::{INDENT, Mark};
use crate::write::tokens::Kind;

/// The form of an expression, as far as the code around it depends on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    pub(super) kind: FormKind,
    /// The `{` after it is on its own line if it is broken.
    pub(super) wraps: bool,
    /// It has the same meaning in braces.
    pub(super) braceable: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormKind {
    Plain,
    Call,
    /// An array, closure, structure or tuple: it needs no box in the parentheses of a call.
    Enclosed,
    /// `()`
    Unit,
    /// Braces, with or without a keyword before them.
    Block,
    Match,
    /// An `if` whose last branch has a condition.
    If,
    IfElse,
    /// `for` or `while`
    Loop,
    /// `loop`
    Endless,
    /// `a = b`, `a += b`, `return a`, `break`, `continue`: statements, though they may stand without `;`.
    Statement,
    /// A macro call, and whether it has braces.
    Macro {
        braces: bool,
    },
}

impl Form {
    pub(super) const fn new(kind: FormKind) -> Self {
        Self { kind, wraps: false, braceable: true }
    }

    pub(super) const PLAIN: Self = Self::new(FormKind::Plain);

    /// Whether it ends a statement or an arm without a `;` or a `,`.
    pub(super) fn ends_itself(self) -> bool {
        use FormKind::{Block, Endless, If, IfElse, Loop, Match};
        matches!(self.kind, Block | Match | If | IfElse | Loop | Endless)
    }

    pub(super) fn is_blocklike(self) -> bool {
        matches!(self.kind, FormKind::Enclosed | FormKind::Unit | FormKind::Block)
    }

    /// Returns the form of an expression that starts with this one, and continues with an operator, a call or an index.
    fn on_the_left(self, kind: FormKind, wraps: bool) -> Self {
        Self { kind, wraps, braceable: self.braceable && !self.ends_itself() }
    }
}

/// How tightly an operator binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    Any,
    Assign,
    Range,
    Or,
    And,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Product,
    Cast,
    Prefix,
}

/// The operators; those with more letters come before their prefixes.
const OPERATORS: [(&[u8], &str, Binding); 31] = [
    (b"<<=", "<<=", Binding::Assign),
    (b">>=", ">>=", Binding::Assign),
    (b"..=", "..=", Binding::Range),
    (b"||", "||", Binding::Or),
    (b"&&", "&&", Binding::And),
    (b"==", "==", Binding::Compare),
    (b"!=", "!=", Binding::Compare),
    (b"<=", "<=", Binding::Compare),
    (b">=", ">=", Binding::Compare),
    (b"<<", "<<", Binding::Shift),
    (b">>", ">>", Binding::Shift),
    (b"..", "..", Binding::Range),
    (b"+=", "+=", Binding::Assign),
    (b"-=", "-=", Binding::Assign),
    (b"*=", "*=", Binding::Assign),
    (b"/=", "/=", Binding::Assign),
    (b"%=", "%=", Binding::Assign),
    (b"^=", "^=", Binding::Assign),
    (b"&=", "&=", Binding::Assign),
    (b"|=", "|=", Binding::Assign),
    (b"=", "=", Binding::Assign),
    (b"<", "<", Binding::Compare),
    (b">", ">", Binding::Compare),
    (b"|", "|", Binding::BitOr),
    (b"^", "^", Binding::BitXor),
    (b"&", "&", Binding::BitAnd),
    (b"+", "+", Binding::Sum),
    (b"-", "-", Binding::Sum),
    (b"*", "*", Binding::Product),
    (b"/", "/", Binding::Product),
    (b"%", "%", Binding::Product),
];

impl Printer<'_> {
    pub(super) fn expression(&mut self) -> Printed<Form> {
        let outer = std::mem::replace(&mut self.condition, false);
        let form = self.operation(Binding::Any, false);
        self.condition = outer;
        form
    }

    /// Writes an expression before braces that do not belong to it.
    pub(super) fn condition(&mut self) -> Printed {
        self.layout.consistent(0);
        let outer = std::mem::replace(&mut self.condition, true);
        let form = self.operation(Binding::Any, false)?;
        self.condition = outer;
        if form.wraps {
            self.layout.space();
        } else {
            self.write(" ");
        }
        self.layout.end();
        Ok(())
    }

    /// Writes an expression at the start of a line.
    pub(super) fn expression_of_line(&mut self) -> Printed<Form> {
        let outer = std::mem::replace(&mut self.condition, false);
        let form = self.operation(Binding::Any, true);
        self.condition = outer;
        form
    }

    /// Writes operators that bind at least as tightly as `least`, and their operands.
    pub(super) fn operation(&mut self, least: Binding, starts_line: bool) -> Printed<Form> {
        let start = self.layout.mark();
        let left = self.operand(starts_line)?;
        self.operators(start, left, least)
    }

    /// Writes the operators and operands after the first operand.
    pub(super) fn operators(&mut self, start: Mark, mut left: Form, least: Binding) -> Printed<Form> {
        loop {
            if self.peek() == "as" {
                if least > Binding::Cast {
                    return Ok(left);
                }
                self.box_left(start);
                self.at += 1;
                self.write("as ");
                self.ty()?;
                self.layout.end();
                left = left.on_the_left(FormKind::Plain, true);
                continue;
            }
            let Some((sign, binding)) = self.operator().filter(|(_, binding)| *binding >= least) else {
                return Ok(left);
            };
            self.at += sign.len();
            left = match (sign, binding) {
                ("=", _) => self.assignment(start, left)?,
                (_, Binding::Range) => self.range(sign, left)?,
                _ => self.binary(start, sign, binding, left)?,
            };
        }
    }

    /// Returns the next operator.
    pub(super) fn operator(&self) -> Option<(&'static str, Binding)> {
        self.operator_at(self.at)
    }

    pub(super) fn operator_at(&self, at: usize) -> Option<(&'static str, Binding)> {
        let Kind::Punct(first, joint) = self.tokens.kind(at) else { return None };
        if matches!(first, b',' | b';' | b':' | b'?')
            || first == b'=' && joint && self.tokens.is(at + 1, b'>')
        {
            return None;
        }
        let matches = |letters: &[u8]| {
            letters.iter().enumerate().all(|(index, letter)| {
                let joint =
                    index + 1 == letters.len() || self.tokens.kind(at + index) == Kind::Punct(*letter, true);
                joint && self.tokens.is(at + index, *letter)
            })
        };
        let found =
            OPERATORS.iter().find(|(letters, ..)| letters.first() == Some(&first) && matches(letters));
        found.map(|(_, sign, binding)| (*sign, *binding))
    }

    /// Puts the boxes of an operator around its left side, and a break after it.
    fn box_left(&mut self, start: Mark) {
        self.layout.begin_at(start, -INDENT, false);
        self.layout.begin_at(start, INDENT, false);
        self.layout.end();
        self.layout.space();
    }

    fn binary(&mut self, start: Mark, sign: &str, binding: Binding, left: Form) -> Printed<Form> {
        self.box_left(start);
        self.write(sign);
        self.write(" ");
        self.operation(tighter(binding), false)?;
        self.layout.end();
        let kind = if binding == Binding::Assign { FormKind::Statement } else { FormKind::Plain };
        Ok(left.on_the_left(kind, true))
    }

    fn assignment(&mut self, start: Mark, left: Form) -> Printed<Form> {
        self.layout.begin_at(start, 0, false);
        self.write(" = ");
        self.layout.never();
        self.operation(Binding::Assign, false)?;
        self.layout.end();
        Ok(left.on_the_left(FormKind::Statement, true))
    }

    /// Writes the rest of `a..b` after its operator.
    fn range(&mut self, sign: &str, left: Form) -> Printed<Form> {
        self.write(sign);
        let wraps = self.range_end()?;
        Ok(left.on_the_left(FormKind::Plain, wraps))
    }

    /// Writes what follows the operator of a range. Returns whether it wraps.
    fn range_end(&mut self) -> Printed<bool> {
        let ends = self.closes()
            || self.is(b',')
            || self.is(b';')
            || self.is(b'=')
            || (self.condition && self.opens(proc_macro2::Delimiter::Brace));
        if ends { Ok(false) } else { Ok(self.operation(Binding::Or, false)?.wraps) }
    }

    /// Writes the next token, `..` or `..=`.
    pub(super) fn range_operator(&mut self) {
        let closed =
            self.tokens.kind(self.at + 1) == Kind::Punct(b'.', true) && self.tokens.is(self.at + 2, b'=');
        self.at += if closed { 3 } else { 2 };
        self.write(if closed { "..=" } else { ".." });
    }

    /// Writes an operand with its unary operators.
    fn operand(&mut self, starts_line: bool) -> Printed<Form> {
        match self.peek() {
            "" => {}
            "return" => return self.jump(true),
            "break" | "continue" => return self.jump(false),
            "let" => return self.let_condition(),
            "move" => return self.closure(),
            _ => return self.chain(starts_line),
        }
        match self.tokens.kind(self.at) {
            Kind::Punct(b'&', _) => {
                self.at += 1;
                self.write("&");
                self.keyword("mut");
                self.signed()
            }
            Kind::Punct(letter @ (b'*' | b'!' | b'-'), _) => {
                self.at += 1;
                self.write(match letter {
                    b'*' => "*",
                    b'!' => "!",
                    _ => "-",
                });
                self.signed()
            }
            Kind::Punct(b'|', _) => self.closure(),
            Kind::Punct(b'.', true) => {
                if self.layout.ends_with('.') {
                    self.write(" ");
                }
                self.range_operator();
                Ok(Form { wraps: self.range_end()?, ..Form::PLAIN })
            }
            _ => self.chain(starts_line),
        }
    }

    /// Writes what follows a unary operator.
    fn signed(&mut self) -> Printed<Form> {
        let inner = self.operation(Binding::Prefix, false)?;
        Ok(Form { wraps: inner.wraps, ..Form::PLAIN })
    }

    fn jump(&mut self, value: bool) -> Printed<Form> {
        self.name()?;
        let mut wraps = false;
        let ends = self.closes() || self.is(b';') || self.is(b',');
        if !ends && !value {
            return Err(Unknown);
        }
        if !ends {
            self.write(" ");
            wraps = self.operation(Binding::Any, false)?.wraps;
        }
        Ok(Form { wraps, ..Form::new(FormKind::Statement) })
    }

    /// Writes `let a = b` in a condition.
    fn let_condition(&mut self) -> Printed<Form> {
        self.at += 1;
        self.layout.inconsistent(0);
        self.write("let ");
        self.layout.inconsistent(0);
        self.pattern()?;
        self.layout.end();
        self.expect(b'=')?;
        self.write(" = ");
        self.layout.never();
        self.layout.inconsistent(0);
        let value = self.operation(Binding::Compare, false)?;
        self.layout.end();
        self.layout.end();
        Ok(Form { kind: FormKind::Plain, wraps: value.wraps, braceable: false })
    }

    pub(super) fn is_literal(&self) -> bool {
        self.tokens.kind(self.at) == Kind::Literal
    }

    /// Writes the next token, a literal.
    pub(super) fn literal(&mut self) {
        let text = self.tokens.text(self.at);
        self.write(text);
        self.at += 1;
    }
}

/// Returns the binding of the right side of an operator: operators of its own kind belong to its left side.
fn tighter(binding: Binding) -> Binding {
    match binding {
        Binding::Or => Binding::And,
        Binding::And => Binding::Compare,
        Binding::Compare => Binding::BitOr,
        Binding::BitOr => Binding::BitXor,
        Binding::BitXor => Binding::BitAnd,
        Binding::BitAnd => Binding::Shift,
        Binding::Shift => Binding::Sum,
        Binding::Sum => Binding::Product,
        Binding::Product => Binding::Cast,
        other => other,
    }
}

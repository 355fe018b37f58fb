//! Compiles the patterns of a model into programs that match texts, or says why a pattern can't be compiled faithfully.
//!
//! Services match with the regular expressions of Java or of ECMA 262, so a pattern is compiled only if both of them
//! and the parser used here agree on it, which `spelling` decides. If they only differ in which characters they mean,
//! the reading that accepts more values is used: a client may accept what its service refuses, but not the other way
//! round.

mod class;
mod spelling;

use std::fmt;

use regex_syntax::ast::parse::ParserBuilder;
use regex_syntax::ast::{
    Alternation, Assertion, AssertionKind, Ast, Concat, Repetition, RepetitionKind, RepetitionRange,
};

/// How deeply the parts of a pattern may nest. It also limits all recursion here.
const MAX_NESTING: u32 = 64;

/// The maximum number of steps of a program; checking longer ones would cost more than it is worth.
const MAX_STEPS: usize = 256;

/// A step of a program. A program may start at any character of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Continues only at the start of the text.
    Start,
    /// Continues only at the end of the text.
    End,
    /// Takes exactly this text, which is not empty.
    Text(String),
    /// Takes `min` to `max` characters of `set`.
    Chars {
        /// Sorted ranges that do not touch, both ends included.
        set: Vec<(char, char)>,
        /// The minimum number of characters.
        min: u32,
        /// The maximum number of characters; `None` is no limit.
        max: Option<u32>,
    },
    /// Continues at the next step and at this one.
    Split(usize),
    /// Continues at this step; the index after the last step is the end.
    Jump(usize),
}

/// Why a pattern can't be compiled faithfully, in one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfaithful(String);

impl Unfaithful {
    fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for Unfaithful {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfaithful {}

/// Whether clients check values against a pattern: only if it can be compiled faithfully.
pub fn is_checked(pattern: &str) -> bool {
    compile(pattern).is_ok()
}

/// Returns the pattern for ECMA 262 in its Unicode mode, if that reads it as the service does.
pub fn spelt(pattern: &str) -> Result<String, Unfaithful> {
    spelling::spelt(pattern)
}

/// Compiles a pattern into the program that matches the same texts.
///
/// Classes like `\w` are those of ASCII, except that both `\s` and `\S` include the white space of Unicode. `.` matches
/// everything but line feed, carriage return and the two Unicode separators. A character is a Unicode scalar value.
pub fn compile(pattern: &str) -> Result<Vec<Step>, Unfaithful> {
    let ast = ParserBuilder::new()
        .nest_limit(MAX_NESTING)
        .build()
        .parse(&spelling::spelt(pattern)?)
        .map_err(|error| Unfaithful::new(format!("it can't be parsed: {}", error.kind())))?;
    let mut compiler = Compiler { steps: Vec::new() };
    compiler.part(&ast)?;
    Ok(compiler.steps)
}

/// A program being written.
struct Compiler {
    steps: Vec<Step>,
}

impl Compiler {
    fn part(&mut self, ast: &Ast) -> Result<(), Unfaithful> {
        if let Some(set) = class::characters(ast) {
            return match class::single(&set) {
                Some(character) => self.push(Step::Text(character.into())),
                None => self.push(Step::Chars { set, min: 1, max: Some(1) }),
            };
        }
        match ast {
            Ast::Assertion(assertion) => self.anchor(assertion),
            Ast::Repetition(repetition) => self.repetition(repetition),
            Ast::Group(group) => self.part(&group.ast),
            Ast::Alternation(alternation) => self.alternation(alternation),
            Ast::Concat(concat) => self.concat(concat),
            // Matches nothing; everything that stands for a character is a set.
            _ => Ok(()),
        }
    }

    fn anchor(&mut self, assertion: &Assertion) -> Result<(), Unfaithful> {
        match assertion.kind {
            AssertionKind::StartLine => self.push(Step::Start),
            // The common spelling has no other assertions.
            _ => self.push(Step::End),
        }
    }

    /// Writes one part after the other; successive characters become one text.
    fn concat(&mut self, concat: &Concat) -> Result<(), Unfaithful> {
        let mut text = String::new();
        for (index, ast) in concat.asts.iter().enumerate() {
            if (index > 0 && is_start(ast)) || (index + 1 < concat.asts.len() && is_end(ast)) {
                return Err(Unfaithful::new("it has an anchor in the middle"));
            }
            let set = class::characters(ast);
            if let Some(character) = set.as_deref().and_then(class::single) {
                text.push(character);
                continue;
            }
            self.text(&mut text)?;
            self.part(ast)?;
        }
        self.text(&mut text)
    }

    fn text(&mut self, text: &mut String) -> Result<(), Unfaithful> {
        if text.is_empty() { Ok(()) } else { self.push(Step::Text(std::mem::take(text))) }
    }

    fn alternation(&mut self, alternation: &Alternation) -> Result<(), Unfaithful> {
        let mut anchors =
            alternation.asts.iter().map(|branch| (starts_anchored(branch), ends_anchored(branch)));
        let first = anchors.next();
        if anchors.any(|other| Some(other) != first) {
            return Err(Unfaithful::new(
                "its anchors belong to single alternatives, so it does not mean what it seems to",
            ));
        }
        let Some((last, others)) = alternation.asts.split_last() else {
            return Ok(());
        };
        let mut jumps = Vec::new();
        for branch in others {
            let split = self.steps.len();
            self.push(Step::Split(0))?;
            self.part(branch)?;
            jumps.push(self.steps.len());
            self.push(Step::Jump(0))?;
            self.aim(split);
        }
        self.part(last)?;
        for jump in jumps {
            self.aim(jump);
        }
        Ok(())
    }

    fn repetition(&mut self, repetition: &Repetition) -> Result<(), Unfaithful> {
        let (min, max) = bounds(&repetition.op.kind);
        if max == Some(0) {
            return Ok(());
        }
        if let Some(set) = class::characters(&repetition.ast) {
            return self.push(Step::Chars { set, min, max });
        }
        let last = self.copies(&repetition.ast, min)?;
        match max {
            None if min > 0 => self.push(Step::Split(last)),
            None => {
                let split = self.steps.len();
                self.push(Step::Split(0))?;
                self.part(&repetition.ast)?;
                self.push(Step::Jump(split))?;
                self.aim(split);
                Ok(())
            }
            Some(max) => self.options(&repetition.ast, max.saturating_sub(min)),
        }
    }

    /// Writes a part `count` times, and returns the start of the last copy.
    fn copies(&mut self, ast: &Ast, count: u32) -> Result<usize, Unfaithful> {
        let mut last = self.steps.len();
        for _ in 0..count {
            last = self.steps.len();
            self.part(ast)?;
            if self.steps.len() == last {
                // An empty part repeated is still empty.
                break;
            }
        }
        Ok(last)
    }

    /// Writes a part `count` times, each of them optional.
    fn options(&mut self, ast: &Ast, count: u32) -> Result<(), Unfaithful> {
        let mut splits = Vec::new();
        for _ in 0..count {
            splits.push(self.steps.len());
            self.push(Step::Split(0))?;
            self.part(ast)?;
        }
        for split in splits {
            self.aim(split);
        }
        Ok(())
    }

    fn push(&mut self, step: Step) -> Result<(), Unfaithful> {
        if self.steps.len() == MAX_STEPS {
            return Err(Unfaithful::new(format!("it takes more than {MAX_STEPS} steps to match")));
        }
        self.steps.push(step);
        Ok(())
    }

    /// Sets the target of the split or jump at `index` to the next step that is written.
    fn aim(&mut self, index: usize) {
        let next = self.steps.len();
        if let Some(Step::Split(target) | Step::Jump(target)) = self.steps.get_mut(index) {
            *target = next;
        }
    }
}

/// Returns the minimum and maximum number of repetitions.
fn bounds(kind: &RepetitionKind) -> (u32, Option<u32>) {
    match *kind {
        RepetitionKind::ZeroOrOne => (0, Some(1)),
        RepetitionKind::ZeroOrMore => (0, None),
        RepetitionKind::OneOrMore => (1, None),
        RepetitionKind::Range(RepetitionRange::Exactly(count)) => (count, Some(count)),
        RepetitionKind::Range(RepetitionRange::AtLeast(min)) => (min, None),
        RepetitionKind::Range(RepetitionRange::Bounded(min, max)) => (min, Some(max)),
    }
}

fn is_start(ast: &Ast) -> bool {
    matches!(ast, Ast::Assertion(assertion) if assertion.kind == AssertionKind::StartLine)
}

fn is_end(ast: &Ast) -> bool {
    matches!(ast, Ast::Assertion(assertion) if assertion.kind == AssertionKind::EndLine)
}

fn starts_anchored(ast: &Ast) -> bool {
    match ast {
        Ast::Group(group) => starts_anchored(&group.ast),
        Ast::Concat(concat) => concat.asts.first().is_some_and(starts_anchored),
        Ast::Alternation(alternation) => alternation.asts.iter().all(starts_anchored),
        _ => is_start(ast),
    }
}

fn ends_anchored(ast: &Ast) -> bool {
    match ast {
        Ast::Group(group) => ends_anchored(&group.ast),
        Ast::Concat(concat) => concat.asts.last().is_some_and(ends_anchored),
        Ast::Alternation(alternation) => alternation.asts.iter().all(ends_anchored),
        _ => is_end(ast),
    }
}

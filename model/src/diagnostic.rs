//! Problems found in a model: what, where, in which shape, and what to do about it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::Value;

use crate::source::{Sources, Span};

/// How many problems [`Diagnostics::render`] shows.
const SHOWN: usize = 50;

/// How many characters of one text are shown: problems quote the model, and a name in it may be a megabyte.
const CHARACTERS: usize = 300;

/// How many characters of a place are marked.
const MARKED: usize = 60;

/// How many bytes of a line are read before and behind a place. Only the width of a terminal is shown.
const AROUND: usize = 2000;

/// How many of the operations that a problem concerns are named.
const NAMED: usize = 3;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Something is left out or assumed.
    Warning,
}

impl Severity {
    /// The stable name: `error`, `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// A stable name of the kind of problem, for scripts and searches.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence without a full stop.
    pub message: String,
    /// The place, where there is one.
    pub span: Option<Span>,
    /// The shape it concerns.
    pub shape: Option<String>,
    /// The names of the operations that depend on that shape; empty if unknown.
    pub operations: Vec<String>,
    /// How often it was found, for problems that are reported once for all places.
    pub count: usize,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem that stops the run.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        let (severity, operations) = (Severity::Error, Vec::new());
        Self { code, severity, message, span: None, shape: None, operations, count: 1, help: None }
    }

    /// A problem that leaves something out.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// The place.
    #[must_use]
    pub fn at(self, span: impl Into<Option<Span>>) -> Self {
        Self { span: span.into(), ..self }
    }

    /// The shape, by its id.
    #[must_use]
    pub fn shape(self, id: impl Into<String>) -> Self {
        Self { shape: Some(id.into()).filter(|id: &String| !id.is_empty()), ..self }
    }

    /// What to do.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// What to do, if known.
    #[must_use]
    pub fn maybe_help(self, help: Option<String>) -> Self {
        Self { help: help.or(self.help), ..self }
    }

    /// Returns the problem as rustc would print it, without a trailing line break. Long texts are shortened in the
    /// middle.
    pub fn render(&self, sources: &Sources, colour: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(self.title()).id(self.code));
        if let Some(span) = self.span {
            let mark = Span { end: end_of_mark(sources.text(span.source), span), ..span };
            let (excerpt, first) = sources.excerpt(mark, AROUND);
            let annotation = AnnotationKind::Primary.span(mark.start - first..mark.end - first);
            let (line, _) = sources.line_column(span);
            let snippet = Snippet::source(excerpt).line_start(line).path(sources.name(span.source));
            group = group.element(snippet.annotation(annotation));
        }
        if let Some(shape) = &self.shape {
            group = group.element(Level::NOTE.message(format!("shape `{}`", shown(shape))));
        }
        if !self.operations.is_empty() {
            group = group.element(Level::NOTE.message(format!("used by {}", self.users())));
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(shown(help)));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let text = renderer.render(&[group]);
        match self.span {
            Some(span) => with_column(text, sources, span),
            None => text,
        }
    }

    /// The message, and how often the problem was found.
    fn title(&self) -> String {
        let message = shown(&self.message);
        if self.count > 1 { format!("{message} ({} times)", self.count) } else { message.into_owned() }
    }

    /// Names the first operations that the problem concerns, and counts the others.
    fn users(&self) -> String {
        let named: Vec<_> =
            self.operations.iter().take(NAMED).map(|name| format!("`{}`", shown(name))).collect();
        let more = self.operations.len().saturating_sub(NAMED);
        if more > 0 { format!("{} and {more} more operations", named.join(", ")) } else { named.join(", ") }
    }

    /// Returns the problem as a JSON object for tools. Keys without a value are left out. Lines and columns count from
    /// 1, columns in characters. `rendered` is the text for people.
    fn json(&self, sources: &Sources) -> Value {
        let texts = [
            ("code", Some(self.code)),
            ("severity", Some(self.severity.name())),
            ("message", Some(self.message.as_str())),
            ("file", self.span.map(|span| sources.name(span.source))),
            ("shape", self.shape.as_deref()),
            ("help", self.help.as_deref()),
            ("rendered", Some(&self.render(sources, false))),
        ];
        let texts = texts.into_iter().filter_map(|(key, text)| Some((key.to_owned(), Value::from(text?))));
        let places = self.span.into_iter().flat_map(|span| {
            let (line, column) = sources.line_column(span);
            let (end_line, end_column) = sources.line_column(Span { start: span.end, ..span });
            [("line", line), ("column", column), ("end_line", end_line), ("end_column", end_column)]
        });
        let operations = Some(&self.operations).filter(|operations| !operations.is_empty());
        let operations = operations.map(|names| ("operations".to_owned(), names.as_slice().into()));
        let count = (self.count > 1).then(|| ("count".to_owned(), self.count.into()));
        let places = places.map(|(key, place)| (key.to_owned(), place.into()));
        texts.chain(places).chain(operations).chain(count).collect()
    }
}

/// Replaces the column in the text: the renderer counts it from the start of the excerpt.
fn with_column(text: String, sources: &Sources, span: Span) -> String {
    let (line, column) = sources.line_column(span);
    let (_, first) = sources.excerpt(span, AROUND);
    let (_, skipped) = sources.line_column(Span { start: first, ..span });
    if skipped == 1 {
        return text;
    }
    let place = |column: usize| format!("{}:{line}:{column}", sources.name(span.source));
    text.replacen(&place(column - (skipped - 1)), &place(column), 1)
}

/// Returns where the mark under a place ends. The first characters are enough to find the place.
fn end_of_mark(source: &str, span: Span) -> usize {
    let marked = source.get(span.start..span.end).unwrap_or_default();
    let length = marked.char_indices().nth(MARKED).map_or(marked.len(), |(length, _)| length);
    span.start + length
}

/// Makes a text fit to show: on one line, and no longer than a few lines of a terminal.
fn shown(text: &str) -> Cow<'_, str> {
    let is_long = text.chars().nth(CHARACTERS).is_some();
    if !is_long && !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut text = if is_long { shortened(text) } else { text.to_owned() };
    if text.contains(char::is_control) {
        let escape = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
        text = text.chars().map(escape).collect();
    }
    Cow::Owned(text)
}

/// Returns the beginning and the end of a text.
fn shortened(text: &str) -> String {
    let half = CHARACTERS / 2;
    let head: String = text.chars().take(half).collect();
    let mut tail: Vec<char> = text.chars().rev().take(half).collect();
    tail.reverse();
    format!("{head}…{}", tail.iter().collect::<String>())
}

/// All the problems of a run, in the order they were found, without duplicates.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    problems: Vec<Diagnostic>,
    known: HashSet<Diagnostic>,
    /// The indices in `problems` of those that are reported once, by code and message.
    said_once: HashMap<(&'static str, String), usize>,
    /// Warnings that are ignored: shape and code.
    suppressed: HashSet<(String, String)>,
}

impl Diagnostics {
    /// Adds a problem, unless an equal one is there: a shape that many operations share is visited many times.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.is_suppressed(&diagnostic) && self.known.insert(diagnostic.clone()) {
            self.problems.push(diagnostic);
        }
    }

    /// Adds a warning that is reported once for all places. If there is one with the same code and message, its count
    /// grows instead.
    pub fn push_once(&mut self, diagnostic: Diagnostic) {
        if self.is_suppressed(&diagnostic) {
            return;
        }
        let key = (diagnostic.code, diagnostic.message.clone());
        match self.said_once.get(&key).and_then(|index| self.problems.get_mut(*index)) {
            Some(said) => said.count += 1,
            None => {
                self.said_once.insert(key, self.problems.len());
                self.problems.push(diagnostic);
            }
        }
    }

    /// Ignores these warnings from now on: shape and code.
    pub fn suppress(&mut self, warnings: impl IntoIterator<Item = (String, String)>) {
        self.suppressed.extend(warnings);
    }

    fn is_suppressed(&self, diagnostic: &Diagnostic) -> bool {
        let is_told = self.suppressed.is_empty() || diagnostic.severity == Severity::Error;
        let shape = diagnostic.shape.as_ref().filter(|_| !is_told);
        shape.is_some_and(|shape| self.suppressed.contains(&(shape.clone(), diagnostic.code.to_owned())))
    }

    /// Removes and returns all errors.
    pub(crate) fn take_errors(&mut self) -> Vec<Diagnostic> {
        let is_error = |problem: &Diagnostic| problem.severity == Severity::Error;
        let (errors, rest): (Vec<_>, Vec<_>) = std::mem::take(self).problems.into_iter().partition(is_error);
        // The indices have changed, so the other problems are added again.
        for problem in rest {
            self.said_once.insert((problem.code, problem.message.clone()), self.problems.len());
            self.known.insert(problem.clone());
            self.problems.push(problem);
        }
        errors
    }

    /// Returns all problems, with errors turned into warnings.
    pub(crate) fn into_warnings(self) -> impl Iterator<Item = Diagnostic> {
        self.problems.into_iter().map(|problem| Diagnostic { severity: Severity::Warning, ..problem })
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Counts the problems of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Turns all warnings into errors.
    pub fn deny_warnings(&mut self) {
        self.problems.iter_mut().for_each(|problem| problem.severity = Severity::Error);
    }

    /// Whether there are more problems than are shown, so that searching for advice on more is a waste.
    pub(crate) fn is_long(&self) -> bool {
        self.problems.len() > SHOWN
    }

    /// Iterates over the problems in the order they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.problems.iter()
    }

    /// Returns the problems as rustc would print them, with an empty line after each: errors first, at most 50, and the
    /// number of those that are left out.
    pub fn render(&self, sources: &Sources, colour: bool) -> String {
        let of = |severity| self.iter().filter(move |problem| problem.severity == severity);
        let problems = of(Severity::Error).chain(of(Severity::Warning));
        let rendered = problems.take(SHOWN).map(|problem| problem.render(sources, colour) + "\n\n");
        let mut text: String = rendered.collect();
        if let Some(more @ 1..) = self.problems.len().checked_sub(SHOWN) {
            text.extend(["and ", &more.to_string(), " more\n\n"]);
        }
        text
    }

    /// Returns all problems for tools, in the order they were found: one JSON object per line, with `code`, `severity`
    /// and `message`; if known, `file`, `line`, `column`, `end_line`, `end_column`, `shape`, `operations` and `help`;
    /// `count` if it was found more than once; and `rendered`, the text for people.
    pub fn render_json(&self, sources: &Sources) -> String {
        let lines = self.iter().flat_map(|problem| [problem.json(sources).to_string(), "\n".to_owned()]);
        lines.collect()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shown_on_one_line_and_shortened_in_the_middle() {
        assert_eq!(shown("a frog"), "a frog");
        assert_eq!(shown("a\nb\u{1b}c"), "a\\nb\\u{1b}c");
        let long = format!("<{}>", "ä".repeat(10 * CHARACTERS));
        let text = shown(&long);
        assert_eq!(text.chars().count(), CHARACTERS + 1);
        assert!(text.starts_with("<ä") && text.ends_with("ä>") && text.contains('…'));
    }

    #[test]
    fn nothing_is_kept_twice() {
        let mut diagnostics = Diagnostics::default();
        for shape in ["A", "B", "A"] {
            diagnostics.push(Diagnostic::error("bad", "it is bad").shape(shape));
            diagnostics.push_once(Diagnostic::warning("odd", "it is odd").shape(shape));
        }
        assert_eq!((diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning)), (2, 1));
        let text = diagnostics.render(&Sources::default(), false);
        assert!(text.contains("warning[odd]: it is odd (3 times)"), "{text}");
        let errors = diagnostics.take_errors();
        diagnostics.push_once(Diagnostic::warning("odd", "it is odd"));
        let counts: Vec<_> = diagnostics.iter().map(|problem| problem.count).collect();
        assert_eq!((errors.len(), counts), (2, vec![4]));
    }

    #[test]
    fn a_problem_names_the_operations_it_concerns() {
        let users = |names: &[&str]| {
            let operations = names.iter().map(ToString::to_string).collect();
            Diagnostic { operations, ..Diagnostic::error("bad", "it is bad") }
                .render(&Sources::default(), false)
        };
        assert!(users(&["A"]).contains("note: used by `A`"), "{}", users(&["A"]));
        let many = users(&["A", "B", "C", "D", "E"]);
        assert!(many.contains("note: used by `A`, `B`, `C` and 2 more operations"), "{many}");
    }

    #[test]
    fn errors_come_first_and_long_lists_are_cut() {
        let mut diagnostics = Diagnostics::default();
        for number in 0..SHOWN {
            diagnostics.push(Diagnostic::warning("odd", format!("{number} is odd")));
        }
        diagnostics.push(Diagnostic::error("bad", "it is bad"));
        let text = diagnostics.render(&Sources::default(), false);
        assert!(text.starts_with("error[bad]: it is bad"), "{text}");
        assert!(text.ends_with("48 is odd\n\nand 1 more\n\n"), "{text}");
    }
}

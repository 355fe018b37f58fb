//! Suppressions: lines that name reviewed changes.

use super::{Change, Rule, rule, rules};
use smithy_model::source::{SourceId, Sources, Span};
use smithy_model::{Diagnostic, Diagnostics, suggest};

/// Matches every rule, or every shape.
const ANY: &str = "*";

/// A kind of change and an element that should not be reported: `input-member-removed@Thing$color`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The rule; `None` matches any.
    rule: Option<&'static Rule>,
    /// The element as in [`Change::shape`]; `None` matches any.
    shape: Option<String>,
    reason: Option<String>,
    /// Its line, if it is in a file.
    span: Option<Span>,
}

impl Suppression {
    /// Parses `RULE@SHAPE`, optionally followed by `# reason`; `*` stands for every rule or every shape. The shape has
    /// no namespace. The error is one sentence without a full stop that says what to do.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::read(text).map_err(|Refusal { message, help }| format!("{message}: {help}"))
    }

    fn read(text: &str) -> Result<Self, Refusal> {
        let problem = |message, help: String| Err(Refusal { message, help });
        let (pattern, reason) = split(text);
        let Some((id, shape)) = pattern.split_once('@') else {
            let help = "write RULE@SHAPE, where `*` stands for all of either";
            return problem(format!("`{pattern}` has no `@`"), help.to_owned());
        };
        let (id, shape) = (id.trim(), shape.trim());
        let found = rule(id);
        if found.is_none() && id != ANY {
            let known = rules().iter().map(|rule| rule.id);
            let help = suggest::did_you_mean(id, known);
            let help = help.unwrap_or_else(|| "take the id from the report, or `*` for all rules".to_owned());
            return problem(format!("there is no rule `{id}`"), help);
        }
        if let Some((_, bare)) = shape.split_once('#') {
            let message = format!("`{shape}` has a namespace");
            return problem(message, format!("write `{bare}`, as the report does"));
        }
        if shape.is_empty() {
            let help = "name a shape, or write `*` for all of them";
            return problem("nothing stands behind the `@`".to_owned(), help.to_owned());
        }
        let shape = Some(shape).filter(|shape| *shape != ANY).map(str::to_owned);
        let reason = reason.filter(|reason| !reason.is_empty()).map(str::to_owned);
        Ok(Self { rule: found, shape, reason, span: None })
    }

    /// Whether it matches a change.
    pub fn matches(&self, change: &Change) -> bool {
        self.rule.is_none_or(|rule| rule == change.rule)
            && self.shape.as_ref().is_none_or(|shape| *shape == change.shape)
    }

    /// Returns the reason, if one was given.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Returns the warning that it matches no change, `unused-suppression`.
    pub fn unused(&self) -> Diagnostic {
        let rule = self.rule.map_or(ANY, |rule| rule.id);
        let shape = self.shape.as_deref().unwrap_or(ANY);
        Diagnostic::warning("unused-suppression", format!("`{rule}@{shape}` suppresses nothing"))
            .at(self.span)
            .help("take it away, or see whether the rule or the shape is called otherwise in the report")
    }
}

/// Why a line is not a valid suppression, and what to do.
struct Refusal {
    message: String,
    help: String,
}

/// Splits pattern and reason. A `#` begins the reason only at the start of a line or after white space, because shape
/// IDs may contain one.
fn split(line: &str) -> (&str, Option<&str>) {
    let begins = |(at, _): &(usize, &str)| {
        line.get(..*at).is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace))
    };
    match line.match_indices('#').find(begins) {
        Some((at, _)) => {
            let (pattern, reason) = line.split_at_checked(at).unwrap_or((line, ""));
            (pattern.trim(), Some(reason.trim_start_matches('#').trim()))
        }
        None => (line.trim(), None),
    }
}

/// Reads a file of suppressions, one on each line. Empty lines and lines that begin with `#` are skipped; an invalid
/// line is an error, `bad-suppression`.
pub fn suppressions(sources: &Sources, id: SourceId, diagnostics: &mut Diagnostics) -> Vec<Suppression> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in sources.text(id).split_inclusive('\n') {
        let span = Span { source: id, start, end: start + line.trim_end().len() };
        start += line.len();
        if split(line).0.is_empty() {
            continue;
        }
        match Suppression::read(line) {
            Ok(suppression) => found.push(Suppression { span: Some(span), ..suppression }),
            Err(Refusal { message, help }) => {
                diagnostics.push(Diagnostic::error("bad-suppression", message).at(span).help(help));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_or_explained() {
        let good = [
            ("shape-removed@Frog", Some("shape-removed"), Some("Frog"), None),
            (
                " shape-removed @ Frog$legs  # it hops ",
                Some("shape-removed"),
                Some("Frog$legs"),
                Some("it hops"),
            ),
            ("*@Frog", None, Some("Frog"), None),
            ("shape-removed@* #", Some("shape-removed"), None, None),
        ];
        for (line, id, shape, reason) in good {
            let found = Suppression::parse(line).expect(line);
            let parts = (found.rule.map(|rule| rule.id), found.shape.as_deref(), found.reason.as_deref());
            assert_eq!(parts, (id, shape, reason), "{line}");
        }
        let bad = [
            (
                "shape-removed",
                "`shape-removed` has no `@`: write RULE@SHAPE, where `*` stands for all of either",
            ),
            ("shape-remvoed@Frog", "there is no rule `shape-remvoed`: did you mean `shape-removed`?"),
            ("frog@Frog", "there is no rule `frog`: take the id from the report, or `*` for all rules"),
            ("*@", "nothing stands behind the `@`: name a shape, or write `*` for all of them"),
            ("*@pond#Frog", "`pond#Frog` has a namespace: write `Frog`, as the report does"),
        ];
        for (line, problem) in bad {
            assert_eq!(Suppression::parse(line), Err(problem.to_owned()), "{line}");
        }
    }

    #[test]
    fn files_have_comments_and_problems_have_lines() {
        let mut sources = Sources::default();
        let text = "# known\n\nshape-removed@Frog # it hops\r\nnothing\n  # more\n*@Toad";
        let id = sources.add("known.txt", text);
        let mut diagnostics = Diagnostics::default();
        let found = suppressions(&sources, id, &mut diagnostics);
        let lines: Vec<_> =
            found.iter().map(|it| it.span.map_or(0, |span| sources.line_column(span).0)).collect();
        assert_eq!(lines, [3, 6]);
        diagnostics.extend(found.iter().map(Suppression::unused));
        insta::assert_snapshot!(diagnostics.render(&sources, false));
    }
}

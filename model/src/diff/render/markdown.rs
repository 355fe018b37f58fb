//! A report for people, in Markdown.

use super::text::{code, count, line, prose, sentence, values};
use super::version::conclusion;
use super::{Subject, next};
use crate::diff::{Change, Level, Place, Report, Rule};

/// The report for people: a summary, a section a level with the worst first, and the version that follows.
///
/// Within a level each kind of change stands once, with what it means, and its changes below. Long values are cut short;
/// the JSON form has them whole.
pub fn markdown(report: &Report, subject: &Subject<'_>) -> String {
    let mut blocks = vec![format!("# {}: what changes", prose(&report.service))];
    blocks.extend(models(subject));
    blocks.push(summary(report));
    for level in Level::ALL {
        let changes: Vec<_> = report.changes.iter().filter(|change| change.rule.level == level).collect();
        if !changes.is_empty() {
            blocks.push(format!("## {} ({})", title(level), changes.len()));
            blocks.extend(kinds(&changes));
        }
    }
    blocks.extend(suppressed(report));
    let versions = subject.version.map(|version| format!("{version} -> {}", next(version, report.bump())));
    blocks.extend(conclusion(report, versions));
    blocks.join("\n\n") + "\n"
}

/// The heading of a level.
pub(super) fn title(level: Level) -> &'static str {
    match level {
        Level::Wire => "Breaking on the wire",
        Level::Rust => "Breaking for Rust callers",
        Level::Additive => "Additions",
        Level::Constraint => "Constraints",
        Level::Documentation => "Documentation",
    }
}

fn models(subject: &Subject<'_>) -> Option<String> {
    let named = !subject.old.is_empty() && !subject.new.is_empty();
    named.then(|| format!("From {} to {}.", code(subject.old), code(subject.new)))
}

/// `3 changes: 1 breaking on the wire, 2 additions`
fn summary(report: &Report) -> String {
    let of = |level: Level| {
        let number = report.changes.iter().filter(|change| change.rule.level == level).count();
        (number > 0).then(|| match level {
            Level::Wire => format!("{number} breaking on the wire"),
            Level::Rust => format!("{number} breaking for Rust callers"),
            Level::Additive => count(number, "addition"),
            Level::Constraint => count(number, "constraint"),
            Level::Documentation => format!("{number} of documentation"),
        })
    };
    let levels: Vec<_> = Level::ALL.into_iter().filter_map(of).collect();
    let changes = match report.changes.len() {
        0 => "No changes".to_owned(),
        number => format!("**{}**: {}", count(number, "change"), levels.join(", ")),
    };
    let besides = [(report.suppressed.len(), "suppressed"), (report.ignored, "left out")];
    let besides = besides.into_iter().filter(|(number, _)| *number > 0);
    let besides: Vec<_> = besides.map(|(number, what)| format!("; {number} {what}")).collect();
    format!("{changes}{}.", besides.concat())
}

/// The kinds of change within a level, by id.
fn kinds(changes: &[&Change]) -> Vec<String> {
    let mut rules: Vec<&Rule> = changes.iter().map(|change| change.rule).collect();
    rules.sort_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    let blocks = rules.into_iter().flat_map(|rule| {
        let items = changes.iter().filter(|change| change.rule.id == rule.id).map(|change| item(change));
        [
            format!("### {}", code(rule.id)),
            format!("On the wire: {} In Rust: {}", sentence(rule.wire), sentence(rule.rust)),
            items.collect::<Vec<_>>().join("\n"),
        ]
    });
    blocks.collect()
}

fn item(change: &Change) -> String {
    let name = code(&change.shape);
    let message = sentence(&change.message);
    // Most messages begin with the name of the element anyway.
    let first =
        if message.starts_with(&name) { format!("- {message}") } else { format!("- {name}: {message}") };
    let values = values(change.old.as_deref(), change.new.as_deref());
    let more = values.into_iter().chain(places(change)).map(|line| format!("  - {line}"));
    [first].into_iter().chain(more).collect::<Vec<_>>().join("\n")
}

fn places(change: &Change) -> Option<String> {
    let at = |place: &Place| code(&format!("{}:{}", line(&place.file), place.line));
    match (&change.old_place, &change.new_place) {
        (Some(old), Some(new)) => Some(format!("{} -> {}", at(old), at(new))),
        (Some(place), None) => Some(format!("old: {}", at(place))),
        (None, Some(place)) => Some(format!("new: {}", at(place))),
        (None, None) => None,
    }
}

fn suppressed(report: &Report) -> Vec<String> {
    if report.suppressed.is_empty() {
        return Vec::new();
    }
    let items = report.suppressed.iter().map(|suppressed| {
        let change = &suppressed.change;
        let reason = sentence(suppressed.reason.as_deref().unwrap_or("No reason is given"));
        let (rule, shape) = (code(change.rule.id), code(&change.shape));
        format!("- {rule} at {shape}: {}\n  - Why: {reason}", sentence(&change.message))
    });
    let list = items.collect::<Vec<_>>().join("\n");
    vec![format!("## Suppressed ({})", report.suppressed.len()), list]
}

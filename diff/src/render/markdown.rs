//! Renders a report for people, as Markdown.

use super::parts::{NAMED, documentation, listed, with_parts};
use super::text::{code, count, line, prose, sentence, values};
use super::version::verdict;
use super::{Subject, next};
use crate::rules::text::DOCUMENTATION_CHANGED;
use crate::{Change, Group, Level, Place, Report, Rule};

/// Returns the report for people: the next version and why, a summary, and a section for each level, the worst first.
///
/// Within a level each kind of change has one entry, with its meaning and its changes below; these also name shapes
/// that came or went with something else. Long values and lists are shortened, and changed documentation is only
/// counted: the JSON report has everything.
pub fn markdown(report: &Report, subject: &Subject<'_>) -> String {
    let mut blocks = vec![format!("# {}: what changes", prose(&report.service))];
    let versions = subject.version.map(|version| format!("{version} -> {}", next(version, report.bump())));
    blocks.push(verdict(report, versions, &report.reason()));
    blocks.extend(models(subject));
    let groups = report.groups();
    blocks.push(summary(report, &groups));
    for level in Level::ALL {
        let groups: Vec<_> = groups.iter().filter(|group| group.change.rule.level == level).collect();
        if !groups.is_empty() {
            blocks.push(format!("## {} ({})", title(level), groups.len()));
            blocks.extend(kinds(&groups));
        }
    }
    blocks.extend(suppressed(report));
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
fn summary(report: &Report, groups: &[Group<'_>]) -> String {
    let of = |level: Level| {
        let number = groups.iter().filter(|group| group.change.rule.level == level).count();
        (number > 0).then(|| match level {
            Level::Wire => format!("{number} breaking on the wire"),
            Level::Rust => format!("{number} breaking for Rust callers"),
            Level::Additive => count(number, "addition"),
            Level::Constraint => count(number, "constraint"),
            Level::Documentation => format!("{number} of documentation"),
        })
    };
    let levels: Vec<_> = Level::ALL.into_iter().filter_map(of).collect();
    let changes = match groups.len() {
        0 => "No changes".to_owned(),
        number => format!("**{}**: {}", count(number, "change"), levels.join(", ")),
    };
    let parts = groups.iter().map(|group| group.parts.len()).sum();
    let changes = if parts > 0 { format!("{changes}, with {}", count(parts, "shape")) } else { changes };
    let besides = [(report.suppressed.len(), "suppressed"), (report.ignored, "left out")];
    let besides = besides.into_iter().filter(|(number, _)| *number > 0);
    let besides: Vec<_> = besides.map(|(number, what)| format!("; {number} {what}")).collect();
    format!("{changes}{}.", besides.concat())
}

/// Returns the kinds of change within a level, in the order of their first changes, so that the first change of all
/// comes first.
fn kinds(groups: &[&Group<'_>]) -> Vec<String> {
    let mut rules: Vec<&Rule> = Vec::new();
    for group in groups {
        if !rules.contains(&group.change.rule) {
            rules.push(group.change.rule);
        }
    }
    let blocks = rules.into_iter().flat_map(|rule| {
        let groups: Vec<_> = groups.iter().filter(|group| group.change.rule.id == rule.id).collect();
        let items = if *rule == DOCUMENTATION_CHANGED {
            format!("- {}", documentation(groups.len()))
        } else if rule.level == Level::Documentation && groups.len() > NAMED {
            let names: Vec<&str> = groups.iter().map(|group| group.change.shape.as_str()).collect();
            format!("- {}: {}", count(groups.len(), "element"), listed(&names))
        } else {
            groups.iter().map(|group| item(group)).collect::<Vec<_>>().join("\n")
        };
        [
            format!("### {}", code(rule.id)),
            format!("On the wire: {} In Rust: {}", sentence(rule.wire), sentence(rule.rust)),
            items,
        ]
    });
    blocks.collect()
}

fn item(group: &Group<'_>) -> String {
    let change = group.change;
    let name = code(&change.shape);
    let message = sentence(&change.message);
    // Most messages begin with the name of the element.
    let first =
        if message.starts_with(&name) { format!("- {message}") } else { format!("- {name}: {message}") };
    let values = values(change.old.as_deref(), change.new.as_deref());
    let parts = with_parts(group, "shape", |part| &part.shape);
    let more = parts.into_iter().chain(values).chain(places(change)).map(|line| format!("  - {line}"));
    [first].into_iter().chain(more).collect::<Vec<_>>().join("\n")
}

fn places(change: &Change) -> Option<String> {
    let at = |place: &Place| code(&format!("{}:{}", line(&place.file), place.line));
    match change.places() {
        [Some(old), Some(new)] => Some(format!("{} -> {}", at(old), at(new))),
        [Some(place), None] => Some(format!("old: {}", at(place))),
        [None, Some(place)] => Some(format!("new: {}", at(place))),
        [None, None] => None,
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

//! A report as the note of a release on GitHub, for those who use the client.

use semver::Version;

use super::text::{count, prose, sentence, values};
use super::version::conclusion;
use crate::diff::{Change, Level, Report, Rule};

/// The release note: what breaks and what to do, what is new, the rest folded away, and the step of the version.
///
/// `version` is the one that is released; without it the heading names the service alone.
pub fn github(report: &Report, version: Option<&Version>) -> String {
    let service = prose(&report.service);
    let heading = version.map_or(service.clone(), |version| format!("{service} {version}"));
    let mut blocks = vec![format!("## {heading}")];
    if report.changes.is_empty() {
        blocks.push("Nothing changes for callers.".to_owned());
    }
    blocks.extend(section("Breaking changes", breaking(&of(report, Level::is_breaking))));
    let new = of(report, |level| level == Level::Additive);
    blocks.extend(section("New", new.into_iter().map(headline)));
    blocks.extend(folded(report));
    let closing = conclusion(report, version.map(Version::to_string));
    // It is a section of the note, as the others are.
    blocks.extend(closing.into_iter().map(|block| block.replacen("## ", "### ", 1)));
    blocks.join("\n\n") + "\n"
}

fn of(report: &Report, wanted: impl Fn(Level) -> bool) -> Vec<&Change> {
    report.changes.iter().filter(|change| wanted(change.rule.level)).collect()
}

fn section(title: &str, items: impl IntoIterator<Item = String>) -> Vec<String> {
    match list(items).as_str() {
        "" => Vec::new(),
        list => vec![format!("### {title}"), list.to_owned()],
    }
}

fn list(items: impl IntoIterator<Item = String>) -> String {
    items.into_iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
}

/// What happened, with the values where one took the place of another.
fn headline(change: &Change) -> String {
    let message = sentence(&change.message);
    let is_read = change.rule.level == Level::Documentation;
    let both = change.old.as_deref().zip(change.new.as_deref()).filter(|_| !is_read);
    match both.and_then(|(old, new)| values(Some(old), Some(new))) {
        Some(values) => format!("{} ({values}).", message.trim_end_matches('.')),
        None => message,
    }
}

/// An item for each kind of change, in the order of the report: what happened, and what it means on either side.
fn breaking(changes: &[&Change]) -> Vec<String> {
    let mut kinds: Vec<Vec<&Change>> = Vec::new();
    for change in changes {
        match kinds.iter_mut().find(|kind| kind.iter().any(|other| other.rule.id == change.rule.id)) {
            Some(kind) => kind.push(change),
            None => kinds.push(vec![change]),
        }
    }
    kinds.iter().filter_map(|kind| Some(item(kind.first()?.rule, kind))).collect()
}

fn item(rule: &Rule, changes: &[&Change]) -> String {
    let headlines = changes.iter().map(|change| headline(change)).collect::<Vec<_>>().join(" ");
    let code = format!("{headlines}\n  - In your code: {}", sentence(rule.rust));
    match rule.level {
        Level::Wire => format!("{code}\n  - Earlier releases: {}", sentence(rule.wire)),
        _ => code,
    }
}

/// What few people look for: constraints and documentation.
fn folded(report: &Report) -> Vec<String> {
    let fold = |level, title: &dyn Fn(usize) -> String| {
        let changes = of(report, |other| other == level);
        (!changes.is_empty()).then(|| {
            let summary = format!("<details>\n<summary>{}</summary>", title(changes.len()));
            // Without the empty lines GitHub takes the list for HTML.
            format!("{summary}\n\n{}\n\n</details>", list(changes.into_iter().map(headline)))
        })
    };
    let title = |what: &str, number| format!("{what} and the like: {}", count(number, "change"));
    let constraints = fold(Level::Constraint, &|number| title("Constraints", number));
    let documentation = fold(Level::Documentation, &|number| title("Documentation", number));
    constraints.into_iter().chain(documentation).collect()
}

//! Renders a report as the note of a release on GitHub, for users of the client.

use semver::Version;

use super::parts::with_parts;
use super::text::{count, prose, sentence, values};
use super::version::verdict;
use crate::{Change, Group, Level, Report, Rule};

/// Returns the release note: the version bump and its reason, what breaks and what to do, what is new, and the rest in
/// a collapsed section.
///
/// `version` is the one that is released; without it the heading has only the service's name.
pub fn github(report: &Report, version: Option<&Version>) -> String {
    let service = prose(&report.service);
    let heading = version.map_or(service.clone(), |version| format!("{service} {version}"));
    let reason = report.reason_with(|change| &change.rust_name);
    let verdict = verdict(report, version.map(Version::to_string), &reason);
    format!("## {heading}\n\n{verdict}\n\n{}", notes(report))
}

/// Returns the sections of a release note. Types and their parts have their Rust names.
pub fn notes(report: &Report) -> String {
    let groups = report.groups();
    let mut blocks = Vec::new();
    if groups.is_empty() {
        blocks.push("Nothing changes for callers.".to_owned());
    }
    blocks.extend(section("Breaking changes", breaking(&of(&groups, Level::is_breaking))));
    let additive = of(&groups, |level| level == Level::Additive);
    let (new, changed): (Vec<_>, Vec<_>) = additive.into_iter().partition(|group| group.change.is_addition());
    blocks.extend(section("New", new.into_iter().map(addition)));
    blocks.extend(section("Changed", changed.into_iter().map(headline)));
    blocks.extend(constraints(&of(&groups, |level| level == Level::Constraint)));
    let documentation = of(&groups, |level| level == Level::Documentation).len();
    if documentation > 0 {
        blocks.push(format!("Documentation and the like: {}.", count(documentation, "change")));
    }
    blocks.join("\n\n") + "\n"
}

fn of<'g, 'r>(groups: &'g [Group<'r>], wanted: impl Fn(Level) -> bool) -> Vec<&'g Group<'r>> {
    groups.iter().filter(|group| wanted(group.change.rule.level)).collect()
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

/// Returns the message, with the old and new values if both exist, and with the types that came or went.
fn headline(group: &Group<'_>) -> String {
    let change = group.change;
    let both = change.old.as_deref().zip(change.new.as_deref());
    let values = both.and_then(|(old, new)| values(Some(old), Some(new)));
    let values = values.map(|values| format!(" ({values})")).unwrap_or_default();
    let parts = with_parts(group, "type", |part| &part.rust_name).map(|parts| format!(", {parts}"));
    let message = sentence(&in_rust(change));
    format!("{}{values}{}.", message.trim_end_matches('.'), parts.unwrap_or_default())
}

/// Returns the message with the Rust names of the element and its container.
fn in_rust(change: &Change) -> String {
    let owner = |name: &str| name.split_once(['$', ':']).map_or(name, |(owner, _)| owner).to_owned();
    let quoted = |name: &str| format!("`{name}`");
    let message = change.message.replace(&quoted(&change.shape), &quoted(&change.rust_name));
    message.replace(&quoted(&owner(&change.shape)), &quoted(&owner(&change.rust_name)))
}

/// Describes an addition: what is new, its documentation, and the types that come with it.
fn addition(group: &Group<'_>) -> String {
    let alone = Group { change: group.change, parts: Vec::new() };
    let about = group.change.about.as_deref().map(|about| format!(" {}", sentence(about)));
    let parts =
        with_parts(group, "type", |part| &part.rust_name).map(|parts| format!("\n  - {}", sentence(&parts)));
    format!("{}{}{}", headline(&alone), about.unwrap_or_default(), parts.unwrap_or_default())
}

/// Returns an item for each kind of change, in the order of the report: the message, and its meaning on the wire and in
/// Rust.
fn breaking(groups: &[&Group<'_>]) -> Vec<String> {
    let mut kinds: Vec<(&Rule, Vec<String>)> = Vec::new();
    for group in groups {
        let rule = group.change.rule;
        match kinds.iter_mut().find(|(other, _)| other.id == rule.id) {
            Some((_, headlines)) => headlines.push(headline(group)),
            None => kinds.push((rule, vec![headline(group)])),
        }
    }
    kinds.into_iter().map(|(rule, headlines)| item(rule, &headlines)).collect()
}

/// Returns one change with its meaning, or the meaning of several with each change below.
fn item(rule: &Rule, headlines: &[String]) -> String {
    let code = format!("In your code: {}", sentence(rule.rust));
    let wire = (rule.level == Level::Wire).then(|| format!("Earlier releases: {}", sentence(rule.wire)));
    let meaning: Vec<String> = [code].into_iter().chain(wire).collect();
    let lines = |first: &str, below: &[String]| {
        let below = below.iter().map(|line| format!("\n  - {line}"));
        std::iter::once(first.to_owned()).chain(below).collect::<String>()
    };
    match headlines {
        [headline] => lines(headline, &meaning),
        headlines => lines(&meaning.join(" "), headlines),
    }
}

/// Returns the changes of constraints, collapsed because few readers need them.
fn constraints(groups: &[&Group<'_>]) -> Option<String> {
    let title = format!("Constraints and the like: {}", count(groups.len(), "change"));
    let list = list(groups.iter().map(|group| headline(group)));
    // Without the empty lines GitHub would treat the list as HTML.
    let folded = format!("<details>\n<summary>{title}</summary>\n\n{list}\n\n</details>");
    (!groups.is_empty()).then_some(folded)
}

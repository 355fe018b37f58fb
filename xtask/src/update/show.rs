//! The text of an update for its user, in Markdown: version, differences, overlay, files, changelog entry.

use smithy_codegen_cli::counted;
use smithy_diff::Report;
use smithy_diff::render::{self, Subject};

use super::Options;
use super::files::Change;
use super::proposal::Proposal;

/// Shows what was done, or would be.
pub(super) fn show(proposal: &Proposal, options: &Options) -> String {
    if proposal.changes.is_empty() {
        return format!("{}: nothing to do, this model is already in place\n", proposal.name);
    }
    let sections = [
        Some(format!("{}\n", release(proposal))),
        Some(differences(&proposal.report, &proposal.old_model, options)),
        overlay(proposal),
        Some(files(&proposal.changes)),
        entry(proposal),
        options.dry_run.then(|| "This was a dry run: nothing was changed.\n".to_owned()),
    ];
    sections.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// Shows the changes of a model that the overlay does not fit.
pub(super) fn unfit(report: &Report, old_model: &str, options: &Options) -> String {
    let differences = differences(report, old_model, options);
    format!(
        "{differences}\nThe entries of the overlay that do not fit the new model were left out of this.\n"
    )
}

fn differences(report: &Report, old_model: &str, options: &Options) -> String {
    let file = options.file.display().to_string();
    // The version is shown above: it depends on what was released.
    render::markdown(report, &Subject { old: old_model, new: &file, version: None })
}

fn overlay(proposal: &Proposal) -> Option<String> {
    let line = |(what, place): &(String, String)| format!("- `{place}` is removed: {what}\n");
    let lines: String = proposal.dropped.iter().map(line).collect();
    (!lines.is_empty()).then(|| format!("## Overlay\n\n{lines}"))
}

fn release(Proposal { name, versions: (old, new), entry, .. }: &Proposal) -> String {
    match entry {
        None => format!("`{name}` stays at {old}: nothing changes for callers."),
        Some(_) if old == new => format!("next version: {new} (unreleased, so these changes are part of it)"),
        Some(_) => format!("`{name}` {old} -> {new}"),
    }
}

fn files(changes: &[Change]) -> String {
    let word = |change: &Change| match (change.exists, &change.text) {
        (false, _) => "new",
        (_, None) => "removed",
        _ => "changed",
    };
    let line = |change: &Change| format!("- {}: `{}`\n", word(change), change.path);
    let lines: String = changes.iter().map(line).collect();
    let counts = ["changed", "new", "removed"].map(|kind| {
        let count = changes.iter().filter(|change| word(change) == kind).count();
        (count > 0).then(|| format!("{count} {kind}"))
    });
    let total = counted(changes.len(), "file").unwrap_or_default();
    let counts = counts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    format!("## Files\n\n{lines}\n{total}: {counts}\n")
}

fn entry(proposal: &Proposal) -> Option<String> {
    let (heading, entry) = proposal.entry.as_ref()?;
    Some(format!("## Changelog\n\n```markdown\n## {heading}\n\n{entry}```\n"))
}

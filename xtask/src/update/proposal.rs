//! The result of an update: the differences, the version, the changelog entry and every file that changes.

use std::path::Path;

use semver::Version;
use smithy_codegen::Tree;
use smithy_codegen::generator::Job;
use smithy_codegen_cli::{Exit, Log};
use smithy_diff::Bump;
use smithy_diff::render::notes;
use smithy_model::{Diagnostic, Diagnostics, Model, Parts, Unvalidated, Validated};

use super::changelog::Changelog;
use super::committed::{CRATE, Committed};
use super::files::{self, Change, Files};
use super::incoming::Incoming;
use super::overlay::{self, Fitted};
use super::{Options, show};

const CHANGELOG: &str = "CHANGELOG.md";

/// The result of an update.
#[derive(Clone, Debug)]
pub(super) struct Proposal {
    /// The committed model, by its path in the repository.
    pub(super) old_model: String,
    /// What the new model changes.
    pub(super) report: smithy_diff::Report,
    /// The dropped entries of the overlay: what the model has, and the place of the entry.
    pub(super) dropped: Vec<(String, String)>,
    /// The package.
    pub(super) name: String,
    /// Its version before and after.
    pub(super) versions: (Version, Version),
    /// The changelog's section and its new text; `None` if there is nothing to announce.
    pub(super) entry: Option<(String, String)>,
    /// The files that change, by path.
    pub(super) changes: Vec<Change>,
}

impl Proposal {
    /// Computes everything. Reads files, and writes none.
    pub(super) fn make(root: &Path, options: &Options, log: &mut Log) -> Result<Self, Exit> {
        let committed = Committed::read(root, log)?;
        let update = Update::read(root, &committed, options, log)?;
        let changelog = files::optional(root, CHANGELOG, log)?.unwrap_or_default();
        let changelog = Changelog::of(&changelog, &committed.name);
        let version = changelog.next_version(&committed.version, update.bump);
        let entry = (update.bump != Bump::None)
            .then(|| (changelog.heading(&version, &options.date), notes(&update.report)));
        let mut files = Files::new(root, log);
        if let Some((_, entry)) = &entry {
            files.put(CHANGELOG, Some(changelog.with(&version, &options.date, entry)))?;
        }
        files.model(update.incoming, update.overlay.pruned)?;
        files.package(&committed, &update.model, update.incoming.file, update.parts, &version)?;
        Ok(Self {
            changes: files.changes(),
            old_model: log.sources.name(committed.job.parts.model).to_owned(),
            report: update.report,
            dropped: update.overlay.dropped,
            name: committed.name,
            versions: (committed.version, version),
            entry,
        })
    }
}

/// The new model, and its comparison with the committed one.
struct Update {
    incoming: Incoming,
    overlay: Fitted,
    /// The texts of the new model with the overlay.
    parts: Parts,
    model: Model<Validated>,
    report: smithy_diff::Report,
    /// The bump that the version requires.
    bump: Bump,
}

impl Update {
    fn read(root: &Path, committed: &Committed, options: &Options, log: &mut Log) -> Result<Self, Exit> {
        let (old, old_tree) = present(root, committed, log)?;
        let incoming = Incoming::read(&options.file, log)?;
        let unvalidated = incoming.unvalidated(&log.sources);
        same_service(&old, unvalidated.as_ref(), incoming, log)?;
        let overlay = overlay::fit(
            committed.overlay,
            unvalidated.as_ref(),
            incoming.format,
            options.prune_overlay,
            &mut log.sources,
        );
        let parts = Parts { overlay: Some(overlay.source), ..incoming.parts };
        let job = Job { parts, ..committed.job.clone() };
        let model = job.model(&log.sources, &mut log.diagnostics);
        log.diagnostics.extend(overlay.problems.iter().cloned());
        let model = model.ok_or(Exit::BadModel)?;
        let report = smithy_diff::compare(&log.sources, &old, &model);
        if !overlay.problems.is_empty() {
            // The person who decides about an entry also needs the other changes of the model.
            log.out += &show::unfit(&report, log.sources.name(committed.job.parts.model), options);
            return Err(Exit::BadModel);
        }
        // The same inputs and the same version, so that only the code can differ.
        let config = committed.job.config(&log.sources);
        let code = smithy_codegen::generate(&model, &config, &mut Diagnostics::default());
        let is_same = code.is_some_and(|code| code.files().eq(old_tree.files()));
        let bump = report.bump().max(if is_same { Bump::None } else { Bump::Patch });
        Ok(Self { incoming, overlay, parts, model, report, bump })
    }
}

/// Returns the committed model, and the crate generated from it, which has to match the committed one.
///
/// Otherwise, changes of the generator would look like changes by AWS.
fn present(root: &Path, committed: &Committed, log: &mut Log) -> Result<(Model<Validated>, Tree), Exit> {
    // Its warnings are known. Errors explain why there is nothing to compare with.
    let mut diagnostics = Diagnostics::default();
    let made = committed.job.model(&log.sources, &mut diagnostics).and_then(|model| {
        let config = committed.job.config(&log.sources);
        let tree = smithy_codegen::generate(&model, &config, &mut diagnostics)?;
        Some((model, tree))
    });
    let Some((model, tree)) = made else {
        log.diagnostics.extend(diagnostics.iter().cloned());
        return Err(Exit::BadModel);
    };
    let folder = root.join(CRATE);
    let differences =
        tree.compare(&folder).map_err(|error| log.fail(Exit::Io, files::unreadable(CRATE, &error)))?;
    match differences.first() {
        None => Ok((model, tree)),
        Some(first) => {
            let message = format!("`{CRATE}/{}` differs from what the committed model generates", first.path);
            let problem = Diagnostic::error("stale", message);
            Err(log.fail(Exit::Stale, problem.help("run `cargo xtask codegen` before the update")))
        }
    }
}

/// Refuses the model of another service, which would be a new crate instead of a new version.
fn same_service(
    old: &Model<Validated>,
    new: Option<&Model<Unvalidated>>,
    incoming: Incoming,
    log: &mut Log,
) -> Result<(), Exit> {
    let old = &old.service.sdk_id;
    let Some(new) = new.map(|new| &new.service.sdk_id).filter(|new| *new != old) else { return Ok(()) };
    let file = log.sources.name(incoming.parts.model);
    let message = format!("`{file}` is the model of `{new}`, and the committed one is that of `{old}`");
    let problem = Diagnostic::error("other-service", message);
    Err(log.fail(Exit::BadModel, problem.help(format!("give the new model of `{old}`"))))
}

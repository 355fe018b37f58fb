//! The options that select the model of a command.

use std::path::PathBuf;

use clap::Args;
use smithy_model::{Diagnostic, Diagnostics, Model, Unsupported};

use super::defaults::Defaults;
use super::report::{Exit, Log};
use smithy_codegen::generator::{FailureKind, Generator, Job};

/// The options of every command that reads one model.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Model")]
pub struct ModelArgs {
    /// Service model: Smithy JSON AST or C2J, plain or gzipped [default: the one that the settings name]
    ///
    /// With a C2J model named service-2.json or service-2.json.gz, these files beside it are read too, plain or gzipped:
    /// endpoint-rule-set-1.json, endpoint-bdd-1.json, endpoint-tests-1.json, paginators-1.json and waiters-2.json.
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,

    /// Settings file; options take precedence over it [default: smithy-codegen.toml in the current folder, or the
    /// repository's own for xtask]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Overlay: a file with additions to the model
    #[arg(long, value_name = "FILE")]
    pub overlay: Option<PathBuf>,

    /// Protocol of the client, one of those that `inspect` shows [default: the one that AWS's SDKs prefer]
    #[arg(long, value_name = "NAME")]
    pub protocol: Option<String>,

    /// Take only these operations and the shapes that they reach
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub operations: Vec<String>,

    /// Leave out unsupported operations, with a warning each, instead of failing
    #[arg(long)]
    pub skip_unsupported: bool,
}

impl ModelArgs {
    /// Returns the generator for these options, with the default settings if neither a model nor a settings file is
    /// named.
    pub(super) fn generator(&self, defaults: &Defaults, log: &mut Log) -> Result<Generator, Exit> {
        let of_model = || self.model.clone().map(Generator::new);
        let of_settings = || self.config.clone().or(defaults.settings.clone()).map(Generator::from_settings);
        let mut generator = of_model().or_else(of_settings).ok_or_else(|| {
            let problem = Diagnostic::error("no-model", "no model is named");
            log.fail(
                Exit::BadModel,
                problem.help("name one with `--model`, or in a `smithy-codegen.toml` in the current folder"),
            )
        })?;
        if let Some(file) = &self.config {
            generator = generator.settings(file);
        }
        if let Some(file) = &self.overlay {
            generator = generator.overlay(file);
        }
        if !self.operations.is_empty() {
            generator = generator.operations(self.operations.iter().map(String::as_str));
        }
        if let Some(protocol) = &self.protocol {
            generator = generator.protocol(protocol);
        }
        Ok(if self.skip_unsupported { generator.skip_unsupported(true) } else { generator })
    }

    /// Whether the default settings are used.
    pub(super) fn is_default(&self) -> bool {
        self.model.is_none() && self.config.is_none()
    }

    /// Reads and validates the model; if that fails, the log has the reason.
    pub(super) fn load(&self, defaults: &Defaults, log: &mut Log) -> Result<(Job, Model), Exit> {
        let generator = self.generator(defaults, log)?;
        load(&generator, log)
    }

    /// Does the same, but keeps unsupported operations, to show them.
    pub(super) fn load_to_show(&self, defaults: &Defaults, log: &mut Log) -> Result<(Job, Model), Exit> {
        let generator = self.generator(defaults, log)?;
        load_to_show(&generator, log)
    }
}

/// Reads and validates a model, and keeps unsupported operations unless they are to be left out.
pub(super) fn load_to_show(generator: &Generator, log: &mut Log) -> Result<(Job, Model), Exit> {
    let mut job = job(generator, log)?;
    if job.options.unsupported == Unsupported::Refuse {
        job.options.unsupported = Unsupported::Keep;
    }
    let mut found = Diagnostics::default();
    let mut model = job.model(&log.sources, &mut found);
    if found.iter().any(|problem| problem.code == "unsupported-protocol") && model.is_none() {
        // No operation is supported: without them there would be nothing to show.
        job.options.unsupported = Unsupported::Keep;
        found = Diagnostics::default();
        model = job.model(&log.sources, &mut found);
    }
    log.diagnostics.extend(found.iter().cloned());
    Ok((job, model.ok_or(Exit::BadModel)?))
}

/// Reads and validates the model of a generator; if that fails, the log has the reason.
pub(super) fn load(generator: &Generator, log: &mut Log) -> Result<(Job, Model), Exit> {
    let job = job(generator, log)?;
    let model = job.model(&log.sources, &mut log.diagnostics).ok_or(Exit::BadModel)?;
    Ok((job, model))
}

/// Reads the files of a generator.
pub(super) fn job(generator: &Generator, log: &mut Log) -> Result<Job, Exit> {
    generator.job(&mut log.sources, &mut log.diagnostics).map_err(|kind| match kind {
        FailureKind::Input => Exit::BadModel,
        FailureKind::Io => Exit::Io,
        FailureKind::Stale => Exit::Stale,
    })
}

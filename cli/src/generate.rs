//! `generate` and `check`: the options that describe a crate, and the resulting job.

use std::path::PathBuf;

use clap::Args;
use smithy_model::Diagnostic;

use super::defaults::Defaults;
use super::job::{Action, NOTHING_WRITTEN, Task};
use super::model::{self, ModelArgs};
use super::progress::Progress;
use super::report::{Exit, Log, Report};
use super::runtime::{runtime_from, simple};
use super::style::Style;
use super::workspace;
use smithy_codegen::config::Runtime;
use smithy_codegen::config::check;

/// Generate a client crate from a service model.
///
/// Writes nothing if the model has an error. Files that would stay the same are not touched; generated files that the
/// crate no longer has are removed. Refuses a folder that holds anything other than a generated crate.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct GenerateArgs {
    /// Folder of the crate [default: `out` of the settings]
    ///
    /// Created if it does not exist.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Package name of the crate [default: derived from the service's SDK id]
    #[arg(long, value_name = "NAME", value_parser = crate_name)]
    crate_name: Option<String>,

    /// Take the runtime crate from the registry, in this version
    ///
    /// By default, the manifest has the path of the runtime crate in the checkout that this program was built from, or this
    /// program's version if the checkout no longer exists.
    #[arg(long, value_name = "VERSION", value_parser = requirement)]
    runtime_version: Option<String>,

    /// Whether the crate is a Cargo workspace of its own [default: true, or false if a folder above DIR has a workspace,
    /// which then has to list the crate under `members` or `exclude`]
    #[arg(long, value_name = "BOOL")]
    own_workspace: Option<bool>,

    #[command(flatten)]
    model: ModelArgs,
}

const EXAMPLES: &str = "\
Examples:
  smithy-codegen generate --model iot/service-2.json.gz --out ../iot --crate-name iot
      Writes a crate.
  smithy-codegen generate --config client/smithy-codegen.toml
      Writes the crate that the settings file describes.
  smithy-codegen check
      Checks in CI that the crate of ./smithy-codegen.toml is up to date.

Exit codes:
  0  done, or up to date
  1  stale (check): the files that differ are listed, with the command to run
  2  the model, the settings or the command line has an error; nothing is written
  3  a file could not be read or written, or DIR holds something else";

impl GenerateArgs {
    /// Writes or compares the crate that these options describe.
    pub fn run(&self, defaults: &Defaults, action: Action, style: Style) -> Report {
        let mut log = Log::new(style);
        let progress = Progress::new("reading the model", style);
        let task = self.task(defaults, &mut log);
        let exit = task.and_then(|task| action(&task, &progress, &mut log)).err().unwrap_or(Exit::Done);
        drop(progress);
        log.finish(exit, if exit == Exit::Io { "" } else { NOTHING_WRITTEN })
    }

    fn task(&self, defaults: &Defaults, log: &mut Log) -> Result<Task, Exit> {
        self.spare_the_committed_crate(defaults, log)?;
        let mut generator = self.model.generator(defaults, log)?;
        if let Some(name) = &self.crate_name {
            generator = generator.crate_name(name);
        }
        if let Some(version) = &self.runtime_version {
            generator = generator.runtime(Runtime::Version(version.clone()));
        }
        if let Some(own) = self.own_workspace {
            generator = generator.own_workspace(own);
        }
        let mut job = model::job(&generator, log)?;
        let out = self.out.clone().or_else(|| job.out.as_deref().map(simple)).ok_or_else(|| {
            let problem = Diagnostic::error("no-folder", "no folder is given for the crate");
            log.fail(Exit::BadModel, problem.help("name one with `--out`"))
        })?;
        job.config.in_workspace = defaults.in_workspace && self.model.is_default() && self.out.is_none();
        if !job.workspace_given {
            job.config.own_workspace = !workspace::is_above(&out);
        }
        if let (false, Some(folder)) = (job.runtime_given, &defaults.runtime) {
            job.config.runtime = runtime_from(folder, &out).map_err(|error| {
                let message =
                    format!("cannot make a path from `{}` to the runtime crate: {error}", out.display());
                let problem = Diagnostic::error("no-runtime-path", message);
                log.fail(Exit::Io, problem.help("give a version with `--runtime-version`"))
            })?;
        }
        Ok(Task { job, out, command: self.command(defaults.command) })
    }

    /// Refuses options that would make the committed crate of a workspace differ from its settings.
    fn spare_the_committed_crate(&self, defaults: &Defaults, log: &mut Log) -> Result<(), Exit> {
        let ModelArgs { overlay, protocol, operations, skip_unsupported, .. } = &self.model;
        let other = overlay.is_some() || protocol.is_some() || !operations.is_empty() || *skip_unsupported;
        let other = other || self.crate_name.is_some() || self.runtime_version.is_some();
        if !(other && defaults.in_workspace && self.model.is_default() && self.out.is_none()) {
            return Ok(());
        }
        let problem = Diagnostic::error("committed-crate", "these options would change the committed crate");
        let help =
            "give another folder with `--out` or another model with `--model <FILE>`, or change the settings";
        Err(log.fail(Exit::BadModel, problem.help(help)))
    }

    /// Returns the command with these options, with `program` before them.
    fn command(&self, program: &str) -> String {
        let path = |path: &PathBuf| path.display().to_string();
        let options = [
            ("--model", self.model.model.as_ref().map(path)),
            ("--config", self.model.config.as_ref().map(path)),
            ("--overlay", self.model.overlay.as_ref().map(path)),
            ("--protocol", self.model.protocol.clone()),
            ("--operations", Some(self.model.operations.join(",")).filter(|names| !names.is_empty())),
            ("--out", self.out.as_ref().map(path)),
            ("--crate-name", self.crate_name.clone()),
            ("--runtime-version", self.runtime_version.clone()),
            ("--own-workspace", self.own_workspace.map(|own| own.to_string())),
        ];
        let given = options.into_iter().filter_map(|(name, value)| Some([name.to_owned(), quoted(&value?)]));
        let skip = self.model.skip_unsupported.then(|| "--skip-unsupported".to_owned());
        let words: Vec<String> =
            [program.to_owned()].into_iter().chain(given.flatten()).chain(skip).collect();
        words.join(" ")
    }
}

/// Quotes a word for a POSIX shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn crate_name(text: &str) -> Result<String, &'static str> {
    check::crate_name(text).map(|()| text.to_owned())
}

fn requirement(text: &str) -> Result<String, &'static str> {
    check::requirement(text).map(|()| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_can_be_pasted() {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            args: GenerateArgs,
        }
        let line = ["x", "--model", "it's/a b.json", "--out", "x", "--crate-name", "c"];
        let args = <Line as clap::Parser>::parse_from(line).args;
        let expected = r"smithy-codegen generate --model 'it'\''s/a b.json' --out x --crate-name c";
        assert_eq!(args.command("smithy-codegen generate"), expected);
    }
}

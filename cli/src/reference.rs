//! `reference`: the API reference of a service as a static site.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use smithy_model::Diagnostic;

use super::defaults::Defaults;
use super::model::ModelArgs;
use super::progress::Progress;
use super::report::{Exit, Log, Report, counted};
use super::style::Style;
use smithy_codegen::plan;
use smithy_codegen::write::Summary;
use smithy_codegen::write::folder::WITHOUT_LINKS;

/// Write the API reference of a service as a static site.
///
/// The site has a page for each operation (description, syntax, parameters, result, errors and a complete example in Rust),
/// shape and error, with links between them. It can be opened from disk or served by any server. The search works offline;
/// everything else works without scripts.
///
/// Files that would stay the same are not touched; pages that the model no longer has are removed. Refuses a folder that holds
/// anything other than a reference.
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub struct ReferenceArgs {
    /// Folder of the site [default: reference, or target/reference of the repository for xtask]
    ///
    /// Created if it does not exist.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    #[command(flatten)]
    model: ModelArgs,
}

const EXAMPLES: &str = "\
Examples:
  smithy-codegen reference --model iot/service-2.json.gz --out site
      Writes the reference of a service. Its first page is site/index.html.

Exit codes:
  0  done
  2  the model, the settings or the command line has an error; nothing is written
  3  a file could not be read or written, or DIR holds something else";

impl ReferenceArgs {
    /// Writes the site.
    pub fn run(&self, defaults: &Defaults, style: Style) -> Report {
        let mut log = Log::new(style);
        let progress = Progress::new("reading the model", style);
        let exit = self.write(defaults, &progress, &mut log).err().unwrap_or(Exit::Done);
        drop(progress);
        log.finish(exit, "")
    }

    fn write(&self, defaults: &Defaults, progress: &Progress, log: &mut Log) -> Result<(), Exit> {
        let (job, model) = self.model.load(defaults, log)?;
        let plan =
            plan::plan(&model, &job.config(&log.sources), &mut log.diagnostics).ok_or(Exit::BadModel)?;
        log.settle()?;
        let out = self.out.as_ref().unwrap_or(&defaults.reference);
        progress.phase(format!("rendering {} pages", smithy_reference::pages(&plan)));
        let written = smithy_reference::site(&model, &plan).and_then(|site| site.write(out));
        let Summary { written, unchanged, removed } =
            written.map_err(|error| log.fail(Exit::Io, unwritable(out, &error)))?;
        let written = counted(written, "file").unwrap_or_else(|| "no files".to_owned());
        let first = out.join("index.html");
        log.out =
            format!("{}: {written} written, {unchanged} unchanged, {removed} removed\n", first.display());
        Ok(())
    }
}

fn unwritable(out: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot write the reference to `{}`: {error}", out.display());
    let help = match error.kind() {
        io::ErrorKind::AlreadyExists => "give another folder with `--out`, or empty this one first",
        io::ErrorKind::Unsupported => WITHOUT_LINKS,
        _ => "make the folder of `--out` writable, then run the command again",
    };
    Diagnostic::error("unwritable-folder", message).help(help)
}

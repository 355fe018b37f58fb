//! The command line: what the commands and their options are called, and what `--help` says of them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use smithy_codegen::Runtime;
use smithy_codegen::plan::ident::RustIdent;
use smithy_model::{Diagnostic, Options};

use crate::codegen::{self, Job};
use crate::conformance;
use crate::e2e;
use crate::inspect::{self, Format};
use crate::load::ModelFiles;
use crate::report::{Exit, Log, Report};
use crate::workspace;

/// The version of a crate whose version nobody has asked for.
const FIRST_VERSION: &str = "0.1.0";

/// The command that writes a crate.
pub(crate) const COMMAND: &str = "cargo xtask codegen";

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the generated crate is stale (codegen --check), or a case or step failed (conformance, e2e)
  2  the model or the command line has an error
  3  a file could not be read or written, or something that is needed is not there

Diagnostics go to standard error, in colour on a terminal unless NO_COLOR is set.";

const CODEGEN_EXAMPLES: &str = "\
Examples:
  cargo xtask codegen
      Writes generated/ of this workspace from model/services/iot-jobs-data/.
  cargo xtask codegen --check
      Tells whether generated/ is up to date, for CI.
  cargo xtask codegen --model iot/service-2.json.gz --out ../iot --crate-name iot
      Writes a crate for another service.

Exit codes:
  0  done, or up to date
  1  stale (--check): the files that differ are listed, with the command to run
  2  the model or the command line has an error; nothing is written
  3  a file could not be read or written, or DIR holds something else";

const INSPECT_EXAMPLES: &str = "\
Examples:
  cargo xtask inspect
      Shows the service of this workspace.
  cargo xtask inspect --model iot/service-2.json.gz | less
      Shows another service.
  cargo xtask inspect --json | jq '.shapes[] | select(.kind == \"enum\") | .name'
      Lists the enums.

Exit codes:
  0  done
  2  the model or the command line has an error
  3  a file could not be read";

const CONFORMANCE_EXAMPLES: &str = "\
Examples:
  cargo xtask conformance rest-json.input.json rest-json.output.json
      Runs the cases of both files in one build.

Exit codes:
  0  done, and no case failed
  1  a case failed, or the generated crates do not build
  2  a file holds no conformance cases, or the command line has an error
  3  a file could not be read or written";

const E2E_EXAMPLES: &str = "\
Examples:
  cargo xtask e2e
      Runs all, with a Python environment below the target directory.
  cargo xtask e2e --venv ~/.venvs/e2e --offline
      Runs all with an environment that has the packages, and without the network.

Exit codes:
  0  done, and everything was as it has to be
  1  a step of the walk failed, requests differ, or the program does not build
  2  the command line has an error
  3  there is no Python, pip reaches no package index, or the emulator does not start";

/// The commands of this workspace's maintainers.
///
/// `codegen` turns a service model into a Rust client crate; `inspect` shows what is in a model;
/// `conformance` runs the test cases of the protocol; `e2e` makes real calls with the committed crate. A model is Smithy
/// JSON AST 2.0 or AWS's C2J (`service-2.json`), plain or gzipped; which of them it is, its content tells.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Codegen(CodegenArgs),
    Inspect(InspectArgs),
    Conformance(ConformanceArgs),
    E2e(E2eArgs),
}

/// Generate a client crate from a service model.
///
/// Without options, the crate in generated/ is written from the model and the overlay of this workspace, wherever in
/// it the command is run. With --model and --out, any model goes to any folder.
///
/// Nothing is written unless the whole model is good. Files that would stay the same are not touched; files that the
/// crate no longer has are removed. A folder that holds something other than a generated crate is left alone.
#[derive(Debug, Args)]
#[command(after_long_help = CODEGEN_EXAMPLES, mut_arg("model", |arg| arg.requires("out")))]
struct CodegenArgs {
    /// Write nothing; exit with 1 if the crate is stale
    ///
    /// The files that are missing, changed or too many are listed, with the differences in the first changed one
    /// and the command that brings the crate up to date.
    #[arg(long)]
    check: bool,

    #[command(flatten)]
    model: ModelArgs,

    /// Folder of the crate
    ///
    /// It is made where it is missing. The crate in it builds on its own.
    #[arg(long, value_name = "DIR", requires = "model")]
    out: Option<PathBuf>,

    /// Package name of the crate [default: made of the service's SDK id]
    #[arg(long, value_name = "NAME", requires = "model", value_parser = crate_name)]
    crate_name: Option<String>,

    /// Take the runtime crate from the registry, in this version
    ///
    /// Without it, the manifest points to the folder runtime/ of this workspace.
    #[arg(long, value_name = "VERSION", requires = "model", value_parser = version)]
    runtime_version: Option<String>,
}

/// Show a service at a glance.
///
/// Lists its operations with method, path, members of input and output and errors, then its shapes with their
/// constraints. Required members are marked with an asterisk. Without options, it is the service of this workspace.
///
/// The model is shown as the generator sees it: checked, with the overlay merged in, without what no operation uses,
/// and with an input and an output for each operation that are named after it.
#[derive(Debug, Args)]
#[command(after_long_help = INSPECT_EXAMPLES)]
struct InspectArgs {
    #[command(flatten)]
    model: ModelArgs,

    /// Print the whole model as JSON
    ///
    /// A key is absent where the model says nothing, or says false or empty. Shapes refer to each other by name.
    #[arg(long)]
    json: bool,
}

/// Run conformance cases of the protocol against generated crates.
///
/// A file is a JSON array of suites in the format of botocore's protocol tests: the shapes of a model, and cases
/// with an operation and either an input and the request that it has to give, or a response and the output or error
/// that it has to be read as.
///
/// A crate is generated for each operation, and all are built in one build below the target directory. A line tells
/// of every case that failed, with what differs, and of every case that was skipped, because the generator says that
/// it does not support the operation or leaves a part of it out; the last line counts them all.
#[derive(Debug, Args)]
#[command(after_long_help = CONFORMANCE_EXAMPLES)]
struct ConformanceArgs {
    /// Files with suites of cases
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Make real calls with the committed crate, on loopback, and compare its requests with boto3's.
///
/// Makes a Python environment and installs an emulator of AWS and boto3 in it, unless that has been done before. The
/// client then takes jobs from their creation to each of their ends against the emulator, async and blocking. At last
/// boto3 and the client make the calls of one table against a server that records them; method, path, query, body and
/// headers have to agree, and every signature has to be right. Nothing leaves this machine, but for pip.
#[derive(Debug, Args)]
#[command(after_long_help = E2E_EXAMPLES)]
struct E2eArgs {
    /// Folder of the Python environment [default: e2e/venv in the target directory]
    ///
    /// It is made where it is missing.
    #[arg(long, value_name = "DIR")]
    venv: Option<PathBuf>,

    /// Python interpreter that makes the environment
    #[arg(long, value_name = "PYTHON", default_value = "python3")]
    python: PathBuf,

    /// Install nothing, and build with what Cargo has already loaded
    #[arg(long)]
    offline: bool,
}

#[derive(Debug, Args)]
struct ModelArgs {
    /// Service model: Smithy JSON AST or C2J, plain or gzipped
    ///
    /// Of a C2J model named service-2.json or service-2.json.gz, endpoint-rule-set-1.json and endpoint-tests-1.json
    /// (or the same with .gz) are read too where they lie beside it.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,

    /// Additions to the model, in a file of their own
    #[arg(long, value_name = "FILE", requires = "model")]
    overlay: Option<PathBuf>,

    /// Leave out operations that are not supported, with a warning each, instead of failing
    #[arg(long, requires = "model")]
    skip_unsupported: bool,
}

impl Cli {
    /// Runs the command that the command line asks for.
    pub fn run(self, colour: bool) -> Report {
        match self.command {
            Command::Codegen(args) => args.run(colour),
            Command::Inspect(args) => {
                let format = if args.json { Format::Json } else { Format::Text };
                inspect::inspect(&args.model.files().unwrap_or_else(workspace::model), format, colour)
            }
            Command::Conformance(args) => {
                conformance::run(&args.files, &workspace::target("conformance"), colour)
            }
            Command::E2e(E2eArgs { venv, python, offline }) => {
                let options = e2e::Options { venv, python, offline };
                e2e::run(&options, &workspace::target("e2e"), colour)
            }
        }
    }
}

impl CodegenArgs {
    fn run(self, colour: bool) -> Report {
        let check = self.check;
        let mut log = Log::default();
        match self.job(&mut log) {
            Ok(job) if check => codegen::check(&job, colour),
            Ok(job) => codegen::write(&job, colour),
            Err(exit) => log.finish(exit, codegen::NOTHING_WRITTEN, colour),
        }
    }

    fn job(self, log: &mut Log) -> Result<Job, Exit> {
        let command = self.command();
        let (Some(files), Some(out)) = (self.model.files(), self.out) else {
            return Ok(workspace::generated());
        };
        let runtime = match self.runtime_version {
            Some(version) => Runtime::Version(version),
            None => workspace::runtime_from(&out).map_err(|error| {
                let message = format!("no path leads from `{}` to the runtime crate: {error}", out.display());
                let fault = Diagnostic::error("no-runtime-path", message);
                log.fail(Exit::Io, fault.help("name a version with `--runtime-version`"))
            })?,
        };
        let (crate_name, crate_version) = (self.crate_name, FIRST_VERSION.to_owned());
        Ok(Job { files, out, crate_name, crate_version, runtime, in_workspace: false, command })
    }

    /// The command that these options are from, without `--check`.
    fn command(&self) -> String {
        let path = |path: &PathBuf| path.display().to_string();
        let options = [
            ("--model", self.model.model.as_ref().map(path)),
            ("--overlay", self.model.overlay.as_ref().map(path)),
            ("--out", self.out.as_ref().map(path)),
            ("--crate-name", self.crate_name.clone()),
            ("--runtime-version", self.runtime_version.clone()),
        ];
        let given = options.into_iter().filter_map(|(name, value)| Some([name.to_owned(), quoted(&value?)]));
        let skip = self.model.skip_unsupported.then(|| "--skip-unsupported".to_owned());
        let words: Vec<String> =
            [COMMAND.to_owned()].into_iter().chain(given.flatten()).chain(skip).collect();
        words.join(" ")
    }
}

impl ModelArgs {
    /// The files that are named; none for those of the workspace.
    fn files(&self) -> Option<ModelFiles> {
        let options = Options { skip_unsupported: self.skip_unsupported, operations: None };
        Some(ModelFiles { model: self.model.clone()?, overlay: self.overlay.clone(), options })
    }
}

/// A word as a POSIX shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// A package name that Cargo takes and that can be the name of a crate in Rust.
fn crate_name(text: &str) -> Result<String, String> {
    let first = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let rest = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if !(first && rest) {
        return Err("a package name is a letter, then letters, digits, `-` or `_`".to_owned());
    }
    let is_keyword = RustIdent::snake(text).is_none_or(|ident| {
        let ident = ident.to_string();
        ident.starts_with("r#") || ident.ends_with('_')
    });
    if is_keyword {
        Err("a keyword of Rust cannot be a crate's name".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// A version requirement, by the characters that one is made of; Cargo reads it in full.
fn version(text: &str) -> Result<String, String> {
    let known = |c: char| c.is_ascii_alphanumeric() || ".*^~=<>, +-".contains(c);
    let starts = text.contains(|c: char| c.is_ascii_digit() || c == '*');
    let help = || "a version requirement looks like `0.1`, `=0.1.2` or `>=0.1, <0.3`".to_owned();
    (starts && text.chars().all(known)).then(|| text.to_owned()).ok_or_else(help)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn names_of_crates() {
        for good in ["x", "iot-jobs-data", "a_1", "IoT"] {
            assert!(crate_name(good).is_ok(), "{good}");
        }
        for bad in ["", "1x", "-x", "_", "a b", "a/b", "ä", "self", "type", "try", "x\"y"] {
            assert!(crate_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn versions_of_the_runtime() {
        for good in ["0.1", "=1.2.3-rc.1", ">=0.1, <0.3", "*"] {
            assert!(version(good).is_ok(), "{good}");
        }
        for bad in ["", "latest", "1\"", "../runtime"] {
            assert!(version(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_command_can_be_pasted() {
        let line =
            ["xtask", "codegen", "--check", "--model", "it's/a b.json", "--out", "x", "--crate-name", "c"];
        let Command::Codegen(args) = Cli::parse_from(line).command else { panic!("it is codegen") };
        let expected = r"cargo xtask codegen --model 'it'\''s/a b.json' --out x --crate-name c";
        assert_eq!(args.command(), expected);
    }
}

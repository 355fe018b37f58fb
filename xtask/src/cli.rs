//! The command line: what the commands and their options are called, and what `--help` says of them.

use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use smithy_codegen::cli::diff::DiffArgs;
use smithy_codegen::cli::generate::GenerateArgs;
use smithy_codegen::cli::inspect::InspectArgs;
use smithy_codegen::cli::reference::ReferenceArgs;
use smithy_codegen::cli::schema::SchemaArgs;
use smithy_codegen::cli::{OutputArgs, Report, Style, job};

use crate::conformance::{self, Way};
use crate::e2e;
use crate::public_api;
use crate::services;
use crate::update::ModelArgs;
use crate::workspace;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the generated crate or an API's text is stale (codegen --check, api --check, model update), there is a change that --fail-on names
     (diff), or a case or step failed (conformance, e2e)
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

const CONFORMANCE_EXAMPLES: &str = "\
Examples:
  cargo xtask conformance rest-json.input.json rest-json.output.json
      Runs the cases of both files in one build.
  cargo xtask conformance tests/fixtures/conformance/*.json
      Runs the cases of this repository: each protocol, and each binding in each place.
  cargo xtask conformance --tests --out ../weather weather.json
      Writes the client of a service with its cases as tests, and runs these.

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

const SERVICES_EXAMPLES: &str = "\
Examples:
  cargo xtask services botocore/data
      Generates all services, and ends with the slowest, the largest and the peak memory.
  cargo xtask services botocore/data --only sqs,dynamodb --check --test
      Generates two, and runs Clippy and their tests.

Exit codes:
  0  done, and every crate is whole and passes
  1  a service cannot be generated or not as a whole, or a crate does not pass
  2  the folder holds no such services, or the command line has an error
  3  a file could not be read or written";

const API_EXAMPLES: &str = "\
Examples:
  cargo xtask api
      Writes docs/api/ anew, after a change of a public item.
  cargo xtask api --check
      Tells whether docs/api/ is up to date, for CI.

Exit codes:
  0  done, or up to date
  1  stale (--check): the texts that differ are listed
  2  a source file is not Rust, or the command line has an error
  3  a file could not be read or written";

/// The commands of this workspace's maintainers.
///
/// Those of `smithy-codegen`, with the committed model and crate where no model is named: `codegen` writes the crate,
/// `diff` tells what a new model changes and `model update` puts it in place, `inspect`, `reference` and `schema` show
/// what is in a model. Besides, `conformance` runs the test cases of the protocol, `e2e` makes real calls with the committed
/// crate, `api` writes down the public APIs, and `services` generates the clients of many services. A model is Smithy JSON AST 2.0 or AWS's C2J (`service-2.json`), plain or gzipped; its content tells.
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask", after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,

    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    Codegen(CodegenArgs),
    Diff(DiffArgs),
    Inspect(InspectArgs),
    Reference(ReferenceArgs),
    Schema(SchemaArgs),
    Model(ModelArgs),
    Conformance(ConformanceArgs),
    E2e(E2eArgs),
    Api(ApiArgs),
    Services(ServicesArgs),
}

/// Generate a client crate from a service model.
///
/// Without options, the crate in generated/ is written from the model and the overlay of this workspace, wherever in
/// it the command is run. With --model and --out, any model goes to any folder.
///
/// Nothing is written unless the whole model is good. Files that would stay the same are not touched; files that the
/// crate no longer has are removed. A folder that holds something other than a generated crate is left alone.
#[derive(Debug, Args)]
#[command(after_long_help = CODEGEN_EXAMPLES)]
struct CodegenArgs {
    /// Write nothing; exit with 1 if the crate is stale
    ///
    /// Lists the files that are missing, changed or extra, the differences in the first changed file, and the command to run.
    #[arg(long)]
    check: bool,

    #[command(flatten)]
    job: GenerateArgs,
}

/// Run the test cases of protocols against generated crates.
///
/// A file is a Smithy model whose operations and errors have protocol tests (`httpRequestTests`, `httpResponseTests` and
/// `eventStreamTests`), or a file in the form of botocore's protocol tests. A case is an operation with either an input
/// and the request that it has to give, or a response and the output or error that it has to be read as. Cases for
/// servers are not read.
///
/// A crate is generated for each service of a Smithy model and each operation of botocore's, and all are built in one
/// build below the target directory. A line tells of every case that failed, with what differs; a case fails, too, if
/// the generator leaves its operation out. Cases of a protocol that the generator does not speak are skipped, with a
/// line each. The last line counts them all.
///
/// With --tests, each case is a test of its crate, in Rust that a person can read and keep.
#[derive(Debug, Args)]
#[command(after_long_help = CONFORMANCE_EXAMPLES)]
struct ConformanceArgs {
    /// Smithy models with protocol tests, or botocore's files of protocol tests
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Write each case as a test of its crate, and run the tests
    ///
    /// The tests of a crate are in tests/protocol.rs, with shared code in tests/support/. They need no model. The crates form a
    /// workspace, so `cargo test` in its folder runs all tests again.
    #[arg(long)]
    tests: bool,

    /// Folder of the crates with their tests [default: conformance/tests in the target directory]
    ///
    /// Created if it does not exist. Refuses a folder whose Cargo.toml was not written by this command.
    #[arg(long, value_name = "DIR", requires = "tests")]
    out: Option<PathBuf>,
}

/// Make real calls with the committed crate, on loopback, and compare its requests with boto3's.
///
/// Makes a Python environment and installs an emulator of AWS and boto3 in it, unless that has been done before. The
/// client then takes jobs from their creation to each of their ends against the emulator, async and blocking. Then
/// boto3 and the client make the calls of one table against a server that records them; method, path, query, body and
/// headers have to agree, and every signature has to be right. At last clients of five other services, which are made from boto3's
/// models, call the emulator over `awsJson1_0`, `awsJson1_1` and `rpcv2Cbor`. Nothing leaves this machine, but for pip.
#[derive(Debug, Args)]
#[command(after_long_help = E2E_EXAMPLES)]
struct E2eArgs {
    /// Folder of the Python environment [default: e2e/venv in the target directory]
    ///
    /// Created if it does not exist.
    #[arg(long, value_name = "DIR")]
    venv: Option<PathBuf>,

    /// Python interpreter that creates the environment
    #[arg(long, value_name = "PYTHON", default_value = "python3")]
    python: PathBuf,

    /// Use no network: install nothing, and build with the crates that Cargo already has
    #[arg(long)]
    offline: bool,
}

/// Write down the public APIs of `smithy-client` and `iot-jobs-data`.
///
/// A text in docs/api/ has a line for each item that a user of the crate can reach, so that a change of the API shows in
/// the diff of a commit. It is made from the source; auto traits and what other crates implement are not in it.
#[derive(Debug, Args)]
#[command(after_long_help = API_EXAMPLES)]
struct ApiArgs {
    /// Write nothing; exit with 1 if a file is stale
    #[arg(long)]
    check: bool,
}

/// Generate the client of every service in a folder, and tell how that went.
///
/// The folder is botocore's `data`, of whose services the last version is taken, or holds Smithy models as JSON files, plain or
/// gzipped. A line tells for each service its protocol, how many operations and lines of Rust the crate has, how long it
/// took and how many warnings there were, or why there is no crate. The crates are in services/ below the target directory, as
/// one workspace.
#[derive(Debug, Args)]
#[command(after_long_help = SERVICES_EXAMPLES)]
struct ServicesArgs {
    /// Folder with the models
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Only these services, by the names of their folders or files
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    only: Vec<String>,

    /// Leave out unsupported operations, with a line each, instead of failing
    #[arg(long)]
    skip_unsupported: bool,

    /// Run Clippy with its default lints on all crates, with all features; a warning is a failure
    #[arg(long)]
    check: bool,

    /// Run the unit tests and doctests of all crates, with all features
    #[arg(long)]
    test: bool,
}

impl Cli {
    /// Reads the command line of the program.
    pub fn read() -> Result<Self, clap::Error> {
        let mut command = named();
        let matches = command.try_get_matches_from_mut(std::env::args_os())?;
        Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
    }

    /// Runs the command that the command line asks for.
    pub fn run(self) -> Report {
        let (defaults, style) = (workspace::defaults(), self.output.style());
        match self.command {
            Command::Codegen(CodegenArgs { check, job }) => {
                job.run(&defaults, if check { job::check } else { job::write }, style)
            }
            Command::Diff(args) => args.run(&defaults, style),
            Command::Inspect(args) => args.run(&defaults, style),
            Command::Reference(args) => args.run(&defaults, style),
            Command::Schema(args) => args.run(&defaults, style),
            Command::Model(args) => args.run(&workspace::root(), style),
            Command::Conformance(args) => args.run(style),
            Command::E2e(E2eArgs { venv, python, offline }) => {
                let options = e2e::Options { venv, python, offline };
                e2e::run(&options, &workspace::target("e2e"), style)
            }
            Command::Api(ApiArgs { check }) => public_api::run(&workspace::root(), check, style),
            Command::Services(ServicesArgs { folder, only, skip_unsupported, check, test }) => {
                let options = services::Options { folder, only, skip_unsupported, check, test };
                services::run(&options, &workspace::target("services"), style)
            }
        }
    }
}

impl ConformanceArgs {
    fn run(self, style: Style) -> Report {
        let folder = workspace::target("conformance");
        let (way, folder) = match (self.tests, self.out) {
            (false, _) => (Way::Program, folder),
            (true, out) => (Way::Tests, out.unwrap_or_else(|| folder.join("tests"))),
        };
        conformance::run(&self.files, way, &folder, style)
    }
}

/// The definition, in which the examples of commands that `smithy-codegen` has too call them by their name here.
fn named() -> clap::Command {
    ["diff", "inspect", "reference", "schema"].into_iter().fold(Cli::command(), |command, name| {
        command.mut_subcommand(name, |command| {
            let help = command.get_after_long_help().map(ToString::to_string);
            command.after_long_help(help.unwrap_or_default().replace("smithy-codegen ", "cargo xtask "))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        named().debug_assert();
    }
}

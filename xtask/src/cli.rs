//! The command line: what the commands and their options are called, and what `--help` says of them.

use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use smithy_codegen_cli::diff::DiffArgs;
use smithy_codegen_cli::generate::GenerateArgs;
use smithy_codegen_cli::inspect::InspectArgs;
use smithy_codegen_cli::reference::ReferenceArgs;
use smithy_codegen_cli::schema::SchemaArgs;
use smithy_codegen_cli::{OutputArgs, Report, Style, job};

use crate::conformance::{self, Way};
use crate::e2e;
use crate::fuzz_models;
use crate::public_api;
use crate::services;
use crate::simulate;
use crate::soak;
use crate::update::ModelArgs;
use crate::workspace;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  something is stale (codegen --check, api --check, model update), a change is of a kind that
     --fail-on names (diff), or a case, step, crate, seed or call failed (conformance, e2e,
     services, simulate, soak)
  2  the model or the command line has an error
  3  a file could not be read or written, or something that is needed is missing

Diagnostics go to standard error, in colour on a terminal unless NO_COLOR is set.";

const CODEGEN_EXAMPLES: &str = "\
Examples:
  cargo xtask codegen
      Writes generated/ of this workspace from model/services/iot-jobs-data/.
  cargo xtask codegen --check
      Checks in CI that generated/ is up to date.
  cargo xtask codegen --model iot/service-2.json.gz --out ../iot --crate-name iot
      Writes a crate for another service.

Exit codes:
  0  done, or up to date
  1  stale (--check): the files that differ are listed, with the command to run
  2  the model or the command line has an error; nothing is written
  3  a file could not be read or written, or DIR is not the folder of a generated crate";

const CONFORMANCE_EXAMPLES: &str = "\
Examples:
  cargo xtask conformance rest-json.input.json rest-json.output.json
      Runs the cases of both files in one build.
  cargo xtask conformance tests/fixtures/conformance/*.json
      Runs the cases of this repository, which cover each binding of each protocol.
  cargo xtask conformance --tests --out ../weather weather.json
      Writes the client of a service with its cases as tests, and runs the tests.

Exit codes:
  0  done, and no case failed
  1  a case failed, or the generated crates do not build
  2  a file holds no conformance cases, or the command line has an error
  3  a file could not be read or written";

const E2E_EXAMPLES: &str = "\
Examples:
  cargo xtask e2e
      Runs everything, with a Python environment in the target directory.
  cargo xtask e2e --venv ~/.venvs/e2e --offline
      Runs everything without network, in an environment that has the packages.

Exit codes:
  0  done, and every step passed
  1  a step of the walk failed, requests differ, or the program does not build
  2  the command line has an error
  3  Python is missing, pip cannot reach a package index, or the emulator does not start";

const SERVICES_EXAMPLES: &str = "\
Examples:
  cargo xtask services botocore/data
      Generates all services, and reports the slowest, the largest and the peak memory.
  cargo xtask services botocore/data --only sqs,dynamodb --check --test
      Generates two, and runs Clippy and their tests.

Exit codes:
  0  done, and every crate is complete and passes
  1  a service cannot be generated completely, or a crate does not pass
  2  the folder does not have the services, or the command line has an error
  3  a file could not be read or written";

const FUZZ_MODELS_EXAMPLES: &str = "\
Examples:
  cargo xtask fuzz-models 50
      Generates the models of the seeds 0 to 49, and holds their crates against Clippy.
  cargo xtask fuzz-models 1 --seed 17
      Does so for the model of one seed.

Exit codes:
  0  done, and every crate passes
  1  a model does not generate, or its crate does not pass: its seed is told
  2  the command line has an error
  3  a file could not be read or written";

const API_EXAMPLES: &str = "\
Examples:
  cargo xtask api
      Writes docs/api/ after a change of a public item.
  cargo xtask api --check
      Checks in CI that docs/api/ is up to date.

Exit codes:
  0  done, or up to date
  1  stale (--check): the files that differ are listed
  2  a source file is not Rust, or the command line has an error
  3  a file could not be read or written";

const SIMULATE_EXAMPLES: &str = "\
Examples:
  cargo xtask simulate
      Runs both simulations with 20,000 seeds each.
  cargo xtask simulate --calls --seed 4711
      Runs one seed of one of them again.

Exit codes:
  0  done, and every seed passed
  1  a seed failed, which is shown with the command that runs it again, or the program does not build
  2  the command line has an error
  3  a file could not be written";

const SOAK_EXAMPLES: &str = "\
Examples:
  cargo xtask soak
      Runs for a minute.
  cargo xtask soak --minutes 60
      Runs for an hour.

Exit codes:
  0  done: no call was lost, doubled or mixed up, no error said what is not true, and nothing grew
  1  one of these happened, or the program does not build
  2  the command line has an error
  3  a file could not be written";

/// Commands for the maintainers of this workspace.
///
/// The commands of `smithy-codegen` work on the committed model and crate unless a model is given: `codegen` writes the crate,
/// `diff` compares models, and `inspect`, `reference` and `schema` show what is in a model. `model update` installs a new
/// model, `conformance` runs protocol test cases, `e2e` makes real calls, `api` records the public APIs, `services`
/// generates the clients of many services, and `fuzz-models` those of random models. `simulate` and `soak` run the clients
/// where everything goes wrong. A model is Smithy JSON AST or AWS's C2J (`service-2.json`), plain or gzipped.
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
    Simulate(SimulateArgs),
    Soak(SoakArgs),
    FuzzModels(FuzzModelsArgs),
}

/// Generate a client crate from a service model.
///
/// Without options, writes the crate in generated/ from the model and the overlay of this workspace. With --model and --out,
/// writes a crate for any model.
///
/// Writes nothing if the model has an error. Files that would stay the same are not touched; files that the crate no longer has
/// are removed. Refuses a folder that holds anything other than a generated crate.
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

/// Run protocol test cases against generated crates.
///
/// A file is a Smithy model whose operations and errors have protocol tests (`httpRequestTests`, `httpResponseTests` and
/// `eventStreamTests`), or a file in the format of botocore's protocol tests. A case has an input and the expected request, or
/// a response and the expected output or error. Cases for servers are ignored.
///
/// Generates a crate for each service of a Smithy model and each operation of botocore's, and builds all of them in the target
/// directory. Prints a line for each failed case, with what differs; a case also fails if the generator leaves its operation
/// out. Cases of unsupported protocols are skipped, and so are cases that contradict their model or another case, because
/// no client can pass those. Each has a line with the reason. The last line has the totals.
///
/// With --tests, each case becomes a `#[test]` of its crate.
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
/// Creates a Python environment with an emulator of AWS, boto3 and AWS's SDK for devices, unless it exists. Against the
/// emulator, the async, blocking and MQTT clients take jobs from creation to each final state. Then boto3, the SDK and the
/// clients make the same calls to a server that records them, and the requests and messages are compared. Last, clients of nine
/// other services, generated from boto3's models, are compared with boto3 and call the emulator. Only pip and Cargo use the
/// network.
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

/// Record the public APIs of `smithy-client` and `iot-jobs-data`.
///
/// A file in docs/api/ has a line for each public item of a crate, so that a change of the API shows in the diff of a commit.
/// It is made from the source, without auto traits and impls in other crates.
#[derive(Debug, Args)]
#[command(after_long_help = API_EXAMPLES)]
struct ApiArgs {
    /// Write nothing; exit with 1 if a file is stale
    #[arg(long)]
    check: bool,
}

/// Generate the clients of all services in a folder, and report the results.
///
/// The folder is botocore's `data`, from which the latest version of each service is taken, or has Smithy models as JSON files,
/// plain or gzipped. Prints a line for each service: its protocol, the numbers of operations and lines of Rust, the time and the
/// number of warnings, or why there is no crate. The crates are written to services/ in the target directory, as one workspace.
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

/// Run the clients in simulated worlds that go wrong, one for each seed.
///
/// One simulation has calls over HTTP: the state machine of the client, with a service, a network, a clock and a provider of
/// credentials that fail. It checks that attempts and waiting stay within their limits, that the retry budget comes back, that
/// nothing unsafe is repeated, that what errors say is true, and that a call succeeds when all is well again. The other one has
/// a device agent over MQTT, and checks that no step is begun twice and no status is lost.
///
/// Time is simulated too, so a world of minutes takes milliseconds. The program is built for release.
#[derive(Debug, Args)]
#[command(after_long_help = SIMULATE_EXAMPLES)]
struct SimulateArgs {
    /// Only the calls over HTTP
    #[arg(long)]
    calls: bool,

    /// Only the agent over MQTT
    #[arg(long, conflicts_with = "calls")]
    mqtt: bool,

    /// Number of seeds, from 0, for each simulation
    #[arg(long, value_name = "N", default_value_t = 20_000)]
    seeds: u32,

    /// Run only this seed
    #[arg(long, value_name = "S", conflicts_with = "seeds")]
    seed: Option<u64>,
}

/// Call servers on loopback that fail in every known way, and count what goes wrong.
///
/// The async client has 64 calls in flight, and the blocking client calls on 16 threads. The servers go through the table of
/// faults in tests/loopback/src/hostile.rs: broken connections, framings, sizes, slow answers, errors and TLS. Counts calls that are
/// lost, doubled (a call that must not be repeated is sent again after the server acted on it) or mixed up (the response of another
/// call), and errors that deny what the server did. Watches memory, file descriptors, threads, tasks and connections.
///
/// The program is built for release. Memory, file descriptors and threads are read from /proc, so only on Linux.
#[derive(Debug, Args)]
#[command(after_long_help = SOAK_EXAMPLES)]
struct SoakArgs {
    /// How long to run, in minutes; fractions are allowed
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = minutes)]
    minutes: f64,
}

/// Reads a time in minutes, from a second to a week.
fn minutes(text: &str) -> Result<f64, String> {
    let minutes: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    let range = 1.0 / 60.0..=7.0 * 24.0 * 60.0;
    if range.contains(&minutes) { Ok(minutes) } else { Err("not between a second and a week".to_owned()) }
}

/// Generate the crates of random valid models, and run Clippy on them.
///
/// A model has shapes and operations of all kinds, for one of the four protocols, under names from a nasty alphabet. The same
/// seed always gives the same model. The crates are written to fuzz-models/ in the target directory, as one workspace, each with
/// its model beside it. Clippy runs with its default lints and all features; a warning is a failure.
#[derive(Debug, Args)]
#[command(after_long_help = FUZZ_MODELS_EXAMPLES)]
struct FuzzModelsArgs {
    /// The number of models
    #[arg(value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000))]
    count: u64,

    /// The seed of the first model; each of the others has the next one
    #[arg(long, value_name = "SEED", default_value_t = 0)]
    seed: u64,
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
            Command::Simulate(SimulateArgs { calls, mqtt, seeds, seed }) => {
                let only = if calls { Some("calls") } else { mqtt.then_some("mqtt") };
                let options = simulate::Options { seeds, seed, only };
                simulate::run(&options, &workspace::target("simulate"), style)
            }
            Command::Soak(SoakArgs { minutes }) => soak::run(minutes, &workspace::target("soak"), style),
            Command::FuzzModels(FuzzModelsArgs { count, seed }) => {
                let options = fuzz_models::Options { count, seed };
                fuzz_models::run(options, &workspace::target("fuzz-models"), style)
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

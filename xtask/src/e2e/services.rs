//! Clients of other services, generated from boto3's models, against the emulator. They cover other protocols, pages,
//! and errors of the Query protocol.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use smithy_codegen::{Generator, Runtime};

use super::python::{self, Python};
use crate::child::{Failure, Folder};
use crate::services::find;
use crate::workspace;

/// The services, and the operations that the program calls: more would only slow down the build.
const SERVICES: [(&str, &[&str]); 9] = [
    ("bedrock-agentcore", &["InvokeAgentRuntime"]),
    ("bedrock-agentcore-control", &["CreateAgentRuntime"]),
    ("bedrock-runtime", &["ConverseStream"]),
    ("cloudwatch", &["GetMetricStatistics", "ListMetrics", "PutMetricData"]),
    ("dynamodb", &["CreateTable", "DescribeTable", "GetItem", "PutItem", "Scan"]),
    (
        "kinesis",
        &[
            "CreateStream",
            "DescribeStream",
            "DescribeStreamConsumer",
            "ListShards",
            "PutRecord",
            "RegisterStreamConsumer",
            "SubscribeToShard",
        ],
    ),
    ("kms", &["CreateKey", "Decrypt", "Encrypt"]),
    ("logs", &["CreateLogGroup", "DescribeLogGroups"]),
    ("sqs", &["CreateQueue", "GetQueueUrl", "ListQueues", "ReceiveMessage", "SendMessage"]),
];

const PROGRAM: &str = include_str!("../../e2e/services/main.rs");

const MANIFEST: &str = "\
[package]
name = \"services\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[workspace]

[profile.dev]
debug = false
incremental = false

[dependencies]
bytes = \"1\"
serde_json = \"1\"
time = { version = \"0.3\", default-features = false }
tokio = { version = \"1\", default-features = false, features = [\"net\", \"rt\", \"time\"] }
";

/// How long a build from scratch may take.
const BUILD: Duration = Duration::from_mins(15);

/// Generates the clients and builds the program that calls with them.
pub(super) fn build(python: &Python, offline: bool, folder: &Folder) -> Result<PathBuf, Failure> {
    let root = folder.join("services");
    let models = models(python, folder)?;
    let mut manifest = MANIFEST.to_owned();
    for (service, operations) in SERVICES {
        let model = models.iter().find(|model| model.name == service);
        let model = model.ok_or_else(|| step(&format!("boto3 has no model of {service}")))?;
        let package = format!("{service}-client");
        let out = root.join(&package);
        let runtime = workspace::runtime_from(&out).map_err(|error| step(&error.to_string()))?;
        generate(&model.file, operations, &package, runtime, &out)?;
        manifest.extend([package.as_str(), " = { path = \"../", &package, "\" }\n"]);
    }
    let program = root.join("program");
    let written = fs::create_dir_all(program.join("src"))
        .and_then(|()| fs::write(program.join("Cargo.toml"), manifest))
        .and_then(|()| fs::copy(workspace::root().join("Cargo.lock"), program.join("Cargo.lock")))
        .and_then(|_| fs::write(program.join("src/main.rs"), PROGRAM));
    written.map_err(|error| step(&format!("cannot write in `{}`: {error}", program.display())))?;
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.current_dir(&program).args(["build", "--quiet"]).args(offline.then_some("--offline"));
    command.env("CARGO_TARGET_DIR", root.join("target"));
    folder.run("services-build", command, BUILD)?;
    Ok(root.join("target/debug/services").with_extension(env::consts::EXE_EXTENSION))
}

/// Returns the command of the program, with the URL of the emulator.
pub(super) fn command(program: &Path, endpoint: &str, folder: &Folder) -> Command {
    let mut command = Command::new(program);
    command.arg(endpoint);
    python::isolate(&mut command, &folder.join("nowhere"));
    command
}

fn generate(
    model: &Path,
    operations: &[&str],
    package: &str,
    runtime: Runtime,
    out: &Path,
) -> Result<(), Failure> {
    let generator = Generator::new(model).operations(operations.iter().copied()).crate_name(package);
    let written = generator.runtime(runtime).write_crate(out);
    written.map(drop).map_err(|failure| Failure::Step {
        message: format!("{package} cannot be generated"),
        output: failure.to_string(),
    })
}

/// The models that boto3 reads.
fn models(python: &Python, folder: &Folder) -> Result<Vec<find::Found>, Failure> {
    let mut command = Command::new(python.interpreter());
    command.args(["-c", "import botocore, os; print(os.path.join(botocore.__path__[0], 'data'))"]);
    let data = folder.run("botocore", command, super::STEP)?;
    let models = find::services(Path::new(data.trim()));
    models.map_err(|error| step(&format!("cannot read `{}`: {error}", data.trim())))
}

fn step(message: &str) -> Failure {
    Failure::Step { message: message.to_owned(), output: String::new() }
}

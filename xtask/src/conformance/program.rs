//! The program that calls the generated crates: writes it, builds it together with them, and runs it.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use serde_json::Value;
use smithy_codegen::Runtime;
use smithy_codegen::plan::operation::OperationPlan;
use smithy_codegen::plan::structure::MemberPlan;
use smithy_codegen::plan::types::RustType;

use super::support;
use super::unit::Unit;
use crate::workspace;

/// The folder of the crates in the folder of a run.
pub(super) const CRATES: &str = "crates";

/// The sources that are the same for all suites.
const SOURCES: [(&str, &str); 2] =
    [("src/main.rs", include_str!("program/main.rs")), ("src/call.rs", include_str!("program/call.rs"))];

const MANIFEST: &str = "\
[package]
name = \"conformance-program\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[workspace]

[profile.dev]
debug = false
incremental = false

[dependencies]
bytes = { version = \"1\", default-features = false }
http = \"1\"
serde = { version = \"1\", default-features = false, features = [\"std\"] }
serde_json = \"1\"
";

/// Why there are no responses.
#[derive(Debug)]
pub(super) enum Failure {
    /// A file could not be read or written, or a program could not be started.
    Io(io::Error),
    /// The crates do not build, or the program ends early; the text is the output of the program or the compiler.
    Program(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Builds the crates in `folder` and makes the calls; returns a response for each call, in order.
///
/// The crates share the dependencies of this workspace, in the versions of its lock file.
pub(super) fn run(units: &[Unit], calls: Vec<Value>, folder: &Path) -> Result<Vec<Value>, Failure> {
    for unit in units {
        unit.tree.persist(&folder.join(CRATES).join(&unit.package))?;
    }
    let program = folder.join("program");
    write(&program.join("Cargo.toml"), &manifest(units, &workspace::runtime_from(&program)?))?;
    write(&program.join("Cargo.lock"), &fs::read_to_string(workspace::root().join("Cargo.lock"))?)?;
    write(&program.join("src/operations.rs"), &table(units))?;
    for (path, text) in SOURCES {
        write(&program.join(path), text)?;
    }
    for (file, text) in support::FILES {
        write(&program.join("src/support").join(file), text)?;
    }
    let output = call(&program, &folder.join("target"), &Value::from(calls))?;
    let answers = serde_json::from_slice(&output);
    answers.map_err(|error| Failure::Program(format!("its responses cannot be read: {error}")))
}

fn manifest(units: &[Unit], runtime: &Runtime) -> String {
    let crates = units.iter().map(|Unit { package, .. }| {
        format!("{package} = {{ path = \"../{CRATES}/{package}\", default-features = false }}\n")
    });
    format!("{MANIFEST}{}{}", dependency(runtime), crates.collect::<String>())
}

/// Returns the manifest line for the runtime in packages that call operations.
pub(super) fn dependency(runtime: &Runtime) -> String {
    let (key, value) = match runtime {
        Runtime::Path(path) => ("path", path),
        Runtime::Version(version) => ("version", version),
    };
    format!("smithy-client = {{ {key} = {}, features = [\"events\"] }}\n", Value::from(value.as_str()))
}

/// Returns the Rust list of the operations of all units, in order.
fn table(units: &[Unit]) -> String {
    let operations = || {
        units
            .iter()
            .flat_map(|unit| unit.operations.iter().map(|operation| (unit.package.as_str(), operation)))
    };
    let module =
        |package: &str, operation: &OperationPlan| format!("{package}::operation::{}", operation.module);
    let call = |(package, operation): (&str, &OperationPlan)| {
        let input = format!("{}::{}", module(package, operation), operation.input.path.name());
        let is_events = |member: &&MemberPlan| matches!(member.ty, RustType::EventStream(_));
        match operation.output.members.iter().find(is_events) {
            Some(MemberPlan { ident, .. }) => {
                format!("        operation::<{input}>(|output| drain(output.{ident}.clone())),\n")
            }
            None => format!("        operation::<{input}>(|_| (Vec::new(), None)),\n"),
        }
    };
    let error = |(package, operation): (&str, &OperationPlan)| {
        let variants: Vec<_> = operation.errors.iter().map(|error| error.ident.to_string()).collect();
        let module = module(package, operation);
        format!("modeled!({module}::{}: {});\n", operation.error, variants.join(" "))
    };
    let calls = operations().map(call).collect::<String>();
    let errors = operations().map(error).collect::<String>();
    format!(
        "//! The operations, in the order of their numbers.\n\n\
         #[allow(unused_imports)]\n\
         use crate::call::{{Callable, drain, modeled, operation}};\n\n\
         pub fn all() -> Vec<Callable> {{\n    vec![\n{calls}    ]\n}}\n\n{errors}"
    )
}

/// Returns a Cargo command for the package or workspace of a manifest.
///
/// Generated code has to build without a warning, regardless of the caller's settings for warnings.
pub(super) fn cargo(command: &str, manifest: &Path) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    cargo.args([command, "--quiet", "--manifest-path"]).arg(manifest);
    cargo.env("RUSTFLAGS", "-D warnings").env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo
}

/// Writes a file unless it has these contents already, because Cargo would rebuild.
pub(super) fn write(path: &Path, contents: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|found| found == contents.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, contents)
}

/// Builds and runs the program: passes the calls to its standard input, and returns its output.
fn call(program: &Path, target: &Path, calls: &Value) -> Result<Vec<u8>, Failure> {
    let mut child = cargo("run", &program.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let written =
        child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(calls.to_string().as_bytes()));
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(Failure::Program(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    written?;
    Ok(output.stdout)
}

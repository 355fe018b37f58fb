//! A complete program for an operation: configuration, client and call, with a value for every required member.
//!
//! ```text
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     …
//!     let client = Client::new(config);
//!     let response = client.get_pending_job_executions().thing_name("example").send().await?;
//!     println!("{response:#?}");
//!     Ok(())
//! }
//! ```

use std::fmt::Write as _;

use smithy_codegen::emit::client::Shell;
use smithy_codegen::emit::sample::{Identity, Sample, identity, library};
use smithy_codegen::ident::RustIdent;
use smithy_codegen::plan::Plan;
use smithy_codegen::plan::operation::OperationPlan;
use smithy_codegen::plan::types::{RustType, TypePath};
use smithy_codegen::write::snippet;

/// The dependencies of a program besides the crate.
pub(super) const TOKIO: &str = r#"tokio = { version = "1", features = ["macros", "rt"] }"#;

/// The maximum number of values in a program: with more it would not be a good example.
const VALUES: usize = 64;

/// The maximum nesting of structures and unions in a value.
const DEPTH: usize = 16;

/// Returns the program; `None` if an input is too large, or would have to contain itself.
pub(super) fn program(plan: &Plan, operation: &OperationPlan) -> Option<String> {
    let sample = Sample::new(plan, operation);
    let mut values = Values { plan, left: VALUES, open: Vec::new() };
    let mut bindings = Vec::new();
    for member in operation.input.required() {
        // A member without a simple value is a parameter of the sample, `name: type`, and a variable here.
        let name = format!("{}_: ", member.ident.bare());
        if let Some(parameter) = sample.parameters.iter().find(|parameter| parameter.starts_with(&name)) {
            let value = values.exact(&member.ty)?;
            // The sample has full paths of types, and the program uses `types`.
            let parameter = parameter.replace(&format!("{}::types::", library(plan)), "types::");
            bindings.push(format!("let {parameter} = {value};"));
        }
    }
    let identity = identity(plan, operation);
    let mut body = configuration(identity);
    body.extend(laid_out(&bindings));
    body.extend(sample.call(operation, Shell::Async));
    body.extend(["println!(\"{response:#?}\");", "Ok(())"].map(str::to_owned));
    Some(with_main(uses(plan, identity, &sample, &body), &body))
}

/// Lists the crates that a program uses, in words.
pub(super) fn crates(plan: &Plan, program: &str) -> String {
    let is_there = |name: &&str| {
        let path = format!("{name}::");
        program.match_indices(&path).any(|(at, _)| {
            let before = program.get(..at).and_then(|before| before.chars().next_back());
            before.is_none_or(|before| !before.is_alphanumeric() && before != '_')
        })
    };
    let others = ["bytes", "serde_json", "time"].into_iter().filter(is_there);
    let names = std::iter::once(plan.package.name.as_str()).chain(others);
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Breaks statements into lines in the usual format.
fn laid_out(statements: &[String]) -> Vec<String> {
    let function = format!("fn main() {{ {} }}", statements.join(" "));
    let Some(text) = snippet(&function) else { return statements.to_vec() };
    let body = text.lines().filter_map(|line| line.strip_prefix("    "));
    body.map(str::to_owned).collect()
}

fn configuration(identity: Identity) -> Vec<String> {
    let mut lines = vec!["let config = Config::builder()".to_owned()];
    lines.push("    .endpoint_url(\"https://endpoint.example.com\")".to_owned());
    if identity == Identity::Token {
        lines.push("    .token(Token::new(std::env::var(\"BEARER_TOKEN\")?, None))".to_owned());
    } else if identity == Identity::Credentials {
        lines.push("    .region(\"eu-west-1\")".to_owned());
        lines.push("    .credentials(credentials)".to_owned());
        lines.splice(
            0..0,
            [
                "let credentials = Credentials::new(",
                "    std::env::var(\"AWS_ACCESS_KEY_ID\")?,",
                "    std::env::var(\"AWS_SECRET_ACCESS_KEY\")?,",
                "    std::env::var(\"AWS_SESSION_TOKEN\").ok(),",
                "    None,",
                "    \"environment\",",
                ");",
            ]
            .map(str::to_owned),
        );
    } else {
        lines.push("    .unsigned()".to_owned());
    }
    lines.push("    .build()?;".to_owned());
    lines.push("let client = Client::new(config);".to_owned());
    lines
}

fn uses(plan: &Plan, identity: Identity, sample: &Sample, body: &[String]) -> Vec<String> {
    let library = library(plan);
    let mut lines = Vec::new();
    lines.extend(identity.name().map(|name| format!("use {library}::credentials::{name};")));
    let names_types = sample.uses_types || body.iter().any(|line| line.contains(" types::"));
    let types = if names_types { ", types" } else { "" };
    lines.push(format!("use {library}::{{Client, Config{types}}};"));
    lines
}

fn with_main(uses: Vec<String>, body: &[String]) -> String {
    let mut lines = uses;
    lines.push(String::new());
    lines.push("#[tokio::main(flavor = \"current_thread\")]".to_owned());
    lines.push("async fn main() -> Result<(), Box<dyn std::error::Error>> {".to_owned());
    lines.extend(body.iter().map(|line| format!("    {line}")));
    lines.push("}".to_owned());
    lines.join("\n") + "\n"
}

/// Creates values.
struct Values<'p> {
    plan: &'p Plan,
    /// How many more values are allowed.
    left: usize,
    /// The types of the enclosing values: none of them may occur again.
    open: Vec<&'p RustIdent>,
}

impl<'p> Values<'p> {
    /// Returns a value of exactly this type.
    fn exact(&mut self, ty: &'p RustType) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        Some(match ty {
            RustType::Bool => "true".to_owned(),
            RustType::Number(name @ ("f32" | "f64")) => format!("1.0_{name}"),
            RustType::Number(name) => format!("1_{name}"),
            RustType::Big(name) => format!("{}::{name}::from(1)", library(self.plan)),
            RustType::String => "String::from(\"example\")".to_owned(),
            RustType::Bytes => "bytes::Bytes::from(\"example\")".to_owned(),
            RustType::Stream => format!("{}::ByteStream::from(\"example\")", library(self.plan)),
            RustType::EventStream(_) => "Default::default()".to_owned(),
            RustType::EventSource(_) => format!("{}::EventSource::from(Vec::new())", library(self.plan)),
            RustType::Timestamp => "time::OffsetDateTime::UNIX_EPOCH".to_owned(),
            RustType::Document => "serde_json::Value::from(\"example\")".to_owned(),
            RustType::Enum(path) => format!("{}::from(\"example\")", named(path)),
            RustType::IntEnum(path) => format!("{}::from(1)", named(path)),
            RustType::Structure(path) => self.within(path, Self::structure)?,
            RustType::Union(path) => self.within(path, Self::union)?,
            RustType::Vec(element) => match self.exact(element) {
                Some(value) => format!("vec![{value}]"),
                None => "Vec::new()".to_owned(),
            },
            RustType::Map(key, value) => match (self.exact(key), self.exact(value)) {
                (Some(key), Some(value)) => format!("std::collections::HashMap::from([({key}, {value})])"),
                _ => "std::collections::HashMap::new()".to_owned(),
            },
            RustType::Option(inner) => format!("Some({})", self.exact(inner)?),
            RustType::Boxed(inner) => format!("Box::new({})", self.exact(inner)?),
        })
    }

    /// Returns a value of a type that is not open yet.
    fn within(
        &mut self,
        path: &'p TypePath,
        make: impl FnOnce(&mut Self, &'p TypePath) -> Option<String>,
    ) -> Option<String> {
        if self.open.contains(&path.name()) || self.open.len() == DEPTH {
            return None;
        }
        self.open.push(path.name());
        let value = make(self, path);
        self.open.pop();
        value
    }

    fn structure(&mut self, path: &'p TypePath) -> Option<String> {
        let plan = self.plan.structures.iter().find(|plan| plan.path.name() == path.name())?;
        let mut value = format!("{}::builder()", named(&plan.path));
        for member in plan.required() {
            let argument = self.argument(&member.ty)?;
            let collects = matches!(member.ty, RustType::Vec(_) | RustType::Map(..));
            let setter = if collects { member.ident.with_prefix("set_") } else { member.ident.clone() };
            let _ = write!(value, ".{setter}({argument})");
        }
        Some(value + ".build()")
    }

    fn union(&mut self, path: &'p TypePath) -> Option<String> {
        let plan = self.plan.unions.iter().find(|plan| plan.path.name() == path.name())?;
        plan.variants.iter().find_map(|variant| {
            let value = self.exact(&variant.member.ty)?;
            Some(format!("{}::{}({value})", named(&plan.path), variant.ident))
        })
    }

    /// Returns a value that converts into this type, for a setter.
    fn argument(&mut self, ty: &'p RustType) -> Option<String> {
        match ty {
            RustType::String
            | RustType::Bytes
            | RustType::Stream
            | RustType::Document
            | RustType::Enum(_) => Some("\"example\"".to_owned()),
            other => self.exact(other),
        }
    }
}

/// The name of a type under `types`.
fn named(path: &TypePath) -> String {
    format!("types::{}", path.name())
}

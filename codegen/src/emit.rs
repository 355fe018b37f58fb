//! Turns a plan into files: one module for each kind of file, with a sample of its output.
//!
//! Emitters use absolute paths for everything outside of the file they write. [`crate::write`] turns these into imports
//! if no name of the file conflicts.

mod attributes;
pub mod builder;
pub mod client;
pub mod codec;
pub mod command;
pub mod config;
pub mod constraints;
mod context;
pub mod crate_docs;
pub mod discovery;
pub mod endpoint;
pub mod enumeration;
pub mod error;
mod events;
pub mod int_enumeration;
pub mod lib_rs;
pub mod literal;
pub mod low_level;
pub mod manifest;
pub mod module;
pub mod mqtt;
pub mod operation;
pub mod operation_error;
pub mod pages;
pub mod readme;
pub mod request;
pub mod required;
pub mod response;
pub mod sample;
pub mod send;
pub mod structure;
pub mod term;
pub mod types_rs;
pub mod union;
pub mod validation;
pub mod waiters;

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use smithy_model::Diagnostic;

use crate::plan::Plan;
use crate::plan::operation::OperationPlan;
use crate::plan::types::TypePath;
use crate::write::Tree;
use client::Shell;

/// A Rust file that is not written yet.
struct File<'p> {
    path: String,
    docs: Vec<String>,
    items: Box<dyn Fn() -> TokenStream + Send + Sync + 'p>,
}

impl<'p> File<'p> {
    fn new(
        path: impl Into<String>,
        docs: Vec<String>,
        items: impl Fn() -> TokenStream + Send + Sync + 'p,
    ) -> Self {
        Self { path: path.into(), docs, items: Box::new(items) }
    }
}

/// Called after every file, with the number of files that are done and the number of all files.
pub type Count<'a> = dyn Fn(usize, usize) + Sync + 'a;

/// Writes all files of the crate.
pub fn emit(plan: &Plan, count: &Count<'_>) -> Result<Tree, Diagnostic> {
    let tree = write_all(plan, &rust_files(plan), count)?;
    let mut tree = tree.exclusive(plan.package.in_workspace);
    tree.text("Cargo.toml", manifest::emit(plan))?;
    tree.text("README.md", readme::emit(plan))?;
    for (name, text) in &plan.package.publishing.license_files {
        tree.verbatim(name, text.clone())?;
    }
    Ok(tree)
}

/// Writes files in parallel. Files do not depend on each other, so every processor takes the next one until none is
/// left. The tree is ordered by path.
fn write_all(plan: &Plan, files: &[File<'_>], count: &Count<'_>) -> Result<Tree, Diagnostic> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let mut tree = Tree::new(&plan.package.inputs);
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            tree.rust(&file.path, &file.docs, &file.items)?;
            count(done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
        }
        Ok(tree)
    };
    let workers = std::thread::available_parallelism().map_or(1, NonZero::get).min(files.len());
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut tree = work()?;
        for other in others {
            tree.merge(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?)?;
        }
        Ok(tree)
    })
}

fn rust_files(plan: &Plan) -> Vec<File<'_>> {
    let mut files = operation_files(plan);
    files.push(File::new("src/lib.rs", crate_docs::lines(plan), || lib_rs::emit(plan)));
    files.push(File::new("src/config.rs", config::docs(), || config::emit(plan)));
    files.push(File::new("src/command.rs", command::docs(), || command::emit(plan)));
    files.push(File::new("src/low_level.rs", low_level::docs(), || low_level::emit(plan)));
    for shell in [Shell::Async, Shell::Blocking] {
        let path = format!("src/{}.rs", shell.module());
        files.push(File::new(path, shell.docs(), move || client::emit(plan, shell)));
    }
    if let Some(endpoint) = &plan.endpoint {
        let docs = "Where the service is: the endpoint for a region or for settings of your own.";
        files.push(File::new("src/endpoint.rs", vec![docs.to_owned()], || endpoint::emit(endpoint)));
    }
    if !plan.constraints.constants.is_empty() {
        let items = || constraints::emit(&plan.constraints);
        files.push(File::new("src/constraints.rs", constraints::docs(), items));
    }
    if !plan.required.is_empty() {
        files.push(File::new("src/low_level/required.rs", required::docs(), || {
            required::emit(&plan.required)
        }));
    }
    if let Some(mqtt) = &plan.mqtt {
        files.push(File::new("src/mqtt.rs", mqtt::docs(), move || mqtt::emit(plan, mqtt)));
        files.push(File::new("src/mqtt/client.rs", mqtt::client_docs(), move || {
            mqtt::emit_client(plan, mqtt)
        }));
    }
    files.extend(type_files(plan));
    files
}

fn operation_files(plan: &Plan) -> Vec<File<'_>> {
    let index = File::new("src/operation.rs", operation::index_docs(), || operation::emit_index(plan));
    let operations = plan.operations.iter().map(|operation| operation_file(plan, operation));
    std::iter::once(index).chain(operations).collect()
}

fn operation_file<'p>(plan: &'p Plan, operation: &'p OperationPlan) -> File<'p> {
    let path = format!("src/operation/{}.rs", operation.module.bare());
    File::new(path, operation::docs(operation), || operation::emit(plan, operation))
}

fn type_files(plan: &Plan) -> Vec<File<'_>> {
    let mut files = vec![File::new("src/types.rs", types_rs::docs(), || types_rs::emit(plan))];
    let structures = plan.structures.iter();
    files.extend(structures.map(|plan| type_file("structure", &plan.path, || structure::emit(plan))));
    files.extend(plan.unions.iter().map(|plan| type_file("union", &plan.path, || union::emit(plan))));
    files.extend(plan.enums.iter().map(|plan| type_file("enum", &plan.path, || enumeration::emit(plan))));
    let int_enums = plan.int_enums.iter();
    files.extend(int_enums.map(|plan| type_file("enum", &plan.path, || int_enumeration::emit(plan))));
    files.extend(plan.errors.iter().map(|plan| type_file("error", &plan.path, || error::emit(plan))));
    if !plan.errors.is_empty() {
        let items = || types_rs::emit_errors(plan);
        files.push(File::new("src/types/error.rs", types_rs::error_docs(), items));
    }
    files
}

fn type_file<'p>(
    kind: &str,
    path: &TypePath,
    items: impl Fn() -> TokenStream + Send + Sync + 'p,
) -> File<'p> {
    let folder = if matches!(path, TypePath::Error { .. }) { "types/error" } else { "types" };
    let docs = vec![format!("The {kind} `{}`.", path.name())];
    File::new(format!("src/{folder}/{}.rs", path.module().bare()), docs, items)
}

/// Writes one `#[doc]` per line, because one with a line break would not be printed as a comment.
pub(crate) fn doc(lines: &[String]) -> TokenStream {
    let lines =
        lines.iter().map(|line| string(&if line.is_empty() { String::new() } else { format!(" {line}") }));
    quote!(#(#[doc = #lines])*)
}

/// Creates a string literal. If nothing needs an escape, as in nearly all documentation, it is parsed as it is, because
/// checking each letter takes six times as long.
fn string(text: &str) -> Literal {
    let plain = !text.contains(['"', '\\', '\r']);
    let literal = plain.then(|| format!("\"{text}\"").parse().ok()).flatten();
    literal.unwrap_or_else(|| Literal::string(text))
}

/// `#[deprecated]`, with its note.
pub(crate) fn deprecated(deprecation: Option<&Option<String>>) -> TokenStream {
    match deprecation {
        None => TokenStream::new(),
        Some(None) => quote!(#[deprecated]),
        Some(Some(note)) => quote!(#[deprecated(note = #note)]),
    }
}

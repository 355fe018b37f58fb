//! The client as one file that another crate includes with `include!`, inside its own module.
//!
//! ```text
//! pub mod weather {
//!     include!(concat!(env!("OUT_DIR"), "/weather.rs"));
//! }
//! ```
//!
//! The files are those of a crate, with these differences:
//!
//! - they are inline modules; the attributes of the crate, its first page, and its tests are left out;
//! - `crate::` becomes the path of the module, in code, visibilities and links of the documentation;
//! - features are resolved: what needs one that is off is left out;
//! - examples in the documentation are not run, because they are written for the users of a crate. Those that need
//!   a feature that is off are left out.

mod docs;
mod features;
mod site;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use smithy_model::Diagnostic;

use super::{File, rust_files, sample};
use crate::plan::Plan;
use crate::write::{module_header, rust_text, unknown_path};
use site::{Declaration, Site};

/// The root of a crate.
const ROOT: &str = "src/lib.rs";

/// Writes the client as the text of one file, for a module at `path`, such as `crate::weather`. `features` are some of
/// those that a generated crate has.
///
/// The error is `bad-module-path` if `path` is not a path that starts at `crate`.
pub fn emit(plan: &Plan, path: &str, features: &[String]) -> Result<String, Diagnostic> {
    let site = Site::new(path, sample::library(plan), features)?;
    let files = rust_files(plan).into_iter().map(|file| (file.path.clone(), file)).collect();
    Ok(module_header() + &Assembly { site, files }.file(ROOT)?)
}

struct Assembly<'p> {
    site: Site,
    /// The files that are not in the module yet. Each is added once.
    files: BTreeMap<String, File<'p>>,
}

impl Assembly<'_> {
    /// Returns the text of a file, followed by its submodules.
    fn file(&mut self, path: &str) -> Result<String, Diagnostic> {
        let file = self.files.remove(path).ok_or_else(|| unknown_path(path))?;
        let mut modules = Vec::new();
        let items = self.site.items((file.items)(), &mut modules);
        let is_root = path == ROOT;
        let items = if is_root { site::quieten(items) } else { items };
        let docs: &[String] = if is_root { &[] } else { &file.docs };
        let mut text = rust_text(path, &self.site.docs(docs), items)?;
        let folder = if is_root { "src" } else { path.trim_end_matches(".rs") };
        for module in modules {
            text += &self.module(&module, folder, is_root)?;
        }
        Ok(text)
    }

    fn module(&mut self, module: &Declaration, folder: &str, at_root: bool) -> Result<String, Diagnostic> {
        let path = format!("{folder}/{}.rs", module.name.trim_start_matches("r#"));
        // Parts of the client that a program does not use must not cause warnings in it.
        let lints = at_root.then(
            || quote!(#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]),
        );
        let declaration = &module.tokens;
        let head = rust_text(&path, &[], quote!(#lints #declaration {}))?;
        let head = head.trim_end().trim_end_matches('}');
        Ok(format!("{head}\n{}}}\n", indented(&self.file(&path)?)))
    }
}

/// Indents the text. Literals contain no line breaks, because emitters write them as escapes.
fn indented(text: &str) -> String {
    let indent = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
    text.lines().map(indent).collect()
}

/// Concatenates tokens.
fn after(first: TokenStream, rest: impl IntoIterator<Item = proc_macro2::TokenTree>) -> TokenStream {
    first.into_iter().chain(rest).collect()
}

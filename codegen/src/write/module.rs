//! A crate as one file that another crate takes in with `include!`, inside a module of its own.
//!
//! ```text
//! pub mod weather {
//!     include!(concat!(env!("OUT_DIR"), "/weather.rs"));
//! }
//! ```
//!
//! What of a crate has no place in there is changed or left out:
//!
//! - files become inline modules; attributes of the crate, its first page among them, and its tests go;
//! - `crate::` becomes the path of the module, in code, visibilities and links of the documentation;
//! - features are settled once and for all: what needs one that is not asked for goes;
//! - examples in the documentation are shown and not run, since they are written for the users of a crate; those that need
//!   a feature that is not there go.

mod docs;
mod features;
mod paths;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use smithy_model::Diagnostic;
use syn::visit_mut::VisitMut as _;
use syn::{Attribute, Item, ItemMod, parse_quote};

use super::header::{Comment, header};
use super::{Tree, fault, format};
use docs::Adapter;
use features::Features;

/// The root of a crate.
const ROOT: &str = "src/lib.rs";

impl Tree {
    /// The text of the one file, for a module at `path`, such as `crate::weather`, with these features of those that
    /// a generated crate has.
    ///
    /// The fault is `bad-module-path` where `path` is none that starts at `crate`.
    pub fn module(&self, path: &str, features: &[String]) -> Result<String, Diagnostic> {
        let path = paths::parse(path)?;
        let mut assembly = Assembly {
            adapter: Adapter::new(self.library(), &path, Features::new(features)),
            path,
            features: Features::new(features),
            files: self.files().collect(),
        };
        let mut items = assembly.file(ROOT)?.items;
        items.iter_mut().for_each(quieten);
        let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items };
        let text = format::as_it_is(file.into_token_stream()).map_err(|fault| fault.in_file(ROOT))?;
        Ok(header(Comment::Rust, &[]) + "\n" + &text)
    }
}

/// Lets the lints of the crate around it pass: that a program calls a single operation is no fault of it.
fn quieten(item: &mut Item) {
    match item {
        Item::Mod(module) => {
            let lints: Attribute = parse_quote!(#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]);
            module.attrs.insert(0, lints);
        }
        Item::Use(item) => {
            item.attrs.retain(|attribute| !is_for_rustfmt(attribute));
            item.attrs.insert(0, parse_quote!(#[allow(unreachable_pub, unused_imports)]));
        }
        _ => {}
    }
}

struct Assembly<'t> {
    /// The path of the module.
    path: TokenStream,
    features: Features,
    adapter: Adapter<'t>,
    /// The files that are not in the module yet. Each gets there once.
    files: BTreeMap<&'t str, &'t str>,
}

impl Assembly<'_> {
    /// A file with the modules below it in their places.
    fn file(&mut self, path: &str) -> Result<syn::File, Diagnostic> {
        let unreadable = |reason: &str| fault::path(path, &format!("does not go into a module: {reason}"));
        let text = self.files.remove(path).ok_or_else(|| unreadable("it is not there"))?;
        let tokens = text.parse().map_err(|_| unreadable("its text is not Rust"))?;
        let tokens = paths::replace(tokens, &self.path);
        let mut file: syn::File = syn::parse2(tokens).map_err(|error| unreadable(&error.to_string()))?;
        self.features.settle(&mut file.items);
        self.adapter.visit_file_mut(&mut file);
        let folder = if path == ROOT { "src" } else { path.trim_end_matches(".rs") };
        for item in &mut file.items {
            if let Item::Mod(module) = item {
                self.inline(module, folder)?;
            }
        }
        Ok(file)
    }

    /// Puts the contents of its file into a module.
    fn inline(&mut self, module: &mut ItemMod, folder: &str) -> Result<(), Diagnostic> {
        if module.content.is_some() {
            return Ok(());
        }
        let name = module.ident.to_string();
        let file = self.file(&format!("{folder}/{}.rs", name.trim_start_matches("r#")))?;
        module.attrs.retain(|attribute| !is_for_rustfmt(attribute));
        module.attrs.extend(file.attrs);
        module.content = Some((syn::token::Brace::default(), file.items));
        module.semi = None;
        Ok(())
    }
}

/// `#[rustfmt::skip]`, which tells how the files of a crate want to stand.
fn is_for_rustfmt(attribute: &Attribute) -> bool {
    attribute.path().segments.first().is_some_and(|segment| segment.ident == "rustfmt")
}

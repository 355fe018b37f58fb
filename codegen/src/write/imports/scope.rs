//! The names that a file or inline module uses or defines, which no import may take.

use std::collections::HashSet;

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Item, UseTree};

/// The names of one file or inline module.
#[derive(Default)]
pub(super) struct Scope {
    /// Names that it defines: of items, generic parameters, and its own imports.
    defined: HashSet<String>,
    /// Names that it uses but others define, and the crates at the start of its absolute paths.
    used: HashSet<String>,
    /// Whether it has a glob import, so that names of its parent may also be its own.
    glob: bool,
}

impl Scope {
    /// Reads the names of the items. Inline modules are separate scopes and are skipped.
    pub(super) fn new(items: &[Item], parent: Option<&Self>) -> Self {
        let mut scope = Self::default();
        for item in items {
            scope.visit_item(item);
        }
        if let (true, Some(parent)) = (scope.glob, parent) {
            scope.defined.extend(parent.defined.iter().cloned());
        }
        scope
    }

    /// Whether the scope defines the name.
    pub(super) fn defines(&self, name: &str) -> bool {
        self.defined.contains(name)
    }

    /// Whether an import of the name would change the meaning of code in the scope.
    pub(super) fn has(&self, name: &str) -> bool {
        self.defined.contains(name) || self.used.contains(name)
    }

    fn define(&mut self, name: &Ident) {
        self.defined.insert(name.to_string());
    }

    fn define_crate(&mut self, item: &syn::ItemExternCrate) {
        self.define(item.rename.as_ref().map_or(&item.ident, |(_, name)| name));
    }

    /// Adds the names that a `use` item imports.
    fn define_imports(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.define_imports(&path.tree),
            UseTree::Name(name) => self.define(&name.ident),
            UseTree::Rename(rename) => self.define(&rename.rename),
            UseTree::Glob(_) => self.glob = true,
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.define_imports(tree)),
        }
    }

    /// Adds a name that is a path by itself or starts one. By itself, a name in lower case is a variable or a primitive
    /// type, which does not conflict with a module.
    fn use_name(&mut self, name: &Ident, starts_path: bool) {
        let name = name.to_string();
        if starts_path || name.starts_with(char::is_uppercase) {
            self.used.insert(name);
        }
    }

    /// Adds the names that the tokens of a macro may use, because its expansion has the same scope.
    fn use_tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut colons = 0;
        while let Some(token) = tokens.next() {
            colons = if is_colon(&token) { colons + 1 } else { 0 };
            match token {
                TokenTree::Group(group) => self.use_tokens(group.stream()),
                TokenTree::Ident(name) => self.use_name(&name, tokens.peek().is_some_and(starts_separator)),
                // The name after `::` is not looked up in this scope.
                _ if colons == 2 => {
                    drop(tokens.next_if(|next| matches!(next, TokenTree::Ident(_))));
                    colons = 0;
                }
                _ => {}
            }
        }
    }
}

fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':')
}

fn starts_separator(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}

impl<'ast> Visit<'ast> for Scope {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Const(item) => self.define(&item.ident),
            Item::Enum(item) => self.define(&item.ident),
            Item::ExternCrate(item) => self.define_crate(item),
            Item::Fn(item) => self.define(&item.sig.ident),
            Item::Mod(item) => self.define(&item.ident),
            Item::Static(item) => self.define(&item.ident),
            Item::Struct(item) => self.define(&item.ident),
            Item::Trait(item) => self.define(&item.ident),
            Item::TraitAlias(item) => self.define(&item.ident),
            Item::Type(item) => self.define(&item.ident),
            Item::Union(item) => self.define(&item.ident),
            Item::Use(item) => self.define_imports(&item.tree),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_type_param(&mut self, param: &'ast syn::TypeParam) {
        self.define(&param.ident);
        visit::visit_type_param(self, param);
    }

    fn visit_const_param(&mut self, param: &'ast syn::ConstParam) {
        self.define(&param.ident);
        visit::visit_const_param(self, param);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(first) = path.segments.first() {
            self.use_name(&first.ident, path.segments.len() > 1);
        }
        visit::visit_path(self, path);
    }

    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        // It may also be a constant or a unit structure.
        self.use_name(&pattern.ident, false);
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.use_tokens(mac.tokens.clone());
        visit::visit_macro(self, mac);
    }

    fn visit_item_mod(&mut self, _: &'ast syn::ItemMod) {}

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}
}

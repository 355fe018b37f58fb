//! The modules of a crate: the definitions of each, and the meaning of its names.

use std::collections::BTreeMap;

use smithy_codegen::Tree;
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Item, ItemMod, ItemUse, Meta, Token, UseTree, Visibility};

/// A path from the root, which is `crate`; paths into other crates start with the crate's name.
pub(super) type Path = Vec<String>;

/// How many imports a name may go through. An import of itself is an import of another crate.
const MOST_STEPS: usize = 16;

/// The modules of a crate by their paths. Tests and items hidden from the documentation are left out. Hidden modules
/// are read, because a re-export may lead into one.
pub(super) struct Modules(BTreeMap<Path, Module>);

/// A module.
#[derive(Default)]
pub(super) struct Module {
    /// Its items in their order.
    pub(super) items: Vec<Item>,
    /// Its names and their meanings: nothing for items of its own, a path for imports.
    names: BTreeMap<String, Option<Path>>,
}

impl Modules {
    /// Reads the modules, starting at `src/lib.rs`.
    pub(super) fn of(tree: &Tree) -> Result<Self, String> {
        let mut modules = Self(BTreeMap::new());
        let root = vec!["crate".to_owned()];
        let mut open = vec![(root, file(tree, "src/lib.rs")?)];
        while let Some((path, items)) = open.pop() {
            let mut module = Module::default();
            for item in items.into_iter().filter(|item| !is_left_out(item)) {
                if let Item::Mod(child) = &item {
                    let child_path = [path.as_slice(), &[name(&child.ident)]].concat();
                    let items = content(tree, &child_path, child)?;
                    open.push((child_path, items));
                }
                module.take(item);
            }
            modules.0.insert(path, module);
        }
        Ok(modules)
    }

    /// The module with this path.
    pub(super) fn get(&self, path: &[String]) -> Option<&Module> {
        self.0.get(path)
    }

    /// The modules with their paths.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Path, &Module)> {
        self.0.iter()
    }

    /// Finds where the target of a path in a module is defined. A name that no module has belongs to another crate, to
    /// the prelude or to the language.
    pub(super) fn resolve(&self, module: &[String], path: &[String]) -> Path {
        let (mut module, mut path) = (module.to_vec(), path.to_vec());
        for _ in 0..MOST_STEPS {
            let Some((first, rest)) = path.split_first() else { return module };
            let rest = rest.to_vec();
            match first.as_str() {
                "crate" => module.truncate(1),
                "super" => module.truncate(module.len().saturating_sub(1)),
                "self" => {}
                _ => match self.get(&module).and_then(|here| here.names.get(first)) {
                    None => return path,
                    Some(Some(target)) => {
                        path = [target.as_slice(), &rest].concat();
                        continue;
                    }
                    Some(None) => {
                        module.push(first.clone());
                        if self.get(&module).is_none() {
                            return [module, rest].concat();
                        }
                    }
                },
            }
            path = rest;
        }
        path
    }
}

impl Module {
    fn take(&mut self, item: Item) {
        if let Item::Use(item) = &item {
            self.names.extend(imports(item).into_iter().map(|(name, target)| (name, Some(target))));
        } else if let Some((ident, _)) = declared(&item) {
            self.names.insert(name(ident), None);
        }
        self.items.push(item);
    }
}

fn file(tree: &Tree, path: &str) -> Result<Vec<Item>, String> {
    let text = tree.get(path).ok_or_else(|| format!("{path}: there is no such file"))?;
    let file = syn::parse_file(text).map_err(|error| format!("{path}: {error}"))?;
    Ok(file.items)
}

/// Returns the items of a module that are inline, or in its file.
fn content(tree: &Tree, path: &[String], module: &ItemMod) -> Result<Vec<Item>, String> {
    match &module.content {
        Some((_, items)) => Ok(items.clone()),
        None => file(tree, &format!("src/{}.rs", path.get(1..).unwrap_or_default().join("/"))),
    }
}

/// An identifier without `r#`.
pub(super) fn name(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// The name and visibility of an item that has them.
pub(super) fn declared(item: &Item) -> Option<(&Ident, &Visibility)> {
    match item {
        Item::Const(item) => Some((&item.ident, &item.vis)),
        Item::Enum(item) => Some((&item.ident, &item.vis)),
        Item::Fn(item) => Some((&item.sig.ident, &item.vis)),
        Item::Mod(item) => Some((&item.ident, &item.vis)),
        Item::Static(item) => Some((&item.ident, &item.vis)),
        Item::Struct(item) => Some((&item.ident, &item.vis)),
        Item::Trait(item) => Some((&item.ident, &item.vis)),
        Item::Type(item) => Some((&item.ident, &item.vis)),
        _ => None,
    }
}

/// Returns the names that a `use` imports, with their paths as written. Generated code has no glob imports.
pub(super) fn imports(item: &ItemUse) -> Vec<(String, Path)> {
    let mut found = Vec::new();
    let mut open = vec![(Path::new(), &item.tree)];
    while let Some((path, tree)) = open.pop() {
        let to = |ident: &Ident| [path.as_slice(), &[name(ident)]].concat();
        match tree {
            UseTree::Path(inner) => open.push((to(&inner.ident), &inner.tree)),
            UseTree::Group(group) => open.extend(group.items.iter().map(|tree| (path.clone(), tree))),
            UseTree::Name(leaf) => found.push((name(&leaf.ident), to(&leaf.ident))),
            UseTree::Rename(leaf) => found.push((name(&leaf.rename), to(&leaf.ident))),
            UseTree::Glob(_) => {}
        }
    }
    found
}

/// The attributes of an item.
pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether an item is for tests, or is hidden from the documentation and not a module.
fn is_left_out(item: &Item) -> bool {
    has(attributes(item), "cfg", "test") || (is_hidden(attributes(item)) && !matches!(item, Item::Mod(_)))
}

/// Whether something is hidden from the documentation.
pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    has(attributes, "doc", "hidden")
}

/// Returns the conditions for an item, as written in `cfg`.
pub(super) fn conditions(attributes: &[Attribute]) -> Vec<String> {
    let cfg = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    cfg.map(|attribute| super::names::text(&attribute.meta)).collect()
}

/// Whether there is an attribute with this name.
pub(super) fn is_marked(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

/// Whether there is an attribute `name(word)`.
fn has(attributes: &[Attribute], name: &str, word: &str) -> bool {
    let lists = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident(name) => Some(list),
        _ => None,
    });
    let words =
        lists.filter_map(|list| list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok());
    words.flatten().any(|meta| meta.path().is_ident(word))
}

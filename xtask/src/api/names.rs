//! The names by which a user reaches items, and the spelling of types with them.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, FnArg, GenericParam, Generics, Ident, Item, Lifetime, PatType, Receiver, ReceiverKind,
    Signature, Type, TypeParam, TypeParamBound, Visibility, parse_quote,
};

use super::modules::{self, Modules, Path};

/// How deep a re-export may lead. A deeper one is a cycle.
const DEEPEST: usize = 8;

/// What can be reached from outside of the crate.
#[derive(Default)]
pub(super) struct Public {
    /// Items by the path of their definition: each public path, with its `cfg` conditions.
    pub(super) items: BTreeMap<Path, BTreeMap<Path, BTreeSet<String>>>,
    /// The same for modules.
    pub(super) modules: BTreeMap<Path, BTreeSet<String>>,
    /// Re-exports of other crates, by their public path: their targets, and the `cfg` conditions.
    pub(super) foreign: BTreeMap<Path, (Path, BTreeSet<String>)>,
}

/// A module to visit: where it is defined and how it is reached.
struct Reached {
    module: Path,
    path: Path,
    conditions: BTreeSet<String>,
}

impl Public {
    /// Follows all public names from the root.
    pub(super) fn of(all: &Modules) -> Self {
        let mut public = Self::default();
        let root = vec!["crate".to_owned()];
        let mut open = vec![Reached { module: root.clone(), path: root, conditions: BTreeSet::new() }];
        while let Some(reached) = open.pop() {
            if reached.path.len() > DEEPEST {
                continue;
            }
            let items = all.get(&reached.module).into_iter().flat_map(|module| &module.items);
            for item in items.filter(|item| !modules::is_hidden(modules::attributes(item))) {
                let conditions = with(&reached.conditions, modules::attributes(item));
                for (path, target) in reached.exports(item, all) {
                    open.extend(public.take(all, path, target, conditions.clone()));
                }
            }
        }
        public
    }

    /// Adds the definition at `target`, and returns it if it is a module.
    fn take(
        &mut self,
        all: &Modules,
        path: Path,
        target: Path,
        conditions: BTreeSet<String>,
    ) -> Option<Reached> {
        if all.get(&target).is_some() {
            self.modules.insert(path.clone(), conditions.clone());
            return Some(Reached { module: target, path, conditions });
        }
        if target.first().is_some_and(|first| first == "crate") {
            self.items.entry(target).or_default().insert(path, conditions);
        } else {
            self.foreign.insert(path, (target, conditions));
        }
        None
    }

    /// Returns the shortest path to a definition of the crate.
    pub(super) fn name(&self, definition: &[String]) -> Option<&Path> {
        self.items.get(definition)?.keys().min_by_key(|path| path.len())
    }
}

impl Reached {
    /// Returns what an item makes reachable: each path with its target.
    fn exports(&self, item: &Item, all: &Modules) -> Vec<(Path, Path)> {
        let to = |from: &Path, name: String| [from.as_slice(), &[name]].concat();
        match item {
            Item::Use(item) if is_public(&item.vis) => modules::imports(item)
                .into_iter()
                .map(|(name, target)| (to(&self.path, name), all.resolve(&self.module, &target)))
                .collect(),
            item => modules::declared(item)
                .filter(|(_, visibility)| is_public(visibility))
                .map(|(ident, _)| modules::name(ident))
                .map(|name| (to(&self.path, name.clone()), to(&self.module, name)))
                .into_iter()
                .collect(),
        }
    }
}

/// Whether something is `pub`, and not only for the crate.
pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The conditions of a module and of an item in it.
fn with(outer: &BTreeSet<String>, attributes: &[Attribute]) -> BTreeSet<String> {
    outer.iter().cloned().chain(modules::conditions(attributes)).collect()
}

/// Spells types independently of imports and of the names of type parameters and arguments.
#[derive(Clone)]
pub(super) struct Speller<'a> {
    modules: &'a Modules,
    public: &'a Public,
    /// The module that contains the names.
    module: &'a [String],
    /// Type parameters, numbered in the order of their declaration.
    parameters: BTreeMap<String, String>,
    /// Whether an unreachable name of the crate was found.
    pub(super) met_private: bool,
}

impl<'a> Speller<'a> {
    pub(super) fn new(modules: &'a Modules, public: &'a Public, module: &'a [String]) -> Self {
        Self { modules, public, module, parameters: BTreeMap::new(), met_private: false }
    }

    /// Returns a speller for code under these parameters.
    pub(super) fn under(&self, generics: &Generics) -> Self {
        let mut inner = self.clone();
        for parameter in generics.type_params() {
            let number = inner.parameters.len();
            inner.parameters.insert(modules::name(&parameter.ident), format!("T{number}"));
        }
        inner
    }

    /// A type.
    pub(super) fn ty(&mut self, ty: &Type) -> String {
        let mut ty = ty.clone();
        self.visit_type_mut(&mut ty);
        text(&ty)
    }

    /// A path, for example that of a trait.
    pub(super) fn path(&mut self, path: &syn::Path) -> String {
        let mut path = path.clone();
        self.visit_path_mut(&mut path);
        text(&path)
    }

    /// Spells the bounds of a trait.
    pub(super) fn bounds<'b>(&mut self, bounds: impl Iterator<Item = &'b TypeParamBound>) -> String {
        let mut spelled: Vec<String> = bounds
            .cloned()
            .map(|mut bound| {
                self.visit_type_param_bound_mut(&mut bound);
                text(&bound)
            })
            .collect();
        spelled.sort_unstable();
        spelled.join(" + ")
    }

    /// Spells parameters with their bounds and defaults, and the `where` clause. Call it on a speller for these
    /// parameters.
    pub(super) fn generics(&mut self, generics: &Generics) -> String {
        let mut generics = generics.clone();
        for parameter in &mut generics.params {
            if let GenericParam::Type(TypeParam { attrs, .. }) = parameter {
                attrs.clear();
            }
        }
        self.visit_generics_mut(&mut generics);
        [text(&generics), text(&generics.where_clause)].concat()
    }

    /// Spells a signature without the names of its arguments. Call it on a speller for its parameters.
    pub(super) fn signature(&mut self, signature: &Signature) -> String {
        let mut signature = signature.clone();
        for argument in &mut signature.inputs {
            match argument {
                FnArg::Receiver(receiver) => receiver.attrs.clear(),
                FnArg::Typed(argument) => argument.attrs.clear(),
            }
        }
        self.visit_signature_mut(&mut signature);
        text(&signature)
    }
}

impl VisitMut for Speller<'_> {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let names: Path = path.segments.iter().map(|segment| modules::name(&segment.ident)).collect();
        let Some(first) = names.first() else { return };
        if let (Some(parameter), None) = (self.parameters.get(first), &path.leading_colon) {
            if let Some(segment) = path.segments.first_mut() {
                segment.ident = Ident::new(parameter, segment.ident.span());
            }
            return;
        }
        if first == "Self" {
            return;
        }
        let found = match path.leading_colon.take() {
            Some(_) => names,
            None => self.modules.resolve(self.module, &names),
        };
        let found = match self.public.name(&found) {
            Some(public) => public.clone(),
            None => {
                self.met_private |= found.first().is_some_and(|first| first == "crate");
                found
            }
        };
        rewrite(path, &found);
    }

    fn visit_type_param_mut(&mut self, parameter: &mut TypeParam) {
        visit_mut::visit_type_param_mut(self, parameter);
        if let Some(name) = self.parameters.get(&modules::name(&parameter.ident)) {
            parameter.ident = Ident::new(name, parameter.ident.span());
        }
    }

    fn visit_pat_type_mut(&mut self, argument: &mut PatType) {
        visit_mut::visit_pat_type_mut(self, argument);
        *argument.pat = parse_quote!(_);
    }

    fn visit_receiver_mut(&mut self, receiver: &mut Receiver) {
        visit_mut::visit_receiver_mut(self, receiver);
        if let ReceiverKind::Value = receiver.kind {
            receiver.mutability = None;
        }
    }

    fn visit_lifetime_mut(&mut self, _: &mut Lifetime) {}
}

/// Replaces the names of a path; the arguments of its last segments stay.
fn rewrite(path: &mut syn::Path, names: &[String]) {
    let mut arguments: Vec<_> = path.segments.iter().map(|segment| segment.arguments.clone()).collect();
    path.segments = names
        .iter()
        .rev()
        .map(|name| syn::PathSegment {
            ident: Ident::new(name, Span::call_site()),
            arguments: arguments.pop().unwrap_or_default(),
        })
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
}

/// Formats tokens on one line, without unusual spaces.
pub(super) fn text(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    let spaces = [
        (" ::", "::"),
        (":: ", "::"),
        (" :", ":"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" ,", ","),
        (" (", "("),
        ("=(", "= ("),
        // If a list is too long for a line, the formatter adds a comma at its end.
        (",>", ">"),
        (",)", ")"),
    ];
    for (loose, tight) in spaces {
        text = text.replace(loose, tight);
    }
    text
}

//! Applies the user's settings to the model: names to use, derives and attributes to write.

use smithy_model::ir::{EnumMember, IntEnumMember, Member, Operation, Origin, Shape, ShapeKind};
use smithy_model::{Diagnostic, Span, suggest};

use super::{Planner, sentences};
use crate::config::custom::{Attribute, Derive, Extra, MemberCustom, Rename};
use crate::ident::{self, RustIdent, Scope};

/// A name that becomes an identifier, and its origin.
#[derive(Clone, Copy)]
pub(crate) struct Named<'n> {
    /// The text that becomes the identifier.
    pub(crate) word: &'n str,
    /// The name in the model.
    pub(crate) original: &'n str,
    /// The place of the name in the model.
    pub(crate) origin: &'n Origin,
    /// What replaces it.
    rename: Option<&'n Rename>,
}

impl<'n> Named<'n> {
    fn new(original: &'n str, origin: &'n Origin, rename: Option<&'n Rename>) -> Self {
        Self { word: rename.map_or(original, |rename| &rename.name), original, origin, rename }
    }

    /// Whether it is renamed.
    pub(crate) fn is_renamed(&self) -> bool {
        self.rename.is_some()
    }

    /// The place where the name is given.
    pub(crate) fn span(&self) -> Option<Span> {
        self.rename.and_then(|rename| rename.span).or(self.origin.span)
    }
}

impl<'m> Planner<'m> {
    pub(crate) fn named_operation(&self, operation: &'m Operation) -> Named<'m> {
        let rename = self.custom.operations.get(&operation.name).and_then(|custom| custom.rename.as_ref());
        Named::new(&operation.name, &operation.origin, rename)
    }

    pub(crate) fn named_shape(&self, shape: &'m Shape) -> Named<'m> {
        let rename = self.custom.shapes.get(&shape.name).and_then(|custom| custom.rename.as_ref());
        Named::new(&shape.name, &shape.origin, rename)
    }

    pub(crate) fn named_member(&self, owner: &Shape, member: &'m Member) -> Named<'m> {
        let rename = self.custom.member(&owner.name, &member.name).and_then(|custom| custom.rename.as_ref());
        Named::new(&member.name, &member.origin, rename)
    }

    /// Returns the name of a constant. The setting may use its name or its value: C2J has no names, so its loader
    /// invents them, and they may differ from Smithy's.
    pub(crate) fn named_constant(&self, owner: &Shape, member: &'m EnumMember) -> Named<'m> {
        let rename = self.custom_constant(owner, member).and_then(|custom| custom.rename.as_ref());
        Named::new(&member.name, &member.origin, rename)
    }

    pub(crate) fn named_number(&self, owner: &Shape, member: &'m IntEnumMember) -> Named<'m> {
        let rename = self.custom.member(&owner.name, &member.name).and_then(|custom| custom.rename.as_ref());
        Named::new(&member.name, &member.origin, rename)
    }

    fn custom_constant(&self, owner: &Shape, member: &EnumMember) -> Option<&'m MemberCustom> {
        let of = |name: &str| self.custom.member(&owner.name, name);
        of(&member.name).or_else(|| of(&member.value))
    }

    /// Returns the attributes of the variant of a constant.
    pub(crate) fn constant_attributes(&self, owner: &Shape, member: &EnumMember) -> Vec<Attribute> {
        self.custom_constant(owner, member).map(|custom| custom.attributes.clone()).unwrap_or_default()
    }
}

impl Planner<'_> {
    /// Claims the name of a constant. Equal names from the model are told apart by numbers. A name from the settings
    /// stays as it is, and no other constant may have it.
    pub(crate) fn claim_constant(
        &mut self,
        scope: &mut Scope,
        owner: &Shape,
        ident: RustIdent,
        named: Named<'_>,
    ) -> Option<RustIdent> {
        let custom = self.custom.shapes.get(&owner.name);
        let mut renames =
            custom.into_iter().flat_map(|custom| custom.members.values()).flat_map(|custom| &custom.rename);
        if renames.any(|rename| ident::variant(&rename.name).as_ref() == Some(&ident)) {
            self.claim(scope, |_| Some(ident), named)
        } else {
            Some(scope.claim_numbered(&ident, named.original))
        }
    }

    /// Returns the additions to a type, without derives that it already has.
    pub(crate) fn extra(&mut self, shape: &Shape, implemented: &[&str]) -> Extra {
        let own = self.custom.shapes.get(&shape.name).map(|custom| &custom.extra);
        for derive in own.iter().flat_map(|own| &own.derives) {
            if implemented.contains(&derive.name()) {
                let message = format!("`{}` already has `{}`", shape.name, derive.name());
                let problem = Diagnostic::warning("superfluous-derive", message).at(derive.span);
                self.diagnostics.push(problem.shape(&shape.origin.id).help("remove it from `derives`"));
            }
        }
        let mut extra = Extra::default();
        for Extra { derives, attributes } in own.into_iter().chain([&self.custom.every_shape]) {
            for derive in derives {
                let known = |known: &Derive| known.name() == derive.name();
                if !implemented.contains(&derive.name()) && !extra.derives.iter().any(known) {
                    extra.derives.push(derive.clone());
                }
            }
            extra.attributes.extend(attributes.iter().cloned());
        }
        extra
    }

    /// Returns the attributes of a field or variant.
    pub(crate) fn attributes(&self, owner: &Shape, member: &str) -> Vec<Attribute> {
        self.custom.member(&owner.name, member).map(|custom| custom.attributes.clone()).unwrap_or_default()
    }

    /// Adds the name in the model to the docs of a renamed type.
    pub(crate) fn tell_original(&self, lines: &mut Vec<String>, shape: &Shape) {
        if self.custom.shapes.get(&shape.name).is_some_and(|custom| custom.rename.is_some()) {
            sentences::original(lines, &shape.name);
        }
    }

    /// Reports settings for operations, shapes and members that do not exist.
    pub(crate) fn check_custom(&mut self) {
        let custom = self.custom;
        for (name, operation) in &custom.operations {
            let known: Vec<&str> = self.model.operations.iter().map(|known| known.name.as_str()).collect();
            if !known.contains(&name.as_str()) {
                let help = suggest::did_you_mean(name, known.iter().copied());
                self.unknown("operation", name, operation.span, help);
            }
        }
        for (name, shape) in &custom.shapes {
            match self.model.shapes.find(name) {
                None => {
                    let help = self.meant_shape(name);
                    self.unknown("shape", name, shape.span, help);
                }
                Some(id) => self.check_members(self.model.shape(id), shape.span, &shape.members),
            }
        }
    }

    fn check_members<'c>(
        &mut self,
        shape: &Shape,
        span: Option<Span>,
        customs: impl IntoIterator<Item = (&'c String, &'c MemberCustom)>,
    ) {
        let Some(known) = parts(shape) else {
            let message =
                format!("`{}` is a {}, which has no type of its own", shape.name, shape.kind.name());
            let problem = Diagnostic::error("no-type", message).at(span).shape(&shape.origin.id);
            let help = "names, derives and attributes are for structures, unions and enums";
            return self.diagnostics.push(problem.help(help));
        };
        for (name, member) in customs {
            if !known.contains(&name.as_str()) {
                let help = suggest::did_you_mean(name, known.iter().copied());
                self.unknown("member", &format!("{}${name}", shape.name), member.span, help);
            }
        }
    }

    /// Returns the name of a similar shape.
    fn meant_shape(&self, name: &str) -> Option<String> {
        let bare = |id: &'_ str| id.rsplit('#').next() == Some(name);
        let mut shapes = self.model.shapes.iter().map(|(_, shape)| shape);
        if let Some(shape) = shapes.find(|shape| bare(&shape.origin.id)) {
            return Some(format!("inputs and outputs are named after their operation: `{}`", shape.name));
        }
        if self.model.operations.iter().any(|operation| operation.name == name) {
            return Some(format!("it is an operation: write `[operations.{name}]`"));
        }
        suggest::did_you_mean(name, self.model.shapes.iter().map(|(_, shape)| shape.name.as_str()))
    }

    fn unknown(&mut self, kind: &'static str, name: &str, span: Option<Span>, help: Option<String>) {
        let code = match kind {
            "operation" => "unknown-operation",
            "shape" => "unknown-shape",
            _ => "unknown-member",
        };
        let message = format!("there is no {kind} `{name}`");
        let problem = if self.custom.partial {
            Diagnostic::warning(code, format!("{message} in what is generated"))
        } else {
            Diagnostic::error(code, message)
        };
        let problem = problem.at(span).help("use the names of the model; `inspect --json` lists them");
        self.diagnostics.push(problem.maybe_help(help));
    }
}

/// Returns the names of the members or constants of a shape that has a generated type.
fn parts(shape: &Shape) -> Option<Vec<&str>> {
    Some(match &shape.kind {
        ShapeKind::Structure(inner) | ShapeKind::Union(inner) => {
            inner.members.iter().map(|member| member.name.as_str()).collect()
        }
        ShapeKind::Enum(members) => {
            members.iter().flat_map(|member| [member.name.as_str(), member.value.as_str()]).collect()
        }
        ShapeKind::IntEnum(members) => {
            members.iter().map(|IntEnumMember { name, .. }| name.as_str()).collect()
        }
        _ => return None,
    })
}

//! The part of a model's Rust API that callers see: the names of types, fields and variants, and the form of each
//! field.
//!
//! It does not depend on settings, and is found by the shapes of the model. Comparing two of them shows what a new
//! model means for callers.

use std::collections::{BTreeMap, HashMap};

use smithy_model::ir::{Model, ShapeId, ShapeKind};
use smithy_model::{Diagnostics, Validated};

use super::Planner;
use super::structure::{MemberPlan, Zero};
use super::types::RustType;
use crate::config::Custom;

/// The part of a model's Rust API that callers see. Names that are invalid or already taken are missing.
#[derive(Debug, Default)]
pub struct Surface {
    types: HashMap<ShapeId, String>,
    fields: HashMap<(ShapeId, String), Field>,
    variants: HashMap<(ShapeId, String), Variant>,
    errors: HashMap<String, BTreeMap<String, String>>,
}

/// A field of a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, without `r#`.
    pub name: String,
    /// Whether a value must be present.
    pub form: Form,
    /// The client fills in a random token if none is set.
    pub filled: bool,
    /// `Debug` hides its value.
    pub secret: bool,
    /// Its value is in a `Box`.
    pub boxed: bool,
}

/// Whether a value must be present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `Option<T>`
    Optional,
    /// `T`, and the builder requires it.
    Required,
    /// `T`, with a default.
    Defaulted {
        /// The default is that of the type.
        zero: bool,
    },
}

/// A variant of a union or an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name, without `r#`.
    pub name: String,
    /// Its value is in a `Box`.
    pub boxed: bool,
}

impl Form {
    /// Whether callers see no difference except in the value of the default.
    pub fn is_like(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }

    /// Whether a structure with this field can be created without a value for it.
    pub fn has_zero(self) -> bool {
        matches!(self, Self::Optional | Self::Defaulted { zero: true })
    }
}

impl Surface {
    /// Computes the surface of a model.
    pub fn of(model: &Model<Validated>) -> Self {
        // Name conflicts are reported when the crate is generated.
        let (custom, mut diagnostics) = (Custom::default(), Diagnostics::default());
        let mut planner = Planner::new(model, &custom, &mut diagnostics);
        let mut surface = Self::default();
        for (id, shape) in model.shapes.iter() {
            surface.add(&mut planner, id, &shape.kind);
        }
        for operation in &model.operations {
            let variants = planner.error_variants(operation).into_iter();
            let by_name =
                variants.filter_map(|it| Some((it.codes.first()?.clone(), it.ident.bare().to_owned())));
            surface.errors.insert(operation.name.clone(), by_name.collect());
        }
        surface.types = planner.names.iter().map(|(id, path)| (*id, path.name().bare().to_owned())).collect();
        surface
    }

    fn add<'m>(&mut self, planner: &mut Planner<'m>, id: ShapeId, kind: &'m ShapeKind) {
        match kind {
            ShapeKind::Structure(_) => {
                for member in planner.structure(id).into_iter().flat_map(|plan| plan.members) {
                    self.fields.insert((id, member.name.clone()), Field::of(&member));
                }
            }
            ShapeKind::Union(_) => {
                for variant in planner.union(id).into_iter().flat_map(|plan| plan.variants) {
                    let boxed = is_boxed(&variant.member);
                    let name = variant.ident.bare().to_owned();
                    self.variants.insert((id, variant.member.name), Variant { name, boxed });
                }
            }
            ShapeKind::Enum(members) => {
                let plan = planner.enumeration(id, members);
                let idents = plan.into_iter().flat_map(|plan| plan.variants).map(|variant| variant.ident);
                self.constants(id, members.iter().map(|member| &member.name).zip(idents));
            }
            ShapeKind::IntEnum(members) => {
                let plan = planner.int_enumeration(id, members);
                let idents = plan.into_iter().flat_map(|plan| plan.variants).map(|(ident, ..)| ident);
                self.constants(id, members.iter().map(|member| &member.name).zip(idents));
            }
            _ => {}
        }
    }

    fn constants<'n>(
        &mut self,
        id: ShapeId,
        constants: impl Iterator<Item = (&'n String, super::ident::RustIdent)>,
    ) {
        for (name, ident) in constants {
            let variant = Variant { name: ident.bare().to_owned(), boxed: false };
            self.variants.insert((id, name.clone()), variant);
        }
    }

    /// Returns the name of a shape's type.
    pub fn type_name(&self, id: ShapeId) -> Option<&str> {
        self.types.get(&id).map(String::as_str)
    }

    /// Returns the field of a structure's member.
    pub fn field(&self, owner: ShapeId, member: &str) -> Option<&Field> {
        self.fields.get(&(owner, member.to_owned()))
    }

    /// Returns the variant of a union's member or of an enum's value.
    pub fn variant(&self, owner: ShapeId, member: &str) -> Option<&Variant> {
        self.variants.get(&(owner, member.to_owned()))
    }

    /// Returns the variants of an operation's errors, by the names of the errors in the model.
    pub fn errors(&self, operation: &str) -> Option<&BTreeMap<String, String>> {
        self.errors.get(operation)
    }
}

impl Field {
    fn of(member: &MemberPlan) -> Self {
        Self {
            name: member.ident.bare().to_owned(),
            form: match &member.default {
                _ if member.required => Form::Required,
                Some(default) if !member.optional => Form::Defaulted { zero: *default == Zero::Default },
                _ => Form::Optional,
            },
            filled: member.idempotency_token,
            secret: member.secret,
            boxed: is_boxed(member),
        }
    }
}

fn is_boxed(member: &MemberPlan) -> bool {
    matches!(member.ty, RustType::Boxed(_))
}

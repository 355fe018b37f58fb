//! Settings for single operations, shapes and members: names in Rust, derives and attributes.

use std::collections::BTreeMap;

use smithy_model::Span;

pub use super::snippet::{Attribute, Derive};

/// Deviations from the rules, by names of the model. None of them changes what is sent.
#[derive(Clone, Debug, Default)]
pub struct Custom {
    /// By operation.
    pub operations: BTreeMap<String, OperationCustom>,
    /// By shape. Inputs and outputs are called `<Operation>Input` and `<Operation>Output`.
    pub shapes: BTreeMap<String, ShapeCustom>,
    /// Additions to every structure, union, enum and error. A derive that a type already has is left out there.
    pub every_shape: Extra,
    /// Names that the model does not have are warnings and not errors, because only a part of the model is generated.
    pub partial: bool,
}

/// The settings of one operation.
#[derive(Clone, Debug, Default)]
pub struct OperationCustom {
    /// The place of the setting.
    pub span: Option<Span>,
    /// The new name of the operation: for its module, the client's method, and its input, output and error.
    pub rename: Option<Rename>,
}

/// The settings of one shape.
#[derive(Clone, Debug, Default)]
pub struct ShapeCustom {
    /// The place of the setting.
    pub span: Option<Span>,
    /// The new name of the type.
    pub rename: Option<Rename>,
    /// Additions to the type.
    pub extra: Extra,
    /// By member of a structure or union, or by constant of an enum (its name or its value).
    pub members: BTreeMap<String, MemberCustom>,
}

/// The settings of one member or constant.
#[derive(Clone, Debug, Default)]
pub struct MemberCustom {
    /// The place of the setting.
    pub span: Option<Span>,
    /// The new name of the field, accessor and setters, or of the variant.
    pub rename: Option<Rename>,
    /// Attributes before the field or variant.
    pub attributes: Vec<Attribute>,
}

/// Additions to a type.
#[derive(Clone, Debug, Default)]
pub struct Extra {
    /// Traits to derive.
    pub derives: Vec<Derive>,
    /// Attributes before the type.
    pub attributes: Vec<Attribute>,
}

/// A new name. Like a name of the model, it is converted to the case of its place in Rust.
#[derive(Clone, Debug)]
pub struct Rename {
    /// The name: ASCII letters, digits and `_`, with at least one letter.
    pub name: String,
    /// The place of the setting.
    pub span: Option<Span>,
}

impl Custom {
    /// Whether anything is renamed.
    pub(crate) fn renames(&self) -> bool {
        let of_shape = |shape: &ShapeCustom| {
            shape.rename.is_some() || shape.members.values().any(|member| member.rename.is_some())
        };
        self.operations.values().any(|operation| operation.rename.is_some())
            || self.shapes.values().any(of_shape)
    }

    /// Returns the settings of one member.
    pub(crate) fn member(&self, shape: &str, member: &str) -> Option<&MemberCustom> {
        self.shapes.get(shape)?.members.get(member)
    }
}

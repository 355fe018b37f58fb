//! Settings for single elements: names in Rust, derives and attributes, of single operations, shapes and members.

use std::collections::BTreeMap;

use smithy_model::Span;

pub use super::snippet::{Attribute, Derive};

/// What departs from the rules, by names of the model. Nothing of it changes what goes over the wire.
#[derive(Clone, Debug, Default)]
pub struct Custom {
    /// By operation.
    pub operations: BTreeMap<String, OperationCustom>,
    /// By shape. Inputs and outputs are called `<Operation>Input` and `<Operation>Output`.
    pub shapes: BTreeMap<String, ShapeCustom>,
    /// What every structure, union, enum and error has besides. A derive that a type has already is left out there.
    pub every_shape: Extra,
    /// Names that the model lacks are told in warnings and not errors, since only a part of the model is generated.
    pub partial: bool,
}

/// What one operation has otherwise.
#[derive(Clone, Debug, Default)]
pub struct OperationCustom {
    /// Where it is said.
    pub span: Option<Span>,
    /// What the operation is called: its module, the client's method, and its input, output and error.
    pub rename: Option<Rename>,
}

/// What one shape has otherwise.
#[derive(Clone, Debug, Default)]
pub struct ShapeCustom {
    /// Where it is said.
    pub span: Option<Span>,
    /// What the type is called.
    pub rename: Option<Rename>,
    /// What the type has besides.
    pub extra: Extra,
    /// By member of a structure or union, or constant of an enum, which goes by its name or its value.
    pub members: BTreeMap<String, MemberCustom>,
}

/// What one member or constant has otherwise.
#[derive(Clone, Debug, Default)]
pub struct MemberCustom {
    /// Where it is said.
    pub span: Option<Span>,
    /// What field, accessor and setters, or the variant, are called.
    pub rename: Option<Rename>,
    /// What stands before the field or variant.
    pub attributes: Vec<Attribute>,
}

/// What a type has besides what the generator gives it.
#[derive(Clone, Debug, Default)]
pub struct Extra {
    /// Traits to derive.
    pub derives: Vec<Derive>,
    /// What stands before the type.
    pub attributes: Vec<Attribute>,
}

/// Another name. Like one of the model, it is put into the case that its place in Rust asks for.
#[derive(Clone, Debug)]
pub struct Rename {
    /// The name: letters and digits of ASCII and `_`, of which one is a letter.
    pub name: String,
    /// Where it is said.
    pub span: Option<Span>,
}

impl Custom {
    /// Whether anything is called otherwise.
    pub(crate) fn renames(&self) -> bool {
        let of_shape = |shape: &ShapeCustom| {
            shape.rename.is_some() || shape.members.values().any(|member| member.rename.is_some())
        };
        self.operations.values().any(|operation| operation.rename.is_some())
            || self.shapes.values().any(of_shape)
    }

    /// What one member has otherwise.
    pub(crate) fn member(&self, shape: &str, member: &str) -> Option<&MemberCustom> {
        self.shapes.get(shape)?.members.get(member)
    }
}

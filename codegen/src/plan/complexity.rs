//! Decides which types Clippy calls complex, so that the generated code allows them.

use super::structure::{MemberPlan, StructurePlan};
use super::types::RustType;

/// The maximum weight of a type that Clippy does not call complex.
const SIMPLE: usize = 250;

impl MemberPlan {
    /// Whether the type of the field is complex.
    pub fn is_complex(&self) -> bool {
        weight(&self.field_type(), 1) > SIMPLE
    }
}

impl StructurePlan {
    /// Whether a type in the setters is complex: that of the builder when its heaviest required member is set, or that
    /// of a member.
    pub fn has_complex_setter(&self) -> bool {
        let heaviest = self.required().map(|member| weight(&member.ty, 3)).max().unwrap_or_default();
        self.members.iter().any(MemberPlan::is_complex) || self.weight_unset() + heaviest > SIMPLE
    }

    /// Whether the type of an empty builder is complex.
    pub fn is_complex_unset(&self) -> bool {
        self.weight_unset() > SIMPLE
    }

    fn weight_unset(&self) -> usize {
        10 + 20 * (self.required().count() + usize::from(self.caller.is_some()))
    }
}

/// Computes Clippy's measure: ten for each named type, times its depth.
fn weight(ty: &RustType, depth: usize) -> usize {
    let inner = match ty {
        RustType::Vec(inner) | RustType::Option(inner) | RustType::Boxed(inner) => weight(inner, depth + 1),
        RustType::Map(key, value) => weight(key, depth + 1) + weight(value, depth + 1),
        _ => 0,
    };
    10 * depth + inner
}

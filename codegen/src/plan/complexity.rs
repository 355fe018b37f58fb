//! Decides which types Clippy calls complex, so that the output allows them where they stand.

use super::structure::{MemberPlan, StructurePlan};
use super::types::RustType;

/// What a type may weigh before Clippy calls it complex.
const SIMPLE: usize = 250;

impl MemberPlan {
    /// Whether the type of the field is complex.
    pub fn is_complex(&self) -> bool {
        weight(&self.field_type(), 1) > SIMPLE
    }
}

impl StructurePlan {
    /// Whether a type in the setters is complex: that of the builder when its heaviest required member has been set, or that
    /// of a member.
    pub fn has_complex_setter(&self) -> bool {
        let heaviest = self.required().map(|member| weight(&member.ty, 3)).max().unwrap_or_default();
        self.members.iter().any(MemberPlan::is_complex) || self.weight_unset() + heaviest > SIMPLE
    }

    /// Whether the type of a builder with nothing set is complex.
    pub fn is_complex_unset(&self) -> bool {
        self.weight_unset() > SIMPLE
    }

    fn weight_unset(&self) -> usize {
        10 + 20 * (self.required().count() + usize::from(self.caller.is_some()))
    }
}

/// Clippy's measure: ten for each type that is named, times its depth.
fn weight(ty: &RustType, depth: usize) -> usize {
    let inner = match ty {
        RustType::Vec(inner) | RustType::Option(inner) | RustType::Boxed(inner) => weight(inner, depth + 1),
        RustType::Map(key, value) => weight(key, depth + 1) + weight(value, depth + 1),
        _ => 0,
    };
    10 * depth + inner
}

//! Unions and their variants.

use smithy_model::ir::ShapeId;

use super::events::EventsPlan;
use super::structure::MemberPlan;
use super::types::TypePath;
use super::{Planner, sentences};
use crate::config::custom::Extra;
use crate::ident::{RustIdent, Scope};

/// A union.
#[derive(Clone, Debug)]
pub struct UnionPlan {
    /// The type.
    pub path: TypePath,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The variants in the order of the model.
    pub variants: Vec<VariantPlan>,
    /// `Debug` hides values.
    pub secret: bool,
    /// It is sent, so its values are checked.
    pub sent: bool,
    /// The events, if its members are events.
    pub events: Option<EventsPlan>,
    /// More derives and attributes.
    pub extra: Extra,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct VariantPlan {
    /// The variant.
    pub ident: RustIdent,
    /// The suffix of `is_…` and `as_…`.
    pub snake: RustIdent,
    /// The member. Its `ident` is not used.
    pub member: MemberPlan,
}

/// Variants that every union has.
const UNION_VARIANTS: [&str; 1] = ["Unknown"];

impl Planner<'_> {
    /// Plans a union.
    pub(crate) fn union(&mut self, id: ShapeId) -> Option<UnionPlan> {
        let model = self.model;
        let shape = model.shape(id);
        let path = self.names.get(&id)?.clone();
        let mut scope = Scope::reserving(&UNION_VARIANTS);
        let mut variants = Vec::new();
        for member in &model.structure(id).members {
            let named = self.named_member(shape, member);
            let Some(ident) = self.claim(&mut scope, RustIdent::pascal, named) else { continue };
            let Some(snake) = RustIdent::snake(named.word) else { continue };
            let member = self.member(id, member, snake.clone(), false)?;
            variants.push(VariantPlan { ident, snake, member });
        }
        let mut docs = sentences::shape(shape);
        self.tell_original(&mut docs, shape);
        Some(UnionPlan {
            docs,
            extra: self.extra(shape, &["Clone", "Debug", "Deserialize", "PartialEq", "Serialize"]),
            secret: variants.iter().any(|variant| variant.member.secret),
            sent: self.sent.contains(&id),
            events: self.events(id),
            variants,
            path,
        })
    }
}

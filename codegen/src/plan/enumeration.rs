//! Enums: of text, and of integers.

use std::collections::BTreeMap;

use smithy_model::ir::{EnumMember, IntEnumMember, ShapeId};

use super::ident::{self, RustIdent, Scope};
use super::types::TypePath;
use super::{Planner, sentences};

/// An enum of text.
#[derive(Clone, Debug)]
pub struct EnumPlan {
    /// The type.
    pub path: TypePath,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The variants in the order of the model.
    pub variants: Vec<ConstantPlan>,
    /// `is_…` methods: the tag, and the variants that carry it.
    pub predicates: Vec<PredicatePlan>,
    /// It is sent, so its values are checked.
    pub sent: bool,
}

/// A known value of a text.
#[derive(Clone, Debug)]
pub struct ConstantPlan {
    /// The variant.
    pub ident: RustIdent,
    /// The value on the wire.
    pub value: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The note of the deprecation.
    pub deprecated: Option<Option<String>>,
}

/// A question that tags answer.
#[derive(Clone, Debug)]
pub struct PredicatePlan {
    /// `is_terminal`
    pub ident: RustIdent,
    /// `terminal`
    pub tag: String,
    /// The variants of which it is true.
    pub variants: Vec<RustIdent>,
}

/// An enum of integers.
#[derive(Clone, Debug)]
pub struct IntEnumPlan {
    /// The type.
    pub path: TypePath,
    /// Doc lines.
    pub docs: Vec<String>,
    /// Variant, value, doc lines.
    pub variants: Vec<(RustIdent, i32, Vec<String>)>,
    /// It is sent, so its values are checked.
    pub sent: bool,
}

impl Planner<'_> {
    /// Plans an enum of text.
    pub(crate) fn enumeration(&mut self, id: ShapeId, members: &[EnumMember]) -> Option<EnumPlan> {
        let shape = self.model.shape(id);
        let mut scope = Scope::reserving(&["Unknown"]);
        let mut variants = Vec::new();
        // Tags that differ in nothing but spelling are one question.
        let mut predicates: BTreeMap<RustIdent, PredicatePlan> = BTreeMap::new();
        for member in members {
            let ident = ident::variant(&member.name).or_else(|| ident::variant(&member.value))?;
            let ident = scope.claim_numbered(&ident, &member.name);
            for tag in &member.tags {
                ask(&mut predicates, tag, &ident);
            }
            variants.push(ConstantPlan {
                ident,
                value: member.value.clone(),
                docs: sentences::constant(member),
                deprecated: sentences::note(member.deprecated.as_ref()),
            });
        }
        Some(EnumPlan {
            path: self.names.get(&id)?.clone(),
            docs: sentences::shape(shape),
            variants,
            predicates: predicates.into_values().collect(),
            sent: self.sent.contains(&id),
        })
    }

    /// Plans an enum of integers.
    pub(crate) fn int_enumeration(&mut self, id: ShapeId, members: &[IntEnumMember]) -> Option<IntEnumPlan> {
        let shape = self.model.shape(id);
        let mut scope = Scope::reserving(&["Unknown"]);
        let mut variants = Vec::new();
        for member in members {
            let ident = scope.claim_numbered(&ident::variant(&member.name)?, &member.name);
            let docs = sentences::documented(member.documentation.as_deref(), || {
                format!("The value {}.", member.value)
            });
            variants.push((ident, member.value, docs));
        }
        Some(IntEnumPlan {
            path: self.names.get(&id)?.clone(),
            docs: sentences::shape(shape),
            variants,
            sent: self.sent.contains(&id),
        })
    }
}

/// Takes a variant into the predicate of a tag.
fn ask(predicates: &mut BTreeMap<RustIdent, PredicatePlan>, tag: &str, variant: &RustIdent) {
    let Some(ident) = RustIdent::snake(tag).map(|tag| tag.with_prefix("is_")) else { return };
    let predicate = predicates.entry(ident.clone()).or_insert_with(|| PredicatePlan {
        ident,
        tag: tag.to_owned(),
        variants: Vec::new(),
    });
    if predicate.variants.last() != Some(variant) {
        predicate.variants.push(variant.clone());
    }
}

//! Enums of text and of integers.

use std::collections::BTreeMap;

use smithy_model::ir::{EnumMember, IntEnumMember, Shape, ShapeId};

use super::custom::Named;
use super::types::TypePath;
use super::{Planner, sentences};
use crate::config::custom::{Attribute, Extra};
use crate::ident::{self, RustIdent, Scope};

/// An enum of text.
#[derive(Clone, Debug)]
pub struct EnumPlan {
    /// The type.
    pub path: TypePath,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The variants in the order of the model.
    pub variants: Vec<ConstantPlan>,
    /// `is_…` methods: the tag, and the variants that have it.
    pub predicates: Vec<PredicatePlan>,
    /// It is sent, so its values are checked.
    pub sent: bool,
    /// More derives and attributes.
    pub extra: Extra,
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
    /// More attributes of the variant.
    pub attributes: Vec<Attribute>,
}

/// An `is_…` method for a tag.
#[derive(Clone, Debug)]
pub struct PredicatePlan {
    /// `is_terminal`
    pub ident: RustIdent,
    /// `terminal`
    pub tag: String,
    /// The variants for which it is true.
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
    /// More attributes of variants.
    pub attributes: BTreeMap<RustIdent, Vec<Attribute>>,
    /// It is sent, so its values are checked.
    pub sent: bool,
    /// More derives and attributes.
    pub extra: Extra,
}

/// The derivable traits that an enum of either kind implements anyway.
const IMPLEMENTED: [&str; 8] =
    ["Clone", "Debug", "Deserialize", "Display", "Eq", "Hash", "PartialEq", "Serialize"];

impl<'m> Planner<'m> {
    /// Plans an enum of text.
    pub(crate) fn enumeration(&mut self, id: ShapeId, members: &'m [EnumMember]) -> Option<EnumPlan> {
        let shape = self.model.shape(id);
        let named = members.iter().map(|member| {
            let named = self.named_constant(shape, member);
            Some((
                member.name.as_str(),
                ident::variant(named.word).or_else(|| ident::variant(&member.value))?,
                named,
            ))
        });
        let mut idents = self.claim_constants(shape, named.collect::<Option<_>>()?);
        let mut variants = Vec::new();
        // Tags that only differ in spelling have one predicate.
        let mut predicates: BTreeMap<RustIdent, PredicatePlan> = BTreeMap::new();
        for member in members {
            let Some(ident) = idents.remove(member.name.as_str()) else { continue };
            for tag in &member.tags {
                ask(&mut predicates, tag, &ident);
            }
            variants.push(ConstantPlan {
                ident,
                value: member.value.clone(),
                docs: sentences::constant(member),
                deprecated: sentences::note(member.deprecated.as_ref()),
                attributes: self.constant_attributes(shape, member),
            });
        }
        let mut docs = sentences::shape(shape);
        self.tell_original(&mut docs, shape);
        Some(EnumPlan {
            path: self.names.get(&id)?.clone(),
            docs,
            extra: self.extra(shape, &IMPLEMENTED),
            variants,
            predicates: predicates.into_values().collect(),
            sent: self.sent.contains(&id),
        })
    }

    /// Plans an enum of integers.
    pub(crate) fn int_enumeration(
        &mut self,
        id: ShapeId,
        members: &'m [IntEnumMember],
    ) -> Option<IntEnumPlan> {
        let shape = self.model.shape(id);
        let named = members.iter().map(|member| {
            let named = self.named_number(shape, member);
            Some((member.name.as_str(), ident::variant(named.word)?, named))
        });
        let mut idents = self.claim_constants(shape, named.collect::<Option<_>>()?);
        let (mut variants, mut attributes) = (Vec::new(), BTreeMap::new());
        for member in members {
            let Some(ident) = idents.remove(member.name.as_str()) else { continue };
            attributes.insert(ident.clone(), self.attributes(shape, &member.name));
            let docs = sentences::documented(member.documentation.as_deref(), || {
                format!("The value {}.", member.value)
            });
            variants.push((ident, member.value, docs));
        }
        let mut docs = sentences::shape(shape);
        self.tell_original(&mut docs, shape);
        Some(IntEnumPlan {
            path: self.names.get(&id)?.clone(),
            docs,
            extra: self.extra(shape, &[&IMPLEMENTED[..], &["Copy"]].concat()),
            variants,
            attributes,
            sent: self.sent.contains(&id),
        })
    }
}

impl Planner<'_> {
    /// Claims the names of constants, each given with its name in the model. They are sorted by these names and not by
    /// the order of the model, so that of two equal identifiers always the same one gets a number.
    fn claim_constants<'n>(
        &mut self,
        owner: &Shape,
        mut constants: Vec<(&'n str, RustIdent, Named<'n>)>,
    ) -> BTreeMap<&'n str, RustIdent> {
        constants.sort_by_key(|(name, ..)| *name);
        let mut scope = Scope::reserving(&["Unknown"]);
        let claim =
            |(name, ident, named)| Some((name, self.claim_constant(&mut scope, owner, ident, named)?));
        constants.into_iter().filter_map(claim).collect()
    }
}

/// Adds a variant to the predicate of a tag.
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

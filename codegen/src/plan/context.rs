//! The parameters of the endpoint rules that a call sets, and the places of their values in its input.

use smithy_model::endpoint::{ContextPath, ParameterValue, PathStep};
use smithy_model::ir::{Operation, ShapeId, ShapeKind};

use super::Planner;
use super::endpoint::Field;
use crate::ident::RustIdent;

/// A parameter that a call sets.
#[derive(Clone, Debug)]
pub struct ContextPlan {
    /// The field of the parameters.
    pub field: String,
    /// The field is an `Option`.
    pub optional: bool,
    /// Where the value comes from.
    pub source: ContextSource,
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub enum ContextSource {
    /// It is the same for each call.
    Fixed(ParameterValue),
    /// It is in the input.
    Input(Vec<Access>),
}

/// A step into the input.
#[derive(Clone, Debug)]
pub enum Access {
    /// `input.name`, or `if let Some(name) = &input.name`
    Member(RustIdent, bool),
    /// `for item in &place`; elements may be `None`.
    Elements(bool),
    /// `for value in place.values()`; values may be `None`.
    Values(bool),
    /// `place.keys()`; keys may be enums.
    Keys(bool),
    /// Several of these, one after the other.
    Several(Vec<Vec<Access>>),
    /// A text, or an enum.
    Text(bool),
    /// A boolean.
    Flag,
    /// A list of texts, or of enums.
    Texts(bool),
}

impl Planner<'_> {
    /// Returns the parameters that calls of an operation set. Fixed values take precedence over those of members, and
    /// these over paths.
    pub(crate) fn context(&mut self, operation: &Operation, fields: &[Field]) -> Vec<ContextPlan> {
        let mut found: Vec<(String, ContextSource)> = Vec::new();
        for (name, value) in &operation.static_context {
            let value = ParameterValue::from_json(value).map(ContextSource::Fixed);
            found.extend(value.map(|value| (name.clone(), value)));
        }
        let members = &self.model.structure(operation.input).members;
        let by_member = members.iter().filter_map(|member| {
            let path = ContextPath(vec![PathStep::Member(member.name.clone())]);
            Some((member.context_param.clone()?, path))
        });
        let paths: Vec<_> = by_member.chain(operation.context_paths.iter().cloned()).collect();
        for (name, path) in paths {
            let access = self.access(&path.0, operation.input, false);
            found.extend(access.map(|access| (name, ContextSource::Input(access))));
        }
        let mut plans: Vec<ContextPlan> = Vec::new();
        for (name, source) in found {
            let Some(field) = fields.iter().find(|field| field.parameter == name) else { continue };
            if !plans.iter().any(|plan| plan.field == field.name) {
                let optional = field.default.is_none();
                plans.push(ContextPlan { field: field.name.clone(), optional, source });
            }
        }
        plans
    }

    /// Converts a path. `several` says that the values of the shape are already in a list.
    fn access(&mut self, steps: &[PathStep], shape: ShapeId, several: bool) -> Option<Vec<Access>> {
        let model = self.model;
        let Some((step, rest)) = steps.split_first() else { return Some(vec![self.end(shape)]) };
        let (access, next) = match (step, &model.shape(shape).kind) {
            (PathStep::Member(name), ShapeKind::Structure(inner)) => {
                let target = inner.members.iter().find(|member| member.name == *name)?.target;
                let plan = self.structure(shape)?;
                let member = plan.members.into_iter().find(|member| member.name == *name)?;
                (Access::Member(member.ident, member.optional), target)
            }
            (PathStep::Elements, ShapeKind::List(list)) => {
                (Access::Elements(list.sparse), list.member.target)
            }
            (PathStep::Flat, kind) => return self.flat(rest, shape, kind, several),
            (PathStep::Values, ShapeKind::Map(map)) => (Access::Values(map.sparse), map.value.target),
            (PathStep::Keys, ShapeKind::Map(map)) => {
                return Some(vec![Access::Keys(self.is_enum(map.key.target))]);
            }
            (PathStep::Several(paths), _) => {
                // A following `[]` flattens the list, so the paths are followed one by one in any case.
                let paths = paths.iter().map(|path| self.access(&path.0, shape, true));
                return Some(vec![Access::Several(paths.collect::<Option<_>>()?)]);
            }
            _ => return None,
        };
        let several = several || !matches!(step, PathStep::Member(_));
        let rest = self.access(rest, next, several)?;
        Some(std::iter::once(access).chain(rest).collect())
    }

    /// Follows the elements of a list and, if these are lists, their elements.
    fn flat(
        &mut self,
        rest: &[PathStep],
        shape: ShapeId,
        kind: &ShapeKind,
        several: bool,
    ) -> Option<Vec<Access>> {
        let ShapeKind::List(list) = kind else { return self.access(rest, shape, several) };
        let inner = list.member.target;
        let after = match &self.model.shape(inner).kind {
            inner_kind @ ShapeKind::List(_) if !several => self.flat(rest, inner, inner_kind, true)?,
            _ => self.access(rest, inner, true)?,
        };
        Some(std::iter::once(Access::Elements(list.sparse)).chain(after).collect())
    }

    fn end(&self, shape: ShapeId) -> Access {
        match &self.model.shape(shape).kind {
            ShapeKind::Boolean => Access::Flag,
            ShapeKind::List(list) => Access::Texts(self.is_enum(list.member.target)),
            _ => Access::Text(self.is_enum(shape)),
        }
    }

    fn is_enum(&self, shape: ShapeId) -> bool {
        matches!(self.model.shape(shape).kind, ShapeKind::Enum(_))
    }
}

//! The pagination of an operation, in terms of the members of its input and output.

use smithy_model::ir::{Operation, ShapeId};

use super::Planner;
use super::structure::{MemberPlan, StructurePlan};
use super::types::{RustType, Step};

/// The pagination of an operation.
#[derive(Clone, Debug)]
pub struct PagesPlan {
    /// The member of the input that takes the token.
    pub input: Step,
    /// The path to the next token in the output.
    pub next: Vec<Step>,
    /// The type of tokens.
    pub token: RustType,
    /// The path to the flag that says whether there is another page.
    pub more: Option<Vec<Step>>,
    /// The path to the items, and the type of all items of a page.
    pub items: Option<(Vec<Step>, RustType)>,
}

impl Planner<'_> {
    /// Plans the pagination of an operation. Validation has removed what cannot be followed.
    pub(crate) fn pages(&mut self, operation: &Operation, input: &StructurePlan) -> Option<PagesPlan> {
        let pages = operation.pagination.as_ref()?;
        let token = input.members.iter().find(|it| Some(&it.name) == pages.input_token.as_ref())?;
        let mut path = |path: &String| self.path(operation.output, path);
        Some(PagesPlan {
            input: Step::to(token),
            next: path(pages.output_token.as_ref()?)?.0,
            token: token.ty.clone(),
            more: pages.more.as_ref().and_then(&mut path).map(|(steps, _)| steps),
            items: pages.items.as_ref().and_then(path),
        })
    }

    /// Returns the steps of a path of members, and the type at its end.
    fn path(&mut self, structure: ShapeId, path: &str) -> Option<(Vec<Step>, RustType)> {
        let (mut place, mut steps, mut ty) = (structure, Vec::new(), None);
        for name in path.split('.') {
            let member = self.structure(place)?.members.into_iter().find(|member| member.name == name)?;
            steps.push(Step::to(&member));
            place = self.model.structure(place).members.iter().find(|member| member.name == name)?.target;
            // With the path that other structures use: the plan has the type as the structure itself names it.
            ty = Some(self.rust_type(place));
        }
        Some((steps, ty?))
    }
}

impl Step {
    /// The step to a member.
    pub(super) fn to(member: &MemberPlan) -> Self {
        let deprecated = member.deprecated.is_some();
        Self { ident: member.ident.clone(), optional: member.optional, deprecated }
    }
}

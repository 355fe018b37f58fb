//! Rules for values: one constant for each constrained shape, and which members need a check at all.

use std::collections::{BTreeMap, BTreeSet};

use smithy_model::ir::{Constraints, Member, Model, Shape, ShapeId, ShapeKind};
use smithy_model::pattern::{self, Step};
use smithy_model::{Diagnostic, Validated};

use super::Planner;
use super::recursion::holders;
use crate::ident::{RustIdent, Scope};

/// The constants of the file `constraints.rs`.
#[derive(Debug, Default)]
pub struct Registry {
    /// The constants, each after those that it uses.
    pub constants: Vec<ConstantPlan>,
    by_key: BTreeMap<(String, String), Option<RustIdent>>,
    names: Scope,
}

/// One constant.
#[derive(Debug)]
pub struct ConstantPlan {
    /// Its name.
    pub name: RustIdent,
    /// The shape or member with the rules.
    pub subject: String,
    /// The rules.
    pub rules: Constraints,
    /// The compiled pattern, if it could be compiled.
    pub program: Option<Vec<Step>>,
    /// Values must not be shown.
    pub sensitive: bool,
    /// Numbers are floats.
    pub float: bool,
    /// The rules of keys.
    pub key: Option<RustIdent>,
    /// The rules of elements or values.
    pub element: Option<RustIdent>,
}

/// Returns the shapes with something to check in their values.
pub(crate) fn checked(model: &Model<Validated>) -> BTreeSet<ShapeId> {
    holders(model, |shape, member| match member {
        Some(member) => !rules(model, member).is_empty(),
        None => {
            matches!(shape.kind, ShapeKind::Enum(_) | ShapeKind::IntEnum(_))
                || !enforceable(shape.constraints.clone(), &shape.kind).is_empty()
        }
    })
}

/// Returns the rules that can be checked: some patterns do not compile, and ranges of numbers of any length are left to
/// the service.
fn enforceable(mut rules: Constraints, kind: &ShapeKind) -> Constraints {
    rules.pattern = rules.pattern.filter(|pattern| pattern::is_checked(pattern));
    if matches!(kind, ShapeKind::BigInteger | ShapeKind::BigDecimal) {
        (rules.min_value, rules.max_value) = (None, None);
    }
    rules
}

/// Returns the rules for values of a member, as far as they can be checked.
fn rules(model: &Model<Validated>, member: &Member) -> Constraints {
    enforceable(all_rules(model, member), &model.shape(member.target).kind)
}

fn all_rules(model: &Model<Validated>, member: &Member) -> Constraints {
    member.constraints.over(&model.shape(member.target).constraints)
}

/// The code of the warning that a pattern is not checked.
const UNCHECKED: &str = "unchecked-pattern";

impl Planner<'_> {
    /// Whether values of a member are checked.
    pub(crate) fn is_checked(&self, member: &Member) -> bool {
        self.checked.contains(&member.target) || !rules(self.model, member).is_empty()
    }

    /// Returns the constant with the rules for a member's values, if there are any.
    pub(crate) fn constant(&mut self, owner: &Shape, member: &Member) -> Option<RustIdent> {
        let target = self.model.shape(member.target).clone();
        let own = !member.constraints.is_empty();
        let (name, subject) = if own {
            (format!("{} {}", owner.name, member.name), format!("{}${}", owner.name, member.name))
        } else {
            (target.name.clone(), target.name.clone())
        };
        let key = (subject.clone(), if own { member.origin.id.clone() } else { target.origin.id.clone() });
        if let Some(known) = self.constraints.by_key.get(&key) {
            return known.clone();
        }
        let constant = self.make_constant(&name, subject, member, &target);
        self.constraints.by_key.insert(key, constant.clone());
        constant
    }

    fn make_constant(
        &mut self,
        name: &str,
        subject: String,
        member: &Member,
        target: &Shape,
    ) -> Option<RustIdent> {
        let (key, element) = match &target.kind {
            ShapeKind::List(list) => (None, self.constant(target, &list.member)),
            ShapeKind::Map(map) => (self.constant(target, &map.key), self.constant(target, &map.value)),
            _ => (None, None),
        };
        let program = all_rules(self.model, member);
        let program = program.pattern.as_deref().and_then(|pattern| self.program(pattern, target, member));
        let sensitive = target.sensitive && self.is_checked(member);
        let rules = rules(self.model, member);
        if rules.is_empty() && !sensitive && key.is_none() && element.is_none() {
            return None;
        }
        let ident = RustIdent::screaming(name)?;
        let ident = self.constraints.names.claim_numbered(&ident, &subject);
        let float = matches!(target.kind, ShapeKind::Float | ShapeKind::Double);
        let constant =
            ConstantPlan { name: ident.clone(), subject, rules, program, sensitive, float, key, element };
        self.constraints.constants.push(constant);
        Some(ident)
    }

    fn program(&mut self, pattern: &str, target: &Shape, member: &Member) -> Option<Vec<Step>> {
        let compiled = pattern::compile(pattern);
        let is_own = member.constraints.pattern.is_some();
        let (origin, notes) =
            if is_own { (&member.origin, &member.notes) } else { (&target.origin, &target.notes) };
        if compiled.is_ok() && notes.suppressed.iter().any(|code| code == UNCHECKED) {
            let message = format!("`{UNCHECKED}` is suppressed, and the pattern `{pattern}` is checked");
            let warning =
                Diagnostic::warning("unused-suppression", message).at(origin.span).shape(&origin.id);
            self.diagnostics.push_once(warning.help("drop the trait `suppress`, or the code from it"));
        }
        compiled
            .map_err(|reason| {
                let message = format!("the pattern `{pattern}` is not checked: {reason}");
                let problem = Diagnostic::warning(UNCHECKED, message).at(origin.span).shape(&origin.id);
                let problem =
                    problem.help("the client sends values without checking this pattern; all other constraints are checked");
                self.diagnostics.push_once(problem);
            })
            .ok()
    }
}

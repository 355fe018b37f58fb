//! Plans waiters: their methods, and what responses and errors mean for them.

use smithy_model::ir::{Acceptor, Expected, Matcher, Operation, PathMatcher, Waiter, WaiterState};

use super::docs::markdown;
use super::operation::ErrorVariantPlan;
use super::structure::StructurePlan;
use super::term::Term;
use super::waiters::{Condition, TestPlan, Verdict, WaiterPlan};
use super::{Planner, sentences};
use crate::ident::{RustIdent, Scope};

impl Planner<'_> {
    /// Plans the methods that wait. Setters take precedence, because they should have the names of the model.
    pub(crate) fn waiters(
        &mut self,
        operation: &Operation,
        input: &StructurePlan,
        output: &StructurePlan,
        errors: &[ErrorVariantPlan],
    ) -> Vec<WaiterPlan> {
        let mut scope = Scope::default();
        for member in &input.members {
            for setter in [member.ident.clone(), member.ident.with_prefix("set_")] {
                scope.claim_numbered(&setter, &member.name);
            }
        }
        let mut plans = Vec::new();
        for waiter in &operation.waiters {
            let Some(name) = RustIdent::snake(&waiter.name) else { continue };
            let method = scope.claim_numbered(&name.with_prefix("wait_until_"), &waiter.name);
            let mut tests = |of_errors: bool| {
                let acceptors = waiter.acceptors.iter().filter(|it| it.matcher.is_of_errors() == of_errors);
                let mut tests: Vec<_> =
                    acceptors.filter_map(|acceptor| self.test(operation, errors, acceptor)).collect();
                let last = tests.iter().position(|test| matches!(test.condition, Condition::Always));
                tests.truncate(last.map_or(tests.len(), |last| last + 1));
                tests
            };
            let (answers, errors) = (tests(false), tests(true));
            plans.push(WaiterPlan {
                method,
                name: waiter.name.clone(),
                docs: docs(operation, waiter),
                deprecated: sentences::note(waiter.deprecated.as_ref()),
                min_delay: waiter.min_delay,
                max_delay: waiter.max_delay,
                output: output.path.name().clone(),
                can_end_with_error: waiter.can_end_with_error(),
                answers,
                errors,
            });
        }
        plans
    }

    fn test(
        &mut self,
        operation: &Operation,
        errors: &[ErrorVariantPlan],
        acceptor: &Acceptor,
    ) -> Option<TestPlan> {
        let condition = match &acceptor.matcher {
            Matcher::Output(path) => self.condition(path, &Term::output(self, operation))?,
            Matcher::Call(path) => self.condition(path, &Term::call(self, operation))?,
            Matcher::Success(_) => Condition::Always,
            Matcher::Status(status) => Condition::Status(*status),
            Matcher::Error(name) => match errors.iter().find(|error| error.codes.contains(name)) {
                Some(error) => Condition::Modeled(error.snake.with_prefix("is_")),
                None => Condition::Code(name.clone()),
            },
        };
        let state = match acceptor.state {
            WaiterState::Success => Verdict::Success,
            WaiterState::Failure => Verdict::Failure,
            WaiterState::Retry => Verdict::Retry,
        };
        Some(TestPlan { state, clause: acceptor.matcher.clause(), condition })
    }

    fn condition(&mut self, matcher: &PathMatcher, place: &Term) -> Option<Condition> {
        let term = self.term(&matcher.expression, place)?;
        Some(match &matcher.expected {
            Expected::Text(text) => Condition::Text(term, text.clone()),
            Expected::Flag(flag) => Condition::Flag(term, *flag),
            Expected::All(text) => Condition::All(self.collected(term)?, text.clone()),
            Expected::Any(text) => Condition::Any(self.collected(term)?, text.clone()),
        })
    }
}

/// Returns the documentation of the model, and sentences for the acceptors.
fn docs(operation: &Operation, waiter: &Waiter) -> Vec<String> {
    let Waiter { name, documentation, min_delay, max_delay, acceptors, .. } = waiter;
    let mut lines = documentation.as_deref().map(markdown).unwrap_or_default();
    if lines.is_empty() {
        lines.push(format!("Waits for `{name}`."));
    }
    let when = |start: &str, counts: &dyn Fn(&Acceptor) -> bool| {
        let acceptors = acceptors.iter().filter(|acceptor| counts(acceptor));
        let clauses: Vec<_> = acceptors.map(|acceptor| acceptor.matcher.clause()).collect();
        if clauses.is_empty() { String::new() } else { format!(" {start} when {}.", clauses.join(", or ")) }
    };
    let success = when("It has come about", &|it| it.state == WaiterState::Success);
    let failure = when("It will not come about", &|it| it.state == WaiterState::Failure);
    let retry =
        when("It may still come about", &|it| it.state == WaiterState::Retry && it.matcher.is_of_errors());
    let delay = if min_delay == max_delay { String::new() } else { format!(" to {max_delay}") };
    let text = format!(
        "`{}` is called every {min_delay}{delay} seconds, the last time before the limit has passed; with a limit of zero it is called once.{success}{failure}{retry} Any other error ends the wait.",
        operation.name
    );
    lines.push(String::new());
    lines.extend(markdown(&text));
    lines
}

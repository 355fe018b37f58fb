//! Compares the waiters of operations.

use super::comparison::{Comparison, Found, Subject};
use super::rules::operation::{WAITER_ADDED, WAITER_CHANGED, WAITER_REMOVED, WAITER_RESULT_CHANGED};
use super::text;
use smithy_model::ir::{Acceptor, Operation, Waiter};

/// Compares the waiters of an operation.
pub(super) fn compare<'m>(
    comparison: &mut Comparison<'m>,
    subject: &Subject<'m>,
    old: &'m Operation,
    new: &'m Operation,
) {
    let operation = &new.name;
    for waiter in &old.waiters {
        match new.waiters.iter().find(|it| it.name == waiter.name) {
            Some(new) => compare_one(comparison, subject, operation, [waiter, new]),
            None => {
                let found = Found::new(format!("`{operation}` no longer has the waiter `{}`", waiter.name));
                let subject = subject.part(&waiter.name, Some(&waiter.origin), None);
                comparison.report(&WAITER_REMOVED, &subject, found.values(described(waiter), None));
            }
        }
    }
    for waiter in new.waiters.iter().filter(|new| !old.waiters.iter().any(|old| old.name == new.name)) {
        let found = Found::new(format!("`{operation}` has the waiter `{}`", waiter.name));
        let subject = subject.part(&waiter.name, None, Some(&waiter.origin));
        comparison.report(&WAITER_ADDED, &subject, found.values(None, described(waiter)));
    }
}

fn compare_one<'m>(
    comparison: &mut Comparison<'m>,
    subject: &Subject<'m>,
    operation: &str,
    [old, new]: [&'m Waiter; 2],
) {
    let Waiter { name, documentation, deprecated, min_delay, max_delay, acceptors, origin } = new;
    let subject = subject.part(name, Some(&old.origin), Some(origin));
    text::documentation(comparison, &subject, old.documentation.as_deref(), documentation.as_deref());
    text::deprecation(comparison, &subject, old.deprecated.as_ref(), deprecated.as_ref());
    let is_same = old.acceptors == *acceptors && (old.min_delay, old.max_delay) == (*min_delay, *max_delay);
    if is_same {
        return;
    }
    let (rule, what) = if old.can_end_with_error() == new.can_end_with_error() {
        (&WAITER_CHANGED, "is waited for in another way")
    } else {
        (&WAITER_RESULT_CHANGED, "has another result")
    };
    let found = Found::new(format!("`{name}` of `{operation}` {what}"));
    comparison.report(rule, &subject, found.values(described(old), described(new)));
}

fn described(waiter: &Waiter) -> String {
    let acceptors = waiter.acceptors.iter();
    let acceptors =
        acceptors.map(|Acceptor { state, matcher }| format!("{} if {}", state.name(), matcher.clause()));
    let delays = format!("every {} to {} s", waiter.min_delay, waiter.max_delay);
    acceptors.chain([delays]).collect::<Vec<_>>().join("; ")
}

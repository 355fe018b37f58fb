//! Compares whether members of structures are required, and their values when they are missing.

use super::Rule;
use super::comparison::{Comparison, Found, Members, Owner, Subject};
use super::reach::Role;
use super::rules::member::{
    BECAME_CLIENT_OPTIONAL, BECAME_IDEMPOTENCY_TOKEN, CLIENT_OPTIONAL_WITHOUT_EFFECT, DEFAULT_CHANGED,
    DEFAULT_DROPPED, DEFAULT_FOR_SERVICE, DEFAULT_GAINED, DEFAULTED_INPUT_MEMBER_REQUIRED,
    IDEMPOTENCY_TOKEN_BECAME_REQUIRED, INPUT_DEFAULT_CHANGED, INPUT_MEMBER_OPTIONAL, INPUT_MEMBER_REQUIRED,
    MEMBER_BOXED, MEMBER_UNBOXED, NO_LONGER_CLIENT_OPTIONAL, NO_LONGER_IDEMPOTENCY_TOKEN,
    OUTPUT_MEMBER_OPTIONAL, OUTPUT_MEMBER_REQUIRED, REQUIRED_BECAME_DEFAULT,
    REQUIRED_BECAME_IDEMPOTENCY_TOKEN, REQUIRED_FOR_SERVICE,
};
use smithy_codegen::plan::surface::Form;
use smithy_model::ir::Member;

/// Compares a member of a structure.
pub(super) fn compare<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    members: Members<'m>,
    subject: &Subject<'m>,
) {
    let facts = Facts::new(comparison, owner, members);
    let told = [facts.required(), facts.default(), facts.client_optional(), facts.token()];
    for Told { rule, what, old, new } in told.into_iter().flatten() {
        let found = Found::new(format!("`{}` {what}", subject.name));
        comparison.report(rule, subject, found.values(old, new));
    }
    boxes(comparison, owner, members, subject);
}

/// Compares whether a member's value is boxed, which is necessary for recursive types.
pub(super) fn boxes<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    members: Members<'m>,
    subject: &Subject<'m>,
) {
    let was = comparison.old.is_boxed(owner.old, members.old);
    let is = comparison.new.is_boxed(owner.new, members.new);
    if was != is {
        let (rule, what) = if is {
            (&MEMBER_BOXED, "can hold its own type")
        } else {
            (&MEMBER_UNBOXED, "can no longer hold its own type")
        };
        comparison.report(rule, subject, Found::new(format!("`{}` {what}", subject.name)));
    }
}

/// A change, without the name of the member.
struct Told {
    rule: &'static Rule,
    what: &'static str,
    old: Option<String>,
    new: Option<String>,
}

/// A rule, and its message.
type Verdict = (&'static Rule, &'static str);

impl From<Verdict> for Told {
    fn from((rule, what): Verdict) -> Self {
        Self { rule, what, old: None, new: None }
    }
}

/// The facts that decide between the rules.
struct Facts<'m> {
    members: Members<'m>,
    role: Role,
    before: Form,
    after: Form,
    sent: bool,
    received: bool,
    /// Whether the client filled in the member, and whether it does now.
    filled: (bool, bool),
}

impl<'m> Facts<'m> {
    fn new(comparison: &Comparison<'m>, owner: &Owner<'m>, members: Members<'m>) -> Self {
        Self {
            members,
            role: owner.role,
            before: comparison.old.form(owner.old, members.old),
            after: comparison.new.form(owner.new, members.new),
            sent: owner.sent,
            received: owner.received,
            filled: (
                comparison.old.is_filled(owner.old, members.old),
                comparison.new.is_filled(owner.new, members.new),
            ),
        }
    }

    /// Whether the field's type changes for a caller.
    fn shows(&self) -> bool {
        !self.before.is_like(self.after)
    }

    fn same_required(&self) -> bool {
        self.members.old.required == self.members.new.required
    }

    fn same_default(&self) -> bool {
        self.members.old.default_value() == self.members.new.default_value()
    }

    fn required(&self) -> Option<Told> {
        let (was_filled, _) = self.filled;
        let verdict: Verdict = match (self.members.old.required, self.members.new.required) {
            (false, true) if self.sent && !was_filled && !self.has_default() => {
                (&INPUT_MEMBER_REQUIRED, "has to be sent")
            }
            (false, true) if self.sent && self.shows() => (
                &DEFAULTED_INPUT_MEMBER_REQUIRED,
                "is required, with a default for clients that do not send it",
            ),
            (false, true) if self.shows() => (&OUTPUT_MEMBER_REQUIRED, "is always there"),
            (true, false) if self.became_default() => {
                let what = "has a default, and is no longer required";
                return Some(Told {
                    new: shown(self.members.new),
                    ..(&REQUIRED_BECAME_DEFAULT, what).into()
                });
            }
            (true, false) if self.received && self.before != Form::Optional => {
                (&OUTPUT_MEMBER_OPTIONAL, "may be left out by the service")
            }
            (true, false) if self.shows() => (&INPUT_MEMBER_OPTIONAL, "may be left out"),
            (false, true) => (&REQUIRED_FOR_SERVICE, "is required, but only for the service"),
            (true, false) => (&REQUIRED_FOR_SERVICE, "is no longer required for the service"),
            _ => return None,
        };
        Some(verdict.into())
    }

    /// Whether the service has a default for a value that is not sent.
    fn has_default(&self) -> bool {
        self.members.new.default_value().is_some()
    }

    /// Whether a value that was always present still is, because of a default.
    fn became_default(&self) -> bool {
        self.before == Form::Required && matches!(self.after, Form::Defaulted { .. })
    }

    fn default(&self) -> Option<Told> {
        if self.same_default() || self.became_default() {
            return None;
        }
        let is_own = self.same_required() && self.shows();
        let was_plain = self.before != Form::Optional && self.role != Role::Input;
        let verdict: Verdict = match (self.members.old.default_value(), self.members.new.default_value()) {
            (None, _) if is_own => (&DEFAULT_GAINED, "has a default"),
            (_, None) if is_own => (&DEFAULT_DROPPED, "no longer has a default"),
            (Some(_), Some(_)) if self.received && was_plain => (&DEFAULT_CHANGED, "has another default"),
            _ if self.sent => (&INPUT_DEFAULT_CHANGED, "has another default for what is left out"),
            _ => (&DEFAULT_FOR_SERVICE, "has another default, which clients do not use"),
        };
        let (old, new) = (shown(self.members.old), shown(self.members.new));
        Some(Told { old, new, ..verdict.into() })
    }

    fn client_optional(&self) -> Option<Told> {
        let (was, is) = (self.members.old.client_optional, self.members.new.client_optional);
        let is_own = self.same_required() && self.same_default() && self.shows();
        let verdict: Verdict = match (was, is) {
            (false, true) if is_own => (&BECAME_CLIENT_OPTIONAL, "is optional for clients"),
            (true, false) if is_own => (&NO_LONGER_CLIENT_OPTIONAL, "is no longer optional for clients"),
            (false, true) => {
                (&CLIENT_OPTIONAL_WITHOUT_EFFECT, "is marked as optional for clients, without effect")
            }
            (true, false) => (
                &CLIENT_OPTIONAL_WITHOUT_EFFECT,
                "is no longer marked as optional for clients, without effect",
            ),
            _ => return None,
        };
        Some(verdict.into())
    }

    /// Only tokens that the client fills in matter here.
    fn token(&self) -> Option<Told> {
        let is_own = self.same_required() && self.shows();
        let (now, no_longer) =
            ("is filled in by the client, as a token", "is no longer filled in by the client");
        let verdict: Verdict = match self.filled {
            (false, true) if is_own => (&REQUIRED_BECAME_IDEMPOTENCY_TOKEN, now),
            (true, false) if is_own => (&IDEMPOTENCY_TOKEN_BECAME_REQUIRED, no_longer),
            (false, true) => (&BECAME_IDEMPOTENCY_TOKEN, now),
            (true, false) => (&NO_LONGER_IDEMPOTENCY_TOKEN, no_longer),
            _ => return None,
        };
        Some(verdict.into())
    }
}

fn shown(member: &Member) -> Option<String> {
    member.default_value().map(ToString::to_string)
}

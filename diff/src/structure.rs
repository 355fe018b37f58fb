//! Compares structures: members, error properties, and the traits of their types in Rust.

use super::comparison::{Comparison, Found, Owner};
use super::member::{self, Of};
use super::reach::Side;
use super::rules::shape::{
    BUILDER_DEBUG_LOST, DEFAULT_LOST, ERROR_CODE_GAINED, ERROR_CODE_LOST, ERROR_FAULT_CHANGED,
    ERROR_MESSAGES_CHANGED, ERROR_RETRY_CHANGED, ERROR_STATUS_CHANGED,
};
use smithy_codegen::plan::surface::Form;
use smithy_model::ir::{ErrorMessage, ErrorTrait, Fault, ShapeId, Structure};

/// Compares a structure.
pub(super) fn compare<'m>(
    comparison: &mut Comparison<'m>,
    owner: &Owner<'m>,
    old: &'m Structure,
    new: &'m Structure,
) {
    // A missing input or output only means that it has no members; only unions are event streams.
    let Structure { members: _, error: new_error, unit: _, event_stream: _ } = new;
    if let (Some(old), Some(new)) = (&old.error, new_error) {
        error(comparison, owner, old, new);
    }
    let count = comparison.changes.len();
    member::compare_all(comparison, owner, Of::Structure);
    if !comparison.has_broken_since(count) {
        traits(comparison, owner);
    }
}

/// Reports traits that the type lost without a breaking change of a member, which would be the reason.
fn traits<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>) {
    let (before, after) = (Type::of(&comparison.old, owner.old), Type::of(&comparison.new, owner.new));
    let name = &owner.subject.name;
    if before.has_default && !after.has_default {
        let message = format!("`{name}` no longer has `Default` in Rust");
        comparison.report(&DEFAULT_LOST, &owner.subject, Found::new(message));
    }
    if before.shows_builder() && !after.shows_builder() {
        let message = format!("the builder of `{name}` can hold a secret");
        comparison.report(&BUILDER_DEBUG_LOST, &owner.subject, Found::new(message));
    }
}

/// The facts that decide which traits a structure has.
struct Type {
    has_default: bool,
    has_required: bool,
    is_secret: bool,
}

impl Type {
    fn of(side: &Side<'_>, id: ShapeId) -> Self {
        let members = &side.model.structure(id).members;
        let fields = || members.iter().filter_map(|member| side.rust.field(id, &member.name));
        Self {
            has_default: fields().all(|field| field.form.has_zero()),
            has_required: fields().any(|field| field.form == Form::Required),
            is_secret: fields().any(|field| field.secret),
        }
    }

    /// Whether the builder has `Debug`: one with its own values would show secrets; other builders contain the
    /// structure, which hides them.
    fn shows_builder(&self) -> bool {
        !(self.has_required && self.is_secret)
    }
}

fn error<'m>(comparison: &mut Comparison<'m>, owner: &Owner<'m>, old: &ErrorTrait, new: &ErrorTrait) {
    let ErrorTrait { fault, status, codes, messages, retryable } = new;
    let (subject, name) = (&owner.subject, &owner.subject.name);
    if old.status != *status {
        let found = Found::new(format!("the status of `{name}` has changed"));
        let found = found.values(old.status.to_string(), status.to_string());
        comparison.report(&ERROR_STATUS_CHANGED, subject, found);
    }
    if old.fault != *fault {
        let whose = |fault| match fault {
            Fault::Client => "client".to_owned(),
            Fault::Server => "server".to_owned(),
        };
        let found = Found::new(format!("`{name}` is now the fault of the other side"));
        comparison.report(&ERROR_FAULT_CHANGED, subject, found.values(whose(old.fault), whose(*fault)));
    }
    for code in old.codes.iter().filter(|code| !codes.contains(code)) {
        let found = Found::new(format!("the code `{code}` no longer stands for `{name}`"));
        comparison.report(&ERROR_CODE_LOST, subject, found.values(code.clone(), None));
    }
    for code in codes.iter().filter(|code| !old.codes.contains(code)) {
        let found = Found::new(format!("the code `{code}` also stands for `{name}`"));
        comparison.report(&ERROR_CODE_GAINED, subject, found.values(None, code.clone()));
    }
    if old.messages != *messages {
        let found = Found::new(format!("other messages stand for `{name}`"));
        comparison.report(
            &ERROR_MESSAGES_CHANGED,
            subject,
            found.values(told(&old.messages), told(messages)),
        );
    }
    if old.retryable != *retryable {
        let how = |retryable| match retryable {
            None => "not retried".to_owned(),
            Some(false) => "retried".to_owned(),
            Some(true) => "retried as throttled".to_owned(),
        };
        let found = Found::new(format!("calls that fail with `{name}` are retried differently"));
        comparison.report(&ERROR_RETRY_CHANGED, subject, found.values(how(old.retryable), how(*retryable)));
    }
}

/// Returns the messages that distinguish an error from others, if there are any.
fn told(messages: &[ErrorMessage]) -> Option<String> {
    let one = |ErrorMessage { codes, message }: &ErrorMessage| {
        format!("{} with {:?}", codes.join(" or "), message.join("\" or \""))
    };
    (!messages.is_empty()).then(|| messages.iter().map(one).collect::<Vec<_>>().join("; "))
}

//! The methods of a client that are not operations, with names that do not conflict with operations.

use std::collections::BTreeSet;

use super::operation::OperationPlan;
use crate::ident::RustIdent;

/// The names of the methods. Operations take precedence: a method whose usual name is taken gets its other name.
#[derive(Clone, Debug)]
pub struct ClientPlan {
    /// Sends an input that is already built.
    pub call: RustIdent,
    /// The same with options.
    pub call_with: RustIdent,
    /// Calls an operation by its name.
    pub invoke: RustIdent,
    /// The same with options.
    pub invoke_with: RustIdent,
    /// Makes the call of a command.
    pub execute: RustIdent,
    /// Creates a presigned request of an input.
    pub presigned: RustIdent,
    /// The same with options.
    pub presigned_with: RustIdent,
    /// Listens to notifications.
    pub notifications: RustIdent,
    /// Returns how far off the clock is.
    pub clock_offset: RustIdent,
}

/// Plans the methods of a client that has these operations.
pub(super) fn plan(operations: &[OperationPlan]) -> Option<ClientPlan> {
    let taken: BTreeSet<&str> = operations.iter().map(|operation| operation.method_name.bare()).collect();
    let name = |usual: &str, other: &str| {
        let mut name = RustIdent::snake(if taken.contains(usual) { other } else { usual })?;
        while taken.contains(name.bare()) {
            name = name.with_suffix("_");
        }
        Some(name)
    };
    Some(ClientPlan {
        call: name("call", "call_input")?,
        call_with: name("call_with", "call_input_with")?,
        invoke: name("invoke", "invoke_by_name")?,
        invoke_with: name("invoke_with", "invoke_by_name_with")?,
        execute: name("execute", "execute_command")?,
        presigned: name("presigned", "presigned_input")?,
        presigned_with: name("presigned_with", "presigned_input_with")?,
        notifications: name("notifications", "listen_to_notifications")?,
        clock_offset: name("clock_offset", "clock_offset_seconds")?,
    })
}

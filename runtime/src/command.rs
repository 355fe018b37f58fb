//! A call as a value: an operation by its name with its input in JSON, which can be inspected, changed and sent later.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::call::{Call, Moment, Session};
use crate::invoke::{self, InvokeError};
use crate::operation::Operation;
use crate::options::CallOptions;

/// An operation with its input, which a client has not sent yet; a generated crate makes it by `operation::command`.
///
/// The input is JSON by the names of the wire, and is one of the operation at any time: members that the operation does not
/// have, and values of a wrong type, are errors when they are set. `Debug` leaves the input out, which may have secrets.
#[derive(Clone)]
pub struct Command {
    kind: &'static Kind,
    input: Value,
    options: CallOptions,
}

/// What can be done with an input of an operation whose type is not at hand.
struct Kind {
    operation: &'static str,
    check: fn(&Value) -> Result<(), InvokeError>,
    start: fn(&Arc<Session>, &Command, Moment) -> Result<Call, InvokeError>,
    finish: fn(Call) -> Result<Value, InvokeError>,
}

impl Kind {
    const fn of<O: Operation>() -> Self {
        Self {
            operation: O::NAME,
            check: |input| invoke::read::<O>(input).map(drop),
            start: |session, command, now| {
                let call = Call::start(session, invoke::read::<O>(&command.input)?, &command.options, now)
                    .map_err(InvokeError::call)?;
                #[cfg(feature = "stream")]
                let call = call.collecting();
                Ok(call)
            },
            finish: |call| invoke::write::<O>(call.finish::<O>().map_err(InvokeError::call)?.output()),
        }
    }
}

impl Command {
    /// The operation `O` with this input.
    pub fn new<O: Operation>(input: Value) -> Result<Self, InvokeError> {
        let kind = const { &Kind::of::<O>() };
        (kind.check)(&input)?;
        Ok(Self { kind, input, options: CallOptions::default() })
    }

    /// The name of the operation.
    pub fn operation(&self) -> &'static str {
        self.kind.operation
    }

    /// The input by the names of the wire.
    pub fn input(&self) -> &Value {
        &self.input
    }

    /// Sets a member of the input, or removes it with [`Value::Null`]. On an error the input stays as it was.
    pub fn set(&mut self, member: impl Into<String>, value: impl Into<Value>) -> Result<(), InvokeError> {
        let mut input = self.input.clone();
        if let Value::Object(members) = &mut input {
            match (member.into(), value.into()) {
                (member, Value::Null) => drop(members.remove(&member)),
                (member, value) => drop(members.insert(member, value)),
            }
        }
        self.replace(input)
    }

    /// Replaces the input. On an error the input stays as it was.
    pub fn replace(&mut self, input: Value) -> Result<(), InvokeError> {
        (self.kind.check)(&input)?;
        self.input = input;
        Ok(())
    }

    /// Changes the options that the call will have.
    pub fn customize(&mut self, change: impl FnOnce(CallOptions) -> CallOptions) {
        self.options = change(std::mem::take(&mut self.options));
    }

    pub(crate) fn start(&self, session: &Arc<Session>, now: Moment) -> Result<Call, InvokeError> {
        (self.kind.start)(session, self, now)
    }

    pub(crate) fn finish(&self, call: Call) -> Result<Value, InvokeError> {
        (self.kind.finish)(call)
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Command")
            .field("operation", &self.operation())
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

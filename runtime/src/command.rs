//! A call as a value: an operation's name and its input in JSON, which can be inspected, changed and sent later.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::call::{Call, Moment, Session};
use crate::invoke::{self, InvokeError};
use crate::operation::Operation;
use crate::options::CallOptions;

/// An operation with its input, not sent yet; a generated crate creates it with `operation::command`.
///
/// The input is JSON with serialized names, and is always valid for the operation: it is an error to set members that
/// the operation does not have, or values of a wrong type. `Debug` omits the input, which may contain secrets.
#[derive(Clone)]
pub struct Command {
    kind: &'static Kind,
    input: Value,
    options: CallOptions,
}

/// Functions over an input of an operation whose type is not known.
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
    /// Creates a command for the operation `O` with this input.
    pub fn new<O: Operation>(input: Value) -> Result<Self, InvokeError> {
        let kind = const { &Kind::of::<O>() };
        (kind.check)(&input)?;
        Ok(Self { kind, input, options: CallOptions::default() })
    }

    /// Returns the name of the operation.
    pub fn operation(&self) -> &'static str {
        self.kind.operation
    }

    /// Returns the input with its serialized names.
    pub fn input(&self) -> &Value {
        &self.input
    }

    /// Sets a member of the input, or removes it with [`Value::Null`]. After an error the input is unchanged.
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

    /// Replaces the input. After an error the input is unchanged.
    pub fn replace(&mut self, input: Value) -> Result<(), InvokeError> {
        (self.kind.check)(&input)?;
        self.input = input;
        Ok(())
    }

    /// Changes the options of the call.
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

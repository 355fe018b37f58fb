//! Waiters: calling an operation again and again until a state is reached.

use serde_json::Value;

use super::{Deprecation, Origin};
use crate::jmespath::{Comparison, Expression};

/// A condition that a caller can wait for.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiter {
    /// The name: `TableExists`.
    pub name: String,
    /// The documentation as the model has it.
    pub documentation: Option<String>,
    /// Set if callers should stop using it.
    pub deprecated: Option<Deprecation>,
    /// The shortest time between two calls, in seconds.
    pub min_delay: u32,
    /// The longest time between two calls, in seconds.
    pub max_delay: u32,
    /// The acceptors; the first one that matches a response or error decides.
    pub acceptors: Vec<Acceptor>,
    /// The place in the model.
    pub origin: Origin,
}

impl Waiter {
    /// The shortest time between two calls if the model does not say.
    pub(crate) const MIN_DELAY: u32 = 2;

    /// The longest time between two calls if the model does not say, or cannot say because of its format.
    pub(crate) const MAX_DELAY: u32 = 120;

    /// Whether an error can be the state that is waited for, such as "not found" when waiting for a deletion.
    pub fn can_end_with_error(&self) -> bool {
        let mut successes = self.acceptors.iter().filter(|it| it.state == WaiterState::Success);
        successes.any(|acceptor| acceptor.matcher.is_of_errors())
    }
}

/// What some responses or errors mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptor {
    /// What they mean for the wait.
    pub state: WaiterState,
    /// The responses or errors.
    pub matcher: Matcher,
}

/// What a response or error means for the wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiterState {
    /// The state is reached.
    Success,
    /// The state will not be reached.
    Failure,
    /// The state may still be reached.
    Retry,
}

impl WaiterState {
    /// The state with a name of the model.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        match name {
            "success" => Ok(Self::Success),
            "failure" => Ok(Self::Failure),
            "retry" => Ok(Self::Retry),
            _ => Err(format!("the state `{name}` is not known")),
        }
    }

    /// The name in the model.
    pub fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Retry => "retry",
        }
    }
}

/// The responses or errors that an acceptor matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// Responses with a certain value in their output.
    Output(PathMatcher),
    /// Responses with a certain value in `input` and `output`.
    Call(PathMatcher),
    /// All successful responses, or all errors of the service.
    Success(bool),
    /// An error, by the name of its shape or by its code.
    Error(String),
    /// An HTTP status: a successful status matches a response, any other an error.
    Status(u16),
}

/// A test of the value at the end of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathMatcher {
    /// The path as the model has it.
    pub path: String,
    /// The same, parsed.
    pub expression: Expression,
    /// The expected value.
    pub expected: Expected,
}

/// The expected value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// This text.
    Text(String),
    /// This boolean.
    Flag(bool),
    /// A list that is not empty, and each element is this text.
    All(String),
    /// A list with this text in it.
    Any(String),
}

impl PathMatcher {
    /// Reads the path. The error says what is not supported.
    pub(crate) fn new(path: &str, expected: Expected) -> Result<Self, String> {
        let expression = Expression::parse(path).map_err(|reason| format!("in `{path}`, {reason}"))?;
        Ok(Self { path: path.to_owned(), expression, expected })
    }

    /// A path to a number.
    pub(crate) fn number(path: &str, number: Value) -> Result<Self, String> {
        let Self { expression, .. } = Self::new(path, Expected::Flag(true))?;
        let path = format!("{path} == `{number}`");
        let literal = Box::new(Expression::Literal(number));
        let expression = Expression::Compare(Box::new(expression), Comparison::Equal, literal);
        Ok(Self { path, expression, expected: Expected::Flag(true) })
    }
}

impl Matcher {
    /// Whether it is about errors rather than responses.
    pub fn is_of_errors(&self) -> bool {
        match self {
            Self::Output(_) | Self::Call(_) => false,
            Self::Success(success) => !success,
            Self::Error(_) => true,
            Self::Status(status) => !(200..300).contains(status),
        }
    }

    /// Describes the match as a clause in Markdown: `` `Table.Status` is `ACTIVE` ``.
    pub fn clause(&self) -> String {
        match self {
            Self::Output(path) | Self::Call(path) => path.clause(),
            Self::Success(true) => "the call succeeds".to_owned(),
            Self::Success(false) => "the service answers with an error".to_owned(),
            Self::Error(name) => format!("the error is `{name}`"),
            Self::Status(status) => format!("the status is {status}"),
        }
    }
}

impl PathMatcher {
    fn clause(&self) -> String {
        // Backticks in the path mark literals.
        let path =
            if self.path.contains('`') { format!("`` {} ``", self.path) } else { format!("`{}`", self.path) };
        match &self.expected {
            Expected::Text(text) => format!("{path} is `{text}`"),
            Expected::Flag(flag) => format!("{path} is {flag}"),
            Expected::All(text) => format!("each of {path} is `{text}`"),
            Expected::Any(text) => format!("one of {path} is `{text}`"),
        }
    }
}

//! What an operation can be called again and again for, until something has come about.

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
    /// Set where callers should move away from it.
    pub deprecated: Option<Deprecation>,
    /// The shortest time between two calls, in seconds.
    pub min_delay: u32,
    /// The longest time between two calls, in seconds.
    pub max_delay: u32,
    /// What is said of a response or error, the first that matches it.
    pub acceptors: Vec<Acceptor>,
    /// Where it stands.
    pub origin: Origin,
}

impl Waiter {
    /// The shortest time between two calls where the model says nothing.
    pub(crate) const MIN_DELAY: u32 = 2;

    /// The longest time between two calls where the model says nothing, or where its format has no word for it.
    pub(crate) const MAX_DELAY: u32 = 120;

    /// Whether an error can be what is waited for, as "not found" is where something has to be gone.
    pub fn can_end_with_error(&self) -> bool {
        let mut successes = self.acceptors.iter().filter(|it| it.state == WaiterState::Success);
        successes.any(|acceptor| acceptor.matcher.is_of_errors())
    }
}

/// What is said of some answers or errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptor {
    /// What they mean.
    pub state: WaiterState,
    /// Which ones.
    pub matcher: Matcher,
}

/// What a response or error means for what is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiterState {
    /// It has come about.
    Success,
    /// It will not come about.
    Failure,
    /// It may come about.
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

/// Which answers or errors an acceptor is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matcher {
    /// Answers with something in their output.
    Output(PathMatcher),
    /// Answers with something in `input` and `output`.
    Call(PathMatcher),
    /// All answers that are no errors, or all errors of the service.
    Success(bool),
    /// An error, by the name of its shape or by its code.
    Error(String),
    /// A status of HTTP: a status of success is that of a response, and any other that of an error.
    Status(u16),
}

/// What is found at the end of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathMatcher {
    /// The path as the model has it.
    pub path: String,
    /// The same, understood.
    pub expression: Expression,
    /// What it has to be.
    pub expected: Expected,
}

/// What has to be found.
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
    /// Reads the path; the error says what is not understood.
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
    /// Whether it is about errors rather than answers.
    pub fn is_of_errors(&self) -> bool {
        match self {
            Self::Output(_) | Self::Call(_) => false,
            Self::Success(success) => !success,
            Self::Error(_) => true,
            Self::Status(status) => !(200..300).contains(status),
        }
    }

    /// The clause that says what it is about, in Markdown: `` `Table.Status` is `ACTIVE` ``.
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
        // Backticks of the path are those of literals.
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

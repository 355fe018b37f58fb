//! What callers can wait for with an operation.

use super::term::Term;
use crate::ident::RustIdent;

/// A method of a builder that waits.
#[derive(Clone, Debug)]
pub struct WaiterPlan {
    /// The method: `wait_until_table_exists`.
    pub method: RustIdent,
    /// The name in the model.
    pub name: String,
    /// Doc lines.
    pub docs: Vec<String>,
    /// The note of the deprecation.
    pub deprecated: Option<Option<String>>,
    /// The shortest time between two calls, in seconds.
    pub min_delay: u32,
    /// The longest time between two calls, in seconds.
    pub max_delay: u32,
    /// The output of the operation.
    pub output: RustIdent,
    /// What is waited for can be an error.
    pub can_end_with_error: bool,
    /// What answers mean; of several tests that hold, the first counts.
    pub answers: Vec<TestPlan>,
    /// What errors mean.
    pub errors: Vec<TestPlan>,
}

/// A test of a response or error.
#[derive(Clone, Debug)]
pub struct TestPlan {
    /// What it means when the test holds.
    pub state: Verdict,
    /// What it says then.
    pub clause: String,
    /// The test.
    pub condition: Condition,
}

/// What a response or error means for the wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It has come about.
    Success,
    /// It will not come about.
    Failure,
    /// It may still come about.
    Retry,
}

/// When a test holds.
#[derive(Clone, Debug)]
pub enum Condition {
    /// In any case: no test follows.
    Always,
    /// The status is this one.
    Status(u16),
    /// The error is one that the model has: the method that tells.
    Modeled(RustIdent),
    /// The error has this code.
    Code(String),
    /// A text is this one.
    Text(Term, String),
    /// A boolean is this one.
    Flag(Term, bool),
    /// Each text of a list that is not empty is this one.
    All(Term, String),
    /// A text of a list is this one.
    Any(Term, String),
}

impl Condition {
    /// The value that is looked at.
    pub fn term(&self) -> Option<&Term> {
        match self {
            Self::Text(term, _) | Self::Flag(term, _) | Self::All(term, _) | Self::Any(term, _) => Some(term),
            Self::Always | Self::Status(_) | Self::Modeled(_) | Self::Code(_) => None,
        }
    }
}

//! The waiters of an operation.

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
    /// An error can be the state that is waited for.
    pub can_end_with_error: bool,
    /// What responses mean; the first test that holds decides.
    pub answers: Vec<TestPlan>,
    /// What errors mean.
    pub errors: Vec<TestPlan>,
}

/// A test of a response or error.
#[derive(Clone, Debug)]
pub struct TestPlan {
    /// The meaning if the test holds.
    pub state: Verdict,
    /// The text for the caller in this case.
    pub clause: String,
    /// The test.
    pub condition: Condition,
}

/// What a response or error means for the wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The state is reached.
    Success,
    /// The state will not be reached.
    Failure,
    /// The state may still be reached.
    Retry,
}

/// When a test holds.
#[derive(Clone, Debug)]
pub enum Condition {
    /// Always; no test follows.
    Always,
    /// The status is this one.
    Status(u16),
    /// The error is modeled; the method that checks for it.
    Modeled(RustIdent),
    /// The error has this code.
    Code(String),
    /// A text is this one.
    Text(Term, String),
    /// A boolean is this one.
    Flag(Term, bool),
    /// The list is not empty, and each of its texts is this one.
    All(Term, String),
    /// A text of a list is this one.
    Any(Term, String),
}

impl Condition {
    /// The value that is tested.
    pub fn term(&self) -> Option<&Term> {
        match self {
            Self::Text(term, _) | Self::Flag(term, _) | Self::All(term, _) | Self::Any(term, _) => Some(term),
            Self::Always | Self::Status(_) | Self::Modeled(_) | Self::Code(_) => None,
        }
    }
}

//! The script of a server, step by step.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

use super::{Answer, Recorded, lock};

/// A step of a server: for a request, or for a connection instead of its first request.
#[derive(Clone)]
pub enum Step {
    /// Reads a request and answers it. The connection stays open unless the response says otherwise.
    Answer(Answer),
    /// Reads a request and answers with the result of the function.
    Compute(Arc<dyn Fn(&Recorded) -> Answer + Send + Sync>),
    /// Accepts a connection and ends it without reading a byte, so before the handshake with TLS.
    OnAccept(End),
    /// Reads the head of a request, but not its body, and ends the connection.
    AfterHead(End),
    /// Reads the head of a request, but not its body, answers, and then ends the connection as the response says, or
    /// closes it.
    Early(Answer),
    /// Reads a whole request and ends the connection.
    AfterRequest(End),
}

/// How a connection ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum End {
    /// Properly: with a close of TLS, if there is TLS, and a FIN.
    Close,
    /// With an RST.
    Reset,
    /// Not at all: nothing more is sent until the client goes away or the server is dropped.
    Stall,
}

impl Step {
    /// Creates a step that answers with the result of `answer` for the request.
    pub fn compute(answer: impl Fn(&Recorded) -> Answer + Send + Sync + 'static) -> Self {
        Self::Compute(Arc::new(answer))
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(answer) => f.debug_tuple("Answer").field(answer).finish(),
            Self::Compute(_) => f.write_str("Compute"),
            Self::OnAccept(end) => f.debug_tuple("OnAccept").field(end).finish(),
            Self::AfterHead(end) => f.debug_tuple("AfterHead").field(end).finish(),
            Self::Early(answer) => f.debug_tuple("Early").field(answer).finish(),
            Self::AfterRequest(end) => f.debug_tuple("AfterRequest").field(end).finish(),
        }
    }
}

impl From<Answer> for Step {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

/// The steps of a server, used in the order in which requests arrive, on any connection.
///
/// A request after the last step is answered with status 418, which no client retries.
#[derive(Default)]
pub struct Script {
    steps: Mutex<VecDeque<Step>>,
    rest: Option<Step>,
    choose: Option<Choose>,
}

/// Chooses the step for a request whose body has not been read.
type Choose = Box<dyn Fn(&Recorded) -> Step + Send + Sync>;

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").field("steps", &self.steps).field("rest", &self.rest).finish_non_exhaustive()
    }
}

impl Script {
    /// Uses the same step for every request.
    pub fn always(step: impl Into<Step>) -> Self {
        Self { rest: Some(step.into()), ..Self::default() }
    }

    /// Lets the function choose the step for each request by its head.
    pub fn choosing(choose: impl Fn(&Recorded) -> Step + Send + Sync + 'static) -> Self {
        Self { choose: Some(Box::new(choose)), ..Self::default() }
    }

    /// Sets the step for all requests after the listed steps.
    #[must_use]
    pub fn then_always(self, step: impl Into<Step>) -> Self {
        Self { rest: Some(step.into()), ..self }
    }

    /// Returns how to end a connection that has just been accepted, if it has to end.
    pub(super) fn on_accept(&self) -> Option<End> {
        let mut steps = lock(&self.steps);
        let next = steps.front().or(self.rest.as_ref());
        let Some(Step::OnAccept(end)) = next else { return None };
        let end = *end;
        steps.pop_front();
        Some(end)
    }

    /// Returns the step for a request whose head has arrived.
    pub(super) fn on_request(&self, request: &Recorded) -> Step {
        if let Some(choose) = &self.choose {
            return choose(request);
        }
        let next = lock(&self.steps).pop_front();
        next.or_else(|| self.rest.clone()).unwrap_or_else(|| {
            Answer::json(418, r#"{"code":"ScriptUsedUp","message":"the test did not expect this request"}"#)
                .into()
        })
    }
}

impl<S: Into<Step>, const N: usize> From<[S; N]> for Script {
    fn from(steps: [S; N]) -> Self {
        Vec::from(steps).into()
    }
}

impl<S: Into<Step>> From<Vec<S>> for Script {
    fn from(steps: Vec<S>) -> Self {
        Self { steps: Mutex::new(steps.into_iter().map(Into::into).collect()), ..Self::default() }
    }
}

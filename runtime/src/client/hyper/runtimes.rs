//! A pool of connections for each runtime.
//!
//! A connection is served by a task of the runtime that it was opened in. In another one it would stand still whenever
//! nobody drives the first.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Mutex, OnceLock, PoisonError};

use bytes::Bytes;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use tokio::runtime::Id;

use super::connect::Connector;

/// How many runtimes besides the first keep their connections; a program seldom has more than one.
const MOST: usize = 8;

/// The HTTP stack with its pool.
pub(super) type Stack = Client<Connector, Full<Bytes>>;

/// The stacks by the runtimes that they are used in.
pub(super) struct Runtimes {
    make: Box<dyn Fn() -> Stack + Send + Sync>,
    first: OnceLock<(Id, Stack)>,
    /// The one that was made first is at the front.
    others: Mutex<VecDeque<(Id, Stack)>>,
}

impl Runtimes {
    pub(super) fn new(make: impl Fn() -> Stack + Send + Sync + 'static) -> Self {
        Self { make: Box::new(make), first: OnceLock::new(), others: Mutex::default() }
    }

    /// The stack of a runtime, which may be new.
    pub(super) fn stack(&self, runtime: Id) -> Cow<'_, Stack> {
        let (first, stack) = self.first.get_or_init(|| (runtime, (self.make)()));
        if *first == runtime { Cow::Borrowed(stack) } else { Cow::Owned(self.other(runtime)) }
    }

    fn other(&self, runtime: Id) -> Stack {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, stack)) = others.iter().find(|(known, _)| *known == runtime) {
            return stack.clone();
        }
        if others.len() == MOST {
            others.pop_front();
        }
        let stack = (self.make)();
        others.push_back((runtime, stack.clone()));
        stack
    }
}

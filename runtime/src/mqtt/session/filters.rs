//! The subscriptions of a session: wanted, requested, and granted ones.

use std::collections::BTreeMap;

use super::ActionId;

/// Filters with their states.
#[derive(Debug, Default)]
pub(super) struct Filters(BTreeMap<String, State>);

#[derive(Debug)]
enum State {
    Wanted,
    Asked(ActionId),
    Granted,
    Refused(String),
}

/// Whether messages of a filter arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Granted,
    Pending,
    Refused(String),
}

impl Filters {
    /// Requests a filter; one that was refused is requested again.
    pub(super) fn want(&mut self, filter: &str) {
        let state = self.0.entry(filter.to_owned()).or_insert(State::Wanted);
        if matches!(state, State::Refused(_)) {
            *state = State::Wanted;
        }
    }

    /// Resets all states, because a new connection has no subscriptions.
    pub(super) fn forget(&mut self) {
        self.0.values_mut().for_each(|state| *state = State::Wanted);
    }

    /// Returns the next filter to request from the broker.
    pub(super) fn next(&mut self, id: ActionId) -> Option<String> {
        let (filter, state) = self.0.iter_mut().find(|(_, state)| matches!(state, State::Wanted))?;
        *state = State::Asked(id);
        Some(filter.clone())
    }

    /// Takes the broker's answer.
    pub(super) fn answered(&mut self, id: ActionId, result: Result<(), String>) {
        let asked = |state: &&mut State| matches!(state, State::Asked(asked) if *asked == id);
        if let Some(state) = self.0.values_mut().find(asked) {
            *state = match result {
                Ok(()) => State::Granted,
                Err(reason) => State::Refused(reason),
            };
        }
    }

    pub(super) fn standing(&self, filter: &str) -> Standing {
        match self.0.get(filter) {
            Some(State::Granted) => Standing::Granted,
            Some(State::Refused(reason)) => Standing::Refused(reason.clone()),
            _ => Standing::Pending,
        }
    }
}

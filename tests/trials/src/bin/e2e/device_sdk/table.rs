//! The table: the calls with the responses of the service, and the known differences.

use std::path::Path;

use serde_json::Value;

use super::rules::{self, FilterRule, Rule};
use crate::read_json;

/// The calls, and the differences with a reason.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) calls: Vec<Call>,
    /// Differences that may be in every call.
    pub(super) rules: Vec<Rule>,
    /// Subscriptions that only one side makes.
    pub(super) filters: Vec<FilterRule>,
}

/// One call.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) operation: String,
    /// The input, with the member names in messages.
    pub(super) parameters: Value,
    /// The last level of the topic of the response.
    pub(super) level: &'static str,
    /// The response, without the token of the request.
    pub(super) answer: Value,
    /// The client's error for a rejection.
    pub(super) error: Option<String>,
    /// The notifications after the response: the last level of the topic, and the payload.
    pub(super) notifications: Vec<(String, Value)>,
    /// Differences of this call.
    pub(super) rules: Vec<Rule>,
}

impl Table {
    pub(super) fn read(path: &Path) -> Result<Self, String> {
        let table = read_json(path)?;
        let list = |key| table.get(key).and_then(Value::as_array);
        let rules = list("differences").map(Vec::as_slice).unwrap_or_default();
        let filters = list("subscriptions").map(Vec::as_slice).unwrap_or_default();
        let calls = list("calls").ok_or("the table has no calls")?.iter().enumerate();
        let fault = |number| format!("call {number} of the table lacks a key");
        Ok(Self {
            calls: calls
                .map(|(number, found)| call(found).ok_or_else(|| fault(number)))
                .collect::<Result<_, _>>()?,
            rules: rules::read(rules).ok_or("a difference of the table lacks a key")?,
            filters: rules::filters(filters).ok_or("a subscription of the table lacks a key")?,
        })
    }
}

impl Call {
    /// A member of the input that is a label of the topic.
    pub(super) fn label(&self, name: &str) -> Option<&str> {
        self.parameters.get(name)?.as_str()
    }
}

fn call(call: &Value) -> Option<Call> {
    let list = |key| call.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let level = ["accepted", "rejected"].into_iter().find(|level| call.get(level).is_some())?;
    let mut notifications = Vec::new();
    for notification in list("notifications") {
        let members = notification.as_object()?.iter();
        notifications.extend(members.map(|(level, payload)| (level.clone(), payload.clone())));
    }
    Some(Call {
        operation: call.get("operation")?.as_str()?.to_owned(),
        parameters: call.get("parameters")?.clone(),
        level,
        answer: call.get(level)?.clone(),
        error: call.get("error").and_then(Value::as_str).map(str::to_owned),
        notifications,
        rules: rules::read(list("differences"))?,
    })
}

//! Compares what a client of the SDK and the client have sent and read, call by call.

use std::collections::BTreeSet;

use loopback::broker::Published;
use serde_json::{Value, json};

use super::difference::differences;
use super::record::Recording;
use super::rules::{FilterRule, Rule};
use super::subscriptions;
use super::table::{Call, Table};

/// The member that distinguishes the responses to two requests. Its value is different in every request.
const TOKEN: &str = "clientToken";

/// What one side sent and read.
type Side = Recording<Vec<Value>>;

/// The result of a comparison.
#[derive(Debug)]
pub(super) struct Judgement<'t> {
    table: &'t Table,
    pub(super) faults: Vec<String>,
    /// The rules that matched a difference.
    used: Vec<&'t Rule>,
    pub(super) used_filters: Vec<&'t FilterRule>,
}

/// Compares a client of the SDK with the client.
pub(super) fn compare<'t>(table: &'t Table, generation: &str, sdk: &Side, client: &Side) -> Judgement<'t> {
    let mut found = Judgement { table, faults: Vec::new(), used: Vec::new(), used_filters: Vec::new() };
    let counts = [sdk, client].map(|side| [side.sent.published.len(), side.read.len()]);
    if counts != [[table.calls.len(); 2]; 2] {
        found.faults.push(format!("requests and responses of the SDK and the client: {counts:?}"));
        return found;
    }
    for (number, call) in table.calls.iter().enumerate() {
        let mut found = InCall { found: &mut found, number, call };
        found.requests(&sdk.sent.published[number], &client.sent.published[number]);
        found.answers(&sdk.read[number], &client.read[number]);
        found.notifications(&sdk.read[number], &client.read[number]);
    }
    for (who, side) in [("the SDK", sdk), ("the client", client)] {
        found.faults.extend(tokens(&side.sent.published).map(|fault| format!("{who}: {fault}")));
    }
    subscriptions::judge(table, generation, [&sdk.sent, &client.sent], &mut found);
    found.look_for_unused(generation);
    found
}

impl Judgement<'_> {
    /// Reports rules that matched no difference, because the table lists more than there is.
    fn look_for_unused(&mut self, generation: &str) {
        let own = self.table.calls.iter().flat_map(|call| &call.rules);
        for rule in self.table.rules.iter().chain(own) {
            if !self.used.iter().any(|used| std::ptr::eq(*used, rule)) {
                let (side, at, part) = (rule.only.name(), &rule.at, &rule.part);
                self.faults
                    .push(format!("{part}: the table says that only {side} has {at}, which is not so"));
            }
        }
        for rule in self.table.filters.iter().filter(|rule| rule.is_about(generation)) {
            if !self.used_filters.iter().any(|used| std::ptr::eq(*used, rule)) {
                let (side, filter) = (rule.only.name(), &rule.filter);
                self.faults
                    .push(format!("the table says that only {side} subscribes to {filter}, which is not so"));
            }
        }
    }

    /// Returns the rules that matched a difference: for each reason, which side has what.
    pub(super) fn known(&self) -> impl Iterator<Item = (Reason, String)> {
        let member = |rule: &&Rule| {
            let reason = Reason { who: format!("only {} has", rule.only.name()), why: rule.reason.clone() };
            (reason, format!("{}{}", rule.part, rule.at))
        };
        let filter = |rule: &&FilterRule| {
            let reason = Reason { who: rule.who(), why: rule.reason.clone() };
            (reason, rule.filter.clone())
        };
        self.used.iter().map(member).chain(self.used_filters.iter().map(filter))
    }
}

/// Why only one side has something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Reason {
    pub(super) who: String,
    pub(super) why: String,
}

/// The comparison of one call.
struct InCall<'f, 't> {
    found: &'f mut Judgement<'t>,
    number: usize,
    call: &'t Call,
}

impl InCall<'_, '_> {
    fn fault(&mut self, fault: &str) {
        self.found.faults.push(format!("call {}, {}: {fault}", self.number, self.call.operation));
    }

    /// Compares a part of the call, except for differences that are in the table.
    fn part(&mut self, part: &str, sdk: &Value, client: &Value) {
        for difference in differences(sdk, client) {
            let mut rules = self.call.rules.iter().chain(&self.found.table.rules);
            match rules.find(|rule| rule.allows(part, &difference)) {
                Some(rule) => self.found.used.push(rule),
                None => self.fault(&format!("{part} {difference}")),
            }
        }
    }

    fn requests(&mut self, sdk: &Published, client: &Published) {
        self.part("request", &request(sdk), &request(client));
    }

    fn answers(&mut self, sdk: &Value, client: &Value) {
        let level = self.call.level;
        match (sdk.get(level), client.get(level)) {
            (Some(sdk), Some(client)) => self.part(level, sdk, client),
            _ => self.fault(&format!("{level}: the SDK reads {sdk}, the client reads {client}")),
        }
        let expected = json!(self.call.error);
        let error = client.get("error").unwrap_or(&Value::Null);
        if *error != expected {
            self.fault(&format!("{level}: the client has the error {error}, the table {expected}"));
        }
        if !is_answer(&self.call.answer, client.get("raw")) {
            self.fault(&format!("{level}: the raw body is not what the service sent"));
        }
    }

    fn notifications(&mut self, sdk: &Value, client: &Value) {
        for (index, (level, _)) in self.call.notifications.iter().enumerate() {
            let [sdk, client] = [sdk, client].map(|read| &read["notifications"][index]);
            match (sdk.get(level), client.get(level)) {
                (Some(sdk), Some(client)) => self.part(level, sdk, client),
                _ => self.fault(&format!("{level}: the SDK hears {sdk}, the client hears {client}")),
            }
        }
    }
}

/// Returns a request as a value: topic, quality of service and body, without the value of the token.
fn request(published: &Published) -> Value {
    let mut body = body(published);
    if let Some(token) = body.get_mut(TOKEN).filter(|token| token.is_string()) {
        *token = json!("any");
    }
    json!({"topic": published.topic, "qos": published.qos, "body": body})
}

/// Returns the body as JSON, or as text if it is not JSON.
fn body(published: &Published) -> Value {
    serde_json::from_str(&published.payload).unwrap_or_else(|_| json!(published.payload))
}

/// Whether a raw body is this response, with a token.
fn is_answer(answer: &Value, raw: Option<&Value>) -> bool {
    let mut raw = raw.cloned().unwrap_or_default();
    let token = raw.as_object_mut().and_then(|members| members.remove(TOKEN));
    token.is_some() && raw == *answer
}

/// Returns invalid tokens, and those that more than one request has.
fn tokens(published: &[Published]) -> impl Iterator<Item = String> {
    let mut seen = BTreeSet::new();
    published.iter().enumerate().filter_map(move |(number, published)| {
        let token = body(published).get(TOKEN).and_then(Value::as_str).unwrap_or_default().to_owned();
        let is_good = !token.is_empty() && seen.insert(token.clone());
        (!is_good).then(|| format!("call {number} has the token {token:?}, which is none or not its own"))
    })
}

/// Returns the members of bodies.
pub(super) fn members(published: &Published) -> Vec<String> {
    body(published).as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

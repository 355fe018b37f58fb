//! Checks that the table covers everything that the SDK knows, and that the client knows the same statuses.

use std::collections::{BTreeMap, BTreeSet};

use iot_jobs_data::types::JobExecutionStatus;

use super::official::Found;
use super::table::Table;

/// Returns a sentence for each word of the SDK that is missing.
pub(super) fn faults(table: &Table, found: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    let statuses: BTreeSet<&str> = found.statuses.iter().map(String::as_str).collect();
    let known: BTreeSet<&str> = JobExecutionStatus::VALUES.iter().copied().collect();
    if statuses != known {
        faults.push(format!("the SDK knows the statuses {statuses:?}, the client {known:?}"));
    }
    let rejected =
        |code: &str| table.calls.iter().any(|call| call.answer.get("code").is_some_and(|it| it == code));
    for code in found.codes.iter().filter(|code| !rejected(code)) {
        faults.push(format!("no call of the table is rejected with {code}, which the SDK knows"));
    }
    let sent = sent(table);
    for (operation, members) in &found.members {
        let is_sent = |member: &str| sent.get(operation.as_str()).is_some_and(|sent| sent.contains(member));
        for member in members.iter().filter(|member| !is_sent(member)) {
            faults.push(format!(
                "no call of the table has the member {member} of {operation}, which the SDK knows"
            ));
        }
    }
    faults
}

/// Returns the members of inputs in the table, by operation.
fn sent(table: &Table) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut sent = BTreeMap::<&str, BTreeSet<&str>>::new();
    for call in &table.calls {
        let members = call.parameters.as_object().into_iter().flatten();
        sent.entry(&call.operation).or_default().extend(members.map(|(name, _)| name.as_str()));
    }
    sent
}

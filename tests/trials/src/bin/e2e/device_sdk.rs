//! Compares the MQTT messages of the official SDK for devices and of the client for the same calls, and what both read
//! from responses and notifications.

mod client;
mod difference;
mod judge;
mod official;
mod record;
mod rules;
mod subscriptions;
mod table;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::runtime;
use judge::Reason;
use official::Script;
use record::{Recording, Sent, record};
use table::Table;

/// The clients of the SDK: one for publishes and subscriptions, one for requests and responses.
const GENERATIONS: [&str; 2] = ["first", "second"];

/// Differences with a reason.
type Known = BTreeMap<Reason, BTreeSet<String>>;

/// Makes all calls of the table three times: with both clients of the SDK, and with the client.
pub(crate) fn compare(python: &str, script: &str, path: &Path) -> Result<(), String> {
    let table = Table::read(path)?;
    let client = record(&table, |place| runtime()?.block_on(client::calls(place, &table)))?;
    let (mut faults, mut known) = (Vec::new(), Known::new());
    for generation in GENERATIONS {
        let script = Script { python, path: script, table: path, generation };
        let sdk = record(&table, |place| script.calls(place))?;
        let mut found = words::faults(&table, &sdk.read);
        let sdk = Recording { read: sdk.read.outcomes, sent: sdk.sent };
        let judgement = judge::compare(&table, generation, &sdk, &client);
        for (reason, what) in judgement.known() {
            known.entry(reason).or_default().insert(what);
        }
        found.extend(judgement.faults);
        if found.is_empty() {
            let count = table.calls.len();
            println!(
                "ok      the {generation} client of the SDK and the client agree in {count} calls over MQTT"
            );
        }
        faults.extend(found.into_iter().map(|fault| format!("{generation} client of the SDK: {fault}")));
    }
    if !faults.is_empty() {
        return Err(faults.join("\nfailed  "));
    }
    tell(&table, &client.sent, &known);
    Ok(())
}

/// Prints which members all sides send, and the differences with a reason.
fn tell(table: &Table, sent: &Sent, known: &Known) {
    let mut members = BTreeMap::<&str, BTreeSet<String>>::new();
    for (call, published) in table.calls.iter().zip(&sent.published) {
        members.entry(&call.operation).or_default().extend(judge::members(published));
    }
    for (operation, members) in members {
        let members: Vec<String> = members.into_iter().collect();
        println!("ok      {operation}: all send {}", members.join(", "));
    }
    for (Reason { who, why }, what) in known {
        let what: Vec<&str> = what.iter().map(String::as_str).collect();
        println!("ok      {who} {}: {why}", what.join(", "));
    }
}

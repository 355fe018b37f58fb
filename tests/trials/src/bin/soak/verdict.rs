//! The result of a run: the table, and the failures.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::ledger::Ledger;
use crate::load::{Counts, Load};
use crate::servers::Servers;
use crate::watch::{Sample, Watch};

/// One of the counts of a client.
type Count = fn(&Counts) -> &AtomicU64;

/// The counts of calls.
const COUNTED: [(&str, Count); 8] = [
    ("calls", |counts| &counts.begun),
    ("attempts", |counts| &counts.attempts),
    ("went well", |counts| &counts.went_well),
    ("failed", |counts| &counts.failed),
    ("dropped on purpose", |counts| &counts.dropped),
    ("lost", |counts| &counts.lost),
    ("mixed up", |counts| &counts.mixed_up),
    ("\"not sent\", acted on", |counts| &counts.denied),
];

/// The resources that are watched: how much each may grow from the second quarter to the last one, and how much may be
/// left at the end beyond the start.
const HELD: [Held; 5] = [
    Held { name: "memory, KiB", of: |sample| sample.memory, slack: 16 * 1024, left: None },
    Held { name: "file descriptors", of: |sample| sample.descriptors, slack: 100, left: Some(0) },
    Held { name: "threads", of: |sample| sample.threads, slack: 100, left: Some(0) },
    // The task that closes idle connections checks only every 30 seconds whether its client still exists.
    Held { name: "tasks", of: |sample| sample.tasks, slack: 100, left: Some(1) },
    Held { name: "connections", of: |sample| sample.connections, slack: 100, left: Some(0) },
];

struct Held {
    name: &'static str,
    of: fn(&Sample) -> Option<u64>,
    slack: u64,
    left: Option<u64>,
}

/// After this number of requests for each fault, all faults should have occurred.
const REQUESTS: u64 = 30;

/// Returns all failures.
pub(crate) fn judge(load: &Load, ledger: &Ledger, watch: &Watch) -> Vec<String> {
    let mut findings = Vec::new();
    for (client, counts) in [("async", &load.with_async), ("blocking", &load.with_blocking)] {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let ended = of(&counts.went_well) + of(&counts.failed) + of(&counts.dropped);
        let lost = of(&counts.begun).saturating_sub(ended).max(of(&counts.lost));
        for (count, what) in [
            (lost, "were lost"),
            (of(&counts.mixed_up), "got the response of another call"),
            (of(&counts.denied), "said that nothing was sent, or nothing before, and a server had acted"),
        ] {
            if count > 0 {
                findings.push(format!("{count} calls of the {client} client {what}"));
            }
        }
        if of(&counts.went_well) == 0 {
            findings.push(format!("no call of the {client} client went well"));
        }
    }
    let doubled = ledger.doubled.load(Ordering::Relaxed);
    if doubled > 0 {
        findings.push(format!(
            "{doubled} requests that must not be repeated came again after a server had acted"
        ));
    }
    let (met, all) = (ledger.faults().0, Servers::faults());
    if met < all && ledger.requests.load(Ordering::Relaxed) > REQUESTS * all as u64 {
        findings.push(format!("only {met} of {all} faults were met"));
    }
    findings.extend(HELD.iter().filter_map(|held| held.grows(watch)));
    findings.extend(HELD.iter().filter_map(|held| held.stays(watch)));
    findings
}

impl Held {
    fn grows(&self, watch: &Watch) -> Option<String> {
        let (early, late) = (watch.median(1, self.of)?, watch.median(3, self.of)?);
        let allowed = early + early / 10 + self.slack;
        (late > allowed)
            .then(|| format!("{} grow: {early} in the second quarter, {late} in the last one", self.name))
    }

    fn stays(&self, watch: &Watch) -> Option<String> {
        let (start, end) = ((self.of)(&watch.start)?, (self.of)(&watch.end())?);
        (end > start + self.left?)
            .then(|| format!("{} stay: {start} at the start, {end} at the end", self.name))
    }
}

/// The table for people.
pub(crate) fn table(minutes: f64, load: &Load, ledger: &Ledger, watch: &Watch) -> String {
    let mut text = format!("{:<24}{:>12}{:>12}\n", format!("{minutes} min"), "async", "blocking");
    for (name, of) in COUNTED {
        let [one, other] =
            [&load.with_async, &load.with_blocking].map(|counts| of(counts).load(Ordering::Relaxed));
        let _ = writeln!(text, "{name:<24}{one:>12}{other:>12}");
    }
    let doubled = ledger.doubled.load(Ordering::Relaxed);
    let _ = writeln!(text, "{:<24}{:>24}", "doubled", doubled);
    let _ = writeln!(text, "{:<24}{:>24}", "requests", ledger.requests.load(Ordering::Relaxed));
    let (met, rarest) = ledger.faults();
    let _ = writeln!(text, "{:<24}{:>24}", "faults met", format!("{met} of {}", Servers::faults()));
    let _ = writeln!(text, "{:<24}{rarest:>24}\n", "the rarest of them");
    let columns = ["start", "2nd quarter", "last", "most", "end"];
    let _ = writeln!(text, "{:<24}{}", "", columns.map(|column| format!("{column:>12}")).concat());
    for Held { name, of, .. } in HELD {
        let cells =
            [of(&watch.start), watch.median(1, of), watch.median(3, of), watch.most(of), of(&watch.end())];
        let cells = cells.map(|cell| format!("{:>12}", cell.map_or("-".to_owned(), |cell| cell.to_string())));
        let _ = writeln!(text, "{name:<24}{}", cells.concat());
    }
    text
}

//! The table of generated crates, and its totals.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use super::generate::{Made, Outcome};

/// How many of the slowest and of the largest crates are listed at the end.
const NAMED: usize = 5;

/// Returns a line for each service, and the totals.
pub(super) fn table(outcomes: &[Outcome]) -> String {
    let width =
        outcomes.iter().map(|outcome| outcome.name.len()).max().unwrap_or_default().max("service".len());
    let mut text = format!(
        "{:width$}  {:10}  {:>10}  {:>8}  {:>7}  {:>8}\n",
        "service", "protocol", "operations", "lines", "ms", "warnings"
    );
    for Outcome { name, made } in outcomes {
        let line = match made {
            Ok(Made { protocol, operations, lines, took, warnings, .. }) => {
                let took = took.as_millis();
                writeln!(
                    text,
                    "{name:width$}  {protocol:10}  {operations:>10}  {lines:>8}  {took:>7}  {warnings:>8}"
                )
            }
            Err(reason) => writeln!(text, "{name:width$}  failed: {reason}"),
        };
        // Writing to memory does not fail.
        debug_assert!(line.is_ok());
        for left_out in made.iter().flat_map(|made| &made.left_out) {
            text.extend(["  without ", left_out, "\n"]);
        }
    }
    text + &sums(outcomes)
}

fn sums(outcomes: &[Outcome]) -> String {
    let made: Vec<(&str, &Made)> = outcomes
        .iter()
        .filter_map(|outcome| Some((outcome.name.as_str(), outcome.made.as_ref().ok()?)))
        .collect();
    let whole = outcomes.iter().filter(|outcome| outcome.is_whole()).count();
    let (partly, failed) = (made.len() - whole, outcomes.len() - made.len());
    let lines: usize = made.iter().map(|(_, made)| made.lines).sum();
    let took: Duration = made.iter().map(|(_, made)| made.took).sum();
    let most = |what: &str, key: fn(&Made) -> String, order: fn(&Made) -> u128| {
        let mut sorted = made.clone();
        sorted.sort_by_key(|(_, made)| std::cmp::Reverse(order(made)));
        let named = sorted.iter().take(NAMED).map(|(name, made)| format!("{name} {}", key(made)));
        format!("{what}: {}\n", named.collect::<Vec<_>>().join(", "))
    };
    let slowest =
        most("slowest", |made| format!("{} ms", made.took.as_millis()), |made| made.took.as_millis());
    let largest = most("largest", |made| format!("{} lines", made.lines), |made| made.lines as u128);
    let memory = peak_memory().map(|kilobytes| format!("peak memory: {} MB\n", kilobytes / 1024));
    format!(
        "\n{whole} whole, {partly} without some operations, {failed} failed; {lines} lines in {:.1} s\n{slowest}{largest}{}",
        took.as_secs_f64(),
        memory.unwrap_or_default()
    )
}

/// Returns the peak memory of this process in kilobytes, if the system reports it.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

//! The goals, each with the figure of now and what stands beside it.

use crate::results::{Results, Table};
use crate::text;

/// A goal's row: measure, result, row, column, goal, row to stand beside.
pub fn markdown(goals: &Table, results: &Results) -> String {
    let mut lines = vec![text::row(["measure", "goal, at most", "now", "", "beside it"]), text::rule(5)];
    for goal in &goals.rows {
        let [measure, table, row, column, most, beside] = goal.as_slice() else { continue };
        let now = results.figure(table, row, Some(column));
        let verdict = match (now.and_then(|now| now.parse::<f64>().ok()), most.parse::<f64>()) {
            (Some(now), Ok(most)) if now <= most => "met",
            (Some(_), Ok(_)) => "not met",
            _ => "",
        };
        let other = results.figure(table, beside, Some(column));
        let other = other.map_or(String::new(), |other| format!("{beside}: {}", text::figure(other)));
        let now = now.map_or("-".to_owned(), text::figure);
        lines.push(text::row([measure, &text::figure(most), &now, verdict, &other]));
    }
    lines.join("\n")
}

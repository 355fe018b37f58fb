//! What is put beside each other: measures of several programs, each as a share of a reference.

use crate::results::Results;
use crate::text;

/// Measures that make one plot and one table.
pub struct Comparison {
    /// That of the plot's file and of the table's mark.
    pub name: &'static str,
    pub title: &'static str,
    /// What is compared, each with a colour of its own.
    pub series: &'static [&'static str],
    /// What they are compared with.
    pub reference: &'static str,
    measures: &'static [Measure],
}

struct Measure {
    title: &'static str,
    table: &'static str,
    /// The first one if none is named.
    column: Option<&'static str>,
    /// Where shares were measured in pairs: the column that has them.
    share: Option<&'static str>,
    /// One for each series, then that of the reference.
    rows: &'static [&'static str],
}

/// One measure with its figures.
pub struct Group {
    pub title: &'static str,
    /// Those of the series that have one.
    pub bars: Vec<Bar>,
    pub reference: String,
}

pub struct Bar {
    pub series: usize,
    pub figure: String,
    /// Of the reference, 1 for the same.
    pub share: f64,
}

const CALLS: &[&str] = &["ours-sigv4", "ours-x509", "ours-blocking", "official"];
const FLIGHT: &[&str] = &["flight-sigv4", "flight-x509", "flight-blocking", "flight-official"];
const PAIRED: Option<&str> = Some("ratio to official, median");
const LAMBDA: &[&str] = &["lambda", "lambda, blocking", "aws-sdk-lambda"];
const QUICKSIGHT: &[&str] = &["quicksight", "quicksight, blocking", "aws-sdk-quicksight"];
const READ: &[&str] = &["ours, read", "serde, read"];
const WRITE: &[&str] = &["ours, write", "serde, write"];

pub const ALL: &[Comparison] = &[
    Comparison {
        name: "calls",
        title: "DescribeJobExecution, beside the official SDK",
        series: &["signed", "certificate", "blocking, signed"],
        reference: "official",
        measures: &[
            measure("instructions a call", "instructions", None, CALLS),
            measure("allocations a call", "allocations", None, CALLS),
            paired("wall clock a call, µs", "clock", CALLS),
            paired("64 in flight over TLS, CPU µs a call", "flight", FLIGHT),
            measure("start and first call over TLS, instructions", "cold", None, FLIGHT),
            measure("peak memory, MB", "memory", None, CALLS),
            measure("stripped binary, MB", "size", None, CALLS),
            measure("clean release build, CPU s", "build", None, CALLS),
            measure("normal crates", "crates", None, CALLS),
        ],
    },
    Comparison {
        name: "codec",
        title: "A list of 1,000 executions, beside serde's derive",
        series: &["ours"],
        reference: "serde's derive",
        measures: &[
            measure("decode, instructions", "codec", Some("instructions"), READ),
            measure("decode, allocations", "codec", Some("allocations"), READ),
            measure("decode, bytes allocated", "codec", Some("bytes allocated"), READ),
            measure("encode, instructions", "codec", Some("instructions"), WRITE),
            measure("encode, allocations", "codec", Some("allocations"), WRITE),
            measure("encode, bytes allocated", "codec", Some("bytes allocated"), WRITE),
        ],
    },
    Comparison {
        name: "leaf",
        title: "Crates of large services, beside the official ones",
        series: &["default features", "blocking, signed"],
        reference: "official",
        measures: &[
            measure("lambda, CPU s of rustc", "leaf", Some("CPU s"), LAMBDA),
            measure("lambda, peak memory, MB", "leaf", Some("peak memory of rustc, MB"), LAMBDA),
            measure("lambda, lines of LLVM", "leaf", Some("lines of LLVM"), LAMBDA),
            measure("lambda, lines of Rust", "leaf", Some("lines of Rust"), LAMBDA),
            measure("quicksight, CPU s of rustc", "leaf", Some("CPU s"), QUICKSIGHT),
            measure("quicksight, peak memory, MB", "leaf", Some("peak memory of rustc, MB"), QUICKSIGHT),
            measure("quicksight, lines of LLVM", "leaf", Some("lines of LLVM"), QUICKSIGHT),
            measure("quicksight, lines of Rust", "leaf", Some("lines of Rust"), QUICKSIGHT),
        ],
    },
];

const fn measure(
    title: &'static str,
    table: &'static str,
    column: Option<&'static str>,
    rows: &'static [&'static str],
) -> Measure {
    Measure { title, table, column, share: None, rows }
}

const fn paired(title: &'static str, table: &'static str, rows: &'static [&'static str]) -> Measure {
    Measure { title, table, column: None, share: PAIRED, rows }
}

impl Comparison {
    /// Those that were measured.
    pub fn groups(&self, results: &Results) -> Vec<Group> {
        self.measures.iter().filter_map(|measure| measure.group(results)).collect()
    }

    /// The figures as a table, those that were not measured as a dash.
    pub fn markdown(&self, results: &Results) -> String {
        let head = [""].iter().chain(self.series).chain([&self.reference]);
        let mut lines = vec![text::row(head), text::rule(self.series.len() + 2)];
        lines.extend(self.measures.iter().map(|measure| {
            let figures =
                measure.rows.iter().map(|row| match results.figure(measure.table, row, measure.column) {
                    Some(figure) => text::figure(figure),
                    None => "-".to_owned(),
                });
            text::row([measure.title.to_owned()].into_iter().chain(figures))
        }));
        lines.join("\n") + &self.circumstances(results)
    }

    /// Where all of it comes from one measurement, its circumstances.
    fn circumstances(&self, results: &Results) -> String {
        let table = self.measures.first().map_or("", |measure| measure.table);
        let is_one = self.measures.iter().all(|measure| measure.table == table);
        let note = results.table(table).filter(|_| is_one).map(|table| format!("\n\n{}.", table.note));
        note.unwrap_or_default()
    }
}

impl Measure {
    fn group(&self, results: &Results) -> Option<Group> {
        let (reference, series) = self.rows.split_last()?;
        let whole = results.number(self.table, reference, self.column)?;
        let bars = series.iter().enumerate().filter_map(|(index, row)| {
            let number = results.number(self.table, row, self.column)?;
            let share = match self.share {
                Some(column) => results.number(self.table, row, Some(column))?,
                None => number / whole,
            };
            let figure = text::figure(results.figure(self.table, row, self.column)?);
            Some(Bar { series: index, figure, share })
        });
        let reference = text::figure(results.figure(self.table, reference, self.column)?);
        Some(Group { title: self.title, bars: bars.collect(), reference })
    }
}

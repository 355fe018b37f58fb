//! Laws that hold for any input, as functions of bytes that panic if a law is broken.
//!
//! Each subject is a file. A fuzzer calls its function with its own bytes (`fuzz/`), and a test calls it with those of
//! `corpus/`, and with a limited number of random and changed ones.

#![allow(clippy::expect_used, clippy::panic, reason = "a law that is broken is a panic")]

mod clients;
mod generator;
mod values;

mod answers;
mod c2j;
mod call;
mod differences;
mod edit;
mod frames;
mod mqtt;
mod overlays;
mod patterns;
mod requests;
mod rules;
mod settings;
mod smithy;

mod urls;

pub use smithy::good;

/// A subject and its laws.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// The name of its fuzz target and of its corpus folder.
    pub name: &'static str,
    /// Panics if the bytes break a law.
    pub check: fn(&[u8]),
    /// How many inputs a test generates: about a second for each subject in a debug build.
    pub inputs: usize,
}

/// All subjects.
pub const ALL: &[Law] = &[
    Law { name: "smithy", check: smithy::check, inputs: 200 },
    Law { name: "c2j", check: c2j::check, inputs: 200 },
    Law { name: "overlay", check: overlays::check, inputs: 200 },
    Law { name: "settings", check: settings::check, inputs: 200 },
    Law { name: "diff", check: differences::check, inputs: 100 },
    Law { name: "requests", check: requests::check, inputs: 5_000 },
    Law { name: "answers", check: answers::check, inputs: 5_000 },
    Law { name: "frames", check: frames::check, inputs: 5_000 },
    Law { name: "call", check: call::check, inputs: 2_000 },
    Law { name: "mqtt", check: mqtt::check, inputs: 500 },
    Law { name: "patterns", check: patterns::check, inputs: 5_000 },
    Law { name: "rules", check: rules::check, inputs: 500 },
    Law { name: "urls", check: urls::check, inputs: 5_000 },
];

/// Calls the function of a subject; a fuzz target is this line.
///
/// # Panics
///
/// If the bytes break a law, or no subject has the name.
pub fn check(name: &str, data: &[u8]) {
    let law = ALL.iter().find(|law| law.name == name).expect("a subject of the list");
    (law.check)(data);
}

//! Every law, over its corpus and over inputs that are made up: random ones, and changed ones of the corpus.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::fs;
use std::path::{Path, PathBuf};

use laws::{ALL, Law};

/// The inputs of a law that are kept, by their names.
fn corpus(law: &Law) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(law.name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
    files.sort();
    files.into_iter().map(|file| (file.clone(), fs::read(file).expect("it can be read"))).collect()
}

/// An input of a seed: every other one is a change of one of the corpus.
fn made_up(corpus: &[(PathBuf, Vec<u8>)], seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    if seed.is_multiple_of(2) || corpus.is_empty() {
        let length = random.usize(..2048);
        return std::iter::repeat_with(|| random.u8(..)).take(length).collect();
    }
    let mut bytes = corpus[random.usize(..corpus.len())].1.clone();
    for _ in 0..random.usize(1..8) {
        let (at, to) = (random.usize(..=bytes.len()), random.usize(..=bytes.len()));
        match random.u8(..4) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.u8(..8),
            1 => bytes.insert(at, random.u8(..)),
            2 => drop(bytes.drain(at.min(to)..at.max(to).min(at.min(to) + 16))),
            _ => {
                let piece: Vec<u8> = bytes[at.min(to)..at.max(to).min(at.min(to) + 16)].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

/// Tells which input it was when a law is broken.
struct Told(String);

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the input was {}", self.0);
        }
    }
}

fn hold(name: &str) {
    let law = ALL.iter().find(|law| law.name == name).expect("a law of the list");
    let corpus = corpus(law);
    assert!(!corpus.is_empty(), "{name} has a corpus");
    for (file, bytes) in &corpus {
        let _told = Told(file.display().to_string());
        (law.check)(bytes);
    }
    for seed in 0..law.inputs as u64 {
        let _told = Told(format!("that of seed {seed} of `{name}`"));
        (law.check)(&made_up(&corpus, seed));
    }
}

/// A test for each law, so that they run side by side.
macro_rules! tests {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            hold(stringify!($name));
        })*

        #[test]
        fn each_law_has_a_test_and_a_fuzz_target() {
            assert_eq!(ALL.iter().map(|law| law.name).collect::<Vec<_>>(), [$(stringify!($name)),*]);
            let targets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/fuzz_targets");
            for law in ALL {
                assert!(targets.join(law.name).with_extension("rs").is_file(), "{}", law.name);
            }
        }
    };
}

tests!(smithy c2j overlay settings diff requests answers frames call mqtt patterns rules urls);

//! The compiler of patterns and its matcher, compared with an independent engine for ECMA 262: a client accepts every
//! match of that engine.

use models::Dice;
use smithy_client::pattern::{Instruction, Pattern};
use smithy_model::pattern::{self, Step};

/// Pieces of patterns in models.
const PIECES: &[&str] = &[
    "a",
    "b",
    "^",
    "$",
    ".",
    "*",
    "+",
    "?",
    "|",
    "(",
    ")",
    "(?:",
    "[a-z]",
    "[^b]",
    "[A-Za-z0-9_-]",
    "\\d",
    "\\w",
    "\\s",
    "\\S",
    "{2}",
    "{1,3}",
    "{0,}",
    "\\.",
    "\\-",
    "\\/",
    "\\u0041",
    "[\\u0020-\\uD7FF]",
    "[\\w.-]",
    "\\x41",
    "é",
    "[^\\x00-\\x1F]",
    "\\\\",
    "[\\s\\S]",
    "-",
    ":",
    "/",
];

/// Pieces of the texts that are tried.
const TEXTS: &[&str] = &[
    "a",
    "b",
    "ab",
    "A",
    "1",
    "_",
    "-",
    ".",
    "/",
    ":",
    " ",
    "\n",
    "\r",
    "\u{2028}",
    "é",
    "\u{1F600}",
    "\u{0}",
    "\\",
    "^",
    "$",
];

/// The maximum number of backtracking steps of the engine; beyond it, nothing is compared.
const SHORT: usize = 40;

/// Checks the laws.
pub(crate) fn check(data: &[u8]) {
    let mut dice = Dice::new(data);
    let pattern = if dice.once_in(4) { dice.text() } else { some(PIECES, 10, &mut dice) };
    // It must not panic, whatever the result.
    let _ = pattern::spelt(&pattern);
    let Ok(steps) = pattern::compile(&pattern) else { return };
    let matcher = matcher(&pattern, steps);
    let spelt = pattern::spelt(&pattern).expect("what can be compiled can be spelt");
    let oracle = (pattern.len() <= SHORT).then(|| regress::Regex::with_flags(&spelt, "u").ok()).flatten();
    for _ in 0..4 {
        let text = some(TEXTS, 6, &mut dice);
        let found = matcher.is_match(&text);
        if let Some(oracle) = &oracle
            && oracle.find(&text).is_some()
        {
            assert!(found, "`{pattern}` refuses {text:?}, which `{spelt}` takes");
        }
    }
}

fn some(pieces: &[&str], most: usize, dice: &mut Dice<'_>) -> String {
    (0..dice.below(most)).map(|_| dice.pick(pieces)).collect()
}

/// Returns a compiled pattern in the form of generated code, where everything is `'static`.
fn matcher(pattern: &str, steps: Vec<Step>) -> Pattern {
    let steps = steps.into_iter().map(|step| match step {
        Step::Start => Instruction::Start,
        Step::End => Instruction::End,
        Step::Text(text) => Instruction::Text(text.leak()),
        Step::Chars { set, min, max } => Instruction::Chars { set: set.leak(), min, max },
        Step::Split(target) => Instruction::Split(target),
        Step::Jump(target) => Instruction::Jump(target),
    });
    Pattern::new(pattern.to_owned().leak(), steps.collect::<Vec<_>>().leak())
}

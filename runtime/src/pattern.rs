//! Matches text against the compiled patterns of a model, in time linear in the text.
use std::collections::VecDeque;
use std::fmt;

/// A pattern of the model, with the program that the generator compiled it to.
///
/// Like a pattern of Smithy, it matches a text if it matches anywhere in it; the program itself says where the text
/// must start and end. All alternatives run in parallel, so no text makes it slow: the time of a match is at most
/// proportional to the length of the text times the length of the program, and its memory to the length of the text for
/// each step.
///
/// ```
/// use smithy_client::pattern::{Instruction, Pattern};
///
/// /// Words of up to eight letters, or `*`.
/// static WORD: Pattern = Pattern::new("^([a-z]{1,8}|\\*)$", &[
///     Instruction::Start,
///     Instruction::Split(4),
///     Instruction::Chars { set: &[('a', 'z')], min: 1, max: Some(8) },
///     Instruction::Jump(5),
///     Instruction::Text("*"),
///     Instruction::End,
/// ]);
///
/// assert!(WORD.is_match("letters"));
/// assert!(WORD.is_match("*"));
/// assert!(!WORD.is_match("too long a word"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Pattern {
    text: &'static str,
    program: &'static [Instruction],
}

impl Pattern {
    /// Creates a pattern from its text and the program compiled from it; that they belong together is not checked.
    pub const fn new(text: &'static str, program: &'static [Instruction]) -> Self {
        Self { text, program }
    }

    /// Returns the pattern as the model has it.
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Whether the pattern matches anywhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        Run::new(self.program, text).find()
    }
}

/// Shows only the text, because the program is long and says the same.
impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.text).finish()
    }
}

/// A step of a pattern's program.
///
/// A program that reaches its end has matched. Targets are indices of steps; one past the end is the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Instruction {
    /// Continues only at the start of the text.
    Start,
    /// Continues only at the end of the text.
    End,
    /// Consumes exactly this text.
    Text(&'static str),
    /// Consumes `min` to `max` characters (without a limit if `max` is `None`), each within one of the ranges of `set`,
    /// which include both their ends.
    Chars {
        /// The ranges of the characters that it consumes.
        set: &'static [(char, char)],
        /// The minimum number of characters.
        min: u32,
        /// The maximum number of characters.
        max: Option<u32>,
    },
    /// Continues both at the next step and at this one.
    Split(usize),
    /// Continues at this step.
    Jump(usize),
}

/// A place between two characters of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Place {
    byte: usize,
    character: usize,
}

/// The state of one step of the program during a match.
#[derive(Clone, Default)]
struct Waiting {
    /// One past the place at which the step was last reached, so that it is reached only once at each place.
    reached: usize,
    /// For characters: where the current runs have begun, as ranges of places (in characters, both ends included),
    /// oldest first. All runs of a step consume the same characters, so they differ only in their beginnings. For text:
    /// where it will have been consumed (in bytes), in pairs of the same place.
    places: VecDeque<(usize, usize)>,
}

impl Waiting {
    /// Adds a place after all others.
    fn push(&mut self, place: usize) {
        match self.places.back_mut() {
            Some((_, last)) if last.checked_add(1) == Some(place) => *last = place,
            _ => self.places.push_back((place, place)),
        }
    }

    /// Drops all places before `first`.
    fn drop_before(&mut self, first: usize) {
        while let Some((begin, end)) = self.places.front_mut() {
            if *end >= first {
                *begin = first.max(*begin);
                return;
            }
            self.places.pop_front();
        }
    }

    fn first(&self) -> Option<usize> {
        self.places.front().map(|(first, _)| *first)
    }
}

/// One match of a program against a text.
struct Run<'a> {
    program: &'static [Instruction],
    text: &'a str,
    waiting: Vec<Waiting>,
    /// The steps to continue at, at the current place.
    ready: Vec<usize>,
}

impl<'a> Run<'a> {
    fn new(program: &'static [Instruction], text: &'a str) -> Self {
        Self { program, text, waiting: vec![Waiting::default(); program.len()], ready: Vec::new() }
    }

    fn find(mut self) -> bool {
        let mut here = Place { byte: 0, character: 0 };
        for next in self.text.chars() {
            if self.matches_at(here) {
                return true;
            }
            here.byte += next.len_utf8();
            here.character += 1;
            self.take(next, here);
        }
        self.matches_at(here)
    }

    /// Follows all ready steps, and those that begin here; returns whether one of them has reached the end.
    fn matches_at(&mut self, here: Place) -> bool {
        self.ready.push(0);
        while let Some(index) = self.ready.pop() {
            let (Some(step), Some(waiting)) = (self.program.get(index), self.waiting.get_mut(index)) else {
                return true;
            };
            if waiting.reached == here.character + 1 {
                continue;
            }
            waiting.reached = here.character + 1;
            if follow(step, waiting, self.text, here) {
                self.ready.push(index + 1);
            }
            if let Instruction::Split(target) | Instruction::Jump(target) = step {
                self.ready.push(*target);
            }
        }
        false
    }

    /// Moves all steps over the character `next` that ends `here`, and makes the steps after them ready.
    fn take(&mut self, next: char, here: Place) {
        for (index, (step, waiting)) in self.program.iter().zip(&mut self.waiting).enumerate() {
            if !waiting.places.is_empty() && passes(step, waiting, next, here) {
                self.ready.push(index + 1);
            }
        }
    }
}

/// Enters a step; returns whether the next one is reached without consuming anything.
fn follow(step: &Instruction, waiting: &mut Waiting, text: &str, here: Place) -> bool {
    match *step {
        Instruction::Start => here.byte == 0,
        Instruction::End => here.byte == text.len(),
        Instruction::Text("") | Instruction::Split(_) => true,
        Instruction::Jump(_) => false,
        Instruction::Text(expected) => {
            if text.get(here.byte..).is_some_and(|rest| rest.starts_with(expected)) {
                let taken = here.byte + expected.len();
                waiting.places.push_back((taken, taken));
            }
            false
        }
        Instruction::Chars { min, max, .. } => {
            // Without a limit, the oldest run can do everything that a later one can.
            if max.is_some() || waiting.places.is_empty() {
                waiting.push(here.character);
            }
            min == 0
        }
    }
}

/// Consumes `next` in the runs of a step; returns whether one of them can end `here`.
fn passes(step: &Instruction, waiting: &mut Waiting, next: char, here: Place) -> bool {
    match *step {
        Instruction::Text(_) => {
            let taken = waiting.first() == Some(here.byte);
            if taken {
                waiting.places.pop_front();
            }
            taken
        }
        Instruction::Chars { set, min, max } => {
            if !set.iter().any(|(first, last)| (*first..=*last).contains(&next)) {
                waiting.places.clear();
                return false;
            }
            if let Some(max) = max {
                waiting.drop_before(here.character.saturating_sub(max as usize));
            }
            waiting.first().is_some_and(|began| here.character - began >= min as usize)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTERS: &[(char, char)] = &[('a', 'z')];

    fn check(program: &'static [Instruction], matching: &[&str], others: &[&str]) {
        let pattern = Pattern::new("", program);
        for text in matching {
            assert!(pattern.is_match(text), "{program:?} should match {text:?}");
        }
        for text in others {
            assert!(!pattern.is_match(text), "{program:?} should not match {text:?}");
        }
    }

    #[test]
    fn anchors() {
        check(&[], &["", "x"], &[]);
        check(&[Instruction::Start, Instruction::End], &[""], &["x"]);
        check(&[Instruction::Text("ab")], &["ab", "aab", "abb"], &["", "a", "ba"]);
        check(&[Instruction::Start, Instruction::Text("ab")], &["ab", "abb"], &["aab"]);
        check(&[Instruction::Text("ab"), Instruction::End], &["ab", "aab", "abab"], &["abb"]);
        check(&[Instruction::Text("ab"), Instruction::Start], &[], &["ab", ""]);
    }

    #[test]
    fn counted_characters() {
        let bounded = &[
            Instruction::Start,
            Instruction::Chars { set: LETTERS, min: 2, max: Some(3) },
            Instruction::End,
        ];
        check(bounded, &["ab", "abc"], &["", "a", "abcd", "aB"]);
        let at_least = &[
            Instruction::Start,
            Instruction::Chars { set: LETTERS, min: 2, max: None },
            Instruction::Text("!"),
            Instruction::End,
        ];
        check(at_least, &["ab!", "abcdefgh!"], &["a!", "!", "ab", "a1b!"]);
        let unanchored = &[Instruction::Chars { set: LETTERS, min: 2, max: Some(2) }, Instruction::Text("-")];
        check(unanchored, &["ab-", "abcd-", "1ab-"], &["a-", "1a-", "ab1-"]);
        let none = &[
            Instruction::Start,
            Instruction::Chars { set: LETTERS, min: 0, max: Some(0) },
            Instruction::End,
        ];
        check(none, &[""], &["a"]);
    }

    #[test]
    fn runs_that_begin_apart_are_told_apart() {
        // ^(ab)*[a-z]{3}$
        let program = &[
            Instruction::Start,
            Instruction::Split(4),
            Instruction::Text("ab"),
            Instruction::Jump(1),
            Instruction::Chars { set: LETTERS, min: 3, max: Some(3) },
            Instruction::End,
        ];
        check(program, &["xyz", "abxyz", "ababxyz", "ababa", "aba"], &["abxy", "ab", "xyzab", "xabyz"]);
    }

    #[test]
    fn texts_overlap() {
        // The same text is being matched at several places at once.
        check(&[Instruction::Text("aaa"), Instruction::Text("b")], &["aaab", "aaaaaab"], &["aab", "aaaa"]);
        check(
            &[
                Instruction::Text("né"),
                Instruction::Chars { set: &[('\0', char::MAX)], min: 1, max: Some(1) },
            ],
            &["né𝄞"],
            &["né"],
        );
    }

    #[test]
    fn programs_that_go_in_circles_come_to_an_end() {
        check(&[Instruction::Jump(0)], &[], &["", "aaa"]);
        check(&[Instruction::Split(0), Instruction::Jump(0)], &[], &["", "aaa"]);
        check(&[Instruction::Jump(usize::MAX)], &["", "a"], &[]);
    }

    #[test]
    fn long_texts_are_cheap() {
        // ([a-z]{0,5000}[a-z]{0,5000})*! can fail in very many ways.
        let program = &[
            Instruction::Split(4),
            Instruction::Chars { set: LETTERS, min: 0, max: Some(5000) },
            Instruction::Chars { set: LETTERS, min: 0, max: Some(5000) },
            Instruction::Jump(0),
            Instruction::Text("!"),
        ];
        let long = "a".repeat(100_000);
        check(program, &[&(long.clone() + "!")], &[&long]);
    }
}

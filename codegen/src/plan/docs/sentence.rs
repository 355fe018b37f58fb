//! Finds the first sentence of a paragraph.

use super::blocks::{Block, Content};

/// The length in characters beyond which a first paragraph is divided.
const LONG: usize = 200;
/// A word of this kind ends in a full stop that does not end the sentence.
const ABBREVIATIONS: [&str; 8] = ["e.g.", "i.e.", "eg.", "ie.", "vs.", "cf.", "no.", "approx."];

/// Sees to it that the documentation begins with a short paragraph that says what its subject
/// is, since that is what rustdoc shows in listings.
pub(super) fn lead(blocks: &mut Vec<Block>) {
    let start = blocks.iter().take_while(|b| matches!(b.content, Content::Heading(..))).count();
    let asides = blocks.iter().skip(start).take_while(|b| b.indent.starts_with('>')).count();
    let after = blocks.get(start + asides);
    if asides > 0 && after.is_some_and(stands_alone) {
        let paragraph = blocks.remove(start + asides);
        blocks.insert(start, paragraph);
    }
    if let Some(rest) = blocks.get_mut(start).and_then(divide) {
        blocks.insert(start + 1, rest);
    }
}

/// Whether a block is a paragraph of its own, that does not introduce what follows it.
fn stands_alone(block: &Block) -> bool {
    match &block.content {
        Content::Paragraph(words) => {
            block.indent.is_empty() && !words.last().is_some_and(|word| word.ends_with(':'))
        }
        _ => false,
    }
}

/// Takes what follows the first sentence out of a long paragraph.
fn divide(block: &mut Block) -> Option<Block> {
    let Content::Paragraph(words) = &mut block.content else { return None };
    let length: usize = words.iter().map(|word| word.chars().count() + 1).sum();
    let end = first(words).len();
    if length <= LONG || end == words.len() || !block.indent.is_empty() {
        return None;
    }
    Some(Block::new(Content::Paragraph(words.split_off(end))))
}

/// The words of the first sentence; all words if no sentence ends before.
pub(super) fn first(words: &[String]) -> &[String] {
    let mut asterisks = 0;
    let following = words.iter().skip(1);
    for (index, (word, next)) in words.iter().zip(following).enumerate() {
        asterisks += emphasis_marks(word);
        // A sentence that ends within emphasis cannot be set apart.
        if asterisks % 2 == 0 && ends(word, next) {
            return words.get(..=index).unwrap_or(words);
        }
    }
    words
}

fn ends(word: &str, next: &str) -> bool {
    let bare = word.trim_end_matches([')', '"', '\'', '*', '_', '”', '’']);
    let start = word.trim_start_matches(['(', '"', '\'', '*', '_', '“', '‘']);
    bare.ends_with(['.', '!', '?'])
        && !ABBREVIATIONS.iter().any(|abbreviation| start.eq_ignore_ascii_case(abbreviation))
        && !next.starts_with(char::is_lowercase)
}

/// The number of runs of asterisks that are neither escaped nor code.
fn emphasis_marks(word: &str) -> usize {
    let mut runs = 0;
    let mut in_code = false;
    let mut previous = ' ';
    for c in word.chars() {
        in_code ^= c == '`';
        let begins = c == '*' && previous != '*' && previous != '\\';
        runs += usize::from(begins && !in_code);
        previous = c;
    }
    runs
}

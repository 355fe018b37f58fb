//! Finds the first sentence of a paragraph.

use super::blocks::Block;

/// The length in characters beyond which a first paragraph is divided.
const LONG: usize = 200;
/// Words that end in a full stop which does not end the sentence.
const ABBREVIATIONS: [&str; 8] = ["e.g.", "i.e.", "eg.", "ie.", "vs.", "cf.", "no.", "approx."];

/// Makes the documentation begin with a short paragraph that describes its subject, because rustdoc shows it in
/// listings.
pub(super) fn lead(blocks: &mut Vec<Block>) {
    let start = blocks.iter().take_while(|block| matches!(block, Block::Heading(..))).count();
    let asides = blocks.iter().skip(start).take_while(|block| matches!(block, Block::Quote(_))).count();
    // A paragraph that introduces what follows is not moved.
    let stands_alone = matches!(blocks.get(start + asides), Some(Block::Paragraph(words))
        if !words.last().is_some_and(|word| word.ends_with(':')));
    if stands_alone {
        let paragraph = blocks.remove(start + asides);
        blocks.insert(start, paragraph);
    }
    if let Some(Block::Paragraph(words)) = blocks.get_mut(start)
        && words.iter().map(|word| word.chars().count() + 1).sum::<usize>() > LONG
        && first(words).len() < words.len()
    {
        let rest = words.split_off(first(words).len());
        blocks.insert(start + 1, Block::Paragraph(rest));
    }
}

/// Returns the words of the first paragraph, at any depth.
pub(super) fn paragraph(blocks: &[Block]) -> Option<&[String]> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(words) => Some(words.as_slice()),
        Block::Item(_, blocks) | Block::Quote(blocks) => paragraph(blocks),
        _ => None,
    })
}

/// Returns the words of the first sentence, or all words if there is only one sentence.
pub(super) fn first(words: &[String]) -> &[String] {
    let mut asterisks = 0;
    let following = words.iter().skip(1);
    for (index, (word, next)) in words.iter().zip(following).enumerate() {
        asterisks += emphasis_marks(word);
        // A sentence that ends within emphasis cannot be split off.
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

/// Counts the runs of asterisks that are neither escaped nor in code.
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

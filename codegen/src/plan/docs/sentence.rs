//! Finds the first sentence of a paragraph.

use super::blocks::Block;

/// The length in characters beyond which a first paragraph is divided.
const LONG: usize = 200;
/// A word of this kind ends in a full stop that does not end the sentence.
const ABBREVIATIONS: [&str; 8] = ["e.g.", "i.e.", "eg.", "ie.", "vs.", "cf.", "no.", "approx."];

/// Sees to it that the documentation begins with a short paragraph that says what its subject
/// is, since that is what rustdoc shows in listings.
pub(super) fn lead(blocks: &mut Vec<Block>) {
    let start = blocks.iter().take_while(|block| matches!(block, Block::Heading(..))).count();
    let asides = blocks.iter().skip(start).take_while(|block| matches!(block, Block::Quote(_))).count();
    // A paragraph that introduces what follows it stays there.
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

/// The words of the first paragraph, wherever it stands.
pub(super) fn paragraph(blocks: &[Block]) -> Option<&[String]> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(words) => Some(words.as_slice()),
        Block::Item(_, blocks) | Block::Quote(blocks) => paragraph(blocks),
        _ => None,
    })
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

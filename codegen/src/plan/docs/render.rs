//! Writes blocks as the lines of a rustdoc comment.

use super::blocks::{Block, Content};
use super::inline::longest_backtick_run;

/// The length that lines are wrapped at, in characters.
const WIDTH: usize = 92;

/// Writes the blocks with an empty line between them, but none before the next item of a list.
pub(super) fn lines(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut previous: Option<&Block> = None;
    for block in blocks {
        if let Some(previous) = previous.filter(|previous| !is_tight(previous, block)) {
            lines.push(separator(previous, block));
        }
        write(block, &mut lines);
        previous = Some(block);
    }
    lines
}

fn is_tight(previous: &Block, block: &Block) -> bool {
    let quotes = |block: &Block| block.indent.matches('>').count();
    block.starts_item
        && block.quote_at.is_none()
        && !previous.indent.is_empty()
        && previous.indent.trim_end() != ">"
        && quotes(previous) == quotes(block)
        && !matches!(previous.content, Content::Table(_))
}

/// The line between two blocks: empty, or the marks of the quotations that both stand in.
fn separator(previous: &Block, block: &Block) -> String {
    let pairs = previous.indent.chars().zip(block.indent.chars());
    let pairs = pairs.take(block.quote_at.unwrap_or(usize::MAX));
    let shared: String = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    shared.trim_end().to_owned()
}

fn write(block: &Block, lines: &mut Vec<String>) {
    let first = lines.len();
    match &block.content {
        Content::Paragraph(words) => wrap(words, WIDTH.saturating_sub(block.indent.len()), lines),
        Content::Heading(level, title) => {
            lines.push(format!("{} {title}", "#".repeat(*level)));
        }
        Content::Code(code) => {
            let longest = code.iter().map(|line| longest_backtick_run(line)).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            lines.push(format!("{fence}text"));
            lines.extend(code.iter().cloned());
            lines.push(fence);
        }
        Content::Table(rows) => table(rows, lines),
    }
    for (index, line) in lines.iter_mut().skip(first).enumerate() {
        let prefix = if index == 0 { &block.lead } else { &block.indent };
        line.insert_str(0, prefix);
        line.truncate(line.trim_end().len());
    }
}

fn wrap(words: &[String], width: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut length = 0;
    for word in words {
        let added = word.chars().count();
        if !line.is_empty() && length + 1 + added > width {
            lines.push(std::mem::take(&mut line));
        }
        if line.is_empty() {
            line = guarded(word);
            length = line.chars().count();
        } else {
            line.push(' ');
            line.push_str(word);
            length += 1 + added;
        }
    }
    lines.push(line);
}

/// Escapes a word that would begin a block, such as a list item, where it begins a line.
fn guarded(word: &str) -> String {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() < word.len() && matches!(rest, "." | ")") {
        let digits = word.trim_end_matches(['.', ')']);
        return format!("{digits}\\{rest}");
    }
    let is_heading = word.chars().all(|c| c == '#');
    let is_rule = word.chars().all(|c| "-+=_*:|".contains(c));
    if is_heading || is_rule || word.starts_with('>') || word.starts_with("~~~") {
        format!("\\{word}")
    } else {
        word.to_owned()
    }
}

fn table(rows: &[Vec<String>], lines: &mut Vec<String>) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    for (index, row) in rows.iter().enumerate() {
        let mut line = String::from("|");
        for column in 0..columns {
            let cell = row.get(column).map_or("", String::as_str);
            line.push(' ');
            line.push_str(cell);
            line.push_str(if cell.is_empty() { "|" } else { " |" });
        }
        lines.push(line);
        if index == 0 {
            lines.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
}

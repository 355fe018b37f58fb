//! Writes blocks as the lines of a rustdoc comment.

use super::blocks::Block;
use super::inline::longest_backtick_run;

/// The length that lines are wrapped at, in characters.
const WIDTH: usize = 92;

/// Writes the blocks with an empty line between them, but none before the next item of a list.
pub(super) fn lines(blocks: &[Block]) -> Vec<String> {
    nested(blocks, WIDTH, false)
}

fn nested(blocks: &[Block], width: usize, in_item: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut is_tight = true;
    for block in blocks {
        let follows = is_tight && matches!(block, Block::Item(..));
        if !lines.is_empty() && !follows {
            lines.push(String::new());
        }
        match block {
            Block::Paragraph(words) => wrap(words, width, &mut lines),
            Block::Heading(level, title) => lines.push(format!("{} {title}", "#".repeat(*level))),
            Block::Code(code) => self::code(code, &mut lines),
            Block::Table(rows) => table(rows, &mut lines),
            Block::Item(marker, blocks) => {
                let inner = nested(blocks, width.saturating_sub(marker.len()), true);
                lines.extend(prefixed(inner, marker, &" ".repeat(marker.len())));
            }
            Block::Quote(blocks) => {
                lines.extend(prefixed(nested(blocks, width.saturating_sub(2), false), "> ", "> "));
            }
        }
        is_tight = in_item || matches!(block, Block::Item(..));
    }
    lines
}

/// Puts one text before the first line and another before the rest.
fn prefixed<'a>(lines: Vec<String>, first: &'a str, rest: &'a str) -> impl Iterator<Item = String> + 'a {
    let prefixes = std::iter::once(first).chain(std::iter::repeat(rest));
    lines.into_iter().zip(prefixes).map(|(line, prefix)| format!("{prefix}{line}").trim_end().to_owned())
}

fn code(code: &[String], lines: &mut Vec<String>) {
    let longest = code.iter().map(|line| longest_backtick_run(line)).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    lines.push(format!("{fence}text"));
    lines.extend_from_slice(code);
    lines.push(fence);
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

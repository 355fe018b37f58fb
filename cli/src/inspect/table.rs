//! Text in columns that fits a page.

use std::fmt::Write as _;

/// The widest line, in characters.
const PAGE: usize = 100;

/// The widest a column gets: one for names at the left, the others short.
const FIRST: usize = 44;
const MIDDLE: usize = 12;

/// What stands between two columns.
const GAP: usize = 2;

/// A blank at which a line is not broken if that can be helped: a no-break space. It is printed as a plain one.
pub(super) const TIE: char = '\u{a0}';

/// Rows of cells. Columns are as wide as they need to be up to a limit; the last one takes what is left of the page.
/// Text that is too wide for its column goes on in the next line.
#[derive(Debug)]
pub(super) struct Table {
    indent: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table that begins at a column of the page.
    pub(super) fn new(indent: usize) -> Self {
        Self { indent, rows: Vec::new() }
    }

    /// Adds a row.
    pub(super) fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(clean).into());
    }

    /// The text of each row: one line or more, each with its line break.
    pub(super) fn render(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut widths: Vec<usize> =
            (0..columns.saturating_sub(1)).map(|column| self.natural(column).min(limit(column))).collect();
        let taken = self.indent + widths.iter().map(|width| width + GAP).sum::<usize>();
        widths.push(PAGE.saturating_sub(taken).max(1));
        self.rows.iter().map(|row| self.render_row(row, &widths)).collect()
    }

    fn natural(&self, column: usize) -> usize {
        self.rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    }

    fn render_row(&self, row: &[String], widths: &[usize]) -> String {
        let cells: Vec<Vec<String>> =
            row.iter().zip(widths).map(|(cell, &width)| wrap(cell, width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        let mut text = String::new();
        for index in 0..height {
            let mut line = " ".repeat(self.indent);
            for (cell, &width) in cells.iter().zip(widths) {
                let piece = cell.get(index).map_or("", String::as_str);
                // Writing to memory does not fail.
                _ = write!(line, "{piece:<width$}{:GAP$}", "");
            }
            text += line.trim_end();
            text.push('\n');
        }
        text
    }
}

fn limit(column: usize) -> usize {
    if column == 0 { FIRST } else { MIDDLE }
}

/// The text without anything that a terminal takes for a command.
fn clean(text: &str) -> String {
    let visible = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(visible).collect()
}

/// Lines of at most `width` characters, broken at blanks.
///
/// What is wider than a line is broken at its [`TIE`]s and, where that is not enough, anywhere.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    // Counted along, as counting a line again for each of its words would take the square of its length.
    let mut used = 0;
    let blanks = |word: &str| if word.chars().count() > width { [' ', TIE] } else { [' '; 2] };
    for word in text.split(' ').flat_map(|word| word.split(blanks(word))) {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        for c in word.chars() {
            if used == width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(if c == TIE { ' ' } else { c });
            used += 1;
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_wraps_at_blanks_and_else_anywhere() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[""]),
            ("ab cd", &["ab cd"]),
            ("ab cde f", &["ab", "cde f"]),
            ("abcdefghijkl", &["abcde", "fghij", "kl"]),
            ("a bcdefgh", &["a", "bcdef", "gh"]),
            ("a b\u{a0}cd", &["a", "b cd"]),
            ("a bcd\u{a0}ef", &["a bcd", "ef"]),
            ("äöüßé x", &["äöüßé", "x"]),
        ];
        for (text, expected) in cases {
            assert_eq!(wrap(text, 5), expected, "{text}");
        }
    }

    #[test]
    fn columns_align_and_the_page_is_kept() {
        let mut table = Table::new(2);
        table.row(["a", "list", &"word ".repeat(30)]);
        table.row([&"n".repeat(60), "map", "\u{1b}[1m\n"]);
        let text = table.render().concat();
        assert!(text.lines().all(|line| line.chars().count() <= PAGE), "{text}");
        let starts: Vec<_> = ["list", "map"].map(|cell| text.lines().find_map(|line| line.find(cell))).into();
        assert_eq!(starts, [Some(48), Some(48)], "{text}");
        assert!(text.contains(r"\u{1b}[1m\n") && !text.contains('\u{1b}'), "{text}");
        assert_eq!(text.matches('n').count(), 61, "{text}");
    }
}

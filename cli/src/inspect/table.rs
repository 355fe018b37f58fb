//! Tables with names and texts in two columns, within the width of a page.

use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

/// The widest line, in characters.
const PAGE: usize = 100;

/// A name that is longer does not move the second column of the other rows.
const WIDEST: usize = 44;

/// A space that does not break a line: a no-break space. It is printed as an ordinary one.
pub(super) const TIE: char = '\u{a0}';

/// Returns the lines of each row. A text that is too long for its line continues on the next one, in its column.
pub(super) fn rows(indent: usize, rows: &[(&str, String)]) -> Vec<String> {
    let names: Vec<String> = rows.iter().map(|(name, _)| clean(name)).collect();
    let widths = names.iter().map(|name| name.chars().count()).filter(|width| *width <= WIDEST);
    let width = widths.max().unwrap_or_default();
    let rest = " ".repeat(indent + width + 2);
    let row = |(name, (_, text)): (&String, &(&str, String))| {
        let first = format!("{:indent$}{name:<width$}  ", "");
        wrapped(text, &first, &rest)
    };
    names.iter().zip(rows).map(row).collect()
}

/// Wraps text to the width of a page, with one prefix for the first line and another one for the rest.
pub(super) fn wrapped(text: &str, first: &str, rest: &str) -> String {
    let options = Options::new(PAGE)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    let text = clean(text);
    let lines = textwrap::wrap(&text, options);
    lines.iter().map(|line| line.replace(TIE, " ").trim_end().to_owned() + "\n").collect()
}

/// Replaces everything that a terminal could interpret as a command.
fn clean(text: &str) -> String {
    let visible = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    text.chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_and_the_page_is_kept() {
        let long = "n".repeat(60);
        let texts = ["word ".repeat(30), "\u{1b}[1m\n".to_owned(), "x".repeat(200), "a\u{a0}b".to_owned()];
        let [words, command, wide, tied] = texts;
        let lines = rows(2, &[("a", words), ("bcd", command), (&long, wide), ("e", tied)]);
        assert!(lines.concat().lines().all(|line| line.chars().count() <= PAGE), "{lines:?}");
        assert!(lines[0].starts_with("  a    word word"), "{lines:?}");
        assert!(lines[0].lines().skip(1).all(|line| line.starts_with("       word")), "{lines:?}");
        assert_eq!(lines[1], "  bcd  \\u{1b}[1m\\n\n");
        assert_eq!(lines[2].matches('x').count(), 200, "{lines:?}");
        assert_eq!(lines[3], "  e    a b\n");
    }
}

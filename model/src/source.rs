//! The texts of models, and places in them.

/// A place in one of the [`Sources`]: a range of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Returns only the first byte, for pointing at a value that may be thousands of lines long.
    #[must_use]
    pub fn head(self) -> Self {
        Self { end: self.end.min(self.start + 1), ..self }
    }
}

/// One of the [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceId(usize);

/// A text and the name it is known by.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's path as the user gave it.
    pub name: String,
    /// The text, decompressed.
    pub text: String,
    /// Where lines begin and how many characters are before a place, so that no problem has to count from the
    /// beginning.
    index: Index,
}

/// The number of bytes between two places for which [`Index`] stores the number of characters before them.
const BLOCK: usize = 4096;

#[derive(Clone, Debug)]
struct Index {
    /// The first byte of each line.
    lines: Vec<usize>,
    /// The number of characters before each block of [`BLOCK`] bytes.
    characters: Vec<usize>,
}

impl Index {
    fn new(text: &str) -> Self {
        let lines = [0].into_iter().chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut before = 0;
        let block = |block: &[u8]| {
            before += begun(block);
            before
        };
        let characters = [0].into_iter().chain(text.as_bytes().chunks(BLOCK).map(block)).collect();
        Self { lines, characters }
    }

    /// Returns the number of the line, from 0, with the byte at `at`.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).saturating_sub(1)
    }

    fn line_start(&self, line: usize) -> usize {
        self.lines.get(line).copied().unwrap_or_default()
    }

    /// Counts the characters that begin before the byte at `at`.
    fn characters_before(&self, text: &str, at: usize) -> usize {
        let block = at / BLOCK;
        let rest = text.as_bytes().get(block * BLOCK..at).map(begun);
        self.characters.get(block).copied().unwrap_or_default() + rest.unwrap_or_default()
    }
}

/// How many characters begin in some bytes of UTF-8.
fn begun(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// All the texts of one run.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a text with a name.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let (name, text) = (name.into(), text.into());
        let index = Index::new(&text);
        self.0.push(Source { name, text, index });
        SourceId(self.0.len() - 1)
    }

    /// The text of a source; empty for an id that another set of sources gave.
    pub fn text(&self, id: SourceId) -> &str {
        self.0.get(id.0).map_or("", |source| &source.text)
    }

    /// The name of a source.
    pub fn name(&self, id: SourceId) -> &str {
        self.0.get(id.0).map_or("", |source| &source.name)
    }

    /// Returns the line and column, both from 1, of the start of a span.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        let Some(Source { text, index, .. }) = self.0.get(span.source.0) else { return (1, 1) };
        let at = span.start.min(text.len());
        let line = index.line(at);
        let before = |at| index.characters_before(text, at);
        (line + 1, before(at) - before(index.line_start(line)) + 1)
    }

    /// Returns the lines of a span, and their start in the text. Of a long line, at most `most` bytes before and behind
    /// the span are returned.
    pub(crate) fn excerpt(&self, span: Span, most: usize) -> (&str, usize) {
        let Some(Source { text, index, .. }) = self.0.get(span.source.0) else { return ("", 0) };
        let (start, end) = (span.start.min(text.len()), span.end.min(text.len()));
        let first = index.line_start(index.line(start)).max(start.saturating_sub(most));
        let next_line = index.lines.get(index.line(end.saturating_sub(1).max(start)) + 1);
        let line_end = |next: &usize| {
            let line = text.get(..next - 1).unwrap_or_default();
            line.strip_suffix('\r').unwrap_or(line).len()
        };
        let last = next_line.map_or(text.len(), line_end).max(end).min(end.saturating_add(most));
        let (first, last) = (text.floor_char_boundary(first), text.ceil_char_boundary(last));
        (text.get(first..last).unwrap_or_default(), first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let mut sources = Sources::default();
        let source = sources.add("a.json", "ä\nbé{");
        let at = |start| sources.line_column(Span { source, start, end: start });
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(2), (1, 2));
        assert_eq!(at(3), (2, 1));
        assert_eq!(at(6), (2, 3));
    }

    #[test]
    fn places_far_into_a_text_are_those_that_counting_gives() {
        let text = ["ä".repeat(3 * BLOCK), "b".repeat(BLOCK), String::new(), "ö".repeat(BLOCK)].join("\n");
        let mut sources = Sources::default();
        let source = sources.add("a.json", text.as_str());
        for (start, _) in text.char_indices().step_by(997).chain([(text.len(), ' ')]) {
            let before = &text[..start];
            let line = before.rsplit('\n').next().unwrap();
            let expected = (before.matches('\n').count() + 1, line.chars().count() + 1);
            assert_eq!(sources.line_column(Span { source, start, end: start }), expected, "{start}");
        }
    }

    #[test]
    fn an_excerpt_has_the_lines_of_the_place_and_no_more_than_a_part_of_long_ones() {
        let mut sources = Sources::default();
        let source = sources.add("a.json", "one\ntwo\nthree\näääääääää");
        let excerpt = |start, end, most| sources.excerpt(Span { source, start, end }, most);
        assert_eq!(excerpt(5, 6, 9), ("two", 4));
        assert_eq!(excerpt(7, 7, 9), ("two", 4));
        assert_eq!(excerpt(5, 10, 9), ("two\nthree", 4));
        assert_eq!(excerpt(10, 11, 1), ("hre", 9));
        // Not in the middle of a character.
        assert_eq!(excerpt(18, 20, 3), ("äääää", 14));
        assert_eq!(excerpt(99, 99, 4), ("ää", 28));
        let source = sources.add("b.json", "one\r\ntwo\r\n");
        assert_eq!(sources.excerpt(Span { source, start: 0, end: 1 }, 9), ("one", 0));
    }
}

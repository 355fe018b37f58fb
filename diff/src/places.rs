//! Finds the lines of elements. The line breaks of each text are located only once.

use std::collections::HashMap;

use super::Place;
use smithy_model::ir::Origin;
use smithy_model::source::{SourceId, Sources};

/// The places of elements in their files.
pub(super) struct Places<'s> {
    sources: &'s Sources,
    /// The positions of the line breaks in each text.
    breaks: HashMap<SourceId, Vec<usize>>,
}

impl<'s> Places<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources, breaks: HashMap::new() }
    }

    /// Returns the place of an element; `None` if no text contains it.
    pub(super) fn of(&mut self, origin: &Origin) -> Option<Place> {
        let span = origin.span?;
        let breaks = self.breaks.entry(span.source).or_insert_with(|| {
            self.sources.text(span.source).match_indices('\n').map(|(index, _)| index).collect()
        });
        let line = breaks.partition_point(|at| *at < span.start) + 1;
        Some(Place { file: self.sources.name(span.source).to_owned(), line, shape: origin.id.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smithy_model::source::Span;

    #[test]
    fn lines_are_those_that_diagnostics_tell() {
        let mut sources = Sources::default();
        let text = "{\n\n  \"ä\": 1\n}";
        let source = sources.add("a.json", text);
        let mut places = Places::new(&sources);
        for (start, _) in text.char_indices() {
            let span = Span { source, start, end: start };
            let place = places.of(&Origin::new("a#B", span)).expect("it has a place");
            assert_eq!(place.line, sources.line_column(span).0, "{start}");
        }
        assert_eq!(places.of(&Origin::default()), None);
    }
}

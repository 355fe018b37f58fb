//! The changelog entry of a new model: the release note without its heading, so that both tell the same in the same words.

use smithy_model::diff::Report;
use smithy_model::diff::render::github;

/// The heading of the note's last section, which says what a changelog's own headings say.
const VERSION: &str = "\n### Version\n";

/// What stands below the heading of a changelog's section: whole lines, with sections of their own.
pub(super) fn entry(report: &Report) -> String {
    let note = github(report, None);
    let note = note.split_once(VERSION).map_or(note.as_str(), |(changes, _)| changes);
    let below = note.split_once('\n').filter(|(heading, _)| heading.starts_with("## "));
    format!("{}\n", below.map_or(note, |(_, below)| below).trim_matches('\n'))
}

#[cfg(test)]
mod tests {
    use smithy_model::diff::{Change, Level, Rule};

    use super::*;

    static RULE: Rule = Rule { id: "a-rule", level: Level::Wire, wire: "the wire", rust: "the code" };

    #[test]
    fn an_entry_tells_values_and_what_older_releases_meet() {
        let change = Change {
            rule: &RULE,
            shape: "F".to_owned(),
            message: "`F` has another value".to_owned(),
            old: Some("1".to_owned()),
            new: Some("2".to_owned()),
            old_place: None,
            new_place: None,
        };
        let report = Report { service: "Frogs".to_owned(), changes: vec![change], ..Report::default() };
        let entry = entry(&report);
        assert!(entry.starts_with("### Breaking changes\n\n- ") && entry.ends_with(".\n"), "{entry}");
        for words in ["`1`", "`2`", "The code.", "Earlier releases: The wire."] {
            assert!(entry.contains(words), "{words}: {entry}");
        }
    }

    #[test]
    fn new_code_alone_is_a_sentence() {
        let entry = entry(&Report::default());
        assert!(!entry.contains('#') && entry.ends_with(".\n"), "{entry}");
    }
}

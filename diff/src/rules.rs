//! The table of all kinds of change.
//!
//! An ID never changes. IDs that end in `-added` or `-removed` are for elements that came or went, all others for
//! elements that stay. If the direction of values decides how bad a change is, there are two rules: a shape counts as
//! sent if an operation's input reaches it, and as received if an output, an error or a notification does. For a shape
//! that is both, the worse rule is reported.

pub(super) mod constraint;
pub(super) mod endpoint;
pub(super) mod enumeration;
pub(super) mod member;
pub(super) mod mqtt;
pub(super) mod operation;
pub(super) mod service;
pub(super) mod shape;
pub(super) mod text;

use std::sync::LazyLock;

use super::Rule;

/// Declares rules: a name for the code, then id, level, and the two sentences.
macro_rules! declare {
    ($($name:ident $id:literal $level:ident $wire:literal $rust:literal)+) => {
        $(
            pub(crate) static $name: $crate::Rule = $crate::Rule {
                id: $id,
                level: $crate::Level::$level,
                wire: $wire,
                rust: $rust,
            };
        )+

        /// All rules in this file.
        pub(super) static RULES: &[&$crate::Rule] = &[$(&$name),+];
    };
}
use declare;

/// Returns all rules, sorted by ID.
pub fn rules() -> &'static [&'static Rule] {
    static ALL: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
        let mut all = [
            service::RULES,
            endpoint::RULES,
            operation::RULES,
            shape::RULES,
            member::RULES,
            mqtt::RULES,
            enumeration::RULES,
            constraint::RULES,
            text::RULES,
        ]
        .concat();
        all.sort_by_key(|rule| rule.id);
        all
    });
    &ALL
}

/// Returns the rule with an ID.
pub fn rule(id: &str) -> Option<&'static Rule> {
    let all = rules();
    all.binary_search_by(|rule| rule.id.cmp(id)).ok().and_then(|index| all.get(index)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_in_kebab_case() {
        let ids: Vec<_> = rules().iter().map(|rule| rule.id).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
        for id in ids {
            assert!(id.split('-').all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())), "{id}");
            assert!(!id.split('-').any(str::is_empty), "{id}");
            assert_eq!(rule(id).map(|rule| rule.id), Some(id));
        }
        assert_eq!(rule("no-such-rule"), None);
    }

    #[test]
    fn meanings_are_sentences_without_a_full_stop() {
        for rule in rules() {
            for text in [rule.wire, rule.rust] {
                assert!(text.starts_with(|c: char| c.is_uppercase() || c == '`'), "{}: {text}", rule.id);
                assert!(!text.ends_with('.') && !text.contains("  "), "{}: {text}", rule.id);
            }
        }
    }
}

//! The parts of a pattern that match one character, as sets of characters.

use regex_syntax::ast::{Ast, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem};
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// The characters that `.` does not match. Java also excludes U+0085; ECMA 262 does not.
const LINE_TERMINATORS: &[(char, char)] = &[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')];

/// The characters that `\s` matches in ECMA 262. In Java it matches only those of ASCII.
const SPACES: &[(char, char)] = &[
    ('\t', '\r'),
    (' ', ' '),
    ('\u{a0}', '\u{a0}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{2000}', '\u{200a}'),
    ('\u{2028}', '\u{2029}'),
    ('\u{202f}', '\u{202f}'),
    ('\u{205f}', '\u{205f}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{feff}', '\u{feff}'),
];

/// Which of two readings is used: the one with more characters, or the one with fewer in a negated class, so that the
/// class has more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Wide,
    Narrow,
}

/// Returns the set of characters that a part matches, as sorted ranges, if it always matches one character.
pub(super) fn characters(ast: &Ast) -> Option<Vec<(char, char)>> {
    let set = match ast {
        Ast::Literal(literal) => one(literal.c),
        Ast::Dot(_) => negated(ranges(LINE_TERMINATORS)),
        Ast::ClassPerl(class) => perl(class, Reading::Wide),
        Ast::ClassBracketed(class) => bracketed(class),
        Ast::Group(group) => return characters(&group.ast),
        _ => return None,
    };
    Some(set.iter().map(|range| (range.start(), range.end())).collect())
}

/// Returns the character of a set that has only one.
pub(super) fn single(set: &[(char, char)]) -> Option<char> {
    match set {
        [(first, last)] if first == last => Some(*first),
        _ => None,
    }
}

fn bracketed(class: &ClassBracketed) -> ClassUnicode {
    let mut set = ClassUnicode::empty();
    let reading = if class.negated { Reading::Narrow } else { Reading::Wide };
    match &class.kind {
        ClassSet::Item(ClassSetItem::Union(union)) => {
            for item in &union.items {
                set.union(&member(item, reading));
            }
        }
        ClassSet::Item(item) => set = member(item, reading),
        // The common spelling has no operators in classes.
        ClassSet::BinaryOp(_) => {}
    }
    if class.negated { negated(set) } else { set }
}

fn member(item: &ClassSetItem, reading: Reading) -> ClassUnicode {
    match item {
        ClassSetItem::Literal(literal) => one(literal.c),
        ClassSetItem::Range(range) => ranges(&[(range.start.c, range.end.c)]),
        ClassSetItem::Perl(class) => perl(class, reading),
        // The common spelling has nothing else in a class.
        _ => ClassUnicode::empty(),
    }
}

fn perl(class: &ClassPerl, reading: Reading) -> ClassUnicode {
    let is_wide = (reading == Reading::Wide) != class.negated;
    let set = ranges(match class.kind {
        ClassPerlKind::Digit => &[('0', '9')],
        ClassPerlKind::Space if is_wide => SPACES,
        ClassPerlKind::Space => &[('\t', '\r'), (' ', ' ')],
        ClassPerlKind::Word => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
    });
    if class.negated { negated(set) } else { set }
}

fn one(character: char) -> ClassUnicode {
    ranges(&[(character, character)])
}

fn ranges(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(ranges.iter().map(|(first, last)| ClassUnicodeRange::new(*first, *last)))
}

fn negated(mut set: ClassUnicode) -> ClassUnicode {
    set.negate();
    set
}

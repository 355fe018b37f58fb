//! The parts of a pattern that stand for one character, as sets of characters.

use regex_syntax::ast::{Ast, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem};
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// What `.` does not take. Java excludes U+0085 too; ECMA 262 does not.
const LINE_TERMINATORS: &[(char, char)] = &[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')];

/// The set of characters that a part stands for, as sorted ranges, if it always takes one character.
pub(super) fn characters(ast: &Ast) -> Option<Vec<(char, char)>> {
    let set = match ast {
        Ast::Literal(literal) => one(literal.c),
        Ast::Dot(_) => negated(ranges(LINE_TERMINATORS)),
        Ast::ClassPerl(class) => perl(class),
        Ast::ClassBracketed(class) => bracketed(class),
        Ast::Group(group) => return characters(&group.ast),
        _ => return None,
    };
    Some(set.iter().map(|range| (range.start(), range.end())).collect())
}

/// The one character of a set that has only one.
pub(super) fn single(set: &[(char, char)]) -> Option<char> {
    match set {
        [(first, last)] if first == last => Some(*first),
        _ => None,
    }
}

fn bracketed(class: &ClassBracketed) -> ClassUnicode {
    let mut set = ClassUnicode::empty();
    match &class.kind {
        ClassSet::Item(ClassSetItem::Union(union)) => {
            for item in &union.items {
                set.union(&member(item));
            }
        }
        ClassSet::Item(item) => set = member(item),
        // The common spelling has no operators.
        ClassSet::BinaryOp(_) => {}
    }
    if class.negated { negated(set) } else { set }
}

fn member(item: &ClassSetItem) -> ClassUnicode {
    match item {
        ClassSetItem::Literal(literal) => one(literal.c),
        ClassSetItem::Range(range) => ranges(&[(range.start.c, range.end.c)]),
        ClassSetItem::Perl(class) => perl(class),
        // The common spelling has nothing else in a class.
        _ => ClassUnicode::empty(),
    }
}

fn perl(class: &ClassPerl) -> ClassUnicode {
    let set = ranges(match class.kind {
        ClassPerlKind::Digit => &[('0', '9')],
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

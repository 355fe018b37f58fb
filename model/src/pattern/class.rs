//! The parts of a pattern that stand for one character, as sets of characters.
use regex_syntax::ast::{
    Ast, ClassBracketed, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem, HexLiteralKind, Literal,
    LiteralKind, SpecialLiteralKind,
};
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

use super::{Unfaithful, plain, written};

/// What `.` does not take. Java excludes U+0085 too; ECMA 262 does not.
const LINE_TERMINATORS: &[(char, char)] = &[('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')];

/// The set of characters that a part stands for, as sorted ranges, if it always takes one character.
pub(super) fn characters(ast: &Ast, pattern: &str) -> Result<Option<Vec<(char, char)>>, Unfaithful> {
    let set = match ast {
        Ast::Literal(literal) => one(meant(literal)?),
        Ast::Dot(_) => negated(ranges(LINE_TERMINATORS)),
        Ast::ClassPerl(class) => perl(class),
        Ast::ClassBracketed(class) => bracketed(class, pattern)?,
        Ast::ClassUnicode(_) => return Err(unicode()),
        Ast::Group(group) => return characters(plain(group)?, pattern),
        _ => return Ok(None),
    };
    Ok(Some(set.iter().map(|range| (range.start(), range.end())).collect()))
}

/// The one character of a set that has only one.
pub(super) fn single(set: &[(char, char)]) -> Option<char> {
    match set {
        [(first, last)] if first == last => Some(*first),
        _ => None,
    }
}

fn bracketed(class: &ClassBracketed, pattern: &str) -> Result<ClassUnicode, Unfaithful> {
    let inside = written(pattern, class.span);
    let inside = inside.strip_prefix("[^").or(inside.strip_prefix('[')).unwrap_or(inside);
    if inside.starts_with("--") || inside.starts_with(']') {
        return Err(Unfaithful::new("a class begins with `]` or `--`, which not all languages read alike"));
    }
    let ClassSet::Item(item) = &class.kind else {
        return Err(Unfaithful::new(
            "a class has an operator (`&&`, `--` or `~~`), which not all languages know",
        ));
    };
    let mut set = ClassUnicode::empty();
    match item {
        ClassSetItem::Union(union) => {
            for item in &union.items {
                set.union(&member(item)?);
            }
        }
        item => set = member(item)?,
    }
    Ok(if class.negated { negated(set) } else { set })
}

fn member(item: &ClassSetItem) -> Result<ClassUnicode, Unfaithful> {
    match item {
        ClassSetItem::Literal(literal) => Ok(one(meant(literal)?)),
        ClassSetItem::Range(range) => Ok(ranges(&[(meant(&range.start)?, meant(&range.end)?)])),
        ClassSetItem::Perl(class) => Ok(perl(class)),
        ClassSetItem::Unicode(_) => Err(unicode()),
        ClassSetItem::Empty(_) => Ok(ClassUnicode::empty()),
        ClassSetItem::Ascii(_) | ClassSetItem::Bracketed(_) | ClassSetItem::Union(_) => {
            Err(Unfaithful::new("a class stands within a class, which not all languages read alike"))
        }
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

/// The character a literal means, if all languages agree on it.
fn meant(literal: &Literal) -> Result<char, Unfaithful> {
    match literal.kind {
        LiteralKind::Special(SpecialLiteralKind::Bell | SpecialLiteralKind::VerticalTab)
        | LiteralKind::HexFixed(HexLiteralKind::UnicodeLong)
        | LiteralKind::HexBrace(HexLiteralKind::UnicodeLong)
        | LiteralKind::Octal => Err(Unfaithful::new(
            "it has an escape sequence (`\\a`, `\\v` or `\\U`) that not all languages read alike",
        )),
        _ => Ok(literal.c),
    }
}

fn unicode() -> Unfaithful {
    Unfaithful::new("what `\\p` stands for depends on the version of Unicode")
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

//! Tests of compiled patterns, above all that they match the same texts as a plain backtracking matcher.

use regex_syntax::ast::{
    AssertionKind, Ast, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem, RepetitionKind, RepetitionRange,
};
use smithy_client::pattern::{Instruction, Pattern};
use smithy_model::pattern::{self, compile};

fn runtime(pattern: &str) -> Pattern {
    let steps = compile(pattern).unwrap_or_else(|reason| panic!("{pattern}: {reason}"));
    let steps: Vec<Instruction> = steps.into_iter().map(leak).collect();
    Pattern::new(pattern.to_owned().leak(), steps.leak())
}

fn leak(step: pattern::Step) -> Instruction {
    match step {
        pattern::Step::Start => Instruction::Start,
        pattern::Step::End => Instruction::End,
        pattern::Step::Text(text) => Instruction::Text(text.leak()),
        pattern::Step::Chars { set, min, max } => Instruction::Chars { set: set.leak(), min, max },
        pattern::Step::Split(target) => Instruction::Split(target),
        pattern::Step::Jump(target) => Instruction::Jump(target),
    }
}

/// A backtracking matcher that interprets the syntax tree directly; it shares no code with the compiler.
mod oracle {
    use super::{
        AssertionKind, Ast, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem, RepetitionKind, RepetitionRange,
    };

    pub(super) fn is_match(ast: &Ast, text: &[char]) -> bool {
        (0..=text.len()).any(|at| matches(ast, text, at, &|_| true))
    }

    fn matches(ast: &Ast, text: &[char], at: usize, rest: &dyn Fn(usize) -> bool) -> bool {
        match ast {
            Ast::Empty(_) => rest(at),
            Ast::Concat(concat) => in_turn(&concat.asts, text, at, rest),
            Ast::Alternation(alternation) => alternation.asts.iter().any(|ast| matches(ast, text, at, rest)),
            Ast::Group(group) => matches(&group.ast, text, at, rest),
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::StartLine => at == 0 && rest(at),
                AssertionKind::EndLine => at == text.len() && rest(at),
                _ => panic!("no pattern here has another assertion"),
            },
            Ast::Repetition(repetition) => {
                let (min, max) = match repetition.op.kind {
                    RepetitionKind::ZeroOrOne => (0, 1),
                    RepetitionKind::ZeroOrMore => (0, u32::MAX),
                    RepetitionKind::OneOrMore => (1, u32::MAX),
                    RepetitionKind::Range(RepetitionRange::Exactly(count)) => (count, count),
                    RepetitionKind::Range(RepetitionRange::AtLeast(min)) => (min, u32::MAX),
                    RepetitionKind::Range(RepetitionRange::Bounded(min, max)) => (min, max),
                };
                repeated(&repetition.ast, (min, max), text, at, rest)
            }
            _ => text.get(at).is_some_and(|next| takes(ast, *next)) && rest(at + 1),
        }
    }

    fn in_turn(asts: &[Ast], text: &[char], at: usize, rest: &dyn Fn(usize) -> bool) -> bool {
        match asts.split_first() {
            Some((first, others)) => matches(first, text, at, &|next| in_turn(others, text, next, rest)),
            None => rest(at),
        }
    }

    fn repeated(
        ast: &Ast,
        (min, max): (u32, u32),
        text: &[char],
        at: usize,
        rest: &dyn Fn(usize) -> bool,
    ) -> bool {
        let fewer = (min.saturating_sub(1), max.saturating_sub(1));
        // An optional repetition that consumes nothing would never end.
        let again = &|next| (next > at || min > 0) && repeated(ast, fewer, text, next, rest);
        (max > 0 && matches(ast, text, at, again)) || (min == 0 && rest(at))
    }

    fn takes(ast: &Ast, next: char) -> bool {
        match ast {
            Ast::Literal(literal) => literal.c == next,
            Ast::Dot(_) => !matches!(next, '\n' | '\r' | '\u{2028}' | '\u{2029}'),
            Ast::ClassPerl(class) => perl(class, next, true),
            Ast::ClassBracketed(class) => match &class.kind {
                ClassSet::Item(item) => item_takes(item, next, !class.negated) != class.negated,
                ClassSet::BinaryOp(_) => panic!("no pattern here has an operator"),
            },
            _ => panic!("no pattern here has another class"),
        }
    }

    fn item_takes(item: &ClassSetItem, next: char, wide: bool) -> bool {
        match item {
            ClassSetItem::Literal(literal) => literal.c == next,
            ClassSetItem::Range(range) => range.start.c <= next && next <= range.end.c,
            ClassSetItem::Perl(class) => perl(class, next, wide),
            ClassSetItem::Union(union) => union.items.iter().any(|item| item_takes(item, next, wide)),
            _ => panic!("no pattern here has another item"),
        }
    }

    /// Returns what a class matches: with `wide` in at least one of the languages, otherwise in both.
    fn perl(class: &ClassPerl, next: char, wide: bool) -> bool {
        let is_space = |next: char| next != '\u{85}' && (next.is_whitespace() || next == '\u{feff}');
        let positive = match class.kind {
            ClassPerlKind::Space if wide != class.negated => is_space(next),
            ClassPerlKind::Digit => next.is_ascii_digit(),
            ClassPerlKind::Space => next.is_ascii_whitespace() || next == '\u{b}',
            ClassPerlKind::Word => next.is_ascii_alphanumeric() || next == '_',
        };
        positive != class.negated
    }
}

#[test]
fn white_space_is_that_of_either_language() {
    let cases = [
        (r"^\s$", [true, true, false]),
        (r"^\S$", [false, true, true]),
        (r"^[\s-]$", [true, true, false]),
        (r"^[^\s]$", [false, true, true]),
        (r"^[^\S]$", [true, true, false]),
    ];
    for (pattern, found) in cases {
        assert_eq!([" ", "\u{a0}", "a"].map(|text| runtime(pattern).is_match(text)), found, "{pattern}");
    }
}

/// Patterns as in service models.
const PATTERNS: &[&str] = &[
    "",
    "a",
    "abc",
    "^$",
    "^",
    "$",
    ".",
    ".*",
    "^.*$",
    "^.+$",
    r"^\S+$",
    r"\S",
    r".*\S.*",
    r"^\S(.*\S)?$",
    r"^[\w]+$",
    r"^[\w.-]{1,8}$",
    r"^\d{4}$",
    r"^\d{4}-\d{2}-\d{2}$",
    r"^[0-9]*$",
    r"^[^\s]+$",
    r"^\D*\d\D*$",
    r"^\W+$",
    r"[\s\S]*",
    r"^[\s\S]{2,5}$",
    r"^[a-zA-Z0-9:_-]+$",
    r"^[.$a-zA-Z0-9_-]+$",
    r"^[\x21-\x7E]+$",
    r"^[\u0020-\u00FF]*$",
    r"^([a-zA-Z0-9_-]+|\$next)$",
    r"^(?:[a-z]+|\$next)$",
    r"^a$|^b+$",
    r"^$|^[a-z]{3}$",
    "^(a|b|c|)$",
    "(yes|no)",
    "^(true|false)$",
    "^(GET|PUT|POST|PATCH)$",
    "^(ab|a)(bc|c)?$",
    "^(a|ab)(c|bcd)(d*)$",
    "^(a*)*$",
    "^(a*)+b$",
    "^(a?){3}b$",
    "^(a+b?)*$",
    "^(ab){2,3}$",
    "^(ab)*[a-z]{3}$",
    "^(ab|ba){2}(a|b)?$",
    "^(a{0,2}b{1,2}){1,3}$",
    "^[a-c]{2,4}[b-d]{2,4}$",
    "^[a-z]{1,4}[0-9]{0,3}$",
    "[a-c]{3}d",
    "[a-c]{2,3}[b-d]{2}$",
    "^[^a-c]*$",
    "^[^,]+(,[^,]+)*$",
    "^[^-][^-]{0,3}$",
    r"^\[[a-z]*\]$",
    r"^\{[^{}]*\}$",
    r"^[\[\]\\^]+$",
    r"^[^^]]$",
    "^[^^-]+$",
    r"^arn:aws[a-z-]*:iot:[a-z0-9-]+:\d{12}:thing/[\w:-]+$",
    r"^arn:(aws|aws-cn|aws-us-gov):[^:]*:[^:]*:(\d{12})?:.+$",
    r"^(\*|[a-z0-9]+(\.[a-z0-9]+)*)$",
    r"^([0-9]{1,3}\.){3}[0-9]{1,3}(/([0-9]|[12][0-9]|3[0-2]))?$",
    "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$",
    r"^s3://[a-z0-9.-]{3,6}(/.*)?$",
    r"^/?([a-z]+/?)*$",
    r"^#?[0-9A-F]{6}$",
    r"^(-)?\d+(\.\d+)?$",
    "^é𝄞*$",
    r"^\t\n\r\f$",
    "^x??y+?$",
    r"^(?<name>[a-z]+)=(.*)$",
];

/// Returns a text that the program roughly matches: a random walk through it.
fn walk(steps: &[pattern::Step], random: &mut fastrand::Rng) -> String {
    let (mut text, mut index) = (String::new(), 0);
    for _ in 0..60 {
        match steps.get(index) {
            None => break,
            Some(pattern::Step::Text(taken)) => text.push_str(taken),
            Some(pattern::Step::Chars { set, min, max }) => {
                let most = max.unwrap_or(u32::MAX).min(min + 4);
                for _ in 0..random.u32(*min..=most) {
                    if let Some((first, last)) = random.choice(set) {
                        text.push(random.char(*first..=*last));
                    }
                }
            }
            Some(pattern::Step::Jump(target)) => {
                index = *target;
                continue;
            }
            Some(pattern::Step::Split(target)) if random.bool() => {
                index = *target;
                continue;
            }
            Some(_) => {}
        }
        index += 1;
    }
    text
}

/// Returns the text with a few characters removed, inserted, doubled or changed.
fn mutate(text: &str, random: &mut fastrand::Rng) -> Vec<char> {
    const OTHERS: &[char] =
        &['a', 'b', 'c', 'Z', '0', '9', '-', '_', ':', '/', '.', ' ', '\n', '\u{85}', 'é', '𝄞', '$'];
    let mut text: Vec<char> = text.chars().take(40).collect();
    for _ in 0..random.usize(0..3) {
        let at = random.usize(0..=text.len());
        let other = random.choice(OTHERS).copied().unwrap_or('x');
        match random.u8(0..4) {
            0 => text.insert(at, other),
            1 if at < text.len() => drop(text.remove(at)),
            2 if at < text.len() => text[at] = other,
            3 if at < text.len() => text.insert(at, text[at]),
            _ => {}
        }
    }
    text
}

#[test]
fn programs_match_what_a_backtracking_matcher_matches() {
    let mut random = fastrand::Rng::with_seed(2017);
    for text in PATTERNS {
        let ast = regex_syntax::ast::parse::Parser::new().parse(text).unwrap();
        let steps = compile(text).unwrap();
        let pattern = runtime(text);
        let mut matched = 0;
        for _ in 0..300 {
            let sample = mutate(&walk(&steps, &mut random), &mut random);
            let expected = oracle::is_match(&ast, &sample);
            let sample: String = sample.iter().collect();
            assert_eq!(pattern.is_match(&sample), expected, "{text} on {sample:?}");
            matched += usize::from(expected);
        }
        assert!(matched > 20, "{text} is not tested well: only {matched} samples match");
    }
}

/// A random pattern over `a` and `b`, of every construct that compiles.
fn random_pattern(depth: u32, random: &mut fastrand::Rng) -> String {
    const ATOMS: &[&str] = &["a", "b", "ab", "ba", "[ab]", "[^a]", ".", ""];
    const COUNTS: &[&str] = &["*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}", "{0}"];
    if depth == 0 {
        return random.choice(ATOMS).copied().unwrap_or_default().to_owned();
    }
    let mut part = || random_pattern(depth - 1, random);
    let (first, second) = (part(), part());
    match random.u8(0..5) {
        0 => format!("({first}|{second})"),
        1 | 2 => format!("({first}){}{second}", random.choice(COUNTS).copied().unwrap_or_default()),
        3 => format!("[ab]{}({first}|{second}|)", random.choice(COUNTS).copied().unwrap_or_default()),
        _ => first + &second,
    }
}

#[test]
fn random_programs_match_what_a_backtracking_matcher_matches() {
    let mut random = fastrand::Rng::with_seed(1201);
    let texts: Vec<Vec<char>> =
        (0..=6).flat_map(|length| (0..1_u32 << length).map(move |bits| short_text(length, bits))).collect();
    let mut compiled = 0;
    while compiled < 300 {
        let (start, end) = (random.choice(["", "^"]), random.choice(["", "$"]));
        let depth = random.u32(0..4);
        let middle = random_pattern(depth, &mut random);
        let text = format!("{}{middle}{}", start.unwrap_or_default(), end.unwrap_or_default());
        if compile(&text).is_err() {
            continue;
        }
        compiled += 1;
        let ast = regex_syntax::ast::parse::Parser::new().parse(&text).unwrap();
        let pattern = runtime(&text);
        for sample in &texts {
            let expected = oracle::is_match(&ast, sample);
            let sample: String = sample.iter().collect();
            assert_eq!(pattern.is_match(&sample), expected, "{text} on {sample:?}");
        }
    }
}

/// Returns the text of `length` letters for these bits, `a` for 0 and `b` for 1.
fn short_text(length: u32, bits: u32) -> Vec<char> {
    (0..length).map(|at| if bits >> at & 1 == 0 { 'a' } else { 'b' }).collect()
}

#[test]
fn bounds_of_long_runs_are_exact() {
    let pattern = runtime("^[a-z]{1,2048}$");
    for (length, expected) in [(0, false), (1, true), (2048, true), (2049, false)] {
        assert_eq!(pattern.is_match(&"x".repeat(length)), expected, "{length}");
    }
}

#[test]
fn programs_are_short() {
    let chars = |set: &[(char, char)], min, max| pattern::Step::Chars { set: set.to_vec(), min, max };
    assert_eq!(
        compile("^[b-da-c_]{1,2048}$").unwrap(),
        [pattern::Step::Start, chars(&[('_', '_'), ('a', 'd')], 1, Some(2048)), pattern::Step::End,]
    );
    assert_eq!(
        compile(r"arn:aws[.]\$(?:x)*(?:on|off)+").unwrap(),
        [
            pattern::Step::Text("arn:aws.$".to_owned()),
            chars(&[('x', 'x')], 0, None),
            pattern::Step::Split(5),
            pattern::Step::Text("on".to_owned()),
            pattern::Step::Jump(6),
            pattern::Step::Text("off".to_owned()),
            pattern::Step::Split(2),
        ]
    );
    assert_eq!(compile("(?:ab){0}(){1000000000}").unwrap(), []);
}

#[test]
fn unfaithful_patterns_are_refused_with_the_reason() {
    let nested = "(".repeat(100) + &")".repeat(100);
    let table: &[(&str, &str)] = &[
        ("^[a-z]+|^\\$next$", "anchors belong"),
        ("^a|b$", "anchors belong"),
        ("^(a|^b)$", "anchors belong"),
        ("(^$)|a", "anchors belong"),
        ("a^b", "an anchor in the middle"),
        ("^$next$", "an anchor in the middle"),
        ("[a-z]*+", "possessive"),
        ("a++", "possessive"),
        ("a?+", "possessive"),
        ("a{1,2}+", "possessive"),
        (r"[^\p{C}]+", r"`\p`"),
        (r"\PL", r"`\p`"),
        ("(?=a)b", "lookaround"),
        ("a(?<!b)", "lookaround"),
        (r"(a)\1", "back reference"),
        (r"\bword", "word boundaries"),
        ("(?i)a", "flags"),
        ("(?s:.)", "flags"),
        ("((?s:a))+", "flags"),
        ("[a&&b]", "operator"),
        ("[a--b]", "ends before it begins"),
        ("[a[b]]", "within a class"),
        ("[[:alpha:]]", "within a class"),
        ("[]a]", "begins with"),
        ("[^]a]", "begins with"),
        ("[--/]", "begins with"),
        (r"[\v]", "escape sequence"),
        (r"\U00000041", "escape sequence"),
        (r"[\uD800-\uDBFF]", "escape sequence"),
        (r"\Qa\E", "escape sequence"),
        ("a{", "a count"),
        ("a{,5}", "a count"),
        ("a{ 5 }", "a count"),
        ("*a", "can't be parsed"),
        ("(a", "can't be parsed"),
        ("(ab){257}", "256 steps"),
        ("((ab){1,4000000000}){4000000000}", "256 steps"),
        (&nested, "can't be parsed"),
    ];
    for (pattern, reason) in table {
        match compile(pattern) {
            Ok(steps) => panic!("{pattern} is compiled to {steps:?}"),
            Err(unfaithful) => assert!(unfaithful.to_string().contains(reason), "{pattern}: {unfaithful}"),
        }
    }
}

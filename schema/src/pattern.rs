//! Rewrites the pattern of a model so that ECMA 262 in its Unicode mode takes it and means the same.
//!
//! Models have patterns that Java takes too. Most of them differ from strict ECMA 262 in escapes that are not needed
//! (`\-`, `\_`) and in characters written as pairs of surrogates; these are spelt anew. What the two read differently,
//! or one of them not at all, has no translation: properties (`\p{…}`), lookaround, back references, word boundaries,
//! flags, possessive quantifiers, quoting, and operators within classes.

use std::fmt::Write;
use std::iter::Peekable;
use std::str::Chars;

/// Characters that mean something outside of classes.
const SYNTAX: &str = "^$\\.*+?()[]{}|";

/// The pattern for ECMA 262, or `None` where there is none with the same meaning.
pub(super) fn ecma(pattern: &str) -> Option<String> {
    let mut scanner = Scanner { rest: pattern.chars().peekable(), out: String::with_capacity(pattern.len()) };
    scanner.run()?;
    Some(scanner.out)
}

struct Scanner<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
}

/// A part of a class: a character, or a set such as `\w`.
enum Item {
    Character(char),
    Set(char),
}

impl Scanner<'_> {
    fn run(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        // Whether a quantifier may come next.
        let mut atom = false;
        while let Some(character) = self.rest.next() {
            let was_atom = std::mem::replace(&mut atom, true);
            match character {
                '\\' => match self.escape()? {
                    Item::Character(character) => self.write(character, SYNTAX),
                    Item::Set(letter) => self.out.extend(['\\', letter]),
                },
                '[' => self.class()?,
                '(' => {
                    self.open_group()?;
                    depth += 1;
                    atom = false;
                }
                ')' => {
                    depth = depth.checked_sub(1)?;
                    self.out.push(')');
                }
                '|' | '^' | '$' => {
                    self.out.push(character);
                    atom = false;
                }
                '*' | '+' | '?' | '{' => {
                    was_atom.then_some(())?;
                    self.quantifier(character)?;
                    atom = false;
                }
                '.' => self.out.push('.'),
                _ => self.write(character, SYNTAX),
            }
        }
        (depth == 0).then_some(())
    }

    /// Writes a character that stands for itself.
    fn write(&mut self, character: char, special: &str) {
        if special.contains(character) {
            self.out.extend(['\\', character]);
        } else if character.is_control() || matches!(character, '\u{80}'..='\u{ffff}') {
            // Writing to a string cannot fail.
            _ = write!(self.out, "\\u{:04X}", u32::from(character));
        } else {
            self.out.push(character);
        }
    }

    /// Opens a group. Nothing refers back to names, so they are left out.
    fn open_group(&mut self) -> Option<()> {
        if self.rest.next_if_eq(&'?').is_none() {
            self.out.push('(');
            return Some(());
        }
        match self.rest.next()? {
            ':' => {}
            '<' if self.rest.peek()?.is_ascii_alphabetic() => while self.rest.next()? != '>' {},
            _ => return None,
        }
        self.out.push_str("(?:");
        Some(())
    }

    /// Takes a quantifier, lazy or not. One that follows at once would make it possessive.
    fn quantifier(&mut self, first: char) -> Option<()> {
        self.out.push(first);
        if first == '{' {
            let min = self.digits();
            let comma = self.rest.next_if_eq(&',').is_some();
            let max = if comma { self.digits() } else { String::new() };
            let is_count = !min.is_empty() && self.rest.next() == Some('}');
            is_count.then_some(())?;
            self.out.push_str(&min);
            if comma {
                self.out.push(',');
            }
            self.out.push_str(&max);
            self.out.push('}');
        }
        self.out.extend(self.rest.next_if_eq(&'?'));
        Some(())
    }

    fn digits(&mut self) -> String {
        std::iter::from_fn(|| self.rest.next_if(char::is_ascii_digit)).collect()
    }

    /// Takes a class whose bracket is open.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        self.out.extend(self.rest.next_if_eq(&'^'));
        // Java takes this bracket for a member, and ECMA 262 for the end.
        (*self.rest.peek()? != ']').then_some(())?;
        // A dash at either end of a class stands for itself.
        if self.rest.next_if_eq(&'-').is_some() {
            (*self.rest.peek()? != '-').then_some(())?;
            self.out.push('-');
        }
        while self.rest.next_if_eq(&']').is_none() {
            let first = self.item()?;
            if self.rest.next_if_eq(&'-').is_none() {
                self.write_item(&first);
            } else if self.rest.peek() == Some(&']') {
                self.write_item(&first);
                self.out.push('-');
            } else {
                let last = self.item()?;
                self.range(&first, &last)?;
            }
        }
        self.out.push(']');
        Some(())
    }

    /// Writes what stands on both sides of a dash, which between sets is a dash.
    fn range(&mut self, first: &Item, last: &Item) -> Option<()> {
        let is_range = matches!((first, last), (Item::Character(_), Item::Character(_)));
        if let (Item::Character(first), Item::Character(last)) = (first, last) {
            (first <= last).then_some(())?;
        }
        self.write_item(first);
        self.out.push_str(if is_range { "-" } else { "\\-" });
        self.write_item(last);
        Some(())
    }

    fn write_item(&mut self, item: &Item) {
        match item {
            Item::Character(character) => self.write(*character, "\\]^-["),
            Item::Set(letter) => self.out.extend(['\\', *letter]),
        }
    }

    /// A member of a class. An open bracket or a double `&` is an operator in some languages.
    fn item(&mut self) -> Option<Item> {
        match self.rest.next()? {
            '\\' => self.escape(),
            '[' => None,
            '&' if self.rest.peek() == Some(&'&') => None,
            character => Some(Item::Character(character)),
        }
    }

    /// What an escape sequence stands for.
    fn escape(&mut self) -> Option<Item> {
        let character = match self.rest.next()? {
            letter @ ('d' | 'D' | 'w' | 'W' | 's' | 'S') => return Some(Item::Set(letter)),
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\u{c}',
            'x' | 'u' if self.rest.peek() == Some(&'{') => self.braced()?,
            'x' => char::from_u32(self.hex(2)?)?,
            'u' => self.unit()?,
            character if character.is_ascii_punctuation() || character == ' ' => character,
            _ => return None,
        };
        Some(Item::Character(character))
    }

    /// The character of one UTF-16 unit or of a pair of them.
    fn unit(&mut self) -> Option<char> {
        let unit = self.hex(4)?;
        if !(0xd800..0xdc00).contains(&unit) {
            return char::from_u32(unit);
        }
        let is_pair = self.rest.next()? == '\\' && self.rest.next()? == 'u';
        is_pair.then_some(())?;
        let low = self.hex(4)?;
        let is_low = (0xdc00..0xe000).contains(&low);
        is_low.then(|| char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00)))?
    }

    fn braced(&mut self) -> Option<char> {
        self.rest.next_if_eq(&'{')?;
        let digits: String = std::iter::from_fn(|| self.rest.next_if(char::is_ascii_hexdigit)).collect();
        self.rest.next_if_eq(&'}')?;
        char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
    }

    fn hex(&mut self, digits: u32) -> Option<u32> {
        (0..digits).try_fold(0, |code, _| Some(code * 16 + self.rest.next()?.to_digit(16)?))
    }
}

#[cfg(test)]
mod tests {
    use super::ecma;

    #[test]
    fn patterns_are_spelt_anew() {
        let cases = [
            ("", ""),
            ("^[a-zA-Z0-9:_-]+$", "^[a-zA-Z0-9:_-]+$"),
            (r"^[-a-z]+|^\$next$", r"^[-a-z]+|^\$next$"),
            (r"[\w-]", r"[\w-]"),
            (r"arn\:aws\-x\/\_\@", "arn:aws-x/_@"),
            (r"[\w-.]*?", r"[\w\-.]*?"),
            (r"[.\-\d]{2,}", r"[.\-\d]{2,}"),
            (r"[+-/]", "[+-/]"),
            (r"[^\]^]{3}", r"[^\]\^]{3}"),
            (r"a]b}\ c", r"a\]b\} c"),
            ("(?<kind>a|b)(c){1,2}", "(?:a|b)(c){1,2}"),
            (r"\x41\x{1F600}\u{42}", "A\u{1f600}B"),
            (
                r"[\u0020-\uD7FF\uD800\uDC00-\uDBFF\uDFFF\r\t]",
                "[ -\\uD7FF\u{10000}-\u{10ffff}\\u000D\\u0009]",
            ),
            ("ü", r"\u00FC"),
        ];
        for (given, expected) in cases {
            assert_eq!(ecma(given).as_deref(), Some(expected), "{given}");
        }
    }

    #[test]
    fn what_has_no_translation_is_refused() {
        let cases = [
            "(?i)a",
            "(?=a)",
            "(?<!a)b",
            r"(a)\1",
            r"\ba",
            r"\p{L}",
            r"\Qa\E",
            r"\Aa\z",
            "a++",
            "a{1}+",
            "a**",
            "*",
            "^*",
            "(|+)",
            "a{,3}",
            "a{",
            "{1}",
            "(a",
            "a)",
            "[a",
            "[]a]",
            "[^]a]",
            "[a&&b]",
            "[--a]",
            "[[:alpha:]]",
            "[z-a]",
            r"\uD800",
            r"\uD800a",
            r"\uDC00",
            r"\u12",
            r"\x{110000}",
            r"\v",
            r"\0",
            "\\",
        ];
        for pattern in cases {
            assert_eq!(ecma(pattern), None, "{pattern}");
        }
    }
}

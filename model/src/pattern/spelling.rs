//! Spells a pattern so that Java, ECMA 262 in its Unicode mode and the parser used here read it alike.
//!
//! This is the only place that decides whether they can. Most patterns of models differ from strict ECMA 262 only in
//! unneeded escapes (`\-`, `\_`), in dashes beside sets (`[\w-.]`) and in characters written as surrogate pairs; these
//! are respelled. What the languages read differently, or what one of them does not have, has no common spelling.

use std::fmt::Write;
use std::iter::Peekable;
use std::str::Chars;

use super::Unfaithful;

/// Characters that have a meaning outside of classes.
const SYNTAX: &str = "^$\\.*+?()[]{}|";

/// Returns the pattern in the common spelling.
pub(super) fn spelt(pattern: &str) -> Result<String, Unfaithful> {
    let mut scanner = Scanner { rest: pattern.chars().peekable(), out: String::with_capacity(pattern.len()) };
    scanner.run()?;
    Ok(scanner.out)
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

/// The problem of a pattern that is invalid in all languages.
fn broken(what: &str) -> Unfaithful {
    Unfaithful::new(format!("it can't be parsed: {what}"))
}

impl Scanner<'_> {
    fn run(&mut self) -> Result<(), Unfaithful> {
        let mut depth = 0_usize;
        // Whether a quantifier may come next.
        let mut atom = false;
        while let Some(character) = self.rest.next() {
            let was_atom = std::mem::replace(&mut atom, true);
            match character {
                '\\' => atom = self.escaped()?,
                '[' => self.class()?,
                '(' => {
                    self.open_group()?;
                    depth += 1;
                    atom = false;
                }
                ')' => {
                    depth = depth.checked_sub(1).ok_or_else(|| broken("a group ends that has not begun"))?;
                    self.out.push(')');
                }
                '|' | '^' | '$' => {
                    self.out.push(character);
                    atom = false;
                }
                '*' | '+' | '?' | '{' => {
                    self.quantifier(character, was_atom)?;
                    atom = false;
                }
                '.' => self.out.push('.'),
                _ => self.write(character, SYNTAX),
            }
        }
        if depth == 0 { Ok(()) } else { Err(broken("a group does not end")) }
    }

    /// Reads the rest of an escape outside of a class. Returns whether it can be repeated.
    fn escaped(&mut self) -> Result<bool, Unfaithful> {
        // These are the same without flags.
        if let Some(anchor) = self.rest.next_if(|c| matches!(c, 'A' | 'z')) {
            self.out.push(if anchor == 'A' { '^' } else { '$' });
            return Ok(false);
        }
        match self.escape()? {
            Item::Character(character) => self.write(character, SYNTAX),
            Item::Set(letter) => self.out.extend(['\\', letter]),
        }
        Ok(true)
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

    /// Opens a group. Names are dropped, because nothing refers to them.
    fn open_group(&mut self) -> Result<(), Unfaithful> {
        if self.rest.next_if_eq(&'?').is_none() {
            self.out.push('(');
            return Ok(());
        }
        match self.rest.next() {
            Some(':') => {}
            Some('<') if self.rest.peek().is_some_and(char::is_ascii_alphabetic) => {
                while self.rest.next().is_some_and(|c| c != '>') {}
            }
            Some('=' | '!' | '<') => {
                return Err(Unfaithful::new(
                    "it has lookaround, for which one pass over a text is not enough",
                ));
            }
            _ => return Err(Unfaithful::new("flags change what a part of it means")),
        }
        self.out.push_str("(?:");
        Ok(())
    }

    /// Reads a quantifier, lazy or not. Another one directly after it would make it possessive.
    fn quantifier(&mut self, first: char, was_atom: bool) -> Result<(), Unfaithful> {
        let is_second = self.out.ends_with(['*', '+', '?', '}']);
        if !was_atom && is_second {
            return Err(Unfaithful::new(
                "it has a possessive quantifier (`*+`, `++`, `?+`), or one upon another",
            ));
        }
        if !was_atom {
            return Err(broken("there is nothing to repeat"));
        }
        self.out.push(first);
        if first == '{' {
            let min = self.digits();
            let comma = self.rest.next_if_eq(&',').is_some();
            let max = if comma { self.digits() } else { String::new() };
            if min.is_empty() || self.rest.next() != Some('}') {
                return Err(Unfaithful::new("a count is not written as `{1}`, `{1,}` or `{1,2}`"));
            }
            self.out.push_str(&min);
            if comma {
                self.out.push(',');
            }
            self.out.push_str(&max);
            self.out.push('}');
        }
        self.out.extend(self.rest.next_if_eq(&'?'));
        Ok(())
    }

    fn digits(&mut self) -> String {
        std::iter::from_fn(|| self.rest.next_if(char::is_ascii_digit)).collect()
    }

    /// Reads a class after its opening bracket.
    fn class(&mut self) -> Result<(), Unfaithful> {
        self.out.push('[');
        self.out.extend(self.rest.next_if_eq(&'^'));
        // A dash at either end of a class stands for itself.
        let dash = self.rest.next_if_eq(&'-');
        self.out.extend(dash);
        // Java reads the bracket as a member, ECMA 262 as the end.
        if self.rest.peek() == Some(&if dash.is_some() { '-' } else { ']' }) {
            return Err(Unfaithful::new(
                "a class begins with `]` or `--`, which not all languages read alike",
            ));
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
        Ok(())
    }

    /// Writes both sides of a dash. Next to a set, the dash stands for itself.
    fn range(&mut self, first: &Item, last: &Item) -> Result<(), Unfaithful> {
        let is_range = matches!((first, last), (Item::Character(_), Item::Character(_)));
        if let (Item::Character(first), Item::Character(last)) = (first, last)
            && first > last
        {
            return Err(broken("a range ends before it begins"));
        }
        self.write_item(first);
        self.out.push_str(if is_range { "-" } else { "\\-" });
        self.write_item(last);
        Ok(())
    }

    fn write_item(&mut self, item: &Item) {
        match item {
            Item::Character(character) => self.write(*character, "\\]^-["),
            Item::Set(letter) => self.out.extend(['\\', *letter]),
        }
    }

    /// Reads a member of a class. An open bracket or a double `&` is an operator in some languages.
    fn item(&mut self) -> Result<Item, Unfaithful> {
        match self.rest.next() {
            None => Err(broken("a class does not end")),
            Some('\\') => self.escape(),
            Some('[') => {
                Err(Unfaithful::new("a class stands within a class, which not all languages read alike"))
            }
            Some('&') if self.rest.peek() == Some(&'&') => {
                Err(Unfaithful::new("a class has the operator `&&`, which not all languages know"))
            }
            Some(character) => {
                // A double `~` is an operator in some languages.
                while character == '~' && self.rest.next_if_eq(&'~').is_some() {}
                Ok(Item::Character(character))
            }
        }
    }

    /// Reads an escape sequence.
    fn escape(&mut self) -> Result<Item, Unfaithful> {
        let Some(letter) = self.rest.next() else { return Err(broken("it ends with a backslash")) };
        let character = match letter {
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => return Ok(Item::Set(letter)),
            't' => Some('\t'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            'f' => Some('\u{c}'),
            'x' | 'u' if self.rest.peek() == Some(&'{') => self.braced(),
            'x' => self.hex(2).and_then(char::from_u32),
            'u' => self.unit(),
            'p' | 'P' => {
                return Err(Unfaithful::new("what `\\p` stands for depends on the version of Unicode"));
            }
            '1'..='9' => {
                return Err(Unfaithful::new(
                    "it has a back reference, for which one pass over a text is not enough",
                ));
            }
            'b' | 'B' => {
                return Err(Unfaithful::new("word boundaries differ between regular expression languages"));
            }
            _ if letter.is_ascii_punctuation() || letter == ' ' => Some(letter),
            _ => None,
        };
        let unknown =
            || Unfaithful::new(format!("not all languages read the escape sequence `\\{letter}` alike"));
        character.map(Item::Character).ok_or_else(unknown)
    }

    /// Reads the character of one UTF-16 unit or of a surrogate pair.
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
    use super::spelt;

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
            (r"\A\<a\>\z", "^<a>$"),
            ("[a&b~~]", "[a&b~]"),
        ];
        for (given, expected) in cases {
            assert_eq!(spelt(given).as_deref(), Ok(expected), "{given}");
        }
    }

    #[test]
    fn what_has_no_common_spelling_is_refused() {
        let cases = [
            "(?i)a",
            "(?=a)",
            "(?<!a)b",
            r"(a)\1",
            r"\ba",
            r"\p{L}",
            r"\Qa\E",
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
            assert!(spelt(pattern).is_err(), "{pattern}");
        }
    }
}

//! Parses text to an expression, with the binding powers that implementations of `JMESPath` agree on.

use serde_json::Value;

use super::{Comparison, Expression, Function, Through};

/// The maximum number of tokens of an expression; AWS's longest has a tenth of it.
const TOKENS: usize = 500;

/// The signs; longer ones come before their prefixes.
const SIGNS: &[&str] = &[
    "[?", "[]", "||", "&&", "==", "!=", "<=", ">=", "[", "]", "(", ")", ".", ",", "*", "|", "<", ">", "!",
    "@",
];

/// How strongly tokens bind to what comes before them.
mod power {
    pub(super) const NONE: u8 = 0;
    pub(super) const PIPE: u8 = 1;
    pub(super) const OR: u8 = 2;
    pub(super) const AND: u8 = 3;
    pub(super) const COMPARISON: u8 = 5;
    pub(super) const FLAT: u8 = 9;
    /// A token that binds less ends a projection.
    pub(super) const PROJECTION: u8 = 10;
    pub(super) const STAR: u8 = 20;
    pub(super) const FILTER: u8 = 21;
    pub(super) const DOT: u8 = 40;
    pub(super) const NOT: u8 = 45;
    pub(super) const BRACKET: u8 = 55;
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Name(String),
    Literal(Value),
    Number(i64),
    Sign(&'static str),
}

struct Parser<'t> {
    text: &'t str,
    /// The tokens, each with its place.
    tokens: Vec<(Token, usize)>,
    at: usize,
}

pub(super) fn parse(text: &str) -> Result<Expression, String> {
    let tokens = tokens(text)?;
    if tokens.len() > TOKENS {
        return Err("it is too long".to_owned());
    }
    let mut parser = Parser { text, tokens, at: 0 };
    let expression = parser.expression(power::NONE)?;
    if parser.at < parser.tokens.len() { Err(parser.unexpected()) } else { Ok(expression) }
}

fn tokens(text: &str) -> Result<Vec<(Token, usize)>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let place = text.len() - rest.len();
        let not_understood = || Err(not_understood(rest));
        let (token, length) = match first {
            '\'' | '"' | '`' => match quoted(rest, first) {
                Some(found) => found,
                None => return not_understood(),
            },
            '0'..='9' | '-' => {
                let length = 1 + rest[1..].find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len() - 1);
                match rest[..length].parse() {
                    Ok(number) => (Token::Number(number), length),
                    Err(_) => return not_understood(),
                }
            }
            'a'..='z' | 'A'..='Z' | '_' => {
                let is_other = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '_');
                let length = rest.find(is_other).unwrap_or(rest.len());
                (Token::Name(rest[..length].to_owned()), length)
            }
            _ => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                Some(sign) => (Token::Sign(sign), sign.len()),
                None => return not_understood(),
            },
        };
        tokens.push((token, place));
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// Reads a quoted text, name or literal. Returns it with its length, quotes included.
fn quoted(text: &str, quote: char) -> Option<(Token, usize)> {
    let inner = &text[1..];
    let mut escaped = false;
    let end = inner.find(|letter| {
        let ends = letter == quote && !escaped;
        escaped = letter == '\\' && !escaped;
        ends
    })?;
    let (inner, length) = (&inner[..end], end + 2);
    let token = match quote {
        '\'' => Token::Literal(inner.replace("\\'", "'").into()),
        '"' => Token::Name(serde_json::from_str(&text[..length]).ok()?),
        _ => {
            let inner = inner.replace("\\`", "`");
            // An older form: a text without quotes.
            Token::Literal(serde_json::from_str(&inner).unwrap_or_else(|_| inner.trim_start().into()))
        }
    };
    Some((token, length))
}

impl Parser<'_> {
    fn expression(&mut self, least: u8) -> Result<Expression, String> {
        let mut left = self.first()?;
        while self.power() > least {
            left = self.further(left)?;
        }
        Ok(left)
    }

    /// Parses the start of an expression.
    fn first(&mut self) -> Result<Expression, String> {
        match self.peek().cloned() {
            Some(Token::Literal(value)) => {
                self.at += 1;
                Ok(Expression::Literal(value))
            }
            Some(Token::Name(name)) => {
                self.at += 1;
                if self.takes("(") { self.call(&name) } else { Ok(Expression::Member(name)) }
            }
            Some(Token::Sign("*" | "[]" | "[?")) => self.further(Expression::Current),
            Some(Token::Sign("[")) => {
                let is_place = match self.tokens.get(self.at + 1) {
                    Some((Token::Number(_), _)) => true,
                    Some((Token::Sign("*"), _)) => {
                        matches!(self.tokens.get(self.at + 2), Some((Token::Sign("]"), _)))
                    }
                    _ => false,
                };
                if is_place { self.further(Expression::Current) } else { self.list() }
            }
            Some(Token::Sign("@")) => {
                self.at += 1;
                Ok(Expression::Current)
            }
            Some(Token::Sign("!")) => {
                self.at += 1;
                Ok(Expression::Not(Box::new(self.expression(power::NOT)?)))
            }
            Some(Token::Sign("(")) => {
                self.at += 1;
                let inner = self.expression(power::NONE)?;
                self.expect(")")?;
                Ok(inner)
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Parses what follows a value.
    fn further(&mut self, left: Expression) -> Result<Expression, String> {
        let Some(Token::Sign(sign)) = self.peek().cloned() else { return Err(self.unexpected()) };
        self.at += 1;
        let left = Box::new(left);
        Ok(match sign {
            "." if self.takes("*") => self.projection(left, Through::Values, power::STAR)?,
            "." => Expression::Chain(left, Box::new(self.behind_dot(power::DOT)?)),
            "*" => self.projection(left, Through::Values, power::STAR)?,
            "[]" => self.projection(left, Through::Flat, power::FLAT)?,
            "[?" => {
                let condition = Box::new(self.expression(power::NONE)?);
                self.expect("]")?;
                self.projection(left, Through::Filtered(condition), power::FILTER)?
            }
            "[" if self.takes("*") => {
                self.expect("]")?;
                self.projection(left, Through::Elements, power::STAR)?
            }
            "[" => {
                let Some(Token::Number(place)) = self.peek().cloned() else { return Err(self.unexpected()) };
                self.at += 1;
                self.expect("]")?;
                Expression::Index(left, place)
            }
            "|" => Expression::Chain(left, Box::new(self.expression(power::PIPE)?)),
            "||" => Expression::Or(left, Box::new(self.expression(power::OR)?)),
            "&&" => Expression::And(left, Box::new(self.expression(power::AND)?)),
            sign => match comparison(sign) {
                Some(by) => Expression::Compare(left, by, Box::new(self.expression(power::COMPARISON)?)),
                None => {
                    self.at -= 1;
                    return Err(self.unexpected());
                }
            },
        })
    }

    fn projection(&mut self, of: Box<Expression>, through: Through, least: u8) -> Result<Expression, String> {
        let each = match self.peek() {
            _ if self.power() < power::PROJECTION => Expression::Current,
            Some(Token::Sign(".")) => {
                self.at += 1;
                self.behind_dot(least)?
            }
            _ => self.expression(least)?,
        };
        Ok(Expression::Project(of, through, Box::new(each)))
    }

    fn behind_dot(&mut self, least: u8) -> Result<Expression, String> {
        match self.peek() {
            Some(Token::Name(_) | Token::Sign("*")) => self.expression(least),
            Some(Token::Sign("[")) => self.list(),
            _ => Err(self.unexpected()),
        }
    }

    fn list(&mut self) -> Result<Expression, String> {
        self.expect("[")?;
        Ok(Expression::List(self.expressions("]")?))
    }

    fn call(&mut self, name: &str) -> Result<Expression, String> {
        let arguments = self.expressions(")")?;
        let found = Function::ALL.into_iter().find(|it| it.form() == (name, arguments.len()));
        let function = found.ok_or_else(|| format!("the function `{name}()` is not known"))?;
        Ok(Expression::Call(function, arguments))
    }

    fn expressions(&mut self, end: &'static str) -> Result<Vec<Expression>, String> {
        let mut all = vec![self.expression(power::NONE)?];
        while self.takes(",") {
            all.push(self.expression(power::NONE)?);
        }
        self.expect(end)?;
        Ok(all)
    }

    /// Returns how strongly the next token binds to what comes before it.
    fn power(&self) -> u8 {
        match self.peek() {
            Some(Token::Sign(sign)) => match *sign {
                "|" => power::PIPE,
                "||" => power::OR,
                "&&" => power::AND,
                "[]" => power::FLAT,
                "[?" => power::FILTER,
                "." => power::DOT,
                "[" => power::BRACKET,
                sign if comparison(sign).is_some() => power::COMPARISON,
                _ => power::NONE,
            },
            _ => power::NONE,
        }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn takes(&mut self, sign: &'static str) -> bool {
        let is_next = self.peek() == Some(&Token::Sign(sign));
        self.at += usize::from(is_next);
        is_next
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), String> {
        if self.takes(sign) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn unexpected(&self) -> String {
        match self.tokens.get(self.at) {
            None => "it ends too early".to_owned(),
            Some((_, place)) => not_understood(&self.text[*place..]),
        }
    }
}

fn comparison(sign: &str) -> Option<Comparison> {
    Some(match sign {
        "==" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

fn not_understood(rest: &str) -> String {
    format!("`{}` is not understood", rest.chars().take(20).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shows an expression with all operands in parentheses.
    fn shown(expression: &Expression) -> String {
        match expression {
            Expression::Current => "@".to_owned(),
            Expression::Member(name) => name.clone(),
            Expression::Literal(value) => format!("`{value}`"),
            Expression::Chain(left, right) => format!("({} . {})", shown(left), shown(right)),
            Expression::Index(of, place) => format!("{}[{place}]", shown(of)),
            Expression::Project(of, through, each) => {
                let through = match through {
                    Through::Elements => "[*]".to_owned(),
                    Through::Flat => "[]".to_owned(),
                    Through::Values => ".*".to_owned(),
                    Through::Filtered(condition) => format!("[?{}]", shown(condition)),
                };
                format!("({}{through} each {})", shown(of), shown(each))
            }
            Expression::List(all) => format!("[{}]", all.iter().map(shown).collect::<Vec<_>>().join(", ")),
            Expression::Call(function, all) => {
                format!("{function}({})", all.iter().map(shown).collect::<Vec<_>>().join(", "))
            }
            Expression::Not(of) => format!("!{}", shown(of)),
            Expression::And(left, right) => format!("({} && {})", shown(left), shown(right)),
            Expression::Or(left, right) => format!("({} || {})", shown(left), shown(right)),
            Expression::Compare(left, by, right) => format!("({} {by:?} {})", shown(left), shown(right)),
        }
    }

    #[test]
    fn expressions_bind_as_in_jmespath() {
        let cases = [
            ("A.B.C", "((A . B) . C)"),
            ("A[].B.C", "(A[] each (B . C))"),
            ("A[].B[].C", "((A[] each B)[] each C)"),
            ("A[*].B[0]", "(A[*] each B[0])"),
            ("A[*][*]", "(A[*] each (@[*] each @))"),
            ("A[-1].B", "(A[-1] . B)"),
            ("A.*.B", "(A.* each B)"),
            ("*.B", "(@.* each B)"),
            ("A[?B=='x'].C", "(A[?(B Equal `\"x\"`)] each C)"),
            ("A[*].[B, C][]", "((A[*] each [B, C])[] each @)"),
            ("[A, B.C]", "[A, (B . C)]"),
            ("[]", "(@[] each @)"),
            ("A[].B | [0]", "((A[] each B) . @[0])"),
            ("A || B && !C", "(A || (B && !C))"),
            ("!A == `false`", "(!A Equal `false`)"),
            ("length(A[]) > `0`", "(length((A[] each @)) Greater `0`)"),
            ("!(A <= B)", "!(A LessOrEqual B)"),
            ("contains(\"A-b\", 'it\\'s')", "contains(A-b, `\"it's\"`)"),
            ("A.keys(@)", "(A . keys(@))"),
            (" A == `\"x\"` ", "(A Equal `\"x\"`)"),
            ("A == `x`", "(A Equal `\"x\"`)"),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text).map(|found| shown(&found)).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_expression_is_told() {
        let long = "[".repeat(1000);
        let cases = [
            ("", "it ends too early"),
            ("A.", "it ends too early"),
            ("A[", "it ends too early"),
            ("A[0:2]", "`:2]` is not understood"),
            ("{A: B}", "`{A: B}` is not understood"),
            ("A B", "`B` is not understood"),
            ("A.'x'", "`'x'` is not understood"),
            ("'x", "`'x` is not understood"),
            ("1", "`1` is not understood"),
            ("sum(A)", "the function `sum()` is not known"),
            ("length(A, B)", "the function `length()` is not known"),
            (&long, "it is too long"),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), Err(expected.to_owned()), "{text:.20}");
        }
    }
}

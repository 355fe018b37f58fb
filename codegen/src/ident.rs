//! Identifiers: the only place where a name of the model becomes a name in Rust.

use std::collections::HashMap;
use std::fmt;

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};
use smithy_model::constants::spelled;

/// A valid Rust identifier, raw if necessary.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RustIdent {
    text: String,
    raw: bool,
}

/// Strict and reserved keywords of all editions that can be raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot be raw identifiers.
const NEVER: &[&str] = &["self", "Self", "super", "crate", "_"];

impl RustIdent {
    /// A field, method or module: `thingName` -> `thing_name`. A name of only digits becomes `n1`, because a variable
    /// of the generated code has the name, too.
    pub fn snake(text: &str) -> Option<Self> {
        let mut text = text.to_snake_case();
        if text.starts_with(char::is_numeric) && !text.contains(char::is_alphabetic) {
            text.insert(0, 'n');
        }
        Self::checked(text)
    }

    /// A type or variant: `IN_PROGRESS` -> `InProgress`.
    pub fn pascal(text: &str) -> Option<Self> {
        Self::checked(text.to_pascal_case())
    }

    /// A constant: `thingName` -> `THING_NAME`.
    pub fn screaming(text: &str) -> Option<Self> {
        Self::checked(text.to_shouty_snake_case())
    }

    /// Returns this identifier with a suffix.
    #[must_use]
    pub fn with_suffix(&self, suffix: &str) -> Self {
        // `Self_` has an underscore to differ from the keyword, which `SelfOutput` does not need.
        let keyword = self.text.strip_suffix('_').filter(|bare| NEVER.contains(bare));
        let text = keyword.filter(|_| suffix.starts_with(char::is_alphanumeric)).unwrap_or(&self.text);
        let text = format!("{text}{suffix}");
        Self::checked(text.clone()).unwrap_or(Self { text, raw: false })
    }

    /// Returns this identifier with a prefix.
    #[must_use]
    pub fn with_prefix(&self, prefix: &str) -> Self {
        // The underscore of `_2xx` replaces a leading letter, which a prefix provides.
        let text = if prefix.ends_with('_') { self.text.trim_start_matches('_') } else { &self.text };
        let text = format!("{prefix}{text}");
        Self::checked(text.clone()).unwrap_or(Self { text, raw: false })
    }

    /// The text without `r#`: the name of the file of a module, or a word in a sentence.
    pub fn bare(&self) -> &str {
        &self.text
    }

    fn checked(mut text: String) -> Option<Self> {
        if text.starts_with(|c: char| c.is_numeric()) {
            text.insert(0, '_');
        }
        if NEVER.contains(&text.as_str()) {
            text.push('_');
        }
        let plain = text.trim_start_matches('_').chars().next()?;
        let raw = KEYWORDS.contains(&text.as_str());
        let valid = plain.is_alphanumeric() && (raw || is_identifier(&text));
        valid.then_some(Self { text, raw })
    }
}

/// Whether a text is an identifier. Nearly every name is plain ASCII, which needs no parser.
fn is_identifier(text: &str) -> bool {
    let ascii = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (ascii && !text.starts_with(|c: char| c.is_ascii_digit())) || syn::parse_str::<Ident>(text).is_ok()
}

impl fmt::Display for RustIdent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.raw {
            formatter.write_str("r#")?;
        }
        formatter.write_str(&self.text)
    }
}

impl fmt::Debug for RustIdent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{self}`")
    }
}

impl ToTokens for RustIdent {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let span = Span::call_site();
        tokens.append(if self.raw { Ident::new_raw(&self.text, span) } else { Ident::new(&self.text, span) });
    }
}

/// Returns the name of a constant of an enum. A text without letters and digits is spelled out: `>=` -> `GreaterEqual`.
pub fn variant(text: &str) -> Option<RustIdent> {
    RustIdent::pascal(text).or_else(|| {
        if text.is_empty() {
            return RustIdent::pascal("Empty");
        }
        RustIdent::pascal(&text.chars().map(spelled).collect::<Vec<_>>().join(" "))
    })
}

/// The used names of one namespace.
#[derive(Debug, Default)]
pub struct Scope {
    taken: HashMap<RustIdent, String>,
}

impl Scope {
    /// Creates a namespace in which the generated code has names of its own.
    pub fn reserving(names: &[&str]) -> Self {
        let own = |name: &&str| Some((RustIdent::checked((*name).to_owned())?, String::new()));
        Self { taken: names.iter().filter_map(own).collect() }
    }

    /// Claims a name. If the generated code uses it, it gets a `_`. If another name of the model has it, the error is
    /// that name.
    pub fn claim(&mut self, ident: RustIdent, original: &str) -> Result<RustIdent, String> {
        let mut ident = ident;
        loop {
            match self.taken.get(&ident) {
                None => {
                    self.taken.insert(ident.clone(), original.to_owned());
                    return Ok(ident);
                }
                Some(other) if other.is_empty() => ident = ident.with_suffix("_"),
                Some(other) => return Err(other.clone()),
            }
        }
    }

    /// Claims a name, with a number behind it if it is taken. This is for constants, whose texts may differ in ways
    /// that identifiers cannot.
    pub fn claim_numbered(&mut self, ident: &RustIdent, original: &str) -> RustIdent {
        let mut candidate = ident.clone();
        let mut number = 2;
        loop {
            match self.claim(candidate, original) {
                Ok(claimed) => return claimed,
                Err(_) => candidate = ident.with_suffix(&number.to_string()),
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(ident: Option<RustIdent>) -> String {
        ident.map_or_else(|| "none".to_owned(), |ident| ident.to_string())
    }

    #[test]
    fn names_of_every_kind() {
        let table = [
            // model            snake               Pascal             SCREAMING
            ("thingName", "thing_name", "ThingName", "THING_NAME"),
            ("BIN", "bin", "Bin", "BIN"),
            ("S", "s", "S", "S"),
            ("OAuth2", "o_auth2", "OAuth2", "O_AUTH2"),
            ("HTTPServer", "http_server", "HttpServer", "HTTP_SERVER"),
            ("IN_PROGRESS", "in_progress", "InProgress", "IN_PROGRESS"),
            ("us-east-1", "us_east_1", "UsEast1", "US_EAST_1"),
            ("s3:ObjectCreated", "s3_object_created", "S3ObjectCreated", "S3_OBJECT_CREATED"),
            ("2xx", "_2xx", "_2xx", "_2XX"),
            ("_1", "n1", "_1", "_1"),
            ("1.5", "n1_5", "_15", "_1_5"),
            ("type", "r#type", "Type", "TYPE"),
            ("Self", "self_", "Self_", "SELF"),
            ("self", "self_", "Self_", "SELF"),
            ("super", "super_", "Super", "SUPER"),
            ("crate", "crate_", "Crate", "CRATE"),
            ("gen", "r#gen", "Gen", "GEN"),
            ("async", "r#async", "Async", "ASYNC"),
            ("__type", "r#type", "Type", "TYPE"),
            ("größe", "größe", "Größe", "GRÖSSE"),
            ("", "none", "none", "none"),
            ("_", "none", "none", "none"),
            ("$", "none", "none", "none"),
        ];
        for (text, snake, pascal, screaming) in table {
            assert_eq!(shown(RustIdent::snake(text)), snake, "{text}");
            assert_eq!(shown(RustIdent::pascal(text)), pascal, "{text}");
            assert_eq!(shown(RustIdent::screaming(text)), screaming, "{text}");
        }
    }

    #[test]
    fn a_prefix_takes_the_place_of_an_underscore() {
        for (text, name) in [("2xx", "set_2xx"), ("type", "set_type"), ("_1", "set_n1")] {
            assert_eq!(shown(RustIdent::snake(text).map(|ident| ident.with_prefix("set_"))), name);
        }
    }

    #[test]
    fn every_keyword_becomes_an_identifier() {
        for keyword in KEYWORDS.iter().chain(NEVER).filter(|keyword| **keyword != "_") {
            let ident = RustIdent::snake(keyword).expect("an identifier");
            let tokens = quote::quote!(let #ident = 1;);
            assert!(syn::parse2::<syn::Stmt>(tokens).is_ok(), "{keyword}");
        }
    }

    #[test]
    fn constants_without_letters_are_spelled_out() {
        for (text, name) in
            [("", "Empty"), (">=", "GreaterEqual"), ("+", "Plus"), ("!=", "NotEqual"), ("§", "U00a7")]
        {
            assert_eq!(shown(variant(text)), name);
        }
    }

    #[test]
    fn scopes_dodge_their_own_names_and_report_the_others() {
        let mut scope = Scope::reserving(&["build"]);
        let mut claim = |text: &str| {
            scope.claim(RustIdent::snake(text).expect("an identifier"), text).map(|ident| ident.to_string())
        };
        assert_eq!(claim("build"), Ok("build_".to_owned()));
        assert_eq!(claim("jobId"), Ok("job_id".to_owned()));
        assert_eq!(claim("job_id"), Err("jobId".to_owned()));
        let mut scope = Scope::default();
        let ident = RustIdent::pascal("gp2").expect("an identifier");
        let names: Vec<_> = (0..3).map(|_| scope.claim_numbered(&ident, "x").to_string()).collect();
        assert_eq!(names, ["Gp2", "Gp22", "Gp23"]);
        let ident = RustIdent::pascal("Self").unwrap();
        let names: Vec<_> = (0..2).map(|_| scope.claim_numbered(&ident, "x").to_string()).collect();
        assert_eq!(names, ["Self_", "Self2"]);
    }
}

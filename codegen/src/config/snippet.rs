//! Rust code from the settings: derives and attributes, parsed before they are used in a crate.

use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use smithy_model::Span;
use syn::parse::Parser as _;

/// The maximum length of a piece in bytes, and the maximum depth of its brackets, because the parser recurses.
const LENGTH: usize = 4000;
const DEPTH: usize = 16;

/// A trait to derive, by a path that is valid in any module: `Eq`, `schemars::JsonSchema`.
#[derive(Clone, Debug)]
pub struct Derive {
    text: String,
    /// The place of the setting.
    pub span: Option<Span>,
}

impl Derive {
    /// Parses a path without arguments. The error says what is wrong.
    pub fn parse(text: &str, span: Option<Span>) -> Result<Self, String> {
        bounded(text)?;
        let path = syn::Path::parse_mod_style.parse_str(text).map_err(|error| error.to_string())?;
        Ok(Self { text: path.to_token_stream().to_string().replace(' ', ""), span })
    }

    /// The path as text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The name of the trait.
    pub fn name(&self) -> &str {
        self.text.rsplit("::").next().unwrap_or(&self.text)
    }
}

impl ToTokens for Derive {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        append(&self.text, tokens);
    }
}

/// Attributes before an item, a field or a variant: `#[must_use]`.
#[derive(Clone, Debug)]
pub struct Attribute(String);

impl Attribute {
    /// Parses one or more outer attributes. The error says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        if !groups(bounded(text)?).all(has_simple_value) {
            return Err("its value is neither a literal nor the call of a macro".to_owned());
        }
        let attributes = syn::Attribute::parse_outer.parse_str(text).map_err(|error| error.to_string())?;
        if attributes.is_empty() { Err("it is empty".to_owned()) } else { Ok(Self(text.to_owned())) }
    }
}

impl ToTokens for Attribute {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        append(&self.0, tokens);
    }
}

/// Appends text that was parsed before. The tokens are not kept, because they cannot be sent to another thread.
fn append(text: &str, tokens: &mut TokenStream) {
    tokens.extend(TokenStream::from_str(text).unwrap_or_default());
}

/// Refuses text that nests too deeply for a recursive parser.
fn bounded(text: &str) -> Result<TokenStream, String> {
    if text.len() > LENGTH {
        return Err(format!("it is longer than {LENGTH} bytes"));
    }
    let tokens = TokenStream::from_str(text).map_err(|error| error.to_string())?;
    let mut open = vec![(tokens.clone(), 0)];
    while let Some((tokens, depth)) = open.pop() {
        if depth > DEPTH {
            return Err(format!("its brackets are nested more than {DEPTH} levels deep"));
        }
        open.extend(groups(tokens).map(|group| (group, depth + 1)));
    }
    Ok(tokens)
}

/// Whether the tokens after a `=` are a literal or a macro call: `= "text"`, `= include_str!("a.md")`. The printer panics on
/// some other expressions.
fn has_simple_value(tokens: TokenStream) -> bool {
    let is_sign = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '=');
    let value: Vec<TokenTree> = tokens.into_iter().skip_while(|token| !is_sign(token)).skip(1).collect();
    match value.as_slice() {
        [] | [TokenTree::Literal(_)] => true,
        [TokenTree::Ident(word)] => word == "true" || word == "false",
        [TokenTree::Ident(_), TokenTree::Punct(sign), TokenTree::Group(_)] => sign.as_char() == '!',
        _ => false,
    }
}

/// Returns the contents of the bracketed groups in the tokens.
fn groups(tokens: TokenStream) -> impl Iterator<Item = TokenStream> {
    tokens.into_iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derives_are_plain_paths() {
        for (text, name) in [("Eq", "Eq"), (" schemars :: JsonSchema", "JsonSchema"), ("::a::B", "B")] {
            assert_eq!(Derive::parse(text, None).unwrap().name(), name);
        }
        for text in ["", "1", "A<B>", "A, B", "A]", "\"A\"", "a::"] {
            assert!(Derive::parse(text, None).is_err(), "{text}");
        }
    }

    #[test]
    fn attributes_are_outer_ones() {
        let good = [
            "#[a]",
            "#[a(b = \"c\")] #[d]",
            "#[doc = \"x\"]",
            "/// A line.",
            "#[cfg_attr(x, derive(Y))]",
            "#[doc = include_str!(\"a.md\")]",
            "#[a = true]",
        ];
        for text in good {
            assert!(Attribute::parse(text).is_ok(), "{text}");
        }
        let deep = format!("#[a({}{})]", "(".repeat(90), ")".repeat(90));
        let long = format!("#[a = {}1]", "!".repeat(3000));
        let bad = [
            "",
            "a",
            "#![a]",
            "#[a",
            "#[a] struct B;",
            "#[]",
            "#[a = ]",
            "#[a = become b]",
            "#[a = b]",
            &deep,
            &long,
            &"#[a]".repeat(2000),
        ];
        for text in bad {
            assert!(Attribute::parse(text).is_err(), "{text}");
        }
    }
}

//! Shortens the paths in the arguments of macros: `assert_eq!(found, ::Ok(1))`.
//!
//! The arguments may be expressions, patterns or types. A path has the same tokens in all of them.

use proc_macro2::{Group, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Path, PathSegment};

use super::Shortener;

/// The words that may come before a path without being a part of it.
const BEFORE_PATHS: [&str; 14] =
    ["as", "break", "dyn", "else", "for", "if", "impl", "in", "let", "match", "move", "mut", "ref", "return"];

impl Shortener<'_> {
    /// Returns the tokens with their absolute paths shortened.
    pub(super) fn shorten_tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        let mut shortened = TokenStream::new();
        let mut previous = None;
        while let Some((token, after)) = rest.split_first() {
            let is_start = is_separator(rest) || is(token, "crate");
            if is_start && !previous.is_some_and(|(token, before)| ends_path(token, before)) {
                let path = path(&mut rest);
                shortened.extend(self.shorten_path(path, rest));
                // A `::` here continues the path, and does not start another one.
                while is_separator(rest) {
                    shortened.extend(rest.iter().take(2).cloned());
                    rest = rest.get(2..).unwrap_or_default();
                }
                previous = None;
                continue;
            }
            match token {
                TokenTree::Group(group) => shortened.extend([self.shorten_group(group)]),
                token => shortened.extend([token.clone()]),
            }
            previous = Some((token, previous.map(|(token, _)| token)));
            rest = after;
        }
        shortened
    }

    fn shorten_group(&mut self, group: &Group) -> TokenTree {
        let mut shortened = Group::new(group.delimiter(), self.shorten_tokens(group.stream()));
        shortened.set_span(group.span());
        TokenTree::Group(shortened)
    }

    fn shorten_path(&mut self, mut path: Path, rest: &[TokenTree]) -> TokenStream {
        if rest.first().is_some_and(|token| is_punct(token, '!')) {
            self.shorten_macro(&mut path);
        } else {
            let length = path.segments.len();
            self.shorten(&mut path, length);
        }
        path.into_token_stream()
    }
}

/// Removes the path at the start of the tokens and returns it. Its arguments in `<` and `>` are not part of it.
fn path(tokens: &mut &[TokenTree]) -> Path {
    let mut path = Path { leading_colon: None, segments: Punctuated::new() };
    if let [TokenTree::Ident(first), rest @ ..] = *tokens {
        path.segments.push(PathSegment::from(first.clone()));
        *tokens = rest;
    } else {
        path.leading_colon = Some(<syn::Token![::]>::default());
    }
    while let [_, _, TokenTree::Ident(name), rest @ ..] = *tokens
        && is_separator(tokens)
    {
        path.segments.push(PathSegment::from(name.clone()));
        *tokens = rest;
    }
    path
}

/// Whether the tokens start with `::`.
fn is_separator(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(first), second, ..]
        if first.as_char() == ':' && first.spacing() == Spacing::Joint && is_punct(second, ':'))
}

/// Whether a `::` after the token continues a path: after a name, or after a `>` that is not the end of an arrow.
fn ends_path(token: &TokenTree, before: Option<&TokenTree>) -> bool {
    match token {
        TokenTree::Ident(name) => !BEFORE_PATHS.contains(&name.to_string().as_str()),
        TokenTree::Punct(punct) => {
            let is_arrow = before.is_some_and(|token| is_punct(token, '=') || is_punct(token, '-'));
            punct.as_char() == '>' && !is_arrow
        }
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    }
}

fn is(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(name) if name == word)
}

fn is_punct(token: &TokenTree, letter: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == letter)
}

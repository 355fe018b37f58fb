//! `crate::` as the path of a module.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use smithy_model::Diagnostic;
use syn::parse::Parser as _;

/// Reads the path of a module.
pub(super) fn parse(text: &str) -> Result<TokenStream, Diagnostic> {
    let parsed = syn::Path::parse_mod_style.parse_str(text).ok();
    let at_crate = |path: &syn::Path| {
        let first = path.segments.first().is_some_and(|segment| segment.ident == "crate");
        let rest =
            path.segments.iter().skip(1).all(|segment| syn::parse2::<syn::Ident>(quote!(#segment)).is_ok());
        first && rest && path.leading_colon.is_none()
    };
    parsed.filter(at_crate).map(ToTokens::into_token_stream).ok_or_else(|| {
        let fault = Diagnostic::error("bad-module-path", format!("`{text}` is not the path of a module"));
        fault.help("say where the module is from the root of its crate: `crate::weather`")
    })
}

/// Tokens in which paths from the root of the crate start at the module.
///
/// What is visible in the whole crate is visible in the whole module.
pub(super) fn replace(tokens: TokenStream, path: &TokenStream) -> TokenStream {
    let mut replaced = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    let mut after_pub = false;
    while let Some(token) = tokens.next() {
        let is_pub = is(&token, "pub");
        match token {
            TokenTree::Group(group) => replaced.extend([TokenTree::Group(inside(&group, after_pub, path))]),
            token if is(&token, "crate") && tokens.peek().is_some_and(is_colon) => {
                replaced.extend(path.clone());
            }
            token => replaced.extend([token]),
        }
        after_pub = is_pub;
    }
    replaced
}

fn inside(group: &Group, after_pub: bool, path: &TokenStream) -> Group {
    let mut contents = group.stream().into_iter();
    let is_crate = contents.next().is_some_and(|token| is(&token, "crate")) && contents.next().is_none();
    let whole_crate = path.clone().into_iter().count() == 1;
    let stream = if after_pub && is_crate && !whole_crate && group.delimiter() == Delimiter::Parenthesis {
        quote!(in #path)
    } else {
        replace(group.stream(), path)
    };
    Group::new(group.delimiter(), stream)
}

fn is(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_at_the_module() {
        let cases = [
            (
                quote!(
                    use crate::a::B;
                ),
                quote!(
                    use crate::m::n::a::B;
                ),
            ),
            (
                quote!(
                    fn f(a: &crate::A) {
                        matches!(a, crate::A::B)
                    }
                ),
                quote!(
                    fn f(a: &crate::m::n::A) {
                        matches!(a, crate::m::n::A::B)
                    }
                ),
            ),
            (
                quote!(
                    pub(crate) fn f() {}
                ),
                quote!(
                    pub(in crate::m::n) fn f() {}
                ),
            ),
            (
                quote!(
                    pub(super) struct A(pub(crate) u8);
                ),
                quote!(
                    pub(super) struct A(pub(in crate::m::n) u8);
                ),
            ),
            (quote!(f(krate)), quote!(f(krate))),
        ];
        let path = parse("crate::m::n").unwrap();
        for (tokens, expected) in cases {
            assert_eq!(replace(tokens, &path).to_string(), expected.to_string());
        }
        let root = parse("crate").unwrap();
        assert_eq!(
            replace(
                quote!(
                    pub(crate) use crate::a;
                ),
                &root
            )
            .to_string(),
            quote!(
                pub(crate) use crate::a;
            )
            .to_string()
        );
    }

    #[test]
    fn other_paths_are_faults() {
        for path in ["", "weather", "::crate", "crate::", "crate::1", "crate::a b", "crate::super", "self::a"]
        {
            assert_eq!(parse(path).unwrap_err().code, "bad-module-path", "{path}");
        }
    }
}

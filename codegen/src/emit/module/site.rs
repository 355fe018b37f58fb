//! Converts the code of a crate into that of a module.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use smithy_model::Diagnostic;
use syn::parse::Parser as _;

use super::after;
use super::docs::Adapter;
use super::features::Features;

/// The path of a module, with its features.
pub(super) struct Site {
    path: TokenStream,
    docs: Adapter,
}

/// A module whose items are in a separate file.
pub(super) struct Declaration {
    pub(super) name: String,
    /// Attributes, visibility, keyword and name.
    pub(super) tokens: TokenStream,
}

/// An item: its attributes and the tokens after them.
struct Item {
    /// The tokens of an attribute, and the contents of its brackets.
    attributes: Vec<(TokenStream, TokenStream)>,
    body: Vec<TokenTree>,
}

impl Site {
    /// Creates the site of a module at `path`, of a crate whose examples call it `library`.
    pub(super) fn new(path: &str, library: String, features: &[String]) -> Result<Self, Diagnostic> {
        let parsed = parse(path)?;
        let path = parsed.to_string().replace(' ', "");
        Ok(Self { path: parsed, docs: Adapter { library, path, features: Features::new(features) } })
    }

    /// Converts the documentation of a file.
    pub(super) fn docs(&self, lines: &[String]) -> Vec<String> {
        self.docs.lines(lines).collect()
    }

    /// Converts the items of a stream. Declarations of modules without items are added to `modules`.
    pub(super) fn items(&self, stream: TokenStream, modules: &mut Vec<Declaration>) -> TokenStream {
        let mut tokens = stream.into_iter().peekable();
        let mut items = TokenStream::new();
        while let Some(mut item) = Item::next(&mut tokens) {
            let mut holds = true;
            item.attributes.retain(|(_, attribute)| {
                let condition = self.docs.features.condition(attribute.clone());
                holds &= condition != Some(false);
                condition.is_none() && !starts_with(attribute, "rustfmt")
            });
            if holds {
                items.extend(self.item(item, modules));
            }
        }
        items
    }

    fn item(&self, item: Item, modules: &mut Vec<Declaration>) -> TokenStream {
        let kind = item.kind();
        let attributes = item.attributes.into_iter().map(|(tokens, _)| tokens).collect();
        let attributes = self.replace(attributes);
        let mut body = item.body;
        match body.pop() {
            Some(TokenTree::Group(group)) if matches!(kind.as_str(), "mod" | "impl" | "trait") => {
                let inner =
                    TokenTree::Group(Group::new(group.delimiter(), self.items(group.stream(), modules)));
                after(attributes, self.replace(body.into_iter().collect()).into_iter().chain([inner]))
            }
            Some(TokenTree::Punct(_)) if kind == "mod" => {
                let name = body.last().map(ToString::to_string).unwrap_or_default();
                let tokens = after(attributes, self.replace(body.into_iter().collect()));
                modules.push(Declaration { name, tokens });
                TokenStream::new()
            }
            last => after(attributes, self.replace(body.into_iter().chain(last).collect())),
        }
    }

    /// Replaces paths from the root of the crate with paths from the module, in code and in documentation.
    ///
    /// `pub(crate)` becomes visibility in the whole module.
    fn replace(&self, stream: TokenStream) -> TokenStream {
        let mut replaced = TokenStream::new();
        let mut tokens = stream.into_iter().peekable();
        let (mut after_pub, mut lines) = (false, Vec::new());
        while let Some(token) = tokens.next() {
            if is(&token, '#')
                && let Some(line) = tokens.peek().and_then(doc_line)
            {
                tokens.next();
                lines.push(line);
                continue;
            }
            self.flush(&mut lines, &mut replaced);
            let is_pub = is_word(&token, "pub");
            match token {
                TokenTree::Group(group) => {
                    replaced.extend([TokenTree::Group(self.inside(&group, after_pub))]);
                }
                token if is_word(&token, "crate") && tokens.peek().is_some_and(|next| is(next, ':')) => {
                    replaced.extend(self.path.clone());
                }
                token => replaced.extend([token]),
            }
            after_pub = is_pub;
        }
        self.flush(&mut lines, &mut replaced);
        replaced
    }

    /// Writes the collected lines of documentation.
    fn flush(&self, lines: &mut Vec<String>, replaced: &mut TokenStream) {
        for line in self.docs.lines(&std::mem::take(lines)) {
            replaced.extend(quote!(#[doc = #line]));
        }
    }

    fn inside(&self, group: &Group, after_pub: bool) -> Group {
        let mut contents = group.stream().into_iter();
        let is_crate =
            contents.next().is_some_and(|token| is_word(&token, "crate")) && contents.next().is_none();
        let whole_crate = self.path.clone().into_iter().count() == 1;
        let stream = if after_pub && is_crate && !whole_crate && group.delimiter() == Delimiter::Parenthesis {
            let path = &self.path;
            quote!(in #path)
        } else {
            self.replace(group.stream())
        };
        Group::new(group.delimiter(), stream)
    }
}

impl Item {
    /// Reads the next item, and skips attributes of the file itself.
    fn next(tokens: &mut std::iter::Peekable<impl Iterator<Item = TokenTree>>) -> Option<Self> {
        let mut item = Self { attributes: Vec::new(), body: Vec::new() };
        while let Some(hash) = tokens.next_if(|token| is(token, '#')) {
            let inner = tokens.next_if(|token| is(token, '!'));
            if let (Some(TokenTree::Group(group)), None) = (tokens.next(), inner) {
                let inside = group.stream();
                item.attributes.push(([hash, TokenTree::Group(group)].into_iter().collect(), inside));
            }
        }
        for token in tokens.by_ref() {
            let is_brace = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            let is_end = is(&token, ';') || is_brace && !item.ends_with_semicolon();
            item.body.push(token);
            if is_end {
                break;
            }
        }
        (!item.body.is_empty()).then_some(item)
    }

    /// Returns the keyword of the item.
    fn kind(&self) -> String {
        let mut words = self.body.iter().filter_map(|token| match token {
            TokenTree::Ident(word) => Some(word.to_string()),
            _ => None,
        });
        words.find(|word| !matches!(word.as_str(), "pub" | "async" | "unsafe")).unwrap_or_default()
    }

    /// Whether the item ends with `;` even if it has braces.
    fn ends_with_semicolon(&self) -> bool {
        let is_function = self.body.iter().any(|token| is_word(token, "fn"));
        matches!(self.kind().as_str(), "use" | "const" | "static" | "type") && !is_function
    }
}

/// Allows imports that are unused or unreachable: they are for users of the module.
pub(super) fn quieten(items: TokenStream) -> TokenStream {
    let mut tokens = items.into_iter().peekable();
    let mut quiet = TokenStream::new();
    while let Some(item) = Item::next(&mut tokens) {
        if item.kind() == "use" {
            quiet.extend(quote!(#[allow(unreachable_pub, unused_imports)]));
        }
        quiet.extend(item.attributes.into_iter().flat_map(|(tokens, _)| tokens).chain(item.body));
    }
    quiet
}

/// Returns the line of documentation in the brackets of an attribute.
fn doc_line(token: &TokenTree) -> Option<String> {
    let TokenTree::Group(group) = token else { return None };
    let mut tokens = group.stream().into_iter();
    let is_doc = is_word(&tokens.next()?, "doc") && is(&tokens.next()?, '=');
    let text = tokens.next().filter(|_| is_doc)?;
    syn::parse2(text.into()).ok().map(|text: syn::LitStr| text.value())
}

fn starts_with(stream: &TokenStream, word: &str) -> bool {
    stream.clone().into_iter().next().is_some_and(|token| is_word(&token, word))
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is(token: &TokenTree, punctuation: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == punctuation)
}

/// Parses the path of a module.
fn parse(text: &str) -> Result<TokenStream, Diagnostic> {
    let parsed = syn::Path::parse_mod_style.parse_str(text).ok();
    let at_crate = |path: &syn::Path| {
        let first = path.segments.first().is_some_and(|segment| segment.ident == "crate");
        let rest =
            path.segments.iter().skip(1).all(|segment| syn::parse2::<syn::Ident>(quote!(#segment)).is_ok());
        first && rest && path.leading_colon.is_none()
    };
    parsed.filter(at_crate).map(ToTokens::into_token_stream).ok_or_else(|| {
        let problem = Diagnostic::error("bad-module-path", format!("`{text}` is not the path of a module"));
        problem.help("say where the module is from the root of its crate: `crate::weather`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(path: &str) -> Site {
        Site::new(path, "lab".to_owned(), &["client".to_owned()]).unwrap()
    }

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
        let inner = site("crate::m::n");
        for (tokens, expected) in cases {
            assert_eq!(inner.replace(tokens).to_string(), expected.to_string());
        }
        assert_eq!(
            site("crate")
                .replace(quote!(
                    pub(crate) use crate::a;
                ))
                .to_string(),
            quote!(
                pub(crate) use crate::a;
            )
            .to_string()
        );
    }

    #[test]
    fn other_paths_are_problems() {
        for path in ["", "weather", "::crate", "crate::", "crate::1", "crate::a b", "crate::super", "self::a"]
        {
            assert_eq!(parse(path).unwrap_err().code, "bad-module-path", "{path}");
        }
    }

    #[test]
    fn items_that_a_feature_leaves_out_go_whole() {
        let items = quote! {
            #![forbid(unsafe_code)]
            #[cfg(feature = "blocking")]
            #[rustfmt::skip]
            pub use a::{b, c};
            #[cfg(feature = "client")]
            pub mod d;
            #[cfg(feature = "blocking")]
            pub async fn e() { f(); }
            impl G {
                #[cfg(feature = "client")]
                const H: A = A { a: 1 };
                #[cfg(feature = "blocking")]
                const I: A = A { a: 1 };
                const fn j() {}
            }
            #[cfg(test)]
            mod tests { fn k() {} }
            #[rustfmt::skip]
            mod l;
        };
        let mut modules = Vec::new();
        let found = site("crate::m").items(items, &mut modules);
        let expected = quote! {
            impl G {
                const H: A = A { a: 1 };
                const fn j() {}
            }
        };
        assert_eq!(found.to_string(), expected.to_string());
        let modules: Vec<_> = modules.iter().map(|it| (it.name.as_str(), it.tokens.to_string())).collect();
        assert_eq!(modules, [("d", "pub mod d".to_owned()), ("l", "mod l".to_owned())]);
    }
}

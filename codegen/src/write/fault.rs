//! What is said of tokens that cannot be written: the emitter that made them has a bug, and the message shows where.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use smithy_model::Diagnostic;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream, Parser};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ForeignItem, ImplItem, Item, Lit, Pat, Stmt, TraitItem, Type, TypeParamBound};

/// How many characters of the tokens a message shows.
const SHOWN: usize = 400;

/// Tokens that cannot be written.
#[derive(Debug)]
pub(super) struct Fault {
    reason: String,
    tokens: String,
}

impl Fault {
    /// The tokens are no Rust. They have no lines to point at, so the tokens from the fault on are shown.
    pub(super) fn unparsable(tokens: TokenStream, error: &syn::Error) -> Self {
        Self { reason: error.to_string(), tokens: clipped(&near(tokens)) }
    }

    /// The fault as a diagnostic.
    pub(super) fn in_file(self, path: &str) -> Diagnostic {
        let Self { reason, tokens } = self;
        bug(format!("the tokens of `{path}` cannot be written: {reason}, near `{tokens}`"))
    }
}

/// A path that a file cannot have.
pub(super) fn path(path: &str, reason: &str) -> Diagnostic {
    bug(format!("the path `{path}` {reason}"))
}

fn bug(message: String) -> Diagnostic {
    Diagnostic::error("generator-bug", message).help("this is a fault of the generator, not of the model")
}

fn clipped(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + " …",
        None => text,
    }
}

/// The tokens from the item, and within it from the member or statement, that does not parse.
fn near(tokens: TokenStream) -> TokenStream {
    let mut rest = stuck::<Item>(tokens);
    while let Some((holder, body)) = body(&rest) {
        let inner = match holder {
            Holder::Mod => stuck::<Item>(body),
            Holder::Impl => stuck::<ImplItem>(body),
            Holder::Trait => stuck::<TraitItem>(body),
            Holder::Fn => stuck::<Stmt>(body),
        };
        if inner.is_empty() {
            break;
        }
        rest = inner;
    }
    rest
}

/// The tokens from the first `T` on that does not parse; none where all parse.
fn stuck<T: Parse>(tokens: TokenStream) -> TokenStream {
    let parser = |input: ParseStream<'_>| {
        Attribute::parse_inner(input)?;
        while !input.is_empty() {
            let fork = input.fork();
            if fork.parse::<T>().is_err() {
                break;
            }
            input.advance_to(&fork);
        }
        input.parse::<TokenStream>()
    };
    parser.parse2(tokens).unwrap_or_default()
}

/// What braces belong to.
enum Holder {
    Mod,
    Impl,
    Trait,
    Fn,
}

/// The contents of the first braces, where they belong to an item that is a sequence of others.
fn body(tokens: &TokenStream) -> Option<(Holder, TokenStream)> {
    let mut holder = None;
    for token in tokens.clone() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                return Some((holder?, group.stream()));
            }
            TokenTree::Ident(ident) if holder.is_none() => {
                let keywords = [
                    ("mod", Holder::Mod),
                    ("impl", Holder::Impl),
                    ("trait", Holder::Trait),
                    ("fn", Holder::Fn),
                ];
                holder = keywords.into_iter().find(|(keyword, _)| ident == keyword).map(|(_, holder)| holder);
            }
            _ => {}
        }
    }
    None
}

/// The fault of a file that parses but cannot be printed.
///
/// The parser takes some syntax as bare tokens, such as a function without a body in an `impl`, and the printer
/// panics on them; so they are looked for before.
pub(super) fn unprintable(file: &syn::File) -> Result<(), Fault> {
    let mut search = Unprintable(None);
    search.visit_file(file);
    match search.0 {
        Some(tokens) => Err(Fault {
            reason: "syntax that the printer does not know".to_owned(),
            tokens: clipped(&tokens),
        }),
        None => Ok(()),
    }
}

/// The first tokens that the printer would not know.
struct Unprintable(Option<TokenStream>);

impl Unprintable {
    fn found(&mut self, tokens: &impl ToTokens) {
        let tokens = tokens.to_token_stream();
        if self.0.is_none() && !tokens.is_empty() {
            self.0 = Some(tokens);
        }
    }
}

/// Visits one kind of node, whose variant `Verbatim` holds bare tokens.
macro_rules! verbatim {
    ($($visit:ident: $node:ident),* $(,)?) => {
        $(
            fn $visit(&mut self, node: &'ast $node) {
                if let $node::Verbatim(tokens) = node {
                    self.found(tokens);
                }
                visit::$visit(self, node);
            }
        )*
    };
}

impl<'ast> Visit<'ast> for Unprintable {
    verbatim! {
        visit_item: Item,
        visit_impl_item: ImplItem,
        visit_trait_item: TraitItem,
        visit_foreign_item: ForeignItem,
        visit_expr: Expr,
        visit_type: Type,
        visit_type_param_bound: TypeParamBound,
        visit_pat: Pat,
        visit_lit: Lit,
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        // The printer panics on rules that are not well-formed, and nothing generated defines a macro.
        if item.ident.is_some() {
            self.found(item);
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::super::format;
    use super::*;

    #[test]
    fn the_message_shows_the_tokens_near_the_fault() {
        let cases = [
            (quote!(struct A; struct 1;), "near `struct 1 ;`"),
            (quote!(impl A { fn a() {} fn b(,) {} }), "near `fn b (,) { }`"),
            (quote!(mod m { fn a() { let x = 1; let = 2; } }), "near `let = 2 ;`"),
            (quote!(trait T { const A: u8; 7 }), "near `7`"),
            (quote!(impl A { fn a(); }), "syntax that the printer does not know, near `fn a () ;`"),
            (
                quote!(
                    macro_rules! m {
                        () => {};
                    }
                ),
                "near `macro_rules !",
            ),
        ];
        for (tokens, expected) in cases {
            let message = format::rust(|| tokens.clone()).unwrap_err().in_file("src/a.rs").message;
            assert!(message.contains(expected) && message.contains("`src/a.rs`"), "{message}");
        }
    }

    #[test]
    fn long_tokens_are_clipped() {
        let names = vec![quote!(an_identifier); 100];
        let message = format::rust(|| quote!(fn 1 #(#names)*)).unwrap_err().in_file("a").message;
        assert!(message.ends_with(" …`") && message.len() < 2 * SHOWN, "{message}");
    }
}

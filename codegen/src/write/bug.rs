//! Problems of tokens that cannot be written: the emitter that made them has a bug, and the message shows where.

use proc_macro2::{Span, TokenStream};
use smithy_model::Diagnostic;

/// How many characters of the tokens a message shows.
const SHOWN: usize = 400;

/// Adds the tokens of an item to the error about them, because they have no lines that it could point at.
pub(super) fn near(error: &syn::Error, tokens: &TokenStream) -> syn::Error {
    syn::Error::new(Span::call_site(), format!("{error}, near `{}`", clipped(tokens)))
}

/// A file whose tokens are not Rust.
pub(super) fn unparsable(path: &str, error: &syn::Error) -> Diagnostic {
    bug(format!("the tokens of `{path}` are not Rust: {error}"))
}

/// A path that a file cannot have.
pub(super) fn path(path: &str, reason: &str) -> Diagnostic {
    bug(format!("the path `{path}` {reason}"))
}

fn bug(message: String) -> Diagnostic {
    Diagnostic::error("generator-bug", message)
        .help("this is a bug of the generator, not an error in the model")
}

fn clipped(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + " …",
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::super::tree::rust_text;
    use super::*;

    #[test]
    fn the_message_shows_the_item_that_is_not_rust() {
        let cases = [
            (quote!(struct A; struct 1;), "near `struct 1 ;`"),
            (quote!(struct A; impl A { fn b(,) {} } struct C;), "near `impl A { fn b (,) { } } struct C ;`"),
        ];
        for (tokens, expected) in cases {
            let message = rust_text("src/a.rs", &[], tokens).unwrap_err().message;
            assert!(message.contains(expected) && message.contains("`src/a.rs`"), "{message}");
        }
    }

    #[test]
    fn long_tokens_are_clipped() {
        let names = vec![quote!(an_identifier); 100];
        let message = rust_text("a", &[], quote!(fn 1 #(#names)*)).unwrap_err().message;
        assert!(message.ends_with(" …`") && message.len() < 2 * SHOWN, "{message}");
    }
}

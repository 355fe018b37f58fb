//! Problems of tokens that cannot be written: the emitter that made them has a bug, and the message shows where.

use smithy_model::Diagnostic;

use super::print::Stuck;
use super::tokens::Tokens;

/// How many characters of the tokens a message shows.
const SHOWN: usize = 400;

/// Tokens that cannot be written.
#[derive(Debug)]
pub(crate) struct Unprintable {
    tokens: String,
}

impl Unprintable {
    /// Tokens that the printer does not support. They have no lines to point at, so they are shown with the start of
    /// their item, and of their member or statement in it.
    pub(super) fn unknown(tokens: &Tokens, stuck: Stuck) -> Self {
        Self { tokens: clipped(tokens.shown_from(stuck.near, SHOWN)) }
    }

    /// Converts the problem to a diagnostic.
    pub(super) fn in_file(self, path: &str) -> Diagnostic {
        bug(format!("the printer does not know the tokens of `{path}` near `{}`", self.tokens))
    }
}

/// A path that a file cannot have.
pub(super) fn path(path: &str, reason: &str) -> Diagnostic {
    bug(format!("the path `{path}` {reason}"))
}

fn bug(message: String) -> Diagnostic {
    Diagnostic::error("generator-bug", message)
        .help("this is a bug of the generator, not an error in the model")
}

fn clipped(text: String) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + " …",
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::super::format;
    use super::*;

    #[test]
    fn the_message_shows_the_tokens_near_the_problem() {
        let cases = [
            (quote!(struct A; struct 1;), "near `struct 1 ;`"),
            (quote!(impl A { fn a() {} fn b(,) {} }), "near `fn b (,) { }`"),
            (quote!(mod m { fn a() { let x = 1; let = 2; } }), "near `let = 2 ;`"),
            (quote!(trait T { const A: u8; 7 }), "near `7`"),
            (quote!(impl A { fn a(); }), "near `fn a () ;`"),
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
            let message = format::rust(tokens.clone()).unwrap_err().in_file("src/a.rs").message;
            assert!(message.contains(expected) && message.contains("`src/a.rs`"), "{message}");
        }
    }

    #[test]
    fn long_tokens_are_clipped() {
        let names = vec![quote!(an_identifier); 100];
        let message = format::rust(quote!(fn 1 #(#names)*)).unwrap_err().in_file("a").message;
        assert!(message.ends_with(" …`") && message.len() < 2 * SHOWN, "{message}");
    }
}

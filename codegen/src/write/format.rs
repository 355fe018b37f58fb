//! Turns tokens into the text of a Rust file, formatted as a person would.

use proc_macro2::TokenStream;

use super::bug::Unprintable;
use super::print;
use super::tokens::Tokens;

/// Formats a file. The text ends with one line break, or is empty if there are no items.
pub(super) fn rust(stream: TokenStream) -> Result<String, Unprintable> {
    let tokens = Tokens::new(stream);
    print::print(&tokens).map_err(|stuck| Unprintable::unknown(&tokens, stuck))
}

/// Formats a file without shortening its paths.
pub(super) fn as_it_is(stream: TokenStream) -> Result<String, Unprintable> {
    let tokens = Tokens::new(stream);
    print::print_as_it_is(&tokens).map_err(|stuck| Unprintable::unknown(&tokens, stuck))
}

/// Formats Rust code in documentation. Returns `None` if the text is not Rust that the generator writes.
pub fn snippet(text: &str) -> Option<String> {
    as_it_is(text.parse().ok()?).ok()
}

/// Formats lines as `//!` comments.
pub(super) fn docs(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines.iter().flat_map(|line| line.split('\n')) {
        let line = line.trim_end();
        text.extend(if line.is_empty() { ["//!", "", "\n"] } else { ["//! ", line, "\n"] });
    }
    text
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn blank_lines_stand_between_blocks() {
        let tokens = quote! {
            #![forbid(unsafe_code)]
            mod a;
            #[rustfmt::skip]
            mod b;
            pub use a::A;
            pub use b::B;
            use super::d;
            use std::fmt;
            use std::io;
            use e::E;
            use crate::f::F;
            const G: u8 = 1;
            const H: u8 = 2;
            pub struct I {
                #[doc = " One."]
                pub a: u8,
                #[doc = " Two."]
                pub b: u8,
            }
            impl J for I {
                const A: u8 = 1;
                type B = u8;
                #[doc = " Text. "]
                const C: u8 = 1;
                fn d() { let a = "1\n\n2"; let b = 2; }
                fn e() {}
            }
            trait K { type A; type B; fn c(); fn d() {} }
            mod l { const A: u8 = 1; impl B { fn c() {} fn d() {} } }
            impl M {}
        };
        let expected = r#"
#![forbid(unsafe_code)]

mod a;
#[rustfmt::skip]
mod b;

pub use a::A;
pub use b::B;

use super::d;

use std::fmt;
use std::io;

use e::E;

use crate::f::F;

const G: u8 = 1;

const H: u8 = 2;

pub struct I {
    /// One.
    pub a: u8,
    /// Two.
    pub b: u8,
}

impl J for I {
    const A: u8 = 1;
    type B = u8;

    /// Text.
    const C: u8 = 1;

    fn d() {
        let a = "1\n\n2";
        let b = 2;
    }

    fn e() {}
}

trait K {
    type A;
    type B;

    fn c();

    fn d() {}
}

mod l {
    const A: u8 = 1;

    impl B {
        fn c() {}

        fn d() {}
    }
}

impl M {}
"#;
        assert_eq!(rust(tokens.clone()).unwrap(), expected.trim_start());
    }

    #[test]
    fn documentation_is_one_comment_a_line() {
        let lines = ["A crate.", "", "Two\nlines. "].map(str::to_owned);
        assert_eq!(docs(&lines), "//! A crate.\n//!\n//! Two\n//! lines.\n");
        assert_eq!(docs(&[]), "");
    }
}

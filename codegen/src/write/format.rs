//! Turns tokens into the text of a Rust file, formatted as a person would.

use proc_macro2::TokenStream;
use syn::Attribute;
use syn::parse::{ParseStream, Parser as _};

use super::{bug, imports, spacing};

/// Formats a file. The text ends with one line break, or is empty if there are no items.
pub(super) fn rust(tokens: TokenStream) -> syn::Result<String> {
    let mut file = parse.parse2(tokens)?;
    imports::shorten(&mut file);
    Ok(text(file))
}

/// Formats Rust code in documentation. Returns `None` if the text is not Rust items.
pub fn snippet(code: &str) -> Option<String> {
    parse.parse_str(code).ok().map(text)
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

/// Parses a file item by item, so that an error can show its item.
fn parse(input: ParseStream<'_>) -> syn::Result<syn::File> {
    let attrs = Attribute::parse_inner(input)?;
    let mut items = Vec::new();
    while !input.is_empty() {
        let start = input.cursor();
        items.push(input.parse().map_err(|error| bug::near(&error, &start.token_stream()))?);
    }
    Ok(syn::File { shebang: None, frontmatter: None, attrs, items })
}

fn text(mut file: syn::File) -> String {
    spacing::space_file(&mut file);
    prettyplease::unparse(&file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_is_one_comment_a_line() {
        let lines = ["A crate.", "", "Two\nlines. "].map(str::to_owned);
        assert_eq!(docs(&lines), "//! A crate.\n//!\n//! Two\n//! lines.\n");
        assert_eq!(docs(&[]), "");
    }
}

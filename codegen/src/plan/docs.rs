//! Turns the documentation of a model element into the lines of a rustdoc comment.
//!
//! Documentation is `CommonMark` that may contain HTML, and most of it is only HTML. A text with a block tag such as
//! `<p>` is read as HTML; any other is turned from Markdown into HTML first. The resulting blocks are written as
//! Markdown that rustdoc and clippy accept.

mod blocks;
mod elements;
mod html;
mod inline;
mod render;
mod sentence;
mod text;

use blocks::Block;
use pulldown_cmark::{Options, Parser};

/// Returns the documentation as the lines of a rustdoc comment, without the `///`.
///
/// No line contains a line break or ends in a blank, and an empty line separates paragraphs.
/// Lines are wrapped at 92 characters, except that a code span or a link is never broken. Since
/// rustdoc shows the first paragraph in every listing, one of more than 200 characters is divided
/// after its first sentence, and a note that precedes it is moved behind it. Empty documentation
/// has no lines.
pub fn markdown(documentation: &str) -> Vec<String> {
    render::lines(&read(documentation))
}

/// Returns the first sentence of the documentation as one line of Markdown.
///
/// Headings, code blocks and tables are passed over, unless there is nothing but a heading. The
/// result is empty if there is no text at all.
pub fn summary(documentation: &str) -> String {
    first_sentence(&read(documentation))
}

/// Returns both what [`markdown`] and [`summary`] return, but reads the documentation only once.
pub fn markdown_and_summary(documentation: &str) -> (Vec<String>, String) {
    let blocks = read(documentation);
    (render::lines(&blocks), first_sentence(&blocks))
}

/// Returns a text, such as the name of a service, as one line of Markdown in which nothing is markup.
pub fn line(text: &str) -> String {
    let text = text::clean(text);
    text.split_whitespace().map(text::escape).collect::<Vec<_>>().join(" ")
}

fn read(documentation: &str) -> Vec<Block> {
    let mut blocks = parse(documentation);
    sentence::lead(&mut blocks);
    blocks
}

fn first_sentence(blocks: &[Block]) -> String {
    let heading = || {
        blocks.iter().find_map(|block| match block {
            Block::Heading(_, title) => Some(title.clone()),
            _ => None,
        })
    };
    let paragraph = sentence::paragraph(blocks).map(|words| sentence::first(words).join(" "));
    paragraph.or_else(heading).unwrap_or_default()
}

fn parse(documentation: &str) -> Vec<Block> {
    let text = text::clean(documentation);
    if html::has_block_tag(&text) {
        return html::read(&text);
    }
    let mut html = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text.trim_start(), Options::ENABLE_TABLES));
    html::read(&html)
}

#[cfg(test)]
mod tests;

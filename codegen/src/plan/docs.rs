//! Turns the documentation of a model element into the lines of a rustdoc comment.
//!
//! Documentation is Markdown in which HTML may stand. A text with a block tag such as `<p>` is
//! read as HTML, every other text as Markdown. Both are read into the same list of blocks, which
//! is then written as Markdown that rustdoc and clippy accept.

mod blocks;
mod elements;
mod html;
mod inline;
mod lines;
mod render;
mod sentence;
mod text;

use blocks::{Block, Builder, Content};
use inline::Dialect;

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

/// Returns what [`markdown`] and [`summary`] return, for the reading of one.
pub fn markdown_and_summary(documentation: &str) -> (Vec<String>, String) {
    let blocks = read(documentation);
    (render::lines(&blocks), first_sentence(&blocks))
}

fn read(documentation: &str) -> Vec<Block> {
    let mut blocks = parse(documentation);
    sentence::lead(&mut blocks);
    blocks
}

fn first_sentence(blocks: &[Block]) -> String {
    let paragraph = blocks.iter().find_map(|block| match &block.content {
        Content::Paragraph(words) => Some(sentence::first(words).join(" ")),
        _ => None,
    });
    let heading = || {
        blocks.iter().find_map(|block| match &block.content {
            Content::Heading(_, title) => Some(title.clone()),
            _ => None,
        })
    };
    paragraph.or_else(heading).unwrap_or_default()
}

fn parse(documentation: &str) -> Vec<Block> {
    let clean = text::clean(documentation);
    if html::has_block_tag(&clean) {
        let mut builder = Builder::new(Dialect::Html);
        html::read(&mut builder, &clean);
        builder.finish()
    } else {
        let mut builder = Builder::new(Dialect::Markdown);
        lines::read(&mut builder, &clean);
        builder.finish()
    }
}

#[cfg(test)]
mod tests;

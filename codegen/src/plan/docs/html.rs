//! Reads HTML into blocks.

use std::collections::HashSet;

use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use html5gum::{HtmlString, Tokenizer};

use super::blocks::{Block, Builder};
use super::elements::Element;
use super::text;

/// Whether a text contains a block tag, outside of code spans.
pub(super) fn has_block_tag(text: &str) -> bool {
    let tags = text.split('`').step_by(2).flat_map(|part| part.split('<').skip(1));
    tags.filter(|tag| tag.contains('>')).any(|tag| {
        let name = tag.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
        Element::named(&name).is_some_and(Element::is_block)
    })
}

/// Reads a text of HTML. Tags that are no elements, such as `<region>`, are read as text.
pub(super) fn read(text: &str) -> Vec<Block> {
    // CDATA sections belong to XML.
    let text = text.replace("<![CDATA[", "").replace("]]>", "");
    let tokens = Tokenizer::new_with_emitter(&text, DefaultEmitter::<usize>::new_with_span());
    let tokens: Vec<_> = tokens.flatten().collect();
    let closed: HashSet<&HtmlString> = tokens
        .iter()
        .filter_map(|token| match token {
            Token::EndTag(tag) => Some(&tag.name),
            _ => None,
        })
        .collect();
    let mut builder = Builder::default();
    for token in &tokens {
        match token {
            Token::String(value) => {
                builder.text(&text::clean(&String::from_utf8_lossy(value)));
            }
            Token::StartTag(tag) => {
                let source = text.get(tag.span.start..tag.span.end).unwrap_or_default();
                start(&mut builder, tag, source, closed.contains(&tag.name));
            }
            Token::EndTag(tag) => {
                if let Some(element) = Element::named(&String::from_utf8_lossy(&tag.name)) {
                    element.close(&mut builder);
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    builder.finish()
}

fn start(builder: &mut Builder, tag: &StartTag<usize>, source: &str, is_closed: bool) {
    let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(value));
    match Element::named(&String::from_utf8_lossy(&tag.name)) {
        // An empty inline element has no text to mark.
        Some(element) if tag.self_closing && !element.is_block() && element != Element::Break => {}
        Some(element) => element.open(attribute(b"href").or(attribute(b"url")).as_deref(), builder),
        None if source.contains("://") => builder.text(source.trim_matches(['<', '>'])),
        // A tag that is opened and closed is an element, known or not.
        None if is_closed && !tag.self_closing => {}
        None => builder.text(source),
    }
}

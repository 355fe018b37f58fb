//! Gives the elements of HTML and `DocBook` that occur in documentation their meaning.

use super::blocks::{Builder, Container};
use super::html::Tag;

/// What the tags of an element mean for Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Begins and ends a paragraph and has no other meaning.
    Paragraph,
    Break,
    /// A list, and whether its items have numbers.
    List(bool),
    Item,
    Definition,
    /// An aside that is set off under a label.
    Aside(&'static str),
    Heading(usize),
    Pre,
    Table,
    Row,
    Cell,
    Code,
    /// Emphasis with its mark.
    Emphasis(&'static str),
    Link,
    /// Has no meaning in Markdown; what is in it stays.
    Transparent,
}

impl Element {
    /// The element of a name in any case; none if there is no such element.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "p" | "para" | "div" | "section" | "body" | "html" | "zonbook" | "xhtml" => Self::Paragraph,
            "br" | "hr" => Self::Break,
            "ul" | "dl" | "itemizedlist" | "variablelist" => Self::List(false),
            "ol" | "orderedlist" => Self::List(true),
            "li" | "dt" | "listitem" => Self::Item,
            "dd" => Self::Definition,
            "note" => Self::Aside("**Note:**"),
            "important" => Self::Aside("**Important:**"),
            "warning" | "caution" => Self::Aside("**Warning:**"),
            "tip" => Self::Aside("**Tip:**"),
            "h1" | "fullname" => Self::Heading(1),
            "h2" => Self::Heading(2),
            "h3" => Self::Heading(3),
            "h4" | "h5" | "h6" => Self::Heading(4),
            "pre" | "programlisting" => Self::Pre,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "code" | "tt" | "samp" | "kbd" | "literal" | "filename" | "command" => Self::Code,
            "b" | "strong" => Self::Emphasis("**"),
            "i" | "em" | "emphasis" | "replaceable" => Self::Emphasis("*"),
            "a" | "ulink" => Self::Link,
            "span" | "u" | "sup" | "sub" | "small" | "thead" | "tbody" | "link" => Self::Transparent,
            _ => return None,
        })
    }

    /// Whether the element makes a document HTML rather than Markdown with tags in it.
    pub(super) fn is_block(self) -> bool {
        let inline =
            matches!(self, Self::Break | Self::Code | Self::Emphasis(_) | Self::Link | Self::Transparent);
        !inline
    }

    /// Applies a tag of the element.
    pub(super) fn apply(self, tag: &Tag<'_>, builder: &mut Builder) {
        if builder.is_pre() {
            match self {
                Self::Pre if tag.closes => builder.close_pre(),
                Self::Break => builder.text("\n"),
                _ => {}
            }
        } else if tag.closes {
            self.close(builder);
        } else if tag.empty && !self.is_block() && self != Self::Break {
            // An empty inline element would have nothing to mark.
        } else {
            self.open(tag, builder);
        }
    }

    fn open(self, tag: &Tag<'_>, builder: &mut Builder) {
        match self {
            Self::List(numbers) => {
                builder.open_container(Container::List(numbers.then_some(1)));
            }
            Self::Item => builder.open_item(),
            Self::Definition if !builder.in_item() => builder.open_item(),
            Self::Aside(label) => builder.open_container(Container::Quote(Some(label), true)),
            Self::Heading(level) => builder.open_heading(level),
            Self::Pre => builder.open_pre(),
            Self::Table => builder.open_table(),
            Self::Row => builder.open_row(),
            Self::Cell => builder.open_cell(),
            Self::Paragraph | Self::Break | Self::Definition => builder.end_block(),
            Self::Code => builder.open_code(),
            // Markdown has no emphasis within a code span.
            Self::Emphasis(_) if builder.is_code() => {}
            Self::Emphasis(mark) => builder.inline().open(mark),
            Self::Link => builder.open_link(tag.attribute("href").or(tag.attribute("url"))),
            Self::Transparent => {}
        }
    }

    fn close(self, builder: &mut Builder) {
        match self {
            Self::Paragraph | Self::Heading(_) | Self::Definition | Self::Break => {
                builder.end_block();
            }
            Self::List(_) => builder.close_container(|c| matches!(c, Container::List(_))),
            // The definition that follows a term belongs to its item, so an item goes on until
            // the next one begins or the list ends.
            Self::Item => builder.end_block(),
            Self::Aside(_) => builder.close_container(|c| matches!(c, Container::Quote(..))),
            Self::Table => builder.close_table(),
            Self::Cell => builder.close_cell(),
            Self::Code => builder.close_code(),
            Self::Emphasis(_) if builder.is_code() => {}
            Self::Emphasis(mark) => builder.inline().close(mark),
            Self::Link => builder.close_link(),
            Self::Pre | Self::Row | Self::Transparent => {}
        }
    }
}

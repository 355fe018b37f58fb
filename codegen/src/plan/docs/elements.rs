//! The meaning of the elements of HTML and `DocBook` that occur in documentation.

use super::blocks::{Builder, Container};

/// What the tags of an element mean for Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Begins and ends a paragraph and has no other meaning.
    Paragraph,
    Break,
    /// A list, with the number of its first item if its items have numbers.
    List(Option<usize>),
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
    /// Has no meaning in Markdown; its content stays.
    Transparent,
}

impl Element {
    /// Returns the element with a name in lower case; `None` if there is no such element.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "p" | "para" | "div" | "section" | "body" | "html" | "zonbook" | "xhtml" => Self::Paragraph,
            "br" | "hr" => Self::Break,
            "ul" | "dl" | "itemizedlist" | "variablelist" => Self::List(None),
            "ol" | "orderedlist" => Self::List(Some(1)),
            "li" | "dt" | "listitem" => Self::Item,
            "dd" => Self::Definition,
            "blockquote" => Self::Aside(""),
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
            "span" | "u" | "sup" | "sub" | "small" | "thead" | "tbody" | "link" | "img" => Self::Transparent,
            _ => return None,
        })
    }

    /// Whether the element makes a document HTML rather than Markdown with tags in it.
    pub(super) fn is_block(self) -> bool {
        let inline =
            matches!(self, Self::Break | Self::Code | Self::Emphasis(_) | Self::Link | Self::Transparent);
        !inline
    }

    /// Applies the opening tag of the element, with the address that it has.
    pub(super) fn open(self, href: Option<&str>, builder: &mut Builder) {
        match self {
            Self::Break if builder.in_pre() => builder.text("\n"),
            _ if builder.in_pre() => {}
            Self::Paragraph | Self::Break => builder.end_block(),
            Self::List(number) => builder.open_container(Container::List(number)),
            Self::Item => builder.open_item(),
            Self::Definition => builder.open_definition(),
            Self::Aside(label) => builder.open_container(Container::Aside(label)),
            Self::Heading(level) => builder.open_heading(level),
            Self::Pre => builder.open_pre(),
            Self::Table => builder.open_table(),
            Self::Row => builder.open_row(),
            Self::Cell => builder.open_cell(),
            Self::Code => builder.open_code(),
            Self::Emphasis(mark) => builder.open_emphasis(mark),
            Self::Link => builder.open_link(href),
            Self::Transparent => {}
        }
    }

    /// Applies the closing tag of the element.
    pub(super) fn close(self, builder: &mut Builder) {
        match self {
            Self::Pre => builder.close_pre(),
            _ if builder.in_pre() => {}
            // The definition that follows a term belongs to its item, so an item goes on until
            // the next one begins or the list ends.
            Self::Paragraph | Self::Break | Self::Item | Self::Definition | Self::Heading(_) => {
                builder.end_block();
            }
            Self::List(_) => builder.close_container(|c| matches!(c, Container::List(_))),
            Self::Aside(_) => builder.close_container(|c| matches!(c, Container::Aside(_))),
            Self::Table => builder.close_table(),
            Self::Code => builder.close_code(),
            Self::Emphasis(mark) => builder.close_emphasis(mark),
            Self::Link => builder.close_link(),
            Self::Row | Self::Cell | Self::Transparent => {}
        }
    }
}

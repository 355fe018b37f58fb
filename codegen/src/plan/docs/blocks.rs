//! Builds the list of blocks, each with the list items and quotations that it stands in.

use super::inline::{Dialect, Inline};
use super::text;

/// Deeper nesting is shown at this depth, so no input makes lines of nothing but indentation.
const MAX_DEPTH: usize = 6;
/// Containers opened within this many others are not opened at all.
const MAX_OPEN: usize = 100;

/// A paragraph or other block with what its lines begin with.
#[derive(Debug)]
pub(super) struct Block {
    /// What the first line begins with: the marker of a list item, for one.
    pub(super) lead: String,
    /// What the other lines begin with.
    pub(super) indent: String,
    pub(super) starts_item: bool,
    /// The length of `indent` before the first quotation that begins with this block.
    pub(super) quote_at: Option<usize>,
    pub(super) content: Content,
}

impl Block {
    /// A block that stands in no container.
    pub(super) fn new(content: Content) -> Self {
        let (lead, indent) = (String::new(), String::new());
        Self { lead, indent, starts_item: false, quote_at: None, content }
    }

    fn enter_item(&mut self, marker: Option<&str>, width: usize) {
        let blank = " ".repeat(width);
        self.starts_item |= marker.is_some();
        self.lead.push_str(marker.unwrap_or(&blank));
        self.indent.push_str(&blank);
    }

    fn enter_quote(&mut self, label: Option<&str>, first: bool) {
        if first {
            self.quote_at.get_or_insert(self.indent.len());
        }
        if let (Some(label), Content::Paragraph(words)) = (label, &mut self.content) {
            words.insert(0, label.to_owned());
        }
        self.lead.push_str("> ");
        self.indent.push_str("> ");
    }
}

/// What a block consists of, as Markdown.
#[derive(Debug)]
pub(super) enum Content {
    Paragraph(Vec<String>),
    Heading(usize, String),
    /// The lines of a code block.
    Code(Vec<String>),
    /// The rows of a table, of which the first is its header.
    Table(Vec<Vec<String>>),
}

#[derive(Debug)]
pub(super) enum Container {
    /// A list of HTML, with the number of its next item if it has numbers.
    List(Option<usize>),
    /// An item: its marker until a block has begun with it, and the width of the marker.
    Item(Option<String>, usize),
    /// A quotation: its label until a block has begun with it, and whether no block has yet.
    Quote(Option<&'static str>, bool),
}

/// A link whose label is being read, with the address if there is one to link to.
#[derive(Debug)]
struct Link {
    url: Option<String>,
    /// Whether the link had no address at all, rather than one that leads nowhere.
    is_bare: bool,
    label: Inline,
    /// The text of the label without markup.
    plain: String,
}

/// Takes the parts of a documentation in order, and makes blocks of them.
#[derive(Debug)]
pub(super) struct Builder {
    dialect: Dialect,
    blocks: Vec<Block>,
    open: Vec<Container>,
    inline: Inline,
    link: Option<Link>,
    /// The code span being read.
    code: Option<String>,
    /// The code block being read.
    pre: Option<String>,
    heading: Option<usize>,
    table: Option<Vec<Vec<String>>>,
}

impl Builder {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            blocks: Vec::new(),
            open: Vec::new(),
            inline: Inline::new(dialect, false),
            link: None,
            code: None,
            pre: None,
            heading: None,
            table: None,
        }
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close_pre();
        self.close_table();
        self.end_block();
        self.blocks
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether text is code at this point, in which only tags have a meaning.
    pub(super) fn is_code(&self) -> bool {
        self.code.is_some() || self.pre.is_some()
    }

    pub(super) fn is_pre(&self) -> bool {
        self.pre.is_some()
    }

    /// Adds text whose character references are resolved.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(code) = self.pre.as_mut().or(self.code.as_mut()) {
            code.push_str(text);
        } else {
            if let Some(link) = &mut self.link {
                link.plain.push_str(text);
            }
            self.inline().text(text);
        }
    }

    /// The words that inline content goes to: those of the link if one is open.
    pub(super) fn inline(&mut self) -> &mut Inline {
        self.link.as_mut().map_or(&mut self.inline, |link| &mut link.label)
    }

    pub(super) fn open_code(&mut self) {
        self.code.get_or_insert_default();
    }

    pub(super) fn close_code(&mut self) {
        if let Some(code) = self.code.take() {
            self.spaced(&code, Inline::code);
        }
    }

    /// Adds an unbreakable part; blanks at its ends are blanks around it.
    fn spaced(&mut self, part: &str, add: impl Fn(&mut Inline, &str)) {
        let inline = self.inline();
        if part.starts_with(char::is_whitespace) {
            inline.gap();
        }
        add(inline, part);
        if part.ends_with(char::is_whitespace) {
            inline.gap();
        }
    }

    /// Opens a link; a link in code ends the code before it and goes on with it after.
    pub(super) fn open_link(&mut self, href: Option<&str>) {
        self.close_link();
        let resume = self.code.is_some();
        let url = href.and_then(text::destination);
        if resume && url.is_none() {
            return;
        }
        self.close_code();
        let label = Inline::new(self.dialect, url.is_some());
        self.link = Some(Link { url, is_bare: href.is_none(), label, plain: String::new() });
        if resume {
            self.open_code();
        }
    }

    pub(super) fn close_link(&mut self) {
        if self.link.is_none() {
            return;
        }
        let resume = self.code.is_some();
        self.close_code();
        let Some(mut link) = self.link.take() else { return };
        let label = link.label.take().join(" ");
        match link.url {
            Some(url) if !label.is_empty() => self.inline.link(&label, &url),
            // A link without an address mostly names another element of the model.
            None if link.is_bare && is_name(&link.plain) => self.inline.code(&link.plain),
            None if !label.is_empty() => self.inline.push(&label),
            _ => {}
        }
        if resume {
            self.open_code();
        }
    }

    /// Ends the paragraph, cell or heading being read.
    pub(super) fn end_block(&mut self) {
        if self.pre.is_some() {
            return;
        }
        self.close_code();
        self.close_link();
        self.code = None;
        if self.table.is_some() {
            self.inline.gap();
            return;
        }
        let heading = self.heading.take();
        let words = self.inline.take();
        if words.is_empty() {
            return;
        }
        match heading {
            Some(level) => self.block(Content::Heading(level, words.join(" "))),
            None => self.block(Content::Paragraph(words)),
        }
    }

    pub(super) fn open_heading(&mut self, level: usize) {
        self.end_block();
        self.heading = Some(level);
    }

    pub(super) fn open_pre(&mut self) {
        self.close_table();
        self.end_block();
        self.pre.get_or_insert_default();
    }

    pub(super) fn close_pre(&mut self) {
        let Some(code) = self.pre.take() else { return };
        let mut lines: Vec<String> = code.lines().map(|line| line.trim_end().replace('\t', "    ")).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let blank = lines.iter().take_while(|line| line.is_empty()).count();
        lines.drain(..blank);
        if !lines.is_empty() {
            self.block(Content::Code(lines));
        }
    }

    pub(super) fn open_table(&mut self) {
        self.end_block();
        self.table.get_or_insert_default();
    }

    pub(super) fn open_row(&mut self) {
        self.open_cell();
        if let Some(table) = &mut self.table {
            table.push(Vec::new());
        }
    }

    /// Begins a cell; the cell before may have no closing tag.
    pub(super) fn open_cell(&mut self) {
        self.end_block();
        if !self.inline.is_empty() {
            self.close_cell();
        }
    }

    /// Ends a cell and adds it to its row.
    pub(super) fn close_cell(&mut self) {
        self.end_block();
        let Some(table) = &mut self.table else { return };
        let cell = self.inline.take().join(" ").replace('|', "\\|");
        match table.last_mut() {
            Some(row) => row.push(cell),
            None => table.push(vec![cell]),
        }
    }

    pub(super) fn close_table(&mut self) {
        self.open_cell();
        let Some(mut rows) = self.table.take() else { return };
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        if !rows.is_empty() {
            self.block(Content::Table(rows));
        }
    }

    pub(super) fn open_container(&mut self, container: Container) {
        self.end_block();
        if self.open.len() < MAX_OPEN && self.table.is_none() {
            self.open.push(container);
        }
    }

    /// Closes the innermost container that `which` accepts and all that are in it.
    pub(super) fn close_container(&mut self, which: impl Fn(&Container) -> bool) {
        self.end_block();
        if let Some(at) = self.open.iter().rposition(which) {
            self.open.truncate(at);
        }
    }

    /// Closes the item that is open in the innermost list, if one is.
    pub(super) fn close_item(&mut self) {
        self.end_block();
        let list = self.open.iter().rposition(|c| matches!(c, Container::List(_)));
        let item = self.open.iter().rposition(|c| matches!(c, Container::Item(..)));
        if let Some(item) = item.filter(|&item| list.is_none_or(|list| item > list)) {
            self.open.truncate(item);
        }
    }

    /// Begins the next item of the innermost list.
    pub(super) fn open_item(&mut self) {
        self.close_item();
        let list = self.open.iter_mut().rev().find_map(|container| match container {
            Container::List(number) => Some(number),
            _ => None,
        });
        let marker = match list {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        let width = marker.len();
        self.open_container(Container::Item(Some(marker), width));
    }

    /// Whether the innermost container that is a list or an item is an item.
    pub(super) fn in_item(&self) -> bool {
        let innermost = self.open.iter().rev().find(|c| !matches!(c, Container::Quote(..)));
        matches!(innermost, Some(Container::Item(..)))
    }

    /// Adds a block within the open containers, the first of each with its marker or label.
    fn block(&mut self, content: Content) {
        let mut block = Block::new(content);
        let containers = self.open.iter_mut().filter(|c| !matches!(c, Container::List(_)));
        for container in containers.take(MAX_DEPTH) {
            match container {
                Container::Item(marker, width) => block.enter_item(marker.take().as_deref(), *width),
                Container::Quote(label, first) => {
                    block.enter_quote(label.take(), std::mem::take(first));
                }
                Container::List(_) => {}
            }
        }
        self.blocks.push(block);
    }
}

/// Whether a text is one name, such as that of a shape or an operation.
fn is_name(text: &str) -> bool {
    let name = text.trim();
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.:$".contains(&b))
}

//! Builds the tree of blocks that a documentation consists of.

use super::inline::Inline;
use super::text;

/// Containers nested deeper than this are left out and their content is kept, so that no line is only indentation.
const MAX_DEPTH: usize = 6;
/// A container inside this many others is ignored.
const MAX_OPEN: usize = 100;

/// A block, with its text as Markdown.
#[derive(Debug)]
pub(super) enum Block {
    /// The words of a paragraph; a word is never broken.
    Paragraph(Vec<String>),
    Heading(usize, String),
    /// The lines of a code block.
    Code(Vec<String>),
    /// The rows of a table; the first is its header.
    Table(Vec<Vec<String>>),
    /// An item of a list, with its marker.
    Item(String, Vec<Block>),
    Quote(Vec<Block>),
}

/// A container that has not been closed.
#[derive(Debug)]
pub(super) enum Container {
    /// A list, with the number of its next item if its items have numbers.
    List(Option<usize>),
    /// An item with its marker.
    Item(String),
    /// A quotation with its label, which may be empty.
    Aside(&'static str),
}

/// A link whose label is being read, with its address if the link can be followed.
#[derive(Debug)]
struct Link {
    url: Option<String>,
    /// Whether the link had no address at all, rather than one that leads nowhere.
    is_bare: bool,
    label: Inline,
    /// The text of the label without markup.
    plain: String,
}

/// Takes the elements and texts of a documentation in order, and makes blocks of them.
#[derive(Debug, Default)]
pub(super) struct Builder {
    blocks: Vec<Block>,
    /// The open containers, from the outermost to the innermost, each with the blocks in it.
    open: Vec<(Container, Vec<Block>)>,
    inline: Inline,
    link: Option<Link>,
    /// The code span or code block being read.
    code: Option<String>,
    /// Whether `code` is a block.
    in_pre: bool,
    heading: Option<usize>,
    table: Option<Vec<Vec<String>>>,
}

impl Builder {
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close_pre();
        self.close_table();
        self.close_containers(0);
        self.blocks
    }

    pub(super) fn in_pre(&self) -> bool {
        self.in_pre
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
            return;
        }
        if let Some(link) = &mut self.link {
            link.plain.push_str(text);
        }
        let mut rest = text;
        // HTML in models contains Markdown code spans.
        while let Some((before, code, after)) = code_span(rest) {
            self.inline().text(before);
            self.inline().code(code);
            rest = after;
        }
        self.inline().text(rest);
    }

    /// The destination of inline content: the label of the link if one is open.
    fn inline(&mut self) -> &mut Inline {
        self.link.as_mut().map_or(&mut self.inline, |link| &mut link.label)
    }

    /// Opens emphasis with its mark. Markdown has no emphasis in a code span.
    pub(super) fn open_emphasis(&mut self, mark: &'static str) {
        if self.code.is_none() {
            self.inline().open(mark);
        }
    }

    pub(super) fn close_emphasis(&mut self, mark: &'static str) {
        if self.code.is_none() {
            self.inline().close(mark);
        }
    }

    pub(super) fn open_code(&mut self) {
        self.code.get_or_insert_default();
    }

    /// Ends a code span; blanks at its ends are moved out of it.
    pub(super) fn close_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let inline = self.inline();
        inline.gap(code.starts_with(char::is_whitespace));
        inline.code(&code);
        inline.gap(code.ends_with(char::is_whitespace));
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
        let label = Inline::label(url.is_some());
        self.link = Some(Link { url, is_bare: href.is_none(), label, plain: String::new() });
        self.code = resume.then(String::new);
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
            // A link without an address usually names another element of the model.
            None if link.is_bare && text::is_name(&link.plain) => self.inline.code(&link.plain),
            None => self.inline.push(&label),
            Some(_) => {}
        }
        self.code = resume.then(String::new);
    }

    /// Ends the paragraph or heading being read, or the part of a cell.
    pub(super) fn end_block(&mut self) {
        if self.in_pre {
            return;
        }
        self.close_code();
        self.close_link();
        let heading = self.heading.take();
        let words = self.inline.take();
        if words.is_empty() {
            return;
        }
        if let Some(rows) = &mut self.table {
            // Text outside of cells becomes a cell.
            if rows.last().is_none_or(Vec::is_empty) {
                rows.push(vec![String::new()]);
            }
            if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                cell.push_str(if cell.is_empty() { "" } else { " " });
                cell.push_str(&words.join(" ").replace('|', "\\|"));
            }
        } else if let Some(level) = heading {
            self.add(Block::Heading(level, words.join(" ")));
        } else {
            self.add(Block::Paragraph(words));
        }
    }

    fn add(&mut self, block: Block) {
        self.open.last_mut().map_or(&mut self.blocks, |(_, blocks)| blocks).push(block);
    }

    pub(super) fn open_heading(&mut self, level: usize) {
        self.end_block();
        self.heading = Some(level);
    }

    /// Begins a code block, or a code span in a table.
    pub(super) fn open_pre(&mut self) {
        self.end_block();
        self.in_pre = self.table.is_none();
        self.open_code();
    }

    pub(super) fn close_pre(&mut self) {
        if !std::mem::take(&mut self.in_pre) {
            return self.end_block();
        }
        let code = self.code.take().unwrap_or_default().replace('\t', "    ");
        let lines: Vec<String> = code.lines().map(|line| line.trim_end().to_owned()).collect();
        let first = lines.iter().position(|line| !line.is_empty());
        let last = lines.iter().rposition(|line| !line.is_empty());
        if let Some(lines) = first.zip(last).and_then(|(first, last)| lines.get(first..=last)) {
            self.add(Block::Code(lines.to_vec()));
        }
    }

    pub(super) fn open_table(&mut self) {
        self.end_block();
        self.table.get_or_insert_default();
    }

    pub(super) fn open_row(&mut self) {
        self.end_block();
        self.table.iter_mut().for_each(|rows| rows.push(Vec::new()));
    }

    pub(super) fn open_cell(&mut self) {
        self.end_block();
        if let Some(row) = self.table.as_mut().and_then(|rows| rows.last_mut()) {
            row.push(String::new());
        }
    }

    pub(super) fn close_table(&mut self) {
        self.end_block();
        let Some(mut rows) = self.table.take() else { return };
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        if !rows.is_empty() {
            self.add(Block::Table(rows));
        }
    }

    pub(super) fn open_container(&mut self, container: Container) {
        self.end_block();
        if self.open.len() < MAX_OPEN && self.table.is_none() {
            self.open.push((container, Vec::new()));
        }
    }

    /// Closes the innermost container that `which` accepts, and all containers in it.
    pub(super) fn close_container(&mut self, which: impl Fn(&Container) -> bool) {
        self.end_block();
        if let Some(at) = self.open.iter().rposition(|(container, _)| which(container)) {
            self.close_containers(at);
        }
    }

    /// Begins the next item of the innermost list.
    pub(super) fn open_item(&mut self) {
        self.end_block();
        match self.open.iter().rposition(|(container, _)| matches!(container, Container::List(_))) {
            Some(list) => self.close_containers(list + 1),
            None => self.open_container(Container::List(None)),
        }
        let marker = match self.open.last_mut() {
            Some((Container::List(Some(number)), _)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.open_container(Container::Item(marker));
    }

    /// Begins a definition, which belongs to the item of its term.
    pub(super) fn open_definition(&mut self) {
        self.end_block();
        let mut inner = self.open.iter().rev().skip_while(|(c, _)| matches!(c, Container::Aside(_)));
        if !matches!(inner.next(), Some((Container::Item(_), _))) {
            self.open_item();
        }
    }

    /// Closes all containers but the outermost `kept`.
    fn close_containers(&mut self, kept: usize) {
        self.end_block();
        while self.open.len() > kept {
            let Some((container, mut inner)) = self.open.pop() else { return };
            if let Container::Aside(label) = container {
                add_label(label, &mut inner);
            }
            let depth = self.open.iter().filter(|(c, _)| !matches!(c, Container::List(_))).count();
            let outer = self.open.last_mut().map_or(&mut self.blocks, |(_, blocks)| blocks);
            match container {
                _ if inner.is_empty() => {}
                Container::Item(marker) if depth < MAX_DEPTH => outer.push(Block::Item(marker, inner)),
                Container::Aside(_) if depth < MAX_DEPTH => outer.push(Block::Quote(inner)),
                _ => outer.append(&mut inner),
            }
        }
    }
}

/// Splits text at its first code span. Returns the text before, the code without its backticks, and the text after.
fn code_span(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, after) = rest.trim_start_matches('`').split_once('`')?;
    Some((before, code, after.trim_start_matches('`')))
}

/// Puts the label of an aside before its first word.
fn add_label(label: &str, blocks: &mut Vec<Block>) {
    match blocks.first_mut() {
        Some(Block::Paragraph(words)) if !label.is_empty() => words.insert(0, label.to_owned()),
        Some(_) if !label.is_empty() => blocks.insert(0, Block::Paragraph(vec![label.to_owned()])),
        _ => {}
    }
}

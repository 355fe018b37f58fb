//! Reads the blocks of Markdown line by line.

use super::blocks::{Builder, Container};
use super::html;

/// Reads Markdown into the builder. A line that is indented is never code.
pub(super) fn read(builder: &mut Builder, text: &str) {
    let mut reader = Reader::default();
    for line in text.lines() {
        reader.line(builder, line);
    }
    reader.end_paragraph(builder);
    reader.end_table(builder);
    builder.close_pre();
}

#[derive(Default)]
struct Reader {
    /// The lines of the paragraph being read.
    paragraph: String,
    /// The column at which the content of each open list item begins.
    items: Vec<usize>,
    /// The fence of the code block being read and the column that it stands in.
    fence: Option<(String, usize)>,
    in_table: bool,
    in_quote: bool,
    after_blank: bool,
}

impl Reader {
    fn line(&mut self, builder: &mut Builder, line: &str) {
        if self.fence.is_some() {
            self.code_line(builder, line);
            return;
        }
        let quoted = line.trim_start().strip_prefix('>');
        if quoted.is_some() != self.in_quote && !line.trim().is_empty() {
            self.toggle_quote(builder);
        }
        let line = quoted.map_or(line, |rest| rest.strip_prefix(' ').unwrap_or(rest));
        let content = line.trim();
        let column = column_of(line);
        if self.in_table && !content.starts_with('|') {
            self.end_table(builder);
        }
        if content.is_empty() {
            self.end_paragraph(builder);
            self.after_blank = true;
            return;
        }
        self.block(builder, content, column);
        self.after_blank = false;
    }

    fn block(&mut self, builder: &mut Builder, content: &str, column: usize) {
        if let Some(fence) = fence_of(content) {
            self.dedent(builder, column);
            builder.open_pre();
            self.fence = Some((fence.to_owned(), column));
        } else if let Some((level, title)) = heading(content) {
            self.dedent(builder, column);
            builder.open_heading(level);
            html::read(builder, title);
            builder.end_block();
        } else if is_rule(content) {
            self.end_paragraph(builder);
        } else if let Some((marker, rest)) = self.item(content) {
            self.open_item(builder, marker, column);
            self.paragraph.push_str(rest.trim());
        } else if self.in_table || self.paragraph.is_empty() && is_row(content) {
            self.row(builder, content, column);
        } else {
            if self.after_blank {
                self.dedent(builder, column);
            }
            self.paragraph.push(' ');
            self.paragraph.push_str(content);
        }
    }

    fn code_line(&mut self, builder: &mut Builder, line: &str) {
        let Some((fence, column)) = &self.fence else { return };
        let content = line.trim();
        let is_end = content.starts_with(fence.as_str()) && content.trim_start_matches(['`', '~']).is_empty();
        if is_end {
            self.fence = None;
            builder.close_pre();
        } else {
            let indent = column_of(line).min(*column);
            builder.text(line.get(indent..).unwrap_or(content));
            builder.text("\n");
        }
    }

    /// The marker and the rest of a line that begins a list item. A number other than 1 within a
    /// paragraph is just a number.
    fn item<'a>(&self, content: &'a str) -> Option<(&'a str, &'a str)> {
        let (marker, rest) = content.split_once(' ')?;
        let number = marker.strip_suffix(['.', ')']).unwrap_or_default();
        let is_number = (1..=9).contains(&number.len())
            && number.bytes().all(|b| b.is_ascii_digit())
            && (number == "1" || self.paragraph.is_empty() || !self.items.is_empty());
        (matches!(marker, "-" | "*" | "+") || is_number).then_some((marker, rest))
    }

    fn open_item(&mut self, builder: &mut Builder, marker: &str, column: usize) {
        self.dedent(builder, column);
        let text = match marker.strip_suffix(['.', ')']) {
            Some(number) => format!("{number}. "),
            None => "- ".to_owned(),
        };
        let width = text.len();
        self.items.push(column + marker.len() + 1);
        builder.open_container(Container::Item(Some(text), width));
    }

    /// Closes the items that content at a column is not part of.
    fn dedent(&mut self, builder: &mut Builder, column: usize) {
        self.end_paragraph(builder);
        while self.items.last().is_some_and(|&content| column < content) {
            self.items.pop();
            builder.close_item();
        }
    }

    fn toggle_quote(&mut self, builder: &mut Builder) {
        self.dedent(builder, 0);
        self.end_table(builder);
        self.in_quote = !self.in_quote;
        if self.in_quote {
            builder.open_container(Container::Quote(None, true));
        } else {
            builder.close_container(|c| matches!(c, Container::Quote(..)));
        }
    }

    fn row(&mut self, builder: &mut Builder, content: &str, column: usize) {
        if !self.in_table {
            self.dedent(builder, column);
            builder.open_table();
            self.in_table = true;
        }
        let is_delimiter = content.chars().all(|c| "|-: ".contains(c));
        if is_delimiter {
            return;
        }
        builder.open_row();
        let row = content.strip_prefix('|').unwrap_or(content);
        let row = row.strip_suffix('|').unwrap_or(row).replace("\\|", "\u{1}");
        for cell in row.split('|') {
            html::read(builder, cell.replace('\u{1}', "|").trim());
            builder.close_cell();
        }
    }

    fn end_table(&mut self, builder: &mut Builder) {
        if std::mem::take(&mut self.in_table) {
            builder.close_table();
        }
    }

    fn end_paragraph(&mut self, builder: &mut Builder) {
        html::read(builder, std::mem::take(&mut self.paragraph).trim());
        builder.end_block();
    }
}

/// The number of bytes of white space that a line begins with.
fn column_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The run of backticks or tildes with which a line opens a code block.
fn fence_of(content: &str) -> Option<&str> {
    let mark = content.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = content.trim_start_matches(mark);
    let fence = content.strip_suffix(info)?;
    (fence.len() >= 3 && !info.contains('`')).then_some(fence)
}

fn heading(content: &str) -> Option<(usize, &str)> {
    let (marks, title) = content.split_once(' ')?;
    let is_heading = (1..=6).contains(&marks.len()) && marks.bytes().all(|b| b == b'#');
    is_heading.then(|| (marks.len(), title.trim_end_matches(['#', ' '])))
}

fn is_row(content: &str) -> bool {
    content.len() > 2 && content.starts_with('|') && content.ends_with('|')
}

/// Whether a line is a rule or the underline of a heading, neither of which a comment needs.
fn is_rule(content: &str) -> bool {
    let mut marks = content.chars().filter(|c| !c.is_whitespace());
    let first = marks.next();
    let is_mark = first.is_some_and(|first| "-*_=".contains(first));
    is_mark && content.len() >= 3 && marks.all(|mark| Some(mark) == first)
}

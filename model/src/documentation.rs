//! Reduces documentation, which is Markdown or HTML, to plain text.

/// Elements after which a new paragraph begins.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "ul",
    "ol",
    "dl",
    "table",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "note",
    "important",
    "fullname",
    "blockquote",
    "section",
];

/// Elements within a line. Anything else that looks like one, such as `<name>`, is text.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "code", "em", "i", "img", "kbd", "small", "span", "strong", "sub", "sup", "tt", "u",
    "var",
];

/// Elements that begin a line of their own, and the text that this line begins with.
const LINES: &[(&str, &str)] = &[("br", ""), ("li", "- "), ("dt", ""), ("dd", ""), ("tr", "")];

/// Returns the text without markup, or `None` if nothing is left.
///
/// Paragraphs are separated by an empty line, and each item of a list has a line. Text without HTML blocks keeps its
/// lines, because Markdown is already plain text.
pub fn plain(documentation: &str) -> Option<String> {
    let is_html = has_blocks(documentation);
    let mut writer = Writer { out: String::new(), is_html };
    let mut rest = documentation;
    while let Some((before, after)) = rest.split_once('<') {
        writer.text(before);
        rest = match tag(after) {
            Some((name, closes, after)) => {
                writer.tag(&name, closes);
                after
            }
            None => {
                writer.text("<");
                after
            }
        };
    }
    writer.text(rest);
    let lines: Vec<&str> = writer.out.trim().lines().map(str::trim_end).collect();
    Some(lines.join("\n")).filter(|text| !text.is_empty())
}

/// Returns the first sentence of plain text without its full stop, or the whole paragraph if it has none.
pub fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default().replace('\n', " ");
    let sentence = paragraph.split(". ").next().unwrap_or_default();
    sentence.strip_suffix('.').unwrap_or(sentence).to_owned()
}

struct Writer {
    out: String,
    is_html: bool,
}

impl Writer {
    /// Adds text; in HTML any run of white space is one blank.
    fn text(&mut self, text: &str) {
        let text = decoded(text);
        if !self.is_html {
            self.out.push_str(&text);
            return;
        }
        if text.starts_with(char::is_whitespace) {
            self.blank();
        }
        for (index, word) in text.split_whitespace().enumerate() {
            if index > 0 {
                self.out.push(' ');
            }
            self.out.push_str(word);
        }
        if text.trim_start().ends_with(char::is_whitespace) {
            self.blank();
        }
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
    }

    fn tag(&mut self, name: &str, closes: bool) {
        if BLOCKS.contains(&name) {
            // A paragraph in an item stays on the item's line.
            if !self.out.ends_with("- ") {
                self.end_line();
                self.out.push('\n');
            }
        } else if let Some((_, start)) = LINES.iter().find(|(known, _)| *known == name)
            && !closes
        {
            self.end_line();
            self.out.push_str(start);
        }
        // At most one empty line.
        while self.out.ends_with("\n\n\n") || self.out == "\n" {
            self.out.pop();
        }
    }

    fn end_line(&mut self) {
        let length = self.out.trim_end_matches(' ').len();
        self.out.truncate(length);
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

fn has_blocks(text: &str) -> bool {
    let mut tags = text.split('<').skip(1).filter_map(tag);
    tags.any(|(name, ..)| !INLINE.contains(&name.as_str()))
}

fn is_known(name: &str) -> bool {
    INLINE.contains(&name) || BLOCKS.contains(&name) || LINES.iter().any(|(known, _)| *known == name)
}

/// Reads a tag from behind its `<`. Returns the name in lower case, whether it is a closing tag, and the rest of the
/// text.
fn tag(text: &str) -> Option<(String, bool, &str)> {
    let (body, after) = text.split_once('>')?;
    let closes = body.starts_with('/');
    let body = body.strip_prefix('/').unwrap_or(body);
    let end = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
    let (name, attributes) = body.split_at_checked(end)?;
    let name = name.to_ascii_lowercase();
    let is_tag =
        (attributes.is_empty() || attributes.starts_with([' ', '\n', '/'])) && !attributes.contains('<');
    (is_tag && is_known(&name)).then_some((name, closes, after))
}

/// Replaces the character references that occur in documentation; others stay.
fn decoded(text: &str) -> String {
    let known = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        // Must be the last, or its result could be read as another reference.
        ("&amp;", "&"),
    ];
    let mut text = text.to_owned();
    for (reference, character) in known {
        if text.contains(reference) {
            text = text.replace(reference, character);
        }
    }
    text.retain(|c| c == '\n' || c == '\t' || !c.is_control());
    text
}

#[cfg(test)]
mod tests {
    use super::{first_sentence, plain};

    #[test]
    fn markup_goes_and_paragraphs_stay() {
        let cases = [
            ("", None),
            ("<p></p>", None),
            ("A frog.\n\nAnother *frog*.", Some("A frog.\n\nAnother *frog*.")),
            (
                "<p>A <code>frog</code>\n   of 3 &lt; 4 &amp;lt;.</p><p>Next.</p>",
                Some("A frog of 3 < 4 &lt;.\n\nNext."),
            ),
            ("<p>One of:</p> <ul> <li> <p>a</p> </li> <li>b</li> </ul>", Some("One of:\n\n- a\n\n- b")),
            ("A <a href=\"x>y\">b</a> c < d > e", Some("A y\">b c < d > e")),
            ("One<br/>two <i>three</i>", Some("One\ntwo three")),
            ("a <thingName> b", Some("a <thingName> b")),
            ("1 <2", Some("1 <2")),
        ];
        for (given, expected) in cases {
            assert_eq!(plain(given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn the_first_sentence_stands_alone() {
        let cases = [
            ("Gives a frog. It is green.", "Gives a frog"),
            ("Gives\na frog.\n\nGreen.", "Gives a frog"),
            ("A frog of v1.2", "A frog of v1.2"),
        ];
        for (given, expected) in cases {
            assert_eq!(first_sentence(given), expected);
        }
    }
}

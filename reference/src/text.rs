//! Escapes text of a model for Markdown and HTML, and adds links to doc lines.

use super::catalog::Catalog;
use smithy_codegen::plan::sentences;
use smithy_codegen::plan::service::WrongHost;

/// Escapes text for HTML, including attributes in double quotes.
pub(super) fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // A line break could end the surrounding block.
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Returns code as HTML.
pub(super) fn code(text: &str) -> String {
    format!("<code>{}</code>", html(text))
}

/// Escapes text for Markdown, so that every punctuation mark is literal.
pub(super) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        if c.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Returns text for a code span of Markdown.
pub(super) fn span(text: &str) -> String {
    sentences::literal(text)
}

/// Replaces line breaks and other control characters.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Returns a sentence: adds a full stop if the text has no final punctuation.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?', ':']) { text.to_owned() } else { format!("{text}.") }
}

/// Adapts doc lines of the plan to a page: code that names an operation or a shape becomes a link to its page, and
/// headings become bold, so that they are not mixed with those of the page.
///
/// `root` is the relative path from the page to the start of the site, and `own` is the address of the page itself.
pub(super) fn documentation(lines: &[String], catalog: &Catalog<'_>, root: &str, own: &str) -> Vec<String> {
    let mut fence = None;
    let mut done = Vec::with_capacity(lines.len());
    for line in lines {
        let bare = line.trim_start_matches([' ', '>']);
        let ticks = bare.len() - bare.trim_start_matches('`').len();
        if let Some(open) = fence {
            // A block ends with the same number of ticks as it began with, and nothing after them.
            fence = fence.filter(|_| ticks < open || ticks < bare.len());
            done.push(line.clone());
        } else if ticks >= 3 {
            fence = Some(ticks);
            done.push(line.clone());
        } else if let Some(title) = heading(bare) {
            done.push(format!("**{}**", title.replace("**", "")));
        } else {
            done.push(linked(line, catalog, root, own));
        }
    }
    done
}

/// Adds links to one line of Markdown.
pub(super) fn linked(line: &str, catalog: &Catalog<'_>, root: &str, own: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    let mut label = Label::default();
    while let Some(at) = rest.find('`') {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        label.pass(before);
        let escaped = before.chars().rev().take_while(|&c| c == '\\').count() % 2 == 1;
        let ticks = from.len() - from.trim_start_matches('`').len();
        let (fence, inside) = from.split_at(ticks);
        let Some((code, after)) = inside.split_once(fence).filter(|_| !escaped) else {
            text.push_str(fence);
            rest = inside;
            continue;
        };
        match catalog.find(code).filter(|href| ticks == 1 && label.depth == 0 && *href != own) {
            Some(href) => text.extend(["[`", code, "`](", root, href, ")"]),
            None => text.extend([fence, code, fence]),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Whether the following text is in the label of a link, which cannot contain a link.
#[derive(Default)]
struct Label {
    depth: usize,
}

impl Label {
    fn pass(&mut self, text: &str) {
        let mut escaped = false;
        for c in text.chars() {
            match c {
                '[' if !escaped => self.depth += 1,
                ']' if !escaped => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            escaped = c == '\\' && !escaped;
        }
    }
}

fn heading(line: &str) -> Option<&str> {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    ((1..=6).contains(&level)).then(|| title.strip_prefix(' ')).flatten().map(str::trim)
}

/// Lists the hosts that do not support it, those with the same reason on one line.
pub(super) fn wrong_hosts(hosts: &[WrongHost], not: &str) -> impl Iterator<Item = String> {
    hosts.chunk_by(|a, b| a.help == b.help).filter_map(move |hosts| not_at(hosts, not))
}

fn not_at(hosts: &[WrongHost], not: &str) -> Option<String> {
    let help = sentence(&markdown(&hosts.first()?.help));
    let hosts: Vec<_> = hosts.iter().map(|wrong| format!("`{}`", span(&wrong.host))).collect();
    Some(format!("- {not} at {}: {help}", hosts.join(", ")))
}

#[cfg(test)]
mod tests {
    use smithy_model::{Diagnostics, Options, Parts, Sources};

    use super::*;
    use smithy_codegen::config::Config;

    const MODEL: &str = r#"{
        "smithy": "2.0",
        "shapes": {
            "lab#Lab": {
                "type": "service",
                "version": "1",
                "operations": [{ "target": "lab#Send" }],
                "traits": { "aws.protocols#restJson1": {}, "aws.api#service": { "sdkId": "Lab" } }
            },
            "lab#Send": {
                "type": "operation",
                "input": { "target": "lab#SendInput" },
                "traits": { "smithy.api#http": { "method": "POST", "uri": "/" } }
            },
            "lab#SendInput": { "type": "structure", "members": { "crumb": { "target": "lab#HTTPCrumb" } } },
            "lab#HTTPCrumb": { "type": "structure", "members": {} }
        }
    }"#;

    /// Applies `documentation` to lines on the page of `Send`.
    fn done(lines: &[&str]) -> Vec<String> {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let model = sources.add("lab.json", MODEL);
        let parts = Parts::new(model);
        let model = smithy_model::load(&sources, parts, Options::default(), &mut diagnostics);
        let model = model.unwrap_or_else(|| panic!("{}", diagnostics.render(&sources, false)));
        let plan = smithy_codegen::plan::plan(&model, &Config::default(), &mut diagnostics).unwrap();
        let lines: Vec<_> = lines.iter().map(|line| (*line).to_owned()).collect();
        documentation(&lines, &Catalog::new(&model, &plan), "../", "operations/send.html")
    }

    #[test]
    fn code_that_names_a_page_becomes_a_link_to_it() {
        let cases = [
            ("See `HttpCrumb`.", "See [`HttpCrumb`](../shapes/http_crumb.html)."),
            ("See `HTTPCrumb`.", "See [`HTTPCrumb`](../shapes/http_crumb.html)."),
            ("Its own page is `Send`.", "Its own page is `Send`."),
            ("`other` and `HttpCrumb", "`other` and `HttpCrumb"),
            ("``HttpCrumb``", "``HttpCrumb``"),
            ("\\`HttpCrumb\\`", "\\`HttpCrumb\\`"),
            ("[the `HttpCrumb`](https://example.com)", "[the `HttpCrumb`](https://example.com)"),
            ("\\[the `HttpCrumb`", "\\[the [`HttpCrumb`](../shapes/http_crumb.html)"),
            ("# A `title` of **weight**", "**A `title` of weight**"),
            ("#no title", "#no title"),
        ];
        for (line, expected) in cases {
            assert_eq!(done(&[line]), [expected], "{line}");
        }
    }

    #[test]
    fn blocks_of_code_stay_as_they_are() {
        let block = ["````text", "```", "# `HttpCrumb`", "````text", "````"];
        let lines = done(&[&block[..], &["# `HttpCrumb`"]].concat());
        assert_eq!(lines[..5], block);
        assert_eq!(lines[5], "**`HttpCrumb`**");
    }

    #[test]
    fn nothing_of_a_text_is_markup() {
        let text = "<b>&\"*_[x](y)`\n{#id}";
        assert_eq!(html(text), "&lt;b&gt;&amp;&quot;*_[x](y)` {#id}");
        assert_eq!(markdown(text), "\\<b\\>\\&\\\"\\*\\_\\[x\\]\\(y\\)\\` \\{\\#id\\}");
    }
}

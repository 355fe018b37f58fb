//! Texts for people, and texts in requests and responses.

use crate::Dice;

/// Documentation with text that is difficult in a Rust comment, in Markdown and in HTML.
const DOCS: &[&str] = &[
    "A thing.",
    "<p>One paragraph.</p><p>Another one, with <code>code</code> and <a href=\"https://example.com/a?b=c&d\">a link</a>.</p>",
    "Ends a comment: */ and begins one: /* or /// or //!.",
    "A list:\n\n- one\n- two\n  more of two\nlazy\n\n1. first\n2. second",
    "```\nlet x = 1;\n```\nand `unbalanced",
    "[a link] that leads [nowhere](nowhere), an [index][0], <b>bold, <i>never closed",
    "A table | with | bars\n--- | --- | ---\n1 | 2",
    "\\ back\\slashes \\n \"quotes\" 'single' #[attribute] {braces} $dollar %percent",
    "Ünïcödé: 日本語, \u{1F600}, \u{202E}turned\u{202C}, zero\u{200B}width.",
    "  indented\n    code by four spaces\n\ttab",
    "<ul><li>a</li><li><p>b</p><ul><li>c</li></ul></li></ul><note>odd element</note>",
    "# Heading\n\nText\n===\n\n---\n\n> quote\nlazy quote",
    "&lt;escaped&gt; &amp; &nbsp;&#x41; &unknown; <!-- a comment --> a < b > c",
    "See HTTP://EXAMPLE.COM/ and foo_bar_baz, __init__, *star, a*b*c, CamelCase::path, e.g. u8<T>.",
    "",
    " ",
];

/// Texts that a service may expect literally.
const TEXTS: &[&str] = &[
    "a",
    "READY",
    "in-progress",
    "2xl",
    ">= 1",
    "",
    " ",
    "a b",
    "ü",
    "日本",
    "\"",
    "\\",
    "\n",
    "{}",
    "self",
    "Self",
    "None",
    "Unknown",
    "unknown",
    "a/b",
    "a.b",
    "A.B",
    "a_b",
    "aB",
    "1",
    "-1",
    "1.0",
    "true",
    "null",
    "#",
    "*",
    "\u{7F}",
];

/// Regular expressions. A client cannot check some of them, which is a warning.
const PATTERNS: &[&str] = &[
    "^[a-z]+$",
    "^\\S*$",
    "[A-Za-z0-9_-]{1,128}",
    "^(a|b)*c?$",
    "^arn:aws[a-z-]*:iot:.*$",
    "^[\\u0020-\\uD7FF]*$",
    "^$",
    "\\d{4}-\\d{2}",
    "^(?!x).*$",
    "^[^\\x00-\\x1F\"\\\\]*$",
    "^\\p{L}+$",
    ".*",
    "^[\\w.-]+@[\\w-]+\\.\\w+$",
];

/// Documentation.
pub(crate) fn documentation(dice: &mut Dice<'_>) -> String {
    let mut text = dice.pick(DOCS).to_owned();
    while dice.once_in(3) {
        text += dice.pick(&["\n", "\n\n", " ", ""]);
        text += dice.pick(DOCS);
    }
    text
}

/// A text of a constant.
pub(crate) fn text(dice: &mut Dice<'_>) -> String {
    dice.pick(TEXTS).to_owned()
}

/// An expression.
pub(crate) fn pattern(dice: &mut Dice<'_>) -> &'static str {
    dice.pick(PATTERNS)
}

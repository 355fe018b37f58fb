//! Tests of the documentation as a whole: the comments for documentation of models.

use super::{line, markdown, summary};

fn text(documentation: &str) -> String {
    markdown(documentation).join("\n")
}

#[test]
fn a_name_is_one_line_without_markup() {
    let rules = [
        ("AWS IoT Jobs Data Plane", "AWS IoT Jobs Data Plane"),
        ("A list:\n\n- one\n\u{202e}two", "A list: - one two"),
        ("*A* [b] <c>", "\\*A\\* \\[b\\] \\<c>"),
        (" \n", ""),
    ];
    for (text, expected) in rules {
        assert_eq!(line(text), expected, "{text:?}");
    }
}

#[test]
fn html_becomes_markdown() {
    let rules = [
        ("", ""),
        ("<p>One.</p> <p>Two.</p><p/>", "One.\n\nTwo."),
        ("<p>a<br>b<br/>c</p>", "a\n\nb\n\nc"),
        ("<p>An <i>old</i> <b>red <i>x</i></b>, <b> </b>y</p>", "An *old* **red *x***, y"),
        ("<p><b>open <i>x</p><p>y</p>", "**open *x***\n\ny"),
        ("<p>(<b>a)</b>b x<b>(c)</b></p>", "(**a)** b x(c)"),
        ("<p><code>a\n  b</code><code>c</code>s</p>", "`a b` `c`s"),
        ("<p><code>A<i>n</i></code>, <code/>B, <code>`c`</code></p>", "`An`, B, `` `c` ``"),
        ("<ul><li>a</li><li><p>b</p><p>c</p></li></ul>d", "- a\n- b\n\n  c\n\nd"),
        ("<p>x</p><ol><li>a<ul><li>b</ul><li>c</ol>", "x\n\n1. a\n   - b\n2. c"),
        ("<dl><dt>T</dt><dd><p>a</p></dd><dt/><dd>b</dd></dl>", "- T\n\n  a\n- b"),
        ("<p>a</p><note><p>b</p><p>c</p></note>", "a\n\n> **Note:** b\n>\n> c"),
        ("<ul><li><tip>a</tip></li></ul>", "- > **Tip:** a"),
        ("<p>a</p><note>b</note><note>c</note>", "a\n\n> **Note:** b\n\n> **Note:** c"),
        ("<note><ul><li>a</li><li>b</li></ul></note>", "> **Note:**\n>\n> - a\n> - b"),
        ("<h2>Use</h2><p>a</p>", "## Use\n\na"),
        ("<fullname>Clocks</fullname><p>a</p>", "# Clocks\n\na"),
        ("<p>x</p><pre><code> a\n\tb &lt;c&gt;\n</code></pre>", "x\n\n```text\n a\n    b <c>\n```"),
        ("<pre>```\n</pre>", "````text\n```\n````"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td><p>1|2</p><p>3</p></td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1\\|2 3 | |",
        ),
        ("<table><tr><td>A<td>B<tr><td>c</table>", "| A | B |\n| --- | --- |\n| c | |"),
        ("<zonbook></zonbook><xhtml></xhtml>", ""),
    ];
    for (html, expected) in rules {
        assert_eq!(text(html), expected, "{html}");
    }
}

#[test]
fn text_that_looks_like_markup_stays_text() {
    let rules = [
        ("<p>arn:x:<region>:key/<uuid></p>", r"arn:x:\<region>:key/\<uuid>"),
        ("<p><code>a:<region></code></p>", "`a:<region>`"),
        ("<p><other>kept</other> a < b</p>", r"kept a \< b"),
        ("Selector <N>, or <N+1>", r"Selector \<N>, or \<N+1>"),
        ("<p>a[0] [x] *b* _c_ ~d d_e</p>", r"a\[0\] \[x\] \*b\* \_c\_ \~d `d_e`"),
        ("See [x], [`y`] and [z][w].", r"See \[x\], \[`y`\] and \[z\]\[w\]."),
        ("<p>^[a-z](([a-z]|-)*)$</p>", r"^\[a-z\]((\[a-z\]|-)\*)$"),
        ("<p>a ` b</p>", r"a \` b"),
        ("<p>`a_` ``b``</p>", "`a_` `b`"),
        ("<p>&lt;p&gt; &amp;lt; &#x96; &what; A&B</p>", r"\<p> \&lt; – \&what; A&B"),
        ("<p>- a</p><p>1. b</p><p># c</p><p>> d</p>", "\\- a\n\n1\\. b\n\n\\# c\n\n\\> d"),
        ("<p>a\u{202e}\u{0}b<!-- c --><![CDATA[<d>]]></p>", r"ab\<d>"),
    ];
    for (documentation, expected) in rules {
        assert_eq!(text(documentation), expected, "{documentation}");
    }
}

#[test]
fn names_of_types_are_code_and_names_of_products_are_not() {
    let rules = [
        ("A list of JobExecution, or (UpdateJob).", "A list of `JobExecution`, or (`UpdateJob`)."),
        ("<p><b>JobExecution</b> objects</p>", "**`JobExecution`** objects"),
        ("CloudFront, DynamoDB, OAuth, IoT, iPhone, IDs, AWSService, Jobs, H2O", ""),
    ];
    for (given, expected) in rules {
        assert_eq!(text(given), if expected.is_empty() { given } else { expected });
    }
}

#[test]
fn the_lints_of_this_workspace_know_the_names_of_products() {
    let lints = include_str!("../../../../clippy.toml");
    // Clippy knows these anyway.
    let usual = ["GitHub", "JavaScript", "PowerShell", "TypeScript", "WebSocket"];
    for name in super::text::PRODUCTS.split(' ').filter(|name| !usual.contains(name)) {
        assert!(lints.contains(&format!("\"{name}\"")), "{name}");
    }
}

#[test]
fn links_are_absolute() {
    let rules = [
        ("<p><a href=\"https://a.example/b\">The b</a>.</p>", "[The b](https://a.example/b)."),
        ("<p><a href=\"https://a.example/(b)\">[c]</a></p>", r"[\[c\]](https://a.example/%28b%29)"),
        ("<p><a href='https://a.example'>https://a.example</a></p>", "<https://a.example>"),
        ("<p><code><a href=\"https://a.example\">B</a>s</code></p>", "[`B`](https://a.example)`s`"),
        ("<p><a>Item</a>, <a>an item</a></p>", "`Item`, an item"),
        ("<p><a href=\"../b.html\">b</a> <a href=\"#c\">C d</a></p>", "b C d"),
        ("<p><a href=\"https://a.example\"></a>b</p>", "b"),
        ("<p>(http://a.example/b_c?d=1&amp;e=2).</p>", "(<http://a.example/b_c?d=1&e=2>)."),
        ("<p>https://{b}.example x3://c/d</p>", "`https://{b}.example` `x3://c/d`"),
        (r"[a \[b\]](https://a.example)", r"[a \[b\]](https://a.example)"),
        ("[a `]` b](https://a.example/x_(y)) [c](d.md)", "[a `]` b](https://a.example/x_%28y%29) c"),
    ];
    for (documentation, expected) in rules {
        assert_eq!(text(documentation), expected, "{documentation}");
    }
}

#[test]
fn markdown_stays_markdown() {
    let rules = [
        ("One *a* **b** `c d`\nline.\n\n\n    Code.", "One *a* **b** `c d` line.\n\n```text\nCode.\n```"),
        ("a:\n- b\n  c\n* d\n  1. e\n  2. f\n\n  g\n\nh", "a:\n\n- b c\n- d\n  1. e\n  2. f\n\n  g\n\nh"),
        ("In\n2019. Yes", "In 2019. Yes"),
        ("## A `b`\na\n> c\n> d\n\ne", "## A `b`\n\na\n\n> c d\n\ne"),
        ("```rust\nlet a = [b];\n```", "```text\nlet a = [b];\n```"),
        ("~~~\n  a\n", "```text\n  a\n```"),
        ("| a | b |\n|---|:-:|\n| [c] | `d \\| e` |", "| a | b |\n| --- | --- |\n| \\[c\\] | `d \\| e` |"),
        ("a\n---\nb \\[c\\] \\*", "## a\n\nb \\[c\\] \\*"),
        ("Use `<p>`, <code>b</code> and <https://a.example>.", "Use `<p>`, `b` and <https://a.example>."),
        ("Set A_B, `C_D`, __e or F::G.", "Set `A_B`, `C_D`, `__e` or `F::G`."),
    ];
    for (documentation, expected) in rules {
        assert_eq!(text(documentation), expected, "{documentation}");
    }
}

#[test]
fn lines_are_wrapped_between_words() {
    let link = "<a href=\"https://a.example/c\">a b</a>";
    let lines = markdown(&format!("<ul><li>{} - {link}</li></ul>", "word ".repeat(18)));
    let first = format!("- {}", "word ".repeat(18).trim_end());
    assert_eq!(lines, [first, "  \\- [a b](https://a.example/c)".to_owned()]);
}

#[test]
fn the_first_paragraph_is_the_first_sentence() {
    let rest = "word ".repeat(40);
    let long = format!("<p>Sets <b>a. B</b>, e.g. C. Then {rest}</p>");
    assert_eq!(text(&long).split_once("\n\n").unwrap().0, "Sets **a. B**, e.g. C.");
    assert_eq!(text("<note>Old.</note><p>Sets a.</p>"), "Sets a.\n\n> **Note:** Old.");
    assert_eq!(text("<note>Old.</note><p>All:</p>"), "> **Note:** Old.\n\nAll:");
}

#[test]
fn the_summary_is_one_sentence() {
    let rules = [
        ("", ""),
        ("<h1>A</h1>", "A"),
        ("<fullname>A</fullname><p>Does\nb. And c.</p>", "Does b."),
        ("Version 1.2 of it, i.e. b. `c` is d.", "Version 1.2 of it, i.e. b."),
        ("No stop at the end", "No stop at the end"),
        ("<note><p>Old.</p></note><p>Does a.</p>", "Does a."),
    ];
    for (documentation, expected) in rules {
        assert_eq!(summary(documentation), expected, "{documentation}");
    }
}

/// Parts that random documents are made of.
const SOUP: [&str; 58] = [
    "<p>",
    "</p>",
    "<ul>",
    "</ul>",
    "<ol>",
    "<li>",
    "</li>",
    "<dl>",
    "<dt>",
    "<dd>",
    "<code>",
    "</code>",
    "<a href=\"https://a.example/b_(c)\">",
    "<a>",
    "</a>",
    "<b>",
    "</b>",
    "<i>",
    "<note>",
    "</note>",
    "<pre>",
    "</pre>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "<br/>",
    "<x>",
    "</x>",
    "<",
    "<!--",
    "]]>",
    "[a](https://b.example)",
    "[",
    "](",
    ")",
    "`",
    "```",
    "~~~",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "- ",
    "1. ",
    "> ",
    "# ",
    "| a |",
    "\\",
    "*",
    "_",
    "&amp;",
    "&#10;",
    "https://c.example/",
    "é",
    "Word. ",
    "\0",
];

/// Whether every code block has the language `text`, so that it is no doctest, and an end.
fn code_is_closed(lines: &[String]) -> bool {
    let mut open = None;
    for line in lines {
        let line = line.trim_start_matches(|c: char| " >-.".contains(c) || c.is_ascii_digit());
        let info = line.trim_start_matches('`');
        let fence = line.len() - info.len();
        match open {
            Some(length) if fence >= length && info.is_empty() => open = None,
            None if fence >= 3 && info == "text" => open = Some(fence),
            None if fence >= 3 && !info.contains('`') => return false,
            _ => {}
        }
    }
    open.is_none()
}

#[test]
fn any_input_makes_clean_lines() {
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).unwrap()
    };
    for _ in 0..5_000 {
        let length = next() % 40;
        let soup: String = (0..length).map(|_| SOUP[next() % SOUP.len()]).collect();
        let lines = markdown(&soup);
        for line in lines.iter().chain([&summary(&soup)]) {
            assert!(!line.contains(['\n', '\r', '\t']), "{soup:?}: {line:?}");
            assert_eq!(line.trim_end(), line, "{soup:?}");
        }
        assert!(!lines.first().is_some_and(String::is_empty), "{soup:?}");
        assert!(code_is_closed(&lines), "{soup:?}");
    }
}

#[test]
fn deep_nesting_is_flat() {
    let tags =
        ["<p>", "<ul>", "<ul><li>", "<ol><li>a", "<note>", "<b>", "<code>", "<table><td>", "> ", "[", "` "];
    for tag in tags {
        let lines = markdown(&format!("{}end", tag.repeat(10_000)));
        assert!(lines.iter().any(|line| line.contains("end")), "{tag}");
        for line in lines {
            let indent = line.chars().take_while(|c| " >-1.".contains(*c)).count();
            assert!(indent <= 24, "{tag}: {line}");
        }
    }
}

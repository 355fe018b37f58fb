//! A page under construction: Markdown, with HTML for what Markdown cannot express.

use super::Reference;
use super::catalog::{Item, Section, Use};
use super::text;

/// A page.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// The file from the start of the site, with the extension `md`.
    pub(super) path: String,
    /// Its name in the navigation.
    pub(super) title: String,
    /// The Markdown.
    pub(super) text: String,
}

impl Page {
    /// Creates a page at the start of the site.
    pub(super) fn top(file: &str, title: &str) -> Self {
        // The sidebar's script has it in a string literal.
        let title = text::one_line(title).replace('\\', "");
        Self { path: format!("{file}.md"), title, text: String::new() }
    }

    /// Creates a page of a section, at this address of the site.
    pub(super) fn within(address: &str, title: &str) -> Self {
        let file = address.strip_suffix(".html").unwrap_or(address);
        Self::top(file, title)
    }

    /// Returns the relative path from here to the start of the site.
    pub(super) fn root(&self) -> &'static str {
        if self.path.contains('/') { "../" } else { "" }
    }

    /// Its address from the start of the site.
    pub(super) fn address(&self) -> String {
        format!("{}.html", self.path.strip_suffix(".md").unwrap_or(&self.path))
    }

    /// Adds a block.
    pub(super) fn block(&mut self, block: impl AsRef<str>) {
        self.text.push_str(block.as_ref());
        self.text.push_str("\n\n");
    }

    /// Adds a block of lines, unless there are none.
    pub(super) fn lines(&mut self, lines: &[String]) {
        if !lines.is_empty() {
            self.block(lines.join("\n"));
        }
    }

    /// Adds the heading of the page.
    pub(super) fn title(&mut self, title: &str) {
        self.block(format!("# {}", text::markdown(title)));
    }

    /// Adds a heading with a fixed text.
    pub(super) fn heading(&mut self, title: &str) {
        self.block(format!("## {title}"));
    }

    /// Adds the heading of a member or value, with its name in code and a fragment `part.name`.
    pub(super) fn entry(&mut self, part: &str, code: &str, name: &str) {
        self.block(format!("### `{code}` {{#{part}.{name}}}"));
    }

    /// Adds doc lines of the plan.
    pub(super) fn documentation(&mut self, reference: &Reference<'_>, lines: &[String]) {
        let (root, own) = (self.root(), self.address());
        self.lines(&text::documentation(lines, &reference.catalog, root, &own));
    }

    /// Adds a line of facts as HTML, with a dot between each two.
    pub(super) fn facts(&mut self, facts: &[String]) {
        if !facts.is_empty() {
            self.block(format!("<p class=\"facts\">{}</p>", facts.join(" · ")));
        }
    }

    /// Adds code as HTML, which may contain links.
    pub(super) fn code(&mut self, language: &str, lines: &[String]) {
        let lines = lines.join("\n");
        self.block(format!("<pre><code class=\"language-{language}\">{lines}\n</code></pre>"));
    }

    /// Adds the places that use a shape; those of one operation or shape are on one line.
    pub(super) fn uses(&mut self, reference: &Reference<'_>, item: &Item<'_>) {
        let uses = reference.catalog.uses(item);
        if uses.is_empty() {
            return;
        }
        self.heading("Used by");
        let root = self.root();
        let lines: Vec<String> =
            uses.chunk_by(|a, b| a.page() == b.page()).map(|places| used_by(places, root)).collect();
        self.lines(&lines);
    }

    /// Returns an HTML link to a page of the site.
    pub(super) fn link(&self, address: &str, label: &str) -> String {
        format!("<a href=\"{}{}\">{label}</a>", self.root(), text::html(address))
    }
}

fn used_by(places: &[Use], root: &str) -> String {
    let Some(first) = places.first() else { return String::new() };
    let user = format!("- [`{}`]({root}{})", text::span(&first.user), first.page());
    let parts: Vec<String> = places
        .iter()
        .filter_map(|place| Some((place.part.as_ref()?, &place.address)))
        .map(|((part, name), address)| format!("{part} [`{name}`]({root}{address})"))
        .collect();
    if parts.is_empty() { user } else { format!("{user}: {}", parts.join(", ")) }
}

impl Section {
    /// Returns the page that lists the section, still empty.
    pub(super) fn index(self) -> Page {
        let mut page = Page::top(self.folder(), self.title());
        page.title(self.title());
        page
    }
}

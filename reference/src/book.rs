//! Renders the pages to a site: mdBook renders them in a temporary folder, from which the files are read.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use mdbook_driver::MDBook;
use mdbook_driver::book::{Book, BookItem, Chapter as BookChapter, SectionNumber};
use mdbook_driver::config::Config;

use super::Chapter;
use super::page::Page;
use super::text::html;
use smithy_codegen::write::files_in;

/// The settings of mdBook that do not depend on the service.
const CONFIG: &str = include_str!("book.toml");

/// The reference's own style, in addition to mdBook's.
const STYLE: &str = include_str!("reference.css");

/// Replaces mdBook's fonts by those of the reader's system.
const FONTS: &str = include_str!("fonts.css");

/// Renders a site. The first page is its `index.html`.
pub(super) fn render(
    title: &str,
    start: &Page,
    chapters: &[Chapter],
) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    for (path, contents) in [
        ("src/SUMMARY.md", ""),
        ("reference.css", STYLE),
        ("theme/fonts/fonts.css", FONTS),
        ("theme/head.hbs", "<meta name=\"generator\" content=\"smithy-codegen\">\n"),
        ("theme/header.hbs", &header(title, chapters)),
    ] {
        write(&root.join(path), contents)?;
    }
    let mut config: Config = CONFIG.parse().map_err(failed)?;
    config.book.title = Some(title.to_owned());
    let mut book = MDBook::load_with_config(root, config).map_err(failed)?;
    book.book = Book::new_with_items(items(start, chapters));
    book.build().map_err(failed)?;
    files_in(&root.join("book"))?.into_iter().map(|(path, file)| Ok((path, fs::read(file)?))).collect()
}

/// Returns the line above every page, a template: links to the lists and to the neighbours, for readers without
/// scripts, who have neither sidebar nor keys.
fn header(title: &str, chapters: &[Chapter]) -> String {
    let mut text = "<nav class=\"trail\" aria-label=\"Site\">\n".to_owned();
    let start = (title, "index.html".to_owned());
    let lists = chapters.iter().map(|chapter| (chapter.index.title.as_str(), chapter.index.address()));
    for (label, address) in std::iter::once(start).chain(lists) {
        // Braces have a meaning in the template.
        let label = html(label).replace('{', "&#123;").replace('}', "&#125;");
        let _ = writeln!(text, "<a href=\"{{{{path_to_root}}}}{address}\">{label}</a>");
    }
    for (name, arrow) in [("previous", "← "), ("next", "→ ")] {
        let rel = if name == "previous" { "prev" } else { "next" };
        let _ = writeln!(
            text,
            "{{{{#if {name}}}}}<a rel=\"{rel}\" href=\"{{{{path_to_root}}}}{{{{{name}.link}}}}\">{arrow}{{{{{name}.title}}}}</a>{{{{/if}}}}"
        );
    }
    text + "</nav>\n"
}

fn items(start: &Page, chapters: &[Chapter]) -> Vec<BookItem> {
    let mut items = vec![BookItem::Chapter(chapter(start, vec![1], &[]))];
    for (number, section) in (2..).zip(chapters) {
        let mut parent = chapter(&section.index, vec![number], &[]);
        let names = [section.index.title.clone()];
        let children = (1..).zip(&section.pages);
        parent.sub_items = children
            .map(|(place, page)| BookItem::Chapter(chapter(page, vec![number, place], &names)))
            .collect();
        items.push(BookItem::Chapter(parent));
    }
    items
}

/// Creates a chapter. Numbers are not shown; mdBook takes the level of a page in the sidebar from them.
fn chapter(page: &Page, number: Vec<u32>, parents: &[String]) -> BookChapter {
    let mut chapter = BookChapter::new(&page.title, page.text.clone(), &page.path, parents.to_vec());
    chapter.number = Some(SectionNumber::new(number));
    chapter
}

fn write(path: &Path, contents: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, contents)
}

fn failed(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("the pages cannot be rendered: {error:#}"))
}

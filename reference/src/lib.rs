//! The API reference of a service: a static site with a page for each operation, shape and error.
//!
//! ```text
//! Model<Validated> + Plan -> catalog -> pages (Markdown) -> mdBook -> Site -> files
//! ```
//!
//! `catalog` knows the page of each item and its users; one module each writes a kind of page; `book` renders them to a
//! site with mdBook. Names and types come from the plan, so the reference describes exactly the crate of this plan. The
//! site needs no server and no network, and scripts only for its search.

mod book;
mod catalog;
mod error;
mod example;
mod json;
mod member;
mod mqtt;
mod operation;
mod page;
mod sections;
mod shape;
mod start;
mod syntax;
mod text;
mod types;
mod write;

use std::collections::BTreeMap;
use std::io;

use smithy_model::ir::Model;
use smithy_model::{Validated, ir};

use catalog::{Catalog, Item, Section};
use page::Page;
use smithy_codegen::plan::Plan;

/// The sources of the pages.
pub(crate) struct Reference<'a> {
    model: &'a Model<Validated>,
    plan: &'a Plan,
    catalog: Catalog<'a>,
}

/// The files of a reference in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Contents by path; `/` separates the folders of a path on every system.
    files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// Returns the files with path and contents, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, contents)| (path.as_str(), contents.as_slice()))
    }
}

/// Creates the reference of a service from its model and the plan for it.
///
/// The same model and plan give the same bytes. Pages are rendered in a temporary folder; the error says that it cannot
/// be written or read.
pub fn site(model: &Model<Validated>, plan: &Plan) -> io::Result<Site> {
    let reference = Reference { model, plan, catalog: Catalog::new(model, plan) };
    let files = book::render(&reference.title(), &start::page(&reference), &reference.chapters())?;
    Ok(Site { files })
}

/// Returns the number of pages in the reference of a plan: one for each operation, shape and error, the first one, and
/// three lists.
pub fn pages(plan: &Plan) -> usize {
    let Plan { operations, structures, unions, enums, int_enums, errors, .. } = plan;
    let shapes = structures.len() + unions.len() + enums.len() + int_enums.len();
    operations.len() + shapes + errors.len() + 4
}

/// Returns the complete program that the page of an operation shows, and the operation's name in the crate.
///
/// Operations whose input would have to contain itself are left out. The programs compile against the crate of the plan
/// with the features `client` and `sigv4`, and tokio with `macros` and `rt`.
pub fn examples(plan: &Plan) -> Vec<(String, String)> {
    let program = |operation: &smithy_codegen::plan::operation::OperationPlan| {
        Some((operation.module.bare().to_owned(), example::program(plan, operation)?))
    };
    plan.operations.iter().filter_map(program).collect()
}

/// A section's list page, and the pages in it.
struct Chapter {
    index: Page,
    pages: Vec<Page>,
}

impl<'a> Reference<'a> {
    fn title(&self) -> String {
        text::one_line(&self.plan.package.title)
    }

    /// The sections that have pages.
    fn chapters(&self) -> Vec<Chapter> {
        let operations = self.plan.operations.iter().map(|operation| operation::page(self, operation));
        let of = |section| self.catalog.items().filter(move |item| item.section() == section);
        let shapes = of(Section::Shapes).map(|item| shape::page(self, item));
        let errors = of(Section::Errors).map(|item| error::page(self, item));
        let chapters = [
            Chapter { index: sections::operations(self), pages: operations.collect() },
            Chapter { index: sections::shapes(self), pages: shapes.collect() },
            Chapter { index: sections::errors(self), pages: errors.collect() },
        ];
        chapters.into_iter().filter(|chapter| !chapter.pages.is_empty()).collect()
    }

    /// Returns the operation of the model.
    fn operation(&self, name: &str) -> Option<&'a ir::Operation> {
        self.model.operations.iter().find(|operation| operation.name == name)
    }

    /// The items of one section.
    fn items(&self, section: Section) -> impl Iterator<Item = &Item<'a>> {
        self.catalog.items().filter(move |item| item.section() == section)
    }
}

//! The tables `[operations]` and `[shapes]`: names, derives and attributes.

use std::collections::BTreeMap;

use smithy_model::json::{Key, Node};
use smithy_model::{Diagnostics, Span};

use super::fields::{Table, bad};
use crate::config::custom::{
    Attribute, Custom, Derive, Extra, MemberCustom, OperationCustom, Rename, ShapeCustom,
};
use crate::ident::RustIdent;

/// The key for all shapes.
const EVERY: &str = "*";

/// Reads both tables.
pub(super) fn read(root: &Table<'_>, diagnostics: &mut Diagnostics) -> Custom {
    let operations = root.entries("operations", diagnostics);
    let operations = each(operations, diagnostics, |table, span, diagnostics| OperationCustom {
        span,
        rename: rename(table, diagnostics),
    });
    let mut every_shape = Extra::default();
    let (every, shapes): (Vec<_>, Vec<_>) =
        root.entries("shapes", diagnostics).iter().partition(|(key, _)| key.text == EVERY);
    for (_, node) in every {
        if let Some(table) = Table::open(node, diagnostics) {
            every_shape = extra(&table, diagnostics);
            table.finish(diagnostics);
        }
    }
    let shapes = each(shapes, diagnostics, |table, span, diagnostics| ShapeCustom {
        span,
        rename: rename(table, diagnostics),
        extra: extra(table, diagnostics),
        members: each(table.entries("members", diagnostics), diagnostics, |table, span, diagnostics| {
            MemberCustom {
                span,
                rename: rename(table, diagnostics),
                attributes: attributes(table, diagnostics),
            }
        }),
    });
    Custom { operations, shapes, every_shape, partial: false }
}

/// Reads tables by their names, strictly.
fn each<'n, T>(
    entries: impl IntoIterator<Item = &'n (Key, Node)>,
    diagnostics: &mut Diagnostics,
    read: impl Fn(&Table<'n>, Option<Span>, &mut Diagnostics) -> T,
) -> BTreeMap<String, T> {
    let mut read_all = BTreeMap::new();
    for (key, node) in entries {
        if let Some(table) = Table::open(node, diagnostics) {
            read_all.insert(key.text.clone(), read(&table, Some(key.span), diagnostics));
            table.finish(diagnostics);
        }
    }
    read_all
}

fn rename(table: &Table<'_>, diagnostics: &mut Diagnostics) -> Option<Rename> {
    let (name, node) = table.text("rename", diagnostics)?;
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let letter =
        name.contains(|c: char| c.is_ascii_alphabetic()) && !name.starts_with(|c: char| c.is_ascii_digit());
    if plain && letter && RustIdent::snake(name).is_some() {
        return Some(Rename { name: name.to_owned(), span: Some(node.span) });
    }
    let help = "a name is a letter, then letters, digits or `_`";
    diagnostics.push(bad(node, format!("`{name}` cannot be a name in Rust"), help));
    None
}

fn extra(table: &Table<'_>, diagnostics: &mut Diagnostics) -> Extra {
    let mut derives = Vec::new();
    for (text, node) in table.strings("derives", diagnostics).unwrap_or_default() {
        match Derive::parse(text, Some(node.span)) {
            Ok(derive) => derives.push(derive),
            Err(reason) => {
                let help = "write the path of a derive macro, such as `Eq` or `schemars::JsonSchema`";
                diagnostics.push(bad(node, format!("`{text}` cannot be derived: {reason}"), help));
            }
        }
    }
    Extra { derives, attributes: attributes(table, diagnostics) }
}

fn attributes(table: &Table<'_>, diagnostics: &mut Diagnostics) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    for (text, node) in table.strings("attributes", diagnostics).unwrap_or_default() {
        match Attribute::parse(text) {
            Ok(attribute) => attributes.push(attribute),
            Err(reason) => {
                let help = "write an attribute as it stands before an item: `#[must_use]`";
                diagnostics.push(bad(node, format!("`{text}` is not an attribute: {reason}"), help));
            }
        }
    }
    attributes
}

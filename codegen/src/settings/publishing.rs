//! The keys of `[crate]` for a published crate, checked by the rules of crates.io.

use std::path::Path;

use smithy_model::json::Node;
use smithy_model::{Diagnostics, files};

use super::fields::{Table, bad};
use crate::config::Publishing;

/// The maximum number of keywords and of categories of a crate.
const MOST: usize = 5;

/// Reads the keys, and the licence texts from their files.
pub(super) fn read(package: &Table<'_>, folder: &Path, diagnostics: &mut Diagnostics) -> Publishing {
    Publishing {
        license: package.filled("license", diagnostics).map(str::to_owned),
        license_files: license_files(package, folder, diagnostics),
        repository: package.checked("repository", url, diagnostics),
        keywords: words(package, "keywords", keyword, diagnostics),
        categories: words(package, "categories", category, diagnostics),
    }
}

fn license_files(package: &Table<'_>, folder: &Path, diagnostics: &mut Diagnostics) -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    for (path, node) in package.strings("license-files", diagnostics).unwrap_or_default() {
        let name = Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let of_the_crate = ["Cargo.toml", "Cargo.lock", "README.md", "src", ""];
        let problem = if of_the_crate.contains(&name) || texts.iter().any(|(known, _)| known == name) {
            let message = format!("the crate already has another file `{name}`");
            Some(bad(node, message, "use a file with another name, such as `LICENSE-MIT`"))
        } else {
            match files::read(&folder.join(path)) {
                Ok(text) => {
                    texts.push((name.to_owned(), text));
                    None
                }
                Err(error) => Some(bad(node, error.to_string(), "name a text file, as seen from this one")),
            }
        };
        diagnostics.extend(problem);
    }
    texts
}

/// Returns the words of an array that pass a check; the error of the check says what to do instead.
fn words(
    package: &Table<'_>,
    name: &'static str,
    check: fn(&str) -> Result<(), &'static str>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let words: Vec<(&str, &Node)> = package.strings(name, diagnostics).unwrap_or_default();
    if let Some((_, node)) = words.get(MOST) {
        diagnostics.push(bad(node, format!("there are more than {MOST} `{name}`"), "remove some"));
    }
    for (word, node) in &words {
        if let Err(help) = check(word) {
            diagnostics.push(bad(node, format!("`{word}` is not valid in `{name}`"), help));
        }
    }
    words.into_iter().map(|(word, _)| word.to_owned()).collect()
}

fn url(text: &str) -> Result<(), &'static str> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let good = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace));
    if good { Ok(()) } else { Err("write a URL, such as `https://example.com/client`") }
}

fn keyword(text: &str) -> Result<(), &'static str> {
    let known = |c: char| c.is_ascii_alphanumeric() || "_-+".contains(c);
    let good =
        text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.len() <= 20 && text.chars().all(known);
    if good {
        Ok(())
    } else {
        Err("a keyword has at most 20 letters, digits, `_`, `-` and `+`, a letter or digit first")
    }
}

fn category(text: &str) -> Result<(), &'static str> {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-:".contains(c);
    let good = !text.is_empty() && text.chars().all(known);
    if good { Ok(()) } else { Err("write the slug of a category of crates.io, such as `api-bindings`") }
}

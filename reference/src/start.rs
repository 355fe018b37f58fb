//! The first page: the service, its hosts, its operations, and how to call it.

use super::Reference;
use super::catalog::Section;
use super::page::Page;
use super::{example, mqtt, sections, text};
use smithy_codegen::config::DEFAULT_FEATURES;
use smithy_codegen::emit::crate_docs;
use smithy_codegen::plan::operation::OperationPlan;
use smithy_codegen::plan::service::Hint;
use smithy_codegen::plan::types::TypePath;

/// Writes the page.
pub(super) fn page(reference: &Reference<'_>) -> Page {
    let package = &reference.plan.package;
    let mut page = Page::top("index", &package.title);
    page.title(&package.title);
    page.facts(&[
        format!("crate {} {}", text::code(&package.name), text::html(&package.version)),
        format!("API version {}", text::html(&package.api_version)),
    ]);
    page.documentation(reference, &package.docs);
    if !reference.plan.operations.is_empty() {
        page.heading("Operations");
        let lines = sections::operation_lines(reference, &page);
        page.lines(&lines);
    }
    page.lines(&contents(reference));
    common_errors(reference, &mut page);
    place(reference, &mut page);
    mqtt::list(reference, &mut page);
    hints(reference, &mut page);
    manifest(reference, &mut page);
    page.lines(&how_to_call(reference));
    page
}

/// Returns a paragraph with links to the other lists.
fn contents(reference: &Reference<'_>) -> Vec<String> {
    let of = |section: Section, words: &str, one: &str| {
        let (count, folder) = (reference.items(section).count(), section.folder());
        let label = if count == 1 { format!("one {one}") } else { format!("{count} {folder}") };
        (count > 0).then(|| format!("{words} [{label}]({folder}.html)."))
    };
    let shapes = of(Section::Shapes, "Parameters and results are made of", "shape");
    let errors = of(Section::Errors, "The model knows", "error");
    shapes.into_iter().chain(errors).collect()
}

/// Adds the errors that all operations have, if there are at least two operations.
fn common_errors(reference: &Reference<'_>, page: &mut Page) {
    let [first, others @ ..] = reference.plan.operations.as_slice() else { return };
    let has =
        |operation: &OperationPlan, path: &TypePath| operation.errors.iter().any(|error| error.path == *path);
    let common = first.errors.iter().filter(|error| others.iter().all(|other| has(other, &error.path)));
    let items = common.filter_map(|error| reference.catalog.item(&error.path));
    let lines: Vec<_> = items.map(|item| sections::item_line(reference, page, item)).collect();
    if !others.is_empty() && !lines.is_empty() {
        page.heading("Errors of every operation");
        page.lines(&lines);
    }
}

/// Adds the hosts and ports from the model, and the form of responses over MQTT.
fn place(reference: &Reference<'_>, page: &mut Page) {
    let service = &reference.plan.service;
    let mut lines = Vec::new();
    if let Some(prefix) = &reference.model.service.endpoint_prefix {
        lines.push(format!("- Hosts of a region begin with `{}`.", text::span(prefix)));
    }
    if let Some(name) = &service.signing_name {
        lines.push(format!(
            "- Requests are signed with Signature Version 4 for the name `{}`.",
            text::span(name)
        ));
    }
    if service.bearer {
        lines.push(match service.signing_name {
            Some(_) => "- Some operations take a bearer token; their pages say so.".to_owned(),
            None => "- Requests carry a bearer token.".to_owned(),
        });
    }
    if let Some(port) = service.mutual_tls_port {
        lines.push(format!("- On port {port} the certificate of a device takes the place of a signature."));
    }
    lines.extend(text::wrong_hosts(&service.wrong_hosts, "Not"));
    lines.extend(reference.model.service.mqtt.iter().flat_map(mqtt::place));
    if !lines.is_empty() {
        page.heading("Where it answers");
        page.lines(&lines);
    }
}

fn hints(reference: &Reference<'_>, page: &mut Page) {
    let line = |hint: &Hint| {
        let status = hint.status.map_or_else(|| "An error".to_owned(), |status| format!("Status {status}"));
        let words: Vec<_> = hint.message.iter().map(|words| format!("`{}`", text::span(words))).collect();
        format!("- {status} with {}: {}", words.join(" or "), text::sentence(&text::markdown(&hint.help)))
    };
    let lines: Vec<_> = reference.plan.service.hints.iter().map(line).collect();
    if !lines.is_empty() {
        page.heading("Advice for errors");
        page.lines(&lines);
    }
}

fn manifest(reference: &Reference<'_>, page: &mut Page) {
    let package = &reference.plan.package;
    page.heading("In a manifest");
    let (name, version) = (text::one_line(&package.name), text::one_line(&package.version));
    let missing =
        DEFAULT_FEATURES.iter().filter(|feature| !package.default_features.iter().any(|on| on == *feature));
    let missing: Vec<_> = missing.map(|feature| format!("\"{feature}\"")).collect();
    let own = match missing.as_slice() {
        [] => format!("{name} = \"{version}\""),
        features => {
            format!("{name} = {{ version = \"{version}\", features = [{}] }}", features.join(", "))
        }
    };
    page.block(format!("```toml\n[dependencies]\n{own}\n{}\n```", example::TOKIO));
}

/// Returns the crate's docs after their introduction, whose examples its doc tests compile: without the lines that
/// rustdoc hides, and with headings that fit under that of the page.
fn how_to_call(reference: &Reference<'_>) -> Vec<String> {
    let lines = crate_docs::lines(reference.plan);
    let mut fenced = false;
    let mut done = Vec::new();
    for line in lines.iter().skip(2 + reference.plan.package.docs.len()) {
        if line.starts_with("```") {
            fenced = !fenced;
            done.push(if fenced { "```rust".to_owned() } else { line.clone() });
        } else if fenced && (line == "#" || line.starts_with("# ")) {
        } else if let Some(title) = line.strip_prefix("# ").filter(|_| !fenced) {
            done.push(format!("## {title}"));
        } else {
            done.push(if fenced { line.clone() } else { line.replace("[`", "`").replace("`]", "`") });
        }
    }
    done
}

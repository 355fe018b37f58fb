//! Reads `paginators-1.json`: how the pages of answers follow each other.

use crate::ir::{Pagination, Unvalidated};
use crate::json::{Fields, Node};
use crate::source::{SourceId, Sources};
use crate::{Diagnostics, Model, json};

/// Adds what the file says to the operations of a model. What it says of others is nobody's concern.
pub(crate) fn attach(
    model: &mut Model<Unvalidated>,
    sources: &Sources,
    file: Option<SourceId>,
    diagnostics: &mut Diagnostics,
) {
    let Some(document) = file.and_then(|file| json::parse(sources, file, diagnostics)) else { return };
    let Some(fields) = Fields::open(&document, "", diagnostics) else { return };
    let entries = fields.object("pagination", diagnostics);
    fields.ignore(&["version"]);
    fields.finish(diagnostics);
    for (key, node) in entries {
        let operation = model.operations.iter_mut().find(|operation| operation.name == key.text);
        if let Some(operation) = operation {
            operation.pagination = pagination(&key.text, node, diagnostics);
        }
    }
}

fn pagination(operation: &str, node: &Node, diagnostics: &mut Diagnostics) -> Option<Pagination> {
    let fields = Fields::open(node, operation, diagnostics)?;
    let text = |name, read: fn(&Node) -> Option<&str>| fields.get(name).and_then(read).map(str::to_owned);
    let (input_token, output_token) = (text("input_token", only), text("output_token", only));
    let (items, more) = (text("result_key", first), text("more_results", only));
    let page_size = fields.string("limit_key", diagnostics).map(str::to_owned);
    fields.ignore(&["non_aggregate_keys"]);
    fields.finish(diagnostics);
    Some(Pagination { input_token, output_token, items, page_size, more })
}

/// A text, or the one text of a list: several tokens are not followed.
fn only(node: &Node) -> Option<&str> {
    match node.items() {
        [] => node.as_str(),
        [node] => node.as_str(),
        _ => None,
    }
}

/// A text, or the first one of a list: behind the items there may be sums.
fn first(node: &Node) -> Option<&str> {
    node.items().first().unwrap_or(node).as_str()
}

#[cfg(test)]
mod tests {
    use super::super::tests::load;
    use super::*;

    #[test]
    fn what_the_file_says_of_an_operation_is_read() {
        let http = r#""http": {"method": "GET", "requestUri": "/"}"#;
        let mut model = load(&format!(r#""List": {{{http}}}, "Get": {{{http}}}"#), "").0;
        let mut sources = Sources::default();
        let file = sources.add(
            "paginators-1.json",
            r#"{"pagination": {"Gone": {}, "List": {"input_token": "NextToken", "output_token": ["NextToken"],
                "result_key": ["A", "B"], "limit_key": "Max", "more_results": "More"}}}"#
                .to_owned(),
        );
        let mut diagnostics = Diagnostics::default();
        attach(&mut model, &sources, Some(file), &mut diagnostics);
        assert_eq!(diagnostics.iter().count(), 0);
        let text = |text: &str| Some(text.to_owned());
        let expected = Pagination {
            input_token: text("NextToken"),
            output_token: text("NextToken"),
            items: text("A"),
            page_size: text("Max"),
            more: text("More"),
        };
        let found: Vec<_> = model.operations.iter().map(|operation| operation.pagination.clone()).collect();
        assert_eq!(found, [Some(expected), None]);
    }
}

//! Reads `paginators-1.json`: how operations paginate.

use crate::ir::{Pagination, ShapeId, Unvalidated};
use crate::json::{Fields, Node};
use crate::source::{SourceId, Sources};
use crate::{Diagnostics, Model, json};

/// Adds the pagination of the file to the operations of a model. Entries of unknown operations are ignored.
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
        let Some(place) = model.operations.iter().position(|operation| operation.name == key.text) else {
            continue;
        };
        let mut pages = pagination(&key.text, node, diagnostics);
        if let Some(pages) = &mut pages {
            pages.items = items(model, model.operations[place].output, node);
        }
        model.operations[place].pagination = pages;
    }
}

/// Returns the only list or map among the result keys; the others may be sums. With several lists there is no result.
fn items(model: &Model<Unvalidated>, output: ShapeId, node: &Node) -> Option<String> {
    let keys = node.get("result_key")?;
    let Some(names) = Some(keys.items()).filter(|names| !names.is_empty()) else {
        return keys.as_str().map(str::to_owned);
    };
    let mut lists = names.iter().filter_map(Node::as_str).filter(|name| model.is_collection(output, name));
    lists.next().filter(|_| lists.next().is_none()).map(str::to_owned)
}

fn pagination(operation: &str, node: &Node, diagnostics: &mut Diagnostics) -> Option<Pagination> {
    let fields = Fields::open(node, operation, diagnostics)?;
    let text = |name, read: fn(&Node) -> Option<&str>| fields.get(name).and_then(read).map(str::to_owned);
    let (input_token, output_token) = (text("input_token", only), text("output_token", only));
    let more = text("more_results", only);
    let page_size = fields.string("limit_key", diagnostics).map(str::to_owned);
    fields.ignore(&["non_aggregate_keys", "result_key"]);
    fields.finish(diagnostics);
    Some(Pagination { input_token, output_token, items: None, page_size, more })
}

/// Returns a text, or the only text of a list. Several tokens are not supported.
fn only(node: &Node) -> Option<&str> {
    match node.items() {
        [] => node.as_str(),
        [node] => node.as_str(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::load;
    use super::*;

    #[test]
    fn what_the_file_says_of_an_operation_is_read() {
        let http = r#""http": {"method": "GET", "requestUri": "/"}"#;
        let shapes = r#""Out": {"type": "structure", "members": {
            "A": {"shape": "Names"}, "B": {"shape": "Names"}, "Sum": {"shape": "Name"}}},
            "Names": {"type": "list", "member": {"shape": "Name"}}, "Name": {"type": "string"}"#;
        let list = format!(r#"{{{http}, "output": {{"shape": "Out"}}}}"#);
        let operations = format!(r#""List": {list}, "Both": {list}, "Get": {{{http}}}"#);
        let mut model = load(&operations, shapes).0;
        let mut sources = Sources::default();
        let file = sources.add(
            "paginators-1.json",
            r#"{"pagination": {"Gone": {}, "List": {"input_token": "NextToken", "output_token": ["NextToken"],
                "result_key": ["Sum", "A"], "limit_key": "Max", "more_results": "More"},
                "Both": {"input_token": "NextToken", "output_token": "NextToken", "result_key": ["A", "B"]}}}"#
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
        let both = Pagination { items: None, page_size: None, more: None, ..expected.clone() };
        assert_eq!(found, [Some(expected), Some(both), None]);
    }
}

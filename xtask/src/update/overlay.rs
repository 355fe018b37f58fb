//! Compares the overlay with a new model: entries that the model now contains, and entries that no longer fit.

use smithy_model::json::{self, Node, Value};
use smithy_model::{
    Diagnostic, Diagnostics, Format, Model, Severity, SourceId, Sources, Span, Unvalidated, overlay,
};

use super::committed::OVERLAY;

/// The code of the problem that the model already has what an entry adds.
const SUPERFLUOUS: &str = "overlay-superfluous";

/// The overlay, fitted to the new model.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    /// Its text among the sources, without the entries that do not fit.
    pub(super) source: SourceId,
    /// Its text, where entries are dropped.
    pub(super) pruned: Option<String>,
    /// The dropped entries: what the model has, and the place of the entry.
    pub(super) dropped: Vec<(String, String)>,
    /// Why it cannot be installed unchanged.
    pub(super) problems: Vec<Diagnostic>,
}

/// Fits an overlay to a new model. With `prune`, entries that the model now contains are dropped.
///
/// Problems of the model or the overlay itself are not reported here, but when they are loaded.
pub(super) fn fit(
    source: SourceId,
    model: Option<&Model<Unvalidated>>,
    format: Format,
    prune: bool,
    sources: &mut Sources,
) -> Fitted {
    let Findings { superfluous, conflicts, unfit } =
        model.map(|model| check(model, format, sources, source)).unwrap_or_default();
    let mut fitted = Fitted { source, pruned: None, dropped: Vec::new(), problems: conflicts };
    if unfit.is_empty() {
        return fitted;
    }
    let text = pruned(sources, source, &unfit);
    if prune {
        let place = |span| format!("{OVERLAY}:{}", sources.line_column(span).0);
        fitted.dropped =
            superfluous.into_iter().map(|(problem, span)| (problem.message, place(span))).collect();
        fitted.pruned = Some(text.clone());
    } else {
        let help = "`--prune-overlay` removes the entry from the overlay";
        fitted.problems.extend(superfluous.into_iter().map(|(problem, _)| problem.help(help)));
    }
    fitted.source = sources.add(OVERLAY, text);
    fitted
}

/// The results for the entries of an overlay.
#[derive(Clone, Debug, Default)]
struct Findings {
    /// Entries that the model now contains completely: what it has, and the place of the entry.
    superfluous: Vec<(Diagnostic, Span)>,
    /// Conflicts that a person has to resolve.
    conflicts: Vec<Diagnostic>,
    /// The places of the entries in both lists.
    unfit: Vec<Span>,
}

/// Applies an overlay to a model, entry by entry, and reports what does not fit.
///
/// Applied entries are visible to those after them.
fn check(model: &Model<Unvalidated>, format: Format, sources: &Sources, source: SourceId) -> Findings {
    let mut findings = Findings::default();
    let Some(document) = json::parse(sources, source, &mut Diagnostics::default()) else { return findings };
    // Applied as far as possible, so that entries find the additions of those before them.
    let mut model = model.clone();
    for entry in entries(&document) {
        let mut extended = model.clone();
        let problems = apply(&mut extended, &with_entries(&document, vec![entry.clone()]), format);
        if problems.is_empty() {
            model = extended;
            continue;
        }
        findings.unfit.push(entry.span);
        if problems.iter().any(|problem| problem.code != SUPERFLUOUS) {
            findings.conflicts.extend(problems);
            continue;
        }
        let found: Vec<_> =
            parts(entry).into_iter().map(|part| apply_part(&model, &document, part, format)).collect();
        let mut contradictions =
            found.iter().flatten().filter(|problem| problem.code != SUPERFLUOUS).peekable();
        if contradictions.peek().is_some() {
            findings.conflicts.extend(contradictions.cloned());
        } else if found.iter().all(|problems| !problems.is_empty()) {
            findings.superfluous.extend(problems.into_iter().next().map(|problem| (problem, entry.span)));
        } else {
            let help = "remove from the entry what the model already has, and keep the rest";
            findings.conflicts.extend(problems.into_iter().map(|problem| problem.help(help)));
        }
    }
    findings
}

/// Returns the text of an overlay without some of its entries. The others are unchanged.
fn pruned(sources: &Sources, source: SourceId, superfluous: &[Span]) -> String {
    let text = sources.text(source);
    let document = json::parse(sources, source, &mut Diagnostics::default());
    let entries = document.as_ref().map(entries).unwrap_or_default();
    let spans: Vec<Span> = entries.iter().map(|entry| entry.span).collect();
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return text.to_owned() };
    let part = |start: usize, end: usize| text.get(start..end).unwrap_or_default();
    // The text before an entry, from the end of the previous one.
    let gaps = [None].into_iter().chain(spans.iter().map(|span| Some(span.end)));
    let kept: Vec<_> = spans.iter().zip(gaps).filter(|(span, _)| !superfluous.contains(span)).collect();
    let (head, tail) = (part(0, first.start), part(last.end, text.len()));
    if kept.is_empty() {
        return format!("{}{}", head.trim_end(), tail.trim_start());
    }
    let mut pruned = head.to_owned();
    for (index, (span, gap)) in kept.into_iter().enumerate() {
        if let (Some(end), 1..) = (gap, index) {
            pruned.push_str(part(end, span.start));
        }
        pruned.push_str(part(span.start, span.end));
    }
    pruned + tail
}

fn entries(document: &Node) -> &[Node] {
    match document.get("entries").map(|entries| &entries.value) {
        Some(Value::Array(entries)) => entries,
        _ => &[],
    }
}

fn apply(model: &mut Model<Unvalidated>, overlay: &Node, format: Format) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::default();
    overlay::apply(model, overlay, format, &mut diagnostics);
    diagnostics.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect()
}

/// Returns the problems of a part of an entry.
fn apply_part(model: &Model<Unvalidated>, document: &Node, part: Node, format: Format) -> Vec<Diagnostic> {
    apply(&mut model.clone(), &with_entries(document, vec![part]), format)
}

/// Returns a copy of the overlay with other entries.
fn with_entries(document: &Node, entries: Vec<Node>) -> Node {
    with_member(document, "entries", Value::Array(entries))
}

/// Returns a copy of an object with another value of a member.
fn with_member(object: &Node, name: &str, value: Value) -> Node {
    let mut changed = object.clone();
    if let Value::Object(members) = &mut changed.value {
        let found = members.iter_mut().find(|(key, _)| key.text == name);
        if let Some((_, node)) = found {
            node.value = value;
        }
    }
    changed
}

/// Splits an entry into entries that add one thing each: one part of one trait.
///
/// A model may have gained a part of what an entry adds; the entry can be dropped only if the model has every part.
fn parts(entry: &Node) -> Vec<Node> {
    let Some(addition) = entry.get("addTraits") else { return vec![entry.clone()] };
    let Some(Value::Object(traits)) = addition.get("traits").map(|traits| &traits.value) else {
        return vec![entry.clone()];
    };
    let one = |(key, node): &(json::Key, Node), value: Value| {
        let node = Node { span: node.span, value };
        let addition = with_member(addition, "traits", Value::Object(vec![(key.clone(), node)]));
        with_member(entry, "addTraits", addition.value)
    };
    let parts = traits.iter().flat_map(|given| values(given).into_iter().map(move |value| one(given, value)));
    parts.collect()
}

/// Returns the parts of a trait's value: the elements of a list, the members of an object.
fn values((key, node): &(json::Key, Node)) -> Vec<Value> {
    match &node.value {
        // The value of a default is a single part, whatever it contains.
        _ if key.text == "smithy.api#default" => vec![node.value.clone()],
        Value::Array(elements) if !elements.is_empty() => {
            elements.iter().map(|element| Value::Array(vec![element.clone()])).collect()
        }
        Value::Object(members) if !members.is_empty() => {
            members.iter().map(|member| Value::Object(vec![member.clone()])).collect()
        }
        _ => vec![node.value.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the overlay without the entries at these positions.
    fn without(text: &str, dropped: &[usize]) -> String {
        let mut sources = Sources::default();
        let source = sources.add("overlay.json", text);
        let document = json::parse(&sources, source, &mut Diagnostics::default()).expect("JSON");
        let spans: Vec<Span> = entries(&document).iter().map(|entry| entry.span).collect();
        let spans: Vec<Span> = dropped.iter().filter_map(|index| spans.get(*index).copied()).collect();
        pruned(&sources, source, &spans)
    }

    #[test]
    fn entries_go_with_one_comma_each() {
        let text = "{\"overlay\": \"1\", \"entries\": [\n  {\"a\":1},\n\n  {\"b\": 2} ,{ }\n]}\n";
        let cases = [
            (vec![], text.to_owned()),
            (vec![0], text.replace("{\"a\":1},\n\n  ", "")),
            (vec![1], text.replace(",\n\n  {\"b\": 2}", "")),
            (vec![2], text.replace(" ,{ }", "")),
            (vec![0, 2], "{\"overlay\": \"1\", \"entries\": [\n  {\"b\": 2}\n]}\n".to_owned()),
            (vec![0, 1, 2], "{\"overlay\": \"1\", \"entries\": []}\n".to_owned()),
        ];
        for (dropped, expected) in cases {
            assert_eq!(without(text, &dropped), expected, "{dropped:?}");
        }
        assert_eq!(without("{\"entries\": []}", &[]), "{\"entries\": []}");
    }

    #[test]
    fn an_entry_falls_into_what_can_be_superfluous_by_itself() {
        let entry = r#"{"why": "w", "addTraits": {"target": "A", "traits": {"smithy.api#range": {"min": 1, "max": 2},
            "smithy.codegen#errorCodes": ["X", "Y"], "smithy.api#required": {}, "smithy.api#default": [1, 2]}}}"#;
        let mut sources = Sources::default();
        let source = sources.add("overlay.json", entry);
        let entry = json::parse(&sources, source, &mut Diagnostics::default()).expect("JSON");
        let traits = |part: &Node| Some(part.get("addTraits")?.get("traits")?.to_json().to_string());
        let found: Vec<_> = parts(&entry).iter().filter_map(traits).collect();
        let expected = [
            r#"{"smithy.api#range":{"min":1}}"#,
            r#"{"smithy.api#range":{"max":2}}"#,
            r#"{"smithy.codegen#errorCodes":["X"]}"#,
            r#"{"smithy.codegen#errorCodes":["Y"]}"#,
            r#"{"smithy.api#required":{}}"#,
            r#"{"smithy.api#default":[1,2]}"#,
        ];
        assert_eq!(found, expected);
    }
}

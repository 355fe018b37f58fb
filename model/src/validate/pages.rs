//! Pagination: only what a client can follow stays, so that later stages need no checks.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::ir::{Member, Model, Operation, Pagination, ShapeId, ShapeKind, Unvalidated};

/// Removes the pagination of operations whose tokens are not where the model says, each with a warning; and the items
/// if they are no list or map.
pub(super) fn check(model: &mut Model<Unvalidated>, diagnostics: &mut Diagnostics) {
    for index in 0..model.operations.len() {
        let operation = &model.operations[index];
        let Some(pages) = &operation.pagination else { continue };
        let settled = match problem(model, operation, pages) {
            None => Some(with_items(model, operation, pages, diagnostics)),
            Some(reason) => {
                let message = format!("the pages of `{}` are not followed: {reason}", operation.name);
                let warning = Diagnostic::warning("unfollowed-pages", message).at(operation.origin.span);
                let help = "callers have to set the token of each page themselves";
                diagnostics.push(warning.shape(&operation.origin.id).help(help));
                None
            }
        };
        model.operations[index].pagination = settled;
    }
}

/// Says why the pagination cannot be followed.
fn problem(model: &Model<Unvalidated>, operation: &Operation, pages: &Pagination) -> Option<String> {
    let (Some(input), Some(output)) = (&pages.input_token, &pages.output_token) else {
        return Some("the model names no token, or several".to_owned());
    };
    let Some(given) = model.structure(operation.input).members.iter().find(|it| it.name == *input) else {
        return Some(format!("the input has no member `{input}`"));
    };
    let Some(taken) = model.member_at(operation.output, output) else {
        return Some(format!("the output has no member `{output}`"));
    };
    let kinds = (&model.shape(given.target).kind, &model.shape(taken.target).kind);
    let is_token = match kinds {
        (ShapeKind::String { .. }, ShapeKind::String { .. }) => true,
        (ShapeKind::Map(_), ShapeKind::Map(_)) => given.target == taken.target,
        _ => false,
    };
    if !is_token {
        let [given, taken] = [kinds.0.name(), kinds.1.name()];
        return Some(format!(
            "`{input}` of the input is a {given} and `{output}` of the output a {taken}, and a token is a string, or the same map in both"
        ));
    }
    let more = pages.more.as_ref()?;
    let is_flag = |member: &Member| matches!(model.shape(member.target).kind, ShapeKind::Boolean);
    let is_known = model.member_at(operation.output, more).is_some_and(is_flag);
    (!is_known).then(|| format!("`{more}` does not say whether there is another page"))
}

/// Returns the same pagination, without items that are no list or map.
fn with_items(
    model: &Model<Unvalidated>,
    operation: &Operation,
    pages: &Pagination,
    diagnostics: &mut Diagnostics,
) -> Pagination {
    let Some(path) = &pages.items else { return pages.clone() };
    if model.is_collection(operation.output, path) {
        return pages.clone();
    }
    let message = format!("the items in the pages of `{}` cannot be iterated", operation.name);
    let warning =
        Diagnostic::warning("unfollowed-items", format!("{message}: the output has no list or map `{path}`"));
    diagnostics.push(
        warning
            .at(operation.origin.span)
            .shape(&operation.origin.id)
            .help("callers have to take them from each page"),
    );
    Pagination { items: None, ..pages.clone() }
}

impl<State> Model<State> {
    /// Whether a path of members leads to a list or map.
    pub(crate) fn is_collection(&self, structure: ShapeId, path: &str) -> bool {
        let kind = self.member_at(structure, path).map(|member| &self.shape(member.target).kind);
        matches!(kind, Some(ShapeKind::List(_) | ShapeKind::Map(_)))
    }

    /// Returns the member at the end of a path of members, `stream.shards`, that begins in a structure.
    pub fn member_at(&self, structure: ShapeId, path: &str) -> Option<&Member> {
        let mut place = structure;
        let mut found = None;
        for name in path.split('.') {
            if !matches!(self.shape(place).kind, ShapeKind::Structure(_)) {
                return None;
            }
            let member = self.structure(place).members.iter().find(|member| member.name == name)?;
            place = member.target;
            found = Some(member);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::{Diagnostics, Options, Parts, Sources};

    /// Loads the pagination of an operation with these traits, and the codes of the messages.
    fn pages(given: &str) -> (Option<String>, Vec<&'static str>) {
        let text = format!(
            r#"{{"smithy": "2.0", "shapes": {{
                "p#P": {{"type": "service", "operations": [{{"target": "p#List"}}],
                    "traits": {{"aws.protocols#awsJson1_0": {{}}}}}},
                "p#List": {{"type": "operation", "input": {{"target": "p#In"}}, "output": {{"target": "p#Out"}},
                    "traits": {{"smithy.api#paginated": {{{given}}}}}}},
                "p#In": {{"type": "structure", "members": {{
                    "token": {{"target": "smithy.api#String"}}, "number": {{"target": "smithy.api#Integer"}}}}}},
                "p#Out": {{"type": "structure", "members": {{
                    "token": {{"target": "smithy.api#String"}}, "inner": {{"target": "p#Inner"}}}}}},
                "p#Inner": {{"type": "structure", "members": {{
                    "token": {{"target": "smithy.api#String"}}, "names": {{"target": "p#Names"}}}}}},
                "p#Names": {{"type": "list", "member": {{"target": "smithy.api#String"}}}}}}}}"#
        );
        let mut sources = Sources::default();
        let parts = Parts::new(sources.add("p.json", text));
        let mut diagnostics = Diagnostics::default();
        let model = crate::load(&sources, parts, Options::default(), &mut diagnostics).expect("it loads");
        let found = model.operations.first().and_then(|operation| operation.pagination.clone());
        let found = found.map(|pages| pages.items.unwrap_or_else(|| "no items".to_owned()));
        (found, diagnostics.iter().map(|problem| problem.code).collect())
    }

    #[test]
    fn only_what_can_be_followed_stays() {
        let token = r#""inputToken": "token", "outputToken""#;
        let cases = [
            (format!(r#"{token}: "token""#), Some("no items")),
            (format!(r#"{token}: "inner.token", "items": "inner.names""#), Some("inner.names")),
            (format!(r#"{token}: "inner.names[-1]""#), None),
            (format!(r#"{token}: "inner""#), None),
            (r#""inputToken": "number", "outputToken": "token""#.to_owned(), None),
            (r#""inputToken": "gone", "outputToken": "token""#.to_owned(), None),
            (String::new(), None),
        ];
        for (given, expected) in cases {
            let (found, codes) = pages(&given);
            assert_eq!(found.as_deref(), expected, "{given}");
            let told: &[&str] = if expected.is_none() { &["unfollowed-pages"] } else { &[] };
            assert_eq!(codes, told, "{given}");
        }
        let (found, codes) = pages(&format!(r#"{token}: "token", "items": "inner""#));
        assert_eq!((found.as_deref(), codes), (Some("no items"), vec!["unfollowed-items"]));
    }
}

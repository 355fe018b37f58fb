//! Invents names for the values of a C2J enumeration, which has values only.

use std::collections::HashSet;

use crate::constants;
use crate::ir::{EnumMember, Notes, Origin};
use crate::json::{Fields, Node};
use crate::{Diagnostic, Diagnostics};

/// Reads the `enum` of a shape.
pub(super) fn read(shape: &str, fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<EnumMember> {
    let values = fields.array("enum", diagnostics);
    let names = constants::names(values.iter().filter_map(Node::as_str), &mut HashSet::new());
    let mut members = Vec::new();
    for node in values {
        let Some(value) = node.as_str() else {
            let message = format!("expected a string, found {}", node.kind());
            let problem = Diagnostic::error("wrong-type", message).at(node.span.head()).shape(shape);
            diagnostics.push(problem.help("list the values as strings"));
            continue;
        };
        let name = names.get(value).cloned().unwrap_or_default();
        members.push(EnumMember {
            origin: Origin::new(format!("{shape}${name}"), node.span),
            name,
            value: value.to_owned(),
            documentation: None,
            deprecated: None,
            notes: Notes::default(),
            tags: Vec::new(),
        });
    }
    members
}

#[cfg(test)]
mod tests {
    use super::super::tests::{load, shape};
    use crate::ir::ShapeKind;

    #[test]
    fn names_come_from_values_and_are_unique() {
        // Which name gets a number does not depend on the order of the list.
        let (model, codes) = load(
            "",
            r#""E": {"type": "string",
                     "enum": ["PLAIN", "a.b", "a-b", "a_b", "a_b_2", "2.0", "", "snake_case", "naïve"]}"#,
        );
        assert!(codes.is_empty());
        let ShapeKind::Enum(members) = &shape(&model, "E").kind else { panic!("an enum") };
        let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
        let expected = ["PLAIN", "a_b_2", "a_b", "a_b_3", "a_b_2_2", "_2_0", "EMPTY", "snake_case", "na_ve"];
        assert_eq!(names, expected);
        assert_eq!(members.get(1).map(|member| member.value.as_str()), Some("a.b"));
    }

    #[test]
    fn values_are_strings() {
        let (model, codes) = load("", r#""E": {"type": "string", "enum": ["A", 1, "B"]}"#);
        assert_eq!(codes, ["wrong-type"]);
        assert!(matches!(&shape(&model, "E").kind, ShapeKind::Enum(members) if members.len() == 2));
    }

    #[test]
    fn a_list_without_values_makes_no_enumeration() {
        let (model, _) = load("", r#""E": {"type": "string", "enum": []}"#);
        assert_eq!(shape(&model, "E").kind, ShapeKind::String { media_type: None });
    }
}

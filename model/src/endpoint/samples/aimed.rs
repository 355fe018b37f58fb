//! Parameter values of which a part equals what the rules compare it with: `zzq-1` for a rule that tests whether the
//! first three letters of a region are `zzq`.

use std::collections::{BTreeMap, BTreeSet};

use crate::endpoint::{Expression, Function, RuleSet};

/// The texts, by parameter.
pub(super) type Aimed<'r> = BTreeMap<&'r str, BTreeSet<String>>;

/// The maximum number of steps in which values are derived from each other.
const DEPTH: usize = 8;

/// Finds the texts for which comparisons in the rules hold.
pub(super) fn aimed<'r>(rules: &'r RuleSet, found: &mut Aimed<'r>) {
    let mut search = Search { assigned: BTreeMap::new(), rules, found };
    rules.each_rule(&mut |rule| {
        for condition in &rule.conditions {
            if let Some(name) = &condition.assign {
                search.assigned.entry(name).or_default().push(&condition.expression);
            }
        }
    });
    rules.each_expression(&mut |expression| {
        if let Expression::Equal(left, right) = expression {
            for (value, other) in [(left, right), (right, left)] {
                if let Some(wanted) = other.as_literal() {
                    search.text(value, wanted, DEPTH);
                }
            }
        }
    });
}

struct Search<'r, 'f> {
    rules: &'r RuleSet,
    /// The expressions that conditions assign to names; a name may be assigned several times.
    assigned: BTreeMap<&'r str, Vec<&'r Expression>>,
    found: &'f mut Aimed<'r>,
}

impl<'r> Search<'r, '_> {
    /// Finds texts of parameters that give a value the wanted text.
    fn text(&mut self, value: &'r Expression, wanted: &str, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Expression::Reference(name, _) => {
                if self.rules.parameters.iter().any(|parameter| parameter.name == *name) {
                    self.found.entry(name).or_default().insert(wanted.to_owned());
                }
                for value in self.assigned.get(name.as_str()).cloned().unwrap_or_default() {
                    self.text(value, wanted, depth);
                }
            }
            Expression::Call(Function::Substring, arguments) => self.substring(arguments, wanted, depth),
            Expression::Call(Function::UriEncode, arguments) => {
                for text in arguments {
                    self.text(text, wanted, depth);
                }
            }
            Expression::Element { of, index } => self.element(of, *index, wanted, depth),
            Expression::Attribute { of, name, .. } => {
                for text in part(name, wanted) {
                    self.whole(of, &text, depth);
                }
            }
            Expression::Coalesce(values) => values.iter().for_each(|value| self.text(value, wanted, depth)),
            Expression::Choice(values) => values.iter().skip(1).for_each(|it| self.text(it, wanted, depth)),
            _ => {}
        }
    }

    /// Handles a range of a text; the text before and behind the range does not matter.
    fn substring(&mut self, arguments: &'r [Expression], wanted: &str, depth: usize) {
        let [text, Expression::Integer(start), Expression::Integer(stop), Expression::Boolean(reverse)] =
            arguments
        else {
            return;
        };
        // Lengths beyond those of host names are not needed.
        let length = |number: &u32| usize::try_from(*number).ok().filter(|number| *number < 256);
        let (Some(start), Some(stop)) = (length(start), length(stop)) else { return };
        if stop.checked_sub(start) != Some(wanted.len()) {
            return;
        }
        let beside = "a".repeat(start);
        let texts = if *reverse {
            [format!("{wanted}{beside}"), format!("example{wanted}{beside}")]
        } else {
            [format!("{beside}{wanted}"), format!("{beside}{wanted}-1")]
        };
        for wanted in &texts {
            self.text(text, wanted, depth);
        }
    }

    /// Handles an element of a split text, or of the resource of an ARN.
    fn element(&mut self, of: &'r Expression, index: i32, wanted: &str, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        let others = usize::try_from(if index < 0 { -1 - index } else { index }).unwrap_or_default();
        let mut parts = vec!["example"; others.min(16)];
        parts.insert(if index < 0 { 0 } else { parts.len() }, wanted);
        match of {
            Expression::Reference(name, _) => {
                for value in self.assigned.get(name.as_str()).cloned().unwrap_or_default() {
                    self.element(value, index, wanted, depth);
                }
            }
            Expression::Call(Function::Split, arguments) => {
                if let [text, delimiter, _] = arguments.as_slice()
                    && let Some(delimiter) = delimiter.as_literal()
                {
                    self.text(text, &parts.join(delimiter), depth);
                    self.text(text, &["example", &parts.join(delimiter)].join(delimiter), depth);
                }
            }
            Expression::Attribute { of, .. } => {
                let resource = parts.join(":");
                let arn = |resource: &str| format!("arn:aws:example:us-east-1:123456789012:{resource}");
                self.whole(of, &arn(&resource), depth);
                self.whole(of, &arn(&format!("{resource}:example")), depth);
            }
            _ => {}
        }
    }

    /// Handles the text that an ARN or a URL is parsed from.
    fn whole(&mut self, value: &'r Expression, wanted: &str, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match value {
            Expression::Reference(name, _) => {
                for value in self.assigned.get(name.as_str()).cloned().unwrap_or_default() {
                    self.whole(value, wanted, depth);
                }
            }
            Expression::Call(Function::ParseArn | Function::ParseUrl, arguments) => {
                for text in arguments {
                    self.text(text, wanted, depth);
                }
            }
            _ => {}
        }
    }
}

/// Returns ARNs or URLs with a named part. Parts of partitions need none, because regions are tried anyway.
fn part(name: &str, wanted: &str) -> Vec<String> {
    match name {
        "partition" => vec![format!("arn:{wanted}:example:us-east-1:123456789012:example")],
        "service" => vec![format!("arn:aws:{wanted}:us-east-1:123456789012:example")],
        "region" => vec![format!("arn:aws:example:{wanted}:123456789012:example")],
        "accountId" => vec![format!("arn:aws:example:us-east-1:{wanted}:example")],
        "scheme" => vec![format!("{wanted}://example.com"), format!("{wanted}://127.0.0.1")],
        "authority" => vec![format!("https://{wanted}")],
        "path" => vec![format!("https://example.com{wanted}")],
        "normalizedPath" => vec![format!("https://example.com{}", wanted.trim_end_matches('/'))],
        _ => Vec::new(),
    }
}

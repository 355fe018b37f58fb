//! A plain interpreter of endpoint rules, which gives the results that the generated functions must give.

mod functions;
mod past;
#[cfg(test)]
mod tests;

use functions::{attribute, call};
pub(super) use past::Past;
use smithy_client::endpoint as library;

use super::{
    Condition, Endpoint, Expectation, Expression, Outcome, Parameter, ParameterValue, Part, Rule, RuleSet,
};

/// Evaluates the rules for some parameters; those that are left out have their defaults or are unset.
pub fn evaluate(rules: &RuleSet, params: &[(String, ParameterValue)]) -> Expectation {
    evaluate_in(rules, params, &Past::default())
}

/// Evaluates the rules with an earlier form of the partitions.
pub(super) fn evaluate_in(rules: &RuleSet, params: &[(String, ParameterValue)], past: &Past) -> Expectation {
    let mut values = Vec::new();
    for parameter in &rules.parameters {
        let given = params.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value);
        match given.or(parameter.default.as_ref()) {
            Some(value) => values.push((parameter.name.clone(), Computed::from(value))),
            None if parameter.required => {
                let error = library::EndpointError::missing(&parameter.name);
                return Expectation::Error(error.message().to_owned());
            }
            None => {}
        }
    }
    let is_region = |parameter: &&Parameter| parameter.built_in.as_deref() == Some("AWS::Region");
    let region = rules.parameters.iter().find(is_region);
    for (name, value) in &values {
        if let (true, Computed::Text(region)) = (region.is_some_and(|region| region.name == *name), value)
            && let Err(error) = library::check_region(Some(region))
        {
            return Expectation::Error(error.message().to_owned());
        }
    }
    let region = region.map(|region| region.name.as_str());
    let mut scope = Scope { blocks: &rules.blocks, past, region, values };
    match scope.rules(&rules.rules) {
        Ok(endpoint) => Expectation::Endpoint(endpoint),
        Err(error) => Expectation::Error(error.message().to_owned()),
    }
}

fn piece((own, text): &(bool, String)) -> library::UrlPiece<'_> {
    if *own { library::UrlPiece::Own(text) } else { library::UrlPiece::Given(text) }
}

/// A value at run time. ARNs and URLs are kept as texts that are known to be valid.
#[derive(Clone, Debug, PartialEq)]
enum Computed {
    Boolean(bool),
    Integer(usize),
    Text(String),
    Texts(Vec<String>),
    Partition(&'static library::Partition),
    Arn(String),
    Url(String),
}

impl From<&ParameterValue> for Computed {
    fn from(value: &ParameterValue) -> Self {
        match value {
            ParameterValue::Boolean(value) => Self::Boolean(*value),
            ParameterValue::String(text) => Self::Text(text.clone()),
            ParameterValue::StringArray(texts) => Self::Texts(texts.clone()),
        }
    }
}

/// An endpoint, or the reason why there is none.
type Found = Result<Endpoint<String>, library::EndpointError>;

/// The values that are in scope at one point of the rules.
struct Scope<'r> {
    blocks: &'r [Vec<Rule>],
    past: &'r Past,
    /// The name of the parameter that is the region, which has been checked.
    region: Option<&'r str>,
    values: Vec<(String, Computed)>,
}

impl<'r> Scope<'r> {
    /// Returns the result of the first rule that matches. No other rule is tried, whatever that one gives.
    fn rules(&mut self, rules: &'r [Rule]) -> Found {
        let mut rules = rules;
        loop {
            let rule = rules.iter().find(|rule| {
                let mark = self.values.len();
                let holds = self.holds(&rule.conditions);
                if !holds {
                    self.values.truncate(mark);
                }
                holds
            });
            rules = match rule.map(|rule| &rule.outcome) {
                None => return Err(library::EndpointError::no_match()),
                Some(Outcome::Tree(rules)) => rules,
                Some(Outcome::Block(block)) => self.blocks.get(*block).map_or(&[], Vec::as_slice),
                Some(Outcome::Error(text)) => {
                    return Err(library::EndpointError::new(self.text(text).unwrap_or_default()));
                }
                Some(Outcome::Endpoint(endpoint)) => {
                    let url = self.url(&endpoint.url)?;
                    return Ok(Endpoint { url, ..self.endpoint(endpoint) });
                }
            };
        }
    }

    fn holds(&mut self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| match self.value(&condition.expression) {
            None | Some(Computed::Boolean(false)) => false,
            Some(value) => {
                self.values.extend(condition.assign.clone().map(|name| (name, value)));
                true
            }
        })
    }

    fn endpoint(&self, endpoint: &Endpoint<Expression>) -> Endpoint<String> {
        endpoint.map(&mut |text| self.text(text).unwrap_or_default())
    }

    /// The URL of an endpoint, checked as generated code does it.
    fn url(&self, url: &Expression) -> Result<String, library::EndpointError> {
        let parts = if let Expression::Text(parts) = url { parts.as_slice() } else { &[] };
        let endpoint = if parts.len() > 1 {
            let texts = parts.iter().map(|part| match part {
                Part::Literal(text) => (true, text.clone()),
                Part::Value(value) => (self.is_own(value), self.text(value).unwrap_or_default()),
            });
            let texts: Vec<_> = texts.collect();
            library::Endpoint::from_pieces(&texts.iter().map(piece).collect::<Vec<_>>())
        } else {
            library::Endpoint::new(self.text(url).unwrap_or_default())
        };
        endpoint.map(|endpoint| endpoint.url().to_owned())
    }

    /// Whether a value in a URL cannot lead to another host: a part of a partition or of another URL, or the region.
    fn is_own(&self, value: &Expression) -> bool {
        match value {
            Expression::Attribute { of, .. } => {
                matches!(self.value(of), Some(Computed::Partition(_) | Computed::Url(_)))
            }
            Expression::Reference(name, _) => self.region == Some(name.as_str()),
            _ => false,
        }
    }

    fn text(&self, expression: &Expression) -> Option<String> {
        match self.value(expression)? {
            Computed::Text(text) => Some(text),
            _ => None,
        }
    }

    fn value(&self, expression: &Expression) -> Option<Computed> {
        match expression {
            Expression::Boolean(value) => Some(Computed::Boolean(*value)),
            Expression::Integer(value) => usize::try_from(*value).ok().map(Computed::Integer),
            Expression::Text(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Literal(text) => Some(text.clone()),
                    Part::Value(value) => self.text(value),
                })
                .collect::<Option<String>>()
                .map(Computed::Text),
            Expression::Reference(name, _) => {
                self.values.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone())
            }
            Expression::Attribute { of, name, .. } => match self.value(of)? {
                Computed::Partition(partition) => self.past.attribute(partition, name),
                of => attribute(&of, name),
            },
            Expression::Element { of, index } => match self.value(of)? {
                Computed::Texts(texts) => library::element(&texts, *index).cloned().map(Computed::Text),
                _ => None,
            },
            Expression::IsSet(of) => Some(Computed::Boolean(self.value(of).is_some())),
            Expression::Not(of) => Some(Computed::Boolean(self.value(of)? == Computed::Boolean(false))),
            Expression::Equal(left, right) => {
                Some(Computed::Boolean(self.value(left)? == self.value(right)?))
            }
            Expression::Coalesce(values) => values.iter().find_map(|value| self.value(value)),
            Expression::Choice(values) => {
                let [condition, then, otherwise] = values.as_ref();
                let holds = self.value(condition)? == Computed::Boolean(true);
                self.value(if holds { then } else { otherwise })
            }
            Expression::Call(function, arguments) => {
                let arguments: Vec<_> =
                    arguments.iter().map(|argument| self.value(argument)).collect::<Option<_>>()?;
                call(*function, &arguments)
            }
        }
    }
}

//! A plain interpreter of endpoint rules, which tells what the generated functions have to give.

use smithy_client::endpoint as library;
use smithy_model::endpoint::{
    AuthScheme, Condition, Endpoint, Expectation, Expression, Function, Outcome, ParameterValue, Part, Rule,
    RuleSet,
};

/// What the rules give for some parameters; those that are left out have their defaults or are unset.
pub fn evaluate(rules: &RuleSet, params: &[(String, ParameterValue)]) -> Expectation {
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
    let region = rules
        .parameters
        .iter()
        .find(|parameter| super::BuiltIn::of(parameter) == Some(super::BuiltIn::Region));
    for (name, value) in &values {
        if let (true, Computed::Text(region)) = (region.is_some_and(|region| region.name == *name), value)
            && let Err(error) = library::check_region(Some(region))
        {
            return Expectation::Error(error.message().to_owned());
        }
    }
    let mut scope = Scope(values);
    let found = scope.rules(&rules.rules).unwrap_or_else(|| Err(library::EndpointError::no_match()));
    match found {
        Ok(endpoint) => Expectation::Endpoint(endpoint),
        Err(error) => Expectation::Error(error.message().to_owned()),
    }
}

/// A value at run time. ARNs and URLs are kept as texts that are known to be such.
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

/// An endpoint or the reason why there is none.
type Found = Result<Endpoint<String>, library::EndpointError>;

/// What has a value at one point of the rules.
struct Scope(Vec<(String, Computed)>);

impl Scope {
    /// The result of the first rule that matches, and of it alone.
    fn rules(&mut self, rules: &[Rule]) -> Option<Found> {
        for rule in rules {
            let mark = self.0.len();
            let found = self.holds(&rule.conditions).then(|| self.outcome(&rule.outcome));
            self.0.truncate(mark);
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn holds(&mut self, conditions: &[Condition]) -> bool {
        conditions.iter().all(|condition| match self.value(&condition.expression) {
            None | Some(Computed::Boolean(false)) => false,
            Some(value) => {
                self.0.extend(condition.assign.clone().map(|name| (name, value)));
                true
            }
        })
    }

    fn outcome(&mut self, outcome: &Outcome) -> Found {
        match outcome {
            Outcome::Tree(rules) => {
                self.rules(rules).unwrap_or_else(|| Err(library::EndpointError::no_match()))
            }
            Outcome::Error(text) => Err(library::EndpointError::new(self.text(text).unwrap_or_default())),
            Outcome::Endpoint(endpoint) => {
                let endpoint = self.endpoint(endpoint);
                library::Endpoint::new(endpoint.url.as_str()).map(|_| endpoint)
            }
        }
    }

    fn endpoint(&self, endpoint: &Endpoint<Expression>) -> Endpoint<String> {
        let texts = |texts: &[Expression]| texts.iter().filter_map(|text| self.text(text)).collect();
        let scheme = |scheme: &AuthScheme<Expression>| AuthScheme {
            name: scheme.name.clone(),
            signing_name: scheme.signing_name.as_ref().and_then(|text| self.text(text)),
            signing_region: scheme.signing_region.as_ref().and_then(|text| self.text(text)),
            signing_region_set: texts(&scheme.signing_region_set),
            disable_double_encoding: scheme.disable_double_encoding,
        };
        Endpoint {
            url: self.text(&endpoint.url).unwrap_or_default(),
            headers: endpoint.headers.iter().map(|(name, values)| (name.clone(), texts(values))).collect(),
            auth_schemes: endpoint.auth_schemes.iter().map(scheme).collect(),
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
                self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.clone())
            }
            Expression::Attribute { of, name, .. } => attribute(&self.value(of)?, name),
            Expression::Element { of, index } => match self.value(of)? {
                Computed::Texts(texts) => {
                    texts.into_iter().nth(usize::try_from(*index).ok()?).map(Computed::Text)
                }
                _ => None,
            },
            Expression::IsSet(of) => Some(Computed::Boolean(self.value(of).is_some())),
            Expression::Not(of) => Some(Computed::Boolean(self.value(of)? == Computed::Boolean(false))),
            Expression::Equal(left, right) => {
                Some(Computed::Boolean(self.value(left)? == self.value(right)?))
            }
            Expression::Call(function, arguments) => {
                let arguments: Vec<_> =
                    arguments.iter().map(|argument| self.value(argument)).collect::<Option<_>>()?;
                call(*function, &arguments)
            }
        }
    }
}

fn call(function: Function, arguments: &[Computed]) -> Option<Computed> {
    let (Computed::Text(text), rest) = arguments.split_first()? else { return None };
    match (function, rest) {
        (Function::Partition, []) => Some(Computed::Partition(library::Partition::of(text))),
        (Function::ParseArn, []) => library::Arn::parse(text).map(|_| Computed::Arn(text.clone())),
        (Function::ParseUrl, []) => library::Url::parse(text).map(|_| Computed::Url(text.clone())),
        (Function::UriEncode, []) => Some(Computed::Text(library::uri_encode(text).into_owned())),
        (Function::IsValidHostLabel, [Computed::Boolean(subdomains)]) => {
            Some(Computed::Boolean(library::is_valid_host_label(text, *subdomains)))
        }
        (Function::IsVirtualHostableS3Bucket, [Computed::Boolean(subdomains)]) => {
            Some(Computed::Boolean(library::is_virtual_hostable_s3_bucket(text, *subdomains)))
        }
        (
            Function::Substring,
            [Computed::Integer(start), Computed::Integer(stop), Computed::Boolean(reverse)],
        ) => library::substring(text, *start, *stop, *reverse).map(|text| Computed::Text(text.to_owned())),
        _ => None,
    }
}

fn attribute(of: &Computed, name: &str) -> Option<Computed> {
    let text = |text: &str| Some(Computed::Text(text.to_owned()));
    match of {
        Computed::Partition(partition) => match name {
            "name" => text(partition.name),
            "dnsSuffix" => text(partition.dns_suffix),
            "dualStackDnsSuffix" => text(partition.dual_stack_dns_suffix),
            "implicitGlobalRegion" => text(partition.implicit_global_region),
            "supportsFIPS" => Some(Computed::Boolean(partition.supports_fips)),
            "supportsDualStack" => Some(Computed::Boolean(partition.supports_dual_stack)),
            _ => None,
        },
        Computed::Arn(arn) => {
            let arn = library::Arn::parse(arn)?;
            match name {
                "partition" => text(arn.partition),
                "service" => text(arn.service),
                "region" => text(arn.region),
                "accountId" => text(arn.account_id),
                "resourceId" => {
                    Some(Computed::Texts(arn.resource_id.into_iter().map(ToOwned::to_owned).collect()))
                }
                _ => None,
            }
        }
        Computed::Url(url) => {
            let url = library::Url::parse(url)?;
            match name {
                "scheme" => text(url.scheme),
                "authority" => text(url.authority),
                "path" => text(url.path),
                "normalizedPath" => text(&url.normalized_path),
                "isIp" => Some(Computed::Boolean(url.is_ip)),
                _ => None,
            }
        }
        Computed::Boolean(_) | Computed::Integer(_) | Computed::Text(_) | Computed::Texts(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use smithy_model::{Diagnostics, Sources, endpoint, json};

    use super::*;

    fn rules(rules: &str) -> RuleSet {
        let text = format!(
            r#"{{"version": "1.0", "parameters": {{
                "Region": {{"type": "String"}},
                "Stage": {{"type": "String", "required": true}},
                "UseFIPS": {{"type": "Boolean", "default": false}}
            }}, "rules": [{rules}]}}"#
        );
        let mut sources = Sources::default();
        let source = sources.add("rules.json", text);
        let mut diagnostics = Diagnostics::default();
        let node = json::parse(&sources, source, &mut diagnostics).expect("JSON");
        endpoint::rule_set(&node, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics:?}"))
    }

    fn url(rules: &RuleSet, params: &[(&str, &str)]) -> Result<String, String> {
        let text = |text: &str| ParameterValue::String(text.to_owned());
        let params: Vec<_> = params.iter().map(|(name, value)| ((*name).to_owned(), text(value))).collect();
        match evaluate(rules, &params) {
            Expectation::Endpoint(endpoint) => Ok(endpoint.url),
            Expectation::Error(error) => Err(error),
        }
    }

    #[test]
    fn conditions_are_tried_in_order_and_a_tree_decides_for_good() {
        let rules = rules(
            r#"{"type": "tree", "conditions": [{"fn": "isSet", "argv": [{"ref": "Region"}]}], "rules": [
                    {"type": "endpoint",
                     "conditions": [{"fn": "stringEquals", "argv": [{"ref": "Stage"}, "beta"]},
                                    {"fn": "substring", "argv": [{"ref": "Region"}, 0, 2, false], "assign": "r"}],
                     "endpoint": {"url": "https://{r}.example"}}]},
               {"type": "error", "conditions": [], "error": "no region for {Stage}"}"#,
        );
        let cases: [(&[(&str, &str)], _); 5] = [
            (&[("Region", "eu-1"), ("Stage", "beta")], Ok("https://eu.example")),
            (&[("Region", "e"), ("Stage", "beta")], Err("no endpoint rule matches")),
            (&[("Region", "eu-1"), ("Stage", "live")], Err("no endpoint rule matches")),
            (&[("Stage", "live")], Err("no region for live")),
            (&[("Region", "eu-1")], Err("the endpoint parameter Stage is not set")),
        ];
        for (params, expected) in cases {
            let expected = expected.map(ToOwned::to_owned).map_err(ToOwned::to_owned);
            assert_eq!(url(&rules, params), expected, "{params:?}");
        }
    }
}

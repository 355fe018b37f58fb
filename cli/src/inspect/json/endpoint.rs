//! Endpoint rules and their tests as JSON: expressions are text, plain values or objects with one key.

use serde_json::{Value, json};
use smithy_model::endpoint::{
    AuthScheme, Condition, Endpoint, EndpointTest, Expectation, Expression, Kind, Outcome, Parameter,
    ParameterValue, Part, Rule, RuleSet,
};

use super::object::Object;

/// Parameters and rules.
pub(super) fn rule_set(rules: &RuleSet) -> Value {
    let RuleSet { parameters, rules, blocks } = rules;
    let block = |block: &Vec<Rule>| block.iter().map(rule).collect::<Vec<_>>().into();
    Object::default()
        .list("parameters", parameters, parameter)
        .list("rules", rules, rule)
        .list("blocks", blocks, block)
        .into()
}

/// Returns a case: the settings, and the expected result.
pub(super) fn test(case: &EndpointTest) -> Value {
    let EndpointTest { documentation, params, expect, origin: _ } = case;
    let params = params.iter().fold(Object::default(), |object, (name, value)| object.keep(name, set(value)));
    let object = Object::default().put("documentation", documentation.as_deref()).object("params", params);
    match expect {
        Expectation::Endpoint(found) => object.keep("endpoint", endpoint(found, |text| text.as_str().into())),
        Expectation::Error(text) => object.keep("error", text.as_str()),
    }
    .into()
}

fn parameter(parameter: &Parameter) -> Value {
    let Parameter { name, kind, required, default, built_in, documentation } = parameter;
    Object::default()
        .text("name", name)
        .text("type", self::kind(*kind))
        .flag("required", *required)
        .put("default", default.as_ref().map(set))
        .put("builtIn", built_in.as_deref())
        .put("documentation", documentation.as_deref())
        .into()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "boolean",
        Kind::Integer => "integer",
        Kind::String => "string",
        Kind::StringArray => "stringArray",
        Kind::Partition => "partition",
        Kind::Arn => "arn",
        Kind::Url => "url",
    }
}

fn set(value: &ParameterValue) -> Value {
    match value {
        ParameterValue::Boolean(value) => (*value).into(),
        ParameterValue::String(text) => text.as_str().into(),
        ParameterValue::StringArray(texts) => texts.clone().into(),
    }
}

fn rule(rule: &Rule) -> Value {
    let Rule { conditions, outcome } = rule;
    let object = Object::default().list("conditions", conditions, condition);
    match outcome {
        Outcome::Endpoint(found) => object.keep("endpoint", endpoint(found, expression)),
        Outcome::Error(text) => object.keep("error", expression(text)),
        Outcome::Tree(rules) => object.list("rules", rules, self::rule),
        Outcome::Block(number) => object.keep("block", *number),
    }
    .into()
}

fn condition(condition: &Condition) -> Value {
    let Condition { expression, assign } = condition;
    Object::default().keep("if", self::expression(expression)).put("assign", assign.as_deref()).into()
}

fn endpoint<T>(endpoint: &Endpoint<T>, value: impl Fn(&T) -> Value) -> Value {
    let Endpoint { url, headers, auth_schemes } = endpoint;
    let headers = headers.iter().fold(Object::default(), |object, (name, values)| {
        object.keep(name, values.iter().map(&value).collect::<Vec<_>>())
    });
    Object::default()
        .keep("url", value(url))
        .object("headers", headers)
        .list("authSchemes", auth_schemes, |scheme| auth_scheme(scheme, &value))
        .into()
}

fn auth_scheme<T>(scheme: &AuthScheme<T>, value: impl Fn(&T) -> Value) -> Value {
    let AuthScheme { name, signing_name, signing_region, signing_region_set, disable_double_encoding } =
        scheme;
    Object::default()
        .text("name", name)
        .put("signingName", signing_name.as_ref().map(&value))
        .put("signingRegion", signing_region.as_ref().map(&value))
        .list("signingRegionSet", signing_region_set, &value)
        .flag("disableDoubleEncoding", *disable_double_encoding)
        .into()
}

fn expression(value: &Expression) -> Value {
    match value {
        Expression::Boolean(value) => (*value).into(),
        Expression::Integer(value) => (*value).into(),
        Expression::Text(parts) => text(parts),
        Expression::Reference(name, _) => json!({ "ref": name }),
        Expression::Attribute { of, name, kind: _ } => json!({ "attribute": [expression(of), name] }),
        Expression::Element { of, index } => json!({ "element": [expression(of), index] }),
        Expression::IsSet(inner) => json!({ "isSet": expression(inner) }),
        Expression::Not(inner) => json!({ "not": expression(inner) }),
        Expression::Equal(left, right) => json!({ "equal": [expression(left), expression(right)] }),
        Expression::Coalesce(values) => {
            json!({ "coalesce": values.iter().map(expression).collect::<Vec<_>>() })
        }
        Expression::Choice(values) => {
            let [condition, then, otherwise] = values.as_ref();
            json!({ "ite": [expression(condition), expression(then), expression(otherwise)] })
        }
        Expression::Call(function, arguments) => {
            let arguments: Vec<Value> = arguments.iter().map(expression).collect();
            json!({ "call": function.name(), "arguments": arguments })
        }
    }
}

/// Returns a plain text as a string, any other as a list of its parts.
fn text(parts: &[Part]) -> Value {
    match parts {
        [] => "".into(),
        [Part::Literal(text)] => text.as_str().into(),
        parts => {
            let part = |part: &Part| match part {
                Part::Literal(text) => text.as_str().into(),
                Part::Value(value) => expression(value),
            };
            json!({ "concat": parts.iter().map(part).collect::<Vec<Value>>() })
        }
    }
}

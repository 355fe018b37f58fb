//! Endpoint rules: the language in which a model says where requests go.
//!
//! A rule set is parsed and checked in one pass, with types and scopes. The result has no unknown references, passes no
//! value that may be unset where one is needed, and calls every function with arguments of the right types. Compiled
//! rules, a decision diagram, are converted to rules too.

mod attribute;
mod bdd;
mod call;
mod cases;
pub(crate) mod context;
mod contradiction;
mod evaluate;
mod expression;
mod forms;
mod parse;
mod path;
mod samples;
mod scope;
mod settle;
mod target;
mod template;
mod walk;

#[cfg(test)]
mod tests;

use serde_json::Value;

pub use bdd::compiled;
pub use cases::{EndpointTest, Expectation, check_tests, tests};
pub use contradiction::confirmed;
pub use evaluate::evaluate;
pub use expression::{Expression, Function, Kind, Part, Type};
pub use forms::{Documents, install};
pub use parse::rule_set;
pub use path::{ContextPath, PathStep};
pub use samples::{Settings, samples};
pub use target::{AuthScheme, Endpoint};

use crate::{Diagnostics, Model, Parts, SourceId, Sources, Unvalidated, json};

/// The rules of a service.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSet {
    /// The parameters, in the order of the model.
    pub parameters: Vec<Parameter>,
    /// The rules; the first whose conditions hold decides.
    pub rules: Vec<Rule>,
    /// Rules that are used in several places. A block only leads to later blocks.
    pub blocks: Vec<Vec<Rule>>,
}

/// A parameter of the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name in the rules: `UseFIPS`.
    pub name: String,
    /// The kind of its values: a boolean, a text or a list of texts.
    pub kind: Kind,
    /// It must have a value, at least a default.
    pub required: bool,
    /// The value if none is set.
    pub default: Option<ParameterValue>,
    /// The client setting that it follows: `AWS::Region`.
    pub built_in: Option<String>,
    /// The documentation as the model has it.
    pub documentation: Option<String>,
}

impl Parameter {
    /// Whether a value must be set.
    pub fn is_demanded(&self) -> bool {
        self.required && self.default.is_none()
    }

    /// The type that rules see: a parameter that is not required and has no default may be unset.
    pub fn value_type(&self) -> Type {
        Type { kind: self.kind, optional: !self.required && self.default.is_none() }
    }
}

/// A value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterValue {
    /// True or false.
    Boolean(bool),
    /// A text.
    String(String),
    /// A list of texts.
    StringArray(Vec<String>),
}

impl ParameterValue {
    /// The kind of the value.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Boolean(_) => Kind::Boolean,
            Self::String(_) => Kind::String,
            Self::StringArray(_) => Kind::StringArray,
        }
    }

    /// Converts from JSON; returns `None` if no parameter can have such a value.
    pub fn from_json(json: &Value) -> Option<Self> {
        match json {
            Value::Bool(value) => Some(Self::Boolean(*value)),
            Value::String(text) => Some(Self::String(text.clone())),
            Value::Array(items) => {
                let texts: Option<Vec<_>> =
                    items.iter().map(|item| item.as_str().map(ToOwned::to_owned)).collect();
                texts.map(Self::StringArray)
            }
            _ => None,
        }
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The conditions, all of which must hold. They are evaluated in order; a later one may use what an earlier one
    /// assigned.
    pub conditions: Vec<Condition>,
    /// The result if they hold.
    pub outcome: Outcome,
}

/// A condition. It holds if its value is neither unset nor false.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The value.
    pub expression: Expression,
    /// The name of the value in later conditions and in the outcome.
    pub assign: Option<String>,
}

/// The result of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// An endpoint.
    Endpoint(Endpoint<Expression>),
    /// No endpoint, with the reason.
    Error(Expression),
    /// The first of these rules that matches decides. If none matches, there is no endpoint, and no later rule is
    /// tried.
    Tree(Vec<Rule>),
    /// The rules of this block decide in the same way.
    Block(usize),
}

/// Adds the rules and tests from the separate files that C2J has.
pub fn attach(
    model: &mut Option<Model<Unvalidated>>,
    sources: &Sources,
    parts: Parts,
    diagnostics: &mut Diagnostics,
) {
    let mut read = |part: Option<SourceId>| part.and_then(|part| json::parse(sources, part, diagnostics));
    let rules = read(parts.endpoint_rules);
    let compiled = read(parts.endpoint_bdd);
    let tests = read(parts.endpoint_tests);
    if let Some(model) = model {
        let documents =
            Documents { rules: rules.as_ref(), compiled: compiled.as_ref(), tests: tests.as_ref() };
        install(model, documents, diagnostics);
    }
}

//! Endpoint rules: the little language in which a model says where requests go.
//!
//! A rule set is read and checked in one pass, with types and scopes: what comes out refers to nothing unknown,
//! passes nothing that may be unset where a value is needed, and calls every function with what it takes. Compiled rules, a
//! graph of decisions, come out as rules too.

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
    /// What the rules know of a call, in the order of the model.
    pub parameters: Vec<Parameter>,
    /// The rules; the first whose conditions hold decides.
    pub rules: Vec<Rule>,
    /// Rules that others lead to from several places. A block leads to no block before it.
    pub blocks: Vec<Vec<Rule>>,
}

/// Something that the rules know of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name in the rules: `UseFIPS`.
    pub name: String,
    /// What its values are: a boolean, a text or a list of texts.
    pub kind: Kind,
    /// It has to be set, by its default if by nothing else.
    pub required: bool,
    /// The value it has when nobody sets it.
    pub default: Option<ParameterValue>,
    /// The setting of the client it follows: `AWS::Region`.
    pub built_in: Option<String>,
    /// The documentation as the model has it.
    pub documentation: Option<String>,
}

impl Parameter {
    /// Whether somebody has to set it.
    pub fn is_demanded(&self) -> bool {
        self.required && self.default.is_none()
    }

    /// What a rule may rely on: a parameter without default that need not be set may be unset.
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
    /// What the value is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Boolean(_) => Kind::Boolean,
            Self::String(_) => Kind::String,
            Self::StringArray(_) => Kind::StringArray,
        }
    }

    /// The value that JSON stands for, where a parameter can have it.
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
    /// What must hold, all of it and in this order; a later condition may use what an earlier one assigned.
    pub conditions: Vec<Condition>,
    /// What then happens.
    pub outcome: Outcome,
}

/// A condition: holds when its value is neither unset nor false.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The value.
    pub expression: Expression,
    /// The name the value goes by in what follows.
    pub assign: Option<String>,
}

/// What a rule comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// An endpoint.
    Endpoint(Endpoint<Expression>),
    /// There is no endpoint, and this text says why.
    Error(Expression),
    /// One of these rules decides; when none does, there is no endpoint, and no later rule is asked.
    Tree(Vec<Rule>),
    /// One of the rules of this block decides, likewise.
    Block(usize),
}

/// Adds the rules and tests that stand in files of their own, as C2J has them.
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

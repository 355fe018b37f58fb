//! The endpoint rules of a service in Rust: a structure of parameters, and functions with plain `if`s.

mod blocks;
mod cases;
mod lower;
mod split;
mod url;
mod value;

use smithy_model::endpoint::{Endpoint, EndpointTest, Kind, Parameter, ParameterValue, RuleSet, confirmed};
use smithy_model::{Diagnostics, Model, Validated};

use super::docs;
pub use value::{Form, Local, Piece, Value};

/// The file `endpoint.rs` of a generated crate.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointPlan {
    /// The fields of `Params`.
    pub fields: Vec<Field>,
    /// The functions; the first is `resolve`, which calls the others.
    pub functions: Vec<Function>,
    /// The cases of its tests.
    pub cases: Vec<EndpointTest>,
}

/// A field of `Params`: a parameter of the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name in the rules, as tests spell it: `UseFIPS`.
    pub parameter: String,
    /// The name in Rust: `use_fips`.
    pub name: String,
    /// The type inside of an `Option`, if there is one: a boolean, a text, a list of texts.
    pub kind: Kind,
    /// The default; without one, the field is an `Option`.
    pub default: Option<ParameterValue>,
    /// Lines of its doc comment.
    pub docs: Vec<String>,
    /// The setting of every client from which it takes its value.
    pub built_in: Option<BuiltIn>,
    /// It is a setting of this service's clients.
    pub client: bool,
}

/// A setting that every client has and endpoint rules can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltIn {
    /// `AWS::Region`, which the host is made of.
    Region,
    /// `AWS::UseFIPS`
    UseFips,
    /// `AWS::UseDualStack`
    UseDualStack,
    /// `SDK::Endpoint`
    Url,
}

impl BuiltIn {
    fn of(parameter: &Parameter) -> Option<Self> {
        Some(match (parameter.built_in.as_deref()?, parameter.kind) {
            ("AWS::Region", Kind::String) => Self::Region,
            ("AWS::UseFIPS", Kind::Boolean) => Self::UseFips,
            ("AWS::UseDualStack", Kind::Boolean) => Self::UseDualStack,
            ("SDK::Endpoint", Kind::String) => Self::Url,
            _ => return None,
        })
    }
}

impl Field {
    /// Whether the default is `Default::default()` of the field's type.
    pub fn has_usual_default(&self) -> bool {
        match &self.default {
            None | Some(ParameterValue::Boolean(false)) => true,
            Some(ParameterValue::Boolean(true)) => false,
            Some(ParameterValue::String(text)) => text.is_empty(),
            Some(ParameterValue::StringArray(texts)) => texts.is_empty(),
        }
    }
}

/// A function that returns an endpoint or an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Whether it takes the parameters of the rules.
    pub takes_params: bool,
    /// Its other arguments.
    pub arguments: Vec<Local>,
    /// Its statements; the last one gives the result.
    pub body: Vec<Step>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// `let partition = Partition::of(region);`
    Let(Local, Value),
    /// `let Some(region) = &params.region else { return Err(..) };`, or an `if` of the opposite.
    Guard(Condition, Outcome),
    /// `if let Some(region) = &params.region && params.use_fips { .. }`
    If(Vec<Condition>, Vec<Step>),
    /// `return Err(..);`, or the same as the value of the function at its end.
    Return(Outcome),
}

/// A condition of an `if`.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// A boolean.
    Test(Value),
    /// `let Some(local) = value`
    Bind(Local, Value),
}

/// A result.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// An endpoint.
    Endpoint(Box<Endpoint<Value>>),
    /// An error with this text.
    Error(Value),
    /// The error that a parameter, by its name in the rules, is not set.
    Missing(String),
    /// The error that no rule matches.
    NoMatch,
    /// The result of another function: its name, whether it takes the parameters, and its other arguments.
    Call(String, bool, Vec<Local>),
}

/// Plans the endpoint rules of a service, if it has any.
pub(crate) fn plan(model: &Model<Validated>, diagnostics: &mut Diagnostics) -> Option<EndpointPlan> {
    let rules = model.endpoint_rules.as_ref()?;
    let tests = confirmed(rules, &model.endpoint_tests, diagnostics);
    let mut plan = plan_rules(rules, &tests);
    for (name, documentation) in &model.service.client_context {
        for field in plan.fields.iter_mut().filter(|field| field.parameter == *name) {
            field.client = true;
            if field.docs.is_empty() {
                field.docs = documentation.as_deref().map(docs::markdown).unwrap_or_default();
            }
        }
    }
    Some(plan)
}

/// Plans endpoint rules. The tests are those of the model, or are derived from the rules if it has none.
pub fn plan_rules(rules: &RuleSet, tests: &[EndpointTest]) -> EndpointPlan {
    let fields = fields(&rules.parameters);
    let bodies = lower::lower(rules, &fields);
    let mut functions = split::split(bodies);
    url::mark(&mut functions, &fields);
    let mut cases = if tests.is_empty() { cases::derived_tests(rules) } else { tests.to_vec() };
    for case in &mut cases {
        // The parameters of a test are a JSON object, whose order has no meaning.
        let place = |name: &str| rules.parameters.iter().position(|parameter| parameter.name == name);
        case.params.sort_by_key(|(name, _)| place(name));
    }
    EndpointPlan { fields, functions, cases }
}

fn fields(parameters: &[Parameter]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        let taken = |name: &str| fields.iter().any(|field| field.name == name);
        let name = value::free_name(&value::variable(&parameter.name), taken);
        fields.push(Field {
            parameter: parameter.name.clone(),
            name,
            kind: parameter.kind,
            default: parameter.default.clone(),
            docs: parameter.documentation.as_deref().map(docs::markdown).unwrap_or_default(),
            built_in: BuiltIn::of(parameter),
            client: false,
        });
    }
    fields
}

//! Cases as Rust tests.

mod answer;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use smithy_codegen::plan::operation::OperationPlan;
use smithy_model::Model;
use smithy_model::ir::Operation;

use crate::conformance::suite::{Action, Case, Request};
use crate::conformance::unit::{Unit, is_cbor};
use crate::conformance::{check, events, facts, literal, values};

/// How long the arguments of a call may be on one line; as in rustfmt.
const WIDTH: usize = 60;

/// A test in Rust.
#[derive(Debug)]
pub(super) struct Code {
    /// The function.
    text: String,
    /// The module of its operation, and the items that it uses from there.
    module: String,
    names: Vec<String>,
    /// Whether it reads a response.
    reads: bool,
}

/// The file of a crate's tests.
pub(super) fn file(package: &str, tests: &[&Code]) -> String {
    let mut imports = BTreeMap::<_, BTreeSet<_>>::new();
    for test in tests {
        imports.entry(test.module.as_str()).or_default().extend(test.names.iter().map(String::as_str));
    }
    let mut text = "//! What the operations send, and what they read.\n\nmod support;\n\n".to_owned();
    if tests.iter().any(|test| test.reads) {
        text.extend(["use ", package, "::Operation;\n"]);
    }
    for (module, names) in imports {
        let names: Vec<_> = names.into_iter().collect();
        let names = match names.as_slice() {
            [name] => (*name).to_owned(),
            names => format!("{{{}}}", names.join(", ")),
        };
        text.extend(["use ", package, "::operation::", module, "::", &names, ";\n"]);
    }
    text.extend(tests.iter().map(|test| test.text.as_str()));
    text
}

/// Renders the test of a case, or returns why it can have none.
pub(super) fn test(unit: &Unit, case: &Case, name: &str) -> Result<Code, String> {
    let plan = unit.operations.iter().find(|operation| operation.name == case.operation);
    let called = plan.zip(unit.operation(&case.operation));
    let (plan, operation) = called.ok_or_else(|| format!("there is no operation `{}`", case.operation))?;
    let mut writer = Writer { model: &unit.model, plan, operation, body: String::new(), names: Vec::new() };
    let input = writer.input();
    writer.names.push(input);
    match &case.action {
        Action::Request { params, expected } => {
            let params = values::structure(&unit.model, operation.input, params);
            writer.request(&params, expected, None);
        }
        Action::Response { response, expected } => writer.answer(response, expected)?,
        Action::Events(case) => {
            if let Some(params) = events::params(&unit.model, operation.input, case) {
                writer.request(&params, &case.request, Some(&case.sent));
            }
            if let Some(response) = &case.response {
                writer.events(response, case)?;
            }
        }
    }
    let about: String = case.documentation.iter().flat_map(|text| text.lines()).map(documentation).collect();
    let Writer { body, names, .. } = writer;
    Ok(Code {
        text: format!("\n{about}#[test]\nfn {name}() {{\n{body}}}\n"),
        module: plan.module.to_string(),
        names,
        reads: !matches!(case.action, Action::Request { .. }),
    })
}

fn documentation(line: &str) -> String {
    format!("{}\n", format!("/// {}", line.trim()).trim_end())
}

/// Writes the statements of a test.
struct Writer<'u> {
    model: &'u Model,
    plan: &'u OperationPlan,
    operation: &'u Operation,
    body: String,
    names: Vec<String>,
}

impl Writer<'_> {
    fn input(&self) -> String {
        self.plan.input.path.name().to_string()
    }

    /// Writes a line of the function.
    fn line(&mut self, line: &str) {
        self.body.extend(["    ", line, "\n"]);
    }

    /// Writes the call of a function, with one argument per line if it is too long for one line.
    fn call(&mut self, start: &str, arguments: &[String], end: &str) {
        let inline = arguments.join(", ");
        if inline.len() <= WIDTH && !inline.contains('\n') {
            return self.line(&format!("{start}({inline}){end}"));
        }
        self.line(&format!("{start}("));
        for argument in arguments {
            self.line(&format!("    {argument},"));
        }
        self.line(&format!("){end}"));
    }

    fn request(&mut self, params: &Value, expected: &Request, sent: Option<&[Value]>) {
        let params = self.value("input", params);
        self.line(&format!("support::request::<{}>({params})", self.input()));
        for check in check::of(expected, is_cbor(self.model)) {
            self.line(&format!("    {}", check.rust()));
        }
        if let Some(sent) = sent {
            self.sent(sent);
        }
        self.line("    .check();");
    }

    fn sent(&mut self, events: &[Value]) {
        if events.is_empty() {
            return self.line("    .events(&[])");
        }
        self.line("    .events(&[");
        for event in events {
            let facts = facts::of(event);
            let facts: Vec<_> =
                facts.iter().map(|fact| format!("\n                {}", fact.rust())).collect();
            let facts = facts.concat();
            self.line(&format!("        support::Event::new(){facts},"));
        }
        self.line("    ])");
    }

    /// Writes a value as JSON text, as a named constant if it is long.
    fn value(&mut self, name: &str, value: &Value) -> String {
        let json = literal::json(value, 4);
        if !json.contains('\n') {
            return json;
        }
        self.line(&format!("let {name} = {json};"));
        name.to_owned()
    }

    /// `let response = …;`
    fn response(&mut self, response: &Value) {
        let status = response.get("status_code").and_then(Value::as_u64).unwrap_or(200);
        let headers = response.get("headers").and_then(Value::as_object).into_iter().flatten();
        let header = |(name, value): (&String, &Value)| {
            format!("({}, {})", literal::text(name), literal::text(value.as_str().unwrap_or_default()))
        };
        let headers: Vec<_> = headers.map(header).collect();
        let body = response.get("body").and_then(Value::as_array).into_iter().flatten();
        let body: Vec<_> =
            body.filter_map(Value::as_u64).filter_map(|byte| u8::try_from(byte).ok()).collect();
        let arguments = [status.to_string(), format!("&[{}]", headers.join(", ")), literal::bytes(&body)];
        self.call("let response = support::response", &arguments, ";");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use smithy_codegen::Config;

    use super::*;
    use crate::conformance::{suite, unit};

    const EXPECTED: &str = r##"//! What the operations send, and what they read.

mod support;

use wells::Operation;
use wells::operation::dig::{DigError, DigInput};

/// Digs.
#[test]
fn dig_deep() {
    support::request::<DigInput>(r#"{"depth":9}"#)
        .method("POST")
        .path("/wells")
        .query(&["a=1"])
        .header("X-A", "b")
        .body(r#"{"depth": 9}"#)
        .check();
}

#[test]
fn water() {
    let response = support::response(200, &[], r#"{"depth": 8}"#);
    let output = support::output(DigInput::response(&response));
    support::assert_json("output", &output, r#"{"depth":8}"#);
}

#[test]
fn stone() {
    let response = support::response(
        400,
        &[("X-Amzn-Errortype", "StoneException"), ("X-Amzn-RequestId", "8f1c")],
        "{}",
    );
    let error = support::error("StoneException", DigInput::response(&response));
    assert_eq!(error.code(), Some("StoneException"));
    let DigError::Stone(members) = &error else {
        panic!("expected the modeled error StoneException, found: {error}");
    };
    support::assert_json("error", members.modeled(), "{}");
}
"##;

    fn model() -> String {
        let depth = json!({"type": "structure", "members": {"depth": {"target": "smithy.api#Integer"}}});
        let case = |id: &str, case: Value| {
            let mut case = case;
            case["id"] = id.into();
            case["protocol"] = "aws.protocols#restJson1".into();
            json!([case])
        };
        let sent = json!({
            "documentation": "Digs.", "method": "POST", "uri": "/wells", "queryParams": ["a=1"],
            "headers": {"X-A": "b"}, "body": "{\"depth\": 9}", "params": {"depth": 9},
        });
        let read = json!({"code": 200, "body": "{\"depth\": 8}", "params": {"depth": 8}});
        let headers = json!({"X-Amzn-Errortype": "StoneException", "X-Amzn-RequestId": "8f1c"});
        let refused = json!({"code": 400, "headers": headers, "body": "{}"});
        let shapes = json!({
            "a#Wells": {
                "type": "service", "version": "1", "operations": [{"target": "a#Dig"}],
                "traits": {"aws.protocols#restJson1": {}},
            },
            "a#Dig": {
                "type": "operation", "input": {"target": "a#In"}, "output": {"target": "a#Out"},
                "errors": [{"target": "a#StoneException"}],
                "traits": {
                    "smithy.api#http": {"method": "POST", "uri": "/wells", "code": 200},
                    "smithy.test#httpRequestTests": case("DigDeep", sent),
                    "smithy.test#httpResponseTests": case("water", read),
                },
            },
            "a#In": depth, "a#Out": depth,
            "a#StoneException": {"type": "structure", "traits": {
                "smithy.api#error": "client", "smithy.test#httpResponseTests": case("stone", refused),
            }},
        });
        json!({"smithy": "2.0", "shapes": shapes}).to_string()
    }

    #[test]
    fn tests_read_as_if_written_by_hand() {
        let suites = suite::read("wells", &model()).expect("it has cases");
        let unit = unit::generate("wells".to_owned(), &suites[0], Config::default());
        let unit = unit.unwrap_or_else(|verdict| panic!("{verdict:?}"));
        let names = ["dig_deep", "water", "stone"];
        let test = |(case, name)| test(&unit, case, name).expect("the crate has the operation");
        let tests: Vec<_> = suites[0].cases.iter().zip(names).map(test).collect();
        assert_eq!(file("wells", &tests.iter().collect::<Vec<_>>()), EXPECTED);
    }
}

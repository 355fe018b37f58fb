//! Statements that read a response.

use serde_json::Value;
use smithy_codegen::plan::structure::MemberPlan;
use smithy_codegen::plan::types::RustType;

use super::Writer;
use crate::conformance::suite::{Events, Expected};
use crate::conformance::{literal, values};

impl Writer<'_> {
    /// Reads a response, as an output or an error.
    pub(super) fn answer(&mut self, response: &Value, expected: &Expected) -> Result<(), String> {
        self.response(response);
        match expected {
            Expected::Output(output) => {
                self.output("let output = ");
                let output = values::output(self.model, self.operation.output, output);
                self.json("output", "&output", &output);
            }
            Expected::Error { shape, code, message, members } => {
                let variant = self.variant(shape);
                if variant.is_none() && code.is_none() {
                    return Err(format!("the operation has no error `{shape}`, and the case no code"));
                }
                self.line(&format!(
                    "let error = support::error({shape:?}, {}::response(&response));",
                    self.input()
                ));
                self.texts("code", code.as_deref());
                self.texts("message", message.as_deref());
                if let Some(variant) = variant {
                    self.members(shape, &variant, members);
                }
            }
        }
        Ok(())
    }

    /// Reads a response with events, and the error at their end.
    pub(super) fn events(&mut self, response: &Value, case: &Events) -> Result<(), String> {
        self.response(response);
        let is_events = |member: &&MemberPlan| matches!(member.ty, RustType::EventStream(_));
        let member = self.plan.output.members.iter().find(is_events);
        match (&case.failure, member) {
            (Some(failure), member) => self.end(failure.error.as_deref(), member)?,
            (None, None) => self.output(""),
            (None, Some(MemberPlan { ident, wire, .. })) => {
                self.output("let output = ");
                let events = self.model.events(self.operation.output);
                let event = |event| events.map(|events| values::structure(self.model, events.target, event));
                let read: Value = case.read.iter().filter_map(event).collect();
                let arguments = [format!("output.{ident}.clone()"), self.value("events", &read)];
                self.call("support::assert_events", &arguments, ";");
                if let Some(output) = &case.output {
                    let output = values::structure(self.model, self.operation.output, output);
                    let beside = self.value("beside", &output);
                    let arguments = ["&output".to_owned(), literal::text(wire), beside];
                    self.call("support::assert_beside", &arguments, ";");
                }
            }
        }
        Ok(())
    }

    fn output(&mut self, binding: &str) {
        self.line(&format!("{binding}support::output({}::response(&response));", self.input()));
    }

    /// Writes the error of this shape, which ends the events or is the whole response.
    fn end(&mut self, shape: Option<&str>, events: Option<&MemberPlan>) -> Result<(), String> {
        let input = self.input();
        let read = match events {
            Some(MemberPlan { ident, .. }) => {
                format!("support::end({input}::response(&response), |output| output.{ident});")
            }
            None => {
                let expected = shape.unwrap_or("of any kind");
                format!("support::error({expected:?}, {input}::response(&response));")
            }
        };
        let Some(shape) = shape else {
            self.line(&read);
            return Ok(());
        };
        let variant = self.variant(shape).ok_or_else(|| format!("the operation has no error `{shape}`"))?;
        self.line(&format!("let error = {read}"));
        self.texts("code", Some(shape));
        let modeled = format!("matches!(error, {}::{variant}(_))", self.error());
        self.line(&format!("assert!({modeled}, \"expected the modeled error {shape}, found: {{error}}\");"));
        Ok(())
    }

    fn error(&mut self) -> String {
        let error = self.plan.error.to_string();
        self.names.push(error.clone());
        error
    }

    /// Returns the variant of a shape, whose name is the first of its codes.
    fn variant(&self, shape: &str) -> Option<String> {
        let is_shape = |code: Option<&String>| code.is_some_and(|code| code == shape);
        let error = self.plan.errors.iter().find(|error| is_shape(error.codes.first()))?;
        Some(error.ident.to_string())
    }

    /// Asserts what an accessor of the error returns, if it is known.
    fn texts(&mut self, accessor: &str, expected: Option<&str>) {
        if let Some(expected) = expected {
            self.line(&format!("assert_eq!(error.{accessor}(), Some({}));", literal::text(expected)));
        }
    }

    fn members(&mut self, shape: &str, variant: &str, members: &Value) {
        let error = self.error();
        self.line(&format!("let {error}::{variant}(members) = &error else {{"));
        self.line(&format!("    panic!(\"expected the modeled error {shape}, found: {{error}}\");"));
        self.line("};");
        let id = self.operation.errors.iter().find(|id| self.model.shape(**id).name == shape);
        let members = id.map(|id| values::structure(self.model, *id, members)).unwrap_or_default();
        self.json("error", "members.modeled()", &members);
    }

    fn json(&mut self, what: &str, value: &str, expected: &Value) {
        let arguments = [format!("{what:?}"), value.to_owned(), self.value("expected", expected)];
        self.call("support::assert_json", &arguments, ";");
    }
}

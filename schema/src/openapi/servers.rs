//! Describes where requests go, as far as the model says so.

use serde_json::Value;

use super::super::object::Object;
use smithy_model::Validated;
use smithy_model::endpoint::{EndpointTest, Expectation, ParameterValue};
use smithy_model::ir::{Model, Operation, UriPart};

/// A default endpoint: the host, and the base path.
struct Endpoint {
    host: String,
    path: String,
}

/// Returns the servers of the service: for signatures, and for certificates if they have a separate port.
pub(super) fn servers(model: &Model<Validated>) -> Vec<Value> {
    let Some(endpoint) = endpoint(model) else { return Vec::new() };
    let variables = || Object::of("endpoint", Object::of("default", endpoint.host.as_str()));
    let server =
        Object::of("url", format!("https://{{endpoint}}{}", endpoint.path)).with("variables", variables());
    let by_certificate = model.service.mutual_tls_port.map(|port| {
        Object::of("url", format!("https://{{endpoint}}:{port}{}", endpoint.path))
            .with("description", "With a client certificate.")
            .with("variables", variables())
    });
    std::iter::once(server).chain(by_certificate).map(Value::from).collect()
}

/// Returns the server of an operation with a host prefix. A label's default is its name.
pub(super) fn of_operation(model: &Model<Validated>, operation: &Operation) -> Vec<Value> {
    let (Some(prefix), Some(endpoint)) = (&operation.host_prefix, endpoint(model)) else { return Vec::new() };
    let written: String = prefix.iter().map(ToString::to_string).collect();
    let label = |label: &str| (label.to_owned(), Object::of("default", label));
    let labels = prefix.iter().filter_map(UriPart::label).map(label);
    let host = ("endpoint".to_owned(), Object::of("default", endpoint.host));
    let variables: Object = labels.chain([host]).collect();
    let url = format!("https://{written}{{endpoint}}{}", endpoint.path);
    vec![Object::of("url", url).with("variables", variables).into()]
}

fn endpoint(model: &Model<Validated>) -> Option<Endpoint> {
    let tested = model.endpoint_tests.iter().find_map(|test| tested(model, test));
    let prefix = model.service.endpoint_prefix.as_deref();
    let usual = || prefix.map(|prefix| format!("{prefix}.us-east-1.amazonaws.com"));
    let address = tested.map(ToOwned::to_owned).or_else(usual)?;
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    Some(Endpoint { host: host.to_owned(), path: path.trim_end_matches('/').to_owned() })
}

/// Returns the endpoint of a test that only sets a region.
fn tested<'m>(model: &'m Model<Validated>, test: &'m EndpointTest) -> Option<&'m str> {
    let parameters = &model.endpoint_rules.as_ref()?.parameters;
    let is_region = |name: &str| {
        let parameter = parameters.iter().find(|parameter| parameter.name == name);
        parameter.is_some_and(|parameter| parameter.built_in.as_deref() == Some("AWS::Region"))
    };
    let mut params = test.params.iter();
    let plain = params.all(|(name, value)| *value == ParameterValue::Boolean(false) || is_region(name));
    match &test.expect {
        Expectation::Endpoint(endpoint) if plain => endpoint.url.strip_prefix("https://"),
        _ => None,
    }
}

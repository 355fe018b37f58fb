//! Makes the calls of the table by name with the committed crate, async and blocking.

use iot_jobs_data::credentials::Credentials;
use iot_jobs_data::{Checks, Client, Config, blocking};
use serde_json::{Value, json};

use crate::table::{Call, Round};

/// Makes the calls with the async client; returns an output, or an error, for each.
pub(crate) async fn asynchronous(
    endpoint: &str,
    round: &Round,
    calls: &[Call],
) -> Result<Vec<Value>, String> {
    let client = Client::new(config(endpoint, round)?);
    let mut outputs = Vec::new();
    for Call { operation, parameters, .. } in calls {
        outputs.push(output(client.invoke(operation, parameters.clone()).await));
    }
    Ok(outputs)
}

/// Makes the calls with the blocking client; returns an output, or an error, for each.
pub(crate) fn blocking(endpoint: &str, round: &Round, calls: &[Call]) -> Result<Vec<Value>, String> {
    let client = blocking::Client::new(config(endpoint, round)?);
    let call = |call: &Call| output(client.invoke(&call.operation, call.parameters.clone()));
    Ok(calls.iter().map(call).collect())
}

/// Returns a configuration with one attempt per call, and without checks: the table has some values that the service
/// would refuse.
fn config(endpoint: &str, round: &Round) -> Result<Config, String> {
    let credentials = Credentials::new(
        &round.access_key_id,
        &round.secret_access_key,
        round.session_token.clone(),
        None,
        "table",
    );
    let config = Config::builder()
        .endpoint_url(endpoint)
        .region(&round.region)
        .credentials(credentials)
        .checks(Checks::none())
        .max_attempts(1)
        .build();
    config.map_err(|error| error.to_string())
}

fn output<E: std::fmt::Display>(answer: Result<Value, E>) -> Value {
    match answer {
        Ok(output) => json!({"output": output}),
        Err(error) => json!({"error": error.to_string()}),
    }
}

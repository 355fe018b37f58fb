//! The table of calls for boto3 and the client.

use std::path::Path;

use serde_json::Value;

use crate::read_json;

/// The calls, and the settings with which all of them are made, one round after the other.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) rounds: Vec<Round>,
    pub(crate) calls: Vec<Call>,
}

/// The settings of a client.
#[derive(Debug)]
pub(crate) struct Round {
    pub(crate) name: String,
    /// The base path of the endpoint.
    pub(crate) path: String,
    pub(crate) region: String,
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
    pub(crate) session_token: Option<String>,
}

/// One call.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) operation: String,
    /// The input as JSON with serialized names.
    pub(crate) parameters: Value,
    /// The server's response.
    pub(crate) answer: Value,
}

impl Table {
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let table = read_json(path)?;
        let parts = || Some((table.get("rounds")?.as_array()?, table.get("calls")?.as_array()?));
        let (rounds, calls) = parts().ok_or("the table has no rounds or no calls")?;
        let rounds = rounds.iter().map(round).collect::<Option<_>>();
        let calls = calls.iter().map(call).collect::<Option<_>>();
        let table = rounds.zip(calls).map(|(rounds, calls)| Self { rounds, calls });
        table.ok_or_else(|| "a round or a call of the table lacks a key".to_owned())
    }
}

fn round(round: &Value) -> Option<Round> {
    let text = |key| round.get(key)?.as_str().map(str::to_owned);
    Some(Round {
        name: text("name")?,
        path: text("path")?,
        region: text("region")?,
        access_key_id: text("accessKeyId")?,
        secret_access_key: text("secretAccessKey")?,
        session_token: text("sessionToken"),
    })
}

fn call(call: &Value) -> Option<Call> {
    let operation = call.get("operation")?.as_str()?.to_owned();
    let (parameters, answer) = (call.get("parameters")?.clone(), call.get("answer")?.clone());
    Some(Call { operation, parameters, answer })
}

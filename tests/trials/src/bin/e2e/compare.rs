//! Compares the requests of boto3 and of the client for the same calls, and their outputs.

use std::net::SocketAddr;

use loopback::server::{Answer, Recorded, Server};
use loopback::sigv4;
use serde_json::Value;

use crate::boto3::Script;
use crate::table::{Call, Round, Table};
use crate::{calls, difference, runtime};

/// The requests and outputs of one client.
struct Run {
    address: SocketAddr,
    requests: Vec<Recorded>,
    outputs: Vec<Value>,
}

/// Makes all calls of the table in all rounds, three times each: with boto3, async and blocking.
pub(crate) fn compare(script: &Script<'_>) -> Result<(), String> {
    let table = Table::read(script.table)?;
    let mut faults = Vec::new();
    for (number, round) in table.rounds.iter().enumerate() {
        let boto3 = record(round, &table.calls, |endpoint| script.call(endpoint, number))?;
        let runtime = runtime()?;
        let asynchronous = record(round, &table.calls, |endpoint| {
            runtime.block_on(calls::asynchronous(endpoint, round, &table.calls))
        })?;
        let blocking =
            record(round, &table.calls, |endpoint| calls::blocking(endpoint, round, &table.calls))?;
        for (name, run) in [("async", asynchronous), ("blocking", blocking)] {
            let found = judge(&table, round, &boto3, &run);
            if found.is_empty() {
                let (count, round) = (table.calls.len(), &round.name);
                println!("ok      boto3 and the {name} client agree in {count} calls, {round}");
            }
            faults.extend(found.into_iter().map(|fault| format!("{name}, {}: {fault}", round.name)));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\nfailed  ")) }
}

/// Lets a client make the calls to a server that responds according to the table.
fn record(
    round: &Round,
    calls: &[Call],
    make: impl FnOnce(&str) -> Result<Vec<Value>, String>,
) -> Result<Run, String> {
    let answers: Vec<Answer> = calls.iter().map(|call| Answer::json(200, &call.answer.to_string())).collect();
    let server = Server::plain(answers);
    let outputs = make(&(server.url() + &round.path))?;
    Ok(Run { address: server.address(), requests: server.requests(), outputs })
}

fn judge(table: &Table, round: &Round, boto3: &Run, client: &Run) -> Vec<String> {
    let counts = [boto3, client].map(|run| run.requests.len());
    if counts != [table.calls.len(); 2] {
        let outputs =
            client.outputs.iter().chain(&boto3.outputs).filter(|output| output.get("error").is_some());
        let errors: Vec<String> = outputs.map(Value::to_string).collect();
        return vec![format!("boto3 and the client made {counts:?} requests; {}", errors.join("; "))];
    }
    let mut faults = Vec::new();
    let requests = boto3.requests.iter().zip(&client.requests);
    let outputs = boto3.outputs.iter().zip(&client.outputs);
    for (index, (call, (requests, outputs))) in table.calls.iter().zip(requests.zip(outputs)).enumerate() {
        let mut found = difference::differences(requests.0, requests.1);
        match (scope(requests.0, boto3, round), scope(requests.1, client, round)) {
            (Ok(boto3), Ok(client)) => found.extend(difference::difference("signed", &boto3, &client)),
            (boto3, client) => found.extend(
                [("boto3", boto3), ("the client", client)]
                    .into_iter()
                    .filter_map(|(who, scope)| Some(format!("{who}: {}", scope.err()?))),
            ),
        }
        if outputs.0 != outputs.1 {
            found.push(format!("output: boto3 reads {}, the client reads {}", outputs.0, outputs.1));
        }
        let place = |fault| format!("call {index}, {}: {fault}", call.operation);
        faults.extend(found.into_iter().map(place));
    }
    faults
}

/// Returns the scope of a request's signature: key, region, service and the names of the signed headers.
///
/// Fails if the signature is wrong, or the request is for another host than the one that received it.
fn scope(request: &Recorded, run: &Run, round: &Round) -> Result<[String; 4], String> {
    let host = request.header("host").unwrap_or_default();
    if host != run.address.to_string() {
        return Err(format!("the host is {host}, not {}", run.address));
    }
    let scope = sigv4::verify(request, &round.secret_access_key, round.session_token.as_deref())?;
    Ok([scope.access_key, scope.region, scope.service, scope.signed_headers.join(";")])
}

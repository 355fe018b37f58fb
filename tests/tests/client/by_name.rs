//! Calls by name: JSON in and out, and names that the service does not have.

use iot_jobs_data::test_util::{Script, SentRequest};
use iot_jobs_data::{CallOptions, Client, Config, Failure, InvokeError, blocking, command};
use serde_json::{Value, json};

fn config() -> Config {
    Config::builder().endpoint_url("http://localhost").unsigned().build().expect("a configuration")
}

fn invoke(script: &Script, name: &str, input: Value) -> Result<Value, InvokeError> {
    blocking::Client::with_transport(config(), script.clone()).invoke(name, input)
}

fn raw(status: u16, body: &'static str) -> http::Response<&'static str> {
    http::Response::builder().status(status).body(body).expect("a response")
}

#[test]
fn json_goes_in_and_comes_out_by_the_names_of_the_wire() {
    let body = r#"{"execution":{"jobId":"job-1","queuedAt":1,"lastUpdatedAt":2,"versionNumber":3}}"#;
    let script = Script::new().raw(raw(200, body));
    let input = json!({"thingName": "pump:17", "jobId": "$next", "includeJobDocument": false});
    let output = invoke(&script, "DescribeJobExecution", input.clone()).expect("an execution");
    assert_eq!(output, serde_json::from_str::<Value>(body).expect("JSON"));
    let sent = script.finish();
    let uri = sent.first().map(|sent| sent.request().uri().to_string());
    assert_eq!(
        uri.as_deref(),
        Some("http://localhost/things/pump%3A17/jobs/%24next?includeJobDocument=false")
    );
    assert_eq!(sent.first().map(SentRequest::input), Some(&input));
}

#[test]
fn the_async_client_does_the_same_with_options() {
    let script = Script::new().raw(raw(200, "{}"));
    let client = Client::with_transport(config(), script.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let options = CallOptions::default().query("namespaceId", "blue");
    let call = client.invoke_with("StartNextPendingJobExecution", json!({"thingName": "t"}), options);
    assert_eq!(runtime.block_on(call).expect("nothing pending"), json!({}));
    let sent = script.finish();
    assert_eq!(sent.first().and_then(|sent| sent.request().uri().query()), Some("namespaceId=blue"));
}

#[test]
fn a_name_that_is_not_there_is_told_with_the_one_that_was_meant() {
    let thing = "arn:aws:iot:eu-west-1:123456789012:thing/t";
    let update = |details: Value| json!({"thingName": "t", "jobId": "j", "status": "FAILED", "statusDetails": details});
    let cases = [
        (
            "describeJobExecution",
            json!({}),
            "there is no operation \"describeJobExecution\"; did you mean `DescribeJobExecution`?",
        ),
        (
            "Fly",
            json!({}),
            "there is no operation \"Fly\", but DescribeJobExecution, GetPendingJobExecutions, StartCommandExecution, \
             StartNextPendingJobExecution, UpdateJobExecution",
        ),
        (
            "GetPendingJobExecutions",
            json!({"thing_name": "t"}),
            "GetPendingJobExecutions: there is no member \"thing_name\"; did you mean `thingName`?",
        ),
        (
            "StartCommandExecution",
            json!({"targetArn": thing, "commandArn": thing, "parameters": {"p": {"BOOL": true}}}),
            "StartCommandExecution: in `parameters.p`: there is no member \"BOOL\", but S, B, I, L, D, BIN, UL",
        ),
        ("GetPendingJobExecutions", json!({}), "GetPendingJobExecutions: missing field `thingName`"),
        (
            "UpdateJobExecution",
            update(json!({"step": 2})),
            "UpdateJobExecution: in `statusDetails.step`: invalid type: integer `2`, expected a string",
        ),
    ];
    for (name, input, expected) in cases {
        let error = invoke(&Script::new(), name, input).expect_err(name);
        assert_eq!(error.to_string(), expected);
        assert!(error.failure().is_none());
    }
}

#[test]
fn a_call_that_fails_tells_what_every_call_tells() {
    let script = Script::new().raw(raw(404, r#"{"code":"ResourceNotFound","message":"no such thing"}"#));
    let error = invoke(&script, "GetPendingJobExecutions", json!({"thingName": "t"})).expect_err("404");
    assert_eq!(error.to_string(), "GetPendingJobExecutions: 404 ResourceNotFound: no such thing");
    let failure = error.failure().expect("a failure of the call");
    assert_eq!((failure.code(), failure.status()), (Some("ResourceNotFound"), Some(404)));
}

#[test]
fn a_command_is_looked_at_changed_and_sent_later_by_either_client() {
    let mut command =
        command::named("DescribeJobExecution", json!({"thingName": "t", "jobId": "a"})).expect("a command");
    assert_eq!((command.operation(), &command.input()["jobId"]), ("DescribeJobExecution", &json!("a")));
    for (member, value, message) in [
        ("jobid", json!("b"), "DescribeJobExecution: there is no member \"jobid\"; did you mean `jobId`?"),
        (
            "executionNumber",
            json!("1"),
            "DescribeJobExecution: in `executionNumber`: invalid type: string \"1\", expected a whole number",
        ),
        ("jobId", Value::Null, "DescribeJobExecution: missing field `jobId`"),
    ] {
        assert_eq!(command.set(member, value).expect_err(message).to_string(), message);
    }
    assert_eq!(*command.input(), json!({"thingName": "t", "jobId": "a"}));
    command.set("jobId", "b").expect("a job");
    command.set("executionNumber", 7).expect("a number");
    command.set("executionNumber", Value::Null).expect("a member that may be unset");
    command.customize(|options| options.query("namespaceId", "blue"));
    assert_eq!(
        format!("{command:?}").split_once(", options").map(|(start, _)| start),
        Some("Command { operation: \"DescribeJobExecution\"")
    );

    let script = Script::new().raw(raw(200, "{}")).raw(raw(404, r#"{"code":"ResourceNotFound"}"#));
    let output =
        blocking::Client::with_transport(config(), script.clone()).execute(&command).expect("an output");
    assert_eq!(output, json!({}));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let client = Client::with_transport(config(), script.clone());
    let error = runtime.block_on(client.execute(&command)).expect_err("refused");
    assert_eq!(error.failure().and_then(Failure::status), Some(404));
    let sent = script.finish();
    for sent in &sent {
        assert_eq!(sent.request().uri(), "http://localhost/things/t/jobs/b?namespaceId=blue");
        assert_eq!(sent.input(), command.input());
    }
    assert_eq!(sent.len(), 2);
}

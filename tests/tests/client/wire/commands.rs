//! `StartCommandExecution`, whose parameters have every type that a value can have.

use std::collections::HashMap;

use bytes::Bytes;
use iot_jobs_data::Operation;
use iot_jobs_data::operation::start_command_execution::{
    StartCommandExecutionInput as Start, StartCommandExecutionInputBuilder as Builder,
};
use iot_jobs_data::types::CommandParameterValue as Value;
use iot_jobs_data::types::builders::CommandParameterValueBuilder as ValueBuilder;
use serde_json::json;
use smithy_client::builder::Set;

use super::harness::Body::{Exact, Json};
use super::harness::assert_sent;

const LINE: &str = "POST /command-executions";

/// The bytes from 0 to 255 in base64.
const ALL_BYTES: &str = concat!(
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xN",
    "Tk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqb",
    "nJ2en6ChoqOkpaanqKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp",
    "6uvs7e7v8PHy8/T19vf4+fr7/P3+/w==",
);

fn start() -> Builder<Set<String>, Set<String>> {
    Start::builder().target_arn("arn:aws:iot:eu-west-1:1:thing/pump").command_arn("arn:aws:iot:::command/on")
}

#[test]
fn all_members_the_required_ones_and_awkward_ones() {
    for (input, body) in [
        (
            start().build(),
            Exact(
                r#"{"targetArn":"arn:aws:iot:eu-west-1:1:thing/pump","commandArn":"arn:aws:iot:::command/on"}"#,
            ),
        ),
        (
            start()
                .parameters("speed", Value::builder().i(3).build())
                .execution_timeout_seconds(60)
                .client_token("token-1")
                .build(),
            Exact(concat!(
                r#"{"targetArn":"arn:aws:iot:eu-west-1:1:thing/pump","commandArn":"arn:aws:iot:::command/on","#,
                r#""parameters":{"speed":{"I":3}},"executionTimeoutSeconds":60,"clientToken":"token-1"}"#
            )),
        ),
        (
            Start::builder().target_arn("").command_arn("").client_token("").build(),
            Exact(r#"{"targetArn":"","commandArn":"","clientToken":""}"#),
        ),
        (
            Start::builder().target_arn("a\"\\/\u{0}é🦀").command_arn("%24next $next\n").build(),
            Exact("{\"targetArn\":\"a\\\"\\\\/\\u0000é🦀\",\"commandArn\":\"%24next $next\\n\"}"),
        ),
        (
            Start::builder().target_arn("t").command_arn("c").execution_timeout_seconds(i64::MIN).build(),
            Exact(r#"{"targetArn":"t","commandArn":"c","executionTimeoutSeconds":-9223372036854775808}"#),
        ),
        (
            Start::builder().target_arn("t").command_arn("c").execution_timeout_seconds(i64::MAX).build(),
            Exact(r#"{"targetArn":"t","commandArn":"c","executionTimeoutSeconds":9223372036854775807}"#),
        ),
        (
            Start::builder().target_arn("t").command_arn("c").set_parameters(Some(HashMap::new())).build(),
            Exact(r#"{"targetArn":"t","commandArn":"c","parameters":{}}"#),
        ),
    ] {
        assert_sent(&input, LINE, &body);
    }
}

#[test]
fn a_value_of_every_type() {
    let value = Value::builder;
    let all_bytes: Vec<u8> = (0..=255).collect();
    for (value, sent) in [
        (value(), json!({})),
        (value().s(""), json!({ "S": "" })),
        (value().s("on \"$next\" 100% é\0"), json!({ "S": "on \"$next\" 100% é\0" })),
        (value().b(true), json!({ "B": true })),
        (value().b(false), json!({ "B": false })),
        (value().i(i32::MIN), json!({ "I": -2_147_483_648_i64 })),
        (value().i(i32::MAX), json!({ "I": 2_147_483_647 })),
        (value().l(i64::MIN), json!({ "L": i64::MIN })),
        (value().l(i64::MAX), json!({ "L": i64::MAX })),
        (value().bin(Bytes::new()), json!({ "BIN": "" })),
        (value().bin(Bytes::from_static(b"f")), json!({ "BIN": "Zg==" })),
        (value().bin(all_bytes), json!({ "BIN": ALL_BYTES })),
        (value().ul("18446744073709551615"), json!({ "UL": "18446744073709551615" })),
    ] {
        assert_parameter(value, &sent);
    }
}

#[test]
fn doubles() {
    for (double, text) in [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (0.1, "0.1"),
        (-2.5, "-2.5"),
        (1e300, "1e300"),
        (5e-324, "5e-324"),
        (f64::MAX, "1.7976931348623157e308"),
        (9_007_199_254_740_993.0, "9007199254740992.0"),
        (f64::NAN, "\"NaN\""),
        (f64::INFINITY, "\"Infinity\""),
        (f64::NEG_INFINITY, "\"-Infinity\""),
    ] {
        let value = Value::builder().d(double).build();
        let input = Start::builder().target_arn("t").command_arn("c").parameters("p", value).build();
        let request = input.request().expect("the request can be built");
        // The release of `serde_json` decides whether an exponent has a plus sign.
        let body = String::from_utf8_lossy(request.body()).replace("e+", "e");
        let expected = format!(r#"{{"targetArn":"t","commandArn":"c","parameters":{{"p":{{"D":{text}}}}}}}"#);
        assert_eq!(body, expected);
    }
}

#[test]
fn all_types_in_one_value_keep_the_order_of_the_model() {
    let value = Value::builder().ul("7").bin("foo").d(0.5).l(2).i(1).b(true).s("x").build();
    let input = Start::builder().target_arn("t").command_arn("c").parameters("all", value).build();
    let body = concat!(
        r#"{"targetArn":"t","commandArn":"c","parameters":{"all":"#,
        r#"{"S":"x","B":true,"I":1,"L":2,"D":0.5,"BIN":"Zm9v","UL":"7"}}}"#
    );
    assert_sent(&input, LINE, &Exact(body));
}

#[test]
fn awkward_names_of_parameters() {
    let names = ["", "$next", "a:b", "a b/c%", "é", "\"\\\u{1}", ".-_"];
    let parameters = names.map(|name| (name.to_owned(), Value::builder().s(name).build()));
    let input =
        Start::builder().target_arn("t").command_arn("c").set_parameters(Some(parameters.into())).build();
    let sent: HashMap<_, _> = names.map(|name| (name, json!({ "S": name }))).into();
    assert_sent(&input, LINE, &Json(json!({ "targetArn": "t", "commandArn": "c", "parameters": sent })));
}

#[track_caller]
fn assert_parameter(value: ValueBuilder, sent: &serde_json::Value) {
    let input = Start::builder().target_arn("t").command_arn("c").parameters("p", value.build()).build();
    let body = json!({ "targetArn": "t", "commandArn": "c", "parameters": { "p": sent } });
    assert_sent(&input, LINE, &Json(body));
}

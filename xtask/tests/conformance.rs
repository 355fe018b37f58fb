//! Runs conformance cases of which some have to fail: a comparison that lets everything pass is worth nothing.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use smithy_codegen_cli::{Exit, Style};
use xtask::conformance::{self, Way};

/// A folder of this test that outlives it, so that the next run need not build everything.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance")
}

fn file(name: &str, contents: &str) -> PathBuf {
    fs::create_dir_all(folder()).unwrap();
    let path = folder().join(name);
    fs::write(&path, contents).unwrap();
    path
}

fn suite(given: &Value, cases: &[Value]) -> Value {
    speaking(&json!({"protocol": "rest-json"}), given, cases)
}

fn speaking(metadata: &Value, given: &Value, cases: &[Value]) -> Value {
    let given = |case: &Value| {
        let mut case = case.clone();
        case["given"] = given.clone();
        case
    };
    json!({
        "metadata": metadata,
        "shapes": {
            "Text": {"type": "string"}, "Bytes": {"type": "blob"},
            "Pond": {"type": "structure", "required": ["name"], "members": {
                "name": {"shape": "Text", "location": "uri"},
                "mud": {"shape": "Bytes", "locationName": "Mud"},
                "token": {"shape": "Text", "location": "header", "locationName": "X-Token", "idempotencyToken": true},
            }},
            "Frog": {"type": "structure", "members": {"mud": {"shape": "Bytes", "locationName": "Mud"}}},
            "Dry": {"type": "structure", "exception": true, "members": {"since": {"shape": "Text"}}},
        },
        "cases": cases.iter().map(given).collect::<Value>(),
    })
}

/// An operation that finds a frog in a pond, with more keys.
fn given(more: &Value) -> Value {
    let mut given = json!({
        "name": "FindFrog",
        "http": {"method": "POST", "requestUri": "/ponds/{name}"},
        "input": {"shape": "Pond"}, "output": {"shape": "Frog"}, "errors": [{"shape": "Dry"}],
    });
    given.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    given
}

/// A Smithy model with cases.
fn wells() -> PathBuf {
    let case = |id: &str, more: Value| {
        let mut case = json!({"id": id, "protocol": "aws.protocols#restJson1"});
        case.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        case
    };
    let sent = |id: &str, query: &str| {
        let request =
            json!({"method": "GET", "uri": "/wells", "queryParams": [query], "params": {"depth": 9}});
        case(id, request)
    };
    let read = |id: &str, depth: u32| {
        case(id, json!({"code": 200, "body": "{\"depth\": 9}", "params": {"depth": depth}}))
    };
    let heard = |id: &str, depth: u32| {
        let headers = json!({":message-type": {"string": "event"}, ":event-type": {"string": "out"}});
        let params = json!({"out": {"depth": depth}});
        let event =
            json!({"type": "response", "headers": headers, "body": "{\"depth\": 9}", "params": params});
        case(id, json!({"events": [event]}))
    };
    // No client reads an error from the events that are fine in another case, or a header that is not there.
    let mut refused = heard("refused", 9);
    refused["expectation"] = json!({"failure": {}});
    let headless = case("headless", json!({"code": 200, "body": "{}", "params": {"stones": "flint"}}));
    let depth = json!({"target": "smithy.api#Integer"});
    let mut in_query = depth.clone();
    in_query["traits"] = json!({"smithy.api#httpQuery": "depth"});
    let http = |uri: &str| json!({"method": "GET", "uri": uri, "code": 200});
    let model = json!({"smithy": "2.0", "shapes": {
        "a#Wells": {
            "type": "service", "version": "1", "operations": [{"target": "a#Dig"}, {"target": "a#Watch"}],
            "traits": {"aws.protocols#restJson1": {}},
        },
        "a#Dig": {"type": "operation", "input": {"target": "a#In"}, "output": {"target": "a#Dug"}, "traits": {
            "smithy.api#http": http("/wells"),
            "smithy.test#httpRequestTests": [sent("same", "depth=9"), sent("less", "depth=8")],
            "smithy.test#httpResponseTests": [read("alike", 9), read("more", 8), headless],
        }},
        "a#In": {"type": "structure", "members": {"depth": in_query}},
        "a#Out": {"type": "structure", "members": {"depth": depth}},
        "a#Dug": {"type": "structure", "members": {
            "depth": depth,
            "stones": {"target": "smithy.api#String", "traits": {"smithy.api#httpHeader": "X-Stones"}},
        }},
        "a#Watch": {"type": "operation", "output": {"target": "a#News"}, "traits": {
            "smithy.api#http": http("/news"),
            "smithy.test#eventStreamTests": [heard("heard", 9), heard("misheard", 8), refused],
        }},
        "a#News": {"type": "structure", "members": {
            "events": {"target": "a#Events", "traits": {"smithy.api#httpPayload": {}}},
        }},
        "a#Events": {"type": "union", "members": {"out": {"target": "a#Out"}}, "traits": {"smithy.api#streaming": {}}},
    }});
    file("wells.json", &model.to_string())
}

#[test]
fn cases_pass_fail_or_are_skipped() {
    let params = json!({"name": "a b", "mud": "wet"});
    let token = "00000000-0000-4000-8000-000000000000";
    let request =
        json!({"uri": "/ponds/a%20b", "body": "{\"Mud\": \"d2V0\"}", "headers": {"X-Token": token}});
    let dry =
        json!({"status_code": 410, "headers": {"X-Amzn-Errortype": "Dry"}, "body": "{\"since\": \"May\"}"});
    let wet = json!({"status_code": 200, "body": "{\"Mud\": \"d2V0\"}"});
    let good = [
        json!({"id": "a", "params": params, "serialized": request}),
        json!({"id": "b", "response": wet, "result": {"mud": "wet"}}),
        json!({"id": "c", "response": dry, "errorCode": "Dry", "error": {"since": "May"}}),
    ];
    let bad = [
        json!({"id": "d", "params": {}, "serialized": request}),
        json!({"id": "e", "params": params, "serialized": {"uri": "/ponds/a+b"}}),
        json!({"id": "f", "response": wet, "result": {"mud": "dry"}}),
        json!({"id": "g", "response": dry, "result": {}}),
        json!({"id": "h", "response": wet, "errorCode": "Dry", "error": {}}),
        json!({"id": "i", "response": dry, "errorCode": "Dry", "error": {"since": "June"}}),
    ];
    let cbor = json!({"protocol": "smithy-rpc-v2-cbor", "targetPrefix": "Ponds"});
    let sent = |body: &str| json!({"uri": "/service/Ponds/operation/FindFrog", "body": body});
    // The mud is bytes in the first, and a text in the second.
    let bodies = [
        "o2V0b2tlbngkMDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwZG5hbWVjYSBiY211ZEN3ZXQ=",
        "o2V0b2tlbngkMDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwZG5hbWVjYSBiY211ZGN3ZXQ=",
    ];
    let in_cbor = [
        json!({"id": "j", "params": params, "serialized": sent(bodies[0])}),
        json!({"id": "k", "params": params, "serialized": sent(bodies[1])}),
    ];
    let suites = [
        suite(&given(&json!({})), &good),
        suite(&given(&json!({})), &bad),
        speaking(&cbor, &given(&json!({})), &in_cbor),
        suite(&given(&json!({"httpChecksum": {"requestChecksumRequired": true}})), &good[..1]),
        suite(&given(&json!({"output": {"shape": "Toad"}})), &good[..1]),
        speaking(&json!({"protocol": "query"}), &given(&json!({})), &good[..1]),
    ];
    let file = file("ponds.json", &Value::from(suites.to_vec()).to_string());
    let expected = [
        "failed   ponds FindFrog a: it needs a checksum of the request's body by an algorithm of the caller",
        "failed   ponds FindFrog a: there is no shape `Toad`",
        "skipped  ponds FindFrog a: the service speaks the protocol `awsQuery`, which is not supported",
        "failed   ponds FindFrog d: the input cannot be read: missing field `name`",
        "failed   ponds FindFrog e: URI: expected /ponds/a+b, found /ponds/a%20b",
        "failed   ponds FindFrog f: output.Mud: expected \"ZHJ5\", found \"d2V0\"",
        "failed   ponds FindFrog g: expected an output, found the error: FindFrog: 410 Dry",
        "failed   ponds FindFrog h: expected the error Dry, found an output",
        "failed   ponds FindFrog i: error.since: expected \"June\", found \"May\"",
        "failed   ponds FindFrog k: body.mud: expected \"wet\", found {\"bytes\":[119,101,116]}",
        "failed   wells Wells restJson1 less: query: expected depth=8, found depth=9",
        "failed   wells Wells restJson1 more: output.depth: expected 8, found 9",
        "skipped  wells Wells restJson1 headless: no client can pass it: it expects `stones`, and its response has no \
            header `X-Stones`",
        "failed   wells Wells restJson1 misheard: events[0].out.depth: expected 8, found 9",
        "skipped  wells Wells restJson1 refused: no client can pass it: the case heard expects no error of the same \
            events",
        "7 passed, 12 failed, 3 skipped",
    ];
    let files = [file, wells()];
    for way in [Way::Program, Way::Tests] {
        let report = conformance::run(&files, way, &folder(), Style::default());
        assert_eq!(report.stdout.lines().collect::<Vec<_>>(), expected, "{way:?}: {}", report.stderr);
        assert_eq!(report.exit, Exit::Failed);
    }
}

#[test]
fn files_without_cases_are_told() {
    let run = |file: &Path| {
        Command::new(env!("CARGO_BIN_EXE_xtask")).arg("conformance").arg(file).output().unwrap()
    };
    let cases = [
        (folder().join("missing.json"), 3, "cannot read"),
        (file("object.json", "{}"), 2, "neither an array of suites nor a Smithy model"),
    ];
    for (file, code, words) in cases {
        let output = run(&file);
        assert_eq!(output.status.code(), Some(code), "{}", file.display());
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(text.contains(words), "{text}");
    }
    let empty = run(&file("empty.json", "[]"));
    assert_eq!(String::from_utf8_lossy(&empty.stdout), "0 passed, 0 failed, 0 skipped\n");
}

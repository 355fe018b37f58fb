//! Which values the schemas accept, and which they refuse.

use serde_json::{Value, json};
use smithy_schema::json_schema;

use super::harness::{check, lab};
use crate::model::committed;

#[test]
fn values_of_the_committed_service() {
    let update = |more: Value| {
        let mut input = json!({ "thingName": "pump-17", "jobId": "job-1", "status": "FAILED" });
        input
            .as_object_mut()
            .into_iter()
            .for_each(|input| input.extend(more.as_object().cloned().unwrap_or_default()));
        ("UpdateJobExecutionInput", input)
    };
    let cases = [
        ("ThingName", json!("a".repeat(128)), true),
        ("ThingName", json!("a".repeat(129)), false),
        ("ThingName", json!(""), false),
        ("ThingName", json!("a/b"), false),
        // The pattern anchors only one of its alternatives, and is applied literally.
        ("DescribeJobExecutionJobId", json!("$next"), true),
        ("DescribeJobExecutionJobId", json!("$other"), false),
        ("JobExecutionStatus", json!("TIMED_OUT"), true),
        ("JobExecutionStatus", json!("PAUSED"), false),
        ("UpdateJobExecutionInput", json!({ "thingName": "t", "jobId": "j" }), false),
        ("DescribeJobExecutionOutput", json!({}), true),
        ("DescribeJobExecutionOutput", json!({ "execution": { "status": "QUEUED", "queuedAt": 1 } }), true),
        // Values from the service may be newer than the model.
        ("DescribeJobExecutionOutput", json!({ "execution": { "status": "PAUSED", "more": 1 } }), true),
        ("DescribeJobExecutionOutput", json!({ "execution": { "status": 1 } }), false),
        ("DescribeJobExecutionOutput", json!({ "execution": { "queuedAt": "1" } }), false),
        ("VersionMismatchException", json!({ "message": "expected 3", "executionState": {} }), true),
        // So may its notifications.
        ("JobExecutionsChanged", json!({ "thingName": "t", "jobs": { "PAUSED": [{ "more": 1 }] } }), true),
        ("JobExecutionsChanged", json!({ "thingName": "t", "jobs": { "QUEUED": {} } }), false),
        ("JobExecutionsChanged", json!({ "jobs": {} }), false),
        ("CommandParameterValue", json!({ "BIN": "YQ==" }), true),
        ("CommandParameterValue", json!({ "BIN": "" }), false),
        ("CommandParameterValue", json!({ "D": "-Infinity" }), true),
        ("CommandParameterValue", json!({ "D": "1" }), false),
        ("CommandParameterValue", json!({ "I": 2_147_483_648_u64 }), false),
        ("CommandParameterValue", json!({ "L": 2_147_483_648_u64 }), true),
    ];
    let inputs = [
        (json!({}), true),
        (json!({ "status": "PAUSED" }), false),
        (json!({ "jobID": "job-1" }), false),
        (json!({ "stepTimeoutInMinutes": -1 }), true),
        (json!({ "stepTimeoutInMinutes": 10_081 }), false),
        (json!({ "expectedVersion": 1.5 }), false),
        (json!({ "statusDetails": { "at": "x".repeat(1_024) } }), true),
        (json!({ "statusDetails": { "at": "x".repeat(1_025) } }), false),
        (json!({ "statusDetails": { "a b": "x" } }), false),
        (json!({ "statusDetails": null }), false),
    ];
    let inputs = inputs.map(|(more, good)| {
        let (name, input) = update(more);
        (name, input, good)
    });
    check(&json_schema(&committed()), &cases.into_iter().chain(inputs).collect::<Vec<_>>());
}

/// Returns a service that sends `lab#Sent` and receives `lab#Got`, with these shapes.
fn service(sent: &Value, got: &Value, shapes: Value) -> Value {
    let mut all = json!({
        "lab#Run": {
            "type": "operation",
            "input": { "target": "lab#Sent" },
            "output": { "target": "lab#Got" },
            "traits": { "smithy.api#http": { "method": "POST", "uri": "/run" } },
        },
        "lab#Sent": { "type": "structure", "members": sent },
        "lab#Got": { "type": "structure", "members": got },
    });
    if let (Some(all), Value::Object(shapes)) = (all.as_object_mut(), shapes) {
        all.extend(shapes);
    }
    json_schema(&lab(&all))
}

/// Returns a service that receives a value of every kind.
fn kinds() -> Value {
    let members = json!({
        "at": { "target": "smithy.api#Timestamp" },
        "day": { "target": "smithy.api#Timestamp", "traits": { "smithy.api#timestampFormat": "http-date" } },
        "anything": { "target": "smithy.api#Document" },
        "byte": { "target": "smithy.api#Byte" },
        "level": { "target": "lab#Level" },
        "bytes": { "target": "lab#Bytes" },
        "holes": { "target": "lab#Holes" },
        "pairs": { "target": "lab#Pairs" },
        "short": { "target": "lab#Text", "traits": { "smithy.api#length": { "max": 2 } } },
        "share": { "target": "smithy.api#Double", "traits": { "smithy.api#range": { "max": 1 } } },
        "tree": { "target": "lab#Tree" },
        "other": { "target": "smithy.api#String", "traits": { "smithy.api#jsonName": "else" } },
        "class": { "target": "lab#Class" },
    });
    let member = json!({ "target": "smithy.api#String" });
    let one_or_two = json!({
        "ONE": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } },
        "TWO": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 2 } },
    });
    let shapes = json!({
        "lab#Level": { "type": "intEnum", "members": one_or_two },
        "lab#Bytes": { "type": "blob", "traits": { "smithy.api#length": { "min": 1, "max": 4 } } },
        "lab#Holes": { "type": "list", "member": member, "traits": { "smithy.api#sparse": {}, "smithy.api#length": { "max": 2 } } },
        "lab#Pairs": { "type": "map", "key": member, "value": member, "traits": { "smithy.api#length": { "max": 1 } } },
        "lab#Text": { "type": "string", "traits": { "smithy.api#length": { "min": 1, "max": 1 }, "smithy.api#pattern": "^a" } },
        "lab#Tree": { "type": "structure", "members": { "left": { "target": "lab#Tree" }, "name": { "target": "smithy.api#String" } } },
        "lab#Class": { "type": "string", "traits": { "smithy.api#pattern": "^\\p{L}$" } },
    });
    service(&members, &json!({}), shapes)
}

#[test]
fn every_kind_of_value() {
    let document = kinds();
    let cases = [
        (json!({ "at": 1.5 }), true),
        (json!({ "at": "2024-05-06T07:08:09Z" }), false),
        (json!({ "day": "Mon, 06 May 2024 07:08:09 GMT" }), true),
        (json!({ "day": 1 }), false),
        (json!({ "anything": [null, { "a": 1 }] }), true),
        (json!({ "byte": -128 }), true),
        (json!({ "byte": 128 }), false),
        (json!({ "level": 2 }), true),
        (json!({ "level": 3 }), false),
        (json!({ "bytes": "YWJjZA==" }), true),
        (json!({ "bytes": "YWJjZGVmZw==" }), false),
        (json!({ "holes": [null, "a"] }), true),
        (json!({ "holes": ["a", "a", "a"] }), false),
        (json!({ "pairs": { "a": "b" } }), true),
        (json!({ "pairs": { "a": null } }), false),
        (json!({ "pairs": { "a": "b", "c": "d" } }), false),
        // The member's constraint replaces that of the target, and the others stay.
        (json!({ "short": "aa" }), true),
        (json!({ "short": "aaa" }), false),
        (json!({ "short": "" }), false),
        (json!({ "short": "b" }), false),
        (json!({ "share": 0.5 }), true),
        (json!({ "share": "NaN" }), false),
        (json!({ "tree": { "left": { "left": { "name": "x" } } } }), true),
        (json!({ "tree": { "left": { "left": { "name": 1 } } } }), false),
        (json!({ "else": "x" }), true),
        (json!({ "other": "x" }), false),
        // A pattern that ECMA 262 cannot express is not checked.
        (json!({ "class": "1" }), true),
    ];
    check(&document, &cases.map(|(value, good)| ("RunInput", value, good)));
    assert_eq!(document["$defs"]["Class"]["x-smithy-pattern"], "^\\p{L}$");
    assert_eq!(document["$defs"]["Level"]["x-smithy-members"][1], json!({ "name": "TWO", "value": 2 }));
}

#[test]
fn what_is_sent_is_closed_and_what_is_received_is_open() {
    let kind = json!({ "DRY": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": "dry" } } });
    let either =
        json!({ "text": { "target": "smithy.api#String" }, "number": { "target": "smithy.api#Integer" } });
    let shapes = |name: &str| {
        [
            (format!("lab#{name}Kind"), json!({ "type": "enum", "members": kind })),
            (
                format!("lab#{name}Kinds"),
                json!({ "type": "list", "member": { "target": format!("lab#{name}Kind") } }),
            ),
            (format!("lab#{name}Either"), json!({ "type": "union", "members": either })),
        ]
    };
    let members = |name: &str| {
        json!({
            "kind": { "target": format!("lab#{name}Kind") },
            "kinds": { "target": format!("lab#{name}Kinds") },
            "either": { "target": format!("lab#{name}Either") },
            "both": { "target": "lab#BothEither" },
            "list": { "target": "lab#BothKinds" },
        })
    };
    let all: serde_json::Map<String, Value> = ["Sent", "Got", "Both"].into_iter().flat_map(shapes).collect();
    let mut shapes = Value::from(all);
    // Other shapes also use the names of an operation's own input and output.
    shapes["lab#RunInput"] = json!({ "type": "string" });
    let mut got = members("Got");
    got["text"] = json!({ "target": "lab#RunInput" });
    let document = service(&members("Sent"), &got, shapes);

    // A value, and whether it may be sent; all except the last two may be received.
    let cases = [
        (json!({ "kind": "dry", "kinds": ["dry"], "either": { "text": "a" } }), true),
        (json!({ "kind": "wet" }), false),
        (json!({ "kinds": ["wet"] }), false),
        (json!({ "either": { "image": 1 } }), false),
        (json!({ "either": { "text": "a", "__type": "T" } }), false),
        (json!({ "more": 1 }), false),
        // Shapes that are sent in both directions are open in both.
        (json!({ "both": { "image": 1 }, "list": ["wet"] }), true),
    ];
    let refused = [
        json!({ "either": { "text": "a", "number": 1 } }),
        json!({ "either": {} }),
        json!({ "either": { "text": 1 } }),
        json!({ "kind": 1 }),
    ];
    for (value, good) in cases {
        check(&document, &[("RunInput", value.clone(), good), ("RunOutput", value, true)]);
    }
    for value in refused {
        check(&document, &[("RunInput", value.clone(), false), ("RunOutput", value, false)]);
    }
}

//! Faults in the MQTT traits of a model: topics, labels, notifications, strings embedded as JSON.

use super::harness::{Case, SMITHY, check, check_overlays, edit, load_parts, model_alone};

/// Edits that make the good model an MQTT service without faults.
const MQTT: &[(&str, &str)] = &[
    (
        r#""aws.protocols#restJson1": {},"#,
        r#""aws.protocols#restJson1": {},
        "smithy.codegen#mqtt": {
          "accepted": "yes",
          "rejected": "no",
          "clientToken": "token",
          "port": 8883,
          "alpn": { "port": 443, "protocol": "mqtt" },
          "maxPayload": 1024
        },"#,
    ),
    (
        r#""smithy.api#http": { "method": "GET", "#,
        r#""smithy.mqtt#publish": "frogs/{name}/get",
        "smithy.api#http": { "method": "GET", "#,
    ),
    (
        r#""smithy.api#http": { "method": "PUT", "#,
        r#""smithy.mqtt#publish": "lilies/{lily}/put",
        "smithy.api#http": { "method": "PUT", "#,
    ),
    (
        r#""smithy.api#httpLabel": {}, "smithy.api#required": {}"#,
        r#""smithy.api#httpLabel": {}, "smithy.mqtt#topicLabel": {}, "smithy.api#required": {}"#,
    ),
    (
        r#""smithy.api#hostLabel": {}, "smithy.api#required": {}"#,
        r#""smithy.api#hostLabel": {}, "smithy.mqtt#topicLabel": {}, "smithy.api#required": {}"#,
    ),
    (
        r#""pond#Colour": {
      "type": "enum","#,
        r#""pond#Croaked": {
      "type": "structure",
      "members": {
        "pond": { "target": "pond#Name", "traits": { "smithy.mqtt#topicLabel": {}, "smithy.api#required": {} } },
        "at": { "target": "smithy.api#Long" },
        "croak": { "target": "pond#Croak" },
        "song": { "target": "pond#Song" }
      },
      "traits": {
        "smithy.codegen#mqttNotification": {
          "topic": "ponds/{pond}/croaks",
          "time": "at",
          "instance": ["croak.frog"],
          "version": "croak.number"
        }
      }
    },
    "pond#Croak": {
      "type": "structure",
      "members": { "frog": { "target": "pond#Name" }, "number": { "target": "pond#Size" } }
    },
    "pond#Song": { "type": "string", "traits": { "smithy.codegen#jsonOverMqtt": {} } },
    "pond#Colour": {
      "type": "enum","#,
    ),
];

const GET: &str = r#""frogs/{name}/get""#;
const POND: &str = r#""smithy.mqtt#topicLabel": {}, "smithy.api#required": {} } },
        "at""#;
const TOPIC: &str = r#""ponds/{pond}/croaks""#;
const TIME: &str = r#""time": "at""#;
const VERSION: &str = r#""croak.number""#;
const INSTANCE: &str = r#"["croak.frog"]"#;
const SONG: &str = r#""song": { "target": "pond#Song" }"#;

const CASES: &[Case] = &[
    (
        "topics of a service that says nothing of MQTT",
        &[(
            r#""smithy.codegen#mqtt": {
          "accepted": "yes",
          "rejected": "no",
          "clientToken": "token",
          "port": 8883,
          "alpn": { "port": 443, "protocol": "mqtt" },
          "maxPayload": 1024
        },"#,
            "",
        )],
    ),
    ("label of a missing member", &[(GET, r#""frogs/{name}/{depht}/get""#)]),
    ("label of a member that is nothing like it", &[(GET, r#""frogs/{name}/{continent}/get""#)]),
    (
        "label that is not bound",
        &[(
            r#""smithy.api#httpLabel": {}, "smithy.mqtt#topicLabel": {}, "#,
            r#""smithy.api#httpLabel": {}, "#,
        )],
    ),
    (
        "label of a notification that is not bound",
        &[(
            POND,
            r#""smithy.api#required": {} } },
        "at""#,
        )],
    ),
    ("label that stands twice", &[(GET, r#""frogs/{name}/{name}/get""#)]),
    ("member without a level", &[(GET, r#""frogs/get""#)]),
    ("member of a notification without a level", &[(TOPIC, r#""ponds/croaks""#)]),
    (
        "label that is optional",
        &[(
            POND,
            r#""smithy.mqtt#topicLabel": {} } },
        "at""#,
        )],
    ),
    (
        "label that is a number",
        &[(r#""pond": { "target": "pond#Name""#, r#""pond": { "target": "pond#Size""#)],
    ),
    ("member with the name of the token", &[(r#""clientToken": "token""#, r#""clientToken": "depth""#)]),
    (
        "answer that streams",
        &[
            (
                r#""input": { "target": "pond#PutLilyRequest" },"#,
                r#""input": { "target": "pond#PutLilyRequest" }, "output": { "target": "pond#Film" },"#,
            ),
            (
                r#""pond#Song": {"#,
                r#""pond#Film": {
      "type": "structure",
      "members": { "reel": { "target": "pond#Reel", "traits": { "smithy.api#httpPayload": {} } } }
    },
    "pond#Reel": { "type": "blob", "traits": { "smithy.api#streaming": {} } },
    "pond#Song": {"#,
            ),
        ],
    ),
    (
        "notification with a stream of events",
        &[
            (SONG, r#""song": { "target": "pond#Notes" }"#),
            (
                r#""pond#Song": { "#,
                r#""pond#Notes": {
      "type": "union",
      "members": { "note": { "target": "pond#Croak" } },
      "traits": { "smithy.api#streaming": {} }
    },
    "pond#Song": { "#,
            ),
        ],
    ),
    (
        "notification that is an enum",
        &[(
            r#""pond#Song": {"#,
            r#""pond#Water": {
      "type": "enum",
      "members": { "HIGH": { "target": "smithy.api#Unit" } },
      "traits": { "smithy.codegen#mqttNotification": { "topic": "ponds/water" } }
    },
    "pond#Song": {"#,
        )],
    ),
    (
        "notification that is an error",
        &[(
            r#""smithy.api#httpError": 410"#,
            r#""smithy.api#httpError": 410, "smithy.codegen#mqttNotification": { "topic": "frogs/gone" }"#,
        )],
    ),
    ("notification without a topic", &[(r#""topic": "ponds/{pond}/croaks","#, "")]),
    ("misspelt key of a notification", &[(TIME, r#""tiem": "at""#)]),
    ("time that is no member", &[(TIME, r#""time": "att""#)]),
    ("time that is text", &[(TIME, r#""time": "song""#)]),
    (
        "time that is written as text",
        &[(
            r#""at": { "target": "smithy.api#Long" }"#,
            r#""at": { "target": "smithy.api#Timestamp", "traits": { "smithy.api#timestampFormat": "date-time" } }"#,
        )],
    ),
    ("time that is an array", &[(TIME, r#""time": ["at"]"#)]),
    ("version that is no member of a member", &[(VERSION, r#""croak.count""#)]),
    ("version that is text", &[(VERSION, r#""croak.frog""#)]),
    ("version within a number", &[(VERSION, r#""at.seconds""#)]),
    ("instance that is a structure", &[(INSTANCE, r#"["croak"]"#)]),
    ("instance that is a level of the topic", &[(INSTANCE, r#"["pond"]"#)]),
    ("instance that is text", &[(INSTANCE, r#""croak.frog""#)]),
    ("instance with a number", &[(INSTANCE, "[1]")]),
    (
        "text that stands as JSON in a shape that has itself in it",
        &[(r#""mood": { "target": "pond#Mood" }"#, r#""songs": { "target": "pond#Song" }"#)],
    ),
    (
        "number that stands as JSON",
        &[(
            r#""smithy.api#range": { "min": 1, "max": 9 }"#,
            r#""smithy.api#range": { "min": 1, "max": 9 }, "smithy.codegen#jsonOverMqtt": {}"#,
        )],
    ),
    ("requests on one topic", &[(GET, r#""lilies/{name}/put""#)]),
    ("notification on the topic of a response", &[(TOPIC, r#""frogs/{pond}/get/yes""#)]),
    ("topic with an empty level", &[(GET, r#""frogs//get""#)]),
    ("topic for subscribers", &[(GET, r#""frogs/+/get""#)]),
    ("label that is a part of a level", &[(GET, r#""frogs/frog-{name}/get""#)]),
    ("label without a name", &[(GET, r#""frogs/{}/get""#)]),
    ("topic with a blank", &[(GET, r#""frogs/{name}/get it""#)]),
    ("topic that is an object", &[(GET, "{}")]),
    ("answers that cannot be told apart", &[(r#""rejected": "no""#, r#""rejected": "yes""#)]),
    ("answers several levels deeper", &[(r#""rejected": "no""#, r#""rejected": "no/never""#)]),
    ("answers without a level", &[(r#""rejected": "no","#, "")]),
    ("no token", &[(r#""clientToken": "token","#, "")]),
    ("no port for MQTT", &[(r#""port": 8883,"#, "")]),
    ("port for MQTT that is none", &[(r#""port": 8883,"#, r#""port": 65536,"#)]),
    ("shared port without a protocol", &[(r#", "protocol": "mqtt""#, "")]),
    ("shared port that is a number", &[(r#"{ "port": 443, "protocol": "mqtt" }"#, "443")]),
    ("greatest payload that is text", &[(r#""maxPayload": 1024"#, r#""maxPayload": "1 KB""#)]),
    ("no hosts at all", &[(r#""maxPayload": 1024"#, r#""wrongHosts": []"#)]),
    ("hosts without help", &[(r#""maxPayload": 1024"#, r#""wrongHosts": [{ "host": "*.example.com" }]"#)]),
    (
        "topic of a structure",
        &[(
            r#""smithy.api#httpError": 410"#,
            r#""smithy.api#httpError": 410, "smithy.mqtt#publish": "gone""#,
        )],
    ),
    (
        "label that is true",
        &[(
            POND,
            r#""smithy.mqtt#topicLabel": true, "smithy.api#required": {} } },
        "at""#,
        )],
    ),
];

const DEPTH: &str = r#"{ "target": "GetFrogRequest$depth", "traits": { "smithy.api#range": { "max": 3 } } }"#;

/// Overlays that repeat or contradict the MQTT traits of the model.
const OVERLAYS: &[Case] = &[
    (
        "topic that is there",
        &[(DEPTH, r#"{ "operation": "GetFrog", "traits": { "smithy.mqtt#publish": "frogs/{name}/get" } }"#)],
    ),
    (
        "another topic than there is",
        &[(DEPTH, r#"{ "operation": "GetFrog", "traits": { "smithy.mqtt#publish": "frogs/{name}" } }"#)],
    ),
    (
        "label that is there",
        &[(DEPTH, r#"{ "target": "GetFrogRequest$name", "traits": { "smithy.mqtt#topicLabel": {} } }"#)],
    ),
    (
        "another way to speak MQTT than there is",
        &[(
            DEPTH,
            r#"{ "service": "Pond", "traits": { "smithy.codegen#mqtt": { "accepted": "yes", "rejected": "no", "clientToken": "token", "port": 1883 } } }"#,
        )],
    ),
    (
        "notification that is there",
        &[(
            DEPTH,
            r#"{ "target": "Croaked", "traits": { "smithy.codegen#mqttNotification": { "topic": "ponds/{pond}/croaks", "time": "at", "instance": ["croak.frog"], "version": "croak.number" } } }"#,
        )],
    ),
    (
        "another notification than there is",
        &[(
            DEPTH,
            r#"{ "target": "Croaked", "traits": { "smithy.codegen#mqttNotification": { "topic": "ponds/{pond}/croaks" } } }"#,
        )],
    ),
    (
        "JSON that is there",
        &[(DEPTH, r#"{ "target": "Song", "traits": { "smithy.codegen#jsonOverMqtt": {} } }"#)],
    ),
    (
        "notification whose label is not bound",
        &[(
            DEPTH,
            r#"{ "target": "Frog", "traits": { "smithy.codegen#mqttNotification": { "topic": "frogs/{colour}" } } }"#,
        )],
    ),
];

/// The good model.
pub(crate) fn good() -> String {
    edit(SMITHY, MQTT)
}

#[test]
fn the_good_model_loads_without_a_word() {
    let mut sources = smithy_model::Sources::default();
    let parts = model_alone(&mut sources, good());
    let (model, diagnostics) = load_parts(&sources, parts);
    assert_eq!(diagnostics.render(&sources, false), "");
    assert!(model.is_some_and(|model| model.notifications().count() == 1));
}

#[test]
fn edits() {
    check("mqtt", &good(), CASES);
}

#[test]
fn edits_of_overlays() {
    check_overlays("mqtt-overlays", &good(), OVERLAYS);
}

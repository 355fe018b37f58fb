//! Cases on operations and notifications over MQTT.

use crate::edits::Base::Garden;
use crate::edits::Edit::{self, Insert, Remove, Rename, Replace, Set};
use crate::edits::{Back, Case, moved, told};

const SERVICE: &str =
    r#""smithy.codegen#mqtt": { "accepted": "yes", "rejected": "no", "clientToken": "token", "port": 8883 }"#;
const WATER: &str = r#""smithy.mqtt#publish": "garden/water""#;
const BLOOMED: &str = r#""garden#Bloomed": {
      "type": "structure",
      "members": {
        "bed": { "target": "smithy.api#String", "traits": { "smithy.api#required": {}, "smithy.mqtt#topicLabel": {} } },
        "at": { "target": "smithy.api#Long" },
        "poem": { "target": "garden#Poem" },
        "motto": { "target": "garden#Poem" },
        "bloom": { "target": "garden#Bloom" }
      },
      "traits": {
        "smithy.codegen#mqttNotification": { "topic": "garden/{bed}/bloomed", "version": "bloom.petals" }
      }
    },
    "garden#Bloom": {
      "type": "structure",
      "members": { "petals": { "target": "smithy.api#Integer" } }
    },
    "garden#Poem": { "type": "string" }"#;

/// A garden over MQTT: three of its operations, and a notification.
const MQTT: &[Edit] = &[
    Insert("Garden/traits", SERVICE),
    Insert("Water/traits", WATER),
    Insert("PutPlant/traits", r#""smithy.mqtt#publish": "garden/plants""#),
    Insert("GetPicture/traits", r#""smithy.mqtt#publish": "garden/pictures/{name}""#),
    Insert("GetPictureRequest/name/traits", r#""smithy.mqtt#topicLabel": {}"#),
    Insert("shapes", BLOOMED),
];

pub(super) static CASES: &[Case] = &[
    Case {
        name: "a service that speaks MQTT",
        base: Garden,
        before: &[],
        edits: &[Insert("Garden/traits", SERVICE), Insert("Water/traits", WATER)],
        there: &[
            told("mqtt-gained", "Garden", "Garden"),
            moved("topic-gained", "Water", "Water", "Water/smithy.mqtt#publish"),
        ],
        back: Back::Rules(&["mqtt-lost", "topic-lost"]),
    },
    Case {
        name: "another port for MQTT",
        base: Garden,
        before: MQTT,
        edits: &[Set("Garden/smithy.codegen#mqtt/port", "8884")],
        there: &[told("mqtt-changed", "Garden", "Garden")],
        back: Back::Same,
    },
    Case {
        name: "a port that MQTT shares",
        base: Garden,
        before: MQTT,
        edits: &[Insert(
            "Garden/smithy.codegen#mqtt",
            r#""alpn": { "port": 443, "protocol": "x-garden-mqtt" }"#,
        )],
        there: &[told("mqtt-changed", "Garden", "Garden")],
        back: Back::Same,
    },
    Case {
        name: "another level of the topics of successes",
        base: Garden,
        before: MQTT,
        edits: &[Set("Garden/smithy.codegen#mqtt/accepted", r#""done""#)],
        there: &[told("mqtt-changed", "Garden", "Garden")],
        back: Back::Same,
    },
    Case {
        name: "a greatest payload",
        base: Garden,
        before: MQTT,
        edits: &[Insert("Garden/smithy.codegen#mqtt", r#""maxPayload": 1024"#)],
        there: &[told("mqtt-payload-changed", "Garden", "Garden")],
        back: Back::Same,
    },
    Case {
        name: "a host that is given for MQTT by mistake",
        base: Garden,
        before: MQTT,
        edits: &[Insert(
            "Garden/smithy.codegen#mqtt",
            r#""wrongHosts": [{ "host": "*.example.com", "help": "Use the other one" }]"#,
        )],
        there: &[told("wrong-hosts-changed", "Garden", "Garden")],
        back: Back::Same,
    },
    Case {
        name: "another topic",
        base: Garden,
        before: MQTT,
        edits: &[Set("Water/smithy.mqtt#publish", r#""garden/rain""#)],
        there: &[told("topic-changed", "Water", "Water/smithy.mqtt#publish")],
        back: Back::Same,
    },
    Case {
        name: "a member that becomes a level of the topic",
        base: Garden,
        before: MQTT,
        edits: &[
            Set("PutPlant/smithy.mqtt#publish", r#""garden/plants/{plantId}""#),
            Insert("PutPlantRequest/plantId/traits", r#""smithy.mqtt#topicLabel": {}"#),
        ],
        there: &[told("topic-changed", "PutPlant", "PutPlant/smithy.mqtt#publish")],
        back: Back::Same,
    },
    Case {
        name: "another name of a level",
        base: Garden,
        before: MQTT,
        edits: &[
            Rename("GetPictureRequest/name", "title"),
            Set("GetPicture/uri", r#""/pictures/{title}""#),
            Set("GetPicture/smithy.mqtt#publish", r#""garden/pictures/{title}""#),
        ],
        there: &[moved(
            "member-renamed",
            "GetPictureInput$title",
            "GetPictureRequest/name",
            "GetPictureRequest/title",
        )],
        back: Back::Told(&[moved(
            "member-renamed",
            "GetPictureInput$name",
            "GetPictureRequest/title",
            "GetPictureRequest/name",
        )]),
    },
    Case {
        name: "another name of a query parameter that is in a message over MQTT",
        base: Garden,
        before: MQTT,
        edits: &[Rename("PutPlantRequest/dryRun", "trial")],
        there: &[moved(
            "member-renamed-on-wire",
            "PutPlantInput$trial",
            "PutPlantRequest/dryRun",
            "PutPlantRequest/trial",
        )],
        back: Back::Told(&[moved(
            "member-renamed-on-wire",
            "PutPlantInput$dryRun",
            "PutPlantRequest/trial",
            "PutPlantRequest/dryRun",
        )]),
    },
    Case {
        name: "the format of a header's moments, which are in a message over MQTT",
        base: Garden,
        before: MQTT,
        edits: &[Insert("PutPlantRequest/since/traits", r#""smithy.api#timestampFormat": "http-date""#)],
        there: &[told("timestamp-format-changed", "PutPlantInput$since", "PutPlantRequest/since")],
        back: Back::Same,
    },
    Case {
        name: "a notification",
        base: Garden,
        before: &[Insert("Garden/traits", SERVICE), Insert("Water/traits", WATER)],
        edits: &[Insert("shapes", BLOOMED)],
        there: &[
            moved("notification-added", "Bloomed", "Garden", "Bloomed"),
            moved("shape-added", "Bloom", "Garden", "Bloom"),
        ],
        back: Back::Rules(&["notification-removed", "shape-removed"]),
    },
    Case {
        name: "a structure that is a notification, too",
        base: Garden,
        before: MQTT,
        edits: &[Insert(
            "Label",
            r#""traits": { "smithy.codegen#mqttNotification": { "topic": "garden/labels" } }"#,
        )],
        there: &[moved("notification-added", "Label", "Label", "Label/topic")],
        back: Back::Rules(&["notification-removed"]),
    },
    Case {
        name: "another topic of a notification",
        base: Garden,
        before: MQTT,
        edits: &[Set("Bloomed/topic", r#""garden/{bed}/opened""#)],
        there: &[told("notification-changed", "Bloomed", "Bloomed/topic")],
        back: Back::Same,
    },
    Case {
        name: "a time of a notification",
        base: Garden,
        before: MQTT,
        edits: &[Insert("Bloomed/smithy.codegen#mqttNotification", r#""time": "at""#)],
        there: &[told("notification-order-changed", "Bloomed", "Bloomed")],
        back: Back::Same,
    },
    Case {
        name: "another name of a notification, without a member",
        base: Garden,
        before: MQTT,
        edits: &[Rename("Bloomed", "garden#Blossomed"), Remove("Blossomed/poem")],
        there: &[
            moved("shape-renamed", "Blossomed", "Bloomed", "Blossomed"),
            moved("output-member-removed", "Blossomed$poem", "Bloomed/poem", "Blossomed"),
        ],
        back: Back::Told(&[
            moved("shape-renamed", "Bloomed", "Blossomed", "Bloomed"),
            moved("output-member-added", "Bloomed$poem", "Blossomed", "Bloomed/poem"),
        ]),
    },
    Case {
        name: "another name of a level of a notification",
        base: Garden,
        before: MQTT,
        edits: &[Rename("Bloomed/bed", "plot"), Set("Bloomed/topic", r#""garden/{plot}/bloomed""#)],
        there: &[moved("member-renamed", "Bloomed$plot", "Bloomed/bed", "Bloomed/plot")],
        back: Back::Told(&[moved("member-renamed", "Bloomed$bed", "Bloomed/plot", "Bloomed/bed")]),
    },
    Case {
        name: "one more level of a notification",
        base: Garden,
        before: MQTT,
        edits: &[
            Set("Bloomed/topic", r#""garden/{bed}/{row}/bloomed""#),
            Insert(
                "Bloomed/members",
                r#""row": { "target": "smithy.api#String", "traits": { "smithy.api#required": {}, "smithy.mqtt#topicLabel": {} } }"#,
            ),
        ],
        there: &[
            told("notification-changed", "Bloomed", "Bloomed/topic"),
            moved("required-output-member-added", "Bloomed$row", "Bloomed", "Bloomed/row"),
        ],
        back: Back::Rules(&["notification-changed", "output-member-removed"]),
    },
    Case {
        name: "a text that stands as JSON over MQTT",
        base: Garden,
        before: MQTT,
        edits: &[Set("Poem", r#"{ "type": "string", "traits": { "smithy.codegen#jsonOverMqtt": {} } }"#)],
        there: &[told("json-over-mqtt-changed", "Poem", "Poem")],
        back: Back::Same,
    },
    Case {
        name: "another text, which stands as JSON over MQTT",
        base: Garden,
        before: MQTT,
        edits: &[
            Insert(
                "shapes",
                r#""garden#Song": { "type": "string", "traits": { "smithy.codegen#jsonOverMqtt": {} } }"#,
            ),
            Replace("Bloomed/poem", "garden#Poem", "garden#Song"),
        ],
        there: &[
            told("json-over-mqtt-changed", "Bloomed$poem", "Bloomed/poem"),
            told("member-alias-changed", "Bloomed$poem", "Bloomed/poem"),
        ],
        back: Back::Same,
    },
];

//! Cases on what is called and sent over MQTT.

use crate::edits::Base::Garden;
use crate::edits::Edit::{self, Insert, Remove, Rename, Replace, Set};
use crate::edits::{Case, expected};

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

/// A garden that speaks MQTT: three of its operations, and a notification.
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
            expected("mqtt-gained", "additive", "Garden", "Garden", "Garden"),
            expected("topic-gained", "additive", "Water", "Water", "Water/smithy.mqtt#publish"),
        ],
        back: &[
            expected("mqtt-lost", "wire", "Garden", "Garden", "Garden"),
            expected("topic-lost", "wire", "Water", "Water/smithy.mqtt#publish", "Water"),
        ],
    },
    Case {
        name: "another port for MQTT",
        base: Garden,
        before: MQTT,
        edits: &[Set("Garden/smithy.codegen#mqtt/port", "8884")],
        there: &[expected("mqtt-changed", "wire", "Garden", "Garden", "Garden")],
        back: &[expected("mqtt-changed", "wire", "Garden", "Garden", "Garden")],
    },
    Case {
        name: "a port that MQTT shares",
        base: Garden,
        before: MQTT,
        edits: &[Insert(
            "Garden/smithy.codegen#mqtt",
            r#""alpn": { "port": 443, "protocol": "x-garden-mqtt" }"#,
        )],
        there: &[expected("mqtt-changed", "wire", "Garden", "Garden", "Garden")],
        back: &[expected("mqtt-changed", "wire", "Garden", "Garden", "Garden")],
    },
    Case {
        name: "another level of the topics of successes",
        base: Garden,
        before: MQTT,
        edits: &[Set("Garden/smithy.codegen#mqtt/accepted", r#""done""#)],
        there: &[expected("mqtt-changed", "wire", "Garden", "Garden", "Garden")],
        back: &[expected("mqtt-changed", "wire", "Garden", "Garden", "Garden")],
    },
    Case {
        name: "a greatest payload",
        base: Garden,
        before: MQTT,
        edits: &[Insert("Garden/smithy.codegen#mqtt", r#""maxPayload": 1024"#)],
        there: &[expected("mqtt-payload-changed", "constraint", "Garden", "Garden", "Garden")],
        back: &[expected("mqtt-payload-changed", "constraint", "Garden", "Garden", "Garden")],
    },
    Case {
        name: "a host that is given for MQTT by mistake",
        base: Garden,
        before: MQTT,
        edits: &[Insert(
            "Garden/smithy.codegen#mqtt",
            r#""wrongHosts": [{ "host": "*.example.com", "help": "Use the other one" }]"#,
        )],
        there: &[expected("wrong-hosts-changed", "documentation", "Garden", "Garden", "Garden")],
        back: &[expected("wrong-hosts-changed", "documentation", "Garden", "Garden", "Garden")],
    },
    Case {
        name: "another topic",
        base: Garden,
        before: MQTT,
        edits: &[Set("Water/smithy.mqtt#publish", r#""garden/rain""#)],
        there: &[expected(
            "topic-changed",
            "wire",
            "Water",
            "Water/smithy.mqtt#publish",
            "Water/smithy.mqtt#publish",
        )],
        back: &[expected(
            "topic-changed",
            "wire",
            "Water",
            "Water/smithy.mqtt#publish",
            "Water/smithy.mqtt#publish",
        )],
    },
    Case {
        name: "a member that becomes a level of the topic",
        base: Garden,
        before: MQTT,
        edits: &[
            Set("PutPlant/smithy.mqtt#publish", r#""garden/plants/{plantId}""#),
            Insert("PutPlantRequest/plantId/traits", r#""smithy.mqtt#topicLabel": {}"#),
        ],
        there: &[expected(
            "topic-changed",
            "wire",
            "PutPlant",
            "PutPlant/smithy.mqtt#publish",
            "PutPlant/smithy.mqtt#publish",
        )],
        back: &[expected(
            "topic-changed",
            "wire",
            "PutPlant",
            "PutPlant/smithy.mqtt#publish",
            "PutPlant/smithy.mqtt#publish",
        )],
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
        there: &[expected(
            "member-renamed",
            "rust",
            "GetPictureInput$title",
            "GetPictureRequest/name",
            "GetPictureRequest/title",
        )],
        back: &[expected(
            "member-renamed",
            "rust",
            "GetPictureInput$name",
            "GetPictureRequest/title",
            "GetPictureRequest/name",
        )],
    },
    Case {
        name: "another name of a query parameter that is in a message over MQTT",
        base: Garden,
        before: MQTT,
        edits: &[Rename("PutPlantRequest/dryRun", "trial")],
        there: &[expected(
            "member-renamed-on-wire",
            "wire",
            "PutPlantInput$trial",
            "PutPlantRequest/dryRun",
            "PutPlantRequest/trial",
        )],
        back: &[expected(
            "member-renamed-on-wire",
            "wire",
            "PutPlantInput$dryRun",
            "PutPlantRequest/trial",
            "PutPlantRequest/dryRun",
        )],
    },
    Case {
        name: "the format of a header's moments, which are in a message over MQTT",
        base: Garden,
        before: MQTT,
        edits: &[Insert("PutPlantRequest/since/traits", r#""smithy.api#timestampFormat": "http-date""#)],
        there: &[expected(
            "timestamp-format-changed",
            "wire",
            "PutPlantInput$since",
            "PutPlantRequest/since",
            "PutPlantRequest/since",
        )],
        back: &[expected(
            "timestamp-format-changed",
            "wire",
            "PutPlantInput$since",
            "PutPlantRequest/since",
            "PutPlantRequest/since",
        )],
    },
    Case {
        name: "a notification",
        base: Garden,
        before: &[Insert("Garden/traits", SERVICE), Insert("Water/traits", WATER)],
        edits: &[Insert("shapes", BLOOMED)],
        there: &[
            expected("notification-added", "additive", "Bloomed", "Garden", "Bloomed"),
            expected("shape-added", "additive", "Bloom", "Garden", "Bloom"),
        ],
        back: &[
            expected("notification-removed", "rust", "Bloomed", "Bloomed", "Garden"),
            expected("shape-removed", "rust", "Bloom", "Bloom", "Garden"),
        ],
    },
    Case {
        name: "a structure that is a notification, too",
        base: Garden,
        before: MQTT,
        edits: &[Insert(
            "Label",
            r#""traits": { "smithy.codegen#mqttNotification": { "topic": "garden/labels" } }"#,
        )],
        there: &[expected("notification-added", "additive", "Label", "Label", "Label/topic")],
        back: &[expected("notification-removed", "rust", "Label", "Label/topic", "Label")],
    },
    Case {
        name: "another topic of a notification",
        base: Garden,
        before: MQTT,
        edits: &[Set("Bloomed/topic", r#""garden/{bed}/opened""#)],
        there: &[expected("notification-changed", "wire", "Bloomed", "Bloomed/topic", "Bloomed/topic")],
        back: &[expected("notification-changed", "wire", "Bloomed", "Bloomed/topic", "Bloomed/topic")],
    },
    Case {
        name: "a time of a notification",
        base: Garden,
        before: MQTT,
        edits: &[Insert("Bloomed/smithy.codegen#mqttNotification", r#""time": "at""#)],
        there: &[expected("notification-order-changed", "constraint", "Bloomed", "Bloomed", "Bloomed")],
        back: &[expected("notification-order-changed", "constraint", "Bloomed", "Bloomed", "Bloomed")],
    },
    Case {
        name: "another name of a notification, without a member",
        base: Garden,
        before: MQTT,
        edits: &[Rename("Bloomed", "garden#Blossomed"), Remove("Blossomed/poem")],
        there: &[
            expected("shape-renamed", "rust", "Blossomed", "Bloomed", "Blossomed"),
            expected("output-member-removed", "wire", "Blossomed$poem", "Bloomed/poem", "Blossomed"),
        ],
        back: &[
            expected("shape-renamed", "rust", "Bloomed", "Blossomed", "Bloomed"),
            expected("output-member-added", "additive", "Bloomed$poem", "Blossomed", "Bloomed/poem"),
        ],
    },
    Case {
        name: "another name of a level of a notification",
        base: Garden,
        before: MQTT,
        edits: &[Rename("Bloomed/bed", "plot"), Set("Bloomed/topic", r#""garden/{plot}/bloomed""#)],
        there: &[expected("member-renamed", "rust", "Bloomed$plot", "Bloomed/bed", "Bloomed/plot")],
        back: &[expected("member-renamed", "rust", "Bloomed$bed", "Bloomed/plot", "Bloomed/bed")],
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
            expected("notification-changed", "wire", "Bloomed", "Bloomed/topic", "Bloomed/topic"),
            expected("required-output-member-added", "rust", "Bloomed$row", "Bloomed", "Bloomed/row"),
        ],
        back: &[
            expected("notification-changed", "wire", "Bloomed", "Bloomed/topic", "Bloomed/topic"),
            expected("output-member-removed", "wire", "Bloomed$row", "Bloomed/row", "Bloomed"),
        ],
    },
    Case {
        name: "a text that stands as JSON over MQTT",
        base: Garden,
        before: MQTT,
        edits: &[Set("Poem", r#"{ "type": "string", "traits": { "smithy.codegen#jsonOverMqtt": {} } }"#)],
        there: &[expected("json-over-mqtt-changed", "wire", "Poem", "Poem", "Poem")],
        back: &[expected("json-over-mqtt-changed", "wire", "Poem", "Poem", "Poem")],
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
            expected("json-over-mqtt-changed", "wire", "Bloomed$poem", "Bloomed/poem", "Bloomed/poem"),
            expected("member-alias-changed", "documentation", "Bloomed$poem", "Bloomed/poem", "Bloomed/poem"),
        ],
        back: &[
            expected("json-over-mqtt-changed", "wire", "Bloomed$poem", "Bloomed/poem", "Bloomed/poem"),
            expected("member-alias-changed", "documentation", "Bloomed$poem", "Bloomed/poem", "Bloomed/poem"),
        ],
    },
];

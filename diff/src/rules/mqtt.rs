//! Kinds of change of what is called and sent over MQTT.

super::declare! {
    MQTT_GAINED "mqtt-gained" Additive
        "Nothing changes: old clients do not speak it"
        "Operations with a topic can be called over MQTT, too"
    MQTT_LOST "mqtt-lost" Wire
        "Old clients that speak MQTT are no longer answered"
        "Nothing can be called over MQTT any more"
    MQTT_CHANGED "mqtt-changed" Wire
        "Old clients that speak MQTT connect to another port, or look for answers where none come"
        "The same clients connect to another port, or look for answers elsewhere"
    MQTT_PAYLOAD_CHANGED "mqtt-payload-changed" Constraint
        "Messages of another length than before are taken"
        "Calls over MQTT may be longer, or have to be shorter"
    TOPIC_GAINED "topic-gained" Additive
        "Nothing changes: old clients do not call it over MQTT"
        "The operation can be called over MQTT, too"
    TOPIC_LOST "topic-lost" Wire
        "Requests of old clients over MQTT are no longer answered"
        "The operation can no longer be called over MQTT"
    TOPIC_CHANGED "topic-changed" Wire
        "The service does not know the requests of old clients over MQTT"
        "The same call over MQTT has another topic"
    NOTIFICATION_ADDED "notification-added" Additive
        "Old clients do not ask for it"
        "There is one more notification to receive"
    NOTIFICATION_REMOVED "notification-removed" Rust
        "Old clients no longer see the notification"
        "The notification is gone, and with it its type, unless something else has that"
    NOTIFICATION_CHANGED "notification-changed" Wire
        "Old clients wait for the notification on a topic where it does not come"
        "The same notification has another topic"
    NOTIFICATION_ORDER_CHANGED "notification-order-changed" Constraint
        "Old clients tell by other members which notifications are out of date"
        "Other notifications are left out as out of date"
    JSON_OVER_MQTT_CHANGED "json-over-mqtt-changed" Wire
        "Over MQTT one side writes a text as the JSON that it is, and the other as a string"
        "The same text is written otherwise over MQTT"
}

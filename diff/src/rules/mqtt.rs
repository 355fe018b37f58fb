//! Kinds of change of operations and notifications over MQTT.

super::declare! {
    MQTT_GAINED "mqtt-gained" Additive
        "Nothing changes: old clients do not speak it"
        "Operations with a topic can also be called over MQTT"
    MQTT_LOST "mqtt-lost" Wire
        "Old clients that speak MQTT are no longer answered"
        "No operation can be called over MQTT any more"
    MQTT_CHANGED "mqtt-changed" Wire
        "Old clients that use MQTT connect to the wrong port, or expect responses on the wrong topic"
        "Clients connect to another port, or expect responses on another topic"
    MQTT_PAYLOAD_CHANGED "mqtt-payload-changed" Constraint
        "The service accepts messages up to another length"
        "Calls over MQTT may send longer messages, or have to send shorter ones"
    TOPIC_GAINED "topic-gained" Additive
        "Nothing changes: old clients do not call it over MQTT"
        "The operation can also be called over MQTT"
    TOPIC_LOST "topic-lost" Wire
        "Requests of old clients over MQTT are no longer answered"
        "The operation can no longer be called over MQTT"
    TOPIC_CHANGED "topic-changed" Wire
        "The service does not know the requests of old clients over MQTT"
        "The same call over MQTT has another topic"
    NOTIFICATION_ADDED "notification-added" Additive
        "Old clients do not ask for it"
        "There is one notification more to receive"
    NOTIFICATION_REMOVED "notification-removed" Rust
        "Old clients no longer see the notification"
        "The notification is gone, and so is its type unless something else uses it"
    NOTIFICATION_CHANGED "notification-changed" Wire
        "Old clients wait for the notification on a topic where it does not come"
        "The same notification has another topic"
    NOTIFICATION_ORDER_CHANGED "notification-order-changed" Constraint
        "Old clients use other members to tell which notifications are out of date"
        "The client uses other members to tell which notifications are out of date"
    JSON_OVER_MQTT_CHANGED "json-over-mqtt-changed" Wire
        "Over MQTT one side writes the value as JSON, and the other as a string that has JSON in it"
        "The same value has another form over MQTT"
}

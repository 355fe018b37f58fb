//! The MQTT settings of a service, as JSON; the keys are those of the traits.

use serde_json::Value;
use smithy_model::ir::{Alpn, Mqtt, Notification};

use super::object::Object;
use super::wrong_host;

/// Returns levels of responses, token, ports and facts about brokers.
pub(super) fn mqtt(mqtt: &Mqtt) -> Value {
    let Mqtt { accepted, rejected, token, port, alpn, max_payload, wrong_hosts } = mqtt;
    Object::default()
        .text("accepted", accepted)
        .text("rejected", rejected)
        .text("clientToken", token)
        .keep("port", *port)
        .put("alpn", alpn.as_ref().map(self::alpn))
        .put("maxPayload", *max_payload)
        .list("wrongHosts", wrong_hosts, wrong_host)
        .into()
}

fn alpn(Alpn { port, protocol }: &Alpn) -> Value {
    Object::default().keep("port", *port).text("protocol", protocol).into()
}

/// Returns topic, with its labels in braces, and the members that distinguish notifications.
pub(super) fn notification(notification: &Notification) -> Value {
    let Notification { topic, time, instance, version } = notification;
    Object::default()
        .text("topic", &topic.to_string())
        .put("time", time.as_deref())
        .list("instance", instance, |path| path.join(".").into())
        .put("version", version.as_ref().map(|path| path.join(".")))
        .into()
}

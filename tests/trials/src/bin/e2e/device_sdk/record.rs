//! A broker on loopback that simulates the service of the table, and records what a client sends.

use std::path::Path;

use loopback::broker::{Broker, Published, Reaction, Subscribed};
use loopback::pki::{Authority, Validity};
use loopback::server::Tls;
use serde_json::Value;

use super::table::{Call, Table};

/// The certificates of a run, as files.
pub(super) const ROOT: &str = "root.pem";
pub(super) const CERTIFICATE: &str = "device.pem";
pub(super) const KEY: &str = "device-key.pem";

/// The address of the broker, and the certificates for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) port: u16,
    /// The folder of the certificates.
    pub(super) folder: &'a Path,
}

/// What one side sent and read.
#[derive(Debug)]
pub(super) struct Recording<T> {
    pub(super) read: T,
    pub(super) sent: Sent,
}

/// What one side sent.
#[derive(Debug)]
pub(super) struct Sent {
    pub(super) published: Vec<Published>,
    pub(super) subscribed: Vec<Subscribed>,
}

/// Lets a client make the calls to a broker that responds according to the table.
pub(super) fn record<T>(
    table: &Table,
    make: impl FnOnce(Place<'_>) -> Result<T, String>,
) -> Result<Recording<T>, String> {
    let root = Authority::new("broker");
    let device = root.client("device", Validity::Now);
    let folder = tempfile::tempdir().map_err(|error| format!("no folder for certificates: {error}"))?;
    for (name, pem) in [(ROOT, root.pem()), (CERTIFICATE, device.pem()), (KEY, device.key_pkcs8_pem())] {
        std::fs::write(folder.path().join(name), pem).map_err(|error| format!("{name}: {error}"))?;
    }
    let mut reactions = table.calls.iter().map(reactions).collect::<Vec<_>>().into_iter();
    let broker = Broker::secure(&Tls::new(root.localhost()).demanding(&root), move |published| {
        reactions.next().map(|reactions| reactions(published)).unwrap_or_default()
    });
    let read = make(Place { port: broker.address().port(), folder: folder.path() })?;
    let sent = Sent { published: broker.published(), subscribed: broker.subscriptions() };
    Ok(Recording { read, sent })
}

/// Returns what the broker sends when the request of a call arrives: the response, and the notifications after it.
fn reactions(call: &Call) -> impl FnOnce(&Published) -> Vec<Reaction> + Send + use<> {
    let (level, mut answer) = (call.level, call.answer.clone());
    let thing = call.label("thingName").unwrap_or_default();
    let notify = |(level, payload): &(String, Value)| {
        Reaction::Send(format!("$aws/things/{thing}/jobs/{level}"), payload.to_string())
    };
    let notifications: Vec<Reaction> = call.notifications.iter().map(notify).collect();
    move |published| {
        let request: Value = serde_json::from_str(&published.payload).unwrap_or_default();
        if let (Some(members), Some(token)) = (answer.as_object_mut(), request.get("clientToken")) {
            members.insert("clientToken".to_owned(), token.clone());
        }
        let answer = Reaction::Send(format!("{}/{level}", published.topic), answer.to_string());
        std::iter::once(answer).chain(notifications).collect()
    }
}

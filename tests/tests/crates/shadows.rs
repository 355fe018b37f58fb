//! A second service over MQTT, the shadows of devices: nothing in the generator is specific to the first one. Its
//! client is a module, compiled into a program that checks its behaviour.

use std::path::Path;

use loopback::broker::{Broker, Published, Reaction};
use smithy_codegen::Generator;

use crate::cargo;

const PROGRAM: &str = include_str!("../../fixtures/shadows.rs");

/// Writes the client as a module with these features, and returns its text.
fn module(folder: &Path, name: &str, features: &[&str]) -> String {
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/shadows.smithy.json");
    let file = folder.join(format!("{name}.rs"));
    let generator = Generator::new(model).features(features.iter().copied());
    let generated = generator.write_module(&file, &format!("crate::{name}"));
    let generated = generated.unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(generated.warnings(), "");
    std::fs::read_to_string(&file).expect("it is there")
}

/// Accepts updates, after a delta of the same version, and refuses everything else.
fn keeper(published: &Published) -> Vec<Reaction> {
    let Published { topic, payload, .. } = published;
    let request: serde_json::Value = serde_json::from_str(payload).expect("JSON");
    let token = request["clientToken"].as_str().expect("a token");
    let send = |level: &str, members: &str| {
        let payload = format!(r#"{{"clientToken":"{token}","timestamp":1700000000,{members}}}"#);
        Reaction::Send(format!("{topic}/{level}"), payload)
    };
    let delta = r#""version":2,"state":{"on":true}"#;
    if topic.ends_with("/update") {
        vec![send("delta", delta), send("delta", delta), send("accepted", r#""version":2"#)]
    } else {
        vec![send("rejected", r#""code":404,"message":"none""#)]
    }
}

#[test]
fn messages_sessions_and_the_client_are_those_of_the_model() {
    // Its client is a module of the program, so it depends on no generated crate.
    let program = cargo::program("shadows-program", "", PROGRAM);
    module(&program.join("src"), "keeper", &["mqtt"]);
    module(&program.join("src"), "bare", &[]);
    let broker = Broker::plain(keeper);
    cargo::cargo(&["run", "--", &broker.address().port().to_string()], &program);

    let published: Vec<_> = broker.published().into_iter().map(|it| it.topic).collect();
    assert_eq!(published, ["$aws/things/pump/shadow/name/valve/update", "$aws/things/pump/shadow/get"]);
    let mut subscribed = broker.subscribed();
    subscribed.sort();
    let filters = [
        "$aws/things/pump/shadow/get/+",
        "$aws/things/pump/shadow/name/+/update/+",
        "$aws/things/pump/shadow/name/valve/update/delta",
        "$aws/things/pump/shadow/update/delta",
        "$aws/things/pump/shadow/update/documents",
    ];
    assert_eq!(subscribed, filters);
}

#[test]
fn the_client_over_mqtt_comes_with_its_feature() {
    let folder = tempfile::tempdir().expect("a folder");
    let [with, without] = [&["mqtt"][..], &["client"]].map(|on| module(folder.path(), "keeper", on));
    let of_client = [
        "pub mod client {\n        //! The client over MQTT",
        "pub type Notifications = ",
        "pub fn notifications(\n",
        "smithy_client::mqtt::Client<",
    ];
    for text in of_client {
        assert!(with.contains(text) && !without.contains(text), "{text}");
    }
    for text in ["pub const FACTS: &Facts", "pub enum Notification {", "facts: mqtt::FACTS"] {
        assert!(with.contains(text) && without.contains(text), "{text}");
    }
    for module in [with, without] {
        assert!(!module.contains("feature = ") && !module.contains("crate::mqtt"));
    }
}

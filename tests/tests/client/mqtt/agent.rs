//! The agent of the examples over MQTT: started by a notification, with real steps and a journal on disk.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use examples::agent::Agent;
use examples::journal::Journal;
use examples::steps::Steps;
use examples::work::{Device, OverMqtt, Until, work};
use iot_jobs_data::mqtt::{Client, Config};
use loopback::broker::{Broker, Published, Reaction};
use serde_json::{Value, json};

use super::world::NOTIFY;

/// The only job of a service: missing, queued, in progress, or over.
#[derive(Debug, Default)]
struct Job {
    status: Option<&'static str>,
    version: i64,
    updates: Vec<String>,
}

impl Job {
    fn serve(&mut self, published: &Published) -> Vec<Reaction> {
        let body: Value = serde_json::from_str(&published.payload).expect("JSON");
        let mut answer = json!({"clientToken": body["clientToken"]});
        if published.topic.ends_with("/start-next") && matches!(self.status, Some("QUEUED" | "IN_PROGRESS")) {
            self.status = Some("IN_PROGRESS");
            self.version += 1;
            answer["execution"] = json!({"jobId": "j", "status": "IN_PROGRESS", "versionNumber": self.version,
                "executionNumber": 1, "queuedAt": 1, "jobDocument": {"steps": ["greet"]}});
        }
        if published.topic.ends_with("/update") {
            assert_eq!(body["expectedVersion"], self.version);
            self.version += 1;
            self.updates.push(body["status"].as_str().expect("a status").to_owned());
            self.status = Some(if body["status"] == "IN_PROGRESS" { "IN_PROGRESS" } else { "SUCCEEDED" });
            answer["executionState"] = json!({"status": body["status"], "versionNumber": self.version});
        }
        vec![Reaction::Send(format!("{}/accepted", published.topic), answer.to_string())]
    }
}

#[tokio::test]
async fn a_notification_starts_the_agent() {
    let job = Arc::new(Mutex::new(Job::default()));
    let served = Arc::clone(&job);
    let broker = Broker::plain(move |published| served.lock().unwrap().serve(published));
    let folder = tempfile::tempdir().expect("a folder");
    let greet = folder.path().join("greet");
    fs::write(&greet, "#!/bin/sh\necho hello >> \"$(dirname \"$0\")/../greetings\"\n").expect("a program");
    let steps = folder.path().join("steps");
    fs::create_dir(&steps).expect("a folder");
    fs::rename(&greet, steps.join("greet")).expect("a program");
    fs::set_permissions(steps.join("greet"), fs::Permissions::from_mode(0o755)).expect("a mode");

    let steps = Steps::new(&steps, Duration::from_mins(1));
    let device = Device { journal: Journal::new(folder.path().join("journal.json")), steps };
    let agent = Agent::new("pump", device.steps.names().expect("steps"), None).poll(Duration::from_hours(1));
    let config = Config::builder().endpoint(format!("mqtt://{}", broker.address())).client_id("pump").build();
    let mut service =
        OverMqtt::new(Client::new(config.expect("a configuration")), "pump").expect("a listener");
    let working =
        tokio::spawn(async move { work(&mut service, &device, agent.begin(), Until::Forever).await });

    let asked = || broker.published().iter().filter(|it| it.topic.ends_with("/start-next")).count();
    wait_until(|| asked() >= 2 && broker.subscribed().iter().any(|filter| filter == NOTIFY)).await;
    assert!(job.lock().unwrap().updates.is_empty());
    job.lock().unwrap().status = Some("QUEUED");
    broker.send(NOTIFY, r#"{"timestamp":1,"jobs":{"QUEUED":[{"jobId":"j"}]}}"#);
    wait_until(|| job.lock().unwrap().status == Some("SUCCEEDED")).await;
    assert_eq!(job.lock().unwrap().updates, ["IN_PROGRESS", "SUCCEEDED"]);
    assert_eq!(fs::read_to_string(folder.path().join("greetings")).expect("a greeting"), "hello\n");
    working.abort();
}

async fn wait_until(mut holds: impl FnMut() -> bool) {
    for _ in 0..1000 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it has not come about in 10 s");
}

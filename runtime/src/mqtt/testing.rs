//! A service for the tests.

use super::facts::{Facts, Topic};
use crate::service::WrongHost;

pub(super) const FACTS: Facts = Facts {
    accepted: "accepted",
    rejected: "rejected",
    token: "clientToken",
    requests: &[
        "t/{thing}/jobs/get",
        "t/{thing}/jobs/start",
        "t/{thing}/jobs/{job}/get",
        "t/{thing}/jobs/{job}/update",
    ],
    notifications: &[
        Topic {
            topic: "t/{thing}/jobs/notify",
            time: Some("timestamp"),
            instance: &[],
            version: &[],
            json: &[],
        },
        Topic {
            topic: "t/{thing}/jobs/notify-next",
            time: Some("timestamp"),
            instance: &[&["execution", "jobId"], &["execution", "executionNumber"]],
            version: &["execution", "versionNumber"],
            json: &[&["execution", "jobDocument"]],
        },
    ],
    port: 8883,
    alpn: Some((443, "mqtt")),
    max_payload: 1000,
    wrong_hosts: &[WrongHost { hosts: &["*.jobs.*"], help: "Take the other one" }],
};

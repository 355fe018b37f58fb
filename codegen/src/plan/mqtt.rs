//! Calls over MQTT: the facts of the service, and the notifications as variants of an enum.

use std::collections::BTreeSet;

use smithy_model::Validated;
use smithy_model::ir::{Alpn, Level, Model, Mqtt, Operation, Shape, ShapeId, Topic, WrongHost};

use super::types::TypePath;
use super::{Planner, docs};
use crate::ident::{RustIdent, Scope};

/// The facts about all calls of a service over MQTT.
#[derive(Clone, Debug)]
pub struct MqttPlan {
    /// The level that is added to the topic of a request for a successful response.
    pub accepted: String,
    /// The level for a rejection.
    pub rejected: String,
    /// The member that matches responses to requests.
    pub token: String,
    /// The topics of requests and of their responses.
    pub requests: Vec<RequestTopic>,
    /// What the service sends without a request.
    pub notifications: Vec<NotificationPlan>,
    /// The labels in the topics of notifications, as parameters: identifiers and names in the model.
    pub labels: Vec<(RustIdent, String)>,
    /// The port.
    pub port: u16,
    /// The port that MQTT shares with other protocols.
    pub alpn: Option<Alpn>,
    /// The maximum payload in bytes.
    pub max_payload: Option<u64>,
    /// Hosts that people give by mistake.
    pub wrong_hosts: Vec<WrongHost>,
}

/// The topics of an operation.
#[derive(Clone, Debug)]
pub struct RequestTopic {
    /// The topic of requests.
    pub topic: String,
    /// The topics of a successful response and of a rejection.
    pub answers: [String; 2],
    /// The filter by which the runtime subscribes to the responses.
    pub filter: String,
}

/// A notification.
#[derive(Clone, Debug)]
pub struct NotificationPlan {
    /// The variant.
    pub variant: RustIdent,
    /// The structure.
    pub path: TypePath,
    /// One sentence.
    pub summary: String,
    /// The topic.
    pub topic: String,
    /// The member with the time of sending.
    pub time: Option<String>,
    /// The members that identify its subject.
    pub instance: Vec<Vec<String>>,
    /// The member that grows with every change of the subject.
    pub version: Vec<String>,
    /// The paths to texts that are sent as JSON.
    pub json: Vec<Vec<String>>,
}

/// How an operation is called over MQTT.
#[derive(Clone, Debug)]
pub struct BindingPlan {
    /// The topic of requests.
    pub topic: String,
    /// The topics of a successful response and of a rejection.
    pub answers: [String; 2],
    /// A request may change something.
    pub acts: bool,
    /// The paths to texts of the output that are sent as JSON.
    pub json: Vec<Vec<String>>,
}

/// Whether an operation can be called over MQTT.
pub(super) fn is_there(model: &Model<Validated>) -> bool {
    model.service.mqtt.is_some() && model.operations.iter().any(|operation| operation.topic.is_some())
}

/// Plans the topics of a request. The filter has the labels that every topic of the service has, and `+` for others.
fn request(model: &Model<Validated>, topic: &Topic, levels: [&String; 2]) -> RequestTopic {
    let requests = model.operations.iter().filter_map(|operation| operation.topic.as_ref());
    let all: Vec<_> =
        requests.chain(model.notifications().map(|(_, notification)| &notification.topic)).collect();
    let is_common = |label: &str| all.iter().all(|topic| topic.labels().any(|other| other == label));
    let mut filter = topic.with("+");
    for level in &mut filter.levels {
        if level.label().is_some_and(|label| !is_common(label)) {
            *level = Level::Text("+".to_owned());
        }
    }
    RequestTopic {
        topic: topic.to_string(),
        answers: levels.map(|level| topic.with(level).to_string()),
        filter: filter.to_string(),
    }
}

/// Returns the labels in the topics of notifications, without duplicates. Equal parameters are told apart by numbers.
fn labels(model: &Model<Validated>) -> Vec<(RustIdent, String)> {
    let (mut names, mut parameters) = (BTreeSet::new(), Scope::default());
    let labels = model.notifications().flat_map(|(_, notification)| notification.topic.labels());
    let new = labels.filter(|label| names.insert(*label));
    new.filter_map(|label| {
        let parameter = parameters.claim_numbered(&RustIdent::snake(label)?, label);
        Some((parameter, label.to_owned()))
    })
    .collect()
}

fn summary(shape: &Shape) -> String {
    let summary = shape.documentation.as_deref().map(docs::summary).unwrap_or_default();
    if summary.is_empty() { format!("The notification `{}`.", shape.name) } else { summary }
}

impl Planner<'_> {
    /// Plans calls over MQTT, if an operation can be called over it.
    pub(crate) fn mqtt(&mut self) -> Option<MqttPlan> {
        let model = self.model;
        let Mqtt { accepted, rejected, token, port, alpn, max_payload, wrong_hosts } =
            model.service.mqtt.clone().filter(|_| is_there(model))?;
        let topics = model.operations.iter().filter_map(|operation| operation.topic.as_ref());
        Some(MqttPlan {
            requests: topics.map(|topic| request(model, topic, [&accepted, &rejected])).collect(),
            labels: labels(model),
            notifications: self.notifications(),
            accepted,
            rejected,
            token,
            port,
            alpn,
            max_payload,
            wrong_hosts,
        })
    }

    fn notifications(&mut self) -> Vec<NotificationPlan> {
        let model = self.model;
        let mut variants = Scope::default();
        let plans = model.notifications().filter_map(|(id, notification)| {
            let path = self.names.get(&id)?.clone();
            let shape = model.shape(id);
            Some(NotificationPlan {
                variant: variants.claim_numbered(&RustIdent::pascal(path.name().bare())?, &shape.name),
                summary: summary(shape),
                topic: notification.topic.to_string(),
                time: notification.time.clone(),
                instance: notification.instance.clone(),
                version: notification.version.clone().unwrap_or_default(),
                json: self.json_paths(id),
                path,
            })
        });
        plans.collect()
    }

    /// How an operation is called over MQTT, if it can be.
    pub(crate) fn topic(&self, operation: &Operation) -> Option<BindingPlan> {
        let mqtt = self.model.service.mqtt.as_ref()?;
        let topic = operation.topic.as_ref()?;
        let reads =
            operation.http.as_ref().is_some_and(|http| ["GET", "HEAD"].contains(&http.method.as_str()));
        Some(BindingPlan {
            topic: topic.to_string(),
            answers: [&mqtt.accepted, &mqtt.rejected].map(|level| topic.with(level).to_string()),
            acts: !operation.readonly && !reads,
            json: self.json_paths(operation.output),
        })
    }

    fn json_paths(&self, structure: ShapeId) -> Vec<Vec<String>> {
        self.model.json_paths(structure)
    }
}

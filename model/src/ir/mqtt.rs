//! What a service says about MQTT: the topics of its operations, of their responses, and of notifications.

use std::fmt;

use super::{Origin, WrongHost};

/// How the service speaks MQTT, the same for all its operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mqtt {
    /// The level that is added to the topic of the request for a successful response: `accepted`.
    pub accepted: String,
    /// The level for a rejection: `rejected`.
    pub rejected: String,
    /// The member that matches a response to its request: `clientToken`.
    pub token: String,
    /// The port for connections over TLS with a client certificate.
    pub port: u16,
    /// Another port, which the service shares between MQTT and other protocols by a name in the TLS handshake.
    pub alpn: Option<Alpn>,
    /// The maximum payload in bytes.
    pub max_payload: Option<u64>,
    /// Hosts that people give for the broker by mistake.
    pub wrong_hosts: Vec<WrongHost>,
}

/// A port that MQTT shares with other protocols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alpn {
    /// The port.
    pub port: u16,
    /// The protocol name of RFC 7301: `x-amzn-mqtt-ca`.
    pub protocol: String,
}

/// A structure that the service sends without a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// Its topic.
    pub topic: Topic,
    /// The member with the time of sending.
    pub time: Option<String>,
    /// The members that identify its subject, each as the path of names to it.
    pub instance: Vec<Vec<String>>,
    /// The member that grows with every change of the subject.
    pub version: Option<Vec<String>>,
}

/// An MQTT topic: levels separated by slashes.
#[derive(Clone, Debug, PartialEq)]
pub struct Topic {
    /// The levels, at least one.
    pub levels: Vec<Level>,
    /// The place in the model.
    pub origin: Origin,
}

/// A level of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Level {
    /// Always the same.
    Text(String),
    /// The value of a member.
    Label(String),
}

impl Topic {
    /// Reads `a/{b}/c`. The error is one clause.
    pub fn parse(text: &str, origin: Origin) -> Result<Self, String> {
        let levels: Result<Vec<_>, _> = text.split('/').map(Level::parse).collect();
        Ok(Self { levels: levels?, origin })
    }

    /// The members that the topic names.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.levels.iter().filter_map(Level::label)
    }

    /// The topic one level deeper.
    #[must_use]
    pub fn with(&self, level: &str) -> Self {
        let mut deeper = self.clone();
        deeper.levels.push(Level::Text(level.to_owned()));
        deeper
    }

    /// Whether a message can belong to both topics: they differ at most in the names of labels. A label never matches a
    /// text level of another topic.
    pub fn is_like(&self, other: &Self) -> bool {
        let alike = |(one, other): (&Level, &Level)| match (one, other) {
            (Level::Label(_), Level::Label(_)) => true,
            (one, other) => one == other,
        };
        self.levels.len() == other.levels.len() && self.levels.iter().zip(&other.levels).all(alike)
    }
}

impl Level {
    fn parse(text: &str) -> Result<Self, String> {
        if let Some(member) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if member.is_empty() || !member.chars().all(is_name) {
                return Err(format!("`{text}` names no member"));
            }
            return Ok(Self::Label(member.to_owned()));
        }
        if text.is_empty() {
            return Err("a level is empty".to_owned());
        }
        if text.contains(['{', '}']) {
            return Err(format!("a label is a whole level, unlike the one in `{text}`"));
        }
        match text.chars().find(|c| "+#".contains(*c) || c.is_control() || c.is_whitespace()) {
            Some(odd) => Err(format!("{odd:?} cannot be in it")),
            None => Ok(Self::Text(text.to_owned())),
        }
    }

    /// The member, if this is a label.
    pub fn label(&self) -> Option<&str> {
        match self {
            Self::Label(member) => Some(member),
            Self::Text(_) => None,
        }
    }
}

impl Notification {
    /// The members that order notifications, in words: `time at, about croak.frog, version croak.number`.
    pub fn order(&self) -> Option<String> {
        let Self { topic: _, time, instance, version } = self;
        let time = time.iter().map(|name| format!("time {name}"));
        let paths: Vec<_> = instance.iter().map(|path| path.join(".")).collect();
        let about = (!paths.is_empty()).then(|| format!("about {}", paths.join(" and ")));
        let version = version.iter().map(|path| format!("version {}", path.join(".")));
        let words: Vec<_> = time.chain(about).chain(version).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }
}

/// In words: `port 8883, 443 by mqtt; answers accepted, rejected; token clientToken; up to 1024 bytes`.
impl fmt::Display for Mqtt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { accepted, rejected, token, port, alpn, max_payload, wrong_hosts: _ } = self;
        write!(formatter, "port {port}")?;
        if let Some(Alpn { port, protocol }) = alpn {
            write!(formatter, ", {port} by {protocol}")?;
        }
        write!(formatter, "; answers {accepted}, {rejected}; token {token}")?;
        max_payload.map_or(Ok(()), |bytes| write!(formatter, "; up to {bytes} bytes"))
    }
}

impl fmt::Display for Notification {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.topic)?;
        self.order().map_or(Ok(()), |order| write!(formatter, "; {order}"))
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, level) in self.levels.iter().enumerate() {
            let slash = if number == 0 { "" } else { "/" };
            match level {
                Level::Text(text) => write!(formatter, "{slash}{text}")?,
                Level::Label(member) => write!(formatter, "{slash}{{{member}}}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(text: &str) -> Result<Topic, String> {
        Topic::parse(text, Origin::default())
    }

    #[test]
    fn topics_parse_and_print() {
        for text in ["a", "$aws/things/{thingName}/jobs/{jobId}/get", "{a}/{b}"] {
            assert_eq!(topic(text).map(|topic| topic.to_string()), Ok(text.to_owned()));
        }
        let labels = topic("a/{b}/c/{d}").unwrap();
        assert_eq!(labels.labels().collect::<Vec<_>>(), ["b", "d"]);
        assert_eq!(labels.with("e").to_string(), "a/{b}/c/{d}/e");
        for text in ["", "/a", "a/", "a//b", "a/x{b}", "{}", "{b", "a/+", "a/#", "a b", "{a b}", "{a+}"] {
            assert!(topic(text).is_err(), "{text}");
        }
    }

    #[test]
    fn two_topics_are_alike_when_only_their_labels_are_called_otherwise() {
        let alike = |one, other| topic(one).unwrap().is_like(&topic(other).unwrap());
        assert!(alike("a/{b}/c", "a/{d}/c"));
        assert!(!alike("a/{b}/c", "a/b/c") && !alike("a/b", "a/b/c") && !alike("a/b", "a/c"));
    }
}

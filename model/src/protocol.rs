//! The protocols of services: their names in models, and what a client needs of a model.
//!
//! `ALL` has a row for each protocol. A protocol for which clients can be generated also has a module below.

mod rest;
mod rpc;

use std::fmt;

use crate::diagnostic::Diagnostics;
use crate::ir::{Model, Operation, Unvalidated};

/// A protocol.
#[derive(Clone, Copy)]
pub struct Protocol {
    /// The absolute id of its trait: `aws.protocols#restJson1`.
    pub id: &'static str,
    /// Its name in C2J, with the `jsonVersion` if several protocols share the name.
    c2j: (&'static str, Option<&'static str>),
    /// What a client needs of a model; none if no client can be generated.
    client: Option<Client>,
}

/// What a client of a protocol needs of a model.
#[derive(Clone, Copy)]
struct Client {
    /// Removes from a model what the protocol does not have.
    settle: fn(&mut Model<Unvalidated>),
    /// Checks what is specific to operations of this protocol.
    check: fn(&Model<Unvalidated>, &Operation, &mut Diagnostics),
}

/// All protocols, in the order in which AWS's SDKs prefer them: a service with several is called by the first.
const ALL: [Protocol; 8] = [
    Protocol::new("smithy.protocols#rpcv2Cbor", ("smithy-rpc-v2-cbor", None)).generated(rpc::CBOR),
    Protocol::new("smithy.protocols#rpcv2Json", ("smithy-rpc-v2-json", None)),
    Protocol::new("aws.protocols#awsJson1_0", ("json", None)).generated(rpc::JSON),
    Protocol::new("aws.protocols#awsJson1_1", ("json", Some("1.1"))).generated(rpc::JSON),
    Protocol::new("aws.protocols#restJson1", ("rest-json", None)).generated(rest::JSON),
    Protocol::new("aws.protocols#restXml", ("rest-xml", None)),
    Protocol::new("aws.protocols#awsQuery", ("query", None)),
    Protocol::new("aws.protocols#ec2Query", ("ec2", None)),
];

impl Protocol {
    const fn new(id: &'static str, c2j: (&'static str, Option<&'static str>)) -> Self {
        Self { id, c2j, client: None }
    }

    const fn generated(self, client: Client) -> Self {
        Self { client: Some(client), ..self }
    }

    /// The name of its trait: `restJson1`.
    pub fn name(&self) -> &'static str {
        self.id.split_once('#').map_or(self.id, |(_, name)| name)
    }

    /// Removes from a model what the protocol does not have.
    pub(crate) fn settle(&self, model: &mut Model<Unvalidated>) {
        if let Some(client) = &self.client {
            (client.settle)(model);
        }
    }

    /// Checks what is specific to operations of this protocol.
    pub(crate) fn check(
        &self,
        model: &Model<Unvalidated>,
        operation: &Operation,
        diagnostics: &mut Diagnostics,
    ) {
        if let Some(client) = &self.client {
            (client.check)(model, operation, diagnostics);
        }
    }
}

impl PartialEq for Protocol {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl fmt::Debug for Protocol {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// All known protocols.
pub(crate) fn all() -> &'static [Protocol] {
    &ALL
}

/// The protocols whose clients can be generated, the preferred one first.
pub fn generated() -> impl Iterator<Item = Protocol> {
    ALL.into_iter().filter(|protocol| protocol.client.is_some())
}

/// Converts C2J's name of a protocol; an unknown name stays as it is.
pub(crate) fn of_c2j<'n>(name: &'n str, json_version: Option<&str>) -> &'n str {
    let mut meant = ALL.iter().filter(|protocol| protocol.c2j.0 == name);
    let exact = meant.clone().find(|protocol| protocol.c2j.1 == json_version);
    match exact.or_else(|| meant.next()) {
        Some(protocol) => protocol.name(),
        None => name,
    }
}

/// Chooses the protocol of the clients among those of a service: the wanted one, or else the preferred one.
pub(crate) fn choose(spoken: &[String], wanted: Option<&str>) -> Option<Protocol> {
    let is_spoken = |protocol: &Protocol| spoken.iter().any(|name| name == protocol.name());
    let is_wanted = |protocol: &Protocol| wanted.is_none_or(|wanted| wanted == protocol.name());
    generated().find(|protocol| is_spoken(protocol) && is_wanted(protocol))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c2j_has_names_of_its_own() {
        for (name, version, expected) in [
            ("rest-json", None, "restJson1"),
            ("rest-json", Some("1.1"), "restJson1"),
            ("json", Some("1.0"), "awsJson1_0"),
            ("json", Some("1.1"), "awsJson1_1"),
            ("json", None, "awsJson1_0"),
            ("smithy-rpc-v2-cbor", Some("1.0"), "rpcv2Cbor"),
            ("new", None, "new"),
        ] {
            assert_eq!(of_c2j(name, version), expected, "{name} {version:?}");
        }
    }

    #[test]
    fn the_preferred_protocol_is_taken_unless_another_is_asked_for() {
        let cases: [(&[&str], Option<&str>, Option<&str>); 5] = [
            (&["restJson1", "awsJson1_1"], None, Some("awsJson1_1")),
            (&["restJson1", "awsJson1_1"], Some("restJson1"), Some("restJson1")),
            (&["restJson1"], Some("awsJson1_1"), None),
            (&["restXml"], None, None),
            (&[], None, None),
        ];
        for (spoken, wanted, expected) in cases {
            let spoken: Vec<_> = spoken.iter().map(|&name| name.to_owned()).collect();
            let chosen = choose(&spoken, wanted).map(|protocol| protocol.name());
            assert_eq!(chosen, expected, "{spoken:?} {wanted:?}");
        }
    }
}

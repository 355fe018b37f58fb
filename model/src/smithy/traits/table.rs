//! The table of known traits: id, places, how it is read in each, and whether the overlay may add it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Given, auth, data, http, mqtt, operation, own, rules, waiters, words};
use crate::diagnostic::Diagnostics;
use crate::ir::{EnumMember, IntEnumMember, Member, Operation, Service, Shape};

/// Reads a trait into an element.
pub(crate) type Read<T> = fn(&mut T, &Given<'_, '_>, &mut Diagnostics);

/// A known trait.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    /// The absolute id.
    pub(crate) id: &'static str,
    /// How it is read on the service.
    pub(crate) service: Option<Read<Service>>,
    /// How it is read on an operation.
    pub(crate) operation: Option<Read<Operation>>,
    /// How it is read on a shape, whose kind is already known.
    pub(crate) shape: Option<Read<Shape>>,
    /// How it is read on a member of a structure, union, list or map.
    pub(crate) member: Option<Read<Member>>,
    /// How it is read on a value of an enum.
    pub(crate) value: Option<Read<EnumMember>>,
    /// How it is read on a value of an enum of integers.
    pub(crate) int_value: Option<Read<IntEnumMember>>,
    /// It is ignored in other places, without a warning.
    pub(crate) tolerated: bool,
    /// It changes nothing that is sent, so an invalid value in a model is only a warning.
    pub(crate) advisory: bool,
    /// Who may give it.
    pub(crate) by: By,
    /// Its index in the table. The traits of an element are read in this order.
    pub(crate) place: usize,
}

/// Who may give a trait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// Only the model: it changes what is sent, or only the service may say it.
    Model,
    /// The model, or the overlay if the model does not.
    Both,
    /// Only the overlay; the model uses the trait for other purposes.
    Overlay,
}

/// Starts a row.
pub(super) const fn row(id: &'static str) -> Known {
    Known {
        id,
        service: None,
        operation: None,
        shape: None,
        member: None,
        value: None,
        int_value: None,
        tolerated: false,
        advisory: false,
        by: By::Model,
        place: 0,
    }
}

impl Known {
    pub(super) const fn service(self, read: Read<Service>) -> Self {
        Self { service: Some(read), ..self }
    }

    pub(super) const fn operation(self, read: Read<Operation>) -> Self {
        Self { operation: Some(read), ..self }
    }

    pub(super) const fn shape(self, read: Read<Shape>) -> Self {
        Self { shape: Some(read), ..self }
    }

    pub(super) const fn member(self, read: Read<Member>) -> Self {
        Self { member: Some(read), ..self }
    }

    pub(super) const fn value(self, read: Read<EnumMember>) -> Self {
        Self { value: Some(read), ..self }
    }

    pub(super) const fn int_value(self, read: Read<IntEnumMember>) -> Self {
        Self { int_value: Some(read), ..self }
    }

    pub(super) const fn tolerated(self) -> Self {
        Self { tolerated: true, ..self }
    }

    pub(super) const fn advisory(self) -> Self {
        Self { advisory: true, ..self }
    }

    pub(super) const fn by(self, by: By) -> Self {
        Self { by, ..self }
    }

    /// Whether it is read somewhere. Other traits change neither what is sent nor the generated Rust, so they may be
    /// anywhere.
    pub(crate) fn is_read(&self) -> bool {
        !self.stands_on().is_empty()
    }

    /// Says where it may be, as the end of a sentence: `on members or on shapes`.
    pub(crate) fn places(&self) -> String {
        self.stands_on().join(" or ")
    }

    fn stands_on(&self) -> Vec<&'static str> {
        let places = [
            (self.service.is_some(), "on the service"),
            (self.operation.is_some(), "on operations"),
            (self.shape.is_some(), "on shapes"),
            (self.member.is_some(), "on members"),
            (self.value.is_some() || self.int_value.is_some(), "on values of enums"),
        ];
        places.into_iter().filter(|(stands, _)| *stands).map(|(_, place)| place).collect()
    }
}

/// All rows, in the order in which the traits of an element are read.
pub(crate) fn rows() -> &'static [Known] {
    static ROWS: LazyLock<Vec<Known>> = LazyLock::new(|| {
        let groups = [
            words::ROWS,
            data::ROWS,
            http::ROWS,
            operation::ROWS,
            waiters::ROWS,
            auth::ROWS,
            rules::ROWS,
            own::ROWS,
            mqtt::ROWS,
        ];
        let ignored = IGNORED.iter().map(|id| row(id));
        let rows = groups.concat().into_iter().chain(auth::protocols()).chain(ignored);
        rows.enumerate().map(|(place, row)| Known { place, ..row }).collect()
    });
    &ROWS
}

/// Returns the row of a trait.
pub(crate) fn known(id: &str) -> Option<&'static Known> {
    static BY_ID: LazyLock<HashMap<&'static str, &'static Known>> =
        LazyLock::new(|| rows().iter().map(|row| (row.id, row)).collect());
    static ANY: LazyLock<Known> = LazyLock::new(|| row("").last());
    let space = id.split_once('#').map_or("", |(space, _)| space);
    BY_ID.get(id).copied().or_else(|| IGNORED_SPACES.contains(&space).then_some(&*ANY))
}

impl Known {
    /// Places it after all rows.
    fn last(self) -> Self {
        Self { place: usize::MAX, ..self }
    }
}

/// Traits that change neither what is sent nor the generated Rust.
const IGNORED: &[&str] = &[
    "aws.api#arn",
    "aws.api#arnReference",
    "aws.api#controlPlane",
    "aws.api#data",
    "aws.api#dataPlane",
    "aws.api#tagEnabled",
    "aws.api#taggable",
    // No operation that needs discovery has such members.
    "aws.api#clientEndpointDiscoveryId",
    "aws.endpoints#dualStackOnlyEndpoints",
    "aws.endpoints#rulesBasedEndpoints",
    "aws.endpoints#standardPartitionalEndpoints",
    "aws.endpoints#standardRegionalEndpoints",
    // Parts of other protocols.
    "aws.protocols#ec2QueryName",
    "smithy.api#xmlAttribute",
    "smithy.api#xmlFlattened",
    "smithy.api#xmlName",
    "smithy.api#xmlNamespace",
    "smithy.api#addedDefault",
    "smithy.api#authDefinition",
    "smithy.api#box",
    "smithy.api#cors",
    "smithy.api#examples",
    "smithy.api#idRef",
    "smithy.api#input",
    "smithy.api#internal",
    "smithy.api#mixin",
    "smithy.api#nestedProperties",
    "smithy.api#noReplace",
    "smithy.api#notProperty",
    "smithy.api#output",
    "smithy.api#private",
    "smithy.api#property",
    "smithy.api#protocolDefinition",
    "smithy.api#recommended",
    "smithy.api#references",
    "smithy.api#resourceIdentifier",
    "smithy.api#trait",
    "smithy.api#traitValidators",
    "smithy.api#unitTypeTrait",
];

/// Namespaces of traits that never change what is sent.
const IGNORED_SPACES: &[&str] = &[
    "aws.cloudformation",
    "aws.customizations",
    "aws.iam",
    "aws.tagging",
    "aws.test",
    "smithy.mqtt",
    "smithy.openapi",
    "smithy.test",
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_absolute_and_unique() {
        let mut seen = HashSet::new();
        for id in rows().iter().map(|row| row.id) {
            assert!(id.contains('#') && seen.insert(id), "{id}");
        }
    }

    #[test]
    fn what_is_read_tells_where_it_stands() {
        let places = |id: &str| known(id).map(Known::places);
        assert_eq!(places("smithy.api#required").as_deref(), Some("on members"));
        assert_eq!(places("smithy.api#length").as_deref(), Some("on shapes or on members"));
        assert_eq!(places("smithy.api#box").as_deref(), Some(""));
        assert_eq!(places("aws.iam#anything").as_deref(), Some(""));
        assert_eq!(places("smithy.api#new"), None);
    }
}

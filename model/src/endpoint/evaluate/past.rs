//! Earlier forms of partitions: AWS adds hosts to partitions, and adds partitions.

use smithy_client::endpoint::Partition;

use super::Computed;
use super::functions::attribute;

/// Ways in which partitions differed from today. The partition `aws` has always been as it is.
#[derive(Debug, Default)]
pub(in crate::endpoint) struct Past(Vec<Fact>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fact {
    /// It had no hosts that meet FIPS 140.
    NoFips,
    /// It had no hosts with IPv6 addresses.
    NoDualStack,
    /// Its hosts with IPv6 addresses had the same suffix as all others.
    OneSuffix,
    /// It was not known, so its regions counted as regions of `aws`.
    Unheard,
}

impl Past {
    /// Returns each combination of facts.
    pub(in crate::endpoint) fn all() -> impl Iterator<Item = Self> {
        let facts = [Fact::NoFips, Fact::NoDualStack, Fact::OneSuffix, Fact::Unheard];
        (1_u8..16).map(move |bits| {
            let chosen = facts.into_iter().enumerate().filter(|(bit, _)| bits & (1 << bit) != 0);
            Self(chosen.map(|(_, fact)| fact).collect())
        })
    }

    /// Returns a named part of a partition.
    pub(super) fn attribute(&self, partition: &'static Partition, name: &str) -> Option<Computed> {
        let usual = Partition::of("us-east-1");
        let was = |fact| partition.name != usual.name && self.0.contains(&fact);
        let partition = if was(Fact::Unheard) { usual } else { partition };
        match name {
            "supportsFIPS" if was(Fact::NoFips) => Some(Computed::Boolean(false)),
            "supportsDualStack" if was(Fact::NoDualStack) => Some(Computed::Boolean(false)),
            "dualStackDnsSuffix" if was(Fact::OneSuffix) => {
                Some(Computed::Text(partition.dns_suffix.to_owned()))
            }
            _ => attribute(&Computed::Partition(partition), name),
        }
    }
}

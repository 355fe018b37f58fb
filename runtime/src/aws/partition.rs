//! The partitions of AWS: groups of regions that share DNS suffixes and features.

/// A partition.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Partition {
    /// The name: `aws`.
    pub name: &'static str,
    /// The suffix of host names.
    pub dns_suffix: &'static str,
    /// The suffix of host names that have IPv4 and IPv6 addresses.
    pub dual_stack_dns_suffix: &'static str,
    /// The region in which global services of the partition sign.
    pub implicit_global_region: &'static str,
    /// Whether it has endpoints that meet FIPS 140.
    pub supports_fips: bool,
    /// Whether it has endpoints with IPv4 and IPv6 addresses.
    pub supports_dual_stack: bool,
    /// The regions known to belong to it, including its pseudo region for global services.
    pub regions: &'static [&'static str],
    /// What the names of its regions begin with, before `-word-1`.
    prefixes: &'static [&'static str],
}

impl Partition {
    /// All partitions; the first is `aws`.
    pub const ALL: [&'static Self; 8] =
        [&AWS, &AWS_CN, &AWS_EUSC, &AWS_ISO, &AWS_ISO_B, &AWS_ISO_E, &AWS_ISO_F, &AWS_US_GOV];

    /// Returns the partition of a region: the one that lists it, else the one whose regions have similar names, else
    /// `aws`, so that a region can be used before this list has it.
    pub fn of(region: &str) -> &'static Self {
        let lists = |partition: &&'static Self| partition.regions.contains(&region);
        let resembles = |partition: &&'static Self| partition.resembles(region);
        let all = || Self::ALL.into_iter();
        all().find(lists).or_else(|| all().find(resembles)).unwrap_or(&AWS)
    }

    /// Whether a name consists of a prefix of this partition, a word and a number, with hyphens between them.
    fn resembles(&self, region: &str) -> bool {
        self.prefixes.iter().any(|prefix| {
            let rest = region.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('-'));
            rest.and_then(|rest| rest.split_once('-')).is_some_and(|(word, number)| {
                is_all(word, |byte| byte.is_ascii_alphanumeric() || byte == b'_')
                    && is_all(number, |byte| byte.is_ascii_digit())
            })
        })
    }
}

fn is_all(text: &str, holds: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(holds)
}

static AWS: Partition = Partition {
    name: "aws",
    dns_suffix: "amazonaws.com",
    dual_stack_dns_suffix: "api.aws",
    implicit_global_region: "us-east-1",
    supports_fips: true,
    supports_dual_stack: true,
    regions: &[
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "aws-global",
        "ca-central-1",
        "ca-west-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "me-west-1",
        "mx-central-1",
        "sa-east-1",
        "sa-west-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    ],
    prefixes: &["us", "eu", "ap", "sa", "ca", "me", "af", "il", "mx"],
};

static AWS_CN: Partition = Partition {
    name: "aws-cn",
    dns_suffix: "amazonaws.com.cn",
    dual_stack_dns_suffix: "api.amazonwebservices.com.cn",
    implicit_global_region: "cn-northwest-1",
    supports_fips: true,
    supports_dual_stack: true,
    regions: &["aws-cn-global", "cn-north-1", "cn-northwest-1"],
    prefixes: &["cn"],
};

static AWS_EUSC: Partition = Partition {
    name: "aws-eusc",
    dns_suffix: "amazonaws.eu",
    dual_stack_dns_suffix: "api.amazonwebservices.eu",
    implicit_global_region: "eusc-de-east-1",
    supports_fips: true,
    supports_dual_stack: true,
    regions: &["eusc-de-east-1"],
    prefixes: &["eusc-de"],
};

static AWS_ISO: Partition = Partition {
    name: "aws-iso",
    dns_suffix: "c2s.ic.gov",
    dual_stack_dns_suffix: "api.aws.ic.gov",
    implicit_global_region: "us-iso-east-1",
    supports_fips: true,
    supports_dual_stack: true,
    regions: &["aws-iso-global", "us-iso-east-1", "us-iso-west-1"],
    prefixes: &["us-iso"],
};

static AWS_ISO_B: Partition = Partition {
    name: "aws-iso-b",
    dns_suffix: "sc2s.sgov.gov",
    dual_stack_dns_suffix: "api.aws.scloud",
    implicit_global_region: "us-isob-east-1",
    supports_fips: true,
    supports_dual_stack: true,
    regions: &["aws-iso-b-global", "us-isob-east-1", "us-isob-west-1"],
    prefixes: &["us-isob"],
};

static AWS_ISO_E: Partition = Partition {
    name: "aws-iso-e",
    dns_suffix: "cloud.adc-e.uk",
    dual_stack_dns_suffix: "api.cloud-aws.adc-e.uk",
    implicit_global_region: "eu-isoe-west-1",
    supports_fips: true,
    supports_dual_stack: true,
    regions: &["aws-iso-e-global", "eu-isoe-west-1"],
    prefixes: &["eu-isoe"],
};

static AWS_ISO_F: Partition = Partition {
    name: "aws-iso-f",
    dns_suffix: "csp.hci.ic.gov",
    dual_stack_dns_suffix: "api.aws.hci.ic.gov",
    implicit_global_region: "us-isof-south-1",
    supports_fips: true,
    supports_dual_stack: true,
    regions: &["aws-iso-f-global", "us-isof-east-1", "us-isof-south-1"],
    prefixes: &["us-isof"],
};

static AWS_US_GOV: Partition = Partition {
    name: "aws-us-gov",
    dns_suffix: "amazonaws.com",
    dual_stack_dns_suffix: "api.aws",
    implicit_global_region: "us-gov-west-1",
    supports_fips: true,
    supports_dual_stack: true,
    regions: &["aws-us-gov-global", "us-gov-east-1", "us-gov-west-1"],
    prefixes: &["us-gov"],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_has_its_partition() {
        let cases = [
            ("eu-west-1", "aws"),
            ("aws-global", "aws"),
            ("us-gov-west-1", "aws-us-gov"),
            ("cn-north-1", "aws-cn"),
            ("us-isob-east-1", "aws-iso-b"),
            // Not in any list, but named like regions of the partition.
            ("mx-north-7", "aws"),
            ("us-gov-south-12", "aws-us-gov"),
            ("eusc-de-west-1", "aws-eusc"),
            ("eu-isoe-new_place-1", "aws-iso-e"),
            ("cn-south-2", "aws-cn"),
            // Named like no region of any partition.
            ("eusc-fr-west-1", "aws"),
            ("cn-south-", "aws"),
            ("cn--1", "aws"),
            ("cn-south-1a", "aws"),
            ("cn-a-b-1", "aws"),
            ("mars-north-1", "aws"),
            ("", "aws"),
        ];
        for (region, partition) in cases {
            assert_eq!(Partition::of(region).name, partition, "{region}");
        }
    }

    #[test]
    fn the_lists_and_the_patterns_agree() {
        for partition in Partition::ALL {
            for region in partition.regions.iter().filter(|region| !region.ends_with("-global")) {
                assert!(partition.resembles(region), "{region}");
                assert_eq!(Partition::of(region).name, partition.name);
            }
            assert!(partition.regions.contains(&partition.implicit_global_region));
        }
    }
}

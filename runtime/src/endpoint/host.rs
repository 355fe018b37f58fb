//! Checks of host names.

use std::net::Ipv4Addr;

/// Whether a text can be a label of a host name, or with `allow_subdomains` several with dots between them.
///
/// A label has 1 to 63 letters, digits and hyphens; it neither begins nor ends with a hyphen.
pub fn is_valid_host_label(text: &str, allow_subdomains: bool) -> bool {
    every_label(text, allow_subdomains, |label| {
        let bytes = label.as_bytes();
        let inner = bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
        (1..=63).contains(&bytes.len()) && inner && !label.starts_with('-') && !label.ends_with('-')
    })
}

/// Whether the name of an S3 bucket can be a label of a host name, or with `allow_subdomains` several with dots between
/// them.
///
/// Each label has 3 to 63 lower-case letters, digits and hyphens, with no hyphen at its ends; a name that looks like an
/// IP address is not accepted.
pub fn is_virtual_hostable_s3_bucket(name: &str, allow_subdomains: bool) -> bool {
    let label = |label: &str| {
        (3..=63).contains(&label.len())
            && is_valid_host_label(label, false)
            && !label.contains(|letter: char| letter.is_ascii_uppercase())
    };
    name.parse::<Ipv4Addr>().is_err() && every_label(name, allow_subdomains, label)
}

fn every_label(text: &str, allow_subdomains: bool, holds: impl Fn(&str) -> bool) -> bool {
    if allow_subdomains { text.split('.').all(holds) } else { holds(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_labels() {
        let long = "a".repeat(63);
        let cases = [
            ("us-east-1", true, true),
            ("A1", true, true),
            (&long, true, true),
            (&format!("{long}a"), false, false),
            ("a.b", false, true),
            ("a..b", false, false),
            ("", false, false),
            ("-a", false, false),
            ("a-", false, false),
            ("a_b", false, false),
            ("ä", false, false),
        ];
        for (text, alone, with_subdomains) in cases {
            assert_eq!(is_valid_host_label(text, false), alone, "{text}");
            assert_eq!(is_valid_host_label(text, true), with_subdomains, "{text}");
        }
    }

    #[test]
    fn bucket_names() {
        let cases = [
            ("my-bucket", true, true),
            ("my.bucket", false, false),
            ("our.bucket", false, true),
            ("My-bucket", false, false),
            ("ab", false, false),
            ("192.168.100.101", false, false),
            ("-bucket", false, false),
        ];
        for (name, alone, with_subdomains) in cases {
            assert_eq!(is_virtual_hostable_s3_bucket(name, false), alone, "{name}");
            assert_eq!(is_virtual_hostable_s3_bucket(name, true), with_subdomains, "{name}");
        }
    }
}

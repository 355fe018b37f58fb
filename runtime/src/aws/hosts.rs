//! What the host names of AWS say.

use super::Partition;

/// Returns the region in the name of an AWS host.
pub(crate) fn region_in(host: &str) -> Option<String> {
    let mut suffixes =
        Partition::ALL.iter().flat_map(|known| [known.dns_suffix, known.dual_stack_dns_suffix]);
    let labels = suffixes.find_map(|suffix| host.strip_suffix(suffix)?.strip_suffix('.'))?;
    labels.split('.').rev().find(|label| is_like_region(label)).map(str::to_owned)
}

/// Whether the label consists of words and then a number, with hyphens between them.
fn is_like_region(label: &str) -> bool {
    let mut parts: Vec<_> = label.split('-').collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    parts.pop().is_some_and(is_number) && parts.len() >= 2 && parts.iter().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_aws_tell_their_region() {
        let cases = [
            ("a1.jobs.iot.eu-west-1.amazonaws.com", Some("eu-west-1")),
            ("a1-ats.iot.us-gov-west-1.amazonaws.com", Some("us-gov-west-1")),
            ("data.jobs.iot.cn-north-1.amazonaws.com.cn", Some("cn-north-1")),
            ("data.jobs.iot.eu-west-1.api.aws", Some("eu-west-1")),
            ("vpce-0-1.a.eu-west-1.vpce.amazonaws.com", Some("eu-west-1")),
            ("iot.amazonaws.com", None),
            ("a.eu-west-1.example", None),
            ("a.eu-west-1.notamazonaws.com", None),
            ("", None),
        ];
        for (host, expected) in cases {
            assert_eq!(region_in(host).as_deref(), expected, "{host}");
        }
    }
}

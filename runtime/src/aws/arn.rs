//! ARNs, as endpoint rules use them.

/// An ARN (Amazon Resource Name), split into its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Arn<'a> {
    /// The partition: `aws`.
    pub partition: &'a str,
    /// The service: `iot`.
    pub service: &'a str,
    /// The region; empty for resources of all regions.
    pub region: &'a str,
    /// The account; empty for resources without an account.
    pub account_id: &'a str,
    /// The resource, split at every `:` and `/`.
    pub resource_id: Vec<&'a str>,
}

impl<'a> Arn<'a> {
    /// Parses an ARN; `None` for any other text.
    pub fn parse(arn: &'a str) -> Option<Self> {
        let mut parts = arn.splitn(6, ':');
        let mut next = || parts.next();
        let ("arn", partition, service, region, account_id, resource) =
            (next()?, next()?, next()?, next()?, next()?, next()?)
        else {
            return None;
        };
        let complete = ![partition, service, resource].contains(&"");
        let resource_id = resource.split([':', '/']).collect();
        complete.then_some(Self { partition, service, region, account_id, resource_id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_an_arn() {
        let arn = Arn::parse("arn:aws-cn:iot:cn-north-1:123456789012:thing/pump:17/").expect("an ARN");
        assert_eq!((arn.partition, arn.service, arn.region), ("aws-cn", "iot", "cn-north-1"));
        assert_eq!(arn.account_id, "123456789012");
        assert_eq!(arn.resource_id, ["thing", "pump", "17", ""]);
    }

    #[test]
    fn what_is_no_arn() {
        for text in
            ["", "arn", "arn:aws:s3:::", "arn::s3:::b", "arn:aws::::b", "ARN:aws:s3:::b", "arn:aws:s3"]
        {
            assert_eq!(Arn::parse(text), None, "{text}");
        }
        assert!(Arn::parse("arn:aws:s3:::bucket").is_some());
    }
}

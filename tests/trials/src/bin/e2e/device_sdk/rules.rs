//! The known differences in the table, each with its reason. A listed difference that does not exist is a fault, and so
//! is one that is not listed.

use serde_json::Value;

use super::difference::Difference;

/// The beginning of all filters.
const PREFIX: &str = "$aws/things/{thingName}/jobs/";

/// A member that only one side has.
#[derive(Debug)]
pub(super) struct Rule {
    /// The part of the call: `request`, `accepted`, `rejected`, `notify` or `notify-next`.
    pub(super) part: String,
    /// The JSON pointer of the member.
    pub(super) at: String,
    pub(super) only: Side,
    /// The value there; any value if the table has none.
    value: Option<Value>,
    pub(super) reason: String,
}

/// A subscription that only one side makes.
#[derive(Debug)]
pub(super) struct FilterRule {
    /// The client of the SDK.
    generation: String,
    pub(super) only: Side,
    /// The filter after [`PREFIX`], with `{…}` for a level of any value.
    pub(super) filter: String,
    pub(super) reason: String,
}

/// The side that has something that the other one lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Sdk,
    Client,
}

impl Side {
    fn read(value: &Value) -> Option<Self> {
        match value.get("only")?.as_str()? {
            "sdk" => Some(Self::Sdk),
            "client" => Some(Self::Client),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sdk => "the SDK",
            Self::Client => "the client",
        }
    }
}

impl Rule {
    pub(super) fn allows(&self, part: &str, difference: &Difference) -> bool {
        let (has, has_not) = match self.only {
            Side::Sdk => (&difference.sdk, &difference.client),
            Side::Client => (&difference.client, &difference.sdk),
        };
        let is_value = self.value.is_none() || self.value == *has;
        self.part == part && self.at == difference.at && has.is_some() && has_not.is_none() && is_value
    }
}

impl FilterRule {
    /// Returns the beginning of a sentence about the filter.
    pub(super) fn who(&self) -> String {
        match self.only {
            Side::Sdk => format!("only the {} client of the SDK subscribes to", self.generation),
            Side::Client => format!("the {} client of the SDK does not subscribe to", self.generation),
        }
    }

    pub(super) fn is_about(&self, generation: &str) -> bool {
        self.generation == generation
    }

    pub(super) fn allows(&self, only: Side, filter: &str) -> bool {
        let wanted = format!("{PREFIX}{}", self.filter);
        let (wanted, found) = (wanted.split('/'), filter.split('/'));
        let is_level = |(wanted, found): (&str, &str)| {
            wanted == found || wanted.starts_with('{') && !["+", "#"].contains(&found)
        };
        self.only == only
            && wanted.clone().count() == found.clone().count()
            && wanted.zip(found).all(is_level)
    }
}

pub(super) fn read(rules: &[Value]) -> Option<Vec<Rule>> {
    let rule = |rule: &Value| {
        let text = |key| rule.get(key)?.as_str().map(str::to_owned);
        Some(Rule {
            part: text("part")?,
            at: text("at")?,
            only: Side::read(rule)?,
            value: rule.get("value").cloned(),
            reason: text("reason")?,
        })
    };
    rules.iter().map(rule).collect()
}

/// Reads rules about subscriptions: one for each filter in an entry of the table.
pub(super) fn filters(entries: &[Value]) -> Option<Vec<FilterRule>> {
    let mut rules = Vec::new();
    for entry in entries {
        let text = |key| entry.get(key)?.as_str().map(str::to_owned);
        for filter in entry.get("filters")?.as_array()? {
            rules.push(FilterRule {
                generation: text("generation")?,
                only: Side::read(entry)?,
                filter: filter.as_str()?.to_owned(),
                reason: text("reason")?,
            });
        }
    }
    Some(rules)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_rule_is_about_one_member_of_one_side() {
        let rules = json!([{"part": "accepted", "at": "/a", "only": "client", "value": 0, "reason": "r"}]);
        let rules = read(rules.as_array().unwrap()).unwrap();
        let difference = |sdk, client| Difference { at: "/a".to_owned(), sdk, client };
        assert!(rules[0].allows("accepted", &difference(None, Some(json!(0)))));
        assert!(!rules[0].allows("accepted", &difference(None, Some(json!(1)))));
        assert!(!rules[0].allows("accepted", &difference(Some(json!(0)), None)));
        assert!(!rules[0].allows("accepted", &difference(Some(json!(1)), Some(json!(0)))));
        assert!(!rules[0].allows("request", &difference(None, Some(json!(0)))));
    }

    #[test]
    fn a_rule_about_filters_has_levels_of_any_value() {
        let entries =
            json!([{"generation": "first", "only": "sdk", "filters": ["{jobId}/get"], "reason": "r"}]);
        let rules = filters(entries.as_array().unwrap()).unwrap();
        let jobs = "$aws/things/pump/jobs";
        assert!(rules[0].allows(Side::Sdk, &format!("{jobs}/a/get")));
        for filter in ["+/get", "a/update", "a/get/+", "a"] {
            assert!(!rules[0].allows(Side::Sdk, &format!("{jobs}/{filter}")), "{filter}");
        }
        assert!(!rules[0].allows(Side::Client, &format!("{jobs}/a/get")));
    }
}

//! Topics with labels: filled in for a request, and matched with the topic of a message.

use std::collections::BTreeMap;

use super::facts::Facts;
use crate::error::RequestError;

/// The values of labels by their names.
pub(super) type Labels = BTreeMap<&'static str, String>;

/// Returns the member of a label, if the level of a template is one.
pub(super) fn label(level: &'static str) -> Option<&'static str> {
    level.strip_prefix('{')?.strip_suffix('}')
}

/// Returns the members of all labels in a template.
pub(super) fn labels(template: &'static str) -> impl Iterator<Item = &'static str> {
    template.split('/').filter_map(label)
}

/// Returns the topic with values instead of labels.
pub(super) fn fill(
    facts: &Facts,
    template: &'static str,
    value: impl Fn(&'static str) -> Option<String>,
) -> Result<String, RequestError> {
    let mut topic = String::new();
    for (number, level) in template.split('/').enumerate() {
        if number > 0 {
            topic.push('/');
        }
        let Some(member) = label(level) else {
            topic.push_str(level);
            continue;
        };
        let text = value(member).unwrap_or_default();
        if text.is_empty() || text.contains(['/', '+', '#', '\0']) || is_taken(facts, template, number, &text)
        {
            return Err(RequestError::TopicLabel { member });
        }
        topic.push_str(&text);
    }
    Ok(topic)
}

/// Whether another topic has this text at the place of the label, so that a service would confuse the two.
fn is_taken(facts: &Facts, template: &str, number: usize, text: &str) -> bool {
    let levels: Vec<_> = template.split('/').take(number).collect();
    let notifications = facts.notifications.iter().map(|notified| notified.topic);
    facts.requests.iter().copied().chain(notifications).any(|other| {
        let mut others = other.split('/');
        let alike = |(one, other): (&&str, &str)| *one == other || (is_label(one) && is_label(other));
        levels.iter().zip(others.by_ref().take(number)).all(alike) && others.next() == Some(text)
    })
}

fn is_label(level: &str) -> bool {
    level.starts_with('{')
}

/// Returns the filter for the responses to all requests on topics with the same values of those labels that every topic
/// of the service has (they say whose messages these are). Other labels, and the level for success or refusal, are
/// wildcards.
pub(super) fn answers(facts: &Facts, template: &'static str, topic: &str) -> String {
    let is_common = |member: &str| {
        let notifications = facts.notifications.iter().map(|notified| notified.topic);
        facts
            .requests
            .iter()
            .copied()
            .chain(notifications)
            .all(|other| labels(other).any(|label| label == member))
    };
    let level = |(level, text): (&'static str, &str)| match label(level) {
        Some(member) if !is_common(member) => "+".to_owned(),
        _ => text.to_owned(),
    };
    let levels: Vec<_> = template.split('/').zip(topic.split('/')).map(level).collect();
    format!("{}/+", levels.join("/"))
}

/// Returns the values of the labels, if a topic matches the template.
pub(super) fn matched(template: &'static str, topic: &str) -> Option<Labels> {
    let mut labels = Labels::new();
    let (mut levels, mut texts) = (template.split('/'), topic.split('/'));
    loop {
        match (levels.next(), texts.next()) {
            (None, None) => return Some(labels),
            (Some(level), Some(text)) => match label(level) {
                Some(member) if !text.is_empty() => drop(labels.insert(member, text.to_owned())),
                None if level == text => {}
                _ => return None,
            },
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::FACTS;
    use super::*;

    #[test]
    fn a_label_takes_a_level_that_no_other_topic_has() {
        let fill = |job: &str| {
            let value = |member| Some(if member == "thing" { "pump" } else { job }.to_owned());
            fill(&FACTS, "t/{thing}/jobs/{job}/get", value)
        };
        assert_eq!(fill("$next").as_deref().ok(), Some("t/pump/jobs/$next/get"));
        for job in ["", "a/b", "+", "a#", "get", "start", "notify"] {
            let error = fill(job).unwrap_err();
            assert!(matches!(error, RequestError::TopicLabel { member: "job" }), "{job}: {error}");
        }
        assert!(fill("update").is_ok());
    }

    #[test]
    fn one_filter_suits_the_answers_of_an_operation() {
        let topic = "t/pump/jobs/a1/get";
        assert_eq!(answers(&FACTS, "t/{thing}/jobs/{job}/get", topic), "t/pump/jobs/+/get/+");
        assert_eq!(answers(&FACTS, "t/{thing}/jobs/get", "t/pump/jobs/get"), "t/pump/jobs/get/+");
    }

    #[test]
    fn a_topic_gives_the_values_of_labels() {
        let matched = |topic| matched("t/{thing}/jobs/{job}/get", topic);
        assert_eq!(
            matched("t/pump/jobs/a:1/get"),
            Some(Labels::from([("thing", "pump".to_owned()), ("job", "a:1".to_owned())]))
        );
        for topic in [
            "",
            "t",
            "t/pump/jobs/a",
            "t/pump/jobs/a/get/x",
            "t//jobs/a/get",
            "t/pump/jobs/a/put",
            "x/pump/jobs/a/get",
        ] {
            assert_eq!(matched(topic), None, "{topic}");
        }
    }
}

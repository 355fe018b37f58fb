//! Compares the endpoint rules, their parameters and their tests.

mod calls;
mod meaning;

use std::collections::BTreeSet;

use calls::Call;
use meaning::{Difference, Rules, Texts, differences};

use super::comparison::{Comparison, Found, Subject};
use super::pairs::Matcher;
use super::rules::endpoint::{
    ENDPOINT_MESSAGES_CHANGED, ENDPOINT_PARAMETER_ADDED, ENDPOINT_PARAMETER_DEFAULT_CHANGED,
    ENDPOINT_PARAMETER_OPTIONAL, ENDPOINT_PARAMETER_REMOVED, ENDPOINT_PARAMETER_REQUIRED,
    ENDPOINT_PARAMETER_SOURCE_CHANGED, ENDPOINT_PARAMETER_TYPE_CHANGED, ENDPOINT_RULES_ADDED,
    ENDPOINT_RULES_CHANGED, ENDPOINT_RULES_EXTENDED, ENDPOINT_RULES_REMOVED, ENDPOINT_RULES_REWRITTEN,
    ENDPOINT_SETTING_ADDED, ENDPOINT_SETTING_REMOVED, ENDPOINT_TESTS_CHANGED,
    REQUIRED_ENDPOINT_PARAMETER_ADDED,
};
use super::{Rule, text};
use smithy_model::endpoint::{EndpointTest, Expectation, Parameter, ParameterValue, RuleSet};
use smithy_model::ir::{Model, Operation, Service};

/// Compares rules and tests.
pub(super) fn compare<'m>(comparison: &mut Comparison<'m>, operations: &Matcher<&'m Operation>) {
    let subject = super::service::subject(comparison);
    let (old, new) = (comparison.old.model, comparison.new.model);
    match (&old.endpoint_rules, &new.endpoint_rules) {
        (None, Some(_)) => {
            let found = Found::new("the service has endpoint rules");
            comparison.report(&ENDPOINT_RULES_ADDED, &subject, found);
        }
        (Some(_), None) => {
            let found = Found::new("the service no longer has endpoint rules");
            comparison.report(&ENDPOINT_RULES_REMOVED, &subject, found);
        }
        (Some(old), Some(new)) => {
            let calls = calls::calls(comparison, operations);
            rule_sets(comparison, &subject, [old, new], &calls);
        }
        (None, None) => {}
    }
    let [before, after] = [&old.service, &new.service].map(settings);
    for name in before.difference(&after) {
        let found =
            Found::new(format!("clients no longer have a setting for the endpoint parameter `{name}`"));
        comparison.report(&ENDPOINT_SETTING_REMOVED, &subject.part(name, None, None), found);
    }
    for name in after.difference(&before) {
        let found = Found::new(format!("clients have a setting for the endpoint parameter `{name}`"));
        comparison.report(&ENDPOINT_SETTING_ADDED, &subject.part(name, None, None), found);
    }
    if cases(&old.endpoint_tests) != cases(&new.endpoint_tests) {
        let count = |count: usize| if count == 1 { "1 case".to_owned() } else { format!("{count} cases") };
        let found = Found::new("the test cases of the endpoint rules have changed");
        let found = found.values(count(old.endpoint_tests.len()), count(new.endpoint_tests.len()));
        comparison.report(&ENDPOINT_TESTS_CHANGED, &subject, found);
    }
}

/// Returns the parameters that are settings of clients.
fn settings(service: &Service) -> BTreeSet<&str> {
    service.client_context.iter().map(|(name, _)| name.as_str()).collect()
}

/// Returns the cases. Their order and that of their settings are ignored.
fn cases(tests: &[EndpointTest]) -> Vec<String> {
    let case = |test: &EndpointTest| {
        let EndpointTest { documentation, params, expect, origin: _ } = test;
        let (mut params, mut expect) = (params.clone(), expect.clone());
        params.sort_by(|a, b| a.0.cmp(&b.0));
        if let Expectation::Endpoint(endpoint) = &mut expect {
            endpoint.headers.sort_by(|a, b| a.0.cmp(&b.0));
        }
        format!("{documentation:?} {params:?} {expect:?}")
    };
    let mut cases: Vec<_> = tests.iter().map(case).collect();
    cases.sort();
    cases
}

fn rule_sets<'m>(
    comparison: &mut Comparison<'m>,
    subject: &Subject<'m>,
    [old, new]: [&'m RuleSet; 2],
    calls: &[Call],
) {
    let RuleSet { parameters, rules: _, blocks: _ } = new;
    let with_name =
        |rules, model: &'m Model| Rules { rules, signing_name: model.service.signing_name.as_deref() };
    let found =
        differences([with_name(old, comparison.old.model), with_name(new, comparison.new.model)], calls);
    if found.is_empty() {
        rewritten(comparison, subject, [old, new], found.tried);
    }
    let kinds = [
        (found.endpoints, &ENDPOINT_RULES_CHANGED, "the endpoint is another one"),
        (found.gained, &ENDPOINT_RULES_EXTENDED, "there is an endpoint where there was none"),
        (
            found.reasons,
            &ENDPOINT_MESSAGES_CHANGED,
            "the endpoint rules say in other words why there is none",
        ),
    ];
    for (difference, rule, what) in kinds {
        let Some(difference) = difference else { continue };
        comparison.report(rule, subject, told(&difference, what));
    }
    let mut matcher = Matcher::new(&old.parameters, parameters);
    let name = |parameter: &'m Parameter| Some(parameter.name.as_str());
    matcher.by_key(name, name);
    for (old, new) in matcher.pairs {
        parameter(comparison, subject, old, new);
    }
    for old in matcher.old {
        let found = Found::new(format!("the endpoint parameter `{}` is gone", old.name));
        comparison.report(&ENDPOINT_PARAMETER_REMOVED, &subject.part(&old.name, None, None), found);
    }
    for new in matcher.new {
        let is_demanded = new.is_demanded() && new.built_in.is_none();
        let is_set = calls.iter().all(|call| call.sets(&new.name));
        let (rule, set) = match (is_demanded, is_set) {
            (true, false) => (&REQUIRED_ENDPOINT_PARAMETER_ADDED, ""),
            (_, true) => (&ENDPOINT_PARAMETER_ADDED, ", and every operation sets it"),
            (false, false) => (&ENDPOINT_PARAMETER_ADDED, ""),
        };
        let found = Found::new(format!("the endpoint parameter `{}` is new{set}", new.name));
        comparison.report(rule, &subject.part(&new.name, None, None), found);
    }
}

/// Reports text changes in rules that made no difference in any of the cases tried.
fn rewritten(comparison: &mut Comparison<'_>, subject: &Subject<'_>, rules: [&RuleSet; 2], tried: usize) {
    let [before, after] = rules.map(Texts::of);
    if before.compared != after.compared {
        let what =
            format!("the endpoint rules are written in another way; the {tried} cases tried give the same");
        comparison.report(&ENDPOINT_RULES_REWRITTEN, subject, Found::new(what));
    }
    if before.reasons != after.reasons {
        let only = |one: &Texts<'_>, other: &Texts<'_>| {
            let texts: Vec<_> = one.reasons.difference(&other.reasons).copied().collect();
            Some(texts.join("; ")).filter(|texts| !texts.is_empty())
        };
        let found = Found::new("the endpoint rules have other messages for why there is no endpoint");
        let found = found.values(only(&before, &after), only(&after, &before));
        comparison.report(&ENDPOINT_MESSAGES_CHANGED, subject, found);
    }
}

/// Describes the settings that show a difference, and their results.
fn told(difference: &Difference, what: &str) -> Found {
    let Difference { count, tried, .. } = difference;
    let others = match count - 1 {
        0 => String::new(),
        others => format!(", and so it is in {others} more of the {tried} cases tried"),
    };
    let [old, new] = difference.values();
    Found::new(format!("{}, {what}{others}", difference.settings())).values(Some(old), Some(new))
}

fn parameter<'m>(
    comparison: &mut Comparison<'m>,
    service: &Subject<'m>,
    old: &'m Parameter,
    new: &'m Parameter,
) {
    let Parameter { name, kind, required, default, built_in, documentation } = new;
    let subject = service.part(name, None, None);
    let mut changed = |rule: &'static Rule, what: &str, old: Option<String>, new: Option<String>| {
        let found = Found::new(format!("the endpoint parameter `{name}` {what}"));
        comparison.report(rule, &subject, found.values(old, new));
    };
    let value_type = |parameter: &Parameter| {
        let optional = if parameter.default.is_none() { ", optional" } else { "" };
        format!("{}{optional}", parameter.kind.described())
    };
    let same_type = old.kind == *kind && old.default.is_some() == default.is_some();
    if !same_type {
        let (old, new) = (Some(value_type(old)), Some(value_type(new)));
        changed(&ENDPOINT_PARAMETER_TYPE_CHANGED, "has another type", old, new);
    } else if old.default != *default {
        let (old, new) = (old.default.as_ref().map(shown), default.as_ref().map(shown));
        changed(&ENDPOINT_PARAMETER_DEFAULT_CHANGED, "has another default", old, new);
    }
    // The caller does not have to set a parameter that has a default or follows a setting.
    match (old.is_demanded(), *required && default.is_none()) {
        (false, true) => changed(&ENDPOINT_PARAMETER_REQUIRED, "has to be set", None, None),
        (true, false) if same_type => {
            changed(&ENDPOINT_PARAMETER_OPTIONAL, "need not be set any more", None, None);
        }
        _ => {}
    }
    if old.built_in != *built_in {
        let (old, new) = (old.built_in.clone(), built_in.clone());
        changed(&ENDPOINT_PARAMETER_SOURCE_CHANGED, "takes its value from elsewhere", old, new);
    }
    text::documentation(comparison, &subject, old.documentation.as_deref(), documentation.as_deref());
}

fn shown(value: &ParameterValue) -> String {
    match value {
        ParameterValue::Boolean(value) => value.to_string(),
        ParameterValue::String(text) => format!("{text:?}"),
        ParameterValue::StringArray(texts) => format!("{texts:?}"),
    }
}

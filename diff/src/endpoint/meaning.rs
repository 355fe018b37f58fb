//! Checks whether two rule sets are equivalent, by trying both on samples.
//!
//! The form of the rules makes no difference: a tree, the same tree with a part of it inlined, and the diagram that it
//! is compiled to give the same endpoints. A difference that is found is real, with the settings that show it; if none
//! is found, this is no proof, see [`samples`](smithy_model::endpoint::samples).

use std::collections::BTreeSet;

use super::calls::Call;
use smithy_model::endpoint::{
    AuthScheme, Endpoint, Expectation, Expression, Outcome, Parameter, ParameterValue, RuleSet, Settings,
    evaluate,
};

/// How many samples show a kind of difference, and the first of them.
pub(super) struct Difference {
    pub(super) count: usize,
    /// How many were tried.
    pub(super) tried: usize,
    settings: Settings,
    old: Expectation,
    new: Expectation,
}

/// The kinds of differences between rules.
#[derive(Default)]
pub(super) struct Differences {
    /// An endpoint has changed, or is gone.
    pub(super) endpoints: Option<Difference>,
    /// There is an endpoint, and there was none.
    pub(super) gained: Option<Difference>,
    /// There is no endpoint, and the reason has changed.
    pub(super) reasons: Option<Difference>,
    /// How many cases were tried.
    pub(super) tried: usize,
}

impl Differences {
    pub(super) fn is_empty(&self) -> bool {
        let Self { endpoints, gained, reasons, tried: _ } = self;
        [endpoints, gained, reasons].into_iter().all(Option::is_none)
    }
}

/// The texts in rules: those that something is compared with, and the reasons why there is no endpoint. Equivalent
/// rules have the same texts in any form.
pub(super) struct Texts<'r> {
    pub(super) compared: BTreeSet<&'r str>,
    pub(super) reasons: BTreeSet<&'r str>,
}

impl<'r> Texts<'r> {
    pub(super) fn of(rules: &'r RuleSet) -> Self {
        let mut texts = Self { compared: BTreeSet::new(), reasons: BTreeSet::new() };
        rules.each_expression(&mut |expression| {
            if let Expression::Equal(left, right) = expression {
                texts.compared.extend([left, right].into_iter().filter_map(|side| side.as_literal()));
            }
        });
        rules.each_rule(&mut |rule| {
            if let Outcome::Error(reason) = &rule.outcome {
                texts.reasons.extend(reason.as_literal());
            }
        });
        texts
    }
}

/// Rules, and the service's usual signing name.
#[derive(Clone, Copy)]
pub(super) struct Rules<'r> {
    pub(super) rules: &'r RuleSet,
    pub(super) signing_name: Option<&'r str>,
}

impl Rules<'_> {
    /// Returns the result of the rules, without the default authentication scheme.
    fn give(&self, settings: &Settings) -> Expectation {
        let mut given = evaluate(self.rules, settings);
        if let Expectation::Endpoint(endpoint) = &mut given
            && let [scheme] = endpoint.auth_schemes.as_slice()
            && self.is_usual(scheme, settings)
        {
            endpoint.auth_schemes.clear();
        }
        given
    }

    /// Whether it is Signature Version 4 with the service's own name, in the region of the client.
    fn is_usual(&self, scheme: &AuthScheme<String>, settings: &Settings) -> bool {
        let AuthScheme { name, signing_name, signing_region, signing_region_set, disable_double_encoding } =
            scheme;
        let is_region = |parameter: &&Parameter| parameter.built_in.as_deref() == Some("AWS::Region");
        let region = self.rules.parameters.iter().find(is_region).and_then(|parameter| {
            settings.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value)
        });
        let is_own_region =
            |text: &String| matches!(region, Some(ParameterValue::String(region)) if region == text);
        name == "sigv4"
            && signing_name.as_deref().is_none_or(|name| self.signing_name == Some(name))
            && signing_region.as_ref().is_none_or(is_own_region)
            && signing_region_set.is_empty()
            && !disable_double_encoding
    }
}

/// Returns the differences between rules that affect calls of operations in both models, samples with the fewest
/// settings first.
pub(super) fn differences([old, new]: [Rules<'_>; 2], calls: &[Call]) -> Differences {
    let mut found = Differences::default();
    if old.rules.rules == new.rules.rules && old.rules.blocks == new.rules.blocks {
        return found;
    }
    let mut cases: Vec<[Settings; 2]> =
        calls.iter().flat_map(|call| call.cases(old.rules, new.rules)).collect();
    cases.sort_by_key(|[_, settings]| settings.iter().filter(|(_, value)| is_telling(value)).count());
    let tried = cases.len();
    found.tried = tried;
    for [before, settings] in cases {
        let (before, after) = (old.give(&before), new.give(&settings));
        let place = match (&before, &after) {
            _ if before == after => continue,
            (Expectation::Error(_), Expectation::Error(_)) => &mut found.reasons,
            (Expectation::Error(_), Expectation::Endpoint(_)) => &mut found.gained,
            (Expectation::Endpoint(_), _) => &mut found.endpoints,
        };
        match place {
            Some(difference) => difference.count += 1,
            None => *place = Some(Difference { count: 1, tried, settings, old: before, new: after }),
        }
    }
    found
}

fn is_telling(value: &ParameterValue) -> bool {
    *value != ParameterValue::Boolean(false)
}

impl Difference {
    /// Shows `with Region=us-east-1, UseFIPS=true`.
    pub(super) fn settings(&self) -> String {
        let shown = |(name, value): &(String, ParameterValue)| match value {
            ParameterValue::Boolean(value) => format!("{name}={value}"),
            ParameterValue::String(text) => format!("{name}={text}"),
            ParameterValue::StringArray(texts) => format!("{name}=[{}]", texts.join(", ")),
        };
        let settings: Vec<_> =
            self.settings.iter().filter(|(_, value)| is_telling(value)).map(shown).collect();
        if settings.is_empty() {
            "with nothing set".to_owned()
        } else {
            format!("with {}", settings.join(", "))
        }
    }

    /// Shows the results of the settings, before and after. Parts that are the same on both sides are left out, except
    /// the URL.
    pub(super) fn values(&self) -> [String; 2] {
        match (&self.old, &self.new) {
            (Expectation::Endpoint(old), Expectation::Endpoint(new)) => [shown(old, new), shown(new, old)],
            (old, new) => [old, new].map(|side| match side {
                Expectation::Endpoint(endpoint) => endpoint.url.clone(),
                Expectation::Error(reason) => format!("no endpoint: {reason}"),
            }),
        }
    }
}

/// Shows an endpoint next to another one.
fn shown(endpoint: &Endpoint<String>, other: &Endpoint<String>) -> String {
    let mut shown = endpoint.url.clone();
    if endpoint.headers != other.headers {
        let headers = endpoint.headers.iter().map(|(name, values)| format!("{name}: {}", values.join(", ")));
        shown.extend([" with headers ", &headers.collect::<Vec<_>>().join("; ")]);
    }
    if endpoint.auth_schemes != other.auth_schemes {
        let schemes = endpoint.auth_schemes.iter().map(|scheme| {
            let texts = [&scheme.signing_name, &scheme.signing_region];
            let texts = texts.into_iter().flatten().chain(&scheme.signing_region_set);
            std::iter::once(&scheme.name).chain(texts).cloned().collect::<Vec<_>>().join(" ")
        });
        let schemes = schemes.collect::<Vec<_>>().join(", or by ");
        shown.extend([" signed ", if schemes.is_empty() { "as usual" } else { "by " }, &schemes]);
    }
    shown
}

//! Tells whether two rule sets mean the same, by trying both on samples.
//!
//! How the rules are written makes no difference: a tree, the same tree with a part of it inlined, and the diagram that it is
//! compiled to give the same endpoints. What is found is a real difference, with the settings that show it; that none is found is
//! no proof, see [`samples`].

use crate::endpoint::{
    Endpoint, Expectation, Parameter, ParameterValue, RuleSet, Settings, evaluate, samples,
};

/// How many samples the rules differ on in one way, and the first of them.
pub(super) struct Difference {
    pub(super) count: usize,
    /// How many were tried.
    pub(super) tried: usize,
    settings: Settings,
    old: Expectation,
    new: Expectation,
}

/// The ways in which rules differ.
#[derive(Default)]
pub(super) struct Differences {
    /// An endpoint is another one, or is no longer there.
    pub(super) endpoints: Option<Difference>,
    /// There is an endpoint where there was none.
    pub(super) gained: Option<Difference>,
    /// There is none, for a reason in other words.
    pub(super) reasons: Option<Difference>,
}

/// The differences between rules, the samples with the fewest settings first.
pub(super) fn differences(old: &RuleSet, new: &RuleSet) -> Differences {
    let mut found = Differences::default();
    if old.rules == new.rules && old.blocks == new.blocks {
        return found;
    }
    let parameters = common(old, new);
    let mut samples = samples([old, new], &parameters);
    samples.sort_by_key(|settings| settings.iter().filter(|(_, value)| is_telling(value)).count());
    let tried = samples.len();
    for settings in samples {
        let [before, after] = [old, new].map(|rules| evaluate(rules, &settings));
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

/// The parameters that both have, and what the new rules cannot do without. The others are told of as such.
fn common<'p>(old: &'p RuleSet, new: &'p RuleSet) -> Vec<&'p Parameter> {
    let is_common = |parameter: &&Parameter| {
        let other = old.parameters.iter().find(|other| other.name == parameter.name);
        let demanded = parameter.required && parameter.default.is_none();
        other.map_or(demanded, |other| other.kind == parameter.kind)
    };
    new.parameters.iter().filter(is_common).collect()
}

fn is_telling(value: &ParameterValue) -> bool {
    *value != ParameterValue::Boolean(false)
}

impl Difference {
    /// `with Region=us-east-1, UseFIPS=true`
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

    /// What comes of the settings, before and after. What is the same on both sides is left out but for the URL.
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

/// An endpoint beside another one.
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
        shown.extend([" signed by ", &schemes.collect::<Vec<_>>().join(", or by ")]);
    }
    shown
}

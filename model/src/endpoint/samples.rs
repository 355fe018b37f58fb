//! Parameter values for comparing rule sets with each other.
//!
//! They come from the rules: every text that the rules compare something with, both values of each switch, texts of
//! which the rules compare a part, a region of each partition and one of no partition, custom endpoints, ARNs of the
//! services that are named, and all of it unset. If there are few combinations, all of them are tried. Otherwise, each
//! pair of values is tried with plain values for the rest (or each single value, if there are too many pairs), and some
//! thousand random combinations. Rules that agree on all samples may still differ on other values.

mod aimed;

use std::collections::BTreeSet;

use aimed::{Aimed, aimed};

use smithy_client::endpoint::Partition;

use super::{Expression, Function, Kind, Parameter, ParameterValue, RuleSet};

/// Values of parameters by their names; missing ones are unset.
pub type Settings = Vec<(String, ParameterValue)>;

/// Up to this many combinations, all are tried.
const ALL: usize = 4096;
/// Up to this many pairs, all are tried.
const PAIRS: usize = 50_000;
/// How many random combinations are tried if there are more.
const RANDOM: usize = 4096;

/// Returns the samples for rule sets that have these parameters in common.
pub fn samples(rule_sets: [&RuleSet; 2], parameters: &[&Parameter]) -> Vec<Settings> {
    let texts = Texts::new(rule_sets);
    let values: Vec<_> = parameters.iter().map(|parameter| texts.values(parameter)).collect();
    let combinations = values.iter().try_fold(1_usize, |product, values| product.checked_mul(values.len()));
    let mut places: Vec<Vec<usize>> = Vec::new();
    if let Some(combinations) = combinations.filter(|combinations| *combinations <= ALL) {
        places.extend((0..combinations).map(|number| nth(&values, number)));
    } else {
        if count_pairs(&values) <= PAIRS {
            pairs(&values, &mut places);
        } else {
            singles(&values, &mut places);
        }
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        for _ in 0..RANDOM {
            places.push(values.iter().map(|values| random.below(values.len())).collect());
        }
    }
    let settings = |places: &Vec<usize>| {
        let chosen = parameters.iter().zip(&values).zip(places);
        chosen
            .filter_map(|((parameter, values), place)| {
                Some((parameter.name.clone(), values.get(*place)?.clone()?))
            })
            .collect()
    };
    places.iter().map(settings).collect()
}

/// Returns a combination by its number.
fn nth(values: &[Vec<Option<ParameterValue>>], number: usize) -> Vec<usize> {
    let mut rest = number;
    values
        .iter()
        .map(|values| {
            let place = rest % values.len().max(1);
            rest /= values.len().max(1);
            place
        })
        .collect()
}

fn count_pairs(values: &[Vec<Option<ParameterValue>>]) -> usize {
    let counts = values.iter().map(Vec::len);
    let sum: usize = counts.clone().sum();
    let squares: usize = counts.map(|count| count * count).sum();
    (sum * sum).saturating_sub(squares) / 2
}

/// Takes the first value of each parameter, with each value of one of them.
fn singles(values: &[Vec<Option<ParameterValue>>], places: &mut Vec<Vec<usize>>) {
    for (one, of_one) in values.iter().enumerate() {
        for value in 0..of_one.len() {
            let mut sample = vec![0; values.len()];
            sample.get_mut(one).into_iter().for_each(|place| *place = value);
            places.push(sample);
        }
    }
}

/// Takes the first value of each parameter, with each pair of values of two of them.
fn pairs(values: &[Vec<Option<ParameterValue>>], places: &mut Vec<Vec<usize>>) {
    let plain = vec![0; values.len()];
    for (one, of_one) in values.iter().enumerate() {
        for (other, of_other) in values.iter().enumerate().skip(one + 1) {
            for first in 0..of_one.len() {
                for second in 0..of_other.len() {
                    let mut sample = plain.clone();
                    sample.get_mut(one).into_iter().for_each(|place| *place = first);
                    sample.get_mut(other).into_iter().for_each(|place| *place = second);
                    places.push(sample);
                }
            }
        }
    }
}

/// The texts that the rules use.
struct Texts<'r> {
    /// Texts that something is compared with.
    compared: BTreeSet<String>,
    /// Texts of which a part is compared.
    aimed: Aimed<'r>,
    /// Whether ARNs are parsed.
    arns: bool,
}

impl<'r> Texts<'r> {
    fn new(rule_sets: [&'r RuleSet; 2]) -> Self {
        let mut texts = Self { compared: BTreeSet::new(), aimed: Aimed::new(), arns: false };
        for rules in rule_sets {
            aimed(rules, &mut texts.aimed);
            rules.each_expression(&mut |expression| match expression {
                Expression::Equal(left, right) => {
                    let literals = [left, right].into_iter().filter_map(|side| side.as_literal());
                    texts.compared.extend(literals.map(str::to_owned));
                }
                Expression::Call(Function::ParseArn, _) => texts.arns = true,
                _ => {}
            });
        }
        texts
    }

    /// Returns the values of a parameter, the plainest first.
    fn values(&self, parameter: &Parameter) -> Vec<Option<ParameterValue>> {
        // A parameter with a default is never unset here: a changed default is reported on its own.
        let unset = (parameter.default.is_none() && !parameter.required).then_some(None);
        let values: Vec<_> = match parameter.kind {
            Kind::Boolean => [false, true].map(ParameterValue::Boolean).to_vec(),
            Kind::StringArray => {
                let texts = self.texts(parameter);
                let single = texts.iter().map(|text| ParameterValue::StringArray(vec![text.clone()]));
                let none = ParameterValue::StringArray(Vec::new());
                std::iter::once(none).chain(single).collect()
            }
            _ => self.texts(parameter).into_iter().map(ParameterValue::String).collect(),
        };
        let values = values.into_iter().map(Some);
        match parameter.built_in.as_deref() {
            Some("AWS::Region") => values.chain(unset).collect(),
            _ => unset.into_iter().chain(values).collect(),
        }
    }

    fn texts(&self, parameter: &Parameter) -> Vec<String> {
        let mut texts: Vec<String> = Vec::new();
        match parameter.built_in.as_deref() {
            Some("AWS::Region") => {
                texts.extend(Partition::ALL.map(|partition| partition.implicit_global_region.to_owned()));
                texts.extend(["eu-west-1".to_owned(), "mars-north-1".to_owned()]);
                texts.extend(self.compared.iter().filter(|text| looks_like_region(text)).cloned());
            }
            Some("SDK::Endpoint") => {
                let urls = ["https://example.com/base", "http://127.0.0.1:8080", "not a URL"];
                texts.extend(urls.map(str::to_owned));
                texts.extend(self.compared.iter().filter(|text| text.contains("://")).cloned());
            }
            _ => {
                texts.extend(["example", "Not A.Host", ""].map(str::to_owned));
                texts.extend(self.compared.iter().cloned());
                texts.extend(self.compared.iter().map(|text| format!("example{text}")));
                if self.arns {
                    texts.extend(self.arns());
                }
            }
        }
        texts.extend(self.aimed.get(parameter.name.as_str()).into_iter().flatten().cloned());
        let mut seen = BTreeSet::new();
        texts.retain(|text| seen.insert(text.clone()));
        texts
    }

    /// Returns ARNs of each service that the rules name, in a plain region and in another one.
    fn arns(&self) -> Vec<String> {
        let mut arns = Vec::new();
        for service in &self.compared {
            for place in ["us-east-1:123456789012", "eu-west-1:123456789012", ":", "us-east-1:_"] {
                for resource in ["example", "example/part:other"] {
                    arns.push(format!("arn:aws:{service}:{place}:{resource}"));
                }
            }
        }
        arns
    }
}

fn looks_like_region(text: &str) -> bool {
    text.contains('-') || text == "local"
}

/// A pseudo-random sequence that is the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let limit = u64::try_from(limit.max(1)).unwrap_or(1);
        usize::try_from((self.0 >> 11) % limit).unwrap_or_default()
    }
}

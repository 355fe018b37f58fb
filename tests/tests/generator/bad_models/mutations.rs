//! Randomly changed models: nothing panics, and loading returns a model if and only if it reports no error.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Map, Value, json};
use smithy_model::{Parts, Sources};

use super::harness::load_parts;
use super::mqtt;

const SMITHY: &str = include_str!("../../../fixtures/iot-jobs-data/smithy.json");
const OVERLAY: &str = include_str!("../../../fixtures/iot-jobs-data/overlay.json");
const C2J: &str = include_str!("../../../fixtures/iot-jobs-data/service-2.json");

/// How many models are made from each text.
const ROUNDS: u64 = 100;

/// A generator of numbers (xorshift64*), so that a round can be repeated by its seed.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`, or 0.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(high).unwrap_or_default().checked_rem(limit).unwrap_or_default()
    }
}

/// Returns a value that does not belong in its place.
fn odd(random: &mut Random) -> Value {
    let values = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(0.5),
        json!(u64::MAX),
        json!(""),
        json!("$next"),
        json!("{a}/{b+}?c"),
        json!("smithy.api#Unit"),
        json!("com.amazonaws.iotjobsdataplane#JobExecution"),
        json!("JobExecution"),
        json!("a\u{0}b\u{1f980}\u{202e}c"),
        json!("structure"),
        json!("operation"),
        json!([]),
        json!({}),
        json!([[1]]),
        json!({ "target": "smithy.api#String" }),
        json!({ "shape": "JobId", "location": "uri" }),
    ];
    values.get(random.below(values.len())).cloned().unwrap_or_default()
}

/// Goes down to a random object or array and changes something in it.
fn bend(value: &mut Value, random: &mut Random) {
    let go_down = random.below(8) > 0;
    match value {
        Value::Object(members) if !members.is_empty() => {
            let key = members.keys().nth(random.below(members.len())).cloned().unwrap_or_default();
            match members.get_mut(&key) {
                Some(inner) if go_down && (inner.is_object() || inner.is_array()) => bend(inner, random),
                _ => bend_object(members, &key, random),
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = random.below(items.len());
            match items.get_mut(at) {
                Some(inner) if go_down && (inner.is_object() || inner.is_array()) => bend(inner, random),
                _ => bend_array(items, at, random),
            }
        }
        other => *other = odd(random),
    }
}

fn bend_object(members: &mut Map<String, Value>, key: &str, random: &mut Random) {
    let other = members.keys().nth(random.below(members.len())).cloned().unwrap_or_default();
    match random.below(6) {
        0 => _ = members.remove(key),
        1 => _ = members.insert(key.to_owned(), odd(random)),
        2 => _ = members.insert(format!("{key}\u{fc}"), members.get(key).cloned().unwrap_or_default()),
        3 => _ = members.insert(odd(random).to_string(), odd(random)),
        4 => {
            let (one, two) = (members.remove(key), members.remove(&other));
            members.extend(two.map(|value| (key.to_owned(), value)));
            members.extend(one.map(|value| (other, value)));
        }
        _ => {
            let value = members.remove(key).unwrap_or_default();
            members.insert(key.to_uppercase(), value);
        }
    }
}

fn bend_array(items: &mut Vec<Value>, at: usize, random: &mut Random) {
    match random.below(4) {
        0 => _ = items.remove(at),
        1 => items.insert(at, odd(random)),
        2 => items.insert(at, items.get(at).cloned().unwrap_or_default()),
        _ => items.reverse(),
    }
}

/// Cuts, doubles or overwrites characters of a text.
fn bend_text(text: &str, random: &mut Random) -> String {
    let (mut from, mut to) = (random.below(text.len()), random.below(text.len()));
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    to = (from + to % 40).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let (before, middle, after) = (&text[..from], &text[from..to], &text[to..]);
    match random.below(4) {
        0 => before.to_owned(),
        1 => format!("{before}{after}"),
        2 => format!("{before}{middle}{middle}{after}"),
        _ => format!("{before}{}{after}", odd(random)),
    }
}

/// Loads the texts as changed for a seed, and returns whether there is a model.
fn load(seed: u64, model: &str, overlay: &str) -> bool {
    let mut sources = Sources::default();
    let model = sources.add("model.json", model);
    let overlay = Some(sources.add("overlay.json", overlay));
    let parts = Parts { overlay, ..Parts::new(model) };
    let (model, diagnostics) = load_parts(&sources, parts);
    assert_eq!(model.is_none(), diagnostics.has_errors(), "seed {seed}");
    // Rendering takes much longer than loading.
    if seed.is_multiple_of(8) {
        let rendered = diagnostics.render(&sources, false);
        assert!(rendered.len() < 60_000, "seed {seed}: {} bytes", rendered.len());
    }
    model.is_some()
}

/// Changes `text` as a tree and as characters and passes it to `load`; counts the models.
fn rounds(text: &str, load: impl Fn(u64, &str) -> bool) -> usize {
    let good: Value = serde_json::from_str(text).expect("it is JSON");
    let round = |seed: &u64| {
        let mut random = Random::new(*seed);
        let bent = if seed.is_multiple_of(4) {
            bend_text(text, &mut random)
        } else {
            let mut tree = good.clone();
            (0..=random.below(3)).for_each(|_| bend(&mut tree, &mut random));
            tree.to_string()
        };
        let loaded = catch_unwind(AssertUnwindSafe(|| load(*seed, &bent)));
        loaded.unwrap_or_else(|_| panic!("seed {seed} panics"))
    };
    (1..=ROUNDS).filter(round).count()
}

#[test]
fn bent_smithy_models() {
    let good = rounds(SMITHY, |seed, text| load(seed, text, OVERLAY));
    assert!(
        (1..ROUNDS).contains(&(good as u64)),
        "{good} of {ROUNDS} load: the changes are too weak or too strong"
    );
}

#[test]
fn bent_c2j_models() {
    let good = rounds(C2J, |seed, text| load(seed, text, OVERLAY));
    assert!(
        (1..ROUNDS).contains(&(good as u64)),
        "{good} of {ROUNDS} load: the changes are too weak or too strong"
    );
}

#[test]
fn bent_overlays() {
    let good = rounds(OVERLAY, |seed, text| load(seed, SMITHY, text));
    assert!(
        (1..ROUNDS).contains(&(good as u64)),
        "{good} of {ROUNDS} load: the changes are too weak or too strong"
    );
}

#[test]
fn bent_models_that_speak_mqtt() {
    let overlay = r#"{ "overlay": "1", "entries": [] }"#;
    let good = rounds(&mqtt::good(), |seed, text| load(seed, text, overlay));
    assert!(
        (1..ROUNDS).contains(&(good as u64)),
        "{good} of {ROUNDS} load: the changes are too weak or too strong"
    );
}

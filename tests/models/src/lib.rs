//! Random valid models of services, as Smithy JSON AST.
//!
//! A model has shapes of all kinds, operations of any of the four protocols with members in every place, errors,
//! streams and traits. Names come from a nasty alphabet: keywords, names of the prelude and of the generated code.
//! Models contain nothing that the generator refuses for a reason, such as two members with the same name in Rust, so
//! each model has to load and to generate.
//!
//! ```text
//! bytes -> Dice -> names -> shapes -> members -> operations -> service -> model
//! ```
//!
//! The bytes decide everything. Without bytes, a model is as simple as possible; a changed byte changes little of the
//! rest.

mod dice;
mod members;
mod names;
mod operations;
mod rules;
mod service;
mod shapes;
mod words;

pub use dice::Dice;

use serde_json::Value;

/// The number of bytes for a seed, more than a model uses.
const BYTES: usize = 8192;

/// Returns the model for some bytes.
pub fn model(bytes: &[u8]) -> Value {
    service::model(&mut Dice::new(bytes))
}

/// The model of a seed, as text. The same seed gives the same model on every machine.
pub fn of_seed(seed: u64) -> String {
    format!("{:#}", model(&bytes_of(seed)))
}

/// Returns the bytes for a seed.
pub fn bytes_of(seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    std::iter::repeat_with(|| random.u8(..)).take(BYTES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_its_model_again() {
        assert_eq!(of_seed(7), of_seed(7));
        assert_ne!(of_seed(7), of_seed(8));
    }

    #[test]
    fn without_bytes_a_model_is_plain() {
        let shapes = model(&[])["shapes"].as_object().map_or(0, serde_json::Map::len);
        assert!((2..6).contains(&shapes), "{shapes}");
    }
}

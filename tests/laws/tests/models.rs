//! Random valid models: each loads, generates, and what is generated is Rust.

/// How many models there are.
const MODELS: u64 = 2_000;

/// Two tests, for two processors.
fn follow(seeds: impl Iterator<Item = u64>) {
    for seed in seeds {
        let told = std::panic::catch_unwind(|| laws::good(&models::of_seed(seed)));
        assert!(told.is_ok(), "the model of seed {seed} breaks a law");
    }
}

#[test]
fn the_first_half_of_them_becomes_crates() {
    follow(0..MODELS / 2);
}

#[test]
fn the_second_half_of_them_becomes_crates() {
    follow(MODELS / 2..MODELS);
}

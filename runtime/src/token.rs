//! Creates idempotency tokens.

/// Returns a random UUID of version 4, such as `4f1e0c52-8a43-4d39-9c4f-6f0f3f7a2b11`.
///
/// A token has to be unique, but not secret. With the feature `client` or `blocking` it comes from the system's
/// randomness, so that the copies of a process that forks create different tokens; without, from a generator in memory.
pub fn uuid_v4() -> String {
    from_bits(system().unwrap_or_else(|| fastrand::u128(..)))
}

#[cfg(any(feature = "client", feature = "blocking"))]
fn system() -> Option<u128> {
    let mut bytes = [0; 16];
    getrandom::getrandom(&mut bytes).ok()?;
    Some(u128::from_ne_bytes(bytes))
}

#[cfg(not(any(feature = "client", feature = "blocking")))]
fn system() -> Option<u128> {
    None
}

/// Sets the version and the variant in random bits and writes them in the five groups of a UUID.
fn from_bits(random: u128) -> String {
    const VERSION: u128 = 0xf << 76;
    const VARIANT: u128 = 0b11 << 62;
    let bits = random & !(VERSION | VARIANT) | 0x4 << 76 | 0b10 << 62;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        bits >> 96,
        bits >> 80 & 0xffff,
        bits >> 64 & 0xffff,
        bits >> 48 & 0xffff,
        bits & 0xffff_ffff_ffff,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_and_variant_are_fixed_and_the_rest_is_kept() {
        for (random, uuid) in [
            (0, "00000000-0000-4000-8000-000000000000"),
            (u128::MAX, "ffffffff-ffff-4fff-bfff-ffffffffffff"),
            (0x0123_4567_89ab_cdef_0123_4567_89ab_cdef, "01234567-89ab-4def-8123-456789abcdef"),
        ] {
            assert_eq!(from_bits(random), uuid);
        }
    }

    #[test]
    fn two_tokens_differ() {
        assert_ne!(uuid_v4(), uuid_v4());
    }

    /// After a fork, two processes have the same state of every generator in memory.
    #[cfg(any(feature = "client", feature = "blocking"))]
    #[test]
    fn two_tokens_differ_where_generators_in_memory_agree() {
        let tokens = [7, 7].map(|state| {
            fastrand::seed(state);
            uuid_v4()
        });
        assert_ne!(tokens[0], tokens[1]);
    }
}

//! Random values, the same ones in every run, for the round trip.

use std::collections::HashMap;
use std::hash::Hash;

use bytes::Bytes;
use fastrand::Rng;
use iot_jobs_data::types::JobExecutionStatus;

/// A type with random values.
pub(crate) trait Random {
    /// The next value.
    fn random(rng: &mut Rng) -> Self;
}

impl Random for bool {
    fn random(rng: &mut Rng) -> Self {
        rng.bool()
    }
}

impl Random for i32 {
    fn random(rng: &mut Rng) -> Self {
        one_of(rng, &[i32::MIN, -1, 0, 1, i32::MAX]).unwrap_or_else(|| rng.i32(..))
    }
}

impl Random for i64 {
    fn random(rng: &mut Rng) -> Self {
        one_of(rng, &[i64::MIN, -1, 0, 1, 1 << 53, i64::MAX]).unwrap_or_else(|| rng.i64(..))
    }
}

/// Never NaN, which is not equal to itself and so can't be compared.
impl Random for f64 {
    fn random(rng: &mut Rng) -> Self {
        let odd = [0.0, 0.1, -1e-7, 5e-324, f64::MAX, f64::MIN, f64::INFINITY, f64::NEG_INFINITY];
        one_of(rng, &odd).unwrap_or_else(|| f64::from(rng.i32(..)) / 8.0)
    }
}

impl Random for String {
    fn random(rng: &mut Rng) -> Self {
        (0..rng.usize(..12)).map(|_| if rng.bool() { rng.char(..) } else { rng.char(..='\u{7f}') }).collect()
    }
}

impl Random for Bytes {
    fn random(rng: &mut Rng) -> Self {
        (0..rng.usize(..40)).map(|_| rng.u8(..)).collect()
    }
}

impl Random for JobExecutionStatus {
    fn random(rng: &mut Rng) -> Self {
        match one_of(rng, Self::VALUES) {
            Some(known) => known.into(),
            None => String::random(rng).into(),
        }
    }
}

impl<T: Random> Random for Option<T> {
    fn random(rng: &mut Rng) -> Self {
        (rng.u8(..3) > 0).then(|| T::random(rng))
    }
}

impl<T: Random> Random for Vec<T> {
    fn random(rng: &mut Rng) -> Self {
        (0..rng.usize(..4)).map(|_| T::random(rng)).collect()
    }
}

impl<K: Random + Eq + Hash, T: Random> Random for HashMap<K, T> {
    fn random(rng: &mut Rng) -> Self {
        (0..rng.usize(..4)).map(|_| (K::random(rng), T::random(rng))).collect()
    }
}

/// Returns one of the values, in about half of the cases.
fn one_of<T: Copy>(rng: &mut Rng, values: &[T]) -> Option<T> {
    if rng.bool() { rng.choice(values).copied() } else { None }
}

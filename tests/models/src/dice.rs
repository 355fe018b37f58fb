//! Choices from bytes.

use arbitrary::Unstructured;

/// Makes choices. After the end of the bytes, each choice is the first.
#[derive(Debug)]
pub struct Dice<'b>(Unstructured<'b>);

impl<'b> Dice<'b> {
    /// Choices from these bytes.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    /// Returns a number below `end`; 0 if that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.int_in_range(0..=end.saturating_sub(1)).unwrap_or_default()
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// True once in `of` times.
    pub fn once_in(&mut self, of: usize) -> bool {
        self.below(of) + 1 == of
    }

    /// Returns one of the choices, or the default of the type if there are none.
    pub fn pick<T: Clone + Default>(&mut self, of: &[T]) -> T {
        of.get(self.below(of.len())).cloned().unwrap_or_default()
    }

    /// Returns a number of 64 bits; small numbers and the limits of types are likely.
    pub fn number(&mut self) -> i64 {
        let ends = [0, 1, -1, i64::from(i32::MAX), i64::from(i32::MIN), i64::MAX, i64::MIN, 255, -129, 65536];
        if self.once_in(2) { self.pick(&ends) } else { self.0.arbitrary().unwrap_or_default() }
    }

    /// A text of any characters.
    pub fn text(&mut self) -> String {
        self.0.arbitrary().unwrap_or_default()
    }

    /// Returns at most this number of the remaining bytes.
    pub fn bytes(&mut self, most: usize) -> Vec<u8> {
        let count = self.below(most + 1).min(self.0.len());
        self.0.bytes(count).map(<[u8]>::to_vec).unwrap_or_default()
    }

    /// Whether no bytes are left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All bytes that are left.
    pub fn rest(self) -> &'b [u8] {
        self.0.take_rest()
    }
}

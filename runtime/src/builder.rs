//! The states of a required member in a builder, which the compiler checks.

/// A required member that has not been set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unset;

/// A required member that has been set to a value.
#[derive(Clone, Copy, Debug)]
pub struct Set<T>(pub T);

/// Either state of a required member of type `T`.
///
/// It lets one piece of code take a builder in any state, for example to print it or to hand its values on.
pub trait Slot<T> {
    /// The value, when there is one.
    fn into_option(self) -> Option<T>;
}

impl<T> Slot<T> for Unset {
    fn into_option(self) -> Option<T> {
        None
    }
}

impl<T> Slot<T> for Set<T> {
    fn into_option(self) -> Option<T> {
        Some(self.0)
    }
}

//! The states of a required member in a builder, which the compiler checks.
//!
//! Setting a required member changes the type of its builder. A member that is set in one branch of an `if` only is
//! therefore an error ("expected `Unset`, found `Set<String>`"): decide on the value first, and set it once, or set it in
//! each branch and let the `if` give the builder.
//!
//! ```
//! use smithy_client::builder::{Set, Unset};
//!
//! # struct Builder<Name>(Name);
//! # impl<Name> Builder<Name> {
//! #     fn name(self, name: &str) -> Builder<Set<String>> { Builder(Set(name.to_owned())) }
//! # }
//! fn decided_first(builder: Builder<Unset>, nickname: Option<&str>) -> Builder<Set<String>> {
//!     builder.name(nickname.unwrap_or("nobody"))
//! }
//!
//! fn set_in_each_branch(builder: Builder<Unset>, nickname: Option<&str>) -> Builder<Set<String>> {
//!     if let Some(nickname) = nickname { builder.name(nickname) } else { builder.name("nobody") }
//! }
//! ```
//!
//! Members that are not required keep the type, and can be set in any branch.

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

//! The states of a required member in a builder, checked by the compiler.
//!
//! Setting a required member changes the type of its builder. It is therefore an error to set a member in only one
//! branch of an `if` ("expected `Unset`, found `Set<String>`"): decide on the value first and set it once, or set it in
//! each branch and let the `if` return the builder.
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
//! Optional members do not change the type, and can be set in any branch.

/// A required member that has not been set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unset;

/// A required member that has been set to a value.
#[derive(Clone, Copy, Debug)]
pub struct Set<T>(pub T);

/// Either state of a required member of type `T`.
///
/// With it, code can take a builder in any state, for example to print it or to pass its values on.
pub trait Slot<T> {
    /// Returns the value, if there is one.
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

//! The caller behind the `send` of a builder: an async or a blocking client.

use std::time::Duration;

use crate::operation::Operation;
use crate::options::CallOptions;
use crate::wait::Waiter;

/// What a builder's `send()` calls. Clients give one to each builder that they create.
///
/// The caller decides the return type: a future for the async client, the result itself for the blocking one.
#[diagnostic::on_unimplemented(
    message = "this builder belongs to no client, so it cannot be sent",
    note = "take the builder from a method of a client, or build the input and give it to `Client::call`"
)]
pub trait Caller {
    /// What sending an input returns.
    type SendReturn<O: Operation>;

    /// What waiting with an input returns: `T`, or why it could not be reached.
    type WaitReturn<O: Operation, T>;

    /// The options of this one call.
    fn options(&mut self) -> &mut CallOptions;

    /// Carries out the call.
    fn call<O: Operation>(self, input: O) -> Self::SendReturn<O>;

    /// Repeats the call until a state is reached, or until the limit has passed.
    fn wait<O: Operation + Clone, T: 'static>(
        self,
        input: O,
        waiter: Waiter<O, T>,
        limit: Duration,
    ) -> Self::WaitReturn<O, T>;
}

/// Takes the place of a [`Caller`] in a builder without a client, which can build but not send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Detached;

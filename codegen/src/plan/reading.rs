//! How a response, or an error in it, is read.

/// How a response or an error is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadingPlan {
    /// The body as JSON, and nothing else.
    Json,
    /// The body as CBOR, and nothing else.
    Cbor,
    /// Body as JSON, then members from headers and status.
    Bound,
    /// One member is the body; others may come from headers and status.
    Payload,
    /// The first event of the body has the other members, as CBOR where the flag is set and as JSON otherwise.
    FirstEvent(bool),
}

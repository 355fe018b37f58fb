//! The errors of every operation: how they are recognised, what they store, and their messages.

mod codes;
mod contents;
mod envelopes;
mod harness;
mod methods;
mod sentences;

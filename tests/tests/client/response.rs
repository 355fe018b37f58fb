//! How the responses of every operation are read, and a round trip of every type through JSON.

mod describe;
mod harness;
mod others;
mod random;
mod round_trip;
mod unreadable;

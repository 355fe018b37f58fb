//! Faults between client and service, each with a real socket and a time limit: the number of attempts, and the
//! client's message.

mod clock;
mod connections;
mod credentials;
mod harness;
mod hostile;
mod proxies;
mod retries;

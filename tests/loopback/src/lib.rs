//! Servers on the loopback interface that respond as a test says: HTTP with and without TLS, proxies, an MQTT broker.
//!
//! It also has certificates for them, a verifier of signatures, and the table of ways in which a server fails.

pub mod broker;
pub mod hostile;
pub mod pki;
pub mod server;
pub mod sigv4;

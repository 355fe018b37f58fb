//! Calls over MQTT: messages, the session with given times, and the client with a broker on loopback.

mod agent;
mod client;
mod messages;
mod others;
mod session;
mod world;

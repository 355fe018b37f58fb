//! The request of every operation as it is sent: method, path, query, headers and body.

mod commands;
mod harness;
mod jobs;
mod labels;
mod token;

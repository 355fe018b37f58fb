//! Comparison of requests, their events and JSON with what is expected.
//!
//! The files of this module are also copied unchanged into the tests of generated crates and into the program that
//! calls these. There, `support/root.rs` is their root.

pub(crate) mod body;
pub(crate) mod cbor;
pub(crate) mod event;
pub(crate) mod json;
pub(crate) mod request;

/// The files of a crate that calls operations, in the folder of the module.
pub(super) const FILES: [(&str, &str); 5] = [
    ("body.rs", include_str!("support/body.rs")),
    ("event.rs", include_str!("support/event.rs")),
    ("json.rs", include_str!("support/json.rs")),
    ("mod.rs", include_str!("support/root.rs")),
    ("request.rs", include_str!("support/request.rs")),
];

/// The additional file for crates with a CBOR protocol; it needs the crate `ciborium`.
pub(super) const CBOR: (&str, &str) = ("cbor.rs", include_str!("support/cbor.rs"));

//! Everything that is specific to AWS: error codes, headers, hosts, partitions, ARNs, signatures, and credentials
//! providers.
//!
//! Everything else in this crate follows from Smithy's specification and HTTP.

mod arn;
pub(crate) mod codes;
pub(crate) mod headers;
#[cfg(feature = "sigv4")]
mod hosts;
#[cfg(all(feature = "sigv4", any(feature = "client", feature = "blocking")))]
pub(crate) mod iot;
mod partition;
#[cfg(feature = "aws-config")]
pub(crate) mod provider;
#[cfg(feature = "sigv4")]
pub(crate) mod sign;

pub use arn::Arn;
#[cfg(feature = "sigv4")]
pub(crate) use hosts::region_in;
pub use partition::Partition;

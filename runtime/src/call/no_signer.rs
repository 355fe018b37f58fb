//! The signer of a build that cannot sign: it leaves every attempt as it is.

#![allow(
    clippy::unused_self,
    clippy::unnecessary_wraps,
    reason = "the signer that signs has the same methods"
)]

use std::time::SystemTime;

use bytes::Bytes;

use super::Session;
use crate::config::Settings;
use crate::endpoint::Endpoint;
use crate::operation::OperationInfo;
use crate::options::CallOptions;

/// Leaves the attempts of a call as they are.
#[derive(Debug)]
pub(super) struct Signer;

impl Signer {
    pub(super) fn new(
        _: &Settings,
        _: &OperationInfo,
        _: &Endpoint,
        _: &CallOptions,
    ) -> Result<Self, String> {
        Ok(Self)
    }

    pub(super) fn signs(&self) -> bool {
        false
    }

    pub(super) fn forget_credentials(&mut self) {}

    pub(super) fn refresh(&mut self, _: &Session) -> bool {
        false
    }

    pub(super) fn sign(&self, _: &mut http::Request<Bytes>, _: SystemTime) -> Result<(), String> {
        Ok(())
    }
}

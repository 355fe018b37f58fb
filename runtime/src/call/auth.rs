//! How the attempts of a call are authenticated: by a signature, by a bearer token, or not at all.

#![cfg_attr(
    not(feature = "sigv4"),
    allow(unused_variables, clippy::unnecessary_wraps, reason = "only a signature needs all of it")
)]

use std::time::{Duration, SystemTime};

use bytes::Bytes;

#[cfg(any(feature = "sigv4", feature = "bearer"))]
use super::held::Held;
#[cfg(feature = "sigv4")]
use super::signer::Signature;
use super::{Moment, Session, Step};
use crate::config::Settings;
#[cfg(feature = "sigv4")]
use crate::credentials::Credentials;
#[cfg(feature = "bearer")]
use crate::credentials::Token;
use crate::endpoint::Endpoint;
#[cfg(any(feature = "sigv4", feature = "bearer"))]
use crate::operation::Auth;
use crate::operation::OperationInfo;
use crate::options::CallOptions;

/// The authentication that is added to each attempt.
#[derive(Debug)]
pub(super) enum Proof {
    /// Nothing.
    None,
    /// A signature.
    #[cfg(feature = "sigv4")]
    Signature(Signature, Held<Credentials>),
    /// A bearer token.
    #[cfg(feature = "bearer")]
    Token(Held<Token>),
}

impl Proof {
    pub(super) fn new(
        settings: &Settings,
        operation: &OperationInfo,
        endpoint: &Endpoint,
        options: &CallOptions,
    ) -> Result<Self, String> {
        #[cfg(any(feature = "sigv4", feature = "bearer"))]
        match choose(settings, operation.auth, options)? {
            #[cfg(feature = "sigv4")]
            Auth::SigV4 => {
                let signature = Signature::new(settings, operation, endpoint, options)?;
                return Ok(Self::Signature(signature, Held::nothing()));
            }
            #[cfg(feature = "bearer")]
            Auth::Bearer => return Ok(Self::Token(Held::nothing())),
            _ => {}
        }
        Ok(Self::None)
    }

    pub(super) fn signs(&self) -> bool {
        match self {
            #[cfg(feature = "sigv4")]
            Self::Signature(..) => true,
            _ => false,
        }
    }

    /// Returns the step that asks, within the time given, for an identity that the next attempt needs and the client
    /// does not have.
    pub(super) fn missing(&mut self, session: &Session, now: Moment, time: Duration) -> Option<Step> {
        match self {
            Self::None => None,
            #[cfg(feature = "sigv4")]
            Self::Signature(_, held) => {
                held.is_missing(|| session.kept_credentials(now)).then_some(Step::Credentials(time))
            }
            #[cfg(feature = "bearer")]
            Self::Token(held) => held.is_missing(|| session.kept_token(now)).then_some(Step::Token(time)),
        }
    }

    /// Drops the identity: the provider may have a better one for the next attempt.
    pub(super) fn forget(&mut self) {
        match self {
            Self::None => {}
            #[cfg(feature = "sigv4")]
            Self::Signature(_, held) => held.forget(),
            #[cfg(feature = "bearer")]
            Self::Token(held) => held.forget(),
        }
    }

    /// Asks the provider again if the service no longer accepts the identity; false if that does not help.
    pub(super) fn refresh(&mut self, session: &Session) -> bool {
        match self {
            Self::None => false,
            #[cfg(feature = "sigv4")]
            Self::Signature(_, held) => held.refresh(session.credentials_cache()),
            #[cfg(feature = "bearer")]
            Self::Token(held) => held.refresh(session.token_cache()),
        }
    }

    /// Whether the signature covers the body, so that the hash of a stream is needed first.
    #[cfg(all(feature = "stream", feature = "sigv4"))]
    pub(super) fn needs_hash(&self) -> bool {
        matches!(self, Self::Signature(signature, _) if signature.needs_hash())
    }

    /// Takes the SHA-256 of a body that is a stream.
    #[cfg(all(feature = "stream", feature = "sigv4"))]
    pub(super) fn set_hash(&mut self, hash: [u8; 32]) {
        if let Self::Signature(signature, _) = self {
            signature.set_hash(hash);
        }
    }

    /// Adds the authentication to a request.
    pub(super) fn add(&self, request: &mut http::Request<Bytes>, time: SystemTime) -> Result<(), String> {
        match self {
            Self::None => Ok(()),
            #[cfg(feature = "sigv4")]
            Self::Signature(signature, held) => {
                held.get().map_or(Ok(()), |credentials| signature.sign(request, credentials, time))
            }
            #[cfg(feature = "bearer")]
            Self::Token(held) => held.get().map_or(Ok(()), |token| super::bearer::add(request, token)),
        }
    }
}

/// Chooses the operation's first authentication scheme that the client can use. A client without credentials and token
/// is unauthenticated by intention.
#[cfg(any(feature = "sigv4", feature = "bearer"))]
fn choose(settings: &Settings, ways: &[Auth], options: &CallOptions) -> Result<Auth, String> {
    let identities = &settings.identities;
    #[cfg(feature = "sigv4")]
    let signs = identities.credentials.is_some();
    #[cfg(not(feature = "sigv4"))]
    let signs = false;
    #[cfg(feature = "bearer")]
    let bears = identities.token.is_some();
    #[cfg(not(feature = "bearer"))]
    let bears = false;
    if options.unsigned || !(signs || bears) {
        return Ok(Auth::None);
    }
    #[cfg(feature = "bearer")]
    if options.presigned {
        return Ok(if signs && ways.contains(&Auth::SigV4) { Auth::SigV4 } else { Auth::None });
    }
    #[cfg(feature = "bearer")]
    if identities.prefers_token && ways.contains(&Auth::Bearer) {
        return Ok(Auth::Bearer);
    }
    let is_open = |way: &Auth| match way {
        Auth::SigV4 => signs,
        Auth::Bearer => bears,
        Auth::None => true,
    };
    ways.iter().copied().find(is_open).ok_or_else(|| unfit(ways))
}

/// Reports that the client has only credentials or only a token, and the operation takes the other one.
#[cfg(any(feature = "sigv4", feature = "bearer"))]
#[cold]
fn unfit(ways: &[Auth]) -> String {
    let (takes, set) = match ways {
        [Auth::Bearer, ..] => ("a bearer token", "token(…)"),
        _ if cfg!(feature = "sigv4") => ("a signature", "credentials(…)"),
        _ => ("a signature", "credentials(…) (with the feature sigv4)"),
    };
    format!("the operation takes {takes}: set {set} in the configuration of the client")
}

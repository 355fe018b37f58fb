//! A presigned call: its request with a signature in the URL, which others send.

use std::time::{Duration, SystemTime};

use super::auth::Proof;
use super::{Call, Moment, State, clock};
use crate::credentials::{Credentials, CredentialsError};
use crate::error::ClientError;
use crate::presigned::PresignedRequest;

impl Call {
    /// Returns the request of a call that has not begun, with a signature in its URL. It is valid for at least one
    /// second and at most seven days; fractions of a second are ignored.
    pub fn presign(
        mut self,
        credentials: Result<Credentials, CredentialsError>,
        valid_for: Duration,
        now: Moment,
    ) -> Result<PresignedRequest, ClientError> {
        let operation = self.operation.name;
        self.state = State::Over;
        let Proof::Signature(signature, _) = std::mem::replace(&mut self.plan.proof, Proof::None) else {
            let reason =
                "a presigned URL needs a client with credentials and an operation that takes a signature";
            return Err(ClientError::Prepare { operation, reason: reason.to_owned() });
        };
        #[cfg(feature = "stream")]
        if signature.needs_hash() && !super::stream::is_in_memory(&self.plan.request) {
            let reason = "a presigned URL signs the body, so it has to be in memory";
            return Err(ClientError::Prepare { operation, reason: reason.to_owned() });
        }
        #[cfg(feature = "discovery")]
        if self.plan.search.is_some() {
            let reason =
                "the service tells the endpoint of this operation, which a presigned URL does not ask for";
            return Err(ClientError::Prepare { operation, reason: reason.to_owned() });
        }
        let credentials = credentials.map_err(|error| ClientError::no_credentials(operation, error))?;
        let time = clock::shifted(now.wall, self.session.offset.seconds());
        let expires = expiry(&credentials, time, valid_for);
        let mut request = std::mem::take(&mut self.plan.request);
        let signed = self.intercept(&mut request);
        let signed = signed.and_then(|()| signature.presign(request, &credentials, time, valid_for));
        let request = signed.map_err(|reason| ClientError::Prepare { operation, reason })?;
        Ok(PresignedRequest::new(request, expires))
    }

    /// Returns how long getting credentials may take.
    #[cfg(any(feature = "client", feature = "blocking"))]
    pub(crate) fn patience(&self) -> Duration {
        self.plan.rules.call_timeout
    }
}

/// Returns when the signature expires: after whole seconds, and no later than the credentials.
fn expiry(credentials: &Credentials, time: SystemTime, valid_for: Duration) -> SystemTime {
    let expires = time.checked_add(Duration::from_secs(valid_for.as_secs())).unwrap_or(time);
    credentials.expiry().map_or(expires, |expiry| expiry.min(expires))
}

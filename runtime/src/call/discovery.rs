//! The discovery of a call's endpoint, and what a client keeps of it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::uri::Authority;

use super::{Call, Moment, Step};
use crate::config::Settings;
use crate::discovery::{Discovery, Undiscovered};
use crate::endpoint::Endpoint;
use crate::error::{ClientError, ErrorMeta, RetryKind};
use crate::operation::OperationInfo;
use crate::options::CallOptions;

/// How long other calls go on using an expired endpoint while one call asks for a new one. If that fails with a
/// transient error, the next call asks again after this time.
const GRACE: Duration = Duration::from_secs(60);

/// The endpoint discovery of a call.
#[derive(Debug)]
pub(super) struct Search {
    discovery: Discovery,
    /// The options of the call that discovers the endpoint.
    options: CallOptions,
    /// The URL authority to which that call is sent.
    place: Option<Authority>,
    /// The endpoint of the next attempt, once it is known.
    found: Option<Arc<Endpoint>>,
    /// Whether the endpoint has been requested and the response has not come.
    asked: bool,
}

impl Search {
    /// Creates the discovery of a call; `None` if a URL is set.
    pub(super) fn new(
        settings: &Settings,
        operation: &OperationInfo,
        options: &CallOptions,
        request: &http::Request<bytes::Bytes>,
    ) -> Option<Self> {
        let is_open = settings.discovers && options.endpoint_url.is_none();
        let discovery = operation.discovery.filter(|_| is_open)?;
        let options = options.clone().discovering();
        Some(Self {
            discovery,
            options,
            place: request.uri().authority().cloned(),
            found: None,
            asked: false,
        })
    }

    /// Drops the endpoint: the next attempt may have to use another one.
    pub(super) fn forget(&mut self) {
        self.found = None;
    }
}

/// The endpoint that a client has discovered last.
#[derive(Debug, Default)]
pub(super) struct Discovered(Mutex<Option<Kept>>);

#[derive(Debug)]
struct Kept {
    /// The URL authority that was asked for it.
    place: Option<Authority>,
    endpoint: Arc<Endpoint>,
    until: Instant,
}

impl Discovered {
    /// Returns the endpoint, unless it has expired. Then one caller gets none, and has to ask for a new one.
    fn get(&self, place: Option<&Authority>, now: Instant) -> Option<Arc<Endpoint>> {
        let mut kept = self.kept();
        let kept = kept.as_mut().filter(|kept| kept.place.as_ref() == place)?;
        if now < kept.until {
            return Some(Arc::clone(&kept.endpoint));
        }
        kept.until = now + GRACE;
        None
    }

    /// Returns the endpoint, even if it has expired, if asking for a new one failed with a transient error. Otherwise
    /// drops it.
    fn in_spite_of(
        &self,
        error: Undiscovered,
        place: Option<&Authority>,
    ) -> Result<Arc<Endpoint>, Undiscovered> {
        let mut kept = self.kept();
        let last = kept.take_if(|kept| kept.place.as_ref() == place).filter(|_| error.is_transient());
        let last = last.ok_or(error)?;
        Ok(Arc::clone(&kept.insert(last).endpoint))
    }

    fn keep(&self, place: Option<Authority>, endpoint: Arc<Endpoint>, until: Instant) {
        *self.kept() = Some(Kept { place, endpoint, until });
    }

    /// Drops the endpoint if it is this one.
    fn forget(&self, endpoint: &Endpoint) {
        self.kept().take_if(|kept| *kept.endpoint == *endpoint);
    }

    /// Locks the endpoint. No code panics while it holds the lock.
    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Call {
    /// Returns the step that discovers the endpoint, if the next attempt needs one that is not known.
    pub(super) fn discovery_step(&mut self, now: Moment, left: Duration) -> Option<Step> {
        let search = self.plan.search.as_mut().filter(|search| search.found.is_none())?;
        let kept = || self.session.discovered.get(search.place.as_ref(), now.ticks);
        if let Some(endpoint) = if search.asked { None } else { kept() } {
            return self.go_to(endpoint).err().map(|error| self.lost(error));
        }
        search.asked = true;
        let options = search.options.clone().call_timeout(left);
        match (search.discovery.start)(&self.session, &options, now) {
            Ok(call) => Some(Step::Discover(Box::new(call))),
            Err(error) => Some(self.lost(error)),
        }
    }

    /// Takes the finished call of [`Step::Discover`], and with it the endpoint for the next attempt.
    pub fn discovered(&mut self, call: Self, now: Moment) {
        let Some(search) = &mut self.plan.search else { return };
        search.asked = false;
        let (place, kept) = (search.place.clone(), &self.session.discovered);
        let found = (search.discovery.finish)(call).map(|(endpoint, time)| {
            let endpoint = Arc::new(endpoint);
            kept.keep(place.clone(), Arc::clone(&endpoint), now.ticks + time);
            endpoint
        });
        let found = found.or_else(|error| kept.in_spite_of(error, place.as_ref()));
        if let Err(error) = found.and_then(|endpoint| self.go_to(endpoint)) {
            self.lost(error);
        }
    }

    /// Sends the next attempt to this endpoint.
    fn go_to(&mut self, endpoint: Arc<Endpoint>) -> Result<(), Undiscovered> {
        endpoint.redirect(&mut self.plan.request).map_err(Undiscovered::answer)?;
        if let Some(search) = &mut self.plan.search {
            search.found = Some(endpoint);
        }
        Ok(())
    }

    /// Ends the call.
    fn lost(&mut self, error: Undiscovered) -> Step {
        let error =
            ClientError::Endpoint { operation: self.operation.name, kind: error.kind, cause: error.cause };
        #[cfg(feature = "tracing")]
        self.trace_failure(&error.to_string());
        self.fail(error);
        Step::Done
    }

    /// Classifies a response that says that the endpoint is wrong. The client then drops the endpoint, so another
    /// attempt may help.
    pub(super) fn misdirected(&self, meta: &ErrorMeta) -> Option<RetryKind> {
        let search = self.plan.search.as_ref()?;
        let is_wrong = meta.status() == Some(421) || meta.code() == Some(search.discovery.error);
        self.session.discovered.forget(search.found.as_deref().filter(|_| is_wrong)?);
        Some(RetryKind::Transient)
    }
}

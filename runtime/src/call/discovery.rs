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

/// For so long other calls go on with an endpoint that no longer holds while one of them asks for another. When that fails
/// for a reason that passes, it is asked for again after that time.
const GRACE: Duration = Duration::from_secs(60);

/// The search of a call for its endpoint.
#[derive(Debug)]
pub(super) struct Search {
    discovery: Discovery,
    /// Those of the call that tells the endpoint.
    options: CallOptions,
    /// Where that call goes.
    place: Option<Authority>,
    /// Where the next attempt goes, once it is known.
    found: Option<Arc<Endpoint>>,
    /// The endpoint has been asked for, and the response has not come.
    asked: bool,
}

impl Search {
    /// The search of a call, if there is one: none where a URL is given.
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

    /// The next attempt may have to go elsewhere.
    pub(super) fn forget(&mut self) {
        self.found = None;
    }
}

/// The endpoint that a client has discovered last.
#[derive(Debug, Default)]
pub(super) struct Discovered(Mutex<Option<Kept>>);

#[derive(Debug)]
struct Kept {
    /// Where it was asked for.
    place: Option<Authority>,
    endpoint: Arc<Endpoint>,
    until: Instant,
}

impl Discovered {
    /// The endpoint, unless it is time to ask for another. Then one caller gets none, and has to ask.
    fn get(&self, place: Option<&Authority>, now: Instant) -> Option<Arc<Endpoint>> {
        let mut kept = self.kept();
        let kept = kept.as_mut().filter(|kept| kept.place.as_ref() == place)?;
        if now < kept.until {
            return Some(Arc::clone(&kept.endpoint));
        }
        kept.until = now + GRACE;
        None
    }

    /// The endpoint, even if it no longer holds, where asking for another failed for a reason that passes. Otherwise it is
    /// forgotten.
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

    /// Forgets this very endpoint.
    fn forget(&self, endpoint: &Endpoint) {
        self.kept().take_if(|kept| *kept.endpoint == *endpoint);
    }

    /// No code panics while it holds the lock.
    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Call {
    /// The step that finds the endpoint, where the next attempt needs one that is not known.
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

    /// Takes the call of [`Step::Discover`], which is done, and with it the endpoint for the attempt that comes next.
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

    /// What to make of a response that says the endpoint is a wrong one. The client forgets the endpoint, so that another attempt
    /// may help.
    pub(super) fn misdirected(&self, meta: &ErrorMeta) -> Option<RetryKind> {
        let search = self.plan.search.as_ref()?;
        let is_wrong = meta.status() == Some(421) || meta.code() == Some(search.discovery.error);
        self.session.discovered.forget(search.found.as_deref().filter(|_| is_wrong)?);
        Some(RetryKind::Transient)
    }
}

//! The endpoint rules of a service whose type is not known: a client has one type for all services.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use super::{Endpoint, EndpointError};
use crate::service::{EndpointSettings, Service};

/// The endpoint rules of a service with values for their parameters, of which a call may set some.
///
/// A client has one. Without a client, [`Operation::endpoint`](crate::Operation::endpoint) gives the endpoint of an input.
#[derive(Clone)]
pub struct EndpointRules {
    params: Arc<Params>,
    settings: EndpointSettings,
    resolve: fn(&Params, &EndpointSettings) -> Result<Endpoint, EndpointError>,
}

/// The parameters of some service.
type Params = dyn Any + Send + Sync;

impl EndpointRules {
    /// Creates the rules of a service with these parameters.
    pub fn new<S: Service>(params: S::Params) -> Self {
        Self::with_settings::<S>(params, EndpointSettings::default())
    }

    /// The same, with settings that every client has and that go before these parameters.
    pub(crate) fn with_settings<S: Service>(params: S::Params, settings: EndpointSettings) -> Self {
        let params = S::with_settings(params, &settings);
        Self { params: Arc::new(params), settings, resolve: resolve::<S> }
    }

    /// The same rules with other parameters. They are an error where they are those of another service.
    pub fn with<P: Clone + Send + Sync + 'static>(
        &self,
        change: impl FnOnce(P) -> P,
    ) -> Result<Self, EndpointError> {
        let params = self.params.downcast_ref::<P>().ok_or_else(other_service)?;
        Ok(Self { params: Arc::new(change(params.clone())), ..self.clone() })
    }

    /// Returns the endpoint, or the reason why there is none.
    pub fn resolve(&self) -> Result<Endpoint, EndpointError> {
        (self.resolve)(self.params.as_ref(), &self.settings)
    }
}

fn resolve<S: Service>(params: &Params, settings: &EndpointSettings) -> Result<Endpoint, EndpointError> {
    let params = params.downcast_ref::<S::Params>().ok_or_else(other_service)?;
    S::endpoint(params.clone(), settings)
}

fn other_service() -> EndpointError {
    EndpointError::new("the parameters of the endpoint are those of another service")
}

impl fmt::Debug for EndpointRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EndpointRules").field("region", &self.settings.region).finish_non_exhaustive()
    }
}

//! The endpoint rules of a service, with its type erased: a client has one type for all services.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use super::{Endpoint, EndpointError};
use crate::service::{EndpointSettings, Service};

/// The endpoint rules of a service with values for their parameters; a call may set some of them.
///
/// A client has one such value. Without a client, [`Operation::endpoint`](crate::Operation::endpoint) returns the
/// endpoint of an input.
#[derive(Clone)]
pub struct EndpointRules {
    params: Arc<Params>,
    settings: EndpointSettings,
    resolve: fn(&Params, &EndpointSettings) -> Result<Endpoint, EndpointError>,
}

/// The parameters of any service.
type Params = dyn Any + Send + Sync;

impl EndpointRules {
    /// Creates the rules of a service with these parameters.
    pub fn new<S: Service>(params: S::Params) -> Self {
        Self::with_settings::<S>(params, EndpointSettings::default())
    }

    /// Creates the rules with settings that every client has and that take precedence over these parameters.
    pub(crate) fn with_settings<S: Service>(params: S::Params, settings: EndpointSettings) -> Self {
        let params = S::with_settings(params, &settings);
        Self { params: Arc::new(params), settings, resolve: resolve::<S> }
    }

    /// Returns the same rules with other parameters. Parameters of another service are an error.
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

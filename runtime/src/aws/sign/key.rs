//! The signing keys, derived from a secret access key for a day, a region and a service.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use ring::hmac::{self, HMAC_SHA256};
use zeroize::Zeroizing;

use super::scope::Scope;

/// How many scopes are remembered. A client has one for each region and service name that its calls are signed for.
const MAX_KEYS: usize = 8;

/// The keys of one set of credentials for the latest day. They belong to the credentials, and are freed with the last
/// copy of these.
///
/// The copy of the secret at the start of the derivation is erased. The keys and the intermediate steps are freed
/// without being erased, because `ring` gives no access to their bytes. Each key is valid for one day, region and
/// service, and the secret access key cannot be computed from it.
#[derive(Default)]
pub(crate) struct Keys(Mutex<Day>);

#[derive(Default)]
struct Day {
    /// The date as it is written in a signature.
    date: Vec<u8>,
    /// The oldest comes first.
    keys: Vec<Derived>,
}

struct Derived {
    region: Vec<u8>,
    name: Vec<u8>,
    key: hmac::Key,
}

impl Keys {
    /// Starts a signature for this scope, with the remembered key or else with one derived from the secret.
    pub(super) fn context(&self, secret: &str, scope: &Scope<'_>) -> hmac::Context {
        // No code panics while it holds the lock, and even then the keys would be complete.
        let mut day = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if day.date != scope.date() {
            *day = Day { date: scope.date().to_vec(), keys: Vec::new() };
        }
        let known = day.keys.iter().find(|known| known.region == scope.region && known.name == scope.name);
        if let Some(known) = known {
            return hmac::Context::with_key(&known.key);
        }
        let key = derive(secret, scope);
        let context = hmac::Context::with_key(&key);
        if day.keys.len() == MAX_KEYS {
            day.keys.remove(0);
        }
        day.keys.push(Derived { region: scope.region.to_vec(), name: scope.name.to_vec(), key });
        context
    }
}

fn derive(secret: &str, scope: &Scope<'_>) -> hmac::Key {
    let secret = Zeroizing::new([b"AWS4", secret.as_bytes()].concat());
    let step = |key: &[u8], text: &[u8]| hmac::sign(&hmac::Key::new(HMAC_SHA256, key), text);
    let date = step(&secret, scope.date());
    let region = step(date.as_ref(), scope.region);
    let name = step(region.as_ref(), scope.name);
    hmac::Key::new(HMAC_SHA256, step(name.as_ref(), b"aws4_request").as_ref())
}

/// Shows nothing of the keys.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

#[cfg(test)]
impl Keys {
    /// Returns the number of scopes with keys.
    pub(super) fn len(&self) -> usize {
        self.0.lock().map_or(0, |day| day.keys.len())
    }
}

//! The servers: two that fail some requests, and one for each fault of connections and of TLS.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use loopback::hostile::{self, Fault};
use loopback::pki::Authority;
use loopback::server::{Answer, ClosedPort, Script, Server, Tls};

use crate::ledger::Ledger;
use trials::probe::echo;

/// One in this many requests fails.
const FAILING: usize = 3;

/// All servers that are called.
pub(crate) struct Servers {
    /// Servers that answer most requests.
    mixed: [Server; 2],
    /// Servers that answer none, with the names of their faults.
    broken: Vec<(&'static str, Server)>,
    closed: ClosedPort,
    pub(crate) root: String,
}

impl Servers {
    pub(crate) fn start(ledger: &Arc<Ledger>) -> Self {
        let (root, other) = (Authority::new("root"), Authority::new("another root"));
        let plain = Server::lasting(None, mixed(ledger));
        let secure = Server::lasting(Some(&Tls::new(root.localhost())), mixed(ledger));
        let connections = hostile::CONNECTIONS
            .iter()
            .map(|fault| (fault.name, Server::lasting(None, Script::always((fault.step)()))));
        let tls = hostile::TLS.iter().map(|fault| {
            let server = (fault.server)(&root, &other, Script::always(Answer::json(200, "{}")));
            (fault.name, server.start_lasting())
        });
        Self {
            mixed: [plain, secure],
            broken: connections.chain(tls).collect(),
            closed: ClosedPort::new(),
            root: root.pem(),
        }
    }

    /// Returns the URL for a call, by a number below 1: most calls go to servers that answer.
    pub(crate) fn url(&self, chance: f64, number: usize, ledger: &Ledger) -> String {
        if chance < 0.9 {
            return self.mixed[number % 2].url();
        }
        if chance < 0.91 {
            return format!("http://{}", self.closed.address());
        }
        let (name, server) = &self.broken[number % self.broken.len()];
        ledger.met_by_name(name);
        server.url()
    }

    /// Returns the number of possible faults.
    pub(crate) fn faults() -> usize {
        hostile::of_requests().count() + hostile::CONNECTIONS.len() + hostile::TLS.len()
    }

    pub(crate) fn open_connections(&self) -> usize {
        let broken = self.broken.iter().map(|(_, server)| server);
        self.mixed.iter().chain(broken).map(Server::open_connections).sum()
    }
}

/// Fails some requests, each in another way, and answers the others with their markers.
fn mixed(ledger: &Arc<Ledger>) -> Script {
    let (ledger, count) = (Arc::clone(ledger), AtomicUsize::new(0));
    let faults: Vec<&'static Fault> = hostile::of_requests().collect();
    Script::choosing(move |request| {
        let number = count.fetch_add(1, Ordering::Relaxed);
        let fault = number.is_multiple_of(FAILING).then(|| faults[number / FAILING % faults.len()]);
        let marker = request.target().rsplit('/').next().unwrap_or_default();
        let attempt = request.header("x-attempt").and_then(|value| value.parse().ok()).unwrap_or_default();
        let must_not_repeat = request.header("x-once").is_some();
        ledger.seen(marker, attempt, must_not_repeat, fault.is_none_or(|fault| fault.acts));
        match fault {
            Some(fault) => {
                ledger.met(fault);
                (fault.step)()
            }
            None => Answer::json(200, &echo(marker)).into(),
        }
    })
}

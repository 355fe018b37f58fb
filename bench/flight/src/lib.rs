//! What the programs with many calls in flight share: arguments, the calls that are left to make, the CPU time.

use std::error::Error;
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::time::{ClockId, clock_gettime};

/// An error that another thread may have met.
pub type Failure = Box<dyn Error + Send + Sync>;

/// `PROGRAM URL ROOT CALLS IN_FLIGHT`.
pub struct Arguments {
    pub url: String,
    /// The root of the server's certificate, as PEM.
    pub root: Vec<u8>,
    pub calls: u32,
    pub in_flight: u32,
}

impl Arguments {
    /// Those of the process.
    ///
    /// # Errors
    ///
    /// One of them is missing, is no number, or names no file.
    pub fn read() -> Result<Self, Failure> {
        let arguments: Vec<_> = std::env::args().skip(1).collect();
        let [url, root, calls, in_flight] = arguments.as_slice() else {
            return Err("URL, file with the root certificate, calls, calls in flight".into());
        };
        let root = std::fs::read(root)?;
        Ok(Self { url: url.clone(), root, calls: calls.parse()?, in_flight: in_flight.parse()? })
    }
}

/// The calls that are left to make, shared by all that make them.
pub struct Calls {
    left: AtomicU32,
    all: u32,
    start: f64,
}

impl Calls {
    /// So many calls; CPU time counts from here.
    #[must_use]
    pub fn new(all: u32) -> Self {
        Self { left: AtomicU32::new(all), all, start: cpu() }
    }

    /// Whether there is one more to make; if so, the caller makes it.
    pub fn take(&self) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }

    /// Prints the CPU time of the whole process for each call, connections included.
    pub fn report(&self) {
        println!("{:.2} us of CPU a call", (cpu() - self.start) * 1e6 / f64::from(self.all.max(1)));
    }
}

/// Seconds of CPU time that the process has taken, all threads together.
#[expect(clippy::cast_precision_loss, reason = "the seconds are few")]
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

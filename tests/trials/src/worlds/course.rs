//! The schedule of a world: which events happen when, and which faults. The seed decides everything.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::time::{Duration, Instant, SystemTime};

use fastrand::Rng;
use iot_jobs_data::low_level::call::Moment;

/// Time, events and randomness in a world whose events are `E`. Until the storm is over, things go wrong.
pub(crate) struct Course<E> {
    pub(crate) rng: Rng,
    /// The time since the world began.
    pub(crate) now: Duration,
    /// By how many seconds the wall clock of the client is off.
    pub(crate) off: i64,
    storm: Duration,
    start: Instant,
    due: BinaryHeap<Reverse<(Duration, u64)>>,
    events: BTreeMap<u64, E>,
    last_event: u64,
}

impl<E> Course<E> {
    pub(crate) fn new(seed: u64, storm: Duration) -> Self {
        // The client's own random numbers come from the thread's generator.
        fastrand::seed(seed);
        Self {
            rng: Rng::with_seed(seed),
            now: Duration::ZERO,
            off: 0,
            storm,
            start: Instant::now(),
            due: BinaryHeap::new(),
            events: BTreeMap::new(),
            last_event: 0,
        }
    }

    /// Schedules an event at a time.
    pub(crate) fn at(&mut self, time: Duration, event: E) {
        self.last_event += 1;
        self.due.push(Reverse((time, self.last_event)));
        self.events.insert(self.last_event, event);
    }

    /// Schedules an event after this number of seconds.
    pub(crate) fn after(&mut self, seconds: f64, event: E) {
        self.at(self.now + Duration::from_secs_f64(seconds), event);
    }

    /// Returns the next event, with its time.
    pub(crate) fn next(&mut self) -> Option<(Duration, E)> {
        let Reverse((time, number)) = self.due.pop()?;
        self.now = self.now.max(time);
        self.events.remove(&number).map(|event| (time, event))
    }

    pub(crate) fn is_stormy(&self) -> bool {
        self.now < self.storm
    }

    /// Whether something with this probability happens; after the storm, nothing does.
    pub(crate) fn goes_wrong(&mut self, probability: f64) -> bool {
        self.is_stormy() && self.rng.f64() < probability
    }

    /// Returns the delay of a message: usually short, sometimes longer than a caller waits.
    pub(crate) fn delay(&mut self) -> f64 {
        let longest = if self.goes_wrong(0.05) { 40.0 } else { 1.0 };
        self.rng.f64() * longest
    }

    /// Returns the moment as the client sees it. Real time does not matter: only differences of `ticks` are used.
    pub(crate) fn moment(&self, epoch: u64) -> Moment {
        Moment { wall: self.wall(epoch), ticks: self.start + self.now, random: 0.5 }
    }

    /// Returns the client's wall clock in a world that began at `epoch`, in seconds since 1970.
    pub(crate) fn wall(&self, epoch: u64) -> SystemTime {
        let seconds = self.now.as_secs().saturating_add(epoch).cast_signed() + self.off;
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.max(0).cast_unsigned())
    }
}

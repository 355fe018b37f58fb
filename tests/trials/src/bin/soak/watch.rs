//! The resources of the process, sampled repeatedly: memory, file descriptors, threads, tasks and connections.

use std::fs;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::servers::Servers;

/// The number of samples in a run.
const SAMPLES: u32 = 100;

/// The resources of the process at one moment; `None` if unknown.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sample {
    /// In KiB.
    pub(crate) memory: Option<u64>,
    pub(crate) descriptors: Option<u64>,
    pub(crate) threads: Option<u64>,
    pub(crate) tasks: Option<u64>,
    pub(crate) connections: Option<u64>,
}

/// The samples of a run.
pub(crate) struct Watch {
    /// Before the first call.
    pub(crate) start: Sample,
    samples: Mutex<Vec<Sample>>,
    end: Mutex<Sample>,
    runtime: Mutex<Option<tokio::runtime::Handle>>,
}

impl Watch {
    pub(crate) fn start(servers: &Servers) -> Self {
        Self {
            start: Sample { tasks: Some(0), ..Sample::take(servers) },
            samples: Mutex::default(),
            end: Mutex::default(),
            runtime: Mutex::default(),
        }
    }

    /// Also watches the tasks of this runtime.
    pub(crate) fn tasks_of(&self, runtime: tokio::runtime::Handle) {
        *self.runtime.lock().unwrap_or_else(PoisonError::into_inner) = Some(runtime);
    }

    /// Records the number of remaining tasks when the runtime ends.
    pub(crate) fn leave_tasks(&self, tasks: usize) {
        *self.runtime.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.end.lock().unwrap_or_else(PoisonError::into_inner).tasks = u64::try_from(tasks).ok();
    }

    /// Takes samples until the end.
    pub(crate) fn sample(&self, servers: &Servers, end: Instant) {
        let pause = end.saturating_duration_since(Instant::now()) / SAMPLES;
        while Instant::now() < end {
            thread::sleep(pause.max(Duration::from_millis(10)));
            let runtime = self.runtime.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let tasks = runtime.and_then(|runtime| u64::try_from(runtime.metrics().num_alive_tasks()).ok());
            let sample = Sample { tasks, ..Sample::take(servers) };
            self.samples.lock().unwrap_or_else(PoisonError::into_inner).push(sample);
        }
    }

    /// Waits, with a limit, until no more resources are used than before, and takes the last sample.
    pub(crate) fn settle(&self, servers: &Servers, limit: Duration) {
        let start = Instant::now();
        loop {
            let sample = Sample::take(servers);
            let is_settled = sample.connections == Some(0)
                && sample.descriptors <= self.start.descriptors
                && sample.threads <= self.start.threads;
            if is_settled || start.elapsed() > limit {
                let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
                *end = Sample { tasks: end.tasks, ..sample };
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn end(&self) -> Sample {
        *self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the median of a resource in a quarter of the run, counted from 0.
    pub(crate) fn median(&self, quarter: usize, of: fn(&Sample) -> Option<u64>) -> Option<u64> {
        let samples = self.samples.lock().unwrap_or_else(PoisonError::into_inner);
        let length = samples.len() / 4;
        let mut values: Vec<_> = samples.iter().skip(quarter * length).take(length).filter_map(of).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied()
    }

    pub(crate) fn most(&self, of: fn(&Sample) -> Option<u64>) -> Option<u64> {
        self.samples.lock().unwrap_or_else(PoisonError::into_inner).iter().filter_map(of).max()
    }
}

impl Sample {
    fn take(servers: &Servers) -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        // The folder itself is open while it is being read.
        let descriptors = fs::read_dir("/proc/self/fd").ok().map(|files| files.count().saturating_sub(1));
        Self {
            memory: line("VmRSS:"),
            descriptors: descriptors.and_then(|count| u64::try_from(count).ok()),
            threads: line("Threads:"),
            tasks: None,
            connections: u64::try_from(servers.open_connections()).ok(),
        }
    }
}

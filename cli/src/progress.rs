//! Shows the progress of a command on a terminal, after one second.

use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::style::{MessageFormat, Style};

/// A shorter command ends before a person has read a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the line is drawn.
const TICK: Duration = Duration::from_millis(100);

/// The progress of a command. Dropping it removes the line.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// Creates the progress of a step with a name such as `reading the model`.
    ///
    /// It shows nothing if standard error is not a terminal, or if diagnostics are for tools.
    pub fn new(words: &'static str, style: Style) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(template("{spinner} {msg}"));
        bar.set_message(words);
        if style.format == MessageFormat::Human && io::stderr().is_terminal() {
            let later = bar.downgrade();
            thread::spawn(move || {
                thread::sleep(PATIENCE);
                if let Some(bar) = later.upgrade().filter(|bar| !bar.is_finished()) {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(TICK);
                }
            });
        }
        Self(bar)
    }

    /// Begins a new step, without a count.
    pub fn phase(&self, words: impl Into<Cow<'static, str>>) {
        self.0.unset_length();
        self.0.set_style(template("{spinner} {msg}"));
        self.0.set_message(words);
    }

    /// Sets how many of how many items are done.
    pub fn count(&self, done: usize, of: usize) {
        if self.0.length().is_none() {
            self.0.set_style(template("{spinner} {msg}: {pos} of {len}"));
        }
        self.0.set_length(of.try_into().unwrap_or(u64::MAX));
        self.0.set_position(done.try_into().unwrap_or(u64::MAX));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// `⠙ generating files: 120 of 512`
fn template(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

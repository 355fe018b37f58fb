//! Checks at the end of a world: the claims of errors are true, the client can make another call, and its budget is
//! complete.

use std::time::Duration;

use bytes::Bytes;
use iot_jobs_data::CallOptions;
use iot_jobs_data::low_level::call::{Call, Step};

use super::client::{Ended, Rules, Said};
use super::vault::{Mood, lock};
use super::{World, at};
use crate::probe::{ONCE, Probe, READS};

impl World {
    /// Compares the claims of all results with the record of the service.
    pub(super) fn judge(&self) -> Result<(), String> {
        self.ended.iter().try_for_each(|ended| {
            let acted = self.service.acted(ended.call);
            let fault = unsafe_repeat(ended, acted).or_else(|| wrong_claim(ended, acted));
            fault.map_or(Ok(()), |fault| {
                let said = ended.said.as_ref().map_or("it was dropped", |said| said.text.as_str());
                Err(format!(
                    "call {}: {fault}. It has acted on the attempts {acted:?}. The call: {said}",
                    ended.call
                ))
            })
        })
    }

    /// Checks that the client can make a call when there are no more faults.
    pub(super) fn call_in_fair_weather(&mut self) -> Result<(), String> {
        self.course.now = self.course.now.max(super::STORM);
        if !self.corrects_clock {
            self.course.off = 0;
        }
        {
            let mut vault = lock(&self.vault);
            vault.change_mood(1.0, 3600);
            debug_assert_eq!(vault.mood, Mood::Good);
        }
        let rules = Rules {
            max_attempts: 3,
            call_timeout: Duration::from_mins(5),
            attempt_timeout: Duration::from_secs(30),
            repeats: false,
        };
        // The clock may have to be corrected, and the credentials replaced: that takes two retries, for which the
        // budget may be too low.
        let allowed = if self.budget.left() >= 10 { 1 } else { 3 };
        for _ in 0..allowed {
            self.course.now += Duration::from_mins(1);
            self.set_wall();
            self.begin(READS, rules)?;
            self.live()?;
            if self.last_said().is_some_and(|said| said.is_ok) {
                return Ok(());
            }
        }
        let said = self.last_said().map_or("nothing", |said| said.text.as_str());
        let (budget, clock) = (self.budget.left(), self.course.off);
        let assumed = self.session.clock_offset();
        Err(format!(
            "the client fails in fair weather: {said}. It has {budget} for retries, its clock is {clock} s ahead, and it assumes \
             {assumed} s behind"
        ))
    }

    fn last_said(&self) -> Option<&Said> {
        self.ended.last()?.said.as_ref()
    }

    /// Uses up the client's budget, and compares it with the expected one.
    pub(super) fn count_budget(&mut self) -> Result<(), String> {
        let expected = self.budget.left();
        let mut found = 5 * self.retries()?;
        // The rest is not enough for a retry, and each success adds one to it.
        for added in 1..=5 {
            self.succeed()?;
            if self.retries()? > 0 {
                found += 5 - added;
                return if found == expected {
                    Ok(())
                } else {
                    Err(format!("the retry budget has {found} left, and should have {expected}"))
                };
            }
        }
        Err("successes do not fill the retry budget".to_owned())
    }

    /// Counts the retries of an additional call that is refused each time.
    fn retries(&mut self) -> Result<u32, String> {
        let mut call = self.endless_call()?;
        let mut retries = 0;
        loop {
            self.next_attempt(&mut call)?;
            let refusal = http::Response::builder().status(503).header("x-amzn-errortype", "SlowDown");
            let now = self.moment();
            call.answer(Ok(refusal.body(Bytes::new()).map_err(|error| error.to_string())?), now);
            if matches!(call.next(now), Step::Done) {
                let error =
                    call.finish::<Probe<READS>>().err().map(|error| error.to_string()).unwrap_or_default();
                let is_spent = error.contains("used up their budget");
                return if is_spent {
                    Ok(retries)
                } else {
                    Err(format!("a call ends without need: {error}"))
                };
            }
            retries += 1;
        }
    }

    fn succeed(&mut self) -> Result<(), String> {
        let mut call = self.endless_call()?;
        self.next_attempt(&mut call)?;
        let now = self.moment();
        call.answer(Ok(http::Response::new(Bytes::from_static(b"{}"))), now);
        call.finish::<Probe<READS>>().map(drop).map_err(|error| error.to_string())
    }

    fn endless_call(&mut self) -> Result<Call, String> {
        let options =
            CallOptions::default().unsigned().max_attempts(u32::MAX).call_timeout(Duration::from_hours(240));
        let now = self.moment();
        Call::start(&self.session, Probe::<READS>("m".to_owned()), &options, now)
            .map_err(|error| error.to_string())
    }

    /// Advances a call to its next attempt.
    fn next_attempt(&mut self, call: &mut Call) -> Result<(), String> {
        loop {
            let now = self.moment();
            match call.next(now) {
                Step::Send(..) => return Ok(()),
                Step::Wait(time) => self.course.now += time,
                other => return Err(format!("{other:?} is no attempt, at {:?}", at(self.service_time()))),
            }
        }
    }
}

/// Whether the service acted more than once on a call that must not be repeated.
fn unsafe_repeat(ended: &Ended, acted: &[u32]) -> Option<String> {
    (ended.kind == ONCE && !ended.repeats && acted.len() > 1)
        .then(|| "the service acted more than once".to_owned())
}

/// Returns a false claim of a result.
fn wrong_claim(ended: &Ended, acted: &[u32]) -> Option<String> {
    let said = ended.said.as_ref()?;
    if said.attempts != ended.attempts {
        return Some(format!("it says {} attempts, and there were {}", said.attempts, ended.attempts));
    }
    if said.is_ok {
        let is_answer = acted.contains(&ended.attempts);
        return (!is_answer)
            .then(|| "it went well, and the service did not act on its last attempt".to_owned());
    }
    if ended.kind == READS {
        return said
            .may_have_acted_before
            .then(|| "it says that the service may have acted on what only reads".to_owned());
    }
    if said.may_have_been_sent == Some(false) && !acted.is_empty() {
        return Some("it says that nothing was sent".to_owned());
    }
    // If another attempt could not be made, all attempts are earlier ones. A timeout can mean either.
    let is_cut_short = said.text.contains("no credentials to sign with");
    let last = usize::from(!is_cut_short && !said.text.contains("the whole call may take"));
    let earlier = acted.iter().any(|attempt| *attempt < ended.attempts + u32::from(is_cut_short));
    if earlier && !said.may_have_acted_before {
        return Some("it does not say that the service may have acted on an earlier attempt".to_owned());
    }
    let open_earlier = ended.ends.iter().rev().skip(last).any(|open| *open);
    if said.may_have_acted_before && !open_earlier {
        return Some(
            "it says that the service may have acted before, and no attempt leaves that open".to_owned(),
        );
    }
    let is_stopped = said.text.contains("because the service may have acted on it");
    let last_is_open = ended.ends.last().is_some_and(|open| *open);
    if is_stopped && (ended.kind != ONCE || ended.repeats || !last_is_open) {
        return Some("it was not repeated for a reason that it does not have".to_owned());
    }
    None
}

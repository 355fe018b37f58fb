//! Tests of the cache, with a scripted provider and given times.

use std::collections::VecDeque;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::{Instant, UNIX_EPOCH};

use super::*;
use crate::credentials::{Credentials, ProvideCredentials};
use crate::transport::BoxFuture;

type Cache = super::Cache<Credentials>;

const NOW: u64 = 1_000_000;
const HOUR: u64 = 3600;

#[derive(Debug, Default)]
struct Script {
    answers: Mutex<VecDeque<Result<Credentials, &'static str>>>,
    asked: AtomicUsize,
    silent: AtomicBool,
}

impl ProvideCredentials for Script {
    fn provide_credentials(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::poll_fn(|_| {
            if self.silent.load(Ordering::Relaxed) {
                return Poll::Pending;
            }
            let answer = self.answers.lock().unwrap().pop_front().expect("the provider is asked too often");
            Poll::Ready(answer.map_err(CredentialsError::provider_error))
        }))
    }
}

impl Script {
    fn silent(&self, silent: bool) {
        self.silent.store(silent, Ordering::Relaxed);
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn credentials(id: &str, expiry: Option<u64>) -> Credentials {
    Credentials::new(id, "secret", None, expiry.map(at), "script")
}

fn cache(answers: impl IntoIterator<Item = Result<Credentials, &'static str>>) -> (Cache, Arc<Script>) {
    let script = Arc::new(Script { answers: Mutex::new(answers.into_iter().collect()), ..Script::default() });
    let provider: Arc<dyn ProvideCredentials> = script.clone();
    (Cache::new(provider), script)
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Returns the key ID or the error, or `waits` if the provider does not respond.
fn shown(polled: Poll<Result<Credentials, CredentialsError>>) -> String {
    match polled {
        Poll::Ready(Ok(credentials)) => credentials.access_key_id().to_owned(),
        Poll::Ready(Err(error)) => error.to_string(),
        Poll::Pending => "waits".to_owned(),
    }
}

/// With a timer that never ends.
fn waiting(cache: &Cache, seconds: u64) -> impl Future<Output = Result<Credentials, CredentialsError>> {
    cache.get(at(seconds), Duration::MAX, |_| std::future::pending::<()>())
}

fn get(cache: &Cache, seconds: u64) -> String {
    shown(poll(pin!(waiting(cache, seconds))))
}

#[test]
fn credentials_are_kept_until_five_minutes_before_they_expire() {
    let (cache, script) =
        cache([Ok(credentials("one", Some(NOW + HOUR))), Ok(credentials("two", Some(NOW + 2 * HOUR)))]);
    for (time, expected, asked) in [
        (NOW, "one", 1),
        (NOW + HOUR - 301, "one", 1),
        (NOW + HOUR - 300, "two", 2),
        (NOW + 2 * HOUR - 301, "two", 2),
    ] {
        assert_eq!((get(&cache, time).as_str(), script.asked()), (expected, asked), "{}", time - NOW);
    }
}

#[test]
fn short_lived_ones_are_replaced_after_half_their_life() {
    let (cache, _) = cache([Ok(credentials("one", Some(NOW + 60))), Ok(credentials("two", None))]);
    assert_eq!(get(&cache, NOW), "one");
    assert_eq!(get(&cache, NOW + 29), "one");
    assert_eq!(get(&cache, NOW + 30), "two");
}

#[test]
fn without_an_expiry_they_are_asked_for_again_after_a_quarter_of_an_hour() {
    let (cache, _) = cache([Ok(credentials("one", None)), Err("vault away"), Ok(credentials("two", None))]);
    assert_eq!(get(&cache, NOW), "one");
    assert_eq!(get(&cache, NOW + 899), "one");
    assert_eq!(get(&cache, NOW + 900), "one", "the provider failed, and they have not expired");
    assert_eq!(get(&cache, NOW + 929), "one");
    assert_eq!(get(&cache, NOW + 930), "two");
}

#[test]
fn a_failure_ahead_of_expiry_does_no_harm_and_one_after_it_does() {
    let answers = [
        Ok(credentials("one", Some(NOW + HOUR))),
        Err("a"),
        Err("b"),
        Err("c"),
        Ok(credentials("two", None)),
    ];
    let (cache, script) = cache(answers);
    for (time, expected, asked) in [
        (NOW, "one", 1),
        (NOW + HOUR - 300, "one", 2),
        (NOW + HOUR - 271, "one", 2),
        (NOW + HOUR - 270, "one", 3),
        (NOW + HOUR, "c", 4),
        (NOW + HOUR + 1, "two", 5),
    ] {
        assert_eq!((get(&cache, time).as_str(), script.asked()), (expected, asked), "{time}");
    }
}

#[test]
fn one_caller_refreshes_while_the_others_go_on() {
    let (cache, script) = cache([Ok(credentials("one", Some(NOW + HOUR))), Ok(credentials("two", None))]);
    get(&cache, NOW);
    script.silent(true);
    let due = NOW + HOUR - 300;
    let mut first = Box::pin(waiting(&cache, due));
    assert_eq!(shown(poll(first.as_mut())), "waits");
    assert_eq!(get(&cache, due), "one");
    script.silent(false);
    assert_eq!(shown(poll(first.as_mut())), "two");
    assert_eq!(get(&cache, due), "two");
    assert_eq!(script.asked(), 2);
}

#[test]
fn a_caller_that_gives_up_on_a_silent_provider_is_not_followed_by_all_others() {
    let (cache, script) = cache([Ok(credentials("one", Some(NOW + HOUR))), Ok(credentials("two", None))]);
    get(&cache, NOW);
    script.silent(true);
    let due = NOW + HOUR - 300;
    assert_eq!(get(&cache, due), "waits");
    assert_eq!(get(&cache, due + 29), "one");
    script.silent(false);
    assert_eq!(get(&cache, due + 30), "two");
}

#[test]
fn a_silent_provider_costs_valid_credentials_a_moment_and_no_call() {
    for (limit, left, expected) in [(60, 300, 5), (4, 300, 2), (60, 6, 3)] {
        let (cache, script) = cache([Ok(credentials("one", Some(NOW + HOUR)))]);
        get(&cache, NOW);
        script.silent(true);
        let mut waited = None;
        let over = |time| {
            waited = Some(time);
            std::future::ready(())
        };
        let now = at(NOW + HOUR - left);
        assert_eq!(shown(poll(pin!(cache.get(now, Duration::from_secs(limit), over)))), "one");
        assert_eq!(waited, Some(Duration::from_secs(expected)), "{limit} {left}");
        assert_eq!(script.asked(), 2);
    }
}

#[test]
fn without_credentials_a_silent_provider_has_all_the_time_there_is() {
    let (cache, script) = cache([]);
    script.silent(true);
    let mut waited = None;
    let over = |time| {
        waited = Some(time);
        std::future::ready(())
    };
    let limit = Duration::from_millis(2600);
    let polled = poll(pin!(cache.get(at(NOW), limit, over)));
    assert_eq!(shown(polled), "provider timed out after 2.6s");
    assert_eq!(waited, Some(limit));
}

#[cfg(feature = "blocking")]
#[test]
fn a_thread_does_not_wait_longer() {
    let limit = Duration::from_millis(20);
    let (cache, script) = cache([Ok(credentials("one", Some(NOW + HOUR)))]);
    script.silent(true);
    let error = cache.get_blocking(at(NOW), limit).unwrap_err();
    assert_eq!(error.to_string(), "provider timed out after 20ms");
    script.silent(false);
    get(&cache, NOW);
    script.silent(true);
    let kept = cache.get_blocking(at(NOW + HOUR - 300), limit).unwrap();
    assert_eq!(kept.access_key_id(), "one");
    assert_eq!(script.asked(), 3);
}

#[test]
fn callers_without_credentials_wait_for_one_answer() {
    for (answer, expected) in [(Ok(credentials("one", None)), "one"), (Err("vault away"), "vault away")] {
        let (cache, script) = cache([answer]);
        script.silent(true);
        let mut callers: Vec<_> = (0..3).map(|_| Box::pin(waiting(&cache, NOW))).collect();
        assert!(callers.iter_mut().all(|caller| poll(caller.as_mut()).is_pending()));
        script.silent(false);
        for caller in &mut callers {
            assert_eq!(shown(poll(caller.as_mut())), expected);
        }
        assert_eq!(script.asked(), 1);
    }
}

#[test]
fn a_waiting_caller_takes_over_from_one_that_gives_up() {
    let (cache, script) = cache([Ok(credentials("one", None))]);
    script.silent(true);
    let mut first = Box::pin(waiting(&cache, NOW));
    let mut second = Box::pin(waiting(&cache, NOW));
    assert!(poll(first.as_mut()).is_pending() && poll(second.as_mut()).is_pending());
    drop(first);
    script.silent(false);
    assert_eq!(shown(poll(second.as_mut())), "one");
}

#[test]
fn only_the_very_credentials_are_forgotten() {
    let (cache, script) = cache([Ok(credentials("one", None)), Ok(credentials("two", None))]);
    get(&cache, NOW);
    cache.invalidate(&credentials("another", None));
    assert_eq!(get(&cache, NOW), "one");
    cache.invalidate(&credentials("one", None));
    assert_eq!(get(&cache, NOW), "two");
    cache.invalidate(&credentials("one", None));
    assert_eq!(get(&cache, NOW), "two");
    assert_eq!(script.asked(), 2);
}

#[test]
fn a_wrong_clock_neither_floods_the_provider_nor_keeps_old_credentials() {
    // By this clock they expired long ago.
    let ahead = NOW + 1000 * HOUR;
    let (cache, script) =
        cache([Ok(credentials("one", Some(NOW + HOUR))), Ok(credentials("two", Some(NOW + HOUR)))]);
    assert_eq!(get(&cache, ahead), "one");
    assert_eq!(get(&cache, ahead + 29), "one");
    assert_eq!(script.asked(), 1);
    // The clock is corrected: times recorded by the wrong clock are ignored.
    assert_eq!(get(&cache, NOW), "two");
    assert_eq!(get(&cache, NOW + 1), "two");
    // A small difference between callers does not mean that the clock was set back.
    assert_eq!(get(&cache, NOW - 1), "two");
}

/// A thousand callers wait for a provider that hangs, and their time ends at once.
#[test]
fn a_provider_that_hangs_is_asked_once() {
    let (cache, script) = cache([]);
    script.silent(true);
    let limit = Duration::from_millis(100);
    let start = Instant::now();
    // All timers end at once, but each caller notices it when it is polled.
    let timer = || {
        std::future::poll_fn(move |_| if start.elapsed() < limit { Poll::Pending } else { Poll::Ready(()) })
    };
    let mut callers: Vec<_> = (0..1000).map(|_| Box::pin(cache.get(at(NOW), limit, |_| timer()))).collect();
    for caller in &mut callers {
        assert_eq!(shown(poll(caller.as_mut())), "waits");
    }
    std::thread::sleep(limit.saturating_sub(start.elapsed()));
    for caller in callers {
        let mut caller = caller;
        let told = shown(poll(caller.as_mut()));
        assert!(told.starts_with("provider timed out after "), "{told}");
    }
    assert_eq!(script.asked(), 1);
}

/// A caller that has much more time left than the one that gave up asks again.
#[test]
fn a_caller_with_time_asks_again() {
    let (cache, script) = cache([Ok(credentials("one", None))]);
    script.silent(true);
    let mut patient = Box::pin(cache.get(at(NOW), Duration::from_mins(1), |_| std::future::pending::<()>()));
    let mut hasty = Box::pin(waiting(&cache, NOW));
    assert_eq!(shown(poll(hasty.as_mut())), "waits");
    assert_eq!(shown(poll(patient.as_mut())), "waits");
    drop(hasty);
    script.silent(false);
    assert_eq!(shown(poll(patient.as_mut())), "one");
    assert_eq!(script.asked(), 2);
}

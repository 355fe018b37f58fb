//! A lock that can be held across an `await`: the caller that asks the provider holds it, and the others wait in line.
//!
//! `tokio` has such a lock, but would then become a dependency of the blocking client.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// The turn to ask the provider.
#[derive(Default)]
pub(super) struct Turn(Mutex<Line>);

#[derive(Default)]
struct Line {
    taken: bool,
    /// The waiting callers, with their numbers, in the order of their arrival.
    waiting: VecDeque<(u64, Waker)>,
    next: u64,
}

/// Has the turn until it is dropped.
pub(super) struct Taken<'t>(&'t Turn);

/// A place in the line.
struct Place<'t> {
    turn: &'t Turn,
    number: u64,
}

impl Turn {
    /// Takes the turn if it is free.
    pub(super) fn try_take(&self) -> Option<Taken<'_>> {
        let was_taken = std::mem::replace(&mut self.line().taken, true);
        (!was_taken).then(|| Taken(self))
    }

    /// Takes the turn, and waits for it if necessary.
    pub(super) async fn take(&self) -> Taken<'_> {
        let mut place = None;
        poll_fn(|context| self.poll(&mut place, context)).await
    }

    fn poll<'t>(&'t self, place: &mut Option<Place<'t>>, context: &Context<'_>) -> Poll<Taken<'t>> {
        let mut line = self.line();
        if !std::mem::replace(&mut line.taken, true) {
            return Poll::Ready(Taken(self));
        }
        let number = place.get_or_insert_with(|| line.new_place(self)).number;
        match line.waiting.iter_mut().find(|(waiting, _)| *waiting == number) {
            Some((_, waker)) => waker.clone_from(context.waker()),
            None => line.waiting.push_back((number, context.waker().clone())),
        }
        Poll::Pending
    }

    /// Wakes the first in line, if the turn is free.
    fn call_next(&self) {
        let line = self.line();
        let next = line.waiting.front().filter(|_| !line.taken).map(|(_, waker)| waker.clone());
        // A waker may run any code, so the lock is released first.
        drop(line);
        next.into_iter().for_each(Waker::wake);
    }

    /// No code panics while it holds the lock, and even then the line would be consistent.
    fn line(&self) -> MutexGuard<'_, Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    fn new_place<'t>(&mut self, turn: &'t Turn) -> Place<'t> {
        self.next += 1;
        Place { turn, number: self.next }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.line().taken = false;
        self.0.call_next();
    }
}

/// Leaves the line. If this place has already been woken, the next one is woken instead.
impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.turn.line().waiting.retain(|(number, _)| *number != self.number);
        self.turn.call_next();
    }
}

#[cfg(test)]
mod tests {
    use std::pin::{Pin, pin};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Bell(AtomicUsize);

    impl Wake for Bell {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn poll<F: Future>(future: Pin<&mut F>, bell: &Arc<Bell>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(&Waker::from(Arc::clone(bell))))
    }

    fn rung(bells: &[Arc<Bell>]) -> Vec<usize> {
        bells.iter().map(|bell| bell.0.load(Ordering::Relaxed)).collect()
    }

    #[test]
    fn those_who_wait_are_called_one_after_the_other() {
        let turn = Turn::default();
        let bells: Vec<Arc<Bell>> = (0..3).map(|_| Arc::default()).collect();
        let first = turn.try_take().unwrap();
        assert!(turn.try_take().is_none());
        let mut second = Box::pin(turn.take());
        let mut third = Box::pin(turn.take());
        // A caller that is polled twice still has only one place.
        for _ in 0..2 {
            assert!(poll(second.as_mut(), &bells[1]).is_pending());
            assert!(poll(third.as_mut(), &bells[2]).is_pending());
        }
        drop(first);
        assert_eq!(rung(&bells), [0, 1, 0]);
        let Poll::Ready(taken) = poll(second.as_mut(), &bells[1]) else { panic!("it was called") };
        assert_eq!(rung(&bells), [0, 1, 0], "the turn is taken");
        assert!(poll(third.as_mut(), &bells[2]).is_pending());
        drop((taken, second));
        assert_eq!(rung(&bells), [0, 1, 1]);
        assert!(poll(third.as_mut(), &bells[2]).is_ready());
    }

    #[test]
    fn one_that_was_called_and_gives_up_calls_the_next() {
        let turn = Turn::default();
        let bells: Vec<Arc<Bell>> = (0..2).map(|_| Arc::default()).collect();
        let taken = turn.try_take();
        let mut first = Box::pin(turn.take());
        let mut second = pin!(turn.take());
        assert!(
            poll(first.as_mut(), &bells[0]).is_pending() && poll(second.as_mut(), &bells[1]).is_pending()
        );
        drop(taken);
        assert_eq!(rung(&bells), [1, 0]);
        drop(first);
        assert_eq!(rung(&bells), [1, 1]);
        assert!(poll(second, &bells[1]).is_ready());
    }
}

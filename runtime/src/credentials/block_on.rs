//! Waits for a provider's credentials on the thread of a blocking client.

use std::time::Duration;

use super::CredentialsError;

/// Waits for a provider for a limited time, inside or outside of an async runtime.
///
/// A future that blocks its thread instead of returning cannot be interrupted.
pub(crate) fn block_on<F: Future<Output: Send> + Send>(
    limit: Duration,
    future: F,
) -> Result<F::Output, CredentialsError> {
    match run::within(limit, future) {
        Ok(Some(output)) => Ok(output),
        Ok(None) => Err(CredentialsError::provider_timed_out(limit)),
        Err(error) => Err(CredentialsError::unhandled(format!(
            "the provider could not be asked on a thread of its own: {error}"
        ))),
    }
}

/// If tokio is built in, a provider may rely on it, so it gets a runtime, on a thread that has none yet.
#[cfg(any(feature = "client", feature = "aws-config"))]
mod run {
    use std::io;
    use std::panic::resume_unwind;
    use std::thread;
    use std::time::Duration;

    pub(super) fn within<F: Future<Output: Send> + Send>(
        limit: Duration,
        future: F,
    ) -> io::Result<Option<F::Output>> {
        thread::scope(|scope| {
            let thread = thread::Builder::new().name("credentials".to_owned()).spawn_scoped(scope, || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                let output = runtime.block_on(async { tokio::time::timeout(limit, future).await.ok() });
                // A plain drop would wait for blocking work, such as name resolution, without a limit.
                runtime.shutdown_background();
                Ok(output)
            })?;
            thread.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    }
}

#[cfg(not(any(feature = "client", feature = "aws-config")))]
mod run {
    use std::io;
    use std::pin::pin;
    use std::sync::Arc;
    use std::task::{Context, Poll, Wake, Waker};
    use std::thread::{self, Thread};
    use std::time::{Duration, Instant};

    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    pub(super) fn within<F: Future>(limit: Duration, future: F) -> io::Result<Option<F::Output>> {
        let deadline = Instant::now().checked_add(limit);
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut future = pin!(future);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return Ok(Some(output));
            }
            // An earlier wake-up makes it return at once.
            match deadline.map(|deadline| deadline.saturating_duration_since(Instant::now())) {
                None => thread::park(),
                Some(Duration::ZERO) => return Ok(None),
                Some(left) => thread::park_timeout(left),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Poll;
    use std::thread;

    use super::*;

    #[test]
    fn a_wake_up_from_another_thread_is_heard() {
        let mut polls = 0;
        let later = std::future::poll_fn(|context| {
            polls += 1;
            if polls == 3 {
                return Poll::Ready("done");
            }
            let waker = context.waker().clone();
            thread::spawn(move || waker.wake());
            Poll::Pending
        });
        assert_eq!(block_on(Duration::MAX, later).unwrap(), "done");
    }

    #[test]
    fn a_future_that_hangs_is_given_up() {
        let limit = Duration::from_millis(20);
        let error = block_on(limit, std::future::pending::<()>()).unwrap_err();
        assert_eq!(error.kind(), crate::credentials::CredentialsErrorKind::TimedOut(limit));
    }

    #[cfg(feature = "client")]
    #[test]
    fn blocking_work_of_a_future_that_was_given_up_is_not_waited_for() {
        let (release, released) = std::sync::mpsc::channel::<()>();
        let hung = async {
            tokio::task::spawn_blocking(move || released.recv_timeout(Duration::from_mins(1))).await
        };
        let since = std::time::Instant::now();
        assert!(block_on(Duration::from_millis(20), hung).is_err());
        assert!(since.elapsed() < Duration::from_secs(30), "{:?}", since.elapsed());
        drop(release);
    }

    #[cfg(feature = "client")]
    #[test]
    fn tokio_is_there_inside_and_outside_of_it() {
        let sleepy = || async {
            tokio::time::sleep(Duration::from_millis(1)).await;
            "done"
        };
        assert_eq!(block_on(Duration::MAX, sleepy()).unwrap(), "done");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert_eq!(runtime.block_on(async { block_on(Duration::MAX, sleepy()) }).unwrap(), "done");
    }
}

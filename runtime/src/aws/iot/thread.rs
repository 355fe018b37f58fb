//! Work on a separate thread, with a future for its result.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

/// Begins the work. The future returns its result, or `None` if the thread panicked.
///
/// The future may be dropped: the work then goes on to its end, and its result is lost.
pub(super) fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<impl Future<Output = Option<T>> + Send> {
    let (sender, receiver) = sync_channel(1);
    let waker = Arc::<Mutex<Option<Waker>>>::default();
    let end = End { sender: Some(sender), waker: Arc::clone(&waker) };
    let work = move || end.tell(work());
    std::thread::Builder::new().name("credentials".to_owned()).spawn(work)?;
    Ok(wait(receiver, waker))
}

/// The thread's end of the channel.
struct End<T> {
    sender: Option<SyncSender<T>>,
    waker: Arc<Mutex<Option<Waker>>>,
}

impl<T> End<T> {
    fn tell(self, result: T) {
        let _ = self.sender.as_ref().map(|sender| sender.send(result));
    }
}

/// Closes the channel and then wakes the waiting task, after a panic too.
impl<T> Drop for End<T> {
    fn drop(&mut self) {
        drop(self.sender.take());
        let waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner).take();
        waker.into_iter().for_each(Waker::wake);
    }
}

async fn wait<T>(receiver: Receiver<T>, waker: Arc<Mutex<Option<Waker>>>) -> Option<T> {
    // Behind a mutex so that the future is `Send`; only one thread at a time polls it.
    let receiver = Mutex::new(receiver);
    std::future::poll_fn(move |context| {
        // Set before the check, so that no end is missed.
        *waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
        match receiver.lock().unwrap_or_else(PoisonError::into_inner).try_recv() {
            Ok(result) => Poll::Ready(Some(result)),
            Err(TryRecvError::Empty) => Poll::Pending,
            Err(TryRecvError::Disconnected) => Poll::Ready(None),
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::credentials::block_on;

    #[test]
    fn what_comes_of_the_work_is_told() {
        let work = || {
            std::thread::sleep(Duration::from_millis(20));
            "done"
        };
        assert_eq!(block_on(Duration::from_secs(30), run(work).unwrap()).unwrap(), Some("done"));
    }

    #[test]
    fn a_panic_ends_the_wait() {
        let work = || -> &str {
            std::thread::sleep(Duration::from_millis(20));
            std::panic::resume_unwind(Box::new("it is over"))
        };
        assert_eq!(block_on(Duration::from_secs(30), run(work).unwrap()).unwrap(), None);
    }
}

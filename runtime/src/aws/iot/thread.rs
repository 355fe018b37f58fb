//! Work on a thread of its own, whose end is a future.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

/// Begins the work. The future gives what comes of it, or `None` if the thread panicked.
///
/// Whoever waits may give up: the work goes on to its end, and then there is nobody to tell.
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

/// After a panic too, the channel is closed first and then whoever waits is told to look.
impl<T> Drop for End<T> {
    fn drop(&mut self) {
        drop(self.sender.take());
        let waker = self.waker.lock().unwrap_or_else(PoisonError::into_inner).take();
        waker.into_iter().for_each(Waker::wake);
    }
}

async fn wait<T>(receiver: Receiver<T>, waker: Arc<Mutex<Option<Waker>>>) -> Option<T> {
    // Shared between threads for the future to be so; one at a time polls it.
    let receiver = Mutex::new(receiver);
    std::future::poll_fn(move |context| {
        // Before looking, so that no end is missed.
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

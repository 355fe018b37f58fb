//! Paginated responses, one call for each page.
//!
//! `pages` of a builder returns [`Pages`]; its [`items`](Pages::items) iterate over the contents of the pages. Both are
//! iterators for the blocking client. For the async client they are streams, and have a method `next` for programs
//! without a library of streams.

use std::fmt;
use std::vec;

use crate::caller::Caller;
use crate::operation::Operation;
use crate::response::Response;

/// An operation with a paginated response, implemented by its input.
pub trait Paginated: Operation + Clone {
    /// The token that marks the beginning of a page.
    type Token: Clone + PartialEq + Send;

    /// Returns the token of the next page; `None` if this is the last one.
    fn next_token(output: &Self::Output) -> Option<Self::Token>;

    /// Returns the token of the page that this input requests; `None` if it is the first one.
    fn token(&self) -> Option<Self::Token>;

    /// Sets the token of the page to request.
    fn begin_at(&mut self, token: Self::Token);
}

/// An operation whose pages have items.
#[diagnostic::on_unimplemented(
    message = "the model names no list of items in the pages of this operation",
    note = "go through the pages, and take from each what you need"
)]
pub trait PaginatedItems: Paginated {
    /// The items of a page.
    type Items: IntoIterator;

    /// Takes the items out of a page.
    fn items(output: Self::Output) -> Option<Self::Items>;
}

/// One item of the pages of an operation.
pub(crate) type Item<I> = <<I as PaginatedItems>::Items as IntoIterator>::Item;

/// The pages of a response, each requested when it is needed.
///
/// It ends after the last page, after an error, at its [`limit`](Self::limit), and if the service returns the same
/// token again, as some do at the end.
#[must_use = "pages are asked for as they are taken"]
pub struct Pages<I: Paginated, C: Caller> {
    caller: C,
    /// The input of the next call; `None` if there is no further page.
    input: Option<I>,
    /// The token of the page that was requested last.
    token: Option<I::Token>,
    /// The call under way.
    #[cfg(feature = "client")]
    sent: Option<C::SendReturn<I>>,
    left: usize,
}

impl<I: Paginated, C: Caller + Clone> Pages<I, C> {
    /// Creates the pages of an input; the token in it selects the first page.
    pub fn new(caller: C, input: I) -> Self {
        Self {
            caller,
            token: input.token(),
            input: Some(input),
            #[cfg(feature = "client")]
            sent: None,
            left: usize::MAX,
        }
    }

    /// Ends after this many pages. Default: no limit.
    pub fn limit(self, pages: usize) -> Self {
        Self { left: pages, ..self }
    }

    /// Iterates over the items of the pages.
    pub fn items(self) -> Items<I, C>
    where
        I: PaginatedItems,
    {
        Items { pages: self, ready: Vec::new().into_iter(), left: usize::MAX }
    }

    /// Begins the next call, if there is one to make.
    fn begin(&mut self) -> Option<C::SendReturn<I>> {
        let input = self.input.clone().filter(|_| self.left > 0)?;
        Some(self.caller.clone().call(input))
    }

    /// Takes the result of a call.
    fn end(&mut self, page: &Result<Response<I::Output>, I::Error>) {
        self.left = self.left.saturating_sub(1);
        let next = page
            .as_ref()
            .ok()
            .and_then(|page| I::next_token(page.output()))
            .filter(|next| self.token.as_ref() != Some(next));
        match (next, &mut self.input) {
            (Some(next), Some(input)) => {
                self.token = Some(next.clone());
                input.begin_at(next);
            }
            _ => self.input = None,
        }
    }
}

impl<I: Paginated, C: Caller> fmt::Debug for Pages<I, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &I::NAME).finish_non_exhaustive()
    }
}

/// The items in the pages of a response. A page is requested when its items are needed.
#[must_use = "pages are asked for as their items are taken"]
pub struct Items<I: PaginatedItems, C: Caller> {
    pages: Pages<I, C>,
    /// The items of the last page that have not been taken.
    ready: vec::IntoIter<Item<I>>,
    left: usize,
}

impl<I: PaginatedItems, C: Caller> Items<I, C> {
    /// Ends after this many items. Default: no limit.
    pub fn limit(self, items: usize) -> Self {
        Self { left: items, ..self }
    }

    /// Returns the next item of the loaded pages.
    fn take(&mut self) -> Option<Item<I>> {
        self.ready.next().inspect(|_| self.left -= 1)
    }

    /// Adds a page; returns its error, if it has one.
    fn add(&mut self, page: Result<Response<I::Output>, I::Error>) -> Result<(), I::Error> {
        let items = I::items(page?.into_output());
        self.ready = items.into_iter().flatten().collect::<Vec<_>>().into_iter();
        Ok(())
    }
}

impl<I: PaginatedItems, C: Caller> fmt::Debug for Items<I, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &I::NAME).finish_non_exhaustive()
    }
}

#[cfg(feature = "blocking")]
mod blocking {
    use super::{Item, Items, Pages, Paginated, PaginatedItems};
    use crate::blocking::BlockingCaller;
    use crate::response::Response;

    impl<I: Paginated> Iterator for Pages<I, BlockingCaller> {
        type Item = Result<Response<I::Output>, I::Error>;

        fn next(&mut self) -> Option<Self::Item> {
            let page = self.begin()?;
            self.end(&page);
            Some(page)
        }
    }

    impl<I: PaginatedItems> Iterator for Items<I, BlockingCaller> {
        type Item = Result<Item<I>, I::Error>;

        fn next(&mut self) -> Option<Self::Item> {
            loop {
                if self.left == 0 {
                    return None;
                }
                if let Some(item) = self.take() {
                    return Some(Ok(item));
                }
                let page = self.pages.next()?;
                if let Err(error) = self.add(page) {
                    return Some(Err(error));
                }
            }
        }
    }
}

#[cfg(feature = "client")]
mod streams {
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    use futures_core::Stream;

    use super::{Item, Items, Pages, Paginated, PaginatedItems};
    use crate::client::AsyncCaller;
    use crate::response::Response;

    impl<I: Paginated> Pages<I, AsyncCaller> {
        /// Returns the next page. Dropping the future loses nothing: the call continues when the next one is requested.
        pub async fn next(&mut self) -> Option<Result<Response<I::Output>, I::Error>> {
            poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
        }
    }

    impl<I: Paginated> Unpin for Pages<I, AsyncCaller> {}

    impl<I: Paginated> Stream for Pages<I, AsyncCaller> {
        type Item = Result<Response<I::Output>, I::Error>;

        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            if self.sent.is_none() {
                self.sent = self.begin();
            }
            let Some(sent) = &mut self.sent else { return Poll::Ready(None) };
            let page = ready!(sent.as_mut().poll(context));
            self.sent = None;
            self.end(&page);
            Poll::Ready(Some(page))
        }
    }

    impl<I: PaginatedItems> Items<I, AsyncCaller> {
        /// Returns the next item. Dropping the future loses nothing.
        pub async fn next(&mut self) -> Option<Result<Item<I>, I::Error>> {
            poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
        }
    }

    impl<I: PaginatedItems> Unpin for Items<I, AsyncCaller> {}

    impl<I: PaginatedItems> Stream for Items<I, AsyncCaller> {
        type Item = Result<Item<I>, I::Error>;

        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            loop {
                if self.left == 0 {
                    return Poll::Ready(None);
                }
                if let Some(item) = self.take() {
                    return Poll::Ready(Some(Ok(item)));
                }
                let Some(page) = ready!(Pin::new(&mut self.pages).poll_next(context)) else {
                    return Poll::Ready(None);
                };
                if let Err(error) = self.add(page) {
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

#[cfg(all(test, feature = "blocking", feature = "client", feature = "test-util"))]
pub(crate) mod tests;

//! Future that is polled once when it is made, so that its request starts at once.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

/// A request that has been made, whose answer is waited for later.
pub(super) struct EagerFuture<F: Future> {
    request: Pin<Box<F>>,
    answer: Option<F::Output>,
}

impl<F: Future> EagerFuture<F> {
    /// Makes the request.
    pub(super) async fn set_out(request: F) -> Self {
        let mut request = Box::pin(request);
        let answer = poll_fn(|context| match request.as_mut().poll(context) {
            Poll::Ready(answer) => Poll::Ready(Some(answer)),
            Poll::Pending => Poll::Ready(None),
        });
        let answer = answer.await;
        Self { request, answer }
    }

    /// Its answer.
    pub(super) async fn answer(self) -> F::Output {
        match self.answer {
            Some(answer) => answer,
            None => self.request.await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// The journal lists its keys meanwhile, and localStorage is read.
    #[test]
    fn a_request_is_made_at_once_and_waited_for_only_when_its_answer_is_asked_for() {
        for waits in 0..3 {
            let asked = Cell::new(0);
            let request = poll_fn(|context| {
                asked.set(asked.get() + 1);
                context.waker().wake_by_ref();
                if asked.get() > waits { Poll::Ready("answer") } else { Poll::Pending }
            });
            pollster::block_on(async {
                let under_way = EagerFuture::set_out(request).await;
                assert_eq!(asked.get(), 1);
                assert_eq!(under_way.answer().await, "answer");
            });
            assert_eq!(asked.get(), waits + 1);
        }
    }
}

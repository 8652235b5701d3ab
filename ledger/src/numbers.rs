//! Allocator of a writer's edit numbers: consecutive, and each for one edit only.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, Weak};

/// Allocates the numbers of a writer's edits.
///
/// A draft that makes no edit frees its number, so that the numbers of made edits have no gap: a gap
/// means a loss. Drafts that are open at once get
/// numbers of their own.
#[derive(Debug, Default)]
pub struct EditNumbers {
    /// The last that was made.
    last: Cell<u32>,
    /// The last that was handed out while some draft was open.
    drafted: Cell<u32>,
    /// Held by the drafts that are open.
    open: RefCell<Weak<()>>,
}

impl EditNumbers {
    /// The number of a draft that is begun now, taken for as long as the draft keeps what comes
    /// with it.
    pub fn next(&self) -> (u32, Arc<()>) {
        let open = self.open.borrow().upgrade();
        let before = open.as_ref().map_or(0, |_| self.drafted.get());
        let number = 1 + before.max(self.last.get());
        let open = open.unwrap_or_default();
        self.open.replace(Arc::downgrade(&open));
        self.drafted.set(number);
        (number, open)
    }

    /// Notes that the edit of a number was made.
    pub fn made(&self, number: u32) {
        self.last.set(number.max(self.last.get()));
    }

    /// Frees the number of an edit that was not made after all.
    pub fn give_back(&self, number: u32) {
        if self.last.get() == number {
            self.last.set(number - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drafts_that_are_open_at_once_have_numbers_of_their_own() {
        let numbers = EditNumbers::default();
        let (one, other, third) = (numbers.next(), numbers.next(), numbers.next());
        assert_eq!([one.0, other.0, third.0], [1, 2, 3]);
        numbers.made(other.0);
        drop(other);
        numbers.made(one.0);
        drop(one);
        let fourth = numbers.next();
        assert_eq!(fourth.0, 4, "the third is still open");
    }

    #[test]
    fn what_comes_to_nothing_leaves_no_gap() {
        let numbers = EditNumbers::default();
        for _ in 0..3 {
            assert_eq!(numbers.next().0, 1);
        }
        numbers.made(1);
        assert_eq!(numbers.next().0, 2);
        numbers.made(2);
        numbers.give_back(2);
        assert_eq!(numbers.next().0, 2);
        numbers.give_back(7);
        assert_eq!(numbers.next().0, 2);
    }
}

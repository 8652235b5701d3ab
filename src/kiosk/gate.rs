//! Repeats and bursts, found by times that are in memory alone.

use super::counts::Rating;

/// The same answer within so long is a repeat (HappyOrNot's response interval; practice.md (c)).
const REPEAT_MILLIS: i64 = 5_000;
/// More answers than [`MOST_AT_ONCE`] within so long are a burst (practice.md (c), c3).
const BURST_MILLIS: i64 = 60_000;
const MOST_AT_ONCE: usize = 3;

/// The outcome of an answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offered {
    /// It is counted.
    Counted,
    /// It repeats the last one: it is not counted.
    Repeated,
    /// It is one of a burst, and so are these before it, which were counted already.
    Burst(Vec<Rating>),
}

/// Tells repeats and bursts by the answers of the last minute.
#[derive(Debug, Default)]
pub struct KioskGate {
    /// The answers of the last minute, each with its time and whether it was found to be of a burst.
    recent: Vec<(i64, Rating, bool)>,
}

impl KioskGate {
    /// Takes an answer that was given at `now`, in milliseconds. A clock that was set back forgets what is
    /// to come.
    pub fn offer(&mut self, rating: Rating, now: i64) -> Offered {
        let is_within = |at: i64, millis: i64| (0..millis).contains(&now.saturating_sub(at));
        self.recent.retain(|(at, ..)| is_within(*at, BURST_MILLIS));
        let repeated = self.recent.last().is_some_and(|(at, last, _)| {
            is_within(*at, REPEAT_MILLIS) && rating.has_answer_of(*last)
        });
        if repeated {
            return Offered::Repeated;
        }
        self.recent.push((now, rating, false));
        if self.recent.len() <= MOST_AT_ONCE {
            return Offered::Counted;
        }
        let mut before = Vec::new();
        for (_, one, is_burst) in &mut self.recent {
            if !std::mem::replace(is_burst, true) {
                before.push(*one);
            }
        }
        // The last of them is the answer itself.
        before.pop();
        Offered::Burst(before)
    }

    /// Forgets the answers before, as where another month begins: they stay as they were counted.
    pub fn forget(&mut self) {
        self.recent.clear();
    }
}

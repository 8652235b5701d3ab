//! Counts of answers and of their reasons.

use crate::ledger::Value;
use crate::registers::{KIOSK_ANSWERS, KIOSK_REASONS, MOST_REASONS};

const ANSWERS: usize = KIOSK_ANSWERS.len();
const REASONS: usize = KIOSK_REASONS.len();
/// More are not counted in a month; what is damaged must not overflow.
const MOST: i64 = 999_999;

/// What one patient said: an answer and its reasons. It is counted, and kept nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    answer: usize,
    reasons: [bool; REASONS],
}

impl Rating {
    /// Makes one of the places of the answer among [`KIOSK_ANSWERS`] and of the reasons among
    /// [`KIOSK_REASONS`]; `None` where there is no such, or more reasons than [`MOST_REASONS`].
    pub fn new(answer: usize, reasons: &[usize]) -> Option<Self> {
        let mut chosen = [false; REASONS];
        for place in reasons {
            *chosen.get_mut(*place)? = true;
        }
        let is_fit = answer < ANSWERS && chosen.iter().filter(|on| **on).count() <= MOST_REASONS;
        is_fit.then_some(Self { answer, reasons: chosen })
    }

    /// Whether it is the same answer as another, for whatever reasons.
    pub fn has_answer_of(self, other: Self) -> bool {
        self.answer == other.answer
    }
}

/// Counters of answers, of reasons, and of answers that came in a burst.
///
/// Answers and reasons are counted apart: which reason was given with which answer is not known. Of a
/// burst only the number is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KioskCounts {
    /// By the places of [`KIOSK_ANSWERS`].
    pub answers: [i64; ANSWERS],
    /// By the places of [`KIOSK_REASONS`].
    pub reasons: [i64; REASONS],
    /// Answers that came in a burst: counted here alone.
    pub bursts: i64,
}

impl KioskCounts {
    /// Counts an answer.
    pub fn add(&mut self, rating: Rating) {
        self.change(rating, 1);
    }

    /// Counts an answer that was counted before as one of a burst instead.
    pub fn move_to_burst(&mut self, rating: Rating) {
        self.change(rating, -1);
        self.bursts = (self.bursts + 1).min(MOST);
    }

    fn change(&mut self, rating: Rating, by: i64) {
        let count = |counter: &mut i64| *counter = (*counter + by).clamp(0, MOST);
        if let Some(counter) = self.answers.get_mut(rating.answer) {
            count(counter);
        }
        let counters = self.reasons.iter_mut().zip(rating.reasons);
        counters.filter(|(_, on)| *on).for_each(|(counter, _)| count(counter));
    }

    /// Adds what another has.
    pub fn merge(&mut self, other: &Self) {
        let pairs = self.all_mut().into_iter().zip(other.all());
        pairs.for_each(|(own, more)| *own = (*own + more).clamp(0, MOST));
    }

    /// How many answers there are, without those of bursts.
    pub fn total(&self) -> i64 {
        self.answers.iter().sum()
    }

    /// How many answers were given, with those of bursts.
    pub fn given(&self) -> i64 {
        self.total() + self.bursts
    }

    fn all(&self) -> Vec<i64> {
        self.answers.into_iter().chain(self.reasons).chain([self.bursts]).collect()
    }

    fn all_mut(&mut self) -> Vec<&mut i64> {
        let Self { answers, reasons, bursts } = self;
        answers.iter_mut().chain(reasons).chain([bursts]).collect()
    }

    /// All counters in a fixed order, whatever was counted.
    pub fn to_value(&self) -> Value {
        Value::List(self.all().into_iter().map(Value::Int).collect())
    }

    /// Reads what was kept; `None` where that is none.
    pub fn from_value(value: &Value) -> Option<Self> {
        let mut counts = Self::default();
        let places = counts.all_mut();
        let kept = value.as_list().filter(|kept| kept.len() == places.len())?;
        for (place, kept) in places.into_iter().zip(kept) {
            *place = kept.as_int()?.clamp(0, MOST);
        }
        Some(counts)
    }
}

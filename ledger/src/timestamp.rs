//! Hybrid logical timestamps. The greatest timestamp of a cell wins.

use super::id::WriterId;

/// When a change was made, in an order that no two changes share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// The writer's clock, in milliseconds since 1970-01-01T00:00Z, or what it had to beat.
    pub millis: i64,
    /// Tells apart timestamps of one millisecond.
    pub counter: u32,
    /// Who wrote it; the last tie-break.
    pub writer: WriterId,
}

/// The earliest timestamp that is not malformed: 2020-01-01T00:00Z.
pub const EARLIEST_MILLIS: i64 = 1_577_836_800_000;
/// The first timestamp that is malformed again: 9001-01-01T00:00Z.
pub const END_MILLIS: i64 = 221_876_928_000_000;

impl Timestamp {
    /// The timestamp of a change made now by someone who was looking at a value stamped `seen`.
    ///
    /// It is greater than `seen` whatever the clock says, so that an edit always beats the value
    /// its author was looking at; and it takes nothing else over from others' clocks, so that one
    /// tablet from the year 2099 does not drag every later edit along.
    pub fn after(now_millis: i64, counter: u32, writer: WriterId, seen: Option<Timestamp>) -> Self {
        let now = now_millis.clamp(EARLIEST_MILLIS, END_MILLIS - 1);
        let fresh = Self { millis: now, counter, writer };
        match seen {
            Some(seen) if fresh <= seen => match seen.counter.checked_add(1) {
                Some(counter) => Self { millis: seen.millis, counter, writer },
                None => Self { millis: seen.millis.saturating_add(1), counter: 0, writer },
            },
            _ => fresh,
        }
    }

    /// Whether its year is one in which timestamps can be (2020 to 9000).
    pub fn is_well_formed(&self) -> bool {
        (EARLIEST_MILLIS..END_MILLIS).contains(&self.millis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_edit_beats_what_its_author_saw_whatever_the_clock_says(
            now in any::<i64>(), seen in EARLIEST_MILLIS..END_MILLIS - 1,
            counter in any::<u32>(), seen_counter in any::<u32>(),
            writer in any::<u64>(), seen_writer in any::<u64>(),
        ) {
            let seen = Timestamp { millis: seen, counter: seen_counter, writer: WriterId(seen_writer) };
            let stamp = Timestamp::after(now, counter, WriterId(writer), Some(seen));
            prop_assert!(stamp > seen);
        }
    }

    #[test]
    fn a_clock_that_is_right_is_taken_as_it_is() {
        let writer = WriterId(1);
        let seen = Timestamp { millis: 1_700_000_000_000, counter: 4, writer };
        let now = 1_800_000_000_000;
        assert_eq!(Timestamp::after(now, 0, writer, Some(seen)).millis, now);
    }

    #[test]
    fn a_counter_that_runs_out_moves_to_the_next_millisecond() {
        let writer = WriterId(1);
        let seen = Timestamp { millis: 1_900_000_000_000, counter: u32::MAX, writer };
        let stamp = Timestamp::after(1_800_000_000_000, 0, writer, Some(seen));
        assert_eq!((stamp.millis, stamp.counter), (1_900_000_000_001, 0));
    }
}

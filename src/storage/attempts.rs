//! Rate limit of failed attempts to unlock a tablet.
//!
//! It is a note that every page reads, so that neither a reload nor another page begins anew; it
//! holds seconds still to wait and no time of day, so that setting the clock gains nothing.

/// Number of failed attempts, and the seconds to wait before the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempts {
    failed: u32,
    left: u32,
}

/// The longest pause, in seconds.
const LONGEST: u32 = 60;

impl Attempts {
    /// Reads a note; what is no note counts as no try.
    pub fn read(note: &str) -> Self {
        let read = || {
            let (failed, left) = note.split_once(' ')?;
            let (failed, left) = (failed.parse().ok()?, left.parse::<u32>().ok()?);
            Some(Self { failed, left: left.min(LONGEST) })
        };
        read().unwrap_or_default()
    }

    /// Writes the note.
    pub fn note(self) -> String {
        format!("{} {}", self.failed, self.left)
    }

    /// One try more. It counts before its outcome is known, so that a page that goes meanwhile has
    /// made it all the same; where it succeeds all are forgotten.
    ///
    /// There is no pause after the first two, then one twice as long each time, up to a minute.
    #[must_use]
    pub fn another(self) -> Self {
        let failed = self.failed.saturating_add(1);
        let left = if failed < 3 { 0 } else { (1 << (failed - 2).min(6)).min(LONGEST) };
        Self { failed, left }
    }

    /// The seconds that are still to be waited.
    pub fn left(self) -> u32 {
        self.left
    }

    /// What is left a second later, by this page's count and by what is noted: several pages may
    /// count the same pause.
    #[must_use]
    pub fn second_later(self, noted: Option<Self>) -> Self {
        let left = self.left.saturating_sub(1);
        match noted {
            // Another page has tried meanwhile, or came in.
            Some(noted) if noted.failed != self.failed => noted,
            // It may have counted this second already.
            Some(noted) => Self { left: left.min(noted.left), ..self },
            None => Self { left, ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(tries: u32) -> Attempts {
        (0..tries).fold(Attempts::default(), |all, _| all.another())
    }

    #[test]
    fn the_pause_begins_with_the_third_try_and_doubles_up_to_a_minute() {
        let pauses: Vec<u32> = (0..10).map(|tries| after(tries).left()).collect();
        assert_eq!(pauses, [0, 0, 0, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(after(u32::BITS * 3).left(), 60);
    }

    #[test]
    fn a_note_is_read_as_it_was_written_and_anything_else_as_none() {
        for tries in 0..12 {
            assert_eq!(Attempts::read(&after(tries).note()), after(tries));
        }
        for odd in ["", "5", "a b", "-1 3", "1 2 3", "99999999999 1"] {
            assert_eq!(Attempts::read(odd), Attempts::default(), "{odd}");
        }
        assert_eq!(Attempts::read("3 4000000000").left(), 60);
    }

    /// Each second every page that is open counts, and notes what it counted.
    fn seconds(pages: u32, reload_every: Option<u32>) -> u32 {
        let mut note = after(6).note();
        let mut here = vec![Attempts::read(&note); pages as usize];
        let mut seconds = 0;
        while here.iter().any(|page| page.left() > 0) {
            seconds += 1;
            for page in &mut here {
                *page = page.second_later(Some(Attempts::read(&note)));
                note = page.note();
            }
            if reload_every.is_some_and(|every| seconds % every == 0) {
                here.fill(Attempts::read(&note));
            }
        }
        seconds
    }

    #[test]
    fn neither_reloading_nor_a_second_page_makes_the_pause_shorter() {
        for pages in 1..4 {
            for reload_every in [None, Some(1), Some(2), Some(5)] {
                assert_eq!(seconds(pages, reload_every), 16, "{pages} {reload_every:?}");
            }
        }
    }

    #[test]
    fn a_try_on_another_page_lengthens_the_pause_here() {
        let other = after(7);
        assert_eq!(after(6).second_later(Some(other)), other);
        assert_eq!(after(6).second_later(Some(Attempts::default())).left(), 0, "it came in");
        assert_eq!(after(6).second_later(None).left(), 15);
    }
}

//! How the show of the 三亮 board turns its pages: by itself every ten seconds, and not for a minute after a
//! touch.

/// Seconds for which a page is shown.
const SHOWN: u32 = 10;
/// Seconds for which a touch pauses.
const PAUSED: u32 = 60;

/// Where the show is, counted second by second. It holds no more after a day than after a minute.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Turning {
    page: usize,
    /// Seconds that the page is shown.
    shown: u32,
    /// Seconds that are left of a pause.
    paused: u32,
    rounds: usize,
}

impl Turning {
    /// The page that is shown, from 0. Where there are fewer pages by now, the last is meant.
    pub fn page(&self) -> usize {
        self.page
    }

    /// How often all pages were gone through.
    pub fn rounds(&self) -> usize {
        self.rounds
    }

    /// Whether it waits after a touch.
    pub fn is_paused(&self) -> bool {
        self.paused > 0
    }

    /// One second later, with so many pages.
    #[must_use]
    pub fn tick(self, pages: usize) -> Self {
        if self.paused > 0 {
            return Self { paused: self.paused - 1, shown: 0, ..self };
        }
        if self.shown + 1 < SHOWN {
            return Self { shown: self.shown + 1, ..self };
        }
        self.turned(1, pages)
    }

    /// Pages onward, or back.
    #[must_use]
    pub fn turned(self, by: isize, pages: usize) -> Self {
        let count = pages.max(1) as isize;
        let to = self.page.min(pages.saturating_sub(1)) as isize + by;
        let rounds = if to >= count { self.rounds.wrapping_add(1) } else { self.rounds };
        Self { page: to.rem_euclid(count) as usize, shown: 0, rounds, ..self }
    }

    /// After a touch: it waits.
    #[must_use]
    pub fn touched(self) -> Self {
        Self { paused: PAUSED, ..self }
    }

    /// Goes on at once after a touch.
    #[must_use]
    pub fn resumed(self) -> Self {
        Self { paused: 0, shown: 0, ..self }
    }
}

//! Figures (图) as numbers: where bars, lines, dots and labels stand. The screen only draws them.
//!
//! All lengths are units, of which a letter has 13. A figure is made [`WIDTH`] units wide, as a phone is,
//! and fitted to how wide it stands ([`Figure::fitted`]): letters are never larger or smaller than
//! meant. What is told apart has a look (a hatch, a shape, a dash), so
//! that it can be told apart in grey as well; behind every figure stands a table that says the same.

use super::table::{Align, Table};

/// How wide a figure is made.
pub const WIDTH: i32 = 320;
/// How high a line of letters is.
pub(super) const LINE: i32 = 17;
/// How many looks there are; who comes later begins anew.
pub const LOOKS: usize = 4;

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it shows.
    pub title: String,
    /// What can be seen in it, in a sentence, for who cannot see it.
    pub says: String,
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// What does not grow with it, at the left and at the right.
    pub sides: (i32, i32),
    /// What each look means; written above once it is fitted.
    pub keys: Vec<Legend>,
    /// The lines behind it, each from a point to another.
    pub rules: Vec<[i32; 4]>,
    /// What is drawn.
    pub marks: Vec<Mark>,
    /// What is written.
    pub labels: Vec<Label>,
    /// The same as a table.
    pub table: Table,
}

/// Something drawn. `look` tells one thing from another and is below [`LOOKS`]; what is `open` is not
/// settled yet (未锁定), and drawn as an outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A bar.
    Bar {
        /// Its left edge.
        x: i32,
        /// Its upper edge.
        y: i32,
        /// How wide it is.
        width: i32,
        /// How high it is.
        height: i32,
        /// Its look.
        look: usize,
        /// Whether it is an outline.
        open: bool,
    },
    /// A line through points.
    Line {
        /// The points.
        points: Vec<(i32, i32)>,
        /// Its look.
        look: usize,
    },
    /// A dot.
    Dot {
        /// Where its middle is, from the left.
        x: i32,
        /// Where its middle is, from above.
        y: i32,
        /// Its look.
        look: usize,
        /// Whether it is an outline.
        open: bool,
    },
}

/// Something written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where it is tied, from the left.
    pub x: i32,
    /// Its base line, from above.
    pub y: i32,
    /// Which end of it is tied there.
    pub at: Align,
    /// Whether it is a number that the figure is about.
    pub strong: bool,
    /// The text.
    pub text: String,
}

impl Figure {
    /// Writes something.
    pub(super) fn write(&mut self, x: i32, y: i32, at: Align, text: impl Into<String>) {
        self.labels.push(Label { x, y, at, strong: false, text: text.into() });
    }

    /// Writes a number that the figure is about.
    pub(super) fn write_strong(&mut self, x: i32, y: i32, at: Align, text: impl Into<String>) {
        self.labels.push(Label { x, y, at, strong: true, text: text.into() });
    }
}

impl Default for Figure {
    fn default() -> Self {
        Self {
            title: String::new(),
            says: String::new(),
            width: WIDTH,
            height: 0,
            sides: (0, 0),
            keys: Vec::new(),
            rules: Vec::new(),
            marks: Vec::new(),
            labels: Vec::new(),
            table: Table::default(),
        }
    }
}

/// What a look means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legend {
    /// The look.
    pub look: usize,
    /// Whether it is that of dots; otherwise of bars.
    pub dot: bool,
    /// Whether it is an outline.
    pub open: bool,
    /// What it means.
    pub text: String,
}

/// About how many units a text takes.
pub(super) fn breadth(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() { 7 } else { 13 }).sum()
}

/// As much of a text as has room, with a sign where something is left out.
pub(super) fn fitting(text: &str, room: i32) -> String {
    if breadth(text) <= room {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        short.push(c);
        if breadth(&short) + 13 > room {
            short.pop();
            break;
        }
    }
    short + "…"
}

/// Values laid out along a length, without fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The least and the greatest value.
    pub values: (i32, i32),
    /// Where they stand.
    pub places: (i32, i32),
}

impl Scale {
    /// Where a value stands; one beyond the ends stands at the end.
    pub fn place(&self, value: i32) -> i32 {
        let (from, to) = self.values;
        let (start, end) = self.places;
        let span = i64::from(to - from).max(1);
        let along = i64::from(value.clamp(from, to.max(from)) - from);
        // Rounded to the nearest.
        let twice = 2 * along * i64::from(end - start);
        start + (twice + span).div_euclid(2 * span) as i32
    }
}

/// The steps that ticks can have, in tenths.
const STEPS: [i32; 9] = [5, 10, 20, 50, 100, 200, 500, 1000, 2000];

/// Round values around the given ones, at even steps and six at most: the first is not above the
/// least, the last not below the greatest. At least two; those of nothing are 0 and 100 points.
pub fn ticks(values: impl IntoIterator<Item = i32>) -> Vec<i32> {
    let bounds = values.into_iter().fold(None, |bounds: Option<(i32, i32)>, value| {
        Some(bounds.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
    });
    let Some((low, high)) = bounds else {
        return vec![0, 1000];
    };
    let range = |step: i32| {
        let from = low.div_euclid(step) * step;
        let to = (high + step - 1).div_euclid(step) * step;
        (from, to.max(from + step))
    };
    let fits = |step: &i32| {
        let (from, to) = range(*step);
        (to - from) / step <= 5
    };
    // Beyond all points the steps grow with the values.
    let widest = ((high - low) / 4).max(STEPS[STEPS.len() - 1]);
    let step = STEPS.into_iter().find(fits).unwrap_or(widest);
    let (from, to) = range(step);
    (0..=(to - from) / step).map(|place| from + place * step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks([783, 846]), [780, 800, 820, 840, 860]);
        assert_eq!(ticks([0, 1000]), [0, 200, 400, 600, 800, 1000]);
        assert_eq!(ticks([720]), [720, 725]);
        assert_eq!(ticks([]), [0, 1000]);
    }

    #[test]
    fn a_long_name_is_cut_with_a_sign() {
        assert_eq!(fitting("内科党支部", 65), "内科党支部");
        assert_eq!(fitting("内科党支部", 60), "内科党…");
    }

    proptest! {
        #[test]
        fn ticks_hold_all_values(values in prop::collection::vec(0..=1000i32, 1..30)) {
            let found = ticks(values.iter().copied());
            prop_assert!((2..=6).contains(&found.len()));
            prop_assert!(values.iter().all(|value| found[0] <= *value));
            prop_assert!(values.iter().all(|value| *value <= found[found.len() - 1]));
            let step = found[1] - found[0];
            prop_assert!(found.windows(2).all(|pair| pair[1] - pair[0] == step));
        }

        #[test]
        fn a_scale_keeps_order_and_stays_within_its_ends(
            one in -2000..=2000i32, other in -2000..=2000i32, upside_down: bool,
        ) {
            let places = if upside_down { (150, 10) } else { (10, 150) };
            let scale = Scale { values: (0, 1000), places };
            let (left, right) = (scale.place(one.min(other)), scale.place(one.max(other)));
            let in_order = if upside_down { left >= right } else { left <= right };
            prop_assert!(in_order);
            prop_assert!((10..=150).contains(&left) && (10..=150).contains(&right));
            prop_assert_eq!((scale.place(0), scale.place(1000)), places);
        }
    }
}

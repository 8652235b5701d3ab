//! What the caps of a standard add up to, as said beside them while they are edited.

use std::cmp::Ordering;

use crate::registers::points_text;

use super::standard::Standard;

/// What the aspects' caps should add up to, in tenths: 100 points.
pub(super) const WHOLE: i32 = 1000;

/// What some caps add up to, and what they should; in tenths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapSum {
    /// What they add up to.
    pub sum: i32,
    /// What they should.
    pub wanted: i32,
}

impl CapSum {
    /// The caps of an aspect's items against the aspect; 0 against 0 where there is no such aspect.
    pub fn of_aspect(standard: &Standard, place: usize) -> Self {
        let items = standard.items.iter().filter(|item| item.aspect == place);
        let wanted = standard.aspects.get(place).map_or(0, |aspect| aspect.cap);
        Self { sum: items.map(|item| item.cap).sum(), wanted }
    }

    /// The caps of the aspects against the whole.
    pub fn of_whole(standard: &Standard) -> Self {
        Self { sum: standard.aspects.iter().map(|aspect| aspect.cap).sum(), wanted: WHOLE }
    }

    /// Whether they add up.
    pub fn is_even(self) -> bool {
        self.sum == self.wanted
    }

    /// The sum in words: 各项合计 41 分，比本方面的 40 分多 1 分. `parts` and `whole` say of what.
    pub fn words(self, parts: &str, whole: &str) -> String {
        let points = |tenths: i32| points_text(tenths.into());
        let (sum, wanted) = (points(self.sum), points(self.wanted));
        let by = points((self.sum - self.wanted).abs());
        match self.sum.cmp(&self.wanted) {
            Ordering::Equal => format!("{parts}合计 {sum} 分，正好"),
            Ordering::Greater => format!("{parts}合计 {sum} 分，比{whole} {wanted} 分多 {by} 分"),
            Ordering::Less => format!("{parts}合计 {sum} 分，比{whole} {wanted} 分少 {by} 分"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caps_that_do_not_add_up_are_told_with_by_how_much() {
        let mut standard = Standard::built_in();
        let even = CapSum::of_aspect(&standard, 2);
        assert!(even.is_even() && CapSum::of_whole(&standard).is_even());
        assert_eq!(even.words("各项", "本方面的"), "各项合计 30 分，正好");
        standard.item_mut("C3").unwrap().cap = 65;
        let more = CapSum::of_aspect(&standard, 2);
        assert!(!more.is_even());
        assert_eq!(more.words("各项", "本方面的"), "各项合计 31.5 分，比本方面的 30 分多 1.5 分");
        standard.aspects[0].cap = 390;
        let less = CapSum::of_whole(&standard).words("各方面", "满分");
        assert_eq!(less, "各方面合计 99 分，比满分 100 分少 1 分");
        assert_eq!(CapSum::of_aspect(&standard, 9), CapSum { sum: 0, wanted: 0 });
    }
}

//! Ranks, and means that are rounded once.

use super::month_lock::LockedRow;
use super::sheet::MonthSheet;
use super::standard::Standard;
use super::tie_break::TieBreak;
use crate::ordered;

/// What every number of months up to twelve divides.
pub(super) const PARTS: i64 = 27_720;

/// A mean, kept as sum and count so that it is rounded only when it is issued.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mean {
    /// The sum, in tenths.
    pub sum: i64,
    /// Of how many.
    pub count: i64,
}

impl Mean {
    /// Adds one more.
    pub fn add(&mut self, tenths: i32) {
        self.sum += i64::from(tenths);
        self.count += 1;
    }

    /// The mean of means, each of which weighs the same, as one fraction: nothing is rounded on the
    /// way. Each may be of up to twelve months.
    pub fn of_means(means: impl IntoIterator<Item = Mean>) -> Self {
        let mut all = Self::default();
        for mean in means.into_iter().filter(|mean| mean.count > 0) {
            all.sum += mean.sum * (PARTS / mean.count);
            all.count += PARTS;
        }
        all
    }

    /// The mean in tenths, rounded half up (domain.md §1.6, rule 13); `None` of nothing.
    pub fn rounded(self) -> Option<i32> {
        (self.count > 0).then(|| (2 * self.sum + self.count).div_euclid(2 * self.count) as i32)
    }
}

impl FromIterator<i32> for Mean {
    fn from_iter<I: IntoIterator<Item = i32>>(scores: I) -> Self {
        let mut mean = Self::default();
        scores.into_iter().for_each(|tenths| mean.add(tenths));
        mean
    }
}

/// The ranks of some rows of a sheet: by result, then by the criteria of the standard
/// ([`TieBreak`]); who is equal in all shares a rank, and the next is left out (1, 2, 2, 4). Who is
/// exempt has none.
pub fn ranks(sheet: &MonthSheet, rows: &[usize]) -> Vec<Option<usize>> {
    let merit = |row: usize| (sheet.rows[row].result, TieBreak::of_row(sheet, row).merit());
    let merits: Vec<_> =
        rows.iter().map(|row| sheet.rows[*row].is_assessed().then(|| merit(*row))).collect();
    places(&merits)
}

/// The same of the rows of a locked month.
pub fn locked_ranks<'a>(
    standard: &Standard,
    rows: impl IntoIterator<Item = &'a LockedRow>,
) -> Vec<Option<usize>> {
    let merit = |row: &LockedRow| (row.result, TieBreak::of_locked(standard, row).merit());
    let merits: Vec<_> =
        rows.into_iter().map(|row| row.is_assessed().then(|| merit(row))).collect();
    places(&merits)
}

/// The rank of each by merit, the greatest first; who is equal shares a rank, and the next is left
/// out. Who has no merit has no rank.
pub fn places<M: Ord + Copy>(merits: &[Option<M>]) -> Vec<Option<usize>> {
    let mut sorted: Vec<M> = merits.iter().flatten().copied().collect();
    ordered::sort_by(&mut sorted, |left, right| right.cmp(left));
    merits
        .iter()
        .map(|merit| merit.map(|merit| sorted.partition_point(|other| *other > merit) + 1))
        .collect()
}

/// The mean result of those rows that are assessed.
pub fn mean(sheet: &MonthSheet, rows: &[usize]) -> Mean {
    rows.iter()
        .map(|row| &sheet.rows[*row])
        .filter(|row| row.is_assessed())
        .map(|row| row.result)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_half_up_and_once() {
        let mean: Mean = [865, 866].into_iter().collect();
        assert_eq!(mean.rounded(), Some(866));
        let mean: Mean = [0, 0, 1].into_iter().collect();
        assert_eq!(mean.rounded(), Some(0));
        assert_eq!(Mean::default().rounded(), None);
    }
}

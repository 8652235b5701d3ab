//! Month, quarter and year totals of a dense cube of item scores.
//!
//! Flat slices and fixed widths, so that at opt-level 3 the compiler unrolls the sum of a cell and
//! adds up months by vector instructions where the target has them.

/// Totals by span of time and member, in tenths: `[month][member]`, `[quarter][member]`,
/// `[year][member]`, each flat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// The totals of months, each from 0 to 1000.
    pub months: Vec<i32>,
    /// The sums of the months of a quarter.
    pub quarters: Vec<i32>,
    /// The sums of the months of a year.
    pub years: Vec<i32>,
}

/// How many items the built-in standard has: the width for which the sum is unrolled.
const ITEMS: usize = 18;

/// Sums a cube of item scores in tenths, `[month][member][item]`; the first month is a January, and
/// the last quarter and year are of as many months as there are. A month's total is that of its
/// items, not under 0 and not over 1000 (domain.md §1.6, 2). Cells that are missing count 0.
pub fn roll_up(cube: &[i16], months: usize, members: usize, items: usize) -> Totals {
    let mut of_months = vec![0; months * members];
    if items == ITEMS {
        let (cells, _) = cube.as_chunks::<ITEMS>();
        sum_items(&mut of_months, cells.iter().map(|cell| cell.as_slice()));
    } else {
        sum_items(&mut of_months, cube.chunks_exact(items.max(1)));
    }
    Totals::of_months(of_months, members)
}

impl Totals {
    /// Adds up months' totals, `[month][member]`, the first month being a January.
    pub fn of_months(months: Vec<i32>, members: usize) -> Self {
        let quarters = sum_months(&months, members, 3);
        let years = sum_months(&months, members, 12);
        Self { months, quarters, years }
    }
}

#[inline(always)]
fn sum_items<'a>(totals: &mut [i32], cells: impl Iterator<Item = &'a [i16]>) {
    for (total, cell) in totals.iter_mut().zip(cells) {
        *total = cell.iter().map(|score| i32::from(*score)).sum::<i32>().clamp(0, 1000);
    }
}

/// The sums of every so many months.
fn sum_months(months: &[i32], members: usize, every: usize) -> Vec<i32> {
    let members = members.max(1);
    let mut sums = vec![0; months.len().div_ceil(members * every) * members];
    for (sums, months) in sums.chunks_exact_mut(members).zip(months.chunks(members * every)) {
        for month in months.chunks_exact(members) {
            for (sum, total) in sums.iter_mut().zip(month) {
                *sum += total;
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The obvious way.
    fn slowly(cube: &[i16], months: usize, members: usize, items: usize) -> Totals {
        let mut totals = Totals {
            months: vec![0; months * members],
            quarters: vec![0; months.div_ceil(3) * members],
            years: vec![0; months.div_ceil(12) * members],
        };
        for month in 0..months {
            for member in 0..members {
                let mut total = 0;
                for item in 0..items {
                    total += i32::from(cube[(month * members + member) * items + item]);
                }
                let total = total.clamp(0, 1000);
                totals.months[month * members + member] = total;
                totals.quarters[month / 3 * members + member] += total;
                totals.years[month / 12 * members + member] += total;
            }
        }
        totals
    }

    #[test]
    fn the_totals_are_those_of_an_obvious_loop() {
        let mut seed = 7u32;
        let mut below = |bound: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % bound
        };
        for (months, members, items) in
            [(12, 5, 18), (1, 1, 18), (25, 7, 18), (14, 3, 5), (0, 4, 18), (3, 0, 18), (4, 2, 0)]
        {
            let cube: Vec<i16> =
                (0..months * members * items).map(|_| below(200) as i16 - 50).collect();
            let expected = slowly(&cube, months, members, items);
            assert_eq!(
                roll_up(&cube, months, members, items),
                expected,
                "{months} {members} {items}"
            );
        }
    }

    #[test]
    fn a_months_total_stays_between_0_and_100_points() {
        let cube: Vec<i16> = [vec![i16::MAX; 18], vec![i16::MIN; 18]].concat();
        assert_eq!(roll_up(&cube, 1, 2, 18).months, [1000, 0]);
    }

    #[test]
    fn cells_that_are_missing_count_nothing() {
        assert_eq!(roll_up(&[5; 18], 1, 2, 18).months, [90, 0]);
    }
}

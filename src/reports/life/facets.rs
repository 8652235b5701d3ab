//! 德能勤绩廉: what the items of the standard add up to by the facet that they show.

use crate::ledger::{Ledger, Month, RecordId};
use crate::scoring::Scores;

use super::super::month::MonthView;

/// The facets in their usual order.
pub const FACETS: [&str; 5] = ["德", "能", "勤", "绩", "廉"];

/// The sum of a facet, in tenths of a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FacetSum {
    /// What the items came to.
    pub score: i64,
    /// How many there could be.
    pub most: i64,
}

/// A member's facets over some months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetRow {
    /// The member.
    pub member: RecordId,
    /// By facet, as in [`FACETS`].
    pub sums: [FacetSum; 5],
    /// How many months are in the sums.
    pub months: usize,
}

/// The facets of a branch's members over some months, as the sheets of the months have them: locked ones
/// as they were locked. Months that were brought in as totals have no items.
///
/// The second value is the months that have no sheet.
pub fn facet_rows(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    months: &[Month],
) -> (Vec<FacetRow>, Vec<Month>) {
    let mut rows: Vec<FacetRow> = Vec::new();
    let mut missing = Vec::new();
    for month in months {
        let view = MonthView::of(ledger, scores, branch, *month).ok();
        let of_items = view.as_ref().and_then(|view| Some((view, view.standard.as_ref()?)));
        let Some((view, standard)) = of_items else {
            missing.push(*month);
            continue;
        };
        for row in view.rows.iter().filter(|row| row.items.len() == standard.items.len()) {
            let member = ledger.resolve(&row.member);
            let at = rows.iter().position(|one| one.member == *member).unwrap_or_else(|| {
                let (member, sums) = (member.clone(), Default::default());
                rows.push(FacetRow { member, sums, months: 0 });
                rows.len() - 1
            });
            let Some(sums) = rows.get_mut(at) else { continue };
            sums.months += 1;
            for (item, score) in standard.items.iter().zip(&row.items) {
                let facet = FACETS.iter().position(|facet| *facet == item.facet);
                if let Some(sum) = facet.and_then(|facet| sums.sums.get_mut(facet)) {
                    sum.score += i64::from(*score);
                    sum.most += i64::from(item.cap);
                }
            }
        }
    }
    (rows, missing)
}

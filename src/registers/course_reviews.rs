//! Half-year reviews of activists (每半年考察一次, 第11条), for as long as someone is one.
//!
//! The half years run from the day on which one became an activist, each counted from that day, so that neither
//! a short month nor a late review moves those that follow.

use chrono::Months;

use super::course_template::CourseEvent;
use super::engine::Context;
use crate::ledger::{Day, Record, parse_day};
use crate::ordered;

/// The table of reviews, and the column of the day in it.
const REVIEWS: &str = "reviews";

/// A half year has so many months.
const HALF_YEAR: u32 = 6;

/// So many half years are asked for at most.
const MOST: u32 = 40;

/// A half year of an activist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewPeriod {
    /// The day after which it began.
    pub from: Day,
    /// The last day for its review.
    pub due: Day,
    /// The day of its review, where there is one; a late one is after its last day.
    pub reviewed_on: Option<Day>,
}

/// The day until which someone was an activist; `None` where that goes on.
fn ended_on(record: &Record<'_>) -> Option<Day> {
    let ends = [CourseEvent::Target, CourseEvent::Admission, CourseEvent::Ended];
    ends.into_iter().filter_map(|event| event.on(record)).map(|on| on.first_day()).min()
}

/// Whether someone is an activist on the day of the context: determined, and neither a target yet nor ended.
pub fn is_activist(record: &Record<'_>, context: &Context<'_>) -> bool {
    let has_begun = CourseEvent::Activist.on(record).map(|on| on.first_day());
    has_begun.is_some_and(|on| context.has_come(on))
        && ended_on(record).is_none_or(|on| !context.has_come(on))
}

/// The half years of an activist until a day: those that were over while that lasted, and the one that runs on the
/// day. A review counts for the first of them that lacks one and had begun, so that it can be made up for.
pub fn review_periods(record: &Record<'_>, today: Day) -> Vec<ReviewPeriod> {
    let Some(begun) = CourseEvent::Activist.on(record).map(|on| on.last_day()) else {
        return Vec::new();
    };
    let ended = ended_on(record).filter(|ended| *ended <= today);
    let after = |halves: u32| begun.checked_add_months(Months::new(halves * HALF_YEAR));
    let mut reviews = review_days(record, today);
    let mut found = Vec::new();
    for half in 0..MOST {
        let Some((from, due)) = after(half).zip(after(half + 1)) else { break };
        let is_over = ended.map_or(from > today, |ended| due > ended);
        if is_over {
            break;
        }
        let place = reviews.iter().position(|on| *on > from);
        let reviewed_on = place.map(|place| reviews.remove(place));
        found.push(ReviewPeriod { from, due, reviewed_on });
    }
    found
}

/// The days of the reviews that have come, in their order.
fn review_days(record: &Record<'_>, today: Day) -> Vec<Day> {
    let rows = record.entries(REVIEWS).into_iter();
    let days = rows.filter_map(|(_, row)| parse_day(row.get("on").unwrap_or(row).as_text()?).ok());
    let mut days: Vec<Day> = days.filter(|on| *on <= today).collect();
    ordered::sort(&mut days);
    days
}

/// Whether reviews of half years that are over are missing: a hint, how many.
pub(super) fn lacks_reviews(
    record: &Record<'_>,
    context: &Context<'_>,
) -> Option<(&'static str, String)> {
    CourseEvent::Activist.on(record)?;
    let today = context.today();
    let over = review_periods(record, today).into_iter().filter(|one| one.due < today);
    let (done, lacking): (Vec<ReviewPeriod>, Vec<ReviewPeriod>) =
        over.partition(|one| one.reviewed_on.is_some());
    let (count, all) = (lacking.len(), done.len() + lacking.len());
    (count > 0).then(|| {
        (REVIEWS, format!("积极分子每半年考察一次：应有 {all} 次，还缺 {count} 次（第11条）"))
    })
}

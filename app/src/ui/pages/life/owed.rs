//! What is still owed of a month: meetings that are not recorded, each a tap from its form.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{LifeView, Session, today};
use crate::ledger::{Month, RecordId};
use crate::registers::BRANCH;
use crate::reports::{BranchDuty, DutyAbout, activity_duties, duty_lines};
use crate::ui::pages::duty_routes::line_route;

/// So many lines are shown; the page of duties has all.
const SHOWN: usize = 3;

/// The line of what is owed; nothing where nothing is.
pub(super) fn owed_line(
    session: Session,
    branch: Memo<Option<RecordId>>,
    month: Memo<Month>,
) -> AnyView {
    let owed = Memo::new(move |_| {
        let (branch, month) = (branch.get(), month.get());
        session.with_ledger(|ledger| {
            let branches: Vec<RecordId> = match branch {
                Some(branch) => vec![branch],
                None => ledger.records(BRANCH.name).map(|one| one.id().clone()).collect(),
            };
            // In the month of today also what is owed from before.
            let is_now = month == Month::of(today());
            let is_of_month = |(_, duty): &BranchDuty| match &duty.about {
                DutyAbout::NewMeeting { bucket, .. } => {
                    bucket.months().any(|one| one == month) || is_now && bucket.last() < month
                }
                _ => false,
            };
            let mut found = activity_duties(ledger, &branches, today());
            found.retain(is_of_month);
            let lines = duty_lines(found);
            lines
                .iter()
                .map(|line| (line.text.clone(), line_route(line).href()))
                .collect::<Vec<_>>()
        })
    });
    (move || {
        let owed = owed.get();
        (!owed.is_empty()).then(|| {
            let all = Route::Life(LifeView::Duties.route()).href();
            let more = owed.len().saturating_sub(SHOWN);
            let more = (more > 0).then(|| {
                view! { <a class="quick owed-link" href=all>{format!("还有 {more} 项")}</a> }
            });
            let links = owed.into_iter().take(SHOWN).map(|(text, href)| {
                view! { <a class="quick owed-link" href=href>{text}</a> }
            });
            view! {
                <div class="new-line owed-line">
                    <span class="new-word">"还欠"</span>
                    <span class="quicks">{links.collect::<Vec<_>>()}{more}</span>
                </div>
            }
        })
    })
    .into_any()
}

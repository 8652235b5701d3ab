//! 半年考察: the half years of an activist, and the review of the first that lacks one.

use std::convert::Infallible;

use leptos::prelude::*;

use super::CourseState;
use crate::app::today;
use crate::ledger::{day_label, parse_day};
use crate::registers::{Context, ReviewPeriod, is_activist, review_periods};
use crate::reports::course::draft_review;
use crate::ui::components::{Button, Field, StateChip, TextArea, Tone};

/// The part of the page; empty where no half year was ever begun.
pub(super) fn reviews_section(state: CourseState) -> AnyView {
    let periods = Memo::new(move |_| {
        let id = state.shown.with(|one| one.as_ref().map(|one| one.id.clone()));
        let found = id.and_then(|id| {
            state.session.with_ledger(|ledger| {
                let record = ledger.record(&id)?;
                let context = Context::new(ledger, today());
                Some((review_periods(&record, today()), is_activist(&record, &context)))
            })
        });
        found.unwrap_or_default()
    });
    let opinion = RwSignal::new(String::new());
    let review = move |()| {
        let Ok(day) = parse_day(&state.on.get_untracked()) else {
            state.toasts.say("没有登记：请先把日期写成 2026.11.3 这样的日期");
            return;
        };
        if day > today() {
            state.toasts.say("没有登记：考察的日期还没有到，请先改上面的登记日期");
            return;
        }
        let (by, text) = (state.session.author().name.to_string(), opinion.get_untracked());
        state.write(format!("半年考察：{}", day_label(day)), |draft, _, record| {
            draft_review(draft, record, day, &by, &text);
            Ok::<(), Infallible>(())
        });
        opinion.set(String::new());
    };
    (move || {
        let (all, goes_on) = periods.get();
        (!all.is_empty()).then(|| {
            let rows: Vec<AnyView> = (1..).zip(&all).map(|one| period_view(one, goes_on)).collect();
            let act = goes_on.then(|| {
                view! {
                    <Field label="考察意见">
                        <TextArea value=opinion on_change=move |text| opinion.set(text)/>
                    </Field>
                    <div class="row"><Button label="登记半年考察" on_click=review/></div>
                }
            });
            view! {
                <section class="sheet pad stack" aria-label="半年考察">
                    <h2 class="section-heading">"半年考察"</h2>
                    <ul class="makeup-list">{rows}</ul>
                    {act}
                </section>
            }
        })
    })
    .into_any()
}

fn period_view((number, period): (usize, &ReviewPeriod), goes_on: bool) -> AnyView {
    let is_late = period.due < today();
    let (word, tone) = match period.reviewed_on {
        Some(on) => (format!("{}已考察", day_label(on)), Tone::Good),
        // Who is no activist any more is reviewed no more.
        None if !goes_on => ("没有记录".to_owned(), Tone::Warn),
        None if is_late => ("已逾期，可补录".to_owned(), Tone::Warn),
        None => ("还没考察".to_owned(), Tone::Plain),
    };
    let until = format!("第 {number} 次　不晚于{}", day_label(period.due));
    view! {
        <li class="makeup-line">
            <span class="makeup-words">{until}</span>
            <StateChip text=word tone=Signal::stored(tone)/>
        </li>
    }
    .into_any()
}

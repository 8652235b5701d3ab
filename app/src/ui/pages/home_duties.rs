//! What is to be done and what is coming, on the home page. It takes the rules, the calendar and the
//! schemas, so it comes with the part `tidy`, right after the page is drawn.

use chrono::Datelike;
use leptos::prelude::*;

use super::duty_routes::line_route;
use super::home::branches;
use super::home_record_duties::{duty_row, record_duty_rows};
use crate::app::routes::Route;
use crate::app::{LifeView, Session, today};
use crate::ledger::{Day, day_label};
use crate::reports::{DutyLine, Urgency, all_duties, duty_lines};
use crate::ui::components::{Button, ButtonKind, Icon, LinkButton, Notice, NoticeKind, Tone};

/// How many lines are shown before one asks for all.
const LINES: usize = 7;

/// What is to be done, and what is coming. `waiting` says whether a backup is due, which is told apart
/// from the other duties.
pub fn home_duties(session: Session, waiting: RwSignal<bool>) -> AnyView {
    let is_sound = RwSignal::new(false);
    let shows_all = RwSignal::new(false);
    let of_records = record_duty_rows(session, is_sound);
    // A memo: four parts of the page ask for it.
    let lines = Memo::new(move |_| {
        let found = session.with_scores(|ledger, scores| {
            all_duties(ledger, scores, &branches(session, ledger), today())
        });
        let (now, soon): (Vec<_>, Vec<_>) =
            duty_lines(found).into_iter().partition(|line| line.urgency != Urgency::Soon);
        (now, soon)
    });
    let now = move || {
        lines.with(|(now, _)| {
            let shown = if shows_all.get() { now.len() } else { LINES };
            duty_list(now.iter().take(shown))
        })
    };
    let nothing = move || {
        let is_quiet = lines.with(|(now, _)| now.is_empty());
        (is_quiet && is_sound.get() && !waiting.get())
            .then(|| view! { <Notice kind=NoticeKind::Done title="眼下没有要办的事"/> })
    };
    let more = move || {
        let left = lines.with(|(now, _)| now.len().saturating_sub(LINES));
        (left > 0 && !shows_all.get()).then(|| {
            let label = format!("还有 {left} 件");
            view! { <Button label kind=ButtonKind::Quiet on_click=move |()| shows_all.set(true)/> }
        })
    };
    let coming = move || {
        lines.with(|(_, soon)| {
            (!soon.is_empty()).then(|| {
                view! {
                    <section class="duties">
                        <h2 class="section-heading">"接下来"</h2>
                        <ul class="duty-list">{duty_list(soon.iter().take(LINES))}</ul>
                    </section>
                }
            })
        })
    };
    let all = Route::Life(LifeView::Duties.route()).href();
    view! {
        <section class="duties">
            {nothing}
            <ul class="duty-list">{now}{of_records}</ul>
            {more}
        </section>
        {coming}
        <div class="row">
            <LinkButton label="全年该做什么" href=all kind=ButtonKind::Quiet icon=Icon::Right/>
        </div>
    }
    .into_any()
}

fn duty_list<'a>(lines: impl Iterator<Item = &'a DutyLine>) -> Vec<AnyView> {
    lines.map(|line| line_row(line, today())).collect()
}

/// The row of a line, which opens what settles it.
pub fn line_row(line: &DutyLine, today: Day) -> AnyView {
    let (tone, word) = match line.urgency {
        Urgency::Overdue => (Tone::Bad, "该办了"),
        Urgency::Now => (Tone::Warn, "现在办"),
        Urgency::Soon => (Tone::Info, "快到了"),
    };
    let due = line.due.map(|due| {
        let day = day_in_year(due, today);
        if due < today { format!("应在{day}前") } else { format!("{day}前") }
    });
    let href = line_route(line).href();
    duty_row(tone, word, line.text.clone(), due.unwrap_or_default(), href)
}

/// A day, with its year where that is another than today's.
fn day_in_year(day: Day, today: Day) -> String {
    if day.year() == today.year() {
        format!("{}月{}日", day.month(), day.day())
    } else {
        day_label(day)
    }
}

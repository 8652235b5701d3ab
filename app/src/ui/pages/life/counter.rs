//! 计数: which event is counted for.
//!
//! Without one in the address it is today's, where there is one alone. Where there is none, the counter is
//! shown all the same, and the first person counted creates the event: nothing is recorded before.

use leptos::prelude::*;

use super::counter_screen::counter_screen;
use crate::app::routes::Route;
use crate::app::{LifeRoute, LifeView, Session, today};
use crate::ledger::{Day, Ledger, Record, RecordId};
use crate::registers::{SERVICE_EVENT, service_days, title};
use crate::ui::components::{Empty, Page};

/// The page of it.
pub fn counter_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    // The event that the counter without one has created: the address then says so, and the counter stays.
    let created = RwSignal::new(None::<RecordId>);
    let subject = Memo::new(move |before: Option<&(u32, Subject)>| {
        let subject = match route.with(|route| route.record.clone()) {
            Some(id) => Subject::Event(id),
            None => untrack(|| session.with_ledger(subject_of_today)),
        };
        match (before, &subject) {
            (Some((number, Subject::None)), Subject::Event(id))
                if created.with_untracked(|created| created.as_ref() == Some(id)) =>
            {
                (*number, Subject::None)
            }
            (before, _) => (before.map_or(0, |(number, _)| number + 1), subject),
        }
    });
    (move || match subject.get().1 {
        Subject::None => counter_screen(session, None, created),
        Subject::Several => choice(session),
        Subject::Event(id) => {
            let is_here = session.with_ledger_untracked(|ledger| {
                ledger.record(&id).is_some_and(|one| one.is_live())
                    && id.register() == SERVICE_EVENT.name
            });
            if is_here { counter_screen(session, Some(id), created) } else { unknown() }
        }
    })
    .into_any()
}

#[derive(Clone, PartialEq)]
enum Subject {
    /// No event yet.
    None,
    /// One of several, to be chosen.
    Several,
    Event(RecordId),
}

fn subject_of_today(ledger: &Ledger) -> Subject {
    let mut events = events_on(ledger, today());
    match events.len() {
        0 => Subject::None,
        1 => events.pop().map_or(Subject::None, Subject::Event),
        _ => Subject::Several,
    }
}

/// The events that take place on a day.
fn events_on(ledger: &Ledger, day: Day) -> Vec<RecordId> {
    let is_then =
        |record: &Record<'_>| service_days(record).is_some_and(|days| days.contains(&day));
    let events = ledger.records(SERVICE_EVENT.name).filter(is_then);
    events.map(|record| record.id().clone()).collect()
}

fn choice(session: Session) -> AnyView {
    let list = move || {
        session.with_ledger(|ledger| {
            let rows = events_on(ledger, today()).into_iter().map(|id| {
                let name = title(ledger, &id);
                let href = Route::Life(LifeView::Count.of(&id)).href();
                view! {
                    <li><a class="list-item" href=href><span class="list-words">{name}</span></a></li>
                }
            });
            rows.collect::<Vec<_>>()
        })
    };
    view! {
        <Page title="计数" back=Route::Life(LifeRoute::default()).href()>
            <p>"今天有几场，给哪一场计数？"</p>
            <ul class="list sheet">{list}</ul>
        </Page>
    }
    .into_any()
}

fn unknown() -> AnyView {
    view! {
        <Page title="计数" back=Route::Life(LifeRoute::default()).href()>
            <Empty title="这场活动不在本机"
                text="它可能已经删除，也可能在另一台平板上，导入那台的数据包后就能看到。"/>
        </Page>
    }
    .into_any()
}

//! What is held today, or on the chosen day, in one tap: the record is made with what is likely, and its
//! roll opens.

use chrono::Datelike;
use leptos::prelude::*;

use crate::app::activities::{new_activity, repeat_activity};
use crate::app::routes::Route;
use crate::app::{EditRefused, LifeView, Location, Session, today};
use crate::ledger::{Day, RecordId};
use crate::registers::{
    GROUP, MEETING, MEETING_KINDS, OF_A_BRANCH, SERVICE_EVENT, SERVICE_KINDS, title,
};
use crate::reports::NewActivity;
use crate::ui::components::use_toasts;
use crate::ui::undoing::offer_undo;

/// The last ones that can be had once more in one tap.
const AGAIN: usize = 3;

/// The part of the page.
pub(super) fn new_activity_section(
    session: Session,
    branch: Memo<Option<RecordId>>,
    chosen: RwSignal<Option<Day>>,
    owed: AnyView,
) -> AnyView {
    let day = Memo::new(move |_| chosen.get().unwrap_or_else(today));
    // The groups to choose from, while a meeting of a group is made.
    let asks_group = RwSignal::new(false);
    let open = opener(session);
    let make =
        move |register: &'static str, kind: &'static str, word: &str, group: Option<RecordId>| {
            let new = NewActivity {
                register,
                kind: kind.to_owned(),
                branch: branch_of(session, group.as_ref()).or_else(|| branch.get_untracked()),
                group,
                day: day.get_untracked(),
                subject: String::new(),
                instead_of: None,
                topic: None,
            };
            open(&|| new_activity(session, &new), word);
        };
    let groups = Memo::new(move |_| {
        let branch = branch.get();
        session.with_ledger(|ledger| {
            let ours = ledger.records(GROUP.name).filter(|group| {
                branch.as_ref().is_none_or(|branch| group.text("branch") == branch.as_str())
            });
            ours.map(|group| (group.id().clone(), title(ledger, group.id()))).collect::<Vec<_>>()
        })
    });
    let chip = move |register: &'static str,
                     (kind, word): &'static (&'static str, &'static str)| {
        let tap = move |_| {
            if *kind == "group" && register == MEETING.name {
                asks_group.update(|asks| *asks = !*asks);
            } else {
                make(register, kind, word, None);
            }
        };
        view! { <button type="button" class="quick" on:click=tap>{*word}</button> }
    };
    let of_groups = move || {
        asks_group.get().then(|| {
            let all = groups.get();
            if all.is_empty() {
                return view! {
                    <p class="quiet-line">"本支部没有设党小组；要设，在“台账 → 党小组”里添加。"</p>
                }
                .into_any();
            }
            let chips = all.into_iter().map(|(id, name)| {
                let make = move |_| make(MEETING.name, "group", "党小组会", Some(id.clone()));
                view! { <button type="button" class="quick" on:click=make>{name}</button> }
            });
            view! {
                <div class="new-line" role="group" aria-label="哪个党小组">
                    <span class="new-word">"哪个小组"</span>
                    <span class="quicks">{chips.collect::<Vec<_>>()}</span>
                </div>
            }
            .into_any()
        })
    };
    let last = Memo::new(move |_| {
        session.with_ledger(|ledger| {
            let branch = branch.get();
            let mut all: Vec<_> = [MEETING.name, SERVICE_EVENT.name]
                .into_iter()
                .flat_map(|register| ledger.records(register))
                .filter(|one| {
                    let own = one.text("branch");
                    branch.as_ref().is_none_or(|branch| own.is_empty() || own == branch.as_str())
                })
                .map(|one| {
                    (one.text("day").to_owned(), one.id().clone(), one.text("kind").to_owned())
                })
                .collect();
            crate::ordered::sort_by(&mut all, |one, other| other.cmp(one));
            let mut shown: Vec<(RecordId, String)> = Vec::new();
            let mut kinds: Vec<String> = Vec::new();
            for (_, id, kind) in all {
                if shown.len() < AGAIN && !kinds.contains(&kind) {
                    let name = ledger.record(&id).map(|one| {
                        let subject = [one.text("subject"), one.text("theme")];
                        let subject =
                            subject.into_iter().find(|text| !text.is_empty()).unwrap_or("");
                        match subject {
                            "" => word_of(&kind).to_owned(),
                            subject => format!("{}：{}", word_of(&kind), shortened(subject)),
                        }
                    });
                    shown.push((id, name.unwrap_or_default()));
                    kinds.push(kind);
                }
            }
            shown
        })
    });
    let again = move || {
        let last = last.get();
        (!last.is_empty()).then(|| {
            let chips = last.into_iter().map(|(id, name)| {
                let tap = move |_| {
                    open(&|| repeat_activity(session, &id, day.get_untracked()), "一次同样的");
                };
                view! { <button type="button" class="quick" on:click=tap>{name}</button> }
            });
            view! {
                <div class="new-line">
                    <span class="new-word">"再来一次"</span>
                    <span class="quicks">{chips.collect::<Vec<_>>()}</span>
                </div>
            }
        })
    };
    let heading = move || {
        let day = day.get();
        let when = if day == today() {
            "今天".to_owned()
        } else {
            format!("{}月{}日", day.month(), day.day())
        };
        format!("{when}开的、办的，点一下就建好")
    };
    // The whole hospital together holds no meeting of a branch; one of a group says of which it is.
    let is_possible = move |kind: &str| {
        kind == "group" || !OF_A_BRANCH.contains(&kind) || branch.with(Option::is_some)
    };
    let meetings = move || {
        let kinds = MEETING_KINDS.iter().filter(|(kind, _)| is_possible(kind));
        kinds.map(|one| chip(MEETING.name, one)).collect::<Vec<_>>()
    };
    view! {
        <section class="sheet pad stack new-activity" aria-label="新建活动">
            <h2 class="section-heading">{heading}</h2>
            <div class="new-line">
                <span class="new-word">"会议"</span>
                <span class="quicks">{meetings}</span>
            </div>
            {of_groups}
            <div class="new-line">
                <span class="new-word">"服务"</span>
                <span class="quicks">{SERVICE_KINDS.iter().map(|one| chip(SERVICE_EVENT.name, one)).collect::<Vec<_>>()}</span>
            </div>
            {again}
            {owed}
        </section>
    }
    .into_any()
}

/// The word of a kind of meeting or service.
fn word_of(kind: &str) -> &'static str {
    let mut kinds = MEETING_KINDS.iter().chain(SERVICE_KINDS);
    kinds.find(|(code, _)| *code == kind).map_or("", |(_, word)| word)
}

/// The beginning of a subject that is too long for a button.
fn shortened(subject: &str) -> String {
    match subject.char_indices().nth(10) {
        Some((end, _)) => format!("{}…", &subject[..end]),
        None => subject.to_owned(),
    }
}

/// The branch of a group.
fn branch_of(session: Session, group: Option<&RecordId>) -> Option<RecordId> {
    session.with_ledger_untracked(|ledger| {
        let group = ledger.record(group?)?;
        group.named(group.text("branch"))
    })
}

/// Makes an activity and opens its roll; that can be undone. A second tap, which comes before the page has
/// gone, makes no second one.
pub(super) fn opener(
    session: Session,
) -> impl Fn(&dyn Fn() -> Result<RecordId, EditRefused>, &str) + Copy + Send + Sync + 'static {
    let (place, toasts) = (expect_context::<Location>(), use_toasts());
    let is_made = StoredValue::new(false);
    move |make, word| match make_once(is_made, make) {
        None => {}
        Some(Ok(id)) => {
            offer_undo(session, toasts, format!("已新建{word}"));
            place.go(&Route::Life(LifeView::Roll.of(&id)));
        }
        Some(Err(refusal)) => toasts.say(refusal.to_string()),
    }
}

/// Makes something unless that was done already, as by a first tap of two.
pub(super) fn make_once<T, E>(
    is_made: StoredValue<bool>,
    make: impl FnOnce() -> Result<T, E>,
) -> Option<Result<T, E>> {
    if is_made.try_get_value() != Some(false) {
        return None;
    }
    let made = make();
    is_made.set_value(made.is_ok());
    Some(made)
}

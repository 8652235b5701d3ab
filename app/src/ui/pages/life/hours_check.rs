//! 季末核对: whose hours were short at the end of a quarter, confirmed in one tap.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::about::{About, Span};
use super::findings::late_entry;
use crate::app::routes::Route;
use crate::app::{Session, save, today};
use crate::browser::page;
use crate::ledger::{Ledger, Month, RecordId, day_text};
use crate::registers::form::{Input, RowInput};
use crate::registers::{Context, STUDY_CHECK_SCHEMA, names_apart, points_text};
use crate::reports::day_words;
use crate::reports::life::{QuarterCheck, StudyRow};
use crate::ui::components::{
    Button, ButtonKind, Choice, Icon, Notice, NoticeKind, Opt, StateChip, Tone, use_toasts,
};
use crate::ui::undoing::offer_undo;

/// How long nothing can be tapped after a quarter is confirmed, in milliseconds.
const REST_MILLIS: i32 = 1000;

/// Who is not to lose points, of those whose hours are short at the end of a quarter.
type Excused = BTreeSet<(Month, RecordId)>;

/// The checks of the quarters that are over; nothing where none of the year is.
pub(super) fn checks_view(session: Session, about: About) -> AnyView {
    let checks = Memo::new(move |_| {
        let Some(branch) = about.branch.get() else { return Vec::new() };
        session.with_ledger(|ledger| {
            let context = Context::new(ledger, today());
            let checks = QuarterCheck::of_year(&context, &branch, about.year()).into_iter();
            checks.map(|check| (short_lines(ledger, &check), check)).collect::<Vec<_>>()
        })
    });
    // The choices stay where another quarter is confirmed, and what moves under the finger then is not
    // tapped with it.
    let excused = RwSignal::new(Excused::new());
    let rests = RwSignal::new(false);
    (move || {
        let views = checks.get().into_iter();
        views
            .map(|(lines, check)| quarter_view(session, check, lines, (excused, rests)))
            .collect::<Vec<_>>()
    })
    .into_any()
}

/// Those whose hours are short, each with the name, and in words the hours so far and those that the
/// quarters ask for.
fn short_lines(ledger: &Ledger, check: &QuarterCheck) -> Vec<(RecordId, String, String)> {
    let names = names_apart(ledger, &check.members, false);
    let line = |row: &StudyRow| {
        let total = row.total().map_or_else(|| "未登记".to_owned(), points_text);
        let since = row
            .since
            .map_or_else(String::new, |day| format!("，{}起在册", day_words(day, today())));
        let due = points_text(row.due_after(check.month.quarter()));
        let name = names.get(&row.member).cloned().unwrap_or_default();
        (row.member.clone(), name, format!("累计 {total}，应达 {due}{since}"))
    };
    check.short.iter().map(line).collect()
}

fn quarter_view(
    session: Session,
    check: QuarterCheck,
    lines: Vec<(RecordId, String, String)>,
    (excused, rests): (RwSignal<Excused>, RwSignal<bool>),
) -> AnyView {
    let toasts = use_toasts();
    let quarter = Span::Quarter.label(check.month);
    let heading = format!("{quarter}季末核对");
    if let Some(done) = &check.done {
        let href = Route::detail(done).href();
        return view! {
            <section class="sheet stack">
                <div class="row">
                    <h2 class="grow">{heading}</h2>
                    <StateChip text="已核对" tone=Signal::stored(Tone::Good)/>
                </div>
                <p hidden=rests><a class="month-standard" href=href>"看核对结果"</a></p>
            </section>
        }
        .into_any();
    }
    let count = check.short.len();
    let month = check.month;
    let lines = lines.into_iter().map(|(id, name, words)| {
        let (chosen, set) = ((month, id.clone()), (month, id));
        let value = Signal::derive(move || {
            let is_excused = excused.with(|all| all.contains(&chosen));
            if is_excused { "excused" } else { "short" }.to_owned()
        });
        let choose = move |to: String| {
            excused.update(|all| match &*to {
                "excused" => drop(all.insert(set.clone())),
                _ => drop(all.remove(&set)),
            });
        };
        let options = vec![Opt::new("short", "未达进度"), Opt::new("excused", "经研究不扣")];
        view! {
            <li class="check-line">
                <span class="check-name">{name}</span>
                <span class="muted grow">{words}</span>
                <Choice options=Signal::stored(options) value on_change=choose/>
            </li>
        }
    });
    let lines: Vec<_> = lines.collect();
    let about = match count {
        0 => "各人都达到了这个季度的进度，确认后留下核对记录。".to_owned(),
        count => format!("{count} 人没有达到进度。确认后按标准扣分；经研究不扣的先选好。"),
    };
    let closed = session.with_ledger(|ledger| late_entry(ledger, &check.branch, month));
    let closed = closed.filter(|_| count > 0).map(|(title, text)| {
        view! { <Notice kind=NoticeKind::Info title text/> }
    });
    let confirm = move |()| {
        rests.set(true);
        spawn_local(async move {
            page::pause(REST_MILLIS).await;
            rests.try_set(false);
        });
        let found = check.short.iter().map(|one| {
            let is_excused =
                excused.with_untracked(|all| all.contains(&(month, one.member.clone())));
            let mark = if is_excused { "excused" } else { "short" };
            (one.member.to_string(), RowInput::first(mark))
        });
        let texts = BTreeMap::from([
            ("branch", check.branch.to_string()),
            ("month", check.month.to_string()),
            ("confirmed_on", day_text(crate::browser::clock::today())),
        ]);
        let rows = BTreeMap::from([("found", found.collect())]);
        let input = Input { texts, rows, ..Input::default() };
        match save(session, &STUDY_CHECK_SCHEMA, None, &input, "") {
            Ok(_) => offer_undo(session, toasts, "学时已核对"),
            Err(problems) => {
                let words = session.with_ledger_untracked(|ledger| {
                    let words = problems.iter().map(|one| one.words(&STUDY_CHECK_SCHEMA, ledger));
                    words.collect::<Vec<_>>().join("；")
                });
                toasts.say(words);
            }
        }
    };
    let label =
        if count == 0 { "确认都达到".to_owned() } else { format!("确认 {count} 人") };
    view! {
        <section class="sheet stack">
            <h2>{heading}</h2>
            <p class="quiet-line">{about}</p>
            {closed}
            <ul class="check-list">{lines}</ul>
            <div class="row">
                <Button label kind=ButtonKind::Plain icon=Icon::Check disabled=rests
                    on_click=confirm/>
            </div>
        </section>
    }
    .into_any()
}

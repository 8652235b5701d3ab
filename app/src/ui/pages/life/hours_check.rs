//! 季末核对: whose hours were short at the end of a quarter, confirmed in one tap.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::about::{About, Span, quarter_begin};
use crate::app::routes::Route;
use crate::app::{Session, save, today};
use crate::ledger::{Ledger, Month, RecordId, day_text};
use crate::registers::form::{Input, RowInput};
use crate::registers::{Context, STUDY_CHECK, STUDY_CHECK_SCHEMA, names_apart, points_text};
use crate::reports::Roster;
use crate::reports::life::StudyYear;
use crate::ui::components::{Button, ButtonKind, Choice, Icon, Opt, StateChip, Tone, use_toasts};
use crate::ui::undoing::offer_undo;

/// Someone whose hours are short.
#[derive(Clone, PartialEq)]
struct ShortMember {
    member: RecordId,
    name: String,
    /// The hours so far and those that the quarters ask for, and since when, in words.
    words: String,
}

/// The check of a quarter.
#[derive(Clone, PartialEq)]
struct QuarterCheck {
    branch: RecordId,
    /// The last month of the quarter.
    month: Month,
    short: Vec<ShortMember>,
    /// The record, once the branch confirmed it.
    done: Option<RecordId>,
}

impl QuarterCheck {
    /// The last quarter of the year that is over; `None` where none is.
    fn of(ledger: &Ledger, branch: &RecordId, about: About) -> Option<Self> {
        let now = quarter_begin(Month::of(today())).plus(-1);
        let end = Span::Year.of(about.month.get()).into_iter().last()?;
        let month = end.min(now);
        if month.year() != about.year() {
            return None;
        }
        let context = Context::new(ledger, today());
        let roster = Roster::of(ledger);
        let study = StudyYear::of(&context, &roster, month.year());
        let rows = study.rows(&context, &roster, Some(branch), month.last_day());
        let names = names_apart(ledger, rows.iter().map(|row| &row.member), false);
        let short = rows.into_iter().filter_map(|row| {
            let due = row.due_after(month.quarter());
            let total = row.total();
            let is_short = total.unwrap_or(0) < due;
            let total = total.map_or_else(|| "未登记".to_owned(), points_text);
            let since = row.since.map_or_else(String::new, |day| {
                format!("，{}起在册", crate::reports::day_words(day, today()))
            });
            let words = format!("累计 {total}，应达 {}{since}", points_text(due));
            let name = names.get(&row.member).cloned().unwrap_or_default();
            is_short.then_some(ShortMember { member: row.member, name, words })
        });
        let short = short.collect();
        let id = STUDY_CHECK.id(&[branch.as_str(), &month.to_string()]);
        let done = ledger.record(&id).is_some_and(|one| one.is_live()).then_some(id);
        Some(Self { branch: branch.clone(), month, short, done })
    }
}

/// The check of the last quarter that is over; nothing where none of the year is.
pub(super) fn check_view(session: Session, about: About) -> AnyView {
    let check = Memo::new(move |_| {
        let branch = about.branch.get()?;
        session.with_ledger(|ledger| QuarterCheck::of(ledger, &branch, about))
    });
    (move || check.get().map(|check| quarter_view(session, check))).into_any()
}

fn quarter_view(session: Session, check: QuarterCheck) -> AnyView {
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
                <p><a class="month-standard" href=href>"看核对结果"</a></p>
            </section>
        }
        .into_any();
    }
    let count = check.short.len();
    let excused: RwSignal<BTreeMap<RecordId, bool>> = RwSignal::new(BTreeMap::new());
    let lines = check.short.iter().map(|one| {
        let (id, name, words) = (one.member.clone(), one.name.clone(), one.words.clone());
        let (chosen, set) = (id.clone(), id);
        let value = Signal::derive(move || {
            let is_excused = excused.with(|all| all.get(&chosen).copied().unwrap_or(false));
            if is_excused { "excused" } else { "short" }.to_owned()
        });
        let choose = move |to: String| {
            excused.update(|all| {
                all.insert(set.clone(), to == "excused");
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
    let confirm = move |()| {
        let found = check.short.iter().map(|one| {
            let is_excused = excused.with_untracked(|all| all.get(&one.member) == Some(&true));
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
            <ul class="check-list">{lines}</ul>
            <div class="row">
                <Button label kind=ButtonKind::Plain icon=Icon::Check on_click=confirm/>
            </div>
        </section>
    }
    .into_any()
}

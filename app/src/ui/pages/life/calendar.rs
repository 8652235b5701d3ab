//! 活动: the month as a calendar and as a list, and the quick start of what is held today.

use chrono::Datelike;
use leptos::prelude::*;

use super::new_activity::new_activity_section;
use super::owed::owed_line;
use crate::app::routes::Route;
use crate::app::{LifeRoute, LifeView, Location, Session, today};
use crate::ledger::{Day, Month, RecordId};
use crate::registers::{Context, title};
use crate::reports::{Activity, ActivityHead, ActivityKind, activities};
use crate::ui::components::{
    ButtonKind, Icon, LinkButton, MonthInput, Page, RecordPicker, StateChip, Tab, Tabs, Tone,
};
use crate::ui::pages::branch_options::branch_options;

/// The days of a week, from Monday on.
const WEEK: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];

/// So many activities are shown in a day's cell; of more their number is.
const SHOWN: usize = 3;

/// The page.
pub fn calendar_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let place = expect_context::<Location>();
    let month =
        Memo::new(move |_| route.with(|route| route.month).unwrap_or_else(|| Month::of(today())));
    let branch = Memo::new(move |_| {
        route.with(|route| route.record.clone()).or_else(|| session.own_branch())
    });
    let go = move |month: Month, branch: Option<RecordId>| {
        let route = LifeRoute { record: branch, ..LifeView::Calendar.in_month(month) };
        place.go_instead(&Route::Life(route));
    };
    let day = RwSignal::new(None::<Day>);
    let found = Memo::new(move |_| {
        let (month, branch) = (month.get(), branch.get());
        session.with_ledger(|ledger| {
            activities(&Context::new(ledger, today()), branch.as_ref(), month)
        })
    });
    let as_list = RwSignal::new(false);
    let tabs = vec![Tab::new("calendar", "日历"), Tab::new("list", "列表")];
    let shown = Signal::derive(move || if as_list.get() { "list" } else { "calendar" }.to_owned());
    let heading = Signal::derive(move || {
        branch.with(|branch| match branch {
            Some(branch) => vec![session.with_ledger(|ledger| title(ledger, branch))],
            None => vec!["全院".to_owned()],
        })
    });
    let options = branch_options(session, None);
    let is_several = Memo::new(move |_| options.with(|all| all.len() > 1));
    let picker = move || {
        is_several.get().then(|| {
            let value = Signal::derive(move || {
                branch.with(|one| one.as_ref().map(ToString::to_string).unwrap_or_default())
            });
            view! {
                <RecordPicker options value
                    on_change=move |id: String| go(month.get_untracked(), id.parse().ok())/>
            }
        })
    };
    // What is shown of a branch goes on with it.
    let of_branch = move |view: LifeView| {
        Signal::derive(move || {
            Route::Life(LifeRoute { record: branch.get(), ..view.in_month(month.get()) }).href()
        })
    };
    view! {
        <Page title="活动" crumbs=heading
            controls=move || view! {
                {picker}
                <MonthInput
                    value=Signal::derive(move || month.get().to_string())
                    on_change=move |text: String| {
                        if let Ok(to) = text.parse() {
                            day.set(None);
                            go(to, branch.get_untracked());
                        }
                    }
                />
            }
        >
            <div class="wide stack life-page">
                {new_activity_section(session, branch, day, owed_line(session, branch, month))}
                <div class="row life-views">
                    <Tabs tabs value=shown on_change=move |id: String| as_list.set(id == "list") label="怎样看"/>
                    <span class="grow"></span>
                    <LinkButton label="开始计数" icon=Icon::Plus href=Route::Life(LifeView::Count.route()).href()/>
                    <LinkButton label="该做什么" href=Route::Life(LifeView::Duties.route()).href() kind=ButtonKind::Quiet/>
                    <LinkButton label="学时" href=of_branch(LifeView::Hours) kind=ButtonKind::Quiet/>
                    <LinkButton label="学习计划" href=of_branch(LifeView::Plan) kind=ButtonKind::Quiet/>
                    <LinkButton label="三亮公示" href=of_branch(LifeView::Board) kind=ButtonKind::Quiet/>
                    <LinkButton label="年度数据" href=of_branch(LifeView::Figures) kind=ButtonKind::Quiet/>
                </div>
                {move || if as_list.get() {
                    list(found).into_any()
                } else {
                    view! {
                        <div class="life-calendar">{grid(month.get(), found, day)}</div>
                        <div class="life-below">{list(found)}</div>
                    }
                    .into_any()
                }}
            </div>
        </Page>
    }
    .into_any()
}

/// The month as weeks of days.
fn grid(month: Month, found: Memo<Vec<Activity>>, chosen: RwSignal<Option<Day>>) -> AnyView {
    let first = month.first_day();
    let before = first.weekday().num_days_from_monday() as usize;
    let days: Vec<Day> = first.iter_days().take_while(|day| Month::of(*day) == month).collect();
    let heads = WEEK.map(|word| view! { <span class="life-week" aria-hidden="true">{word}</span> });
    // The weeks are full: no line of the last one is missing.
    let after = (7 - (before + days.len()) % 7) % 7;
    let blanks = |count: usize| {
        (0..count).map(|_| view! { <span class="life-day is-blank"></span> }).collect::<Vec<_>>()
    };
    let cell = move |day: Day| {
        let of_day = Memo::new(move |_| {
            found.with(|all| {
                // What began before stands on the first of the month.
                let shown = |one: &&Activity| one.head.day.max(first) == day;
                all.iter().filter(shown).cloned().collect::<Vec<_>>()
            })
        });
        let marks = move || {
            let all = of_day.get();
            let more = all.len().saturating_sub(SHOWN);
            let marks: Vec<_> = all.iter().take(SHOWN).map(|one| mark(&one.head)).collect();
            let more = (more > 0)
                .then(|| view! { <span class="life-more">{format!("还有 {more}")}</span> });
            view! { {marks}{more} }
        };
        let spoken = move || {
            let count = of_day.with(Vec::len);
            format!("{}月{}日，{count} 项", day.month(), day.day())
        };
        view! {
            <div class="life-day" class:is-today=move || today() == day class:is-chosen=move || chosen.get() == Some(day)>
                <button type="button" class="life-number" aria-label=spoken
                    aria-pressed=move || if chosen.get() == Some(day) { "true" } else { "false" }
                    on:click=move |_| chosen.update(|one| *one = (*one != Some(day)).then_some(day))
                >{day.day()}</button>
                {marks}
            </div>
        }
    };
    let cells = days.into_iter().map(cell).collect::<Vec<_>>();
    view! { <div class="life-grid">{heads}{blanks(before)}{cells}{blanks(after)}</div> }.into_any()
}

/// An activity in a day's cell.
fn mark(one: &ActivityHead) -> AnyView {
    let kind = if one.kind == ActivityKind::Meeting { "is-meeting" } else { "is-service" };
    let class = format!("life-mark {kind}{}", if one.is_planned { " is-planned" } else { "" });
    let href = Route::Life(LifeView::Roll.of(&one.id)).href();
    view! { <a class=class href=href title=one.subject.clone()>{one.word}</a> }.into_any()
}

/// The activities one below the other.
fn list(found: Memo<Vec<Activity>>) -> AnyView {
    (move || {
        let all = found.get();
        if all.is_empty() {
            return view! {
                <p class="quiet-line">"这个月还没有登记。点上面的名称，今天的一次就建好了。"</p>
            }
            .into_any();
        }
        let rows: Vec<AnyView> = all.iter().map(line).collect();
        view! { <ul class="sheet list">{rows}</ul> }.into_any()
    })
    .into_any()
}

fn line(Activity { head: one, state }: &Activity) -> AnyView {
    let on = |day: Day| format!("{}月{}日", day.month(), day.day());
    let when = match (one.until, &*one.begins) {
        (Some(until), _) => format!("{}—{}", on(one.day), on(until)),
        (None, "") => on(one.day),
        (None, begins) => format!("{} {begins}", on(one.day)),
    };
    let name = match (&*one.subject, &*one.group) {
        ("", "") => one.word.to_owned(),
        ("", group) => format!("{} · {group}", one.word),
        (subject, "") => format!("{} · {subject}", one.word),
        (subject, group) => format!("{} · {group} · {subject}", one.word),
    };
    let note = match one.kind {
        _ if !state.is_held && one.is_planned => String::new(),
        ActivityKind::Meeting => state.roll.words(),
        ActivityKind::Service => {
            let served = state.served.map_or_else(
                || "服务人次未登记".to_owned(),
                |served| format!("服务 {served} 人次"),
            );
            format!("{} 名党员参加，{served}", state.servers)
        }
    };
    let (word, tone) = match one.kind {
        _ if one.is_planned => ("待召开", Tone::Info),
        ActivityKind::Meeting if state.roll.is_called_and_empty() => ("无人到会", Tone::Warn),
        ActivityKind::Meeting if !state.is_held || state.roll.uncalled > 0 => {
            ("待点名", Tone::Warn)
        }
        ActivityKind::Meeting if state.owed > 0 => ("待补学", Tone::Info),
        ActivityKind::Meeting if state.is_signed => ("已签字", Tone::Good),
        ActivityKind::Service if !state.is_held => ("没登记参加人", Tone::Warn),
        _ => ("已记录", Tone::Plain),
    };
    let href = Route::Life(LifeView::Roll.of(&one.id)).href();
    view! {
        <li>
            <a class="list-item" href=href>
                <span class="life-when">{when}</span>
                <span class="list-words">
                    <span class="list-title">{name}</span>
                    <span class="list-note">{note}</span>
                </span>
                <StateChip text=word tone/>
                {Icon::Right.view()}
            </a>
        </li>
    }
    .into_any()
}

//! 理论学习计划: the topics of a branch's year against the meetings that were held.

use leptos::prelude::*;

use super::about::{About, Span};
use super::new_activity::opener;
use crate::app::activities::new_activity;
use crate::app::routes::Route;
use crate::app::{EditRefused, LifeRoute, LifeView, Session, today, today_text};
use crate::ledger::{Day, Month, RecordId, parse_day};
use crate::registers::{Context, MEETING, STUDY_PLAN, title};
use crate::reports::NewActivity;
use crate::reports::life::{
    PlannedTopic, TopicState, draft_topic_meeting, is_plan_of_a_branch, meetings_of_year,
    planned_topics,
};
use crate::ui::components::{
    Button, ButtonKind, DateInput, Empty, Field, Icon, LinkButton, Page, PickOption, RecordPicker,
    StateChip, Tone, use_toasts,
};
use crate::ui::undoing::report;

/// The page of it.
pub fn plan_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let about = About::follow(route, LifeView::Plan);
    let topics = Memo::new(move |_| {
        let branch = about.branch.get()?;
        session.with_ledger(|ledger| {
            let context = Context::new(ledger, today());
            Some(planned_topics(&context, &branch, about.year()))
        })
    });
    let body = move || {
        match topics.get() {
        None => view! {
            <Empty title="还没有党支部" text="先在“台账 → 党支部”里添加支部，或者导入花名册。"/>
        }
        .into_any(),
        Some(topics) if topics.is_empty() => view! {
            <Empty
                title=format!("{}年还没有学习计划", about.year())
                text="把全年学什么、哪个月学写进计划，这里就和实际开的会对照。全院的计划不填支部，各支部都看得到。"
            />
        }
        .into_any(),
        Some(topics) => topics_view(session, about, topics),
    }
    };
    // The plan of the branch itself: topics may be of the hospital's, which is not the branch's to change.
    let plan = move || {
        let branch = about.branch.get()?;
        let id = STUDY_PLAN.id(&[branch.as_str(), &about.year().to_string()]);
        let is_there =
            session.with_ledger(|ledger| ledger.record(&id).is_some_and(|one| one.is_live()));
        is_there.then_some(id)
    };
    let action = move || match plan() {
        Some(plan) => {
            let href = Route::edit(&plan).href();
            view! { <LinkButton label="改计划" href icon=Icon::Edit/> }.into_any()
        }
        None => {
            let href = about.new_record(STUDY_PLAN.name);
            view! { <LinkButton label="新增计划" href kind=ButtonKind::Primary icon=Icon::Plus/> }
                .into_any()
        }
    };
    view! {
        <Page
            title="理论学习计划"
            crumbs=Signal::derive(move || vec![about.name(), format!("{}年", about.year())])
            back=Signal::stored(Route::Life(LifeRoute::default()).href())
            controls=move || about.controls(Span::Year, false)
            action=move || view! { {action} }
        >
            {body}
        </Page>
    }
    .into_any()
}

fn topics_view(session: Session, about: About, topics: Vec<PlannedTopic>) -> AnyView {
    let studied =
        |one: &&PlannedTopic| matches!(one.state, TopicState::Named(_) | TopicState::Matched(_));
    let done = topics.iter().filter(studied).count();
    let summary = format!("共 {} 项，已学 {done} 项", topics.len());
    let meetings = meeting_options(session, about);
    let lines: Vec<_> =
        topics.into_iter().map(|topic| topic_view(session, about, topic, meetings)).collect();
    view! {
        <div class="wide stack">
            <p class="quiet-line">{summary}</p>
            <ul class="plan">{lines}</ul>
        </div>
    }
    .into_any()
}

/// The meetings of the branch's year that were held, the newest first.
fn meeting_options(session: Session, about: About) -> Signal<Vec<PickOption>> {
    Memo::new(move |_| {
        let branch = about.branch.get();
        let year = about.year();
        session.with_ledger(|ledger| {
            let context = Context::new(ledger, today());
            let held = branch.map(|branch| meetings_of_year(&context, &branch, year));
            let option = |id: RecordId| {
                let label = title(ledger, &id);
                PickOption { id: id.to_string(), label, ..PickOption::default() }
            };
            held.unwrap_or_default().into_iter().map(option).collect::<Vec<_>>()
        })
    })
    .into()
}

fn topic_view(
    session: Session,
    about: About,
    topic: PlannedTopic,
    meetings: Signal<Vec<PickOption>>,
) -> AnyView {
    let toasts = use_toasts();
    let (word, tone) = match &topic.state {
        TopicState::Named(_) | TopicState::Matched(_) => ("已学", Tone::Good),
        TopicState::Called(_) => ("待开", Tone::Info),
        TopicState::Missed => ("未学", Tone::Warn),
        TopicState::Ahead => ("未到", Tone::Plain),
        TopicState::Undated => ("无日期", Tone::Plain),
    };
    let when = topic.month.map_or_else(String::new, |month| format!("{}月", month.number()));
    let meeting = match &topic.state {
        TopicState::Named(id) | TopicState::Called(id) | TopicState::Matched(id) => {
            Some(id.clone())
        }
        _ => None,
    };
    let named = match &topic.state {
        TopicState::Named(id) | TopicState::Called(id) => id.to_string(),
        _ => String::new(),
    };
    let lecturer = topic.lecturer.clone();
    let held_at = meeting.as_ref().map(|id| {
        let text = session.with_ledger_untracked(|ledger| title(ledger, id));
        view! { <a class="month-standard" href=Route::detail(id).href()>{text}</a> }
    });
    let is_open = meeting.is_none();
    // A plan of the whole hospital is each branch's: none names a meeting of its own in it.
    let is_own = session.with_ledger_untracked(|ledger| is_plan_of_a_branch(ledger, &topic.plan));
    let picker = is_own.then(|| {
        let (plan, key) = (topic.plan.clone(), topic.key.clone());
        let choose = move |id: String| {
            let done =
                if id.is_empty() { "已改回按主题对照" } else { "已记下是哪次会议" };
            report(session, toasts, name_meeting(session, &plan, &key, &id), done);
        };
        view! {
            <RecordPicker options=meetings value=Signal::stored(named) clearable=true
                placeholder="指定学过的会议" on_change=choose/>
        }
    });
    let make = is_open.then(|| register_view(session, about, &topic));
    view! {
        <li class="topic-line">
            <span class="plan-month">{when}</span>
            <span class="plan-topic">
                {topic.topic}
                {(!lecturer.is_empty()).then(|| view! { <span class="muted">{format!("　{lecturer}")}</span> })}
            </span>
            <StateChip text=word tone=Signal::stored(tone)/>
            <span class="plan-meeting">{held_at}{picker}{make}</span>
        </li>
    }
    .into_any()
}

/// Makes the meeting at which a topic is studied, and opens its roll: today, or on the first day of a month
/// to come. Where the month is over, the day is asked.
fn register_view(session: Session, about: About, topic: &PlannedTopic) -> AnyView {
    let open = opener(session);
    let (subject, row) = (topic.topic.clone(), (topic.plan.clone(), topic.key.clone()));
    let create = move |day: Day| {
        let new = NewActivity {
            register: MEETING.name,
            kind: "study".to_owned(),
            branch: about.branch.get_untracked(),
            group: None,
            day,
            subject: subject.clone(),
            instead_of: None,
            topic: Some(row.clone()),
        };
        open(&|| new_activity(session, &new), "集中学习");
    };
    let this_month = Month::of(today());
    let month = topic.month.unwrap_or(this_month);
    if month >= this_month {
        let tapped = move |()| create(today().max(month.first_day()));
        return view! { <Button label="登记会议" kind=ButtonKind::Quiet on_click=tapped/> }
            .into_any();
    }
    let asks = RwSignal::new(false);
    let day = RwSignal::new(String::new());
    let create = StoredValue::new(create);
    let is_tried = RwSignal::new(false);
    // A topic of a year is studied in that year.
    let read = move |text: &str| match parse_day(text) {
        Ok(day) if Month::of(day).year() == month.year() => Ok(day),
        Ok(_) => Err(format!("这是{}年的计划，请写这一年的日期", month.year())),
        Err(_) => Err("请写成 2026.11.3 这样的日期".to_owned()),
    };
    let error = Signal::derive(move || {
        let said = is_tried.get().then(|| day.with(|day| read(day).err())).flatten();
        said.unwrap_or_default()
    });
    let confirmed = move |()| match read(&day.get_untracked()) {
        Ok(day) => create.with_value(|create| create(day)),
        Err(_) => is_tried.set(true),
    };
    (move || match asks.get() {
        false => view! {
            <Button label="登记会议" kind=ButtonKind::Quiet on_click=move |()| asks.set(true)/>
        }
        .into_any(),
        true => view! {
            <span class="plan-day">
                <Field label="哪天开的" error>
                    <DateInput value=day on_change=move |text| day.set(text) today=today_text()/>
                </Field>
                <Button label="建好，去点名" icon=Icon::Check on_click=confirmed/>
                <Button label="不登记了" kind=ButtonKind::Quiet on_click=move |()| asks.set(false)/>
            </span>
        }
        .into_any(),
    })
    .into_any()
}

/// Writes at which meeting a topic was studied; an empty id takes it back.
fn name_meeting(
    session: Session,
    plan: &RecordId,
    key: &str,
    meeting: &str,
) -> Result<(), EditRefused> {
    let mut draft = session.draft("change", "");
    let meeting = meeting.parse().ok();
    session.with_ledger_untracked(|ledger| {
        draft_topic_meeting(&mut draft, ledger, (plan, key), meeting.as_ref());
    });
    session.commit(draft).map(drop)
}

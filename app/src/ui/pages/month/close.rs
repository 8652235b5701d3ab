//! From approval to lock: where the month is, what stands in the way, and the next step.

use std::cmp::Ordering;

use chrono::Datelike;
use leptos::prelude::*;

use super::close_forms::{IN_THE_WAY, approve_form, lock_form, publish_form, reopen_form};
use super::pending::pending_panel;
use super::{BranchMonth, frame, step_of};
use crate::app::SidePage::FillLacking;
use crate::app::routes::{MonthTab as View, Route};
use crate::app::{Session, side_page, today};
use crate::ledger::{Day, Ledger, Month, RecordId, day_label, history, parse_day};
use crate::registers::{APPEAL, OUTCOMES, Step, assessment_id, head, title};
use crate::scoring::{Approval, Notice as PublicNotice, Obstacle, locked, obstacles};
use crate::ui::components::{
    Icon, LinkButton, Notice, NoticeKind, StateChip, StepItem as StepShown, StepState, Steps, Tone,
};

/// The page of closing.
pub fn close_page(about: BranchMonth) -> AnyView {
    let session = expect_context::<Session>();
    let about_now = StoredValue::new(about.clone());
    let step = Memo::new(move |_| {
        session.with_ledger(|ledger| about_now.with_value(|about| step_of(ledger, about)))
    });
    let found = Memo::new(move |_| {
        let today = today();
        session.with_scores(|ledger, scores| {
            about_now
                .with_value(|about| obstacles(ledger, scores, &about.branch, about.month, today))
        })
    });
    // Why the next step cannot be taken: what is to be done, or else what it waits for.
    let blocked = Memo::new(move |_| {
        found.with(|found| {
            let mut blocks = found.iter().filter(|one| one.blocks);
            match (blocks.clone().find(|one| !one.waits), blocks.next()) {
                (Some(_), _) => IN_THE_WAY.to_owned(),
                (None, Some(waiting)) => waiting.text.clone(),
                (None, None) => String::new(),
            }
        })
    });
    let steps = Signal::derive(move || {
        let is_stuck = blocked.with(|why| why == IN_THE_WAY);
        session.with_ledger(|ledger| {
            about_now.with_value(|about| steps(ledger, about, step.get(), is_stuck))
        })
    });
    let form = move || {
        let about = about_now.get_value();
        match step.get() {
            Step::Entry => approve_form(about, blocked.into()),
            Step::Approved => publish_form(about, blocked.into()),
            Step::Notice => lock_form(about, blocked.into()),
            Step::Locked => pending_panel(about),
        }
    };
    // Without its entries an open month would have no scores.
    let may_reopen = Memo::new(move |_| {
        let month = about_now.with_value(|about| about.month);
        step.get() != Step::Entry && !session.with_ledger(|ledger| ledger.is_archived(month))
    });
    let reopen = move || may_reopen.get().then(|| reopen_form(about_now.get_value(), step));
    let appeals = move || match step.get() {
        now @ (Step::Notice | Step::Locked) => {
            Some(appeals(session, &about_now.get_value(), now == Step::Locked))
        }
        _ => None,
    };
    frame(&about, "close", false, Signal::stored(true), move || {
        view! {
            <div class="month-close">
                <Steps steps label="月考核的进度"/>
                {move || locked_line(session, &about_now.get_value())}
                {move || notice_line(session, &about_now.get_value(), step.get())}
                {move || obstacle_list(about_now.with_value(|about| about.month), found.get(), step.get())}
                {form}
                {appeals}
                {reopen}
            </div>
        }
        .into_any()
    })
}

fn steps(ledger: &Ledger, about: &BranchMonth, step: Step, blocked: bool) -> Vec<StepShown> {
    let assessment = ledger.record(&assessment_id(&about.branch, about.month));
    let approval = assessment.and_then(|record| Approval::read(record.get("approval")));
    let notice = notice_of(ledger, about);
    let approved = approval.map_or_else(String::new, |one| day_label(one.day));
    let hung = notice.map_or_else(String::new, |one| {
        let provisional = if one.provisional { "（暂算）" } else { "" };
        format!("{}{provisional}", span_label(one.from, one.until))
    });
    // What is reached is finished; a notice runs until its last day.
    let is_over = notice_is_over(ledger, about);
    let reached = match step {
        Step::Entry => 0,
        Step::Approved => 2,
        Step::Notice => 2 + usize::from(is_over),
        Step::Locked => 4,
    };
    let all = [
        ("录入", String::new()),
        ("支委会审定", approved),
        ("公示", hung),
        ("锁定", String::new()),
    ];
    let shown = all.into_iter().enumerate().map(|(at, (label, note))| StepShown {
        label: label.to_owned(),
        note,
        state: match at.cmp(&reached) {
            Ordering::Less => StepState::Done,
            Ordering::Equal if blocked => StepState::Blocked,
            Ordering::Equal => StepState::Current,
            Ordering::Greater => StepState::Ahead,
        },
    });
    shown.collect()
}

/// Returns the public notice of a month, posted now or before.
fn notice_of(ledger: &Ledger, about: &BranchMonth) -> Option<PublicNotice> {
    let assessment = ledger.record(&assessment_id(&about.branch, about.month))?;
    PublicNotice::read(assessment.get("notice"))
}

fn notice_is_over(ledger: &Ledger, about: &BranchMonth) -> bool {
    notice_of(ledger, about).is_some_and(|notice| today() > notice.until)
}

/// From one day to another, the year once where it is the same.
fn span_label(from: Day, until: Day) -> String {
    let until_label = day_label(until);
    let until_label = match from.year() == until.year() {
        true => until_label.split_once('年').map_or(&*until_label, |(_, day)| day),
        false => &until_label,
    };
    format!("{}至{until_label}", day_label(from))
}

/// That the notice hangs, and what hangs.
fn notice_line(session: Session, about: &BranchMonth, step: Step) -> Option<AnyView> {
    let notice = session.with_ledger(|ledger| notice_of(ledger, about));
    let notice = notice.filter(|_| step == Step::Notice)?;
    let title = match today() {
        day if day < notice.from => "等着公示",
        day if day > notice.until => "公示期满",
        _ => "正在公示",
    };
    let place =
        if notice.place.is_empty() { String::new() } else { format!("，{}", notice.place) };
    let text = format!("{}{place}", span_label(notice.from, notice.until));
    let href = about.route(View::PrintNotice).href();
    let action =
        move || view! { <LinkButton label="看公示表" href=href.clone() icon=Icon::Print/> };
    Some(view! { <Notice kind=NoticeKind::Done title text action/> }.into_any())
}

/// Who locked it, when, and the check value of the snapshot.
fn locked_line(session: Session, about: &BranchMonth) -> Option<AnyView> {
    session.with_ledger(|ledger| {
        let snapshot = locked(ledger, &about.branch, about.month)?;
        let id = assessment_id(&about.branch, about.month);
        let steps = history(ledger, &id);
        let lock = steps.iter().find(|step| step.field == "lock" && step.stands)?;
        let view = match snapshot {
            Ok(snapshot) => {
                let hash: String = snapshot.hash().chars().take(12).collect();
                let text = format!(
                    "{}由{}锁定，共 {} 人。快照校验值 {hash}，以后重印的结果与今天一致。",
                    lock.head.at.label(),
                    lock.head.by.name,
                    snapshot.rows.len()
                );
                let href = about.route(View::PrintSheet).href();
                let action = move || {
                    view! { <LinkButton label="看月表" href=href.clone() icon=Icon::Print/> }
                };
                view! { <Notice kind=NoticeKind::Done title="已锁定" text action/> }.into_any()
            }
            Err(error) => view! {
                <Notice kind=NoticeKind::Error title="锁定的快照有问题" text=error.to_string()/>
            }
            .into_any(),
        };
        Some(view)
    })
}

fn obstacle_list(month: Month, found: Vec<Obstacle>, step: Step) -> Option<AnyView> {
    if step == Step::Locked {
        return None;
    }
    let next = match step {
        Step::Entry => "审定",
        Step::Approved => "公示",
        Step::Notice | Step::Locked => "锁定",
    };
    let (waiting, found): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.waits);
    let (blocks, hints): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.blocks);
    if blocks.is_empty() && hints.is_empty() && waiting.is_empty() {
        let title = format!("没有什么挡在{next}前面");
        return Some(view! { <Notice kind=NoticeKind::Done title/> }.into_any());
    }
    let list = move |heading: String, items: Vec<Obstacle>, tone: Tone| {
        (!items.is_empty()).then(|| {
            let items: Vec<_> = items.into_iter().map(|one| obstacle(month, one, tone)).collect();
            view! {
                <section class="obstacles">
                    <h2 class="obstacles-heading">{heading}</h2>
                    <ul>{items}</ul>
                </section>
            }
        })
    };
    let blocking = format!("{next}之前还要处理（{} 件）", blocks.len());
    let looking = format!("请留意（{} 件，不挡{next}）", hints.len());
    Some(
        view! {
            {list(blocking, blocks, Tone::Bad)}
            {list("还要等".to_owned(), waiting, Tone::Plain)}
            {list(looking, hints, Tone::Info)}
        }
        .into_any(),
    )
}

fn obstacle(month: Month, one: Obstacle, tone: Tone) -> AnyView {
    let word = match (one.waits, one.blocks) {
        (true, _) => "等待",
        (false, true) => "要处理",
        (false, false) => "留意",
    };
    let link = one.record.filter(|id| id.register() != "assessment").map(|id| {
        let href = match id.register() {
            "adoption" => "#/standard".to_owned(),
            _ => Route::detail(&id).href(),
        };
        view! { <a class="obstacle-link" href=href>"去看"</a> }
    });
    let fill = one.lacking.and_then(head).and_then(|head| {
        let page = side_page(head, FillLacking.entry().name)?;
        let href = Route::Side(head.name, page, Some(month)).href();
        Some(view! { <a class="obstacle-link" href=href>"去填写"</a> })
    });
    view! {
        <li class="obstacle">
            <StateChip text=word tone/>
            <span class="obstacle-text">{one.text}</span>
            {link}
            {fill}
        </li>
    }
    .into_any()
}

/// The appeals against the month, with a way to register one.
fn appeals(session: Session, about: &BranchMonth, is_locked: bool) -> AnyView {
    let month = about.month.to_string();
    let rows = session.with_ledger(|ledger| {
        let theirs = |member: &str| {
            let member = member.parse::<RecordId>().ok().and_then(|id| ledger.record(&id));
            member.is_some_and(|member| {
                member.on("branch", about.month.first_day()).as_text()
                    == Some(about.branch.as_str())
            })
        };
        ledger
            .records(APPEAL.name)
            .filter(|one| one.text("month") == month && theirs(one.text("member")))
            .map(|one| {
                let outcome = OUTCOMES
                    .iter()
                    .find(|(code, _)| *code == one.text("outcome"))
                    .map_or("待处理", |(_, shown)| shown);
                let received = parse_day(one.text("received")).map(day_label).unwrap_or_default();
                (title(ledger, one.id()), received, outcome, Route::detail(one.id()).href())
            })
            .collect::<Vec<_>>()
    });
    let items: Vec<_> = rows
        .into_iter()
        .map(|(who, received, outcome, href)| {
            let tone = if outcome == "待处理" { Tone::Warn } else { Tone::Good };
            view! {
                <li class="obstacle">
                    <StateChip text=outcome tone/>
                    <span class="obstacle-text">{format!("{who}，{received}收到")}</span>
                    <a class="obstacle-link" href=href>"去看"</a>
                </li>
            }
        })
        .collect();
    view! {
        <section class="obstacles">
            <h2 class="obstacles-heading">"申诉"</h2>
            {items.is_empty().then(|| view! { <p class="quiet-line">"这个月没有申诉。"</p> })}
            <ul>{items}</ul>
            <div class="month-foot">
                <LinkButton label="登记申诉" href="#/register/appeal/new" icon=Icon::Plus/>
                {is_locked.then(|| view! {
                    <LinkButton label="公示表" href=about.route(View::PrintNotice).href() icon=Icon::Print/>
                })}
            </div>
        </section>
    }
    .into_any()
}

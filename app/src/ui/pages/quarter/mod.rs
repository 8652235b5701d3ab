//! 考核 → 季度: the state of the three months, the bulletin's few texts, and issuing it.

mod figures;
mod issue_form;
mod paper;
mod words_form;

use leptos::prelude::*;

use crate::app::quarters::Bulletin;
use crate::app::routes::{MonthTab as View, QuarterRoute, Route};
use crate::app::{Location, Session, today};
use crate::ledger::{Day, Ledger, Month, Quarter, RecordId, day_label};
use crate::registers::{Step, assessment_id, step, title};
use crate::scoring::{Issue, Obstacle, is_brought_in, issues, quarter_obstacles};
use crate::ui::components::{
    Button, ButtonKind, Icon, LinkButton, Notice, NoticeKind, Page, PickOption, RecordPicker, Stat,
    StateChip, Stats, Tone,
};
use crate::ui::pages::branch_options::branch_options;
use crate::ui::words::points;

/// The pages of a quarter.
pub fn quarter_page(route: Signal<QuarterRoute>) -> AnyView {
    let about = Memo::new(move |_| {
        let QuarterRoute { quarter, branch, paper } = route.get();
        let quarter = quarter.unwrap_or_else(|| usual_quarter(today()));
        (Bulletin { branch, quarter }, paper)
    });
    let content = move || {
        let (about, on_paper) = about.get();
        if on_paper { paper::paper_page(about) } else { overview(about) }
    };
    content.into_any()
}

/// The last quarter that is over: the bulletin is due in the month after it (domain.md §1.4).
fn usual_quarter(today: Day) -> Quarter {
    Quarter::of(Month::of(today)).plus(-1)
}

/// The address of a side of a quarter.
fn route_of(about: &Bulletin, paper: bool) -> Route {
    Route::Quarter(QuarterRoute {
        quarter: Some(about.quarter),
        branch: about.branch.clone(),
        paper,
    })
}

/// Whose bulletin it is.
fn scope_name(ledger: &Ledger, about: &Bulletin) -> String {
    about.branch.as_ref().map_or_else(|| "全院".to_owned(), |id| title(ledger, id))
}

fn overview(about: Bulletin) -> AnyView {
    let session = expect_context::<Session>();
    let now = StoredValue::new(about.clone());
    let found = Memo::new(move |_| {
        let today = today();
        session.with_scores(|ledger, scores| {
            now.with_value(|about| {
                quarter_obstacles(ledger, scores, about.branch.as_ref(), about.quarter, today)
            })
        })
    });
    let crumbs = Signal::derive(move || {
        session.with_ledger(|ledger| {
            now.with_value(|about| vec![scope_name(ledger, about), about.quarter.label()])
        })
    });
    let preview = route_of(&about, true).href();
    let is_issued = Memo::new(move |_| {
        session.with_ledger(|ledger| {
            now.with_value(|about| !issues(ledger, about.branch.as_ref(), about.quarter).is_empty())
        })
    });
    // The one main action: to issue, and afterwards to look at what was issued.
    let action = move || {
        let (label, kind) = match is_issued.get() {
            true => ("看通报和打印", ButtonKind::Primary),
            false => ("预览和打印", ButtonKind::Plain),
        };
        view! { <LinkButton label href=preview.clone() kind icon=Icon::Print/> }
    };
    // What was issued asks for nothing more; it is issued again on purpose.
    let is_anew = RwSignal::new(false);
    let is_asked = Memo::new(move |_| !is_issued.get() || is_anew.get());
    Effect::new(move |was: Option<usize>| {
        let count = session.with_ledger(|ledger| {
            now.with_value(|about| issues(ledger, about.branch.as_ref(), about.quarter).len())
        });
        if was.is_some_and(|was| was != count) {
            is_anew.set(false);
        }
        count
    });
    let forms = move || {
        if is_asked.get() {
            return view! {
                {words_form::words_form(now.get_value())}
                {issue_form::issue_form(now.get_value(), found, is_issued)}
            }
            .into_any();
        }
        view! {
            <section class="close-form is-quiet">
                <Button label="改文字，重新出具" icon=Icon::Edit kind=ButtonKind::Quiet
                    on_click=move |()| is_anew.set(true)/>
            </section>
        }
        .into_any()
    };
    view! {
        <Page
            title="季度通报"
            crumbs
            back=Signal::stored(Route::Month(Default::default()).href())
            controls=move || controls(session, now)
            action=move || view! { {action} }
        >
            <div class="month-close">
                {move || now.with_value(|about| months(session, about, today()))}
                {move || now.with_value(|about| figures(session, about, today()))}
                {move || issue_form::issued_list(session, &now.get_value())}
                {move || obstacle_list(found.get(), is_issued.get())}
                {forms}
            </div>
        </Page>
    }
    .into_any()
}

/// Whose quarter, and which one.
fn controls(session: Session, now: StoredValue<Bulletin>) -> AnyView {
    let place = expect_context::<Location>();
    let branches = branch_options(session, now.with_value(|about| about.branch.clone()));
    let options = Signal::derive(move || {
        let whole = PickOption { id: WHOLE.into(), label: WHOLE.into(), ..PickOption::default() };
        std::iter::once(whole).chain(branches.get()).collect::<Vec<_>>()
    });
    let chosen = now.with_value(|about| {
        about.branch.as_ref().map_or_else(|| WHOLE.to_owned(), RecordId::to_string)
    });
    let step = move |by: i32| {
        now.with_value(|about| {
            let about = Bulletin { quarter: about.quarter.plus(by), ..about.clone() };
            place.go_instead(&route_of(&about, false));
        });
    };
    let label = now.with_value(|about| about.quarter.label());
    view! {
        <div class="month-controls">
            <RecordPicker
                options
                value=Signal::stored(chosen)
                placeholder="选择支部"
                on_change=move |id: String| now.with_value(|about| {
                    let about = Bulletin { branch: id.parse().ok(), ..about.clone() };
                    place.go_instead(&route_of(&about, false));
                })
            />
            <div class="quarter-steps" role="group" aria-label="季度">
                <Button label="上一季度" icon=Icon::Left icon_only=true on_click=move |()| step(-1)/>
                <span class="quarter-now">{label}</span>
                <Button label="下一季度" icon=Icon::Right icon_only=true on_click=move |()| step(1)/>
            </div>
        </div>
    }
    .into_any()
}

/// Stands for the whole hospital among branches; no id is written so.
const WHOLE: &str = "全院";

/// Where each branch's months are.
fn months(session: Session, about: &Bulletin, today: Day) -> AnyView {
    let rows = session.with_ledger(|ledger| {
        let branches: Vec<RecordId> = match &about.branch {
            Some(branch) => vec![branch.clone()],
            None => ledger.records("branch").map(|one| one.id().clone()).collect(),
        };
        branches
            .into_iter()
            .map(|branch| {
                let cells: Vec<_> = about
                    .quarter
                    .months()
                    .into_iter()
                    .map(|month| (state(ledger, &branch, month, today), month))
                    .collect();
                (title(ledger, &branch), branch, cells)
            })
            .collect::<Vec<_>>()
    });
    let items: Vec<_> = rows
        .into_iter()
        .map(|(name, branch, cells)| {
            let chips: Vec<_> = cells
                .into_iter()
                .map(|((word, tone), month)| {
                    let href = Route::month(&branch, month, View::Close).href();
                    let label = format!("{}月", month.number());
                    view! {
                        <a class="quarter-month" href=href>
                            <span>{label}</span>
                            <StateChip text=word tone/>
                        </a>
                    }
                })
                .collect();
            view! {
                <li class="quarter-branch"><span class="quarter-name">{name}</span>{chips}</li>
            }
        })
        .collect();
    view! {
        <section class="obstacles">
            <h2 class="obstacles-heading">"三个月的状态"</h2>
            <ul>{items}</ul>
        </section>
    }
    .into_any()
}

fn state(ledger: &Ledger, branch: &RecordId, month: Month, today: Day) -> (String, Tone) {
    let at = step(ledger.record(&assessment_id(branch, month)).as_ref());
    let last = month.last_day();
    let (word, tone) = match at {
        Step::Locked => ("已锁定", Tone::Good),
        _ if is_brought_in(ledger, branch, month) => ("引入", Tone::Good),
        _ if last >= today => {
            let label = day_label(last);
            let day = label.split_once('年').map_or(&*label, |(_, day)| day);
            return (format!("{day}过完"), Tone::Plain);
        }
        Step::Entry => (at.word(), Tone::Warn),
        Step::Approved | Step::Notice => (at.word(), Tone::Info),
    };
    (word.to_owned(), tone)
}

/// The numbers as they would be issued today.
fn figures(session: Session, about: &Bulletin, today: Day) -> AnyView {
    let (issue, drawn) = session.with_scores(|ledger, scores| {
        let issue = about.draft(ledger, scores, today);
        let drawn = figures::quarter_figures(ledger, &issue);
        (issue, drawn)
    });
    let shown = issue.mean().rounded().map_or_else(|| "—".to_owned(), points);
    let hint = |issue: &Issue| match (issue.mean().rounded(), issue.before) {
        (Some(now), Some(before)) => {
            format!(
                "上季度 {}，{}",
                points(before),
                crate::ui::words::signed((now - before).into())
            )
        }
        _ => String::new(),
    };
    let results: Vec<i32> = issue.rows.iter().filter_map(|row| row.result()).collect();
    let grades: Vec<_> = issue
        .grades
        .iter()
        .enumerate()
        .map(|(place, grade)| {
            let count = results.iter().filter(|result| issue.grade(**result) == place).count();
            view! { <Stat figure=count.to_string() unit="人" label=grade.name.clone()/> }
        })
        .collect();
    let all = issue.rows.len();
    view! {
        <Stats>
            <Stat figure=results.len().to_string() unit="人" label="参评" hint=format!("应参评 {all} 人")/>
            <Stat figure=shown unit="分" label="人均" hint=hint(&issue)/>
            {grades}
        </Stats>
        {drawn}
    }
    .into_any()
}

/// What has to be done, what only time does, and what should be known.
fn obstacle_list(found: Vec<Obstacle>, is_issued: bool) -> AnyView {
    let (waiting, found): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.waits);
    let (blocks, hints): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.blocks);
    if waiting.is_empty() && blocks.is_empty() && hints.is_empty() {
        if is_issued {
            return ().into_any();
        }
        return view! { <Notice kind=NoticeKind::Done title="没有什么挡在出具前面"/> }.into_any();
    }
    let list = |heading: String, items: Vec<Obstacle>, word: &'static str, tone: Tone| {
        (!items.is_empty()).then(|| {
            let items: Vec<_> = items
                .into_iter()
                .map(|one| {
                    let link = one.record.filter(|id| id.register() != "assessment").map(|id| {
                        view! { <a class="obstacle-link" href=Route::detail(&id).href()>"去看"</a> }
                    });
                    view! {
                        <li class="obstacle">
                            <StateChip text=word tone/>
                            <span class="obstacle-text">{one.text}</span>
                            {link}
                        </li>
                    }
                })
                .collect();
            view! {
                <section class="obstacles">
                    <h2 class="obstacles-heading">{heading}</h2>
                    <ul>{items}</ul>
                </section>
            }
        })
    };
    let count = waiting.len();
    let blocking = format!("出具之前还要处理（{} 件）", blocks.len());
    let looking = format!("请留意（{} 件，不挡出具）", hints.len());
    view! {
        {list(blocking, blocks, "要处理", Tone::Bad)}
        {list(format!("还要等（{count} 件）"), waiting, "等待", Tone::Plain)}
        {list(looking, hints, "留意", Tone::Info)}
    }
    .into_any()
}

//! 发展党员: all who are on the way to membership, with what comes next for each.

use leptos::prelude::*;

use super::next::days_tone;
use crate::app::routes::{RegisterRoute, Route};
use crate::app::{Session, SidePage, today};
use crate::ledger::RecordId;
use crate::registers::{COURSE, COURSE_SCHEMA, Context, MEMBER, MENTORING, name_of};
use crate::reports::course::{CandidateLine, candidates, candidates_table};
use crate::reports::days_left_words;
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, LinkButton, Page, PickOption, RecordPicker, StateChip,
};
use crate::ui::pages::branch_options::branch_options;
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};

/// What the whole hospital is called among the branches to choose from.
const ALL: &str = "all";

/// The page.
pub fn candidates_page(_register: &'static str) -> AnyView {
    let session = expect_context::<Session>();
    let branch = RwSignal::new(session.own_branch());
    let lines = Memo::new(move |_| {
        let branch = branch.get();
        session.with_ledger(|ledger| candidates(&Context::new(ledger, today()), branch.as_ref()))
    });
    let name = move || {
        let own = |id: &RecordId| session.with_ledger(|ledger| name_of(ledger, id));
        branch.get().as_ref().map_or_else(String::new, own)
    };
    let listed = branch_options(session, None);
    let options = Signal::derive(move || {
        let all =
            PickOption { id: ALL.to_owned(), label: "全院".to_owned(), ..PickOption::default() };
        [all].into_iter().chain(listed.get()).collect::<Vec<_>>()
    });
    let has_choice = Memo::new(move |_| listed.with(|all| all.len() > 1));
    let value = Signal::derive(move || branch.get().map_or(ALL.to_owned(), |id| id.to_string()));
    let table = move || lines.with(|lines| candidates_table(lines, &name(), today()));
    let print = move |()| {
        let title = untrack(table).title;
        print_named(session, &title);
    };
    let new = Route::Register(COURSE.name, RegisterRoute::New).href();
    let first = new.clone();
    let is_empty = Memo::new(move |_| lines.with(Vec::is_empty));
    let body = move || match is_empty.get() {
        true => {
            let href = first.clone();
            let import = Route::Side(COURSE.name, SidePage::ImportRecords, None).href();
            let action = move || {
                view! {
                    <LinkButton label="登记入党申请人" href=href/>
                    <LinkButton label="从表格导入" icon=Icon::Import href=import/>
                }
            };
            view! {
                <Empty title="没有正在培养的人" text="收到入党申请书就登记，以后每一步到期前会提醒。已有名册的可以从表格导入，以前的日期次序不对也照收。" action/>
            }
            .into_any()
        }
        false => {
            let stages = move || {
                lines.with(|lines| {
                    let of_stage = lines.chunk_by(|one, other| one.stage_at == other.stage_at);
                    of_stage.map(stage_view).collect::<Vec<_>>()
                })
            };
            view! { {stages} }.into_any()
        }
    };
    view! {
        <Page
            title="发展党员"
            crumbs=Signal::derive(move || vec![name()].into_iter().filter(|one| !one.is_empty()).collect())
            back=Route::list(&MEMBER).href()
            controls=move || view! {
                <div class="month-controls">
                    {move || has_choice.get().then(|| view! {
                        <RecordPicker options value on_change=move |id: String| branch.set(id.parse().ok())/>
                    })}
                    <LinkButton label="全部名册" href=Route::list(&COURSE).href()/>
                    <Button label="打印" icon=Icon::Print kind=ButtonKind::Quiet on_click=print/>
                </div>
            }
            action=move || view! {
                <LinkButton label="登记入党申请人" icon=Icon::Plus kind=ButtonKind::Primary href=new/>
            }
        >
            <div class="wide stack">
                {body}
                <div class="row">
                    <LinkButton label="双培养和帮带" icon=Icon::Members kind=ButtonKind::Quiet
                        href=Route::list(&MENTORING).href()/>
                </div>
            </div>
            <div class="paper-only">
                {move || paper_document(&paper_form(session, table()), sample_note(session))}
            </div>
        </Page>
    }
    .into_any()
}

/// Those of a stage, with how many they are.
fn stage_view(lines: &[CandidateLine]) -> AnyView {
    let label = lines.first().map_or("", |line| line.stage);
    let heading = format!("{label}　{} {}", lines.len(), COURSE_SCHEMA.head.unit);
    let rows: Vec<AnyView> = lines.iter().map(line_view).collect();
    view! {
        <section class="stack" aria-label=label>
            <h2 class="section-heading">{heading}</h2>
            <ul class="sheet list candidates-stage">{rows}</ul>
        </section>
    }
    .into_any()
}

fn line_view(line: &CandidateLine) -> AnyView {
    let href = Route::RecordSide(SidePage::CoursePath, line.id.clone()).href();
    let left = line.due.map(|due| (due - today()).num_days());
    let next = match &*line.next {
        "" => "步骤都已办完，日期待补".to_owned(),
        next => format!("下一步：{next}"),
    };
    let limits = line.limits(today());
    let tone = days_tone(left);
    view! {
        <li>
            <a class="list-item" href=href>
                <span class="list-words">
                    <span class="list-title">{line.name.clone()}</span>
                    <span class="list-note">
                        <span>{next}</span>
                        {(!limits.is_empty()).then(|| view! { <span>{limits}</span> })}
                    </span>
                </span>
                {left.map(|_| view! {
                    <StateChip text=days_left_words(left) tone=Signal::stored(tone)/>
                })}
            </a>
        </li>
    }
    .into_any()
}

//! 发展党员: all who are on the way to membership, with what comes next for each.

use leptos::prelude::*;

use crate::app::routes::{RegisterRoute, Route};
use crate::app::{Session, SidePage, today};
use crate::ledger::RecordId;
use crate::registers::{COURSE, Context, MEMBER, name_of};
use crate::reports::course::{CandidateLine, candidates, candidates_table};
use crate::reports::days_left_words;
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, LinkButton, Page, PickOption, RecordPicker, StateChip, Tone,
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
            let action = move || view! { <LinkButton label="登记入党申请人" href=href/> };
            view! {
                <Empty title="没有正在培养的人" text="收到入党申请书就登记，以后每一步到期前会提醒。" action/>
            }
            .into_any()
        }
        false => {
            let rows = move || lines.with(|lines| lines.iter().map(line_view).collect::<Vec<_>>());
            view! { <ul class="sheet list">{rows}</ul> }.into_any()
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
                    <LinkButton label="名册" href=Route::list(&COURSE).href()/>
                    <Button label="打印" icon=Icon::Print kind=ButtonKind::Quiet on_click=print/>
                </div>
            }
            action=move || view! {
                <LinkButton label="登记入党申请人" icon=Icon::Plus kind=ButtonKind::Primary href=new/>
            }
        >
            <div class="wide stack">{body}</div>
            <div class="paper-only">
                {move || paper_document(&paper_form(session, table()), sample_note(session))}
            </div>
        </Page>
    }
    .into_any()
}

fn line_view(line: &CandidateLine) -> AnyView {
    let href = Route::RecordSide(SidePage::CoursePath, line.id.clone()).href();
    let left = line.due.map(|due| (due - today()).num_days());
    let tone = match left {
        Some(left) if left < 0 => Tone::Bad,
        Some(left) if left <= 7 => Tone::Warn,
        _ => Tone::Plain,
    };
    let next = match &*line.next {
        "" => "步骤都已办完，日期待补".to_owned(),
        next => format!("下一步：{next}"),
    };
    let limits = [line.limits(today()), days_left_words(left)];
    let limits: Vec<String> = limits.into_iter().filter(|text| !text.is_empty()).collect();
    let note = [next, limits.join("；")].join("　");
    view! {
        <li>
            <a class="list-item" href=href>
                <span class="list-words">
                    <span class="list-title">{line.name.clone()}</span>
                    <span class="list-note">{note.trim_end().to_owned()}</span>
                </span>
                <StateChip text=line.stage tone=Signal::stored(tone)/>
            </a>
        </li>
    }
    .into_any()
}

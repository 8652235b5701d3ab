//! 年度承诺: the commitments of all members of a branch in a year, entered and approved together.

use leptos::prelude::*;

use super::about::{About, Span};
use super::commitment_row::row_view;
use super::commitment_state::{SheetState, said};
use crate::app::{LifeRoute, LifeView, Session};
use crate::ui::components::{
    Button, ButtonKind, DateInput, Empty, Field, Icon, Notice, Page, cell_key, use_toasts,
};
use crate::ui::form_texts::taken_up_notice;

/// The page of it.
pub fn commitments_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let about = About::follow(route, LifeView::Commitments);
    let state = SheetState::follow(about, session, use_toasts());
    let is_empty = Memo::new(move |_| state.rows.with(Vec::is_empty));
    let body = move || match (about.branch.with(Option::is_none), is_empty.get()) {
        (true, _) => view! {
            <Empty title="还没有党支部" text="先在“台账 → 党支部”里添加支部，或者导入花名册。"/>
        }
        .into_any(),
        (false, true) => view! {
            <Empty title="这个支部还没有在册党员" text="导入花名册以后，每名党员在这里有一行。"/>
        }
        .into_any(),
        (false, false) => sheet(state),
    };
    let count = Memo::new(move |_| state.ready.with(Vec::len));
    let label = Signal::derive(move || match count.get() {
        0 => "保存".to_owned(),
        count => format!("保存（{count} 条）"),
    });
    view! {
        <Page
            title="年度承诺"
            crumbs=Signal::derive(move || vec![about.name(), format!("{}年", about.year())])
            back=Signal::derive(move || about.href(LifeView::Board))
            controls=move || about.controls(Span::Year, false)
            action=move || view! {
                <Button label kind=ButtonKind::Primary icon=Icon::Check
                    disabled=Signal::derive(move || count.get() == 0)
                    on_click=move |()| state.save()/>
            }
        >
            {body}
        </Page>
    }
    .into_any()
}

fn sheet(state: SheetState) -> AnyView {
    let members = Memo::new(move |_| {
        state.rows.with(|rows| rows.iter().map(|row| row.member.clone()).collect::<Vec<_>>())
    });
    let taken_up = move || {
        let is_shown = state.is_taken_up.get() && state.texts.with(|texts| !texts.texts.is_empty());
        is_shown.then(|| taken_up_notice(move |()| state.begin_again()))
    };
    view! {
        <div class="wide stack">
            {taken_up}
            {approval(state)}
            {until_field(state)}
            <p class="quiet-line">
                "每人一次写一条，保存以后可以再写。可以从 Excel 复制一列粘贴到格里，往下填；复制的内容带姓名的，按姓名填。"
            </p>
            <ul class="commitment-sheet"
                on:keydown=move |event| { cell_key(&event); }
                on:paste=move |event| state.pasted(&event)
            >
                <For each=move || members.get() key=Clone::clone
                    children=move |member| row_view(state, member)/>
            </ul>
        </div>
    }
    .into_any()
}

/// How many commitments wait for approval, with the button that approves all.
fn approval(state: SheetState) -> AnyView {
    let count = Memo::new(move |_| state.waiting.with(Vec::len));
    let notice = move || {
        let count = count.get();
        (count > 0).then(|| {
            let action = move || {
                view! {
                    <Button label="全部审核通过" icon=Icon::Check on_click=move |()| state.approve_all()/>
                }
            };
            view! {
                <Notice title=format!("{count} 条承诺待审核")
                    text="审核日期记今天，审核以后上三亮公示。要改哪一条，点开那一条。" action/>
            }
        })
    };
    notice.into_any()
}

/// How many members have commitments, and until when the new ones are to be kept.
fn until_field(state: SheetState) -> AnyView {
    let summary = move || {
        state.rows.with(|rows| {
            let without = rows.iter().filter(|row| row.commitments.is_empty()).count();
            let all: usize = rows.iter().map(|row| row.commitments.len()).sum();
            let left = match without {
                0 => "每名党员都有承诺".to_owned(),
                without => format!("{without} 名还没有登记"),
            };
            format!("{} 名党员，已登记 {all} 条，{left}", rows.len())
        })
    };
    let value = Signal::derive(move || state.texts.with(|texts| texts.until.clone()));
    let note = Memo::new(move |_| state.texts.with(|texts| texts.until_note(state.year())));
    view! {
        <div class="commitment-bar">
            <p role="status">{summary}</p>
            <Field label="新承诺的完成时限" error=said(note, true) hint=said(note, false)>
                <DateInput value
                    on_change=move |day: String| state.change(|texts| texts.until = day)/>
            </Field>
        </div>
    }
    .into_any()
}

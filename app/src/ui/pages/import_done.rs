//! After an import from a table: what was done in figures, and 撤销 for as long as the page is open.

use leptos::prelude::*;

use crate::app::Session;
use crate::ledger::EditId;
use crate::ui::components::{
    Button, ButtonKind, Icon, LinkButton, Notice, NoticeKind, Page, use_toasts,
};
use crate::ui::undoing::undo_one;

/// What an import has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportDone {
    /// The edit; `None` where it changed nothing.
    pub edit: Option<EditId>,
    /// In one sentence: 已导入 16 名党员.
    pub done: String,
    /// What else was made or was not taken, a line each.
    pub lines: Vec<String>,
    /// Where what was imported is listed, and how that is called.
    pub list: (String, String),
}

/// The page; `again` begins with another file.
pub fn done_page(
    session: Session,
    title: String,
    file: RwSignal<String>,
    steps: AnyView,
    done: &ImportDone,
    again: Callback<()>,
) -> AnyView {
    let toasts = use_toasts();
    let ImportDone { edit, done, lines, list: (href, list) } = done.clone();
    let undone = RwSignal::new(false);
    let undo = move |()| {
        if let Some(edit) = edit {
            undo_one(session, toasts, edit);
            undone.set(true);
        }
    };
    let lines: Vec<AnyView> =
        lines.into_iter().map(|line| view! { <li>{line}</li> }.into_any()).collect();
    let undoing = edit.map(|_| {
        view! {
            {move || (!undone.get()).then(|| view! {
                <Button icon=Icon::Undo label="撤销这次导入" on_click=undo/>
            })}
        }
    });
    let way = "以后要撤销：到“设置 → 备份与恢复”，恢复到导入之前，那里按文件名和时间分得清。";
    view! {
        <Page
            title
            crumbs=Signal::derive(move || vec![file.get()])
            action=move || view! {
                <LinkButton kind=ButtonKind::Primary label=list.clone() href=href.clone()/>
            }
        >
            <div class="narrow stack">
                {steps}
                <Notice kind=NoticeKind::Done title=done alert=true/>
                <section class="sheet stack">
                    <ul class="done-lines">{lines}</ul>
                    <div class="row">
                        {undoing}
                        <Button kind=ButtonKind::Quiet label="再导入一个文件" on_click=again/>
                    </div>
                    <p class="small muted">{way}</p>
                </section>
            </div>
        </Page>
    }
    .into_any()
}

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
            undone.set(undo_one(session, toasts, edit));
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
    // What was done stands no longer once it is undone.
    let kind =
        Signal::derive(move || if undone.get() { NoticeKind::Info } else { NoticeKind::Done });
    let title_of_done = Signal::derive(move || {
        if undone.get() { "这次导入已撤销".to_owned() } else { done.clone() }
    });
    let way = edit.map(|_| {
        view! {
            {move || (!undone.get()).then(|| view! {
                <p class="small muted">"以后要撤销：到“设置 → 备份与恢复”，恢复到导入之前。"</p>
            })}
        }
    });
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
                <Notice kind title=title_of_done alert=true/>
                <section class="sheet stack">
                    <ul class="done-lines" hidden=move || undone.get()>{lines}</ul>
                    <div class="row">
                        {undoing}
                        <Button kind=ButtonKind::Quiet label="再导入一个文件" on_click=again/>
                    </div>
                    {way}
                </section>
            </div>
        </Page>
    }
    .into_any()
}

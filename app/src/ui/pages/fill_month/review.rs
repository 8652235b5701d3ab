//! What was pasted, before it is written: what is not read, what is new, what changes.

use leptos::prelude::*;

use super::FillState;
use crate::app::FillPlan;
use crate::tables::matrix_paste::PastedCell;
use crate::ui::components::{Button, ButtonKind, Dialog, Icon, Notice, NoticeKind};

/// The dialog over the page, while something is looked at.
pub(super) fn review_dialog(state: FillState) -> AnyView {
    let close = move |()| state.plan.set(None);
    let footer = move || {
        let count = state.plan.with(|plan| plan.as_ref().map_or(0, |plan| tally(plan).0));
        let take = (count > 0).then(|| {
            view! {
                <Button label=format!("写入 {count} 格") kind=ButtonKind::Primary icon=Icon::Check
                    on_click=move |()| state.take()/>
            }
        });
        view! { <Button label="不写" on_click=close/>{take} }
    };
    view! {
        <Dialog
            open=Signal::derive(move || state.plan.with(Option::is_some))
            on_close=close
            title=Signal::derive(move || {
                let label = state.matrix.with_value(|matrix| matrix.schema.head.label);
                format!("{}{label}：写入以前看一遍", state.month.get().label())
            })
            footer
        >
            {move || state.plan.get().map(|plan| review(state, &plan))}
        </Dialog>
    }
    .into_any()
}

/// How many cells would be written, and how many of them change what stands.
fn tally(plan: &FillPlan) -> (usize, usize) {
    let written = plan.paste.cells.iter().filter(|cell| !cell.is_same());
    let changed = plan.paste.cells.iter().filter(|cell| cell.is_change());
    (written.count(), changed.count())
}

fn review(state: FillState, plan: &FillPlan) -> AnyView {
    let (written, changed) = tally(plan);
    let same = plan.paste.cells.len() - written;
    let mut parts = Vec::new();
    for (count, word) in [(written - changed, "新填"), (changed, "改动"), (same, "相同")] {
        if count > 0 {
            parts.push(format!("{word} {count} 格"));
        }
    }
    let found = match (parts.is_empty(), plan.paste.is_by_name) {
        (true, _) => "没有可以写入的".to_owned(),
        (false, true) => format!("按名称对上：{}。", parts.join("，")),
        (false, false) => format!("从选中的格往下：{}。", parts.join("，")),
    };
    let unread = (!plan.paste.unread.is_empty()).then(|| {
        let title = format!("有 {} 处没有读", plan.paste.unread.len());
        let lines: Vec<_> =
            plan.paste.unread.iter().map(|line| view! { <li>{line.clone()}</li> }).collect();
        view! {
            <Notice kind=NoticeKind::Warn title/>
            <ul class="fill-unread">{lines}</ul>
        }
    });
    let (heads, count) = state.matrix.with_value(|matrix| {
        let subject = matrix.subjects.head.label;
        let heads = matrix.columns.iter().map(|field| {
            view! { <th scope="col" class="is-number">{field.label}</th> }
        });
        (view! { <th scope="col">{subject}</th>{heads.collect::<Vec<_>>()} }, matrix.columns.len())
    });
    let row = |(at, row): (usize, &crate::registers::MatrixRow)| {
        let own: Vec<&PastedCell> = plan.paste.cells.iter().filter(|cell| cell.row == at).collect();
        let cell = |column: usize| match own.iter().find(|cell| cell.column == column) {
            None => view! { <td class="is-number is-muted">{row.texts.get(column).cloned()}</td> }
                .into_any(),
            Some(cell) if cell.is_same() => {
                view! { <td class="is-number is-muted">{cell.after.clone()}</td> }.into_any()
            }
            Some(cell) if cell.is_change() => {
                let text = format!("{} → {}", cell.before, cell.after);
                view! { <td class="is-number is-changed">{text}</td> }.into_any()
            }
            Some(cell) => {
                view! { <td class="is-number is-strong">{cell.after.clone()}</td> }.into_any()
            }
        };
        let cells = (0..count).map(cell).collect::<Vec<_>>();
        (!own.is_empty()).then(|| view! { <tr><th scope="row">{row.name.clone()}</th>{cells}</tr> })
    };
    let rows: Vec<_> = plan.rows.iter().enumerate().filter_map(row).collect();
    let table = (!rows.is_empty()).then(|| {
        view! { <table class="fill-table is-review"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table> }
    });
    view! {
        <div class="fill-review" tabindex="0" role="region" aria-label="要写入的内容">
            {unread}<p>{found}</p>{table}
        </div>
    }
    .into_any()
}

//! What a file would delete here: told before anything else of it, and many at once by themselves.

use leptos::prelude::*;

use super::Exchange;
use super::record::record_title;
use crate::exchange::import::plan::{Effect, ImportPlan, MassDeletion, RecordRow};
use crate::registers::head;
use crate::ui::components::{Button, ButtonKind, Notice, NoticeKind, Toggle};

/// How many of what would be deleted in a register are named.
const NAMED: usize = 12;

/// Why the file cannot be taken in yet; empty where it can.
pub(super) fn question(exchange: Exchange, plan: &ImportPlan) -> String {
    let unanswered = exchange.answers.with(|answers| answers.unanswered(plan));
    let count: usize = unanswered.iter().map(|one| one.records.len()).sum();
    if count == 0 { String::new() } else { format!("先核对要删除的 {count} 条") }
}

/// What the file would delete, by register.
pub(super) fn deletions_view(exchange: Exchange, plan: &ImportPlan) -> Option<AnyView> {
    let all: usize = plan.registers.iter().map(|one| one.deleted_records).sum();
    if all == 0 {
        return None;
    }
    let mass = plan.mass_deletions(|_| true);
    let rows: Vec<AnyView> = plan
        .registers
        .iter()
        .filter(|one| one.deleted_records > 0)
        .map(|one| {
            let deleted = one.rows.iter().filter(|row| row.effect == Effect::Deleted);
            let many = mass.iter().find(|many| many.register == one.register);
            row(exchange, plan, &deleted.collect::<Vec<_>>(), one.live_records, many)
        })
        .collect();
    let text = "删除的不再出现在台账里，也不再计分。导入以后可以撤回，历史里仍查得到。";
    Some(
        view! {
            <Notice kind=NoticeKind::Warn title=format!("导入会删除本机的 {all} 条记录") text/>
            <ul class="imports">{rows}</ul>
        }
        .into_any(),
    )
}

fn row(
    exchange: Exchange,
    plan: &ImportPlan,
    deleted: &[&RecordRow],
    of: usize,
    many: Option<&MassDeletion>,
) -> AnyView {
    let name = deleted.first().map_or("", |row| row.record.register());
    let label = head(name).map_or_else(|| name.to_owned(), |found| found.label.to_owned());
    let count = deleted.len();
    let named = deleted.iter().take(NAMED).map(|row| record_title(exchange.session, plan, row));
    let named = named.collect::<Vec<_>>().join("、");
    let more = if count > NAMED { format!("等 {count} 条") } else { String::new() };
    let choice = many.map(|many| choice(exchange, many.clone()));
    view! {
        <li class="import">
            <div class="grow">
                <p class="import-file deleting">{format!("{label}：删除 {count} 条，本机共 {of} 条")}</p>
                <p class="small deleting">{named}{more}</p>
            </div>
            {choice}
        </li>
    }
    .into_any()
}

/// Whether many deletions are agreed to, or left out.
fn choice(exchange: Exchange, many: MassDeletion) -> AnyView {
    let answers = exchange.answers;
    let count = many.records.len();
    let many = StoredValue::new(many);
    let value = Signal::derive(move || {
        many.with_value(|many| answers.with(|answers| answers.agrees(&many.register)))
    });
    let change = move |on: bool| {
        many.with_value(|many| {
            answers.update(|answers| answers.set_agreed(&many.register, on));
        });
    };
    let spare = move |()| {
        many.with_value(|many| {
            answers.update(|answers| answers.spare(many));
        });
    };
    let is_spared =
        Memo::new(move |_| many.with_value(|many| answers.with(|answers| answers.spares(many))));
    let content = move || {
        if is_spared.get() {
            return view! { <span class="small muted">"这些不删"</span> }.into_any();
        }
        view! {
            <Toggle label=format!("同意删除这 {count} 条") value on_change=change/>
            <Button kind=ButtonKind::Quiet label="这些不删" on_click=spare/>
        }
        .into_any()
    };
    content.into_any()
}

//! What a file would bring, in a line for each kind: how much, what, and about whom; unfolded, one by
//! one.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::app::Session;
use crate::exchange::import::plan::{ImportPlan, RecordRow};
use crate::exchange::import::plan_words::{PlanKind, PlanWords};
use crate::ledger::{Month, RecordId};
use crate::registers::{head, schemas};

/// What each record of a plan is, in words.
pub(super) type RecordWords = HashMap<RecordId, String>;

/// So many records are named in the line.
const NAMED: usize = 2;
/// So many are listed where it is unfolded; the table below has all.
const LISTED: usize = 40;

/// Says what the records of a plan are.
pub(super) fn record_words(session: Session, plan: &ImportPlan) -> RecordWords {
    untrack(|| {
        session.with_scores(|ledger, scores| {
            let mut rule = |month: Month, id: &str| {
                let standard = scores.standard(ledger, month).ok()?;
                let (item, line) = standard.line(id)?;
                Some(format!("{} {}", standard.items.get(item)?.name, line.event))
            };
            let mut words = PlanWords::new(schemas(), ledger, plan, &mut rule);
            let rows = plan.registers.iter().flat_map(|one| &one.rows);
            rows.map(|row| (row.record.clone(), words.of(row))).collect()
        })
    })
}

/// The lines, but for what would be deleted, which is asked about by itself.
pub(super) fn lines_view(plan: &ImportPlan, words: &RecordWords) -> AnyView {
    let kinds = PlanKind::ALL.into_iter().filter(|kind| *kind != PlanKind::Deleted);
    let lines: Vec<AnyView> = kinds.filter_map(|kind| line_view(plan, words, kind)).collect();
    view! { <div class="plan-lines">{lines}</div> }.into_any()
}

fn line_view(plan: &ImportPlan, words: &RecordWords, kind: PlanKind) -> Option<AnyView> {
    let rows = plan.registers.iter().flat_map(|one| &one.rows);
    let rows: Vec<&RecordRow> = rows.filter(|row| PlanKind::of(row) == kind).collect();
    let count = rows.len();
    if count == 0 {
        return None;
    }
    let text = |row: &RecordRow| words.get(&row.record).cloned().unwrap_or_default();
    let named: Vec<String> = rows.iter().take(NAMED).map(|row| text(row)).collect();
    let more = if count > NAMED { "等" } else { "" };
    let named = (kind != PlanKind::Kept).then(|| {
        view! { <span class="plan-named">{format!("{}{more}", named.join("；"))}</span> }
    });
    let items: Vec<AnyView> = rows
        .iter()
        .take(LISTED)
        .map(|row| {
            let label = head(row.record.register()).map_or("", |head| head.label);
            let text = text(row);
            view! {
                <li class="plan-item"><span>{text}</span><span class="small muted">{label}</span></li>
            }
            .into_any()
        })
        .collect();
    let rest = count.saturating_sub(LISTED);
    let rest = (rest > 0)
        .then(|| view! { <li class="muted">{format!("还有 {rest} 条，在下面的表里")}</li> });
    let is_warned = kind == PlanKind::Conflicting;
    Some(
        view! {
            <details class="plan-line" class:is-warned=is_warned>
                <summary><strong>{kind.words(count)}</strong>{named}</summary>
                <ul>{items}{rest}</ul>
            </details>
        }
        .into_any(),
    )
}

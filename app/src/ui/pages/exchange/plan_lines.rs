//! What a file would bring, in a line for each kind: how much, what, and about whom; unfolded, one by
//! one.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::app::Session;
use crate::exchange::import::plan::{ImportPlan, RecordRow};
use crate::exchange::import::plan_words::{PlanKind, PlanWords};
use crate::ledger::{Month, RecordId};
use crate::ordered;
use crate::registers::{head, schemas};

/// What each record of a plan is, in words.
pub(super) type RecordWords = HashMap<RecordId, String>;

/// So many records are named in the line; of more, each register with one of them.
const NAMED: usize = 3;
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
    let named = if count > NAMED {
        by_register(&rows, &text)
    } else {
        rows.iter().map(|row| text(row)).collect::<Vec<_>>().join("；")
    };
    let named = (kind != PlanKind::Kept).then(|| view! { <span class="plan-named">{named}</span> });
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

/// How many records of each register there are, with one of them, the most first.
fn by_register(rows: &[&RecordRow], text: &dyn Fn(&RecordRow) -> String) -> String {
    let mut registers: Vec<(&str, usize, &RecordRow)> = Vec::new();
    for row in rows {
        let name = row.record.register();
        match registers.iter_mut().find(|(known, ..)| *known == name) {
            Some((_, count, _)) => *count += 1,
            None => registers.push((name, 1, row)),
        }
    }
    ordered::sort_by_key(&mut registers, |(_, count, _)| std::cmp::Reverse(*count));
    let one = |(name, count, first): &(&str, usize, &RecordRow)| {
        let (label, unit) = head(name).map_or(("", "条"), |head| (head.label, head.unit));
        let more = if *count > 1 { "等" } else { "" };
        format!("{label} {count} {unit}（{}{more}）", text(first))
    };
    registers.iter().map(one).collect::<Vec<_>>().join("；")
}

//! A row beside the table: what it brings, and what the ledger says.

use leptos::prelude::*;

use super::review::outcome_word;
use crate::exchange::table::fields;
use crate::exchange::table::roster_plan::{Outcome, PlannedRow};
use crate::ui::components::{Cell, Column, Notice, NoticeKind, Row, SimpleTable};

pub(super) fn detail_view(planned: &PlannedRow) -> AnyView {
    let row = &planned.row;
    let told = match &planned.outcome {
        Outcome::Refused { reasons } => notices(NoticeKind::Error, reasons),
        _ => {
            let hints: Vec<String> = row.problems.iter().map(ToString::to_string).collect();
            notices(NoticeKind::Warn, &hints)
        }
    };
    let differences = match &planned.outcome {
        Outcome::Changed { differences, .. } => differences.as_slice(),
        _ => &[],
    };
    let changed: Vec<Row> = differences
        .iter()
        .map(|one| {
            let label = fields::by_name(one.field).map_or(one.field, |field| field.label);
            let before = if one.before.is_empty() { "（空）" } else { &one.before };
            let after = if one.after.is_empty() { "（清空）" } else { &one.after };
            let cells = vec![Cell::muted(label), Cell::new(before), Cell::strong(after)];
            Row::new(one.field, cells)
        })
        .collect();
    let others: Vec<Row> = fields::FIELDS
        .iter()
        .filter(|field| !differences.iter().any(|one| one.field == field.name))
        .filter_map(|field| {
            let value = row.get(field.name)?;
            Some(Row::new(field.name, vec![Cell::muted(field.label), Cell::new(value)]))
        })
        .collect();
    let has_changed = !changed.is_empty();
    let has_others = !others.is_empty();
    view! {
        <p class="small muted">{format!("原表第 {} 行 · {}", row.row, outcome_word(&planned.outcome))}</p>
        {told}
        {has_changed.then(|| view! {
            <SimpleTable
                caption="有变化的项"
                columns=Signal::stored(vec![
                    Column::text("field", "项目"),
                    Column::text("mine", "台账里"),
                    Column::text("theirs", "名册里"),
                ])
                rows=Signal::stored(changed)
            />
        })}
        {has_others.then(|| view! {
            <SimpleTable
                caption=if has_changed { "其余各项" } else { "名册里的内容" }
                columns=Signal::stored(vec![
                    Column::text("field", "项目"),
                    Column::text("value", "内容"),
                ])
                rows=Signal::stored(others)
            />
        })}
    }
    .into_any()
}

fn notices(kind: NoticeKind, texts: &[String]) -> Vec<AnyView> {
    texts
        .iter()
        .map(|text| view! { <Notice kind=Signal::stored(kind) title=text.clone()/> }.into_any())
        .collect()
}

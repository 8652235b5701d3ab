//! A row beside the table: what it brings, and what the ledger says.

use leptos::prelude::*;

use super::outcomes::outcome_word;
use crate::tables::roster_fields;
use crate::tables::roster_plan::{PlannedRow, RowOutcome};
use crate::ui::components::{NoticeKind, TableCell, TableRow};
use crate::ui::pages::table_review::{compared, notices};

pub(super) fn detail_view(planned: &PlannedRow) -> AnyView {
    let row = &planned.row;
    let told = match &planned.outcome {
        RowOutcome::Refused { reasons } => notices(NoticeKind::Error, reasons),
        _ => {
            let hints: Vec<String> = row.problems.iter().map(ToString::to_string).collect();
            notices(NoticeKind::Warn, &hints)
        }
    };
    let differences = match &planned.outcome {
        RowOutcome::Changed { differences, .. } => differences.as_slice(),
        _ => &[],
    };
    let changed: Vec<TableRow> = differences
        .iter()
        .map(|one| {
            let label = roster_fields::by_name(one.field).map_or(one.field, |field| field.label);
            let before = if one.before.is_empty() { "（空）" } else { &one.before };
            let after = if one.after.is_empty() { "（清空）" } else { &one.after };
            let cells =
                vec![TableCell::muted(label), TableCell::new(before), TableCell::strong(after)];
            TableRow::new(one.field, cells)
        })
        .collect();
    let others: Vec<TableRow> = roster_fields::FIELDS
        .iter()
        .filter(|field| !differences.iter().any(|one| one.field == field.name))
        .filter_map(|field| {
            let value = row.get(field.name)?;
            Some(TableRow::new(
                field.name,
                vec![TableCell::muted(field.label), TableCell::new(value)],
            ))
        })
        .collect();
    view! {
        <p class="small muted">{format!("原表第 {} 行 · {}", row.row, outcome_word(&planned.outcome))}</p>
        {told}
        {compared(changed, others, "名册")}
    }
    .into_any()
}

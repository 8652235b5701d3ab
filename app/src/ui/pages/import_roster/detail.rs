//! A row beside the table: what it brings, and what the ledger says.

use leptos::prelude::*;

use super::outcomes::outcome_word;
use crate::tables::roster_fields;
use crate::tables::roster_plan::{PlannedRow, RowOutcome};
use crate::ui::components::{Notice, NoticeKind, SimpleTable, TableCell, TableColumn, TableRow};

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
    let has_changed = !changed.is_empty();
    let has_others = !others.is_empty();
    view! {
        <p class="small muted">{format!("原表第 {} 行 · {}", row.row, outcome_word(&planned.outcome))}</p>
        {told}
        {has_changed.then(|| view! {
            <SimpleTable
                caption="有变化的项"
                columns=Signal::stored(vec![
                    TableColumn::text("field", "项目"),
                    TableColumn::text("mine", "台账里"),
                    TableColumn::text("theirs", "名册里"),
                ])
                rows=Signal::stored(changed)
            />
        })}
        {has_others.then(|| view! {
            <SimpleTable
                caption=if has_changed { "其余各项" } else { "名册里的内容" }
                columns=Signal::stored(vec![
                    TableColumn::text("field", "项目"),
                    TableColumn::text("value", "内容"),
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

//! A row beside the table: what it brings, what the ledger says, and each of its cells to be corrected.

use leptos::prelude::*;

use super::outcomes::outcome_word;
use super::{ReviewedRoster, RosterImportState};
use crate::tables::columns::{ColumnMap, Meaning};
use crate::tables::grid::Address;
use crate::tables::review_faults::FaultyCell;
use crate::tables::roster_fields;
use crate::tables::roster_plan::{PlannedRow, RowOutcome};
use crate::ui::components::{NoticeKind, TableCell, TableRow, Toggle};
use crate::ui::pages::table_faults::{RowCell, faulty_fields, other_cells};
use crate::ui::pages::table_review::{compared, notices};

pub(super) fn detail_view(
    import: RosterImportState,
    reviewed: &ReviewedRoster,
    planned: &PlannedRow,
) -> AnyView {
    let row = &planned.row;
    let at = row.address();
    let correct = Callback::new(move |(at, text): (Address, String)| {
        import.correct(|corrections| corrections.correct(at, &text));
    });
    let of_row = |cell: &&FaultyCell| {
        cell.address.row == at.row && columns_of(reviewed, at).contains(&cell.address.column)
    };
    let faulty: Vec<&FaultyCell> = reviewed.faults.cells.iter().filter(of_row).collect();
    let told = match &planned.outcome {
        RowOutcome::Refused { reasons } => notices(NoticeKind::Warn, reasons),
        _ => {
            let hints: Vec<String> = row.problems.iter().map(ToString::to_string).collect();
            notices(NoticeKind::Warn, &hints)
        }
    };
    let fields = faulty_fields(&faulty, correct);
    let others = cells_of(reviewed, at)
        .into_iter()
        .filter(|(address, ..)| !faulty.iter().any(|cell| cell.address == *address))
        .collect();
    let is_in = !row.is_excluded();
    let (number, group) = (row.row, row.group);
    let choose = move |on: bool| {
        import.correct(|corrections| corrections.set_excluded(number, group, !on));
    };
    view! {
        <p class="small muted">{format!("原表第 {} 行 · {}", row.row, outcome_word(&planned.outcome))}</p>
        {told}
        {fields}
        <Toggle label="导入这一行" value=Signal::stored(is_in) on_change=choose/>
        {is_in.then(|| other_cells(others, correct))}
        {is_in.then(|| compared_view(planned))}
    }
    .into_any()
}

/// What the row changes, and what else it says.
fn compared_view(planned: &PlannedRow) -> AnyView {
    let row = &planned.row;
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
    compared(changed, others, "名册")
}

/// The columns of the group in which a row stands, of rosters that may stand side by side.
fn group_of(reviewed: &ReviewedRoster, at: Address) -> Option<ColumnMap> {
    let map = reviewed.map.clone()?;
    let beside = map.beside();
    [map].into_iter().chain(beside).find(|map| map.column_of("name") == Some(at.column))
}

fn columns_of(reviewed: &ReviewedRoster, at: Address) -> Vec<usize> {
    let group = group_of(reviewed, at);
    group.map(|map| map.columns.iter().map(|column| column.index).collect()).unwrap_or_default()
}

/// The cells of a row that hold a field.
fn cells_of(reviewed: &ReviewedRoster, at: Address) -> Vec<RowCell> {
    let Some(map) = group_of(reviewed, at) else { return Vec::new() };
    let fields = map.columns.iter().filter_map(|column| match column.meaning {
        Meaning::Field(name) => Some((column.index, roster_fields::by_name(name)?)),
        _ => None,
    });
    fields
        .map(|(column, field)| {
            let shown = reviewed.grid.cell(at.row, column).text().into_owned();
            (Address { column, ..at }, field.label.to_owned(), shown)
        })
        .collect()
}

//! The sheet as a table: members × items, with the means below; and which members are shown.

use std::cmp::Ordering;

use crate::registers::{points_in_column, points_text};
use crate::reports::{MonthRow, MonthView, short_name};
use crate::scoring::{Mean, Standard};
use crate::ui::components::{FilterChip, TableCell, TableColumn, TableRow};
use crate::ui::words::points;

/// The column of the total.
pub(super) const TOTAL: &str = "total";

/// The filter of those of whom points were taken; the others are grades.
const DEDUCTED: &str = "-";

/// Whether a column is an item's, by its key.
pub(super) fn is_item(column: &str) -> bool {
    !column.starts_with("aspect") && column != "name" && column != "grade"
}

/// How far a member is below the base, by the places of the items.
pub(super) fn deductions(standard: &Standard, row: &MonthRow) -> Vec<(usize, i32)> {
    let scores = standard.items.iter().zip(&row.items).enumerate();
    let below = scores.filter(|(_, (item, score))| **score < item.base);
    below.map(|(at, (item, score))| (at, score - item.base)).collect()
}

fn is_deducted(view: &MonthView, row: &MonthRow) -> bool {
    view.standard.as_ref().is_some_and(|standard| !deductions(standard, row).is_empty())
}

/// The filters: the grades that someone has, and 有扣分.
pub(super) fn chips(view: &MonthView) -> Vec<FilterChip> {
    let grades = view.grades().into_iter().map(|(grade, count)| (grade.clone(), grade, count));
    let deducted = view.rows.iter().filter(|row| is_deducted(view, row)).count();
    let all = grades.chain([(DEDUCTED.to_owned(), "有扣分".to_owned(), deducted)]);
    all.filter(|(.., count)| *count > 0)
        .map(|(id, label, count)| FilterChip { id, label, count: u32::try_from(count).ok() })
        .collect()
}

/// The places of the rows that filters and a search leave.
pub(super) fn shown(
    view: &MonthView,
    active: &[String],
    is_found: &dyn Fn(&MonthRow) -> bool,
) -> Vec<usize> {
    let is_kept = |row: &MonthRow| {
        let fits = |id: &String| match id.as_str() {
            DEDUCTED => is_deducted(view, row),
            grade => row.grade == grade,
        };
        active.iter().all(fits) && is_found(row)
    };
    view.rows.iter().enumerate().filter(|(_, row)| is_kept(row)).map(|(at, _)| at).collect()
}

/// What the heads of the items say: their short names; an id where two have the same.
fn item_labels(standard: &Standard) -> Vec<String> {
    let short: Vec<String> = standard.items.iter().map(|item| short_name(&item.name)).collect();
    let is_clear =
        |name: &String| !name.is_empty() && short.iter().filter(|one| *one == name).count() == 1;
    let label = |(item, name): (&crate::scoring::Item, &String)| {
        if is_clear(name) { name.clone() } else { item.id.clone() }
    };
    standard.items.iter().zip(&short).map(label).collect()
}

pub(super) fn columns(view: &MonthView) -> Vec<TableColumn> {
    let mut columns = vec![
        TableColumn::text("name", "姓名").width(4.5).sortable(),
        TableColumn::number(TOTAL, "总分").subtotal().sortable().width(3.25),
        TableColumn::chip("grade", "等级").width(4.75),
    ];
    if let Some(standard) = &view.standard {
        let labels = item_labels(standard);
        for (place, aspect) in standard.aspects.iter().enumerate() {
            let items = standard.items.iter().zip(&labels);
            for (item, label) in items.filter(|(item, _)| item.aspect == place) {
                columns.push(
                    TableColumn::number(&item.id, label)
                        .title(format!("{} {}（上限 {}）", item.id, item.name, points(item.cap)))
                        .group(&aspect.name)
                        .opens()
                        .width(2.25),
                );
            }
            columns.push(
                TableColumn::number(format!("aspect{place}"), "小计")
                    .title(format!("{}小计", aspect.name))
                    .group(&aspect.name)
                    .subtotal()
                    .sortable()
                    .width(2.75),
            );
        }
    }
    columns
}

/// The rows of some members, by their places.
pub(super) fn rows(view: &MonthView, shown: &[usize]) -> Vec<TableRow> {
    let parted = parted(view);
    let rows = shown.iter().filter_map(|at| view.rows.get(*at));
    rows.map(|row| TableRow::new(row.member.as_str(), cells(view, row, &parted))).collect()
}

/// Of which items someone has a part of a point: their figures have one decimal each.
fn parted(view: &MonthView) -> Vec<bool> {
    let count = view.standard.as_ref().map_or(0, |standard| standard.items.len());
    let is_part = |row: &MonthRow, at: usize| row.items.get(at).is_some_and(|one| one % 10 != 0);
    (0..count).map(|at| view.rows.iter().any(|row| is_part(row, at))).collect()
}

fn cells(view: &MonthView, row: &MonthRow, parted: &[bool]) -> Vec<TableCell> {
    let mut cells = vec![TableCell::new(row.shown_name())];
    match (row.assessed, row.vetoed) {
        (false, false) => {
            cells.push(TableCell::muted(points(row.computed)));
            cells.push(TableCell::muted("不参评"));
        }
        (assessed, true) => {
            let note = format!("计算分 {}，一票否决", points(row.computed));
            cells.push(TableCell::warn(points(row.result)).title(note));
            cells.push(TableCell::warn(if assessed { "否决" } else { "不参评，否决" }));
        }
        (true, false) => {
            cells.push(TableCell::strong(points(row.result)));
            cells.push(TableCell::new(&row.grade));
        }
    }
    let Some(standard) = &view.standard else {
        return cells;
    };
    for place in 0..standard.aspects.len() {
        let items = standard.items.iter().zip(&row.items).zip(parted);
        for ((item, score), is_parted) in items.filter(|((item, _), _)| item.aspect == place) {
            let score_text = if *is_parted { points_in_column } else { points_text };
            let text = score_text((*score).into());
            cells.push(match score.cmp(&item.base) {
                Ordering::Equal => TableCell::muted(text),
                Ordering::Greater => TableCell::strong(text),
                Ordering::Less => TableCell::warn(text),
            });
        }
        cells.push(TableCell::new(row.aspects.get(place).map_or_else(String::new, |s| points(*s))));
    }
    cells
}

pub(super) fn footer(view: &MonthView, shown: &[usize]) -> Vec<TableCell> {
    let rows = shown.iter().filter_map(|at| view.rows.get(*at));
    let assessed: Vec<&MonthRow> = rows.filter(|row| row.assessed).collect();
    let mean: Mean = assessed.iter().map(|row| row.result).collect();
    let of = |score: &dyn Fn(&MonthRow) -> Option<i32>| {
        let mean: Mean = assessed.iter().filter_map(|row| score(row)).collect();
        TableCell::muted(mean.rounded().map_or_else(String::new, points))
    };
    let mut cells = vec![
        TableCell::new(if shown.len() < view.rows.len() { "所列平均" } else { "平均" }),
        TableCell::strong(mean.rounded().map_or_else(|| "—".to_owned(), points)),
        TableCell::default(),
    ];
    if let Some(standard) = &view.standard {
        for place in 0..standard.aspects.len() {
            for (at, _) in standard.items.iter().enumerate().filter(|(_, i)| i.aspect == place) {
                cells.push(of(&|row| row.items.get(at).copied()));
            }
            cells.push(of(&|row| row.aspects.get(place).copied()));
        }
    }
    cells
}

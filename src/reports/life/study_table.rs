//! The study hours of a branch as a table, for the screen, for paper and for spreadsheets.

use std::collections::BTreeMap;

use crate::ledger::RecordId;
use crate::registers::points_text;

use super::super::table::{Column, Table};
use super::study_hours::{STUDY_FORMS, StudyRow};

/// The table of study hours; rows are in the order given. `quarters` of the year are over.
pub fn study_table(
    branch: &str,
    (year, quarters): (i32, u32),
    rows: &[StudyRow],
    names: &BTreeMap<RecordId, String>,
) -> Table {
    let mut columns = vec![Column::name("姓名", 24)];
    columns
        .extend([("应达", 16), ("累计", 18), ("还差", 16)].map(|(of, mm)| Column::number(of, mm)));
    columns.extend(STUDY_FORMS.map(|(_, label)| Column::number(label, 22)));
    columns.push(Column::text("进度"));
    let row = |one: &StudyRow| {
        let mut cells = vec![
            names.get(&one.member).cloned().unwrap_or_default(),
            points_text(one.due),
            one.total().map_or_else(|| "未登记".to_owned(), points_text),
            points_text(one.short()),
        ];
        let is_recorded = one.total().is_some();
        cells.extend(one.by_form.map(|tenths| match is_recorded {
            true => points_text(tenths),
            false => String::new(),
        }));
        cells.push(progress_words(one, quarters));
        cells
    };
    Table {
        title: format!("{year}年党员学时台账"),
        subtitle: branch.to_owned(),
        columns,
        rows: rows.iter().map(row).collect(),
        notes: vec![
            "单位：学时。会议和党课的学时从点名里来，补学的算在补学那一天；其余从学时登记里来。"
                .to_owned(),
        ],
        ..Table::default()
    }
}

/// How a member's hours are against what the quarters that are over ask for.
pub(super) fn progress_words(row: &StudyRow, quarters: u32) -> String {
    let total = row.total().unwrap_or(0);
    if total >= row.due {
        return "已达标".to_owned();
    }
    let due = row.due_after(quarters);
    match quarters {
        0 => "年内首季还没有结束".to_owned(),
        _ if total >= due => format!("达到{quarters}季度进度"),
        _ => format!("比{quarters}季度进度少 {}", points_text(due - total)),
    }
}

//! What a standard would change in past months, as a table for paper.

use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{names_apart, points_in_column, signed_points_text, title};
use crate::scoring::{MemberChange, WhatIf};

use super::table::{Align, Column, Table};

/// So many months keep to an upright sheet.
const UPRIGHT_MONTHS: usize = 4;

/// A trial: one row a member whose points would change, with what differs from the standard in force in
/// words (`changed`) under it. `branch` is the branch that was looked at, `None` for all of them.
pub fn what_if_table(
    ledger: &Ledger,
    (name, changed): (&str, &str),
    branch: Option<&RecordId>,
    months: &[Month],
    found: &WhatIf,
) -> Table {
    let mut columns = vec![Column::name("姓名", 20)];
    if branch.is_none() {
        columns.push(Column::text("支部"));
    }
    columns.extend([
        Column::number("原平均", 16),
        Column::number("试算", 16),
        Column::number("合计变化", 20),
        Column { align: Align::Center, ..Column::text("等级") },
    ]);
    let of_month =
        |month: &Month| Column::number(format!("{}月", month.number()), 13).under("各月变化");
    columns.extend(months.iter().map(of_month));
    let names = names_apart(ledger, found.changes.iter().map(|one| &one.member), false);
    let rows = found.changes.iter().map(|one| {
        let name = names.get(&one.member).cloned().unwrap_or_default();
        row(ledger, (one, name), branch.is_none(), months)
    });
    let whose = branch.map_or_else(|| "各支部".to_owned(), |id| title(ledger, id));
    let tried = match months {
        [] => String::new(),
        [one] => one.label(),
        [first, .., last] => format!("{}至{}", first.label(), last.label()),
    };
    Table {
        title: "考核标准试算".to_owned(),
        subtitle: format!("{name}　{whose}　{tried}"),
        columns,
        rows: rows.collect(),
        notes: notes(changed, found),
        landscape: months.len() > UPRIGHT_MONTHS,
        ..Table::default()
    }
}

fn row(
    ledger: &Ledger,
    (one, name): (&MemberChange, String),
    with_branch: bool,
    months: &[Month],
) -> Vec<String> {
    let mean = |tenths: Option<i32>| {
        tenths.map_or_else(|| "—".to_owned(), |tenths| points_in_column(tenths.into()))
    };
    let (before, after) = &one.grades;
    let grade = match one.is_regraded() {
        true if before == after => format!("{before}，个别月份换等级"),
        true => format!("{before} → {after}"),
        false => before.clone(),
    };
    let mut cells = vec![name];
    if with_branch {
        cells.push(title(ledger, &one.branch));
    }
    cells.extend([
        mean(one.before.rounded()),
        mean(one.after.rounded()),
        signed_points_text(one.difference()),
        grade,
    ]);
    cells.extend(months.iter().map(|month| {
        let of = one.months.iter().find(|of| of.month == *month);
        of.map_or_else(|| "0".to_owned(), |of| signed_points_text(of.difference().into()))
    }));
    cells
}

/// What was changed, for how many something would, and what could not be tried.
fn notes(changed: &str, found: &WhatIf) -> Vec<String> {
    let counts = found.counts();
    let mut notes = Vec::new();
    if !changed.is_empty() {
        notes.push(format!("与正在用的一版相比：{changed}。"));
    }
    let same = found.assessed - found.changes.len();
    notes.push(format!(
        "看了 {} 人：会升 {} 人，会降 {} 人，换等级 {} 人；其余 {same} 人没有变化，不列出。",
        found.assessed, counts.up, counts.down, counts.regraded
    ));
    notes.extend(found.untried.iter().map(|why| format!("{why}。")));
    notes.push("只是试算，各月的结果没有改动。".to_owned());
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::{Mean, MonthChange, Scored};

    fn month(number: u32) -> Month {
        Month::new(2026, number).unwrap()
    }

    fn scored(result: i32) -> Scored {
        let grade = if result < 800 { "合格" } else { "良好" }.to_owned();
        Scored { aspects: Vec::new(), result, grade, permille: 1000 }
    }

    #[test]
    fn who_would_change_stands_with_months_and_by_how_much() {
        let one = MemberChange {
            member: RecordId::keyed("member", "1"),
            branch: RecordId::keyed("branch", "一"),
            before: Mean { sum: 1600, count: 2 },
            after: Mean { sum: 1570, count: 2 },
            grades: ("良好".into(), "合格".into()),
            months: vec![MonthChange { month: month(9), before: scored(800), after: scored(770) }],
        };
        let found = WhatIf { assessed: 5, changes: vec![one], untried: Vec::new() };
        let months = [month(8), month(9)];
        let table = what_if_table(&Ledger::new(), ("新版", "改细则 1 条"), None, &months, &found);
        assert_eq!(table.rows[0][2..], ["80.0", "78.5", "−3", "良好 → 合格", "0", "−3"]);
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        assert_eq!(table.subtitle, "新版　各支部　2026年8月至2026年9月");
        assert!(table.notes[0].contains("改细则 1 条") && table.notes[1].contains("其余 4 人"));
        let branch = RecordId::keyed("branch", "一");
        let own = what_if_table(&Ledger::new(), ("新版", ""), Some(&branch), &months, &found);
        assert_eq!(own.columns.len(), table.columns.len() - 1);
        assert!(!own.notes[0].contains("相比"));
    }
}

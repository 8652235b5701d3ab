//! The statistics as tables, for paper and spreadsheets.

use crate::ledger::{Day, RecordId, day_label};
use crate::reports::{Column, Table, Width};

use super::breakdown::{Breakdown, BreakdownRow, MemberStatistics, UNREGISTERED};
use super::changes::{ChangeKind, YearChanges};

/// More branches than these are laid across.
const UPRIGHT_BRANCHES: usize = 5;

/// The breakdowns of all members, and of each branch with its name. `name` is that of the hospital.
pub fn statistics_table(
    name: &str,
    day: Day,
    statistics: &MemberStatistics,
    branches: &[(RecordId, String)],
) -> Table {
    let mut columns = vec![
        Column { width: Width::Mm(24), ..Column::text("分类") },
        Column { width: Width::Weight(2), ..Column::text("项目") },
        Column::number("合计", 16),
    ];
    columns.extend(branches.iter().map(|(_, name)| Column::number(name.clone(), 18)));
    let scopes: Vec<Option<&RecordId>> =
        [None].into_iter().chain(branches.iter().map(|(id, _)| Some(id))).collect();
    let line = |group: &str, label: &str, count: &dyn Fn(Option<&RecordId>) -> String| {
        let mut cells = vec![group.to_owned(), label.to_owned()];
        cells.extend(scopes.iter().map(|scope| count(*scope)));
        cells
    };
    let mut rows =
        vec![line("党员", "总数", &|branch| statistics.members(branch).len().to_string())];
    for breakdown in statistics.all_breakdowns().filter(|one| !is_by_branch(one)) {
        let name = breakdown.name;
        let of =
            |row: &BreakdownRow| line(name, &row.label, &|branch| breakdown.words(row, branch));
        rows.extend(breakdown.rows.iter().map(of));
        if !breakdown.unregistered.is_empty() {
            rows.push(line(name, UNREGISTERED, &|branch| {
                breakdown.unregistered_of(branch).len().to_string()
            }));
        }
    }
    Table {
        title: format!("{name}党员统计表"),
        subtitle: format!("截至{}", day_label(day)),
        columns,
        rows,
        notes: vec!["“—”是没有一人登记，不是0；“其他写法”是登记了、归不进上面各项的。".to_owned()],
        landscape: branches.len() > UPRIGHT_BRANCHES,
        dense: true,
        ..Table::default()
    }
}

/// Whether a breakdown is by the columns of the table.
fn is_by_branch(breakdown: &Breakdown) -> bool {
    breakdown.name == "支部"
}

/// The changes of a year to a day, of all and of each branch with its name.
pub fn changes_table(name: &str, until: Day, changes: &[(String, YearChanges)]) -> Table {
    let mut columns = vec![Column { width: Width::Weight(2), ..Column::text("项目") }];
    columns.extend(changes.iter().map(|(name, _)| Column::number(name.clone(), 18)));
    let line = |label: &str, count: &dyn Fn(&YearChanges) -> usize| {
        let mut cells = vec![label.to_owned()];
        cells.extend(changes.iter().map(|(_, of)| count(of).to_string()));
        cells
    };
    let mut rows = vec![line("年初", &|of| of.start.len())];
    for kind in ChangeKind::ALL {
        rows.push(line(kind.label(), &|of| of.of_kind(kind).len()));
    }
    rows.push(line("现有", &|of| of.end.len()));
    Table {
        title: format!("{name}党员变动表"),
        subtitle: format!("本年到{}", day_label(until)),
        columns,
        rows,
        notes: vec!["年初加发展、转入等，减转出等，就是现有；转正和换届不增减人数。".to_owned()],
        landscape: changes.len() > UPRIGHT_BRANCHES,
        ..Table::default()
    }
}

//! Faults and doubts of a table before it is imported: words that are not known, cells and rows that
//! cannot be taken, each with where it can be corrected.

use super::columns::{ColumnMap, Meaning};
use super::grid::{Address, Grid};
use super::record_cells::CellError;
use super::record_columns::RecordColumns;
use super::record_outcome::{RecordOutcome, RowError};
use super::record_plan::RecordPlan;
use super::roster::{RosterRow, RowProblem, RowProblemKind};
use super::roster_fields;
use super::roster_import::NO_BRANCH;
use super::roster_plan::{RosterPlan, RowOutcome};
use super::text;
use super::values::{self, ValueProblem};
use crate::ordered;
use crate::registers::Kind;

/// A word that a column of choices does not know: it is mapped once for all rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// The column, from 0.
    pub column: usize,
    /// What the column holds.
    pub label: String,
    /// The word, as the table has it.
    pub written: String,
    /// In how many rows it stands.
    pub rows: usize,
    /// What it may mean.
    pub options: Vec<&'static str>,
    /// Whether it keeps its rows out, or only its cells.
    pub keeps_out: bool,
}

/// A cell that cannot be taken, or that may not say what was meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FaultyCell {
    /// Where it stands.
    pub address: Address,
    /// What its row is called.
    pub of: String,
    /// What it is called.
    pub label: String,
    /// What it says.
    pub shown: String,
    /// What is wrong.
    pub why: String,
    /// Whether it keeps its row out.
    pub keeps_out: bool,
}

/// Rows that cannot be taken, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultyRows {
    /// The reason.
    pub why: String,
    /// Their numbers from 1, and what they are called.
    pub rows: Vec<(usize, String)>,
}

/// Faults and doubts of a table, most severe first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewFaults {
    /// Words that are not known.
    pub words: Vec<UnknownWord>,
    /// Cells.
    pub cells: Vec<FaultyCell>,
    /// Rows.
    pub rows: Vec<FaultyRows>,
}

impl ReviewFaults {
    /// Returns the faults and doubts of a roster; `grid` is the table as it was corrected.
    #[must_use]
    pub fn of_roster(plan: &RosterPlan, grid: &Grid, map: &ColumnMap) -> Self {
        let groups = map.groups();
        let mut found = Self::default();
        for planned in plan.rows.iter().filter(|planned| !planned.row.is_excluded()) {
            let row = &planned.row;
            let Some(map) = groups.get(row.group) else { continue };
            for problem in row.problems.iter().filter(|problem| !problem.cell_left_out) {
                found.add_of_roster(row, problem, grid, map);
            }
            let RowOutcome::Refused { reasons } = &planned.outcome else { continue };
            if row.is_faulty() {
                continue;
            }
            for reason in reasons {
                let branch = map.column_of("branch").filter(|_| reason == NO_BRANCH);
                match branch {
                    Some(column) => found.add_cell(row, (grid, map), column, reason.clone(), true),
                    None => found.add_row(row.row, name_of(row), reason.clone()),
                }
            }
        }
        found.sorted()
    }

    /// Returns the faults and doubts of a table of records; `grid` is the table as it was corrected.
    #[must_use]
    pub fn of_records(plan: &RecordPlan, grid: &Grid, columns: &RecordColumns) -> Self {
        let mut found = Self::default();
        for planned in &plan.rows {
            let RecordOutcome::Refused { reasons } = &planned.outcome else { continue };
            let of = if planned.title.is_empty() {
                format!("第 {} 行", planned.row)
            } else {
                planned.title.clone()
            };
            for reason in reasons {
                match reason {
                    RowError::Excluded => {}
                    RowError::Cell { address, label, error } => {
                        let shown = grid.cell(address.row, address.column).text();
                        let options = choices(columns, address.column)
                            .filter(|_| matches!(error, CellError::NoChoice { .. }));
                        match options {
                            Some(options) => {
                                found.add_word(address.column, label, &shown, options, true);
                            }
                            None => found.cells.push(FaultyCell {
                                address: *address,
                                of: of.clone(),
                                label: label.clone(),
                                shown: shown.into_owned(),
                                why: error.to_string(),
                                keeps_out: true,
                            }),
                        }
                    }
                    RowError::Lacks { .. }
                    | RowError::Rule(_)
                    | RowError::Contradicts { .. }
                    | RowError::Repeats { .. } => {
                        found.add_row(planned.row, of.clone(), reason.to_string());
                    }
                }
            }
        }
        found.sorted()
    }

    /// Returns whether there are neither faults nor doubts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.cells.is_empty() && self.rows.is_empty()
    }

    fn add_of_roster(
        &mut self,
        row: &RosterRow,
        problem: &RowProblem,
        grid: &Grid,
        map: &ColumnMap,
    ) {
        let RowProblem { address, field, kind, .. } = problem;
        let keeps_out = problem.is_fault();
        if matches!(kind, RowProblemKind::WhichBranch { .. } | RowProblemKind::MayBeErased) {
            // Asked by itself.
            return;
        }
        let is_unknown = matches!(
            kind,
            RowProblemKind::Value(ValueProblem::UnknownWord { .. })
                | RowProblemKind::UnknownPost(_)
        );
        if let (true, Some(address), Some(field)) = (is_unknown, address, field) {
            let shown = grid.cell(address.row, address.column).text();
            let options = values::options(field.kind);
            return self.add_word(address.column, field.label, &shown, options, keeps_out);
        }
        if !keeps_out && !kind.is_doubtful() {
            return;
        }
        let column = match address {
            Some(address) => Some(address.column),
            None => tells_apart(kind).iter().find_map(|name| map.column_of(name)),
        };
        match column {
            Some(column) => self.add_cell(row, (grid, map), column, kind.to_string(), keeps_out),
            None => self.add_row(row.row, name_of(row), kind.to_string()),
        }
    }

    fn add_word(
        &mut self,
        column: usize,
        label: &str,
        written: &str,
        options: Vec<&'static str>,
        keeps_out: bool,
    ) {
        let same = |known: &&mut UnknownWord| {
            known.column == column && text::squeezed(&known.written) == text::squeezed(written)
        };
        if let Some(known) = self.words.iter_mut().find(same) {
            known.rows += 1;
            return;
        }
        let (label, written) = (label.to_owned(), written.to_owned());
        self.words.push(UnknownWord { column, label, written, rows: 1, options, keeps_out });
    }

    fn add_cell(
        &mut self,
        row: &RosterRow,
        (grid, map): (&Grid, &ColumnMap),
        column: usize,
        why: String,
        keeps_out: bool,
    ) {
        let address = Address { column, ..row.address() };
        let meaning = map.columns.iter().find(|one| one.index == column).map(|one| one.meaning);
        let label = match meaning {
            Some(Meaning::Field(name)) => roster_fields::by_name(name).map_or("", |f| f.label),
            _ => "",
        };
        let shown = grid.cell(address.row, column).text().into_owned();
        let label = label.to_owned();
        self.cells.push(FaultyCell { address, of: name_of(row), label, shown, why, keeps_out });
    }

    fn add_row(&mut self, row: usize, of: String, why: String) {
        match self.rows.iter_mut().find(|known| known.why == why) {
            Some(known) => known.rows.push((row, of)),
            None => self.rows.push(FaultyRows { why, rows: vec![(row, of)] }),
        }
    }

    /// What keeps rows out comes first.
    fn sorted(mut self) -> Self {
        ordered::sort_by_key(&mut self.words, |word| !word.keeps_out);
        ordered::sort_by_key(&mut self.cells, |cell| (!cell.keeps_out, cell.address));
        self
    }
}

/// What a row of a roster is called.
fn name_of(row: &RosterRow) -> String {
    row.get("name").map_or_else(|| format!("第 {} 行", row.row), str::to_owned)
}

/// The fields by which a row that is not clear as a whole can be told from others, the best first.
fn tells_apart(kind: &RowProblemKind) -> &'static [&'static str] {
    match kind {
        RowProblemKind::NoName => &["name"],
        RowProblemKind::SameStaffNumber { .. }
        | RowProblemKind::NearlySameNumber { .. }
        | RowProblemKind::SameMember { .. } => &["staff_number"],
        RowProblemKind::SamePerson { .. }
        | RowProblemKind::Ambiguous { .. }
        | RowProblemKind::NotSure => &["staff_number", "born"],
        _ => &[],
    }
}

/// What a column of choices takes; `None` for any other.
fn choices(columns: &RecordColumns, column: usize) -> Option<Vec<&'static str>> {
    let (part, _) = columns.assigned().find(|(_, at)| *at == column)?;
    match part.column.kind {
        Kind::Choice(choices) => Some(choices.iter().map(|(_, word)| *word).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::corrections::Corrections;
    use super::super::delimited;
    use super::super::roster;
    use super::super::roster_plan::{PlanOptions, RosterContext};
    use super::*;

    fn faults(table: &str, corrections: &Corrections) -> (ReviewFaults, RosterPlan) {
        let grid = delimited::read(table).unwrap();
        let map = ColumnMap::recognise(&grid).unwrap();
        let grid = corrections.apply(grid, map.heading_rows.end);
        let roster = roster::read_corrected(&grid, &map, corrections).unwrap();
        let plan = RosterPlan::new(&roster, RosterContext::default(), PlanOptions::default());
        (ReviewFaults::of_roster(&plan, &grid, &map), plan)
    }

    const TABLE: &str = "姓名,工号,出生年月,人员状态\n张三,1,1990.13,居家\n,2,,居 家\n李四,3,#REF!,在职\n王五,3,,在职\n";

    #[test]
    fn each_fault_has_its_cell_and_a_word_is_told_once() {
        let (found, _) = faults(TABLE, &Corrections::default());
        let told: Vec<(String, &str, &str, bool)> = found
            .cells
            .iter()
            .map(|cell| (cell.address.to_string(), &*cell.of, &*cell.shown, cell.keeps_out))
            .collect();
        assert_eq!(
            told,
            [
                ("C2".to_owned(), "张三", "1990.13", true),
                ("A3".to_owned(), "第 3 行", "", true),
                ("B4".to_owned(), "李四", "3", true),
                ("B5".to_owned(), "王五", "3", true),
                ("C4".to_owned(), "李四", "", false),
            ]
        );
        assert_eq!(found.words.len(), 1);
        let word = &found.words[0];
        assert_eq!((&*word.label, &*word.written, word.rows), ("人员状态", "居家", 2));
        assert!(word.options.contains(&"长病"), "{:?}", word.options);
    }

    #[test]
    fn what_is_corrected_mapped_or_excluded_wants_no_eye_any_more() {
        let mut corrections = Corrections::default();
        let at = |row, column| Address { row, column };
        corrections.correct(at(1, 2), "1990.12");
        corrections.correct(at(2, 0), "赵六");
        corrections.map_word(3, "居家", "长病");
        // Of two with one number the other is taken once one of them is excluded.
        corrections.set_excluded(5, 0, true);
        let (found, plan) = faults(TABLE, &corrections);
        assert!(
            found.cells.iter().all(|cell| !cell.keeps_out) && found.words.is_empty(),
            "{found:?}"
        );
        let taken = plan.rows.iter().filter(|row| row.outcome == RowOutcome::New).count();
        assert_eq!(taken, 3);
        assert_eq!(plan.rows[0].row.get("status"), Some("长病"));
        assert_eq!(plan.rows[0].row.get("born"), Some("1990-12"));
        assert!(plan.rows[3].row.is_excluded());
    }
}

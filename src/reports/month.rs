//! The sheet of a branch's month as it is shown and printed: open, locked or brought in.

use std::sync::Arc;

use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{ADOPTION, brought_in_id, name_of, names_apart, standard_id};
use crate::scoring::{
    MOST, Mean, MonthSheet, NoStandard, ResultSource, Scores, Snapshot, SnapshotError, Standard,
    is_brought_in, locked, locked_ranks, ranks,
};

/// A branch's month.
#[derive(Debug, Clone)]
pub struct MonthView {
    /// The branch's name.
    pub branch: String,
    /// The month.
    pub month: Month,
    /// The standard by which it was scored; `None` for a month that was brought in.
    pub standard: Option<Arc<Standard>>,
    /// The standard by which its results are graded.
    pub graded_by: Arc<Standard>,
    /// Where the numbers come from.
    pub source: ResultSource,
    /// One row a member.
    pub rows: Vec<MonthRow>,
}

/// A member's row; points in tenths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthRow {
    /// The member.
    pub member: RecordId,
    /// The name.
    pub name: String,
    /// What tells the member apart where several of that name are in the branch: （心内科）; else empty.
    pub distinction: String,
    /// The item scores, in the order of the standard; empty where it was brought in.
    pub items: Vec<i32>,
    /// The subtotals of the aspects.
    pub aspects: Vec<i32>,
    /// What it would be without a veto.
    pub computed: i32,
    /// What counts.
    pub result: i32,
    /// Whether a veto is in force.
    pub vetoed: bool,
    /// Whether the member counts in means and ranks.
    pub assessed: bool,
    /// The grade; empty where the member is not assessed.
    pub grade: String,
    /// The rank in the branch, where the member has one.
    pub rank: Option<usize>,
}

/// Why a month cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoMonth {
    /// No standard is in force.
    #[error(transparent)]
    Standard(#[from] NoStandard),
    /// The locked snapshot is damaged.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
}

impl MonthRow {
    /// The name with what tells the member apart.
    pub fn shown_name(&self) -> String {
        format!("{}{}", self.name, self.distinction)
    }
}

impl MonthView {
    /// Tells members of one name apart, for a list that is public or not.
    pub fn tell_apart(&mut self, ledger: &Ledger, is_public: bool) {
        let names = names_apart(ledger, self.rows.iter().map(|row| &row.member), is_public);
        for row in &mut self.rows {
            let shown = names.get(&row.member).and_then(|name| name.strip_prefix(&*row.name));
            row.distinction = shown.unwrap_or_default().to_owned();
        }
    }

    /// A branch's month: as locked where it is, as brought in where it was, else as it stands.
    ///
    /// # Errors
    /// Where no standard is in force, or a locked snapshot is damaged.
    pub fn of(
        ledger: &Ledger,
        scores: &mut Scores,
        branch: &RecordId,
        month: Month,
    ) -> Result<Self, NoMonth> {
        let mut view = match locked(ledger, branch, month) {
            Some(snapshot) => Self::of_snapshot(ledger, scores, &snapshot?)?,
            None if is_brought_in(ledger, branch, month) => {
                let graded_by = match scores.grading_standard(ledger, month) {
                    // The whole built-in one would weigh on the first load.
                    Err(NoStandard::NotAdopted(_)) => Arc::new(Standard::of_usual_grades()),
                    graded_by => graded_by?,
                };
                Self::of_totals(ledger, branch, month, graded_by)
            }
            None => Self::of_sheet(ledger, &*scores.sheet(ledger, month)?, branch),
        };
        view.branch = name_of(ledger, branch);
        Ok(view)
    }

    fn of_sheet(ledger: &Ledger, sheet: &MonthSheet, branch: &RecordId) -> Self {
        let places = sheet.branch(branch);
        let ranks = ranks(sheet, &places);
        let rows = places
            .iter()
            .zip(ranks)
            .map(|(place, rank)| {
                let row = &sheet.rows[*place];
                MonthRow {
                    name: name_of(ledger, &row.who.member),
                    distinction: String::new(),
                    member: row.who.member.clone(),
                    items: sheet.items(*place).to_vec(),
                    aspects: (0..sheet.standard.aspects.len())
                        .map(|aspect| sheet.aspect(*place, aspect))
                        .collect(),
                    computed: row.computed,
                    result: row.result,
                    vetoed: row.who.veto.is_some(),
                    assessed: row.is_assessed(),
                    grade: grade(&sheet.standard, row.is_assessed(), row.result),
                    rank,
                }
            })
            .collect();
        Self {
            branch: String::new(),
            month: sheet.month,
            standard: Some(sheet.standard.clone()),
            graded_by: sheet.standard.clone(),
            source: ResultSource::Open,
            rows,
        }
    }

    fn of_snapshot(
        ledger: &Ledger,
        scores: &mut Scores,
        snapshot: &Snapshot,
    ) -> Result<Self, NoMonth> {
        let missing = NoStandard::Missing(snapshot.month);
        let id = standard_id(&snapshot.standard);
        let standard = scores.published(ledger, &id).ok_or(missing)?;
        let ranks = locked_ranks(&standard, snapshot.rows.values());
        let rows = snapshot
            .rows
            .iter()
            .zip(ranks)
            .map(|((member, row), rank)| MonthRow {
                name: name_of(ledger, member),
                distinction: String::new(),
                member: member.clone(),
                aspects: (0..standard.aspects.len())
                    .map(|aspect| standard.subtotal(&row.items, aspect))
                    .collect(),
                items: row.items.clone(),
                computed: row.computed,
                result: row.result,
                vetoed: row.veto.is_some(),
                assessed: row.is_assessed(),
                grade: grade(&standard, row.is_assessed(), row.result),
                rank,
            })
            .collect();
        Ok(Self {
            branch: String::new(),
            month: snapshot.month,
            standard: Some(standard.clone()),
            graded_by: standard,
            source: ResultSource::Locked,
            rows,
        })
    }

    fn of_totals(
        ledger: &Ledger,
        branch: &RecordId,
        month: Month,
        graded_by: Arc<Standard>,
    ) -> Self {
        let rows = ledger
            .record(&brought_in_id(branch, month))
            .map(|record| record.entries("totals"))
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(member, total)| {
                let member: RecordId = member.parse().ok()?;
                let total = i32::try_from(total.as_int()?).ok()?.clamp(0, MOST);
                Some(MonthRow {
                    name: name_of(ledger, &member),
                    distinction: String::new(),
                    member,
                    items: Vec::new(),
                    aspects: Vec::new(),
                    computed: total,
                    result: total,
                    vetoed: false,
                    assessed: true,
                    grade: grade(&graded_by, true, total),
                    rank: None,
                })
            })
            .collect();
        let source = ResultSource::BroughtIn;
        Self { branch: String::new(), month, standard: None, graded_by, source, rows }
    }

    /// The mean of those who are assessed.
    pub fn mean(&self) -> Mean {
        self.rows.iter().filter(|row| row.assessed).map(|row| row.result).collect()
    }

    /// How many of those who are assessed have each grade, the highest first.
    pub fn grades(&self) -> Vec<(String, usize)> {
        self.graded_by
            .grades
            .iter()
            .map(|grade| {
                let count = self.rows.iter().filter(|row| row.grade == grade.name).count();
                (grade.name.clone(), count)
            })
            .collect()
    }
}

fn grade(standard: &Standard, assessed: bool, result: i32) -> String {
    if assessed { standard.grade_name(result).to_owned() } else { String::new() }
}

/// The months of a branch that ask for something: since a standard was first adopted, those neither
/// locked nor brought in, up to a given one; the oldest first.
pub fn open_months(ledger: &Ledger, branch: &RecordId, until: Month) -> Vec<Month> {
    let first = ledger
        .records(ADOPTION.name)
        .filter_map(|adoption| adoption.text("month").parse::<Month>().ok())
        .min();
    let Some(first) = first else {
        return Vec::new();
    };
    (0..=until.since(first))
        .map(|step| first.plus(step))
        .filter(|month| {
            locked(ledger, branch, *month).is_none() && !is_brought_in(ledger, branch, *month)
        })
        .collect()
}

//! Outcomes of the rows of a table that is imported into a register, and what is asked.

use std::collections::BTreeMap;

use super::grid::Address;
use super::record_cells::CellError;
use crate::ledger::{Day, RecordId, Value};
use crate::registers::form::Input;
use crate::typed_text;

/// What holds for the whole table, and what the user answered so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Values for fields that the table has no column for, as a form would hold them.
    pub constants: BTreeMap<&'static str, String>,
    /// The day from which dated values hold.
    pub since: Option<Day>,
    /// Which record an unclear name means.
    pub names: BTreeMap<UnclearName, NameAnswer>,
    /// The outcome of a row, by its number.
    pub rows: BTreeMap<usize, RowAnswer>,
    /// Why a row does not keep a rule of law, by its number and the name of the rule.
    pub explanations: BTreeMap<(usize, &'static str), String>,
    /// Whether cells that cannot be taken stay blank, instead of keeping their row out.
    pub leaves_faults_blank: bool,
}

impl ImportOptions {
    /// What was written of a row about rules of law.
    pub(super) fn explained(&self, row: usize) -> BTreeMap<&'static str, String> {
        let of_row = self.explanations.range((row, "")..(row + 1, ""));
        of_row
            .filter(|(_, why)| !why.trim().is_empty())
            .map(|((_, rule), why)| (*rule, why.clone()))
            .collect()
    }
}

/// A name in a table that means no record for sure. One that is not found is the same in all rows; so
/// is one that several records have, but for rows that are answered by themselves.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnclearName {
    /// The register in which it was looked for.
    pub register: &'static str,
    /// The name as the table has it.
    pub text: String,
    /// The row, by its number, where it is of that alone: several records have the name.
    pub row: Option<usize>,
}

impl UnclearName {
    /// Whether it is the same name of the same row, or of all, however it is written.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let canonical = typed_text::canonical;
        (self.register, self.row) == (other.register, other.row)
            && (self.text == other.text || canonical(&self.text) == canonical(&other.text))
    }
}

/// The record that an unclear name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameAnswer {
    /// This one.
    Record(RecordId),
    /// A new one of this name.
    Create,
    /// None: the name is left out.
    LeaveOut,
}

/// Outcome of a row, as the user says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowAnswer {
    /// It changes this record.
    Record(RecordId),
    /// It is a new record.
    New,
    /// It is not imported.
    LeaveOut,
}

/// What the user has to say before a row can be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which record a name means.
    Name {
        /// What it is the name of.
        label: String,
        /// The name.
        name: UnclearName,
        /// The records that have it.
        candidates: Vec<RecordId>,
        /// Whether a record of this name can be made from the name alone.
        can_create: bool,
    },
    /// Which record the row changes, or whether it is a new one.
    Record {
        /// The records that may be meant.
        candidates: Vec<RecordId>,
    },
    /// The year of a month that is written without one and would otherwise be in the future.
    Year {
        /// What the table says.
        shown: String,
    },
    /// Why a rule of law is not kept.
    Explanation(Unkept),
    /// Whether a row that says the same as an earlier one is a record of its own.
    Again {
        /// The number of the earlier row.
        row: usize,
    },
}

/// A rule of law that a row does not keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unkept {
    /// The name of the rule.
    pub rule: &'static str,
    /// What it asks for.
    pub text: String,
    /// Why it was not kept; empty until that is written.
    pub explanation: String,
}

/// A value that a row changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDifference {
    /// The name of the field, with the key of the row in it.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What the record says; empty if nothing.
    pub before: String,
    /// What the row says.
    pub after: String,
}

/// Why a row is not imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// A cell cannot be read.
    #[error("{address}（{label}）：{error}")]
    Cell {
        /// Where it stands.
        address: Address,
        /// What it is called.
        label: String,
        /// What is wrong.
        error: CellError,
    },
    /// A row inside the record lacks what it cannot do without.
    #[error("第 {row} 行（{label}）：没有写{missing}")]
    Lacks {
        /// The number of the line.
        row: usize,
        /// What the row is called.
        label: String,
        /// The column that is blank.
        missing: &'static str,
    },
    /// The record would be faulty.
    #[error("{0}")]
    Rule(String),
    /// Another row is about the same record and says something else.
    #[error("与第 {row} 行说的是同一条，内容不同，请核对后只留一行")]
    Contradicts {
        /// The number of the other row.
        row: usize,
    },
    /// An earlier row says the same.
    #[error("与第 {row} 行重复")]
    Repeats {
        /// The number of the earlier row.
        row: usize,
    },
    /// The user said so.
    #[error("已选择不导入")]
    Excluded,
}

/// Outcome of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordOutcome {
    /// A record that the ledger does not have.
    New,
    /// It changes a record.
    Changed {
        /// The record.
        id: RecordId,
        /// What it changes.
        differences: Vec<FieldDifference>,
    },
    /// The ledger says all of this already.
    Same {
        /// The record.
        id: RecordId,
    },
    /// The user is asked first.
    Asked {
        /// What.
        questions: Vec<Question>,
    },
    /// It is not imported.
    Refused {
        /// Why.
        reasons: Vec<RowError>,
    },
}

/// A row, and its outcome.
#[derive(Clone, Debug)]
pub struct PlannedRecord {
    /// The number of its first line in the file, from 1.
    pub row: usize,
    /// The number of its last line.
    pub last_row: usize,
    /// What the row is called.
    pub title: String,
    /// What the cells say, as the ledger would show it.
    pub cells: Vec<ShownCell>,
    /// What is worth a look.
    pub hints: Vec<String>,
    /// The outcome of the row.
    pub outcome: RecordOutcome,
    /// The records that the row may mean.
    pub candidates: Vec<RecordId>,
    /// The rules of law that the record would not keep.
    pub unkept: Vec<Unkept>,
    /// The record that a new one becomes, where it has a natural key.
    pub(super) keyed: Option<RecordId>,
    /// What is written, as from a form.
    pub(super) input: Input,
    /// All that the row says, for finding rows that say the same.
    pub(super) content: Vec<(CellPlace, Content)>,
}

/// What a row says of a field, or of a row of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownCell {
    /// The name of the field, with the key of the row in it.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What is said.
    pub text: String,
}

/// A place in a record: field, column, and the key of the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CellPlace {
    pub(super) field: &'static str,
    pub(super) column: &'static str,
    pub(super) key: String,
}

/// What a cell says, once its names are known.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    /// A value.
    Value(Value),
    /// Records with a number each.
    Marks(BTreeMap<RecordId, i64>),
    /// Something that is not known yet.
    Open(String),
}

impl PlannedRecord {
    /// Whether importing writes this row.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(self.outcome, RecordOutcome::New | RecordOutcome::Changed { .. })
    }

    /// What is asked before the row can be imported.
    #[must_use]
    pub fn questions(&self) -> &[Question] {
        match &self.outcome {
            RecordOutcome::Asked { questions } => questions,
            _ => &[],
        }
    }

    /// The record that the row is about, where that is one record.
    #[must_use]
    pub(super) fn target(&self) -> Option<&RecordId> {
        match &self.outcome {
            RecordOutcome::Changed { id, .. } | RecordOutcome::Same { id } => Some(id),
            RecordOutcome::New => self.keyed.as_ref(),
            RecordOutcome::Asked { .. } | RecordOutcome::Refused { .. } => None,
        }
    }
}

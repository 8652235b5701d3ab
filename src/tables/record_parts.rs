//! Parts of a record that a column of a table can hold: a field, a column of one, a row's name.
//!
//! A table is as wide as what it says of a record. A value of several columns takes a column of the
//! table for each; so does each step of a fixed list. Of rows without a fixed list each line of the
//! table holds one: several lines are then one record.

use super::headings;
use super::record_words::with_canonical_words;
use crate::registers::{Field, Kind, RowKeys, Schema, Shape, head};

/// A part of a record of some register.
#[derive(Clone, Copy, Debug)]
pub struct RecordPart {
    /// The field that it belongs to.
    pub field: &'static Field,
    /// What a cell holds: the field itself, or one of its columns.
    pub column: &'static Field,
    /// Where in the field it is.
    pub place: PartPlace,
}

/// Where in its field a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartPlace {
    /// The whole field; of a table with a number for each record, names with their numbers.
    Whole,
    /// A column of a value of several.
    Column,
    /// The name of the record whose row the line holds.
    RowKey,
    /// A column of the row that the line holds.
    Row,
    /// A column of the row of a step, by the step's name and label.
    Step(&'static str, &'static str),
    /// The year of months and quarters that other columns write without one.
    Year,
}

impl PartialEq for RecordPart {
    fn eq(&self, other: &Self) -> bool {
        let key = |part: &Self| (part.field.name, part.column.name, part.place);
        key(self) == key(other)
    }
}

impl Eq for RecordPart {}

impl RecordPart {
    fn whole(field: &'static Field) -> Self {
        Self { field, column: field, place: PartPlace::Whole }
    }

    /// Its name, which no other part of the register has.
    #[must_use]
    pub fn name(&self) -> String {
        let (field, column) = (self.field.name, self.column.name);
        match self.place {
            PartPlace::Whole => field.to_owned(),
            PartPlace::Column | PartPlace::Row => format!("{field}.{column}"),
            PartPlace::RowKey => format!("{field}.#"),
            PartPlace::Step(step, _) => format!("{field}.{step}.{column}"),
            PartPlace::Year => "#year".to_owned(),
        }
    }

    /// What it is called: the label of the field, and where in it the part is.
    #[must_use]
    pub fn label(&self) -> String {
        self.words().join("·")
    }

    fn words(&self) -> Vec<&'static str> {
        let has_columns = self.column.name != self.field.name;
        let own = has_columns.then_some(self.column.label);
        let (inner, own) = match self.place {
            PartPlace::Year => return vec!["年份"],
            PartPlace::Whole => (None, None),
            PartPlace::Column | PartPlace::Row => (None, own),
            PartPlace::RowKey => (None, self.register().and_then(head).map(|head| head.label)),
            PartPlace::Step(_, label) => (Some(label), own),
        };
        [Some(self.field.label), inner, own].into_iter().flatten().collect()
    }

    /// The register whose records a cell names.
    #[must_use]
    pub fn register(&self) -> Option<&'static str> {
        match (self.place, self.field.shape, self.column.kind) {
            (PartPlace::Year, ..) => None,
            (PartPlace::Whole | PartPlace::RowKey, Shape::Rows(RowKeys::Records(to)), _)
            | (_, _, Kind::Reference(to)) => Some(to),
            _ => None,
        }
    }

    /// Whether a cell holds the names of several records, each with its number.
    pub(super) fn is_marks(&self) -> bool {
        self.place == PartPlace::Whole && matches!(self.field.shape, Shape::Rows(_))
    }

    /// Whether it belongs to the row that a line holds.
    #[must_use]
    pub fn is_of_line(&self) -> bool {
        matches!(self.place, PartPlace::Row | PartPlace::RowKey)
    }

    /// Whether a cell holds the field itself, or the first of its columns.
    fn is_first_column(&self) -> bool {
        let first = self.field.kind.columns().first();
        first.is_none_or(|first| first.name == self.column.name)
    }

    /// The headings that mean it beyond doubt: they say the field, too.
    fn full_headings(&self) -> Vec<String> {
        let words = self.words();
        let is_step = matches!(self.place, PartPlace::Step(..));
        let without_field = words.get(1..).filter(|_| is_step).unwrap_or_default();
        [words.concat(), without_field.concat()].iter().flat_map(|text| spellings(text)).collect()
    }

    /// The headings that mean it where no other part is called so: they say the column alone.
    fn bare_headings(&self) -> Vec<String> {
        let own: Vec<&str> = match self.place {
            PartPlace::Whole if self.column.kind == Kind::Month => {
                vec!["月", "月份", "考核月", "考核月份"]
            }
            PartPlace::Whole => Vec::new(),
            PartPlace::Year => vec!["年", "年度"],
            PartPlace::Column | PartPlace::Row | PartPlace::RowKey => {
                self.words().last().copied().into_iter().collect()
            }
            PartPlace::Step(_, label) => {
                let own = self.is_first_column().then_some(label);
                [own, Some(self.column.label)].into_iter().flatten().collect()
            }
        };
        own.into_iter().flat_map(spellings).collect()
    }
}

/// The headings that mean a part, spelt once.
#[derive(Clone)]
struct HeadingsOfPart {
    part: RecordPart,
    /// Those that name it in full.
    full: Vec<String>,
    /// Those that say the column alone.
    bare: Vec<String>,
    /// All of them and what the field is called besides, with canonical words.
    alike: Vec<String>,
}

/// The parts of a register's records, each with the headings that mean it.
#[derive(Clone)]
pub(super) struct PartHeadings(Vec<HeadingsOfPart>);

impl PartHeadings {
    pub(super) fn of(parts: &[RecordPart]) -> Self {
        let known = |part: &RecordPart| {
            let (full, bare) = (part.full_headings(), part.bare_headings());
            let also: Vec<&str> = match part.place {
                PartPlace::Whole => part.field.also.to_vec(),
                PartPlace::Step(step, _) if part.is_first_column() => {
                    let words = part.field.also_steps.iter().filter(|(of, _)| *of == step);
                    words.map(|(_, word)| *word).collect()
                }
                _ => Vec::new(),
            };
            let also = also.into_iter().map(str::to_owned);
            let all = full.iter().chain(&bare).cloned().chain(also);
            let alike = all.map(|heading| with_canonical_words(&heading)).collect();
            HeadingsOfPart { part: *part, full, bare, alike }
        };
        Self(parts.iter().map(known).collect())
    }

    /// The part that a heading means by its words: the one that it names in full, else the only one
    /// that is called so.
    pub(super) fn part_called(&self, heading: &str) -> Option<RecordPart> {
        let plain = spellings(heading);
        let full = self.0.iter().find(|one| is_any(&plain, &one.full));
        let bare =
            || only(self.0.iter().filter(|one| is_any(&plain, &one.bare)).map(|one| &one.part));
        full.map(|one| one.part).or_else(bare)
    }

    /// The only part that a heading means in other words.
    pub(super) fn part_like(&self, heading: &str) -> Option<RecordPart> {
        let plain = spellings(heading).map(|plain| with_canonical_words(&plain));
        only(self.0.iter().filter(|one| is_any(&plain, &one.alike)).map(|one| &one.part))
    }

    /// Whether a heading is the label of a field or of a column, whichever row that is of.
    pub(super) fn has_label(&self, heading: &str) -> bool {
        let plain = spellings(heading);
        self.0.iter().any(|one| is_any(&plain, &one.full) || is_any(&plain, &one.bare))
    }
}

/// The parts of a register's records that a table can bring, in the order of the form.
pub fn parts(schema: &'static Schema) -> Vec<RecordPart> {
    let mut parts: Vec<RecordPart> = schema.fields.iter().flat_map(parts_of).collect();
    let of_months =
        parts.iter().find(|part| matches!(part.field.kind, Kind::Month | Kind::Quarter));
    let has_year = parts.iter().any(|part| part.field.label.starts_with('年'));
    if let Some(part) = of_months.filter(|_| !has_year).copied() {
        parts.push(RecordPart { place: PartPlace::Year, ..part });
    }
    parts
}

fn parts_of(field: &'static Field) -> Vec<RecordPart> {
    let columns: Vec<&'static Field> = match field.kind {
        Kind::Columns(columns) => columns.iter().filter(|one| one.kind != Kind::Data).collect(),
        _ => vec![field],
    };
    let at = |place: PartPlace| {
        let part = move |column: &&'static Field| RecordPart { field, column, place };
        columns.iter().map(part).collect::<Vec<_>>()
    };
    let is_number = matches!(
        field.kind,
        Kind::Count(..) | Kind::Points(..) | Kind::Percent | Kind::Tenths(..) | Kind::Money
    );
    match (field.shape, field.kind) {
        (_, Kind::Data) | (Shape::Dated, Kind::Columns(_)) => Vec::new(),
        (Shape::Single, Kind::Columns(_)) => at(PartPlace::Column),
        (Shape::Single | Shape::Dated, _) => vec![RecordPart::whole(field)],
        // A name with a number, or alone, has room in a cell.
        (Shape::Rows(RowKeys::Records(_)), _) if is_number => vec![RecordPart::whole(field)],
        (Shape::Rows(RowKeys::Records(_)), _) => {
            let key = RecordPart { place: PartPlace::RowKey, ..RecordPart::whole(field) };
            std::iter::once(key).chain(at(PartPlace::Row)).collect()
        }
        (Shape::Rows(RowKeys::Created | RowKeys::Writer), _) => at(PartPlace::Row),
        (Shape::Rows(RowKeys::Steps(steps)), _) => {
            steps.iter().flat_map(|(step, label)| at(PartPlace::Step(step, label))).collect()
        }
    }
}

/// The only one of several parts.
pub(super) fn only<'a>(mut found: impl Iterator<Item = &'a RecordPart>) -> Option<RecordPart> {
    match (found.next(), found.next()) {
        (Some(part), None) => Some(*part),
        _ => None,
    }
}

/// The plain spellings of a heading without what stands between the words of a label: 表决-发出.
fn spellings(heading: &str) -> [String; 3] {
    headings::spellings(heading)
        .map(|plain| plain.chars().filter(|c| !"·•・-—–_/|".contains(*c)).collect())
}

fn is_any(plain: &[String; 3], known: &[String]) -> bool {
    plain.iter().any(|plain| !plain.is_empty() && known.contains(plain))
}

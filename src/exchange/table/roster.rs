//! The rows of a roster (花名册): every cell read, every problem with its place.

use std::collections::BTreeMap;

use super::columns::{ColumnMap, ColumnsProblem};
use super::dates::{self, DateContext, DateProblem};
use super::doubts::Doubt;
use super::duplicates;
use super::fields::{self, Field, Kind};
use super::grid::{Address, Cell, Grid};
use super::table_rows::{DataRows, LeftOutBecause};
use super::text::{self, TextProblem};
use super::values::{self, ValueProblem};

/// Something about a cell or row that the user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The cell, or none if it is the row as a whole.
    pub address: Option<Address>,
    /// The field of the cell.
    pub field: Option<&'static Field>,
    /// What it is.
    pub kind: ProblemKind,
    /// Whether the user said to take the row without this cell.
    pub cell_left_out: bool,
}

impl Problem {
    /// Whether this keeps the row from being taken.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        !self.cell_left_out && !self.kind.is_hint()
    }
}

/// What a problem is. The texts say what is wrong and what to do; [`Problem`] adds the place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// A date that cannot be read.
    #[error(transparent)]
    Date(#[from] DateProblem),
    /// A value that cannot be read.
    #[error(transparent)]
    Value(#[from] ValueProblem),
    /// A text that cannot be kept.
    #[error(transparent)]
    Text(#[from] TextProblem),
    /// A cell that could not be read as it was meant; it is left empty.
    #[error("存疑：{0}，这一格空着，请对照原表补上")]
    Doubtful(Doubt),
    /// A cell whose text is kept, but may not be what was meant.
    #[error("存疑：{0}，按原样读入，请核对")]
    ToBeChecked(Doubt),
    /// A name that could not be read.
    #[error("存疑：{0}，请在原表里把姓名改正后再导入")]
    DoubtfulName(Doubt),
    /// Data, but nobody's.
    #[error("没有姓名，请补上姓名，或删去这一行")]
    NoName,
    /// The same row again.
    #[error("与第 {row} 行重复，请删去一行")]
    SameAsRow {
        /// The first of them, from 1.
        row: usize,
    },
    /// One staff number for two rows that differ.
    #[error("工号与第 {row} 行相同，其他内容不同，请核对后改正其中一行")]
    SameStaffNumber {
        /// The other row, from 1.
        row: usize,
    },
    /// Two rows that differ and may be one person.
    #[error(
        "姓名与第 {row} 行相同，分不清是不是同一个人。同一人请删去一行，两个人请补上工号或出生年月"
    )]
    SamePerson {
        /// The other row, from 1.
        row: usize,
    },
    /// Two people of one name: worth a look, no mistake.
    #[error("与第 {row} 行同名，按两个人导入")]
    SameName {
        /// The other row, from 1.
        row: usize,
    },
    /// An identity-card number, which is not taken.
    #[error("里面像是身份证号，这一格没有导入：台账不保存身份证号")]
    IdentityNumber,
    /// Characters of no width, which were left out.
    #[error("里面有看不见的字符，已去掉")]
    Invisible,
    /// Characters that stood for others, as PDF files and older systems have them.
    #[error("里面的{}", list_of(.0))]
    Replaced(Vec<(char, char)>),
    /// A private character, which other computers show otherwise or not at all.
    #[error("里面有旧系统的自造字，别的电脑可能显示不出来，请核对")]
    PrivateCharacter,
    /// A month written as `1990.1`.
    #[error("写作 {year}.1，Excel 会把 {year}.10 也显示成这样；按{month}月读入，请核对")]
    JanuaryOrOctober {
        /// Its year.
        year: u16,
        /// The month it was read as.
        month: u8,
    },
    /// The staff number is somebody's of another name.
    #[error("工号与台账里的“{name}”相同而姓名不同，将改名；如果不是同一个人，请改正工号")]
    OtherName {
        /// The name in the ledger.
        name: String,
    },
    /// Somebody of this name and birth is in the ledger under another staff number.
    #[error(
        "台账里有同名、出生年月也相同的人，工号是 {staff_number}；按两个人导入，如果是同一人请改正工号"
    )]
    OtherStaffNumber {
        /// The number in the ledger.
        staff_number: String,
    },
    /// Namesakes in the ledger whose births differ.
    #[error("台账里有同名的人，出生年月不同，按两个人导入")]
    Namesake,
    /// Someone whose data was erased at their own request, or otherwise by law.
    #[error("工号 {staff_number} 的个人信息已经依法删除，不再导入")]
    Redacted {
        /// The number.
        staff_number: String,
    },
    /// Several in the ledger may be meant.
    #[error("台账里有 {count} 位同名的人，分不清是哪一位，请补上工号或出生年月")]
    Ambiguous {
        /// How many.
        count: usize,
    },
    /// The ledger has this name and neither side says enough.
    #[error("台账里有同名的人，分不清是不是同一个人，请补上工号或出生年月")]
    NotSure,
    /// Several rows mean one person of the ledger.
    #[error("与第 {row} 行对应台账里的同一个人，请删去一行或改正工号")]
    SameMember {
        /// The other row, from 1.
        row: usize,
    },
}

impl ProblemKind {
    /// Whether the cell may not say what was meant.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        matches!(self, Self::Doubtful(_) | Self::ToBeChecked(_) | Self::DoubtfulName(_))
    }

    /// Whether the row is taken all the same.
    #[must_use]
    pub fn is_hint(&self) -> bool {
        matches!(
            self,
            Self::Doubtful(_)
                | Self::ToBeChecked(_)
                | Self::SameName { .. }
                | Self::IdentityNumber
                | Self::Invisible
                | Self::Replaced(_)
                | Self::PrivateCharacter
                | Self::JanuaryOrOctober { .. }
                | Self::OtherName { .. }
                | Self::OtherStaffNumber { .. }
                | Self::Namesake
        )
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let (Some(address), Some(field)) = (self.address, self.field) {
            write!(f, "{address}（{}）：", field.label)?;
        }
        write!(f, "{}", self.kind)?;
        f.write_str(if self.cell_left_out { "（这一格没有导入）" } else { "" })
    }
}

/// What was replaced by what, in words.
fn list_of(replaced: &[(char, char)]) -> String {
    let one = |(from, to): &(char, char)| format!("“{from}”已改为“{to}”");
    replaced.iter().map(one).collect::<Vec<_>>().join("、")
}

/// One person of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// The row's number in the file, from 1, as the user sees it.
    pub row: usize,
    /// What was read, in the ledger's spelling, by field. Blank cells are absent.
    pub fields: BTreeMap<&'static str, String>,
    /// What is wrong or worth a look.
    pub problems: Vec<Problem>,
}

impl RosterRow {
    /// A field's value.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }

    /// Whether anything keeps the row from being taken.
    #[must_use]
    pub fn is_faulty(&self) -> bool {
        self.problems.iter().any(Problem::is_fault)
    }

    /// Adds a problem of the row as a whole.
    pub(super) fn add(&mut self, kind: ProblemKind) {
        self.problems.push(Problem { address: None, field: None, kind, cell_left_out: false });
    }
}

/// A roster that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The people, in the order of the file.
    pub rows: Vec<RosterRow>,
    /// Rows that are no people, by number from 1, and why.
    pub left_out: Vec<(usize, LeftOutBecause)>,
    /// What else the user should know.
    pub notes: Vec<String>,
}

/// Reads the people from a table.
///
/// # Errors
/// No column holds names, or there is nobody in the table.
pub fn read(grid: &Grid, map: &ColumnMap) -> Result<Roster, ColumnsProblem> {
    let name_column = map.column_of("name").ok_or(ColumnsProblem::NoNameColumn)?;
    let sorted = DataRows::of(grid, &map.heading_rows, Some(name_column));
    let columns: Vec<FieldColumn> = fields::FIELDS
        .iter()
        .filter_map(|field| map.column_of(field.name).map(|column| (field, column)))
        .map(|(field, column)| FieldColumn::new(grid, &sorted, field, column))
        .collect();
    let mut roster = Roster { notes: map.notes(), ..Roster::default() };
    roster.notes.extend(grid.hidden().notes());
    for &row in &sorted.rows {
        let mut read = RosterRow { row: row + 1, fields: BTreeMap::new(), problems: Vec::new() };
        for column in &columns {
            column.read(grid, row, &mut read);
        }
        // A row of which only the running number is filled in is a blank one.
        if read.fields.is_empty() && read.problems.is_empty() {
            continue;
        }
        let tells_name = |problem: &Problem| problem.field.is_some_and(|f| f.name == "name");
        if read.get("name").is_none() && !read.problems.iter().any(tells_name) {
            read.add(ProblemKind::NoName);
        }
        roster.rows.push(read);
    }
    if roster.rows.is_empty() {
        return Err(ColumnsProblem::NoRows);
    }
    roster.left_out = sorted.left_out.iter().map(|(row, because)| (row + 1, *because)).collect();
    for (row, because) in &roster.left_out {
        roster.notes.push(format!("第 {row} 行是{}，没有导入", because.words()));
    }
    let is_doubtful = |problem: &Problem| problem.kind.is_doubtful();
    let doubtful: Vec<String> = (roster.rows.iter().flat_map(|row| &row.problems))
        .filter(|problem| is_doubtful(problem))
        .filter_map(|problem| problem.address.map(|address| address.to_string()))
        .collect();
    if !doubtful.is_empty() {
        let shown = doubtful.iter().take(5).cloned().collect::<Vec<_>>().join("、");
        let more = if doubtful.len() > 5 { "等" } else { "" };
        roster.notes.push(format!("有 {} 格存疑（{shown}{more}），见各行说明", doubtful.len()));
    }
    if map.column_of("branch").is_some() {
        let blank = roster.rows.iter().filter(|row| row.get("branch").is_none()).count();
        if blank > 0 {
            roster.notes.push(format!(
                "有 {blank} 行没有写支部；如果原表的支部是合并单元格，可以选“按上一行补”"
            ));
        }
    }
    duplicates::mark(&mut roster.rows, true);
    Ok(roster)
}

/// A column that holds a field.
struct FieldColumn {
    field: &'static Field,
    column: usize,
    dates: DateContext,
}

impl FieldColumn {
    fn new(grid: &Grid, sorted: &DataRows, field: &'static Field, column: usize) -> Self {
        let two_digit_months = field.kind == Kind::Date
            && dates::two_digit_months(sorted.rows.iter().map(|row| grid.cell(*row, column)));
        let dates = DateContext { epoch_1904: grid.epoch_1904, two_digit_months };
        Self { field, column, dates }
    }

    fn read(&self, grid: &Grid, row: usize, into: &mut RosterRow) {
        let cell = grid.cell(row, self.column);
        let shown = cell.text();
        let doubt = grid.doubt(row, self.column).filter(|doubt| self.minds(doubt));
        let keeps_text = doubt.is_none_or(Doubt::keeps_text);
        if keeps_text && (cell.is_blank() || values::is_placeholder(&shown)) {
            return;
        }
        let address = Some(Address { row, column: self.column });
        let mut add = |kind| {
            into.problems.push(Problem {
                address,
                field: Some(self.field),
                kind,
                cell_left_out: false,
            });
        };
        if text::holds_identity_number(&shown) {
            add(ProblemKind::IdentityNumber);
            return;
        }
        match doubt {
            Some(doubt) if doubt.keeps_text() => add(ProblemKind::ToBeChecked(doubt.clone())),
            Some(doubt) if self.field.kind == Kind::Name => {
                return add(ProblemKind::DoubtfulName(doubt.clone()));
            }
            Some(doubt) => return add(ProblemKind::Doubtful(doubt.clone())),
            None => {}
        }
        match self.value(cell, &shown, &mut add) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => {
                into.fields.insert(self.field.name, value);
            }
            Err(kind) => add(kind),
        }
    }

    /// Whether a doubt matters for this field: a year in a date cell is only a fault of a date.
    fn minds(&self, doubt: &Doubt) -> bool {
        !matches!(doubt, Doubt::YearOnly(_)) || self.field.kind == Kind::Date
    }

    /// The cell's value in the ledger's spelling; hints go to `hint`.
    fn value(
        &self,
        cell: &Cell,
        shown: &str,
        hint: &mut impl FnMut(ProblemKind),
    ) -> Result<String, ProblemKind> {
        let mut kept = |cleaned: text::Cleaned| {
            if cleaned.had_invisible {
                hint(ProblemKind::Invisible);
            }
            if !cleaned.replaced.is_empty() {
                hint(ProblemKind::Replaced(cleaned.replaced));
            }
            if cleaned.text.chars().any(text::is_private) {
                hint(ProblemKind::PrivateCharacter);
            }
            cleaned.text
        };
        Ok(match self.field.kind {
            Kind::Name => kept(values::name(shown)?),
            Kind::Text(most) => kept(text::line(shown, most)?),
            Kind::Department => text::half_width_text(&kept(text::line(shown, 40)?)).into_owned(),
            Kind::Branch => text::squeezed(&kept(text::line(shown, 40)?)),
            Kind::Ethnicity => values::ethnicity(shown)?,
            Kind::StaffNumber => values::staff_number(shown)?,
            Kind::Phone => values::phone(shown)?,
            Kind::Gender => values::gender(shown)?.to_owned(),
            Kind::Category => values::category(shown)?.to_owned(),
            Kind::Status => values::status(shown)?.to_owned(),
            Kind::JobKind => values::job_kind(shown)?.to_owned(),
            Kind::Date => {
                let reading = dates::read(cell, self.dates)?;
                let (year, month) = (reading.date.year(), reading.date.month());
                if reading.january_or_october {
                    hint(ProblemKind::JanuaryOrOctober { year, month });
                }
                reading.date.to_string()
            }
        })
    }
}

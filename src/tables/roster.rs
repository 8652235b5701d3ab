//! The rows of a roster (花名册): every cell read, every problem with its place.

use std::collections::{BTreeMap, BTreeSet};

use super::cell_text::{has_idle_fractions, without_idle_fraction};
use super::columns::{ColumnMap, ColumnsProblem};
use super::corrections::Corrections;
use super::dates::{self, DateContext};
use super::doubts::Doubt;
use super::grid::{Address, Grid, GridCell};
use super::people_rows;
use super::repeated_rows;
use super::roster_fields::{self, FieldKind, RosterField};
use super::table_rows::{DataRows, SetAsideBecause, SetAsideRow};
use super::text;
use super::values;
use crate::ordered;
use crate::typed_text;

pub use super::row_problem::{RowProblem, RowProblemKind};

/// Whether 无 in a cell of a field clears what the ledger has: not what a member must have, nor
/// what tells one from another.
fn is_clearable(field: &RosterField) -> bool {
    !["name", "staff_number", "born", "branch", "category", "status", "posts"].contains(&field.name)
}

/// A short form of what a cell says.
fn cut(shown: &str) -> String {
    text::squeezed(shown).chars().take(20).collect()
}

/// The parts of a cell under 党内/行政职务, each with its field: 书记, 委员 and 组长 are posts in the
/// Party.
fn posts(shown: &str) -> Vec<(&'static str, String)> {
    let unified = text::half_width_text(shown);
    let parts = unified.split(['/', '、', ',', ';', '，', '；', '\n', '兼']);
    let (mut party, mut other) = (Vec::new(), Vec::new());
    for part in parts.map(text::trimmed).filter(|part| !values::is_placeholder(part)) {
        let is_party =
            ["书记", "委员", "组长", "支委", "党"].iter().any(|word| part.contains(word));
        if is_party && !part.contains("护理组长") { &mut party } else { &mut other }.push(part);
    }
    let joined = |name, parts: Vec<&str>| (!parts.is_empty()).then(|| (name, parts.join("、")));
    [joined("party_post", party), joined("post", other)].into_iter().flatten().collect()
}

/// One person of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// The row's number in the file, from 1, as the user sees it.
    pub row: usize,
    /// The column that holds its name, from 0: rosters may stand side by side.
    pub name_column: usize,
    /// Which of the rosters side by side it is in, from 0.
    pub group: usize,
    /// What was read, in the ledger's spelling, by field. Blank cells are absent.
    pub fields: BTreeMap<&'static str, String>,
    /// The fields of which the file says that there is nothing (无, —).
    pub cleared: Vec<&'static str>,
    /// What cells say that could not be read, by field.
    pub unread: BTreeMap<&'static str, String>,
    /// What is wrong or worth a look.
    pub problems: Vec<RowProblem>,
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
        self.problems.iter().any(RowProblem::is_fault)
    }

    /// The cell that names it.
    #[must_use]
    pub fn address(&self) -> Address {
        Address { row: self.row.saturating_sub(1), column: self.name_column }
    }

    /// Whether the user said not to import it.
    #[must_use]
    pub fn is_excluded(&self) -> bool {
        self.problems.iter().any(|problem| problem.kind == RowProblemKind::Excluded)
    }

    /// Adds a problem of the row as a whole.
    pub(super) fn add(&mut self, kind: RowProblemKind) {
        self.problems.push(RowProblem { address: None, field: None, kind, cell_left_out: false });
    }
}

/// A roster that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// The people, in the order of the file.
    pub rows: Vec<RosterRow>,
    /// Rows that are no people, in the order of the file.
    pub set_aside: Vec<SetAsideRow>,
    /// What else the user should know.
    pub notes: Vec<String>,
}

/// Reads the people from a table.
///
/// # Errors
/// No column holds names, or there is nothing below the headings.
pub fn read(grid: &Grid, map: &ColumnMap) -> Result<Roster, ColumnsProblem> {
    read_corrected(grid, map, &Corrections::default())
}

/// Reads the people from a table whose cells are corrected already ([`Corrections::apply`]), with the
/// rows that the user takes in or excludes.
///
/// # Errors
/// No column holds names, or there is nothing below the headings.
pub fn read_corrected(
    grid: &Grid,
    map: &ColumnMap,
    corrections: &Corrections,
) -> Result<Roster, ColumnsProblem> {
    map.column_of("name").ok_or(ColumnsProblem::NoNameColumn)?;
    let mut roster = Roster { notes: map.notes(), ..Roster::default() };
    roster.notes.extend(grid.hidden().notes());
    for (group, map) in map.groups().iter().enumerate() {
        read_group(grid, (group, map), corrections, &mut roster);
    }
    add_nobody(grid, map, &mut roster);
    if roster.rows.is_empty() && roster.set_aside.is_empty() {
        return Err(ColumnsProblem::NoRows);
    }
    if map.column_of("branch").is_some() {
        let blank = roster.rows.iter().filter(|row| row.get("branch").is_none()).count();
        if blank > 0 {
            roster.notes.push(format!(
                "有 {blank} 行没有写支部；如果原表的支部是合并单元格，可以选“按上一行补”"
            ));
        }
    }
    // What the user excludes holds nothing else up.
    let is_excluded = |row: &RosterRow| corrections.is_excluded(row.row, row.group);
    let (mut excluded, mut rows): (Vec<_>, Vec<_>) = roster.rows.drain(..).partition(is_excluded);
    repeated_rows::mark(&mut rows, true);
    for row in &mut excluded {
        row.problems.clear();
        row.add(RowProblemKind::Excluded);
    }
    rows.extend(excluded);
    ordered::sort_by_key(&mut rows, |row| (row.name_column, row.row));
    roster.rows = rows;
    Ok(roster)
}

/// Adds the rows that hold words and nobody, such as a department over its people.
fn add_nobody(grid: &Grid, map: &ColumnMap, roster: &mut Roster) {
    let has_words = |row: &usize| {
        let cells = grid.rows().get(*row).into_iter().flatten();
        cells.into_iter().any(|cell| cell.text().contains(text::is_han))
    };
    let read: BTreeSet<usize> = roster.rows.iter().map(|row| row.row).collect();
    roster.set_aside.retain(|set_aside| !read.contains(&set_aside.row));
    let known: BTreeSet<usize> = roster.set_aside.iter().map(|one| one.row).collect();
    let is_read = |row: &usize| read.contains(&(row + 1)) || known.contains(&(row + 1));
    let nobody =
        (map.heading_rows.end..grid.rows().len()).filter(|row| has_words(row) && !is_read(row));
    let nobody = nobody.map(|row| SetAsideRow::of(grid, row, SetAsideBecause::Subheading));
    roster.set_aside.extend(nobody);
    ordered::sort_by_key(&mut roster.set_aside, |one| one.row);
}

/// Reads the people of one of the groups of columns side by side.
fn read_group(
    grid: &Grid,
    (group, map): (usize, &ColumnMap),
    corrections: &Corrections,
    roster: &mut Roster,
) {
    let sorted = people_rows::sort(grid, map, corrections.taken_in());
    let columns: Vec<FieldColumn> = roster_fields::FIELDS
        .iter()
        .filter_map(|field| map.column_of(field.name).map(|column| (field, column)))
        .map(|(field, column)| FieldColumn::new(grid, &sorted, field, column))
        .collect();
    let name_column = map.column_of("name").unwrap_or_default();
    for &row in &sorted.rows {
        let mut read = RosterRow { row: row + 1, name_column, group, ..RosterRow::default() };
        for column in &columns {
            column.read(grid, row, &mut read);
        }
        // A row of which only the running number is filled in is a blank one.
        let is_asked_for = corrections.taken_in().contains(&(row + 1));
        if read.fields.is_empty() && read.problems.is_empty() && !is_asked_for {
            continue;
        }
        let tells_name = |problem: &RowProblem| problem.field.is_some_and(|f| f.name == "name");
        if read.get("name").is_none() && !read.problems.iter().any(tells_name) {
            read.add(RowProblemKind::NoName);
        }
        roster.rows.push(read);
    }
    for (row, because) in sorted.set_aside {
        if !roster.set_aside.iter().any(|known| known.row == row + 1) {
            roster.set_aside.push(SetAsideRow::of(grid, row, because));
        }
    }
}

/// A column that holds a field.
struct FieldColumn {
    field: &'static RosterField,
    column: usize,
    dates: DateContext,
    /// Whether numbers in text have an idle fraction, which is none of theirs.
    idle_fractions: bool,
}

impl FieldColumn {
    fn new(grid: &Grid, sorted: &DataRows, field: &'static RosterField, column: usize) -> Self {
        let two_digit_months = field.kind == FieldKind::Date
            && dates::two_digit_months(sorted.rows.iter().map(|row| grid.cell(*row, column)));
        let dates = DateContext { epoch_1904: grid.epoch_1904, two_digit_months };
        let cells = || sorted.rows.iter().map(|row| grid.cell(*row, column));
        let idle_fractions = field.kind == FieldKind::Phone
            || field.kind == FieldKind::StaffNumber && has_idle_fractions(cells());
        Self { field, column, dates, idle_fractions }
    }

    fn read(&self, grid: &Grid, row: usize, into: &mut RosterRow) {
        let cell = grid.cell(row, self.column);
        let mut shown = cell.text();
        if self.idle_fractions {
            shown = without_idle_fraction(&shown).to_owned().into();
        }
        let doubt = grid.doubt(row, self.column).filter(|doubt| self.minds(doubt));
        let keeps_text = doubt.is_none_or(Doubt::keeps_text);
        if keeps_text && (cell.is_blank() || values::is_placeholder(&shown)) {
            let name = self.field.name;
            if is_clearable(self.field)
                && values::says_none(&shown)
                && !into.cleared.contains(&name)
            {
                into.cleared.push(name);
            }
            return;
        }
        let address = Some(Address { row, column: self.column });
        let mut add = |kind| {
            into.problems.push(RowProblem {
                address,
                field: Some(self.field),
                kind,
                cell_left_out: false,
            });
        };
        if text::holds_identity_number(&shown) {
            add(RowProblemKind::IdentityNumber);
            return;
        }
        match doubt {
            Some(doubt) if doubt.keeps_text() => add(RowProblemKind::ToBeChecked(doubt.clone())),
            Some(doubt) if self.field.kind == FieldKind::Name => {
                return add(RowProblemKind::DoubtfulName(doubt.clone()));
            }
            Some(doubt) => return add(RowProblemKind::Doubtful(doubt.clone())),
            None => {}
        }
        if matches!(self.field.kind, FieldKind::Category | FieldKind::Status)
            && let Some((category, status)) = values::category_and_status(&shown)
        {
            let own = if self.field.kind == FieldKind::Category { category } else { status };
            let other = if self.field.kind == FieldKind::Category { status } else { category };
            let neighbour =
                if self.field.kind == FieldKind::Category { "status" } else { "category" };
            let other = other.filter(|_| !into.fields.contains_key(neighbour));
            if own.is_none() || other.is_some() {
                let taken = [own, other].into_iter().flatten().collect::<Vec<_>>();
                add(RowProblemKind::ReadAs { found: cut(&shown), taken: taken.join("、") });
            }
            if let Some(own) = own {
                into.fields.insert(self.field.name, own.to_owned());
            }
            if let Some(other) = other {
                into.fields.entry(neighbour).or_insert_with(|| other.to_owned());
            }
            return;
        }
        if self.field.kind == FieldKind::Posts {
            for (name, post) in posts(&shown) {
                match text::line(&post, 40) {
                    Ok(cleaned) => {
                        into.fields.entry(name).or_insert(cleaned.text);
                    }
                    Err(problem) => add(problem.into()),
                }
            }
            return;
        }
        match self.value(cell, &shown, &mut add) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => {
                into.fields.insert(self.field.name, value);
            }
            Err(kind) => {
                add(kind);
                into.unread.insert(self.field.name, text::squeezed(&shown));
            }
        }
    }

    /// Whether a doubt matters for this field: a year in a date cell is only a fault of a date.
    fn minds(&self, doubt: &Doubt) -> bool {
        !matches!(doubt, Doubt::YearOnly(_)) || self.field.kind == FieldKind::Date
    }

    /// The cell's value in the ledger's spelling; hints go to `hint`.
    fn value(
        &self,
        cell: &GridCell,
        shown: &str,
        hint: &mut impl FnMut(RowProblemKind),
    ) -> Result<String, RowProblemKind> {
        let mut kept = |cleaned: text::Cleaned| {
            if cleaned.had_invisible {
                hint(RowProblemKind::Invisible);
            }
            if !cleaned.replaced.is_empty() {
                hint(RowProblemKind::Replaced(cleaned.replaced));
            }
            if cleaned.text.chars().any(text::is_private) {
                hint(RowProblemKind::PrivateCharacter);
            }
            cleaned.text
        };
        Ok(match self.field.kind {
            FieldKind::Name => {
                let name = kept(values::name(shown)?);
                if typed_text::name(shown) != name {
                    hint(RowProblemKind::ReadAs { found: cut(shown), taken: name.clone() });
                }
                name
            }
            FieldKind::Text(most) => kept(text::line(shown, most)?),
            FieldKind::Department => {
                text::half_width_text(&kept(text::line(shown, 40)?)).into_owned()
            }
            FieldKind::Branch => text::squeezed(&kept(text::line(shown, 40)?)),
            FieldKind::Ethnicity => values::ethnicity(shown)?,
            FieldKind::StaffNumber => values::staff_number(shown)?,
            FieldKind::Phone => values::phone(shown)?,
            FieldKind::Gender => values::gender(shown)?.to_owned(),
            FieldKind::Category => values::category(shown)?.to_owned(),
            FieldKind::YesNo => values::yes_no(shown)?.to_owned(),
            FieldKind::Status => values::status(shown)?.to_owned(),
            FieldKind::JobKind => match values::job_kind(shown) {
                Ok(kind) => kind.to_owned(),
                Err(_) => {
                    hint(RowProblemKind::UnknownPost(cut(shown)));
                    String::new()
                }
            },
            FieldKind::Posts => String::new(),
            FieldKind::Date => {
                let reading = dates::read(cell, self.dates)?;
                if let Some(year) = dates::typed_year(reading.date) {
                    return Err(RowProblemKind::Doubtful(Doubt::YearOnly(year)));
                }
                let (year, month) = (reading.date.year(), reading.date.month());
                if reading.january_or_october {
                    hint(RowProblemKind::JanuaryOrOctober { year, month });
                }
                reading.date.to_string()
            }
        })
    }
}

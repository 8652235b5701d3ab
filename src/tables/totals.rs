//! Past months' totals from a table: a person a row, a month a column.

use std::fmt;

use super::cell_text::{has_idle_fractions, without_idle_fraction};
use super::columns::ColumnsProblem;
use super::doubts::Doubt;
use super::grid::{Address, Grid, GridCell};
use super::headings;
use super::repeated_rows;
use super::roster::{RosterRow, RowProblemKind};
use super::score_cells::{self, PointsProblem};
use super::table_rows::DataRows;
use super::text;
use super::values;
use crate::typed_text::number;

/// Headings are looked for in so many rows from the top.
const HEADINGS_WITHIN: usize = 40;

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TotalsMonth {
    /// The year.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
}

impl fmt::Display for TotalsMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年{}月", self.year, self.month)
    }
}

/// Which columns of a table hold the names and which months. Open to correction by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalsMap {
    /// The row of the headings, from 0.
    pub heading_row: usize,
    /// The column of the names.
    pub name: usize,
    /// The column of the staff numbers.
    pub staff_number: Option<usize>,
    /// The columns of the months, left to right.
    pub months: Vec<(usize, TotalsMonth)>,
}

impl TotalsMap {
    /// Finds the headings. Months without a year are of the year that stands over them or in the
    /// title, else of `year`.
    ///
    /// # Errors
    /// The table is empty, or no row heads a column of names and one of months.
    pub fn recognise(grid: &Grid, year: u16) -> Result<Self, ColumnsProblem> {
        if grid.is_empty() {
            return Err(ColumnsProblem::Empty);
        }
        let mut names_without_months = false;
        let mut year = year;
        for row in 0..grid.rows().len().min(HEADINGS_WITHIN) {
            let named = |field: &str| {
                let heads = |row: usize, column: usize| {
                    let heading = headings::of_heading(&grid.seen_text(row, column));
                    let found = heading.and_then(headings::Heading::field);
                    found.is_some_and(|found| found.name == field)
                };
                let above = row.checked_sub(1);
                (0..grid.width())
                    .find(|column| heads(row, *column) || above.is_some_and(|r| heads(r, *column)))
            };
            let months = months_of(grid, row, year);
            match named("name") {
                Some(name) if !months.is_empty() => {
                    let staff_number = named("staff_number");
                    return Ok(Self { heading_row: row, name, staff_number, months });
                }
                name => names_without_months |= name.is_some(),
            }
            let texts = (0..grid.width()).map(|column| grid.cell(row, column).text());
            year = texts.filter_map(|text| year_in(&text)).next().unwrap_or(year);
        }
        Err(if names_without_months {
            ColumnsProblem::NoMonths
        } else {
            ColumnsProblem::NoHeadings
        })
    }
}

/// A cell whose points are not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{address}（{month}）：{kind}；这一格没有导入")]
pub struct TotalProblem {
    /// The cell.
    pub address: Address,
    /// Its month.
    pub month: TotalsMonth,
    /// What is wrong.
    pub kind: PointsProblem,
}

/// One person's totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalsRow {
    /// Who it is: name and staff number, with what is wrong about them.
    pub person: RosterRow,
    /// The totals that were read, in tenths of a point.
    pub totals: Vec<(TotalsMonth, u16)>,
    /// The cells that were not.
    pub problems: Vec<TotalProblem>,
}

/// Reads the totals of a table. Blank cells, “—” and “/” are no totals.
///
/// # Errors
/// There is nobody in the table.
pub fn read(grid: &Grid, map: &TotalsMap) -> Result<Vec<TotalsRow>, ColumnsProblem> {
    let sorted = DataRows::of(grid, &(0..map.heading_row + 1), Some(map.name));
    let mut people = Vec::new();
    let mut totals = Vec::new();
    let numbers = map.staff_number.map(|at| sorted.rows.iter().map(move |row| grid.cell(*row, at)));
    let idle_fractions = numbers.is_some_and(has_idle_fractions);
    for &row in &sorted.rows {
        let months = read_months(grid, row, map);
        let mut person = RosterRow { row: row + 1, ..RosterRow::default() };
        let name = grid.cell(row, map.name).text();
        if values::is_placeholder(&name) {
            if months.0.is_empty() && months.1.is_empty() {
                continue;
            }
            person.add(RowProblemKind::NoName);
        } else {
            match values::name(&name) {
                Ok(name) => drop(person.fields.insert("name", name.text)),
                Err(problem) => person.add(problem.into()),
            }
        }
        let number = map.staff_number.map(|column| grid.cell(row, column).text());
        let number = number.filter(|number| !values::is_placeholder(number));
        let read = number.map(|number| {
            let whole = if idle_fractions { without_idle_fraction(&number) } else { &number };
            values::staff_number(whole)
        });
        match read {
            Some(Ok(number)) => drop(person.fields.insert("staff_number", number)),
            Some(Err(problem)) => person.add(problem.into()),
            None => {}
        }
        people.push(person);
        totals.push(months);
    }
    if people.is_empty() {
        return Err(ColumnsProblem::NoRows);
    }
    repeated_rows::mark(&mut people, false);
    let rows = people.into_iter().zip(totals);
    Ok(rows.map(|(person, (totals, problems))| TotalsRow { person, totals, problems }).collect())
}

fn read_months(
    grid: &Grid,
    row: usize,
    map: &TotalsMap,
) -> (Vec<(TotalsMonth, u16)>, Vec<TotalProblem>) {
    let (mut totals, mut problems) = (Vec::new(), Vec::new());
    for &(column, month) in &map.months {
        let doubt = grid.doubt(row, column).filter(|doubt| !matches!(doubt, Doubt::YearOnly(_)));
        let read = match grid.cell(row, column) {
            _ if let Some(doubt) = doubt => Err(doubt.clone().into()),
            GridCell::Number(number) => score_cells::tenths_of_number(*number),
            cell if values::is_placeholder(&cell.text()) => continue,
            cell => score_cells::tenths(&cell.text()),
        };
        match read {
            Ok(tenths) => totals.push((month, tenths)),
            Err(kind) => {
                problems.push(TotalProblem { address: Address { row, column }, month, kind });
            }
        }
    }
    (totals, problems)
}

/// The months that a row heads; of two columns for one month the first.
fn months_of(grid: &Grid, row: usize, year: u16) -> Vec<(usize, TotalsMonth)> {
    let mut months: Vec<(usize, TotalsMonth)> = Vec::new();
    for column in 0..grid.width() {
        let above = row.checked_sub(1).and_then(|above| year_in(&grid.seen_text(above, column)));
        let Some((own_year, mut month)) = month_in(grid.cell(row, column)) else {
            continue;
        };
        let year = own_year.or(above).unwrap_or(year);
        let has = |months: &[(usize, TotalsMonth)], month| {
            months.iter().any(|(_, known)| *known == TotalsMonth { year, month })
        };
        // Excel drops the 0 of a number 2026.10.
        if month == 1 && has(&months, 9) && has(&months, 1) {
            month = 10;
        }
        if !has(&months, month) {
            months.push((column, TotalsMonth { year, month }));
        }
    }
    months
}

/// The month that a heading names, with its year where it says so.
pub(super) fn month_in(cell: &GridCell) -> Option<(Option<u16>, u8)> {
    if let GridCell::Date(date) = cell {
        return Some((Some(date.year()), date.month()));
    }
    let squeezed = text::squeezed(&cell.text());
    let mut heading = squeezed.as_str();
    for word in ["考核", "得分", "积分", "分数", "总分", "成绩", "分"] {
        heading = heading.strip_suffix(word).unwrap_or(heading);
    }
    heading = heading.strip_suffix('份').unwrap_or(heading);
    let (year, month) = match heading.split_once('年') {
        Some((year, month)) => (Some(year), month.strip_suffix('月')?),
        None => match heading.strip_suffix('月') {
            Some(month) => (None, month),
            None => match heading.split_once(['-', '.', '/']) {
                Some((year, month)) => (Some(year), month),
                None if heading.len() == 6 => {
                    let (year, month) = heading.split_at_checked(4)?;
                    (Some(year), month)
                }
                None => return None,
            },
        },
    };
    let month = match number(month.chars()) {
        Some(month) => u8::try_from(month).ok()?,
        None if month.bytes().all(|b| b.is_ascii_digit()) => month.parse().ok()?,
        None => return None,
    };
    let year = year.map(|year| if year.len() == 4 { year.parse().ok() } else { None });
    let year = match year {
        Some(None) => return None,
        Some(year) => year.filter(|year| (2000..=2100).contains(year)).map(Some)?,
        None => None,
    };
    (1..=12).contains(&month).then_some((year, month))
}

/// The year that a title names (2026年, 2026年度).
pub(super) fn year_in(title: &str) -> Option<u16> {
    let squeezed = text::squeezed(title);
    let (before, _) = squeezed.split_once('年')?;
    let digits = before.get(before.len().checked_sub(4)?..)?;
    digits.parse().ok().filter(|year| (2000..=2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::super::delimited;
    use super::*;

    fn grid(table: &str) -> Grid {
        delimited::read(table).unwrap()
    }

    #[test]
    fn months_are_recognised_in_every_usual_spelling() {
        for (heading, expected) in [
            ("2026年1月", (Some(2026), 1)),
            ("1月", (None, 1)),
            ("一月", (None, 1)),
            ("十二月份", (None, 12)),
            ("2026-01", (Some(2026), 1)),
            ("202601", (Some(2026), 1)),
            ("2026.11", (Some(2026), 11)),
            ("３月得分", (None, 3)),
        ] {
            assert_eq!(month_in(&GridCell::Text(heading.into())), Some(expected), "{heading}");
        }
        for other in ["13月", "一季度", "姓名", "合计", "季均", "月", "199001", "123456"]
        {
            assert_eq!(month_in(&GridCell::Text(other.into())), None, "{other}");
        }
    }

    #[test]
    fn totals_are_read_in_tenths_with_the_year_of_the_title() {
        let grid = grid(
            "2025年度党员积分汇总,,,,\n序号,姓名,工号,1月,2月,季均\n1,张 三,A1,86.5,９０,88\n2,李四,A2,86.55,—,\n合计,,,173,90,\n",
        );
        let map = TotalsMap::recognise(&grid, 2026).unwrap();
        let rows = read(&grid, &map).unwrap();
        let month = |month| TotalsMonth { year: 2025, month };
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].person.get("name"), Some("张三"));
        assert_eq!(rows[0].totals, [(month(1), 865), (month(2), 900)]);
        assert_eq!(rows[1].totals, []);
        assert_eq!(
            rows[1].problems[0].to_string(),
            "D4（2025年1月）：“86.55”多于一位小数，请先按一位小数取整；这一格没有导入"
        );
    }

    #[test]
    fn october_written_as_a_number_is_not_january_again() {
        let headings =
            (1..=9).map(|m| format!("2026.{m}")).chain(["2026.1".into(), "2026.11".into()]);
        let table =
            format!("姓名,{}\n张三{}\n", headings.collect::<Vec<_>>().join(","), ",80".repeat(11));
        let map = TotalsMap::recognise(&grid(&table), 2025).unwrap();
        let months: Vec<u8> = map.months.iter().map(|(_, month)| month.month).collect();
        assert_eq!(months, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    }

    #[test]
    fn a_table_without_months_or_people_is_told_apart() {
        let problem = |table: &str| TotalsMap::recognise(&grid(table), 2026).unwrap_err();
        assert_eq!(problem("姓名,得分\n张三,80\n"), ColumnsProblem::NoMonths);
        assert_eq!(problem("甲,乙\n"), ColumnsProblem::NoHeadings);
        let empty = grid("姓名,1月\n");
        let map = TotalsMap::recognise(&empty, 2026).unwrap();
        assert_eq!(read(&empty, &map), Err(ColumnsProblem::NoRows));
    }

    #[test]
    fn namesakes_without_staff_numbers_are_not_told_apart() {
        let grid = grid("姓名,1月\n张三,80\n张三,90\n");
        let rows = read(&grid, &TotalsMap::recognise(&grid, 2026).unwrap()).unwrap();
        assert!(rows.iter().all(|row| row.person.is_faulty()));
    }
}

//! Which rows of a roster are people: told by the name, and by what else the row says of someone.
//!
//! A name alone says little: 83人 or 内科党支部 may stand in its column, and 总玉兰 is a name. So a row is
//! weighed with what only a person has: a mobile number, 男 or 女, a people, a category, a date. What is
//! set aside is told with its text, and can be taken in.

use std::collections::BTreeSet;

use super::columns::{ColumnMap, Meaning};
use super::dates::{self, DateContext};
use super::grid::Grid;
use super::roster_fields::{self, FieldKind};
use super::table_rows::{
    DataRows, SetAsideBecause, closing_words, is_a_count, is_a_remark, stands_alone, texts,
};
use super::text;
use super::values;

/// What the cell in the column of names looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NameLook {
    /// Nothing.
    Blank,
    /// A name.
    Name,
    /// What may be one, where the row says more of a person: a department, a long text.
    Unlikely,
    /// The first word of totals or of the lines under a table.
    Closing(SetAsideBecause),
    /// A sentence, a day, words in brackets.
    Remark,
    /// A number of people.
    Count,
    /// A number, or what has one inside.
    Number,
}

/// What a row says of a person besides the name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Evidence {
    /// 男, a people, a category, a standing, the number of an identity card.
    personal: bool,
    /// A mobile number.
    phone: bool,
    /// A date.
    date: bool,
    /// Any column of a roster that is filled in, but for the name.
    any: bool,
}

/// Sorts the rows below the headings out; rows of `taken_in`, by number from 1, are people.
pub(super) fn sort(grid: &Grid, map: &ColumnMap, taken_in: &BTreeSet<usize>) -> DataRows {
    let name = map.column_of("name");
    let above: Vec<Vec<String>> = (0..map.heading_rows.end)
        .map(|row| texts(grid, row))
        .filter(|row| !row.is_empty())
        .collect();
    let mut sorted = DataRows::default();
    for row in map.heading_rows.end..grid.rows().len() {
        let texts = texts(grid, row);
        if texts.is_empty() {
            continue;
        }
        if taken_in.contains(&(row + 1)) {
            sorted.rows.push(row);
            continue;
        }
        let shown = name.map(|at| text::squeezed(&grid.cell(row, at).text()));
        let shown = shown.unwrap_or_default();
        let because = if above.contains(&texts) || shown == "姓名" {
            Some(SetAsideBecause::HeadingsAgain)
        } else {
            nobody(&shown, &texts, evidence(grid, map, row), has_footer_label(grid, map, row))
        };
        match because {
            Some(because) => sorted.set_aside.push((row, because)),
            None => sorted.rows.push(row),
        }
    }
    set_signatures_aside(grid, map, taken_in, &mut sorted);
    sorted
}

/// Why a row is nobody; `None` where it is someone, or is to be refused as such.
fn nobody(
    name: &str,
    texts: &[String],
    evidence: Evidence,
    has_label: bool,
) -> Option<SetAsideBecause> {
    let Evidence { personal, phone, date, any } = evidence;
    let is_someone = personal || phone || date;
    // A 支部 merged over the table, or a number, may stand before the words.
    let closing = || texts.iter().take(2).find_map(|text| closing_words(text));
    match look_of(name) {
        // A label beside a name, and nothing else: whoever made the table.
        NameLook::Name => (!any && has_label).then_some(SetAsideBecause::Footer),
        NameLook::Unlikely => (!is_someone).then_some(SetAsideBecause::Subheading),
        // 联系人 has a telephone, too, and 填表日期 a date.
        NameLook::Closing(SetAsideBecause::Footer) => {
            (!personal).then_some(SetAsideBecause::Footer)
        }
        NameLook::Closing(because) => (!personal && !phone).then_some(because),
        NameLook::Remark => (!personal && !phone).then_some(SetAsideBecause::Footer),
        NameLook::Count => Some(SetAsideBecause::Totals),
        NameLook::Number => (!is_someone).then(|| closing().unwrap_or(SetAsideBecause::NoName)),
        NameLook::Blank => {
            let alone = texts.len() == 1 && texts.iter().any(|text| stands_alone(text));
            let is_number = |text: &String| text.chars().all(|c| c.is_ascii_digit() || c == '.');
            match closing() {
                _ if alone => Some(SetAsideBecause::Footer),
                Some(because) if !personal => Some(because),
                _ if is_someone => None,
                _ if any && texts.len() > 1 && texts.iter().all(is_number) => {
                    Some(SetAsideBecause::Totals)
                }
                _ => None,
            }
        }
    }
}

/// What a text (squeezed) in the column of names looks like.
fn look_of(text: &str) -> NameLook {
    if text.is_empty() || values::is_placeholder(text) {
        return NameLook::Blank;
    }
    if let Some(because) = closing_words(text) {
        return NameLook::Closing(because);
    }
    // What stands in brackets behind a name tells namesakes apart, or says something of someone.
    let bare = &*without_brackets(text);
    if is_a_count(bare) {
        return NameLook::Count;
    }
    if is_a_remark(bare) {
        return NameLook::Remark;
    }
    let is_long = bare.chars().count() > 4;
    let is_a_day = is_long && bare.contains('年') && bare.contains(['月', '日']);
    if bare.is_empty() || is_a_day {
        return NameLook::Remark;
    }
    let words = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let counted = words != bare && COUNTED.iter().any(|word| words.ends_with(word));
    if counted {
        return NameLook::Closing(SetAsideBecause::Totals);
    }
    if words.is_empty() || words.contains(|c: char| c.is_ascii_digit()) {
        return NameLook::Number;
    }
    let han = words.chars().filter(|c| text::is_han(*c)).count();
    let has_dot = words.contains(['·', '•', '.', '・', '．']);
    let is_group = GROUPS.contains(&words)
        || han > 2 && GROUP_ENDS.iter().any(|end| words.ends_with(end))
        || han > 4 && PLACE_ENDS.iter().any(|end| words.ends_with(end));
    if is_group || han > 5 && !has_dot { NameLook::Unlikely } else { NameLook::Name }
}

/// A text (squeezed) without what stands in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut is_outside = |c: &char| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth > 0 => {
            depth -= 1;
            false
        }
        _ => depth == 0,
    };
    text.chars().filter(|c| is_outside(c)).collect()
}

/// Words before a number that are no names (男45).
const COUNTED: [&str; 8] = ["男", "女", "党员", "正式", "预备", "在职", "退休", "人数"];

/// Groups of people over whom they stand.
const GROUPS: [&str; 12] = [
    "在职",
    "退休",
    "离退休",
    "离休",
    "流动",
    "临床",
    "医技",
    "机关",
    "行政",
    "后勤",
    "护理",
    "预备",
];

/// How what stands over people ends: the name of a branch, a group.
const GROUP_ENDS: [&str; 10] =
    ["支部", "党委", "总支", "小组", "党员", "人员", "名单", "名册", "部门", "科室"];

/// How the name of a department ends, where it is too long for a name.
const PLACE_ENDS: [&str; 6] = ["科", "部", "室", "处", "中心", "办公室"];

/// What a row says of a person.
fn evidence(grid: &Grid, map: &ColumnMap, row: usize) -> Evidence {
    let mut found = Evidence::default();
    for column in &map.columns {
        let cell = grid.cell(row, column.index);
        let shown = cell.text();
        if cell.is_blank() || values::is_placeholder(&shown) {
            continue;
        }
        let Meaning::Field(name) = column.meaning else {
            found.personal |= column.meaning == Meaning::IdentityNumber
                && text::squeezed(&shown).chars().count() >= 15;
            continue;
        };
        let Some(field) = roster_fields::by_name(name).filter(|field| field.name != "name") else {
            continue;
        };
        found.any = true;
        match field.kind {
            FieldKind::Phone => {
                found.phone |= values::phone(&shown).is_ok_and(|number| number.len() >= 11);
            }
            FieldKind::Gender => {
                found.personal |= matches!(&*text::squeezed(&shown), "男" | "女");
            }
            FieldKind::Ethnicity => {
                found.personal |= shown.ends_with('族') || text::squeezed(&shown) == "汉";
            }
            FieldKind::Category | FieldKind::Status => {
                found.personal |= values::category_and_status(&shown).is_some();
            }
            FieldKind::Date => found.date |= dates::read(cell, DateContext::default()).is_ok(),
            _ => {}
        }
    }
    found
}

/// Whether a cell outside the columns of the roster names who made or signed a table.
fn has_footer_label(grid: &Grid, map: &ColumnMap, row: usize) -> bool {
    let cells = grid.rows().get(row).map_or(&[] as &[_], Vec::as_slice);
    cells.iter().enumerate().any(|(index, cell)| {
        let meaning = map.columns.get(index).map(|column| column.meaning);
        let shown = text::squeezed(&cell.text());
        !matches!(meaning, Some(Meaning::Field(_)))
            && (closing_words(&shown) == Some(SetAsideBecause::Footer) || shown.ends_with(':'))
    })
}

/// Sets those aside that stand alone with a name below the totals or the lines under a table, where
/// the people above have more: signatures.
fn set_signatures_aside(
    grid: &Grid,
    map: &ColumnMap,
    taken_in: &BTreeSet<usize>,
    sorted: &mut DataRows,
) {
    let has_more = |row: &usize| evidence(grid, map, *row).any;
    let last = sorted.rows.iter().copied().rfind(has_more);
    let more = sorted.rows.iter().filter(|row| has_more(row)).count();
    let Some(last) = last.filter(|_| more * 2 > sorted.rows.len()) else { return };
    let is_closing = |(row, because): &&(usize, SetAsideBecause)| {
        *row > last && matches!(because, SetAsideBecause::Totals | SetAsideBecause::Footer)
    };
    let Some(closing) = sorted.set_aside.iter().find(is_closing).map(|(row, _)| *row) else {
        return;
    };
    let (below, rows): (Vec<usize>, Vec<usize>) =
        sorted.rows.iter().partition(|row| **row > closing && !taken_in.contains(&(**row + 1)));
    sorted.rows = rows;
    sorted.set_aside.extend(below.into_iter().map(|row| (row, SetAsideBecause::Footer)));
    sorted.set_aside.sort_unstable_by_key(|(row, _)| *row);
}

#[cfg(test)]
mod tests;

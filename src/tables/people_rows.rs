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
    DataRows, LeftOutBecause, closing_words, is_a_count, is_a_remark, stands_alone, texts,
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
    Closing(LeftOutBecause),
    /// What no name is: a number of people, a sentence, a day.
    Never(LeftOutBecause),
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
            Some(LeftOutBecause::HeadingsAgain)
        } else {
            nobody(&shown, &texts, evidence(grid, map, row), has_footer_label(grid, map, row))
        };
        match because {
            Some(because) => sorted.left_out.push((row, because)),
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
) -> Option<LeftOutBecause> {
    let Evidence { personal, phone, date, any } = evidence;
    let is_someone = personal || phone || date;
    // A 支部 merged over the table, or a number, may stand before the words.
    let closing = || texts.iter().take(2).find_map(|text| closing_words(text));
    match look_of(name) {
        // A label beside a name, and nothing else: whoever made the table.
        NameLook::Name => (!any && has_label).then_some(LeftOutBecause::Footer),
        NameLook::Unlikely => (!is_someone).then_some(LeftOutBecause::Subheading),
        // 联系人 has a telephone, too, and 填表日期 a date.
        NameLook::Closing(LeftOutBecause::Footer) => (!personal).then_some(LeftOutBecause::Footer),
        NameLook::Closing(because) => (!personal && !phone).then_some(because),
        NameLook::Never(LeftOutBecause::NoName) => {
            (!is_someone).then(|| closing().unwrap_or(LeftOutBecause::NoName))
        }
        NameLook::Never(because) => Some(because),
        NameLook::Blank => {
            let alone = texts.len() == 1 && texts.iter().any(|text| stands_alone(text));
            let is_number = |text: &String| text.chars().all(|c| c.is_ascii_digit() || c == '.');
            match closing() {
                _ if alone => Some(LeftOutBecause::Footer),
                Some(because) if !personal => Some(because),
                _ if is_someone => None,
                _ if any && texts.len() > 1 && texts.iter().all(is_number) => {
                    Some(LeftOutBecause::Totals)
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
        // 制表人:李四 says something of something.
        return if text.contains(':') {
            NameLook::Never(because)
        } else {
            NameLook::Closing(because)
        };
    }
    if is_a_count(text) {
        return NameLook::Never(LeftOutBecause::Totals);
    }
    if is_a_remark(text) {
        return NameLook::Never(LeftOutBecause::Footer);
    }
    // What stands in brackets behind a name tells namesakes apart.
    let bare = text.split_once('(').map_or(text, |(bare, _)| bare);
    let is_long = bare.chars().count() > 4;
    let is_a_day = is_long && bare.contains('年') && bare.contains(['月', '日']);
    if bare.is_empty() || is_a_day {
        return NameLook::Never(LeftOutBecause::Footer);
    }
    let words = bare.trim_end_matches(|c: char| c.is_ascii_digit());
    let counted = words != bare && COUNTED.iter().any(|word| words.ends_with(word));
    if counted {
        return NameLook::Closing(LeftOutBecause::Totals);
    }
    if words.is_empty() {
        return NameLook::Never(LeftOutBecause::NoName);
    }
    if words.contains(|c: char| c.is_ascii_digit()) {
        return NameLook::Never(LeftOutBecause::NoName);
    }
    let han = words.chars().filter(|c| text::is_han(*c)).count();
    let has_dot = words.contains(['·', '•', '.', '・', '．']);
    let is_group = GROUPS.contains(&words)
        || han > 2 && GROUP_ENDS.iter().any(|end| words.ends_with(end))
        || han > 4 && PLACE_ENDS.iter().any(|end| words.ends_with(end));
    if is_group || han > 5 && !has_dot { NameLook::Unlikely } else { NameLook::Name }
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
            && (closing_words(&shown) == Some(LeftOutBecause::Footer) || shown.ends_with(':'))
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
    let is_closing = |(row, because): &&(usize, LeftOutBecause)| {
        *row > last && matches!(because, LeftOutBecause::Totals | LeftOutBecause::Footer)
    };
    let Some(closing) = sorted.left_out.iter().find(is_closing).map(|(row, _)| *row) else {
        return;
    };
    let (below, rows): (Vec<usize>, Vec<usize>) =
        sorted.rows.iter().partition(|row| **row > closing && !taken_in.contains(&(**row + 1)));
    sorted.rows = rows;
    sorted.left_out.extend(below.into_iter().map(|row| (row, LeftOutBecause::Footer)));
    sorted.left_out.sort_unstable_by_key(|(row, _)| *row);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::delimited;
    use super::*;

    fn sorted(table: &str) -> DataRows {
        let grid = delimited::read(table).unwrap();
        sort(&grid, &ColumnMap::recognise(&grid).unwrap(), &BTreeSet::new())
    }

    /// Whether a row with this name and nothing else is set aside, between two people who have more.
    fn is_aside(name: &str, rest: &str) -> bool {
        let table = format!(
            "姓名,性别,出生年月,联系电话,工号\n张三,男,1990.5,,1\n{name},{rest}\n李四,女,,,2\n"
        );
        !sorted(&table).rows.contains(&2)
    }

    #[test]
    fn what_counts_signs_dates_or_explains_is_nobody() {
        for name in [
            "83人",
            "共 83 人",
            "共83名",
            "合计",
            "合 计",
            "总计：83",
            "小计",
            "总人数",
            "本页合计",
            "男45",
            "男45人",
            "女 38 人",
            "党员83",
            "制表人：李四",
            "制表人",
            "审核",
            "审核人：王五",
            "填表日期",
            "填表日期：2026年11月1日",
            "2026年11月29日",
            "2026年11月",
            "备注：",
            "备注",
            "说明",
            "说明：以上人员已核对",
            "注：以上为在册党员",
            "联系人",
            "党支部书记（签字）",
            "（盖章）",
            "83",
            "12.5",
            "第一党支部",
            "内科党支部（32人）",
            "离退休党员",
            "退休",
            "心血管内科",
            "截至2026年10月",
        ] {
            assert!(is_aside(name, ",,,"), "{name}");
        }
        // A number of its own, or a date, makes nobody of it.
        for (name, rest) in [
            ("合计", ",,,83"),
            ("83人", "男,,,"),
            ("填表日期", ",2026年11月1日,,"),
            ("联系人", ",,13800138000,"),
            ("制表人：李四", ",,13800138000,"),
        ] {
            assert!(is_aside(name, rest), "{name} {rest}");
        }
    }

    #[test]
    fn names_are_people_however_rare_or_long() {
        for name in [
            "王伟",
            "高",
            "欧阳娜娜",
            "司马相如",
            "阿卜杜拉·买买提",
            "古丽巴哈尔·吾买尔江",
            "总玉兰",
            "合小芳",
            "共工",
            "计春华",
            "王科",
            "李登科",
            "党员生",
            "日向",
            "说不得",
            "王伟1",
            "王伟2",
            "王伟（大）",
            "李四（13800138000）",
            "John Smith",
            "王*",
            "□□",
            "付审",
            "备小军",
            "人杰",
            "单人",
        ] {
            assert!(!is_aside(name, ",,,"), "{name}");
        }
    }

    #[test]
    fn what_only_a_person_has_makes_a_person_of_a_name_that_reads_otherwise() {
        for (name, rest) in [
            ("总计", ",,13800138000,"),
            ("合计", "女,,,"),
            ("日期", "男,,,"),
            ("古丽巴哈尔吾买尔江", ",1990.5,,"),
            ("离退休党员", "男,1950.1,,"),
            ("党员1001", "男,,,"),
            ("83", "男,,,"),
        ] {
            assert!(!is_aside(name, rest), "{name} {rest}");
        }
    }

    #[test]
    fn a_name_beside_a_label_and_one_below_the_totals_have_signed() {
        let rows = sorted("序号,姓名,工号\n1,张三,1\n2,李四,2\n制表人,王五,\n,赵六,\n");
        assert_eq!(rows.rows, [1, 2]);
        assert_eq!(rows.left_out, [(3, LeftOutBecause::Footer), (4, LeftOutBecause::Footer)]);
        // A post before the name is no label, nor is anything above the last person.
        assert_eq!(sorted("党内职务,姓名\n支部书记,张三\n,李四\n").rows, [1, 2]);
        assert_eq!(sorted("姓名,工号\n张三,1\n小计,1\n李四,\n王五,3\n合计,3\n").rows, [1, 3, 4]);
        // Of names alone nothing else is known.
        assert_eq!(sorted("序号,姓名\n1,张三\n2,李四\n").rows, [1, 2]);
    }

    proptest! {
        #[test]
        fn whoever_has_what_a_person_has_is_never_set_aside(
            name in "[\u{4e00}-\u{9fa5}]{2,4}|[\u{4e00}-\u{9fa5}]{2,6}·[\u{4e00}-\u{9fa5}]{2,6}",
        ) {
            prop_assume!(name != "姓名");
            prop_assert!(!is_aside(&name, "女,,,"));
        }

        #[test]
        fn each_row_is_read_or_told_and_never_both(
            names in prop::collection::vec("[张李总共合计人数年日0-9：（）·审核 ]{0,6}", 1..8),
            more in prop::collection::vec("|男|13800138000|1990[.]5|83", 8),
        ) {
            let cell = |at: usize| more.get(at).map_or("", String::as_str);
            let rows: Vec<String> = names
                .iter()
                .enumerate()
                .map(|(at, name)| format!("{at},{name},{},,\n", cell(at)))
                .collect();
            let table = format!("序号,姓名,性别,出生年月,联系电话\n{}", rows.concat());
            let rows = sorted(&table);
            let mut all: Vec<usize> =
                rows.rows.iter().copied().chain(rows.left_out.iter().map(|(row, _)| *row)).collect();
            all.sort_unstable();
            prop_assert_eq!(all, (1..=names.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn numbers_alone_are_a_line_of_totals() {
        let rows = sorted("序号,姓名,性别,工号\n1,张三,男,7\n,,45,83\n2,,男,8\n");
        assert_eq!(rows.rows, [1, 3], "without a name, but someone");
        assert_eq!(rows.left_out, [(2, LeftOutBecause::Totals)]);
    }

    #[test]
    fn a_row_that_is_taken_in_is_read_whatever_it_says() {
        let grid = delimited::read("姓名,工号\n张三,1\n合计,2\n").unwrap();
        let map = ColumnMap::recognise(&grid).unwrap();
        assert_eq!(sort(&grid, &map, &BTreeSet::from([3])).rows, [1, 2]);
    }
}

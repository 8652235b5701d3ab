//! Tests of which rows are people.

use proptest::prelude::*;

use super::*;
use crate::tables::delimited;

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
        "83人（含预备，不含流动）",
        "本表（2026年），由内科填写",
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
        "张三（曾用名：张四）",
        "李四（内科，护士长）",
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
        ("张三，曾用名张四", "男,,13800138000,"),
        ("李四：护士长", ",,13800138000,"),
    ] {
        assert!(!is_aside(name, rest), "{name} {rest}");
    }
}

#[test]
fn a_name_beside_a_label_and_one_below_the_totals_have_signed() {
    let rows = sorted("序号,姓名,工号\n1,张三,1\n2,李四,2\n制表人,王五,\n,赵六,\n");
    assert_eq!(rows.rows, [1, 2]);
    assert_eq!(rows.set_aside, [(3, SetAsideBecause::Footer), (4, SetAsideBecause::Footer)]);
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
        more in "|（[\u{4e00}-\u{9fa5}：，、0-9]{1,8}）|[，：、][\u{4e00}-\u{9fa5}]{1,4}",
    ) {
        let name = name + &more;
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
            rows.rows.iter().copied().chain(rows.set_aside.iter().map(|(row, _)| *row)).collect();
        all.sort_unstable();
        prop_assert_eq!(all, (1..=names.len()).collect::<Vec<_>>());
    }
}

#[test]
fn numbers_alone_are_a_line_of_totals() {
    let rows = sorted("序号,姓名,性别,工号\n1,张三,男,7\n,,45,83\n2,,男,8\n");
    assert_eq!(rows.rows, [1, 3], "without a name, but someone");
    assert_eq!(rows.set_aside, [(2, SetAsideBecause::Totals)]);
}

#[test]
fn a_row_that_is_taken_in_is_read_whatever_it_says() {
    let grid = delimited::read("姓名,工号\n张三,1\n合计,2\n").unwrap();
    let map = ColumnMap::recognise(&grid).unwrap();
    assert_eq!(sort(&grid, &map, &BTreeSet::from([3])).rows, [1, 2]);
}

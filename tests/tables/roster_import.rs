//! From a table as a hospital keeps it to a plan of what the ledger would take.
#![allow(clippy::unwrap_used)]

use yixin::tables::columns::{ColumnMap, ColumnsProblem};
use yixin::tables::delimited;
use yixin::tables::grid::{Grid, GridCell, Merge};
use yixin::tables::roster::{self, Roster};
use yixin::tables::roster_plan::{Existing, PlanOptions, RosterContext, RosterPlan, RowOutcome};

fn roster(table: &str) -> Roster {
    let grid = delimited::read(table).unwrap();
    roster::read(&grid, &ColumnMap::recognise(&grid).unwrap()).unwrap()
}

fn plan_with(table: &str, members: &[Existing], options: PlanOptions) -> RosterPlan {
    RosterPlan::new(&roster(table), RosterContext { members, ..RosterContext::default() }, options)
}

fn plan(table: &str, members: &[Existing]) -> RosterPlan {
    plan_with(table, members, PlanOptions::default())
}

fn member(id: &str, staff_number: &str, name: &str, born: &str) -> Existing {
    Existing {
        id: id.into(),
        staff_number: Some(staff_number.into()).filter(|n: &String| !n.is_empty()),
        name: name.into(),
        born: born.parse().ok(),
        ..Existing::default()
    }
}

fn reasons(plan: &RosterPlan, at: usize) -> String {
    match &plan.rows[at].outcome {
        RowOutcome::Refused { reasons } => reasons.join("\n"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_roster_as_hospitals_keep_it_is_read_whole() {
    let roster = roster(concat!(
        "广元市中医医院党员花名册,,,,,,,,\n",
        "填报单位：党委办公室,,,,,,,,2026年11月\n",
        "序号,姓 名,性别,民族,\"出生\n年月\",入党时间（年月）,所在党支部,手机号码,党员类别,身份证号\n",
        "1,张 三,男,汉,1990.5,２０１１．０７,第一支部,138 0013 8000,中共党员,110105194912310020\n",
        "2,李<四>,女,回族,19900501,2012年7月1日,第一党支部,0839-3221234,预备党员,\n",
        ",,,,,,,,\n",
        "3,𠮷·买买提,男,维吾尔,33000,2013-7,一支部,—,正式,\n",
        "合计,3,,,,,,,\n制表人：王五,,,,,,,,\n",
    ));
    assert_eq!(roster.rows.iter().map(|row| row.row).collect::<Vec<_>>(), [4, 5, 7]);
    let first = &roster.rows[0];
    for (field, value) in [
        ("name", "张三"),
        ("gender", "男"),
        ("ethnicity", "汉族"),
        ("born", "1990-05"),
        ("joined_party", "2011-07"),
        ("branch", "第一支部"),
        ("phone", "13800138000"),
        ("category", "正式"),
    ] {
        assert_eq!(first.get(field), Some(value), "{field}");
    }
    assert!(first.problems.is_empty(), "{:?}", first.problems);
    assert_eq!(roster.rows[1].get("name"), Some("李<四>"));
    assert_eq!(roster.rows[1].get("joined_party"), Some("2012-07-01"));
    assert_eq!(roster.rows[2].get("name"), Some("𠮷·买买提"));
    assert_eq!(roster.rows[2].get("born"), Some("1990-05-07"));
    assert_eq!(roster.rows[2].get("phone"), None);
    let notes = roster.notes.join("\n");
    assert!(notes.contains("J 列“身份证号”不会导入"), "{notes}");
    let set_aside: Vec<_> =
        roster.set_aside.iter().map(|one| (one.row, &*one.text, one.because.words())).collect();
    assert_eq!(set_aside, [(8, "合计 3", "合计行"), (9, "制表人:王五", "表尾说明")]);
    let everything = format!("{roster:?}");
    assert!(!everything.contains("110105194912310020"));
}

#[test]
fn each_fault_is_told_with_its_cell_and_keeps_only_its_row_out() {
    let table = "姓名,工号,出生年月,入党时间,电话,备注\n张三,1,1990.13,19900231,1380013800,\n,2,1990.5,,,\n李四,3,1990.5,,,证号110105194912310020\n王\u{202e}五,4,,,,\n赵\u{200b}六,5,#REF!,,,\n";
    let plan = plan(table, &[]);
    let first = reasons(&plan, 0);
    assert!(first.contains("C2（出生年月）：“1990.13”的月份是 13"), "{first}");
    assert!(first.contains("D2（入党时间）：“19900231”：1990年2月没有 31 日"), "{first}");
    assert!(first.contains("E2（联系电话）：“1380013800”不像电话号码"), "{first}");
    assert!(reasons(&plan, 1).contains("没有姓名"));
    assert_eq!(plan.rows[2].outcome, RowOutcome::New);
    assert_eq!(plan.rows[2].row.get("notes"), None);
    assert!(plan.rows[2].row.problems[0].to_string().contains("不保存身份证号"));
    assert!(reasons(&plan, 3).contains("A5（姓名）"));
    assert_eq!(plan.rows[4].outcome, RowOutcome::New);
    let told: Vec<String> = plan.rows[4].row.problems.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|hint| hint.contains("看不见的字符")), "{told:?}");
    assert!(
        told.iter().any(|hint| hint.contains("C6（出生年月）：存疑：公式出错（#REF!）")),
        "{told:?}"
    );
}

#[test]
fn a_row_can_be_taken_without_its_faulty_cells_but_not_without_its_name() {
    let table = "姓名,出生年月,民族,政治面貌\n张三,1990.13,汉,党员\n,1990.5,汉,党员\n赵敏,1995.5,汉,入党积极分子\n";
    let plan = plan_with(
        table,
        &[],
        PlanOptions { leave_out_faulty_cells: true, ..PlanOptions::default() },
    );
    assert_eq!(plan.rows[0].outcome, RowOutcome::New);
    assert_eq!(plan.rows[0].row.get("born"), None);
    assert!(plan.rows[0].row.problems[0].to_string().ends_with("（这一格没有导入）"));
    assert!(reasons(&plan, 1).contains("没有姓名"));
    assert!(
        reasons(&plan, 2).contains("“入党积极分子”不是党员，这一行不导入"),
        "nor without its category"
    );
}

#[test]
fn a_row_that_may_be_of_someone_erased_waits_for_the_answer() {
    let table = "姓名,出生年月,工号\n张三,1990.5,1\n李四,1990.5,2\n王五,,3\n赵六,1990.5,4\n";
    let mut plan = plan(table, &[member("member:=4", "4", "赵六", "1990-05")]);
    let person = |row, name: &str| (row, name.to_owned(), "1990-05".to_owned());
    assert_eq!(plan.newcomers(), [person(2, "张三"), person(3, "李四")]);
    let answers = [(3, true)].into_iter().collect();
    plan.hold_up(&[2, 3].into_iter().collect(), &answers);
    assert!(reasons(&plan, 0).contains("已依法删除"));
    assert_eq!(plan.rows[1].outcome, RowOutcome::New);
    assert_eq!(plan.may_be_erased, [(2, "张三".to_owned()), (3, "李四".to_owned())]);
}

#[test]
fn duplicates_in_the_file_are_told_apart_from_namesakes() {
    let table = "姓名,工号,出生年月,支部\n张三,,1990.5,一支部\n张三,,1990.5,一支部\n李四,,1990.5,一支部\n李四,,1991.5,一支部\n王五,7,,一支部\n王六,7,,一支部\n赵七,,1990.5,一支部\n赵七,,1990.5,二支部\n孙八,,,一支部\n孙八,,,二支部\n";
    let plan = plan(table, &[]);
    assert_eq!(plan.rows[0].outcome, RowOutcome::New);
    assert_eq!(reasons(&plan, 1), "与第 2 行重复，只导入那一行");
    for at in [2, 3, 8, 9] {
        assert_eq!(plan.rows[at].outcome, RowOutcome::New, "{at}");
        assert!(plan.rows[at].row.problems[0].to_string().contains("同名"));
    }
    assert!(reasons(&plan, 4).contains("工号与第 7 行相同"));
    assert!(reasons(&plan, 5).contains("工号与第 6 行相同"));
    assert!(reasons(&plan, 6).contains("姓名与第 9 行相同"));
    assert!(reasons(&plan, 7).contains("姓名与第 8 行相同"));
}

#[test]
fn members_are_matched_by_staff_number_then_birth_then_lone_name() {
    let members = [
        member("a", "A1", "张三", "1990-05"),
        member("b", "", "李四", "1991-05-03"),
        member("c", "", "王五", ""),
        member("d", "D4", "赵六", "1980-01"),
        member("e", "", "孙七", "1970-01"),
        member("f", "", "孙七", "1971-01"),
    ];
    let table = "姓名,工号,出生年月,民族\n张三丰,a1,1990.5,\n李四,B2,1991.5,\n王五,,1985.5,\n赵六,D9,1980.1,\n孙七,,,\n周八,,,\n赵 六,,,汉\n";
    let plan = plan(table, &members);
    let differences = |at: usize| match &plan.rows[at].outcome {
        RowOutcome::Changed { id, differences } => {
            let shown: Vec<String> = differences
                .iter()
                .map(|d| format!("{}:{}>{}", d.field, d.before, d.after))
                .collect();
            format!("{id} {}", shown.join(" "))
        }
        other => panic!("{at}: {other:?}"),
    };
    assert_eq!(differences(0), "a name:张三>张三丰");
    assert!(plan.rows[0].row.problems[0].to_string().contains("姓名不同"));
    assert_eq!(differences(1), "b staff_number:>B2");
    assert_eq!(differences(2), "c born:>1985-05");
    // 赵六 stands twice in the file: the first is somebody else by number.
    assert_eq!(plan.rows[3].outcome, RowOutcome::Refused { reasons: vec!["姓名与第 8 行相同，分不清是不是同一个人。是同一个人的，留一行，其余选不导入；两个人请补上工号或出生年月".into()] });
    assert!(reasons(&plan, 4).contains("台账里有 2 位同名的人"));
    assert_eq!(plan.rows[5].outcome, RowOutcome::New);
}

#[test]
fn the_same_roster_again_changes_nothing_and_blank_cells_erase_nothing() {
    let mut zhang = member("a", "", "张三", "1990-05-03");
    zhang.fields = [("branch", "第一党支部"), ("phone", "13800138000"), ("department", "ICU")]
        .map(|(field, value)| (field.to_owned(), value.to_owned()))
        .into();
    let table = "姓名,出生年月,支部,电话,科室\n张 三,1990.5,一支部,,ｉｃｕ\n";
    let members = [zhang];
    let (branches, departments) = (["第一党支部".to_owned()], ["ICU".to_owned()]);
    let ledger =
        RosterContext { members: &members, branches: &branches, departments: &departments };
    let plan = RosterPlan::new(&roster(table), ledger, PlanOptions::default());
    assert_eq!(plan.rows[0].outcome, RowOutcome::Same { id: "a".into() });
    assert!(plan.new_branches.is_empty() && plan.new_departments.is_empty());
    assert_eq!(plan.rows[0].row.get("department"), Some("ICU"));
}

#[test]
fn a_branch_spelt_two_ways_is_proposed_once() {
    let plan = plan("姓名,支部,科室\n张三,第一支部,ICU\n李四,第一党支部,icu\n王五,二支部,\n", &[]);
    let names: Vec<_> = plan.new_branches.iter().map(|b| (b.name.as_str(), b.rows)).collect();
    assert_eq!(names, [("第一党支部", 2), ("二支部", 1)]);
    assert_eq!(plan.rows[0].row.get("branch"), Some("第一党支部"));
    assert_eq!(plan.new_departments, ["ICU"]);
    assert!(
        plan.notes.iter().any(|note| note == "支部“第一支部”当作“第一党支部”"),
        "{:?}",
        plan.notes
    );
}

#[test]
fn a_branch_merged_over_its_members_is_read_for_each_of_them() {
    let text = |value: &str| GridCell::Text(value.to_owned());
    let rows = vec![
        vec![text("支部"), text("姓名")],
        vec![text("一支部"), text("张三")],
        vec![GridCell::Empty, text("李四")],
    ];
    let merge = Merge { top: 1, left: 0, bottom: 2, right: 0 };
    let merged = Grid::new(rows.clone()).with_merges(vec![merge]);
    let map = ColumnMap::recognise(&merged).unwrap();
    assert_eq!(roster::read(&merged, &map).unwrap().rows[1].get("branch"), Some("一支部"));
    // Pasted, the merge is lost: it is told, and filled when asked.
    let mut pasted = Grid::new(rows);
    let read = roster::read(&pasted, &map).unwrap();
    assert!(read.notes[0].contains("有 1 行没有写支部"));
    pasted.fill_down(0, map.heading_rows.end);
    assert_eq!(roster::read(&pasted, &map).unwrap().rows[1].get("branch"), Some("一支部"));
}

#[test]
fn a_table_without_people_says_so() {
    let grid = delimited::read("姓名,性别\n").unwrap();
    let map = ColumnMap::recognise(&grid).unwrap();
    assert_eq!(roster::read(&grid, &map), Err(ColumnsProblem::NoRows));
    let mut nameless = map;
    nameless.assign(0, None);
    assert_eq!(roster::read(&grid, &nameless), Err(ColumnsProblem::NoNameColumn));
}

/// A roster of so many rows in CSV, with fifty branches written in two ways.
fn long_roster(rows: usize) -> String {
    let mut table =
        "姓名,工号,性别,出生年月,入党时间,所在支部,科室,联系电话,党员类别,备注\n".to_owned();
    for n in 0..rows {
        let spelling = if n % 2 == 0 { "党支部" } else { "支部" };
        let (year, month, branch, phone) =
            (1950 + n % 50, 1 + n % 12, n % 50, 13_000_000_000_u64 + n as u64);
        table += &format!(
            "张三{n},A{n},男,{year}.{month:02},{year}年{month}月,第{branch}{spelling},内科,{phone},正式,无\n"
        );
    }
    table
}

#[test]
fn ten_thousand_rows_are_planned_in_no_time() {
    let table = long_roster(10_000);
    let members: Vec<Existing> = (0..1000)
        .map(|n| member(&n.to_string(), &format!("A{n}"), &format!("张三{n}"), ""))
        .collect();
    let start = std::time::Instant::now();
    let plan = plan(&table, &members);
    let took = start.elapsed();
    assert_eq!(plan.rows.len(), 10_000);
    assert_eq!(plan.new_branches.len(), 50);
    // 200 ms is the aim; the limit here leaves room for a busy machine.
    println!("10,000 rows: {took:?}");
    assert!(took.as_millis() < 2_000, "{took:?}");
}

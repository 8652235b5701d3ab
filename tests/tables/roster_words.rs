//! Rosters in the words and characters of real hospitals, with their right values.
#![allow(clippy::unwrap_used)]

use yixin::tables::columns::ColumnMap;
use yixin::tables::delimited;
use yixin::tables::roster::{self, Roster};
use yixin::tables::roster_plan::{Existing, PlanOptions, RosterContext, RosterPlan, RowOutcome};

fn case(name: &str) -> String {
    std::fs::read_to_string(format!("tests/fixtures/cases/{name}")).unwrap()
}

fn roster(table: &str) -> Roster {
    let grid = delimited::read(table).unwrap();
    roster::read(&grid, &ColumnMap::recognise(&grid).unwrap()).unwrap()
}

/// The values of one field, row by row.
fn column<'a>(roster: &'a Roster, field: &str) -> Vec<&'a str> {
    roster.rows.iter().map(|row| row.get(field).unwrap_or_default()).collect()
}

/// What is told of each row.
fn told(roster: &Roster) -> Vec<String> {
    let of = |row: &roster::RosterRow| {
        row.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("；")
    };
    roster.rows.iter().map(of).collect()
}

fn plan(table: &str, members: &[Existing]) -> RosterPlan {
    let ledger = RosterContext { members, ..RosterContext::default() };
    RosterPlan::new(&roster(table), ledger, PlanOptions::default())
}

#[test]
fn our_own_labels_and_words_of_the_neighbouring_column_are_standings() {
    let standings = roster(&case("standings.csv"));
    let expected = ["产假", "脱产进修", "已转出", "长期援外", "去世"];
    assert_eq!(column(&standings, "status"), expected);
    let retired = roster(&case("retired-as-category.csv"));
    assert_eq!(column(&retired, "category"), ["正式"; 3]);
    assert_eq!(column(&retired, "status"), ["离退休", "离退休", "流动"]);
    assert!(told(&retired)[0].contains("“离退休”按“正式、离退休”读入"), "{:?}", told(&retired));
    let both = roster("姓名,党员类别,党员状态\n张三,离退休党员,在职\n李四,,预备党员\n");
    assert_eq!(column(&both, "status"), ["在职", ""]);
    assert_eq!(column(&both, "category"), ["正式", "预备"]);
    for read in [standings, retired, both] {
        assert!(read.rows.iter().all(|row| !row.is_faulty()));
    }
}

#[cfg(feature = "spreadsheet")]
#[test]
fn headings_are_recognised_by_what_they_mean() {
    let bytes = std::fs::read("tests/fixtures/cases/headings.xlsx").unwrap();
    let grid = &yixin::tables::spreadsheet::read(&bytes).unwrap()[0].grid;
    let roster = roster::read(grid, &ColumnMap::recognise(grid).unwrap()).unwrap();
    for (field, values) in [
        ("name", ["张三", "李四"]),
        ("department", ["检验科", "护理部"]),
        ("party_post", ["组织委员", ""]),
        ("post", ["科主任", "护士长"]),
        ("job_kind", ["医", "护"]),
        ("joined_party", ["2011-07", "2015-06-01"]),
        ("branch", ["第一党支部", "第一党支部"]),
    ] {
        assert_eq!(column(&roster, field), values, "{field}");
    }
    assert!(roster.rows.iter().all(|row| !row.is_faulty()), "{:?}", told(&roster));
    // The ledger has a branch of another name: it is asked, then taken as answered.
    let branches = ["临床第一党支部".to_owned()];
    let ledger = RosterContext { branches: &branches, ..RosterContext::default() };
    let asked = RosterPlan::new(&roster, ledger, PlanOptions::default());
    assert_eq!(asked.questions[0].other, "临床第一党支部");
    assert!(asked.rows.iter().all(|row| matches!(row.outcome, RowOutcome::Refused { .. })));
    for (same, branch) in [(true, "临床第一党支部"), (false, "第一党支部")] {
        let same_branches = [(asked.questions[0].key.clone(), same)].into();
        let options = PlanOptions { same_branches, ..PlanOptions::default() };
        let plan = RosterPlan::new(&roster, ledger, options);
        assert_eq!(plan.rows[0].outcome, RowOutcome::New);
        assert_eq!(plan.rows[0].row.get("branch"), Some(branch));
    }
}

#[test]
fn a_guessed_heading_is_told_as_a_guess() {
    let grid = delimited::read(
        "1.姓名,目前所在科室名称,2.联系电话（手机）,家庭电话\n张三,内科,13800138000,1\n",
    )
    .unwrap();
    let map = ColumnMap::recognise(&grid).unwrap();
    assert_eq!(
        ["name", "department", "phone"].map(|f| map.column_of(f)),
        [Some(0), Some(1), Some(2)]
    );
    let guessed: Vec<bool> = map.columns.iter().map(|column| column.guessed).collect();
    assert_eq!(guessed, [false, true, false, false]);
    assert!(map.notes()[0].contains("猜作“科室”，请核对"), "{:?}", map.notes());
}

#[test]
fn headings_in_three_rows_are_read_together() {
    let table =
        "姓名,入党,,联系方式\n,入党时间,介绍人,手机\n,,,手机号码\n张三,2001.7,李四,13800138000\n";
    let grid = delimited::read(table).unwrap();
    let map = ColumnMap::recognise(&grid).unwrap();
    assert_eq!(map.heading_rows, 0..3);
    assert_eq!(
        ["name", "joined_party", "phone"].map(|f| map.column_of(f)),
        [Some(0), Some(1), Some(3)]
    );
}

#[test]
fn totals_signatures_and_remarks_are_nobody() {
    let read = roster(concat!(
        "序号,姓名,支部,备注\n1,张三,一支部,\n2,共工,一支部,\n合计,83人,,\n,共83名,,\n",
        "填表人：李四,,审核：王五,\n,制表日期：2026年11月1日,,\n备注：,以上人员均已核对，无误,,\n说明,以上为在册党员。,,\n",
        ",以上数据截至2026年10月,,\n",
    ));
    assert_eq!(column(&read, "name"), ["张三", "共工"]);
    assert_eq!(read.set_aside.len(), 7, "{:?}", read.set_aside);
    let told = &read.set_aside[0];
    assert_eq!((told.row, &*told.text, told.because.words()), (4, "合计 83人", "合计行"));
}

#[test]
fn subtotals_seals_and_subheadings_are_nobody_and_told() {
    let read = roster(concat!(
        "科室,姓名,工号\n内科,张三,1\n内科小计,2人,\n外科,李四,2\n外科合计：1,,\n总计,3人,\n",
        ",王五,3\n,,（公章）\n,,2026年6月1日\n",
    ));
    assert_eq!(column(&read, "name"), ["张三", "李四", "王五"]);
    let set_aside: Vec<usize> = read.set_aside.iter().map(|one| one.row).collect();
    assert_eq!(set_aside, [3, 5, 6, 8, 9]);
    let read = roster("序号,姓名,工号\n内科,,\n1,张三,1\n（二）外科,,\n2,李四,2\n");
    assert_eq!(column(&read, "name"), ["张三", "李四"]);
    let told: Vec<_> = read.set_aside.iter().map(|one| (one.row, one.because.words())).collect();
    assert_eq!(told, [(2, "小标题"), (4, "小标题")]);
}

#[test]
fn marks_and_notes_around_a_name_are_taken_off_and_told() {
    let read = roster("姓名,工号\n△张三,1\n李四（女）,2\n王伟（大）,3\n");
    assert_eq!(column(&read, "name"), ["张三", "李四", "王伟(大)"]);
    assert!(told(&read)[1].contains("“李四(女)”按“李四”读入"), "{:?}", told(&read));
    assert_eq!(told(&read)[2], "");
}

#[test]
fn a_day_of_1905_is_a_year_that_was_typed_into_a_date_cell() {
    let read = roster("姓名,入党时间\n张三,1905/7/13\n李四,1905-07\n");
    assert_eq!(column(&read, "joined_party"), ["", "1905-07"]);
    assert!(told(&read)[0].contains("只填了年份 2021"), "{:?}", told(&read));
}

#[test]
fn a_row_of_latin_names_is_no_row_of_headings() {
    let read = roster("姓名,工号\nJohn Smith,A1\nAnna Lee,A2\n");
    assert_eq!(column(&read, "name"), ["John Smith", "Anna Lee"]);
}

#[test]
fn a_cell_that_says_none_clears_a_field_and_shows_it() {
    let mut zhang = Existing { id: "a".into(), name: "张三".into(), ..Existing::default() };
    zhang.fields =
        [("post", "科主任"), ("degree", "无")].map(|(f, v)| (f.to_owned(), v.to_owned())).into();
    for (cell, cleared) in [("无", true), ("没有", true), ("—", true), ("/", true), ("", false)]
    {
        let plan = plan(
            &format!("姓名,行政职务,学位,籍贯\n张三,{cell},{cell},{cell}\n"),
            &[zhang.clone()],
        );
        match &plan.rows[0].outcome {
            RowOutcome::Changed { differences, .. } if cleared => {
                let [one] = differences.as_slice() else { panic!("{differences:?}") };
                assert_eq!((one.field, &*one.before, &*one.after), ("post", "科主任", ""));
            }
            outcome => {
                assert_eq!((outcome, cleared), (&RowOutcome::Same { id: "a".into() }, false))
            }
        }
    }
}

#[test]
fn namesakes_are_told_apart_by_what_is_known() {
    let numbered = |id: &str, number: &str| Existing {
        id: id.into(),
        name: "张三".into(),
        staff_number: Some(number.into()),
        ..Existing::default()
    };
    let plan = plan("姓名,工号\n张三,B2\n", &[numbered("a", "A1")]);
    let told = plan.rows[0].row.problems[0].to_string();
    assert!(told.contains("工号是 A1") && !told.contains("出生年月不同"), "{told}");
    let twice = reason_of_a1(&[numbered("a", "a1"), numbered("b", "A1")]);
    assert!(twice.contains("2 位党员的工号都是 A1") && !twice.contains("请补上工号"), "{twice}");
}

#[test]
fn a_namesake_whose_number_differs_by_a_hyphen_or_noughts_is_asked_about() {
    let typed = |number: &str| Existing {
        id: "a".into(),
        name: "张三".into(),
        staff_number: Some(number.into()),
        ..Existing::default()
    };
    for (ledger, file) in [("A0012", "A-0012"), ("00012", "12"), ("A-12", "a0012")] {
        let plan = plan(&format!("姓名,工号\n张三,{file}\n"), &[typed(ledger)]);
        let RowOutcome::Refused { reasons } = &plan.rows[0].outcome else { panic!("{file}") };
        assert!(reasons[0].contains(ledger) && reasons[0].contains("只差横线"), "{reasons:?}");
    }
    let plan = plan("姓名,工号\n张三,A120\n李四,A-0012\n", &[typed("A0012")]);
    assert!(plan.rows.iter().all(|row| row.outcome == RowOutcome::New), "{:?}", plan.rows);
}

fn reason_of_a1(members: &[Existing]) -> String {
    match &plan("姓名,工号\n张三,A1\n", members).rows[0].outcome {
        RowOutcome::Refused { reasons } => reasons.join("；"),
        outcome => panic!("{outcome:?}"),
    }
}

#[test]
fn radicals_from_a_pdf_are_read_as_characters_and_told() {
    let roster = roster(&case("radicals-from-pdf.csv"));
    assert_eq!(column(&roster, "name"), ["王文", "马方"]);
    assert_eq!(column(&roster, "staff_number"), ["A1", "A2"]);
    assert_eq!(column(&roster, "branch"), ["第一党支部"; 2]);
    assert_eq!(column(&roster, "joined_party"), ["2001-07", "2002-07"]);
    let told = told(&roster);
    assert!(told[0].contains("A2（姓名）：里面的“⽂”已改为“文”"), "{told:?}");
    assert!(told[1].contains("“⻢”已改为“马”、“⽅”已改为“方”"), "{told:?}");
    assert!(roster.rows.iter().all(|row| !row.is_faulty()));
}

#[test]
fn a_name_in_odd_characters_is_somebody_who_is_there() {
    let zhang =
        Existing { id: "a".into(), name: "阿卜杜·马文".into(), ..Existing::default() };
    for name in ["阿卜杜•⻢⽂", "阿卜杜．马文", "阿卜杜 · 马\u{fe00}文", "阿卜杜\u{2009}‧马文"]
    {
        let plan = plan(&format!("姓名\n{name}\n"), std::slice::from_ref(&zhang));
        assert_eq!(plan.rows[0].outcome, RowOutcome::Same { id: "a".into() }, "{name}");
    }
    let roster = roster("姓名\n𬀩㛃䶮\n张\u{e863}\n李\u{e000}\n");
    assert_eq!(column(&roster, "name"), ["𬀩㛃䶮", "张䶮", "李\u{e000}"]);
    let told = told(&roster);
    assert_eq!(told[0], "");
    assert!(told[1].contains("已改为“䶮”") && told[2].contains("自造字"), "{told:?}");
}

#[test]
fn staff_numbers_are_one_however_they_are_typed() {
    let roster = roster(&case("staff-number-case.csv"));
    assert_eq!(column(&roster, "staff_number"), ["A0012", "A0013", "A0014"]);
    let typed = |number: &str| Existing {
        id: "a".into(),
        name: "张三".into(),
        staff_number: Some(number.into()),
        ..Existing::default()
    };
    for number in ["a0012", "A0012", "ａ００１２", "A 0012"] {
        let plan = plan("姓名,工号\n张三,Ａ0012\n", &[typed(number)]);
        assert_eq!(plan.rows[0].outcome, RowOutcome::Same { id: "a".into() }, "{number}");
    }
}

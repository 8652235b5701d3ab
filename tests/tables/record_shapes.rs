//! Registers of any shape imported from a table: groups, steps, rolls, agendas, counters, rules of law.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use super::record_import::{import, plan, plan_by, plan_grid, words};
use crate::fixtures::Book;
use yixin::ledger::{Record, RecordId, WriterId};
use yixin::registers::{
    DEPARTMENT_RESULT_SCHEMA as DEPARTMENT_RESULT, EVERY_SHAPE_SCHEMA as EVERY_SHAPE, EXPLANATION,
    VETO_SCHEMA as VETO, show_field, show_value,
};
use yixin::tables::delimited;
use yixin::tables::grid::{Grid, GridCell, Merge};
use yixin::tables::record_columns::RecordColumns;
use yixin::tables::record_outcome::{ImportOptions, NameAnswer, Question, RecordOutcome};

/// A branch with four members.
fn branch() -> Book {
    let mut book = Book::new();
    let first = book.first();
    for number in ["1", "2", "3", "4"] {
        book.member(number, &first);
    }
    book.department("内科");
    book
}

/// Two meetings: of the first three lines, of which the lower ones say but their own rows.
const MEETINGS: &str = "名称,支部,日期,主持人,类型,季度,花费,表决·发出,收回,评分,党员,点名·到会,学时,\
    议程·事项,用时,通知·日期,开会日期,开会说明,测血压,咨询\n\
    学习会,一支部,2025.3.5,党员4,一般,2026年第一季度,12.5,20,18,内科 90,党员1,到会,2,审核转正材料,30,2025.3.1,2025.3.5,全体,40,\n\
    ,,,,,,,,,,党员2,请假,,通报,,,,,,\n\
    ,,,,,,,,,,党员3,到会,1,,,,,,,\n\
    总结会,一支部,2025.4.5,,,,,,,,党员4,缺席,,,,,,,,\n";

fn meeting<'a>(book: &'a Book, name: &str) -> Record<'a> {
    book.ledger.records("every_shape").find(|record| record.text("name") == name).unwrap()
}

fn shown(book: &Book, field: &str, key: &str) -> String {
    let record = meeting(book, "学习会");
    let value = if key.is_empty() { record.get(field) } else { record.entry(field, key) };
    show_value(&book.ledger, EVERY_SHAPE.field(field).unwrap(), value)
}

fn of(text: &str, book: &Book, options: &ImportOptions) -> (Vec<String>, Vec<Vec<String>>) {
    let plan = plan(&book.ledger, &EVERY_SHAPE, text, options);
    let hints = plan.rows.iter().map(|row| row.hints.clone()).collect();
    (words(&plan), hints)
}

#[test]
fn a_register_of_every_shape_is_imported_once_and_taken_back() {
    let mut book = branch();
    let before = book.ledger.records("every_shape").count();
    let first = plan(&book.ledger, &EVERY_SHAPE, MEETINGS, &ImportOptions::default());
    assert_eq!(words(&first), ["new", "new"], "{:?}", first.notes);
    assert!(first.rows[0].hints.iter().any(|hint| hint.contains("40人 记作本机的小计")));
    assert_eq!(import(&mut book, &first), 2);
    assert_eq!(shown(&book, "votes", ""), "发出 20，收回 18");
    assert_eq!(shown(&book, "roll", "member:=1"), "到会，学时 2时");
    assert_eq!(shown(&book, "roll", "member:=2"), "请假");
    assert_eq!(shown(&book, "marks", "department:=内科"), "90");
    assert_eq!(shown(&book, "steps", "meet"), "日期 2025年3月5日，说明 全体");
    // Not the nought that nobody wrote.
    let counted = meeting(&book, "学习会").entries("counter")[0].1.clone();
    assert_eq!(counted.as_int(), Some(40));
    let record = meeting(&book, "学习会");
    let agenda: Vec<String> = record
        .entries("agenda")
        .iter()
        .map(|(_, row)| show_value(&book.ledger, EVERY_SHAPE.field("agenda").unwrap(), row))
        .collect();
    assert_eq!(agenda, ["事项 审核转正材料，用时 30分钟", "事项 通报"]);
    let roll = EVERY_SHAPE.field("roll").unwrap();
    assert_eq!(show_field(&book.ledger, roll, &meeting(&book, "总结会")), "党员4");
    // The same table again changes nothing.
    let again = plan(&book.ledger, &EVERY_SHAPE, MEETINGS, &ImportOptions::default());
    assert_eq!(words(&again), ["same", "same"]);
    assert_eq!(import(&mut book, &again), 0);
    // The edit with nothing in it is none; what is taken back is that of the import.
    let mut undone = branch();
    let first = plan(&undone.ledger, &EVERY_SHAPE, MEETINGS, &ImportOptions::default());
    import(&mut undone, &first);
    undone.undo();
    assert_eq!(undone.ledger.records("every_shape").count(), before);
}

#[test]
fn a_changed_line_changes_its_own_row_and_no_other() {
    let mut book = branch();
    let first = plan(&book.ledger, &EVERY_SHAPE, MEETINGS, &ImportOptions::default());
    import(&mut book, &first);
    let changed = MEETINGS
        .replace("党员3,到会,1", "党员3,到会,3")
        .replace("通报,,", "通报,15,")
        .replace("全体", "扩大")
        .replace(",20,18,", ",20,19,");
    let plan = plan(&book.ledger, &EVERY_SHAPE, &changed, &ImportOptions::default());
    assert_eq!(
        words(&plan)[0],
        "表决 发出 20，收回 18→发出 20，收回 19；点名·党员3 到会，学时 1时→到会，学时 3时；\
         步骤·开会 日期 2025年3月5日，说明 全体→日期 2025年3月5日，说明 扩大；\
         议程·通报 事项 通报→事项 通报，用时 15分钟"
    );
    assert_eq!(import(&mut book, &plan), 1);
    assert_eq!(shown(&book, "roll", "member:=2"), "请假");
    assert_eq!(meeting(&book, "学习会").entries("agenda").len(), 2);
}

#[test]
fn an_item_that_several_lines_repeat_is_taken_once_and_told() {
    let mut book = branch();
    let table = "名称,支部,日期,事项,用时\n会,一支部,2025.3.5,谈心谈话,30\n,,,通报,\n\
        ,,,谈心谈话,30\n,,,谈心谈话,20\n,,,谈心谈话,30\n";
    let plan = plan(&book.ledger, &EVERY_SHAPE, table, &ImportOptions::default());
    assert_eq!(plan.rows[0].hints, ["第 4、6 行的议程与第 2 行相同，只记一次"]);
    import(&mut book, &plan);
    assert_eq!(meeting(&book, "会").entries("agenda").len(), 3);
}

#[test]
fn what_a_line_gets_wrong_is_told_with_its_text_or_left_blank() {
    let book = branch();
    let wrong = "名称,支部,日期,花费,党员,到会,学时,事项,用时,收回\n\
        学习会,一支部,2025.3.5,很多,党员1,到会,99,,10,5\n\
        ,,,,党员2,在,1,,,\n,,,,,到会,,,,\n,,,,党员3,,,,,\n\
        学习会,一支部,2025.3.5,,党员1,缺席,,,,\n";
    let (told, hints) = of(wrong, &book, &ImportOptions::default());
    let told = &told[0];
    for part in [
        "D2（花费）：写的是“很多”，花费应是金额",
        "G2（点名·学时）：写的是“99”，学时应在 1时 到 24时 之间",
        "F3（点名·到会）：“在”不在可选项里",
        "F4（点名·到会）：这一行没有写是哪一个党员",
        "F6（点名·到会）：与 F2 写的不一样",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(hints[0].iter().any(|hint| hint.contains("第 5 行的“党员3”没有写点名")), "{hints:?}");
    let blank = ImportOptions { leaves_faults_blank: true, ..ImportOptions::default() };
    let (told, hints) = of(wrong, &book, &blank);
    assert_eq!(told, ["new"], "{hints:?}");
    let all = hints[0].join("\n");
    for part in ["“很多”", "第 2 行（议程）：没有写事项，没有导入", "第 3 行（点名）：没有写到会"]
    {
        assert!(all.contains(part), "{part}: {all}");
    }
    let mut book = book;
    let plan = plan(&book.ledger, &EVERY_SHAPE, wrong, &blank);
    import(&mut book, &plan);
    assert_eq!(shown(&book, "roll", "member:=1"), "到会");
    assert_eq!(meeting(&book, "学习会").entries("roll").len(), 1);
    // What tells records apart is never left blank.
    let (told, _) = of("名称,支部,日期,花费\n会,一支部,三月,1\n", &book, &blank);
    assert!(told[0].contains("C2（日期）：“三月”"), "{told:?}");
}

#[test]
fn a_rule_of_law_asks_for_the_explanation_of_the_row() {
    let mut book = branch();
    let table = "名称,支部,日期,党员,到会\n学习会,一支部,2030.1.5,党员1,到会\n";
    let asked = plan(&book.ledger, &EVERY_SHAPE, table, &ImportOptions::default());
    assert_eq!(words(&asked), ["asked 1"]);
    let RecordOutcome::Asked { questions } = &asked.rows[0].outcome else { panic!() };
    let Question::Explanation(unkept) = &questions[0] else { panic!("{questions:?}") };
    assert_eq!((unkept.rule, &*unkept.text), ("not to come", "还没有到这一天"));
    assert_eq!(import(&mut book, &asked), 0);
    let explained = |why: &str| ImportOptions {
        explanations: BTreeMap::from([((2, "not to come"), why.to_owned())]),
        ..ImportOptions::default()
    };
    assert_eq!(of(table, &book, &explained("  ")).0, ["asked 1"]);
    let taken = plan(&book.ledger, &EVERY_SHAPE, table, &explained("预先登记"));
    assert_eq!(words(&taken), ["new"]);
    assert_eq!(taken.rows[0].unkept[0].explanation, "预先登记");
    assert_eq!(import(&mut book, &taken), 1);
    let kept = meeting(&book, "学习会").entry(EXPLANATION, "not to come").clone();
    assert_eq!(kept.as_text(), Some("预先登记"));
    assert_eq!(of(table, &book, &ImportOptions::default()).0, ["same"]);
}

#[test]
fn a_counter_takes_the_number_as_this_tablets_part_and_never_doubles_it() {
    let mut book = branch();
    let table = "名称,支部,日期,测血压\n义诊,一支部,2025.3.5,40\n";
    let mut other = book.on_another_tablet();
    let grid = delimited::read(table).unwrap();
    let options = ImportOptions::default();
    let first = plan_by(WriterId(2), &book.ledger, &EVERY_SHAPE, &grid, &options);
    import(&mut other, &first);
    book.take_in(&other);
    // The first tablet finds that all of it is counted already.
    let (told, hints) = of(table, &book, &ImportOptions::default());
    assert_eq!(told, ["same"]);
    assert!(hints[0][0].contains("合计已是 40人"), "{hints:?}");
    let (told, hints) = of(&table.replace("40", "25"), &book, &ImportOptions::default());
    assert_eq!(told, ["计数·本机 →测血压 25人"]);
    assert!(hints[0][0].contains("别处已记的 40人 不变，合计 65人"), "{hints:?}");
}

#[test]
fn names_on_a_roll_are_asked_about_and_namesakes_known_again() {
    let mut book = branch();
    book.force(&RecordId::keyed("member", "2"), "name", "党员1");
    let table =
        "名称,支部,日期,姓名,到会\n会,一支部,2025.3.5,党员1,到会\n,,,党员1,请假\n,,,新来的,到会\n";
    let asked = plan(&book.ledger, &EVERY_SHAPE, table, &ImportOptions::default());
    let RecordOutcome::Asked { questions } = &asked.rows[0].outcome else { panic!() };
    let names: Vec<_> = questions
        .iter()
        .filter_map(|question| match question {
            Question::Name { name, label, .. } if label == "党员" => Some(name.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(names.iter().map(|name| name.row).collect::<Vec<_>>(), [Some(2), Some(3), None]);
    let answers = [
        NameAnswer::Record(RecordId::keyed("member", "2")),
        NameAnswer::Record(RecordId::keyed("member", "1")),
        NameAnswer::LeaveOut,
    ];
    let names: BTreeMap<_, _> = names.into_iter().zip(answers).collect();
    let answered = ImportOptions { names: names.clone(), ..ImportOptions::default() };
    let taken = plan(&book.ledger, &EVERY_SHAPE, table, &answered);
    assert_eq!(import(&mut book, &taken), 1);
    let record = meeting(&book, "会");
    assert_eq!(record.entry("roll", "member:=2").as_text(), Some("present"));
    assert_eq!(record.entries("roll").len(), 2);
    // Whom of two the roll has as the line says is known by that.
    let known = table.replace(",,,新来的,到会\n", "");
    assert_eq!(of(&known, &book, &ImportOptions::default()).0, ["same"]);
}

#[test]
fn headings_in_two_rows_and_bare_columns_are_known_where_they_are_clear() {
    let cell = |text: &str| match text {
        "" => GridCell::Empty,
        text => GridCell::Text(text.into()),
    };
    let rows = [
        ["名称", "支部", "日期", "表决", "", "通知", "", "说明", "主持人"],
        ["", "", "", "发出", "收回", "日期", "说明", "", ""],
        ["会", "一支部", "2025.3.5", "20", "18", "2025.3.1", "全体", "备注", "党员1"],
    ];
    let across = |left| Merge { top: 0, left, bottom: 0, right: left + 1 };
    let grid = Grid::new(rows.map(|row| row.map(cell).to_vec()).to_vec())
        .with_merges(vec![across(3), across(5)]);
    let columns = RecordColumns::recognise(&grid, &EVERY_SHAPE).unwrap();
    let names: Vec<String> = columns.assigned().map(|(part, _)| part.name()).collect();
    assert_eq!(
        names,
        [
            "name",
            "branch",
            "held_on",
            "chair",
            "votes.issued",
            "votes.received",
            "steps.call.on",
            "steps.call.note"
        ]
    );
    // 说明 alone may be that of the roll or of any step.
    assert_eq!(columns.unread(), ["H 列“说明”"]);
    let book = branch();
    let plan = plan_grid(&book.ledger, &EVERY_SHAPE, &grid, &ImportOptions::default());
    assert_eq!(words(&plan), ["new"]);
}

#[test]
fn a_month_is_of_the_year_that_the_table_says_or_asked_about() {
    let mut book = Book::new();
    book.department("心内科");
    let told = |table: &str| {
        let plan = plan(&book.ledger, &DEPARTMENT_RESULT, table, &ImportOptions::default());
        (words(&plan).remove(0), plan.undated().map(str::to_owned), plan.rows[0].title.clone())
    };
    let (word, undated, title) = told("科室,月,双考得分\n心内科,10,95\n");
    assert_eq!((&*word, undated, &*title), ("new", None, "心内科 · 2026年10月"));
    assert_eq!(told("科室,年,月份,双考得分\n心内科,2025年,12月,95\n").2, "心内科 · 2025年12月");
    assert_eq!(told("2025年度考核,,\n科室,月份,双考得分\n心内科,12,95\n").2, "心内科 · 2025年12月");
    let (word, undated, _) = told("考核（2019年修订）,,\n科室,月份,双考得分\n心内科,12,95\n");
    assert_eq!((&*word, undated.as_deref()), ("asked 1", Some("12")));
    // The day on which the table was filled in is that of another year than its months.
    let (word, undated, _) =
        told("填报日期：2026年11月5日,,\n科室,月份,双考得分\n心内科,12月,95\n");
    assert_eq!((&*word, undated.as_deref()), ("asked 1", Some("12月")));
    let (word, undated, _) = told("填报日期：2027年1月5日,,\n科室,月份,双考得分\n心内科,12月,95\n");
    assert_eq!((&*word, undated.as_deref()), ("asked 1", Some("12月")));
    let (word, undated, _) = told("科室,月份,双考得分\n心内科,12,95\n");
    assert_eq!((&*word, undated.as_deref()), ("asked 1", Some("12")));
    let (word, ..) = told("科室,年,月份,双考得分\n心内科,去年,12,95\n");
    assert!(word.contains("“去年”认不出是年份"), "{word}");
}

#[test]
fn a_record_whose_time_begins_with_another_month_is_another() {
    let mut book = branch();
    book.veto(&RecordId::keyed("member", "1"), "V1", "2026-03");
    let table = "党员,后果,生效月份,情形,事实,认定单位,文号,认定日期,支委会决定\n\
        党员1,当月清零，当年不得评先,2026-05,违纪,查实,纪委,7号,2026-05-06,通过\n";
    let table = table.replace("当月清零，当年不得评先", "\"当月清零，当年不得评先\"");
    let other = plan(&book.ledger, &VETO, &table, &ImportOptions::default());
    assert_eq!(words(&other), ["new"]);
    let same = plan(
        &book.ledger,
        &VETO,
        &table.replace("2026-05,", "2026-03,"),
        &ImportOptions::default(),
    );
    assert_ne!(words(&same), ["new"]);
}

#[test]
fn a_cell_out_of_range_stays_blank_if_the_user_says_so_in_any_register() {
    let mut book = Book::new();
    book.department("心内科");
    let table = "科室,月份,双考得分,满意度\n心内科,2026-10,95,120\n";
    let strict = plan(&book.ledger, &DEPARTMENT_RESULT, table, &ImportOptions::default());
    assert!(strict.has_faulty_cells());
    assert!(words(&strict)[0].contains("写的是“120”，满意度"), "{:?}", words(&strict));
    let blank = ImportOptions { leaves_faults_blank: true, ..ImportOptions::default() };
    let lenient = plan(&book.ledger, &DEPARTMENT_RESULT, table, &blank);
    assert_eq!(words(&lenient), ["new"]);
    assert!(lenient.rows[0].hints[0].contains("（这一格没有导入）"));
    import(&mut book, &lenient);
    let id = RecordId::keyed("department_result", "department:=心内科|2026-10");
    let record = book.ledger.record(&id).unwrap();
    assert_eq!(record.get("score").as_int(), Some(950));
    assert!(record.get("satisfaction").is_null());
}

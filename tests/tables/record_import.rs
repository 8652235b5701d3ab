//! Tables that are imported into a register: every row compared, asked about, and written as one edit.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::fixtures::{self, Book};
use proptest::prelude::*;
use yixin::ledger::{Ledger, Moment, RecordId, Value, WriterId};
use yixin::registers::{
    APPEAL_SCHEMA as APPEAL, BRANCH_SCHEMA as BRANCH, BROUGHT_IN,
    DEPARTMENT_RESULT_SCHEMA as DEPARTMENT_RESULT, DEPARTMENT_SCHEMA as DEPARTMENT,
    EXEMPTION_SCHEMA as EXEMPTION, Field, GROUP_SCHEMA as GROUP, HOSPITAL, Kind, RowKeys,
    SCORE_ENTRY_SCHEMA as SCORE_ENTRY, Schema, Shape, points_text, read_input, rows, schemas,
    show_field, show_value, title,
};
use yixin::reports::{Column, Table, workbook};
use yixin::scoring::Standard;
use yixin::tables::delimited;
use yixin::tables::grid::Grid;
use yixin::tables::record_columns::RecordColumns;
use yixin::tables::record_names::RecordNames;
use yixin::tables::record_outcome::{
    ImportOptions, NameAnswer, Question, RecordOutcome, RowAnswer,
};
use yixin::tables::record_parts::{PartPlace, RecordPart, parts};
use yixin::tables::record_plan::{RecordPlan, RecordPlanner};
use yixin::tables::record_resolve::rule_line_of;
use yixin::tables::record_rows::SourceTable;
use yixin::tables::record_years::AssumedYear;

/// In November 2026.
const NOW: Moment = Moment { millis: 1_795_000_000_000, offset: 480 };

static STANDARD: LazyLock<Standard> = LazyLock::new(Standard::built_in);

pub(super) fn plan_grid(
    ledger: &Ledger,
    schema: &'static Schema,
    grid: &Grid,
    options: &ImportOptions,
) -> RecordPlan {
    plan_by(WriterId(1), ledger, schema, grid, options)
}

pub(super) fn plan_by(
    writer: WriterId,
    ledger: &Ledger,
    schema: &'static Schema,
    grid: &Grid,
    options: &ImportOptions,
) -> RecordPlan {
    let columns = RecordColumns::recognise(grid, schema).unwrap();
    let names = RecordNames::of(ledger, schema);
    let table =
        SourceTable::read(grid, &columns, &names, AssumedYear::usual(2026), &BTreeSet::new())
            .unwrap_or_else(|fault| panic!("{}: {fault:?}", schema.head.name));
    let lines = |_: Option<yixin::ledger::Month>, text: &str| rule_line_of(&STANDARD, text);
    let mut planner = RecordPlanner::new(ledger, schema, &table, options, &lines, (NOW, writer));
    // Some rows at a time, as the page does.
    for from in (0..table.rows.len()).step_by(2) {
        planner.plan(from..(from + 2).min(table.rows.len()));
    }
    planner.finish()
}

pub(super) fn plan(
    ledger: &Ledger,
    schema: &'static Schema,
    text: &str,
    options: &ImportOptions,
) -> RecordPlan {
    plan_grid(ledger, schema, &delimited::read(text).unwrap(), options)
}

pub(super) fn import(book: &mut Book, plan: &RecordPlan) -> usize {
    book.act("import", |draft, ledger| plan.write(ledger, draft))
}

pub(super) fn words(plan: &RecordPlan) -> Vec<String> {
    let word = |outcome: &RecordOutcome| match outcome {
        RecordOutcome::New => "new".to_owned(),
        RecordOutcome::Changed { differences, .. } => {
            let one = |d: &yixin::tables::record_outcome::FieldDifference| {
                format!("{} {}→{}", d.label, d.before, d.after)
            };
            differences.iter().map(one).collect::<Vec<_>>().join("；")
        }
        RecordOutcome::Same { .. } => "same".to_owned(),
        RecordOutcome::Asked { questions } => format!("asked {}", questions.len()),
        RecordOutcome::Refused { reasons } => {
            reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("；")
        }
    };
    plan.rows.iter().map(|row| word(&row.outcome)).collect()
}

fn of_october() -> ImportOptions {
    let constants = BTreeMap::from([("month", "2026-10".to_owned())]);
    ImportOptions { constants, ..ImportOptions::default() }
}

/// A ledger with three departments, of which one has a result of October.
fn hospital() -> Book {
    let mut book = Book::new();
    for name in ["心内科", "检验科", "审核科"] {
        book.department(name);
    }
    book.result(&RecordId::keyed("department", "心内科"), "2026-10", "90");
    book
}

const PASTED: &str = "科室月考核\n科室\t双考得分\t满意度\n心内科\t95\t98.5%\n检验科\t八十\t97%\n\
    审核科\t88\t—\n心内\t91\t99%\n合计\t274\t\n制表人：王五\n";

#[test]
fn a_pasted_table_of_results_is_imported_with_what_is_clear_in_it() {
    let mut book = hospital();
    let plan_one = plan(&book.ledger, &DEPARTMENT_RESULT, PASTED, &of_october());
    assert_eq!(
        words(&plan_one),
        [
            "双考得分 90→95；满意度（%） →98.5%",
            "B4（双考得分）：写的是“八十”，双考得分应是数字，最多一位小数",
            "new",
            "asked 1"
        ]
    );
    let set_aside: Vec<_> =
        plan_one.set_aside.iter().map(|one| (one.row, one.because.words())).collect();
    assert_eq!(set_aside, [(7, "合计行"), (8, "表尾说明")]);
    assert_eq!(import(&mut book, &plan_one), 2);
    let result = |key: &str| {
        let record = book.ledger.record(&RecordId::keyed("department_result", key)).unwrap();
        (record.get("score").as_int(), record.get("satisfaction").as_int())
    };
    assert_eq!(result("department:=心内科|2026-10"), (Some(950), Some(985)));
    assert_eq!(result("department:=审核科|2026-10"), (Some(880), None));
    // The second time there is nothing left but what was not clear.
    let again = plan(&book.ledger, &DEPARTMENT_RESULT, PASTED, &of_october());
    assert_eq!(words(&again)[0], "same");
    assert_eq!(words(&again)[2], "same");
    assert_eq!(import(&mut book, &again), 0);
}

#[test]
fn an_unknown_name_is_chosen_created_or_left_out_for_all_rows() {
    let mut book = hospital();
    let question = |options: &ImportOptions, book: &Book| {
        let plan = plan(&book.ledger, &DEPARTMENT_RESULT, PASTED, options);
        (words(&plan).pop().unwrap(), plan)
    };
    let (_, asked) = question(&of_october(), &book);
    let RecordOutcome::Asked { questions } = &asked.rows[3].outcome else { panic!() };
    let Question::Name { name, candidates, can_create: true, .. } = &questions[0] else { panic!() };
    assert_eq!((candidates.len(), name.row, &*name.text), (0, None, "心内"));
    let answered = |answer: NameAnswer| ImportOptions {
        names: BTreeMap::from([(name.clone(), answer)]),
        ..of_october()
    };
    let heart = RecordId::keyed("department", "心内科");
    // Then two rows speak of one department, and contradict each other.
    let (word, twice) = question(&answered(NameAnswer::Record(heart)), &book);
    assert!(word.contains("与第 3 行说的是同一条"), "{word}");
    assert!(words(&twice)[0].contains("与第 6 行说的是同一条"), "{:?}", words(&twice));
    assert!(question(&answered(NameAnswer::LeaveOut), &book).0.contains("缺少科室"));
    let (word, new) = question(&answered(NameAnswer::Create), &book);
    assert_eq!(
        (&*word, new.created_titles(&book.ledger)),
        ("new", vec![("department", "心内".into())])
    );
    assert_eq!(import(&mut book, &new), 3);
    let made =
        book.ledger.record(&RecordId::keyed("department_result", "department:=心内|2026-10"));
    assert_eq!(title(&book.ledger, made.unwrap().id()), "心内 · 2026年10月");
    book.undo();
    assert!(book.ledger.records("department").all(|record| record.text("name") != "心内"));
}

#[test]
fn of_two_namesakes_the_row_asks_which_is_meant() {
    let mut book = Book::new();
    let branch = book.first();
    let heart = book.department("心内科");
    for (number, department) in [("1", Some(&heart)), ("2", None)] {
        let id = book.member_from(number, &branch, department, fixtures::day("2026-01-01"));
        book.force(&id, "name", "张三");
    }
    book.member("3", &branch);
    let table = "姓名,工号,所涉月份,收到日期,申诉内容\n张三,,10月,2026.11.5,漏登\n党员3,,10月,2026.11.5,漏登\n";
    let asked = plan(&book.ledger, &APPEAL, table, &ImportOptions::default());
    assert_eq!(words(&asked), ["asked 1", "new"]);
    let RecordOutcome::Asked { questions } = &asked.rows[0].outcome else { panic!() };
    let Question::Name { name, candidates, can_create: false, .. } = &questions[0] else {
        panic!()
    };
    assert_eq!((candidates.len(), name.row), (2, Some(2)));
    let options = ImportOptions {
        names: BTreeMap::from([(name.clone(), NameAnswer::Record(candidates[1].clone()))]),
        ..ImportOptions::default()
    };
    let answered = plan(&book.ledger, &APPEAL, table, &options);
    assert_eq!(words(&answered), ["new", "new"]);
    assert_eq!(import(&mut book, &answered), 2);
    // By the staff number alone nobody has to be asked.
    let by_number = table.replace("张三", "2").replace("党员3", "3");
    assert_eq!(words(&plan(&book.ledger, &APPEAL, &by_number, &options)), ["same", "same"]);
    // Nor where the row says the rest of what is there already.
    assert_eq!(
        words(&plan(&book.ledger, &APPEAL, table, &ImportOptions::default())),
        ["same", "same"]
    );
}

#[test]
fn a_namesake_is_asked_about_once_though_one_has_a_record_already() {
    let mut book = Book::new();
    let branch = book.first();
    let members = ["1", "2"].map(|number| {
        let id = book.member(number, &branch);
        book.force(&id, "name", "王强");
        id
    });
    book.exempt(&members[1], "产假", "2026-11", "2027-01", "");
    let table = "党员,类型,起始月份,截止月份,理由\n王强,产假,2026.11,2027.2,顺产\n\
        王强,脱产进修,2026.10,2027.1,进修\n";
    let asked = plan(&book.ledger, &EXEMPTION, table, &ImportOptions::default());
    assert_eq!(words(&asked), ["asked 1", "asked 1"]);
    let general = asked.general_questions(5);
    let [Question::Name { name, candidates, .. }] = &*general else { panic!("{general:?}") };
    assert_eq!(candidates.len(), 2);
    let answered = |member: &RecordId| {
        let answer = NameAnswer::Record(member.clone());
        let names = BTreeMap::from([(name.clone(), answer)]);
        let options = ImportOptions { names, ..ImportOptions::default() };
        words(&plan(&book.ledger, &EXEMPTION, table, &options))
    };
    // The other's record is not touched.
    assert_eq!(answered(&members[0]), ["new", "new"]);
    let own = answered(&members[1]);
    assert!(own[0].contains("→") && own[1] == "new", "{own:?}");
}

#[test]
fn spellings_of_one_name_are_one_record_and_no_change_of_its_name() {
    let mut book = hospital();
    let table = "科室,类型\n疼痛科,临床\n疼 痛 科,临床\n心 内 科,\n";
    let new = plan(&book.ledger, &DEPARTMENT, table, &ImportOptions::default());
    assert_eq!(words(&new)[..2], ["new", "与第 2 行重复"]);
    assert_eq!(words(&new)[2], "same");
    // So it is with names that are made on the way.
    let results = "科室\t双考得分\n疼痛科\t95\n疼 痛 科\t95\n";
    let asked = plan(&book.ledger, &DEPARTMENT_RESULT, results, &of_october());
    let general = asked.general_questions(5);
    let [Question::Name { name, .. }] = &*general else { panic!("{general:?}") };
    let names = BTreeMap::from([(name.clone(), NameAnswer::Create)]);
    let made =
        plan(&book.ledger, &DEPARTMENT_RESULT, results, &ImportOptions { names, ..of_october() });
    assert_eq!(words(&made), ["new", "与第 2 行重复"]);
    assert_eq!(import(&mut book, &made), 1);
}

#[test]
fn entries_take_several_names_and_never_lose_one_that_is_there() {
    let mut book = Book::new();
    let branch = book.first();
    let people: Vec<RecordId> = ["1", "2", "3"].map(|n| book.member(n, &branch)).to_vec();
    let line = STANDARD.items.iter().flat_map(|i| &i.lines).next().unwrap().clone();
    let table = format!(
        "计入月份,细则,党员,发生日期\n2026-03,{} {},\"党员1、党员2 2\",2026.3.5\n2026-03,没有这一条,党员1,\n",
        line.id, line.event
    );
    let first = plan(&book.ledger, &SCORE_ENTRY, &table, &ImportOptions::default());
    assert_eq!(words(&first)[0], "new");
    assert!(
        words(&first)[1].contains("“没有这一条”不是当月考核标准里的细则"),
        "{:?}",
        words(&first)
    );
    assert_eq!(import(&mut book, &first), 1);
    let entry = book.ledger.records("score_entry").next().unwrap().id().clone();
    let more = table.replace("党员1、党员2 2", "党员2 2、党员3");
    let change = plan(&book.ledger, &SCORE_ENTRY, &more, &ImportOptions::default());
    assert_eq!(words(&change)[0], "党员 党员1、党员2 2→党员2 2、党员3");
    import(&mut book, &change);
    let entries = book.ledger.record(&entry).unwrap().entries("who");
    assert_eq!(entries.len(), people.len());
    // Of other people it is another entry, and the user may say so of the same ones.
    let others = table.replace("党员1、党员2 2", "党员9");
    assert_eq!(
        words(&plan(&book.ledger, &SCORE_ENTRY, &others, &ImportOptions::default()))[0],
        "asked 1"
    );
    let rows = BTreeMap::from([(2, RowAnswer::New)]);
    let anew = ImportOptions { rows, ..ImportOptions::default() };
    assert_eq!(words(&plan(&book.ledger, &SCORE_ENTRY, &table, &anew))[0], "new");
}

#[test]
fn a_row_of_a_closed_month_and_a_name_written_twice_are_told() {
    let mut book = Book::new();
    let branch = book.first();
    book.member("1", &branch);
    let line = STANDARD.items.iter().flat_map(|i| &i.lines).next().unwrap().clone();
    let table = format!(
        "计入月份,细则,党员,发生日期\n2026-09,{0},党员1,2026.9.5\n2026-10,{0},党员1、党员1,2026.10.5\n",
        line.id
    );
    let hints = |book: &Book| {
        let plan = plan(&book.ledger, &SCORE_ENTRY, &table, &ImportOptions::default());
        plan.rows.into_iter().map(|row| row.hints.join("；")).collect::<Vec<_>>()
    };
    assert_eq!(hints(&book), ["", "“党员1”在一格里不止写了一次，合计记 2，请核对"]);
    book.put_up(&branch, "2026-09");
    assert!(hints(&book)[0].contains("2026年9月正在公示"), "{:?}", hints(&book));
    book.lock(&branch, "2026-09");
    assert!(hints(&book)[0].contains("2026年9月已经锁定"), "{:?}", hints(&book));
}

#[test]
fn a_plan_is_stale_once_the_ledger_moves_and_is_compared_anew() {
    let mut book = hospital();
    let plan_of = |book: &Book| plan(&book.ledger, &DEPARTMENT_RESULT, PASTED, &of_october());
    let shown = plan_of(&book);
    assert!(!shown.is_stale(&book.ledger));
    // What another window writes may be about other records.
    book.department("眼科");
    assert!(shown.is_stale(&book.ledger));
    assert!(plan_of(&book).does_as(&shown));
    book.result(&RecordId::keyed("department", "审核科"), "2026-10", "70");
    assert!(!plan_of(&book).does_as(&shown));
}

#[test]
fn a_row_given_twice_is_asked_about_or_told() {
    let mut book = Book::new();
    book.member("1", &book.first().clone());
    let twice = "细则,计入月份,党员\nC3-1,2026-03,党员1\nC3-1,2026-03,党员1\n";
    let line = STANDARD.items.iter().flat_map(|i| &i.lines).next().unwrap().id.clone();
    let plan_of = |options: &ImportOptions| {
        words(&plan(&book.ledger, &SCORE_ENTRY, &twice.replace("C3-1", &line), options))
    };
    assert_eq!(plan_of(&ImportOptions::default()), ["new", "asked 1"]);
    let rows = BTreeMap::from([(3, RowAnswer::New)]);
    assert_eq!(plan_of(&ImportOptions { rows, ..ImportOptions::default() }), ["new", "new"]);
    let rows = BTreeMap::from([(3, RowAnswer::LeaveOut)]);
    assert_eq!(plan_of(&ImportOptions { rows, ..ImportOptions::default() })[1], "已选择不导入");
    let same = plan(&book.ledger, &DEPARTMENT, "科室\n外科\n外科\n", &ImportOptions::default());
    assert_eq!(words(&same), ["new", "与第 2 行重复"]);
}

#[test]
fn a_deleted_record_comes_back_and_a_renamed_one_is_asked_about() {
    let mut book = hospital();
    let heart = RecordId::keyed("department", "心内科");
    book.change(&heart, &[("name", "心血管内科")]);
    let table = "科室名称,负责人\n心血管内科,李四\n心内科,王五\n";
    let asked = plan(&book.ledger, &DEPARTMENT, table, &ImportOptions::default());
    assert_eq!(words(&asked), ["负责人 →李四", "asked 1"]);
    book.delete(&RecordId::keyed("department", "检验科"));
    let back = plan(&book.ledger, &DEPARTMENT, "科室\n检验科\n", &ImportOptions::default());
    assert_eq!(words(&back), ["new"]);
    import(&mut book, &back);
    assert!(book.ledger.record(&RecordId::keyed("department", "检验科")).unwrap().is_live());
}

#[test]
fn a_branch_is_known_however_its_number_is_written() {
    let mut book = Book::new();
    book.branch("第三党支部");
    let table = "小组名称,所属支部\n第一小组,三支部\n";
    assert_eq!(words(&plan(&book.ledger, &GROUP, table, &ImportOptions::default())), ["new"]);
    let same = plan(&book.ledger, &BRANCH, "支部名称\n第三党支部\n", &ImportOptions::default());
    assert_eq!(words(&same), ["same"]);
}

/// The list of a register as it is exported: rows without a fixed list take a line each.
fn exported(ledger: &Ledger, schema: &'static Schema) -> Table {
    let parts: Vec<RecordPart> =
        parts(schema).into_iter().filter(|part| part.place != PartPlace::Year).collect();
    let whole = |field: &Field, id: &RecordId| {
        let record = ledger.record(id).unwrap();
        match (field.kind, field.shape) {
            (_, Shape::Rows(_)) => {
                let entries = record.entries(field.name).into_iter().map(|(key, mark)| {
                    let name = title(ledger, &key.parse().unwrap());
                    match show_value(ledger, field, mark) {
                        one if one == "1" => name,
                        number => format!("{name} {number}"),
                    }
                });
                entries.collect::<Vec<_>>().join("、")
            }
            (Kind::RuleLine, _) => {
                let id = record.text(field.name);
                let line = STANDARD.line(id);
                line.map_or_else(|| id.to_owned(), |(_, line)| format!("{id} {}", line.event))
            }
            _ => show_field(ledger, field, &record),
        }
    };
    let shown = |part: &RecordPart, id: &RecordId, line: usize| {
        let record = ledger.record(id).unwrap();
        let of_value = |value: &Value| {
            show_value(ledger, part.column, rows::column(part.field, value, part.column.name))
        };
        let of_line = rows::rows(part.field, &record).get(line).copied();
        match part.place {
            PartPlace::Row => of_line.map(|(_, row)| of_value(row)).unwrap_or_default(),
            PartPlace::RowKey => {
                of_line.map(|(key, _)| title(ledger, &key.parse().unwrap())).unwrap_or_default()
            }
            _ if line > 0 => String::new(),
            PartPlace::Step(step, _) => of_value(record.entry(part.field.name, step)),
            PartPlace::Column => of_value(record.get(part.field.name)),
            _ => whole(part.field, id),
        }
    };
    let lines = |id: &RecordId| {
        let record = ledger.record(id).unwrap();
        let of_lines = parts.iter().filter(|part| part.is_of_line());
        of_lines.map(|part| rows::rows(part.field, &record).len()).max().unwrap_or(0).max(1)
    };
    let row = |(id, line): (&RecordId, usize)| {
        parts.iter().map(|part| shown(part, id, line)).collect::<Vec<String>>()
    };
    let ids: Vec<RecordId> = ledger.records(schema.head.name).map(|r| r.id().clone()).collect();
    Table {
        title: schema.head.label.into(),
        columns: parts.iter().map(|part| Column::text(part.label())).collect(),
        rows: ids.iter().flat_map(|id| (0..lines(id)).map(move |at| (id, at))).map(row).collect(),
        ..Table::default()
    }
}

/// What a form would take for a field.
fn typed(field: &Field) -> BoxedStrategy<String> {
    let words = |words: &'static [&'static str]| {
        prop::sample::select(words.to_vec()).prop_map(str::to_owned).boxed()
    };
    match field.kind {
        Kind::Day => words(&["2026-03-05", "2026-10-01", "2026-01-31"]),
        Kind::DayOrMonth => words(&["2026-03-05", "2026-10", "2026-01"]),
        Kind::Month => words(&["2026-01", "2026-10", "2026-11"]),
        Kind::Count(low, high, _) => (low..=high).prop_map(|n| n.to_string()).boxed(),
        Kind::Points(low, high) | Kind::Tenths(low, high, _) => {
            (low..=high).prop_map(points_text).boxed()
        }
        Kind::Percent => (0..=1000_i64).prop_map(points_text).boxed(),
        Kind::Money => (0..999_999_i64).prop_map(yixin::registers::money_text).boxed(),
        Kind::Choice(choices) => {
            (0..choices.len()).prop_map(move |at| choices[at].0.to_owned()).boxed()
        }
        Kind::Quarter => words(&["2026-Q1", "2025-Q4"]),
        Kind::Time => words(&["09:30", "14:00"]),
        Kind::YesNo => words(&["是", "否"]),
        Kind::Reference("member") => words(&["member:=1", "member:=2", "member:=3"]),
        Kind::Reference("department") => words(&["department:=内科", "department:=外科"]),
        Kind::Reference("branch") => words(&["branch:=一支部", "branch:=二支部"]),
        Kind::Reference(_) => words(&[""]),
        Kind::RuleLine => (0..40_usize)
            .prop_map(|at| {
                let lines: Vec<_> = STANDARD.items.iter().flat_map(|item| &item.lines).collect();
                lines[at % lines.len()].id.clone()
            })
            .boxed(),
        _ => words(&[
            "无",
            "—",
            "合计",
            "制表",
            "00123",
            "=1+1",
            "'00123",
            "-12",
            "@张三",
            "1.0",
            "1E+05",
            "2001.10",
            "90%",
            "𬀩㛃䶮",
            "a\"b\",c",
            "#N/A",
            "其他（注）",
            "甲，乙、丙",
            "张三 2",
        ]),
    }
}

type Typed = Vec<(&'static str, Option<String>)>;

fn listed() -> impl Iterator<Item = &'static Schema> {
    let others = [BROUGHT_IN.name, HOSPITAL.name];
    let is_there =
        move |schema: &&Schema| schema.head.is_listed() && !others.contains(&schema.head.name);
    schemas().iter().filter(is_there)
}

/// A record as it is typed: its texts, the members that it marks, and its groups and rows.
type TypedRecord = (Typed, Vec<(u8, i64)>, Vec<Group>);

/// A value of several columns, or a row of a table.
type Group = Option<(RecordPart, Vec<(&'static str, String)>)>;

/// What is typed into the values of several columns: into each, and into a row of each table.
fn groups(schema: &'static Schema) -> BoxedStrategy<Vec<Group>> {
    let mut known: Vec<(&str, PartPlace)> = Vec::new();
    let mut all: Vec<BoxedStrategy<Group>> = Vec::new();
    for part in parts(schema) {
        let is_known = known.contains(&(part.field.name, part.place));
        if is_known || matches!(part.place, PartPlace::Whole | PartPlace::RowKey | PartPlace::Year)
        {
            continue;
        }
        known.push((part.field.name, part.place));
        let text = |column: &'static Field| {
            let text = match column.kind {
                Kind::Text(_) => {
                    prop::sample::select(vec!["甲乙", "（注）丙"]).prop_map(str::to_owned).boxed()
                }
                _ => typed(column),
            };
            text.prop_map(move |text| (column.name, text))
        };
        let texts: Vec<_> = rows::columns(part.field).iter().map(text).collect();
        all.push(prop::option::of(texts.prop_map(move |texts| (part, texts))).boxed());
    }
    all.boxed()
}

fn records(schema: &'static Schema) -> BoxedStrategy<Vec<TypedRecord>> {
    let field = |field: &'static Field| {
        let must = field.required || schema.title.contains(&field.name);
        let tells_apart =
            schema.title.contains(&field.name) || schema.head.key_fields().contains(&field.name);
        let names = ["合计", "审核科", "00123", "（东院）内科", "a\"b\",c", "甲乙 丙", "𬀩㛃"];
        let text = match field.kind {
            Kind::Text(_) | Kind::Lines(_) if tells_apart => {
                prop::sample::select(names.to_vec()).prop_map(str::to_owned).boxed()
            }
            _ => typed(field),
        };
        let text = if must { text.prop_map(Some).boxed() } else { prop::option::of(text).boxed() };
        text.prop_map(move |text| (field.name, text))
    };
    let fields = parts(schema).into_iter().filter(|part| part.place == PartPlace::Whole);
    let single = fields.map(|p| p.field).filter(|field| !matches!(field.shape, Shape::Rows(_)));
    let texts: Vec<_> = single.map(field).collect();
    let marks = prop::collection::vec((1..=3_u8, 1..=12_i64), 1..4);
    prop::collection::vec((texts, marks, groups(schema)), 1..6).boxed()
}

/// A ledger with namesakes, and records of a register as typed, whatever the register thinks of them.
fn filled(schema: &'static Schema, records: &[TypedRecord]) -> Book {
    let mut book = Book::new();
    let branch = book.branch("二支部");
    book.department("内科");
    book.department("外科");
    for number in ["1", "2", "3"] {
        book.member(number, &branch);
    }
    book.force(&RecordId::keyed("member", "2"), "name", "党员1");
    // Of lines that are one record those of its equals would be more of it.
    let mut told_apart = Vec::new();
    let has_lines = parts(schema).iter().any(RecordPart::is_of_line);
    for (texts, marks, groups) in records {
        let told_by = |name: &&'static str| {
            let head = schema.head;
            let is_required = schema.field(name).is_some_and(|field| field.required);
            is_required
                || schema.title.contains(name)
                || head.key_fields().contains(name)
                || head.time_field() == Some(*name)
                || head.owner.is_some_and(|owner| owner.field == *name)
        };
        // Two of the members are namesakes.
        let one_name = |text: &String| text.replace("member:=2", "member:=1");
        let identity: Vec<Option<String>> = texts
            .iter()
            .filter(|(name, _)| told_by(name))
            .map(|(_, text)| text.as_ref().map(one_name))
            .collect();
        // What says nothing of a field may be meant as the line above, whichever that is in a list.
        let goes_on = |other: &Vec<Option<String>>| {
            let mut pairs = identity.iter().zip(other);
            pairs.all(|(own, other)| own.is_none() || other.is_none() || own == other)
        };
        if has_lines && told_apart.iter().any(goes_on) {
            continue;
        }
        told_apart.push(identity);
        book.act("fill", |draft, _| {
            let values: Vec<_> = texts
                .iter()
                .filter_map(|(field, text)| {
                    let field = schema.field(field)?;
                    Some((field.name, read_input(field, text.as_ref()?).unwrap()))
                })
                .collect();
            let text = |name: &str| {
                let value = values.iter().find(|(field, _)| *field == name);
                value.and_then(|(_, value)| value.as_text()).unwrap_or_default().to_owned()
            };
            let id = match schema.head.natural_key(&text) {
                Some(key) => RecordId::keyed(schema.head.name, &key),
                None => draft.next_record(schema.head.name),
            };
            for (name, value) in values {
                match schema.field(name).map(|field| field.shape) {
                    Some(Shape::Dated) => draft.entry(&id, name, "2026-01-01", value),
                    _ => draft.field(&id, name, value),
                }
            }
            for (part, texts) in groups.iter().flatten() {
                let field = part.field;
                let columns = rows::columns(field).iter();
                let read = columns.zip(texts).map(|(c, (_, text))| read_input(c, text).unwrap());
                let written: Vec<_> = texts.iter().map(|(name, _)| *name).zip(read).collect();
                let value = rows::with_columns(field, &Value::Null, &written);
                match (field.shape, part.place) {
                    (_, PartPlace::Step(step, _)) => draft.entry(&id, field.name, step, value),
                    (Shape::Rows(RowKeys::Records(to)), _) => {
                        for (number, _) in marks.iter().filter(|_| to == "member") {
                            let key = format!("member:={number}");
                            draft.entry(&id, field.name, &key, value.clone());
                        }
                    }
                    (Shape::Rows(RowKeys::Created), _) => {
                        let key = rows::next_key(draft);
                        draft.entry(&id, field.name, &key, value);
                    }
                    (Shape::Rows(_), _) => {
                        draft.entry(&id, field.name, &WriterId(1).to_string(), value);
                    }
                    _ => draft.field(&id, field.name, value),
                }
            }
            let is_marks = |part: &RecordPart| {
                part.place == PartPlace::Whole && matches!(part.field.shape, Shape::Rows(_))
            };
            for field in parts(schema).into_iter().filter(is_marks).map(|part| part.field) {
                for (member, number) in marks {
                    let key = match field.is_rows_of("member") {
                        true => format!("member:={member}"),
                        false => ["department:=内科", "department:=外科"][*member as usize % 2]
                            .to_owned(),
                    };
                    draft.entry(&id, field.name, &key, *number);
                }
            }
        });
    }
    book
}

fn all_same(ledger: &Ledger, schema: &'static Schema, grid: &Grid) {
    let plan = plan_grid(ledger, schema, grid, &ImportOptions::default());
    let count = ledger.records(schema.head.name).count();
    assert_eq!(plan.rows.len(), count, "{}: {:?}", schema.head.name, plan.notes);
    for row in &plan.rows {
        let is_same = matches!(row.outcome, RecordOutcome::Same { .. });
        assert!(is_same, "{}: {:?} {:?}", schema.head.name, row.outcome, row.cells);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_a_list_exports_comes_back_as_the_same(
        all in listed().map(records).collect::<Vec<_>>(),
        rotate in 0..5_usize,
    ) {
        for (schema, records) in listed().zip(&all) {
            let book = filled(schema, records);
            let is_blank = |(texts, ..): &TypedRecord| texts.iter().all(|(_, text)| text.is_none());
            if records.iter().all(is_blank) {
                // A sheet without rows: said so where it is read.
                continue;
            }
            let mut table = exported(&book.ledger, schema);
            all_same(&book.ledger, schema, &delimited::read(&table.to_csv()).unwrap());
            let sheets = yixin::tables::spreadsheet::read(
                &workbook(&[table.clone()]).unwrap(),
            ).unwrap();
            all_same(&book.ledger, schema, &sheets[0].grid);
            // Columns in another order, and one that means nothing.
            let by = rotate % table.columns.len();
            table.columns.rotate_left(by);
            table.rows.iter_mut().for_each(|row| row.rotate_left(by));
            table.columns.insert(0, Column::text("存放地点"));
            table.rows.iter_mut().for_each(|row| row.insert(0, "二楼".into()));
            all_same(&book.ledger, schema, &delimited::read(&table.to_csv()).unwrap());
        }
    }

    #[test]
    fn good_rows_are_imported_once_whatever_stands_between_them(
        good in prop::collection::btree_map(0..6_u8, 0..=1000_i64, 1..6),
        bad in prop::collection::vec((0..6_usize, prop::sample::select(vec![
            "没有的科,90,90", "科室7,一百,90", "科室8,90,200%", ",90,90", "科室9,90.55,", "小计,1,1", ",,",
        ])), 0..4),
    ) {
        let mut book = Book::new();
        for at in 0..10 {
            book.department(&format!("科室{at}"));
        }
        let line = |(at, score): (&u8, &i64)| format!("科室{at},{},98%", points_text(*score));
        let clean: Vec<String> = good.iter().map(line).collect();
        let mut mixed = clean.clone();
        for (at, row) in &bad {
            mixed.insert((*at).min(mixed.len()), (*row).to_owned());
        }
        let text = |rows: &[String]| format!("科室,双考得分,满意度\n{}\n", rows.join("\n"));
        let before = exported(&book.ledger, &DEPARTMENT_RESULT);
        let mut other = book.clone();
        let plan_mixed = plan(&book.ledger, &DEPARTMENT_RESULT, &text(&mixed), &of_october());
        prop_assert_eq!(import(&mut book, &plan_mixed), good.len());
        let plan_clean = plan(&other.ledger, &DEPARTMENT_RESULT, &text(&clean), &of_october());
        prop_assert_eq!(import(&mut other, &plan_clean), good.len());
        prop_assert_eq!(exported(&book.ledger, &DEPARTMENT_RESULT), exported(&other.ledger, &DEPARTMENT_RESULT));
        let again = plan(&book.ledger, &DEPARTMENT_RESULT, &text(&mixed), &of_october());
        prop_assert_eq!(again.rows.iter().filter(|row| row.is_taken()).count(), 0);
        book.undo();
        prop_assert_eq!(exported(&book.ledger, &DEPARTMENT_RESULT), before);
    }
}

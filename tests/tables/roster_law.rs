//! What the list of members exports, the roster import takes for the same.
#![allow(clippy::unwrap_used)]

use crate::fixtures::Book;
use proptest::prelude::*;
use yixin::ledger::{Ledger, Month, RecordId};
use yixin::registers::form::Input;
use yixin::registers::{
    BRANCH, CATEGORIES, DEPARTMENT, GROUP, Kind, MEMBER, MEMBER_SCHEMA, STANDINGS, show_field,
};
use yixin::reports::{Column, Table, workbook};
use yixin::tables::columns::ColumnMap;
use yixin::tables::delimited;
use yixin::tables::grid::Grid;
use yixin::tables::roster;
use yixin::tables::roster_import::compare;
use yixin::tables::roster_plan::{PlanOptions, RowOutcome};

/// The list of members as it is exported, with all fields.
fn exported(ledger: &Ledger) -> Table {
    let shown = |id: &RecordId| {
        let record = ledger.record(id).unwrap();
        MEMBER_SCHEMA.fields.iter().map(|field| show_field(ledger, field, &record)).collect()
    };
    let ids: Vec<RecordId> = ledger.records("member").map(|record| record.id().clone()).collect();
    Table {
        title: "党员花名册".into(),
        columns: MEMBER_SCHEMA.fields.iter().map(|field| Column::text(field.label)).collect(),
        rows: ids.iter().map(shown).collect(),
        ..Table::default()
    }
}

fn gb18030(bytes: &[u8]) -> Option<String> {
    Some(encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned())
}

/// The printed list as it is copied: its title and numbers, and who signs it.
fn copied(table: &Table) -> String {
    let cell = |text: &str| match text.contains(['\n', '\t', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    };
    let row = |first: String, cells: Vec<String>| {
        std::iter::once(first).chain(cells).collect::<Vec<_>>().join("\t") + "\r\n"
    };
    let headings = table.columns.iter().map(|column| column.label.clone()).collect();
    let mut text = row(table.title.clone(), Vec::new()) + &row("序号".into(), headings);
    for (at, cells) in table.rows.iter().enumerate() {
        let cells = cells.iter().map(|text| cell(text)).collect();
        text += &row((at + 1).to_string(), cells);
    }
    text + "共 5 人\r\n支部书记：\t\t纪检委员：\r\n"
}

fn unchanged(ledger: &Ledger, grid: &Grid) {
    let roster = roster::read(grid, &ColumnMap::recognise(grid).unwrap()).unwrap();
    let plan = compare(&roster, ledger, PlanOptions::default());
    assert_eq!(plan.rows.len(), ledger.records("member").count());
    for row in &plan.rows {
        assert!(matches!(row.outcome, RowOutcome::Same { .. }), "{row:#?}");
    }
    assert_eq!((plan.new_branches.len(), plan.new_departments.len()), (0, 0));
    assert_eq!(plan.questions, []);
}

/// A text that a form would take for a field of a member.
fn typed(kind: Kind, name: &str) -> BoxedStrategy<String> {
    match (kind, name) {
        (_, "phone") => prop_oneof![Just("13800138000"), Just("0839-3221234"), Just("内线 6201")]
            .prop_map(str::to_owned)
            .boxed(),
        (Kind::Choice(choices), _) => {
            (0..choices.len()).prop_map(move |at| choices[at].1.to_owned()).boxed()
        }
        (Kind::YesNo, _) => prop_oneof![Just("是"), Just("否")].prop_map(str::to_owned).boxed(),
        (Kind::Money, _) => {
            (0..9_999_u32).prop_map(|fen| format!("{}.{:02}", fen / 100, fen % 100)).boxed()
        }
        (Kind::DayOrMonth, "born") => {
            prop_oneof![Just("1970-05"), Just("1971-10-01")].prop_map(str::to_owned).boxed()
        }
        (Kind::DayOrMonth, _) => {
            prop_oneof![Just("2001-10"), Just("2001-10-10")].prop_map(str::to_owned).boxed()
        }
        (_, "ethnicity") => {
            prop_oneof![Just("汉族"), Just("汉"), Just("维吾尔族")].prop_map(str::to_owned).boxed()
        }
        _ => prop_oneof![
            Just("无"),
            Just("—"),
            Just("科主任、组织委员"),
            Just("大学本科（全日制）"),
            Just("ＡＢ １２"),
            Just("ICU"),
            Just("中级/主管"),
            Just("阿·力"),
            Just("⻢克思主义学院"),
            Just("00123"),
            Just("=1+1"),
            Just("'00123"),
            Just("-12"),
            Just("@张三"),
            Just("1.0"),
            Just("1E+05"),
            Just("2001.10"),
            Just("90%"),
            Just("𬀩㛃䶮"),
            Just("a\"b\",c"),
            Just("#N/A"),
            Just("其他（注）")
        ]
        .prop_map(str::to_owned)
        .boxed(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_exported_is_imported_as_the_same(
        people in prop::collection::vec(
            (
                MEMBER_SCHEMA.fields.iter().map(|field| prop::option::of(typed(field.kind, field.name))).collect::<Vec<_>>(),
                0..CATEGORIES.len(), 0..STANDINGS.len(), any::<bool>(),
            ),
            1..6,
        ),
    ) {
        let mut book = Book::new();
        let since = Month::new(2026, 1).map(Month::first_day);
        let form = |texts: Vec<(&'static str, String)>| Input {
            texts: texts.into_iter().collect(), since, ..Input::default()
        };
        let branch = book.save(&BRANCH, None, &form(vec![("name", "内科（一）党支部".into())]));
        let group = book.save(&GROUP, None, &form(vec![("name", "第一党小组".into()), ("branch", branch.to_string())]));
        let department = book.save(&DEPARTMENT, None, &form(vec![("name", "检验科（东院）".into())]));
        for (place, (texts, category, standing, numbered)) in people.into_iter().enumerate() {
            let mut member: Vec<(&'static str, String)> = MEMBER_SCHEMA.fields.iter().zip(texts)
                .filter(|(field, _)| !matches!(field.kind, Kind::Reference(_)))
                .filter_map(|(field, text)| Some((field.name, text?)))
                .filter(|(name, _)| !["name", "staff_number", "category", "standing"].contains(name))
                .collect();
            member.push(("name", format!("张{}", ["三", "四", "五", "六", "七"][place])));
            member.push(("category", CATEGORIES[category].1.to_owned()));
            member.push(("standing", STANDINGS[standing].1.to_owned()));
            member.push(("branch", branch.to_string()));
            member.push(("group", group.to_string()));
            member.push(("department", department.to_string()));
            if numbered {
                member.push(("staff_number", format!("a {place}")));
            }
            book.save(&MEMBER, None, &form(member));
        }
        let table = exported(&book.ledger);
        unchanged(&book.ledger, &delimited::read(&table.to_csv()).unwrap());
        let chinese = encoding_rs::GB18030.encode(&table.to_csv()).0.into_owned();
        let decoded = delimited::decode(&chinese, gb18030).unwrap();
        unchanged(&book.ledger, &delimited::read(&decoded).unwrap());
        unchanged(&book.ledger, &delimited::read(&copied(&table)).unwrap());
        #[cfg(feature = "spreadsheet")]
        {
            let bytes = workbook(std::slice::from_ref(&table)).unwrap();
            let sheets = yixin::tables::spreadsheet::read(&bytes).unwrap();
            unchanged(&book.ledger, &sheets[0].grid);
        }
    }
}

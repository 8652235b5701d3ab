//! What is exported of any register, in a bundle, is imported as the same.
#![allow(clippy::unwrap_used)]

use crate::fixtures::bundles::{LEDGER, NOW, edit, header};
use proptest::prelude::*;
use yixin::exchange::bundle::{read, write};
use yixin::exchange::import::plan::ImportPlan;
use yixin::ledger::{Ledger, RecordId, Value, WriterId};
use yixin::registers::{Field, Kind, RowKeys, Schema, Shape, schemas, show_field};

/// A text as people type and paste it.
fn text() -> BoxedStrategy<String> {
    prop::sample::select(vec![
        "",
        "无",
        "—",
        "00123",
        "=1+1",
        "'00123",
        "张 三",
        "𬀩㛃䶮",
        "a\"b\\c",
        "甲\n乙",
        "\u{e863}",
        "⻢",
        "2001.7",
        "1E+05",
        "<b>&amp;</b>",
        "\u{200b}",
        "阿·力",
        " 前后 ",
    ])
    .prop_map(str::to_owned)
    .boxed()
}

/// A value that a field may hold, or that a faulty file may put there.
fn value(kind: Kind) -> BoxedStrategy<Value> {
    let fitting = match kind {
        Kind::Text(_) | Kind::Lines(_) | Kind::RuleLine => text().prop_map(Value::from).boxed(),
        Kind::Day => Just(Value::from("2026-01-05")).boxed(),
        Kind::DayOrMonth => {
            prop_oneof![Just(Value::from("1990-05")), Just(Value::from("1990-05-03"))].boxed()
        }
        Kind::Month => Just(Value::from("2026-01")).boxed(),
        Kind::Count(low, high, _) | Kind::Points(low, high) | Kind::Tenths(low, high, _) => {
            (low..=high).prop_map(Value::from).boxed()
        }
        Kind::Percent => (0..=1000_i64).prop_map(Value::from).boxed(),
        Kind::Money => (0..=1_000_000_i64).prop_map(Value::from).boxed(),
        Kind::Choice(words) => {
            (0..words.len()).prop_map(move |at| Value::from(words[at].0)).boxed()
        }
        Kind::YesNo => any::<bool>().prop_map(Value::from).boxed(),
        Kind::Reference(register) => {
            let id = (0..3_u8).prop_map(move |n| RecordId::keyed(register, &n.to_string()));
            id.prop_map(|id| Value::from(id.as_str())).boxed()
        }
        Kind::Quarter => Just(Value::from("2026-Q3")).boxed(),
        Kind::Time => Just(Value::from("09:30")).boxed(),
        Kind::Columns(columns) => {
            let each: Vec<_> = columns.iter().map(|one| value(one.kind)).collect();
            let group = move |values: Vec<Value>| {
                Value::group(columns.iter().map(|one| one.name).zip(values))
            };
            each.prop_map(group).boxed()
        }
        Kind::Data => {
            text().prop_map(|text| Value::group([("a", text.into()), ("b", 1.into())])).boxed()
        }
    };
    prop_oneof![8 => fitting, 1 => Just(Value::Null), 1 => text().prop_map(Value::from)].boxed()
}

/// The cells of a record of a register, each with its key and value.
fn cells(schema: &'static Schema) -> BoxedStrategy<Vec<(&'static Field, String, Value)>> {
    let cell = |field: &'static Field| {
        let key = match field.shape {
            Shape::Single => Just(String::new()).boxed(),
            Shape::Dated => {
                prop_oneof![Just("2026-01-01"), Just("2026-03-15")].prop_map(str::to_owned).boxed()
            }
            Shape::Rows(RowKeys::Records(of)) => (0..3_u8)
                .prop_map(move |n| RecordId::keyed(of, &n.to_string()).as_str().to_owned())
                .boxed(),
            Shape::Rows(RowKeys::Steps(steps)) => {
                prop::sample::select(steps.to_vec()).prop_map(|(step, _)| step.to_owned()).boxed()
            }
            Shape::Rows(RowKeys::Created) => "[0-9]{15}-[a-f]{4}-[0-9]".boxed(),
            Shape::Rows(RowKeys::Writer) => {
                any::<u64>().prop_map(|writer| WriterId(writer).to_string()).boxed()
            }
        };
        (key, value(field.kind)).prop_map(move |(key, value)| (field, key, value))
    };
    schema
        .fields
        .iter()
        .filter(|field| field.name != "redacted")
        .map(cell)
        .collect::<Vec<_>>()
        .boxed()
}

/// A ledger with a record in every register.
fn ledger() -> impl Strategy<Value = Ledger> {
    let each: Vec<_> = schemas().iter().map(cells).collect();
    (each, any::<u16>()).prop_map(|(records, gone)| {
        let mut ledger = Ledger::new();
        for ((at, schema), cells) in schemas().iter().enumerate().zip(records) {
            let id = RecordId::keyed(schema.head.name, "0");
            let number = u32::try_from(at + 1).unwrap();
            let whole = edit(&ledger, 0xff, number, |draft| {
                for (field, key, value) in cells {
                    match key.as_str() {
                        "" => draft.field(&id, field.name, value),
                        key => draft.entry(&id, field.name, key, value),
                    }
                }
                draft.field(&id, "law", "1");
                if gone & (1 << (at % 16)) != 0 && at % 3 == 0 {
                    draft.delete(&id);
                }
            });
            ledger.insert(whole);
        }
        ledger
    })
}

fn plan(mine: &Ledger, theirs: &Ledger) -> ImportPlan {
    let bundle = read(write(theirs, header()).as_bytes()).unwrap();
    ImportPlan::make(mine, LEDGER, bundle, NOW)
}

/// What every register shows.
fn shown(ledger: &Ledger) -> Vec<String> {
    let mut shown = Vec::new();
    for schema in schemas().iter() {
        for record in ledger.all_records(schema.head.name) {
            let fields = schema.fields.iter();
            let texts = fields.map(|field| show_field(ledger, field, &record));
            let gone = record.is_deleted();
            shown.push(format!("{} {gone} {:?}", record.id(), texts.collect::<Vec<_>>()));
        }
    }
    shown
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_register_that_is_exported_is_imported_as_the_same(ledger in ledger()) {
        let again = plan(&ledger, &ledger);
        prop_assert!(again.is_same());
        let tally = again.tally;
        prop_assert_eq!((tally.new, tally.newer, tally.conflicts, tally.refused), (0, 0, 0, 0));
        prop_assert_eq!(tally.same, ledger.change_count());
        prop_assert!(again.registers.iter().all(|one| one.rows.is_empty()));
        // On an empty tablet it becomes just what it was.
        let mut other = Ledger::new();
        other.insert_all(plan(&other, &ledger).accept());
        prop_assert_eq!(shown(&other), shown(&ledger));
        prop_assert_eq!(shown(&ledger).len(), schemas().iter().count());
        prop_assert!(plan(&other, &ledger).is_same());
        prop_assert!(plan(&ledger, &other).is_same());
    }
}

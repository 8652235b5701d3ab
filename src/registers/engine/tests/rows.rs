//! Rows: what a form leaves alone, how a row is kept, and in which order they stand.

use super::*;

#[test]
fn a_form_that_shows_some_rows_leaves_the_others_alone() {
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "到会"), (2, "请假")]);
    // Two tablets go on from the same; each sees one row.
    let mut there = book.clone();
    there.number += 100;
    roll(&mut book, &id, &[(1, "缺席")]);
    let mut note = Input::default();
    let row = RowInput::Texts(texts(&[("note", "手术")]));
    note.rows.insert("roll", [(member(2).to_string(), row)].into());
    there.save(&EVERY_SHAPE_SCHEMA, Some(&id), &note).unwrap();
    book.ledger.union(&there.ledger);
    let record = book.record(&id);
    let state =
        |who: u8, name| column(field("roll"), record.entry("roll", member(who).as_str()), name);
    assert_eq!(state(1, "state").as_text(), Some("absent"));
    assert_eq!(state(2, "state").as_text(), Some("leave"), "the column that was not shown stays");
    assert_eq!(state(2, "note").as_text(), Some("手术"));
    assert!(crate::ledger::conflicts(&book.ledger).is_empty());
}

#[test]
fn a_row_of_one_column_is_kept_plain_and_read_once_there_are_more() {
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "到会")]);
    assert_eq!(book.record(&id).entry("roll", member(1).as_str()), &Value::from("present"));
    book.act(1, |draft, _| draft.entry(&id, "roll", member(2).as_str(), "leave"));
    let record = book.record(&id);
    let plain = record.entry("roll", member(2).as_str());
    assert_eq!(column(field("roll"), plain, "state").as_text(), Some("leave"));
    assert!(column(field("roll"), plain, "hours").is_null());
    let wider = with_columns(field("roll"), plain, &[("hours", Value::Int(2))]);
    assert_eq!(wider, Value::group([("state", "leave".into()), ("hours", 2.into())]));
    let newer = Value::group([("state", "leave".into()), ("of a newer version", 1.into())]);
    let kept = with_columns(field("roll"), &newer, &[("state", "absent".into())]);
    assert_eq!(kept.get("of a newer version"), Some(&Value::Int(1)));
    assert_eq!(with_columns(field("roll"), plain, &[("state", Value::Null)]), Value::Null);
}

#[test]
fn two_tablets_that_count_at_once_lose_nothing_and_write_their_own_alone() {
    let (mut book, id) = world();
    let mut there = book.clone();
    there.number += 100;
    for (tablet, writer, more) in [(&mut book, 1, 3), (&mut there, 2, 5)] {
        for _ in 0..more {
            let record = tablet.ledger.record(&id).map(|one| one.id().clone());
            tablet.act(writer, |draft, ledger| {
                let (of, key) = (field("counter"), WriterId(writer).to_string());
                let record = record.as_ref().and_then(|id| ledger.record(id));
                let own = record.map_or(&Value::Null, |record| record.entry(of.name, &key));
                let before = column(of, own, "advice").as_int().unwrap_or(0);
                let value = with_columns(of, own, &[("advice", Value::Int(before + 1))]);
                draft.entry(&id, of.name, &key, value);
            });
        }
    }
    book.ledger.union(&there.ledger);
    assert_eq!(sum(field("counter"), &book.record(&id), "advice"), 8);
    assert_eq!(
        show_field(&book.ledger, field("counter"), &book.record(&id)),
        "测血压 0人，咨询 8人"
    );
    let mut theirs = Input::default();
    let row = RowInput::Texts(texts(&[("advice", "1")]));
    theirs.rows.insert("counter", [(WriterId(2).to_string(), row)].into());
    let wrong = book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &theirs).unwrap_err();
    assert_eq!(wrong[0].field, "counter");
}

#[test]
fn a_computed_column_counts_the_rows_of_a_roll() {
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "到会"), (2, "请假"), (3, "到会")]);
    assert_eq!(
        show_column(&EVERY_SHAPE_SCHEMA, "present", &book.record(&id), &book.context("2026-03-02")),
        "2人"
    );
}

#[test]
fn rows_that_are_created_stand_in_the_order_of_their_making_and_steps_in_theirs() {
    let (mut book, id) = world();
    for what in ["一", "二", "三"] {
        book.act(9 - u64::from(book.number), |draft, _| {
            let key = next_key(draft);
            draft.entry(&id, "agenda", &key, what);
        });
    }
    let told =
        |rows: Vec<(&str, &Value)>| rows.into_iter().map(|(_, v)| v.clone()).collect::<Vec<_>>();
    assert_eq!(told(rows(field("agenda"), &book.record(&id))), ["一", "二", "三"].map(Value::from));
    book.act(1, |draft, _| {
        for step in ["tell", "call"] {
            draft.entry(&id, "steps", step, "2026-03-02");
        }
    });
    let record = book.record(&id);
    let steps: Vec<&str> = rows(field("steps"), &record).into_iter().map(|(key, _)| key).collect();
    assert_eq!(steps, ["call", "tell"]);
    assert_eq!(show_key(&book.ledger, field("steps"), "tell"), "公布");
}

#[test]
fn a_table_of_more_than_three_rows_is_shown_by_two_names_and_their_number() {
    let (mut book, id) = world();
    let shown = |book: &Book, name| show_field(&book.ledger, field(name), &book.record(&id));
    assert_eq!((shown(&book, "roll"), shown(&book, "counter")), Default::default());
    roll(&mut book, &id, &[(1, "到会"), (2, "到会"), (3, "到会")]);
    assert_eq!(shown(&book, "roll"), "党员1、党员2、党员3");
    book.act(1, |draft, _| draft.field(&member(4), "name", "党员4"));
    roll(&mut book, &id, &[(4, "到会")]);
    assert_eq!(shown(&book, "roll"), "党员1、党员2等 4 人");
}

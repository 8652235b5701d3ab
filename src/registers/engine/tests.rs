//! The engine over the register with every shape.

use std::collections::BTreeMap;

use super::form::{Input, RowInput, write};
use super::rows::{column, next_key, rows, sum};
use super::*;
use crate::ledger::{
    Author, Day, Draft, EditId, Ledger, Moment, Record, RecordId, Value, WriterId, parse_day,
};
use crate::registers::{
    APPEAL_SCHEMA, EVERY_SHAPE, EVERY_SHAPE_PART, EVERY_SHAPE_PART_SCHEMA, EVERY_SHAPE_SCHEMA,
    HOLIDAY, VETO_SCHEMA, join, schemas,
};

/// 2026-03-02, a Monday, in China.
const MONDAY: i64 = 1_772_416_800_000;

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn member(number: u8) -> RecordId {
    RecordId::keyed("member", &number.to_string())
}

fn field(name: &str) -> &'static Field {
    EVERY_SHAPE_SCHEMA.field(name).unwrap()
}

/// A ledger that one or more writers fill.
#[derive(Clone, Default)]
struct Book {
    ledger: Ledger,
    number: u32,
}

impl Book {
    fn draft(&mut self, writer: u64) -> Draft {
        self.number += 1;
        let at = Moment { millis: MONDAY + i64::from(self.number), offset: 480 };
        let id = EditId { writer: WriterId(writer), number: self.number };
        Draft::new(id, at, Author::default(), "edit", "")
    }

    fn act(&mut self, writer: u64, fill: impl FnOnce(&mut Draft, &Ledger)) {
        let mut draft = self.draft(writer);
        fill(&mut draft, &self.ledger);
        self.ledger.insert(draft.finish(&self.ledger).expect("something changed"));
    }

    fn save(
        &mut self,
        schema: &Schema,
        id: Option<&RecordId>,
        input: &Input,
    ) -> Result<RecordId, Vec<Problem>> {
        let mut draft = self.draft(1);
        let id = write(schema, &self.ledger, id, input, &mut draft)?;
        self.ledger.insert(draft.finish(&self.ledger).expect("something changed"));
        Ok(id)
    }

    fn record(&self, id: &RecordId) -> Record<'_> {
        self.ledger.record(id).expect("a record")
    }

    fn context(&self, today: &str) -> Context<'_> {
        Context::new(&self.ledger, day(today))
    }

    fn stage(&self, id: &RecordId) -> (&'static str, Option<Day>) {
        let context = self.context("2026-03-31");
        let found = progress(EVERY_SHAPE_SCHEMA.stages, &self.record(id), &context).unwrap();
        (found.stage.name, found.due.map(|due| due.day))
    }
}

fn texts(texts: &[(&'static str, &str)]) -> BTreeMap<&'static str, String> {
    texts.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()
}

fn input(of: &[(&'static str, &str)]) -> Input {
    Input { texts: texts(of), ..Input::default() }
}

/// Three members and a department in a branch, and a meeting of theirs.
fn world() -> (Book, RecordId) {
    let mut book = Book::default();
    let branch = RecordId::keyed("branch", "一支部");
    book.act(1, |draft, _| {
        draft.field(&branch, "name", "一支部");
        draft.field(&RecordId::keyed("department", "心内科"), "name", "心内科");
        for number in 1..=3 {
            draft.field(&member(number), "name", format!("党员{number}"));
            draft.entry(&member(number), "branch", "2026-02-01", branch.as_str());
        }
    });
    let form = input(&[("name", "党课"), ("branch", branch.as_str()), ("held_on", "2026-03-02")]);
    let id = book.save(&EVERY_SHAPE_SCHEMA, None, &form).unwrap();
    (book, id)
}

fn roll(book: &mut Book, id: &RecordId, of: &[(u8, &str)]) {
    let mut form = Input::default();
    let rows = of.iter().map(|(who, state)| (member(*who).to_string(), RowInput::first(state)));
    form.rows.insert("roll", rows.collect());
    book.save(&EVERY_SHAPE_SCHEMA, Some(id), &form).unwrap();
}

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
    let wider = rows::with_columns(field("roll"), plain, &[("hours", Value::Int(2))]);
    assert_eq!(wider, Value::group([("state", "leave".into()), ("hours", 2.into())]));
    let newer = Value::group([("state", "leave".into()), ("of a newer version", 1.into())]);
    let kept = rows::with_columns(field("roll"), &newer, &[("state", "absent".into())]);
    assert_eq!(kept.get("of a newer version"), Some(&Value::Int(1)));
    assert_eq!(rows::with_columns(field("roll"), plain, &[("state", Value::Null)]), Value::Null);
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
                let value = rows::with_columns(of, own, &[("advice", Value::Int(before + 1))]);
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

/// A form with a row of a field.
fn row(field: &'static str, key: &str, texts: &[(&'static str, &str)]) -> Input {
    let texts = texts.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
    let rows = BTreeMap::from([(key.to_owned(), RowInput::Texts(texts))]);
    Input { rows: BTreeMap::from([(field, rows)]), ..Input::default() }
}

#[test]
fn a_form_makes_the_keys_of_its_new_rows_in_their_order() {
    let (mut book, id) = world();
    let mut form = row("agenda", "+00", &[("what", "0")]);
    for number in 1..12 {
        let more = row("agenda", &format!("+{number:02}"), &[("what", &number.to_string())]);
        form.rows.get_mut("agenda").unwrap().extend(more.rows["agenda"].clone());
    }
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &form).unwrap();
    let record = book.record(&id);
    let rows = rows(field("agenda"), &record);
    let told: Vec<_> = rows.iter().map(|(_, value)| value.as_text().unwrap()).collect();
    assert_eq!(told, (0..12).map(|number| number.to_string()).collect::<Vec<_>>());
    assert!(rows.iter().all(|(key, _)| !key.starts_with('+')));
}

#[test]
fn what_is_wrong_with_a_row_names_it_and_a_part_of_a_form_is_not_held_up_by_it() {
    let (mut book, id) = world();
    let key = member(1).to_string();
    let wrong = book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &row("roll", &key, &[("hours", "x")]));
    assert_eq!(wrong.unwrap_err()[0].row, key);
    book.act(1, |draft, _| draft.entry(&id, "roll", &key, "away"));
    let mut form = row("roll", member(2).as_str(), &[("state", "到会")]);
    let wrong = book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &form).unwrap_err();
    assert_eq!(wrong.iter().map(|one| &*one.row).collect::<Vec<_>>(), [&*key]);
    form.is_part = true;
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &form).unwrap();
    let worse = row("roll", member(2).as_str(), &[("state", ""), ("hours", "2")]);
    let worse = Input { is_part: true, ..worse };
    let wrong = book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &worse).unwrap_err();
    assert_eq!(wrong.iter().map(|one| &*one.row).collect::<Vec<_>>(), [member(2).as_str()]);
}

#[test]
fn a_stage_follows_from_what_is_filled_and_says_until_when_the_next_is_due() {
    let (mut book, id) = world();
    assert_eq!(book.stage(&id), ("planned", None));
    roll(&mut book, &id, &[(1, "到会")]);
    // Five working days after Monday, the second of March.
    assert_eq!(book.stage(&id), ("held", Some(day("2026-03-09"))));
    let form = input(&[("reported", "2026-03-06"), ("kind", "一般")]);
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &form).unwrap();
    assert_eq!(book.stage(&id), ("reported", Some(day("2026-04-06"))));
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &input(&[("kind", "转办")])).unwrap();
    assert_eq!(book.stage(&id), ("referred", Some(day("2026-04-06"))));
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &input(&[("closed", "2026-03-20")])).unwrap();
    assert_eq!(book.stage(&id), ("closed", None));
    let missing = book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &input(&[("kind", "")]));
    assert_eq!(
        missing.map_err(|wrong| wrong.len()),
        Ok(id),
        "only the stage it is at needs fields"
    );
}

#[test]
fn a_stage_of_a_day_to_come_is_told_and_reached_only_then() {
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "到会")]);
    book.act(1, |draft, _| draft.field(&id, "reported", "2026-03-06"));
    let at = |today: &str| {
        let context = book.context(today);
        let record = book.record(&id);
        let shown = show_column(&EVERY_SHAPE_SCHEMA, STAGE, &record, &context);
        (shown, context.take_reads().until, findings(&EVERY_SHAPE_SCHEMA, &record, &context))
    };
    let (shown, until, found) = at("2026-03-05");
    assert_eq!(shown, "已召开（到2026年3月6日转为“已上报”）");
    assert_eq!(until, Some(day("2026-03-06")));
    let told: Vec<_> = found.iter().map(|one| (one.field, one.severity, &*one.text)).collect();
    assert_eq!(
        told,
        [
            ("kind", Severity::Fault, "将是“已上报”，请补上类型"),
            ("reported", Severity::Hint, "还没有到这一天，2026年3月6日起才是“已上报”"),
        ]
    );
    let (shown, until, _) = at("2026-03-06");
    assert_eq!((&*shown, until), ("已上报", None));
}

#[test]
fn an_appeal_that_was_referred_is_no_longer_due() {
    let mut book = Book::default();
    let id = RecordId::keyed("appeal", "a");
    let due = |book: &Book| {
        let context = book.context("2026-03-20");
        progress(APPEAL_SCHEMA.stages, &book.record(&id), &context).unwrap().due.map(|due| due.day)
    };
    book.act(1, |draft, _| draft.field(&id, "received", "2026-03-02"));
    assert_eq!(due(&book), Some(day("2026-03-05")));
    book.act(1, |draft, _| draft.field(&id, "outcome", "committee"));
    assert_eq!(due(&book), None);
    let context = book.context("2026-03-20");
    assert_eq!(show_column(&APPEAL_SCHEMA, DUE, &book.record(&id), &context), "");
    assert_eq!(show_column(&APPEAL_SCHEMA, STAGE, &book.record(&id), &context), "转院党委复核");
}

#[test]
fn spans_count_days_working_days_months_and_years_as_their_data_says() {
    let (mut book, id) = world();
    let mut end = |from: &str, span: Span| {
        let text = book.record(&id).text("reported").to_owned();
        if text != from {
            book.act(1, |draft, _| draft.field(&id, "reported", from));
        }
        let context = book.context("2026-03-02");
        let end = span.end(&book.record(&id), context.calendar()).unwrap();
        (crate::ledger::day_text(end.day), end.provisional)
    };
    for (from, length, exclusive, inclusive) in [
        ("2026-03-02", Length::Days(5), "2026-03-07", "2026-03-06"),
        ("2026-03-06", Length::WorkingDays(1), "2026-03-09", "2026-03-06"),
        // The holidays of October, and the Saturday that is worked.
        ("2026-09-30", Length::WorkingDays(3), "2026-10-10", "2026-10-09"),
        ("2026-01-31", Length::Months(1), "2026-02-28", "2026-02-27"),
        ("2026-01-15", Length::Months(13), "2027-02-15", "2027-02-14"),
        ("2028-02-29", Length::Years(1), "2029-02-28", "2029-02-27"),
        ("2026-03", Length::Days(1), "2026-04-01", "2026-03-31"),
    ] {
        assert_eq!(end(from, Span::after("reported", length)).0, exclusive, "{from} {length:?}");
        assert_eq!(end(from, Span::with("reported", length)).0, inclusive, "{from} {length:?}");
    }
    let working = Span::after("reported", Length::WorkingDays(3));
    assert!(!end("2026-03-02", working).1);
    assert!(end("2027-03-02", working).1, "the arrangement of that year is not known yet");
}

#[test]
fn what_the_law_asks_passes_with_an_explanation_and_a_hint_passes_without() {
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "到会")]);
    let mut late = input(&[("reported", "2026-03-10"), ("kind", "一般")]);
    let wrong = book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &late).unwrap_err();
    let told: Vec<_> = wrong.iter().map(|one| (one.field, one.severity, one.rule)).collect();
    assert_eq!(told, [("reported", Severity::Statutory, "reported")]);
    assert_eq!(wrong[0].text, "“已上报”应不晚于2026年3月9日");
    late.explanations.insert("reported", "网络故障".to_owned());
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &late).unwrap();
    let context = book.context("2026-03-20");
    assert_eq!(problems(&EVERY_SHAPE_SCHEMA, &book.record(&id), &context), []);
    let found = findings(&EVERY_SHAPE_SCHEMA, &book.record(&id), &context);
    assert_eq!(found[0].explanation, "网络故障");
    // Someone who was not of the branch then: recorded, and said.
    book.act(1, |draft, _| draft.field(&member(9), "name", "新来的"));
    book.act(1, |draft, _| draft.entry(&id, "roll", member(9).as_str(), "present"));
    let record = book.record(&id);
    let found = findings(&EVERY_SHAPE_SCHEMA, &record, &book.context("2026-03-20"));
    assert!(found.iter().any(|one| one.rule == "member then" && !one.is_open()), "{found:?}");
    assert_eq!(problems(&EVERY_SHAPE_SCHEMA, &record, &book.context("2026-03-20")), []);
}

#[test]
fn a_contradiction_is_refused_and_two_of_one_day_are_asked_about() {
    let (mut book, id) = world();
    let wrong = book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &input(&[("until", "2026-03-01")]));
    assert_eq!(wrong.unwrap_err()[0].severity, Severity::Fault);
    let mut votes = Input::default();
    votes.groups.insert("votes", texts(&[("issued", "3"), ("received", "3")]));
    let wrong = book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &votes).unwrap_err();
    assert_eq!((wrong[0].field, &*wrong[0].text), ("chair", "有表决的要写明主持人"));
    votes.texts.insert("chair", member(1).to_string());
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &votes).unwrap();
    assert_eq!(show_field(&book.ledger, field("votes"), &book.record(&id)), "发出 3，收回 3");
    let again = input(&[("name", "党课"), ("branch", "branch:=一支部"), ("held_on", "2026-03-02")]);
    let wrong = book.save(&EVERY_SHAPE_SCHEMA, None, &again).unwrap_err();
    assert_eq!((wrong[0].rule, wrong[0].severity), ("one of a day", Severity::Statutory));
}

#[test]
fn facts_and_computed_fields_are_evaluated_anew_just_where_what_they_read_changed() {
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "缺席"), (2, "到会")]);
    book.act(1, |draft, _| draft.field(&id, "reported", "2026-03-05"));
    let mut dependents = Dependents::default();
    let evaluate = |book: &Book, dependents: &mut Dependents| {
        let context = book.context("2026-03-06");
        let facts = facts_of(&EVERY_SHAPE, &book.record(&id), &context);
        dependents.replace(&id, context.take_reads());
        let marks = facts.into_iter().filter_map(|fact| match fact.event {
            Event::Known { mark, .. } if !mark.is_empty() => Some(mark),
            _ => None,
        });
        marks.collect::<Vec<_>>()
    };
    assert_eq!(evaluate(&book, &mut dependents), ["absent", "present"]);
    assert_eq!(dependents.of(&[member(1)]), [].into(), "nothing of the member was read");
    let form =
        input(&[("of", id.as_str()), ("who", member(1).as_str()), ("done_on", "2026-03-06")]);
    let part = book.save(&EVERY_SHAPE_PART_SCHEMA, None, &form).unwrap();
    assert_eq!(dependents.of(std::slice::from_ref(&part)), [id.clone()].into());
    assert_eq!(evaluate(&book, &mut dependents), ["present"]);
    let shown =
        show_column(&EVERY_SHAPE_SCHEMA, "parts", &book.record(&id), &book.context("2026-03-06"));
    assert_eq!(shown, "1次");
    book.act(1, |draft, _| draft.delete(&part));
    assert_eq!(evaluate(&book, &mut dependents), ["absent", "present"]);
}

#[test]
fn a_deadline_that_passes_is_evaluated_anew_on_the_day_after_it() {
    let (book, id) = world();
    let context = book.context("2026-03-02");
    assert!(!context.is_past(day("2026-03-05")) && context.is_past(day("2026-03-01")));
    let _ = context.record(&member(7));
    let reads = context.take_reads();
    assert_eq!(reads.until, Some(day("2026-03-06")));
    let mut dependents = Dependents::default();
    dependents.replace(&id, reads);
    assert_eq!(dependents.due(day("2026-03-05")), [].into());
    assert_eq!(dependents.due(day("2026-03-06")), [id.clone()].into());
    assert_eq!(
        dependents.of(&[member(7)]),
        [id.clone()].into(),
        "also of one that is not there yet"
    );
    let context = book.context("2026-03-02");
    context.calendar();
    assert!(context.take_reads().registers.contains(HOLIDAY.name));
    context.calendar();
    assert!(context.take_reads().registers.contains(HOLIDAY.name), "also where it is asked again");
    dependents.replace(&id, Reads::default());
    assert_eq!(dependents.due(day("2026-03-06")), [].into());
}

#[test]
fn what_a_record_points_to_is_noted_where_its_faults_are_sought() {
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "到会")]);
    book.act(1, |draft, _| draft.field(&id, "chair", member(9).as_str()));
    let context = book.context("2026-03-02");
    let found = problems(&EVERY_SHAPE_SCHEMA, &book.record(&id), &context);
    assert!(found.iter().any(|one| one.field == "chair"), "{found:?}");
    let mut dependents = Dependents::default();
    dependents.replace(&id, context.take_reads());
    for read in [member(1), member(9), RecordId::keyed("branch", "一支部")] {
        assert_eq!(dependents.of(std::slice::from_ref(&read)), [id.clone()].into(), "{read}");
    }
}

#[test]
fn a_join_that_changes_is_noted_where_the_joined_record_was_read() {
    let (mut book, id) = world();
    let (gone, kept) = (member(1), member(2));
    book.act(1, |draft, ledger| join(draft, ledger, std::slice::from_ref(&gone), &kept));
    let context = book.context("2026-03-02");
    assert_eq!(context.record(&gone).map(|one| one.id().clone()), Some(kept.clone()));
    let mut dependents = Dependents::default();
    dependents.replace(&id, context.take_reads());
    for touched in [gone, kept] {
        assert_eq!(dependents.of(std::slice::from_ref(&touched)), [id.clone()].into(), "{touched}");
    }
}

#[test]
fn who_belongs_is_asked_of_the_month_where_no_field_says_the_day() {
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "到会")]);
    let check = Check::WithinMembership { who: "roll", when: "" };
    let rule = RecordRule::hint("member then", check, "有人那个月不在支部");
    let said = |book: &Book| {
        rule.broken(&EVERY_SHAPE_SCHEMA, &book.record(&id), &book.context("2026-03-02"))
    };
    assert_eq!(said(&book), None);
    book.act(1, |draft, _| {
        draft.entry(&member(1), "branch", "2026-02-01", Value::Null);
        draft.entry(&member(1), "branch", "2026-03-02", "branch:=一支部");
    });
    // There on the day, and not on the first of the month.
    assert_eq!(said(&book).map(|(field, _)| field), Some("roll"));
}

#[test]
fn what_is_filled_for_all_leaves_alone_what_came_in_meanwhile() {
    let (mut book, id) = world();
    // The form was opened; then another tablet says that one is on leave.
    let states = [(1, "present"), (2, "present"), (3, "present")];
    let rows = states.map(|(who, state)| (member(who).to_string(), RowInput::first(state)));
    let hours = RowInput::Texts(texts(&[("state", "present"), ("hours", "2")]));
    let mut form = Input { rows: [("roll", rows.into())].into(), ..Input::default() };
    form.rows.get_mut("roll").unwrap().insert(member(2).to_string(), hours);
    form.if_blank.insert("roll", [1, 2].map(|who| member(who).to_string()).into());
    for who in [1, 2, 3] {
        let leave = Value::group([("state", "leave".into()), ("note", "手术".into())]);
        let key = member(who).to_string();
        book.act(2, |draft, _| draft.entry(&id, "roll", &key, leave));
    }
    book.act(2, |draft, _| draft.entry(&id, "roll", member(2).as_str(), "absent"));
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &form).unwrap();
    let record = book.record(&id);
    let of =
        |who: u8, name| column(field("roll"), record.entry("roll", member(who).as_str()), name);
    let state = |who| of(who, "state").as_text();
    assert_eq!([1, 2, 3].map(state), [Some("leave"), Some("absent"), Some("present")]);
    assert_eq!(of(2, "hours"), &Value::Int(2), "what was typed beside it is written");
    assert_eq!(of(1, "note").as_text(), Some("手术"));
    // Where nothing came in it is filled.
    book.act(2, |draft, _| draft.entry(&id, "roll", member(1).as_str(), Value::Null));
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &form).unwrap();
    assert_eq!(book.record(&id).entry("roll", member(1).as_str()).as_text(), Some("present"));
}

#[test]
fn a_form_says_before_saving_what_concerns_fields_that_are_filled_or_left() {
    let (mut book, id) = world();
    let said = |book: &mut Book, id: Option<&RecordId>, form: &Input, touched: &[&str]| {
        let draft = book.draft(1);
        let found = form::preview(&EVERY_SHAPE_SCHEMA, &book.ledger, id, form, draft, &|field| {
            touched.contains(&field)
        });
        found.into_iter().map(|one| (one.field, one.severity)).collect::<Vec<_>>()
    };
    let edits = book.ledger.edit_count();
    // A new record of which little is filled in is not told what it lacks.
    let mut new = input(&[("held_on", "2026-03-05")]);
    assert_eq!(said(&mut book, None, &new, &[]), [("held_on", Severity::Statutory)]);
    let with_name = [("held_on", Severity::Statutory), ("name", Severity::Fault)];
    let mut found = said(&mut book, None, &new, &["name"]);
    found.sort_by_key(|(field, _)| *field);
    assert_eq!(found, with_name);
    // A rule of two fields waits for both.
    new = input(&[("until", "2026-03-01")]);
    assert_eq!(said(&mut book, None, &new, &[]), []);
    assert_eq!(said(&mut book, Some(&id), &new, &[]), [("until", Severity::Fault)]);
    // What is asked for is said once one has come by it.
    let mut votes = Input::default();
    votes.groups.insert("votes", texts(&[("issued", "3"), ("received", "3")]));
    assert_eq!(said(&mut book, Some(&id), &votes, &[]), []);
    assert_eq!(said(&mut book, Some(&id), &votes, &["chair"]), [("chair", Severity::Fault)]);
    // What cannot be read hides nothing else.
    votes.groups.insert("votes", texts(&[("issued", "x")]));
    votes.texts.insert("until", "2026-03-01".to_owned());
    assert_eq!(said(&mut book, Some(&id), &votes, &[]), [("until", Severity::Fault)]);
    assert_eq!(book.ledger.edit_count(), edits, "nothing is written");
}

#[test]
fn a_table_of_a_register_has_explanations_and_children_without_what_is_restricted() {
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "到会")]);
    let mut late = input(&[("reported", "2026-03-10"), ("kind", "一般")]);
    late.explanations.insert("reported", "网络故障".to_owned());
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &late).unwrap();
    for (who, done) in [(2, ""), (1, "2026-03-06")] {
        let who = member(who);
        let form = input(&[("of", id.as_str()), ("who", who.as_str()), ("done_on", done)]);
        book.save(&EVERY_SHAPE_PART_SCHEMA, None, &form).unwrap();
    }
    let context = book.context("2026-03-20");
    let shown = show_column(&EVERY_SHAPE_SCHEMA, EXPLANATION, &book.record(&id), &context);
    assert_eq!(shown, "“已上报”应不晚于2026年3月9日：网络故障");
    assert!(EVERY_SHAPE_SCHEMA.asks_to_explain() && !APPEAL_SCHEMA.asks_to_explain());
    let children = show_children(&EVERY_SHAPE_PART_SCHEMA, &id, &context);
    assert_eq!(children, "党员2；党员1 2026年3月6日");
    let open = |schema: &Schema, name| schema.is_open_column(name);
    assert!(open(&EVERY_SHAPE_SCHEMA, EXPLANATION) && open(&EVERY_SHAPE_SCHEMA, STAGE));
    assert!(!open(&EVERY_SHAPE_SCHEMA, "secret"));
    for name in [EXPLANATION, STAGE, "member", "event"] {
        assert!(!open(&VETO_SCHEMA, name), "{name}");
    }
    book.act(1, |draft, _| draft.field(&RecordId::keyed("veto", "a"), "member", "member:=1"));
    let context = book.context("2026-03-20");
    assert_eq!(show_children(&VETO_SCHEMA, &member(1), &context), "");
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

#[test]
fn what_belongs_to_a_record_is_found_under_it() {
    let (mut book, id) = world();
    let branch = RecordId::keyed("branch", "一支部");
    let form = input(&[("name", "另一次"), ("branch", branch.as_str()), ("held_on", "2026-03-02")]);
    let other = book.save(&EVERY_SHAPE_SCHEMA, None, &form).unwrap();
    let form = input(&[("of", id.as_str()), ("who", member(1).as_str())]);
    let part = book.save(&EVERY_SHAPE_PART_SCHEMA, None, &form).unwrap();
    let context = book.context("2026-03-02");
    let children: Vec<_> = context.children("every_shape_part", &id).map(|one| one.id()).collect();
    assert_eq!(children, [&part]);
    assert_eq!(context.children("every_shape_part", &other).count(), 0);
    assert_eq!(context.children("holiday", &id).count(), 0, "belongs to nothing");
    assert!(schemas().get(EVERY_SHAPE_PART.name).is_some());
}

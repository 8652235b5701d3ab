//! Rules: what is refused, what passes with an explanation, and what is a hint.

use super::*;

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
fn who_belongs_is_asked_of_the_month_where_no_field_says_the_day() {
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "到会")]);
    let check = Check::WithinMembership { who: "roll", when: "" };
    let rule = RecordRule::hint("member then", check, "有人那个月不在支部");
    let said = |book: &Book| {
        let told = rule.broken(&EVERY_SHAPE_SCHEMA, &book.record(&id), &book.context("2026-03-02"));
        told.into_iter().map(|one| (one.field, one.text)).next()
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
fn a_rule_asks_for_a_column_also_where_it_is_filled_alone() {
    let (mut book, id) = world();
    let issued = BTreeMap::from([("votes", texts(&[("issued", "30")]))]);
    let mut given = Input { groups: issued, ..Input::default() };
    let refused = book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &given).unwrap_err();
    assert_eq!(refused[0].text, "有表决的要写明主持人");
    given.texts.insert("chair", member(1).to_string());
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &given).unwrap();
    assert_eq!(book.record(&id).get("votes"), &Value::group([("issued", 30.into())]));
}

#[test]
fn a_count_above_one_that_holds_it_is_told_beside_its_column_once_both_are_there() {
    let (mut book, id) = world();
    let check = Check::AtMost { less: "votes.received", more: "votes.issued" };
    let rule = RecordRule::hint("received at most issued", check, "收回的比发出的多");
    let mut said = |counts: &[(&'static str, i64)]| {
        let counts: Vec<_> =
            counts.iter().map(|(name, count)| (*name, Value::Int(*count))).collect();
        book.act(1, |draft, _| draft.field(&id, "votes", Value::group(counts.clone())));
        let told = rule.broken(&EVERY_SHAPE_SCHEMA, &book.record(&id), &book.context("2026-03-20"));
        told.into_iter().map(|one| (one.field, one.text)).next()
    };
    assert_eq!(said(&[("received", 3)]), None);
    assert_eq!(said(&[("issued", 3), ("received", 3)]), None);
    let told = said(&[("issued", 3), ("received", 4)]);
    assert_eq!(told, Some(("votes.received", "收回的比发出的多".to_owned())));
}

#[test]
fn a_rule_over_rows_is_told_of_each_row_that_breaks_it() {
    fn absent<'a>(
        record: &Record<'a>,
        _: &Context<'_>,
        key: &str,
        column: &dyn Fn(&str) -> &'a Value,
    ) -> Option<String> {
        let is_absent = column("state").as_text() != Some("present");
        is_absent.then(|| format!("{key}没有参加{}", record.text("name")))
    }
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "到会"), (2, "请假"), (3, "请假")]);
    let check = Check::EachRow { table: "roll", by: absent };
    let rule = RecordRule::hint("absent", check, "");
    let said = rule.broken(&EVERY_SHAPE_SCHEMA, &book.record(&id), &book.context("2026-03-20"));
    let rows: Vec<_> = said.iter().map(|one| (one.field, one.row.as_str())).collect();
    let (second, third) = (member(2), member(3));
    assert_eq!(rows, [("roll", second.as_str()), ("roll", third.as_str())]);
    assert!(said.iter().all(|one| one.text.starts_with(&one.row)), "{said:?}");
    assert_eq!(rule.check.fields(), ["roll"]);
}

#[test]
fn a_rule_about_several_places_is_told_in_each_of_them() {
    fn both(record: &Record<'_>, _: &Context<'_>) -> Vec<RuleBreach> {
        let said = |row: &str| RuleBreach {
            field: "steps",
            row: row.to_owned(),
            text: record.text("name").to_owned(),
        };
        vec![said("call"), said("tell")]
    }
    let (book, id) = world();
    let rule = RecordRule::hint("both", Check::Places(both), "");
    let said = rule.broken(&EVERY_SHAPE_SCHEMA, &book.record(&id), &book.context("2026-03-20"));
    let rows: Vec<_> = said.iter().map(|one| (one.row.as_str(), one.text.as_str())).collect();
    assert_eq!(rows, [("call", "党课"), ("tell", "党课")]);
    assert!(rule.check.fields().is_empty());
}

#[test]
fn the_first_column_of_a_row_is_found_by_its_path_however_it_is_kept() {
    let (mut book, id) = world();
    let whole = Value::group([("on", "2026-03-05".into()), ("note", "电话".into())]);
    book.act(1, |draft, _| {
        draft.entry(&id, "steps", "call", whole);
        draft.entry(&id, "steps", "meet", "2026-03-06");
        draft.entry(&id, "steps", "tell", Value::group([("note", "还没有日期".into())]));
    });
    let record = book.record(&id);
    let at = |path: &str| value_at(&record, path).as_text();
    assert_eq!(at("steps.call.on"), Some("2026-03-05"));
    assert_eq!(at("steps.meet.on"), Some("2026-03-06"));
    assert_eq!((at("steps.tell.on"), at("steps.none.on")), (None, None));
    let holds = |path: &'static str| When::Filled(path).holds(&record);
    assert!(holds("steps.meet.on") && !holds("steps.tell.on") && !holds("steps.none.on"));
}

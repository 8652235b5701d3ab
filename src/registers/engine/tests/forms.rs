//! Forms: rows that they make and fill, and what they say before saving.

use super::*;

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
        let is_touched = |field: &str| touched.contains(&field);
        let mut more = |_: &Record<'_>, _: &Context<'_>| {
            let hint = |field| Problem { severity: Severity::Hint, ..Problem::new(field, "") };
            vec![hint("place")]
        };
        let schema = &EVERY_SHAPE_SCHEMA;
        let form = (form, draft);
        let found = form::preview(schema, &book.ledger, id, form, &is_touched, &mut more);
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
    // So is what is known beyond the register.
    let beyond = [("held_on", Severity::Statutory), ("place", Severity::Hint)];
    assert_eq!(said(&mut book, None, &new, &["place"]), beyond);
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
fn what_was_taken_away_by_hand_may_be_filled_for_all() {
    let key = |number| member(number).to_string();
    let began = BTreeMap::from([
        (key(1), texts(&[("state", "到会")])),
        (key(2), texts(&[("state", ""), ("hours", "2")])),
    ]);
    let keys = [1, 2, 3].map(key).into();
    let blank = form::blank_rows(field("roll"), Some(&began), &keys);
    assert_eq!(blank, [key(2), key(3)].into());
    assert_eq!(form::blank_rows(field("roll"), None, &keys), keys);
}

#[test]
fn a_part_written_after_the_record_was_undone_brings_back_nothing_else() {
    let (mut book, id) = world();
    roll(&mut book, &id, &[(1, "到会"), (2, "到会")]);
    book.act(1, |draft, _| draft.field(&id, "place", "旧址"));
    book.act(1, |draft, _| draft.delete(&id));
    let mut part = row("roll", member(2).as_str(), &[("hours", "2")]);
    part.texts =
        input(&[("name", "党课"), ("branch", "branch:=一支部"), ("held_on", "2026-03-02")]).texts;
    part.is_part = true;
    part.rows.insert("roll", BTreeMap::from([(member(2).to_string(), RowInput::first("请假"))]));
    book.save(&EVERY_SHAPE_SCHEMA, Some(&id), &part).unwrap();
    let record = book.record(&id);
    assert!(record.is_live());
    assert!(record.entry("roll", member(1).as_str()).is_null());
    assert!(!record.entry("roll", member(2).as_str()).is_null());
}

//! What evaluations read, and what is evaluated anew.

use super::*;

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
fn what_is_faulty_is_known_after_each_edit_as_if_all_were_looked_at_anew() {
    let (mut book, id) = world();
    let mut kept = FaultyRecords::default();
    let all: Vec<&'static Schema> = schemas().iter().collect();
    let ids = |faulty: &FaultyRecords| {
        let of =
            |schema: &&'static Schema| faulty.of(schema.head.name).cloned().collect::<Vec<_>>();
        all.iter().flat_map(of).collect::<Vec<_>>()
    };
    let mut seen = Vec::new();
    let mut look = |book: &Book, touched: &[RecordId], today: &str| {
        kept.touch(touched);
        let mut rounds = 1;
        while !kept.look(&book.ledger, schemas(), &all, day(today), 2) {
            rounds += 1;
        }
        let mut anew = FaultyRecords::default();
        assert!(anew.look(&book.ledger, schemas(), &all, day(today), usize::MAX));
        assert_eq!(ids(&kept), ids(&anew));
        seen.push(ids(&kept).contains(&id));
        rounds
    };
    assert!(look(&book, &[], "2026-03-02") > 2, "all of them are looked at, two at a time");
    book.act(1, |draft, _| draft.field(&id, "chair", member(2).as_str()));
    assert_eq!(look(&book, std::slice::from_ref(&id), "2026-03-02"), 1);
    // Whom the record names: gone, and back.
    book.act(1, |draft, _| draft.delete(&member(2)));
    assert_eq!(look(&book, &[member(2)], "2026-03-02"), 1);
    book.act(1, |draft, _| draft.field(&member(2), crate::ledger::DELETED, false));
    look(&book, &[member(2)], "2026-03-02");
    look(&book, &[], "2026-03-03");
    look(&book, &[], "2026-03-01");
    // On the day before it was held, it is still to come.
    assert_eq!(seen, [false, false, true, false, false, true]);
}

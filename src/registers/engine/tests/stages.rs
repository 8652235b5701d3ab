//! Stages and the spans of their deadlines.

use super::*;

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
fn what_is_no_longer_due_is_not_due_again_at_a_later_stage() {
    const STAGES: &[Stage] = &[
        Stage::new("received", "", &[]),
        Stage::new("referred", "", &[When::Filled("kind")]).optional(),
        Stage::new("heard", "", &[When::Filled("chair")]).optional(),
        Stage::new("settled", "", &[When::Filled("closed")])
            .due(Span::after("held_on", Length::Days(3)))
            .ends_with("referred")
            .end(),
    ];
    let (mut book, id) = world();
    let due = |book: &Book| {
        let context = book.context("2026-03-20");
        progress(STAGES, &book.record(&id), &context).unwrap().due.map(|due| due.day)
    };
    assert_eq!(due(&book), Some(day("2026-03-05")));
    book.act(1, |draft, _| {
        draft.field(&id, "kind", "referred");
        draft.field(&id, "chair", member(1).as_str());
    });
    assert_eq!(due(&book), None);
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

//! What a table of a register shows, and what belongs to a record.

use super::*;

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

#[test]
fn an_explanation_is_as_closed_as_any_field_that_its_rule_looks_at() {
    const RULES: &[RecordRule] = &[
        RecordRule::statutory("votes", Check::Needs(When::Filled("votes.issued"), "chair"), ""),
        RecordRule::statutory("secret", Check::Needs(When::Filled("secret"), "chair"), ""),
        RecordRule::statutory("unknown", Check::NotInFuture("gone.day"), ""),
    ];
    let fields = EVERY_SHAPE_SCHEMA.fields;
    let schema = Schema { rules: RULES, ..Schema::new(&EVERY_SHAPE, fields) };
    let is_open = ["votes", "secret", "unknown", "no rule"].map(|name| schema.is_open_rule(name));
    assert_eq!(is_open, [true, false, false, false]);
}

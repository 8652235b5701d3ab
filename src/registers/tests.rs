//! The declarations of all registers.

use super::engine::{Check, DUE, Field, Kind, Period, RowKeys, SCORE, STAGE, Shape, When};
use super::rows::columns;
use super::*;

#[test]
fn every_declaration_names_only_fields_that_it_has() {
    for schema in schemas().iter() {
        let has = |name: &str| {
            let (field, rest) = name.split_once('.').unwrap_or((name, ""));
            // Of a row of a table the first column alone can be named.
            let (row, column) = rest.split_once('.').unwrap_or(("", rest));
            schema.field(field).is_some_and(|field| {
                let steps = match field.shape {
                    Shape::Rows(RowKeys::Steps(steps)) => steps,
                    _ => &[],
                };
                let has_row = row.is_empty() || steps.iter().any(|(step, _)| *step == row);
                let mut columns = field.kind.columns().iter();
                let last = if row.is_empty() { usize::MAX } else { 1 };
                let has_column = columns.by_ref().take(last).any(|one| one.name == column);
                has_row && (column.is_empty() || has_column)
            })
        };
        let head = schema.head;
        let of_course = |name: &str| [STAGE, DUE].contains(&name) && !schema.stages.is_empty();
        for name in schema.title {
            assert!(has(name), "{}.{name}", head.name);
        }
        for name in schema.columns {
            let known = has(name) || of_course(name) || schema.computed(name).is_some();
            assert!(known, "{}.{name}", head.name);
        }
        for name in schema.display.sorts.iter().filter(|name| **name != SCORE) {
            assert!(has(name) && schema.columns.contains(name), "{}.{name}", head.name);
        }
        let mut named: Vec<&str> = schema.display.hints.to_vec();
        named.extend(schema.present.iter().map(|present| present.field));
        let has_end = schema.stages.iter().any(|stage| stage.is_end);
        assert!(schema.awaited.is_empty() || has_end, "{}", head.name);
        named.extend(head.owner.iter().map(|owner| owner.field));
        named.extend(head.key_fields());
        match head.period {
            Period::None => {}
            Period::Month(of) | Period::Day(of) | Period::Year(of) | Period::RestOfYear(of) => {
                named.push(of);
            }
            Period::Months(from, until) | Period::Days(from, until) => named.extend([from, until]),
        }
        let mut of_condition = |when: &When| match when {
            When::Filled(field)
            | When::Empty(field)
            | When::Is(field, _)
            | When::IsNot(field, _)
            | When::SomeRow((field, _), _) => named.push(field),
        };
        for stage in schema.stages {
            stage.when.iter().for_each(&mut of_condition);
            stage.due_where.iter().for_each(|(when, _)| of_condition(when));
        }
        for rule in schema.rules {
            if let Check::Needs(when, _) = &rule.check {
                of_condition(when);
            }
        }
        for stage in schema.stages {
            let known = |name: &str| schema.stages.iter().any(|one| one.name == name);
            assert!(stage.due_ends.is_empty() || known(stage.due_ends), "{}", stage.due_ends);
            named.extend(stage.needs);
            named.extend((!stage.on.is_empty()).then_some(stage.on));
            named.extend(stage.due.iter().chain(&stage.not_before).map(|span| span.from));
            named.extend(stage.due_where.iter().map(|(_, span)| span.from));
        }
        for rule in schema.rules {
            match rule.check {
                Check::Needs(_, field) | Check::NotInFuture(field) => named.push(field),
                Check::Order { earlier, later } => named.extend([earlier, later]),
                Check::AtMost { less, more } => named.extend([less, more]),
                Check::Unique(fields) => named.extend(fields),
                Check::WithinMembership { who, when: "" } => {
                    named.push(who);
                    // The month of the record is asked for.
                    let of_month = matches!(head.period, Period::Month(_) | Period::Day(_));
                    assert!(of_month, "{}", head.name);
                }
                Check::WithinMembership { who, when } => named.extend([who, when]),
                Check::EachRow { table, .. } => named.push(table),
                Check::By(_) | Check::Places(_) => {}
            }
        }
        for name in named {
            assert!(has(name), "{}.{name}", head.name);
        }
    }
}

#[test]
fn no_two_registers_fields_or_rules_share_a_name() {
    fn distinct<'a>(names: impl Iterator<Item = &'a str>, of: &str) {
        let mut names: Vec<_> = names.collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{of}");
    }
    distinct(HEADS.iter().map(|head| head.name), "registers");
    for schema in schemas().iter() {
        let name = schema.head.name;
        let reserved = [STAGE, DUE].into_iter().chain(crate::registers::OF_EVERY_RECORD);
        let computed = schema.computed.iter().map(|computed| computed.field.name);
        distinct(schema.fields.iter().map(|f| f.name).chain(computed).chain(reserved), name);
        let stages = schema.stages.iter().map(|stage| stage.name);
        distinct(schema.rules.iter().map(|rule| rule.name).chain(stages), name);
        for field in schema.fields {
            distinct(field.kind.columns().iter().map(|column| column.name), field.name);
        }
    }
}

#[test]
fn references_lead_to_registers_that_exist() {
    let check = |of: &str, field: &Field| {
        if let Kind::Reference(to) = field.kind {
            assert!(head(to).is_some(), "{of}.{}", field.name);
        }
        if let Shape::Rows(RowKeys::Records(to)) = field.shape {
            assert!(head(to).is_some(), "{of}.{}", field.name);
        }
    };
    for schema in schemas().iter() {
        for field in schema.fields {
            check(schema.head.name, field);
            field.kind.columns().iter().for_each(|column| check(schema.head.name, column));
        }
        if let Some(owner) = schema.head.owner {
            let field = schema.field(owner.field).expect("the owner's field");
            assert_eq!(field.kind, Kind::Reference(owner.register), "{}", schema.head.name);
        }
    }
}

#[test]
fn the_steps_of_a_month_are_its_stages_in_their_order() {
    let stages = ASSESSMENT_SCHEMA.stages.iter();
    assert_eq!(stages.map(|stage| stage.name).collect::<Vec<_>>(), Step::ALL.map(Step::name));
    assert!(Step::ALL.is_sorted() && Step::ALL.iter().all(|step| !step.word().is_empty()));
}

/// Heads know no schema: a plain row is read as whichever column a rule names.
#[test]
fn no_rule_of_facts_takes_a_plain_row_for_another_column() {
    let is_number = |kind: Kind| {
        matches!(
            kind,
            Kind::Count(..) | Kind::Points(..) | Kind::Percent | Kind::Tenths(..) | Kind::Money
        )
    };
    for schema in schemas().iter() {
        for rule in schema.head.facts {
            let Subject::Rows(table) = rule.subject else { continue };
            let first = &columns(schema.field(table).expect("the table of the rule"))[0];
            let is_text = !is_number(first.kind) && first.kind != Kind::YesNo;
            if let Amount::Row(column, _) = rule.amount {
                assert!(column == first.name || !is_number(first.kind), "{table}.{column}");
            }
            if let EventOf::Marked { column, .. } = rule.event {
                assert!(column == first.name || !is_text, "{table}.{column}");
            }
        }
    }
}

#[test]
fn a_choice_keeps_to_the_owner_that_the_record_names() {
    let of = |schema: &Schema, to: &str| {
        schema.shared_owner(to).map(|(field, theirs)| (field.name, theirs))
    };
    assert_eq!(of(&MEMBER_SCHEMA, GROUP.name), Some(("branch", "branch")));
    // Departments belong to nothing, and an exemption names no branch.
    assert_eq!(of(&MEMBER_SCHEMA, DEPARTMENT.name), None);
    assert_eq!(of(&EXEMPTION_SCHEMA, GROUP.name), None);
}

#[test]
fn the_month_of_what_is_still_to_be_made_is_by_the_field_of_its_time() {
    let by = |head: &Head, at: &'static str, text: &str| {
        head.month_by(|field| (field == at).then(|| text.to_owned())).map(|month| month.to_string())
    };
    let march = Some("2025-03".to_owned());
    assert_eq!(by(&EVERY_SHAPE, "held_on", "2025-03-05"), march);
    assert_eq!(by(&SCORE_ENTRY, "month", "2025-03"), march);
    assert_eq!(by(&VETO, "month", "2025-03"), march);
    assert_eq!(by(&EVERY_SHAPE, "held_on", ""), None);
    // A year is none, and of two fields neither is that of the time.
    assert_eq!(by(&EVERY_YEAR, "year", "2025"), None);
    assert_eq!(by(&EXEMPTION, "from", "2025-03"), None);
}

use proptest::prelude::*;

use crate::registers::was_held;
use crate::reports::{roll_counts, roll_entries};

use super::*;

const KINDS: [&str; 6] = ["general", "committee", "lecture", "themed", "study", "group"];
const SERVICES: [&str; 4] = ["clinic", "volunteer", "community", "guidance"];

/// Meetings and service at random: kind, branch (2: the whole hospital), month, and what each member was.
fn random_book() -> impl Strategy<Value = Book> {
    let who = || prop::collection::vec(0..8usize, 5);
    let meeting = (0..KINDS.len(), 0..3usize, 1..13u32, who());
    let service = (0..SERVICES.len(), 0..3usize, 1..13u32, who(), 0..50i64);
    let all = (prop::collection::vec(meeting, 0..10), prop::collection::vec(service, 0..8));
    all.prop_map(|(meetings, services)| {
        let mut book = Book::new();
        // Member 5 changes the branch in July.
        book.put_row(&member("5"), "branch", "2026-07-01", branch("甲").to_string().into());
        for (at, (kind, of, number, states)) in meetings.into_iter().enumerate() {
            let roll = states
                .iter()
                .enumerate()
                .filter_map(|(who, state)| Some(((who + 1).to_string(), *ALL_STATES.get(*state)?)));
            let roll: Vec<(String, &str)> = roll.collect();
            let roll: Vec<(&str, &str)> =
                roll.iter().map(|(who, state)| (&**who, *state)).collect();
            let on = format!("2026-{number:02}-10");
            let fields = [("hours", Value::Int(15))];
            book.meeting(&at.to_string(), (KINDS[kind], ["甲", "乙", ""][of], &on), &fields, &roll);
        }
        for (at, (kind, of, number, hours, persons)) in services.into_iter().enumerate() {
            let who: Vec<(String, i64)> = hours
                .iter()
                .enumerate()
                .map(|(who, tenths)| ((who + 1).to_string(), *tenths as i64))
                .collect();
            let who: Vec<(&str, i64)> = who.iter().map(|(who, tenths)| (&**who, *tenths)).collect();
            let fields = [("persons", Value::Int(persons))];
            let on = format!("2026-{number:02}-20");
            book.service(
                &at.to_string(),
                (SERVICES[kind], ["甲", "乙", ""][of], &on),
                &fields,
                &who,
            );
        }
        book
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn branches_and_what_is_held_together_make_up_the_hospital(book in random_book()) {
        let year = book.year(2026, "2026-11-15");
        let (a, b) = (branch("甲"), branch("乙"));
        let scopes = [Scope::Branch(&a), Scope::Branch(&b), Scope::Together];
        for figure in year_figures(&year, &year, Scope::Hospital) {
            let parts = scopes.map(|scope| year.behind(figure.kind, scope));
            let sum = |entries: &[&FigureEntry]| {
                entries.iter().map(|one| (one.amount.unwrap_or(0), one.of)).fold((0, 0), |x, y| (x.0 + y.0, x.1 + y.1))
            };
            let parts = parts.iter().map(|part| sum(part)).fold((0, 0), |x, y| (x.0 + y.0, x.1 + y.1));
            let whole = sum(&year.behind(figure.kind, Scope::Hospital));
            prop_assert_eq!(parts, whole);
            if let Some(value) = figure.value {
                prop_assert_eq!((value.amount, value.of), whole);
            }
        }
    }

    #[test]
    fn attendance_is_never_more_than_all(book in random_book()) {
        let year = book.year(2026, "2026-11-15");
        for entry in year.behind(FigureKind::Attendance, Scope::Hospital) {
            prop_assert!(entry.amount.is_some_and(|amount| (0..=entry.of).contains(&amount)));
        }
    }

    #[test]
    fn attendance_of_a_year_is_that_of_its_rolls(book in random_book()) {
        let year = book.year(2026, "2026-11-15");
        let context = Context::new(&book.ledger, day("2026-11-15"));
        for meeting in context.records("meeting") {
            let counts = roll_counts(&roll_entries(&meeting, &context));
            let of_it = |one: &&FigureEntry| one.record.as_ref() == Some(meeting.id());
            let behind = year.behind(FigureKind::Attendance, Scope::Hospital).into_iter();
            let sum = behind.filter(of_it).fold((0, 0), |sum, one| {
                (sum.0 + one.amount.unwrap_or(0), sum.1 + one.of)
            });
            let has_come = meeting.text("day") <= "2026-11-15";
            if was_held(&meeting) && has_come {
                prop_assert_eq!(sum, (counts.present as i64, counts.due as i64));
            } else {
                prop_assert_eq!(sum, (0, 0));
            }
        }
    }

    #[test]
    fn study_rows_add_up_to_the_hours_of_the_year(book in random_book()) {
        let context = Context::new(&book.ledger, day("2026-12-31"));
        let roster = Roster::of(&book.ledger);
        let study = StudyYear::of(&context, &roster, 2026);
        let rows = study.rows(&context, &roster, None, day("2026-12-31"));
        let sum: i64 = rows.iter().filter_map(StudyRow::total).sum();
        prop_assert_eq!(sum, study.entries.iter().map(|entry| entry.tenths).sum::<i64>());
        let year = YearEntries::of(&context, &roster, &study, 2026);
        let hours = year.value(FigureKind::StudyHours, Scope::Hospital);
        prop_assert_eq!(hours.map_or(0, |hours| hours.amount), sum);
    }
}

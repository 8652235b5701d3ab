//! The sample looks like a hospital: magnitudes of domain.md §5.

use yixin::exchange::sample;
use yixin::ledger::Day;
use yixin::ledger::{Ledger, Moment, Month};
use yixin::registers::{Context, problems, schemas};
use yixin::scoring::{Scores, mean};

/// 2026-11-21, afternoon, in China.
const NOW: Moment = Moment { millis: 1_795_244_700_000, offset: 480 };

#[test]
fn the_sample_has_the_magnitudes_of_a_hospital() {
    let ledger = Ledger::from_edits(sample(42, NOW));
    let count = |register: &str| ledger.records(register).count();
    assert_eq!((count("member"), count("branch"), count("department")), (80, 5, 36));
    let this_month = Month::of(NOW.day());
    let mut scores = Scores::new(&ledger);
    // A commitment counts in the month in which it is due.
    let past = scores.months(&ledger).into_iter().filter(|month| *month <= this_month);
    assert_eq!(past.count(), 11);
    let mut grades = [0; 4];
    for back in 1..11 {
        let sheet = scores.sheet(&ledger, this_month.plus(-back)).unwrap();
        let rows: Vec<usize> = (0..sheet.rows.len()).collect();
        let mean = mean(&sheet, &rows).rounded().unwrap();
        assert!((770..860).contains(&mean), "mean {mean}");
        for row in sheet.rows.iter().filter(|row| row.is_assessed()) {
            grades[sheet.standard.grade(row.result)] += 1;
        }
    }
    let all: usize = grades.iter().sum();
    let share = |grade: usize| grades[grade] * 100 / all;
    assert!((5..20).contains(&share(0)), "{grades:?}");
    assert!((30..60).contains(&share(1)), "{grades:?}");
    assert!(grades[3] <= 30, "{grades:?}");
}

#[test]
fn nothing_in_the_sample_is_faulty() {
    let ledger = Ledger::from_edits(sample(42, NOW));
    for schema in schemas().iter() {
        for record in ledger.records(schema.head.name) {
            assert_eq!(
                problems(schema, &record, &Context::new(&ledger, Day::MAX)),
                [],
                "{}",
                record.id()
            );
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_sample_on_any_day_of_the_year() {
    assert_eq!(sample(7, NOW), sample(7, NOW));
    for day in (0..366).step_by(15) {
        let now = Moment { millis: NOW.millis + day * 86_400_000, ..NOW };
        assert!(sample(7, now).iter().all(|edit| edit.head.at <= now));
    }
}

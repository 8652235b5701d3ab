//! A real roster of candidates: headings as they are in use, months without days, days out of order. Nothing of
//! it is refused for what happened long ago.

use crate::fixtures::Book;
use crate::record_import::{import, plan, words};
use yixin::ledger::Record;
use yixin::registers::{COURSE_SCHEMA, Context, CourseEvent, EXPLANATION, problems};
use yixin::tables::record_outcome::ImportOptions;

const ROSTER: &str = "\
姓名,工号,支部,出生年月,申请入党时间,确定积极分子时间,列为发展对象时间,入党时间,转正时间
林小雨,2001,一支部,1990.5,2019.3.1,2020.1,2021.2.10,2021.6.20,2022.6.21
周桐,2002,一支部,1992年8月,2020.3.1,2019.5.6,2021.2.10,,
罗敏,2003,一支部,2004.2.29,2022.2.28,2022.12.30,2023.6.30,2023.9.1,2024.8.31
";

#[test]
fn a_roster_with_days_out_of_order_is_taken_with_warnings() {
    let mut book = Book::new();
    let taken = plan(&book.ledger, &COURSE_SCHEMA, ROSTER, &ImportOptions::default());
    assert_eq!(words(&taken), ["new", "new", "new"]);
    let unkept = |row: usize| taken.rows[row].unkept.iter().map(|one| one.rule).collect::<Vec<_>>();
    assert!(unkept(0).is_empty(), "{:?}", taken.rows[0].unkept);
    assert_eq!(unkept(1), ["order of the steps"]);
    assert_eq!(unkept(2), ["spans kept", "spans kept"], "{:?}", taken.rows[2].unkept);
    assert_eq!(taken.rows[1].unkept[0].explanation, "历史资料，照原表登记");
    // The warning stands beside the row.
    let hint = taken.rows[1].hints.iter().find(|hint| hint.contains("次序不对")).expect("told");
    assert!(hint.ends_with("（历史资料，照原表登记）"), "{hint}");
    assert!(taken.rows[0].hints.iter().all(|hint| !hint.contains("历史资料")));
    assert_eq!(import(&mut book, &taken), 3);
    let records: Vec<Record<'_>> = book.ledger.records("course").collect();
    let context = Context::new(&book.ledger, crate::fixtures::day("2026-11-30"));
    for record in &records {
        assert!(problems(&COURSE_SCHEMA, record, &context).is_empty(), "{}", record.text("name"));
    }
    let lin = records.iter().find(|one| one.text("name") == "林小雨").expect("there");
    assert!(lin.entries(EXPLANATION).is_empty());
    let on = |event: CourseEvent| event.on(lin).map(yixin::ledger::DayOrMonth::label);
    assert_eq!(on(CourseEvent::Activist).as_deref(), Some("2020年1月"));
    assert_eq!(on(CourseEvent::Admission).as_deref(), Some("2021年6月20日"));
    assert_eq!(on(CourseEvent::Confirmation).as_deref(), Some("2022年6月21日"));
    // The same roster again changes nothing.
    let again = plan(&book.ledger, &COURSE_SCHEMA, ROSTER, &ImportOptions::default());
    assert_eq!(words(&again), ["same", "same", "same"]);
}

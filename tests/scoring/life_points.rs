//! Points out of random meetings, rolls, make-ups and service are those of a slow, obvious count, written
//! from domain.md §1.5 and §1.6 and sharing nothing with the product; also edit by edit.

use chrono::Days;
use proptest::prelude::*;
use yixin::ledger::{Day, RecordId, Value, day_text};
use yixin::registers::archived_with;
use yixin::scoring::Scores;

use crate::fixtures::{Book, day, month};

const KINDS: [&str; 9] = [
    "general",
    "committee",
    "group",
    "lecture",
    "themed",
    "organizational",
    "appraisal",
    "study",
    "warning",
];
const STATES: [&str; 7] = ["present", "late", "early", "on_duty", "leave", "absent", "exempt"];
const SERVICES: [&str; 5] = ["volunteer", "clinic", "community", "guidance", "emergency"];
const MEMBERS: usize = 5;
const MONTHS: [&str; 2] = ["2026-03", "2026-04"];

#[derive(Debug, Clone)]
struct Meeting {
    kind: usize,
    /// Whether the whole hospital met.
    of_all: bool,
    /// Days after 2026-03-01.
    on: u64,
    marks: Vec<(usize, usize)>,
    /// Who made up for it, so many days after.
    makeups: Vec<(usize, u64)>,
    host: Option<usize>,
    lecturer: Option<usize>,
}

#[derive(Debug, Clone)]
struct Service {
    kind: usize,
    on: u64,
    /// Minutes from 08:00 on; none where the times are not known.
    length: Option<i64>,
    /// How many days an emergency goes on after its first.
    lasts: Option<u64>,
    /// Who, whether as organizer, and with so many tenths of an hour of one's own.
    who: Vec<(usize, bool, Option<i64>)>,
}

fn meeting() -> impl Strategy<Value = Meeting> {
    let person = 0..MEMBERS;
    (
        (0..KINDS.len(), prop::bool::weighted(0.2), 0..61u64),
        prop::collection::vec((person.clone(), 0..STATES.len()), 0..6),
        prop::collection::vec((person.clone(), 0..25u64), 0..4),
        prop::option::of(person.clone()),
        prop::option::of(person),
    )
        .prop_map(|((kind, of_all, on), marks, makeups, host, lecturer)| Meeting {
            kind,
            of_all,
            on,
            marks: last_of_each(marks, |one| one.0),
            makeups: last_of_each(makeups, |one| one.0),
            host,
            lecturer,
        })
}

fn service() -> impl Strategy<Value = Service> {
    let who = (0..MEMBERS, any::<bool>(), prop::option::weighted(0.3, 1..40i64));
    let lasts = prop::option::of(0..50u64);
    let length = prop::option::of(30..400i64);
    (0..SERVICES.len(), 0..61u64, length, lasts, prop::collection::vec(who, 0..5)).prop_map(
        |(kind, on, length, lasts, who)| Service {
            kind,
            on,
            length,
            lasts,
            who: last_of_each(who, |one| one.0),
        },
    )
}

/// Rows are keyed by person: the last one wins.
fn last_of_each<T: Clone>(all: Vec<T>, who: impl Fn(&T) -> usize) -> Vec<T> {
    let last = |at: usize, one: &T| all[at + 1..].iter().all(|later| who(later) != who(one));
    all.iter().enumerate().filter(|(at, one)| last(*at, one)).map(|(_, one)| one.clone()).collect()
}

fn date(on: u64) -> Day {
    day("2026-03-01") + Days::new(on)
}

/// Whether a member belonged to the first branch on a day: the fourth came on 15 March, the fifth was
/// elsewhere until April.
fn belongs(who: usize, on: Day) -> (bool, bool) {
    match who {
        3 => (on >= day("2026-03-15"), on >= day("2026-03-15")),
        4 => (true, on >= day("2026-04-01")),
        _ => (true, true),
    }
}

/// What a member has of an item in a month, in tenths.
fn slow(
    who: usize,
    of: &str,
    today: Day,
    meetings: &[Meeting],
    services: &[Service],
    item: &str,
) -> i64 {
    let in_month = |on: Day| day_text(on).starts_with(of);
    let (base, cap) = match item {
        "A1" | "A3" | "A4" => (80, 80),
        "A2" | "C5" => (60, 60),
        "A6" => (30, 60),
        "B3" => (0, 40),
        "B5" | "C4" => (0, 30),
        "C3" => (0, 50),
        other => panic!("{other}"),
    };
    let mut score = base;
    let mut duty = 0;
    for one in meetings {
        let on = date(one.on);
        if !in_month(on) {
            continue;
        }
        let own = match KINDS[one.kind] {
            "general" | "organizational" | "appraisal" => "A1",
            "group" | "committee" => "A2",
            "lecture" | "study" => "A3",
            "themed" => "A4",
            _ => "C5",
        };
        let (is_member, is_ours) = belongs(who, on);
        let stands = if one.of_all { is_member } else { is_ours };
        for (marked, state) in &one.marks {
            if *marked != who || own != item || !stands {
                continue;
            }
            let until = on + Days::new(15);
            let made_up = one.makeups.iter().any(|(by, after)| {
                let done = on + Days::new(*after);
                *by == who && done <= until && done <= today
            });
            let is_over = today > until;
            let full = match STATES[*state] {
                "absent" => -40,
                "late" | "early" => -10,
                "leave" if !made_up && is_over => -20,
                "on_duty" if !made_up && is_over => -10,
                _ => 0,
            };
            score += match item {
                "A2" => full / 2,
                "C5" => {
                    if STATES[*state] == "absent" {
                        -10
                    } else {
                        0
                    }
                }
                _ => full,
            };
        }
        let was_there = |state: usize| ["present", "late", "early"].contains(&STATES[state]);
        let is_held = one.marks.iter().any(|(_, state)| was_there(*state)) && on <= today;
        if item == "A6" && is_held {
            if KINDS[one.kind] == "lecture" && one.lecturer == Some(who) {
                score += 30;
            }
            if one.host == Some(who) {
                duty += 10;
            }
        }
    }
    if item == "A6" {
        score += duty.min(10);
    }
    for one in services {
        let on = date(one.on);
        if (SERVICES[one.kind], item) == ("emergency", "B3") {
            score += slow_posting(who, of, today, one);
        }
        if !in_month(on) || on > today {
            continue;
        }
        let (is_member, _) = belongs(who, on);
        for (by, leads, hours) in &one.who {
            if *by != who {
                continue;
            }
            let took = hours.or(one.length.map(|minutes| minutes / 6));
            score += match (SERVICES[one.kind], item) {
                ("volunteer" | "clinic", "C3") => {
                    let served = match took {
                        Some(took) if is_member => {
                            if took >= 20 {
                                20
                            } else {
                                10
                            }
                        }
                        _ => 0,
                    };
                    served + if *leads { 10 } else { 0 }
                }
                ("community", "C4") | ("guidance", "B5") if is_member => 10,
                _ => 0,
            };
        }
    }
    score.clamp(0, cap)
}

/// What an emergency gives in a month: as a posting in each month of which it takes fifteen days, and in the
/// first where it takes fifteen but in no month alone; else as a service in the first.
fn slow_posting(who: usize, of: &str, today: Day, one: &Service) -> i64 {
    let (first, days) = (date(one.on), 0..=one.lasts.unwrap_or(0));
    let all: Vec<Day> = days.map(|at| first + Days::new(at)).collect();
    let begins = day(&format!("{of}-01")).max(first);
    let here = |on: &&Day| day_text(**on).starts_with(of);
    let is_past = |on: &&Day| **on <= today;
    let is_in_it = one.who.iter().any(|(by, _, _)| *by == who);
    if first > today || !is_in_it || !belongs(who, begins).0 {
        return 0;
    }
    let is_alone =
        |month: &str| all.iter().filter(|on| day_text(**on).starts_with(month)).count() >= 15;
    let is_split = !all.iter().any(|on| is_alone(&day_text(*on)[..7]));
    let is_first = day_text(first).starts_with(of);
    let come = all.iter().filter(is_past);
    if come.clone().filter(here).count() >= 15 || (is_first && is_split && come.count() >= 15) {
        40
    } else if is_first {
        20
    } else {
        0
    }
}

/// The world: a branch of three, one who comes in March, and one who moves in from another branch.
fn world() -> (Book, Vec<RecordId>) {
    let mut book = Book::new();
    let first = book.first();
    let other = book.branch("二支部");
    let mut members: Vec<RecordId> =
        (1..=3).map(|at| book.member(&at.to_string(), &first)).collect();
    members.push(book.member_from("4", &first, None, day("2026-03-15")));
    members.push(book.member("5", &other));
    book.since(&members[4], "2026-04-01", "branch", first.as_str());
    (book, members)
}

fn write_meeting(
    book: &mut Book,
    id: &RecordId,
    one: &Meeting,
    members: &[RecordId],
    first: &RecordId,
) {
    book.act("save", |draft, _| {
        draft.field(id, "kind", KINDS[one.kind]);
        draft.field(id, "day", day_text(date(one.on)));
        if !one.of_all {
            draft.field(id, "branch", first.as_str());
        }
        for (who, state) in &one.marks {
            draft.entry(id, "roll", members[*who].as_str(), STATES[*state]);
        }
        for (who, after) in &one.makeups {
            let on = day_text(date(one.on + after));
            draft.entry(id, "makeup", members[*who].as_str(), Value::group([("on", on.into())]));
        }
        for (field, who) in [("host", one.host), ("lecturer", one.lecturer)] {
            if let Some(who) = who {
                draft.field(id, field, members[who].as_str());
            }
        }
    });
}

fn write_service(book: &mut Book, id: &RecordId, one: &Service, members: &[RecordId]) {
    book.act("save", |draft, _| {
        draft.field(id, "kind", SERVICES[one.kind]);
        draft.field(id, "day", day_text(date(one.on)));
        if let Some(lasts) = one.lasts.filter(|_| SERVICES[one.kind] == "emergency") {
            draft.field(id, "until", day_text(date(one.on + lasts)));
        }
        if let Some(length) = one.length {
            let ends = 480 + length;
            draft.field(id, "begins", "08:00");
            draft.field(id, "ends", format!("{:02}:{:02}", ends / 60, ends % 60));
        }
        for (who, leads, hours) in &one.who {
            let role = if *leads { "lead" } else { "member" };
            let row = match hours {
                Some(hours) => Value::group([("role", role.into()), ("hours", Value::Int(*hours))]),
                None => role.into(),
            };
            draft.entry(id, "who", members[*who].as_str(), row);
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn points_of_meetings_and_service_are_those_of_an_obvious_count(
        meetings in prop::collection::vec(meeting(), 0..6),
        services in prop::collection::vec(service(), 0..6),
        today in 0..100u64,
    ) {
        let (mut book, members) = world();
        let first = book.first();
        let today = date(today);
        let mut scores = Scores::as_of(&book.ledger, today);
        for (at, one) in meetings.iter().enumerate() {
            let id = RecordId::keyed("meeting", &at.to_string());
            write_meeting(&mut book, &id, one, &members, &first);
            scores.invalidate(&book.ledger, std::slice::from_ref(&id));
        }
        for (at, one) in services.iter().enumerate() {
            let id = RecordId::keyed("service", &at.to_string());
            write_service(&mut book, &id, one, &members);
            scores.invalidate(&book.ledger, std::slice::from_ref(&id));
        }
        for of in MONTHS {
            let edit_by_edit = scores.sheet(&book.ledger, month(of)).expect("a standard");
            let anew = Scores::as_of(&book.ledger, today).sheet(&book.ledger, month(of)).expect("a standard");
            for (who, member) in members.iter().enumerate() {
                let Some(row) = anew.row_of(member) else { continue };
                let again = edit_by_edit.row_of(member).expect("the same rows");
                prop_assert_eq!(anew.items(row), edit_by_edit.items(again));
                for item in ["A1", "A2", "A3", "A4", "A6", "B3", "B5", "C3", "C4", "C5"] {
                    let (place, _) = anew.standard.item(item).expect("an item");
                    let should = slow(who, of, today, &meetings, &services, item);
                    prop_assert_eq!(i64::from(anew.items(row)[place]), should, "{} of {} in {}", item, who, of);
                }
            }
        }
    }
}

/// The deadline passes by itself: no edit, only another day.
#[test]
fn an_absence_counts_once_the_fifteen_days_are_over() {
    let (mut book, members) = world();
    let first = book.first();
    let id = RecordId::keyed("meeting", "1");
    let one = Meeting {
        kind: 4,
        of_all: false,
        on: 9,
        marks: vec![(0, 4), (1, 3), (2, 0)],
        makeups: vec![(1, 15)],
        host: None,
        lecturer: None,
    };
    write_meeting(&mut book, &id, &one, &members, &first);
    let mut scores = Scores::as_of(&book.ledger, day("2026-03-25"));
    let mut item = |book: &Book, today: &str, who: usize| {
        scores.pass_to(&book.ledger, day(today));
        let sheet = scores.sheet(&book.ledger, month("2026-03")).expect("a standard");
        let (place, _) = sheet.standard.item("A4").expect("an item");
        sheet.items(sheet.row_of(&members[who]).expect("on the sheet"))[place]
    };
    // The meeting was on 10 March; the last day is the 25th.
    assert_eq!((item(&book, "2026-03-25", 0), item(&book, "2026-03-26", 0)), (80, 60));
    assert_eq!((item(&book, "2026-03-26", 1), item(&book, "2026-03-26", 2)), (80, 80));
}

/// What a member has of an item in March, in tenths, as days pass.
fn of_march(book: &Book, scores: &mut Scores, today: &str, item: &str, who: &RecordId) -> i32 {
    of_month("2026-03", book, scores, today, item, who)
}

fn of_month(
    of: &str,
    book: &Book,
    scores: &mut Scores,
    today: &str,
    item: &str,
    who: &RecordId,
) -> i32 {
    scores.pass_to(&book.ledger, day(today));
    let sheet = scores.sheet(&book.ledger, month(of)).expect("a standard");
    let (place, _) = sheet.standard.item(item).expect("an item");
    sheet.items(sheet.row_of(who).expect("on the sheet"))[place]
}

#[test]
fn a_deed_counts_once_for_each_from_the_day_it_is_done() {
    let (mut book, members) = world();
    book.act("deed", |draft, _| {
        let id = draft.next_record("deed");
        draft.field(&id, "matter", "门诊增设饮水点");
        draft.field(&id, "responsible", members[0].as_str());
        draft.field(&id, "taken_up", "2026-02-01");
        draft.field(&id, "done_on", "2026-03-20");
        for helper in &members[..2] {
            draft.entry(&id, "helpers", helper.as_str(), "helped");
        }
    });
    let mut scores = Scores::as_of(&book.ledger, day("2026-03-19"));
    let mut of = |today: &str, who: usize| of_march(&book, &mut scores, today, "C4", &members[who]);
    assert_eq!((of("2026-03-19", 0), of("2026-03-19", 1)), (0, 0));
    let helped = of("2026-03-20", 1);
    assert!(helped > 0);
    assert_eq!(of("2026-03-20", 0), helped, "responsible and helper is one");
}

#[test]
fn a_posting_counts_as_one_once_fifteen_days_have_come() {
    let (mut book, members) = world();
    let id = book.act("posting", |draft, _| {
        let id = draft.next_record("service");
        draft.field(&id, "kind", "emergency");
        draft.field(&id, "day", "2026-03-02");
        draft.field(&id, "until", "2026-03-16");
        draft.entry(&id, "who", members[0].as_str(), "member");
        id
    });
    let mut scores = Scores::as_of(&book.ledger, day("2026-03-02"));
    let mut of = |book: &Book, today: &str| of_march(book, &mut scores, today, "B3", &members[0]);
    assert_eq!(of(&book, "2026-03-02"), 20, "a service as any other until then");
    assert_eq!(of(&book, "2026-03-15"), 20);
    assert_eq!(of(&book, "2026-03-16"), 40);
    book.force(&id, "until", "2026-03-15");
    let mut anew = Scores::as_of(&book.ledger, day("2026-03-31"));
    assert_eq!(of_march(&book, &mut anew, "2026-03-31", "B3", &members[0]), 20, "fourteen days");
}

#[test]
fn a_posting_counts_in_each_month_of_which_it_takes_fifteen_days() {
    let (mut book, members) = world();
    let id = book.act("posting", |draft, _| {
        let id = draft.next_record("service");
        draft.field(&id, "kind", "emergency");
        draft.field(&id, "day", "2026-03-20");
        draft.field(&id, "until", "2026-06-14");
        draft.entry(&id, "who", members[0].as_str(), "member");
        id
    });
    let mut scores = Scores::as_of(&book.ledger, day("2026-04-14"));
    let mut at = |of: &str, today: &str| of_month(of, &book, &mut scores, today, "B3", &members[0]);
    assert_eq!((at("2026-03", "2026-04-14"), at("2026-04", "2026-04-14")), (20, 0));
    assert_eq!(at("2026-04", "2026-04-15"), 40, "fifteen days of April");
    let all = ["2026-03", "2026-04", "2026-05", "2026-06"].map(|of| at(of, "2026-07-01"));
    assert_eq!(all, [20, 40, 40, 0], "twelve days of March, fourteen of June");
    let archived =
        |book: &Book| archived_with(&book.ledger, &book.ledger.record(&id).expect("there"));
    assert_eq!(archived(&book).last(), Some(&month("2026-06")), "it is needed until then");
    book.force(&id, "until", "2026-05-10");
    assert_eq!(archived(&book).last(), Some(&month("2026-05")));
    scores.invalidate(&book.ledger, std::slice::from_ref(&id));
    let of = |of: &str, scores: &mut Scores| {
        of_month(of, &book, scores, "2026-07-01", "B3", &members[0])
    };
    assert_eq!(["2026-04", "2026-05"].map(|month| of(month, &mut scores)), [40, 0]);
    book.force(&id, "day", "2026-03-25");
    book.force(&id, "until", "2026-04-09");
    let mut anew = Scores::as_of(&book.ledger, day("2026-07-01"));
    assert_eq!(
        of_month("2026-03", &book, &mut anew, "2026-07-01", "B3", &members[0]),
        40,
        "in none alone"
    );
}

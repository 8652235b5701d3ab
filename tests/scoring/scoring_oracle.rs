//! Sheets of random facts are those of a slow, obvious implementation (`fixtures/slow.rs`), and
//! every explanation adds up.

use std::sync::Arc;

use crate::fixtures::slow::{self, Person, Plain};
use crate::fixtures::{day, month};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use yixin::ledger::RecordId;
use yixin::registers::{DEPARTMENT_SATISFACTION, DEPARTMENT_SCORE, Event, Fact};
use yixin::scoring::{FactTable, MonthSheet, Participant, Standard, Start, explain, ranks};

const MONTHS: [&str; 2] = ["2026-03", "2026-04"];
const MEETINGS: [&str; 2] = ["attendance of lectures and study", "attendance of themed party days"];
const MARKS: [&str; 4] = ["absent", "leave-made-up", "late-or-early", "present"];

/// What is changed about the built-in standard, places counting through all items or lines.
#[derive(Debug, Clone)]
enum Tweak {
    Bounds(usize, [i64; 3]),
    Tenths(usize, i64),
    LineCap(usize, i64),
    Choice(usize, i64),
    Tier(usize, Vec<(i64, i64)>),
}

fn tweak() -> impl Strategy<Value = Tweak> {
    let line = 0..66usize;
    prop_oneof![
        (0..18usize, prop::array::uniform3(-50..120i64)).prop_map(|(at, mut bounds)| {
            bounds.sort_unstable();
            Tweak::Bounds(at, bounds)
        }),
        (line.clone(), -90..90i64).prop_map(|(at, tenths)| Tweak::Tenths(at, tenths)),
        (line.clone(), -60..60i64).prop_map(|(at, cap)| Tweak::LineCap(at, cap)),
        (line.clone(), -20..90i64).prop_map(|(at, tenths)| Tweak::Choice(at, tenths)),
        (line, prop::collection::vec((0..40i64, -20..90i64), 1..4))
            .prop_map(|(at, steps)| Tweak::Tier(at, steps)),
    ]
}

/// The built-in standard, changed.
fn standard(tweaks: &[Tweak]) -> Json {
    let text = include_str!("../../src/scoring/standard18.json");
    let mut standard: Json = serde_json::from_str(text).expect("the built-in standard");
    for tweak in tweaks {
        let items = standard["items"].as_array_mut().expect("items");
        match tweak {
            Tweak::Bounds(at, [floor, base, cap]) => {
                let item = &mut items[*at];
                item["floor_tenths"] = (*floor).into();
                item["base_tenths"] = (*base).into();
                item["cap_tenths"] = (*cap).into();
            }
            Tweak::Tenths(at, _)
            | Tweak::LineCap(at, _)
            | Tweak::Choice(at, _)
            | Tweak::Tier(at, _) => {
                let mut lines =
                    items.iter_mut().flat_map(|item| item["lines"].as_array_mut().expect("lines"));
                let line = lines.nth(*at).expect("66 lines");
                match tweak {
                    Tweak::Tenths(_, tenths) if line["kind"] != "tier" => {
                        line["tenths"] = (*tenths).into();
                    }
                    Tweak::LineCap(_, cap) if line["kind"] == "per-unit" => {
                        line["cap_tenths"] = (*cap).into();
                    }
                    Tweak::Choice(_, tenths) => {
                        let (id, event) = (line["id"].clone(), line["event"].clone());
                        *line =
                            json!({ "id": id, "event": event, "kind": "choice", "tenths": tenths });
                    }
                    Tweak::Tier(_, steps) => {
                        let mut steps = steps.clone();
                        steps.sort_unstable();
                        steps.dedup_by_key(|(at_least, _)| *at_least);
                        let from: Vec<Json> = steps
                            .iter()
                            .map(|(at_least, tenths)| json!({ "at_least": at_least, "tenths": tenths }))
                            .collect();
                        let (id, event) = (line["id"].clone(), line["event"].clone());
                        *line = json!({ "id": id, "event": event, "kind": "tier", "of": id, "from": from });
                    }
                    _ => {}
                }
            }
        }
    }
    standard
}

/// A fact by places: whom (members first, then departments, then someone unknown), which month,
/// what, how much, which day.
type Dealt = (usize, usize, What, i32, Option<u32>);

#[derive(Debug, Clone)]
enum What {
    Line(usize),
    Unknown,
    Score,
    Satisfaction,
    Mark(usize, usize),
}

fn dealt() -> impl Strategy<Value = Dealt> {
    let what = prop_oneof![
        8 => (0..66usize).prop_map(What::Line),
        1 => Just(What::Unknown),
        2 => Just(What::Score),
        1 => Just(What::Satisfaction),
        2 => (0..2usize, 0..4usize).prop_map(|(meeting, mark)| What::Mark(meeting, mark)),
    ];
    let amount = prop_oneof![6 => 1..4i32, 2 => 650..1001i32, 1 => 0..10_000i32];
    let day = prop::option::of(1..5u32);
    (0..10usize, 0..2usize, what, amount, day)
}

fn members() -> Vec<RecordId> {
    (0..5).map(|number| RecordId::keyed("member", &number.to_string())).collect()
}

fn departments() -> Vec<RecordId> {
    (0..3).map(|number| RecordId::keyed("department", &number.to_string())).collect()
}

/// The records of random facts: those of one source stand together.
fn records(json: &Json, dealt: &[Vec<Dealt>]) -> Vec<(RecordId, Vec<Fact>)> {
    let items = json["items"].as_array().expect("items");
    let lines: Vec<&str> = items
        .iter()
        .flat_map(|item| item["lines"].as_array().expect("lines"))
        .map(|line| line["id"].as_str().expect("an id"))
        .collect();
    let (members, departments) = (members(), departments());
    let stranger = RecordId::keyed("member", "stranger");
    let make = |(who, of, what, amount, on): &Dealt| Fact {
        subject: members.iter().chain(&departments).nth(*who).unwrap_or(&stranger).clone(),
        month: month(MONTHS[*of]),
        event: match what {
            What::Line(place) => Event::Line(lines[*place].into()),
            What::Unknown => Event::Line("Z9.9".into()),
            What::Score => Event::Known { from: DEPARTMENT_SCORE, mark: "" },
            What::Satisfaction => Event::Known { from: DEPARTMENT_SATISFACTION, mark: "" },
            What::Mark(meeting, mark) => {
                Event::Known { from: MEETINGS[*meeting], mark: MARKS[*mark] }
            }
        },
        amount: *amount,
        day: on.map(|on| day(&format!("{}-{on:02}", MONTHS[*of]))),
    };
    let record = |(place, dealt): (usize, &Vec<Dealt>)| {
        let source = RecordId::keyed("score_entry", &place.to_string());
        (source, dealt.iter().map(make).collect())
    };
    dealt.iter().enumerate().map(record).collect()
}

/// Who stands on the sheet: department, whether exempt, whether under a veto.
type Seat = (Option<usize>, bool, bool);

fn participants(seats: &[Seat]) -> Vec<Participant> {
    let id = |register: &str, yes: bool| yes.then(|| RecordId::keyed(register, "x"));
    members()
        .into_iter()
        .zip(seats)
        .map(|(member, (department, exempt, vetoed))| Participant {
            member,
            branch: RecordId::keyed("branch", "一支部"),
            department: department.map(|place| departments()[place].clone()),
            exemption: id("exemption", *exempt),
            veto: id("veto", *vetoed),
        })
        .collect()
}

/// Checks a sheet against the slow one, number by number.
fn check(sheet: &MonthSheet, json: &Json, facts: &[Plain]) -> Result<(), TestCaseError> {
    let of = sheet.month.to_string();
    let mut merits = Vec::new();
    for (row, seat) in sheet.rows.iter().enumerate() {
        let department = seat.who.department.as_ref().map_or("", RecordId::as_str);
        let person = Person { id: seat.who.member.as_str(), department, month: &of };
        let (items, aspects, total) = slow::month(json, &person, facts);
        let ours: Vec<i64> = sheet.items(row).iter().map(|score| i64::from(*score)).collect();
        prop_assert_eq!(&ours, &items, "items of {}", person.id);
        for (place, slow) in aspects.iter().enumerate() {
            prop_assert_eq!(i64::from(sheet.aspect(row, place)), *slow);
        }
        prop_assert_eq!(i64::from(seat.computed), total);
        let result = if seat.who.veto.is_some() { 0 } else { total };
        prop_assert_eq!(i64::from(seat.result), result);
        let deductions = slow::deductions(json, &person, facts);
        prop_assert_eq!(i64::from(seat.deductions), deductions);
        if seat.is_assessed() {
            merits.push((result, aspects[0], aspects[2], -deductions));
        }
    }
    let rows: Vec<usize> = (0..sheet.rows.len()).collect();
    let ranks: Vec<usize> = ranks(sheet, &rows).into_iter().flatten().collect();
    prop_assert_eq!(ranks, slow::ranks(&merits));
    Ok(())
}

/// Checks that every explanation adds up to the sheet's number, from records that are there.
fn check_explanations(
    sheet: &MonthSheet,
    table: &FactTable,
    records: &[(RecordId, Vec<Fact>)],
) -> Result<(), TestCaseError> {
    for row in 0..sheet.rows.len() {
        for (place, item) in sheet.standard.items.iter().enumerate() {
            let why = explain(sheet, table, row, place).expect("an item of a row");
            prop_assert_eq!(why.score, sheet.items(row)[place]);
            let begin = match &why.start {
                Start::Base(points) => {
                    prop_assert_eq!(*points, item.base);
                    *points
                }
                Start::Instead { points, amount, source, .. } => {
                    let of_source = records.iter().filter(|(record, _)| record == source);
                    let mut amounts =
                        of_source.flat_map(|(_, facts)| facts).map(|fact| fact.amount);
                    prop_assert!(amounts.any(|one| one == *amount));
                    *points
                }
            };
            let mut raw = i64::from(begin);
            for line in &why.lines {
                let entered: i64 = line.entries.iter().map(|(_, _, points)| points).sum();
                prop_assert_eq!(entered - line.cut, line.points);
                raw += line.points;
            }
            prop_assert_eq!(raw, why.raw);
            prop_assert_eq!(raw - why.cut(), i64::from(why.score));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn sheets_are_those_of_an_obvious_loop_and_explain_themselves(
        tweaks in prop::collection::vec(tweak(), 0..6),
        seats in prop::collection::vec(
            (prop::option::of(0..3usize), prop::bool::weighted(0.2), prop::bool::weighted(0.2)),
            0..6,
        ),
        dealt in prop::collection::vec(prop::collection::vec(dealt(), 0..4), 0..25),
        again in prop::collection::vec((0..25usize, prop::collection::vec(dealt(), 0..3)), 0..5),
    ) {
        let json = standard(&tweaks);
        let standard = Arc::new(Standard::from_json(&json.to_string()).expect("a standard"));
        let mut records = records(&json, &dealt);
        let mut table = FactTable::new();
        for (source, facts) in &records {
            table.replace(source, facts);
        }
        // Some records are edited afterwards: their facts take the place of those they had.
        for (place, dealt) in &again {
            let mut edited = self::records(&json, std::slice::from_ref(dealt));
            let facts = edited.remove(0).1;
            if let Some((source, held)) = records.get_mut(*place) {
                table.replace(source, &facts);
                *held = facts;
            }
        }
        let facts = records.iter().flat_map(|(_, facts)| facts);
        let plain: Vec<Plain> = facts.map(Plain::from).collect();
        for of in MONTHS {
            let sheet = MonthSheet::compute(&standard, month(of), participants(&seats), &table);
            check(&sheet, &json, &plain)?;
            check_explanations(&sheet, &table, &records)?;
        }
    }
}

//! What surveys and call-backs tell, and that nothing tells a share of fewer than ten answers.

use proptest::prelude::*;

use super::*;
use crate::ledger::{
    Author, Day, Draft, EditId, Ledger, Moment, Month, RecordId, Value, WriterId, parse_day,
};
use crate::registers::{
    CALLBACK, Context, DEPARTMENT_RESULT, DRAW, Fact, SATISFACTION, SATISFACTION_SCHEMA,
    SatisfactionSource, Satisfied, counted_satisfaction, facts_of, show_column,
};

fn today() -> Day {
    parse_day("2026-12-31").unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn edit(ledger: &mut Ledger, fill: impl FnOnce(&mut Draft)) {
    let number = ledger.edit_count() as u32 + 1;
    let at = Moment { millis: 1_790_000_000_000 + i64::from(number), offset: 480 };
    let id = EditId { writer: WriterId(1), number };
    let mut draft = Draft::new(id, at, Author::default(), "create", "");
    fill(&mut draft);
    if let Some(edit) = draft.finish(ledger) {
        ledger.insert(edit);
    }
}

fn department(name: &str) -> RecordId {
    RecordId::keyed("department", name)
}

/// A survey with its answers to the overall question, from the best.
fn survey(
    ledger: &mut Ledger,
    (of, audience, month): (&str, &str, &str),
    answers: [i64; 5],
) -> RecordId {
    let named = if of.is_empty() { String::new() } else { department(of).to_string() };
    let id = SATISFACTION.id(&[&named, month, audience]);
    edit(ledger, |draft| {
        if !of.is_empty() {
            draft.field(&department(of), "name", of);
        }
        draft.field(&id, "department", &*named);
        draft.field(&id, "audience", audience);
        draft.field(&id, "month", month);
        draft.field(&id, "issued", answers.iter().sum::<i64>() + 5);
        draft.field(&id, "valid", answers.iter().sum::<i64>());
        for question in ["overall", "attitude"] {
            draft.entry(&id, "answers", question, group(answers));
        }
    });
    id
}

fn group(answers: [i64; 5]) -> Value {
    Value::group(["very", "good", "fair", "poor", "bad"].into_iter().zip(answers.map(Value::from)))
}

fn sheet(ledger: &Ledger) -> SurveySheet {
    SurveySheet::of(&Context::new(ledger, today()), "outpatient", month("2026-11"))
}

fn facts(ledger: &Ledger) -> Vec<Fact> {
    let context = Context::new(ledger, today());
    let of = |head: &'static crate::registers::Head| {
        let all = ledger.records(head.name);
        all.flat_map(|one| facts_of(head, &one, &context)).collect::<Vec<_>>()
    };
    [of(&SATISFACTION), of(&CALLBACK)].concat()
}

#[test]
fn a_month_is_compared_with_the_one_before_and_that_of_last_year() {
    let mut ledger = Ledger::new();
    survey(&mut ledger, ("内科", "outpatient", "2026-11"), [16, 3, 1, 0, 0]);
    survey(&mut ledger, ("内科", "outpatient", "2026-10"), [10, 8, 1, 1, 0]);
    survey(&mut ledger, ("内科", "outpatient", "2025-11"), [20, 0, 0, 0, 0]);
    survey(&mut ledger, ("外科", "outpatient", "2026-11"), [10, 0, 0, 0, 10]);
    survey(&mut ledger, ("外科", "inpatient", "2026-11"), [10, 0, 0, 0, 0]);
    let table = surveys_table("示例医院", "outpatient", month("2026-11"), &sheet(&ledger));
    assert_eq!(table.title, "示例医院门诊患者满意度");
    assert_eq!(
        table.rows,
        [
            ["内科", "25", "20", "95%", "90%", "+5", "100%", "-5", "患者调查 95%"],
            ["外科", "25", "20", "50%", "—", "—", "—", "—", "患者调查 66.7%"],
            ["合计", "50", "40", "72.5%", "90%", "-17.5", "100%", "-27.5", "—"],
        ]
    );
}

#[test]
fn one_department_under_ten_is_in_no_total_and_ten_more_beside_it_are() {
    let mut ledger = Ledger::new();
    survey(&mut ledger, ("内科", "outpatient", "2026-11"), [20, 0, 0, 0, 0]);
    survey(&mut ledger, ("外科", "outpatient", "2026-11"), [0, 0, 0, 0, 9]);
    let one = sheet(&ledger);
    assert_eq!(one.total.as_ref().unwrap().rate.words(), "100%");
    assert_eq!((one.total.as_ref().unwrap().valid, one.left_out), (29, 1));
    // Two of nine: the people of one would find out the nine of the other.
    survey(&mut ledger, ("儿科", "outpatient", "2026-11"), [9, 0, 0, 0, 0]);
    assert_eq!(sheet(&ledger).left_out, 2);
    survey(&mut ledger, ("眼科", "outpatient", "2026-11"), [2, 0, 0, 0, 0]);
    let all = sheet(&ledger);
    assert_eq!((all.total.unwrap().rate.words(), all.left_out), ("77.5%".to_owned(), 0));
}

#[test]
fn surveys_that_contradict_themselves_give_no_rate() {
    for (field, number) in [("issued", 19), ("valid", 19)] {
        let mut ledger = Ledger::new();
        let id = survey(&mut ledger, ("内科", "outpatient", "2026-11"), [16, 3, 1, 0, 0]);
        edit(&mut ledger, |draft| draft.field(&id, field, number));
        assert_eq!(sheet(&ledger).lines[0].rate.words(), "—", "{field}");
        assert_eq!(facts(&ledger), [], "{field}");
    }
    let mut ledger = Ledger::new();
    let id = survey(&mut ledger, ("内科", "outpatient", "2026-11"), [16, 3, 1, 0, 0]);
    edit(&mut ledger, |draft| draft.entry(&id, "answers", "overall", group([16, 5, -1, 0, 0])));
    assert_eq!(sheet(&ledger).lines[0].rate.words(), "—");
    // The whole hospital beside its departments: a department could be subtracted.
    survey(&mut ledger, ("", "outpatient", "2026-11"), [99, 0, 0, 0, 0]);
    let whole = sheet(&ledger).lines.into_iter().find(|line| line.name == "全院").unwrap();
    assert_eq!(whole.rate.words(), "—");
}

#[test]
fn a_question_answered_by_few_is_withheld_and_in_no_total() {
    let mut ledger = Ledger::new();
    let id = survey(&mut ledger, ("内科", "outpatient", "2026-11"), [20, 0, 0, 0, 0]);
    survey(&mut ledger, ("外科", "outpatient", "2026-11"), [20, 0, 0, 0, 0]);
    edit(&mut ledger, |draft| draft.entry(&id, "answers", "attitude", group([0, 0, 0, 0, 5])));
    let table = questions_table("", "outpatient", month("2026-11"), &sheet(&ledger)).unwrap();
    let of: Vec<_> = table.rows.iter().map(|row| &*row[1]).collect();
    assert_eq!(of, ["不足10份", "100%", "100%"]);
}

fn callback(ledger: &mut Ledger, at: usize, of: &str, fields: &[(&str, &str)]) {
    let id = RecordId::keyed("callback", &at.to_string());
    edit(ledger, |draft| {
        draft.field(&department(of), "name", of);
        draft.field(&id, "month", "2026-11");
        draft.field(&id, "department", department(of).as_str());
        for (field, text) in fields {
            draft.field(&id, field, *text);
        }
    });
}

#[test]
fn call_backs_count_who_was_not_reached_and_score_ten_or_more() {
    let mut ledger = Ledger::new();
    for at in 0..9 {
        let answer = if at < 8 { "yes" } else { "no" };
        callback(&mut ledger, at, "内科", &[("outcome", "reached"), ("satisfied", answer)]);
    }
    callback(&mut ledger, 20, "内科", &[("outcome", "unreached")]);
    callback(&mut ledger, 21, "内科", &[]);
    let rates = || CallbackRates::of(&Context::new(&ledger, today()), month("2026-11"));
    let table = callbacks_table("", month("2026-11"), &rates());
    assert_eq!(table.rows[0], ["内科", "11", "9", "1", "0", "1", "不足10份"]);
    assert_eq!(table.rows[1][6], "不足10份");
    assert_eq!(facts(&ledger), []);
    callback(&mut ledger, 9, "内科", &[("outcome", "reached"), ("satisfied", "partly")]);
    let rates = CallbackRates::of(&Context::new(&ledger, today()), month("2026-11"));
    assert_eq!(rates.total.rate.words(), "90%");
    let found = facts(&ledger);
    assert_eq!((found.len(), found[0].amount), (1, 900));
    // A survey goes before.
    survey(&mut ledger, ("内科", "outpatient", "2026-11"), [20, 0, 0, 0, 0]);
    let found = facts(&ledger);
    assert_eq!((found.len(), found[0].amount), (1, 1000));
}

#[test]
fn a_slip_says_who_was_drawn_only_once_the_announced_list_has_its_seed() {
    let mut ledger = Ledger::new();
    let id = RecordId::keyed(DRAW.name, "1");
    let put = |ledger: &mut Ledger, field: &str, text: &str| {
        edit(ledger, |draft| draft.field(&id, field, text));
    };
    let slip = |ledger: &Ledger| draw_slip(&ledger.record(&id).unwrap());
    put(&mut ledger, "number", "回访-7");
    put(&mut ledger, "pool", "a\nb\nc");
    edit(&mut ledger, |draft| draft.field(&id, "places", 2));
    put(&mut ledger, "seed_one", "4163");
    put(&mut ledger, "seed_two", "5216");
    assert!(slip(&ledger).rows.is_empty());
    let code = crate::registers::code_words(&crate::registers::pool_of("a\nb\nc"));
    assert!(slip(&ledger).notes[0].contains(&code));
    put(&mut ledger, "announced", &code.replace(' ', ""));
    assert_eq!(slip(&ledger).rows.len(), 2);
    put(&mut ledger, "pool", "a\nb\nc\nd");
    assert!(slip(&ledger).rows.is_empty(), "the list is another");
    put(&mut ledger, "pool", "c\na\nb");
    assert_eq!(slip(&ledger).rows.len(), 2);
    put(&mut ledger, "voided_why", "名单漏了人");
    assert!(slip(&ledger).rows.is_empty());
}

#[test]
fn whoever_was_drawn_gets_one_call_back_however_often_they_are_made() {
    let mut ledger = Ledger::new();
    let id = RecordId::keyed(DRAW.name, "7");
    let code = crate::registers::code_words(&crate::registers::pool_of("a\nb\nc"));
    edit(&mut ledger, |draft| {
        for (field, text) in [
            ("number", "7"),
            ("purpose", "callback"),
            ("drawn_on", "2026-11-20"),
            ("pool", "a\nb\nc"),
            ("announced", &code),
            ("seed_one", "4163"),
            ("seed_two", "5216"),
        ] {
            draft.field(&id, field, text);
        }
        draft.field(&id, "places", 2);
    });
    let make = |ledger: &mut Ledger| {
        let before = ledger.clone();
        let draw = before.record(&id).unwrap();
        let context = Context::new(&before, today());
        let mut made = 0;
        edit(ledger, |draft| made = draft_callbacks(draft, &context, &draw));
        made
    };
    assert_eq!((make(&mut ledger), make(&mut ledger)), (2, 0));
    let mut drawn: Vec<&str> = ledger.records(CALLBACK.name).map(|one| one.text("drawn")).collect();
    drawn.sort_unstable();
    let draw = ledger.record(&id).unwrap();
    let mut should: Vec<String> =
        crate::registers::drawn_of(&draw).into_iter().map(|(_, entry)| entry).collect();
    should.sort();
    assert_eq!(drawn, should);
    // More places: the picks go on where they were.
    edit(&mut ledger, |draft| draft.field(&id, "places", 3));
    assert_eq!(make(&mut ledger), 1);
}

/// Every combination of what may say it: one alone counts, and it is the one that is named.
#[test]
fn one_figure_counts_for_a_department_and_it_is_the_one_that_is_named() {
    use SatisfactionSource::{CallBacks, Patients, Staff, Typed};
    let ours = department("内科");
    for there in 0..16_u8 {
        let is_there = |at: u8| there >> at & 1 == 1;
        let mut ledger = Ledger::new();
        if is_there(0) {
            let id = DEPARTMENT_RESULT.id(&[ours.as_str(), "2026-11"]);
            edit(&mut ledger, |draft| {
                draft.field(&id, "department", ours.as_str());
                draft.field(&id, "month", "2026-11");
                draft.field(&id, "satisfaction", 911);
            });
        }
        if is_there(1) {
            survey(&mut ledger, ("内科", "outpatient", "2026-11"), [10, 8, 1, 1, 0]);
        }
        if is_there(2) {
            survey(&mut ledger, ("内科", "staff", "2026-11"), [10, 7, 2, 1, 0]);
        }
        for at in 0..10 {
            edit(&mut ledger, |draft| {
                let id = draft.next_record(CALLBACK.name);
                draft.field(&id, "month", "2026-11");
                draft.field(&id, "department", ours.as_str());
                draft.field(&id, "outcome", if is_there(3) { "reached" } else { "unreached" });
                if is_there(3) {
                    draft.field(&id, "satisfied", if at < 3 { "no" } else { "yes" });
                }
            });
        }
        let expected = [(Typed, 911), (Patients, 900), (Staff, 850), (CallBacks, 700)];
        let expected = (0..4).find(|at| is_there(*at)).map(|at| expected[usize::from(at)]);
        let context = Context::new(&ledger, today());
        assert_eq!(counted_satisfaction(&ours, month("2026-11"), &context), expected, "{there}");
        let typed = ledger.records(DEPARTMENT_RESULT.name);
        let typed = typed.flat_map(|one| facts_of(&DEPARTMENT_RESULT, &one, &context));
        let scored: Vec<i64> =
            typed.chain(facts(&ledger)).map(|fact| i64::from(fact.amount)).collect();
        assert_eq!(scored, expected.map(|(_, rate)| rate).into_iter().collect::<Vec<_>>());
    }
}

/// What is shown, printed and exported of the surveys of an audience, and whether some are in no total.
fn sheets_shown(ledger: &Ledger, audience: &str) -> (Vec<String>, bool) {
    let context = Context::new(ledger, today());
    let sheet = SurveySheet::of(&context, audience, month("2026-11"));
    let mut all = vec![surveys_table("", audience, month("2026-11"), &sheet).to_csv()];
    let questions = questions_table("", audience, month("2026-11"), &sheet);
    all.extend(questions.map(|table| table.to_csv()));
    all.push(sheet.left_out_words());
    (all, sheet.left_out > 0)
}

/// What lists show and what is scored, of each survey by itself.
fn each_shown(ledger: &Ledger) -> Vec<String> {
    let context = Context::new(ledger, today());
    let mut all = Vec::new();
    for record in ledger.records(SATISFACTION.name) {
        for column in SATISFACTION_SCHEMA.columns {
            all.push(show_column(&SATISFACTION_SCHEMA, column, &record, &context));
        }
    }
    all.extend(facts(ledger).iter().map(|fact| format!("{fact:?}")));
    all
}

fn departments_of_two_worlds() -> impl Strategy<Value = Vec<(usize, [i64; 5], [i64; 5])>> {
    let answers = (0_i64..=12).prop_flat_map(|of| {
        let split = || {
            proptest::collection::vec(0_usize..5, of as usize).prop_map(|votes| {
                let mut answers = [0; 5];
                votes.into_iter().for_each(|vote| answers[vote] += 1);
                answers
            })
        };
        (0_usize..2, split(), split())
    });
    proptest::collection::vec(answers, 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// The differencing test: the same departments, of which those under ten answer otherwise.
    #[test]
    fn nothing_that_is_shown_depends_on_how_fewer_than_ten_answered(
        departments in departments_of_two_worlds(),
    ) {
        let audiences = ["outpatient", "staff"];
        let satisfied = |answers: &[i64; 5]| answers[0] + answers[1];
        let of = |answers: &[i64; 5]| answers.iter().sum::<i64>();
        let mut ledgers = [Ledger::new(), Ledger::new()];
        // All that was answered by the withheld of an audience, in the one and in the other world.
        let mut withheld = [[0_i64; 2]; 2];
        for (at, (audience, one, other)) in departments.iter().enumerate() {
            let is_few = of(one) < 10;
            let worlds = [*one, if is_few { *other } else { *one }];
            for (world, answers) in worlds.into_iter().enumerate() {
                let name = format!("科室{at}");
                survey(&mut ledgers[world], (&name, audiences[*audience], "2026-11"), answers);
                withheld[world][*audience] += if is_few { satisfied(&answers) } else { 0 };
            }
        }
        prop_assert_eq!(each_shown(&ledgers[0]), each_shown(&ledgers[1]));
        for (at, audience) in audiences.into_iter().enumerate() {
            let (one, is_left_out) = sheets_shown(&ledgers[0], audience);
            let (other, _) = sheets_shown(&ledgers[1], audience);
            // What the withheld say together may be told where they are many.
            if is_left_out || withheld[0][at] == withheld[1][at] {
                prop_assert_eq!(one, other);
            }
        }
    }

    /// Whoever knows the total, all that is published, and the answers of one more department is left with
    /// ten answers or none.
    #[test]
    fn a_total_less_what_one_may_know_is_of_ten_answers_or_of_none(
        cells in proptest::collection::vec((0_i64..14, 0_i64..14), 0..8),
    ) {
        let cells: Vec<Satisfied> =
            cells.into_iter().map(|(a, b)| Satisfied { amount: a.min(b), of: a.max(b) }).collect();
        let total = pooled(&cells).sum.of;
        let published: i64 = cells.iter().map(|one| one.of).filter(|of| *of >= 10).sum();
        let rest = total - published;
        prop_assert!(rest == 0 || rest >= 10);
        for known in cells.iter().map(|one| one.of).filter(|of| *of < 10) {
            prop_assert!(rest == 0 || rest - known >= 10, "{rest} {known}");
        }
    }
}

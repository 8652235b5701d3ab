//! What is written into a course in one tap, who becomes a member by it, and what stands on paper.

use super::*;
use crate::ledger::{
    Author, Day, Draft, EditId, Ledger, Moment, RecordId, Value, WriterId, parse_day,
};
use crate::registers::{
    COURSE_MATERIALS, COURSE_SCHEMA, Context, CourseEvent, CoursePath, CoursePhase, CourseStepKey,
    MEMBER_SCHEMA, Member, are_apart, problems,
};

fn day(text: &str) -> Day {
    parse_day(text).unwrap()
}

fn course() -> RecordId {
    RecordId::keyed("course", "|1001")
}

#[derive(Debug, Default)]
struct Book {
    ledger: Ledger,
    edits: u32,
}

impl Book {
    fn act<R>(&mut self, fill: impl FnOnce(&mut Draft, &Context<'_>) -> R) -> R {
        self.edits += 1;
        let at = Moment { millis: 1_795_000_000_000 + i64::from(self.edits), offset: 480 };
        let id = EditId { writer: WriterId(1), number: self.edits };
        let mut draft = Draft::new(id, at, Author::default(), "edit", "");
        let done = fill(&mut draft, &Context::new(&self.ledger, day("2026-11-30")));
        if let Some(edit) = draft.finish(&self.ledger) {
            self.ledger.insert(edit);
        }
        done
    }

    /// A course with days of steps.
    fn with(steps: &[(&str, &str)]) -> Self {
        let mut book = Self::default();
        book.act(|draft, _| {
            draft.field(&RecordId::keyed("branch", "甲"), "name", "甲支部");
            draft.field(&course(), "name", "林小雨");
            draft.field(&course(), "staff_number", "1001");
            draft.field(&course(), "branch", "branch:=甲");
            draft.field(&course(), "born", "1990-05");
            for (step, on) in steps {
                draft.entry(&course(), "steps", step, *on);
            }
        });
        book
    }

    fn put_on_roster(&mut self, who: RosterMatch<'_>) -> Result<RecordId, NotOnRoster> {
        self.put(&course(), who)
    }

    fn put(&mut self, course: &RecordId, who: RosterMatch<'_>) -> Result<RecordId, NotOnRoster> {
        let mut made = None;
        self.act(|draft, context| {
            let found = draft_member(draft, context, &context.record(course).unwrap(), who);
            if found.is_err() {
                // As the page does: nothing is made of the draft.
                *draft = Draft::new(
                    EditId { writer: WriterId(9), number: 1 },
                    Moment { millis: 0, offset: 480 },
                    Author::default(),
                    "edit",
                    "",
                );
            }
            made = Some(found);
        });
        made.unwrap()
    }

    fn members(&self) -> usize {
        self.ledger.records("member").count()
    }

    fn step(&mut self, key: &CourseStepKey, on: Option<&str>) {
        self.act(|draft, context| {
            let record = context.record(&course()).unwrap();
            draft_step(draft, &record, key, on.map(day));
        });
    }
}

const APPROVED: [(&str, &str); 2] = [("admission", "2025-10-10"), ("approval", "2025-11-05")];

#[test]
fn a_day_is_written_in_one_tap_and_what_else_stands_there_stays() {
    let mut book = Book::with(&[]);
    let note = Value::group([("on", "2026-01-05".into()), ("note", "甲组".into())]);
    book.act(|draft, _| draft.entry(&course(), "steps", "talk", note));
    book.step(&CourseStepKey::Event(CourseEvent::Talk), Some("2026-01-06"));
    book.step(&CourseStepKey::Event(CourseEvent::NoticeFrom), Some("2026-11-02"));
    book.step(&CourseStepKey::Event(CourseEvent::NoticeUntil), Some("2026-11-09"));
    let own = RecordId::keyed("course_step", "a");
    book.step(&CourseStepKey::Own(own.clone()), Some("2026-11-10"));
    let record = book.ledger.record(&course()).unwrap();
    assert_eq!(record.entry("steps", "talk").get("note"), Some(&"甲组".into()));
    assert_eq!(CourseEvent::Talk.on(&record).unwrap().first_day(), day("2026-01-06"));
    assert_eq!(CourseEvent::NoticeFrom.on(&record).unwrap().first_day(), day("2026-11-02"));
    assert_eq!(CourseEvent::NoticeUntil.on(&record).unwrap().first_day(), day("2026-11-09"));
    assert_eq!(record.entry("own_steps", own.as_str()).as_text(), Some("2026-11-10"));
    book.step(&CourseStepKey::Event(CourseEvent::Talk), None);
    book.step(&CourseStepKey::Event(CourseEvent::NoticeUntil), None);
    let record = book.ledger.record(&course()).unwrap();
    assert_eq!(CourseEvent::Talk.on(&record), None);
    assert_eq!(CourseEvent::NoticeUntil.on(&record), None);
    assert!(CourseEvent::NoticeFrom.on(&record).is_some());
}

#[test]
fn who_is_approved_becomes_a_probationary_member_and_keeps_the_course() {
    let mut book = Book::with(&APPROVED);
    let put = |book: &mut Book| book.put_on_roster(RosterMatch::Unasked);
    let member = put(&mut book).unwrap();
    assert_eq!(member, RecordId::keyed("member", "1001"));
    let record = book.ledger.record(&member).unwrap();
    assert_eq!(Member::on(&record, day("2025-11-04")), None);
    let then = Member::on(&record, day("2025-11-05")).unwrap();
    assert_eq!((&*then.name, &*then.category), ("林小雨", "probationary"));
    assert_eq!((record.text("joined_party"), record.text("born")), ("2025-10-10", "1990-05"));
    let context = Context::new(&book.ledger, day("2026-11-30"));
    assert_eq!(problems(&MEMBER_SCHEMA, &record, &context), []);
    let own = book.ledger.record(&course()).unwrap();
    assert_eq!((own.text("member"), own.is_live()), (member.as_str(), true));
    assert!(own.entry("steps", "admission").as_text().is_some());
    // Once more is no second member.
    assert_eq!(put(&mut book), Ok(member.clone()));
    assert_eq!(book.ledger.records("member").count(), 1);
    // A full member from the approval on, since the end of the probation.
    book.step(&CourseStepKey::Event(CourseEvent::FullApproval), Some("2026-11-20"));
    let is_done = book.act(|draft, context| {
        draft_full_member(draft, context, &context.record(&course()).unwrap())
    });
    let record = book.ledger.record(&member).unwrap();
    let on = |text: &str| Member::on(&record, day(text)).unwrap().category;
    assert!(is_done);
    assert_eq!((&*on("2026-11-19"), &*on("2026-11-20")), ("probationary", "full"));
    assert_eq!(record.text("full_since"), "2026-10-10");
}

#[test]
fn all_whose_course_goes_on_are_listed_by_what_is_due_first() {
    let mut book = Book::with(&[("apply", "2026-11-20")]);
    let mut add = |key: &str, name: &str, steps: &[(&str, &str)]| {
        let id = RecordId::keyed("course", key);
        book.act(|draft, _| {
            draft.field(&id, "name", name);
            draft.field(&id, "branch", "branch:=乙");
            for (step, on) in steps {
                draft.entry(&id, "steps", step, *on);
            }
        });
        id
    };
    add("|2", "周桐", &[("apply", "2026-11-02")]);
    add("|3", "罗敏", &[("full_approval", "2020-01-02"), ("filed", "2020-02-02")]);
    let ended = add("|4", "何川", &[("apply", "2026-01-02")]);
    book.act(|draft, _| {
        let why = [("on", "2026-03-01".into()), ("why", "withdrawn".into())];
        draft.field(&ended, "ended", Value::group(why));
    });
    let context = Context::new(&book.ledger, day("2026-11-30"));
    let names = |branch: Option<&str>| {
        let branch = branch.map(|key| RecordId::keyed("branch", key));
        let lines = candidates(&context, branch.as_ref());
        lines.into_iter().map(|line| line.name).collect::<Vec<_>>()
    };
    assert_eq!(names(None), ["周桐", "林小雨"]);
    assert_eq!(
        (names(Some("甲")), names(Some("乙"))),
        (vec!["林小雨".into()], vec!["周桐".into()])
    );
    let table = candidates_table(&candidates(&context, None), "示例医院", day("2026-11-30"));
    assert_eq!(table.rows[0][3..], ["入党申请人", "派人谈话", "不晚于2026年12月2日"]);
}

#[test]
fn nobody_is_put_on_the_roster_before_the_approval() {
    for steps in
        [&APPROVED[..1], &APPROVED[1..], &[("admission", "2025-10-10"), ("approval", "2026-12-05")]]
    {
        let mut book = Book::with(steps);
        let found = book.put_on_roster(RosterMatch::Unasked);
        assert_eq!(found, Err(NotOnRoster::NotApproved), "{steps:?}");
        assert_eq!(book.ledger.records("member").count(), 0);
    }
}

#[test]
fn the_paper_has_all_steps_and_the_materials_of_a_phase_with_what_is_there() {
    let mut book = Book::with(&[("apply", "2026-11-01")]);
    book.act(|draft, _| {
        draft.field(&course(), "review_note", "不外传");
        draft.entry(&course(), "materials", "application", true);
        let own = RecordId::keyed("course_step", "a");
        draft.field(&own, "name", "入党动机面谈");
        draft.field(&own, "after", "apply");
        draft.field(&own, "materials", "面谈表\n\n 承诺书 ");
    });
    let context = Context::new(&book.ledger, day("2026-11-30"));
    let record = book.ledger.record(&course()).unwrap();
    let path = CoursePath::of(&record, &context);
    let table = course_table(&record, &path, "甲支部");
    // 25 steps, the notice's two days, and the hospital's own after the first.
    assert_eq!(table.rows.len(), 28);
    assert_eq!(table.rows[0][..4], ["1", "递交入党申请书", "第5、6条", "2026年11月1日"]);
    assert_eq!(table.rows[1][..3], ["＋", "入党动机面谈", "本院规定"]);
    assert_eq!(table.rows[2][4], "不晚于2026年12月1日");
    let all: Vec<Vec<String>> = CoursePhase::ALL
        .into_iter()
        .flat_map(|phase| materials_table(&record, &context, phase, "甲支部").rows)
        .collect();
    let ticks: Vec<(&str, &str)> = all.iter().map(|row| (&*row[1], &*row[3])).collect();
    assert_eq!(
        ticks[..4],
        [("入党申请书", "☑"), ("与入党申请人谈话记录", "□"), ("面谈表", "□"), ("承诺书", "□")]
    );
    // All that can be ticked off, the political review, and two of the hospital.
    assert_eq!(all.len(), COURSE_MATERIALS.len() + 3);
    assert!(!format!("{table:?}{all:?}").contains("不外传"));
}

/// A book in which the course has no staff number.
fn unnumbered() -> Book {
    let mut book = Book::with(&APPROVED);
    book.act(|draft, _| draft.field(&course(), "staff_number", Value::Null));
    book
}

#[test]
fn a_member_of_the_name_is_asked_about_before_a_second_is_made() {
    let mut book = unnumbered();
    let there = RecordId::keyed("member", "7");
    book.act(|draft, _| {
        draft.field(&there, "name", "林 小雨");
        draft.entry(&there, "branch", "2024-01-01", "branch:=甲");
        draft.field(&there, "born", "1990-05-20");
    });
    let Err(NotOnRoster::PerhapsThere(found)) = book.put_on_roster(RosterMatch::Unasked) else {
        panic!("nobody was asked");
    };
    let words: Vec<String> = found.iter().map(PossibleMember::words).collect();
    assert_eq!((&found[0].id, words), (&there, vec!["甲支部，1990年5月20日出生".to_owned()]));
    assert_eq!(book.members(), 1);
    // The same person: linked, and the member stays as recorded.
    let mut linked = book.ledger.clone();
    std::mem::swap(&mut linked, &mut book.ledger);
    assert_eq!(book.put_on_roster(RosterMatch::Is(&there)), Ok(there.clone()));
    assert_eq!(book.ledger.record(&course()).unwrap().text("member"), there.as_str());
    assert_eq!((book.members(), book.ledger.record(&there).unwrap().text("name")), (1, "林 小雨"));
    // Another one: made anew, and not proposed as a duplicate.
    book.ledger = linked;
    let made = book.put_on_roster(RosterMatch::Another).unwrap();
    assert_ne!(made, there);
    let [made, there] = [&made, &there].map(|id| book.ledger.record(id).unwrap());
    assert!(are_apart(&made, &there));
    let context = Context::new(&book.ledger, day("2026-11-30"));
    assert_eq!(problems(&MEMBER_SCHEMA, &made, &context), []);
}

#[test]
fn two_courses_of_one_person_make_one_member() {
    let mut book = unnumbered();
    let second = RecordId::keyed("course", "second");
    book.act(|draft, _| {
        draft.field(&second, "name", "林小雨");
        draft.field(&second, "branch", "branch:=甲");
        for (step, on) in APPROVED {
            draft.entry(&second, "steps", step, on);
        }
    });
    let member = book.put_on_roster(RosterMatch::Unasked).unwrap();
    let Err(NotOnRoster::PerhapsThere(found)) = book.put(&second, RosterMatch::Unasked) else {
        panic!("nobody was asked");
    };
    assert_eq!((&found[0].id, found[0].has_course), (&member, true));
    assert!(found[0].words().ends_with("已有一份发展记录"));
    assert_eq!(book.put(&second, RosterMatch::Is(&member)), Ok(member));
    assert_eq!(book.members(), 1);
}

#[test]
fn who_is_surely_another_is_not_asked_about() {
    for (field, text) in [("born", "1991-05"), ("staff_number", "9"), ("name", "林小鱼")] {
        let mut book = Book::with(&APPROVED);
        let other = RecordId::keyed("member", "9");
        book.act(|draft, _| {
            draft.field(&other, "name", "林小雨");
            draft.field(&other, field, text);
        });
        assert!(book.put_on_roster(RosterMatch::Unasked).is_ok(), "{field}");
        assert_eq!(book.members(), 2, "{field}");
    }
    // One who was chosen and is gone.
    let mut book = unnumbered();
    let gone = RecordId::keyed("member", "8");
    assert_eq!(book.put_on_roster(RosterMatch::Is(&gone)), Err(NotOnRoster::Gone));
}

#[test]
fn a_day_that_has_not_come_is_planned_and_not_done() {
    let book = Book::with(&[("apply", "2026-11-20"), ("talk", "2026-12-10")]);
    let context = Context::new(&book.ledger, day("2026-11-30"));
    let record = book.ledger.record(&course()).unwrap();
    let path = CoursePath::of(&record, &context);
    let talk = path.step(CourseEvent::Talk).unwrap();
    assert_eq!((talk.done_on(), talk.planned().is_some()), (None, true));
    let row = course_table(&record, &path, "甲支部").rows[1].clone();
    assert_eq!(row[3..], ["", "计划2026年12月10日；不晚于2026年12月20日"]);
    let lines = candidates(&context, None);
    assert_eq!(lines[0].limits(day("2026-11-30")), "计划2026年12月10日");
    let next = COURSE_SCHEMA.computed("next").unwrap();
    assert_eq!((next.value)(&record, &context), "派人谈话（已定日期）".into());
    // Planned after the last day: the last day stays.
    let late = Book::with(&[("apply", "2026-11-20"), ("talk", "2026-12-30")]);
    let late_context = Context::new(&late.ledger, day("2026-11-30"));
    let late_path = CoursePath::of(&late.ledger.record(&course()).unwrap(), &late_context);
    let talk = late_path.step(CourseEvent::Talk).unwrap();
    assert_eq!(talk.last_day(), Some(day("2026-12-20")));
    // The day itself: done.
    let context = Context::new(&book.ledger, day("2026-12-10"));
    let path = CoursePath::of(&record, &context);
    let row = course_table(&record, &path, "甲支部").rows[1].clone();
    assert_eq!(row[3..], ["2026年12月10日", ""]);
}

//! Courses of development: order, spans by the calendar, reviews, ballots, what comes next, and what stays here.

use proptest::prelude::*;
use yixin::exchange::bundle::write_body;
use yixin::exchange::duplicates::duplicates;
use yixin::exchange::export::public::{Fresh, public};
use yixin::exchange::export::scope::{Restricted, Scope};
use yixin::ledger::{
    Author, Day, DayOrMonth, Draft, EditId, Ledger, LedgerId, Moment, Month, Record, RecordId,
    Value, WriterId, day_text, parse_day,
};
use yixin::registers::{
    COURSE, COURSE_EDITION, COURSE_SCHEMA, COURSE_SPAN, COURSE_SPAN_SCHEMA, COURSE_STEPS, Context,
    CourseEvent, CoursePath, CoursePhase, CourseStepKey, CourseStepState, EXPLANATION,
    FORMER_EDITION, OTHER_COURSE, Problem, Severity, course_days, findings, inversions,
    is_activist, join, keep_apart, probation_end, problems, progress, review_periods, schemas,
};
use yixin::reports::course::{draft_step, step_limits_words};
use yixin::scoring::Scores;

const NOW: Moment = Moment { millis: 1_795_244_700_000, offset: 480 };

fn day(text: &str) -> Day {
    parse_day(text).expect("a day")
}

#[derive(Debug, Default)]
struct Book {
    ledger: Ledger,
    edits: u32,
}

impl Book {
    fn act(&mut self, fill: impl FnOnce(&mut Draft)) {
        self.edits += 1;
        let id = EditId { writer: WriterId(1), number: self.edits };
        let at = Moment { millis: 1_790_000_000_000 + i64::from(self.edits), offset: 480 };
        let mut draft = Draft::new(id, at, Author::default(), "change", "");
        fill(&mut draft);
        if let Some(edit) = draft.finish(&self.ledger) {
            self.ledger.insert(edit);
        }
    }

    /// A course with days of steps, as an import writes them: its rules are not looked at.
    fn with(steps: &[(&str, &str)]) -> Self {
        let mut book = Self::default();
        book.act(|draft| {
            draft.field(&RecordId::keyed("branch", "甲"), "name", "甲支部");
            draft.field(&course(), "name", "林小雨");
            draft.field(&course(), "branch", "branch:=甲");
        });
        book.steps(steps);
        book
    }

    fn steps(&mut self, steps: &[(&str, &str)]) {
        self.act(|draft| {
            for (step, on) in steps {
                draft.entry(&course(), "steps", step, *on);
            }
        });
    }

    fn field(&mut self, field: &str, value: impl Into<Value>) {
        let value = value.into();
        self.act(|draft| draft.field(&course(), field, value));
    }

    fn group(&mut self, field: &str, columns: &[(&str, Value)]) {
        self.field(field, Value::group(columns.iter().map(|(name, value)| (*name, value.clone()))));
    }

    fn notice(&mut self, from: &str, until: &str) {
        self.group("notice", &[("from", from.into()), ("until", until.into())]);
    }

    fn own_span(&mut self, span: &str, amount: i64) {
        let id = COURSE_SPAN.id(&[span]);
        self.act(|draft| {
            draft.field(&id, "span", span);
            draft.field(&id, "amount", amount);
        });
    }

    fn review(&mut self, on: &str) {
        self.act(|draft| {
            let key = yixin::registers::rows::next_key(draft);
            draft.entry(&course(), "reviews", &key, on);
        });
    }

    fn read<R>(&self, today: &str, of: impl FnOnce(&Record<'_>, &Context<'_>) -> R) -> R {
        let context = Context::new(&self.ledger, day(today));
        of(&self.ledger.record(&course()).expect("there"), &context)
    }

    fn found(&self) -> Vec<Problem> {
        self.read("2027-12-31", |record, context| findings(&COURSE_SCHEMA, record, context))
    }

    /// What is said by a rule.
    fn said(&self, rule: &str) -> Vec<String> {
        self.found().into_iter().filter(|one| one.rule == rule).map(|one| one.text).collect()
    }

    fn path(&self, today: &str) -> CoursePath {
        self.read(today, CoursePath::of)
    }

    fn next(&self, today: &str) -> String {
        self.path(today).next_step().map_or_else(String::new, |step| step.label.clone())
    }
}

fn course() -> RecordId {
    RecordId::keyed("course", "|1001")
}

#[test]
fn one_is_of_age_by_the_calendar_on_the_day_of_the_application() {
    let of = |born: &str, applied: &str| {
        let mut book = Book::with(&[("apply", applied)]);
        book.field("born", born);
        (book.said("of age").len(), book.said("surely of age").len())
    };
    assert_eq!(of("2008-03-15", "2026-03-14"), (1, 0));
    assert_eq!(of("2008-03-15", "2026-03-15"), (0, 0));
    // 6570 days after the birth are four days too few.
    assert_eq!(of("2008-03-15", "2026-03-11"), (1, 0));
    // 29 February: of age at the end of February.
    assert_eq!(of("2008-02-29", "2026-02-27"), (1, 0));
    assert_eq!(of("2008-02-29", "2026-02-28"), (0, 0));
    // Of whom one knows the month, nothing is said for sure within it.
    assert_eq!(of("2008-03", "2026-03-10"), (0, 1));
    assert_eq!(of("2008-03", "2026-02"), (1, 0));
    assert_eq!(of("2008-03", "2026-04"), (0, 0));
}

#[test]
fn a_month_after_the_31st_is_the_last_day_of_the_next() {
    let of = |applied: &str, talk: &str| {
        Book::with(&[("apply", applied), ("talk", talk)]).said("spans kept")
    };
    assert!(of("2026-01-31", "2026-02-28").is_empty());
    assert_eq!(of("2026-01-31", "2026-03-01"), ["“派人谈话”应不晚于2026年2月28日（第7条）"]);
    assert!(of("2028-01-31", "2028-02-29").is_empty());
    assert_eq!(of("2028-01-31", "2028-03-01").len(), 1);
    let due = |today| {
        let book = Book::with(&[("apply", "2026-01-31")]);
        let path = book.path(today);
        let step = path.next_step().expect("a step").clone();
        (step.label, step.due.map(|due| due.day.to_string()))
    };
    assert_eq!(due("2026-02-01"), ("派人谈话".to_owned(), Some("2026-02-28".to_owned())));
}

#[test]
fn a_notice_takes_five_working_days_without_its_first_and_the_next_step_a_day_more() {
    // 2026-11-02 is a Monday.
    let of = |until: &str, target: &str| {
        let mut book = Book::with(&[("activist", "2025-06-01"), ("target", target)]);
        book.notice("2026-11-02", until);
        book.said("spans kept")
    };
    assert!(of("2026-11-09", "2026-11-10").is_empty());
    assert_eq!(of("2026-11-06", "2026-11-10"), ["“公示结束”最早应在2026年11月9日（第13条）"]);
    assert_eq!(of("2026-11-09", "2026-11-09"), ["“确定发展对象”最早应在2026年11月10日（第13条）"]);
    // Both ways of counting are shown; the later end holds.
    let mut book = Book::with(&[]);
    book.group("notice", &[("from", "2026-11-02".into())]);
    let path = book.path("2026-11-02");
    let shown = path.step(CourseEvent::NoticeUntil).map(step_limits_words);
    assert_eq!(shown.as_deref(), Some("最早2026年11月9日（首日计入为2026年11月6日）"));
    // Over a holiday that is known, and in a year whose arrangements are not.
    let earliest = |from: &str| {
        let mut book = Book::with(&[("activist", "2025-06-01"), ("cultivation", "2026-06-01")]);
        book.group("notice", &[("from", from.into())]);
        let limit = book.path(from).step(CourseEvent::NoticeUntil).expect("asked").earliest;
        limit.map(|limit| (limit.day.to_string(), limit.provisional)).expect("a limit")
    };
    assert_eq!(earliest("2026-09-30"), ("2026-10-13".to_owned(), false));
    assert_eq!(earliest("2029-05-07"), ("2029-05-14".to_owned(), true));
}

#[test]
fn no_notice_is_asked_of_those_who_were_determined_before_it_was_law() {
    let notices = |target: &str| {
        let book = Book::with(&[("activist", "2024-01-10"), ("target", target)]);
        let path = book.path("2026-11-30");
        path.step(CourseEvent::NoticeFrom).map(|step| step.state)
    };
    assert_eq!(notices("2026-05-17"), None);
    assert_eq!(notices("2026-05-18"), Some(CourseStepState::Undated));
    let mut book = Book::with(&[("activist", "2024-01-10"), ("target", "2025-03-04")]);
    let basis = |event: CourseEvent| {
        let path = book.path("2026-11-30");
        path.step(event).map(|step| step.basis.clone()).unwrap_or_default()
    };
    assert_eq!(basis(CourseEvent::Target), FORMER_EDITION);
    assert_eq!(basis(CourseEvent::Approval), format!("{COURSE_EDITION}第25条"));
    book.notice("2025-03-03", "2025-03-04");
    assert!(book.said("spans kept").is_empty());
}

#[test]
fn the_probation_is_a_year_from_the_general_meeting_and_as_much_longer_as_extended() {
    let of = |confirmed: &str, months: Option<i64>| {
        let mut book = Book::with(&[("admission", "2024-02-29"), ("confirmation", confirmed)]);
        if let Some(months) = months {
            let on = Value::from("2025-03-10");
            book.group("extension", &[("on", on), ("months", months.into())]);
        }
        let end = book.read("2027-01-01", |record, _| probation_end(record)).expect("known");
        (day_text(end), book.said("spans kept").len(), book.said("extended as allowed").len())
    };
    assert_eq!(of("2025-02-27", None), ("2025-02-28".to_owned(), 1, 0));
    assert_eq!(of("2025-02-28", None), ("2025-02-28".to_owned(), 0, 0));
    assert_eq!(of("2025-08-28", Some(6)), ("2025-08-29".to_owned(), 1, 0));
    assert_eq!(of("2025-08-29", Some(6)), ("2025-08-29".to_owned(), 0, 0));
    assert_eq!(of("2026-02-28", Some(12)).1, 0);
    // Recorded all the same, and told.
    assert_eq!(of("2025-06-29", Some(3)).2, 1);
}

#[test]
fn the_hospital_can_only_be_stricter_and_what_it_asks_is_a_hint() {
    let steps = [("apply", "2026-01-10"), ("talk", "2026-02-08"), ("activist", "2026-05-01")];
    let mut book = Book::with(&steps);
    assert!(book.said("usual spans kept").is_empty());
    book.own_span("activist", 6);
    assert_eq!(
        book.said("usual spans kept"),
        ["“确定入党积极分子”最早应在2026年7月10日（本院规定）"]
    );
    // Looser than the law: without effect, and told where it is written down.
    book.own_span("talk", 2);
    book.steps(&[("talk", "2026-02-11")]);
    assert_eq!(book.said("spans kept"), ["“派人谈话”应不晚于2026年2月10日（第7条）"]);
    let record = book.ledger.record(&COURSE_SPAN.id(&["talk"])).expect("there");
    let context = Context::new(&book.ledger, day("2026-11-30"));
    let told = problems(&COURSE_SPAN_SCHEMA, &record, &context);
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains("只能缩短"), "{told:?}");
}

#[test]
fn the_next_step_is_the_first_that_nothing_holds_up() {
    let mut book = Book::with(&[]);
    assert_eq!(book.next("2026-11-30"), "递交入党申请书");
    book.steps(&[("apply", "2026-11-01")]);
    assert_eq!(book.next("2026-11-30"), "派人谈话");
    // A day to come is planned, not done.
    book.steps(&[("talk", "2026-12-10")]);
    let path = book.path("2026-11-30");
    assert_eq!(path.next_step().expect("planned").state, CourseStepState::Coming);
    assert_eq!(book.next("2026-12-10"), "确定入党积极分子");
    // Of a roster that knows few days, what lies before is taken as done.
    let book =
        Book::with(&[("apply", "2021-03"), ("activist", "2022-01"), ("admission", "2023-06-20")]);
    let path = book.path("2026-11-30");
    assert_eq!(
        path.step(CourseEvent::Review).map(|step| step.state),
        Some(CourseStepState::Undated)
    );
    assert_eq!(
        (book.next("2026-11-30").as_str(), path.phase()),
        ("上级党委审批", CoursePhase::Admission)
    );
    // Of several that may come now, what is due first.
    let book = Book::with(&[("admission", "2026-11-01"), ("approval", "2026-11-20")]);
    assert_eq!(book.next("2026-11-30"), "入党宣誓");
    let mut book = Book::with(&[("apply", "2026-01-01")]);
    book.group("ended", &[("on", "2026-02-01".into()), ("why", "withdrawn".into())]);
    assert_eq!(book.next("2026-11-30"), "");
}

#[test]
fn the_stage_follows_from_the_days_that_have_come() {
    let stage = |steps: &[(&str, &str)], today: &str| {
        let book = Book::with(steps);
        book.read(today, |record, context| {
            progress(COURSE_SCHEMA.stages, record, context).expect("a course").stage.name
        })
    };
    assert_eq!(stage(&[], "2026-11-30"), "applicant");
    assert_eq!(stage(&[("activist", "2026-11-30")], "2026-11-29"), "applicant");
    assert_eq!(stage(&[("activist", "2026-11-30")], "2026-11-30"), "activist");
    assert_eq!(stage(&[("target", "2026-10"), ("activist", "2025-03")], "2026-11-30"), "target");
    assert_eq!(stage(&[("admission", "2026-10-10")], "2026-11-30"), "applicant");
    assert_eq!(stage(&[("approval", "2026-10-10")], "2026-11-30"), "probationary");
    assert_eq!(stage(&[("full_approval", "2026-10-10")], "2026-11-30"), "full");
}

#[test]
fn an_activist_is_reviewed_each_half_year_for_as_long_as_one_is_one() {
    let mut book = Book::with(&[("activist", "2025-08-31")]);
    let periods = |book: &Book, today: &str| {
        let all = book.read(today, |record, _| review_periods(record, day(today)));
        let shown = |one: &yixin::registers::ReviewPeriod| {
            (one.due.to_string(), one.reviewed_on.map(day_text).unwrap_or_default())
        };
        all.iter().map(shown).collect::<Vec<_>>()
    };
    let row = |due: &str, on: &str| (due.to_owned(), on.to_owned());
    // From the day itself: a short February moves nothing.
    let three = [row("2026-02-28", ""), row("2026-08-31", ""), row("2027-02-28", "")];
    assert_eq!(periods(&book, "2026-11-30"), three);
    // A late review settles the half year that lacks one; two at once count for one each that had begun.
    book.review("2026-03-20");
    assert_eq!(periods(&book, "2026-11-30")[0], row("2026-02-28", "2026-03-20"));
    assert_eq!(periods(&book, "2026-11-30")[1], row("2026-08-31", ""));
    book.review("2026-08-30");
    assert_eq!(periods(&book, "2026-11-30")[1], row("2026-08-31", "2026-08-30"));
    assert!(book.read("2026-11-30", is_activist));
    // It ends with being a target: what had not run out is not owed.
    book.steps(&[("target", "2026-12-15")]);
    assert_eq!(periods(&book, "2027-06-30").len(), 2);
    assert!(!book.read("2027-06-30", is_activist) && book.read("2026-12-14", is_activist));
    assert_eq!(periods(&Book::with(&[]), "2026-11-30"), []);
}

#[test]
fn a_ballot_carries_with_more_than_half_of_those_who_are_entitled() {
    let of = |counts: &[(&str, i64)]| {
        let mut book = Book::with(&[("admission", "2026-11-01")]);
        let counts: Vec<(&str, Value)> =
            counts.iter().map(|(name, count)| (*name, Value::Int(*count))).collect();
        book.group("admission_vote", &counts);
        book.said("admitted by vote").len()
    };
    assert_eq!(of(&[("due", 16), ("present", 12), ("yes", 9)]), 0);
    // Just half is not more than half; opinions written beforehand count.
    assert_eq!(of(&[("due", 16), ("present", 12), ("yes", 8)]), 1);
    assert_eq!(of(&[("due", 16), ("present", 12), ("yes", 8), ("written", 1)]), 0);
    assert_eq!(of(&[("due", 16), ("present", 7), ("yes", 9)]), 1);
    // More votes than ballots contradict themselves; written opinions are no ballots.
    let counted = |written: i64, yes: i64| {
        let mut book = Book::with(&[("admission", "2026-11-01")]);
        let counts = [("due", 16), ("present", 12), ("returned", 12), ("yes", yes), ("no", 2)];
        let counts = counts.into_iter().chain([("written", written)]);
        let counts: Vec<(&str, Value)> =
            counts.map(|(name, count)| (name, Value::Int(count))).collect();
        book.group("admission_vote", &counts);
        book.said("admission counted").len()
    };
    assert_eq!((counted(3, 10), counted(0, 11)), (0, 1));
}

#[test]
fn days_out_of_order_need_a_word_of_explanation_and_can_be_recorded() {
    let mut book = Book::with(&[("precheck", "2026-06-10"), ("review", "2026-06-20")]);
    assert_eq!(
        book.said("order of the steps"),
        ["“上级党委预审”（2026年6月10日）早于“政治审查”（2026年6月20日），次序不对"]
    );
    let open = |book: &Book| {
        book.read("2026-11-30", |record, context| problems(&COURSE_SCHEMA, record, context).len())
    };
    assert_eq!(open(&book), 1);
    book.act(|draft| draft.entry(&course(), EXPLANATION, "order of the steps", "原件如此"));
    assert_eq!(open(&book), 0);
    // Between steps of which practice alone asks for one it is a hint.
    let book = Book::with(&[("party_talk", "2026-06-20"), ("approval", "2026-06-10")]);
    assert_eq!(
        (book.said("order of the steps").len(), book.said("usual order of the steps").len()),
        (0, 1)
    );
}

#[test]
fn the_political_review_leaves_in_no_part_and_in_no_public_version() {
    let mut book = Book::with(&[("apply", "2026-01-10"), ("review", "2026-10-10")]);
    book.field("review_result", "unfit");
    book.field("review_note", "不外传的政审情况");
    book.field("phone", "13812345678");
    let branch = RecordId::keyed("branch", "甲");
    let (from, until) =
        (Month::new(2026, 1).expect("a month"), Month::new(2026, 12).expect("a month"));
    for scope in [Scope::Branch(branch), Scope::Period { from, until }] {
        let part = write_body(&scope.select(schemas(), &book.ledger, Restricted::Stays));
        assert!(part.contains("林小雨"), "{scope:?}");
        for secret in ["unfit", "不外传", "review_result", "review_note", "13812345678"] {
            assert!(!part.contains(secret), "{scope:?}: {secret}");
        }
    }
    let fresh = Fresh { ledger: LedgerId(0xfeed), writer: WriterId(0xfeed) };
    let mut scores = Scores::new(&book.ledger);
    let (_, wall) = public(schemas(), &book.ledger, &mut scores, fresh, &Author::default(), NOW);
    let wall = write_body(&wall);
    assert!(!wall.contains("林小雨") && !wall.contains("course") && !wall.contains("不外传"));
    // Nor does what is computed of a course tell it.
    let context = Context::new(&book.ledger, day("2026-11-30"));
    let record = book.ledger.record(&course()).expect("there");
    let mut other = Book::with(&[("apply", "2026-01-10"), ("review", "2026-10-10")]);
    other.field("review_result", "fit");
    let fit = other.path("2026-11-30");
    assert_eq!(CoursePath::of(&record, &context), fit);
    assert!(!COURSE_SCHEMA.field("review_result").expect("a field").is_open());
    assert!(COURSE.is_listed());
}

#[test]
fn a_review_that_is_still_to_come_settles_nothing() {
    let mut book = Book::with(&[("activist", "2026-01-10")]);
    book.review("2026-12-20");
    let reviewed = |today: &str| {
        let all = book.read(today, |record, _| review_periods(record, day(today)));
        all.iter().filter(|one| one.reviewed_on.is_some()).count()
    };
    assert_eq!((reviewed("2026-12-19"), reviewed("2026-12-20")), (0, 1));
}

#[test]
fn a_second_course_of_one_person_is_told_and_can_be_joined() {
    let second = RecordId::keyed("course", "second");
    let of = |fields: &[(&str, Value)]| {
        let mut book = Book::with(&[("apply", "2026-01-10"), ("talk", "2026-01-20")]);
        book.act(|draft| {
            draft.field(&second, "name", "林 小雨");
            draft.field(&second, "branch", "branch:=甲");
            for (field, value) in fields {
                draft.field(&second, field, value.clone());
            }
            draft.entry(&second, "steps", "talk", "2026-01-25");
            draft.entry(&second, "steps", "activist", "2026-05-01");
        });
        book
    };
    let is_told = |book: &Book| book.said(OTHER_COURSE).len() == 1;
    assert!(is_told(&of(&[])));
    assert!(!is_told(&of(&[("branch", "branch:=乙".into())])));
    assert!(!is_told(&of(&[("name", "林小鱼".into())])));
    // Of a second application it is no second record.
    assert!(!is_told(&of(&[("again", 2.into())])));
    let mut book = of(&[("branch", "branch:=乙".into()), ("staff_number", "1001".into())]);
    book.field("staff_number", "1001");
    assert!(is_told(&book));
    let mut apart = of(&[]);
    apart.act(|draft| keep_apart(draft, &course(), &second));
    assert!(!is_told(&apart));

    // Joined: the steps of both, of a step that both have that of the one that goes on.
    let mut book = of(&[("born", "1990-05".into())]);
    assert_eq!(duplicates(&book.ledger).len(), 1);
    let ledger = book.ledger.clone();
    book.act(|draft| join(draft, &ledger, std::slice::from_ref(&second), &course()));
    assert!(!is_told(&book) && duplicates(&book.ledger).is_empty());
    assert_eq!(book.ledger.records(COURSE.name).count(), 1);
    let on = |book: &Book, event: CourseEvent| {
        book.path("2026-11-30").step(event).and_then(|step| step.on).map(DayOrMonth::label)
    };
    assert_eq!(on(&book, CourseEvent::Talk).as_deref(), Some("2026年1月20日"));
    assert_eq!(on(&book, CourseEvent::Activist).as_deref(), Some("2026年5月1日"));
    assert_eq!(book.read("2026-11-30", |record, _| record.text("born").to_owned()), "1990-05");
    // What one of them alone has can be taken back, too.
    let ledger = book.ledger.clone();
    let record = ledger.record(&course()).expect("there");
    let step = CourseStepKey::Event(CourseEvent::Activist);
    book.act(|draft| draft_step(draft, &record, &step, None));
    assert_eq!(on(&book, CourseEvent::Activist), None);
}

fn on() -> impl Strategy<Value = Option<String>> {
    let day = (0_u64..900).prop_map(|days| day_text(day("2024-01-01") + chrono::Days::new(days)));
    let month = (1_u32..=12).prop_map(|month| format!("2025-{month:02}"));
    prop_oneof![2 => Just(None), 6 => day.prop_map(Some), 1 => month.prop_map(Some)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn each_step_that_comes_too_early_is_told_once_and_no_other(
        days in prop::collection::vec(on(), COURSE_STEPS.len()),
    ) {
        let steps = COURSE_STEPS.iter().zip(&days);
        let steps: Vec<(&str, &str)> =
            steps.filter_map(|((key, _), on)| Some((*key, on.as_deref()?))).collect();
        let book = Book::with(&steps);
        let days = book.read("2027-12-31", |record, _| course_days(record));
        let mut wrong: Vec<(bool, &str)> = inversions(&days)
            .into_iter()
            .map(|(one, other)| (one.is_statutory() && other.is_statutory(), other.key()))
            .collect();
        wrong.sort_unstable();
        wrong.dedup();
        let rules = ["order of the steps", "usual order of the steps"];
        let found = book.found();
        let mut told: Vec<(bool, &str)> = found
            .iter()
            .filter(|one| rules.contains(&one.rule))
            .map(|one| (one.severity == Severity::Statutory, one.row.as_str()))
            .collect();
        told.sort_unstable();
        prop_assert_eq!(told, wrong);
    }

    #[test]
    fn what_comes_next_has_no_day_and_all_before_it_is_done(
        days in prop::collection::vec(on(), COURSE_STEPS.len()),
    ) {
        let steps = COURSE_STEPS.iter().zip(&days);
        let steps: Vec<(&str, &str)> =
            steps.filter_map(|((key, _), on)| Some((*key, on.as_deref()?))).collect();
        let book = Book::with(&steps);
        let path = book.path("2025-06-15");
        let is_done = |on: Option<DayOrMonth>| on.is_some_and(|on| on.first_day() <= day("2025-06-15"));
        for step in &path.steps {
            let is_dated = is_done(step.on);
            prop_assert_eq!(step.state == CourseStepState::Done, is_dated, "{}", &step.label);
        }
        if let Some(next) = path.next_step() {
            prop_assert!(!is_done(next.on));
        } else {
            let is_over = |state| matches!(state, CourseStepState::Done | CourseStepState::Undated);
            let is_all = path.steps.iter().all(|step| is_over(step.state));
            prop_assert!(is_all);
        }
    }
}

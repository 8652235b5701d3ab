//! What has to hold of a course beyond its fields: order, spans, age, training, ballots, and who vouches.

use chrono::Months;

use super::course::COURSE;
use super::course_limits::SpansInForce;
use super::course_order::{CourseDays, NO_COURSE_DAYS, comes_before, inversions, is_after};
use super::course_step::place_of;
use super::course_template::CourseEvent;
use super::engine::{Context, RuleBreach, value_at};
use super::join::are_apart;
use super::member::Member;
use super::same_person::{fields_agree, fields_differ, may_be_one_person};
use super::vote_rules::vote_rule;
use crate::ledger::{DayOrMonth, Record};

/// The days of the events of a course.
pub fn course_days(record: &Record<'_>) -> CourseDays {
    let mut days = NO_COURSE_DAYS;
    for (event, day) in CourseEvent::ALL.iter().zip(&mut days) {
        *day = event.on(record);
    }
    days
}

/// Inversions of which the 细则 asks for both events.
pub(super) fn statutory_order(record: &Record<'_>, _: &Context<'_>) -> Vec<RuleBreach> {
    out_of_order(record, true)
}

/// Inversions with an event that practice alone asks for.
pub(super) fn usual_order(record: &Record<'_>, _: &Context<'_>) -> Vec<RuleBreach> {
    out_of_order(record, false)
}

/// The inversions of a course, told at the later event of each, with all that it should not come before.
fn out_of_order(record: &Record<'_>, is_statutory: bool) -> Vec<RuleBreach> {
    let days = course_days(record);
    let label = |event: CourseEvent| {
        let on = days.get(event.place()).copied().flatten();
        format!("“{}”（{}）", event.label(), on.map_or_else(String::new, DayOrMonth::label))
    };
    let mut all = inversions(&days);
    all.retain(|(one, other)| (one.is_statutory() && other.is_statutory()) == is_statutory);
    let told = |of: &[(CourseEvent, CourseEvent)]| {
        let (_, later) = *of.first()?;
        let earlier: Vec<String> = of.iter().map(|(earlier, _)| label(*earlier)).collect();
        let text = format!("{}早于{}，次序不对", label(later), earlier.join("、"));
        Some(at(later, text))
    };
    all.chunk_by(|one, other| one.1 == other.1).filter_map(told).collect()
}

/// Spans of the 细则 that were not kept.
pub(super) fn statutory_spans(record: &Record<'_>, context: &Context<'_>) -> Vec<RuleBreach> {
    out_of_span(record, context, true)
}

/// Spans of the hospital, and of what the 细则 asks for in general, that were not kept.
pub(super) fn usual_spans(record: &Record<'_>, context: &Context<'_>) -> Vec<RuleBreach> {
    out_of_span(record, context, false)
}

fn out_of_span(record: &Record<'_>, context: &Context<'_>, is_statutory: bool) -> Vec<RuleBreach> {
    let all = SpansInForce::of(context).breaches(record, context.calendar()).into_iter();
    let all = all.filter(|one| one.is_statutory == is_statutory);
    all.map(|one| at(one.span.to, one.words())).collect()
}

fn at(event: CourseEvent, text: String) -> RuleBreach {
    let (field, row) = event.field_and_row();
    RuleBreach { field, row: row.to_owned(), text }
}

/// Steps of the hospital that came before what they follow, or after what follows them.
pub(super) fn own_order(record: &Record<'_>, context: &Context<'_>) -> Vec<RuleBreach> {
    let days = course_days(record);
    let mut found = Vec::new();
    for (key, row) in record.entries("own_steps") {
        let on = row.get("on").unwrap_or(row).as_text().and_then(|text| text.parse().ok());
        let Some((on, step)) = Option::<DayOrMonth>::zip(on, context.named(key)) else { continue };
        let (after, before) = place_of(&step);
        let dated =
            CourseEvent::ALL.iter().zip(&days).filter_map(|(one, day)| Some((*one, (*day)?)));
        for (event, day) in dated {
            let is_earlier =
                after.is_some_and(|after| event == after || comes_before(event, after));
            let is_later = before.is_some_and(|one| event == one || comes_before(one, event));
            let (name, label) = (step.text("name"), event.label());
            let text = match (is_earlier && is_after(day, on), is_later && is_after(on, day)) {
                (true, _) => format!("“{name}”早于“{label}”（{}），次序不对", day.label()),
                (_, true) => format!("“{name}”晚于“{label}”（{}），次序不对", day.label()),
                _ => continue,
            };
            found.push(RuleBreach { field: "own_steps", row: key.to_owned(), text });
        }
    }
    found
}

/// At so many months of age one may apply: 18 full years by the calendar (第5条).
const OF_AGE: Months = Months::new(18 * 12);

/// Whether somebody was not 18 on the day of the application; of whom one knows only the month of birth, not
/// even at the end of it.
pub(super) fn under_age(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let born: DayOrMonth = record.text("born").parse().ok()?;
    let applied = CourseEvent::Apply.on(record)?;
    let of_age = born.first_day().checked_add_months(OF_AGE)?;
    (applied.last_day() < of_age).then(|| {
        let day = crate::ledger::day_label(of_age);
        ("born", format!("递交入党申请书时不满 18 周岁，{day}才满（第5条）"))
    })
}

/// Whether it cannot be said that somebody was 18, as days are missing.
pub(super) fn perhaps_under_age(
    record: &Record<'_>,
    context: &Context<'_>,
) -> Option<(&'static str, String)> {
    let born: DayOrMonth = record.text("born").parse().ok()?;
    let applied = CourseEvent::Apply.on(record)?;
    let of_age = born.last_day().checked_add_months(OF_AGE)?;
    let is_open = applied.first_day() < of_age && under_age(record, context).is_none();
    let has_gap = [born, applied].iter().any(|one| matches!(one, DayOrMonth::Month(_)));
    (is_open && has_gap).then(|| ("born", "只知道月份，请核对申请时是否满 18 周岁".to_owned()))
}

/// Tenths of days and of hours of which one is enough (第17条).
const LEAST_TRAINING: (i64, i64) = (30, 240);

/// Whether the training was shorter than three days and than 24 hours.
pub(super) fn too_little_training(
    record: &Record<'_>,
    _: &Context<'_>,
) -> Option<(&'static str, String)> {
    let count = |path: &str| value_at(record, path).as_int();
    let (days, hours) = (count("training.days"), count("training.hours"));
    let is_known = days.or(hours).is_some();
    let is_enough = days.is_some_and(|days| days >= LEAST_TRAINING.0)
        || hours.is_some_and(|hours| hours >= LEAST_TRAINING.1);
    (is_known && !is_enough)
        .then(|| ("training", "集中培训一般不少于 3 天或 24 学时（第17条）".to_owned()))
}

/// Whether an extension of the probation is not one of half a year to a year.
pub(super) fn unusual_extension(
    record: &Record<'_>,
    _: &Context<'_>,
) -> Option<(&'static str, String)> {
    let months = value_at(record, "extension.months").as_int()?;
    (!(6..=12).contains(&months))
        .then(|| ("extension", "延长预备期不少于半年、不超过一年，只能延长一次".to_owned()))
}

/// Whether the ballot of the general meeting that admitted does not carry.
pub(super) fn not_admitted(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    not_carried(record, CourseEvent::Admission, "admission_vote", "admission")
}

/// Whether the ballot of the general meeting that made a full member does not carry.
pub(super) fn not_confirmed(
    record: &Record<'_>,
    _: &Context<'_>,
) -> Option<(&'static str, String)> {
    not_carried(record, CourseEvent::Confirmation, "full_vote", "confirmation")
}

fn not_carried(
    record: &Record<'_>,
    event: CourseEvent,
    field: &'static str,
    kind: &str,
) -> Option<(&'static str, String)> {
    event.on(record)?;
    let count = |column: &str| {
        let value = record.get(field).get(column).and_then(crate::ledger::Value::as_int);
        value.and_then(|count| usize::try_from(count).ok())
    };
    let (rule, due) = (vote_rule(kind), count("due").filter(|due| *due > 0)?);
    if let Some(present) = count("present")
        && !rule.quorum.is_reached(present, due)
    {
        let least = rule.quorum.least(due);
        let text = format!("到会 {present} 人，应到 {due} 人，至少 {least} 人到会才能表决");
        return Some((field, text));
    }
    let yes = count("yes")? + count("written").unwrap_or(0);
    let least = rule.threshold.least(due);
    (!rule.threshold.is_reached(yes, due)).then(|| {
        (field, format!("赞成 {yes} 票，应到 {due} 人，至少 {least} 票才通过（会前书面意见计入）"))
    })
}

/// Whether the ballot of the general meeting that admitted counts more votes than ballots.
pub(super) fn admission_miscounted(
    record: &Record<'_>,
    _: &Context<'_>,
) -> Option<(&'static str, String)> {
    miscounted(record, "admission_vote")
}

/// Whether the ballot of the general meeting that made a full member counts more votes than ballots.
pub(super) fn full_miscounted(
    record: &Record<'_>,
    _: &Context<'_>,
) -> Option<(&'static str, String)> {
    miscounted(record, "full_vote")
}

fn miscounted(record: &Record<'_>, field: &'static str) -> Option<(&'static str, String)> {
    let group = record.get(field);
    let count = |column: &str| group.get(column).and_then(crate::ledger::Value::as_int);
    let votes: i64 = ["yes", "no", "abstain"].into_iter().filter_map(count).sum();
    let ballots = ["returned", "issued", "present"].into_iter().find_map(count)?;
    (votes > ballots).then(|| {
        (
            field,
            format!(
                "同意、反对和弃权共 {votes} 票，比票数 {ballots} 多；会前书面赞成另填，不算在同意里"
            ),
        )
    })
}

/// Whether one person stands in both places of a pair.
pub(super) fn named_twice(record: &Record<'_>, _: &Context<'_>) -> Option<(&'static str, String)> {
    let pairs = [("mentor", "mentor2", "培养联系人"), ("sponsor", "sponsor2", "入党介绍人")];
    pairs.into_iter().find_map(|(one, other, word)| {
        let (first, second) = (record.named(record.text(one))?, record.named(record.text(other))?);
        (first == second).then(|| (other, format!("两名{word}是同一个人")))
    })
}

/// Whether someone who vouches is known not to have been a full member then.
pub(super) fn not_full(
    record: &Record<'_>,
    context: &Context<'_>,
) -> Option<(&'static str, String)> {
    let all = [
        ("mentor", CourseEvent::Mentors, "培养联系人"),
        ("mentor2", CourseEvent::Mentors, "培养联系人"),
        ("sponsor", CourseEvent::Sponsors, "入党介绍人"),
        ("sponsor2", CourseEvent::Sponsors, "入党介绍人"),
    ];
    all.into_iter().find_map(|(field, event, word)| {
        let day = event.on(record)?.last_day();
        let who = context.named(record.text(field))?;
        let member = Member::on(&who, day)?;
        (member.category != "full").then(|| (field, format!("{word}那时不是正式党员")))
    })
}

/// The name of the rule that finds a second course of one person.
pub const OTHER_COURSE: &str = "one course a person";

/// The other courses that may be of the same person: of the same application and staff number, or of the same
/// name in one branch or with one birth. Those that someone has said to be of another person are left out.
pub fn other_courses<'a>(record: &Record<'a>, context: &Context<'a>) -> Vec<Record<'a>> {
    let is_same = |other: &Record<'_>| {
        let agrees = |field| fields_agree(record, other, field);
        let is_named = || {
            may_be_one_person(record, other)
                && (agrees("born") || record.text("branch") == other.text("branch"))
        };
        other.id() != record.id()
            && record.get("again") == other.get("again")
            && ((agrees("staff_number") && !fields_differ(record, other, "born")) || is_named())
            && !are_apart(record, other)
    };
    context.records(COURSE.name).filter(is_same).collect()
}

/// Whether another course may be of the same person.
pub(super) fn recorded_twice(
    record: &Record<'_>,
    context: &Context<'_>,
) -> Option<(&'static str, String)> {
    let count = other_courses(record, context).len();
    (count > 0).then(|| {
        let text = format!("同名或同工号的另有 {count} 份发展记录，如是同一个人请合并");
        ("name", text)
    })
}

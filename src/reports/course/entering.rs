//! What is written into a course, and the candidate who becomes a member. The course keeps all that it has, and
//! names the record of the member.

use crate::ledger::{Day, DayOrMonth, Draft, Record, RecordId, Value, day_text};
use crate::registers::form::{self, Input};
use crate::registers::{
    COURSE_SCHEMA, Context, CourseEvent, CourseStepKey, MEMBER, MEMBER_SCHEMA, Problem, joined_on,
    probation_end, rows,
};
use crate::typed_text::is_same_staff_number;

/// Why someone cannot be put onto the roster of members.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotOnRoster {
    /// The admission is not approved, or its day is not known.
    #[error("还没有登记支部大会讨论接收和上级党委审批的日期，批准以后才能编入花名册")]
    NotApproved,
    /// The record of the member would be faulty.
    #[error("没有编入：{}", .0.iter().map(|one| &*one.text).collect::<Vec<_>>().join("；"))]
    Faulty(Vec<Problem>),
}

/// Writes the day of a step into an edit; `None` takes it back. What else its row holds stays.
pub fn draft_step(draft: &mut Draft, record: &Record<'_>, key: &CourseStepKey, on: Option<Day>) {
    let on = on.map_or(Value::Null, |day| day_text(day).into());
    let (table, row, column) = match key {
        CourseStepKey::Own(step) => ("own_steps", step.as_str(), "on"),
        CourseStepKey::Event(event) => match (event.number(), event.path().split_once('.')) {
            (Some(_), _) => ("steps", event.key(), "on"),
            (None, Some((field, column))) => (field, "", column),
            (None, None) => return,
        },
    };
    let Some(field) = COURSE_SCHEMA.field(table) else { return };
    match row {
        "" => {
            let group = rows::with_columns(field, record.get(table), &[(column, on)]);
            draft.field(record.id(), table, group);
        }
        row => {
            let standing = record.entry(table, row);
            let value = match on {
                // Without its day a step is none.
                Value::Null => Value::Null,
                on => rows::with_columns(field, standing, &[(column, on)]),
            };
            draft.entry(record.id(), table, row, value);
        }
    }
}

/// Writes a half-year review into an edit.
pub fn draft_review(draft: &mut Draft, record: &Record<'_>, on: Day, by: &str, opinion: &str) {
    let mut columns = vec![("on", Value::from(day_text(on)))];
    for (column, text) in [("by", by.trim()), ("opinion", opinion.trim())] {
        if !text.is_empty() {
            columns.push((column, text.into()));
        }
    }
    let key = rows::next_key(draft);
    draft.entry(record.id(), "reviews", &key, Value::group(columns));
}

/// Puts a candidate whose admission is approved onto the roster, as a probationary member from the day of the
/// approval on, who joined on the day of the general meeting (第31条). A member who has the staff number already
/// is linked, and stays as recorded.
///
/// # Errors
/// Where the admission is not approved, or the record of the member would be faulty; then nothing should be made
/// of the draft.
pub fn draft_member(
    draft: &mut Draft,
    context: &Context<'_>,
    record: &Record<'_>,
) -> Result<RecordId, NotOnRoster> {
    let approved = CourseEvent::Approval.on(record).map(DayOrMonth::first_day);
    let approved = approved.filter(|on| context.has_come(*on));
    let (Some(approved), Some(admitted)) = (approved, CourseEvent::Admission.on(record)) else {
        return Err(NotOnRoster::NotApproved);
    };
    let number = record.text("staff_number");
    let known = context.records(MEMBER.name).find(|member| {
        !number.is_empty() && is_same_staff_number(member.text("staff_number"), number)
    });
    let member = match known {
        Some(member) => member.id().clone(),
        None => {
            let joined = match admitted {
                DayOrMonth::Day(day) => day_text(day),
                DayOrMonth::Month(month) => month.to_string(),
            };
            let own = ["name", "staff_number", "branch", "department", "born", "post"];
            let own = own.map(|field| (field, record.text(field).to_owned()));
            let more = [
                ("category", "probationary".to_owned()),
                ("standing", "active".to_owned()),
                ("joined_party", joined),
            ];
            let texts = own.into_iter().chain(more).filter(|(_, text)| !text.is_empty());
            let input = Input { texts: texts.collect(), since: Some(approved), ..Input::default() };
            form::write(&MEMBER_SCHEMA, context.ledger(), None, &input, draft)
                .map_err(NotOnRoster::Faulty)?
        }
    };
    draft.field(record.id(), "member", member.as_str());
    Ok(member)
}

/// Writes that the member of a course is a full one: from the day of the approval on, with the end of the
/// probation as the day since when. `false` where that is not approved yet, or no member is linked.
pub fn draft_full_member(draft: &mut Draft, context: &Context<'_>, record: &Record<'_>) -> bool {
    let approved = CourseEvent::FullApproval.on(record).map(DayOrMonth::first_day);
    let Some(approved) = approved.filter(|on| context.has_come(*on)) else { return false };
    let member = context.named(record.text("member")).filter(Record::is_live);
    let Some(member) = member else { return false };
    draft.entry(member.id(), "category", &day_text(approved), "full");
    // A meeting later than the end of the probation does not move it.
    let since = probation_end(record).filter(|_| joined_on(record).is_some());
    if let Some(since) = since.filter(|_| member.text("full_since").is_empty()) {
        draft.field(member.id(), "full_since", day_text(since));
    }
    true
}

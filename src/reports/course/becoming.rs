//! The candidate who becomes a member. The course keeps all that it has, and names the record of the member.

use crate::ledger::{DayOrMonth, Draft, Record, RecordId, day_text};
use crate::registers::form::{self, Input};
use crate::registers::{
    COURSE, Context, CourseEvent, MEMBER, MEMBER_SCHEMA, Problem, joined_on, keep_apart,
    may_be_one_person, name_of, probation_end,
};
use crate::typed_text::is_same_staff_number;

/// Who a candidate is on the roster of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterMatch<'a> {
    /// Nobody has been asked: a member is made only where none of the name is there.
    Unasked,
    /// This member.
    Is(&'a RecordId),
    /// Another person than the members of the name.
    Another,
}

/// A member of the roster who may be the person of a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PossibleMember {
    /// The member.
    pub id: RecordId,
    /// The name.
    pub name: String,
    /// The name of the branch; empty where it is not known.
    pub branch: String,
    /// The birth in words; empty where it is not known.
    pub born: String,
    /// Whether another course names the member already.
    pub has_course: bool,
}

/// Why someone cannot be put onto the roster of members.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotOnRoster {
    /// The admission is not approved, or its day is not known.
    #[error("还没有登记支部大会讨论接收和上级党委审批的日期，批准以后才能编入花名册")]
    NotApproved,
    /// Members of the same name are there, and it is not said whether one of them is meant.
    #[error("没有编入：花名册里已有同名的人，请先选是不是本人")]
    PerhapsThere(Vec<PossibleMember>),
    /// The member who was chosen is not there any more.
    #[error("没有编入：选的这名党员已经不在花名册里，请重新选")]
    Gone,
    /// The record of the member would be faulty.
    #[error("没有编入：{}", .0.iter().map(|one| &*one.text).collect::<Vec<_>>().join("；"))]
    Faulty(Vec<Problem>),
}

impl PossibleMember {
    fn of(member: &Record<'_>, course: &Record<'_>, context: &Context<'_>) -> Self {
        let branch = member.latest("branch").as_text().and_then(|id| id.parse().ok());
        let born = member.text("born").parse::<DayOrMonth>();
        let is_of_other = |other: Record<'_>| {
            other.id() != course.id() && other.text("member") == member.id().as_str()
        };
        Self {
            id: member.id().clone(),
            name: member.text("name").to_owned(),
            branch: branch.map_or_else(String::new, |id| name_of(context.ledger(), &id)),
            born: born.map_or_else(|_| member.text("born").to_owned(), DayOrMonth::label),
            has_course: context.records(COURSE.name).any(is_of_other),
        }
    }

    /// What tells the member from others of the name: 内科党支部，1990年5月出生.
    pub fn words(&self) -> String {
        let born = (!self.born.is_empty()).then(|| format!("{}出生", self.born));
        let course = self.has_course.then(|| "已有一份发展记录".to_owned());
        let branch = (!self.branch.is_empty()).then(|| self.branch.clone());
        branch.into_iter().chain(born).chain(course).collect::<Vec<_>>().join("，")
    }
}

/// The member whose staff number is that of a course.
fn numbered<'a>(context: &Context<'a>, record: &Record<'_>) -> Option<Record<'a>> {
    let number = record.text("staff_number");
    context.records(MEMBER.name).find(|member| {
        !number.is_empty() && is_same_staff_number(member.text("staff_number"), number)
    })
}

/// The members who may be the person of a course: those of the same name of whom neither staff number nor birth
/// says otherwise. None where the staff number says who it is.
pub fn possible_members(context: &Context<'_>, record: &Record<'_>) -> Vec<PossibleMember> {
    if numbered(context, record).is_some() {
        return Vec::new();
    }
    let all = context.records(MEMBER.name).filter(|member| may_be_one_person(member, record));
    all.map(|member| PossibleMember::of(&member, record, context)).collect()
}

/// Puts a candidate whose admission is approved onto the roster, as a probationary member from the day of the
/// approval on, who joined on the day of the general meeting (第31条). A member who has the staff number already,
/// or is said to be the person, is linked, and stays as recorded.
///
/// # Errors
/// Where the admission is not approved, members of the name are there and nobody was asked, the member who was
/// chosen is gone, or the record of the member would be faulty; then nothing should be made of the draft.
pub fn draft_member(
    draft: &mut Draft,
    context: &Context<'_>,
    record: &Record<'_>,
    who: RosterMatch<'_>,
) -> Result<RecordId, NotOnRoster> {
    let approved = CourseEvent::Approval.on(record).map(DayOrMonth::first_day);
    let approved = approved.filter(|on| context.has_come(*on));
    let (Some(approved), Some(admitted)) = (approved, CourseEvent::Admission.on(record)) else {
        return Err(NotOnRoster::NotApproved);
    };
    let possible = possible_members(context, record);
    let known = match who {
        RosterMatch::Is(id) => {
            let chosen = context.named(id.as_str()).filter(Record::is_live);
            Some(chosen.ok_or(NotOnRoster::Gone)?)
        }
        RosterMatch::Unasked if !possible.is_empty() => {
            return Err(NotOnRoster::PerhapsThere(possible));
        }
        RosterMatch::Unasked | RosterMatch::Another => numbered(context, record),
    };
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
            let made = form::write(&MEMBER_SCHEMA, context.ledger(), None, &input, draft)
                .map_err(NotOnRoster::Faulty)?;
            // Of those of the name it was said that they are others: nobody is asked again.
            possible.iter().for_each(|other| keep_apart(draft, &made, &other.id));
            made
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

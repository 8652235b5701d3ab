//! The 三亮 board (亮身份·亮承诺·亮业绩): who each member is, what was promised, and what was done in a
//! quarter, counted from records.
//!
//! The board is shown in a hall: it holds public fields of members and counts, no score and no reason.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::ledger::{Day, Ledger, Month, Quarter, Record, RecordId, parse_day};
use crate::ordered;
use crate::registers::{
    Context, DEED, MEETING, MEMBER_SCHEMA, Privacy, SERVICE_EVENT, hours_tenths, is_support,
    is_volunteer, meeting_day, names_apart, points_text, served_by, service_days, show_field,
    title, was_held,
};
use crate::reports::Roster;

use super::commitments::{Commitment, CommitmentState, commitments_of};
use super::study_hours::StudyYear;

/// What a member did in the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Achievement {
    /// What it is: 志愿服务.
    pub label: &'static str,
    /// How much, with units: 3 次 7.5 小时.
    pub words: String,
}

/// A member on the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardMember {
    /// The member.
    pub member: RecordId,
    /// The name, with public fields that distinguish namesakes.
    pub name: String,
    /// Posts and title, in this order: 党支部书记, 主任, 主任医师.
    pub posts: Vec<String>,
    /// The department.
    pub department: String,
    /// The commitments of the year that were approved.
    pub commitments: Vec<Commitment>,
    /// What was done in the quarter.
    pub achievements: Vec<Achievement>,
}

/// The board of a branch in a quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Board {
    /// The branch's name.
    pub branch: String,
    /// The quarter: 2026年第三季度.
    pub period: String,
    /// The year of the commitments.
    pub year: i32,
    /// The members.
    pub members: Vec<BoardMember>,
    /// Commitments that were not approved yet: they are not on the board.
    pub unapproved: usize,
    /// Members without any commitment of the year.
    pub without: usize,
    /// Months of the quarter that are archived: what was done in them is no longer here.
    pub archived: Vec<Month>,
}

/// The sums of a member in the quarter.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    volunteer: i64,
    hours: i64,
    community: i64,
    study: i64,
    lectures: i64,
    served: i64,
    guidance: i64,
    support: i64,
    deeds: i64,
}

/// The board of a branch in the quarter of a month, up to today.
pub fn board(
    context: &Context<'_>,
    roster: &Roster<'_>,
    study: &StudyYear,
    branch: &RecordId,
    month: Month,
) -> Board {
    let ledger = context.ledger();
    let quarter = Quarter::of(month);
    let months = quarter.months();
    let [first, last] = [months.first(), months.last()].map(|one| one.copied().unwrap_or(month));
    let span = first.first_day()..=last.last_day();
    let as_of = context.today().min(*span.end()).max(*span.start());
    let sums = sums(context, study, &span);
    let members = roster.members_on(Some(branch), as_of).map(|(one, _)| one.id);
    let members: Vec<&RecordId> = members.collect();
    let names = names_apart(ledger, members.iter().copied(), true);
    let mut found = Board {
        branch: title(ledger, branch),
        period: quarter.label(),
        year: first.year(),
        archived: months.into_iter().filter(|month| ledger.is_archived(*month)).collect(),
        ..Board::default()
    };
    let mut commitments = commitments_of(context, first.year());
    for id in members {
        let Some(record) = ledger.record(id) else { continue };
        let mut own = commitments.remove(id).unwrap_or_default();
        own.retain(|one| one.state != CommitmentState::Released);
        found.without += usize::from(own.is_empty());
        found.unapproved += own.iter().filter(|one| !one.state.is_public()).count();
        own.retain(|one| one.state.is_public());
        let posts = ["party_post", "post", "title_rank"].into_iter();
        let posts = posts.map(|field| public_text(ledger, &record, field, as_of));
        found.members.push(BoardMember {
            member: id.clone(),
            name: names.get(id).cloned().unwrap_or_default(),
            posts: posts.filter(|post| !post.is_empty()).collect(),
            department: public_text(ledger, &record, "department", as_of),
            commitments: own,
            achievements: achievements(sums.get(id).copied().unwrap_or_default()),
        });
    }
    found
}

/// What a public field of a member says on a day; empty where the field is not public.
fn public_text(ledger: &Ledger, record: &Record<'_>, field: &str, day: Day) -> String {
    let Some(field) = MEMBER_SCHEMA.field(field).filter(|one| one.privacy == Privacy::Public)
    else {
        return String::new();
    };
    if field.name == "department" {
        let department = record.on("department", day).as_text().and_then(|id| record.named(id));
        return department.map_or_else(String::new, |id| title(ledger, &id));
    }
    show_field(ledger, field, record)
}

/// What the records of a span say of each member.
fn sums(
    context: &Context<'_>,
    study: &StudyYear,
    span: &RangeInclusive<Day>,
) -> BTreeMap<RecordId, Sums> {
    let mut sums: BTreeMap<RecordId, Sums> = BTreeMap::new();
    let within =
        |day: Option<Day>| day.is_some_and(|day| span.contains(&day) && context.has_come(day));
    for entry in study.entries.iter().filter(|entry| within(Some(entry.day))) {
        sums.entry(entry.member.clone()).or_default().study += entry.tenths;
    }
    for event in context.records(SERVICE_EVENT.name) {
        let kind = event.text("kind");
        let Some((first, last)) = service_days(&event).map(RangeInclusive::into_inner) else {
            continue;
        };
        let begins = within(Some(first));
        // A posting is support in each quarter in which it lasts; all else is of its first day.
        let goes_on = first < *span.start()
            && *span.start() <= last
            && context.has_come(*span.start())
            && is_support(kind);
        if !begins && !goes_on {
            continue;
        }
        let served = served_by(&event, context).filter(|_| begins).unwrap_or(0);
        for (key, row) in event.entries("who") {
            let Some(member) = event.named(key) else { continue };
            let sum = sums.entry(member).or_default();
            match kind {
                "community" => sum.community += 1,
                "guidance" => sum.guidance += 1,
                kind if is_support(kind) => sum.support += 1,
                kind if is_volunteer(kind) => {
                    sum.volunteer += 1;
                    sum.hours += hours_tenths(&event, row).unwrap_or(0);
                }
                _ => {}
            }
            sum.served += served;
        }
    }
    for meeting in context.records(MEETING.name) {
        let is_lecture = meeting.text("kind") == "lecture" && was_held(&meeting);
        let lecturer = meeting.named(meeting.text("lecturer"));
        if let Some(lecturer) = lecturer.filter(|_| is_lecture && within(meeting_day(&meeting))) {
            sums.entry(lecturer).or_default().lectures += 1;
        }
    }
    for deed in context.records(DEED.name) {
        if !within(parse_day(deed.text("done_on")).ok()) {
            continue;
        }
        let helpers = deed.entries("helpers").into_iter().map(|(key, _)| key);
        let people = helpers.chain([deed.text("responsible")]).filter_map(|id| deed.named(id));
        for member in ordered::set(people) {
            sums.entry(member).or_default().deeds += 1;
        }
    }
    sums
}

/// The achievements that there are, in words.
fn achievements(sums: Sums) -> Vec<Achievement> {
    let volunteer = match sums.hours {
        0 => format!("{} 次", sums.volunteer),
        hours => format!("{} 次 {} 小时", sums.volunteer, points_text(hours)),
    };
    let lines = [
        ("志愿服务", sums.volunteer, volunteer),
        ("双报到", sums.community, format!("{} 次", sums.community)),
        ("学习", sums.study, format!("{} 学时", points_text(sums.study))),
        ("讲党课", sums.lectures, format!("{} 次", sums.lectures)),
        ("参加的活动服务群众", sums.served, format!("{} 人次", sums.served)),
        ("指导基层", sums.guidance, format!("{} 次", sums.guidance)),
        ("支援帮扶", sums.support, format!("{} 次", sums.support)),
        ("办结实事", sums.deeds, format!("{} 件", sums.deeds)),
    ];
    let some = lines.into_iter().filter(|(_, amount, _)| *amount > 0);
    some.map(|(label, _, words)| Achievement { label, words }).collect()
}

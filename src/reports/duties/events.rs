//! Duties that follow from records: rolls to call and to complete, absences to make up for, minutes
//! to sign, commitments and deeds that are due, terms that end.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::ledger::{Day, Month, Record, RecordId, day_label, parse_day};
use crate::registers::{
    COMMITMENT, DEED, MEETING_KINDS, TERM, TERM_BODIES, makeup_deadline, name_of,
};
use crate::reports::expected_among;

use super::closings::{TERM_NOTICE, term_duty};
use super::duty::{Duty, DutyAbout, DutyKind, Urgency};
use super::index::{DutyIndex, Meeting};

/// How many days ahead a planned meeting is listed.
const MEETING_NOTICE: i64 = 7;

/// How many days before it is due a commitment is listed.
const COMMITMENT_NOTICE: i64 = 30;

/// How many days before it is due a deed is listed.
const DEED_NOTICE: i64 = 14;

/// The duties that records of a branch give. What is about a meeting of the whole hospital as such is
/// one for the first branch alone.
pub(super) fn event_duties(
    index: &DutyIndex<'_>,
    branch: &RecordId,
    is_first: bool,
    found: &mut Vec<Duty>,
) {
    for meeting in &index.meetings {
        let is_own = meeting.branch == branch.as_str();
        if is_own || (is_first && meeting.branch.is_empty()) {
            roll_duties(index, meeting, found);
        }
        if is_own || meeting.branch.is_empty() {
            absence_duties(index, meeting, branch, found);
        }
    }
    commitments(index, branch, found);
    deeds(index, branch, found);
    terms(index, branch, found);
    if is_first {
        committee_term(index, found);
    }
}

/// The roll of a meeting and its signatures.
fn roll_duties(index: &DutyIndex<'_>, meeting: &Meeting<'_>, found: &mut Vec<Duty>) {
    let id = meeting.record.id().clone();
    let what = meeting_words(index, meeting);
    let left = (meeting.day - index.today).num_days();
    let is_called = || !meeting.record.entries("roll").is_empty() && uncalled(index, meeting) == 0;
    if !meeting.is_held && left <= 0 && is_called() {
        // Neither held nor still to be called: it is made up for, or its roll was called wrongly.
        let (by, text) = ((DutyKind::NobodyCame, None), format!("{what}点完名、无人到会"));
        found.push(of_meeting(index, meeting, by, text, &what, DutyAbout::Roll(id)));
    } else if !meeting.is_held {
        let (kind, text) = match left {
            0 => (DutyKind::Today, format!("今天：{what} · 点名")),
            left if left < 0 => (DutyKind::Roll, format!("{what}还没有点名")),
            left if left <= MEETING_NOTICE => (DutyKind::Roll, format!("准备召开：{what}")),
            _ => return,
        };
        let due = Some(meeting.day);
        found.push(of_meeting(index, meeting, (kind, due), text, &what, DutyAbout::Roll(id)));
    } else if left <= 0 {
        let open = uncalled(index, meeting);
        let (kind, text, about) = match open {
            0 if !lacks_signature(&meeting.record) => return,
            0 => (DutyKind::Signature, format!("{what}的记录待签字"), DutyAbout::Minutes(id)),
            _ => {
                let text = format!("{what}还有 {open} 人没有点到");
                (DutyKind::Uncalled, text, DutyAbout::Roll(id))
            }
        };
        found.push(of_meeting(index, meeting, (kind, None), text, &what, about));
    }
}

/// Whether one who has to sign on the screen did not. Minutes that are kept as paper, as the record
/// says, are signed there.
fn lacks_signature(record: &Record<'_>) -> bool {
    let has = |field: &str| !record.get(field).is_null();
    let (host, recorder) = (has("host_signature"), has("recorder_signature"));
    host != recorder || !(host || has("material"))
}

/// The absences from a meeting that are to be made up for.
fn absence_duties(
    index: &DutyIndex<'_>,
    meeting: &Meeting<'_>,
    branch: &RecordId,
    found: &mut Vec<Duty>,
) {
    if meeting.day > index.today || !meeting.has_absence {
        return;
    }
    let what = meeting_words(index, meeting);
    for member in index.absences(meeting, branch) {
        let text = format!("补学：{}（{what}）", member.name);
        let by = (DutyKind::MakeUp, makeup_deadline(meeting.day));
        let about = DutyAbout::Roll(meeting.record.id().clone());
        found.push(of_meeting(index, meeting, by, text, &member.name, about));
    }
}

fn of_meeting(
    index: &DutyIndex<'_>,
    meeting: &Meeting<'_>,
    (kind, due): (DutyKind, Option<Day>),
    text: String,
    subject: &str,
    about: DutyAbout,
) -> Duty {
    let urgency = due.map_or(Urgency::Now, |due| Urgency::by(due, index.today));
    let (month, subject) = (Month::of(meeting.day), subject.to_owned());
    Duty { urgency, kind, month, subject, text, due, about }
}

/// What a meeting is called: 11月21日主题党日, with its year where that is another.
fn meeting_words(index: &DutyIndex<'_>, meeting: &Meeting<'_>) -> String {
    let kind = MEETING_KINDS.iter().find(|(name, _)| *name == meeting.kind);
    let kind = kind.map_or("会议", |(_, label)| label);
    let day = match meeting.day.year() == index.today.year() {
        true => format!("{}月{}日", meeting.day.month(), meeting.day.day()),
        false => day_label(meeting.day),
    };
    format!("{day}{kind}")
}

/// How many of those who are expected at a meeting are not called, as its roll counts them.
fn uncalled(index: &DutyIndex<'_>, meeting: &Meeting<'_>) -> usize {
    let of = [meeting.kind, meeting.branch, meeting.record.text("group")];
    let members = index.people.roster.members_of(meeting.branch, meeting.day);
    let expected = expected_among(of, meeting.day, members, index.ledger()).into_iter();
    expected.filter(|one| meeting.record.entry("roll", one.id.as_str()).is_null()).count()
}

/// Commitments of members of the branch that are due, and neither kept nor released.
fn commitments(index: &DutyIndex<'_>, branch: &RecordId, found: &mut Vec<Duty>) {
    for record in index.ledger().records(COMMITMENT.name) {
        let Some(due) = open_until(index, &record, &["done_on", "released_why"], COMMITMENT_NOTICE)
        else {
            continue;
        };
        let member = record.text("member");
        let Some(person) = index.people.roster.find(member) else { continue };
        if person.on(index.today).is_none_or(|member| member.branch != *branch) {
            continue;
        }
        let word = if due < index.today { "到期未兑现" } else { "快到期" };
        let text = format!("承诺{word}：{} · {}", person.name, record.text("matter"));
        found.push(of_record(index, DutyKind::Commitment, person.name, due, text, &record));
    }
}

/// Practical deeds of the branch that are due, and not done. One that names no branch is that of the
/// member who is responsible.
fn deeds(index: &DutyIndex<'_>, branch: &RecordId, found: &mut Vec<Duty>) {
    let is_of = |member: &str| {
        let person = index.people.roster.find(member);
        person.and_then(|one| one.on(index.today)).is_some_and(|one| one.branch == *branch)
    };
    for record in index.ledger().records(DEED.name) {
        let is_own = match record.text("branch") {
            "" => is_of(record.text("responsible")),
            own => own == branch.as_str(),
        };
        if !is_own {
            continue;
        }
        let Some(due) = open_until(index, &record, &["done_on"], DEED_NOTICE) else { continue };
        let matter = record.text("matter");
        let word = if due < index.today { "到期未办结" } else { "快到期" };
        let text = format!("为民实事{word}：{matter}");
        found.push(of_record(index, DutyKind::Deed, matter, due, text, &record));
    }
}

/// The last day of a record that is still open, where it is near or past.
fn open_until(
    index: &DutyIndex<'_>,
    record: &Record<'_>,
    closed_by: &[&str],
    notice: i64,
) -> Option<Day> {
    let due = parse_day(record.text("until")).ok()?;
    let is_near = (due - index.today).num_days() <= notice;
    let is_open = closed_by.iter().all(|field| record.text(field).is_empty());
    (is_near && is_open).then_some(due)
}

fn of_record(
    index: &DutyIndex<'_>,
    kind: DutyKind,
    subject: &str,
    due: Day,
    text: String,
    record: &Record<'_>,
) -> Duty {
    Duty {
        urgency: Urgency::by(due, index.today),
        kind,
        month: Month::of(due),
        subject: subject.to_owned(),
        text,
        due: Some(due),
        about: DutyAbout::Form(record.id().clone()),
    }
}

/// The terms of bodies of the branch that end: of each body the last one counts. Where none says so,
/// the branch's own record does.
fn terms(index: &DutyIndex<'_>, branch: &RecordId, found: &mut Vec<Duty>) {
    let ledger = index.ledger();
    let mut last: BTreeMap<(&str, &str), (Day, Record<'_>)> = BTreeMap::new();
    for record in ledger.records(TERM.name) {
        let Ok(from) = parse_day(record.text("from")) else { continue };
        let is_of_branch = record.text("branch") == branch.as_str() && !is_of_committee(&record);
        if !is_of_branch || from > index.today {
            continue;
        }
        let body = (record.text("body"), record.text("group"));
        if last.get(&body).is_none_or(|(known, _)| *known < from) {
            last.insert(body, (from, record));
        }
    }
    // A branch has a committee, or does without one: the later term of the two is in force.
    let begun = |body| last.get(&(body, "")).map(|(from, _)| *from);
    if let (Some(committee), Some(own)) = (begun("branch_committee"), begun("branch")) {
        last.remove(&(if committee < own { "branch_committee" } else { "branch" }, ""));
    }
    let is_told = last.iter().any(|((_, group), (_, record))| {
        group.is_empty() && parse_day(record.text("until")).is_ok()
    });
    let name = name_of(ledger, branch);
    for ((body, group), (_, record)) in &last {
        let Ok(until) = parse_day(record.text("until")) else { continue };
        let label =
            TERM_BODIES.iter().find(|(name, _)| name == body).map_or("", |(_, label)| label);
        let label = match ledger.id_of(group) {
            Some(group) => name_of(ledger, group),
            None if *body == "branch_committee" => "支委会".to_owned(),
            None => label.to_owned(),
        };
        if (until - index.today).num_days() <= TERM_NOTICE {
            let about = DutyAbout::Record(record.id().clone());
            found.push(term_duty(&label, until, index.today, name.clone(), about));
        }
    }
    let own = ledger.record(branch).and_then(|one| parse_day(one.text("term_ends")).ok());
    if let Some(until) = own.filter(|_| !is_told)
        && (until - index.today).num_days() <= TERM_NOTICE
    {
        let about = DutyAbout::Record(branch.clone());
        found.push(term_duty("支委会", until, index.today, name, about));
    }
}

/// Whether a term is that of the Party committee, which is above all branches.
fn is_of_committee(term: &Record<'_>) -> bool {
    term.text("body") == "party_committee"
}

/// The term of the Party committee that ends: the last one counts.
fn committee_term(index: &DutyIndex<'_>, found: &mut Vec<Duty>) {
    let terms = index.ledger().records(TERM.name).filter(is_of_committee);
    let dated = terms.filter_map(|term| Some((parse_day(term.text("from")).ok()?, term)));
    let Some((_, last)) = dated.max_by_key(|(from, _)| *from) else { return };
    let Ok(until) = parse_day(last.text("until")) else { return };
    if (until - index.today).num_days() <= TERM_NOTICE {
        let about = DutyAbout::Record(last.id().clone());
        found.push(term_duty("党委", until, index.today, "党委".to_owned(), about));
    }
}

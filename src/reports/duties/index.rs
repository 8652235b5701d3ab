//! Index over the records that settle duties: by what they are, whose they are, and when. Built once,
//! so that each period of each rule is looked up rather than searched for.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Day, Ledger, Month, Record, RecordId, Value, parse_day};
use crate::ordered;
use crate::registers::{
    ADOPTION, APPRAISAL, COMMITMENT, Context, DUES_BASE, DUES_MONTH, DUTY_WAIVER, GROUP, MEETING,
    Member, SPOT_CHECK, STUDY_CHECK, STUDY_PLAN, attendance_state, made_up_on, was_there,
};

use super::bucket::Bucket;
use super::people::People;
use super::rules::Evidence;

/// The kind of a branch for a while, which keeps no dues (domain.md §2.1).
const TEMPORARY: &str = "temporary";

/// A meeting with a day.
#[derive(Debug)]
pub struct Meeting<'a> {
    /// The record.
    pub record: Record<'a>,
    /// Its day.
    pub day: Day,
    /// Its kind.
    pub kind: &'a str,
    /// Its branch; empty where the whole hospital met.
    pub branch: &'a str,
    /// Whether someone was there.
    pub is_held: bool,
    /// Whether somebody was away so that it has to be made up for.
    pub has_absence: bool,
}

/// A record that settles something.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The month for which it counts.
    pub month: Month,
    /// Its day.
    pub day: Day,
    /// Whether it counts for another month than that of its day.
    pub is_shifted: bool,
    /// The record.
    pub record: Record<'a>,
}

/// The records that settle duties.
#[derive(Debug)]
pub struct DutyIndex<'a> {
    /// The rules' and stages' context.
    pub context: Context<'a>,
    /// The day.
    pub today: Day,
    /// The month in which the ledger began; `None` before a standard was adopted.
    pub start: Option<Month>,
    /// Its members.
    pub people: People<'a>,
    /// Meetings, in order of their days.
    pub meetings: Vec<Meeting<'a>>,
    settling: BTreeMap<(Evidence<'a>, &'a str), Vec<Entry<'a>>>,
    committed: BTreeSet<(&'a str, i32)>,
    /// Waivers by subject, each with its rule and period.
    waivers: BTreeMap<&'a str, Vec<(&'a str, Bucket, Record<'a>)>>,
    groups: BTreeMap<&'a str, Vec<Record<'a>>>,
    /// From which month on each branch keeps its dues here.
    dues_since: BTreeMap<&'a str, Month>,
}

impl<'a> DutyIndex<'a> {
    /// Looks through the records of a ledger once; of meetings only those of some branches count, and
    /// those of the whole hospital.
    pub fn new(ledger: &'a Ledger, branches: &[RecordId], today: Day) -> Self {
        let start = first_month(ledger).filter(|first| *first <= Month::of(today));
        let people = People::new(ledger, start.unwrap_or(Month::of(today)), today);
        let is_own =
            |branch: &str| branch.is_empty() || branches.iter().any(|one| one.as_str() == branch);
        let meetings = ledger.records(MEETING.name).filter_map(meeting);
        let mut meetings: Vec<_> = meetings.filter(|one| is_own(one.branch)).collect();
        ordered::sort_by_key(&mut meetings, |one| one.day);
        let mut index = Self {
            context: Context::new(ledger, today),
            today,
            start,
            people,
            meetings,
            settling: BTreeMap::new(),
            committed: BTreeSet::new(),
            waivers: BTreeMap::new(),
            groups: BTreeMap::new(),
            dues_since: BTreeMap::new(),
        };
        index.read_meetings();
        index.read_records();
        index.read_dues();
        index
    }

    /// The ledger.
    pub fn ledger(&self) -> &'a Ledger {
        self.context.ledger()
    }

    fn read_meetings(&mut self) {
        for one in &self.meetings {
            if !one.is_held || one.day > self.today {
                continue;
            }
            let own = Month::of(one.day);
            let month = one.record.text("instead_of").parse().unwrap_or(own);
            let group = one.record.text("group");
            let subject = if one.kind == "group" { group } else { one.branch };
            let entry = Entry { month, day: one.day, is_shifted: month != own, record: one.record };
            self.settling.entry((Evidence::Meeting(one.kind), subject)).or_default().push(entry);
        }
    }

    fn read_records(&mut self) {
        let ledger = self.ledger();
        for record in ledger.records(STUDY_CHECK.name) {
            let month = record.text("month").parse::<Month>().ok();
            self.settle(&STUDY_CHECK.name, record, month.map(Month::last_day));
        }
        for record in ledger.records(SPOT_CHECK.name) {
            let day = parse_day(record.text("day")).ok();
            self.settle(&SPOT_CHECK.name, record, day.filter(|day| *day <= self.today));
        }
        for record in ledger.records(STUDY_PLAN.name) {
            let day = year_of(record).and_then(|year| Month::new(year, 1)).map(Month::first_day);
            self.settle(&STUDY_PLAN.name, record, day);
        }
        for record in ledger.records(APPRAISAL.name) {
            let day = year_of(record).and_then(|year| Month::new(year, 12)).map(Month::first_day);
            let is_decided =
                record.cells().any(|(field, _, value)| field == "decisions" && !value.is_null());
            self.settle(&APPRAISAL.name, record, day.filter(|_| is_decided));
        }
        for record in ledger.records(COMMITMENT.name) {
            if let Some(year) = year_of(record) {
                self.committed.insert((record.text("member"), year));
            }
        }
        for record in ledger.records(DUTY_WAIVER.name) {
            let subject = record.text("subject");
            let subject = ledger.id_of(subject).map_or(subject, |id| ledger.resolve(id).as_str());
            if !record.text("reason").is_empty()
                && let Ok(bucket) = record.text("bucket").parse()
            {
                let waivers = self.waivers.entry(subject).or_default();
                waivers.push((record.text("rule"), bucket, record));
            }
        }
        for record in ledger.records(GROUP.name) {
            self.groups.entry(record.text("branch")).or_default().push(record);
        }
    }

    /// Reads the sheets of dues, which settle their month once they are closed, and from when on branches keep
    /// their dues here: from their first sheet, or the first base of a member that was set.
    fn read_dues(&mut self) {
        let ledger = self.ledger();
        let mut since: BTreeMap<&'a str, Month> = BTreeMap::new();
        for record in ledger.records(DUES_MONTH.name) {
            let Ok(month) = record.text("month").parse::<Month>() else { continue };
            let first = since.entry(record.text("branch")).or_insert(month);
            *first = month.min(*first);
            let closed = parse_day(record.text("closed_on")).ok();
            if let Some(day) = closed.filter(|day| *day <= self.today) {
                let is_shifted = Month::of(day) != month;
                let key = (Evidence::Record(DUES_MONTH.name), record.text("branch"));
                let entry = Entry { month, day, is_shifted, record };
                self.settling.entry(key).or_default().push(entry);
            }
        }
        for record in ledger.records(DUES_BASE.name) {
            let first = year_of(record).and_then(|year| Month::new(year, 1));
            let person = self.people.roster.find(record.text("member"));
            let Some((first, person)) = first.zip(person) else { continue };
            // One that is set in the course of its year says nothing of the months before, nor of a branch to
            // which the member moved later.
            let written = record.written_at("year", None);
            let set = written.last().and_then(|one| ledger.head(one.id.edit));
            let set = set.map_or(first, |head| Month::of(head.at.day()).max(first));
            let branch = person.on(set.last_day());
            let branch = branch.and_then(|then| ledger.id_of(then.branch.as_str()));
            let Some(branch) = branch.map(RecordId::as_str) else { continue };
            let known = since.entry(branch).or_insert(set);
            *known = set.min(*known);
        }
        self.dues_since = since;
    }

    /// Why a branch is not asked for the dues of a month; `None` where it is.
    pub fn lacks_dues(&self, branch: &RecordId, month: Month) -> Option<&'static str> {
        let kind = self.ledger().record(branch).map_or("", |record| record.text("kind"));
        if kind == TEMPORARY {
            return Some("临时党支部不收党费");
        }
        let since = self.dues_since.get(branch.as_str());
        since.is_none_or(|since| month < *since).then_some("那时党费没有记在这里")
    }

    fn settle(&mut self, register: &&'static str, record: Record<'a>, day: Option<Day>) {
        let Some(day) = day else { return };
        let entry = Entry { month: Month::of(day), day, is_shifted: false, record };
        let key = (Evidence::Record(register), record.text("branch"));
        self.settling.entry(key).or_default().push(entry);
    }

    /// The records that settle something for a subject; an empty one is the whole hospital.
    pub fn entries(&self, by: Evidence<'a>, subject: &'a str) -> &[Entry<'a>] {
        self.settling.get(&(by, subject)).map_or(&[], Vec::as_slice)
    }

    /// Whether a member has a commitment of a year.
    pub fn is_committed(&self, member: &RecordId, year: i32) -> bool {
        self.committed.contains(&(member.as_str(), year))
    }

    /// The waiver of a rule for a subject and a period.
    pub fn waiver(&self, rule: &str, subject: &RecordId, bucket: Bucket) -> Option<&Record<'a>> {
        let of_rule = self.waivers.get(subject.as_str())?;
        let one = of_rule.iter().find(|(of, known, _)| *known == bucket && *of == rule);
        one.map(|(_, _, record)| record)
    }

    /// The Party groups of a branch.
    pub fn groups(&self, branch: &RecordId) -> &[Record<'a>] {
        self.groups.get(branch.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The absences from a meeting of members of a branch that are not made up for: those who are
    /// still members.
    pub fn absences(&self, meeting: &Meeting<'a>, branch: &RecordId) -> Vec<&Member> {
        if !meeting.has_absence {
            return Vec::new();
        }
        let is_made_up =
            |member: &str| made_up_on(&meeting.record, member, &self.context).is_some();
        let rows = meeting.record.entries("roll").into_iter();
        let rows = rows.filter(|(member, row)| is_absence(row) && !is_made_up(member));
        let of = |(id, _): (&str, &Value)| {
            let person = self.people.roster.find(id)?;
            let then = person.on(meeting.day).filter(|then| then.branch == *branch)?;
            person.on(self.today).map(|_| then)
        };
        rows.filter_map(of).collect()
    }
}

/// The month in which a ledger began: that of the first adoption of a standard.
pub fn first_month(ledger: &Ledger) -> Option<Month> {
    ledger.records(ADOPTION.name).filter_map(|one| one.text("month").parse().ok()).min()
}

fn year_of(record: Record<'_>) -> Option<i32> {
    record.get("year").as_int().and_then(|year| i32::try_from(year).ok())
}

fn is_absence(row: &Value) -> bool {
    ["leave", "on_duty"].contains(&attendance_state(row))
}

fn meeting(record: Record<'_>) -> Option<Meeting<'_>> {
    let day = parse_day(record.text("day")).ok()?;
    // One pass over the cells: sorting the rolls of years takes longer than all the rest.
    let (mut is_held, mut has_absence) = (false, false);
    for (field, _, value) in record.cells() {
        if field == "roll" {
            is_held |= was_there(value);
            has_absence |= is_absence(value);
        }
    }
    let (kind, branch) = (record.text("kind"), record.text("branch"));
    Some(Meeting { record, day, kind, branch, is_held, has_absence })
}

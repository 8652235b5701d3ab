//! What the records of a year add to its figures, entry by entry: each figure is the sum of its entries,
//! so it can be opened, and the sums of branches make up the hospital's.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Day, Month, Record, RecordId, parse_day};
use crate::ordered;
use crate::registers::{
    BRANCH, COMMITMENT, Context, DEED, MEETING, MEETING_KINDS, SERVICE_EVENT, hours_tenths,
    is_volunteer, made_up_on, served_by, was_held,
};
use crate::reports::{BucketState, DutyIndex, RollEntry, Roster, roll_among, roll_counts};

use super::branch_rate::{is_held, rated_buckets};
use super::study_hours::StudyYear;

/// A figure of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureKind {
    /// Periods in which an owed meeting was held, of those in which one was owed.
    Rate,
    /// Meetings that were held, of a kind of [`MEETING_KINDS`].
    Meetings(&'static str),
    /// Those who came, of those who were due.
    Attendance,
    /// Absences that were made up for, of those that ask for it.
    MakeUps,
    /// Party lectures that were given.
    Lectures,
    /// Hours of study, in tenths.
    StudyHours,
    /// Members at volunteer service, each time.
    Volunteers,
    /// Their hours, in tenths.
    VolunteerHours,
    /// Members at service in their own communities, each time.
    Community,
    /// Persons served.
    Served,
    /// Medicine and goods, in fen.
    Medicine,
    /// Practical deeds done.
    Deeds,
    /// Commitments kept, of those made.
    Commitments,
}

/// The records that a figure is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Meetings,
    Study,
    Service,
    Deeds,
    Commitments,
}

impl FigureKind {
    pub(super) fn source(self) -> Source {
        match self {
            Self::Rate | Self::Meetings(_) | Self::Attendance | Self::MakeUps | Self::Lectures => {
                Source::Meetings
            }
            Self::StudyHours => Source::Study,
            Self::Volunteers
            | Self::VolunteerHours
            | Self::Community
            | Self::Served
            | Self::Medicine => Source::Service,
            Self::Deeds => Source::Deeds,
            Self::Commitments => Source::Commitments,
        }
    }
}

/// What one record adds to one figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureEntry {
    /// Which figure.
    pub figure: FigureKind,
    /// Whose it is; `None` where it is the whole hospital's.
    pub branch: Option<RecordId>,
    /// The record; `None` where nothing was recorded though it was owed.
    pub record: Option<RecordId>,
    /// What was owed, where no record says it.
    pub about: String,
    /// How much; `None` where the record does not say it.
    pub amount: Option<i64>,
    /// Of how many, for rates.
    pub of: i64,
}

/// All entries of a year.
#[derive(Debug, Clone, Default)]
pub struct YearEntries {
    /// The year.
    pub year: i32,
    /// The entries.
    pub entries: Vec<FigureEntry>,
    /// Past meetings without a roll: they count nothing.
    pub unrolled: Vec<RecordId>,
    /// Service without a recorded length.
    pub untimed: Vec<RecordId>,
    /// Meetings at which someone is not called yet: attendance counts them as not there.
    pub half_called: Vec<RecordId>,
    /// Months of the year that are archived: what was recorded in them is no longer here.
    pub archived: Vec<Month>,
}

/// What entries are gathered with.
struct Gathering<'a> {
    context: &'a Context<'a>,
    roster: &'a Roster<'a>,
    branches: BTreeSet<RecordId>,
    duties: DutyIndex<'a>,
    all: YearEntries,
}

impl YearEntries {
    /// Gathers the entries of a year.
    pub fn of(context: &Context<'_>, roster: &Roster<'_>, study: &StudyYear, year: i32) -> Self {
        let ledger = context.ledger();
        let months: Vec<Month> = (1..=12).filter_map(|number| Month::new(year, number)).collect();
        let archived = months.iter().copied().filter(|month| ledger.is_archived(*month)).collect();
        let branches: Vec<RecordId> =
            context.records(BRANCH.name).map(|one| one.id().clone()).collect();
        let mut gathering = Gathering {
            context,
            roster,
            duties: DutyIndex::new(ledger, &branches, context.today()),
            branches: ordered::set(branches),
            all: Self { year, archived, ..Self::default() },
        };
        context.records(MEETING.name).for_each(|one| gathering.meeting(&one));
        context.records(SERVICE_EVENT.name).for_each(|one| gathering.service(&one));
        context.records(DEED.name).for_each(|one| gathering.deed(&one));
        context.records(COMMITMENT.name).for_each(|one| gathering.commitment(&one));
        gathering.study(study);
        gathering.rate(&months);
        gathering.all
    }
}

impl Gathering<'_> {
    fn add(
        &mut self,
        figure: FigureKind,
        branch: Option<&RecordId>,
        record: &RecordId,
        (amount, of): (Option<i64>, i64),
    ) {
        let branch = branch.filter(|branch| self.branches.contains(*branch)).cloned();
        let (record, about) = (Some(record.clone()), String::new());
        self.all.entries.push(FigureEntry { figure, branch, record, about, amount, of });
    }

    /// The branch that a record names; `None` for the whole hospital's.
    fn branch_of(&self, record: &Record<'_>) -> Option<RecordId> {
        record.named(record.text("branch")).filter(|branch| self.branches.contains(branch))
    }

    /// A past day of the year.
    fn day(&self, text: &str) -> Option<Day> {
        let day = parse_day(text).ok()?;
        (Month::of(day).year() == self.all.year && self.context.has_come(day)).then_some(day)
    }

    fn meeting(&mut self, record: &Record<'_>) {
        let Some(day) = self.day(record.text("day")) else { return };
        let Some((kind, _)) = MEETING_KINDS.iter().find(|(kind, _)| *kind == record.text("kind"))
        else {
            return;
        };
        if !was_held(record) {
            self.all.unrolled.push(record.id().clone());
            return;
        }
        let (id, branch) = (record.id(), self.branch_of(record));
        self.add(FigureKind::Meetings(kind), branch.as_ref(), id, (Some(1), 0));
        if *kind == "lecture"
            && ["lecturer", "guest_lecturer"].iter().any(|by| !record.text(by).is_empty())
        {
            self.add(FigureKind::Lectures, branch.as_ref(), id, (Some(1), 0));
        }
        let members = self.roster.members_of(record.text("branch"), day);
        let mut homes: BTreeMap<RecordId, Vec<RollEntry>> = BTreeMap::new();
        for entry in roll_among(record, day, members, self.context.ledger()) {
            if let Some(home) = entry.member.as_ref().map(|member| member.branch.clone()) {
                homes.entry(home).or_default().push(entry);
            }
        }
        let mut is_half_called = false;
        for (home, entries) in homes {
            let counts = roll_counts(&entries);
            is_half_called |= counts.uncalled > 0;
            let away = entries.iter().filter(|one| ["leave", "on_duty"].contains(&&*one.state));
            let asked = away.clone().count() as i64;
            let is_made_up =
                |one: &&RollEntry| made_up_on(record, one.id.as_str(), self.context).is_some();
            let made_up = away.filter(is_made_up).count() as i64;
            if counts.due > 0 {
                let sum = (Some(counts.present as i64), counts.due as i64);
                self.add(FigureKind::Attendance, Some(&home), id, sum);
            }
            if asked > 0 {
                self.add(FigureKind::MakeUps, Some(&home), id, (Some(made_up), asked));
            }
        }
        if is_half_called {
            self.all.half_called.push(id.clone());
        }
    }

    fn service(&mut self, record: &Record<'_>) {
        let Some(day) = self.day(record.text("day")) else { return };
        let (id, branch) = (record.id(), self.branch_of(record));
        let served = served_by(record, self.context);
        self.add(FigureKind::Served, branch.as_ref(), id, (served, 0));
        let medicine = record.get("medicine").as_int();
        self.add(FigureKind::Medicine, branch.as_ref(), id, (medicine, 0));
        let kind = record.text("kind");
        let is_community = kind == "community";
        if !is_community && !is_volunteer(kind) {
            return;
        }
        let mut people: BTreeMap<RecordId, (i64, Option<i64>)> = BTreeMap::new();
        let mut is_untimed = false;
        for (key, row) in record.entries("who") {
            let member = record.named(key);
            let home = member.as_ref().and_then(|member| self.roster.branch_on(member, day));
            let Some(home) = home else { continue };
            let sum = people.entry(home.clone()).or_default();
            sum.0 += 1;
            match hours_tenths(record, row) {
                Some(tenths) => sum.1 = Some(sum.1.unwrap_or(0) + tenths),
                None => is_untimed = true,
            }
        }
        for (home, (count, hours)) in people {
            if is_community {
                self.add(FigureKind::Community, Some(&home), id, (Some(count), 0));
                continue;
            }
            self.add(FigureKind::Volunteers, Some(&home), id, (Some(count), 0));
            self.add(FigureKind::VolunteerHours, Some(&home), id, (hours, 0));
        }
        if is_untimed && !is_community {
            self.all.untimed.push(id.clone());
        }
    }

    fn deed(&mut self, record: &Record<'_>) {
        let year = self.all.year;
        let done = self.day(record.text("done_on"));
        let year_of =
            |field: &str| parse_day(record.text(field)).ok().map(|day| Month::of(day).year());
        // One that was open in the year says that deeds are recorded.
        let is_open = year_of("taken_up").is_some_and(|from| from <= year)
            && year_of("done_on").is_none_or(|done| done >= year);
        if done.is_none() && !is_open {
            return;
        }
        let day = done.or_else(|| parse_day(record.text("taken_up")).ok());
        let responsible = record.named(record.text("responsible"));
        let home =
            responsible.zip(day).and_then(|(id, day)| self.roster.branch_on(&id, day).cloned());
        let branch = self.branch_of(record).or(home);
        self.add(FigureKind::Deeds, branch.as_ref(), record.id(), (Some(done.is_some().into()), 0));
    }

    fn commitment(&mut self, record: &Record<'_>) {
        if record.get("year").as_int() != Some(i64::from(self.all.year))
            || !record.text("released_why").is_empty()
        {
            return;
        }
        let until = parse_day(record.text("until")).ok();
        let member = record.named(record.text("member"));
        let branch = member.zip(until).and_then(|(member, until)| {
            let first = Month::new(self.all.year, 1)?.first_day();
            let on = |day| self.roster.branch_on(&member, day);
            on(until).or_else(|| on(first)).cloned()
        });
        let done = parse_day(record.text("done_on"));
        let is_kept = done.is_ok_and(|day| self.context.has_come(day));
        let amount = Some(i64::from(is_kept));
        self.add(FigureKind::Commitments, branch.as_ref(), record.id(), (amount, 1));
    }

    fn study(&mut self, study: &StudyYear) {
        let mut sums: BTreeMap<(RecordId, RecordId), i64> = BTreeMap::new();
        for entry in &study.entries {
            if let Some(home) = self.roster.branch_on(&entry.member, entry.day) {
                *sums.entry((entry.record.clone(), home.clone())).or_default() += entry.tenths;
            }
        }
        for ((record, home), tenths) in sums {
            self.add(FigureKind::StudyHours, Some(&home), &record, (Some(tenths), 0));
        }
    }

    fn rate(&mut self, months: &[Month]) {
        let ledger = self.context.ledger();
        for branch in &self.branches {
            for bucket in rated_buckets(&self.duties, branch, months) {
                let by = match &bucket.state {
                    BucketState::Settled { by, .. } => by.clone(),
                    _ => None,
                };
                self.all.entries.push(FigureEntry {
                    figure: FigureKind::Rate,
                    branch: Some(branch.clone()),
                    record: by,
                    about: format!("{} {}", bucket.bucket.short_label(), bucket.title(ledger)),
                    amount: Some(i64::from(is_held(&bucket, &self.duties))),
                    of: 1,
                });
            }
        }
    }
}

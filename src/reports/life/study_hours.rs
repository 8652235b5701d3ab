//! Study hours (学时) of a year: what each member studied, against what the year asks for.
//!
//! Hours come from the rolls of meetings and from the register of training. All are in tenths of an
//! hour, and only past days count.

use std::collections::BTreeMap;

use crate::ledger::{Day, Month, Record, RecordId, parse_day};
use crate::ordered;
use crate::registers::{
    Context, MEETING, StudyRule, TRAINING, attendance_state, length_tenths, made_up_on,
    meeting_day, training_tenths, was_held,
};
use crate::reports::Roster;

use super::leaders::is_study_leader;

/// Meetings whose length counts as study. Of the others only what is written as hours counts.
const BY_LENGTH: &[&str] = &["lecture", "study", "themed", "warning", "general"];

/// The forms under which hours are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StudyForm {
    /// Meetings and lectures of the branch.
    Meeting,
    /// Training off the job.
    Central,
    /// Study on the net.
    Online,
    /// What else is recorded.
    Other,
}

/// The forms in the order in which they are shown, with what they are called.
pub const STUDY_FORMS: [(StudyForm, &str); 4] = [
    (StudyForm::Meeting, "会议和党课"),
    (StudyForm::Central, "集中培训"),
    (StudyForm::Online, "线上"),
    (StudyForm::Other, "其他"),
];

/// Hours of one member from one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyEntry {
    /// Who studied.
    pub member: RecordId,
    /// The day: of an absence that was made up for, that of the make-up study.
    pub day: Day,
    /// How long, in tenths of an hour.
    pub tenths: i64,
    /// In which form.
    pub form: StudyForm,
    /// The meeting or the training.
    pub record: RecordId,
    /// Whether it made up for an absence.
    pub is_made_up: bool,
}

/// The hours of a member in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyRow {
    /// The member.
    pub member: RecordId,
    /// The branch on the day as of which it is asked.
    pub branch: RecordId,
    /// Whether the hours of secretaries and members of committees are asked for.
    pub is_leader: bool,
    /// What the year asks for.
    pub due: i64,
    /// By form, as in [`STUDY_FORMS`].
    pub by_form: [i64; 4],
    /// The places of its entries in [`StudyYear::entries`], by day.
    pub entries: Vec<usize>,
    /// The day since which the member is on the books, where that is within the year.
    pub since: Option<Day>,
}

impl StudyRow {
    /// All hours; `None` where nothing is recorded.
    pub fn total(&self) -> Option<i64> {
        (!self.entries.is_empty()).then(|| self.by_form.iter().sum())
    }

    /// What is short of the year's hours.
    pub fn short(&self) -> i64 {
        (self.due - self.total().unwrap_or(0)).max(0)
    }

    /// What so many quarters of the year ask for.
    pub fn due_after(&self, quarters: u32) -> i64 {
        self.due * i64::from(quarters) / 4
    }
}

/// The study of a year.
#[derive(Debug, Clone, Default)]
pub struct StudyYear {
    /// All entries of the year, by day.
    pub entries: Vec<StudyEntry>,
    /// Meetings of study without a recorded length: they count nothing.
    pub unmeasured: Vec<RecordId>,
}

impl StudyYear {
    /// Reads the study of a year.
    pub fn of(context: &Context<'_>, roster: &Roster<'_>, year: i32) -> Self {
        let mut study = Self::default();
        for meeting in context.records(MEETING.name) {
            study.meeting(context, roster, &meeting, year);
        }
        let rule = StudyRule::of(context);
        for training in context.records(TRAINING.name) {
            study.training(context, roster, &training, &rule, year);
        }
        ordered::sort_by_key(&mut study.entries, |one| {
            (one.day, one.record.clone(), one.member.clone())
        });
        study
    }

    fn push(&mut self, roster: &Roster<'_>, year: i32, entry: StudyEntry) {
        let is_member = roster.branch_on(&entry.member, entry.day).is_some();
        if is_member && Month::of(entry.day).year() == year {
            self.entries.push(entry);
        }
    }

    fn meeting(
        &mut self,
        context: &Context<'_>,
        roster: &Roster<'_>,
        record: &Record<'_>,
        year: i32,
    ) {
        let Some(day) = meeting_day(record).filter(|day| context.has_come(*day)) else { return };
        let by_length = BY_LENGTH.contains(&record.text("kind"));
        let written = record.get("hours").as_int();
        let tenths = written.or_else(|| length_tenths(record).filter(|_| by_length));
        let Some(tenths) = tenths else {
            let is_held = by_length && was_held(record);
            if is_held && Month::of(day).year() == year {
                self.unmeasured.push(record.id().clone());
            }
            return;
        };
        let branch = record.text("branch");
        for (key, row) in record.entries("roll") {
            let made_up = match attendance_state(row) {
                "present" | "late" | "early" => None,
                "on_duty" | "leave" => match made_up_on(record, key, context) {
                    Some(on) => Some(on),
                    None => continue,
                },
                _ => continue,
            };
            // Who was not on the roll has no hours of it, as with points.
            let is_of_it = |member: &RecordId| {
                let home = roster.branch_on(member, day);
                home.is_some_and(|home| branch.is_empty() || home.as_str() == branch)
            };
            let Some(member) = record.named(key).filter(is_of_it) else { continue };
            let (day, is_made_up) = (made_up.unwrap_or(day), made_up.is_some());
            let (form, record) = (StudyForm::Meeting, record.id().clone());
            self.push(roster, year, StudyEntry { member, day, tenths, form, record, is_made_up });
        }
    }

    fn training(
        &mut self,
        context: &Context<'_>,
        roster: &Roster<'_>,
        record: &Record<'_>,
        rule: &StudyRule,
        year: i32,
    ) {
        let day = parse_day(record.text("day")).ok().filter(|day| context.has_come(*day));
        let (Some(day), Some(tenths)) = (day, training_tenths(record, rule)) else { return };
        let form = match record.text("form") {
            "central" | "away" => StudyForm::Central,
            "online" => StudyForm::Online,
            _ => StudyForm::Other,
        };
        for (key, _) in record.entries("who") {
            let Some(member) = record.named(key) else { continue };
            let record = record.id().clone();
            let entry = StudyEntry { member, day, tenths, form, record, is_made_up: false };
            self.push(roster, year, entry);
        }
    }

    /// The hours up to a day of the members of a branch on that day, or of all branches.
    pub fn rows(
        &self,
        context: &Context<'_>,
        roster: &Roster<'_>,
        branch: Option<&RecordId>,
        until: Day,
    ) -> Vec<StudyRow> {
        let rule = StudyRule::of(context);
        let mut of_member: BTreeMap<&RecordId, Vec<usize>> = BTreeMap::new();
        for (place, entry) in self.entries.iter().enumerate() {
            if entry.day <= until {
                of_member.entry(&entry.member).or_default().push(place);
            }
        }
        let year_begins = Month::new(Month::of(until).year(), 1).map(Month::first_day);
        let row = |member: &RecordId| {
            let branch = roster.branch_on(member, until)?.clone();
            let is_leader = is_study_leader(context.ledger(), member, &branch, until);
            let due = if is_leader { rule.leader_hours } else { rule.member_hours };
            let entries = of_member.get(member).cloned().unwrap_or_default();
            let mut by_form = [0; 4];
            for entry in entries.iter().filter_map(|place| self.entries.get(*place)) {
                for (sum, (form, _)) in by_form.iter_mut().zip(STUDY_FORMS) {
                    *sum += if form == entry.form { entry.tenths } else { 0 };
                }
            }
            let since = roster.since(member, until).filter(|day| Some(*day) > year_begins);
            let (member, due) = (member.clone(), due * 10);
            Some(StudyRow { member, branch, is_leader, due, by_form, entries, since })
        };
        roster.members_on(branch, until).filter_map(|(one, _)| row(one.id)).collect()
    }
}

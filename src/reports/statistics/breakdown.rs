//! Breakdowns: the members of a day by what they are.

use crate::ledger::{Day, Ledger, Record, RecordId};
use crate::registers::{BRANCH, CATEGORIES, Kind, MEMBER_SCHEMA, STANDINGS, name_of};
use crate::reports::Roster;

use super::bands::{self, Band};
use super::candidates::candidates_by_stage;

/// The row of those of whom nothing is registered.
pub const UNREGISTERED: &str = "未登记";

/// A record that a cell counts, and the branch it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The record.
    pub record: RecordId,
    /// The branch.
    pub branch: RecordId,
}

/// A row of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakdownRow {
    /// What it counts.
    pub label: String,
    /// Those that it counts.
    pub counted: Vec<Counted>,
}

/// The records of a day by what they are: each in one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// By what.
    pub name: &'static str,
    /// The rows.
    pub rows: Vec<BreakdownRow>,
    /// Those of whom nothing is registered that can be read.
    pub unregistered: Vec<Counted>,
}

/// The breakdowns of all members of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberStatistics {
    /// All members.
    pub all: Vec<Counted>,
    /// By what they are.
    pub breakdowns: Vec<Breakdown>,
    /// Those who are on the way to membership, by stage.
    pub candidates: Breakdown,
}

impl BreakdownRow {
    /// Those of a branch, or all.
    pub fn of(&self, branch: Option<&RecordId>) -> Vec<&Counted> {
        of_branch(&self.counted, branch)
    }
}

/// Those of a branch, or all.
pub(super) fn of_branch<'c>(all: &'c [Counted], branch: Option<&RecordId>) -> Vec<&'c Counted> {
    all.iter().filter(|one| branch.is_none_or(|branch| one.branch == *branch)).collect()
}

impl Breakdown {
    /// An empty breakdown with its rows.
    pub fn new(name: &'static str, labels: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let row = |label: String| BreakdownRow { label, counted: Vec::new() };
        let rows = labels.into_iter().map(|label| row(label.into())).collect();
        Self { name, rows, unregistered: Vec::new() }
    }

    /// Counts a record in a row; one without a row is not registered.
    pub fn count(&mut self, row: Option<usize>, counted: Counted) {
        match row.and_then(|row| self.rows.get_mut(row)) {
            Some(row) => row.counted.push(counted),
            None => self.unregistered.push(counted),
        }
    }

    /// Whether of some it is registered, in a branch or of all. Where it is of none, a row without records
    /// says nothing: it is no 0.
    pub fn is_registered(&self, branch: Option<&RecordId>) -> bool {
        self.rows.iter().any(|row| !row.of(branch).is_empty())
    }

    /// The count of a row as it is shown: a stroke where nothing is registered of anybody.
    pub fn words(&self, row: &BreakdownRow, branch: Option<&RecordId>) -> String {
        match row.of(branch).len() {
            0 if !self.is_registered(branch) => "—".to_owned(),
            count => count.to_string(),
        }
    }

    /// Those of a branch, or of all, of whom nothing is registered.
    pub fn unregistered_of(&self, branch: Option<&RecordId>) -> Vec<&Counted> {
        of_branch(&self.unregistered, branch)
    }
}

/// The place of a choice.
fn choice(choices: &[(&str, &str)], value: &str) -> Band {
    choices.iter().position(|(code, _)| *code == value)
}

fn words(choices: &[(&str, &'static str)]) -> Vec<&'static str> {
    choices.iter().map(|(_, word)| *word).collect()
}

/// The choices of a field of members.
fn choices_of(field: &str) -> &'static [(&'static str, &'static str)] {
    match MEMBER_SCHEMA.field(field).map(|field| field.kind) {
        Some(Kind::Choice(choices)) => choices,
        _ => &[],
    }
}

impl MemberStatistics {
    /// The members on a day, by sex, age and so on.
    pub fn of(ledger: &Ledger, roster: &Roster<'_>, day: Day) -> Self {
        let branches: Vec<RecordId> =
            ledger.records(BRANCH.name).map(|one| one.id().clone()).collect();
        let (genders, jobs) = (choices_of("gender"), choices_of("job_kind"));
        let mut by_branch =
            Breakdown::new("支部", branches.iter().map(|branch| name_of(ledger, branch)));
        let mut by_category = Breakdown::new("党员类别", words(CATEGORIES));
        // Who left is no member any more.
        let standings =
            || STANDINGS.iter().filter(|(code, _)| !["left", "deceased"].contains(code));
        let mut by_standing = Breakdown::new("在岗状态", standings().map(|(_, word)| *word));
        type OfRecord = fn(&Record<'_>, Day) -> Band;
        let mut others: Vec<(Breakdown, OfRecord)> = vec![
            (Breakdown::new("性别", words(genders)), |record, _| {
                choice(choices_of("gender"), record.text("gender"))
            }),
            (Breakdown::new("年龄", bands::AGES.iter().copied()), bands::age),
            (Breakdown::new("党龄", bands::PARTY_AGES.iter().copied()), bands::party_age),
            (Breakdown::new("学历", bands::EDUCATION.iter().copied()), |record, _| {
                bands::education(record)
            }),
            (Breakdown::new("职称", bands::TITLES.iter().copied()), |record, _| {
                bands::title(record)
            }),
            (Breakdown::new("岗位类型", words(jobs)), |record, _| {
                choice(choices_of("job_kind"), record.text("job_kind"))
            }),
            (Breakdown::new("党内职务", bands::PARTY_POSTS.iter().copied()), |record, _| {
                bands::party_post(record)
            }),
            (Breakdown::new("行政职务", bands::POSTS.iter().copied()), |record, _| {
                bands::post(record)
            }),
        ];
        let mut all = Vec::new();
        for (person, member) in roster.members_on(None, day) {
            let branch = ledger.resolve(&member.branch).clone();
            let counted = Counted { record: person.id.clone(), branch };
            let Some(record) = ledger.record(person.id) else { continue };
            by_branch.count(
                branches.iter().position(|branch| *branch == counted.branch),
                counted.clone(),
            );
            by_category.count(choice(CATEGORIES, &member.category), counted.clone());
            let standing = standings().position(|(code, _)| *code == member.standing);
            by_standing.count(standing, counted.clone());
            for (breakdown, of) in &mut others {
                breakdown.count(of(&record, day), counted.clone());
            }
            all.push(counted);
        }
        let mut breakdowns = vec![by_branch, by_category, by_standing];
        breakdowns.extend(others.into_iter().map(|(breakdown, _)| breakdown));
        Self { all, breakdowns, candidates: candidates_by_stage(ledger, day) }
    }

    /// All breakdowns, those of the members first.
    pub fn all_breakdowns(&self) -> impl Iterator<Item = &Breakdown> {
        self.breakdowns.iter().chain([&self.candidates])
    }

    /// All members of a branch, or all.
    pub fn members(&self, branch: Option<&RecordId>) -> Vec<&Counted> {
        of_branch(&self.all, branch)
    }
}

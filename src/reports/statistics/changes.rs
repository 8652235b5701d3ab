//! What a year changed: who was received, moved in or out, became a full member; and the terms that began.

use chrono::Datelike;

use crate::ledger::{Day, DayOrMonth, Ledger, Month, RecordId, parse_day};
use crate::ordered;
use crate::registers::{Member, TERM};
use crate::reports::Roster;
use crate::reports::roster::Person;

/// What changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// Registered as the ledger was begun: not known to have come that year.
    Begun,
    /// Received as a probationary member (发展): joined the Party in that year.
    Received,
    /// Moved in from elsewhere (转入).
    MovedIn,
    /// Came from another branch of the hospital.
    FromBranch,
    /// Came in without a known day of joining the Party.
    Unknown,
    /// Moved out (转出).
    MovedOut,
    /// Went to another branch of the hospital.
    ToBranch,
    /// Died.
    Died,
    /// Is on the books no longer, for a reason that is not registered.
    Gone,
    /// Became a full member (转正); counts no heads.
    Confirmed,
    /// A term that began (换届); counts no heads.
    Term,
}

impl ChangeKind {
    /// All, in the order of the table.
    pub const ALL: [Self; 11] = [
        Self::Begun,
        Self::Received,
        Self::MovedIn,
        Self::FromBranch,
        Self::Unknown,
        Self::MovedOut,
        Self::ToBranch,
        Self::Died,
        Self::Gone,
        Self::Confirmed,
        Self::Term,
    ];

    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Self::Begun => "建账时登记",
            Self::Received => "发展",
            Self::MovedIn => "转入",
            Self::FromBranch => "院内调入",
            Self::Unknown => "增加（入党时间未登记）",
            Self::MovedOut => "转出",
            Self::ToBranch => "院内调出",
            Self::Died => "去世",
            Self::Gone => "减少（原因未登记）",
            Self::Confirmed => "转正",
            Self::Term => "换届",
        }
    }

    /// By how many heads it changes the number of members.
    pub fn heads(self) -> i64 {
        match self {
            Self::Begun | Self::Received | Self::MovedIn | Self::FromBranch | Self::Unknown => 1,
            Self::MovedOut | Self::ToBranch | Self::Died | Self::Gone => -1,
            Self::Confirmed | Self::Term => 0,
        }
    }
}

/// A change: of which record, on which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRow {
    /// What changed.
    pub kind: ChangeKind,
    /// The member or the term.
    pub record: RecordId,
    /// On which day.
    pub day: Day,
}

/// The changes of a year, of a branch or of all, from 1 January to a day.
///
/// Those who were there at the beginning, with what changed, make up those who are there at the end. What
/// holds from 1 January on was so at the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearChanges {
    /// The members at the beginning.
    pub start: Vec<RecordId>,
    /// The members on the last day.
    pub end: Vec<RecordId>,
    /// What changed, by day.
    pub rows: Vec<ChangeRow>,
}

impl YearChanges {
    /// The changes from 1 January of the year of a day to that day.
    pub fn of(ledger: &Ledger, roster: &Roster<'_>, branch: Option<&RecordId>, until: Day) -> Self {
        let begin = until.with_month(1).and_then(|day| day.with_day(1)).unwrap_or(until);
        let members = |day: Day| -> Vec<RecordId> {
            roster.members_on(branch, day).map(|(person, _)| person.id.clone()).collect()
        };
        let first_ever = roster.all().iter().filter_map(first_day).min();
        let mut rows = Vec::new();
        for person in roster.all() {
            for day in turning_days(person).into_iter().filter(|day| *day > begin && *day <= until)
            {
                let Some(before) = day.pred_opt().map(|before| person.on(before)) else { continue };
                let turn = Turn { before, after: person.on(day), branch };
                let is_begun = Some(day) == first_ever && first_day(person) == first_ever;
                let kinds = turn.kinds(ledger, person.id, day, is_begun);
                let row = |kind| ChangeRow { kind, record: person.id.clone(), day };
                rows.extend(kinds.into_iter().map(row));
            }
        }
        for term in ledger.records(TERM.name) {
            let is_ours = branch.is_none_or(|branch| term.text("branch") == branch.as_str());
            let Ok(day) = parse_day(term.text("from")) else { continue };
            if is_ours && (begin..=until).contains(&day) {
                rows.push(ChangeRow { kind: ChangeKind::Term, record: term.id().clone(), day });
            }
        }
        ordered::sort_by_key(&mut rows, |row| (row.day, row.kind, row.record.clone()));
        Self { start: members(begin), end: members(until), rows }
    }

    /// The changes of a kind.
    pub fn of_kind(&self, kind: ChangeKind) -> Vec<&ChangeRow> {
        self.rows.iter().filter(|row| row.kind == kind).collect()
    }
}

/// The first day on which somebody was a member of any branch.
fn first_day(person: &Person<'_>) -> Option<Day> {
    person.spans().next().map(|(from, ..)| from)
}

/// The days on which somebody may have become something else.
fn turning_days(person: &Person<'_>) -> Vec<Day> {
    let mut days = Vec::new();
    for (from, until, _) in person.spans() {
        days.push(from);
        days.extend(until);
    }
    ordered::sort(&mut days);
    days.dedup();
    days
}

/// What somebody was before a day, and is from it on.
struct Turn<'m> {
    before: Option<&'m Member>,
    after: Option<&'m Member>,
    branch: Option<&'m RecordId>,
}

impl Turn<'_> {
    fn kinds(&self, ledger: &Ledger, id: &RecordId, day: Day, is_begun: bool) -> Vec<ChangeKind> {
        let is_ours = |member: Option<&Member>| {
            member.is_some_and(|one| self.branch.is_none_or(|branch| one.branch == *branch))
        };
        let record = ledger.record(id);
        let mut kinds = Vec::new();
        match (is_ours(self.before), is_ours(self.after)) {
            (false, true) if self.before.is_some() => kinds.push(ChangeKind::FromBranch),
            (false, true) if is_begun => kinds.push(ChangeKind::Begun),
            (false, true) => {
                let joined = record.as_ref().map_or("", |one| one.text("joined_party"));
                // Approved up to half a year after the meeting that received them, perhaps in the next year.
                let is_recent = joined
                    .parse::<DayOrMonth>()
                    .is_ok_and(|joined| Month::of(day) <= joined.month().plus(6));
                kinds.push(match joined.get(..4).and_then(|year| year.parse::<i32>().ok()) {
                    None => ChangeKind::Unknown,
                    Some(year) if year == day.year() || is_recent => ChangeKind::Received,
                    Some(_) => ChangeKind::MovedIn,
                });
            }
            (true, false) if self.after.is_some() => kinds.push(ChangeKind::ToBranch),
            (true, false) => {
                let standing =
                    record.map_or("", |one| one.on("standing", day).as_text().unwrap_or(""));
                kinds.push(match standing {
                    "left" => ChangeKind::MovedOut,
                    "deceased" => ChangeKind::Died,
                    _ => ChangeKind::Gone,
                });
            }
            _ => {}
        }
        let category = |of: Option<&Member>| of.map_or(String::new(), |one| one.category.clone());
        let is_confirmed =
            category(self.before) == "probationary" && category(self.after) == "full";
        if is_confirmed && is_ours(self.after) {
            kinds.push(ChangeKind::Confirmed);
        }
        kinds
    }
}

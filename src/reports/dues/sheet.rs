//! The dues of a branch in a month: what each member owes, computed from base and rates, and what was paid.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Day, Draft, Month, Record, RecordId, Value, day_text, parse_day};
use crate::registers::{
    Context, DUES_MONTH, DUES_MONTH_SCHEMA, DuesRate, Member, dues_base, relief_of, rows,
};
use crate::reports::Roster;

/// The dues of a member in a month; sums of money are in fen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuesLine {
    /// The member.
    pub member: RecordId,
    /// By which table; empty where no base is set.
    pub kind: String,
    /// The base; `None` where none is set, or a fixed sum is due.
    pub base: Option<i64>,
    /// The rate, in tenths of a percent; `None` where none applies.
    pub rate: Option<i64>,
    /// What is due; `None` where no base is set.
    pub due: Option<i64>,
    /// Whether a decision says what is due.
    pub is_relieved: bool,
    /// How it is with it, as in [`crate::registers::DUES_STATES`]; empty where nothing is written down.
    pub state: String,
    /// What was paid.
    pub paid: i64,
    /// On which day, where it is known.
    pub on: Option<Day>,
    /// What was paid back later.
    pub back: i64,
    /// On which day, where it is known.
    pub back_on: Option<Day>,
    /// Why it is so; may be empty.
    pub note: String,
}

/// The dues of a branch in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuesSheet {
    /// The branch.
    pub branch: RecordId,
    /// The month.
    pub month: Month,
    /// The members that the branch had at the end of the month, and others who are written down.
    pub lines: Vec<DuesLine>,
    /// Who collected them, where that is written down.
    pub collector: Option<RecordId>,
    /// The day on which the month was closed.
    pub closed_on: Option<Day>,
}

/// Sums of a sheet, in fen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DuesSums {
    /// What is due.
    pub due: i64,
    /// What was paid, what was paid back later not among it.
    pub paid: i64,
    /// What was paid back later.
    pub back: i64,
    /// How many members have paid.
    pub payers: usize,
    /// How many have not.
    pub unpaid: usize,
    /// Of how many nothing is written down.
    pub blank: usize,
    /// Of how many no base is set.
    pub baseless: usize,
}

impl DuesLine {
    fn of(context: &Context<'_>, rate: &DuesRate, member: &RecordId, month: Month) -> Self {
        let base = dues_base(context, member, month.year());
        let relief = relief_of(context, member, month);
        let computed = base.as_ref().map(|(kind, base)| rate.due(kind, *base));
        let (kind, base) = base.unwrap_or_default();
        let is_by_rate = !kind.is_empty() && kind != "fixed";
        Self {
            member: member.clone(),
            base: is_by_rate.then_some(base),
            rate: is_by_rate.then(|| rate.rate(&kind, base)).flatten(),
            kind,
            due: relief.or(computed),
            is_relieved: relief.is_some(),
            state: String::new(),
            paid: 0,
            on: None,
            back: 0,
            back_on: None,
            note: String::new(),
        }
    }

    /// Reads what is written down of it. Once the month is closed, what was due then stays, whatever base, rate
    /// or relief is entered later; a part, which has no bases, knows it in any month.
    fn read(&mut self, record: &Record<'_>) {
        let key = self.member.as_str();
        let column = |table: &str, name: &str| {
            let field = DUES_MONTH_SCHEMA.field(table);
            field.map_or(&Value::Null, |field| rows::column(field, record.entry(table, key), name))
        };
        let text = |name: &str| column("paid", name).as_text().unwrap_or("").to_owned();
        self.state = text("state");
        self.note = text("note");
        self.on = parse_day(&text("on")).ok();
        let written = column("paid", "due").as_int();
        let is_fixed = !record.text("closed_on").is_empty() && !self.state.is_empty();
        self.due = if is_fixed { written } else { self.due.or(written) };
        if matches!(&*self.state, "paid" | "reminded") {
            self.paid = column("paid", "amount").as_int().or(self.due).unwrap_or(0);
        }
        self.back = column("back", "amount").as_int().unwrap_or(0);
        self.back_on = column("back", "on").as_text().and_then(|day| parse_day(day).ok());
    }

    /// What is still owed of it, in fen.
    pub fn owed(&self) -> i64 {
        (self.asked().unwrap_or(0) - self.paid - self.back).max(0)
    }

    /// What is asked of the member: what is due, and nothing of who is exempt.
    pub fn asked(&self) -> Option<i64> {
        if self.state == "exempt" { Some(0) } else { self.due }
    }
}

impl DuesSheet {
    /// The sheet of a branch and a month.
    pub fn of(context: &Context<'_>, roster: &Roster<'_>, branch: &RecordId, month: Month) -> Self {
        let rate = DuesRate::of(context, month);
        let record = context.record(&Self::id(branch, month)).filter(Record::is_live);
        let ours = roster.members_on(Some(branch), month.last_day());
        let mut members: Vec<RecordId> =
            ours.map(|(_, member): (_, &Member)| member.id.clone()).collect();
        // Who moved in the course of the month may be written down where they came from.
        let elsewhere = marked_elsewhere(context, branch, month);
        members.retain(|id| !elsewhere.contains(id));
        for (key, _) in record.iter().flat_map(|record| record.entries("paid")) {
            let id = record.as_ref().and_then(|record| record.named(key));
            members.extend(id.filter(|id| !members.contains(id)));
        }
        let line = |member: &RecordId| {
            let mut line = DuesLine::of(context, &rate, member, month);
            if let Some(record) = &record {
                line.read(record);
            }
            line
        };
        let lines = members.iter().map(line).collect();
        let collector = record.as_ref().and_then(|record| record.named(record.text("collector")));
        let closed_on = record.and_then(|record| parse_day(record.text("closed_on")).ok());
        Self { branch: branch.clone(), month, lines, collector, closed_on }
    }

    /// The record of a branch and a month.
    pub fn id(branch: &RecordId, month: Month) -> RecordId {
        DUES_MONTH.id(&[branch.as_str(), &month.to_string()])
    }

    /// Its sums.
    pub fn sums(&self) -> DuesSums {
        let mut sums = DuesSums::default();
        for line in &self.lines {
            sums.due += line.asked().unwrap_or(0);
            sums.paid += line.paid;
            sums.back += line.back;
            sums.baseless += usize::from(line.due.is_none());
            match &*line.state {
                "" => sums.blank += 1,
                "paid" | "reminded" => sums.payers += 1,
                "unpaid" => sums.unpaid += 1,
                _ => {}
            }
        }
        sums
    }
}

/// The members who are written down in the sheets of other branches of the month.
fn marked_elsewhere(context: &Context<'_>, branch: &RecordId, month: Month) -> BTreeSet<RecordId> {
    let of_month = month.to_string();
    let is_other =
        |one: &Record<'_>| one.text("month") == of_month && one.text("branch") != branch.as_str();
    let others = context.records(DUES_MONTH.name).filter(is_other);
    others
        .flat_map(|one| {
            one.entries("paid")
                .into_iter()
                .filter_map(move |(key, _)| one.named(key))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Writes how it is with the dues of some members into an edit, with what is due and, of those who have paid,
/// that as what they paid and the day; an empty state takes it back.
pub fn draft_marks(
    draft: &mut Draft,
    context: &Context<'_>,
    sheet: &DuesSheet,
    members: &[RecordId],
    state: &str,
    today: Day,
) {
    let id = begin(draft, context, sheet);
    let Some(field) = DUES_MONTH_SCHEMA.field("paid") else { return };
    let record = context.record(&id);
    let dues: BTreeMap<&RecordId, i64> =
        sheet.lines.iter().filter_map(|line| Some((&line.member, line.due?))).collect();
    for member in members {
        let standing =
            record.as_ref().map_or(&Value::Null, |one| one.entry("paid", member.as_str()));
        let due = dues.get(member).map_or(Value::Null, |due| Value::Int(*due));
        let (amount, on) = match state {
            "paid" | "reminded" => (due.clone(), day_text(today).into()),
            _ => (Value::Null, Value::Null),
        };
        let columns = [("state", state.into()), ("due", due), ("amount", amount), ("on", on)];
        let row = match state {
            "" => Value::Null,
            _ => rows::with_columns(field, standing, &columns),
        };
        draft.entry(&id, "paid", member.as_str(), row);
    }
}

/// Writes 其余全部已交: those of whom nothing is written down, and nobody else.
pub fn draft_rest_paid(draft: &mut Draft, context: &Context<'_>, sheet: &DuesSheet, today: Day) {
    draft_blank(draft, context, sheet, "paid", today);
}

/// Writes one state of those of whom nothing is written down; of whom nothing is due is exempt.
fn draft_blank(
    draft: &mut Draft,
    context: &Context<'_>,
    sheet: &DuesSheet,
    state: &str,
    today: Day,
) {
    let blank = sheet.lines.iter().filter(|line| line.state.is_empty());
    let (free, due): (Vec<&DuesLine>, Vec<&DuesLine>) = blank.partition(|line| line.due == Some(0));
    let ids =
        |lines: Vec<&DuesLine>| lines.iter().map(|one| one.member.clone()).collect::<Vec<_>>();
    draft_marks(draft, context, sheet, &ids(due), state, today);
    draft_marks(draft, context, sheet, &ids(free), "exempt", today);
}

/// Closes the month: who has nothing written down has not paid, and what is due now is so from now on.
pub fn draft_closing(draft: &mut Draft, context: &Context<'_>, sheet: &DuesSheet, today: Day) {
    draft_blank(draft, context, sheet, "unpaid", today);
    let id = DuesSheet::id(&sheet.branch, sheet.month);
    let record = context.record(&id);
    let marked = sheet.lines.iter().filter(|line| !line.state.is_empty());
    for line in marked {
        let (Some(field), Some(due)) = (DUES_MONTH_SCHEMA.field("paid"), line.due) else {
            continue;
        };
        let key = line.member.as_str();
        let standing = record.as_ref().map_or(&Value::Null, |one| one.entry("paid", key));
        draft.entry(&id, "paid", key, rows::with_columns(field, standing, &[("due", due.into())]));
    }
    draft.field(&id, "closed_on", day_text(today));
}

/// Makes the record of the sheet where it is not there yet, or was deleted.
fn begin(draft: &mut Draft, context: &Context<'_>, sheet: &DuesSheet) -> RecordId {
    let id = DuesSheet::id(&sheet.branch, sheet.month);
    let record = context.record(&id);
    if record.as_ref().is_some_and(Record::is_deleted) {
        draft.restore(&id);
    }
    if record.is_none_or(|record| record.text("month").is_empty()) {
        draft.field(&id, "branch", sheet.branch.as_str());
        draft.field(&id, "month", sheet.month.to_string());
    }
    id
}

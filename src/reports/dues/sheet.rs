//! The dues of a branch in a month: what each member owes, computed from base and rates, and what was paid.

use std::collections::BTreeMap;

use crate::ledger::{Day, Month, Record, RecordId, Value, parse_day};
use crate::ordered;
use crate::registers::{Context, DUES_MONTH, DUES_MONTH_SCHEMA, DUES_STATES, rows};
use crate::reports::Roster;

use super::back_payments::{BackPayment, back_payments};
use super::basis::{DuesBasis, enrolled, sheet_members};

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
    /// How it is with it, as in [`DUES_STATES`]; empty where nothing is written down.
    pub state: String,
    /// What was paid.
    pub paid: i64,
    /// On which day, where it is known.
    pub on: Option<Day>,
    /// What was paid back later, payment by payment.
    pub back: Vec<BackPayment>,
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
    /// What is still owed, as far as bases are set.
    pub owed: i64,
    /// How many members have paid the whole sum.
    pub payers: usize,
    /// How many have paid a part of it.
    pub short: usize,
    /// How many have not paid.
    pub unpaid: usize,
    /// Of how many nothing is written down.
    pub blank: usize,
    /// How many of those are asked for a sum that is known.
    pub payable: usize,
    /// Of how many no base is set.
    pub baseless: usize,
}

impl DuesLine {
    /// Reads the member's row of payments. Once the month is closed, what was due then stays, whatever base, rate
    /// or relief is entered later; a part, which has no bases, knows it in any month.
    fn read(&mut self, row: &Value, is_closed: bool) {
        let Some(field) = DUES_MONTH_SCHEMA.field("paid") else { return };
        let column = |name: &str| rows::column(field, row, name);
        let text = |name: &str| column(name).as_text().unwrap_or("");
        self.state = text("state").to_owned();
        self.note = text("note").to_owned();
        self.on = parse_day(text("on")).ok();
        let written = column("due").as_int();
        let is_fixed = is_closed && !self.state.is_empty();
        self.due = if is_fixed { written } else { self.due.or(written) };
        if self.is_paid() {
            self.paid = column("amount").as_int().or(self.due).unwrap_or(0);
        }
    }

    /// What is still owed of it, in fen.
    pub fn owed(&self) -> i64 {
        (self.asked().unwrap_or(0) - self.paid - self.paid_back()).max(0)
    }

    /// What is asked of the member: what is due, and nothing of who is exempt.
    pub fn asked(&self) -> Option<i64> {
        if self.state == "exempt" { Some(0) } else { self.due }
    }

    /// What was paid back later, in fen.
    pub fn paid_back(&self) -> i64 {
        self.back.iter().map(|one| one.amount).sum()
    }

    /// Whether something was paid in the month, the whole sum or a part.
    fn is_paid(&self) -> bool {
        matches!(&*self.state, "paid" | "reminded")
    }

    /// Whether less than the whole sum was paid in the month (未交足).
    pub fn is_short(&self) -> bool {
        self.is_paid() && self.asked().is_some_and(|asked| self.paid < asked)
    }

    /// Whether something of what is written down is outstanding: a sum, or the whole of what nobody knows, as no
    /// base is set.
    pub fn is_outstanding(&self) -> bool {
        let is_unknown = self.state == "unpaid" && self.due.is_none() && self.back.is_empty();
        is_unknown || (!self.state.is_empty() && self.owed() > 0)
    }

    /// Whether the member is exempt and no decision on it is on record, though something would be due.
    pub fn lacks_decision(&self) -> bool {
        self.state == "exempt" && !self.is_relieved && self.due != Some(0)
    }

    /// How it is with it, in words; empty where nothing is written down.
    pub fn state_words(&self) -> String {
        let found = DUES_STATES.iter().find(|(code, _)| *code == self.state);
        let word = found.map_or("", |(_, word)| word);
        match &*self.state {
            "paid" if self.is_short() => "未交足".to_owned(),
            "reminded" if self.is_short() => format!("{word}，未交足"),
            "unpaid" if self.due.is_some() && self.owed() == 0 && !self.back.is_empty() => {
                format!("{word}，已补交")
            }
            "unpaid" if self.due.is_none() => format!("{word}（没有核定）"),
            _ => word.to_owned(),
        }
    }
}

impl DuesSheet {
    /// The sheet of a branch and a month.
    pub fn of(context: &Context<'_>, roster: &Roster<'_>, branch: &RecordId, month: Month) -> Self {
        let enrolled = enrolled(roster, branch, month);
        let members = sheet_members(context, &enrolled, branch, month);
        Self::read(context, &DuesBasis::of(context, branch, month, &members))
    }

    /// The sheet of a basis, with what is written down.
    pub fn read(context: &Context<'_>, basis: &DuesBasis) -> Self {
        let DuesBasis { branch, month, lines } = basis.clone();
        let (collector, closed_on) = (None, None);
        let mut sheet = Self { branch, month, lines, collector, closed_on };
        let id = Self::id(&sheet.branch, month);
        let Some(record) = context.record(&id).filter(Record::is_live) else { return sheet };
        sheet.collector = record.named(record.text("collector"));
        sheet.closed_on = parse_day(record.text("closed_on")).ok();
        let is_closed = !record.text("closed_on").is_empty();
        let paid: BTreeMap<&str, &Value> = ordered::map(record.entries("paid"));
        let mut back = back_payments(&record, context);
        for line in &mut sheet.lines {
            if let Some(row) = paid.get(line.member.as_str()) {
                line.read(row, is_closed);
            }
            line.back = back.remove(&line.member).unwrap_or_default();
        }
        sheet
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
            sums.back += line.paid_back();
            sums.owed += line.owed();
            sums.baseless += usize::from(line.asked().is_none());
            match &*line.state {
                "" => {
                    sums.blank += 1;
                    sums.payable += usize::from(line.due.is_some());
                }
                "unpaid" => sums.unpaid += 1,
                _ if line.is_short() => sums.short += 1,
                _ if line.is_paid() => sums.payers += 1,
                _ => {}
            }
        }
        sums
    }
}

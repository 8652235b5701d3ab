//! Basis of the dues of a month: who is asked, and what is due of each by base, rate and relief. What is marked
//! or paid does not change it.

use std::collections::BTreeMap;

use crate::ledger::{Month, Record, RecordId};
use crate::ordered;
use crate::registers::{
    Context, DUES_BASE, DUES_MONTH, DUES_RATE, DUES_RELIEF, DuesRate, DuesRelief, dues_base,
    reliefs_in,
};
use crate::reports::Roster;

use super::back_payments::{BackPayment, back_payments};
use super::sheet::{DuesLine, DuesSheet};

/// Basis of the dues of a branch in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuesBasis {
    /// The branch.
    pub branch: RecordId,
    /// The month.
    pub month: Month,
    /// What is due of each member, of whom nothing is written down yet.
    pub lines: Vec<DuesLine>,
}

impl DuesBasis {
    /// The registers from which sums due are computed.
    pub const REGISTERS: [&str; 3] = [DUES_BASE.name, DUES_RATE.name, DUES_RELIEF.name];

    /// Computes what is due of some members.
    pub fn of(
        context: &Context<'_>,
        branch: &RecordId,
        month: Month,
        members: &[RecordId],
    ) -> Self {
        let (rate, reliefs) = (DuesRate::of(context, month), reliefs_in(context, month));
        let line = |member: &RecordId| line(context, &rate, &reliefs, member, month);
        let lines = members.iter().map(line).collect();
        Self { branch: branch.clone(), month, lines }
    }
}

/// The members whom a branch had at the end of a month.
pub fn enrolled(roster: &Roster<'_>, branch: &RecordId, month: Month) -> Vec<RecordId> {
    let ours = roster.members_on(Some(branch), month.last_day());
    ours.map(|(_, member)| member.id.clone()).collect()
}

/// The members of a sheet: those who are enrolled, but for those whom another branch has on its sheet, as they
/// moved in the course of the month; and others who are written down on this one.
pub fn sheet_members(
    context: &Context<'_>,
    enrolled: &[RecordId],
    branch: &RecordId,
    month: Month,
) -> Vec<RecordId> {
    let of_month = month.to_string();
    let own = DuesSheet::id(branch, month);
    let is_other =
        |one: &Record<'_>| one.text("month") == of_month && one.text("branch") != branch.as_str();
    let mut elsewhere: Vec<&str> = Vec::new();
    for other in context.records(DUES_MONTH.name).filter(is_other) {
        elsewhere.extend(other.entries("paid").into_iter().map(|(key, _)| key));
    }
    let elsewhere = ordered::set(elsewhere);
    let kept = enrolled.iter().filter(|id| !elsewhere.contains(id.as_str()));
    let mut members: Vec<RecordId> = kept.cloned().collect();
    let Some(record) = context.record(&own).filter(Record::is_live) else { return members };
    let known = ordered::set(members.iter().map(RecordId::as_str));
    let rows = record.entries("paid").into_iter();
    let others = rows.filter(|(key, _)| !known.contains(key));
    let mut others: Vec<RecordId> = others.filter_map(|(key, _)| record.named(key)).collect();
    for member in back_payments(&record, context).into_keys() {
        if !known.contains(member.as_str()) && !others.contains(&member) {
            others.push(member);
        }
    }
    members.extend(others);
    members
}

fn line(
    context: &Context<'_>,
    rate: &DuesRate,
    reliefs: &BTreeMap<RecordId, DuesRelief>,
    member: &RecordId,
    month: Month,
) -> DuesLine {
    let base = dues_base(context, member, month.year());
    let relief = reliefs.get(member);
    let computed = base.as_ref().map(|(kind, base)| rate.due(kind, *base));
    let (kind, base) = base.unwrap_or_default();
    let is_by_rate = !kind.is_empty() && kind != "fixed";
    DuesLine {
        member: member.clone(),
        base: is_by_rate.then_some(base),
        rate: is_by_rate.then(|| rate.rate(&kind, base)).flatten(),
        kind,
        // A part has no sums of decisions: what was written down as due says it there.
        due: relief.map_or(computed, |relief| relief.amount),
        is_relieved: relief.is_some(),
        state: String::new(),
        paid: 0,
        on: None,
        back: Vec::<BackPayment>::new(),
        note: String::new(),
    }
}

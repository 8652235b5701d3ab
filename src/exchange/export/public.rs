//! The public version (公开版): what has been on the wall anyway, as a small ledger of its own.
//!
//! It is made anew, under its own ledger id and writer, and shares no edit with the ledger that it
//! comes from: changes with other content may never claim old ids. Names are masked; of a month
//! there are totals alone, once it has been put up or locked.

use std::collections::{HashMap, HashSet};

use crate::ledger::{
    Author, Day, Draft, EditId, Ledger, LedgerId, Moment, Month, Record, RecordId, WriterId,
    conflicts_of, day_text, parse_day,
};
use crate::ordered;
use crate::registers::{
    ADOPTION, ASSESSMENT, BRANCH, HOSPITAL, Kind as FieldKind, MEMBER, Member, Privacy, STANDARD,
    Schema, Schemas, Shape, Step, adoption_id, brought_in_id, masked, step,
};
use crate::scoring::{Scores, locked};

use crate::exchange::bundle::{BundleHeader, BundleKind};

/// What the public version goes by: drawn at random each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fresh {
    /// Its ledger.
    pub ledger: LedgerId,
    /// Its writer.
    pub writer: WriterId,
}

/// The points of a branch's members in a month, in tenths.
struct PublicTotals {
    month: Month,
    branch: RecordId,
    of: Vec<(RecordId, i32)>,
}

/// Makes the public version of a ledger, with the header of its file.
pub fn public(
    schemas: Schemas,
    ledger: &Ledger,
    scores: &mut Scores,
    fresh: Fresh,
    by: &Author,
    at: Moment,
) -> (BundleHeader, Ledger) {
    // The keeper is a member as a rule, and tablets are called after people.
    let name = if by.name.is_empty() { String::new() } else { masked(&by.name) };
    let by = Author { name: name.into(), role: by.role.clone(), tablet: "".into() };
    let id = EditId { writer: fresh.writer, number: 1 };
    let mut draft = Draft::new(id, at, by.clone(), "public", "");
    let hospital = RecordId::keyed(HOSPITAL.name, "");
    let ours = ledger.record(&hospital);
    if let Some(ours) = &ours {
        copy(&mut draft, schemas.get(HOSPITAL.name), ours, &hospital);
    }
    let branches = write_branches(schemas, &mut draft, ledger, at);
    write_standards(&mut draft, ledger);
    let totals = totals(ledger, scores);
    let members = write_members(&mut draft, ledger, &totals, &branches, at.day());
    for PublicTotals { month, branch, of } in &totals {
        let Some(branch) = branches.get(branch) else { continue };
        let id = brought_in_id(branch, *month);
        draft.field(&id, "branch", branch.as_str());
        draft.field(&id, "month", month.to_string());
        draft.field(&id, "source", "公开版");
        for (member, tenths) in of {
            if let Some(member) = members.get(member) {
                draft.entry(&id, "totals", member.as_str(), i64::from(*tenths));
            }
        }
    }
    let name = ours.map_or("", |ours| ours.text("name"));
    let header = BundleHeader {
        kind: BundleKind::Public,
        ..BundleHeader::everything(fresh.ledger, name, by, at)
    };
    (header, Ledger::from_edits(draft.finish(&Ledger::new())))
}

/// Copies what a register declares fit for the wall, but for references to people.
fn copy(draft: &mut Draft, schema: Option<&Schema>, from: &Record<'_>, to: &RecordId) {
    for field in schema.map_or(&[][..], |schema| schema.fields) {
        let plain = field.shape == Shape::Single && !matches!(field.kind, FieldKind::Reference(_));
        let value = from.get(field.name);
        if field.privacy == Privacy::Public && plain && !value.is_null() {
            draft.field(to, field.name, value.clone());
        }
    }
}

/// The branches, each with its id in the public version.
fn write_branches(
    schemas: Schemas,
    draft: &mut Draft,
    ledger: &Ledger,
    at: Moment,
) -> HashMap<RecordId, RecordId> {
    let mut ids = HashMap::new();
    let mut taken = HashSet::new();
    for branch in ledger.records(BRANCH.name) {
        let keyed = RecordId::keyed(BRANCH.name, branch.text("name"));
        // What is made of the id has to be one too.
        let longest = brought_in_id(&keyed, Month::of(at.day()));
        let fits = keyed.key() != Some("") && longest.as_str().parse::<RecordId>().is_ok();
        let id =
            if fits && !taken.contains(&keyed) { keyed } else { draft.next_record(BRANCH.name) };
        copy(draft, schemas.get(BRANCH.name), &branch, &id);
        taken.insert(id.clone());
        ids.insert(branch.id().clone(), id);
    }
    ids
}

/// The standards that are or were in force, and from when.
fn write_standards(draft: &mut Draft, ledger: &Ledger) {
    for adoption in ledger.records(ADOPTION.name) {
        let Ok(month) = adoption.text("month").parse() else { continue };
        let standard = adoption.text("standard").parse().ok();
        let Some(standard) = standard.and_then(|id| ledger.record(&id)) else { continue };
        if standard.id().register() != STANDARD.name {
            continue;
        }
        for field in ["name", "body"] {
            draft.field(standard.id(), field, standard.get(field).clone());
        }
        let id = adoption_id(month);
        draft.field(&id, "month", month.to_string());
        draft.field(&id, "standard", standard.id().as_str());
    }
}

/// The totals of months that were put up or locked; those of which two locks stand wait until one
/// is chosen.
fn totals(ledger: &Ledger, scores: &mut Scores) -> Vec<PublicTotals> {
    let mut all = Vec::new();
    for record in ledger.records(ASSESSMENT.name) {
        let (Ok(month), Ok(branch)) =
            (record.text("month").parse(), record.text("branch").parse::<RecordId>())
        else {
            continue;
        };
        let disputed = conflicts_of(ledger, record.id());
        if step(Some(&record)) < Step::Notice
            || disputed.iter().any(|conflict| &*conflict.cell.field == "lock")
        {
            continue;
        }
        let of: Vec<(RecordId, i32)> = match locked(ledger, &branch, month) {
            Some(Ok(snapshot)) => {
                let rows =
                    snapshot.joined(ledger).rows.into_iter().filter(|(_, row)| row.is_assessed());
                rows.map(|(member, row)| (member, row.result)).collect()
            }
            Some(Err(_)) => continue,
            None => {
                let results = scores.results(ledger, &branch, month).into_iter();
                results.map(|(member, result)| (member, result.tenths)).collect()
            }
        };
        all.push(PublicTotals { month, branch, of });
    }
    ordered::sort_by_key(&mut all, |one| (one.month, one.branch.clone()));
    all
}

/// The members who have totals or belong to a branch today, each with the new id.
fn write_members(
    draft: &mut Draft,
    ledger: &Ledger,
    totals: &[PublicTotals],
    branches: &HashMap<RecordId, RecordId>,
    today: Day,
) -> HashMap<RecordId, RecordId> {
    let scored: HashSet<_> =
        totals.iter().flat_map(|one| &one.of).map(|(member, _)| member).collect();
    let mut ids = HashMap::new();
    for member in ledger.all_records(MEMBER.name) {
        let belongs = member.is_live() && Member::on(&member, today).is_some();
        if !scored.contains(member.id()) && !belongs {
            continue;
        }
        let id = draft.next_record(MEMBER.name);
        draft.field(&id, "name", masked(member.text("name")));
        let entries = [member.entries("branch"), member.entries("standing")];
        let days = entries.iter().flatten().filter_map(|(day, _)| parse_day(day).ok());
        let mut last = "";
        for day in ordered::set(days) {
            let found = Member::on(&member, day);
            let branch = found.as_ref().and_then(|found| branches.get(&found.branch));
            let there = branch.map_or("", RecordId::as_str);
            if there == last {
                continue;
            }
            let since = day_text(day);
            draft.entry(&id, "branch", &since, there);
            // That someone is on the roll, and not whether ill or abroad.
            let standing = if there.is_empty() { "left" } else { "active" };
            draft.entry(&id, "standing", &since, standing);
            if let Some(found) = found {
                draft.entry(&id, "category", &since, found.category);
            }
            last = there;
        }
        ids.insert(member.id().clone(), id);
    }
    ids
}

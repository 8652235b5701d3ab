//! A roster beside the ledger: members in the words of rosters, and the plan.

use std::borrow::Cow;

use super::{CATEGORIES, STANDINGS, register_field};
use crate::ledger::{Ledger, Record, Value};
use crate::ordered;
use crate::registers::{self, BRANCH, DEPARTMENT, MEMBER, MEMBER_SCHEMA, Shape, is_erased};
use crate::tables::branch_names::department_key;
use crate::tables::roster::Roster;
use crate::tables::roster_fields;
use crate::tables::roster_plan::{self, Existing, PlanOptions, RosterPlan};
use crate::typed_text::PartialDate;
use crate::typed_text::staff_number;

/// The members of a ledger, as far as an import needs to know.
#[must_use]
pub fn existing(ledger: &Ledger) -> Vec<Existing> {
    let known = ledger
        .all_records(MEMBER.name)
        .filter(|record| !record.is_deleted() || is_erased(ledger, record.id()));
    known.map(|record| to_existing(ledger, &record)).collect()
}

fn to_existing(ledger: &Ledger, record: &Record<'_>) -> Existing {
    let shown = |name: &'static str| {
        let (own, _) = register_field(name);
        let field = MEMBER_SCHEMA.field(own)?;
        let value = match field.shape {
            Shape::Dated => record.latest(own),
            _ => record.get(own),
        };
        if matches!(value, Value::Bool(_)) {
            return Some(registers::show_value(ledger, field, value));
        }
        let text = value.as_text().filter(|text| !text.is_empty())?;
        let word = |words: &[(&str, &str)]| {
            words.iter().find(|(_, code)| *code == text).map(|(word, _)| (*word).to_owned())
        };
        Some(match name {
            "status" => {
                word(STANDINGS).unwrap_or_else(|| registers::show_value(ledger, field, value))
            }
            "category" => word(CATEGORIES).unwrap_or_else(|| text.to_owned()),
            // Dates stay as they are written in the ledger, which is how rosters are read.
            "born" | "work_started" | "joined_party" | "full_since" => text.to_owned(),
            _ => registers::show_value(ledger, field, value),
        })
    };
    let fields = roster_fields::FIELDS
        .iter()
        .filter_map(|field| shown(field.name).map(|text| (field.name.to_owned(), text)));
    // One of whom a remark about someone else was cleared is as any other.
    let redacted = is_erased(ledger, record.id());
    let number = if redacted { record.id().key() } else { Some(record.text("staff_number")) };
    Existing {
        id: record.id().to_string(),
        staff_number: number.filter(|text| !text.is_empty()).map(str::to_owned),
        redacted,
        name: record.text("name").to_owned(),
        born: record.text("born").parse::<PartialDate>().ok(),
        fields: ordered::map(fields),
    }
}

/// The names of a register's records.
fn names(ledger: &Ledger, register: &str) -> Vec<String> {
    let names = ledger.records(register).map(|record| record.text("name").to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// Compares a roster with a ledger. The rows are still to be checked, see
/// [`RosterImport::check`](super::RosterImport::check).
#[must_use]
pub fn compare(roster: &Roster, ledger: &Ledger, options: PlanOptions) -> RosterPlan {
    let (members, branches, departments) =
        (existing(ledger), names(ledger, BRANCH.name), names(ledger, DEPARTMENT.name));
    let known = roster_plan::RosterContext {
        members: &members,
        branches: &branches,
        departments: &departments,
    };
    let mut roster = Cow::Borrowed(roster);
    let by_name = |record: &Record<'_>| department_key(record.text("name"));
    by_now(ledger, DEPARTMENT.name, "name", by_name, &mut roster, "department", department_key);
    let by_number = |record: &Record<'_>| staff_number(record.text("staff_number"));
    by_now(
        ledger,
        MEMBER.name,
        "staff_number",
        by_number,
        &mut roster,
        "staff_number",
        staff_number,
    );
    RosterPlan::new(&roster, known, options)
}

/// Puts into the cells of a column what a record is known by now, where they name one that is joined
/// to another.
fn by_now(
    ledger: &Ledger,
    register: &str,
    field: &str,
    known_by: impl Fn(&Record<'_>) -> String,
    roster: &mut Cow<'_, Roster>,
    column: &str,
    key: impl Fn(&str) -> String,
) {
    let joined = ledger.joined(register).filter_map(|id| ledger.record(id));
    let moved = joined.filter_map(|record| {
        let into = ledger.record(ledger.resolve(record.id()))?.text(field).to_owned();
        Some((known_by(&record), into)).filter(|(own, into)| !own.is_empty() && !into.is_empty())
    });
    let moved = ordered::map(moved);
    if moved.is_empty() {
        return;
    }
    for row in &mut roster.to_mut().rows {
        if let Some(text) = row.fields.get_mut(column)
            && let Some(into) = moved.get(&key(text))
        {
            text.clone_from(into);
        }
    }
}

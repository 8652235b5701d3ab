//! Edits of a sheet of dues: marks, 其余全部已交, and closing a month.

use std::collections::BTreeMap;

use crate::ledger::{Day, Draft, Record, RecordId, Value, day_text};
use crate::ordered;
use crate::registers::{Context, DUES_MONTH_SCHEMA, rows};

use super::sheet::{DuesLine, DuesSheet};

/// The table of payments.
const PAID: &str = "paid";

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
    let Some(field) = DUES_MONTH_SCHEMA.field(PAID) else { return };
    let record = context.record(&id);
    let written = written_rows(record.as_ref());
    let wanted = ordered::set(members);
    let lines = sheet.lines.iter().filter(|line| wanted.contains(&line.member));
    let dues: BTreeMap<&RecordId, Option<i64>> =
        ordered::map(lines.map(|line| (&line.member, line.due)));
    for member in members {
        let standing = written.get(member.as_str()).copied().unwrap_or(&Value::Null);
        let due = dues.get(member).copied().flatten().map_or(Value::Null, Value::Int);
        let columns = match state {
            "" => None,
            "paid" | "reminded" if is_paid(standing) => Some(vec![("state", state.into())]),
            "paid" | "reminded" => Some(vec![
                ("state", state.into()),
                ("due", due.clone()),
                ("amount", due),
                ("on", day_text(today).into()),
            ]),
            _ => Some(vec![
                ("state", state.into()),
                ("due", due),
                ("amount", Value::Null),
                ("on", Value::Null),
            ]),
        };
        let row =
            columns.map_or(Value::Null, |columns| rows::with_columns(field, standing, &columns));
        write_row(draft, context, record.as_ref(), &id, (member, row));
    }
}

/// Whether a row says a payment already, perhaps of a part: it stays where the mark is corrected.
fn is_paid(row: &Value) -> bool {
    let column = |name: &str| rows::column_after("state", row, name);
    matches!(column("state").as_text(), Some("paid" | "reminded")) && !column("amount").is_null()
}

/// Writes the row of a member, and removes those that were written for duplicates of the member.
fn write_row(
    draft: &mut Draft,
    context: &Context<'_>,
    record: Option<&Record<'_>>,
    id: &RecordId,
    (member, row): (&RecordId, Value),
) {
    for key in rows::as_written(context.ledger(), record, PAID, member.as_str()) {
        if key != member.as_str() {
            draft.entry(id, PAID, &key, Value::Null);
        }
    }
    draft.entry(id, PAID, member.as_str(), row);
}

/// Writes 其余全部已交: those of whom nothing is written down and a sum is due that is known. Without a base it is
/// not known what was paid.
pub fn draft_rest_paid(draft: &mut Draft, context: &Context<'_>, sheet: &DuesSheet, today: Day) {
    let payable = sheet.lines.iter().filter(|line| line.state.is_empty() && line.due.is_some());
    draft_blank(draft, context, sheet, ("paid", payable), today);
}

/// Writes one state of members of whom nothing is written down; of whom nothing is due is exempt.
fn draft_blank<'a>(
    draft: &mut Draft,
    context: &Context<'_>,
    sheet: &DuesSheet,
    (state, blank): (&str, impl Iterator<Item = &'a DuesLine>),
    today: Day,
) {
    let (free, due): (Vec<&DuesLine>, Vec<&DuesLine>) = blank.partition(|line| line.due == Some(0));
    let ids =
        |lines: Vec<&DuesLine>| lines.iter().map(|one| one.member.clone()).collect::<Vec<_>>();
    draft_marks(draft, context, sheet, &ids(due), state, today);
    draft_marks(draft, context, sheet, &ids(free), "exempt", today);
}

/// Closes the month: who has nothing written down has not paid, and what is due now is so from now on.
pub fn draft_closing(draft: &mut Draft, context: &Context<'_>, sheet: &DuesSheet, today: Day) {
    let blank = sheet.lines.iter().filter(|line| line.state.is_empty());
    draft_blank(draft, context, sheet, ("unpaid", blank), today);
    let id = DuesSheet::id(&sheet.branch, sheet.month);
    let record = context.record(&id);
    let written = written_rows(record.as_ref());
    let marked = sheet.lines.iter().filter(|line| !line.state.is_empty());
    for line in marked {
        let (Some(field), Some(due)) = (DUES_MONTH_SCHEMA.field(PAID), line.due) else {
            continue;
        };
        let key = line.member.as_str();
        let standing = written.get(key).copied().unwrap_or(&Value::Null);
        let row = rows::with_columns(field, standing, &[("due", due.into())]);
        write_row(draft, context, record.as_ref(), &id, (&line.member, row));
    }
    draft.field(&id, "closed_on", day_text(today));
}

/// The rows of payments that are written down, by member.
fn written_rows<'a>(record: Option<&Record<'a>>) -> BTreeMap<&'a str, &'a Value> {
    ordered::map(record.into_iter().flat_map(|record| record.entries(PAID)))
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

//! Back payments (补交): what members pay later for a month. Each is a row of its own, so that those of two
//! tablets both count; earlier builds kept one a member.

use std::collections::BTreeMap;

use crate::ledger::{Day, Draft, Record, RecordId, Value, day_text, parse_day};
use crate::ordered;
use crate::registers::{Context, DUES_MONTH_SCHEMA, rows};

use super::sheet::DuesSheet;

/// The table of back payments, a row each.
const BY_PAYMENT: &str = "back_pay";

/// The table of earlier builds, a row for each member.
const BY_MEMBER: &str = "back";

/// A back payment of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackPayment {
    /// Its row; `None` where an earlier build wrote it under the member.
    pub row: Option<String>,
    /// The sum, in fen.
    pub amount: i64,
    /// The day, where it is known.
    pub on: Option<Day>,
}

/// The back payments that are written down in the record of a month, by member, in the order of their days.
pub(super) fn back_payments(
    record: &Record<'_>,
    context: &Context<'_>,
) -> BTreeMap<RecordId, Vec<BackPayment>> {
    let mut found: BTreeMap<RecordId, Vec<BackPayment>> = BTreeMap::new();
    for (table, is_by_payment) in [(BY_MEMBER, false), (BY_PAYMENT, true)] {
        let Some(field) = DUES_MONTH_SCHEMA.field(table) else { continue };
        for (key, row) in record.entries(table) {
            let column = |name: &str| rows::column(field, row, name);
            let named = if is_by_payment { column("member").as_text() } else { Some(key) };
            let Some(member) = named.and_then(|id| record.named(id)) else { continue };
            let payment = BackPayment {
                row: is_by_payment.then(|| key.to_owned()),
                amount: column("amount").as_int().unwrap_or(0),
                on: column("on").as_text().and_then(|day| parse_day(day).ok()),
            };
            found.entry(context.ledger().resolve(&member).clone()).or_default().push(payment);
        }
    }
    for payments in found.values_mut() {
        ordered::sort_by_key(payments, |one| one.on);
    }
    found
}

/// Writes a back payment of a member for the month of a sheet.
pub fn draft_back_payment(
    draft: &mut Draft,
    sheet: &DuesSheet,
    member: &RecordId,
    fen: i64,
    on: Day,
) {
    let id = DuesSheet::id(&sheet.branch, sheet.month);
    let key = rows::next_key(draft);
    let row = [
        ("member", Value::from(member.as_str())),
        ("amount", Value::Int(fen)),
        ("on", day_text(on).into()),
    ];
    draft.entry(&id, BY_PAYMENT, &key, Value::group(row));
}

/// Takes a back payment of a member away again.
pub fn draft_back_payment_removed(
    draft: &mut Draft,
    context: &Context<'_>,
    sheet: &DuesSheet,
    member: &RecordId,
    payment: &BackPayment,
) {
    let id = DuesSheet::id(&sheet.branch, sheet.month);
    if let Some(row) = &payment.row {
        return draft.entry(&id, BY_PAYMENT, row, Value::Null);
    }
    let record = context.record(&id);
    for key in rows::as_written(context.ledger(), record.as_ref(), BY_MEMBER, member.as_str()) {
        draft.entry(&id, BY_MEMBER, &key, Value::Null);
    }
}

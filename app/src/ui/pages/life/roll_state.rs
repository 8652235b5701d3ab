//! What the parts of a roll's page share: its record, what is drawn and not yet written, and why it is
//! corrected.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::{Session, today};
use crate::ledger::{Record, RecordId, Value};
use crate::registers::{Context, Field, Schema, schema};
use crate::reports::{RollCounts, RollEntry, roll_counts};
use crate::ui::components::{RollPerson, ToastHandle};

/// What a page of a roll is about.
#[derive(Clone, Copy)]
pub(super) struct RollState {
    /// The session.
    pub(super) session: Session,
    /// Where what was done is said.
    pub(super) toasts: ToastHandle,
    /// The record.
    pub(super) id: StoredValue<RecordId>,
    /// Whether it is a meeting; else it is an event of service.
    pub(super) is_meeting: bool,
    /// Whether it was signed: then whatever is changed needs a reason.
    pub(super) is_frozen: Memo<bool>,
    /// Why it is corrected after it was signed.
    pub(super) reason: RwSignal<String>,
    /// Who is on the roll, with their marks.
    pub(super) entries: Memo<Vec<RollEntry>>,
    /// The same as they are shown, without their marks.
    pub(super) people: Memo<Vec<RollPerson>>,
    /// Taps that are drawn and not yet in the ledger.
    pub(super) tapped: RwSignal<BTreeMap<String, u32>>,
    /// Whether the form of the record is open.
    pub(super) is_writing: RwSignal<bool>,
}

impl RollState {
    /// Whether nothing may be changed for now.
    pub(super) fn is_closed(self) -> bool {
        self.is_frozen.get() && self.reason.with(|reason| reason.trim().is_empty())
    }

    /// Why a correction is made; empty where none has to be given.
    pub(super) fn reason_text(self) -> String {
        self.reason.with_untracked(|reason| reason.trim().to_owned())
    }

    /// The counts of the roll as it is in the ledger.
    pub(super) fn counts(self) -> RollCounts {
        self.entries.with(|entries| roll_counts(entries))
    }

    /// Looks at the record.
    pub(super) fn with_record<R>(
        self,
        look: impl for<'a> FnOnce(&Record<'a>, &Context<'a>) -> R,
    ) -> Option<R> {
        self.session.with_ledger(|ledger| {
            let record = self.id.with_value(|id| ledger.record(id))?;
            Some(look(&record, &Context::new(ledger, today())))
        })
    }

    /// A row of a table of the record, made anew from what it is.
    pub(super) fn with_row(
        self,
        table: &str,
        key: &str,
        change: impl FnOnce(&Field, &Value) -> Value,
    ) -> Value {
        let row = self.session.with_ledger_untracked(|ledger| {
            let record = self.id.with_value(|id| ledger.record(id))?;
            Some(record.entry(table, key).clone())
        });
        let field = self.id.with_value(schema_of).and_then(|schema| schema.field(table));
        field.map_or(Value::Null, |field| change(field, &row.unwrap_or(Value::Null)))
    }
}

/// The schema of a record of this page.
pub(super) fn schema_of(id: &RecordId) -> Option<&'static Schema> {
    schema(id.register())
}

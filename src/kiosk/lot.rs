//! Lots: what goes from a tablet's pool into the ledger.

use crate::ledger::{Draft, Ledger, Month, RecordId, Value, WriterId};
use crate::registers::{
    KIOSK_ANSWERS, KIOSK_BURSTS, KIOSK_COUNTS, KIOSK_FEW, KIOSK_MONTH_SCHEMA, KIOSK_REASONS, rows,
};

use super::counts::KioskCounts;
use super::target::KioskTarget;

/// The act of an edit that takes lots into the ledger.
pub const TAKE_IN_KIOSK: &str = "take-in-kiosk";

/// Answers of at least ten people about one target in one month; or the number of some that were too few.
///
/// It is a row of its own in the ledger, whose key is drawn with the lot: to take it in twice, as after a
/// kill, writes the same row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskLot {
    /// The key of the row.
    pub id: WriterId,
    /// The month.
    pub month: Month,
    /// Whom it is about.
    pub target: KioskTarget,
    /// What was answered; nothing where they were too few.
    pub counts: KioskCounts,
    /// How many were too few.
    pub few: i64,
}

impl KioskLot {
    fn record(&self) -> RecordId {
        self.target.record(self.month)
    }

    /// Whether the ledger has it.
    pub fn is_taken(&self, ledger: &Ledger) -> bool {
        let record = ledger.record(&self.record());
        record.is_some_and(|one| !one.entry(KIOSK_COUNTS, &self.id.to_string()).is_null())
    }

    /// Writes it into an edit, which has the act [`TAKE_IN_KIOSK`], unless the ledger has it.
    pub fn take_in(&self, ledger: &Ledger, draft: &mut Draft) {
        let Some(field) = KIOSK_MONTH_SCHEMA.field(KIOSK_COUNTS) else { return };
        if self.is_taken(ledger) {
            return;
        }
        let id = self.record();
        self.target.begin_record(self.month, ledger, draft);
        let named = KIOSK_ANSWERS.iter().chain(KIOSK_REASONS).map(|(name, _)| *name);
        let counted = self.counts.answers.into_iter().chain(self.counts.reasons);
        let more = [(KIOSK_FEW, self.few), (KIOSK_BURSTS, self.counts.bursts)];
        let written: Vec<(&str, Value)> = named
            .zip(counted)
            .chain(more)
            .filter(|(_, count)| *count != 0)
            .map(|(name, count)| (name, Value::Int(count)))
            .collect();
        let row = rows::with_columns(field, &Value::Null, &written);
        draft.entry(&id, KIOSK_COUNTS, &self.id.to_string(), row);
    }

    /// The lot as the pool keeps it.
    pub(super) fn to_value(&self) -> Value {
        Value::group([
            ("id", self.id.to_string().into()),
            ("month", self.month.to_string().into()),
            ("target", self.target.to_value()),
            ("counts", self.counts.to_value()),
            ("few", self.few.into()),
        ])
    }

    pub(super) fn from_value(value: &Value) -> Option<Self> {
        Some(Self {
            id: value.get("id")?.as_text()?.parse().ok()?,
            month: value.get("month")?.as_text()?.parse().ok()?,
            target: KioskTarget::from_value(value.get("target")?)?,
            counts: KioskCounts::from_value(value.get("counts")?)?,
            few: value.get("few")?.as_int()?.max(0),
        })
    }
}

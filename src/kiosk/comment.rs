//! Comments of patients (想说的话): of each its week is known, and neither its day nor its answer.

use chrono::{Days, Weekday};

use crate::ledger::{Day, Draft, Ledger, Month, RecordId, Value, WriterId, day_text, parse_day};
use crate::registers::{KIOSK_COMMENTS, KIOSK_MONTH_SCHEMA, LONGEST_KIOSK_COMMENT, rows};
use crate::typed_text;

use super::target::KioskTarget;

/// What a patient wrote. Comments sort by week and text, so that a sorted list says nothing of their order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KioskComment {
    /// The Monday of its week.
    week: Day,
    text: String,
}

impl KioskComment {
    /// Makes one of a text that was written on a day, cut at [`LONGEST_KIOSK_COMMENT`] characters; `None`
    /// where nothing is written.
    pub fn new(text: &str, day: Day) -> Option<Self> {
        let text: String = typed_text::line(text).chars().take(LONGEST_KIOSK_COMMENT).collect();
        let week = day.week(Weekday::Mon).checked_first_day().unwrap_or(day);
        (!text.is_empty()).then_some(Self { week, text })
    }

    /// The month of most days of its week: that of its day would say more than the week.
    pub fn month(&self) -> Month {
        Month::of(self.week.checked_add_days(Days::new(3)).unwrap_or(self.week))
    }

    /// Whether its week is over.
    pub fn is_past(&self, today: Day) -> bool {
        today.signed_duration_since(self.week).num_days()
            > i64::from(Weekday::Sun.num_days_from_monday())
    }

    /// Adds it to a sorted list.
    pub(super) fn insert_into(self, list: &mut Vec<Self>) {
        let at = list.partition_point(|one| *one < self);
        list.insert(at, self);
    }

    pub(super) fn to_value(&self) -> Value {
        Value::List(vec![day_text(self.week).into(), self.text.as_str().into()])
    }

    pub(super) fn from_value(value: &Value) -> Option<Self> {
        let [week, text] = value.as_list()? else { return None };
        Self::new(text.as_text()?, parse_day(week.as_text()?).ok()?)
    }
}

/// A comment that goes into the ledger once its week is over, as then the time of its edit tells no more than
/// the week.
///
/// Like a lot it is a row of its own, whose key is drawn: rows stand in the order of their keys, which is
/// that of chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KioskNote {
    /// The key of the row.
    pub id: WriterId,
    /// The month of the lot with which it became one of enough.
    pub month: Month,
    /// Whom the answers are about.
    pub target: KioskTarget,
    /// What was written.
    pub comment: KioskComment,
}

impl KioskNote {
    /// Writes it into an edit, unless the ledger has it.
    pub fn take_in(&self, ledger: &Ledger, draft: &mut Draft) {
        let Some(field) = KIOSK_MONTH_SCHEMA.field(KIOSK_COMMENTS) else { return };
        let (id, key) = (self.target.record(self.month), self.id.to_string());
        if is_written(ledger, &id, &key) {
            return;
        }
        self.target.begin_record(self.month, ledger, draft);
        let columns = [
            ("text", self.comment.text.as_str().into()),
            ("week", day_text(self.comment.week).into()),
        ];
        draft.entry(&id, KIOSK_COMMENTS, &key, rows::with_columns(field, &Value::Null, &columns));
    }

    pub(super) fn to_value(&self) -> Value {
        Value::List(vec![
            self.id.to_string().into(),
            self.month.to_string().into(),
            self.target.to_value(),
            self.comment.to_value(),
        ])
    }

    pub(super) fn from_value(value: &Value) -> Option<Self> {
        let [id, month, target, comment] = value.as_list()? else { return None };
        Some(Self {
            id: id.as_text()?.parse().ok()?,
            month: month.as_text()?.parse().ok()?,
            target: KioskTarget::from_value(target)?,
            comment: KioskComment::from_value(comment)?,
        })
    }
}

fn is_written(ledger: &Ledger, id: &RecordId, key: &str) -> bool {
    ledger.record(id).is_some_and(|one| !one.entry(KIOSK_COMMENTS, key).is_null())
}

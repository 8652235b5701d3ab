//! Meetings and service: made with what is likely, called, made up for, voted in, and put together where
//! one was entered twice.

use crate::ledger::{Day, Draft, Ledger, Month, Record, RecordId, Value, day_text};
use crate::ordered;
use crate::registers::{BRANCH, Context, MEETING, join_twin, rows};
use crate::reports::{expected_of, known_marks, roll_value};

use super::session::Session;
use super::today::today;
use super::write_lock::EditRefused;

/// What is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActivity {
    /// [`MEETING`] or [`SERVICE_EVENT`], by name.
    pub register: &'static str,
    /// Its kind.
    pub kind: String,
    /// Whose it is; `None` where the whole hospital has it.
    pub branch: Option<RecordId>,
    /// The group that meets.
    pub group: Option<RecordId>,
    /// Its day.
    pub day: Day,
    /// What it is about; empty where that is written later.
    pub subject: String,
    /// The month that it makes up for, with the reason.
    pub instead_of: Option<(Month, String)>,
}

/// What the next activity of a kind has from the one before.
const LIKELY_OF_MEETING: &[&str] = &["begins", "ends", "place", "host", "recorder", "hours"];
const LIKELY_OF_SERVICE: &[&str] = &["begins", "ends", "place", "plus"];
/// What it has besides where one asks for the same once more.
const SHAPE: &[&str] =
    &["kind", "branch", "group", "subject", "theme", "partner", "guest_lecturer"];

/// Makes a meeting or an event with what is likely: times, place and people of the last of its kind, and
/// whose leave is known.
///
/// # Errors
/// Where this page may not write; nothing has changed then.
pub fn new_activity(session: Session, new: &NewActivity) -> Result<RecordId, EditRefused> {
    let mut draft = session.draft("create", "");
    let id = draft.next_record(new.register);
    session.with_ledger_untracked(|ledger| {
        draft.field(&id, "kind", new.kind.as_str());
        draft.field(&id, "day", day_text(new.day));
        if !new.subject.is_empty() {
            draft.field(&id, "subject", new.subject.as_str());
        }
        if let Some((month, why)) = &new.instead_of {
            draft.field(&id, "instead_of", month.to_string());
            draft.field(&id, "instead_why", why.as_str());
        }
        let named = [("branch", &new.branch), ("group", &new.group)];
        for (field, record) in
            named.into_iter().filter_map(|(field, id)| Some((field, id.as_ref()?)))
        {
            draft.field(&id, field, record.as_str());
        }
        if let Some(last) = last_of(ledger, new) {
            copy(&mut draft, &id, &last, likely(new.register));
        } else if let Some(secretary) = secretary(ledger, new) {
            draft.field(&id, "host", secretary.as_str());
        }
        if new.register == MEETING.name {
            let text = |id: &Option<RecordId>| id.as_ref().map_or("", RecordId::as_str).to_owned();
            let (branch, group) = (text(&new.branch), text(&new.group));
            mark_known(&mut draft, ledger, &id, [&new.kind, &branch, &group], new.day);
        }
    });
    session.commit(draft)?;
    Ok(id)
}

/// Makes an activity of the same shape on another day (再来一次), without its results.
///
/// # Errors
/// Where this page may not write; nothing has changed then.
pub fn repeat_activity(session: Session, of: &RecordId, day: Day) -> Result<RecordId, EditRefused> {
    let mut draft = session.draft("create", "");
    let id = draft.next_record(of.register());
    session.with_ledger_untracked(|ledger| {
        if let Some(record) = ledger.record(of) {
            copy(&mut draft, &id, &record, SHAPE);
            copy(&mut draft, &id, &record, likely(of.register()));
            for (key, row) in record.entries("counters") {
                draft.entry(&id, "counters", key, row.clone());
            }
            if of.register() == MEETING.name {
                let of = ["kind", "branch", "group"].map(|field| record.text(field));
                mark_known(&mut draft, ledger, &id, of, day);
            }
        }
        draft.field(&id, "day", day_text(day));
    });
    session.commit(draft)?;
    Ok(id)
}

fn likely(register: &str) -> &'static [&'static str] {
    if register == MEETING.name { LIKELY_OF_MEETING } else { LIKELY_OF_SERVICE }
}

fn copy(draft: &mut Draft, to: &RecordId, from: &Record<'_>, fields: &[&str]) {
    for field in fields {
        let value = from.get(field);
        if !value.is_null() {
            draft.field(to, field, value.clone());
        }
    }
}

/// The last activity of the same kind of the same people.
fn last_of<'a>(ledger: &'a Ledger, new: &NewActivity) -> Option<Record<'a>> {
    let own = |id: &Option<RecordId>| id.as_ref().map_or("", RecordId::as_str).to_owned();
    let (branch, group) = (own(&new.branch), own(&new.group));
    let same = |record: &Record<'_>| {
        record.text("kind") == new.kind
            && record.text("branch") == branch
            && record.text("group") == group
    };
    ledger.records(new.register).filter(same).max_by_key(|record| record.text("day").to_owned())
}

fn secretary(ledger: &Ledger, new: &NewActivity) -> Option<RecordId> {
    let is_meeting = new.register == MEETING.name;
    let branch = ledger.record(new.branch.as_ref().filter(|_| is_meeting)?)?;
    let (of, field) = match &new.group {
        Some(group) => (ledger.record(group)?, "leader"),
        None => (branch, "secretary"),
    };
    debug_assert!(new.group.is_some() || of.id().register() == BRANCH.name);
    of.named(of.text(field))
}

/// Marks in the roll of a new meeting whose leave is known.
fn mark_known(draft: &mut Draft, ledger: &Ledger, id: &RecordId, of: [&str; 3], day: Day) {
    let context = Context::new(ledger, today());
    let people = ordered::set(expected_of(of, day, &context).into_iter().map(|one| one.id));
    for (member, mark) in known_marks(&context, day) {
        if people.contains(&member) {
            let value = roll_value(&mark.state, &mark.reason, &mark.note);
            draft.entry(id, "roll", member.as_str(), value);
        }
    }
}

/// Writes rows of a table of an activity, as one edit.
///
/// # Errors
/// Where this page may not write.
pub fn write_rows(
    session: Session,
    record: &RecordId,
    table: &str,
    rows: impl IntoIterator<Item = (String, Value)>,
    reason: &str,
) -> Result<(), EditRefused> {
    let mut draft = session.draft("change", reason);
    for (key, value) in rows {
        draft.entry(record, table, &key, value);
    }
    session.commit(draft).map(drop)
}

/// Writes a field of an activity.
///
/// # Errors
/// Where this page may not write.
pub fn write_field(
    session: Session,
    record: &RecordId,
    field: &str,
    value: Value,
    reason: &str,
) -> Result<(), EditRefused> {
    let mut draft = session.draft("change", reason);
    draft.field(record, field, value);
    session.commit(draft).map(drop)
}

/// Adds a row to a table whose rows have keys of their own; its key.
///
/// # Errors
/// Where this page may not write.
pub fn add_row(
    session: Session,
    record: &RecordId,
    table: &str,
    value: Value,
    reason: &str,
) -> Result<String, EditRefused> {
    let mut draft = session.draft("change", reason);
    let key = rows::next_key(&draft);
    draft.entry(record, table, &key, value);
    session.commit(draft).map(|_| key)
}

/// Merges a meeting or an event that was entered twice into another; see [`join_twin`]. Returns how many
/// people both mark differently.
///
/// # Errors
/// Where this page may not write.
pub fn put_together(
    session: Session,
    into: &RecordId,
    from: &RecordId,
    reason: &str,
) -> Result<usize, EditRefused> {
    let mut draft = session.draft("join", reason);
    let differ = session.with_ledger_untracked(|ledger| join_twin(&mut draft, ledger, from, into));
    session.commit(draft).map(|_| differ)
}

//! What the user can do with standards: begin a draft, change it, publish it, put it in force.

use crate::ordered;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{STANDARD, STANDARD_DRAFT, adoption_id, standard_id};
use crate::scoring::{
    Scores, Standard, adopt as write_adoption, faults, ids_in, may_adopt, may_withdraw,
};

use super::command_error::CommandError;
use super::session::Session;
use super::write_lock::EditRefused;

/// A published standard or a draft, as far as it can be read.
pub fn version(ledger: &Ledger, scores: &mut Scores, id: &RecordId) -> Option<Arc<Standard>> {
    if id.register() == STANDARD.name {
        return scores.published(ledger, id);
    }
    let record = ledger.record(id).filter(|record| !record.is_deleted())?;
    Standard::read(record.get("body")).ok().map(Arc::new)
}

/// The ids of items and rule lines that any published standard knows.
pub fn taken_ids(ledger: &Ledger, scores: &mut Scores) -> BTreeSet<String> {
    let published: Vec<RecordId> =
        ledger.all_records(STANDARD.name).map(|record| record.id().clone()).collect();
    let standards = published.iter().filter_map(|id| scores.published(ledger, id));
    ordered::set(standards.flat_map(|one| ids_in(&one).map(str::to_owned).collect::<Vec<_>>()))
}

/// Begins a draft from a version.
///
/// # Errors
/// Where it cannot be kept; nothing has changed then.
pub fn begin_draft(session: Session, from: &Standard) -> Result<RecordId, EditRefused> {
    let mut draft = session.draft("create", "");
    let id = draft.next_record(STANDARD_DRAFT.name);
    draft.field(&id, "name", from.name.as_str());
    draft.field(&id, "body", from.to_value());
    session.commit(draft)?;
    Ok(id)
}

/// Keeps what was changed about a draft.
///
/// # Errors
/// Where it cannot be kept; nothing has changed then.
pub fn change_draft(
    session: Session,
    id: &RecordId,
    standard: &Standard,
) -> Result<(), EditRefused> {
    let mut draft = session.draft("change", "");
    draft.field(id, "name", standard.name.as_str());
    draft.field(id, "body", standard.to_value());
    session.commit(draft).map(drop)
}

/// Publishes a draft, which goes with that, and says the id of the standard.
///
/// # Errors
/// What has to be put right first; nothing has changed then.
pub fn publish(session: Session, id: &RecordId) -> Result<RecordId, CommandError> {
    let standard = session.with_scores(|ledger, scores| version(ledger, scores, id));
    let standard = standard.ok_or(CommandError::UnreadableDraft)?;
    if let Some(fault) = faults(&standard).into_iter().next() {
        return Err(CommandError::FaultyDraft(fault));
    }
    let published = standard_id(&standard.hash());
    let twin = session.with_ledger_untracked(|ledger| {
        let twin = ledger.record(&published).filter(|record| !record.is_deleted());
        twin.map(|record| record.text("name").to_owned())
    });
    if let Some(name) = twin {
        return Err(CommandError::PublishedAlready(name));
    }
    let mut draft = session.draft("publish-standard", "");
    draft.restore(&published);
    draft.field(&published, "name", standard.name.as_str());
    draft.field(&published, "body", standard.to_value());
    draft.delete(id);
    session.commit(draft)?;
    Ok(published)
}

/// Puts a published standard in force from a month on.
///
/// # Errors
/// Why it cannot be; nothing has changed then.
pub fn adopt(session: Session, standard: &RecordId, from: Month) -> Result<(), CommandError> {
    session.with_scores(|ledger, scores| may_adopt(ledger, scores, standard, from))?;
    let mut draft = session.draft("adopt", "");
    write_adoption(&mut draft, standard, from);
    Ok(session.commit(draft).map(drop)?)
}

/// Takes an adoption out again.
///
/// # Errors
/// Why it cannot be; nothing has changed then.
pub fn withdraw(session: Session, from: Month) -> Result<(), CommandError> {
    session.with_scores(|ledger, scores| may_withdraw(ledger, scores, from))?;
    let mut draft = session.draft("withdraw-adoption", "");
    draft.delete(&adoption_id(from));
    Ok(session.commit(draft).map(drop)?)
}

//! The draft of a form of the engine: what it began with, and what it holds.

use crate::app::{Session, draft_of, keep_draft};
use crate::ledger::{RecordId, Value};
use crate::registers::Schema;

use super::form_values::Preset;
use super::memory::FormValues;

/// The values with which a form opened, and those it had when it was left.
pub type KeptForm = (FormValues, FormValues);

/// The name of the draft of a form: of a record, or of new ones of a register.
pub fn name(place: &str, preset: &Preset) -> String {
    format!("form/{place}/{}", preset.name())
}

/// Whether the form of a record was left without saving.
pub fn is_left_unsaved(session: Session, id: &RecordId, preset: &Preset) -> bool {
    draft_of(session, &name(id.as_str(), preset)).is_some()
}

/// What a form that was left without saving held.
pub fn kept(session: Session, schema: &'static Schema, form: &str) -> Option<KeptForm> {
    let draft = draft_of(session, form)?;
    let values = |name: &str| Some(FormValues::from_value(draft.content.get(name)?, schema));
    Some((values("began")?, values("held")?))
}

/// Keeps what a form holds; nothing once it is saved or given up.
pub fn keep(session: Session, schema: &Schema, form: &str, values: Option<KeptForm>) {
    let content = values.map(|(began, held)| {
        Value::group([("began", began.to_value()), ("held", held.to_value())])
    });
    keep_draft(session, form, schema.head.label, content);
}

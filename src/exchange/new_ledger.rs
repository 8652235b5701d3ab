//! Initial content of a new ledger.

use crate::ledger::{Draft, Month, RecordId};
use crate::registers::{adoption_id, standard_id};
use crate::scoring::Standard;

/// What is asked when a ledger is founded.
#[derive(Debug, Clone)]
pub struct NewLedger {
    /// The name of the hospital.
    pub hospital: String,
    /// The name of the first branch.
    pub branch: String,
    /// The month from which members are assessed.
    pub from: Month,
}

/// Writes what a new ledger begins with: hospital, first branch, and the built-in standard, adopted
/// from the founding month on.
pub fn write_new_ledger(draft: &mut Draft, founding: &NewLedger) {
    let hospital = RecordId::keyed("hospital", "");
    draft.field(&hospital, "name", founding.hospital.as_str());
    let branch = RecordId::keyed("branch", &founding.branch);
    draft.field(&branch, "name", founding.branch.as_str());
    draft.field(&branch, "kind", "branch");
    let standard = Standard::built_in();
    let id = standard_id(&standard.hash());
    draft.field(&id, "name", standard.name.as_str());
    draft.field(&id, "body", standard.to_value());
    let adoption = adoption_id(founding.from);
    draft.field(&adoption, "month", founding.from.to_string());
    draft.field(&adoption, "standard", id.as_str());
}

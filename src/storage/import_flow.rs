//! Taking in what was accepted of a file: its redactions first, then its edits, then what the file
//! says of the tablet that gave it.
//!
//! Nothing joins the ledger before a store has it, and nothing is said of the partner before the
//! rest is kept, so that an import which is cut short anywhere is offered again as a whole.

use crate::codec::Partner;
use crate::ledger::Edit;

use super::import::Receipt;
use super::import_plan::KeptPlan;
use super::purge::Purge;
use super::report::ImportReceipt;
use super::store::Store;
use super::traits::{Durability, Journal, KeyValue, StorageError};

/// What was accepted of a file.
#[derive(Debug, Clone)]
pub struct AcceptedImport {
    /// What is noted of the import.
    pub receipt: Receipt,
    /// The redactions of the file, and the own one of what they erase here beyond.
    pub redactions: Vec<Edit>,
    /// The other edits.
    pub edits: Vec<Edit>,
    /// The tablet that gave the file; `None` where nothing is to be noted of it.
    pub partner: Option<Partner>,
}

/// The ledger that a file is taken into, as a page has it.
pub trait ImportTarget {
    /// Lets edits that are kept join the ledger.
    fn join(&self, edits: Vec<Edit>);

    /// What the ledger says is to be erased, once all has joined.
    fn erasing(&self) -> Purge<impl Fn(&mut Edit) -> usize>;
}

/// What an import brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenIn {
    /// The import; `None` where there was nothing but redactions.
    pub import: Option<ImportReceipt>,
    /// How many changes it brought.
    pub changes: usize,
    /// Whether localStorage took no more of it; the journal has all.
    pub is_local_full: bool,
    /// Why what was erased could not be taken out of the stores yet; `None` where all was.
    pub unpurged: Option<StorageError>,
}

impl<K: KeyValue, J: Journal> Store<K, J> {
    /// Takes in what was accepted of a file: all of it, or nothing.
    ///
    /// # Errors
    /// Where neither store took it; nothing has changed then.
    pub async fn take_in(
        &self,
        accepted: AcceptedImport,
        target: &impl ImportTarget,
    ) -> Result<TakenIn, StorageError> {
        let AcceptedImport { receipt, redactions, edits, partner } = accepted;
        let KeptPlan { import, edits, recorded } =
            self.record_plan(&receipt, &redactions, edits).await?;
        let changes = edits.iter().map(|edit| edit.changes.len()).sum();
        let erases = !redactions.is_empty();
        target.join(redactions);
        target.join(edits);
        let unpurged = if erases { self.purge(target.erasing()).await.err() } else { None };
        if let Some(partner) = partner {
            // A convenience: without it, everything is sent to the partner.
            let _ = self.remember(partner).await;
        }
        Ok(TakenIn {
            import: import.map(|id| ImportReceipt {
                id,
                receipt: Some(receipt),
                changes,
                taken_back: false,
            }),
            changes,
            is_local_full: (recorded.durability, recorded.trouble)
                == (Durability::Strict, Some(StorageError::Full)),
            unpurged,
        })
    }
}

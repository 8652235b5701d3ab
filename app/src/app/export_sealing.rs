//! Sealing what goes out and opening what comes in. A passphrase lives as long as it is needed here,
//! and is kept nowhere.

use zeroize::Zeroizing;

use crate::browser::clock;
use crate::crypto::{Cost, KeyDerivationParams, KeyError, SealKey};
use crate::exchange::bundle::sealing::SealError;
use crate::exchange::export::scope::Restricted;
use crate::exchange::export::{self, NotSealed, Sealing};
use crate::ledger::Moment;

/// How something is sealed, and for whom.
pub struct SealingOptions {
    /// For whom it is.
    pub recipient: String,
    /// What the two agreed on.
    pub passphrase: Zeroizing<String>,
    /// Whether what is restricted goes out too: only a sealed file can say so.
    pub restricted: Restricted,
}

/// Seals the files of one export, where there is an envelope.
pub(super) fn seal_all(
    texts: Vec<String>,
    envelope: Option<&SealingOptions>,
    tablet: &str,
    made: Moment,
) -> Result<Vec<String>, NotSealed> {
    let Some(SealingOptions { recipient, passphrase, .. }) = envelope else {
        return Ok(texts);
    };
    let sealing =
        Sealing { recipient, tablet, made, passphrase, cost: bearable().map_err(SealError::from)? };
    export::seal_all(&texts, sealing, clock::fill_at_random)
}

/// What this device can bear, measured with the least that a key may cost.
pub(super) fn bearable() -> Result<Cost, KeyError> {
    let begin = clock::elapsed_millis();
    SealKey::make("", &KeyDerivationParams { cost: Cost::LEAST, salt: [0; 16] })?;
    Ok(Cost::bearable(clock::elapsed_millis() - begin))
}

//! Sealing what goes out and opening what comes in. A passphrase lives as long as it is needed here,
//! and is kept nowhere.

use zeroize::Zeroizing;

use crate::browser::clock;
use crate::crypto::{Cost, KeyDerivationParams, SealKey};
use crate::exchange::bundle::sealing::{SealError, SealedHeader, seal_with};
use crate::exchange::export::scope::Restricted;
use crate::ledger::Moment;

use super::exporting::ExportError;

/// How something is sealed, and for whom.
pub struct SealingOptions {
    /// For whom it is.
    pub recipient: String,
    /// What the two agreed on.
    pub passphrase: Zeroizing<String>,
    /// Whether what is restricted goes out too: only a sealed file can say so.
    pub restricted: Restricted,
}

/// Seals the files of one export, with one key.
pub(super) fn seal_all(
    texts: Vec<String>,
    envelope: &SealingOptions,
    tablet: &str,
    made: Moment,
) -> Result<Vec<String>, ExportError> {
    let draw = || clock::random_bytes().ok_or(ExportError::NoChance);
    let making = KeyDerivationParams { cost: bearable()?, salt: draw()? };
    let key = SealKey::make(&envelope.passphrase, &making)?;
    let sealed = texts.into_iter().map(|text| -> Result<String, ExportError> {
        let header = SealedHeader {
            recipient: envelope.recipient.clone(),
            tablet: tablet.to_owned(),
            made,
            making,
            nonce: clock::random_bytes().ok_or(ExportError::NoChance)?,
        };
        Ok(seal_with(&text, &key, &header)?)
    });
    sealed.collect()
}

/// What this device can bear, measured with the least that a key may cost.
pub(super) fn bearable() -> Result<Cost, SealError> {
    let begin = clock::elapsed_millis();
    SealKey::make("", &KeyDerivationParams { cost: Cost::LEAST, salt: [0; 16] })?;
    Ok(Cost::bearable(clock::elapsed_millis() - begin))
}

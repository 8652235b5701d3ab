//! What other tablets are known to have, by the files that they gave.

use crate::exchange::bundle::BundleHeader;
use crate::exchange::lacking::Partner;
use crate::ledger::Ledger;

use super::session::Session;

/// The partners whose files this tablet has seen, the latest first; none where that is not known.
pub async fn known_partners(session: Session) -> Vec<Partner> {
    session.with_store(async |store| store.partners().await).await.unwrap_or_default()
}

/// Notes what a partner's file says of the partner; `theirs` is what it holds. Failing does not
/// matter: then everything is sent.
pub async fn remember_partner(session: Session, header: &BundleHeader, theirs: &Ledger) {
    let partner = Partner::of(header, theirs);
    if header.ledger == session.entry().id && !partner.is(&session.author()) {
        let _ = session.with_store(async |store| store.remember(partner).await).await;
    }
}

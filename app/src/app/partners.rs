//! What other tablets are known to have, by the files that they gave.

use leptos::prelude::GetUntracked;

use crate::codec::Partner;
use crate::exchange::bundle::BundleHeader;
use crate::ledger::VersionVector;

use super::session::Session;
use super::write_lock::WriteAccess;

/// The partners whose files this tablet has seen, the latest first; none where that is not known.
pub async fn known_partners(session: Session) -> Vec<Partner> {
    session.with_store(async |store| store.partners().await).await.unwrap_or_default()
}

/// What a file says of the tablet that gave it; `holds` are the edits that are whole in it. `None`
/// where it is of another ledger, or our own, or nothing can be noted.
pub(super) fn partner_of(
    session: Session,
    header: &BundleHeader,
    holds: VersionVector,
) -> Option<Partner> {
    if session.write_access.get_untracked() == WriteAccess::NewerVersion {
        return None;
    }
    let partner = Partner::of(header, holds);
    let is_other = header.ledger == session.entry().id && !partner.is(&session.author());
    is_other.then_some(partner)
}

/// Notes what a partner's file says of the partner; `holds` are the edits that are whole in it.
/// Failing does not matter: then everything is sent.
pub async fn remember_partner(session: Session, header: &BundleHeader, holds: VersionVector) {
    if let Some(partner) = partner_of(session, header, holds) {
        let _ = session.with_store(async |store| store.remember(partner).await).await;
    }
}

//! Names of the files that this device writes: what, of which branch, from whom, and when.

use crate::browser::clock;
use crate::exchange::export::{Sender, hospital_name};
use crate::ledger::Moment;
use crate::registers::name_of;

use super::session::Session;

/// Whoever keeps the ledger on this device, as the sender of a file.
pub fn sender(session: Session, made: Moment) -> Sender {
    let of = session.with_ledger_untracked(|ledger| match session.own_branch() {
        Some(branch) => name_of(ledger, &branch),
        None => hospital_name(ledger),
    });
    Sender { made, of, by: session.author() }
}

/// What a paper is called that is printed to a file.
pub fn paper_name(session: Session, what: &str) -> String {
    sender(session, clock::now()).stem(what, &[])
}

//! Who leads: secretaries of branches as they are now, and members of committees on a day.

use crate::ledger::{Day, Ledger, RecordId};
use crate::registers::{BRANCH, seats_of};

/// Whether a year asks a member for the hours of those who lead: secretaries and members of committees.
pub fn is_study_leader(ledger: &Ledger, member: &RecordId, branch: &RecordId, day: Day) -> bool {
    let is = |id: &str| ledger.id_of(id).is_some_and(|id| ledger.resolve(id) == member);
    if ledger.records(BRANCH.name).any(|branch| is(branch.text("secretary"))) {
        return true;
    }
    let sits = |seats: &[(&str, &str)]| seats.iter().any(|(id, post)| is(id) && *post != "leader");
    let of_party = seats_of(ledger, "", &["party_committee"], day);
    if of_party.is_some_and(|seats| sits(&seats)) {
        return true;
    }
    match seats_of(ledger, branch.as_str(), &["branch_committee", "branch"], day) {
        Some(seats) => sits(&seats),
        None => ledger.record(member).is_some_and(|one| {
            let post = one.text("party_post");
            post.contains("书记") || post.contains("委员")
        }),
    }
}

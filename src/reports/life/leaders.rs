//! Who leads a branch on a day: secretaries and members of committees.

use crate::ledger::{Day, Ledger, Record, RecordId, parse_day};
use crate::registers::{BRANCH, TERM};

/// The seats of the newest term of some bodies of a branch that has begun on a day; `None` where no
/// such term with seats is recorded.
fn seats_of<'a>(
    ledger: &'a Ledger,
    branch: &str,
    bodies: &[&str],
    day: Day,
) -> Option<Vec<(&'a str, &'a str)>> {
    let is_ours =
        |term: &Record<'_>| bodies.contains(&term.text("body")) && term.text("branch") == branch;
    let begun = |term: &Record<'_>| parse_day(term.text("from")).ok().filter(|from| *from <= day);
    let terms = ledger.records(TERM.name).filter(is_ours);
    let newest = terms
        .filter(|term| !term.entries("seats").is_empty())
        .filter_map(|term| Some((begun(&term)?, term)))
        .max_by_key(|(from, _)| *from)?;
    let seats = newest.1.entries("seats").into_iter();
    // A row of one column is that column, or a group that holds it.
    Some(seats.map(|(member, row)| (member, row.as_text().unwrap_or("member"))).collect())
}

/// The committee of a branch on a day; `None` where the branch has none.
///
/// It is known by the newest term of the committee; a branch without recorded terms has one where some
/// member's post in the Party says 委员.
pub fn committee_of(
    ledger: &Ledger,
    branch: &RecordId,
    members: &[&RecordId],
    day: Day,
) -> Option<Vec<RecordId>> {
    if let Some(seats) = seats_of(ledger, branch.as_str(), &["branch_committee"], day) {
        let named = seats.into_iter().filter_map(|(id, _)| id.parse().ok());
        return Some(named.collect());
    }
    // A term of a branch that does without a committee says so.
    if seats_of(ledger, branch.as_str(), &["branch"], day).is_some() {
        return None;
    }
    let post =
        |id: &RecordId| ledger.record(id).map_or("", |one| one.text("party_post")).to_owned();
    let sits = |id: &RecordId| {
        let post = post(id);
        post.contains("书记") || (post.contains("委员") && !post.contains("党委委员"))
    };
    let has_members = members.iter().any(|id| post(id).contains("委员") && sits(id));
    has_members.then(|| members.iter().filter(|id| sits(id)).map(|id| (*id).clone()).collect())
}

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

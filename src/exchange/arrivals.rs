//! What the files that were taken in held, together with what is here now: whether all of a tablet's
//! ledger is here, or a part without what is restricted.

use std::collections::BTreeSet;

use crate::ledger::{Author, Ledger, Moment, Value, VersionVector};
use crate::reports::{Arrival, Covers};

use super::bundle::BundleKind;
use super::bundle::multipart::PartScope;
use super::export::scope::Scope;

/// A file that was taken in, as its receipt has it.
#[derive(Debug, Clone, Copy)]
pub struct ReceivedFile<'a> {
    /// What it held of its ledger.
    pub kind: &'a BundleKind,
    /// Which part, in the terms of its kind.
    pub scope: &'a Value,
    /// When it was made.
    pub made: Moment,
    /// Who made it.
    pub from: &'a Author,
}

/// What files held. What a partner found us to lack (对方缺的) makes up all that the partner had, once
/// we have it; and so do several files, once all of them are here.
pub fn arrivals(ledger: &Ledger, files: &[ReceivedFile<'_>]) -> Vec<Arrival> {
    let is_lacking = |file: &ReceivedFile<'_>| {
        let part = part_of(file);
        part.map_or(file.kind.clone(), |part| part.kind) == BundleKind::Lacking
    };
    let holds = files.iter().any(is_lacking).then(|| VersionVector::of(ledger));
    let covers = |kind: &BundleKind, scope: &Value| match Scope::named(kind, scope) {
        Some(Scope::Everything) => Covers::Everything,
        Some(Scope::Branch(branch)) => Covers::Branch(ledger.resolve(&branch).clone()),
        Some(Scope::Period { from, until }) => Covers::Period { from, until },
        None => {
            let theirs = scope.get("holds").and_then(Value::as_text).and_then(VersionVector::read);
            let has_all = theirs.zip(holds.as_ref()).is_some_and(|(all, ours)| ours.includes(&all));
            let is_all = *kind == BundleKind::Lacking && has_all;
            if is_all { Covers::Everything } else { Covers::Other }
        }
    };
    let of_file = |file: &ReceivedFile<'_>| match part_of(file) {
        None => covers(file.kind, file.scope),
        Some(part) => {
            let others =
                files.iter().filter(|other| (other.made, other.from) == (file.made, file.from));
            let others = others.filter_map(part_of).filter(|other| {
                (other.of, &other.kind, other.scope) == (part.of, &part.kind, part.scope)
            });
            let numbers: BTreeSet<u32> = others.flat_map(|other| other.numbers).collect();
            let is_whole = (1..=part.of).all(|number| numbers.contains(&number));
            if is_whole { covers(&part.kind, part.scope) } else { Covers::Other }
        }
    };
    let arrival = |file: &ReceivedFile<'_>| Arrival {
        covers: of_file(file),
        made: file.made,
        from: file.from.clone(),
    };
    files.iter().map(arrival).collect()
}

/// Which of several files one is.
fn part_of<'a>(file: &ReceivedFile<'a>) -> Option<PartScope<'a>> {
    PartScope::read(file.kind, file.scope)
}

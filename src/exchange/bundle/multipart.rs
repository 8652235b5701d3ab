//! Multipart bundles: a ledger in several files, where one would be too large to be read.
//!
//! Each file is a bundle by itself, and each brings a part of the ledger whatever becomes of the
//! others; they can be taken in in any order.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::ledger::{Change, Edit, EditId, Ledger, RecordId, Value};

use super::{Bundle, BundleHeader, BundleKind, Counts};
use crate::codec::wire::write_edit;

/// How much goes into one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimits {
    /// Bytes of its body.
    pub bytes: usize,
    /// Changes.
    pub changes: usize,
}

/// Well below what a file may have (see [`crate::codec::limits`]): the header needs room too, and a tablet
/// reads smaller files with less memory.
pub const FILE_LIMITS: FileLimits = FileLimits { bytes: 48 << 20, changes: 1_500_000 };

/// Which of several files one is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePart {
    /// Its number, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
    /// What all of them together would have as their header.
    pub whole: BundleHeader,
}

impl FilePart {
    /// Reads which part a file is; `None` where it is not one of several.
    pub fn of(header: &BundleHeader) -> Option<Self> {
        let number =
            |name: &str| u32::try_from(header.scope.get(name)?.as_int()?).ok().filter(|n| *n > 0);
        let kind = BundleKind::named(header.scope.get("kind")?.as_text()?);
        // One part of a part would never end.
        (header.kind == BundleKind::Part && kind != BundleKind::Part).then_some(())?;
        let scope = header.scope.get("scope")?.clone();
        let whole = BundleHeader { kind, scope, ..header.clone() };
        let (number, of) = (number("number")?, number("of")?);
        (number <= of).then_some(Self { number, of, whole })
    }

    /// Which one it is, in words.
    pub fn words(&self) -> String {
        format!("第 {} 份，共 {} 份", self.number, self.of)
    }
}

/// Writes a ledger as one bundle, or as several where it does not fit into the room of one. An edit
/// is cut between its changes where it must be. A single change larger than all the room goes out
/// alone: it came in by a file, and so fits into one.
pub fn write(ledger: &Ledger, header: BundleHeader, room: FileLimits) -> Vec<String> {
    // Measured before it is written: the text of what does not fit may not fit into memory either.
    let portions = portions(ledger, room);
    if portions.len() == 1 {
        return vec![super::write(ledger, header)];
    }
    let of = portions.len() as i64;
    let written = portions.into_iter().zip(1i64..).map(|(cuts, number)| {
        let edits = cuts.into_iter().filter_map(|(id, places)| {
            let Edit { head, changes } = ledger.edit(id)?;
            Some(Edit { head, changes: changes.get(places)?.to_vec() })
        });
        let scope = Value::group([
            ("kind", header.kind.as_str().into()),
            ("scope", header.scope.clone()),
            ("number", number.into()),
            ("of", of.into()),
        ]);
        let header = BundleHeader { kind: BundleKind::Part, scope, ..header.clone() };
        super::write(&Ledger::from_edits(edits), header)
    });
    written.collect()
}

/// Files that came in together, as one.
#[derive(Debug, Clone)]
pub struct UnitedParts {
    /// All that they hold; where they are whole, under the header of the whole.
    pub bundle: Bundle,
    /// The numbers of those that are still to come.
    pub missing: Vec<u32>,
}

/// Whether a file is a part of the same export as another.
#[must_use]
pub fn belong_together(one: &BundleHeader, other: &BundleHeader) -> bool {
    let export = |header: &BundleHeader| {
        let FilePart { of, whole, .. } = FilePart::of(header)?;
        Some((of, whole.kind, whole.scope, whole.ledger, whole.from, whole.made))
    };
    export(one).is_some_and(|export_of_one| export(other) == Some(export_of_one))
}

/// Unites parts of one export, whichever there are and in whichever order; `None` where there is
/// none.
#[must_use]
pub fn unite(parts: Vec<Bundle>) -> Option<UnitedParts> {
    let headers: Vec<BundleHeader> = parts.iter().map(|part| part.header.clone()).collect();
    let first = headers.first()?;
    let numbers: BTreeSet<u32> =
        headers.iter().filter_map(|header| Some(FilePart::of(header)?.number)).collect();
    let of = FilePart::of(first).map_or(0, |part| part.of);
    let missing: Vec<u32> = (1..=of).filter(|number| !numbers.contains(number)).collect();
    let mut header = match FilePart::of(first) {
        Some(part) if missing.is_empty() => part.whole,
        _ => first.clone(),
    };
    // An edit may be cut between two files.
    let mut edits: BTreeMap<EditId, Edit> = BTreeMap::new();
    for edit in parts.into_iter().flat_map(|part| part.edits) {
        match edits.entry(edit.head.id) {
            Entry::Vacant(place) => {
                place.insert(edit);
            }
            Entry::Occupied(mut known) => {
                let known = &mut known.get_mut().changes;
                let mut all: BTreeMap<u32, Change> = edit.changes.into_iter().collect();
                all.extend(known.drain(..));
                *known = all.into_iter().collect();
            }
        }
    }
    let edits: Vec<Edit> = edits.into_values().collect();
    let changes = edits.iter().flat_map(|edit| &edit.changes);
    let records: BTreeSet<&RecordId> = changes.clone().map(|(_, one)| &one.cell.record).collect();
    header.counts = Counts {
        edits: edits.len() as u64,
        changes: changes.count() as u64,
        records: records.len() as u64,
    };
    Some(UnitedParts { bundle: Bundle { header, edits }, missing })
}

/// Places of changes within an edit.
type Cut = (EditId, Range<usize>);

/// Distributes a ledger over portions that keep to the room, in its order.
fn portions(ledger: &Ledger, room: FileLimits) -> Vec<Vec<Cut>> {
    let mut portions: Vec<Vec<Cut>> = vec![Vec::new()];
    let (mut bytes, mut changes) = (room.bytes, room.changes);
    let mut scratch = String::new();
    let mut length = |edit: &Edit| {
        scratch.clear();
        write_edit(&mut scratch, edit);
        scratch.len() + 2
    };
    for edit in ledger.iter().filter(|edit| !edit.changes.is_empty()) {
        let (whole, count) = (length(&edit), edit.changes.len());
        let fits = |bytes: usize, changes: usize| whole <= bytes && count <= changes;
        if !fits(bytes, changes) && fits(room.bytes, room.changes) {
            // What fits into a file of its own is not cut: a whole edit says more.
            portions.push(Vec::new());
            (bytes, changes) = (room.bytes, room.changes);
        }
        if fits(bytes, changes) {
            bytes -= whole;
            changes -= count;
            push(&mut portions, (edit.head.id, 0..count));
            continue;
        }
        let Edit { head, changes: cells } = edit;
        let mut one = Edit { head, changes: Vec::new() };
        let head = length(&one);
        let mut begins = true;
        for (place, change) in cells.iter().enumerate() {
            one.changes = vec![change.clone()];
            // Measured alone it says its index, which it may not need to behind another one.
            let alone = length(&one);
            let more = if begins { alone } else { alone - head + 1 };
            let is_empty = portions.last().is_none_or(Vec::is_empty);
            if (more > bytes || changes == 0) && !is_empty {
                portions.push(Vec::new());
                (bytes, changes) = (room.bytes.saturating_sub(alone), room.changes);
            } else {
                bytes = bytes.saturating_sub(more);
            }
            changes = changes.saturating_sub(1);
            begins = false;
            push(&mut portions, (one.head.id, place..place + 1));
        }
    }
    portions
}

/// Adds to the last portion; what follows on what is there already is joined to it.
fn push(portions: &mut [Vec<Cut>], (id, places): Cut) {
    let Some(portion) = portions.last_mut() else { return };
    match portion.last_mut() {
        Some((last, before)) if *last == id && before.end == places.start => {
            before.end = places.end;
        }
        _ => portion.push((id, places)),
    }
}

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

/// The most files that one export can be in: a file that names more is none of ours, and the list of
/// those that are missing would not end.
const MOST_FILES: u32 = 10_000;

/// Which of several files one is, or several of them that came in together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilePart {
    /// Its number, from 1; several where files were united.
    pub numbers: BTreeSet<u32>,
    /// How many there are.
    pub of: u32,
    /// What all of them together would have as their header.
    pub whole: BundleHeader,
}

impl FilePart {
    /// Reads which part a file is; `None` where it is not one of several.
    pub fn of(header: &BundleHeader) -> Option<Self> {
        let PartScope { numbers, of, kind, scope } = PartScope::read(&header.kind, &header.scope)?;
        let whole = BundleHeader { kind, scope: scope.clone(), ..header.clone() };
        Some(Self { numbers, of, whole })
    }

    /// Which one it is, in words.
    pub fn words(&self) -> String {
        let numbers: Vec<u32> = self.numbers.iter().copied().collect();
        format!("{}，共 {} 份", numbers_in_words(&numbers), self.of)
    }

    /// The numbers of those that are still to come.
    fn missing(&self) -> Vec<u32> {
        (1..=self.of).filter(|number| !self.numbers.contains(number)).collect()
    }
}

/// The scope of a part: which of how many files it is, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartScope<'a> {
    /// Its number, from 1; several where files were united.
    pub numbers: BTreeSet<u32>,
    /// How many there are.
    pub of: u32,
    /// What kind all of them together are.
    pub kind: BundleKind,
    /// The scope of all of them together.
    pub scope: &'a Value,
}

impl<'a> PartScope<'a> {
    /// Reads the scope of a file of some kind; `None` where it is not one of several.
    pub fn read(kind: &BundleKind, scope: &'a Value) -> Option<Self> {
        let whole = BundleKind::named(scope.get("kind")?.as_text()?);
        // One part of a part would never end.
        (*kind == BundleKind::Part && whole != BundleKind::Part).then_some(())?;
        let number = |value: &Value| u32::try_from(value.as_int()?).ok();
        let of = number(scope.get("of")?).filter(|of| *of <= MOST_FILES)?;
        let numbers: BTreeSet<u32> = match scope.get("numbers").and_then(Value::as_list) {
            Some(numbers) => numbers.iter().map(number).collect::<Option<_>>()?,
            None => BTreeSet::from([number(scope.get("number")?)?]),
        };
        let fit = !numbers.is_empty() && numbers.iter().all(|number| (1..=of).contains(number));
        fit.then_some(Self { numbers, of, kind: whole, scope: scope.get("scope")? })
    }

    /// The scope as it is written. Builds that know but one number read the first.
    fn to_value(&self) -> Value {
        let number = |number: &u32| Value::from(i64::from(*number));
        let first = self.numbers.first().map_or(Value::Null, number);
        let numbers = || Value::List(self.numbers.iter().map(number).collect());
        let several = (self.numbers.len() > 1).then(|| ("numbers", numbers()));
        let members = [
            ("kind", self.kind.as_str().into()),
            ("scope", self.scope.clone()),
            ("number", first),
            ("of", number(&self.of)),
        ];
        Value::group(members.into_iter().chain(several))
    }
}

/// Numbers of files in words, in their order: 第 1、3 至 7 份.
pub fn numbers_in_words(numbers: &[u32]) -> String {
    let runs = numbers.chunk_by(|one, next| one + 1 == *next);
    let words: Vec<String> = runs
        .flat_map(|run| match run {
            [first, _, .., last] => vec![format!("{first} 至 {last}")],
            _ => run.iter().map(u32::to_string).collect(),
        })
        .collect();
    format!("第 {} 份", words.join("、"))
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
    let of = portions.len() as u32;
    let written = portions.into_iter().zip(1u32..).map(|(cuts, number)| {
        let edits = cuts.into_iter().filter_map(|(id, places)| {
            let Edit { head, changes } = ledger.edit(id)?;
            Some(Edit { head, changes: changes.get(places)?.to_vec() })
        });
        let (numbers, kind) = (BTreeSet::from([number]), header.kind.clone());
        let scope = PartScope { numbers, of, kind, scope: &header.scope }.to_value();
        let header = BundleHeader { kind: BundleKind::Part, scope, ..header.clone() };
        super::write(&Ledger::from_edits(edits), header)
    });
    written.collect()
}

/// Files that came in together, as one.
#[derive(Debug, Clone)]
pub struct UnitedParts {
    /// All that they hold; where they are whole, under the header of the whole, or else under one that
    /// says which they are.
    pub bundle: Bundle,
    /// The numbers of those that are still to come.
    pub missing: Vec<u32>,
}

/// Why files are not united.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotUnited {
    /// There is none.
    #[error("没有文件")]
    NoFile,
    /// One is of another export than the first; its place among them.
    #[error("不是同一次导出的文件")]
    OtherExport(usize),
}

/// Whether a file is a part of the same export as another, or the same file.
#[must_use]
pub fn belong_together(one: &BundleHeader, other: &BundleHeader) -> bool {
    let export = |header: &BundleHeader| {
        let FilePart { of, whole, .. } = FilePart::of(header)?;
        Some((of, whole.kind, whole.scope, whole.ledger, whole.from, whole.made))
    };
    let is_of_it = |export_of_one| export(other) == Some(export_of_one);
    one == other || export(one).is_some_and(is_of_it)
}

/// Unites parts of one export, whichever there are and in whichever order; or one file that is no
/// part, which is whole.
///
/// # Errors
/// Where there is none, or they are of several exports.
pub fn unite(parts: Vec<Bundle>) -> Result<UnitedParts, NotUnited> {
    let first = parts.first().ok_or(NotUnited::NoFile)?.header.clone();
    let mut headers = parts.iter().map(|part| &part.header);
    if let Some(place) = headers.position(|header| !belong_together(&first, header)) {
        return Err(NotUnited::OtherExport(place));
    }
    // The same file twice counts once.
    let said: BTreeMap<BTreeSet<u32>, Counts> = parts
        .iter()
        .filter_map(|part| Some((FilePart::of(&part.header)?.numbers, part.header.counts)))
        .collect();
    let of_first = FilePart::of(&first);
    let united =
        of_first.map(|part| FilePart { numbers: said.keys().flatten().copied().collect(), ..part });
    let missing = united.as_ref().map_or_else(Vec::new, FilePart::missing);
    let mut header = match united {
        Some(part) if missing.is_empty() => part.whole,
        Some(FilePart { numbers, of, whole }) => {
            let scope = PartScope { numbers, of, kind: whole.kind, scope: &whole.scope }.to_value();
            BundleHeader { scope, ..first }
        }
        None => first,
    };
    let is_one = parts.len() == 1;
    let edits = merged(parts);
    if !is_one && !said.is_empty() {
        header.counts = counts(&edits, said.values());
    }
    Ok(UnitedParts { bundle: Bundle { header, edits }, missing })
}

/// The edits of files; one may be cut between two of them.
fn merged(mut parts: Vec<Bundle>) -> Vec<Edit> {
    if let [one] = &mut *parts {
        return std::mem::take(&mut one.edits);
    }
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
    edits.into_values().collect()
}

/// What files hold together. Of edits that are here already nothing was read, so their changes are
/// counted as the files say: each is in one file only. Edits and records may be in two, so their sums
/// are the most that there can be.
fn counts<'a>(edits: &[Edit], said: impl Iterator<Item = &'a Counts>) -> Counts {
    let changes = edits.iter().flat_map(|edit| &edit.changes);
    let records: BTreeSet<&RecordId> = changes.clone().map(|(_, one)| &one.cell.record).collect();
    let read = Counts {
        edits: edits.len() as u64,
        changes: changes.count() as u64,
        records: records.len() as u64,
    };
    let sum = said.fold(Counts::default(), |sum, one| Counts {
        edits: sum.edits.saturating_add(one.edits),
        changes: sum.changes.saturating_add(one.changes),
        records: sum.records.saturating_add(one.records),
    });
    if read.changes == sum.changes { read } else { sum }
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

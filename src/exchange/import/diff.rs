//! Diff of a record in a file against ours: what is new here, and its effect.

use crate::fast_hash::FastSet;
use crate::ledger::{
    ChangeId, DELETED, EditId, JOINED, Ledger, REDACTED, Record, RecordId, TRACE, Value, Written,
};

use super::plan::{CellRow, Effect, EffectCounts, ImportPlan, RecordRow};

/// A cell of a record of which the file has something new.
struct NewCell<'a> {
    field: &'a str,
    key: Option<&'a str>,
    effect: Effect,
    /// What it means for the record as a whole.
    of_whole: Option<Effect>,
    /// What stands here.
    mine: Option<Written<'a>>,
    /// The greatest of what is new.
    theirs: Written<'a>,
}

/// What a cell means for its record as a whole, where it says that the record is there no longer, or
/// again: deleted, or one with another.
fn of_whole(field: &str, mine: Option<Written<'_>>, theirs: Written<'_>) -> Option<Effect> {
    let leaves = match field {
        DELETED => Effect::Deleted,
        JOINED => Effect::Joined,
        _ => return None,
    };
    let is_gone = |value: &Value| !value.is_null() && *value != Value::Bool(false);
    let was = mine.is_some_and(|mine| is_gone(mine.value));
    let is_later = mine.is_none_or(|mine| theirs.stamp > mine.stamp);
    match (was, if is_later { is_gone(theirs.value) } else { was }) {
        (false, true) => Some(leaves),
        (true, false) => Some(Effect::Restored),
        _ => None,
    }
}

/// Compares a record of the file, of which something is new, with ours, and notes it in the
/// plan; `unknown` are the edits of which nothing is here. Says how many cells were looked at.
pub(super) fn compare(
    mine: &Ledger,
    plan: &mut ImportPlan,
    unknown: &FastSet<EditId>,
    id: &RecordId,
) -> usize {
    let ImportPlan { theirs, registers, tally: total, .. } = plan;
    let name = id.register();
    let register = registers.iter_mut().find(|one| one.register == name);
    let (Some(record), Some(register)) = (theirs.record(id), register) else { return 1 };
    let ours = mine.record(id);
    let (mut tally, mut effect, mut count) = (EffectCounts::default(), None, 0);
    if ours.is_none() {
        // All of it is new, whatever was written there.
        count = record.cells().filter(|(field, ..)| ![REDACTED, TRACE].contains(field)).count();
        tally.new = count;
        // What came and went elsewhere is not seen here.
        let seen = if record.is_deleted() { Effect::History } else { Effect::New };
        effect = (count > 0).then_some(seen);
    } else {
        let is_new = |id: ChangeId| unknown.contains(&id.edit) || !mine.contains(id);
        for cell in new_cells(ours, record, is_new) {
            tally.count(cell.effect);
            effect = effect.max(Some(cell.effect)).max(cell.of_whole);
            count += 1;
        }
    }
    if let Some(effect) = effect {
        let unknown = ours.is_none();
        match (unknown, effect) {
            (_, Effect::Deleted) => register.deleted_records += 1,
            (_, Effect::Restored) => register.restored_records += 1,
            (_, Effect::History) => {}
            (true, _) => register.new_records += 1,
            (false, _) => register.changed_records += 1,
        }
        register.rows.push(RecordRow { record: id.clone(), unknown, effect, cells: count });
    }
    register.tally.add(tally);
    total.add(tally);
    record.cells().count()
}

/// The cells of a record of which the file has something new, for showing them.
pub(super) fn cell_rows(mine: &Ledger, theirs: &Ledger, id: &RecordId) -> Vec<CellRow> {
    let Some(record) = theirs.record(id) else { return Vec::new() };
    new_cells(mine.record(id), record, |id| !mine.contains(id))
        .map(|cell| CellRow {
            field: cell.field.to_owned(),
            key: cell.key.map(str::to_owned),
            effect: cell.effect,
            mine: cell.mine.map(|standing| standing.value.clone()),
            theirs: cell.theirs.value.clone(),
            edit: cell.theirs.id.edit,
        })
        .collect()
}

fn new_cells<'a>(
    ours: Option<Record<'a>>,
    theirs: Record<'a>,
    is_new: impl Fn(ChangeId) -> bool,
) -> impl Iterator<Item = NewCell<'a>> {
    let cells = theirs.written().filter(|(field, ..)| ![REDACTED, TRACE].contains(field));
    cells.filter_map(move |(field, key, mut new)| {
        new.retain(|one| is_new(one.id));
        let theirs = *new.first()?;
        let here = ours.map(|ours| ours.written_at(field, key)).unwrap_or_default();
        let mine = here.first().copied();
        let of_whole = ours.and_then(|_| of_whole(field, mine, theirs));
        let effect = match mine {
            None => of_whole.unwrap_or(Effect::New),
            Some(_) if in_conflict(&here, &new) => Effect::Conflict,
            Some(mine) if theirs.stamp > mine.stamp && theirs.value != mine.value => {
                of_whole.unwrap_or(Effect::Newer)
            }
            Some(_) => Effect::History,
        };
        Some(NewCell { field, key, effect, of_whole, mine, theirs })
    })
}

/// Whether a new change of theirs and one of ours would both stand unreplaced, with different
/// values, once all is taken.
fn in_conflict(here: &[Written<'_>], new: &[Written<'_>]) -> bool {
    if let ([ours], [theirs]) = (here, new) {
        let knew = |one: &Written<'_>, other: &Written<'_>| one.replaces.contains(&other.stamp);
        return ours.value != theirs.value && !knew(ours, theirs) && !knew(theirs, ours);
    }
    let all = here.iter().chain(new);
    let replaced: FastSet<_> = all.flat_map(|one| one.replaces).collect();
    let unreplaced = |one: &&Written<'_>| !replaced.contains(&one.stamp);
    let ours: Vec<_> = here.iter().filter(unreplaced).collect();
    let mut new = new.iter().filter(unreplaced);
    new.any(|one| ours.iter().any(|other| other.value != one.value))
}

//! The making of a plan: what a file brings is sorted out, and compared record by record.

use crate::ledger::{
    Change, ChangeId, Edit, EditHead, EditId, Ledger, LedgerId, Moment, REDACTED, RecordId, Written,
};
use crate::ordered;
use crate::quick_map::QuickSet;

use super::bundle::Bundle;
use super::limits;
use super::plan::{
    Ahead, CellRow, Effect, ImportPlan, RecordRow, RegisterPlan, Tally, is_redaction, redacts,
};

/// A plan in the making, step by step, so that a page can draw and answer in between.
///
/// What comes to be here meanwhile, from another tab, may be counted as new; taking it twice does
/// no harm.
pub struct Planning {
    plan: ImportPlan,
    now: i64,
    edits: std::vec::IntoIter<Edit>,
    /// Changes that claim the id of another one here, as far as what the file erases says no more.
    doubtful: Vec<(ChangeId, Change)>,
    /// Edits of which nothing is here.
    unknown: QuickSet<EditId>,
    /// Records of which something is new here.
    touched: QuickSet<RecordId>,
    /// The same in order, once all edits are sorted out: those still to be compared.
    records: Option<std::vec::IntoIter<RecordId>>,
    /// How many edits there were, and how many records.
    all: [usize; 2],
}

impl Planning {
    /// Begins to compare a file. `now` is our clock's time in milliseconds.
    pub fn new(ours: LedgerId, bundle: Bundle, now: i64) -> Self {
        let Bundle { header, edits } = bundle;
        // What erases comes first, so that no set has to be made anew for what it erases.
        let (mut edits, others): (Vec<_>, Vec<_>) = edits
            .into_iter()
            .partition(|edit| edit.changes.iter().any(|(_, change)| is_redaction(change)));
        edits.extend(others);
        let mut theirs = Ledger::new();
        theirs.reserve(edits.iter().map(|edit| edit.changes.len()).sum());
        let plan = ImportPlan {
            stranger: header.ledger != ours,
            header,
            tally: Tally::default(),
            registers: Vec::new(),
            ahead: None,
            redacts: Vec::new(),
            theirs,
            wanted: Vec::new(),
        };
        Self {
            plan,
            now,
            all: [edits.len(), 0],
            edits: edits.into_iter(),
            doubtful: Vec::new(),
            unknown: QuickSet::default(),
            touched: QuickSet::default(),
            records: None,
        }
    }

    /// How far it is, from 0 to 1.
    pub fn progress(&self) -> f64 {
        let done = |left: usize, all: usize| 1.0 - left as f64 / all.max(1) as f64;
        match &self.records {
            None => done(self.edits.len(), self.all[0]) / 2.0,
            Some(records) => (1.0 + done(records.len(), self.all[1])) / 2.0,
        }
    }

    /// Compares about so many changes more with what is here; says whether there are more.
    pub fn step(&mut self, mine: &Ledger, changes: usize) -> bool {
        let mut left = changes;
        let mut portion = Vec::new();
        while left > 0
            && let Some(mut edit) = self.edits.next()
        {
            left = left.saturating_sub(edit.changes.len());
            self.sort_out(mine, &mut edit);
            portion.push(edit);
        }
        if !portion.is_empty() {
            self.plan.theirs.insert_all(portion);
            return true;
        }
        let Some(records) = &mut self.records else {
            self.gather(mine);
            return true;
        };
        while left > 0 {
            let Some(record) = records.next() else { return false };
            left = left.saturating_sub(compare(mine, &mut self.plan, &self.unknown, &record));
        }
        true
    }

    /// The plan, once there is no more to compare.
    pub fn finish(self) -> ImportPlan {
        self.plan
    }

    /// Sees what of an edit is here already, and what claims the id of something else here.
    fn sort_out(&mut self, mine: &Ledger, edit: &mut Edit) {
        let plan = &mut self.plan;
        plan.tally.erased += mine.erase(edit);
        let mut new: Vec<(u32, Change)> = Vec::new();
        for (index, change, here) in mine.holds_changes(edit) {
            match here {
                Some(true) => plan.tally.same += 1,
                Some(false) => {
                    let id = ChangeId { edit: edit.head.id, index };
                    self.doubtful.push((id, change.clone()));
                }
                None => {
                    // As a rule several changes in a row are of one record.
                    let record = &change.cell.record;
                    if new.last().is_none_or(|(_, last)| last.cell.record != *record)
                        && !self.touched.contains(record)
                    {
                        self.touched.insert(record.clone());
                    }
                    if change.stamp.millis > self.now.saturating_add(limits::AHEAD_MILLIS) {
                        note_ahead(&mut plan.ahead, &edit.head, change.stamp.millis);
                    }
                    new.push((index, change.clone()));
                }
            }
        }
        if new.len() == edit.changes.len() {
            self.unknown.insert(edit.head.id);
        }
        if !new.is_empty() {
            let edit = Edit { head: edit.head.clone(), changes: new };
            plan.redacts.extend(redacts(mine, &edit));
            plan.wanted.push(edit);
        }
    }

    /// Puts the records to compare in order, and begins the registers.
    fn gather(&mut self, mine: &Ledger) {
        let ImportPlan { theirs, tally, registers, .. } = &mut self.plan;
        for (id, change) in self.doubtful.drain(..) {
            // A group that has lost a member to a redaction which is not known here yet.
            let is_same = mine.holds_erased(id, &change, theirs);
            *(if is_same { &mut tally.same } else { &mut tally.refused }) += 1;
        }
        let mut records: Vec<_> = self.touched.drain().collect();
        ordered::sort(&mut records);
        self.all[1] = records.len();
        self.records = Some(records.into_iter());
        let begun = |name: &str| RegisterPlan { register: name.into(), ..Default::default() };
        *registers = theirs.register_names().map(begun).collect();
    }
}

/// Compares a record of the file, of which something is new, with ours; says how many cells it has.
fn compare(
    mine: &Ledger,
    plan: &mut ImportPlan,
    unknown: &QuickSet<EditId>,
    id: &RecordId,
) -> usize {
    let ImportPlan { theirs, registers, tally: total, .. } = plan;
    let register = registers.iter_mut().find(|one| one.register == id.register());
    let (Some(record), Some(register)) = (theirs.record(id), register) else { return 1 };
    let ours = mine.record(id);
    let (mut cells, mut tally, mut looked_at) = (Vec::new(), Tally::default(), 1);
    for (field, key, theirs) in record.written().filter(|(field, ..)| *field != REDACTED) {
        looked_at += 1;
        let is_new = |id: ChangeId| unknown.contains(&id.edit) || !mine.contains(id);
        let new: Vec<_> = theirs.iter().filter(|one| is_new(one.id)).collect();
        let Some(greatest) = new.first() else {
            continue;
        };
        let here = ours.map(|ours| ours.written_at(field, key)).unwrap_or_default();
        let effect = match here.first() {
            None => Effect::New,
            Some(_) if in_conflict(&here, &new) => Effect::Conflict,
            Some(standing) if greatest.stamp > standing.stamp => {
                if greatest.value == standing.value { Effect::History } else { Effect::Newer }
            }
            Some(_) => Effect::History,
        };
        tally.count(effect);
        cells.push(CellRow {
            field: field.to_owned(),
            key: key.map(str::to_owned),
            effect,
            mine: here.first().map(|standing| standing.value.clone()),
            theirs: greatest.value.clone(),
            edit: greatest.id.edit,
        });
    }
    if let Some(effect) = cells.iter().map(|cell| cell.effect).max() {
        let unknown = ours.is_none();
        register.new_records += usize::from(unknown);
        register.changed_records += usize::from(!unknown && effect > Effect::History);
        register.rows.push(RecordRow { record: id.clone(), unknown, effect, cells });
    }
    register.tally.add(tally);
    total.add(tally);
    looked_at
}

/// Whether a new change of theirs and one of ours would both stand unreplaced, with different
/// values, once all is taken.
fn in_conflict(here: &[Written<'_>], new: &[&Written<'_>]) -> bool {
    let all = here.iter().chain(new.iter().copied());
    let replaced: QuickSet<_> = all.flat_map(|one| one.replaces).collect();
    let unreplaced = |one: &&Written<'_>| !replaced.contains(&one.stamp);
    let ours: Vec<_> = here.iter().filter(unreplaced).collect();
    let mut new = new.iter().copied().filter(unreplaced);
    new.any(|one| ours.iter().any(|other| other.value != one.value))
}

/// Takes note of a change stamped well after our own clock.
fn note_ahead(ahead: &mut Option<Ahead>, head: &EditHead, millis: i64) {
    let at = Moment { millis, offset: head.at.offset };
    let changes = ahead.as_ref().map_or(0, |found| found.changes) + 1;
    match ahead {
        Some(found) if found.at >= at => found.changes = changes,
        _ => *ahead = Some(Ahead { changes, tablet: head.by.tablet.to_string(), at }),
    }
}

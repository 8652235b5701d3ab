//! What taking a file in would do: made and shown before a single change is taken.

use crate::ledger::{
    ChangeId, Edit, EditHead, EditId, Ledger, LedgerId, Moment, RecordId, Value, Written,
};
use crate::ordered;
use crate::quick_map::{QuickMap, QuickSet};

use super::bundle::{Bundle, BundleHeader};
use super::limits;

/// What a change from a file means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// What we show stays: the file's value is older, or the same. It is kept in the history.
    History,
    /// There was nothing here yet.
    New,
    /// It is newer than ours, and will stand.
    Newer,
    /// Both sides changed it without seeing each other's; the later stands, both are kept.
    Conflict,
}

/// How much of a file, or of a register in it, has which effect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Changes that are here already.
    pub same: usize,
    /// Cells that are only kept in the history.
    pub history: usize,
    /// Cells that are new.
    pub new: usize,
    /// Cells in which the file's value will stand.
    pub newer: usize,
    /// Cells that both sides changed.
    pub conflicts: usize,
    /// Changes that claim the id of another one here: forged or damaged, and not taken.
    pub refused: usize,
}

impl Tally {
    fn count(&mut self, effect: Effect) {
        match effect {
            Effect::History => self.history += 1,
            Effect::New => self.new += 1,
            Effect::Newer => self.newer += 1,
            Effect::Conflict => self.conflicts += 1,
        }
    }

    fn add(&mut self, other: Self) {
        self.same += other.same;
        self.history += other.history;
        self.new += other.new;
        self.newer += other.newer;
        self.conflicts += other.conflicts;
        self.refused += other.refused;
    }
}

/// One field of a record, as it is here and as the file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRow {
    /// The field.
    pub field: String,
    /// The place in a map or dated field.
    pub key: Option<String>,
    /// What taking it means.
    pub effect: Effect,
    /// What stands here; `None` where there is nothing.
    pub mine: Option<Value>,
    /// What the file has.
    pub theirs: Value,
    /// The file's edit: [`ImportPlan::head`] says who, when and why.
    pub edit: EditId,
}

/// One record of the file of which something is new here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// The record.
    pub record: RecordId,
    /// Whether we had nothing of it.
    pub unknown: bool,
    /// The gravest effect among its cells.
    pub effect: Effect,
    /// How many of its changes are new here.
    pub changes: usize,
    /// Its cells of which something is new here.
    pub cells: Vec<CellRow>,
}

/// One register of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterPlan {
    /// The register's name.
    pub register: String,
    /// How much has which effect.
    pub tally: Tally,
    /// Records of the file that we do not have.
    pub new_records: usize,
    /// Records of ours in which something would change.
    pub changed_records: usize,
    /// The records of which something is new here, in the order of their ids.
    pub rows: Vec<RecordRow>,
}

/// Changes stamped well after our own clock: one of the two clocks is off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// How many changes.
    pub changes: usize,
    /// The tablet of the furthest.
    pub tablet: String,
    /// Its time.
    pub at: Moment,
}

/// What taking a file in would do.
#[derive(Debug, Clone)]
pub struct ImportPlan {
    /// What the file says of itself.
    pub header: BundleHeader,
    /// Whether it comes from another ledger than ours, and so has to be asked about.
    pub stranger: bool,
    /// How much of it has which effect.
    pub tally: Tally,
    /// By register, in the order of their names.
    pub registers: Vec<RegisterPlan>,
    /// Changes stamped well after our own clock.
    pub ahead: Option<Ahead>,
    theirs: Ledger,
    wanted: Wanted,
}

impl ImportPlan {
    /// Compares a file with what is here. `now` is our clock's time in milliseconds.
    pub fn make(mine: &Ledger, ours: LedgerId, bundle: Bundle, now: i64) -> Self {
        let mut planning = Planning::new(ours, bundle, now);
        while planning.step(mine, usize::MAX) {}
        planning.finish()
    }

    /// Whether the file brings nothing that is not here already (没有新内容).
    pub fn is_same(&self) -> bool {
        self.wanted.0.is_empty()
    }

    /// How many changes would be taken.
    pub fn change_count(&self) -> usize {
        self.change_count_of(|_| true)
    }

    /// How many changes would be taken where only some records are wanted.
    pub fn change_count_of(&self, wanted: impl Fn(&RecordId) -> bool) -> usize {
        let rows = self.registers.iter().flat_map(|register| &register.rows);
        rows.filter(|row| wanted(&row.record)).map(|row| row.changes).sum()
    }

    /// The ledger as the file has it, for showing its records.
    pub fn theirs(&self) -> &Ledger {
        &self.theirs
    }

    /// Who made an edit of the file, when and why.
    pub fn head(&self, edit: EditId) -> Option<&EditHead> {
        self.theirs.head(edit)
    }

    /// The edits to insert, with just those changes that are not here yet.
    pub fn accept(&self) -> Vec<Edit> {
        self.accept_some(|_| true)
    }

    /// The edits to insert where only some records are wanted; the rest can be taken another time.
    pub fn accept_some(&self, wanted: impl Fn(&RecordId) -> bool) -> Vec<Edit> {
        let heads = self.theirs.heads().filter(|head| self.wanted.0.contains_key(&head.id));
        let kept = heads.filter_map(|head| {
            let mut edit = self.theirs.edit(head.id)?;
            edit.changes.retain(|(index, change)| {
                self.wanted.has(ChangeId { edit: head.id, index: *index })
                    && wanted(&change.cell.record)
            });
            Some(edit)
        });
        kept.filter(|edit| !edit.changes.is_empty()).collect()
    }
}

/// The changes to take: the places of each edit that are not here, ascending.
#[derive(Debug, Clone, Default)]
struct Wanted(QuickMap<EditId, Vec<u32>>);

impl Wanted {
    fn has(&self, id: ChangeId) -> bool {
        self.0.get(&id.edit).is_some_and(|places| places.binary_search(&id.index).is_ok())
    }
}

/// A plan in the making, step by step, so that a page can draw and answer in between.
///
/// What comes to be here meanwhile, from another tab, may be counted as new; taking it twice does
/// no harm.
pub struct Planning {
    plan: ImportPlan,
    now: i64,
    edits: std::vec::IntoIter<Edit>,
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
        let plan = ImportPlan {
            stranger: header.ledger != ours,
            header,
            tally: Tally::default(),
            registers: Vec::new(),
            ahead: None,
            theirs: Ledger::new(),
            wanted: Wanted::default(),
        };
        let all = [edits.len(), 0];
        let touched = QuickSet::default();
        Self { plan, now, edits: edits.into_iter(), touched, records: None, all }
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
            && let Some(edit) = self.edits.next()
        {
            left = left.saturating_sub(edit.changes.len());
            self.sort_out(mine, &edit);
            portion.push(edit);
        }
        if !portion.is_empty() {
            self.plan.theirs.insert_all(portion);
            return true;
        }
        let Some(records) = &mut self.records else {
            self.gather();
            return true;
        };
        while left > 0 {
            let Some(record) = records.next() else { return false };
            left = left.saturating_sub(compare(mine, &mut self.plan, &record));
        }
        true
    }

    /// The plan, once there is no more to compare.
    pub fn finish(self) -> ImportPlan {
        self.plan
    }

    /// Sees what of an edit is here already, and what claims the id of something else here.
    fn sort_out(&mut self, mine: &Ledger, edit: &Edit) {
        let plan = &mut self.plan;
        let mut places = Vec::new();
        for (index, change) in &edit.changes {
            match mine.holds_change(ChangeId { edit: edit.head.id, index: *index }, change) {
                Some(true) => plan.tally.same += 1,
                Some(false) => plan.tally.refused += 1,
                None => {
                    places.push(*index);
                    if !self.touched.contains(&change.cell.record) {
                        self.touched.insert(change.cell.record.clone());
                    }
                    if change.stamp.millis > self.now.saturating_add(limits::AHEAD_MILLIS) {
                        note_ahead(&mut plan.ahead, &edit.head, change.stamp.millis);
                    }
                }
            }
        }
        if !places.is_empty() {
            plan.wanted.0.insert(edit.head.id, places);
        }
    }

    /// Puts the records to compare in order, and begins the registers.
    fn gather(&mut self) {
        let mut records: Vec<_> = self.touched.drain().collect();
        ordered::sort(&mut records);
        self.all[1] = records.len();
        self.records = Some(records.into_iter());
        let names = self.plan.theirs.register_names();
        let begun = |name: &str| RegisterPlan { register: name.into(), ..Default::default() };
        self.plan.registers = names.map(begun).collect();
    }
}

/// Compares a record of the file, of which something is new, with ours; says how many cells it has.
fn compare(mine: &Ledger, plan: &mut ImportPlan, id: &RecordId) -> usize {
    let ImportPlan { theirs, wanted, registers, tally: total, .. } = plan;
    let register = registers.iter_mut().find(|one| one.register == id.register());
    let (Some(record), Some(register)) = (theirs.record(id), register) else { return 1 };
    let ours = mine.record(id);
    let is_new = |one: &Written<'_>| wanted.has(one.id);
    let (mut cells, mut changes, mut looked_at) = (Vec::new(), 0, 1);
    let mut tally = Tally::default();
    for (field, key, theirs) in record.written() {
        looked_at += 1;
        let Some(greatest) = theirs.iter().find(|one| is_new(one)) else {
            continue;
        };
        let here = ours.map(|ours| ours.written_at(field, key)).unwrap_or_default();
        let effect = match here.first() {
            None => Effect::New,
            Some(_) if in_conflict(&here, &theirs, is_new) => Effect::Conflict,
            Some(standing) if greatest.stamp > standing.stamp => {
                if greatest.value == standing.value { Effect::History } else { Effect::Newer }
            }
            Some(_) => Effect::History,
        };
        tally.count(effect);
        changes += theirs.iter().filter(|one| is_new(one)).count();
        cells.push(CellRow {
            field: field.to_owned(),
            key: key.map(str::to_owned),
            effect,
            mine: here.first().map(|standing| standing.value.clone()),
            theirs: greatest.value.clone(),
            edit: greatest.id.edit,
        });
    }
    let unknown = ours.is_none();
    if let Some(effect) = cells.iter().map(|cell| cell.effect).max() {
        register.new_records += usize::from(unknown);
        register.changed_records += usize::from(!unknown && effect > Effect::History);
        register.rows.push(RecordRow { record: id.clone(), unknown, effect, changes, cells });
    }
    register.tally.add(tally);
    total.add(tally);
    looked_at
}

/// Whether a new change of theirs and one of ours would both stand unreplaced, with different
/// values, once all is taken.
fn in_conflict(
    here: &[Written<'_>],
    theirs: &[Written<'_>],
    is_new: impl Fn(&Written<'_>) -> bool,
) -> bool {
    let new: Vec<_> = theirs.iter().filter(|one| is_new(one)).collect();
    let all = here.iter().chain(new.iter().copied());
    let replaced: QuickSet<_> = all.flat_map(|one| one.replaces).collect();
    let unreplaced = |one: &&Written<'_>| !replaced.contains(&one.stamp);
    let ours: Vec<_> = here.iter().filter(unreplaced).collect();
    new.into_iter().filter(unreplaced).any(|one| ours.iter().any(|other| other.value != one.value))
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

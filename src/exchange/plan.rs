//! What taking a file in would do: made and shown before a single change is taken.

use crate::ledger::{
    Change, ChangeId, Edit, EditHead, EditId, Ledger, LedgerId, Moment, REDACTED, RecordId, Value,
    Written, redacted_by,
};
use crate::ordered;
use crate::quick_map::QuickSet;

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
    /// Changes of what is redacted here: they do not come back.
    pub erased: usize,
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
        self.erased += other.erased;
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

/// An edit of the file that redacts what is not redacted here yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacts {
    /// The edit: [`ImportPlan::head`] says who, when and why.
    pub edit: EditId,
    /// Whose data goes, as far as the edit is about one record before others.
    pub record: RecordId,
    /// The places that it erases.
    pub places: Vec<(RecordId, String)>,
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
    /// What it would have erased here: each asks to be confirmed.
    pub redacts: Vec<Redacts>,
    theirs: Ledger,
    /// The changes to take: what is neither here already nor refused.
    wanted: Vec<Edit>,
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
        self.wanted.is_empty()
    }

    /// How many changes would be taken.
    pub fn change_count(&self) -> usize {
        self.wanted.iter().map(|edit| edit.changes.len()).sum()
    }

    /// How many changes would be taken where only some records are wanted; redactions apart.
    pub fn change_count_of(&self, wanted: impl Fn(&RecordId) -> bool) -> usize {
        let changes = self.wanted.iter().flat_map(|edit| &edit.changes);
        changes.filter(|(_, one)| !is_redaction(one) && wanted(&one.cell.record)).count()
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
        self.wanted.clone()
    }

    /// The edits to insert where only some records are wanted; the rest can be taken another time.
    /// Redactions are not among them: see [`Self::accept_redactions`].
    pub fn accept_some(&self, wanted: impl Fn(&RecordId) -> bool) -> Vec<Edit> {
        self.chosen(|_, change| !is_redaction(change) && wanted(&change.cell.record))
    }

    /// The redactions to insert: those that are confirmed, and those that erase nothing that is
    /// still here. They are to be kept apart from the import, so that taking it back does not bring
    /// back what was erased.
    pub fn accept_redactions(&self, confirmed: impl Fn(EditId) -> bool) -> Vec<Edit> {
        let asks = |edit| self.redacts.iter().any(|one| one.edit == edit);
        self.chosen(|edit, change| is_redaction(change) && (confirmed(edit) || !asks(edit)))
    }

    fn chosen(&self, choose: impl Fn(EditId, &Change) -> bool) -> Vec<Edit> {
        let kept = self.wanted.iter().map(|edit| {
            let id = edit.head.id;
            let changes = edit.changes.iter().filter(|(_, change)| choose(id, change));
            Edit { head: edit.head.clone(), changes: changes.cloned().collect() }
        });
        kept.filter(|edit| !edit.changes.is_empty()).collect()
    }
}

fn is_redaction(change: &Change) -> bool {
    &*change.cell.field == REDACTED
}

/// What an edit of the file would erase that is not erased here.
fn redacts(mine: &Ledger, edit: &Edit) -> Option<Redacts> {
    let new = redacted_by(edit).filter(|(record, place)| !mine.is_erased(record, place));
    let places: Vec<_> = new.map(|(record, place)| (record.clone(), place.to_owned())).collect();
    let record = places.first()?.0.clone();
    Some(Redacts { edit: edit.head.id, record, places })
}

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

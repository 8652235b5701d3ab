//! What taking a file in would do: made and shown before a single change is taken.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{
    Change, Edit, EditHead, EditId, Ledger, LedgerId, Moment, REDACTED, RecordId, TRACE, Value,
    VersionVector, redacted_by,
};
use crate::registers::MEMBER;

use super::diff;
use crate::exchange::bundle::{Bundle, BundleHeader, BundleKind, KnownChanges};

pub use super::plan_builder::PlanBuilder;

/// What a change from a file means here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// What we show stays: the file's value is older, or the same. It is kept in the history.
    History,
    /// There was nothing here yet.
    New,
    /// It is newer than ours, and will stand.
    Newer,
    /// A record that is deleted here comes back.
    Restored,
    /// Both sides changed it without seeing each other's; the later stands, both are kept.
    Conflict,
    /// A record that is here will be one with another.
    Joined,
    /// A record that is here will be deleted.
    Deleted,
}

/// How much of a file, or of a register in it, has which effect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EffectCounts {
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
    /// Changes that are archived here: they come back only where the archive is fetched back.
    pub archived: usize,
}

impl EffectCounts {
    pub(super) fn count(&mut self, effect: Effect) {
        match effect {
            Effect::History => self.history += 1,
            Effect::New => self.new += 1,
            Effect::Newer | Effect::Restored | Effect::Joined | Effect::Deleted => self.newer += 1,
            Effect::Conflict => self.conflicts += 1,
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        self.same += other.same;
        self.history += other.history;
        self.new += other.new;
        self.newer += other.newer;
        self.conflicts += other.conflicts;
        self.refused += other.refused;
        self.erased += other.erased;
        self.archived += other.archived;
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
    /// The most severe effect among its cells.
    pub effect: Effect,
    /// Of how many of its cells something is new here.
    pub cells: usize,
}

/// One register of the file, of which something is new here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterPlan {
    /// The register's name.
    pub register: String,
    /// How much has which effect.
    pub tally: EffectCounts,
    /// Records of the file that we do not have.
    pub new_records: usize,
    /// Records of ours in which something would change; those apart that come or go as a whole.
    pub changed_records: usize,
    /// Records of ours that would be deleted.
    pub deleted_records: usize,
    /// Records that are deleted here and would come back.
    pub restored_records: usize,
    /// Records of ours that are neither deleted nor joined to another.
    pub live_records: usize,
    /// The records of which something is new here, one after the other as the file has them.
    pub rows: Vec<RecordRow>,
}

/// Many deletions of one register at once: they are asked about by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassDeletion {
    /// The register's name.
    pub register: String,
    /// The records that would be deleted.
    pub records: Vec<RecordId>,
    /// How many records of the register there are here.
    pub of: usize,
}

/// More than so many hundredths of a register's records deleted at once are many.
const MANY_PERCENT: usize = 10;

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

/// What a file would erase that is still here: of one person, or of what is about people who are
/// erased already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacts {
    /// The edits that erase it: [`ImportPlan::head`] says who, when and why.
    pub edits: Vec<EditId>,
    /// Whose data goes; `None` where it is in words about others.
    pub member: Option<RecordId>,
    /// The places at which something is here that goes.
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
    pub tally: EffectCounts,
    /// By register, in the order of their names.
    pub registers: Vec<RegisterPlan>,
    /// Changes stamped well after our own clock.
    pub ahead: Option<Ahead>,
    /// What it would have erased here: each asks to be confirmed.
    pub redacts: Vec<Redacts>,
    /// The names that the file still has of members who are erased here.
    pub names: BTreeMap<RecordId, BTreeSet<String>>,
    /// The members who are erased here and of whom the file says that they are.
    pub(super) known_erased: BTreeSet<RecordId>,
    /// The edits that are whole in the file.
    pub holds: VersionVector,
    pub(super) theirs: Ledger,
    /// The changes to take: what is neither here already nor refused.
    pub(super) wanted: Vec<Edit>,
}

impl ImportPlan {
    /// Compares a file with what is here. `now` is our clock's time in milliseconds.
    pub fn make(mine: &Ledger, ours: LedgerId, bundle: Bundle, now: i64) -> Self {
        let mut planning = PlanBuilder::new(ours, (bundle, KnownChanges::default()), now);
        while planning.step(mine, usize::MAX) {}
        planning.finish()
    }

    /// Whether the file brings nothing that is not here already (没有新内容).
    pub fn is_same(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Whether the file is of all of our ledger, and holds just what is here: it is a backup then.
    pub fn is_all_of(&self, mine: &Ledger) -> bool {
        let EffectCounts { same, refused, .. } = self.tally;
        let is_everything = self.header.kind == BundleKind::Everything && !self.stranger;
        is_everything && self.is_same() && refused == 0 && same == mine.change_count()
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

    /// The registers of which more than a tenth would be deleted where only some records are wanted.
    pub fn mass_deletions(&self, wanted: impl Fn(&RecordId) -> bool) -> Vec<MassDeletion> {
        let of_register = |one: &RegisterPlan| {
            let deleted = one.rows.iter().filter(|row| row.effect == Effect::Deleted);
            let records: Vec<RecordId> =
                deleted.map(|row| row.record.clone()).filter(&wanted).collect();
            let of = one.live_records;
            (records.len() * 100 > of * MANY_PERCENT).then(|| MassDeletion {
                register: one.register.clone(),
                records,
                of,
            })
        };
        self.registers.iter().filter_map(of_register).collect()
    }

    /// What is new in the file, for showing it. Of a record that is here there are only the new
    /// changes; where something new speaks of it, all of it, ours and new.
    pub fn theirs(&self) -> &Ledger {
        &self.theirs
    }

    /// The cells of a record of which something is new here.
    pub fn cells(&self, mine: &Ledger, record: &RecordId) -> Vec<CellRow> {
        diff::cell_rows(mine, &self.theirs, record)
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
    /// still here, which nobody needs to be asked about: two tablets that gave each other
    /// everything would else differ. They are to be kept apart from the import, so that taking it
    /// back does not bring back what was erased.
    pub fn accept_redactions(&self, confirmed: impl Fn(EditId) -> bool) -> Vec<Edit> {
        let asks = |edit| self.redacts.iter().any(|one| one.edits.contains(&edit));
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

/// Whether a change erases something, or is the trace of one who is erased, which goes with that.
pub(super) fn is_redaction(change: &Change) -> bool {
    [REDACTED, TRACE].contains(&&*change.cell.field)
}

/// Adds what an edit of the file would erase of what is here.
pub(super) fn add_redacts(found: &mut Vec<Redacts>, mine: &Ledger, edit: &Edit) {
    let new = redacted_by(edit)
        .filter(|(record, place)| !mine.is_erased(record, place))
        .filter(|(record, place)| mine.has_written_at(record, place));
    let places: Vec<_> = new.map(|(record, place)| (record.clone(), place.to_owned())).collect();
    if places.is_empty() {
        return;
    }
    let is_name = |(record, place): &(&RecordId, &str)| {
        *place == "name" && record.register() == MEMBER.name && !mine.is_erased(record, place)
    };
    let member = redacted_by(edit).find(is_name).map(|(record, _)| record.clone());
    match found.iter_mut().find(|one| one.member == member) {
        Some(one) => {
            one.edits.push(edit.head.id);
            let new = places.into_iter().filter(|place| !one.places.contains(place));
            one.places.extend(new.collect::<Vec<_>>());
        }
        None => found.push(Redacts { edits: vec![edit.head.id], member, places }),
    }
}

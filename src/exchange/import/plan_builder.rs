//! Builder of an import plan: sorts out the changes of a file, and compares it record by record.

use std::collections::{BTreeMap, BTreeSet};

use crate::fast_hash::FastSet;
use crate::ledger::{
    Change, ChangeId, Edit, EditHead, EditId, Ledger, LedgerId, Moment, REDACTED, RecordId, Value,
    VersionVector,
};
use crate::ordered;
use crate::registers::is_erased;

use super::diff::compare;
use super::plan::{Ahead, EffectCounts, ImportPlan, RegisterPlan, add_redacts, is_redaction};
use crate::codec::limits;
use crate::exchange::bundle::{Bundle, KnownChanges};

/// A plan in the making, step by step, so that a page can draw and answer in between.
///
/// What comes to be here meanwhile, from another tab, may be counted as new; taking it twice does
/// no harm.
pub struct PlanBuilder {
    plan: ImportPlan,
    now: i64,
    edits: std::vec::IntoIter<Edit>,
    /// Changes that claim the id of another one here, as far as what the file erases says no more.
    doubtful: Vec<(ChangeId, Change)>,
    /// Edits of which nothing is here.
    unknown: FastSet<EditId>,
    /// Records of which something is new here; and the same one after the other, as the file has
    /// them.
    touched: FastSet<RecordId>,
    in_order: Vec<RecordId>,
    /// Records that are here and of which something new speaks; and those of them that are still to
    /// be put beside what is new.
    spoken: FastSet<RecordId>,
    beside: Vec<RecordId>,
    /// Those that are still to be compared, once all edits are sorted out.
    records: Option<std::vec::IntoIter<RecordId>>,
    is_begun: bool,
    /// How many edits there were, and how many records.
    all: [usize; 2],
}

impl PlanBuilder {
    /// Begins to compare a file, with what of it was known in the reading already. `now` is our
    /// clock's time in milliseconds.
    pub fn new(ours: LedgerId, (bundle, known): (Bundle, KnownChanges), now: i64) -> Self {
        let Bundle { header, edits } = bundle;
        let mut holds = VersionVector::of_edits(&edits);
        holds.join(&VersionVector::of_whole(known.whole.into_iter()));
        // What erases comes first, so that no set has to be made anew for what it erases.
        let (mut edits, others): (Vec<_>, Vec<_>) = edits
            .into_iter()
            .partition(|edit| edit.changes.iter().any(|(_, change)| is_redaction(change)));
        edits.extend(others);
        let plan = ImportPlan {
            stranger: header.ledger != ours,
            header,
            tally: EffectCounts { same: known.changes, ..EffectCounts::default() },
            registers: Vec::new(),
            ahead: None,
            redacts: Vec::new(),
            names: BTreeMap::new(),
            known_erased: BTreeSet::new(),
            theirs: Ledger::new(),
            holds,
            wanted: Vec::new(),
        };
        Self {
            plan,
            now,
            is_begun: false,
            all: [edits.len(), 0],
            edits: edits.into_iter(),
            doubtful: Vec::new(),
            unknown: FastSet::default(),
            touched: FastSet::default(),
            in_order: Vec::new(),
            spoken: FastSet::default(),
            beside: Vec::new(),
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
        let from = self.plan.wanted.len();
        let mut beside = Vec::new();
        if !std::mem::replace(&mut self.is_begun, true) {
            self.begin(mine);
        }
        while left > 0
            && let Some(edit) = self.edits.next()
        {
            left = left.saturating_sub(edit.changes.len());
            self.sort_out(mine, edit);
        }
        while left > 0
            && let Some(record) = self.beside.pop()
        {
            let edits = mine.excerpt(&record).edits();
            left = left.saturating_sub(edits.iter().map(|edit| edit.changes.len()).sum());
            edits.iter().flat_map(|edit| &edit.changes).for_each(|(_, one)| self.listen(mine, one));
            beside.extend(edits);
        }
        let ImportPlan { theirs, wanted, .. } = &mut self.plan;
        theirs.insert_all(wanted[from..].iter().chain(&beside));
        if left < changes {
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

    fn begin(&mut self, mine: &Ledger) {
        let edits = self.edits.as_slice().iter();
        let unknown = edits.filter(|edit| mine.head(edit.head.id).is_none());
        self.plan.theirs = mine.begun_beside();
        self.plan.theirs.reserve(unknown.map(|edit| edit.changes.len()).sum());
        // What the file says that it holds is told by name.
        let scope = self.plan.header.scope.clone();
        self.hear(mine, &scope);
    }

    /// Sees what of an edit is here already, and what claims the id of something else here; what is
    /// new is wanted.
    fn sort_out(&mut self, mine: &Ledger, mut edit: Edit) {
        self.plan.tally.archived += mine.archived().leave_out(&mut edit);
        if mine.is_anything_erased() {
            self.note_names(mine, &edit);
        }
        self.plan.tally.erased += mine.erase(&mut edit);
        let mut new: Vec<u32> = Vec::with_capacity(edit.changes.len());
        let mut last: Option<&RecordId> = None;
        for (index, change, here) in mine.holds_changes(&edit) {
            match here {
                Some(true) => self.plan.tally.same += 1,
                Some(false) => {
                    let id = ChangeId { edit: edit.head.id, index };
                    self.doubtful.push((id, change.clone()));
                }
                None => {
                    // As a rule several changes in a row are of one record.
                    let record = &change.cell.record;
                    if last != Some(record) && !self.touched.contains(record) {
                        self.touched.insert(record.clone());
                        self.in_order.push(record.clone());
                    }
                    last = Some(record);
                    if change.stamp.millis > self.now.saturating_add(limits::AHEAD_MILLIS) {
                        note_ahead(&mut self.plan.ahead, &edit.head, change.stamp.millis);
                    }
                    self.listen(mine, change);
                    new.push(index);
                }
            }
        }
        if new.len() == edit.changes.len() {
            self.unknown.insert(edit.head.id);
        } else {
            edit.changes.retain(|(index, _)| new.binary_search(index).is_ok());
        }
        if !new.is_empty() {
            add_redacts(&mut self.plan.redacts, mine, &edit);
            self.plan.wanted.push(edit);
        }
    }

    /// Notes which members who are erased here an edit names, and of which it says that they are.
    fn note_names(&mut self, mine: &Ledger, edit: &Edit) {
        for (_, Change { cell, value, .. }) in &edit.changes {
            let ImportPlan { names, known_erased, .. } = &mut self.plan;
            match (&*cell.field, cell.key.as_deref(), value.as_text()) {
                ("name", None, Some(name)) if is_erased(mine, &cell.record) => {
                    let member = mine.resolve(&cell.record).clone();
                    names.entry(member).or_default().insert(name.to_owned());
                }
                (REDACTED, Some("name"), _) => drop(known_erased.insert(cell.record.clone())),
                _ => {}
            }
        }
    }

    /// Notes the records here of which a change speaks: they are shown with it.
    fn listen(&mut self, mine: &Ledger, change: &Change) {
        if let Some(key) = &change.cell.key {
            self.hear_of(mine, key);
        }
        self.hear(mine, &change.value);
    }

    fn hear(&mut self, mine: &Ledger, value: &Value) {
        match value {
            Value::Text(text) => self.hear_of(mine, text),
            Value::List(values) => values.iter().for_each(|value| self.hear(mine, value)),
            Value::Group(members) => members.values().for_each(|value| self.hear(mine, value)),
            _ => {}
        }
    }

    fn hear_of(&mut self, mine: &Ledger, text: &str) {
        if text.as_bytes().contains(&b':')
            && let Some(id) = mine.id_of(text)
            && !self.spoken.contains(id)
        {
            self.spoken.insert(id.clone());
            self.beside.push(id.clone());
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
        let records = std::mem::take(&mut self.in_order);
        self.all[1] = records.len();
        for register in records.iter().map(RecordId::register) {
            if registers.iter().all(|known| known.register != register) {
                registers.push(RegisterPlan { register: register.into(), ..Default::default() });
            }
        }
        for one in registers.iter_mut() {
            one.live_records = mine.records(&one.register).count();
        }
        ordered::sort_by(registers, |one, other| one.register.cmp(&other.register));
        self.records = Some(records.into_iter());
    }
}

/// Notes a change stamped well after our own clock.
fn note_ahead(ahead: &mut Option<Ahead>, head: &EditHead, millis: i64) {
    let at = Moment { millis, offset: head.at.offset };
    let changes = ahead.as_ref().map_or(0, |found| found.changes) + 1;
    match ahead {
        Some(found) if found.at >= at => found.changes = changes,
        _ => *ahead = Some(Ahead { changes, tablet: head.by.tablet.to_string(), at }),
    }
}

//! Answers to an import plan, and what is accepted of a file by them.
//!
//! Whoever may be erased here already is left out to begin with, and what erases something that is
//! here waits for its confirmation. Many deletions at once are agreed to by themselves, or left out.

use std::collections::BTreeSet;

use crate::ledger::{Draft, Edit, EditId, Ledger, RecordId};
use crate::registers::{Schemas, keep_apart};

use super::implied_erasure::ImpliedErasure;
use super::plan::{Effect, ImportPlan, MassDeletion, Redacts};
use super::traces::PossibleReturn;

/// What the user answers to what a plan shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportAnswers {
    /// The records of the file that are not to be taken.
    left_out: BTreeSet<String>,
    /// The redactions of the file that are confirmed.
    confirmed: BTreeSet<EditId>,
    /// The registers in which many deletions are agreed to.
    agreed: BTreeSet<String>,
    /// Those of the file who may be erased here already.
    doubtful: Vec<PossibleReturn>,
}

impl ImportAnswers {
    /// Returns the answers to begin with: who may be erased here already stays out until the user
    /// says that it is someone else.
    pub fn holding_back(doubtful: Vec<PossibleReturn>) -> Self {
        let left_out = doubtful.iter().map(|one| one.record.to_string()).collect();
        Self { left_out, doubtful, ..Self::default() }
    }

    /// Those of the file who may be erased here already.
    pub fn doubtful(&self) -> &[PossibleReturn] {
        &self.doubtful
    }

    /// Those of them whom the user takes in all the same: they are someone else.
    pub fn someone_else(&self) -> impl Iterator<Item = &PossibleReturn> {
        self.doubtful.iter().filter(|one| self.wants(one.record.as_str()))
    }

    /// Whether a record of the file is to be taken.
    pub fn wants(&self, record: &str) -> bool {
        !self.left_out.contains(record)
    }

    /// Notes whether a record of the file is to be taken.
    pub fn set_wanted(&mut self, record: &str, is_wanted: bool) {
        if is_wanted {
            self.left_out.remove(record);
        } else {
            self.left_out.insert(record.to_owned());
        }
    }

    /// Whether all edits that erase something are confirmed.
    pub fn confirms(&self, one: &Redacts) -> bool {
        one.edits.iter().all(|edit| self.confirmed.contains(edit))
    }

    /// Whether anything that erases something here is confirmed.
    pub fn confirms_any(&self) -> bool {
        !self.confirmed.is_empty()
    }

    /// Notes whether what erases something here is confirmed.
    pub fn set_confirmed(&mut self, one: &Redacts, is_confirmed: bool) {
        if is_confirmed {
            self.confirmed.extend(&one.edits);
        } else {
            self.confirmed.retain(|edit| !one.edits.contains(edit));
        }
    }

    /// Whether many deletions of a register are agreed to.
    pub fn agrees(&self, register: &str) -> bool {
        self.agreed.contains(register)
    }

    /// Notes whether many deletions of a register are agreed to.
    pub fn set_agreed(&mut self, register: &str, is_agreed: bool) {
        if is_agreed {
            self.agreed.insert(register.to_owned());
        } else {
            self.agreed.remove(register);
        }
    }

    /// Whether none of many deletions is to be taken.
    pub fn spares(&self, many: &MassDeletion) -> bool {
        many.records.iter().all(|record| !self.wants(record.as_str()))
    }

    /// Leaves many deletions out.
    pub fn spare(&mut self, many: &MassDeletion) {
        many.records.iter().for_each(|record| self.set_wanted(record.as_str(), false));
    }

    /// The many deletions that nobody has agreed to yet: the file is not taken before.
    pub fn unanswered(&self, plan: &ImportPlan) -> Vec<MassDeletion> {
        let mut found = plan.mass_deletions(|record| self.wants(record.as_str()));
        found.retain(|many| !self.agrees(&many.register));
        found
    }

    /// How many changes are taken; redactions apart.
    pub fn change_count(&self, plan: &ImportPlan) -> usize {
        plan.change_count_of(|record| self.wants(record.as_str()))
    }

    /// How many records here are deleted by what is taken.
    pub fn deleted_count(&self, plan: &ImportPlan) -> usize {
        let rows = plan.registers.iter().flat_map(|one| &one.rows);
        let deleted = rows.filter(|row| row.effect == Effect::Deleted);
        deleted.filter(|row| self.wants(row.record.as_str())).count()
    }

    /// How much of what a file would erase here is confirmed: people, and places in words about
    /// others.
    pub fn confirmed_count(&self, plan: &ImportPlan) -> (usize, usize) {
        let chosen = plan.redacts.iter().filter(|one| self.confirms(one));
        chosen.fold((0, 0), |(people, places), one| match one.member {
            Some(_) => (people + 1, places),
            None => (people, places + one.places.len()),
        })
    }

    /// What taking the file in erases beyond what it says itself.
    pub fn beyond(&self, schemas: Schemas, mine: &Ledger, plan: &ImportPlan) -> ImpliedErasure {
        let wanted = |record: &RecordId| self.wants(record.as_str());
        let confirmed = |edit| self.confirmed.contains(&edit);
        ImpliedErasure::of_plan(schemas, mine, plan, wanted, confirmed)
    }
}

/// What is accepted of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedChanges {
    /// The redactions of the file.
    pub redactions: Vec<Edit>,
    /// The other edits.
    pub edits: Vec<Edit>,
    /// What the redactions erase here beyond.
    pub beyond: ImpliedErasure,
    /// Those who are taken in although they may be erased here.
    pub someone_else: Vec<PossibleReturn>,
}

impl AcceptedChanges {
    /// Returns what the answers accept of a plan.
    pub fn of(schemas: Schemas, mine: &Ledger, plan: &ImportPlan, answers: &ImportAnswers) -> Self {
        Self {
            redactions: plan.accept_redactions(|edit| answers.confirmed.contains(&edit)),
            edits: plan.accept_some(|record| answers.wants(record.as_str())),
            beyond: answers.beyond(schemas, mine, plan),
            someone_else: answers.someone_else().cloned().collect(),
        }
    }
}

/// Writes of members that they are not the ones who are erased: nobody asks again, on no tablet.
pub fn write_someone_else(draft: &mut Draft, doubtful: &[PossibleReturn]) {
    doubtful.iter().for_each(|one| keep_apart(draft, &one.record, &one.erased));
}

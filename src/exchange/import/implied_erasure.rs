//! Implied erasure of an import (依法删除): what it erases here beyond its own redactions.
//!
//! An erasure that comes by file knows the places of the tablet that made it. Whoever takes it over
//! adds its own, and where else the name stands, while it still has the name. And whatever comes in
//! later, in a file or from an archive, may be about someone who is erased here long since.
//!
//! Where a file comes from someone who has not erased the person yet, it still has the name: then it
//! can be looked for in what the file brings. Without the name nothing is recognised in words.

use crate::ledger::{Draft, Edit, EditId, Ledger, REDACTED, RecordId, redacted_by};
use crate::registers::{
    Mention, Place, Schemas, erased_members, is_erased, left_of, mentions, mentions_named,
    namesakes, namesakes_named, redact,
};

use super::plan::ImportPlan;
use crate::codec::Partner;

/// What taking something in erases here, beyond what it says itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImpliedErasure {
    /// What is about people who are erased: it goes with them.
    pub places: Vec<Place>,
    /// Where else the names stand of those who are erased by it, or were before.
    pub mentions: Vec<Mention>,
    /// Whether someone else has such a name, who may be meant by them.
    pub is_ambiguous: bool,
    /// Whether the file comes from someone who may still write the name of one who is erased here,
    /// and does not say the name: it may stand in words that nobody recognises here.
    pub is_blind: bool,
}

impl ImpliedErasure {
    /// Looks at what an import would erase: of its plan what is wanted, and the redactions that are
    /// confirmed.
    pub fn of_plan(
        schemas: Schemas,
        mine: &Ledger,
        plan: &ImportPlan,
        wanted: impl Fn(&RecordId) -> bool,
        confirmed: impl Fn(EditId) -> bool,
    ) -> Self {
        let redactions = plan.accept_redactions(confirmed);
        if redactions.is_empty() && !mine.is_anything_erased() {
            return Self::default();
        }
        let mut after = mine.clone();
        after.insert_all(plan.accept_some(wanted));
        // Now the names are still known, those that the file brings too.
        let mut beyond = Self::default();
        for member in erased_by(&redactions).filter(|member| !is_erased(mine, member)) {
            beyond.mentions.extend(mentions(schemas, &after, member));
            beyond.is_ambiguous |= !namesakes(&after, member).is_empty();
        }
        // And those of people who are erased here, where the file has them; what stands here already
        // was decided on before.
        for (member, names) in &plan.names {
            let names: Vec<String> = names.iter().cloned().collect();
            let here = mentions_named(schemas, mine, member, &names);
            let mut new = mentions_named(schemas, &after, member, &names);
            new.retain(|one| !here.contains(one) && !beyond.mentions.contains(one));
            beyond.is_ambiguous |=
                !new.is_empty() && !namesakes_named(&after, member, &names).is_empty();
            beyond.mentions.append(&mut new);
        }
        let is_told = |member: &RecordId| plan.names.contains_key(member);
        beyond.is_blind =
            erased_members(mine).iter().any(|one| !is_told(one) && !knows(plan, mine, one));
        after.insert_all(redactions);
        beyond.places = left_of(schemas, &after);
        beyond.mentions.retain(|one| !after.is_erased(&one.place.record, &one.place.place));
        beyond
    }

    /// Looks at what an archive would bring back of people who are erased.
    pub fn of_archive(schemas: Schemas, mine: &Ledger, fetched: &[Edit]) -> Self {
        if !mine.is_anything_erased() {
            return Self::default();
        }
        // Not one that leaves out what is archived.
        let mut after = Ledger::from_edits(mine.iter());
        after.insert_all(fetched);
        Self { places: left_of(schemas, &after), ..Self::default() }
    }

    /// Writes what is to be erased, with those of the mentions that are wanted.
    pub fn write(&self, draft: &mut Draft, wanted: impl Fn(&Place) -> bool) {
        redact(draft, &self.places);
        let mentions = self.mentions.iter().map(|one| &one.place);
        redact(draft, mentions.filter(|place| wanted(place)));
    }
}

/// Whether a file says that someone is erased, or comes from a tablet that has what says so.
fn knows(plan: &ImportPlan, mine: &Ledger, member: &RecordId) -> bool {
    let holds = Partner::of(&plan.header, plan.holds.clone()).holds;
    let record = mine.record(member);
    let written = record.map(|record| record.written_at(REDACTED, Some("name")));
    plan.known_erased.contains(member)
        || written.is_some_and(|all| all.iter().any(|one| holds.contains(one.id.edit)))
}

/// The members whose data edits erase.
fn erased_by(edits: &[Edit]) -> impl Iterator<Item = &RecordId> {
    let places = edits.iter().flat_map(redacted_by);
    places.filter(|(_, place)| *place == "name").map(|(record, _)| record)
}

//! Traces of erased members: by them one who comes in again under another record, as in a roster
//! without staff numbers, can be asked about before.
//!
//! A trace is Argon2id of the name and the month of birth, salted with the id of the ledger, which
//! was drawn at random and is the same on every tablet: so two tablets that erase one person make one
//! trace, a table made beforehand is of no use, and each candidate costs one hash however many were
//! erased. A salt for each erasure would cost as many hashes as there are erasures, and keep no more
//! secret: whoever has the file has its salts too.
//!
//! What it cannot do: whoever has the ledger and guesses a name with its month can see whether the
//! guess is right. A name alone would be guessed at once, so without a month of birth there is no
//! trace, and who was registered or comes back without one is not recognised.

use argon2::{Algorithm, Argon2, Params, Version};

use crate::fast_hash::{FastMap, FastSet};
use crate::ledger::{Draft, Ledger, LedgerId, Record, RecordId, TRACE};
use crate::registers::{MEMBER, are_apart, erased_members, is_erased};
use crate::typed_text::search_key;

use super::plan::ImportPlan;
use crate::typed_text::PartialDate;

/// In KiB, and how often it is gone through: a few hundredths of a second on a tablet, as a file may
/// bring a whole roster.
const MEMORY: u32 = 8 << 10;
const PASSES: u32 = 1;

/// The trace of a person; `None` where name or month of birth is not known, or there is not enough
/// memory.
pub fn trace(ledger: LedgerId, name: &str, born: &str) -> Option<String> {
    let (name, born) = (search_key(name), born.parse::<PartialDate>().ok()?);
    if name.is_empty() {
        return None;
    }
    let person = format!("{name}|{}", born.to_the_month());
    let mut hash = [0_u8; 16];
    let params = Params::new(MEMORY, PASSES, 1, Some(hash.len())).ok()?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(person.as_bytes(), &ledger.0.to_be_bytes(), &mut hash)
        .ok()?;
    Some(hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Notes the traces of a member who is about to be erased: of each name and month ever written.
pub fn write_traces(draft: &mut Draft, ledger: &Ledger, id: LedgerId, member: &RecordId) {
    let joined = ledger.joined(MEMBER.name).filter(|one| ledger.resolve(one) == member);
    let records = [member].into_iter().chain(joined).filter_map(|id| ledger.record(id));
    let mut traces = FastSet::default();
    for record in records {
        let written = |field| record.written_at(field, None);
        for name in written("name").iter().filter_map(|one| one.value.as_text()) {
            for born in written("born").iter().filter_map(|one| one.value.as_text()) {
                traces.extend(trace(id, name, born));
            }
        }
    }
    traces.iter().for_each(|trace| draft.entry(member, TRACE, trace, true));
}

/// The traces of those who are erased, each with whose it is.
pub fn known_traces(ledger: &Ledger) -> FastMap<String, RecordId> {
    let members = erased_members(ledger);
    let records = members.iter().filter_map(|id| ledger.record(id));
    let traces = records.flat_map(|record| {
        let entries = record.entries(TRACE).into_iter();
        entries.map(move |(trace, _)| (trace.to_owned(), record.id().clone()))
    });
    traces.collect()
}

/// A member who may be one that is erased: what the trace is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The record.
    pub record: RecordId,
    /// The name.
    pub name: String,
    /// When the member was born.
    pub born: String,
}

impl Candidate {
    /// What is to be asked about a member; `None` where name or birth is not known, or it is erased.
    pub fn of(record: &Record<'_>) -> Option<Self> {
        Self::new(record.id(), record.text("name"), record.text("born"))
    }

    fn new(record: &RecordId, name: &str, born: &str) -> Option<Self> {
        let is_known = !name.is_empty() && !born.is_empty();
        let (name, born) = (name.to_owned(), born.to_owned());
        is_known.then(|| Self { record: record.clone(), name, born })
    }
}

/// Someone who may be a member whose data is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PossibleReturn {
    /// The record.
    pub record: RecordId,
    /// The name there.
    pub name: String,
    /// The erased member's record.
    pub erased: RecordId,
}

impl PossibleReturn {
    /// Returns who a candidate of some trace may be, by the known traces; `None` where nobody who is
    /// erased has it, or someone has said that it is another one.
    pub fn of(
        mine: &Ledger,
        known: &FastMap<String, RecordId>,
        candidate: Candidate,
        trace: &str,
    ) -> Option<Self> {
        let Candidate { record, name, .. } = candidate;
        let erased = known.get(trace)?;
        (!is_another(mine, &record, erased)).then(|| Self { record, name, erased: erased.clone() })
    }
}

/// The members here who may be ones that are erased.
pub fn members_to_ask(ledger: &Ledger) -> Vec<Candidate> {
    ledger.records(MEMBER.name).filter_map(|record| Candidate::of(&record)).collect()
}

/// The members of a file who may be ones that are erased here: those that are new here, or are
/// called otherwise from now on.
pub fn candidates(mine: &Ledger, plan: &ImportPlan) -> Vec<Candidate> {
    let rows = plan.registers.iter().filter(|one| one.register == MEMBER.name);
    let ids = rows.flat_map(|one| &one.rows).map(|row| &row.record);
    let theirs = plan.theirs();
    let is_open = |id: &RecordId| !is_erased(mine, id) && !is_erased(theirs, id);
    let found = ids.filter(|id| is_open(id)).filter_map(|id| {
        let here = mine.record(id).filter(|record| !record.is_deleted());
        // Of one who is here the file shows only what is new.
        let new = theirs.record(id)?;
        let text = |field| match new.text(field) {
            "" => here.as_ref().map_or("", |here| here.text(field)),
            text => text,
        };
        let one = Candidate::new(id, text("name"), text("born"))?;
        let known = here.as_ref().and_then(Candidate::of);
        (known.as_ref() != Some(&one)).then_some(one)
    });
    found.collect()
}

/// Whether someone has said that a member is not the one who is erased.
fn is_another(ledger: &Ledger, member: &RecordId, erased: &RecordId) -> bool {
    let records = ledger.record(member).zip(ledger.record(erased));
    records.is_some_and(|(one, other)| are_apart(&one, &other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_trace_however_the_name_is_typed() {
        let of = |name, born| trace(LedgerId(7), name, born);
        assert!(of("张三", "1980-05").is_some());
        assert_eq!(of("张三", "1980-05"), of("张 三", "1980-05-12"));
        assert_ne!(of("张三", "1980-05"), of("张三", "1980-06"));
        assert_ne!(of("张三", "1980-05"), trace(LedgerId(8), "张三", "1980-05"));
        assert_eq!((of("张三", ""), of("", "1980-05")), (None, None));
    }
}

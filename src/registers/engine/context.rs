//! The context in which rules, computed fields and facts are evaluated: it notes what they read, so
//! that a change re-evaluates just what depends on it.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use crate::fast_hash::FastMap;
use crate::ledger::{Day, Ledger, Record, RecordId, Value};

use super::calendar::{Calendar, YearPlan};
use super::condition::value_at;

/// What an evaluation may look at beside its own record.
#[derive(Debug)]
pub struct Context<'a> {
    ledger: &'a Ledger,
    today: Day,
    calendar: OnceCell<Calendar>,
    indexes: RefCell<BTreeMap<(&'static str, &'static [&'static str]), Index>>,
    reads: RefCell<Reads>,
}

/// The live records of a register by their values in some fields.
type Index = BTreeMap<Vec<Value>, Vec<RecordId>>;

/// What an evaluation read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reads {
    /// Records, whether or not they exist.
    pub records: BTreeSet<RecordId>,
    /// Registers of which all records were looked through.
    pub registers: BTreeSet<&'static str>,
    /// The first day on which the outcome may be another without any edit.
    pub until: Option<Day>,
}

impl Reads {
    fn is_empty(&self) -> bool {
        self.records.is_empty() && self.registers.is_empty() && self.until.is_none()
    }
}

impl<'a> Context<'a> {
    /// A context over a ledger on a day, which has read nothing.
    pub fn new(ledger: &'a Ledger, today: Day) -> Self {
        Self {
            ledger,
            today,
            calendar: OnceCell::new(),
            indexes: RefCell::default(),
            reads: RefCell::default(),
        }
    }

    /// Another record, live or not.
    pub fn record(&self, id: &RecordId) -> Option<Record<'a>> {
        let resolved = self.ledger.resolve(id);
        let mut reads = self.reads.borrow_mut();
        // Both: a join that is made or undone is an edit of the one that was asked for.
        for one in [id, resolved] {
            if !reads.records.contains(one) {
                reads.records.insert(one.clone());
            }
        }
        drop(reads);
        self.ledger.record(resolved)
    }

    /// The record that a text names, live or not.
    pub fn named(&self, id: &str) -> Option<Record<'a>> {
        match self.ledger.id_of(id) {
            Some(id) => self.record(id),
            None => self.record(&id.parse().ok()?),
        }
    }

    /// The live records of a register.
    pub fn records(&self, register: &'static str) -> impl Iterator<Item = Record<'a>> + use<'a> {
        self.reads.borrow_mut().registers.insert(register);
        self.ledger.records(register)
    }

    /// The live records of a register that belong to a record.
    pub fn children(
        &self,
        register: &'static str,
        owner: &RecordId,
    ) -> impl Iterator<Item = Record<'a>> + use<'a> {
        let head = crate::registers::head(register);
        let field = head.and_then(|head| head.owner.as_ref()).map(|owner| &owner.field);
        let owner = Value::from(self.ledger.resolve(owner).as_str());
        let ids = field.map(|field| {
            self.by_values(register, std::slice::from_ref(field), &[owner], <[RecordId]>::to_vec)
        });
        let ledger = self.ledger;
        ids.into_iter().flatten().filter_map(move |id| ledger.record(&id))
    }

    /// The live records of a register that have some values in some fields. The first to ask looks through
    /// the register; who looks through all records keeps the context.
    pub fn matching(
        &self,
        register: &'static str,
        fields: &'static [&'static str],
        values: &[Value],
    ) -> impl Iterator<Item = Record<'a>> + use<'a> {
        let ids = self.by_values(register, fields, values, <[RecordId]>::to_vec);
        let ledger = self.ledger;
        ids.into_iter().filter_map(move |id| ledger.record(&id))
    }

    /// Whether another live record of a register has the same values in some fields. The first to ask
    /// looks through the register; who looks through all records keeps the context.
    pub fn has_twin(
        &self,
        register: &'static str,
        fields: &'static [&'static str],
        record: &Record<'_>,
    ) -> bool {
        self.by_values(register, fields, &values_in(record, fields), |same| {
            same.iter().any(|id| id != record.id())
        })
    }

    /// What is made of the live records of a register that have some values in some fields.
    fn by_values<T>(
        &self,
        register: &'static str,
        fields: &'static [&'static str],
        values: &[Value],
        make: impl FnOnce(&[RecordId]) -> T,
    ) -> T {
        self.reads.borrow_mut().registers.insert(register);
        let mut indexes = self.indexes.borrow_mut();
        let index = indexes.entry((register, fields)).or_insert_with(|| {
            let mut index = Index::new();
            for one in self.ledger.records(register) {
                index.entry(values_in(&one, fields)).or_default().push(one.id().clone());
            }
            index
        });
        make(index.get(values).map_or(&[], Vec::as_slice))
    }

    /// Whether a day has gone by.
    pub fn is_past(&self, day: Day) -> bool {
        if self.today > day {
            return true;
        }
        self.expires(day.succ_opt());
        false
    }

    /// Whether a day has come.
    pub fn has_come(&self, day: Day) -> bool {
        day.pred_opt().is_none_or(|before| self.is_past(before))
    }

    /// The day on which the evaluation is made. What only compares a day asks [`Self::is_past`],
    /// which is evaluated anew on one day instead of every day.
    pub fn today(&self) -> Day {
        self.expires(self.today.succ_opt());
        self.today
    }

    /// The working days and holidays, as far as they are known.
    pub fn calendar(&self) -> &Calendar {
        // Noted each time: who asks again after the reads were taken depends on it as well.
        self.reads.borrow_mut().registers.insert(YearPlan::REGISTER);
        self.calendar.get_or_init(|| Calendar::of(self.ledger))
    }

    /// The ledger, for what shows or keeps nothing: what is read of it is not noted.
    pub fn ledger(&self) -> &'a Ledger {
        self.ledger
    }

    /// What was read since this was last asked.
    pub fn take_reads(&self) -> Reads {
        self.reads.take()
    }

    fn expires(&self, on: Option<Day>) {
        let mut reads = self.reads.borrow_mut();
        reads.until = match (reads.until, on) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

/// Which records have to be evaluated anew when others change or a day comes.
#[derive(Debug, Clone, Default)]
pub struct Dependents {
    reads: FastMap<RecordId, Reads>,
    by_record: FastMap<RecordId, BTreeSet<RecordId>>,
    by_register: BTreeMap<&'static str, BTreeSet<RecordId>>,
    by_day: BTreeMap<Day, BTreeSet<RecordId>>,
}

impl Dependents {
    /// Puts what the evaluation of a record read in the place of what it read before.
    pub fn replace(&mut self, id: &RecordId, reads: Reads) {
        if let Some(before) = self.reads.remove(id) {
            let records = before.records.iter();
            records.for_each(|one| forget(self.by_record.get_mut(one), id));
            let registers = before.registers.iter();
            registers.for_each(|one| forget(self.by_register.get_mut(one), id));
            forget(before.until.and_then(|day| self.by_day.get_mut(&day)), id);
        }
        if reads.is_empty() {
            return;
        }
        for one in &reads.records {
            self.by_record.entry(one.clone()).or_default().insert(id.clone());
        }
        for one in &reads.registers {
            self.by_register.entry(one).or_default().insert(id.clone());
        }
        if let Some(day) = reads.until {
            self.by_day.entry(day).or_default().insert(id.clone());
        }
        self.reads.insert(id.clone(), reads);
    }

    /// The records whose evaluation read one that was touched.
    pub fn of(&self, touched: &[RecordId]) -> BTreeSet<RecordId> {
        let mut found = BTreeSet::new();
        for id in touched {
            found.extend(self.by_record.get(id).into_iter().flatten().cloned());
            found.extend(self.by_register.get(id.register()).into_iter().flatten().cloned());
        }
        found
    }

    /// The records whose evaluation holds no longer as a day has come.
    pub fn due(&self, today: Day) -> BTreeSet<RecordId> {
        self.by_day.range(..=today).flat_map(|(_, ids)| ids.iter().cloned()).collect()
    }
}

/// The values of a record in some fields.
fn values_in(record: &Record<'_>, fields: &[&str]) -> Vec<Value> {
    fields.iter().map(|field| value_at(record, field).clone()).collect()
}

fn forget(of: Option<&mut BTreeSet<RecordId>>, id: &RecordId) {
    if let Some(of) = of {
        of.remove(id);
    }
}

//! The records that are faulty (待修正), kept up with the ledger: what changes evaluates anew just what read it.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Day, Ledger, Record, RecordId};

use super::context::{Context, Dependents};
use super::problem::problems;
use super::schema::{Schema, Schemas};

/// Which live records are faulty, as far as they were looked at.
#[derive(Debug, Clone, Default)]
pub struct FaultyRecords {
    faulty: BTreeSet<RecordId>,
    dependents: Dependents,
    /// Records of which it is not known, or no longer, by register.
    open: BTreeMap<&'static str, BTreeSet<RecordId>>,
    /// What edits touched since records were last looked at.
    touched: Vec<RecordId>,
    /// The day and the joins of records by which it is known; `None` before the first look.
    known_by: Option<(Day, u64)>,
}

impl FaultyRecords {
    /// Notes the records that an edit touched.
    pub fn touch(&mut self, records: &[RecordId]) {
        // The first look goes through all of them.
        if self.known_by.is_some() {
            self.touched.extend_from_slice(records);
        }
    }

    /// Looks at so many records of some registers of which it is not known whether they are faulty;
    /// whether it is known of all of theirs now.
    pub fn look(
        &mut self,
        ledger: &Ledger,
        schemas: Schemas,
        registers: &[&'static Schema],
        today: Day,
        most: usize,
    ) -> bool {
        self.catch_up(ledger, schemas, today);
        let context = Context::new(ledger, today);
        let mut left = most;
        for schema in registers {
            let mut open = self.open.remove(schema.head.name).unwrap_or_default();
            while let Some(id) = open.pop_first() {
                if left == 0 {
                    open.insert(id);
                    self.open.insert(schema.head.name, open);
                    return false;
                }
                left -= 1;
                self.evaluate(schema, id, &context);
            }
        }
        true
    }

    /// The ids of those of a register that are faulty.
    pub fn of(&self, register: &str) -> impl Iterator<Item = &RecordId> {
        self.faulty.iter().filter(move |id| id.register() == register)
    }

    fn evaluate(&mut self, schema: &Schema, id: RecordId, context: &Context<'_>) {
        let record = context.ledger().record(&id).filter(Record::is_live);
        let is_faulty = record.is_some_and(|one| !problems(schema, &one, context).is_empty());
        self.dependents.replace(&id, context.take_reads());
        if is_faulty {
            self.faulty.insert(id);
        } else {
            self.faulty.remove(&id);
        }
    }

    fn catch_up(&mut self, ledger: &Ledger, schemas: Schemas, today: Day) {
        let joins = ledger.joins_revision();
        match self.known_by {
            // What is one now is spoken of anywhere; and a clock put back tells nothing.
            Some((day, known)) if known == joins && day <= today => {
                let touched = std::mem::take(&mut self.touched);
                let mut due = self.dependents.due(today);
                due.extend(self.dependents.of(&touched));
                due.extend(touched);
                for id in due {
                    let schema = schemas.iter().find(|one| one.head.name == id.register());
                    if let Some(schema) = schema {
                        self.open.entry(schema.head.name).or_default().insert(id);
                    }
                }
            }
            _ => {
                *self = Self::default();
                for schema in schemas.iter() {
                    let ids = ledger.records(schema.head.name).map(|one| one.id().clone());
                    self.open.insert(schema.head.name, ids.collect());
                }
            }
        }
        self.known_by = Some((today, joins));
    }
}

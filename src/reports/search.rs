//! Search index over the records of all registers: built in slices, asked at every letter.
//!
//! Names of records are made of parts (a member, a rule line, a day) that many records share, so each
//! part is prepared once and looked through once a letter, however many records there are.

use std::sync::Arc;

use crate::fast_hash::FastMap;
use crate::ledger::{Day, Ledger, Month, Record, RecordId};
use crate::ordered;
use crate::registers::{
    Field, Findable, Kind, Names, Schema, Schemas, folded, show_field, title_by,
};
use crate::scoring::{Scores, Standard};

/// The records of one register that a query finds.
#[derive(Debug)]
pub struct FoundRecords {
    /// The register.
    pub schema: &'static Schema,
    /// The first of them: those that begin so, then the others; the newest first.
    pub records: Vec<RecordId>,
    /// How many there are in all.
    pub count: usize,
}

/// How many columns of a record stand beside its name.
const HINTS: usize = 3;

/// Search index of one state of a ledger.
#[derive(Debug)]
pub struct SearchIndex {
    registers: Vec<IndexedRegister>,
    /// What is still to be read: registers, the last first, and records of the last one.
    pending_registers: Vec<&'static Schema>,
    pending_records: Vec<RecordId>,
    parts: Vec<Findable>,
    numbers: FastMap<String, u32>,
    standards: FastMap<Month, Option<Arc<Standard>>>,
    today: Day,
}

#[derive(Debug)]
struct IndexedRegister {
    schema: &'static Schema,
    entries: Vec<IndexedRecord>,
}

#[derive(Debug)]
struct IndexedRecord {
    id: RecordId,
    parts: Box<[u32]>,
    /// What is there today comes before what is not, the newest before the older.
    is_present: bool,
    month: Option<Month>,
}

/// How well a part answers to what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    Not,
    Within,
    AtBegin,
}

impl SearchIndex {
    /// Begins an index, which finds nothing yet. Registers whose names are those of people come
    /// first, then all others in their order; those without pages of records are not searched.
    pub fn begin(schemas: Schemas, today: Day) -> Self {
        let mut pending: Vec<&'static Schema> =
            schemas.iter().filter(|schema| schema.head.is_kept_by_hand()).collect();
        ordered::sort_by_key(&mut pending, |schema| schema.names != Names::OfPeople);
        pending.reverse();
        Self {
            registers: Vec::new(),
            pending_registers: pending,
            pending_records: Vec::new(),
            parts: Vec::new(),
            numbers: FastMap::default(),
            standards: FastMap::default(),
            today,
        }
    }

    /// Reads up to `most` records more of the ledger it was begun with, and returns whether there are
    /// more. `read` says how a character is read in pinyin.
    pub fn read_on(
        &mut self,
        ledger: &Ledger,
        scores: &mut Scores,
        read: impl Fn(char) -> &'static str + Copy,
        most: usize,
    ) -> bool {
        for _ in 0..most {
            match self.pending_records.pop() {
                Some(id) => self.read_record(ledger, scores, read, &id),
                None => {
                    self.finish_register();
                    let Some(schema) = self.pending_registers.pop() else { return false };
                    self.pending_records =
                        ledger.records(schema.head.name).map(|one| one.id().clone()).collect();
                    // They are taken from the end: what has no time keeps the order of its arrival.
                    if schema.head.time_field().is_none() {
                        self.pending_records.reverse();
                    }
                    let entries = Vec::with_capacity(self.pending_records.len());
                    self.registers.push(IndexedRegister { schema, entries });
                    // Listing the records of a large register is a slice by itself.
                    return true;
                }
            }
        }
        true
    }

    fn finish_register(&mut self) {
        if let Some(register) = self.registers.last_mut() {
            ordered::sort_by_key(&mut register.entries, |one| {
                (!one.is_present, std::cmp::Reverse(one.month))
            });
        }
    }

    fn read_record(
        &mut self,
        ledger: &Ledger,
        scores: &mut Scores,
        read: impl Fn(char) -> &'static str,
        id: &RecordId,
    ) {
        let Some(schema) = self.registers.last().map(|register| register.schema) else { return };
        let Some(record) = ledger.record(id).filter(|one| !one.is_blank()) else { return };
        let month = schema.head.month_of(&record);
        let mut texts: Vec<String> = Vec::new();
        let named = title_by(schema, &mut |field| {
            let text = self.show(ledger, scores, field, &record, month);
            texts.push(text.clone());
            if field.kind == Kind::RuleLine {
                texts.extend(self.item_name(ledger, scores, record.text(field.name), month));
            }
            text
        });
        // What has no name any more, as it was erased, is not found by what else it has.
        if named.is_none() {
            return;
        }
        let numbers = schema.fields.iter().filter(|field| field.identifies);
        texts.extend(numbers.map(|field| show_field(ledger, field, &record)));
        let texts = texts.into_iter().filter(|text| !text.is_empty());
        let parts = texts.map(|text| self.part(text, &read)).collect();
        let is_present = schema.is_present(&record, self.today);
        if let Some(register) = self.registers.last_mut() {
            register.entries.push(IndexedRecord { id: id.clone(), parts, is_present, month });
        }
    }

    fn part(&mut self, text: String, read: impl Fn(char) -> &'static str) -> u32 {
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
        self.parts.push(Findable::new(&text, read));
        self.numbers.insert(text, number);
        number
    }

    /// A field as it stands in names: a rule line in its words.
    fn show(
        &mut self,
        ledger: &Ledger,
        scores: &mut Scores,
        field: &Field,
        record: &Record<'_>,
        month: Option<Month>,
    ) -> String {
        let text = show_field(ledger, field, record);
        if field.kind != Kind::RuleLine {
            return text;
        }
        let standard = self.standard(ledger, scores, month);
        match standard.as_ref().and_then(|standard| standard.line(&text)) {
            Some((_, line)) => format!("{text} {}", line.event),
            None => text,
        }
    }

    /// What the item of a rule line is called, by which its records are found, too.
    fn item_name(
        &mut self,
        ledger: &Ledger,
        scores: &mut Scores,
        line: &str,
        month: Option<Month>,
    ) -> Option<String> {
        let standard = self.standard(ledger, scores, month)?;
        let (item, _) = standard.line(line)?;
        Some(standard.items.get(item)?.name.clone())
    }

    /// The standard of a month; of a record without one, that of today.
    fn standard(
        &mut self,
        ledger: &Ledger,
        scores: &mut Scores,
        month: Option<Month>,
    ) -> Option<Arc<Standard>> {
        let month = month.unwrap_or_else(|| Month::of(self.today));
        let known = self.standards.entry(month);
        known.or_insert_with(|| scores.standard(ledger, month).ok()).clone()
    }

    /// The name of a record that was found, and what else a list says of it, in a line; nothing that
    /// would have to be computed of other records.
    pub fn describe(
        &mut self,
        ledger: &Ledger,
        scores: &mut Scores,
        schema: &'static Schema,
        id: &RecordId,
    ) -> Option<(String, String)> {
        let record = ledger.record(id)?;
        let month = schema.head.month_of(&record);
        let title =
            title_by(schema, &mut |field| self.show(ledger, scores, field, &record, month))?;
        let others = schema.columns.iter().filter(|name| !schema.title.contains(name));
        let hints = others.filter_map(|name| schema.field(name));
        let hints = hints.map(|field| self.show(ledger, scores, field, &record, month));
        let hints = hints.filter(|text| !text.is_empty()).take(HINTS).collect::<Vec<_>>();
        Some((title, hints.join(" · ")))
    }

    /// The records that have, for each word of a query, a part that it finds: of each register the
    /// first `most`.
    pub fn find(&self, query: &str, most: usize) -> Vec<FoundRecords> {
        let words: Vec<String> =
            query.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let answer = |part: &Findable, word: &str| {
            if !part.is_found_by(word) {
                Answer::Not
            } else if part.is_begun_by(word) {
                Answer::AtBegin
            } else {
                Answer::Within
            }
        };
        let of_parts = |word: &str| -> Vec<Answer> {
            self.parts.iter().map(|part| answer(part, word)).collect()
        };
        let answers: Vec<Vec<Answer>> = words.iter().map(|word| of_parts(word)).collect();
        // “wang f” is one name, too.
        let whole = of_parts(&words.concat());
        let of_record = |record: &IndexedRecord| {
            let best = |answers: &Vec<Answer>| {
                let parts = record.parts.iter().filter_map(|part| answers.get(*part as usize));
                parts.max().copied().unwrap_or(Answer::Not)
            };
            answers.iter().map(best).min().unwrap_or(Answer::Not).max(best(&whole))
        };
        let found = self.registers.iter().map(|register| {
            let (mut begun, mut within, mut count) = (Vec::new(), Vec::new(), 0);
            for record in &register.entries {
                let place = match of_record(record) {
                    Answer::Not => continue,
                    Answer::Within => &mut within,
                    Answer::AtBegin => &mut begun,
                };
                count += 1;
                if place.len() < most {
                    place.push(record.id.clone());
                }
            }
            begun.extend(within);
            begun.truncate(most);
            FoundRecords { schema: register.schema, records: begun, count }
        });
        found.filter(|found| found.count > 0).collect()
    }
}

//! Scores of a ledger: sheets computed from its records, and recomputed where an edit touched them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ledger::{Day, Ledger, Month, Record, RecordId};
use crate::ordered;
use crate::registers::{
    ADOPTION, Affects, Context, Dependents, EXEMPTION, Exemption, HEADS, Head, MEMBER, Member,
    VETO, Veto, adoption_id, facts_of, head,
};

use super::explain::{ItemExplanation, explain};
use super::fact_table::FactTable;
use super::results::Results;
use super::sheet::{MonthSheet, Participant};
use super::standard::Standard;
use super::standard_value::hash_of;

/// Why there is no sheet for a month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoStandard {
    /// None is adopted.
    #[error("{}还没有采用考核标准，请先在“考核标准”里采用一版", .0.label())]
    NotAdopted(Month),
    /// The adopted one is not at hand or cannot be read.
    #[error("{}采用的考核标准不在本机或读不出来，请导入含有它的数据包", .0.label())]
    Missing(Month),
}

/// The scores of a ledger.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    pub(super) facts: FactTable,
    /// Records of months whose facts are not loaded yet.
    unloaded: Vec<(Month, RecordId)>,
    standards: BTreeMap<RecordId, Option<Arc<Standard>>>,
    participants: BTreeMap<Month, Arc<[Participant]>>,
    sheets: BTreeMap<Month, Result<Arc<MonthSheet>, NoStandard>>,
    pub(super) results: Results,
    /// Which joins of records it knows.
    joins: u64,
    /// The day as of which facts and participants are taken.
    today: Day,
    /// The first day on which other participants may stand on the sheets without any edit.
    participants_until: Option<Day>,
    /// Whose facts were taken from other records too, or hold until a day.
    dependents: Dependents,
}

impl Scores {
    /// The scores as of a day on which all days that the ledger speaks of have come.
    pub fn new(ledger: &Ledger) -> Self {
        Self::as_of(ledger, Day::MAX)
    }

    /// Indexes the records of a ledger by month, as of a day. The facts of a month are loaded when it
    /// is first asked for: of a ledger of ten years one month is looked at.
    pub fn as_of(ledger: &Ledger, today: Day) -> Self {
        let mut scores = Self { joins: ledger.joins_revision(), today, ..Self::default() };
        let giving = HEADS.iter().filter(|head| !head.facts.is_empty());
        for head in giving {
            for record in ledger.records(head.name) {
                let months = head.months_of(&record);
                scores.unloaded.extend(months.map(|month| (month, record.id().clone())));
            }
        }
        scores
    }

    /// Replaces the facts of a record, and returns the months that this touches; a deleted record has
    /// none.
    fn refresh_facts(&mut self, ledger: &Ledger, head: &Head, id: &RecordId) -> Vec<Month> {
        if head.facts.is_empty() {
            return Vec::new();
        }
        let context = Context::new(ledger, self.today);
        let record = ledger.record(id).filter(Record::is_live);
        let facts = record.map(|record| facts_of(head, &record, &context)).unwrap_or_default();
        self.dependents.replace(id, context.take_reads());
        self.facts.replace(id, &facts)
    }

    /// Loads the facts of a month, unless they are loaded.
    pub(super) fn load_month(&mut self, ledger: &Ledger, month: Month) {
        let found: Vec<_> = self.unloaded.extract_if(.., |(of, _)| *of == month).collect();
        for (_, id) in found {
            if let Some(head) = head(id.register()) {
                self.refresh_facts(ledger, head, &id);
            }
        }
    }

    /// Invalidates what an edit of these records touched.
    pub fn invalidate(&mut self, ledger: &Ledger, touched: &[RecordId]) {
        // What is one now, or no longer, is spoken of anywhere.
        if self.joins != ledger.joins_revision() {
            *self = Self::as_of(ledger, self.today);
            return;
        }
        for id in touched {
            let Some(head) = head(id.register()) else {
                continue;
            };
            self.standards.remove(id);
            if head.affects >= Affects::Participants {
                self.forget_participants();
            }
            if head.affects >= Affects::Sheets {
                self.sheets.clear();
            }
            if head.affects >= Affects::Results {
                self.results.forget_all();
            }
            self.take_again(ledger, id);
        }
        for id in self.dependents.of(touched) {
            self.take_again(ledger, &id);
        }
    }

    /// Notes that another day has come: facts that held until then are taken again, and those who
    /// stand on the sheets. Where it is an earlier one, as the clock was put back, all is.
    pub fn pass_to(&mut self, ledger: &Ledger, today: Day) {
        if today < self.today {
            *self = Self::as_of(ledger, today);
        }
        if self.today == today {
            return;
        }
        self.today = today;
        if self.participants_until.is_some_and(|until| until <= today) {
            self.forget_participants();
        }
        for id in self.dependents.due(today) {
            self.take_again(ledger, &id);
        }
    }

    /// Forgets who stands on the sheets, and all that is computed of it.
    fn forget_participants(&mut self) {
        self.participants.clear();
        self.participants_until = None;
        self.sheets.clear();
        self.results.forget_all();
    }

    fn take_again(&mut self, ledger: &Ledger, id: &RecordId) {
        let Some(head) = head(id.register()) else { return };
        for month in self.refresh_facts(ledger, head, id) {
            self.sheets.remove(&month);
            self.results.forget(month);
        }
    }

    /// The standard in force in a month.
    ///
    /// # Errors
    /// Where none is adopted, or the adopted one is not at hand.
    pub fn standard(&mut self, ledger: &Ledger, month: Month) -> Result<Arc<Standard>, NoStandard> {
        let from = self.adopted_from(ledger, month).ok_or(NoStandard::NotAdopted(month))?;
        let missing = NoStandard::Missing(month);
        let adoption = ledger.record(&adoption_id(from)).ok_or(missing.clone())?;
        let adopted = adoption.text("standard").parse().map_err(|_| missing.clone())?;
        self.published(ledger, &adopted).ok_or(missing)
    }

    /// The standard that grades the numbers of a month, whether or not it has a sheet: the one in
    /// force, and before the first adoption the first one adopted.
    ///
    /// # Errors
    /// Where none is adopted at all, or the one in force is not at hand.
    pub fn grading_standard(
        &mut self,
        ledger: &Ledger,
        month: Month,
    ) -> Result<Arc<Standard>, NoStandard> {
        let adopted = ledger.records(ADOPTION.name);
        let first = adopted.filter_map(|record| record.text("month").parse::<Month>().ok()).min();
        match first {
            None => Err(NoStandard::NotAdopted(month)),
            Some(first) => self.standard(ledger, first.max(month)),
        }
    }

    /// The month from which the standard in force in a month is adopted.
    pub fn adopted_from(&self, ledger: &Ledger, month: Month) -> Option<Month> {
        ledger
            .records(ADOPTION.name)
            .filter_map(|record| record.text("month").parse().ok())
            .filter(|from| *from <= month)
            .max()
    }

    /// Whether a department has a result of its own in a month.
    pub fn has_result(&mut self, ledger: &Ledger, department: &RecordId, month: Month) -> bool {
        self.load_month(ledger, month);
        self.facts.subject(department).is_some_and(|subject| {
            self.facts.month(month).iter().any(|fact| fact.subject == subject)
        })
    }

    /// A published standard; `None` where it is not at hand, or is not what its name says.
    pub fn published(&mut self, ledger: &Ledger, id: &RecordId) -> Option<Arc<Standard>> {
        self.standards
            .entry(id.clone())
            .or_insert_with(|| {
                let record = ledger.record(id)?;
                let body = record.get("body");
                let genuine = id.key() == Some(&*hash_of(body));
                genuine.then(|| Standard::from_value(body).ok().map(Arc::new)).flatten()
            })
            .clone()
    }

    /// The sheet of a month, of all branches.
    ///
    /// # Errors
    /// Where no standard is in force.
    pub fn sheet(&mut self, ledger: &Ledger, month: Month) -> Result<Arc<MonthSheet>, NoStandard> {
        if let Some(sheet) = self.sheets.get(&month) {
            return sheet.clone();
        }
        let sheet = self.standard(ledger, month);
        let sheet = sheet.map(|standard| Arc::new(self.compute_sheet(ledger, &standard, month)));
        self.sheets.insert(month, sheet.clone());
        sheet
    }

    /// Computes the sheet of a month by a standard; it is not kept.
    pub fn compute_sheet(
        &mut self,
        ledger: &Ledger,
        standard: &Arc<Standard>,
        month: Month,
    ) -> MonthSheet {
        self.load_month(ledger, month);
        let participants = self.participants(ledger, month).to_vec();
        MonthSheet::compute(standard, month, participants, &self.facts)
    }

    /// Who stands on the sheet of a month.
    pub(super) fn participants(&mut self, ledger: &Ledger, month: Month) -> Arc<[Participant]> {
        if let Some(known) = self.participants.get(&month) {
            return known.clone();
        }
        let context = Context::new(ledger, self.today);
        let found: Arc<[Participant]> = participants(&context, month).into();
        let until = [self.participants_until, context.take_reads().until];
        self.participants_until = until.into_iter().flatten().min();
        self.participants.insert(month, found.clone());
        found
    }

    /// The exemptions that are approved on the day of these scores, by id.
    pub fn exemptions(&self, ledger: &Ledger) -> Vec<Exemption> {
        exemptions(&Context::new(ledger, self.today))
    }

    /// The vetoes that are in force on that day, by id.
    pub fn vetoes(&self, ledger: &Ledger) -> Vec<Veto> {
        vetoes(&Context::new(ledger, self.today))
    }

    /// Explains an item of a row of a sheet of these scores.
    pub fn explain(&self, sheet: &MonthSheet, row: usize, item: usize) -> Option<ItemExplanation> {
        explain(sheet, &self.facts, row, item)
    }

    /// Whether a month has facts.
    pub fn is_entered(&mut self, ledger: &Ledger, month: Month) -> bool {
        self.load_month(ledger, month);
        !self.facts.month(month).is_empty()
    }

    /// The months that have facts.
    pub fn months(&mut self, ledger: &Ledger) -> Vec<Month> {
        while let Some((month, _)) = self.unloaded.first() {
            self.load_month(ledger, *month);
        }
        self.facts.months().collect()
    }
}

/// Who stands on the sheet of a month: members as of its first day. A veto that makes the year zero
/// shows from its month on; the months before it stay as they were closed.
fn participants(context: &Context<'_>, month: Month) -> Vec<Participant> {
    let day = month.first_day();
    let (exemptions, vetoes) = (exemptions(context), vetoes(context));
    context
        .ledger()
        .records(MEMBER.name)
        .filter_map(|record| {
            let member = Member::on(&record, day)?;
            let exemption =
                exemptions.iter().find(|one| one.member == member.id && one.covers(month));
            let veto = vetoes.iter().find(|one| one.member == member.id && one.covers(month));
            Some(Participant {
                branch: member.branch,
                department: member.department,
                exemption: exemption.map(|one| one.id.clone()),
                veto: veto.map(|one| one.id.clone()),
                member: member.id,
            })
        })
        .collect()
}

/// The exemptions, by id: of two that cover a month every tablet takes the same one, whichever came
/// first there, as snapshots name it.
fn exemptions(context: &Context<'_>) -> Vec<Exemption> {
    let records = context.ledger().records(EXEMPTION.name);
    let mut all: Vec<_> = records.filter_map(|record| Exemption::read(&record, context)).collect();
    ordered::sort_by(&mut all, |one, other| one.id.cmp(&other.id));
    all
}

/// The vetoes in force, by id as well.
fn vetoes(context: &Context<'_>) -> Vec<Veto> {
    let records = context.ledger().records(VETO.name);
    let mut all: Vec<_> = records.filter_map(|record| Veto::read(&record, context)).collect();
    ordered::sort_by(&mut all, |one, other| one.id.cmp(&other.id));
    all
}

//! The scores of a ledger: from its records to sheets, recomputed only where an edit touched them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ledger::{Ledger, Month, RecordId};
use crate::registers::{
    ADJUSTMENT, ADOPTION, Adjustment, EXEMPTION, Exemption, Fact, MEMBER, Member, REGISTERS,
    STANDARD, VETO, Veto, adoption_id, assessment_id, brought_in_id, register,
};

use super::explain::{ItemExplanation, explain};
use super::fact_table::FactTable;
use super::lock::{Snapshot, SnapshotError};
use super::rank::Mean;
use super::sheet::{MonthSheet, Participant};
use super::standard::{Standard, hash_of};

/// The clause of veto that makes the whole year zero.
const YEAR_ZERO: &str = "V2";

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

/// What a month came to for a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthResult {
    /// The points that count, in tenths.
    pub tenths: i32,
    /// Where they come from.
    pub source: ResultSource,
}

/// Where a month's result comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResultSource {
    /// The locked snapshot, with its adjustments.
    Locked,
    /// A total that was brought in from a file (引入).
    BroughtIn,
    /// The sheet as it stands: the month is open.
    Open,
}

/// The scores of a ledger.
#[derive(Debug, Clone, Default)]
pub struct Board {
    facts: FactTable,
    sheets: BTreeMap<Month, Result<Arc<MonthSheet>, NoStandard>>,
    standards: BTreeMap<RecordId, Option<Arc<Standard>>>,
}

impl Board {
    /// Takes the facts of a whole ledger.
    pub fn new(ledger: &Ledger) -> Self {
        let mut board = Self::default();
        for register in REGISTERS {
            let mut facts = Vec::new();
            for record in ledger.records(register.name) {
                facts.clear();
                (register.facts)(&record, &mut facts);
                if !facts.is_empty() {
                    board.facts.replace(record.id(), &facts);
                }
            }
        }
        board
    }

    /// Takes note of records that an edit touched.
    pub fn touch(&mut self, ledger: &Ledger, touched: &[RecordId]) {
        for id in touched {
            let Some(register) = register(id.register()) else {
                continue;
            };
            if [MEMBER.name, EXEMPTION.name, VETO.name, ADOPTION.name].contains(&register.name) {
                self.sheets.clear();
            }
            if register.name == STANDARD.name {
                self.standards.remove(id);
                self.sheets.clear();
            }
            let mut facts: Vec<Fact> = Vec::new();
            if let Some(record) = ledger.record(id).filter(|record| !record.is_deleted()) {
                (register.facts)(&record, &mut facts);
            }
            for month in self.facts.replace(id, &facts) {
                self.sheets.remove(&month);
            }
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

    /// The month from which the standard in force in a month is adopted.
    pub fn adopted_from(&self, ledger: &Ledger, month: Month) -> Option<Month> {
        ledger
            .records(ADOPTION.name)
            .filter_map(|record| record.text("month").parse().ok())
            .filter(|from| *from <= month)
            .max()
    }

    /// Whether a department has a result of its own in a month.
    pub fn has_result(&self, department: &RecordId, month: Month) -> bool {
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
        let sheet = self.standard(ledger, month).map(|standard| {
            let participants = participants(ledger, month);
            Arc::new(MonthSheet::compute(&standard, month, participants, &self.facts))
        });
        self.sheets.insert(month, sheet.clone());
        sheet
    }

    /// Explains an item of a row of a sheet of this board.
    pub fn explain(&self, sheet: &MonthSheet, row: usize, item: usize) -> Option<ItemExplanation> {
        explain(sheet, &self.facts, row, item)
    }

    /// The months that have facts.
    pub fn months(&self) -> Vec<Month> {
        self.facts.months().collect()
    }

    /// What each member of a branch has in a month: from the lock, from what was brought in, or from
    /// the open sheet. Members who are not assessed are left out.
    pub fn results(
        &mut self,
        ledger: &Ledger,
        branch: &RecordId,
        month: Month,
    ) -> BTreeMap<RecordId, MonthResult> {
        if let Some(Ok(snapshot)) = locked(ledger, branch, month) {
            let adjustments = adjustments(ledger, month);
            return snapshot
                .rows
                .iter()
                .filter(|(_, row)| row.is_assessed())
                .map(|(member, row)| {
                    let adjusted: i32 = adjustments
                        .iter()
                        .filter(|one| one.member == *member)
                        .map(|one| one.tenths)
                        .sum();
                    let tenths = (row.result + adjusted).clamp(0, super::sheet::MOST);
                    (member.clone(), MonthResult { tenths, source: ResultSource::Locked })
                })
                .collect();
        }
        if let Some(record) = ledger.record(&brought_in_id(branch, month))
            && !record.is_deleted()
        {
            return record
                .entries("totals")
                .into_iter()
                .filter_map(|(member, total)| {
                    let tenths = i32::try_from(total.as_int()?).ok()?;
                    let source = ResultSource::BroughtIn;
                    Some((member.parse().ok()?, MonthResult { tenths, source }))
                })
                .collect();
        }
        let Ok(sheet) = self.sheet(ledger, month) else {
            return BTreeMap::new();
        };
        sheet
            .rows
            .iter()
            .filter(|row| row.who.branch == *branch && row.is_assessed())
            .map(|row| {
                let source = ResultSource::Open;
                (row.who.member.clone(), MonthResult { tenths: row.result, source })
            })
            .collect()
    }

    /// The mean of a member's months (domain.md §1.6, rule 4), those that count among the given
    /// ones. A veto that makes the year zero makes any mean of that year zero.
    pub fn mean(&mut self, ledger: &Ledger, member: &RecordId, months: &[Month]) -> Mean {
        let Some(record) = ledger.record(member) else {
            return Mean::default();
        };
        let mut mean = Mean::default();
        for month in months {
            let Some(as_of) = Member::on(&record, month.first_day()) else {
                continue;
            };
            if let Some(result) = self.results(ledger, &as_of.branch, *month).get(member) {
                mean.add(result.tenths);
            }
        }
        let year = months.first().map(|month| month.year());
        let zeroed = vetoes(ledger).into_iter().any(|veto| {
            veto.member == *member && veto.clause == YEAR_ZERO && Some(veto.month.year()) == year
        });
        if zeroed { Mean { sum: 0, ..mean } } else { mean }
    }
}

/// Who stands on the sheet of a month: members as of its first day.
fn participants(ledger: &Ledger, month: Month) -> Vec<Participant> {
    let day = month.first_day();
    let (exemptions, vetoes) = (exemptions(ledger), vetoes(ledger));
    ledger
        .records(MEMBER.name)
        .filter_map(|record| {
            let member = Member::on(&record, day)?;
            let exemption =
                exemptions.iter().find(|one| one.member == member.id && one.covers(month));
            let veto = vetoes.iter().find(|one| {
                let whole_year = one.clause == YEAR_ZERO && one.month.year() == month.year();
                one.member == member.id && (one.month == month || whole_year)
            });
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

fn exemptions(ledger: &Ledger) -> Vec<Exemption> {
    ledger.records(EXEMPTION.name).filter_map(|record| Exemption::read(&record)).collect()
}

fn vetoes(ledger: &Ledger) -> Vec<Veto> {
    ledger.records(VETO.name).filter_map(|record| Veto::read(&record)).collect()
}

/// The adopted adjustments of a locked month.
pub fn adjustments(ledger: &Ledger, month: Month) -> Vec<Adjustment> {
    ledger
        .records(ADJUSTMENT.name)
        .filter_map(|record| Adjustment::read(&record))
        .filter(|one| one.month == month)
        .collect()
}

/// The snapshot of a branch's month, where it is locked.
pub fn locked(
    ledger: &Ledger,
    branch: &RecordId,
    month: Month,
) -> Option<Result<Snapshot, SnapshotError>> {
    let record = ledger.record(&assessment_id(branch, month))?;
    let lock = record.get("lock");
    (!record.is_deleted() && !lock.is_null()).then(|| Snapshot::from_value(lock))
}

/// Whether a month of a branch was brought in from a file.
pub fn is_brought_in(ledger: &Ledger, branch: &RecordId, month: Month) -> bool {
    ledger.record(&brought_in_id(branch, month)).is_some_and(|record| !record.is_deleted())
}

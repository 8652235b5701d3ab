//! The lock of a month: a snapshot under a hash, and what has come since.

use std::collections::BTreeMap;

use crate::ledger::{Ledger, Month, RecordId, Value};
use crate::ordered;
use crate::registers::Adjustment;

use super::sheet::MonthSheet;
use super::standard_value::hash_of;

/// What is locked: ids and scores. Names stand beside it, so that redacting one leaves the hash
/// whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The branch.
    pub branch: RecordId,
    /// The month.
    pub month: Month,
    /// The hash of the standard in force.
    pub standard: String,
    /// One row a member, by id.
    pub rows: BTreeMap<RecordId, LockedRow>,
}

/// A member's row as it was locked; points in tenths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedRow {
    /// The item scores, in the order of the standard.
    pub items: Vec<i32>,
    /// Their sum within 0 and 100 points.
    pub computed: i32,
    /// What counts.
    pub result: i32,
    /// The veto in force then.
    pub veto: Option<RecordId>,
    /// The exemption then: the result counts nowhere.
    pub exemption: Option<RecordId>,
    /// How often points were deducted.
    pub deductions: u32,
}

/// What is wrong with a stored snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// It cannot be read.
    #[error("锁定的快照读不出来，请从备份或其他平板的数据包恢复")]
    Malformed,
    /// Its content is not what its hash says.
    #[error("锁定的快照与它的校验值不符，可能被改动过")]
    Altered,
    /// A newer version of the app wrote it.
    #[error("由更新的版本出具，内容都在，请更新本应用后再看")]
    Newer,
}

impl Snapshot {
    /// Takes the snapshot of a branch's part of a sheet.
    pub fn take(sheet: &MonthSheet, branch: &RecordId) -> Self {
        let rows = sheet.branch(branch).into_iter().map(|row| {
            let of = &sheet.rows[row];
            let locked = LockedRow {
                items: sheet.items(row).to_vec(),
                computed: of.computed,
                result: of.result,
                veto: of.who.veto.clone(),
                exemption: of.who.exemption.clone(),
                deductions: of.deductions,
            };
            (of.who.member.clone(), locked)
        });
        let standard = sheet.standard.hash();
        Self { branch: branch.clone(), month: sheet.month, standard, rows: ordered::map(rows) }
    }

    /// The hash of what it says.
    pub fn hash(&self) -> String {
        hash_of(&self.body())
    }

    /// The same, by the members who go on where some are joined since: of two rows of one member the
    /// one that is assessed, and then the greater, counts. What is stored stays as it is.
    pub fn joined(mut self, ledger: &Ledger) -> Self {
        let mut rows: BTreeMap<RecordId, LockedRow> = BTreeMap::new();
        for (member, row) in std::mem::take(&mut self.rows) {
            let member = ledger.resolve(&member).clone();
            let counts = |row: &LockedRow| (row.is_assessed(), row.result);
            if rows.get(&member).is_none_or(|other| counts(other) < counts(&row)) {
                rows.insert(member, row);
            }
        }
        self.rows = rows;
        self
    }

    fn body(&self) -> Value {
        let rows = self.rows.iter().map(|(member, row)| (member.as_str(), row.to_value()));
        Value::group([
            ("branch", self.branch.as_str().into()),
            ("month", self.month.to_string().into()),
            ("standard", self.standard.as_str().into()),
            ("rows", Value::group(rows)),
        ])
    }

    /// How it is stored: the body and its hash.
    pub fn to_value(&self) -> Value {
        Value::group([("body", self.body()), ("hash", self.hash().into())])
    }

    /// Reads a stored snapshot.
    ///
    /// # Errors
    /// Where it cannot be read, or is not what its hash says.
    pub fn from_value(value: &Value) -> Result<Self, SnapshotError> {
        let body = value.get("body").ok_or(SnapshotError::Malformed)?;
        let snapshot = Self::read(body).ok_or(SnapshotError::Malformed)?;
        let hash = value.get("hash").and_then(Value::as_text);
        if hash == Some(&*hash_of(body)) { Ok(snapshot) } else { Err(SnapshotError::Altered) }
    }

    fn read(body: &Value) -> Option<Self> {
        let text = |name: &str| body.get(name)?.as_text();
        let Value::Group(rows) = body.get("rows")? else {
            return None;
        };
        let mut read = BTreeMap::new();
        for (member, row) in rows.iter() {
            read.insert(member.parse().ok()?, LockedRow::from_value(row)?);
        }
        Some(Self {
            branch: text("branch")?.parse().ok()?,
            month: text("month")?.parse().ok()?,
            standard: text("standard")?.to_owned(),
            rows: read,
        })
    }
}

impl LockedRow {
    /// Whether the member counted in means and ranks.
    pub fn is_assessed(&self) -> bool {
        self.exemption.is_none()
    }

    fn to_value(&self) -> Value {
        let id = |id: &Option<RecordId>| id.as_ref().map_or(Value::Null, |id| id.as_str().into());
        let items = self.items.iter().map(|score| Value::Int((*score).into()));
        Value::group([
            ("items", Value::List(items.collect())),
            ("computed", Value::Int(self.computed.into())),
            ("result", Value::Int(self.result.into())),
            ("veto", id(&self.veto)),
            ("exemption", id(&self.exemption)),
            ("deductions", Value::Int(self.deductions.into())),
        ])
    }

    fn from_value(value: &Value) -> Option<Self> {
        let number = |name: &str| i32::try_from(value.get(name)?.as_int()?).ok();
        let id = |name: &str| match value.get(name)? {
            Value::Null => Some(None),
            id => Some(Some(id.as_text()?.parse().ok()?)),
        };
        Some(Self {
            items: value
                .get("items")?
                .as_list()?
                .iter()
                .map(|score| i32::try_from(score.as_int()?).ok())
                .collect::<Option<_>>()?,
            computed: number("computed")?,
            result: number("result")?,
            veto: id("veto")?,
            exemption: id("exemption")?,
            deductions: u32::try_from(value.get("deductions")?.as_int()?).ok()?,
        })
    }
}

/// What has come for a member since a month was locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The member.
    pub member: RecordId,
    /// The result that is locked; `None` where the member was not on the sheet.
    pub locked: Option<i32>,
    /// The result as it would be now; `None` where the member is no longer on the sheet.
    pub now: Option<i32>,
    /// What adopted adjustments add to the locked result.
    pub adjusted: i32,
    /// The items that differ: place, locked, now.
    pub items: Vec<(usize, i32, i32)>,
}

impl Pending {
    /// Whether no adjustment can settle it, as it does not come down to points: the member has to be
    /// put on the sheet or taken off it, and for that the month has to be opened again.
    pub fn needs_reopening(&self) -> bool {
        self.locked.is_some() != self.now.is_some()
    }

    /// What an adjustment would have to add: sheet now − snapshot − adopted adjustments.
    pub fn difference(&self) -> i32 {
        self.now.unwrap_or(0) - self.locked.unwrap_or(0) - self.adjusted
    }
}

/// What differs between a locked month and the sheet as it would be now, member by member, less
/// what adopted adjustments have settled. It is computed each time, never stored. The snapshot is to
/// be [`Snapshot::joined`], as the sheet is.
pub fn pending(
    snapshot: &Snapshot,
    sheet: &MonthSheet,
    adjustments: &[Adjustment],
) -> Vec<Pending> {
    let mut members: Vec<&RecordId> = snapshot.rows.keys().collect();
    let rows = sheet.branch(&snapshot.branch);
    members.extend(rows.iter().map(|row| &sheet.rows[*row].who.member));
    ordered::sort(&mut members);
    members.dedup();
    members
        .into_iter()
        .filter_map(|member| {
            let locked = snapshot.rows.get(member);
            let now = rows.iter().find(|row| sheet.rows[**row].who.member == *member).copied();
            let counts = |assessed: bool, result: i32| assessed.then_some(result);
            let pending = Pending {
                member: member.clone(),
                locked: locked.and_then(|row| counts(row.is_assessed(), row.result)),
                now: now
                    .and_then(|row| counts(sheet.rows[row].is_assessed(), sheet.rows[row].result)),
                adjusted: adjustments
                    .iter()
                    .filter(|one| one.member == *member && one.month == snapshot.month)
                    .map(|one| one.tenths)
                    .sum(),
                items: match (locked, now) {
                    (Some(locked), Some(now)) => locked
                        .items
                        .iter()
                        .zip(sheet.items(now))
                        .enumerate()
                        .filter(|(_, (locked, now))| locked != now)
                        .map(|(place, (locked, now))| (place, *locked, *now))
                        .collect(),
                    _ => Vec::new(),
                },
            };
            (pending.needs_reopening() || pending.difference() != 0).then_some(pending)
        })
        .collect()
}

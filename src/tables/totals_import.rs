//! Taking past months' totals: from the rows of a table to the sheets that are marked 引入.

use crate::ordered;
use std::collections::{BTreeMap, BTreeSet};

use super::member_match::match_members;
use super::roster::RowProblem;
use super::roster_import::existing;
use super::totals::{self, TotalsRow};
use crate::ledger::{Draft, Ledger, Month, Record, RecordId, Value};
use crate::registers::{
    BRANCH, MEMBER, Member, SCORE_ENTRY, Step, assessment_id, brought_in_id, step, title,
};

/// The longest name of a source that the register takes, in characters.
const LONGEST_SOURCE: usize = 120;

/// A row, and the outcome of its totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedTotals {
    /// The row's number in the file, from 1.
    pub row: usize,
    /// The name in the file.
    pub name: String,
    /// The member who is meant.
    pub member: Option<RecordId>,
    /// The totals that are taken, in tenths.
    pub taken: Vec<(Month, i64)>,
    /// Why the others are not.
    pub reasons: Vec<String>,
}

/// The sheet of a branch and month that would be brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedSheet {
    /// The branch.
    pub branch: RecordId,
    /// Its name.
    pub name: String,
    /// The month.
    pub month: Month,
    /// The totals by member, in tenths.
    pub totals: BTreeMap<RecordId, i64>,
    /// How many of them the ledger does not have yet, or has otherwise.
    pub changed: usize,
    /// Members of the branch for whom the file has no total.
    pub missing: Vec<String>,
    /// Why it is not taken.
    pub refused: Option<&'static str>,
}

/// What taking a table of totals would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TotalsPlan {
    /// Every row, in the order of the file.
    pub rows: Vec<PlannedTotals>,
    /// The sheets, by month and branch.
    pub sheets: Vec<PlannedSheet>,
}

impl TotalsPlan {
    /// Compares a table with a ledger. `now` is the present month: later ones are not taken.
    #[must_use]
    pub fn new(rows: &[TotalsRow], ledger: &Ledger, now: Month) -> Self {
        let members = existing(ledger);
        let mut people: Vec<_> = rows.iter().map(|row| row.person.clone()).collect();
        let matches = match_members(&mut people, &members);
        let mut sheets: BTreeMap<(Month, RecordId), PlannedSheet> = BTreeMap::new();
        let mut planned = Vec::with_capacity(rows.len());
        for ((row, person), member) in rows.iter().zip(people).zip(matches) {
            let faults = person.problems.iter().filter(|problem| problem.is_fault());
            let mut reasons: Vec<String> = faults.map(RowProblem::to_string).collect();
            let member = member.and_then(|member| member.id.parse::<RecordId>().ok());
            let member = member.filter(|_| reasons.is_empty());
            if member.is_none() && reasons.is_empty() {
                reasons.push("台账里没有这个人。请先导入花名册，或改正姓名、工号".to_owned());
            }
            let mut taken = Vec::new();
            if let Some(member) = &member {
                reasons.extend(row.problems.iter().map(ToString::to_string));
                for (month, tenths) in &row.totals {
                    match sheet_of(&mut sheets, ledger, member, *month, now) {
                        Ok((month, sheet)) => {
                            let tenths = i64::from(*tenths);
                            sheet.totals.insert(member.clone(), tenths);
                            match sheet.refused {
                                None => taken.push((month, tenths)),
                                Some(why) => reasons.push(format!("{}：{why}", month.label())),
                            }
                        }
                        Err(why) => reasons.push(format!("{month}：{why}")),
                    }
                }
            }
            let name = row.person.get("name").unwrap_or_default().to_owned();
            planned.push(PlannedTotals { row: row.person.row, name, member, taken, reasons });
        }
        let mut sheets: Vec<PlannedSheet> = sheets.into_values().collect();
        for sheet in &mut sheets {
            complete(sheet, ledger);
        }
        Self { rows: planned, sheets }
    }

    /// The sheets that bring something.
    pub fn taken(&self) -> impl Iterator<Item = &PlannedSheet> {
        self.sheets.iter().filter(|sheet| sheet.refused.is_none() && sheet.changed > 0)
    }

    /// Writes the sheets to a draft; `source` is the name of the file.
    pub fn write(&self, source: &str, ledger: &Ledger, draft: &mut Draft) {
        let source: String =
            source.chars().filter(|c| !c.is_control()).take(LONGEST_SOURCE).collect();
        for sheet in self.taken() {
            let id = brought_in_id(&sheet.branch, sheet.month);
            draft.field(&id, "branch", sheet.branch.as_str());
            draft.field(&id, "month", sheet.month.to_string());
            if !source.is_empty() {
                draft.field(&id, "source", source.as_str());
            }
            // What stands under one that was joined to a member would go on counting.
            let held = ledger.record(&id);
            for key in held.iter().flat_map(Record::cells).filter_map(|(_, key, _)| key) {
                let of = key.parse::<RecordId>();
                let moved = of.is_ok_and(|of| {
                    ledger.resolve(&of) != &of && sheet.totals.contains_key(ledger.resolve(&of))
                });
                if moved {
                    draft.entry(&id, "totals", key, Value::Null);
                }
            }
            for (member, tenths) in &sheet.totals {
                draft.entry(&id, "totals", member.as_str(), *tenths);
            }
            if ledger.record(&id).is_some_and(|record| record.is_deleted()) {
                draft.restore(&id);
            }
        }
    }
}

/// The sheet to which a member's total of a month belongs.
fn sheet_of<'a>(
    sheets: &'a mut BTreeMap<(Month, RecordId), PlannedSheet>,
    ledger: &Ledger,
    member: &RecordId,
    month: totals::TotalsMonth,
    now: Month,
) -> Result<(Month, &'a mut PlannedSheet), &'static str> {
    let month = Month::new(month.year.into(), month.month.into()).ok_or("没有这个月")?;
    if month > now {
        return Err("还没有到这个月");
    }
    let on_roll = ledger.record(member).and_then(|record| Member::on(&record, month.first_day()));
    let branch =
        on_roll.ok_or("这个月还不在任何支部，请先在党员的“所在支部”里改早起始日期")?.branch;
    let sheet = sheets.entry((month, branch.clone())).or_insert_with(|| PlannedSheet {
        name: title(ledger, &branch),
        refused: obstacle(ledger, &branch, month),
        branch,
        month,
        totals: BTreeMap::new(),
        changed: 0,
        missing: Vec::new(),
    });
    Ok((month, sheet))
}

/// Why nothing can be brought into a branch's month.
fn obstacle(ledger: &Ledger, branch: &RecordId, month: Month) -> Option<&'static str> {
    let branch_is_there = ledger
        .record(branch)
        .is_some_and(|record| record.id().register() == BRANCH.name && !record.is_deleted());
    if !branch_is_there {
        return Some("支部已删除或不在本机");
    }
    let assessment = ledger.record(&assessment_id(branch, month));
    let assessment = assessment.filter(|record| !record.is_deleted());
    match step(assessment.as_ref()) {
        Step::Entry => {}
        Step::Locked => return Some("这个月已经锁定"),
        Step::Approved | Step::Notice => return Some("这个月正在审定或公示"),
    }
    let text = month.to_string();
    let of_the_branch = |member: &str| {
        let record = member.parse().ok().and_then(|id: RecordId| ledger.record(&id));
        let member = record.and_then(|record| Member::on(&record, month.first_day()));
        member.is_some_and(|member| member.branch == *branch)
    };
    let has_entries = ledger
        .records(SCORE_ENTRY.name)
        .filter(|record| record.text("month") == text)
        .any(|record| record.entries("who").iter().any(|(member, _)| of_the_branch(member)));
    has_entries.then_some("这个月已经有积分登记，按登记计算")
}

/// Counts what a sheet changes, and whom it lacks.
fn complete(sheet: &mut PlannedSheet, ledger: &Ledger) {
    let id = brought_in_id(&sheet.branch, sheet.month);
    let held = ledger.record(&id).filter(|record| !record.is_deleted());
    let same = |member: &RecordId, tenths: i64| {
        held.is_some_and(|held| *held.entry("totals", member.as_str()) == Value::Int(tenths))
    };
    sheet.changed = sheet.totals.iter().filter(|(member, tenths)| !same(member, **tenths)).count();
    let has: BTreeSet<&str> = held
        .map(|held| ordered::set(held.entries("totals").into_iter().map(|(member, _)| member)))
        .unwrap_or_default();
    sheet.missing = ledger
        .records(MEMBER.name)
        .filter_map(|record| Member::on(&record, sheet.month.first_day()))
        .filter(|member| member.branch == sheet.branch && !sheet.totals.contains_key(&member.id))
        .filter(|member| !has.contains(member.id.as_str()))
        .map(|member| member.name)
        .collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{Author, EditId, Moment, WriterId, undo};
    use crate::registers::BROUGHT_IN;
    use crate::tables::{delimited, totals::TotalsMap};

    fn draft(number: u32) -> Draft {
        let at = Moment { millis: 1_795_000_000_000 + i64::from(number), offset: 480 };
        let id = EditId { writer: WriterId(1), number };
        Draft::new(id, at, Author::default(), "import-totals", "")
    }

    fn keep(ledger: &mut Ledger, draft: Draft) -> EditId {
        let edit = draft.finish(ledger).unwrap();
        let id = edit.head.id;
        ledger.insert(edit);
        id
    }

    fn month(number: u32) -> Month {
        Month::new(2026, number).unwrap()
    }

    /// Three members of one branch from January on; the last from March.
    fn ledger() -> Ledger {
        let mut draft = draft(1);
        let branch = RecordId::keyed("branch", "甲");
        draft.field(&branch, "name", "甲");
        for (number, name, from) in
            [("1", "张三", "2026-01-01"), ("2", "李四", "2026-01-01"), ("3", "王五", "2026-03-01")]
        {
            let id = RecordId::keyed("member", number);
            draft.field(&id, "name", name);
            draft.field(&id, "staff_number", number);
            draft.entry(&id, "branch", from, branch.as_str());
        }
        let mut ledger = Ledger::new();
        keep(&mut ledger, draft);
        ledger
    }

    fn plan(ledger: &Ledger, text: &str) -> TotalsPlan {
        let grid = delimited::read(text).unwrap();
        let rows = totals::read(&grid, &TotalsMap::recognise(&grid, 2026).unwrap()).unwrap();
        TotalsPlan::new(&rows, ledger, month(11))
    }

    const TABLE: &str = "姓名,1月,2月\n张三,80,81.5\n李四,90,\n王五,70,70\n赵六,60,60\n";

    #[test]
    fn totals_become_sheets_and_are_the_same_the_second_time() {
        let mut ledger = ledger();
        let first = plan(&ledger, TABLE);
        assert_eq!(first.sheets.len(), 2);
        assert_eq!((first.sheets[0].changed, first.sheets[1].changed), (2, 1));
        assert_eq!(first.sheets[1].missing, ["李四"]);
        assert!(first.rows[2].reasons[0].contains("不在任何支部"), "{:?}", first.rows[2]);
        assert!(first.rows[3].reasons[0].contains("没有这个人"));
        let mut one = draft(2);
        first.write("2026年汇总.xlsx", &ledger, &mut one);
        let edit = keep(&mut ledger, one);
        let sheet =
            ledger.record(&brought_in_id(&RecordId::keyed("branch", "甲"), month(2))).unwrap();
        assert_eq!(sheet.entry("totals", "member:=1").as_int(), Some(815));
        let context = crate::registers::Context::new(&ledger, chrono::NaiveDate::MAX);
        let schema = crate::registers::schema(BROUGHT_IN.name).unwrap();
        assert_eq!(crate::registers::problems(schema, &sheet, &context), []);
        assert_eq!(plan(&ledger, TABLE).taken().count(), 0);
        let mut back = draft(3);
        undo(&ledger, edit, &mut back);
        keep(&mut ledger, back);
        assert_eq!(ledger.records(BROUGHT_IN.name).count(), 0);
        assert_eq!(plan(&ledger, TABLE).taken().count(), 2);
    }

    #[test]
    fn months_with_entries_or_a_lock_or_to_come_are_refused() {
        let mut ledger = ledger();
        let branch = RecordId::keyed("branch", "甲");
        let mut made = draft(2);
        let entry = made.next_record("score_entry");
        made.field(&entry, "month", "2026-01");
        made.entry(&entry, "who", "member:=2", 1);
        made.field(&assessment_id(&branch, month(2)), "lock", Value::group([("hash", "x".into())]));
        keep(&mut ledger, made);
        let plan = plan(&ledger, "姓名,1月,2月,12月\n张三,80,81,82\n");
        assert_eq!(plan.taken().count(), 0);
        let reasons = plan.rows[0].reasons.join("；");
        for why in ["已经有积分登记", "已经锁定", "还没有到"] {
            assert!(reasons.contains(why), "{reasons}");
        }
    }
}

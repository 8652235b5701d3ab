//! Closing a month (录入 → 支委会审定 → 公示 → 锁定): what each step writes, and what stands in its
//! way.

use crate::ledger::{
    Day, Draft, Ledger, Month, RecordId, Value, conflicts_of, day_label, day_text, parse_day,
};
use crate::registers::{
    APPEAL, EXEMPTION, MEMBER, Member, Step, adoption_id, assessment_id, is_open, problems,
    register, step, title,
};

use super::board::Board;
use super::lock::Snapshot;
use super::sheet::MonthSheet;

/// Something that stands in the way of a step, or that should be looked at before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Whether the step cannot be taken; otherwise it is a hint.
    pub blocks: bool,
    /// What it is and what to do.
    pub text: String,
    /// The record it is about, where there is one.
    pub record: Option<RecordId>,
}

/// The approval of a sheet by the branch committee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The day of the meeting.
    pub day: Day,
    /// Which meeting, who was there.
    pub meeting: String,
    /// The hash of the scores that were approved.
    pub hash: String,
}

/// A public notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The day it was put up.
    pub from: Day,
    /// Its last day.
    pub until: Day,
    /// For how many working days.
    pub days: u32,
    /// Whether the holidays of the time are not known yet (暂算).
    pub provisional: bool,
    /// Where it hangs.
    pub place: String,
}

impl Approval {
    /// Reads the approval of an assessment.
    pub fn read(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name)?.as_text();
        Some(Self {
            day: parse_day(text("day")?).ok()?,
            meeting: text("meeting")?.to_owned(),
            hash: text("hash")?.to_owned(),
        })
    }

    fn to_value(&self) -> Value {
        Value::group([
            ("day", day_text(self.day).into()),
            ("meeting", self.meeting.as_str().into()),
            ("hash", self.hash.as_str().into()),
        ])
    }
}

impl Notice {
    /// Reads the notice of an assessment.
    pub fn read(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name)?.as_text();
        Some(Self {
            from: parse_day(text("from")?).ok()?,
            until: parse_day(text("until")?).ok()?,
            days: u32::try_from(value.get("days")?.as_int()?).ok()?,
            provisional: value.get("provisional")?.is_true(),
            place: text("place")?.to_owned(),
        })
    }

    fn to_value(&self) -> Value {
        Value::group([
            ("from", day_text(self.from).into()),
            ("until", day_text(self.until).into()),
            ("days", Value::Int(self.days.into())),
            ("provisional", self.provisional.into()),
            ("place", self.place.as_str().into()),
        ])
    }
}

/// Writes that the branch committee has approved the sheet.
pub fn approve(draft: &mut Draft, sheet: &MonthSheet, branch: &RecordId, day: Day, meeting: &str) {
    let id = begin(draft, branch, sheet.month);
    let hash = Snapshot::take(sheet, branch).hash();
    let approval = Approval { day, meeting: meeting.to_owned(), hash };
    draft.field(&id, "approval", approval.to_value());
}

/// Writes that the sheet has been put up.
pub fn publish(draft: &mut Draft, branch: &RecordId, month: Month, notice: &Notice) {
    let id = begin(draft, branch, month);
    draft.field(&id, "notice", notice.to_value());
}

/// Locks the month: keeps the snapshot, and the names of that day beside it.
pub fn lock(draft: &mut Draft, ledger: &Ledger, sheet: &MonthSheet, branch: &RecordId) {
    let id = begin(draft, branch, sheet.month);
    let snapshot = Snapshot::take(sheet, branch);
    let names = snapshot.rows.keys().map(|member| (member.as_str(), title(ledger, member).into()));
    draft.field(&id, "lock", snapshot.to_value());
    draft.field(&id, "names", Value::group(names));
}

/// Opens the month again, from approval on. The draft's reason says why; what was locked stays in
/// the history.
pub fn reopen(draft: &mut Draft, branch: &RecordId, month: Month) {
    let id = begin(draft, branch, month);
    for field in ["lock", "notice", "approval"] {
        draft.field(&id, field, Value::Null);
    }
}

fn begin(draft: &mut Draft, branch: &RecordId, month: Month) -> RecordId {
    let id = assessment_id(branch, month);
    draft.field(&id, "branch", branch.as_str());
    draft.field(&id, "month", month.to_string());
    id
}

/// What stands in the way of the next step of a branch's month.
pub fn obstacles(
    ledger: &Ledger,
    board: &mut Board,
    branch: &RecordId,
    month: Month,
    today: Day,
) -> Vec<Obstacle> {
    let mut found = Findings::default();
    let sheet = match board.sheet(ledger, month) {
        Ok(sheet) => sheet,
        Err(error) => {
            found.block(error.to_string(), None);
            return found.0;
        }
    };
    let assessment = ledger.record(&assessment_id(branch, month));
    let at = step(assessment.as_ref());
    let rows = sheet.branch(branch);
    if rows.is_empty() {
        found.block("本支部这个月没有党员，请先录入花名册".to_owned(), Some(branch.clone()));
    }
    disagreements(ledger, board, branch, month, &mut found);
    faulty(ledger, &sheet, branch, &mut found);
    strangers(ledger, &sheet, branch, &mut found);
    if at == Step::Entry {
        if today <= month.last_day() {
            let last = day_label(month.last_day());
            found.hint(format!("{}还没有过完（{last}），之后可能还有登记", month.label()), None);
        }
        unmeasured(ledger, board, &sheet, &rows, &mut found);
        unexempted(ledger, &sheet, &rows, &mut found);
    }
    if let Some(assessment) = assessment
        && at != Step::Entry
    {
        if let Some(approval) = Approval::read(assessment.get("approval"))
            && approval.hash != Snapshot::take(&sheet, branch).hash()
            && at != Step::Locked
        {
            let day = day_label(approval.day);
            found.block(format!("{day}审定以后分数有变化，请退回录入，重新审定"), None);
        }
        if let Some(notice) = Notice::read(assessment.get("notice"))
            && at == Step::Notice
        {
            if today <= notice.until {
                let provisional = if notice.provisional { "（暂算）" } else { "" };
                let until = day_label(notice.until);
                found.block(format!("公示到{until}{provisional}才满，满后才能锁定"), None);
            }
            appeals(ledger, month, &sheet, branch, &mut found);
        }
    }
    found.0
}

#[derive(Default)]
struct Findings(Vec<Obstacle>);

impl Findings {
    fn block(&mut self, text: String, record: Option<RecordId>) {
        self.0.push(Obstacle { blocks: true, text, record });
    }

    fn hint(&mut self, text: String, record: Option<RecordId>) {
        self.0.push(Obstacle { blocks: false, text, record });
    }
}

/// Two tablets that adopted different standards, or that closed the month differently.
fn disagreements(
    ledger: &Ledger,
    board: &mut Board,
    branch: &RecordId,
    month: Month,
    found: &mut Findings,
) {
    let adopted = board.adopted_from(ledger, month).map(adoption_id);
    if let Some(adoption) = adopted
        && !conflicts_of(ledger, &adoption).is_empty()
    {
        let text = "两台平板为同一个月采用了不同的标准，请在“考核标准”里重新采用一版";
        found.block(text.to_owned(), Some(adoption));
    }
    let assessment = assessment_id(branch, month);
    if conflicts_of(ledger, &assessment).iter().any(|conflict| &*conflict.cell.field == "lock") {
        let text = "两台平板对这个月的锁定不一样，两份都已保留，请重新打开后再锁定一次";
        found.block(text.to_owned(), Some(assessment));
    }
}

/// Records of this branch and month that are faulty (待修正).
fn faulty(ledger: &Ledger, sheet: &MonthSheet, branch: &RecordId, found: &mut Findings) {
    let month = sheet.month.to_string();
    let ours = |id: &str| {
        id.parse()
            .ok()
            .and_then(|id| sheet.row_of(&id))
            .is_some_and(|row| sheet.rows[row].who.branch == *branch)
    };
    for name in ["score_entry", "department_result", "veto", "exemption", "appeal"] {
        let Some(register) = register(name) else {
            continue;
        };
        for record in ledger.records(name) {
            let concerned = match name {
                "score_entry" => {
                    record.text("month") == month
                        && record.entries("who").iter().any(|(member, _)| ours(member))
                }
                "department_result" => record.text("month") == month,
                _ => ours(record.text("member")),
            };
            if !concerned {
                continue;
            }
            if let Some(problem) = problems(register, &record, ledger).first() {
                let text = format!(
                    "{}“{}”待修正：{}",
                    register.label,
                    title(ledger, record.id()),
                    problem.text
                );
                found.block(text, Some(record.id().clone()));
            }
            if name == "score_entry" && sheet.standard.line(record.text("line")).is_none() {
                let text = format!(
                    "积分登记用的细则 {} 不在本月的标准里，这条登记没有计分",
                    record.text("line")
                );
                found.block(text, Some(record.id().clone()));
            }
        }
    }
    for row in sheet.branch(branch) {
        let id = &sheet.rows[row].who.member;
        if let (Some(register), Some(record)) = (register(MEMBER.name), ledger.record(id))
            && let Some(problem) = problems(register, &record, ledger).first()
        {
            let text = format!("党员“{}”待修正：{}", record.text("name"), problem.text);
            found.block(text, Some(id.clone()));
        }
    }
}

/// Entries for members who are on no sheet this month: their points go nowhere.
fn strangers(ledger: &Ledger, sheet: &MonthSheet, branch: &RecordId, found: &mut Findings) {
    let month = sheet.month.to_string();
    for record in ledger.records("score_entry") {
        if record.text("month") != month {
            continue;
        }
        for (member, _) in record.entries("who") {
            let Ok(id) = member.parse() else {
                continue;
            };
            if sheet.row_of(&id).is_some() {
                continue;
            }
            // Shown to the branch that the member belonged to, or joins.
            let theirs = ledger
                .record(&id)
                .is_some_and(|member| member.latest("branch").as_text() == Some(branch.as_str()));
            if theirs {
                let text = format!(
                    "“{}”本月不参加考核（次月起算或已转出），登记不计分",
                    title(ledger, &id)
                );
                found.hint(text, Some(record.id().clone()));
            }
        }
    }
}

/// Departments of members whose result of the month is missing.
fn unmeasured(
    ledger: &Ledger,
    board: &Board,
    sheet: &MonthSheet,
    rows: &[usize],
    found: &mut Findings,
) {
    let mut missing: Vec<RecordId> = rows
        .iter()
        .filter_map(|row| sheet.rows[*row].who.department.clone())
        .filter(|department| !board.has_result(department, sheet.month))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().take(4).map(|id| title(ledger, id)).collect();
        let more = if missing.len() > 4 { "等" } else { "" };
        found.hint(
            format!(
                "{}{more} {} 个科室没有本月考核得分，暂按基础分计",
                names.join("、"),
                missing.len()
            ),
            None,
        );
    }
}

/// Members who by their standing could be exempt, but for whom nothing is approved.
fn unexempted(ledger: &Ledger, sheet: &MonthSheet, rows: &[usize], found: &mut Findings) {
    for row in rows {
        let who = &sheet.rows[*row].who;
        let Some(member) = ledger
            .record(&who.member)
            .and_then(|record| Member::on(&record, sheet.month.first_day()))
        else {
            continue;
        };
        if who.exemption.is_some() || member.standing == "active" {
            continue;
        }
        let waiting = ledger.records(EXEMPTION.name).find(|record| {
            record.text("member") == who.member.as_str() && record.get("approved_on").is_null()
        });
        let text = match waiting {
            Some(_) => format!("“{}”的不参评还没有批准，本月照常计分", member.name),
            None => format!("“{}”不在岗，没有不参评审批，本月照常计分", member.name),
        };
        let record = waiting.map_or(who.member.clone(), |record| record.id().clone());
        found.hint(text, Some(record));
    }
}

/// Appeals that wait for their outcome.
fn appeals(
    ledger: &Ledger,
    month: Month,
    sheet: &MonthSheet,
    branch: &RecordId,
    found: &mut Findings,
) {
    for record in ledger.records(APPEAL.name) {
        let theirs = record
            .text("member")
            .parse()
            .ok()
            .and_then(|id| sheet.row_of(&id))
            .is_some_and(|row| sheet.rows[row].who.branch == *branch);
        if theirs && record.text("month") == month.to_string() && is_open(&record) {
            let text = format!("“{}”的申诉还没有处理结果", title(ledger, record.id()));
            found.block(text, Some(record.id().clone()));
        }
    }
}

//! What stands in the way of closing a month, and what should be looked at before.

use crate::ledger::{Day, Ledger, Month, Record, RecordId, conflicts_of, day_label};
use crate::ordered;
use crate::registers::{
    ASSESSMENT_SCHEMA, BRANCH, Context, DEPARTMENT, DEPARTMENT_RESULT, EXEMPTION, EventOf, HEADS,
    Head, Kind, MEMBER, Member, RowKeys, STANDARD, Schema, Shape, Step, Subject, adoption_id,
    assessment_id, brought_in_id, is_approved, is_within, owner_of, problems, progress, schema,
    schemas, step, title,
};

use super::closing::{Approval, Notice};
use super::month_lock::Snapshot;
use super::results::{is_brought_in, locked};
use super::scores::Scores;
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
    /// The register in which records of the month are missing, where that is what it is about.
    pub lacking: Option<&'static str>,
    /// Whether nobody has to do anything about it: it goes as time does.
    pub waits: bool,
}

/// What is said of a month whose scores are no longer those that were approved. Where restricted
/// facts are not at hand, they cannot be.
pub const CHANGED: &str = "审定以后分数有变化";

/// What stands in the way of the next step of a branch's month.
pub fn obstacles(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    month: Month,
    today: Day,
) -> Vec<Obstacle> {
    let mut found = Findings::default();
    let sheet = match scores.sheet(ledger, month) {
        Ok(sheet) => sheet,
        Err(error) => {
            found.block(error.to_string(), None);
            return found.0;
        }
    };
    let assessment =
        ledger.record(&assessment_id(branch, month)).filter(|record| !record.is_deleted());
    let at = step(assessment.as_ref());
    let rows = sheet.branch(branch);
    if rows.is_empty() {
        found.block("本支部这个月没有党员，请先录入花名册".to_owned(), Some(branch.clone()));
    }
    disagreements(ledger, scores, branch, month, &mut found);
    let context = Context::new(ledger, today);
    let unknown = faulty(&context, &sheet, branch, &mut found);
    unknown_lines(ledger, scores, unknown, &mut found);
    strangers(ledger, &sheet, branch, &mut found);
    if at == Step::Entry {
        if today <= month.last_day() {
            let last = day_label(month.last_day());
            let text = format!("{}还没有过完（{last}），之后可能还有登记", month.label());
            found.wait(false, text);
        }
        unmeasured(ledger, scores, &sheet, &rows, &mut found);
        unexempted(&context, &sheet, &rows, &mut found);
    }
    if let Some(assessment) = &assessment {
        approval(assessment, at, &Snapshot::take(&sheet, branch), &mut found);
        notice(assessment, at, today, &context, &mut found);
    }
    match (at, locked(ledger, branch, month)) {
        (Step::Locked, Some(Err(error))) => found.block(error.to_string(), None),
        (Step::Locked, _) => {}
        _ => {
            for (schema, record) in awaited(&context, &sheet, branch) {
                let (title, label) = (title(ledger, record.id()), schema.head.label);
                let text = format!("“{title}”的{label}{}", schema.awaited);
                let record = Some(record.id().clone());
                found.0.push(Obstacle {
                    blocks: at == Step::Notice,
                    text,
                    record,
                    lacking: None,
                    waits: false,
                });
            }
        }
    }
    if at != Step::Locked && is_brought_in(ledger, branch, month) {
        let text = "这个月的总分是引入的；本月锁定以后，以锁定的月表为准";
        found.hint(text.to_owned(), Some(brought_in_id(branch, month)));
    }
    found.0
}

#[derive(Default)]
struct Findings(Vec<Obstacle>);

impl Findings {
    fn block(&mut self, text: String, record: Option<RecordId>) {
        self.0.push(Obstacle { blocks: true, text, record, lacking: None, waits: false });
    }

    fn wait(&mut self, blocks: bool, text: String) {
        self.0.push(Obstacle { blocks, text, record: None, lacking: None, waits: true });
    }

    fn hint(&mut self, text: String, record: Option<RecordId>) {
        self.0.push(Obstacle { blocks: false, text, record, lacking: None, waits: false });
    }
}

/// Whether what was approved is what the sheet says now.
fn approval(assessment: &Record<'_>, at: Step, now: &Snapshot, found: &mut Findings) {
    if !matches!(at, Step::Approved | Step::Notice) {
        return;
    }
    match Approval::read(assessment.get("approval")) {
        None => found.block("没有审定的记录，请退回录入，重新审定".to_owned(), None),
        Some(approval) if approval.hash != now.hash() => {
            let day = day_label(approval.day);
            found.block(format!("{day}{CHANGED}，请退回录入，重新审定"), None);
        }
        Some(_) => {}
    }
}

/// Whether the notice has run out: the stage that comes next says from which day it may be reached.
fn notice(
    assessment: &Record<'_>,
    at: Step,
    today: Day,
    context: &Context<'_>,
    found: &mut Findings,
) {
    if at != Step::Notice {
        return;
    }
    let first_day = progress(ASSESSMENT_SCHEMA.stages, assessment, context)
        .and_then(|progress| progress.not_before);
    match Notice::read(assessment.get("notice")) {
        None => found.block("公示的记录读不出来，请退回录入，重新公示".to_owned(), None),
        Some(notice) if first_day.is_none_or(|first| today < first.day) => {
            let provisional = if notice.provisional { "（暂算）" } else { "" };
            let until = day_label(notice.until);
            found.wait(true, format!("公示到{until}{provisional}才满，满后才能锁定"));
        }
        Some(_) => {}
    }
}

/// Two tablets that adopted different standards, or that closed the month differently.
fn disagreements(
    ledger: &Ledger,
    scores: &mut Scores,
    branch: &RecordId,
    month: Month,
    found: &mut Findings,
) {
    let adopted = scores.adopted_from(ledger, month).map(adoption_id);
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

/// Whether an id is that of a member of the branch on the sheet.
fn is_ours(sheet: &MonthSheet, branch: &RecordId, id: &str) -> bool {
    let row = id.parse().ok().and_then(|id| sheet.row_of(&id));
    row.is_some_and(|row| sheet.rows[row].who.branch == *branch)
}

/// Whether a record is about this branch, as far as it can be read: by the branch, members or
/// departments that its register requires, or by the record that it belongs to.
fn is_about(ledger: &Ledger, record: &Record<'_>, sheet: &MonthSheet, branch: &RecordId) -> bool {
    let Some(schema) = schema(record.id().register()) else { return false };
    let of_department = |department: &str| {
        sheet.branch(branch).iter().any(|row| {
            let theirs = sheet.rows[*row].who.department.as_ref();
            theirs.is_some_and(|theirs| theirs.as_str() == department)
        })
    };
    let required = schema.fields.iter().filter(|field| field.required);
    let mut about = required.filter_map(|field| match (field.kind, field.shape) {
        (_, Shape::Rows(RowKeys::Records(of))) if of == MEMBER.name => {
            let rows = record.entries(field.name);
            Some(rows.iter().any(|(member, _)| is_ours(sheet, branch, member)))
        }
        (Kind::Reference(of), _) if of == MEMBER.name => {
            Some(is_ours(sheet, branch, record.text(field.name)))
        }
        (Kind::Reference(of), _) if of == BRANCH.name => {
            Some(record.text(field.name) == branch.as_str())
        }
        (Kind::Reference(of), _) if of == DEPARTMENT.name => {
            Some(of_department(record.text(field.name)))
        }
        _ => None,
    });
    match about.next() {
        Some(first) => first || about.any(|is_about| is_about),
        None => owner_of(ledger, record)
            .is_some_and(|owner| self::is_about(ledger, &owner, sheet, branch)),
    }
}

/// A record with a rule line that the standard of its month does not have.
struct UnknownLine {
    record: RecordId,
    label: &'static str,
    line: String,
}

/// Records with rule lines that are not in the standard of the month: what the line is in another one.
fn unknown_lines(
    ledger: &Ledger,
    scores: &mut Scores,
    unknown: Vec<UnknownLine>,
    found: &mut Findings,
) {
    for UnknownLine { record, label, line } in unknown {
        let standards: Vec<RecordId> =
            ledger.records(STANDARD.name).map(|one| one.id().clone()).collect();
        let known = standards.iter().rev().find_map(|id| {
            let standard = scores.published(ledger, id)?;
            let (_, known) = standard.line(&line)?;
            Some(format!("“{}”（“{}”一版里有）", known.event, standard.name))
        });
        let known = known.unwrap_or_else(|| " ".to_owned());
        let text = format!("{label}用的细则 {line}{known}不在本月的标准里，这条登记没有计分");
        found.block(text, Some(record));
    }
}

/// Records of this branch and month that are faulty (待修正); those with unknown rule lines are returned.
fn faulty(
    context: &Context<'_>,
    sheet: &MonthSheet,
    branch: &RecordId,
    found: &mut Findings,
) -> Vec<UnknownLine> {
    let mut unknown = Vec::new();
    let ledger = context.ledger();
    for schema in schemas().iter().filter(|schema| schema.head.blocks_closing) {
        let records = ledger.records(schema.head.name).filter(|record| {
            is_within(ledger, record, sheet.month, sheet.month)
                && is_about(ledger, record, sheet, branch)
        });
        for record in records {
            let label = schema.head.label;
            if let Some(problem) = problems(schema, &record, context).first() {
                let title = title(ledger, record.id());
                let text = format!("{label}“{title}”待修正：{}", problem.text);
                found.block(text, Some(record.id().clone()));
            }
            for line in lines_of(schema.head, &record) {
                if sheet.standard.line(line).is_none() {
                    let (record, line) = (record.id().clone(), line.to_owned());
                    unknown.push(UnknownLine { record, label, line });
                }
            }
        }
    }
    for row in sheet.branch(branch) {
        let id = &sheet.rows[row].who.member;
        if let (Some(schema), Some(record)) = (schemas().get(MEMBER.name), ledger.record(id))
            && let Some(problem) = problems(schema, &record, context).first()
        {
            let text = format!("党员“{}”待修正：{}", record.text("name"), problem.text);
            found.block(text, Some(id.clone()));
        }
    }
    unknown
}

/// The rule lines that a record names for its facts.
fn lines_of<'a>(head: &'static Head, record: &Record<'a>) -> impl Iterator<Item = &'a str> {
    let named = head.facts.iter().filter_map(|rule| match rule.event {
        EventOf::Line(field) => Some(field),
        _ => None,
    });
    named.map(|field| record.text(field))
}

/// Members whom no branch has, and records that would count for members who are on no sheet this
/// month: their points go nowhere.
fn strangers(ledger: &Ledger, sheet: &MonthSheet, branch: &RecordId, found: &mut Findings) {
    for record in ledger.records(MEMBER.name) {
        if record.latest("branch").is_null() {
            let name = record.text("name");
            let text = format!("党员“{name}”没有填所在支部，不在任何支部的月表上");
            found.hint(text, Some(record.id().clone()));
        }
    }
    for head in HEADS {
        let tables = head.facts.iter().filter_map(|rule| match rule.subject {
            Subject::Rows(table) => Some(table),
            Subject::Field(_) => None,
        });
        let tables: Vec<&str> = tables.collect();
        if tables.is_empty() {
            continue;
        }
        let of_month = |record: &Record<'_>| head.lasts_through(record, sheet.month);
        for record in ledger.records(head.name).filter(of_month) {
            for (member, _) in tables.iter().flat_map(|table| record.entries(table)) {
                if let Some(text) = stranger(ledger, sheet, branch, member) {
                    found.hint(text, Some(record.id().clone()));
                }
            }
        }
    }
}

/// What is said of someone for whom a record counts nothing. It is shown to the branch that the
/// member belonged to, or joins; where that is not known, to every one.
fn stranger(
    ledger: &Ledger,
    sheet: &MonthSheet,
    branch: &RecordId,
    member: &str,
) -> Option<String> {
    let id: RecordId = member.parse().ok()?;
    if sheet.row_of(&id).is_some() {
        return None;
    }
    let known = ledger.record(&id).filter(|member| !member.is_deleted());
    let home = known.and_then(|member| member.latest("branch").as_text());
    let why = match (known, home) {
        (None, _) => "已删除或不在本机",
        (_, Some(home)) if home == branch.as_str() => "本月不参加考核（次月起算或已转出）",
        _ => return None,
    };
    Some(format!("“{}”{why}，登记不计分", title(ledger, &id)))
}

/// Departments of members whose result of the month is missing.
fn unmeasured(
    ledger: &Ledger,
    scores: &mut Scores,
    sheet: &MonthSheet,
    rows: &[usize],
    found: &mut Findings,
) {
    let mut missing: Vec<RecordId> = rows
        .iter()
        .filter_map(|row| sheet.rows[*row].who.department.clone())
        .filter(|department| !scores.has_result(ledger, department, sheet.month))
        .collect();
    ordered::sort(&mut missing);
    missing.dedup();
    if !missing.is_empty() {
        let names: Vec<String> = missing.iter().take(4).map(|id| title(ledger, id)).collect();
        let more = if missing.len() > 4 { "等" } else { "" };
        let text = format!(
            "{}{more} {} 个科室没有本月考核得分，暂按基础分计",
            names.join("、"),
            missing.len()
        );
        let lacking = Some(DEPARTMENT_RESULT.name);
        found.0.push(Obstacle { blocks: false, text, record: None, lacking, waits: false });
    }
}

/// Members who by their standing could be exempt, but for whom nothing is approved.
fn unexempted(context: &Context<'_>, sheet: &MonthSheet, rows: &[usize], found: &mut Findings) {
    let ledger = context.ledger();
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
            record.text("member") == who.member.as_str()
                && EXEMPTION.is_within(record, sheet.month, sheet.month)
                && !is_approved(record, context)
        });
        let text = match waiting {
            Some(_) => format!("“{}”的不参评还没有批准，本月照常计分", member.name),
            None => format!("“{}”不在岗，没有不参评审批，本月照常计分", member.name),
        };
        let record = waiting.map_or(who.member.clone(), |record| record.id().clone());
        found.hint(text, Some(record));
    }
}

/// Unfinished records of a branch and month that block locking, such as appeals without an outcome.
pub fn awaited<'a>(
    context: &Context<'a>,
    sheet: &MonthSheet,
    branch: &RecordId,
) -> Vec<(&'static Schema, Record<'a>)> {
    let ledger = context.ledger();
    let of = |schema: &'static Schema| {
        let open = schema.awaited(context).filter(|record| {
            is_within(ledger, record, sheet.month, sheet.month)
                && is_about(ledger, record, sheet, branch)
        });
        open.map(move |record| (schema, record)).collect::<Vec<_>>()
    };
    schemas().iter().flat_map(of).collect()
}

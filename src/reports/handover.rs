//! 工作交接: what one secretary hands over to the next.

use crate::ledger::{Day, Ledger, Month, RecordId, day_label, parse_day};
use crate::ordered;
use crate::registers::{
    APPEAL, ASSESSMENT, Context, EXEMPTION, Exemption, Field, MEMBER, Member, Privacy, REDACTION,
    Schemas, Step, VETO, Veto, assessment_id, is_approved, is_open, problems, step, title, waiting,
};
use crate::scoring::{Notice, Scores, since_lock};

use super::disputes::dispute_count;
use super::duties::TERM_NOTICE;
use super::month::open_months;
use super::table::{Align, Column, Table, Width};

/// Of a long list, so many are named.
const NAMED: usize = 12;

/// An exemption that ends within so many months is spoken of.
const ENDS_SOON: i32 = 2;

/// A matter that is handed over: what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverPart {
    /// What it is about.
    pub title: &'static str,
    /// Its lines; none where nothing is open.
    pub lines: Vec<HandoverLine>,
}

/// A line of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverLine {
    /// What is so.
    pub text: String,
    /// The record it is about, where there is one.
    pub record: Option<RecordId>,
    /// The branch's month it is about, where it is one.
    pub month: Option<(RecordId, Month)>,
}

impl HandoverLine {
    fn said(text: String) -> Self {
        Self { text, record: None, month: None }
    }

    fn about(record: &RecordId, text: String) -> Self {
        Self { record: Some(record.clone()), ..Self::said(text) }
    }
}

/// What is handed over for some branches on a day. `exported` says when all was last exported.
pub fn handover(
    schemas: Schemas,
    ledger: &Ledger,
    scores: &mut Scores,
    branches: &[RecordId],
    today: Day,
    exported: Option<&str>,
) -> Vec<HandoverPart> {
    let exported = match exported {
        Some(when) => format!("{when}，在这台设备上"),
        None => "这台设备上还没有导出过全部".to_owned(),
    };
    let disputed = match dispute_count(ledger) {
        0 => Vec::new(),
        count => vec![HandoverLine::said(format!("{count} 处等选定，在“交换 → 两边都改过”里"))],
    };
    let context = Context::new(ledger, today);
    let vetoes = match vetoes(&context, branches) {
        0 => Vec::new(),
        count => vec![HandoverLine::said(format!(
            "{count} 件。内容限制可见，不印在这里，请在台账里当面交代"
        ))],
    };
    let redactions = match waiting(ledger).len() {
        0 => Vec::new(),
        count => vec![HandoverLine::said(format!("{count} 件等最后确认，在“设置”里"))],
    };
    let part = |title, lines| HandoverPart { title, lines };
    vec![
        part("支部和党员", members(ledger, branches, today)),
        part("没有锁定的月份", open(ledger, branches, today)),
        part("锁定后有变化的月份", changed(ledger, scores, branches)),
        part("没有结果的申诉", appeals(&context, branches)),
        part("两边都改过", disputed),
        part("待修正的记录", faulty(schemas, &context)),
        part("届满", terms(ledger, branches, today)),
        part("不参评", exemptions(&context, branches)),
        part("今年的一票否决", vetoes),
        part("依法删除个人信息", redactions),
        part("上次导出全部", vec![HandoverLine::said(exported)]),
    ]
}

fn members(ledger: &Ledger, branches: &[RecordId], today: Day) -> Vec<HandoverLine> {
    let members: Vec<Member> =
        ledger.records(MEMBER.name).filter_map(|record| Member::on(&record, today)).collect();
    let line = |branch: &RecordId| {
        let ours = || members.iter().filter(|member| member.branch == *branch);
        let probationary = ours().filter(|member| member.category == "probationary").count();
        let secretary = ledger.record(branch).and_then(|one| one.text("secretary").parse().ok());
        let secretary = secretary
            .map_or_else(String::new, |id: RecordId| format!("，支部书记{}", title(ledger, &id)));
        let (name, count) = (title(ledger, branch), ours().count());
        let text = format!("{name}：党员 {count} 名，其中预备党员 {probationary} 名{secretary}");
        HandoverLine::about(branch, text)
    };
    branches.iter().map(line).collect()
}

/// The months that are open, by branch and step: those at entry in one line.
fn open(ledger: &Ledger, branches: &[RecordId], today: Day) -> Vec<HandoverLine> {
    let mut lines = Vec::new();
    for branch in branches {
        let name = title(ledger, branch);
        let mut at_entry = Vec::new();
        for month in open_months(ledger, branch, Month::of(today)) {
            let assessment = ledger.record(&assessment_id(branch, month));
            let at = step(assessment.as_ref());
            if at == Step::Entry {
                at_entry.push(month);
                continue;
            }
            let notice = assessment.and_then(|one| Notice::read(one.get("notice")));
            let until = match notice.filter(|_| at == Step::Notice) {
                Some(notice) => format!("，公示到{}", day_label(notice.until)),
                None => String::new(),
            };
            let text = format!("{name}：{}{}{until}", month.label(), at.word());
            let month = Some((branch.clone(), month));
            lines.push(HandoverLine { month, ..HandoverLine::said(text) });
        }
        if let Some(first) = at_entry.first() {
            let text = format!("{name}：{}{}", months_words(&at_entry), Step::Entry.word());
            let month = Some((branch.clone(), *first));
            lines.push(HandoverLine { month, ..HandoverLine::said(text) });
        }
    }
    lines
}

/// Months in words, those that follow each other as a span: `2026年9月至11月`.
fn months_words(months: &[Month]) -> String {
    let spans = months.chunk_by(|one, next| next.since(*one) == 1);
    let words = spans.filter_map(|span| {
        let (first, last) = (*span.first()?, *span.last()?);
        Some(match first == last {
            true => first.label(),
            false if first.year() == last.year() => {
                format!("{}至{}月", first.label(), last.number())
            }
            false => format!("{}至{}", first.label(), last.label()),
        })
    });
    words.collect::<Vec<_>>().join("、")
}

/// Locked months of which something has changed that no adjustment settles yet.
fn changed(ledger: &Ledger, scores: &mut Scores, branches: &[RecordId]) -> Vec<HandoverLine> {
    let mut months: Vec<Month> =
        ledger.records(ASSESSMENT.name).filter_map(|one| one.text("month").parse().ok()).collect();
    ordered::sort(&mut months);
    months.dedup();
    let mut lines = Vec::new();
    for branch in branches {
        for month in &months {
            let count = since_lock(ledger, scores, branch, *month).len();
            if count > 0 {
                let text = format!("{}：{}有 {count} 人", title(ledger, branch), month.label());
                let month = Some((branch.clone(), *month));
                lines.push(HandoverLine { month, ..HandoverLine::said(text) });
            }
        }
    }
    lines
}

/// Whether a record is about a member of the branches.
fn is_ours(ledger: &Ledger, branches: &[RecordId], member: &str) -> bool {
    let member = member.parse().ok().and_then(|id| ledger.record(&id));
    let branch = member.and_then(|member| member.latest("branch").as_text());
    branch.is_some_and(|branch| branches.iter().any(|one| one.as_str() == branch))
}

fn appeals(context: &Context<'_>, branches: &[RecordId]) -> Vec<HandoverLine> {
    let ledger = context.ledger();
    let open = ledger.records(APPEAL.name).filter(|record| is_open(record, context));
    let ours = open.filter(|record| is_ours(ledger, branches, record.text("member")));
    ours.map(|record| {
        let name = title(ledger, record.id());
        let text = match parse_day(record.text("received")) {
            Ok(day) => format!("{name}，{}收到", day_label(day)),
            Err(_) => name,
        };
        HandoverLine::about(record.id(), text)
    })
    .collect()
}

/// Faulty records of the whole ledger: they are whoever's who keeps it. Those of restricted
/// registers are only counted.
fn faulty(schemas: Schemas, context: &Context<'_>) -> Vec<HandoverLine> {
    let mut lines = Vec::new();
    let mut more = 0;
    let ledger = context.ledger();
    for schema in schemas.iter() {
        let is_restricted = |one: &Field| one.required && one.privacy == Privacy::Restricted;
        let restricted =
            schema.head.name == REDACTION.name || schema.fields.iter().any(is_restricted);
        for record in ledger.records(schema.head.name) {
            let found = problems(schema, &record, context);
            let Some(problem) = found.first() else {
                continue;
            };
            if restricted || lines.len() == NAMED {
                more += 1;
                continue;
            }
            let name = title(ledger, record.id());
            let text = format!("{}“{name}”：{}", schema.head.label, problem.text);
            lines.push(HandoverLine::about(record.id(), text));
        }
    }
    lines.extend((more > 0).then(|| HandoverLine::said(format!("另有 {more} 条，在台账里"))));
    lines
}

fn terms(ledger: &Ledger, branches: &[RecordId], today: Day) -> Vec<HandoverLine> {
    let ends = |branch: &RecordId| {
        let ends = parse_day(ledger.record(branch)?.text("term_ends")).ok()?;
        let near = (ends - today).num_days() <= TERM_NOTICE;
        let text = format!("{}：本届支委会{}届满", title(ledger, branch), day_label(ends));
        near.then(|| HandoverLine::about(branch, text))
    };
    branches.iter().filter_map(ends).collect()
}

/// Exemptions that end soon, and those that wait for approval.
fn exemptions(context: &Context<'_>, branches: &[RecordId]) -> Vec<HandoverLine> {
    let (ledger, this_month) = (context.ledger(), Month::of(context.today()));
    let records = ledger.records(EXEMPTION.name);
    let ours = records.filter(|record| is_ours(ledger, branches, record.text("member")));
    ours.filter_map(|record| {
        let name = title(ledger, record.id());
        let text = if !is_approved(&record, context) {
            format!("{name}，待审批")
        } else {
            let until = Exemption::read(&record, context)?.until?;
            let soon = (this_month..=this_month.plus(ENDS_SOON)).contains(&until);
            soon.then(|| format!("{name}，到{}为止", until.label()))?
        };
        Some(HandoverLine::about(record.id(), text))
    })
    .collect()
}

/// How many vetoes of this year are not lifted: for evaluations they count till its end.
fn vetoes(context: &Context<'_>, branches: &[RecordId]) -> usize {
    let (ledger, year) = (context.ledger(), Month::of(context.today()).year());
    let vetoes = ledger.records(VETO.name).filter_map(|record| Veto::read(&record, context));
    let ours = vetoes.filter(|veto| is_ours(ledger, branches, veto.member.as_str()));
    ours.filter(|veto| veto.month.year() == year).count()
}

/// The list on paper, with a column to tick and a line for those who sign.
pub fn handover_table(parts: &[HandoverPart], file: &str) -> Table {
    let rows = parts.iter().zip(1..).flat_map(|(part, number)| {
        let nothing = HandoverLine::said("没有".to_owned());
        let lines = if part.lines.is_empty() { vec![nothing] } else { part.lines.clone() };
        let cells = |(at, line): (usize, HandoverLine)| {
            // A matter is named once, over its lines.
            let name = |text: String| if at == 0 { text } else { String::new() };
            vec![name(number.to_string()), name(part.title.to_owned()), line.text, String::new()]
        };
        lines.into_iter().enumerate().map(cells).collect::<Vec<_>>()
    });
    let narrow =
        |label, mm| Column { align: Align::Center, width: Width::Mm(mm), ..Column::text(label) };
    Table {
        title: "党支部台账工作交接清单".to_owned(),
        columns: vec![
            narrow("序号", 13),
            Column { width: Width::Mm(34), ..Column::text("事项") },
            Column::text("情况"),
            narrow("核对", 15),
        ],
        rows: rows.collect(),
        notes: vec![format!("随本清单移交数据文件“{file}”，内含本台账的全部内容和修改记录。")],
        signatures: ["移交人：", "接交人：", "监交人：", "日期："].map(str::to_owned).into(),
        ..Table::default()
    }
}

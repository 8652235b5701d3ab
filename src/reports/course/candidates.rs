//! All who are on the way to membership, with what comes next for each: the list of the 党员 place, and on paper.

use crate::ledger::{Day, DayOrMonth, RecordId, day_label};
use crate::ordered;
use crate::registers::{
    COURSE, COURSE_SCHEMA, Context, CoursePath, Deadline, SpansInForce, name_of, progress,
};
use crate::reports::{Align, Column, Content, Table, Width};

/// Someone on the way to membership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateLine {
    /// The course.
    pub id: RecordId,
    /// The name.
    pub name: String,
    /// The name of the branch.
    pub branch: String,
    /// How far it is: 入党积极分子.
    pub stage: &'static str,
    /// The place of that among the stages.
    pub stage_at: usize,
    /// The next step; empty where none is left.
    pub next: String,
    /// Before which day it should not come.
    pub earliest: Option<Deadline>,
    /// The day for which it is planned.
    pub planned: Option<DayOrMonth>,
    /// The last day for it.
    pub due: Option<Day>,
}

impl CandidateLine {
    /// For when the next step is planned, or from when on and until when it may be; empty where nothing is known.
    pub fn limits(&self, today: Day) -> String {
        if let Some(on) = self.planned {
            return format!("计划{}", on.label());
        }
        let earliest = self.earliest.filter(|limit| limit.day > today).map(|limit| {
            let provisional = if limit.provisional { "（暂算）" } else { "" };
            format!("{}{provisional}起", day_label(limit.day))
        });
        let due = self.due.map(|due| format!("不晚于{}", day_label(due)));
        earliest.into_iter().chain(due).collect::<Vec<_>>().join("；")
    }
}

/// All whose course goes on, of a branch or of all, stage by stage: in each, what is due first comes first.
pub fn candidates(context: &Context<'_>, branch: Option<&RecordId>) -> Vec<CandidateLine> {
    let spans = SpansInForce::of(context);
    let mut found = Vec::new();
    for record in context.records(COURSE.name) {
        let own = record.named(record.text("branch"));
        let is_ours = branch.is_none_or(|branch| own.as_ref() == Some(branch));
        let Some(at) = progress(COURSE_SCHEMA.stages, &record, context) else { continue };
        if !is_ours || at.stage.is_end {
            continue;
        }
        let path = CoursePath::by(&record, context, &spans);
        let next = path.next_step();
        found.push(CandidateLine {
            id: record.id().clone(),
            name: record.text("name").to_owned(),
            branch: own.map_or_else(String::new, |id| name_of(context.ledger(), &id)),
            stage: at.stage.label,
            stage_at: at.at,
            next: next.map_or_else(String::new, |step| step.label.clone()),
            earliest: next.and_then(|step| step.earliest),
            planned: next.and_then(|step| step.planned()),
            due: next.and_then(|step| step.last_day()),
        });
    }
    ordered::sort_by_key(&mut found, |line| {
        (line.stage_at, line.due.unwrap_or(Day::MAX), line.id.clone())
    });
    found
}

/// The same on paper; `name` is that of the branch or the hospital.
pub fn candidates_table(lines: &[CandidateLine], name: &str, today: Day) -> Table {
    let row = |(number, line): (usize, &CandidateLine)| {
        vec![
            number.to_string(),
            line.name.clone(),
            line.branch.clone(),
            line.stage.to_owned(),
            line.next.clone(),
            line.limits(today),
        ]
    };
    Table {
        title: format!("{name}发展党员一览表"),
        subtitle: day_label(today),
        columns: vec![
            Column { align: Align::Center, width: Width::Mm(12), ..Column::text("序号") }
                .of(Content::Number),
            Column::name("姓名", 22),
            Column { width: Width::Weight(2), ..Column::text("支部") },
            Column { width: Width::Mm(30), ..Column::text("阶段") },
            Column { width: Width::Weight(2), ..Column::text("下一步") },
            Column { width: Width::Weight(2), ..Column::text("时限") },
        ],
        rows: (1..).zip(lines).map(row).collect(),
        ..Table::default()
    }
}

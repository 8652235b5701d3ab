//! Duties that follow from what patients say: opinions to answer, to take up again, and to close; those who
//! were drawn to be called back.

use std::collections::BTreeMap;

use crate::ledger::{Day, Month, Record, RecordId, parse_day};
use crate::registers::{CALLBACK, Context, DRAW, HOSPITAL, OPINION, OPINION_SCHEMA, progress};
use crate::reports::voice::without_callback;

use super::bucket::{Bucket, Cycle};
use super::duty::{Duty, DutyAbout, DutyKind, Urgency};
use super::index::DutyIndex;
use super::lines::BranchDuty;

/// So many characters of what is asked are shown.
const SHOWN: usize = 14;

/// The duties that opinions give a branch. One that names no branch is one for the first branch alone.
pub(super) fn opinion_duties(
    index: &DutyIndex<'_>,
    branch: &RecordId,
    is_first: bool,
    found: &mut Vec<Duty>,
) {
    for record in index.ledger().records(OPINION.name) {
        let own = record.text("branch");
        if own == branch.as_str() || (is_first && own.is_empty()) {
            found.extend(duty(&index.context, &record));
        }
    }
}

/// The opinions of a branch, or of all, that came and are not closed, each with its branch or else the hospital.
pub(super) fn open_opinions(context: &Context<'_>, branch: Option<&RecordId>) -> Vec<BranchDuty> {
    let of = |record: Record<'_>| {
        let own = record.named(record.text("branch"));
        let came = parse_day(record.text("received")).is_ok_and(|day| context.has_come(day));
        let is_asked = came && (branch.is_none() || own.as_ref() == branch);
        let duty = duty(context, &record).filter(|_| is_asked)?;
        Some((own.unwrap_or_else(|| RecordId::keyed(HOSPITAL.name, "")), duty))
    };
    context.records(OPINION.name).filter_map(of).collect()
}

fn duty(context: &Context<'_>, record: &Record<'_>) -> Option<Duty> {
    let progress = progress(OPINION_SCHEMA.stages, record, context)?;
    if progress.stage.is_end {
        return None;
    }
    let due = progress.due.map(|due| due.day);
    let word = match progress.stage.name {
        "again" => "回访不满意，重新办理",
        "answered" | "called" | "answered_again" => "已回复，待销号",
        _ => "待回复",
    };
    let asked = record.text("request").lines().next().unwrap_or("");
    let shown: String = asked.chars().take(SHOWN).collect();
    let more = if asked.chars().count() > SHOWN { "…" } else { "" };
    Some(Duty {
        urgency: due.map_or(Urgency::Now, |due: Day| Urgency::by(due, context.today())),
        kind: DutyKind::Opinion,
        month: Month::of(due.unwrap_or(context.today())),
        subject: format!("{shown}{more}"),
        text: format!("群众意见{word}：{shown}{more}"),
        due,
        about: DutyAbout::Form(record.id().clone()),
    })
}

/// The duties that call-backs give a branch: who is not reached yet, by month; and for the first branch, who
/// was drawn and is not entered, and the draw of a month where there were call-backs in the month before.
pub(super) fn callback_duties(
    index: &DutyIndex<'_>,
    branch: &RecordId,
    is_first: bool,
    found: &mut Vec<Duty>,
) {
    let mut waiting: BTreeMap<Month, Vec<Record<'_>>> = BTreeMap::new();
    let mut months: Vec<Month> = Vec::new();
    for record in index.ledger().records(CALLBACK.name) {
        let Ok(month) = record.text("month").parse::<Month>() else { continue };
        months.push(month);
        let own = record.text("branch");
        let is_own = own == branch.as_str() || (is_first && own.is_empty());
        if is_own && record.text("outcome").is_empty() {
            waiting.entry(month).or_default().push(record);
        }
    }
    found.extend(waiting.into_iter().filter_map(|(month, records)| {
        let text = format!("{}回访还有 {} 件没有结果", month.label(), records.len());
        // One tap leads to the form of the next of them, in the order in which they were drawn.
        let number = |record: &&Record<'_>| {
            let number = record.text("number");
            (number.chars().count(), number.to_owned(), record.id().clone())
        };
        let next = records.iter().min_by_key(number)?;
        Some(callback_duty(index, month, text, DutyAbout::Form(next.id().clone())))
    }));
    if !is_first {
        return;
    }
    for draw in index.ledger().records(DRAW.name).filter(|one| one.text("purpose") == "callback") {
        let Ok(month) = parse_day(draw.text("drawn_on")).map(Month::of) else { continue };
        months.push(month);
        let left = without_callback(&index.context, &draw).len();
        if left > 0 {
            let text = format!("{}抽中的 {left} 件还没有登记回访", month.label());
            found.push(callback_duty(index, month, text, DutyAbout::Slip(draw.id().clone())));
        }
    }
    let this_month = Month::of(index.today);
    if months.contains(&this_month.plus(-1)) && !months.contains(&this_month) {
        let about = DutyAbout::NewRecord {
            register: DRAW.name,
            subject: branch.clone(),
            bucket: Bucket::of(Cycle::Month, this_month),
        };
        let text = format!("{}的回访还没有抽取", this_month.label());
        found.push(callback_duty(index, this_month, text, about));
    }
}

/// A duty of a month's call-backs, due by its end.
fn callback_duty(index: &DutyIndex<'_>, month: Month, text: String, about: DutyAbout) -> Duty {
    let due = month.last_day();
    Duty {
        urgency: Urgency::by(due, index.today),
        kind: DutyKind::CallBack,
        month,
        subject: month.label(),
        text,
        due: Some(due),
        about,
    }
}

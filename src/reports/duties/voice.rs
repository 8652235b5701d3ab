//! Duties that follow from what patients say: opinions to answer, to take up again, and to close.

use crate::ledger::{Day, Month, Record, RecordId};
use crate::registers::{OPINION, OPINION_SCHEMA, progress};

use super::duty::{Duty, DutyAbout, DutyKind, Urgency};
use super::index::DutyIndex;

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
            found.extend(duty(index, &record));
        }
    }
}

fn duty(index: &DutyIndex<'_>, record: &Record<'_>) -> Option<Duty> {
    let progress = progress(OPINION_SCHEMA.stages, record, &index.context)?;
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
        urgency: due.map_or(Urgency::Now, |due: Day| Urgency::by(due, index.today)),
        kind: DutyKind::Opinion,
        month: Month::of(due.unwrap_or(index.today)),
        subject: format!("{shown}{more}"),
        text: format!("群众意见{word}：{shown}{more}"),
        due,
        about: DutyAbout::Form(record.id().clone()),
    })
}

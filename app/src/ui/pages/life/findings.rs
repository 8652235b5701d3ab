//! What the rules of its register say of a meeting or an event, beside its roll.

use leptos::prelude::*;

use super::roll_state::{RollState, schema_of};
use crate::ledger::{Ledger, Month, Record, RecordId};
use crate::registers::{Context, assessment_id, findings, meeting_day, step};
use crate::ui::components::{Notice, NoticeKind};

/// The rule about a meeting entered twice, which has a notice of its own.
const TWIN: &str = "one of a day";

/// A notice of what is wrong or doubtful, while there is something.
pub(super) fn findings_notice(state: RollState) -> AnyView {
    let said = Memo::new(move |_| {
        let said = state.with_record(|record, context| {
            let schema = schema_of(record.id())?;
            let found = findings(schema, record, context).into_iter();
            let told = found.filter(|one| one.rule != TWIN && one.explanation.is_empty());
            Some(told.map(|one| one.words(schema, context.ledger())).collect::<Vec<_>>())
        });
        said.flatten().unwrap_or_default().join("；")
    });
    let closed = Memo::new(move |_| state.with_record(closed_month).flatten());
    (move || {
        let said = said.get();
        view! {
            {(!said.is_empty()).then(|| view! { <Notice kind=NoticeKind::Warn title=said/> })}
            {closed.get().map(|(title, text)| view! { <Notice kind=NoticeKind::Info title text/> })}
        }
    })
    .into_any()
}

/// How far the month of a meeting or an event is past entry, and what a change leads to.
fn closed_month(record: &Record<'_>, context: &Context<'_>) -> Option<(String, &'static str)> {
    let branch = record.named(record.text("branch"))?;
    late_entry(context.ledger(), &branch, Month::of(meeting_day(record)?))
}

/// How far a month of a branch is past entry, and what an entry of it leads to; `None` while it is open.
pub(super) fn late_entry(
    ledger: &Ledger,
    branch: &RecordId,
    month: Month,
) -> Option<(String, &'static str)> {
    let assessment = ledger.record(&assessment_id(branch, month));
    let (state, leads_to) = step(assessment.as_ref()).late_entry()?;
    Some((format!("{}{state}", month.label()), leads_to))
}

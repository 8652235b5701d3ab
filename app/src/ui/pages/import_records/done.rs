//! After the import: what was done, in figures.

use leptos::prelude::*;

use super::{RecordsImportState, RecordsStage};
use crate::app::routes::Route;
use crate::registers::head;
use crate::tables::record_outcome::{PlannedRecord, RecordOutcome, RowError};
use crate::tables::record_plan::RecordPlan;
use crate::ui::pages::import_done::{ImportDone, done_page};

/// So many rows that were not taken are named.
const NAMED: usize = 8;

pub(super) fn done_view(import: RecordsImportState) -> AnyView {
    let again = Callback::new(move |()| {
        import.columns.set(None);
        import.stage.set(RecordsStage::File);
    });
    let done = import.done.get_untracked();
    done_page(import.session, import.title(), import.file, import.steps(3), &done, again)
}

/// What importing a plan does, but for the sentence of how many and the edit.
pub(super) fn told(import: RecordsImportState, plan: &RecordPlan) -> ImportDone {
    let unit = import.schema.head.unit;
    let count =
        |is: fn(&RecordOutcome) -> bool| plan.rows.iter().filter(|row| is(&row.outcome)).count();
    let new = count(|outcome| matches!(outcome, RecordOutcome::New));
    let changed = count(|outcome| matches!(outcome, RecordOutcome::Changed { .. }));
    let same = count(|outcome| matches!(outcome, RecordOutcome::Same { .. }));
    let counted =
        (new > 0 && changed > 0).then(|| format!("新增 {new} {unit}，修改 {changed} {unit}"));
    let same = (same > 0).then(|| format!("{same} {unit}与台账里相同，没有改"));
    let created = import.session.with_ledger_untracked(|ledger| plan.created_titles(ledger));
    let created = created.into_iter().map(|(register, title)| {
        let of = head(register).map_or("", |head| head.label);
        format!("新建{of}“{title}”")
    });
    let is_excluded = |row: &PlannedRecord| match &row.outcome {
        RecordOutcome::Refused { reasons } => reasons.as_slice() == [RowError::Excluded],
        _ => false,
    };
    let is_open = |row: &PlannedRecord| {
        matches!(row.outcome, RecordOutcome::Refused { .. } | RecordOutcome::Asked { .. })
    };
    let names = |is_chosen: bool| {
        let of = plan.rows.iter().filter(|row| is_open(row) && is_excluded(row) == is_chosen);
        of.map(super::review::name_of).collect::<Vec<_>>()
    };
    let told = |what: &str, names: Vec<String>| {
        let count = names.len();
        let more = if count > NAMED { "等" } else { "" };
        let names = names.into_iter().take(NAMED).collect::<Vec<_>>().join("、");
        (count > 0).then(|| format!("{what} {count} 行：{names}{more}"))
    };
    let aside = plan.set_aside.len();
    let aside = (aside > 0).then(|| format!("{aside} 行是合计、说明等，放在一边"));
    let lines = counted
        .into_iter()
        .chain(same)
        .chain(created)
        .chain(told("没有导入的", names(false)))
        .chain(told("您选了不导入的", names(true)))
        .chain(aside);
    let list = Route::list(import.schema.head).href();
    ImportDone {
        lines: lines.collect(),
        list: (list, format!("看{}", import.schema.head.label)),
        ..ImportDone::default()
    }
}

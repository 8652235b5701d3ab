//! After the import: what was done, in figures.

use leptos::prelude::*;

use super::{RosterImportState, RosterStage};
use crate::app::routes::Route;
use crate::app::{CheckedRoster, Session};
use crate::registers::{BRANCH, DEPARTMENT, GROUP, MEMBER};
use crate::tables::roster_plan::{PlannedRow, RowOutcome};
use crate::ui::pages::import_done::{ImportDone, done_page};

/// So many rows that were not taken are named.
const NAMED: usize = 8;

pub(super) fn done_view(import: RosterImportState) -> AnyView {
    let again = Callback::new(move |()| {
        import.map.set(None);
        import.stage.set(RosterStage::File);
    });
    let (session, title) = (import.session, "花名册导入".to_owned());
    let done = import.done.get_untracked();
    done_page(session, title, import.file, import.steps(3), &done, again)
}

/// What taking a roster has done.
pub(super) fn told(session: Session, checked: &CheckedRoster) -> ImportDone {
    let rows = || checked.plan.rows.iter();
    let new = rows().filter(|row| row.outcome == RowOutcome::New).count();
    let changed = rows().filter(|row| matches!(row.outcome, RowOutcome::Changed { .. })).count();
    let same = rows().filter(|row| matches!(row.outcome, RowOutcome::Same { .. })).count();
    let done = match (new, changed) {
        (0, changed) => format!("已更新 {changed} 名党员"),
        (new, 0) => format!("已导入 {new} 名党员"),
        (new, changed) => format!("已导入 {new} 名党员，更新 {changed} 名"),
    };
    let made = [(&BRANCH, "支部"), (&DEPARTMENT, "科室"), (&GROUP, "党小组")];
    let made = made.into_iter().filter_map(|(register, word)| {
        let of = checked.created.iter().filter(|one| one.register == register.name);
        let names: Vec<&str> = of.map(|one| &*one.name).collect();
        let count = names.len();
        (count > 0).then(|| format!("新建{word} {count} 个：{}", names.join("、")))
    });
    let left = |is_chosen: bool| {
        let of = rows().filter(|row| matches!(row.outcome, RowOutcome::Refused { .. }));
        of.filter(|row| row.row.is_excluded() == is_chosen).map(name_of).collect::<Vec<_>>()
    };
    let told = |what: &str, names: Vec<String>| {
        let count = names.len();
        let more = if count > NAMED { "等" } else { "" };
        let names = names.into_iter().take(NAMED).collect::<Vec<_>>().join("、");
        (count > 0).then(|| format!("{what} {count} 行：{names}{more}"))
    };
    let same = (same > 0).then(|| format!("{same} 名与台账里相同，没有改"));
    let aside = checked.plan.set_aside.len();
    let aside = (aside > 0).then(|| format!("{aside} 行不是人员，放在一边"));
    let lines = same
        .into_iter()
        .chain(made)
        .chain(told("有错没有导入的", left(false)))
        .chain(told("您选了不导入的", left(true)))
        .chain(aside);
    ImportDone {
        edit: session.committed(),
        done,
        lines: lines.collect(),
        list: (Route::list(&MEMBER).href(), "看党员名册".to_owned()),
    }
}

fn name_of(planned: &PlannedRow) -> String {
    let row = &planned.row;
    row.get("name").map_or_else(|| format!("第 {} 行", row.row), str::to_owned)
}

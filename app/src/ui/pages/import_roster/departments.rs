//! What is said of people without a department.

use leptos::prelude::*;

use super::{ReviewedRoster, RosterImportState};
use crate::app::items_of_departments;
use crate::tables::roster_plan::{PlannedRow, RowOutcome};
use crate::ui::components::{Notice, NoticeKind};

/// Who would come in without a department, and what that does.
pub(super) fn departments_view(
    import: RosterImportState,
    reviewed: &ReviewedRoster,
) -> Option<AnyView> {
    let rows = reviewed.checked.plan.rows.iter();
    let new: Vec<&PlannedRow> = rows.filter(|row| row.outcome == RowOutcome::New).collect();
    let without = new.iter().filter(|row| row.row.get("department").is_none()).count();
    if without == 0 {
        return None;
    }
    let is_unread = reviewed.map.as_ref().is_none_or(|map| map.column_of("department").is_none());
    let who = if is_unread {
        format!("名册里没有读到科室（工作部门），这 {without} 人都没有科室")
    } else {
        format!("有 {without} 人没有写科室")
    };
    no_departments(&items_of_departments(import.session, import.defaults().since), &who)
}

/// What is said before people are imported without their department.
pub(super) fn no_departments(items: &[String], who: &str) -> Option<AnyView> {
    (!items.is_empty()).then(|| {
        let title = format!("{who}，{}停在基础分", items.join("、"));
        let text = "这些项按科室月考核计分。可以现在指定哪一列是科室，也可以导入以后在党员页里补。";
        view! { <Notice kind=NoticeKind::Warn title text/> }.into_any()
    })
}

//! A member's row in the table of decisions: the grade is saved as it is chosen, a reason as it is left.

use std::sync::Arc;

use leptos::prelude::*;

use super::{BranchYear, in_a_line};
use crate::app::{Session, years};
use crate::ledger::RecordId;
use crate::registers::{APPRAISAL_GRADES, appraisal_id, names_apart};
use crate::reports::{appraisal_grade, suggestion_or_why};
use crate::scoring::AnnualRow;
use crate::ui::components::{Choice, Mounted, Opt, TextInput, ToastHandle};
use crate::ui::form_texts::FormTexts;
use crate::ui::undoing::offer_undo;
use crate::ui::words::points;

/// What the parts of the table share.
#[derive(Clone, Copy)]
pub(super) struct DecisionTable {
    /// The session.
    pub session: Session,
    /// Where it is said what was done.
    pub toasts: ToastHandle,
    /// Whose year.
    pub about: StoredValue<BranchYear>,
    /// The rows of the members; follows the ledger.
    pub rows: Memo<Arc<Vec<AnnualRow>>>,
}

/// A member's row.
pub(super) fn row_view(table: DecisionTable, member: RecordId) -> AnyView {
    let (session, own) = (table.session, member.clone());
    let row = Memo::new(move |_| {
        table.rows.with(|rows| rows.iter().find(|row| row.months.member == own).cloned())
    });
    let named = member.clone();
    // Where another has the name, with what tells them apart.
    let name = Memo::new(move |_| {
        session.with_ledger(|ledger| {
            table.rows.with(|rows| {
                let members = rows.iter().map(|row| &row.months.member);
                names_apart(ledger, members, false).remove(&named).unwrap_or_default()
            })
        })
    });
    let number = |label: &'static str, of: fn(&AnnualRow) -> Option<i32>| {
        let text = move || {
            let tenths = row.with(|row| row.as_ref().and_then(of));
            tenths.map_or_else(|| "—".to_owned(), points)
        };
        view! { <td class="is-number" data-label=label>{text}</td> }
    };
    let suggested = Memo::new(move |_| row.with(|row| row.as_ref().map_or("", suggestion_or_why)));
    let is_none = move || row.with(|row| row.as_ref().is_none_or(|row| row.suggestion.is_none()));
    view! {
        <tr class="year-item">
            <th scope="row" class="year-name">{move || name.get()}</th>
            {number("年度积分", |row| row.points)}
            {number("测评", |row| row.appraisal)}
            {number("综合", |row| row.total)}
            <td data-label="建议" class:is-muted=is_none>{move || suggested.get()}</td>
            <td class="year-decision">{grade_input(table, member.clone(), row, name)}</td>
            <td class="year-reason">{reason_cell(table, member, row, name)}</td>
        </tr>
    }
    .into_any()
}

fn grade_input(
    table: DecisionTable,
    member: RecordId,
    row: Memo<Option<AnnualRow>>,
    name: Memo<String>,
) -> AnyView {
    let DecisionTable { session, toasts, about, .. } = table;
    let options: Vec<Opt> =
        APPRAISAL_GRADES.iter().map(|(code, label)| Opt::new(*code, *label)).collect();
    let decided = Memo::new(move |_| {
        row.with(|row| row.as_ref().and_then(|row| row.decision.clone()).unwrap_or_default())
    });
    let choose = move |grade: String| {
        let outcome = about.with_value(|about| {
            years::decide(session, (&about.branch, about.year), &member, &grade)
        });
        let name = name.get_untracked();
        match (outcome, appraisal_grade(Some(&grade))) {
            (Err(found), _) => toasts.say(in_a_line(session, found)),
            (Ok(()), "") => offer_undo(session, toasts, format!("{name}的评定已收回")),
            (Ok(()), grade) => offer_undo(session, toasts, format!("{name}评定为{grade}")),
        }
    };
    let label = format!("{}的评定", name.get_untracked());
    view! {
        <Choice options=Signal::stored(options) value=decided as_list=true clearable=true label
            on_change=choose/>
    }
    .into_any()
}

/// The reason, where there is one or one is wanted.
fn reason_cell(
    table: DecisionTable,
    member: RecordId,
    row: Memo<Option<AnnualRow>>,
    name: Memo<String>,
) -> AnyView {
    let stored = Memo::new(move |_| {
        row.with(|row| row.as_ref().map(|row| row.reason.clone()).unwrap_or_default())
    });
    let differs = Memo::new(move |_| {
        row.with(|row| {
            let row = row.as_ref()?;
            Some(row.decision.as_deref()? != row.suggestion?)
        }) == Some(true)
    });
    let is_shown = Memo::new(move |_| differs.get() || stored.with(|text| !text.is_empty()));
    let input = move || {
        let wanted = Signal::derive(move || differs.get() && stored.with(String::is_empty));
        is_shown.get().then(|| reason_input(table, &member, (stored, wanted), name))
    };
    input.into_any()
}

fn reason_input(
    table: DecisionTable,
    member: &RecordId,
    (stored, wanted): (Memo<String>, Signal<bool>),
    name: Memo<String>,
) -> AnyView {
    let DecisionTable { session, toasts, about, .. } = table;
    let mounted = Mounted::here();
    let why = RwSignal::new(stored.get_untracked());
    let form = about
        .with_value(|about| format!("reason/{}/{member}", appraisal_id(&about.branch, about.year)));
    let kept = FormTexts::keep(session, form, "年度评议的理由", [("why", why)]);
    // What is stored shows here unless something else was typed meanwhile.
    Effect::new(move |before: Option<String>| {
        let now = stored.get();
        if before.is_some_and(|before| before != now && why.get_untracked() == before) {
            why.set(now.clone());
            kept.saved();
        }
        now
    });
    let error = RwSignal::new(String::new());
    let member = StoredValue::new(member.clone());
    let save = move |_: web_sys::FocusEvent| {
        let text = why.get_untracked();
        if text.trim() == stored.get_untracked() {
            return;
        }
        let outcome = about.with_value(|about| {
            member.with_value(|member| {
                years::give_reason(session, (&about.branch, about.year), member, &text)
            })
        });
        match outcome {
            Ok(()) => {
                error.try_set(String::new());
                kept.saved();
                offer_undo(session, toasts, "已存下理由");
            }
            Err(found) => drop(error.try_set(in_a_line(session, found))),
        }
    };
    let label = format!("{}与建议不同的理由", name.get_untracked());
    let fault = move || {
        let text = error.get();
        let text =
            if text.is_empty() && wanted.get() { "请写明理由".to_owned() } else { text };
        (!text.is_empty()).then(|| view! { <span class="fill-fault">{text}</span> })
    };
    view! {
        <div on:focusout=mounted.on(save)>
            <TextInput value=why label placeholder="与建议不同的理由"
                on_change=move |text: String| why.set(text)/>
            {fault}
        </div>
    }
    .into_any()
}

//! The ballots of the democratic appraisal: the head of the ballot, and the votes on each member.

use leptos::prelude::*;

use super::{BranchYear, obstacle_list};
use crate::app::{Session, years};
use crate::ledger::RecordId;
use crate::registers::rows::columns;
use crate::registers::{APPRAISAL_SCHEMA, Field as Declared, appraisal_id, title};
use crate::ui::components::{Button, ButtonKind, FormActions, Icon, focus_first_fault, use_toasts};
use crate::ui::pages::registers::{FormState, Preset, cells, notices, row_error};
use crate::ui::undoing::offer_undo;

/// The side of the ballots: a form of that part of the year's record.
pub(super) fn ballots_form(about: BranchYear) -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let id = appraisal_id(&about.branch, about.year);
    let texts = vec![("branch", about.branch.to_string()), ("year", about.year.to_string())];
    let preset = Preset { texts, ..Preset::default() };
    let state = FormState::open_part(session, &APPRAISAL_SCHEMA, id.clone(), preset);
    let about = StoredValue::new(about);
    let save = move |()| {
        let saved = state.submit_with(|input, _| {
            about
                .with_value(|about| years::appraise(session, (&about.branch, about.year), input))?;
            Ok(id.clone())
        });
        match saved {
            Some(_) => offer_undo(session, toasts, "已存下测评票数"),
            None => focus_first_fault(),
        }
    };
    let members = Memo::new(move |_| {
        session.with_scores(|ledger, scores| {
            let rows = about.with_value(|about| about.rows(ledger, scores)).into_iter();
            let members = rows.filter(|row| row.points.is_some()).map(|row| row.months.member);
            members.map(|member| (title(ledger, &member), member)).collect::<Vec<_>>()
        })
    });
    let (head, votes) = (APPRAISAL_SCHEMA.field("ballot"), APPRAISAL_SCHEMA.field("votes"));
    let head = head.map(|head| {
        view! {
            <div class="year-head">{cells(state, head, "")}</div>
            {row_error(state.error_of(head.name))}
        }
    });
    let votes = votes.map(|votes| {
        let row = move |(name, member)| member_row(state, votes, name, &member);
        view! {
            <div class="year-votes">
                <For each=move || members.get() key=Clone::clone children=row/>
            </div>
            {row_error(state.error_of(votes.name))}
        }
    });
    let unsaved = move || {
        state.filled.track();
        (!state.is_untouched()).then(|| view! { <p class="quiet-line">"填的票数还没有存下。"</p> })
    };
    view! {
        <section class="close-form">
            <h2 class="close-heading">"测评票"</h2>
            <p class="quiet-line">
                "应到是有表决权的正式党员，预备党员没有测评权。实到不足半数，测评无效。"
            </p>
            {notices(state)}
            {head}
            {votes}
            {unsaved}
            <FormActions>
                <Button label="存下票数" kind=ButtonKind::Primary icon=Icon::Check on_click=save/>
            </FormActions>
        </section>
        {move || about.with_value(|about| obstacle_list(session, about))}
    }
    .into_any()
}

fn member_row(
    state: FormState,
    votes: &'static Declared,
    name: String,
    member: &RecordId,
) -> AnyView {
    let key = member.to_string();
    let error = state.error_in(votes.name, key.clone());
    let inputs = cells(state, votes, &key);
    let sum = move || {
        let number = |text: &String| text.parse::<i64>().ok();
        state.filled.with(|filled| {
            let row = |table: &str, key: &str| filled.tables.get(table)?.get(key);
            let cast = row(votes.name, &key);
            let count = |column: &Declared| number(cast?.get(column.name)?);
            let sum = columns(votes).iter().filter_map(count).sum::<i64>();
            let valid = row("ballot", "").and_then(|head| number(head.get("valid")?));
            match (sum, valid) {
                (0, _) => String::new(),
                (sum, Some(valid)) if sum != valid => {
                    format!("合计 {sum}，与有效票 {valid} 不符")
                }
                (sum, _) => format!("合计 {sum}"),
            }
        })
    };
    view! {
        <div class="year-row field" role="group" aria-label=name.clone()
            class:is-invalid=move || error.with(|text| !text.is_empty())>
            <strong class="year-name">{name.clone()}</strong>
            <div class="year-inputs">{inputs}</div>
            <span class="quiet-line" aria-live="polite">{sum}</span>
            {row_error(error)}
        </div>
    }
    .into_any()
}

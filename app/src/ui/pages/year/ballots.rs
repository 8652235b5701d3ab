//! The ballots of the democratic appraisal: the head of the ballot, and the votes on each member.

use leptos::prelude::*;

use super::{BranchYear, obstacle_list};
use crate::app::{Session, today, years};
use crate::registers::rows::columns;
use crate::registers::{APPRAISAL_SCHEMA, Field as Declared, appraisal_id};
use crate::scoring::voters_of;
use crate::ui::components::{Button, ButtonKind, FormActions, Icon, focus_first_fault, use_toasts};
use crate::ui::pages::registers::{FormState, Preset, RowSum, cells, notices, row_error, row_grid};
use crate::ui::undoing::offer_undo;

/// The side of the ballots: a form of that part of the year's record.
pub(super) fn ballots_form(about: BranchYear) -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let id = appraisal_id(&about.branch, about.year);
    let texts = vec![("branch", about.branch.to_string()), ("year", about.year.to_string())];
    // Who has a vote is known: it is proposed, and saved with what is counted.
    let due = session
        .with_ledger_untracked(|ledger| voters_of(ledger, &about.branch, about.year, today()));
    let likely = (due > 0).then(|| ("ballot", "due", due.to_string())).into_iter().collect();
    let preset = Preset { texts, likely, ..Preset::default() };
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
            about.with_value(|about| {
                let mut rows = about.rows(ledger, scores);
                rows.retain(|row| row.points.is_some());
                let names = about.names(ledger, &rows);
                let named = rows.into_iter().map(|row| {
                    let member = row.months.member;
                    (names.get(&member).cloned().unwrap_or_default(), member.to_string())
                });
                named.collect::<Vec<_>>()
            })
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
        let rows = Signal::derive(move || members.get());
        view! {
            {row_grid(state, votes, "党员", rows, sum_of(state, votes))}
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
                "得票可以从 Excel 复制过来，粘贴到格里。"
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

/// What the votes on a member come to, and whether they are as many as are valid.
fn sum_of(state: FormState, votes: &'static Declared) -> RowSum {
    let number = |text: &String| text.parse::<i64>().ok();
    let say = move |key: String| {
        state.filled.with(|filled| {
            let row = |table: &str, key: &str| filled.tables.get(table)?.get(key);
            let cast = row(votes.name, &key);
            let count = |column: &Declared| number(cast?.get(column.name)?);
            let counts: Vec<i64> = columns(votes).iter().filter_map(count).collect();
            let sum: i64 = counts.iter().sum();
            let valid = row("ballot", "").and_then(|head| number(head.get("valid")?));
            let wrong = valid.filter(|valid| *valid != sum && !counts.is_empty());
            let wrong = wrong.map(|valid| format!("有效票是 {valid}"));
            let sum = if counts.is_empty() { "—".to_owned() } else { sum.to_string() };
            (sum, wrong.unwrap_or_default())
        })
    };
    RowSum { label: "合计", say: Callback::new(say) }
}

//! Results and suggestions as a table, member by member, and what the branch decided beside them.

use std::sync::Arc;

use leptos::prelude::*;

use super::decision_row::{DecisionTable, row_view};
use super::figures::year_figures;
use super::papers::summary_file;
use super::{BranchYear, in_a_line, obstacle_list};
use crate::app::{Session, years};
use crate::ledger::RecordId;
use crate::scoring::{AnnualRow, excellent_at_most};
use crate::ui::components::{Button, ButtonKind, Empty, Icon, use_toasts};
use crate::ui::pages::table_files::table_buttons;
use crate::ui::undoing::offer_undo;

/// The side of the results. Each cell follows the ledger by itself: what is typed in one stays.
pub(super) fn decisions_view(about: BranchYear) -> AnyView {
    let session = expect_context::<Session>();
    let about = StoredValue::new(about);
    let rows = Memo::new_with_compare(
        move |_| {
            about.with_value(|about| {
                Arc::new(session.with_scores(|ledger, scores| about.rows(ledger, scores)))
            })
        },
        |_, _| true,
    );
    let table = DecisionTable { session, toasts: use_toasts(), about, rows };
    let members = Memo::new(move |_| {
        rows.with(|rows| rows.iter().map(|row| row.months.member.clone()).collect::<Vec<_>>())
    });
    let is_empty = Memo::new(move |_| members.with(Vec::is_empty));
    let body = move || {
        if is_empty.get() {
            let text = "过完的月份才算积分。这一年有月份过完以后，党员列在这里。";
            return view! { <Empty title="这一年还没有积分" text/> }.into_any();
        }
        table_view(table, members)
    };
    let below = move || {
        let rows = rows.get();
        about.with_value(|about| {
            view! { {obstacle_list(session, about)} {year_figures(session, about, &rows)} }
        })
    };
    let file = move || Some(about.with_value(|about| summary_file(session, about)));
    view! {
        {body}
        {below}
        <div class="row">{table_buttons("", ButtonKind::Plain, file)}</div>
    }
    .into_any()
}

fn table_view(table: DecisionTable, members: Memo<Vec<RecordId>>) -> AnyView {
    let heads = ["年度积分", "测评", "综合"];
    let heads = heads.map(|head| view! { <th scope="col" class="is-number">{head}</th> });
    view! {
        {bar(table)}
        <div class="year-box" tabindex="0" role="region" aria-label="结果与评定">
            <table class="year-table">
                <caption class="unseen">"结果、建议和评定，选了等次就存下"</caption>
                <thead>
                    <tr>
                        <th scope="col">"姓名"</th>
                        {heads.to_vec()}
                        <th scope="col">"建议"</th>
                        <th scope="col">"评定"</th>
                        <th scope="col">"与建议不同的理由"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || members.get() key=RecordId::clone
                        children=move |member| row_view(table, member)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// How far one is, whether a third at most is 优秀, and the button that fills in what is suggested.
fn bar(table: DecisionTable) -> AnyView {
    let DecisionTable { session, toasts, about, rows } = table;
    let counts = Memo::new(move |_| {
        rows.with(|rows| {
            let assessed = rows.iter().filter(|row| row.points.is_some()).count();
            let decided = rows.iter().filter(|row| row.points.is_some() && row.decision.is_some());
            let best = rows.iter().filter(|row| row.decision.as_deref() == Some("excellent"));
            (assessed, decided.count(), best.count())
        })
    });
    let told = move || {
        let (assessed, decided, _) = counts.get();
        let left = match assessed - decided {
            0 => "都评定了".to_owned(),
            left => format!("还有 {left} 名没评定"),
        };
        format!("参评 {assessed} 名，{left}")
    };
    let most = move || excellent_at_most(counts.get().0);
    let is_over = Memo::new(move |_| counts.get().2 > most());
    let third = move || {
        let (best, most) = (counts.get().2, most());
        if best > most {
            let over = best - most;
            return format!("优秀 {best} 名，最多 {most} 名（三分之一），多了 {over} 名");
        }
        format!("优秀 {best} 名，最多 {most} 名（三分之一）")
    };
    let blanks = move || rows.with(|rows| suggested_blanks(rows));
    let reason = Signal::derive(move || match blanks().len() {
        0 => {
            let is_done = counts.with(|(assessed, decided, _)| assessed == decided);
            if is_done { "" } else { "没有评定的都还没有建议" }.to_owned()
        }
        _ => String::new(),
    });
    let fill = move |()| {
        let grades = untrack(blanks);
        let count = grades.len();
        let outcome = about.with_value(|about| {
            years::decide_blanks(session, (&about.branch, about.year), &grades)
        });
        match outcome {
            Ok(()) => offer_undo(session, toasts, format!("已按建议评定 {count} 名")),
            Err(found) => toasts.say(in_a_line(session, found)),
        }
    };
    let is_done = Memo::new(move |_| counts.with(|(all, decided, _)| all == decided));
    let act = move || {
        (!is_done.get()).then(|| {
            view! {
                <Button label="按建议全部评定" kind=ButtonKind::Primary icon=Icon::Check reason
                    on_click=fill/>
            }
        })
    };
    view! {
        <div class="year-bar">
            <div role="status">
                <p class="year-told">{told}</p>
                <p class="quiet-line" class:is-bad=move || is_over.get()>
                    {move || is_over.get().then(|| Icon::Warn.view())}{third}
                </p>
            </div>
            {act}
        </div>
    }
    .into_any()
}

/// Members on whom nothing is decided, with what is suggested.
fn suggested_blanks(rows: &[AnnualRow]) -> Vec<(RecordId, &'static str)> {
    let blank = rows.iter().filter(|row| row.decision.is_none());
    blank.filter_map(|row| Some((row.months.member.clone(), row.suggestion?))).collect()
}

/// Whether all who are assessed in a year have their grade.
pub(super) fn is_decided(rows: &[AnnualRow]) -> bool {
    let mut assessed = rows.iter().filter(|row| row.points.is_some());
    assessed.all(|row| row.decision.is_some())
}

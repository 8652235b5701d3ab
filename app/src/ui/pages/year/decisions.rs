//! Results and suggestions, member by member, and what the branch decided beside them.

use std::sync::Arc;

use leptos::prelude::*;

use super::figures::year_figures;
use super::papers::summary_file;
use super::{BranchYear, in_a_line, obstacle_list};
use crate::app::{Session, years};
use crate::ledger::RecordId;
use crate::registers::{APPRAISAL_GRADES, title};
use crate::reports::{appraisal_grade, suggestion_words};
use crate::scoring::{AnnualRow, excellent_at_most};
use crate::ui::components::{
    Button, ButtonKind, Choice, Icon, Opt, Stat, Stats, TextInput, use_toasts,
};
use crate::ui::pages::table_files::table_buttons;
use crate::ui::undoing::offer_undo;
use crate::ui::words::points;

/// The rows of the members; follows the ledger.
type AnnualRows = Memo<Arc<Vec<AnnualRow>>>;

/// The side of the results. What is above the list follows the ledger as a whole, each member's line
/// by itself: a form that is open in it stays.
pub(super) fn decisions_view(about: BranchYear) -> AnyView {
    let session = expect_context::<Session>();
    let about = StoredValue::new(about);
    let open = RwSignal::new(None::<RecordId>);
    let rows: AnnualRows = Memo::new_with_compare(
        move |_| {
            about.with_value(|about| {
                Arc::new(session.with_scores(|ledger, scores| about.rows(ledger, scores)))
            })
        },
        |_, _| true,
    );
    let members = Memo::new(move |_| {
        rows.with(|rows| rows.iter().map(|row| row.months.member.clone()).collect::<Vec<_>>())
    });
    let head = move || {
        let rows = rows.get();
        let assessed = rows.iter().filter(|row| row.points.is_some()).count();
        let best = rows.iter().filter(|row| row.decision.as_deref() == Some("excellent"));
        let best = best.count();
        about.with_value(|about| {
            view! {
                <Stats>
                    <Stat figure=assessed.to_string() unit="人" label="参评"/>
                    <Stat figure=format!("{best}/{}", excellent_at_most(assessed)) unit="人"
                        label="评定优秀" hint="最多三分之一"/>
                </Stats>
                {obstacle_list(session, about)}
                {year_figures(session, about, &rows)}
            }
            .into_any()
        })
    };
    let file = move || Some(about.with_value(|about| summary_file(session, about)));
    view! {
        {head}
        <ul class="year-list">
            <For each=move || members.get() key=RecordId::clone
                children=move |member| item(session, about, rows, member, open)/>
        </ul>
        <div class="row">{table_buttons("", ButtonKind::Plain, file)}</div>
    }
    .into_any()
}

fn or_dash(tenths: Option<i32>) -> String {
    tenths.map_or_else(|| "—".to_owned(), points)
}

fn item(
    session: Session,
    about: StoredValue<BranchYear>,
    rows: AnnualRows,
    member: RecordId,
    open: RwSignal<Option<RecordId>>,
) -> AnyView {
    let (shown, own) = (member.clone(), member.clone());
    let row = Memo::new_with_compare(
        move |_| rows.with(|rows| rows.iter().find(|row| row.months.member == own).cloned()),
        |_, _| true,
    );
    let is_open = Memo::new(move |_| open.with(|open| open.as_ref() == Some(&shown)));
    let named = member.clone();
    let name = move || session.with_ledger(|ledger| title(ledger, &named));
    let numbers = move || {
        row.get().map(|row| {
            format!(
                "年度积分 {}（{} 个月），测评 {}，综合 {}",
                or_dash(row.points),
                row.months.mean.count,
                or_dash(row.appraisal),
                or_dash(row.total)
            )
        })
    };
    let words = move || {
        let row = row.get()?;
        let suggested = match suggestion_words(&row) {
            "" => "还没有建议".to_owned(),
            words => format!("建议{words}"),
        };
        let decided = match appraisal_grade(row.decision.as_deref()) {
            "" => "还没有评定".to_owned(),
            words => format!("评定{words}"),
        };
        Some(format!("{suggested}，{decided}"))
    };
    let form = move || is_open.get().then(|| form(session, about, row, open));
    view! {
        <li class="year-item">
            <strong class="year-name">{name}</strong>
            <span class="year-numbers">{numbers}</span>
            <span class="quiet-line">{words}</span>
            <Button label="评定" icon=Icon::Edit on_click=move |()| {
                open.update(|open| *open = (open.as_ref() != Some(&member)).then(|| member.clone()));
            }/>
            {form}
        </li>
    }
    .into_any()
}

fn form(
    session: Session,
    about: StoredValue<BranchYear>,
    row: Memo<Option<AnnualRow>>,
    open: RwSignal<Option<RecordId>>,
) -> AnyView {
    let toasts = use_toasts();
    let (start, why) = row.with_untracked(|row| {
        let decided = row
            .as_ref()
            .and_then(|row| row.decision.clone().or_else(|| row.suggestion.map(str::to_owned)));
        let why = row.as_ref().map(|row| row.reason.clone());
        (decided.unwrap_or_default(), why.unwrap_or_default())
    });
    let grade = RwSignal::new(start);
    let reason = RwSignal::new(why);
    let error = RwSignal::new(String::new());
    let options: Vec<Opt> =
        APPRAISAL_GRADES.iter().map(|(code, label)| Opt::new(*code, *label)).collect();
    let save = move |()| {
        let (decided, why) = (grade.get_untracked(), reason.get_untracked());
        let Some(row) = row.get_untracked() else { return };
        let differs = row.suggestion.is_some_and(|suggested| suggested != decided);
        if !decided.is_empty() && differs && why.trim().is_empty() {
            return error.set("与建议不同的，请写明理由".to_owned());
        }
        let member = &row.months.member;
        let outcome = about.with_value(|about| {
            years::decide(session, (&about.branch, about.year), member, &decided, &why)
        });
        match outcome {
            Ok(()) => {
                open.set(None);
                offer_undo(session, toasts, "已存下评定");
            }
            Err(found) => error.set(in_a_line(session, found)),
        }
    };
    view! {
        <div class="year-form">
            <Choice options=Signal::stored(options) value=grade clearable=true label="评定等次"
                on_change=move |value: String| grade.set(value)/>
            <TextInput value=reason label="与建议不同的理由" placeholder="与建议不同的理由"
                on_change=move |text: String| reason.set(text)/>
            {move || {
                let text = error.get();
                (!text.is_empty()).then(|| view! { <p class="form-error" role="alert">{text}</p> })
            }}
            <Button label="存下评定" icon=Icon::Check on_click=save/>
        </div>
    }
    .into_any()
}

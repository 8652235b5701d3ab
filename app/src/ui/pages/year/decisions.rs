//! Results and suggestions, member by member, and what the branch decided beside them.

use leptos::prelude::*;

use super::figures::year_figures;
use super::papers::summary_file;
use super::{About, obstacle_list};
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

/// The side of the results.
pub(super) fn decisions_view(about: About) -> AnyView {
    let session = expect_context::<Session>();
    let about = StoredValue::new(about);
    let open = RwSignal::new(None::<RecordId>);
    let content = move || {
        about.with_value(|about| {
            let rows = session.scores(|ledger, board| about.rows(ledger, board));
            let assessed = rows.iter().filter(|row| row.points.is_some()).count();
            let best = rows.iter().filter(|row| row.decision.as_deref() == Some("excellent"));
            let best = best.count();
            let items: Vec<_> = rows.iter().map(|row| item(session, about, row, open)).collect();
            view! {
                <Stats>
                    <Stat figure=assessed.to_string() unit="人" label="参评"/>
                    <Stat figure=format!("{best}/{}", excellent_at_most(assessed)) unit="人"
                        label="评定优秀" hint="最多三分之一"/>
                </Stats>
                {obstacle_list(session, about)}
                {year_figures(session, about, &rows)}
                <ul class="year-list">{items}</ul>
            }
            .into_any()
        })
    };
    let file = move || Some(about.with_value(|about| summary_file(session, about)));
    view! {
        {content}
        <div class="row">{table_buttons("", ButtonKind::Plain, file)}</div>
    }
    .into_any()
}

fn or_dash(tenths: Option<i32>) -> String {
    tenths.map_or_else(|| "—".to_owned(), points)
}

fn item(
    session: Session,
    about: &About,
    row: &AnnualRow,
    open: RwSignal<Option<RecordId>>,
) -> AnyView {
    let member = row.months.member.clone();
    let name = session.peek(|ledger| title(ledger, &member));
    let numbers = format!(
        "年度积分 {}（{} 个月），测评 {}，综合 {}",
        or_dash(row.points),
        row.months.mean.count,
        or_dash(row.appraisal),
        or_dash(row.total)
    );
    let suggested = match suggestion_words(row) {
        "" => "还没有建议".to_owned(),
        words => format!("建议{words}"),
    };
    let decided = match appraisal_grade(row.decision.as_deref()) {
        "" => "还没有评定".to_owned(),
        words => format!("评定{words}"),
    };
    let (about, row) = (about.clone(), row.clone());
    let shown = member.clone();
    let form = move || {
        let is_open = open.with(|open| open.as_ref() == Some(&shown));
        is_open.then(|| form(session, &about, &row, open))
    };
    view! {
        <li class="year-item">
            <strong class="year-name">{name.clone()}</strong>
            <span class="year-numbers">{numbers}</span>
            <span class="quiet-line">{suggested}"，"{decided}</span>
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
    about: &About,
    row: &AnnualRow,
    open: RwSignal<Option<RecordId>>,
) -> AnyView {
    let toasts = use_toasts();
    let start = row.decision.clone().or_else(|| row.suggestion.map(str::to_owned));
    let grade = RwSignal::new(start.unwrap_or_default());
    let reason = RwSignal::new(row.reason.clone());
    let error = RwSignal::new(String::new());
    let options: Vec<Opt> =
        APPRAISAL_GRADES.iter().map(|(code, label)| Opt::new(*code, *label)).collect();
    let (about, member, suggestion) = (about.clone(), row.months.member.clone(), row.suggestion);
    let save = move |()| {
        let (decided, why) = (grade.get_untracked(), reason.get_untracked());
        let differs = suggestion.is_some_and(|suggested| suggested != decided);
        if !decided.is_empty() && differs && why.trim().is_empty() {
            return error.set("与建议不同的，请写明理由".to_owned());
        }
        match years::decide(session, &about.branch, about.year, &member, &decided, &why) {
            Ok(()) => {
                open.set(None);
                offer_undo(session, toasts, "已存下评定");
            }
            Err(text) => error.set(text),
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

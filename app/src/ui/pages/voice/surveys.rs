//! 满意度情况: the surveys of a month by department, beside last month and last year.

use leptos::prelude::*;

use super::month_of_page::{month_input, month_of};
use super::table_view::table_view;
use super::{first_step, hospital_name};
use crate::app::routes::Route;
use crate::app::{Session, SidePage, today};
use crate::ledger::RecordId;
use crate::registers::{AUDIENCES, Context, SATISFACTION, SATISFACTION_SCHEMA};
use crate::reports::voice::{
    SurveyLine, SurveySheet, audience_word, change_words, questions_table, surveys_table,
};
use crate::reports::{Table, share_text};
use crate::ui::components::{Button, ButtonKind, Choice, Empty, Icon, Opt, Page, Stat, Stats};
use crate::ui::pages::paper_document::{paper_documents, paper_form, print_named, sample_note};
use crate::ui::pages::table_files::table_buttons;

/// The page.
pub fn surveys_page(_register: &'static str) -> AnyView {
    let session = expect_context::<Session>();
    let month = month_of(SidePage::Surveys);
    let audience = RwSignal::new("outpatient".to_owned());
    let sheet = Memo::new(move |_| {
        session.with_ledger(|ledger| {
            SurveySheet::of(&Context::new(ledger, today()), &audience.get(), month.get())
        })
    });
    let tables = move || {
        let (name, audience, month) =
            (session.with_ledger(hospital_name), audience.get(), month.get());
        sheet.with(|sheet| {
            let questions = questions_table(&name, &audience, month, sheet);
            (surveys_table(&name, &audience, month, sheet), questions)
        })
    };
    let print = move |()| print_named(session, &untrack(tables).0.title);
    let options = AUDIENCES.iter().map(|(code, word)| Opt::new(*code, *word));
    let options: Vec<Opt> = options.collect();
    let body = move || {
        if sheet.with(|sheet| sheet.lines.is_empty()) {
            return view! {
                <Empty title="这个月没有登记这类满意度" text="逐个科室登记，或从表格一起导入。"
                    action=move || first_step(&SATISFACTION_SCHEMA)/>
            }
            .into_any();
        }
        let addresses = sheet.with(|sheet| sheet.all_lines().map(address).collect::<Vec<_>>());
        let (table, questions) = tables();
        view! {
            {total_view(sheet)}
            <section class="sheet pad stack">
                <h2 class="section-heading">"各科室"</h2>
                {table_view(&table, &addresses)}
            </section>
            {questions.map(|table| view! {
                <section class="sheet pad stack">
                    <h2 class="section-heading">"各题"</h2>
                    {table_view(&table, &addresses)}
                </section>
            })}
            <div class="row">
                {table_buttons("", ButtonKind::Plain, move || {
                    let table = untrack(tables).0;
                    Some((table.title.clone(), table))
                })}
            </div>
        }
        .into_any()
    };
    let paper = move || {
        let (table, questions) = tables();
        let documents: Vec<_> = [table]
            .into_iter()
            .chain(questions)
            .map(|table: Table| paper_form(session, table))
            .collect();
        paper_documents(&documents, sample_note(session))
    };
    view! {
        <Page
            title="满意度情况"
            crumbs=Signal::derive(move || {
                vec![audience_word(&audience.get()).to_owned(), month.get().label()]
            })
            back=Route::list(&SATISFACTION).href()
            controls=move || view! {
                <div class="month-controls">
                    <Choice options=Signal::stored(options.clone()) value=audience label="对象"
                        on_change=move |code| audience.set(code)/>
                    {month_input(SidePage::Surveys, month)}
                </div>
            }
            action=move || view! {
                <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print on_click=print/>
            }
        >
            <div class="wide stack">{body}</div>
            <div class="paper-only">{paper}</div>
        </Page>
    }
    .into_any()
}

/// Where the record of a line is; nowhere for the total.
fn address(line: &SurveyLine) -> String {
    line.record.parse::<RecordId>().map_or_else(|_| String::new(), |id| Route::detail(&id).href())
}

/// The figures of all departments together, or of the one survey of the whole hospital.
fn total_view(sheet: Memo<SurveySheet>) -> AnyView {
    let of = move |words: fn(&SurveyLine) -> String| {
        Signal::derive(move || {
            sheet.with(|sheet| {
                let line = sheet.total.as_ref().or(sheet.lines.first());
                line.map_or_else(String::new, words)
            })
        })
    };
    view! {
        <section class="sheet pad stack" aria-label="合计">
            <Stats>
                <Stat figure=of(|line| line.issued.to_string()) label="发放" unit="份"/>
                <Stat figure=of(|line| line.valid.to_string()) label="有效" unit="份"/>
                <Stat figure=of(|line| share_text(line.valid, line.issued)) label="有效率"/>
                <Stat figure=of(|line| line.rate.words()) label="满意率"/>
                <Stat figure=of(|line| change_words(line.rate, line.last_month)) label="比上月" unit="百分点"/>
                <Stat figure=of(|line| change_words(line.rate, line.last_year)) label="比去年同月" unit="百分点"/>
            </Stats>
        </section>
    }
    .into_any()
}

//! 回访情况: how many were reached in a month, and what they said, as far as it may be told.

use leptos::prelude::*;

use super::month_of_page::{month_input, month_of};
use super::table_view::table_view;
use super::{first_step, hospital_name};
use crate::app::routes::Route;
use crate::app::{Session, SidePage, today};
use crate::registers::{CALLBACK, Context, DRAW, DRAW_SCHEMA};
use crate::reports::voice::{CallbackRates, callbacks_table};
use crate::ui::components::{Button, ButtonKind, Empty, Icon, LinkButton, Page, Stat, Stats};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};
use crate::ui::pages::table_files::table_buttons;

/// The page.
pub fn callbacks_page(_register: &'static str) -> AnyView {
    let session = expect_context::<Session>();
    let month = month_of(SidePage::CallBacks);
    let rates = Memo::new(move |_| {
        session.with_ledger(|ledger| CallbackRates::of(&Context::new(ledger, today()), month.get()))
    });
    let table = move || {
        let name = session.with_ledger(hospital_name);
        rates.with(|rates| callbacks_table(&name, month.get(), rates))
    };
    let print = move |()| print_named(session, &untrack(table).title);
    let count = move |of: fn(&CallbackRates) -> String| Signal::derive(move || rates.with(of));
    let body = move || {
        match rates.with(|rates| rates.lines.is_empty()) {
        true => view! {
            <Empty title="这个月没有回访" text="先抽出要回访的，再一键登记，逐件拨打。"
                action=move || first_step(&DRAW_SCHEMA)/>
        }
        .into_any(),
        false => view! {
            <section class="sheet pad stack" aria-label="合计">
                <Stats>
                    <Stat figure=count(|rates| rates.total.all.to_string()) label="抽取" unit="件"/>
                    <Stat figure=count(|rates| rates.total.reached.to_string()) label="已回访" unit="件"/>
                    <Stat figure=count(|rates| rates.total.unreached.to_string()) label="未接通" unit="件"/>
                    <Stat figure=count(|rates| rates.total.others.to_string()) label="号码不对、不愿接受" unit="件"/>
                    <Stat figure=count(|rates| rates.total.waiting.to_string()) label="待回访" unit="件"/>
                    <Stat figure=count(|rates| rates.total.rate.words()) label="满意率"/>
                </Stats>
            </section>
            <section class="sheet pad stack">
                <h2 class="section-heading">"各科室"</h2>
                {table_view(&table(), &[])}
            </section>
            <div class="row">
                {table_buttons("", ButtonKind::Plain, move || {
                    let table = untrack(table);
                    Some((table.title.clone(), table))
                })}
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <Page
            title="回访情况"
            crumbs=Signal::derive(move || vec![month.get().label()])
            back=Route::list(&CALLBACK).href()
            controls=move || view! {
                <div class="month-controls">
                    <LinkButton label="抽取记录" href=Route::list(&DRAW).href()/>
                    {month_input(SidePage::CallBacks, month)}
                </div>
            }
            action=move || view! {
                <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print on_click=print/>
            }
        >
            <div class="wide stack">{body}</div>
            <div class="paper-only">
                {move || paper_document(&paper_form(session, table()), sample_note(session))}
            </div>
        </Page>
    }
    .into_any()
}

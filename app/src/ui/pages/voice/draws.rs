//! 抽取单: a draw with its method, for the screen and for paper; those who were drawn become call-backs.

use leptos::prelude::*;

use super::first_step;
use super::table_view::table_view;
use crate::app::routes::Route;
use crate::app::{Location, Session, SidePage, today};
use crate::ledger::{Ledger, Record, RecordId};
use crate::registers::{Context, DRAW, DRAW_SCHEMA, name_of};
use crate::reports::Table;
use crate::reports::voice::{draft_callbacks, draw_slip, without_callback};
use crate::ui::components::{
    Button, ButtonKind, Empty, Icon, LinkButton, Page, PickOption, RecordPicker, use_toasts,
};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};
use crate::ui::undoing::offer_undo;

/// The page.
pub fn draws_page(_register: &'static str) -> AnyView {
    let (session, toasts) = (expect_context::<Session>(), use_toasts());
    let place = expect_context::<Location>();
    let chosen = Memo::new(move |was: Option<&Option<RecordId>>| match place.route() {
        Route::RecordSide(SidePage::DrawSlip, id) => Some(id),
        Route::Side(_, SidePage::DrawSlip, _) => None,
        // While another page comes.
        _ => was.cloned().flatten(),
    });
    let draws = Memo::new(move |_| session.with_ledger(draws));
    let shown = Memo::new(move |_| {
        let is_there = |id: &RecordId| draws.with(|all| all.contains(id));
        chosen.get().filter(is_there).or_else(|| draws.with(|all| all.first().cloned()))
    });
    let options = Signal::derive(move || {
        session.with_ledger(|ledger| {
            let option = |id: &RecordId| PickOption {
                id: id.to_string(),
                label: name_of(ledger, id),
                ..PickOption::default()
            };
            draws.with(|all| all.iter().map(option).collect::<Vec<_>>())
        })
    });
    let slip = Memo::new(move |_| -> Option<Table> {
        let id = shown.get()?;
        session.with_ledger(|ledger| ledger.record(&id).map(|record| draw_slip(&record)))
    });
    let lacking = Memo::new(move |_| {
        let Some(id) = shown.get() else { return 0 };
        session.with_ledger(|ledger| {
            let context = Context::new(ledger, today());
            ledger.record(&id).map_or(0, |draw| without_callback(&context, &draw).len())
        })
    });
    let make = move |()| {
        let Some(id) = shown.get_untracked() else { return };
        let mut draft = session.draft("create", "");
        let count = session.with_ledger_untracked(|ledger| {
            let context = Context::new(ledger, today());
            ledger.record(&id).map_or(0, |draw| draft_callbacks(&mut draft, &context, &draw))
        });
        match session.commit(draft) {
            Err(refusal) => toasts.say(refusal.to_string()),
            Ok(_) => offer_undo(session, toasts, format!("已登记 {count} 件待回访")),
        }
    };
    let print = move |()| {
        if let Some(table) = slip.get_untracked() {
            print_named(session, &table.title);
        }
    };
    let body = move || match slip.get() {
        None => view! {
            <Empty title="还没有抽取" text="三步：定名单，公布名单码，两人各给一半种子。"
                action=move || first_step(&DRAW_SCHEMA)/>
        }
        .into_any(),
        Some(table) => {
            let edit = shown.get().map(|id| {
                view! {
                    <LinkButton label="打开这次抽取" href=Route::detail(&id).href()/>
                }
            });
            view! {
                <section class="sheet pad stack">
                    <h2 class="section-heading">{table.subtitle.clone()}</h2>
                    {table.rows.is_empty().then(|| view! {
                        <p class="quiet-line">"还没有抽：名单码公布以后，由两人给出种子。"</p>
                    })}
                    {table_view(&table, &[])}
                    <div class="row">
                        {edit}
                        {move || (lacking.get() > 0).then(|| view! {
                            <Button label=format!("登记回访（{}）", lacking.get()) icon=Icon::Check on_click=make/>
                        })}
                    </div>
                </section>
            }
            .into_any()
        }
    };
    let value = Signal::derive(move || shown.get().map(|id| id.to_string()).unwrap_or_default());
    let choose = move |id: String| {
        if let Ok(id) = id.parse() {
            place.go_instead(&Route::RecordSide(SidePage::DrawSlip, id));
        }
    };
    let has_some = Memo::new(move |_| slip.with(Option::is_some));
    view! {
        <Page
            title="抽取单"
            crumbs=Signal::stored(Vec::new())
            back=Route::list(&DRAW).href()
            controls=move || view! {
                <div class="month-controls">
                    {move || has_some.get().then(|| view! {
                        <RecordPicker options value placeholder="选择抽取"
                            on_change=choose/>
                    })}
                </div>
            }
            action=move || has_some.get().then(|| view! {
                <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print on_click=print/>
            })
        >
            <div class="wide stack">{body}</div>
            <div class="paper-only">
                {move || slip.get().map(|table| {
                    paper_document(&paper_form(session, table), sample_note(session))
                })}
            </div>
        </Page>
    }
    .into_any()
}

/// The draws, the latest first.
fn draws(ledger: &Ledger) -> Vec<RecordId> {
    let mut all: Vec<Record<'_>> = ledger.records(DRAW.name).collect();
    let latest =
        |one: &Record<'_>| (std::cmp::Reverse(one.text("drawn_on").to_owned()), one.id().clone());
    crate::ordered::sort_by_key(&mut all, latest);
    all.iter().map(|one| one.id().clone()).collect()
}

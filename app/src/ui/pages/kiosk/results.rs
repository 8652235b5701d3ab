//! 评价结果: what was answered in a month, and how many answers wait on this tablet.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::kiosk::kiosk_waiting;
use crate::app::routes::Route;
use crate::app::{Location, Session, SidePage, today};
use crate::kiosk::KioskTarget;
use crate::ledger::{Month, RecordId};
use crate::registers::{Context, HOSPITAL, KIOSK_MONTH, name_of};
use crate::reports::voice::KioskResults;
use crate::reports::{Align, Table};
use crate::ui::components::{
    Button, ButtonKind, Icon, LinkButton, MonthInput, Page, SimpleTable, TableCell, TableColumn,
    TableRow,
};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_named, sample_note};

/// The page.
pub fn results_page(_register: &'static str) -> AnyView {
    let (session, place) = (expect_context::<Session>(), expect_context::<Location>());
    let month = Memo::new(move |was: Option<&Month>| match place.route() {
        Route::Side(_, SidePage::KioskResults, month) => {
            month.unwrap_or_else(|| Month::of(today()))
        }
        _ => was.copied().unwrap_or_else(|| Month::of(today())),
    });
    let go = move |text: String| {
        if let Ok(month) = text.parse() {
            place.go_instead(&Route::Side(KIOSK_MONTH.name, SidePage::KioskResults, Some(month)));
        }
    };
    let results = Memo::new(move |_| {
        let month = month.get();
        session.with_ledger(|ledger| KioskResults::of(&Context::new(ledger, today()), month))
    });
    let table = move || {
        let hospital = session.with_ledger(|ledger| {
            let record = ledger.record(&RecordId::keyed(HOSPITAL.name, ""));
            record.map_or("", |one| one.text("name")).to_owned()
        });
        results.with(|results| results.table(&hospital, &month.get().label()))
    };
    let print = move |()| {
        let title = untrack(table).title;
        print_named(session, &title);
    };
    let is_empty = Memo::new(move |_| results.with(|results| results.lines.is_empty()));
    view! {
        <Page
            title="评价结果"
            crumbs=Signal::derive(move || vec![month.get().label()])
            back=Route::list(&KIOSK_MONTH).href()
            controls=move || view! {
                <MonthInput value=Signal::derive(move || month.get().to_string()) on_change=go/>
            }
            action=move || view! {
                <LinkButton label="交给病人评价" href=SidePage::KioskHandover.route().href()/>
                <Button label="打印" kind=ButtonKind::Primary icon=Icon::Print on_click=print/>
            }
        >
            <div class="wide stack">
                {waiting_view(session, month)}
                {move || if is_empty.get() {
                    view! { <p class="quiet-line">"这个月还没有够 10 份的评价。"</p> }.into_any()
                } else {
                    table_on_screen(&table())
                }}
            </div>
            <div class="paper-only">
                {move || paper_document(&paper_form(session, table()), sample_note(session))}
            </div>
        </Page>
    }
    .into_any()
}

/// How many answers of the month wait on this tablet.
fn waiting_view(session: Session, month: Memo<Month>) -> AnyView {
    let waiting = RwSignal::new(Vec::<(KioskTarget, i64)>::new());
    Effect::new(move |_| {
        let month = month.get();
        // What was taken in since is not waiting any more.
        session.with_registers(&[KIOSK_MONTH.name], |_| ());
        spawn_local(async move {
            let found = kiosk_waiting(session, month).await;
            waiting.try_set(found);
        });
    });
    let name = move |target: &KioskTarget| {
        session.with_ledger(|ledger| match &target.doctor {
            Some(doctor) => name_of(ledger, doctor),
            None => name_of(ledger, &target.department),
        })
    };
    let lines = move || {
        let lines = waiting.get().into_iter().map(|(target, count)| {
            view! { <li>{format!("{}：{count} 份", name(&target))}</li> }
        });
        lines.collect::<Vec<_>>()
    };
    view! {
        <Show when=move || waiting.with(|all| !all.is_empty())>
            <section class="sheet pad stack" aria-labelledby="kiosk-waiting">
                <h2 class="section-heading" id="kiosk-waiting">"在这台设备上等满 10 份的"</h2>
                <ul>{lines}</ul>
                <p class="quiet-line">"只知道份数。满 10 份就汇入台账；到月底还不满的，只记份数，不出分。"</p>
            </section>
        </Show>
    }
    .into_any()
}

fn table_on_screen(table: &Table) -> AnyView {
    let columns = table.columns.iter().enumerate().map(|(at, column)| {
        let name = at.to_string();
        if column.align == Align::End {
            TableColumn::number(&name, &column.label)
        } else {
            TableColumn::text(&name, &column.label)
        }
    });
    let columns: Vec<TableColumn> = columns.collect();
    let rows = table.rows.iter().enumerate().map(|(at, cells)| {
        TableRow::new(at.to_string(), cells.iter().cloned().map(TableCell::new).collect())
    });
    let rows: Vec<TableRow> = rows.collect();
    let notes = table.notes.join("");
    view! {
        <section class="sheet branch-table">
            <SimpleTable caption=table.subtitle.clone() hide_caption=true
                columns=Signal::stored(columns) rows=Signal::stored(rows)/>
        </section>
        <p class="quiet-line">{notes}</p>
    }
    .into_any()
}

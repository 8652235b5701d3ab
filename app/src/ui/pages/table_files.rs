//! What pages of tables share: the buttons that hand one over, as a workbook and as CSV, and the
//! choice of taking in what a workbook hides.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::{Session, TableFile, hand_over_tables};
use crate::browser::files::HandedOver;
use crate::reports::Table;
use crate::tables::grid::NamedGrid;
use crate::ui::components::{Button, ButtonKind, Field, Icon, ToastHandle, Toggle, use_toasts};

/// Both buttons for a table and the name of its file. `what` tells the buttons of several tables on
/// one page apart; empty where there is one.
pub fn table_buttons(
    what: &str,
    kind: ButtonKind,
    table: impl Fn() -> Option<(String, Table)> + Clone + Send + Sync + 'static,
) -> AnyView {
    let (session, toasts) = (expect_context::<Session>(), use_toasts());
    let button = |label: String, file: fn(Table) -> TableFile| {
        let table = table.clone();
        let press = move |()| match untrack(&table) {
            Some((name, table)) => hand_over(session, toasts, name, file(table)),
            None => toasts.say("还没有表格可以导出"),
        };
        view! { <Button label kind icon=Icon::Export on_click=press/> }.into_any()
    };
    let label = if what.is_empty() { "导出表格".to_owned() } else { format!("导出{what}") };
    view! {
        {button(format!("{label}（.xlsx）"), |table| TableFile::Workbook(vec![table]))}
        {button(format!("导出{what} CSV"), TableFile::Csv)}
    }
    .into_any()
}

/// Hands tables over, and says how many rows that were, or what went wrong.
pub fn hand_over(session: Session, toasts: ToastHandle, name: String, file: TableFile) {
    let rows = match &file {
        TableFile::Workbook(tables) => tables.iter().map(|table| table.rows.len()).sum(),
        TableFile::Csv(table) => table.rows.len(),
    };
    spawn_local(async move {
        match hand_over_tables(session, &name, file).await {
            Ok(HandedOver::Cancelled) => {}
            Ok(_) => toasts.say(format!("已导出 {rows} 行")),
            Err(error) => toasts.say(error.to_string()),
        }
    });
}

/// What the chosen sheet hides, and whether it is taken in; nothing where it hides nothing.
pub fn hidden_view(
    sheets: RwSignal<Vec<NamedGrid>>,
    sheet: RwSignal<usize>,
    rows: RwSignal<bool>,
    columns: RwSignal<bool>,
    changed: Callback<()>,
) -> AnyView {
    let hidden = sheets.with_untracked(|sheets| {
        sheets.get(sheet.get_untracked()).map(|sheet| sheet.grid.hidden().clone())
    });
    let hidden = hidden.unwrap_or_default();
    let choice = |count: usize, what: &'static str, taken: RwSignal<bool>| {
        (count > 0).then(|| {
            view! {
                <Field label=format!("原表隐藏的{what}") wide=true>
                    <Toggle
                        label=format!("也读入这 {count} {what}")
                        help="在 Excel 里隐藏或筛选掉的，不选就不读"
                        value=taken
                        on_change=move |on| {
                            taken.set(on);
                            changed.run(());
                        }
                    />
                </Field>
            }
        })
    };
    view! {
        {choice(hidden.rows.len(), "行", rows)}
        {choice(hidden.columns.len(), "列", columns)}
    }
    .into_any()
}

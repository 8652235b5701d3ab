//! The table: the heart of the app.

use leptos::{ev, prelude::*};

use super::{
    Mounted,
    simple_table::cell_text,
    table_grid::TableGrid,
    table_model::{SortBy, TableCell, TableColumn, TableRow, order},
};
use crate::browser::chinese::names_by_strokes;

/// A table with head and first column in place, of any number of rows. A tap or Enter opens a cell
/// (`on_cell`) or row (`on_row`); arrows, Home, End and the page keys move as in Excel; Enter on the
/// open cell goes one down. To Tab the whole table is one stop.
#[component]
pub fn DataTable(
    /// What the table is, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The columns; the first one stays in place.
    #[prop(into)]
    columns: Signal<Vec<TableColumn>>,
    /// The rows.
    #[prop(into)]
    rows: Signal<Vec<TableRow>>,
    /// A last row that stays in place: means, totals.
    #[prop(optional, into)]
    footer: Signal<Vec<TableCell>>,
    /// Called with the id of the row tapped.
    #[prop(optional, into)]
    on_row: Option<Callback<String>>,
    /// Called with the row's id and the column's key of the cell tapped; comes before `on_row`.
    #[prop(optional, into)]
    on_cell: Option<Callback<(String, String)>>,
    /// What is open beside: row id and column key; an empty key marks the row only, an empty id the
    /// column's head.
    #[prop(optional, into)]
    selected: Signal<(String, String)>,
    /// Called with the key of a column whose head was tapped, of those that tell of it.
    #[prop(optional, into)]
    on_head: Option<Callback<String>>,
    /// While something is open beside, it follows the arrows.
    #[prop(optional)]
    follows: bool,
    /// Many narrow columns: less space around their texts.
    #[prop(optional)]
    tight: bool,
    /// Low rows.
    #[prop(optional, into)]
    compact: Signal<bool>,
    /// The order, where the page wants to know or set it.
    #[prop(optional)]
    sort: Option<RwSignal<Option<SortBy>>>,
    /// Takes the height that is left in a page or split that fills.
    #[prop(optional)]
    fill: bool,
) -> impl IntoView {
    let mounted = Mounted::here();
    let columns = Memo::new(move |_| columns.get());
    let rows = Memo::new(move |_| rows.get());
    let sort = sort.unwrap_or_else(|| RwSignal::new(None));
    let order = Memo::new(move |_| {
        columns.with(|c| rows.with(|r| sort.with(|s| order(c, r, s.as_ref(), &names_by_strokes()))))
    });
    let cursor = RwSignal::new((String::new(), 0));
    let cursor_row = Memo::new(move |_| {
        cursor.with(|(id, _)| {
            rows.with(|rows| order.with(|o| o.iter().position(|&i| rows[i].id == *id))).unwrap_or(0)
        })
    });
    let grid = TableGrid {
        columns,
        rows,
        order,
        selected,
        on_row,
        on_cell,
        on_head,
        follows,
        sort,
        cursor,
        cursor_row,
        anchor: RwSignal::new(None),
        mounted,
        scroller: NodeRef::new(),
        first: RwSignal::new(0),
        seen: RwSignal::new(20),
        height: RwSignal::new(44.0),
        whole: RwSignal::new(false),
    };
    let handles = [
        window_event_listener(ev::resize, move |_| grid.measure()),
        // Not on the table: a browser tells it where the marked text is, not where the focus is.
        window_event_listener(ev::copy, move |event| grid.copy(&event)),
        window_event_listener_untyped("beforeprint", move |_| grid.whole.set(true)),
        window_event_listener_untyped("afterprint", move |_| grid.whole.set(false)),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    Effect::new(move |_| {
        grid.rows.track();
        grid.order.track();
        grid.reordered();
    });
    Effect::new(move |_| {
        grid.rows.track();
        compact.track();
        mounted.next_frame(move || grid.measure());
    });

    let window = Memo::new(move |_| grid.window());
    let spacer = move |count: usize| {
        (count > 0).then(|| {
            let height = format!("{}px", count as f64 * grid.height.get());
            view! { <tr class="table-spacer" aria-hidden="true"><td style:height=height></td></tr> }
        })
    };
    let footer = move || {
        let cells = footer.get();
        (!cells.is_empty()).then(|| {
            let cells = columns.with(|c| {
                c.iter()
                    .zip(&cells)
                    .map(|(column, cell)| view! { <td class=column.class(cell.tone)>{cell_text(column, cell)}</td> })
                    .collect::<Vec<_>>()
            });
            view! { <tfoot><tr>{cells}</tr></tfoot> }
        })
    };
    view! {
        <div
            class="table-box"
            class:is-fill=fill
            class:is-compact=move || compact.get()
            node_ref=grid.scroller
            tabindex=move || if grid.cursor_is_shown(window.get()) { "-1" } else { "0" }
            role="group"
            aria-label=move || label.get()
            on:scroll=mounted.on(move |_| grid.scrolled())
            on:keydown=move |event| grid.key(&event)
        >
            <table
                class="table"
                class:is-tappable=on_row.is_some() || on_cell.is_some()
                class:is-tight=tight
                role="grid"
                aria-label=move || label.get()
                aria-rowcount=move || (rows.with(Vec::len) + 1).to_string()
                aria-colcount=move || columns.with(Vec::len).to_string()
                style:min-width=move || format!("{}rem", columns.with(|c| c.iter().map(TableColumn::rem).sum::<f32>()))
            >
                <colgroup>
                    {move || columns.with(|c| c.iter().map(|c| {
                        view! { <col style:width=format!("{}rem", c.rem()) /> }
                    }).collect::<Vec<_>>())}
                </colgroup>
                <thead on:keydown=move |event| grid.head_key(&event)>{move || grid.head()}</thead>
                <tbody
                    on:click=move |event| grid.tapped(&event)
                    on:focusin=mounted.on(move |event: web_sys::FocusEvent| grid.focused(&event))
                >
                    {move || spacer(window.get().start)}
                    <For each=move || window.get() key=|at| *at children=move |at| grid.row(at) />
                    {move || spacer(rows.with(Vec::len) - window.get().end)}
                </tbody>
                {footer}
            </table>
        </div>
    }
    .into_any()
}

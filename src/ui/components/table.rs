//! The table: the heart of the app.

use std::{cmp::Ordering, collections::HashMap, ops::Range};

use leptos::{ev, html, prelude::*};
use wasm_bindgen::{JsCast, JsValue};

use super::{
    Icon,
    simple_table::cell_text,
    table_keys::{Go, Press, go},
    table_model::{Cell, CellTone, Column, ColumnKind, Row, SortBy, headings, order},
};

/// Up to this many rows are all in the page; of more, only those near the window.
const ALL: usize = 60;
/// The window moves in steps of so many rows, and so many more are ready on either side.
const STRIDE: usize = 10;

/// What the parts of one table share.
#[derive(Clone, Copy)]
struct Grid {
    columns: Memo<Vec<Column>>,
    rows: Memo<Vec<Row>>,
    order: Memo<Vec<usize>>,
    places: Memo<HashMap<String, usize>>,
    selected: Signal<(String, String)>,
    on_row: Option<Callback<String>>,
    on_cell: Option<Callback<(String, String)>>,
    sort: RwSignal<Option<SortBy>>,
    /// The cell that has or had the focus: row id and column.
    cursor: RwSignal<(String, usize)>,
    scroller: NodeRef<html::Div>,
    /// First row of the window, rows seen at once, and the height of a row.
    first: RwSignal<usize>,
    seen: RwSignal<usize>,
    height: RwSignal<f64>,
    /// All rows are in the page: while printing.
    whole: RwSignal<bool>,
    /// Esc was pressed: Tab leaves.
    loose: RwSignal<bool>,
}

/// A table with head and first column in place, of any number of rows. A tap or Enter opens a cell
/// (`on_cell`) or row (`on_row`); arrows, Tab, Home, End and the page keys move as in Excel; Enter on
/// the open cell goes one down. Esc, then Tab leaves the table.
#[component]
pub fn DataTable(
    /// What the table is, for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// The columns; the first one stays in place.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// The rows.
    #[prop(into)]
    rows: Signal<Vec<Row>>,
    /// A last row that stays in place: means, totals.
    #[prop(optional, into)]
    footer: Signal<Vec<Cell>>,
    /// Called with the id of the row tapped.
    #[prop(optional, into)]
    on_row: Option<Callback<String>>,
    /// Called with the row's id and the column's key of the cell tapped; comes before `on_row`.
    #[prop(optional, into)]
    on_cell: Option<Callback<(String, String)>>,
    /// What is open beside: row id and column key; an empty key marks the row only.
    #[prop(optional, into)]
    selected: Signal<(String, String)>,
    /// The order, where the page wants to know or set it.
    #[prop(optional)]
    sort: Option<RwSignal<Option<SortBy>>>,
    /// Takes the height that is left in a page or split that fills.
    #[prop(optional)]
    fill: bool,
) -> impl IntoView {
    let columns = Memo::new(move |_| columns.get());
    let rows = Memo::new(move |_| rows.get());
    let sort = sort.unwrap_or_else(|| RwSignal::new(None));
    let order = Memo::new(move |_| {
        columns.with(|c| rows.with(|r| sort.with(|s| order(c, r, s.as_ref(), &by_strokes()))))
    });
    let places = Memo::new(move |_| {
        rows.with(|rows| {
            order.with(|o| o.iter().enumerate().map(|(at, &i)| (rows[i].id.clone(), at)).collect())
        })
    });
    let grid = Grid {
        columns,
        rows,
        order,
        places,
        selected,
        on_row,
        on_cell,
        sort,
        cursor: RwSignal::new((String::new(), 0)),
        scroller: NodeRef::new(),
        first: RwSignal::new(0),
        seen: RwSignal::new(20),
        height: RwSignal::new(44.0),
        whole: RwSignal::new(false),
        loose: RwSignal::new(false),
    };
    let handles = [
        window_event_listener(ev::resize, move |_| grid.measure()),
        window_event_listener_untyped("beforeprint", move |_| grid.whole.set(true)),
        window_event_listener_untyped("afterprint", move |_| grid.whole.set(false)),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
    Effect::new(move |_| {
        grid.rows.track();
        request_animation_frame(move || grid.measure());
    });

    let window = Memo::new(move |_| grid.window());
    let listed = move || {
        let Range { start, end } = window.get();
        rows.with(|r| {
            order.with(|o| o[start..end].iter().map(|&i| r[i].id.clone()).collect::<Vec<_>>())
        })
    };
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
            node_ref=grid.scroller
            tabindex=move || if grid.cursor_is_shown(window.get()) { "-1" } else { "0" }
            role="group"
            aria-label=move || label.get()
            on:scroll=move |_| grid.scrolled()
            on:focus=move |_| grid.focus_cursor()
        >
            <table
                class="table"
                class:is-tappable=on_row.is_some() || on_cell.is_some()
                role="grid"
                aria-label=move || label.get()
                aria-rowcount=move || (rows.with(Vec::len) + 1).to_string()
                aria-colcount=move || columns.with(Vec::len).to_string()
                style:min-width=move || format!("{}rem", columns.with(|c| c.iter().map(Column::rem).sum::<f32>()))
            >
                <colgroup>
                    {move || columns.with(|c| c.iter().map(|c| {
                        view! { <col style:width=format!("{}rem", c.rem()) /> }
                    }).collect::<Vec<_>>())}
                </colgroup>
                <thead on:keydown=move |event| grid.head_key(&event)>{move || grid.head()}</thead>
                <tbody
                    on:click=move |event| grid.tapped(&event)
                    on:keydown=move |event| grid.key(&event)
                    on:focusin=move |event| grid.focused(&event)
                >
                    {move || spacer(window.get().start)}
                    <For each=listed key=String::clone children=move |id| grid.row(id) />
                    {move || spacer(rows.with(Vec::len) - window.get().end)}
                </tbody>
                {footer}
            </table>
        </div>
    }
    .into_any()
}

/// Compares names by strokes, as Party papers list them.
fn by_strokes() -> impl Fn(&str, &str) -> Ordering {
    let locales = js_sys::Array::of1(&JsValue::from_str("zh-u-co-stroke"));
    let compare = js_sys::Intl::Collator::new(&locales, &js_sys::Object::new()).compare();
    move |a: &str, b: &str| {
        let found = compare.call2(&JsValue::NULL, &JsValue::from_str(a), &JsValue::from_str(b));
        found.ok().and_then(|v| v.as_f64()).unwrap_or(0.0).total_cmp(&0.0)
    }
}

impl Grid {
    fn window(&self) -> Range<usize> {
        let count = self.rows.with(Vec::len);
        if count <= ALL || self.whole.get() {
            return 0..count;
        }
        let first = self.first.get().min(count);
        let start = first.saturating_sub(STRIDE);
        start..(first + self.seen.get() + 2 * STRIDE).min(count)
    }

    fn cursor_is_shown(&self, window: Range<usize>) -> bool {
        let (row, _) = self.cursor_now();
        window.contains(&row)
    }

    /// Where the cursor is now: its row may have gone.
    fn cursor_now(&self) -> (usize, usize) {
        self.cursor
            .with(|(id, column)| (self.places.with(|p| p.get(id).copied()).unwrap_or(0), *column))
    }

    /// Learns the height of a row, and how many are seen.
    fn measure(&self) {
        let Some(Some(scroller)) = self.scroller.try_get_untracked() else { return };
        if let Ok(Some(row)) = scroller.query_selector("tbody tr[data-id]") {
            let height = row.get_bounding_client_rect().height();
            if height > 0.0 && (height - self.height.get_untracked()).abs() > 0.1 {
                self.height.set(height);
            }
        }
        let seen = (f64::from(scroller.client_height()) / self.height.get_untracked()) as usize + 1;
        if seen != self.seen.get_untracked() {
            self.seen.set(seen);
        }
    }

    fn scrolled(&self) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let _ = scroller.class_list().toggle_with_force("is-moved", scroller.scroll_left() > 0);
        let row = (f64::from(scroller.scroll_top()) / self.height.get_untracked()) as usize;
        let first = row / STRIDE * STRIDE;
        if first != self.first.get_untracked() {
            self.first.set(first);
            self.measure();
        }
    }

    fn row(self, id: String) -> impl IntoView {
        let key = id.clone();
        let at = Memo::new(move |_| self.places.with(|p| p.get(&key).copied()));
        let row = Memo::new(move |_| {
            let at = at.get()?;
            let index = self.order.with(|o| o.get(at).copied())?;
            self.rows.with(|r| r.get(index).cloned())
        });
        let key = id.clone();
        let open = Memo::new(move |_| self.selected.with(|(r, c)| (*r == key).then(|| c.clone())));
        let focus = Memo::new(move |_| {
            let (row, column) = self.cursor_now();
            (Some(row) == at.get()).then_some(column)
        });
        let cells = move || {
            let (open, focus) = (open.get(), focus.get());
            self.columns.with(|columns| {
                row.with(|row| {
                    let cells = row.as_ref().map(|r| r.cells.as_slice()).unwrap_or_default();
                    columns
                        .iter()
                        .zip(cells)
                        .enumerate()
                        .map(|(i, (column, cell))| {
                            let here = open.as_deref() == Some(column.key.as_str());
                            let mut class = column.class(cell.tone);
                            if here {
                                class.push_str(" is-open");
                            }
                            view! {
                                <td
                                    class=class
                                    role=(i == 0).then_some("rowheader")
                                    tabindex=if focus == Some(i) { "0" } else { "-1" }
                                    title=(!cell.title.is_empty()).then(|| cell.title.clone())
                                    data-c=i.to_string()
                                    aria-selected=here.then_some("true")
                                >
                                    {cell_text(column, cell)}
                                </td>
                            }
                        })
                        .collect::<Vec<_>>()
                })
            })
        };
        view! {
            <tr
                data-id=id
                class:is-open=move || open.with(Option::is_some)
                aria-rowindex=move || at.get().map(|at| (at + 2).to_string())
            >
                {cells}
            </tr>
        }
    }

    fn head(self) -> impl IntoView {
        self.columns.with(|columns| {
            let over = headings(columns);
            let two = over.iter().any(|(name, _)| !name.is_empty());
            let first = two.then(|| {
                let mut at = 0;
                let cells = over
                    .into_iter()
                    .map(|(name, span)| {
                        let i = at;
                        at += span;
                        if name.is_empty() {
                            self.head_cell(i, &columns[i], true)
                        } else {
                            view! { <th scope="colgroup" class="cell table-group" colspan=span.to_string()>{name}</th> }
                                .into_any()
                        }
                    })
                    .collect::<Vec<_>>();
                view! { <tr class="table-groups">{cells}</tr> }
            });
            let second = columns
                .iter()
                .enumerate()
                .filter(|(_, c)| !two || !c.group.is_empty())
                .map(|(i, c)| self.head_cell(i, c, false))
                .collect::<Vec<_>>();
            view! { {first}<tr>{second}</tr> }
        })
    }

    fn head_cell(self, at: usize, column: &Column, both: bool) -> AnyView {
        let label = column.label.clone();
        let title = (!column.title.is_empty()).then(|| column.title.clone());
        let key = column.key.clone();
        let sorted = Memo::new({
            let key = key.clone();
            move |_| self.sort.with(|s| s.as_ref().filter(|s| s.key == key).map(|s| s.descending))
        });
        let figures = column.kind == ColumnKind::Number;
        let face = if column.sortable {
            let press = move |_| {
                self.sort.set(match sorted.get_untracked() {
                    None => Some(SortBy { key: key.clone(), descending: figures }),
                    Some(way) if way == figures => {
                        Some(SortBy { key: key.clone(), descending: !figures })
                    }
                    Some(_) => None,
                });
            };
            view! {
                <button type="button" class="table-sort" tabindex="-1" data-h=at.to_string() on:click=press>
                    <span>{label}</span>
                    {move || sorted.get().map(|down| if down { Icon::Down.view() } else { Icon::Up.view() })}
                </button>
            }
            .into_any()
        } else {
            view! { <span class="table-label">{label}</span> }.into_any()
        };
        view! {
            <th
                scope="col"
                class=column.class(CellTone::Normal)
                rowspan=both.then_some("2")
                title=title
                aria-sort=move || sorted.get().map(|down| if down { "descending" } else { "ascending" })
            >
                {face}
            </th>
        }
        .into_any()
    }

    /// The row's id and the column of the cell that an event came from.
    fn cell_of(&self, event: &web_sys::Event) -> Option<(String, usize)> {
        let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        let cell = target.closest("td[data-c]").ok()??;
        let row = cell.closest("tr[data-id]").ok()??;
        Some((row.get_attribute("data-id")?, cell.get_attribute("data-c")?.parse().ok()?))
    }

    fn open(&self, id: String, column: usize) {
        if let Some(callback) = self.on_cell {
            let key = self.columns.with_untracked(|c| c.get(column).map(|c| c.key.clone()));
            callback.run((id, key.unwrap_or_default()));
        } else if let Some(callback) = self.on_row {
            callback.run(id);
        }
    }

    fn tapped(&self, event: &web_sys::MouseEvent) {
        if let Some((id, column)) = self.cell_of(event) {
            self.open(id, column);
        }
    }

    fn focused(&self, event: &web_sys::FocusEvent) {
        if let Some(place) = self.cell_of(event)
            && self.cursor.with_untracked(|c| *c != place)
        {
            self.loose.set(false);
            self.cursor.set(place);
        }
    }

    fn key(&self, event: &web_sys::KeyboardEvent) {
        if event.alt_key() || event.is_composing() {
            return;
        }
        let key = event.key();
        if key == "Tab" && self.loose.get_untracked() {
            self.loose.set(false);
            return;
        }
        let at = untrack(|| self.cursor_now());
        let size = (self.rows.with_untracked(Vec::len), self.columns.with_untracked(Vec::len));
        let page = self.seen.get_untracked().saturating_sub(3).max(1);
        let ctrl = event.ctrl_key() || event.meta_key();
        let press = Press { key: &key, shift: event.shift_key(), ctrl };
        let Some(go) = go(&press, at, size, page) else { return };
        if go == Go::Loosen {
            // Esc is also for what stands around the table.
            self.loose.set(true);
            return;
        }
        event.prevent_default();
        match go {
            Go::Cell(row, column) => self.go_to(row, column),
            Go::Head(column) => self.focus_head(column),
            Go::Open => self.enter(at, key == "Enter"),
            Go::Loosen => {}
        }
    }

    /// Opens the cell; Enter on one that is open already goes one down and opens that.
    fn enter(&self, (row, column): (usize, usize), onward: bool) {
        let tappable = self.on_cell.is_some() || self.on_row.is_some();
        let Some(id) = self.id_at(row) else { return };
        let key = self.columns.with_untracked(|c| c.get(column).map(|c| c.key.clone()));
        let key = key.unwrap_or_default();
        let is_open =
            self.selected.with_untracked(|(r, c)| *r == id && (c.is_empty() || *c == key));
        if tappable && !(is_open && onward) {
            self.open(id, column);
            return;
        }
        let last = self.rows.with_untracked(Vec::len).saturating_sub(1);
        if row < last {
            self.go_to(row + 1, column);
            if let Some(id) = self.id_at(row + 1).filter(|_| tappable) {
                self.open(id, column);
            }
        }
    }

    fn id_at(&self, row: usize) -> Option<String> {
        let index = self.order.with_untracked(|o| o.get(row).copied())?;
        self.rows.with_untracked(|r| r.get(index).map(|r| r.id.clone()))
    }

    fn go_to(&self, row: usize, column: usize) {
        let Some(id) = self.id_at(row) else { return };
        self.cursor.set((id, column));
        self.focus_cursor();
    }

    /// Brings the cursor's row into the page, and the focus to its cell.
    fn focus_cursor(&self) {
        let (row, column) = untrack(|| self.cursor_now());
        let Some(scroller) = self.scroller.get_untracked() else { return };
        if !untrack(|| self.window()).contains(&row) {
            let top = row as f64 * self.height.get_untracked();
            scroller.set_scroll_top((top - f64::from(scroller.client_height()) / 2.0) as i32);
            self.scrolled();
        }
        let Some(id) = self.id_at(row) else { return };
        request_animation_frame(move || {
            let rows = scroller.query_selector_all("tbody tr[data-id]").ok();
            let found = rows.and_then(|rows| {
                (0..rows.length())
                    .filter_map(|i| rows.get(i)?.dyn_into::<web_sys::Element>().ok())
                    .find(|e| e.get_attribute("data-id").as_deref() == Some(id.as_str()))
            });
            let cell = found.and_then(|row| row.children().item(column as u32));
            if let Some(cell) = cell.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = cell.focus();
            }
        });
    }

    fn focus_head(&self, column: usize) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let found = scroller.query_selector(&format!("[data-h='{column}']")).ok().flatten();
        if let Some(e) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = e.focus();
        }
    }

    fn head_key(&self, event: &web_sys::KeyboardEvent) {
        let Some(target) = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok())
        else {
            return;
        };
        let Some(at) = target.get_attribute("data-h").and_then(|t| t.parse::<usize>().ok()) else {
            return;
        };
        match event.key().as_str() {
            "ArrowDown" => self.go_to(0, at),
            "ArrowRight" => self.focus_head(at + 1),
            "ArrowLeft" => self.focus_head(at.saturating_sub(1)),
            _ => return,
        }
        event.prevent_default();
    }
}

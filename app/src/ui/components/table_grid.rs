//! The state of one table, and how it scrolls and moves.

use std::ops::Range;

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

use super::{
    Mounted,
    dom::focused,
    table_keys::{Go, Press, go},
    table_model::{SortBy, TableColumn, TableRow},
};

/// Up to this many rows are all in the page; of more, only those near the window.
const ALL: usize = 60;
/// The window moves in steps of so many rows; as many are ready above, and below as many as one step
/// brings into sight.
const STRIDE: usize = 10;

/// The number of the first row in `aria-rowindex`, which counts from 1 and the head as well.
pub(super) const FIRST_ROW: usize = 2;

/// What the parts of one table share.
#[derive(Clone, Copy)]
pub(super) struct TableGrid {
    pub(super) columns: Memo<Vec<TableColumn>>,
    pub(super) rows: Memo<Vec<TableRow>>,
    pub(super) order: Memo<Vec<usize>>,
    pub(super) selected: Signal<(String, String)>,
    pub(super) on_row: Option<Callback<String>>,
    pub(super) on_cell: Option<Callback<(String, String)>>,
    pub(super) on_head: Option<Callback<String>>,
    /// Whether what is open beside follows the arrows.
    pub(super) follows: bool,
    pub(super) sort: RwSignal<Option<SortBy>>,
    /// The cell that has or had the focus: row id and column.
    pub(super) cursor: RwSignal<(String, usize)>,
    /// Where its row is now; the first one where it has gone.
    pub(super) cursor_row: Memo<usize>,
    /// From which cell on cells are picked, up to the cursor: row id and column.
    pub(super) anchor: RwSignal<Option<(String, usize)>>,
    pub(super) mounted: Mounted,
    pub(super) scroller: NodeRef<html::Div>,
    /// First row of the window, rows seen at once, and the height of a row.
    pub(super) first: RwSignal<usize>,
    pub(super) seen: RwSignal<usize>,
    pub(super) height: RwSignal<f64>,
    /// All rows are in the page: while printing.
    pub(super) whole: RwSignal<bool>,
}

impl TableGrid {
    pub(super) fn window(&self) -> Range<usize> {
        let count = self.rows.with(Vec::len);
        if count <= ALL || self.whole.get() {
            return 0..count;
        }
        let first = self.first.get().min(count);
        let start = first.saturating_sub(STRIDE);
        start..(first + self.seen.get() + STRIDE).min(count)
    }

    pub(super) fn cursor_is_shown(&self, window: Range<usize>) -> bool {
        let (row, _) = self.cursor_now();
        window.contains(&row)
    }

    /// Where the cursor is now.
    pub(super) fn cursor_now(&self) -> (usize, usize) {
        (self.cursor_row.get(), self.cursor.with(|(_, column)| *column))
    }

    /// Learns the height of a row, and how many are seen. A table that is hidden has none to tell.
    pub(super) fn measure(&self) {
        let scroller = self.scroller.get_untracked();
        let Some(scroller) = scroller.filter(|scroller| scroller.client_height() > 0) else {
            return;
        };
        if let Ok(Some(row)) = scroller.query_selector("tbody tr[aria-rowindex]") {
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

    pub(super) fn scrolled(&self) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let _ = scroller.class_list().toggle_with_force("is-moved", scroller.scroll_left() > 0);
        let row = (f64::from(scroller.scroll_top()) / self.height.get_untracked()) as usize;
        let first = row / STRIDE * STRIDE;
        if first != self.first.get_untracked() {
            self.keep_focus(scroller);
            self.first.set(first);
            self.measure();
        }
    }

    /// The rows are others, or in another order.
    pub(super) fn reordered(&self) {
        if let Some(scroller) = self.scroller.get_untracked() {
            self.keep_focus(scroller);
        }
    }

    /// If a cell has the focus: the row of the cursor may leave the page now, or move in it. The focus
    /// then goes to where its cell is, or waits on the box, where the keys are heard too.
    fn keep_focus(self, scroller: web_sys::HtmlDivElement) {
        let inside = |e: &HtmlElement| {
            scroller.contains(Some(e)) && e.closest("tbody td").is_ok_and(|c| c.is_some())
        };
        if !focused().is_some_and(|e| inside(&e)) {
            return;
        }
        self.mounted.next_frame(move || {
            let now = focused();
            let is_elsewhere =
                |e: &HtmlElement| !scroller.contains(Some(e)) && e.tag_name() != "BODY";
            if now.as_ref().is_some_and(is_elsewhere) {
                return;
            }
            let (row, column) = untrack(|| self.cursor_now());
            let target = cell_at(&scroller, row, column).unwrap_or_else(|| scroller.into());
            if now.as_ref() != Some(&target) {
                let quiet = FocusOptions::new();
                quiet.set_prevent_scroll(true);
                let _ = target.focus_with_options(&quiet);
            }
        });
    }

    /// The row's id and the column of the cell that an event came from.
    pub(super) fn cell_of(&self, event: &web_sys::Event) -> Option<(String, usize)> {
        let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
        let cell = target.closest("tbody td").ok()??;
        let row = cell.closest("tr").ok()??.get_attribute("aria-rowindex")?;
        let cell: web_sys::HtmlTableCellElement = cell.unchecked_into();
        let at = row.parse::<usize>().ok()?.checked_sub(FIRST_ROW)?;
        Some((self.id_at(at)?, usize::try_from(cell.cell_index()).ok()?))
    }

    pub(super) fn open(&self, id: String, column: usize) {
        if let Some(callback) = self.on_cell {
            let key = self.columns.with_untracked(|c| c.get(column).map(|c| c.key.clone()));
            callback.run((id, key.unwrap_or_default()));
        } else if let Some(callback) = self.on_row {
            callback.run(id);
        }
    }

    pub(super) fn tapped(&self, event: &web_sys::MouseEvent) {
        if let Some((id, column)) = self.cell_of(event) {
            self.anchor.set(None);
            self.open(id, column);
        }
    }

    pub(super) fn focused(&self, event: &web_sys::FocusEvent) {
        if let Some(place) = self.cell_of(event)
            && self.cursor.with_untracked(|c| *c != place)
        {
            self.cursor.set(place);
        }
    }

    pub(super) fn key(&self, event: &web_sys::KeyboardEvent) {
        let on_box = event.target() == event.current_target();
        if event.alt_key() || event.is_composing() || !(on_box || self.cell_of(event).is_some()) {
            return;
        }
        let key = event.key();
        let at = untrack(|| self.cursor_now());
        let size = (self.rows.with_untracked(Vec::len), self.columns.with_untracked(Vec::len));
        let page = self.seen.get_untracked().saturating_sub(3).max(1);
        let ctrl = event.ctrl_key() || event.meta_key();
        let press = Press { key: &key, shift: event.shift_key(), ctrl };
        let Some(go) = go(&press, at, size, page) else { return };
        event.prevent_default();
        let picks = event.shift_key() && key.starts_with("Arrow");
        self.pick_from(picks);
        match go {
            Go::Cell(row, column) => {
                self.go_to(row, column);
                let is_open = self.selected.with_untracked(|(id, _)| !id.is_empty());
                if let Some(id) = self.id_at(row).filter(|_| self.follows && is_open && !picks) {
                    self.open(id, column);
                }
            }
            Go::Head(column) => self.focus_head(column),
            Go::Open => self.enter(at, key == "Enter"),
        }
    }

    /// Opens the cell; Enter on one that is open already goes one down and opens that.
    pub(super) fn enter(&self, (row, column): (usize, usize), onward: bool) {
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

    pub(super) fn id_at(&self, row: usize) -> Option<String> {
        let index = self.order.with_untracked(|o| o.get(row).copied())?;
        self.rows.with_untracked(|r| r.get(index).map(|r| r.id.clone()))
    }

    pub(super) fn go_to(&self, row: usize, column: usize) {
        let Some(id) = self.id_at(row) else { return };
        self.cursor.set((id, column));
        self.focus_cursor();
    }

    /// Brings the cursor's row into the page, and the focus to its cell.
    pub(super) fn focus_cursor(&self) {
        let (row, column) = untrack(|| self.cursor_now());
        let Some(scroller) = self.scroller.get_untracked() else { return };
        // At once where it can be: a Tab that follows in the same frame leaves the table.
        if let Some(cell) = cell_at(&scroller, row, column) {
            let _ = cell.focus();
            return;
        }
        if !untrack(|| self.window()).contains(&row) {
            let top = row as f64 * self.height.get_untracked();
            scroller.set_scroll_top((top - f64::from(scroller.client_height()) / 2.0) as i32);
            self.scrolled();
        }
        self.mounted.next_frame(move || {
            if let Some(cell) = cell_at(&scroller, row, column) {
                let _ = cell.focus();
            }
        });
    }

    pub(super) fn focus_head(&self, column: usize) {
        let Some(scroller) = self.scroller.get_untracked() else { return };
        let found = scroller.query_selector(&format!("[data-h='{column}']")).ok().flatten();
        if let Some(e) = found.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
            let _ = e.focus();
        }
    }

    pub(super) fn head_key(&self, event: &web_sys::KeyboardEvent) {
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

fn cell_at(scroller: &web_sys::Element, row: usize, column: usize) -> Option<HtmlElement> {
    let row = format!("tbody tr[aria-rowindex='{}']", row + FIRST_ROW);
    let row = scroller.query_selector(&row).ok()??;
    row.children().item(column as u32)?.dyn_into().ok()
}

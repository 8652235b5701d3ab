//! The keys of Excel among inputs that stand in rows: Enter and arrows.
//!
//! A row is marked by `data-row`; its inputs of figures are its columns, with those of texts that stand
//! within `data-cell`.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

/// The inputs that are cells.
const CELLS: &str = "input[inputmode=numeric], input[inputmode=decimal], [data-cell] input";

/// An input in a row.
pub struct RowCell {
    /// The input.
    pub input: HtmlInputElement,
    /// Its row.
    pub row: Element,
    /// Its place among the inputs of its row that are cells.
    pub column: usize,
}

impl RowCell {
    /// The one that an event is about.
    pub fn of(event: &Event) -> Option<Self> {
        let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
        let row = input.closest("[data-row]").ok().flatten()?;
        let column = cells(&row).iter().position(|one| *one == input)?;
        Some(Self { input, row, column })
    }

    /// All rows that are shown, in their order, within what an event is listened to on.
    pub fn all_rows(&self, event: &Event) -> Vec<Element> {
        rows_of(event).unwrap_or_default()
    }

    fn below(&self, event: &Event, by: isize) -> Option<HtmlInputElement> {
        let rows = rows_of(event)?;
        let own = rows.iter().position(|row| *row == self.row)?;
        let row = rows.get(own.checked_add_signed(by)?)?;
        cells(row).into_iter().nth(self.column)
    }

    /// The one beside, where the cursor is at that end or all is marked.
    fn beside(&self, by: isize) -> Option<HtmlInputElement> {
        let end = self.input.value().encode_utf16().count() as u32;
        let (from, to) = (
            self.input.selection_start().ok().flatten(),
            self.input.selection_end().ok().flatten(),
        );
        let is_all = from == Some(0) && to == Some(end);
        let edge = if by < 0 { 0 } else { end };
        if !is_all && (from != to || from != Some(edge)) {
            return None;
        }
        cells(&self.row).into_iter().nth(self.column.checked_add_signed(by)?)
    }
}

/// Moves among the inputs that are cells: Enter and the arrows. Whether it was such a key.
pub fn cell_key(event: &KeyboardEvent) -> bool {
    if event.default_prevented() || event.is_composing() {
        return false;
    }
    let Some(cell) = RowCell::of(event) else { return false };
    let to = match (&*event.key(), event.shift_key()) {
        ("Enter", false) => cell.below(event, 1).or_else(|| {
            // Nothing below takes the focus: what is typed is left all the same.
            let _ = cell.input.blur();
            Some(cell.input.clone())
        }),
        ("Enter", true) | ("ArrowUp", false) => cell.below(event, -1),
        ("ArrowDown", false) => cell.below(event, 1),
        ("ArrowLeft", false) => cell.beside(-1),
        ("ArrowRight", false) => cell.beside(1),
        _ => None,
    };
    let Some(to) = to else { return false };
    event.prevent_default();
    if to != cell.input {
        let _ = to.focus();
        // What is typed next takes the place of what stands.
        to.select();
    }
    true
}

fn rows_of(event: &Event) -> Option<Vec<Element>> {
    let list = event.current_target()?.dyn_into::<Element>().ok()?;
    elements(&list, "[data-row]:not([hidden])")
}

fn cells(row: &Element) -> Vec<HtmlInputElement> {
    let found = elements(row, CELLS).unwrap_or_default();
    found.into_iter().filter_map(|one| one.dyn_into().ok()).collect()
}

fn elements(within: &Element, selector: &str) -> Option<Vec<Element>> {
    let found = within.query_selector_all(selector).ok()?;
    let all = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok());
    Some(all.collect())
}

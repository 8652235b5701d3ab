//! A block copied out of Excel, pasted into the rows of a form.

use web_sys::ClipboardEvent;

use crate::registers::rows::columns;
use crate::registers::{Field, Kind};
use crate::tables::block_paste::BlockPaste;
use crate::ui::components::{RowCell, ToastHandle, clean_number};

use super::form_state::FormState;

/// How many decimals the figures of a column have; `None` where it has none.
pub fn decimals(column: &Field) -> Option<usize> {
    match column.kind {
        Kind::Count(..) => Some(0),
        Kind::Points(..) | Kind::Percent | Kind::Tenths(..) => Some(1),
        Kind::Money => Some(2),
        _ => None,
    }
}

/// Takes a block of figures into the rows of a table, from the cell with the focus or by the names of the
/// rows. A value alone goes into its input.
pub fn paste_block(
    state: FormState,
    field: &'static Field,
    toasts: ToastHandle,
    event: &ClipboardEvent,
) {
    // A table within a frame hears of it first.
    if event.default_prevented() {
        return;
    }
    let Some(cell) = RowCell::of(event) else { return };
    let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok());
    let rows: Vec<(String, String)> = cell
        .all_rows(event)
        .iter()
        .map(|row| {
            let of = |name: &str| row.get_attribute(name).unwrap_or_default();
            (of("data-row"), of("aria-label"))
        })
        .collect();
    let names: Vec<&str> = rows.iter().map(|(_, name)| name.as_str()).collect();
    let own = cell.row.get_attribute("data-row").unwrap_or_default();
    let row = rows.iter().position(|(key, _)| *key == own).unwrap_or(0);
    let figures: Vec<(&'static Field, usize)> =
        columns(field).iter().filter_map(|column| Some((column, decimals(column)?))).collect();
    let text = text.unwrap_or_default();
    let Some(paste) = BlockPaste::read(&text, &names, figures.len(), (row, cell.column)) else {
        return;
    };
    event.prevent_default();
    let count = paste.cells.len();
    for (row, column, text) in paste.cells {
        if let (Some((key, _)), Some((column, decimals))) = (rows.get(row), figures.get(column)) {
            state.set_cell((field, key), column, clean_number(&text, *decimals));
        }
    }
    state.check_field(field);
    let left = match paste.left_over {
        0 => String::new(),
        left => format!("，{left} 行没有对上，没有填"),
    };
    toasts.say(format!("已填入 {count} 格{left}"));
}

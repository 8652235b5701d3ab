//! Picking cells of a table by Shift and the arrows, and copying them as Excel takes them.

use std::ops::RangeInclusive;

use leptos::prelude::*;

use super::dom::focused;
use super::table_grid::TableGrid;

impl TableGrid {
    /// Picks cells from where the cursor is, or no more.
    pub(super) fn pick_from(&self, picks: bool) {
        let is_picking = self.anchor.with_untracked(Option::is_some);
        if picks && !is_picking {
            let (row, column) = untrack(|| self.cursor_now());
            self.anchor.set(self.id_at(row).map(|id| (id, column)));
        } else if !picks && is_picking {
            self.anchor.set(None);
        }
    }

    /// The rows and columns that are picked; `None` where it is not more than the cursor.
    pub(super) fn picked(&self) -> Option<(RangeInclusive<usize>, RangeInclusive<usize>)> {
        let (id, from_column) = self.anchor.get()?;
        let from_row = self.rows.with(|rows| {
            self.order.with(|order| order.iter().position(|&index| rows[index].id == id))
        })?;
        let (row, column) = self.cursor_now();
        let between = |one: usize, other: usize| one.min(other)..=one.max(other);
        Some((between(from_row, row), between(from_column, column)))
    }

    /// Copies the picked cells, or the row of the cursor: cells apart by tabs, rows by lines.
    pub(super) fn copy(&self, event: &web_sys::ClipboardEvent) {
        let scroller = self.scroller.get_untracked();
        if !scroller.zip(focused()).is_some_and(|(here, at)| here.contains(Some(&at))) {
            return;
        }
        // A text that was marked by hand is the browser's.
        let marked = window().get_selection().ok().flatten();
        if marked.is_some_and(|marked| !marked.is_collapsed()) {
            return;
        }
        let text = untrack(|| {
            let (rows, columns) = self.picked().unwrap_or_else(|| {
                let (row, _) = self.cursor_now();
                (row..=row, 0..=self.columns.with(Vec::len).saturating_sub(1))
            });
            let line = |at: usize| {
                let index = self.order.with(|order| order.get(at).copied())?;
                self.rows.with(|all| {
                    let cells = &all.get(index)?.cells;
                    let texts = columns.clone().map(|column| {
                        cells
                            .get(column)
                            .map_or("", |cell| cell.text.as_str())
                            .replace(['\t', '\n'], " ")
                    });
                    Some(texts.collect::<Vec<_>>().join("\t"))
                })
            };
            rows.filter_map(line).collect::<Vec<_>>().join("\n")
        });
        let Some(data) = event.clipboard_data().filter(|_| !text.is_empty()) else { return };
        if data.set_data("text/plain", &text).is_ok() {
            event.prevent_default();
        }
    }
}

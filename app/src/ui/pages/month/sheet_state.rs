//! What the parts of the month's sheet share.

use leptos::prelude::*;

use super::BranchMonth;
use crate::reports::MonthView;
use crate::scoring::Item;
use crate::ui::components::SortBy;

/// State of the sheet.
#[derive(Clone, Copy)]
pub(super) struct SheetState {
    /// Of which month.
    pub(super) about: StoredValue<BranchMonth>,
    /// The month as it is shown; `None` where it cannot be.
    pub(super) view: Memo<Option<MonthView>>,
    /// The places of the rows that are shown.
    pub(super) shown: Memo<Vec<usize>>,
    /// The order of the rows.
    pub(super) sort: RwSignal<Option<SortBy>>,
    /// The filters that are on.
    pub(super) active: RwSignal<Vec<String>>,
    /// The name searched for.
    pub(super) query: RwSignal<String>,
    /// Whether the rows are low.
    pub(super) compact: RwSignal<bool>,
}

impl SheetState {
    /// An item of the month's standard.
    pub(super) fn with_item<T>(self, id: &str, look: impl FnOnce(&Item) -> T) -> Option<T> {
        self.view.with(|view| {
            let standard = view.as_ref()?.standard.as_ref()?;
            standard.items.iter().find(|item| item.id == id).map(look)
        })
    }

    /// What the sheet is called.
    pub(super) fn label(self) -> String {
        self.with_view(|view| format!("{}{}月表", view.branch, view.month.label()))
    }

    /// Looks at the month, where it can be shown.
    pub(super) fn with_view<T: Default>(self, look: impl FnOnce(&MonthView) -> T) -> T {
        self.view.with(|view| view.as_ref().map(look).unwrap_or_default())
    }
}

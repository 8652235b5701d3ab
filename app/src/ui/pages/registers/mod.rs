//! The pages of registers: one list, one detail, one form and one print for all of them.

mod children;
mod deletion_choice;
mod detail;
mod detail_fields;
mod entries;
mod entry;
mod entry_values;
mod filters;
mod form;
mod form_draft;
mod form_overtaken;
mod form_problems;
mod form_state;
mod form_values;
mod history;
mod input_cell;
mod inputs;
mod just_done;
mod list;
mod listing;
mod member;
mod memory;
mod merge;
mod overview;
mod paper;
mod people_rows;
mod picks;
mod reader;
mod record_panel;
mod restoring;
mod roll;
mod row_grid;
mod row_parts;
mod row_paste;
mod row_table;
mod rule_picker;
mod tables;
pub(super) mod words;

use leptos::prelude::*;

use crate::app::Session;
use crate::app::routes::RegisterRoute;
use crate::ledger::{Month, RecordId};
use crate::registers::schema;
use crate::ui::components::{Empty, Page};

pub use form::entry_form_page;
pub(super) use form::{form_in_place, notices};
pub(super) use form_draft::is_left_unsaved;
pub(super) use form_state::FormState;
pub(super) use form_values::Preset;
pub use overview::registers_page;
pub(super) use record_panel::{close_first, record_panel, record_title};
pub(super) use row_grid::{RowSum, row_grid};
pub(super) use row_parts::row_error;
pub(super) use tables::cells;

use listing::Listing;

/// What a page of a register shows; going from one record to the next stays on the same list.
#[derive(Clone, PartialEq)]
enum RegisterSide {
    Browse,
    Edit(RecordId),
    New(Option<(RecordId, Option<Month>)>),
    Print,
}

/// The page of a register: its list with a record beside it, its form, or its print.
pub fn register_page(name: &'static str, route: Signal<RegisterRoute>) -> AnyView {
    let Some(schema) = schema(name) else {
        return view! { <Page title="没有这本台账"><Empty title="没有这本台账" /></Page> }
            .into_any();
    };
    let session = expect_context::<Session>();
    let listing = Listing::open(session, schema);
    Effect::new(move |_| {
        if route.with(|route| *route == RegisterRoute::Faulty) {
            listing.show_faulty();
        }
    });
    let side = Memo::new(move |_| match route.get() {
        RegisterRoute::List | RegisterRoute::Faulty | RegisterRoute::Detail(_) => {
            RegisterSide::Browse
        }
        RegisterRoute::New => RegisterSide::New(None),
        RegisterRoute::NewAbout(record, month) => RegisterSide::New(Some((record, month))),
        RegisterRoute::Edit(id) => RegisterSide::Edit(id),
        RegisterRoute::Print => RegisterSide::Print,
    });
    (move || match side.get() {
        RegisterSide::Browse => list::browse(listing, route),
        RegisterSide::Edit(id) => form::form_page(schema, Some(id), Preset::default()),
        RegisterSide::New(about) => {
            let preset = about.map(|(record, month)| Preset::about(schema, &record, month));
            form::form_page(schema, None, preset.unwrap_or_default())
        }
        RegisterSide::Print => paper::list_paper(listing),
    })
    .into_any()
}

//! The pages of registers: one list, one detail, one form and one print for all of them.

mod detail;
mod entries;
mod faulty;
mod filters;
mod form;
mod form_state;
mod history;
mod inputs;
mod list;
mod listing;
mod member;
mod memory;
mod merge;
mod overview;
mod paper;
mod picks;
mod reader;
mod roll;
mod words;

use leptos::prelude::*;

use crate::app::Session;
use crate::app::routes::RegisterRoute;
use crate::ledger::RecordId;
use crate::registers::schema;
use crate::ui::components::{Empty, Page};

pub use overview::registers_page;

use listing::Listing;

/// What a page of a register shows; going from one record to the next stays on the same list.
#[derive(Clone, PartialEq)]
enum RegisterSide {
    Browse,
    Form(Option<RecordId>),
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
        RegisterRoute::List
        | RegisterRoute::Faulty
        | RegisterRoute::Detail(_)
        | RegisterRoute::Import => RegisterSide::Browse,
        RegisterRoute::New => RegisterSide::Form(None),
        RegisterRoute::Edit(id) => RegisterSide::Form(Some(id)),
        RegisterRoute::Print => RegisterSide::Print,
    });
    (move || match side.get() {
        RegisterSide::Browse => list::browse(listing, route),
        RegisterSide::Form(id) => form::form_page(schema, id),
        RegisterSide::Print => paper::list_paper(listing),
    })
    .into_any()
}

//! 会议记录 and 签到表, as they are printed.

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{LifeRoute, LifeView, Session, today};
use crate::browser::chinese::names_by_strokes;
use crate::registers::Context;
use crate::reports::{Document, minutes, sign_in_sheet};
use crate::ui::components::{Empty, Page};
use crate::ui::pages::paper_document::{paper_document, print_button, sample_note};

/// The page of either.
pub fn minutes_page(route: Signal<LifeRoute>) -> AnyView {
    let session = expect_context::<Session>();
    let LifeRoute { view, record, .. } = route.get_untracked();
    let back = record.as_ref().map_or_else(LifeRoute::default, |id| LifeView::Roll.of(id));
    let document: Option<Document> = record.and_then(|id| {
        session.with_ledger_untracked(|ledger| {
            let record = ledger.record(&id).filter(|record| !record.is_deleted())?;
            let (context, by_name) = (Context::new(ledger, today()), names_by_strokes());
            Some(match view {
                LifeView::SignIn => sign_in_sheet(&record, &context, &by_name),
                _ => minutes(&record, &context, &by_name),
            })
        })
    });
    let name =
        document.as_ref().map(|one| format!("{}_{}", one.title, one.number)).unwrap_or_default();
    let body = match &document {
        Some(document) => paper_document(document, sample_note(session)),
        None => view! { <Empty title="这次活动不在这里"/> }.into_any(),
    };
    view! {
        <Page title=view.label() back=Route::Life(back).href()
            action=move || print_button(session, name)
        >
            {body}
        </Page>
    }
    .into_any()
}

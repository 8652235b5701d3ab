//! 本月待办 on one sheet of A4.

use leptos::prelude::*;

use super::About;
use crate::app::{LifeView, Session, today};
use crate::registers::title;
use crate::reports::{all_duties, duties_document};
use crate::ui::components::Page;
use crate::ui::pages::paper_document::{paper_document, print_button, sample_note};

pub(super) fn paper_page(session: Session, about: &About) -> AnyView {
    let back = about.route(LifeView::Duties).href();
    let branch = about.branch.clone();
    let name = session.with_ledger_untracked(|ledger| title(ledger, &branch));
    let crumbs = Signal::stored(vec![name.clone()]);
    let file = format!("本月待办_{name}");
    let note = sample_note(session);
    let paper = move || {
        let found = session.with_scores(|ledger, scores| {
            all_duties(ledger, scores, std::slice::from_ref(&branch), today())
        });
        paper_document(&duties_document(found, &name, today()), note)
    };
    view! {
        <Page
            title="本月待办"
            crumbs
            back=Signal::stored(back)
            action=move || print_button(session, file)
        >
            {paper}
        </Page>
    }
    .into_any()
}

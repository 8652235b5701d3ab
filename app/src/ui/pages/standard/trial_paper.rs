//! 试算 on paper.

use leptos::prelude::*;

use super::trial::{NO_MONTHS, Trial};
use super::{missing, with_in_force};
use crate::app::Session;
use crate::app::routes::StandardTab;
use crate::ledger::RecordId;
use crate::reports::what_if_table;
use crate::scoring::{difference_words, differences};
use crate::ui::components::{Empty, Page};
use crate::ui::pages::paper_document::{paper_document, paper_form, print_button, sample_note};

/// The page of a trial on paper, with the months that were chosen.
pub fn trial_paper_page(id: RecordId) -> AnyView {
    let session = expect_context::<Session>();
    let Some((draft, now)) = with_in_force(session, &id) else {
        return missing("要试算的一版不在本机、已删去或读不出来。");
    };
    let back = StandardTab::Try.of(&id).href();
    let crumbs = vec!["考核标准试算".to_owned(), draft.name.clone()];
    let Some(trial) = Trial::begin(session, draft.clone()) else {
        return view! {
            <Page title="打印预览" crumbs=Signal::stored(crumbs) back=Signal::stored(back)>
                <Empty title="还没有过完的月份" text=NO_MONTHS/>
            </Page>
        }
        .into_any();
    };
    let changed = now.map(|now| difference_words(&differences(&now, &draft))).unwrap_or_default();
    let file = format!("考核标准试算_{}", draft.name);
    let body = move || {
        let table = session.with_ledger(|ledger| {
            trial.found.with(|found| {
                let about = (&*draft.name, &*changed);
                what_if_table(ledger, about, trial.branch().as_ref(), &trial.months.get(), found)
            })
        });
        paper_document(&paper_form(session, table), sample_note(session))
    };
    view! {
        <Page
            title="打印预览"
            crumbs=Signal::stored(crumbs)
            back=Signal::stored(back)
            action=move || print_button(session, file)
        >
            {body}
        </Page>
    }
    .into_any()
}

//! Taking the rows as they are shown.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{RecordsImportState, RecordsStage, ReviewedTable, done};
use crate::app::{make_point, take_records};
use crate::browser::page;
use crate::storage::PointReason;
use crate::ui::pages::import_done::ImportDone;
use crate::ui::pages::table_review::{COMPARED_ANEW, CORRECTED_ANEW};

impl RecordsImportState {
    /// The comparison that is shown, made anew where the ledger or an answer is another by now;
    /// `None` where that comes out otherwise, which the page shows then: nothing is taken that was not
    /// shown.
    async fn as_shown(self) -> Option<Arc<ReviewedTable>> {
        if !self.is_at(RecordsStage::Taking) {
            return None;
        }
        let shown = self.reviewed.get_untracked()?;
        let is_stale = self.session.with_ledger_untracked(|ledger| shown.plan.is_stale(ledger));
        if !is_stale && shown.answers == self.answers() {
            return Some(shown);
        }
        let anew = Arc::new(self.reviewed_at(RecordsStage::Taking).await?);
        self.reviewed.set(Some(anew.clone()));
        if anew.plan.does_as(&shown.plan) {
            return Some(anew);
        }
        self.problem.set(if is_stale { COMPARED_ANEW } else { CORRECTED_ANEW }.to_owned());
        self.stage.set(RecordsStage::Review);
        None
    }

    /// Takes the rows that are new or changed.
    pub(super) fn take(self) {
        // What is still typed in a cell counts: a tap need not take the focus from it.
        page::leave_input();
        self.percent.set(-1.0);
        self.open.set(String::new());
        self.stage.set(RecordsStage::Taking);
        spawn_local(async move {
            page::yield_for_paint().await;
            if self.as_shown().await.is_none() {
                return;
            }
            let file = self.file.get_untracked();
            make_point(self.session, PointReason::Import, &file).await;
            // Another window may have written meanwhile.
            let Some(reviewed) = self.as_shown().await else { return };
            // As of before, so that what is new is called so.
            let told = done::told(self, &reviewed.plan);
            match take_records(self.session, &reviewed.plan, &file) {
                Ok(count) => {
                    let done = format!("已导入 {count} {}", self.schema.head.unit);
                    let edit = self.session.committed();
                    self.done.set(ImportDone { done, edit, ..told });
                    self.stage.set(RecordsStage::Done);
                }
                Err(error) => {
                    self.problem.set(format!("{error}；本机数据没有改动"));
                    self.stage.set(RecordsStage::Review);
                }
            }
        });
    }
}

//! Going from one ledger to another: where something of the first is in this page's memory alone, that
//! is said before, and offered as a file.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::{Session, export_bundle};
use crate::browser::clock;
use crate::exchange::export::ExportContent;
use crate::exchange::export::scope::Scope;
use crate::ledger::LedgerId;
use crate::ui::app_state::AppState;
use crate::ui::components::{Button, ButtonKind, Dialog};

/// Where one goes from a ledger.
#[derive(Clone, Copy)]
pub(super) enum Destination {
    /// To the choice of ledgers.
    Choice,
    /// To another ledger.
    Ledger(LedgerId),
    /// To the sample.
    Sample,
}

/// Going elsewhere, and the dialog that may come before.
#[derive(Clone, Copy)]
pub(super) struct Leaving {
    session: Session,
    app: AppState,
    /// Where one wants to go though something is not saved.
    wanted: RwSignal<Option<Destination>>,
    said: RwSignal<String>,
    busy: RwSignal<bool>,
}

impl Leaving {
    pub(super) fn new(session: Session, app: AppState) -> Self {
        let (wanted, said) = (RwSignal::new(None), RwSignal::new(String::new()));
        Self { session, app, wanted, said, busy: RwSignal::new(false) }
    }

    /// Goes there; where something is not saved, that is said instead.
    pub(super) fn go(self, to: Destination) {
        spawn_local(async move {
            if self.app.is_settled().await {
                self.leave(to).await;
            } else {
                self.said.set(String::new());
                self.wanted.set(Some(to));
            }
        });
    }

    async fn leave(self, to: Destination) {
        match to {
            Destination::Choice => self.app.leave(),
            Destination::Ledger(id) => self.app.enter(id).await,
            Destination::Sample => self.app.sample().await,
        }
    }

    fn save(self) {
        self.busy.set(true);
        spawn_local(async move {
            let saved = export_bundle(
                self.session,
                &ExportContent::Part(Scope::Everything),
                None,
                clock::now(),
            )
            .await;
            self.said.try_set(match saved {
                Ok(exported) => exported.words(),
                Err(error) => error.to_string(),
            });
            self.busy.try_set(false);
        });
    }

    /// The dialog.
    pub(super) fn view(self) -> AnyView {
        let close = move |()| self.wanted.set(None);
        let leave = move |()| {
            if let Some(to) = self.wanted.get_untracked() {
                spawn_local(self.leave(to));
            }
        };
        let title = Signal::derive(move || {
            self.session.saving.track();
            format!("有 {} 笔登记还没有存下", self.session.unsaved())
        });
        view! {
            <Dialog
                open=Signal::derive(move || self.wanted.with(Option::is_some))
                on_close=close
                title
                steady=true
                footer=move || view! {
                    <Button label="留在这里" on_click=close/>
                    <Button label="不要了，离开" kind=ButtonKind::Danger on_click=leave/>
                    <Button
                        label="存成文件"
                        kind=ButtonKind::Primary
                        busy=self.busy
                        on_click=move |()| self.save()
                    />
                }
            >
                <p>
                    "它们只在这个页面里，换到别处就可能没有了。请先存成文件：文件里是整本台账，以后导入就能补回。以前存下的都还在。"
                </p>
                <p role="status">{self.said}</p>
            </Dialog>
        }
        .into_any()
    }
}

//! The way to a backup, and when the last one was made.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::Route;
use crate::app::{Session, last_backup, today};
use crate::storage::{Backup, backup_words};
use crate::ui::components::{Icon, LinkButton};

pub(super) fn backup_view(session: Session) -> AnyView {
    let last = RwSignal::new(None::<Option<Backup>>);
    spawn_local(async move {
        let found = last_backup(session).await;
        last.try_set(Some(found));
    });
    let backup = move || {
        let last = last.get()?;
        Some(session.with_ledger(|ledger| backup_words(last.as_ref(), ledger, today())))
    };
    view! {
        <section class="sheet stack">
            <h3>"备份"</h3>
            <p>"导出全部，存成一个文件，放到别的地方。平板坏了、丢了，用它就能找回整本台账。"</p>
            <p class="figures">{backup}</p>
            <p>
                <LinkButton
                    label="导出全部（备份）"
                    href=Route::Exchange.href()
                    icon=Icon::Export
                />
            </p>
        </section>
    }
    .into_any()
}

//! The ledgers on this device: switching, the sample, taking one off.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::Session;
use crate::app::routes::Route;
use crate::storage::{LedgerEntry, LedgerKind};
use crate::ui::app_state::AppState;
use crate::ui::components::{Button, Confirm, LinkButton, StateChip, ToastHandle, Toggle, Tone};
use crate::ui::pages::leaving::{Destination, Leaving};

pub(super) fn ledgers_view(session: Session, app: AppState, toasts: ToastHandle) -> AnyView {
    let doomed = RwSignal::new(None::<LedgerEntry>);
    let leaving = Leaving::new(session, app);
    let here = session.entry().id;
    let rows = move || {
        let ledgers = app.ledgers.get().into_iter();
        ledgers
            .map(|entry| ledger_row(leaving, doomed, entry.id == here, entry))
            .collect::<Vec<_>>()
    };
    let has_sample =
        move || app.ledgers.with(|all| all.iter().any(|entry| entry.kind == LedgerKind::Sample));
    view! {
        <section class="sheet stack">
            <h3>"这台设备上的台账"</h3>
            <ul class="states">{rows}</ul>
            <div class="row">
                {move || (!has_sample()).then(|| view! {
                    <Button
                        label="试用示例"
                        on_click=move |()| leaving.go(Destination::Sample)
                    />
                })}
                <Button
                    label="新建或加入另一本"
                    on_click=move |()| leaving.go(Destination::Choice)
                />
            </div>
            {removal(session, app, toasts, doomed)}
            {leaving.view()}
        </section>
    }
    .into_any()
}

fn ledger_row(
    leaving: Leaving,
    doomed: RwSignal<Option<LedgerEntry>>,
    is_open: bool,
    entry: LedgerEntry,
) -> AnyView {
    let id = entry.id;
    let is_sample = entry.kind == LedgerKind::Sample;
    let note = if is_sample { "虚构的数据" } else { "正式台账" };
    let note = format!("{note}，{}建在这台设备上", entry.created.label());
    let (open_label, remove_label) =
        (format!("打开“{}”", entry.name), format!("移除“{}”", entry.name));
    let name = entry.name.clone();
    view! {
        <li class="state">
            <div class="grow">
                <p>{name}</p>
                <p class="small muted">{note}</p>
            </div>
            {if is_open {
                view! { <StateChip text="正打开着" tone=Signal::stored(Tone::Good)/> }.into_any()
            } else {
                view! {
                    <button
                        type="button"
                        class="quick"
                        aria-label=open_label
                        on:click=move |_| leaving.go(Destination::Ledger(id))
                    >"打开"</button>
                }
                .into_any()
            }}
            <button
                type="button"
                class="quick"
                aria-label=remove_label
                on:click=move |_| doomed.set(Some(entry.clone()))
            >"移除"</button>
        </li>
    }
    .into_any()
}

/// Taking a ledger off the device cannot be undone, so it takes two steps.
fn removal(
    session: Session,
    app: AppState,
    toasts: ToastHandle,
    doomed: RwSignal<Option<LedgerEntry>>,
) -> AnyView {
    let sure = RwSignal::new(false);
    let close = move |()| {
        doomed.set(None);
        sure.set(false);
    };
    let is_sample = move || {
        doomed.with(|entry| entry.as_ref().is_some_and(|entry| entry.kind == LedgerKind::Sample))
    };
    let title = Signal::derive(move || {
        doomed
            .with(|entry| entry.as_ref().map_or_else(String::new, |e| format!("移除“{}”", e.name)))
    });
    let can = move || is_sample() || sure.get();
    let remove = move |()| {
        let Some(entry) = doomed.get_untracked() else { return };
        close(());
        let was_open = entry.id == session.entry().id;
        spawn_local(async move {
            match app.delete_ledger(entry.id).await {
                Ok(()) => {
                    toasts.say(format!("“{}”已从这台设备移除", entry.name));
                    if was_open {
                        app.leave();
                    }
                }
                Err(error) => toasts.say(error.to_string()),
            }
        });
    };
    view! {
        <Confirm
            open=Signal::derive(move || doomed.with(Option::is_some))
            on_close=close
            title
            keep="不移除"
            label="从这台设备移除"
            erases=true
            disabled=Signal::derive(move || !can())
            on_confirm=remove
        >
            {move || if is_sample() {
                view! { <p>"示例以后还可以重新打开。在示例里做的登记会一起去掉。"</p> }.into_any()
            } else {
                view! {
                    <p>"移除以后这台设备上就没有这本台账了，不能撤销，只能用导出的文件或别的平板找回。"</p>
                    <p><LinkButton label="先去导出" href=Route::Exchange.href()/></p>
                    <Toggle
                        label="我已经有最新的导出文件，或别的平板上也有这本台账"
                        value=sure
                        on_change=move |on| sure.set(on)
                    />
                }
                .into_any()
            }}
        </Confirm>
    }
    .into_any()
}

//! 恢复到以前: the restore points, and going back to one. What that changes is said before.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::{Outlook, Session, go_back, look_at_point, restore_points};
use crate::storage::RestorePoint;
use crate::ui::components::{ButtonKind, Confirm, Notice, NoticeKind, ToastHandle};
use crate::ui::undoing::offer_undo;

/// A point that one may go back to, once it has been looked at.
#[derive(Clone)]
struct ChosenPoint {
    label: String,
    outlook: Rc<Outlook>,
}

type Choice = RwSignal<Option<ChosenPoint>, LocalStorage>;

pub(super) fn points_view(session: Session, toasts: ToastHandle) -> AnyView {
    let found = RwSignal::new(None::<Result<Vec<RestorePoint>, String>>);
    let chosen: Choice = RwSignal::new_local(None);
    spawn_local(async move {
        let points = restore_points(session).await.map_err(|error| error.to_string());
        found.try_set(Some(points));
    });
    let list = move || {
        match found.get() {
        None => ().into_any(),
        Some(Err(error)) => view! {
            <Notice kind=NoticeKind::Warn title="恢复点用不了" text=error/>
        }
        .into_any(),
        Some(Ok(points)) if points.is_empty() => view! {
            <p class="muted">"还没有恢复点。每天第一次打开时会自动存一个，导入文件、换新版本之前也会存。"</p>
        }
        .into_any(),
        Some(Ok(points)) => {
            let rows: Vec<AnyView> =
                points.into_iter().map(|point| point_row(session, toasts, chosen, point)).collect();
            view! { <ul class="states">{rows}</ul> }.into_any()
        }
    }
    };
    view! {
        <section class="sheet stack">
            <h3>"恢复到以前"</h3>
            <p>"改乱了，可以恢复成那时的样子。后来登记的不会丢，都在历史里，恢复本身也可以撤销。"</p>
            {list}
            {going_back(session, toasts, chosen)}
        </section>
    }
    .into_any()
}

fn point_row(
    session: Session,
    toasts: ToastHandle,
    chosen: Choice,
    point: RestorePoint,
) -> AnyView {
    let label = point.label();
    let note = format!("{}存下，{} 笔", point.taken.label(), point.edits);
    let name = label.clone();
    let aria = format!("恢复到这里：{label}");
    let busy = RwSignal::new(false);
    let look = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let label = name.clone();
        spawn_local(async move {
            match look_at_point(session, point.id).await {
                Ok(outlook) => {
                    // The page may be gone by now.
                    chosen.try_set(Some(ChosenPoint { label, outlook: Rc::new(outlook) }));
                }
                Err(error) => toasts.say(error.to_string()),
            }
            busy.try_set(false);
        });
    };
    view! {
        <li class="state">
            <div class="grow">
                <p>{label}</p>
                <p class="small muted figures">{note}</p>
            </div>
            <button
                type="button"
                class="quick"
                aria-label=aria
                aria-busy=move || busy.get().then_some("true")
                on:click=look
            >"恢复到这里"</button>
        </li>
    }
    .into_any()
}

/// The question, with what would change.
fn going_back(session: Session, toasts: ToastHandle, chosen: Choice) -> AnyView {
    let close = move |()| chosen.set(None);
    let is_nothing =
        move || chosen.with(|one| one.as_ref().is_none_or(|one| one.outlook.words.is_nothing()));
    let take = move |()| {
        let Some(ChosenPoint { label, outlook }) = chosen.get_untracked() else { return };
        close(());
        match go_back(session, &outlook, &label) {
            Ok(()) => offer_undo(session, toasts, format!("已恢复到“{label}”")),
            Err(error) => toasts.say(error.to_string()),
        }
    };
    let title = Signal::derive(move || {
        let label = chosen.with(|one| one.as_ref().map(|one| one.label.clone()));
        format!("恢复到“{}”", label.unwrap_or_default())
    });
    let content = move || {
        chosen.get().map(|one| {
            let words = &one.outlook.words;
            if words.is_nothing() {
                return view! { <p>"现在和那时一样，不用恢复。"</p> }.into_any();
            }
            let items = |lines: &[String]| -> Vec<AnyView> {
                let lines = lines.iter().cloned();
                lines.map(|line| view! { <li>{line}</li> }.into_any()).collect()
            };
            let locks = (!words.locks.is_empty()).then(|| {
                view! {
                    <Notice kind=NoticeKind::Warn title="有月份的锁定会变"/>
                    <ul>{items(&words.locks)}</ul>
                }
            });
            let redacted = words.is_redacted.then(|| {
                view! {
                    <p class="muted">"依法删除的个人信息不会恢复。"</p>
                }
            });
            view! {
                <p>"会这样改，作为一笔登记，可以撤销："</p>
                <ul>{items(&words.lines)}</ul>
                {locks}
                {redacted}
            }
            .into_any()
        })
    };
    view! {
        <Confirm
            open=Signal::derive(move || chosen.with(Option::is_some))
            on_close=close
            title
            keep="不恢复"
            label="恢复到这里"
            kind=ButtonKind::Primary
            disabled=Signal::derive(is_nothing)
            on_confirm=take
        >
            {content}
        </Confirm>
    }
    .into_any()
}

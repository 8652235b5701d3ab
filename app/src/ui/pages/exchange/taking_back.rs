//! 撤回导入: what goes, and what was built on it since, is said before.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::Route;
use crate::app::{Session, look_at_import, take_back_import};
use crate::browser::page;
use crate::storage::ImportId;
use crate::ui::components::{Confirm, ToastHandle};

/// An import that may be taken back.
#[derive(Clone, PartialEq)]
pub(super) struct TakeBackQuestion {
    id: ImportId,
    file: String,
    /// How many changes go and what was built on them, by line; `None` where that cannot be read.
    outcome: Option<(usize, usize, Vec<String>)>,
}

/// Looks at an import, and asks whether to take it back.
pub(super) fn ask(
    session: Session,
    doubtful: RwSignal<Option<TakeBackQuestion>>,
    id: ImportId,
    file: String,
) {
    spawn_local(async move {
        let looked = look_at_import(session, id).await.ok();
        let outcome = looked.map(|(found, lines)| (found.changes, found.built.len(), lines));
        // The page may be gone by now.
        doubtful.try_set(Some(TakeBackQuestion { id, file, outcome }));
    });
}

/// The question.
pub(super) fn dialog(
    session: Session,
    toasts: ToastHandle,
    doubtful: RwSignal<Option<TakeBackQuestion>>,
) -> AnyView {
    let close = move |()| doubtful.set(None);
    let take = move |()| {
        if let Some(one) = doubtful.get_untracked() {
            doubtful.set(None);
            take_back(session, toasts, one.id);
        }
    };
    let title = Signal::derive(move || {
        let file = doubtful.with(|one| one.as_ref().map(|one| one.file.clone()));
        format!("撤回“{}”", file.unwrap_or_default())
    });
    let text = move || {
        match doubtful.get().and_then(|one| one.outcome) {
        None => view! {
            <p>"读不出这次导入的内容，看不出后来在它上面改过什么。撤回只拿走这个文件带来的内容，以后还可以再导入。"</p>
        }
        .into_any(),
        Some((changes, 0, _)) => view! {
            <p>{format!("会拿走这个文件带来的 {changes} 处。导入以后没有在它们上面改过什么，别的内容都不变。")}</p>
            <p class="muted">"同一个文件以后还可以再导入。"</p>
        }
        .into_any(),
        Some((changes, built, lines)) => {
            let lines: Vec<AnyView> =
                lines.into_iter().map(|line| view! { <li>{line}</li> }.into_any()).collect();
            view! {
                <p>{format!("会拿走这个文件带来的 {changes} 处。")}</p>
                <p>{format!("导入以后，下面 {built} 条又改过，或者用到了它带来的内容。后来写的会留着，但可能不完整，撤回后请看一看：")}</p>
                <ul>{lines}</ul>
                <p class="muted">"同一个文件以后还可以再导入，那时就又齐全了。"</p>
            }
            .into_any()
        }
    }
    };
    view! {
        <Confirm
            open=Signal::derive(move || doubtful.with(Option::is_some))
            on_close=close
            title
            keep="不撤回"
            label="撤回导入"
            on_confirm=take
        >
            {text}
        </Confirm>
    }
    .into_any()
}

/// Takes an import back from the note about it, where nothing was built on it; otherwise leads to
/// the page that says what was.
pub(super) fn take_back_or_show(session: Session, toasts: ToastHandle, id: ImportId) {
    spawn_local(async move {
        match look_at_import(session, id).await {
            Ok((outcome, _)) if outcome.built.is_empty() => take_back(session, toasts, id),
            _ => {
                page::go(&Route::Exchange.href());
                toasts.say("导入以后又改过，请在“已导入的文件”里点“撤回”，看清楚再决定");
            }
        }
    });
}

/// Takes an import back, and says how that went.
fn take_back(session: Session, toasts: ToastHandle, id: ImportId) {
    spawn_local(async move {
        match take_back_import(session, id).await {
            Ok(()) => toasts.say("已撤回导入；同一个文件以后还可以再导入"),
            Err(error) => toasts.say(error.to_string()),
        }
    });
}

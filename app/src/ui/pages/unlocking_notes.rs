//! What the page of a locked tablet says of sealing: nothing is called locked before all of it is
//! sealed.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::locking::{count_clear, is_sealed_elsewhere};
use crate::app::routes::Route;
use crate::browser::page;
use crate::ui::app_state::AppState;

/// How often it is counted anew while something is in clear.
const EVERY_MILLIS: i32 = 2_000;

/// What is known of what is still in clear.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Clear {
    Looking,
    /// The stores could not be read.
    Unknown,
    Left(usize),
    /// Another page is about to seal it.
    Elsewhere(usize),
}

/// What is still in clear on a locked tablet.
#[derive(Clone, Copy)]
pub(super) struct SealingNotes {
    clear: RwSignal<Clear>,
    /// Whether a file was shared with the locked tablet, as far as the address says so.
    is_shared_to: bool,
}

impl SealingNotes {
    pub(super) fn new() -> Self {
        let is_shared_to = page::hash() == Route::Exchange.href();
        Self { clear: RwSignal::new(Clear::Looking), is_shared_to }
    }

    /// Counts until nothing is in clear any more, or the page goes on.
    pub(super) fn follow(self, app: AppState) {
        let Some(stores) = app.stores() else { return };
        spawn_local(async move {
            loop {
                let clear = match count_clear(&stores).await {
                    Some(0) => Clear::Left(0),
                    Some(left) if is_sealed_elsewhere().await => Clear::Elsewhere(left),
                    Some(left) => Clear::Left(left),
                    None => Clear::Unknown,
                };
                if self.clear.try_set(clear).is_some() || clear == Clear::Left(0) || app.has_lock()
                {
                    return;
                }
                page::pause(EVERY_MILLIS).await;
            }
        });
    }

    pub(super) fn title(self) -> Signal<&'static str> {
        Signal::derive(move || match self.clear.get() {
            Clear::Left(0) => "已锁定",
            _ => "请输入口令",
        })
    }

    pub(super) fn view(self) -> AnyView {
        let said = move || match self.clear.get() {
            Clear::Looking | Clear::Left(0) => None,
            Clear::Unknown => Some("没能查清是不是都加密完了，输入口令后会接着加密。".to_owned()),
            Clear::Left(left) => Some(format!("还有 {left} 处没有加密完，输入口令后接着加密。")),
            Clear::Elsewhere(left) => Some(format!("另一个窗口正在加密，还有 {left} 处。")),
        };
        let said = move || said().map(|said| view! { <p class="outside-lead">{said}</p> });
        let refused = self.is_shared_to.then(|| {
            view! {
                <p class="outside-lead">
                    "加了锁的设备不收别的应用共享来的文件。请打开以后，在“交换”里选择那个文件。"
                </p>
            }
        });
        view! {
            <div role="status">{said}</div>
            {refused}
        }
        .into_any()
    }
}

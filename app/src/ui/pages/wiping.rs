//! 清除本机数据: it cannot be undone, so it takes two steps.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::ui::app_state::AppState;
use crate::ui::components::{Button, ButtonKind, Confirm, Icon, Toggle, use_toasts};

/// The button, and the second step.
pub fn wiping_view(app: AppState) -> AnyView {
    let toasts = use_toasts();
    let (open, sure, busy) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let close = move |()| {
        open.set(false);
        sure.set(false);
    };
    let wipe = move |()| {
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = app.wipe().await {
                toasts.say(format!("没有清除干净：{error}请关掉别的窗口，再清除一次。"));
                busy.try_set(false);
            }
        });
    };
    view! {
        <div>
            <Button
                label="清除本机数据"
                kind=ButtonKind::Danger
                icon=Icon::Trash
                on_click=move |()| open.set(true)
            />
        </div>
        <Confirm
            open
            on_close=close
            title="清除本机数据"
            keep="不清除"
            label="全部清除"
            erases=true
            busy
            disabled=Signal::derive(move || !sure.get())
            on_confirm=wipe
        >
            <p>
                "这台设备上的台账、修改记录、口令和缓存的文件全部清除，别的窗口也会关上，不能撤销。只能用导出的文件或别的平板找回。"
            </p>
            <Toggle
                label="我已经有最新的导出文件，或者确实不再需要这些数据"
                value=sure
                on_change=move |on| sure.set(on)
            />
        </Confirm>
    }
    .into_any()
}

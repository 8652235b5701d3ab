//! Where the ledger is kept on this device, and how safe that is.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::room;
use crate::app::{DeviceStores, Session, device_stores};
use crate::browser::{device, page};
use crate::storage::StorageError;
use crate::ui::app_state::AppState;
use crate::ui::components::{Button, Notice, NoticeKind, StateChip, Tone};

pub(super) fn storage_view(session: Session, app: AppState) -> AnyView {
    let stores = RwSignal::new(None::<DeviceStores>);
    let refused = RwSignal::new(false);
    let look = move || {
        spawn_local(async move {
            let found = device_stores(session).await;
            stores.try_set(Some(found));
        });
    };
    look();
    let ask = move |()| {
        spawn_local(async move {
            let agreed = page::ask_to_persist().await;
            refused.try_set(agreed != Some(true));
            look();
        });
    };
    let findings = move || {
        let texts = app.findings.get().into_iter().map(|text| {
            view! { <Notice kind=NoticeKind::Warn title="打开时发现" text/> }.into_any()
        });
        texts.collect::<Vec<_>>()
    };
    let body = move || {
        stores.get().map(|found| {
            let persistent = persistence_view(&found, refused, ask);
            view! {
                <ul class="states">
                    {state_row("本机存储", "浏览器里的主存储", &found.local)}
                    {state_row("日志副本", "每一步都另记一份，断电也在", &found.journal)}
                </ul>
                {room::room_view(&found, app, look)}
                {persistent}
                <p>{installed_words()}</p>
                <p class="small muted figures">{space_words(&found)}</p>
            }
            .into_any()
        })
    };
    view! {
        <section class="sheet stack">
            <h3>"数据存在哪里"</h3>
            <p>"全部在这台设备的浏览器里，不上传。清除浏览器数据、卸载应用会一起清掉，请经常导出。"</p>
            {findings}
            {body}
        </section>
    }
    .into_any()
}

fn state_row(name: &'static str, what: &'static str, trouble: &Option<StorageError>) -> AnyView {
    let (word, tone) = match trouble {
        None => ("正常", Tone::Good),
        Some(_) => ("不能用", Tone::Bad),
    };
    let text = trouble.as_ref().map_or_else(|| what.to_owned(), ToString::to_string);
    view! {
        <li class="state">
            <div class="grow">
                <p>{name}</p>
                <p class="small muted">{text}</p>
            </div>
            <StateChip text=word tone=Signal::stored(tone)/>
        </li>
    }
    .into_any()
}

/// Bytes as people read them.
fn size_words(bytes: u64) -> String {
    match bytes {
        0..1024 => "不到 1 KB".to_owned(),
        1024..1_048_576 => format!("{} KB", bytes >> 10),
        1_048_576..1_073_741_824 => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
        _ => format!("{:.1} GB", bytes as f64 / 1_073_741_824.0),
    }
}

/// What the browser reckons for all that this site keeps, the app itself and the journal among it.
fn space_words(found: &DeviceStores) -> String {
    found.usage.map_or_else(String::new, |(used, most)| {
        let left = most.saturating_sub(used);
        format!(
            "连同应用本身和日志副本共 {}，浏览器说还可以用 {}。",
            size_words(used),
            size_words(left)
        )
    })
}

fn installed_words() -> &'static str {
    if !device::is_secure() {
        "网址不是 https 开头（或是直接打开的文件）：浏览器不保证留住数据，也不能离线使用。请用单位给的 https 网址打开。"
    } else if device::is_installed() {
        "正从主屏幕（或桌面）的图标打开，数据不会因为几天不用被清掉。"
    } else if device::is_ipad_tab() {
        "正在 iPad 的浏览器里打开：七天不用，系统会清掉这里的数据。请导出全部，装到主屏幕（见“装到主屏幕”），从主屏幕打开后用“加入已有台账”导入。"
    } else {
        "正在浏览器里打开，没有装到主屏幕。请用普通窗口：无痕（隐私）窗口一关，里面的数据就没有了。"
    }
}

fn persistence_view(
    found: &DeviceStores,
    refused: RwSignal<bool>,
    ask: impl Fn(()) + Send + Sync + 'static,
) -> AnyView {
    match found.persistent {
        Some(true) => view! {
            <p>"浏览器已答应：空间紧张时不会自行清除这里的数据。"</p>
        }
        .into_any(),
        Some(false) => view! {
            <div class="stack">
                <p>"空间紧张时，浏览器可能自行清除这里的数据。"</p>
                <Button label="请浏览器保留数据" on_click=ask/>
                {move || refused.get().then(|| view! {
                    <p class="small muted">
                        "浏览器没有答应。把应用添加到主屏幕（见下）以后再试，通常就会答应。"
                    </p>
                })}
            </div>
        }
        .into_any(),
        None => view! {
            <p>"这个浏览器不说会不会自行清除数据，请经常导出。"</p>
        }
        .into_any(),
    }
}

//! Where the ledger is kept on this device, and how safe that is.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::{DeviceStores, Session, device_stores};
use crate::browser::page;
use crate::storage::StorageError;
use crate::ui::components::{Button, Notice, NoticeKind, StateChip, Tone};
use crate::ui::root::Door;

/// What browsers give a site in localStorage, in characters.
const LOCAL_ROOM: usize = 5_000_000;

pub(super) fn storage_view(session: Session, door: Door) -> AnyView {
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
        let texts = door.findings.get().into_iter().map(|text| {
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
                <p class="figures">{usage_words(&found)}</p>
                {persistent}
            }
            .into_any()
        })
    };
    view! {
        <section class="sheet stack">
            <h2>"数据存在哪里"</h2>
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

fn usage_words(found: &DeviceStores) -> String {
    let mut parts = Vec::new();
    if let Some(units) = found.local_units {
        let percent = (units * 100).div_ceil(LOCAL_ROOM);
        parts.push(format!("本机存储用了约 {percent}%（{}）", size_words(units as u64)));
    }
    if let Some((used, quota)) = found.usage {
        parts.push(format!("连同应用本身共 {}，可用 {}", size_words(used), size_words(quota)));
    }
    parts.join("；")
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

//! How much room is left, what takes it, and what can be done.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::routes::Route;
use crate::app::{DeviceStores, remove_leftovers};
use crate::storage::{Fullness, LOCAL_ROOM, Usage};
use crate::ui::app_state::AppState;
use crate::ui::components::{Button, Confirm, Icon, LinkButton, ToastHandle, use_toasts};

/// From so many years on it does not matter how many.
const MANY: usize = 20;

/// The meter; `look` measures anew.
pub(super) fn room_view(
    found: &DeviceStores,
    app: AppState,
    look: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let Some(room) = &found.room else {
        return ().into_any();
    };
    let percent = room.percent();
    let bar = match room.fullness() {
        Fullness::Roomy => "progress-bar meter-bar",
        Fullness::Filling => "progress-bar meter-bar is-filling",
        Fullness::Tight => "progress-bar meter-bar is-tight",
    };
    let takers = takers(room, app).into_iter().map(|(name, size)| {
        view! {
            <dt>{name}</dt>
            <dd class="figures">{share_words(size)}</dd>
        }
    });
    view! {
        <div class="progress">
            <p class="progress-words">
                <span>"本机存储"</span>
                <span class="progress-note">{format!("已用 {percent}%")}</span>
            </p>
            <div
                class="progress-track"
                role="meter"
                aria-label="本机存储"
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=percent
            >
                <div class=bar style:width=format!("{percent}%")></div>
            </div>
        </div>
        {years_words(found.years).map(|words| view! { <p>{words}</p> })}
        <dl class="facts">{takers.collect::<Vec<_>>()}</dl>
        {(room.fullness() > Fullness::Roomy).then(way_out)}
        {(room.leftovers > 0).then(|| clearing(look))}
    }
    .into_any()
}

/// What takes room, in words, the greatest first; what takes none is left out.
fn takers(room: &Usage, app: AppState) -> Vec<(String, usize)> {
    let named = |id| {
        let known = app.ledgers.with_untracked(|all| {
            all.iter().find(|entry| entry.id == id).map(|entry| entry.name.clone())
        });
        known.map_or_else(|| "没有移除干净的台账".to_owned(), |name| format!("“{name}”"))
    };
    let mut takers = vec![
        ("这本台账".to_owned(), room.ledger),
        ("撤回的导入".to_owned(), room.leftovers),
        ("损坏的原文（留着备查）".to_owned(), room.set_aside),
    ];
    takers.extend(room.others.iter().map(|(id, size)| (named(*id), *size)));
    takers.push(("其他".to_owned(), room.rest));
    takers.retain(|(_, size)| *size > 0);
    crate::ordered::sort_by_key(&mut takers, |(_, size)| std::cmp::Reverse(*size));
    takers
}

fn share_words(size: usize) -> String {
    match size * 100 / LOCAL_ROOM {
        0 => "不到 1%".to_owned(),
        percent => format!("{percent}%"),
    }
}

fn years_words(years: Option<usize>) -> Option<String> {
    Some(match years? {
        0 => "照最近几个月的速度，不到一年就会满。".to_owned(),
        MANY.. => format!("照最近几个月的速度，还能记 {MANY} 年以上。"),
        years => format!("照最近几个月的速度，大约还能记 {years} 年。"),
    })
}

fn way_out() -> AnyView {
    view! {
        <div class="stack">
            <p>"现在可以做的："</p>
            <ol class="marked">
                <li>"先导出全部，在“下载”里看到文件。"</li>
                <li>"在“这台设备上的台账”里移除不用的台账，例如示例。"</li>
                <li>"把锁定的往年归档（见下“归档往年”）：明细存成文件，成绩都留着。"</li>
                <li>"清理撤回的导入（有的话，下面有按钮）。"</li>
            </ol>
            <p><LinkButton label="去导出" href=Route::Exchange.href() icon=Icon::Export/></p>
        </div>
    }
    .into_any()
}

/// Clearing cannot be undone, so it takes two steps.
fn clearing(look: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let session = expect_context();
    let toasts: ToastHandle = use_toasts();
    let open = RwSignal::new(false);
    let close = move |()| open.set(false);
    let clear = move |()| {
        close(());
        spawn_local(async move {
            match remove_leftovers(session).await {
                Ok(()) => toasts.say("撤回的导入已清理"),
                Err(error) => toasts.say(error.to_string()),
            }
            look();
        });
    };
    view! {
        <div><Button label="清理撤回的导入" on_click=move |()| open.set(true)/></div>
        <Confirm
            open
            on_close=close
            title="清理撤回的导入"
            keep="不清理"
            label="清理"
            erases=true
            on_confirm=clear
        >
            <p>"台账里的内容不变。撤回过的文件不再列在“已导入的文件”里；以后要用，再导入一次原来的文件就行。清理不能撤销。"</p>
        </Confirm>
    }
    .into_any()
}

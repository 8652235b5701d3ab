//! How to install the app, and what it is.

use leptos::prelude::*;

use crate::app::speed;
use crate::browser::page;
use crate::ui::components::Button;
use crate::ui::pages::installing::ipad_steps;

pub(super) fn install_view() -> AnyView {
    view! {
        <section class="sheet stack">
            <h3>"装到主屏幕"</h3>
            <p>"装好以后像普通应用一样打开，没有网络也能用，浏览器也更不容易清掉数据。"</p>
            <dl class="facts">
                <dt>"iPad"</dt>
                <dd>"照下面三步做。主屏幕上的应用和 Safari 里的数据各是各的，请装好再录入；已经在 Safari 里录了的，先导出全部，装好后用“加入已有台账”导入。"</dd>
                <dt>"安卓、鸿蒙"</dt>
                <dd>"用 Chrome 或自带浏览器打开，点右上角的菜单，选“安装应用”或“添加到主屏幕”。"</dd>
                <dt>"电脑"</dt>
                <dd>"用 Edge 或 Chrome 打开，点地址栏右端的“安装”图标。"</dd>
            </dl>
            {ipad_steps()}
        </section>
    }
    .into_any()
}

pub(super) fn about_view() -> AnyView {
    let build = page::root_data("build").unwrap_or_else(|| "开发中".to_owned());
    view! {
        <section class="sheet stack">
            <h3>"关于"</h3>
            <dl class="facts">
                <dt>"医心台账"</dt>
                <dd>"党支部书记自己的台账：量化积分、月考核、公示、通报。数据只在本机。"</dd>
                <dt>"版本"</dt>
                <dd class="figures">{format!("{}（{build}）", env!("CARGO_PKG_VERSION"))}</dd>
            </dl>
            {speed_view()}
        </section>
    }
    .into_any()
}

/// How often the work is done while it is measured: long enough for the coarsest of clocks.
const ROUNDS: u32 = 40;

/// The milliseconds that some work takes each time.
fn each(work: &str) -> f64 {
    // The first time makes the ledger that is measured.
    speed::run(work, 1);
    speed::run(work, ROUNDS) / f64::from(ROUNDS)
}

/// 本机速度自检: how quick this device is with a hospital's year.
fn speed_view() -> AnyView {
    let told = RwSignal::new(String::new());
    let measure = move |()| {
        told.set(format!(
            "80 名党员全年的分数算一遍 {:.2} 毫秒；多登记一条，支部的总分和名次重算 {:.2} 毫秒。",
            each("year"),
            each("entry"),
        ));
    };
    view! {
        <p>
            <Button label="本机速度自检" on_click=measure/>
        </p>
        <p class="muted" role="status">{told}</p>
    }
    .into_any()
}

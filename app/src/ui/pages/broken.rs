//! When there is nothing else to show.

use leptos::prelude::*;

use crate::browser::page;
use crate::ui::components::{Button, ButtonKind, Empty, LinkButton, Notice, NoticeKind, Page};

/// The stores of this browser cannot be read.
pub fn broken_page(error: String) -> AnyView {
    view! {
        <main class="outside">
            <h1 class="outside-title">"医心台账"</h1>
            <Notice
                kind=NoticeKind::Error
                title="台账没有打开"
                text=error
                action=|| view! {
                    <Button label="重新打开" kind=ButtonKind::Primary on_click=|()| page::reload()/>
                }
            />
        </main>
    }
    .into_any()
}

/// All was wiped from this device; nothing is opened before one wants to begin anew.
pub fn wiped_page() -> AnyView {
    view! {
        <main class="outside">
            <h1 class="outside-title">"本机数据已清除"</h1>
            <p class="outside-lead">
                "这台设备上已经没有台账、口令和缓存的文件。导出到别处的文件不受影响。现在可以关闭这个页面。"
            </p>
            <p><Button label="重新开始" on_click=|()| page::reload()/></p>
        </main>
    }
    .into_any()
}

/// The address leads nowhere.
pub fn unknown_page() -> AnyView {
    view! {
        <Page title="没有这一页">
            <Empty
                title="没有这一页"
                text="地址可能不完整，或者那条记录不在本机。"
                action=|| view! { <LinkButton label="回首页" href="#/" kind=ButtonKind::Primary/> }
            />
        </Page>
    }
    .into_any()
}

/// The page's part of the app could not be fetched.
pub fn unfetched_page() -> AnyView {
    view! {
        <Page title="这一页还没有取到">
            <Empty
                title="这一页还没有取到"
                text="它要在第一次打开时从网上取来，取来以后没有网络也能用。台账里的数据不受影响，请连上网络再试。"
                action=|| view! {
                    <Button label="再试一次" kind=ButtonKind::Primary on_click=|()| page::reload()/>
                }
            />
        </Page>
    }
    .into_any()
}

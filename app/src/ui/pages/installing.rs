//! How to put the app on the home screen of an iPad, in drawings of our own.

use leptos::prelude::*;

/// The steps, each with a drawing; what to tap is drawn in red.
pub fn ipad_steps() -> AnyView {
    view! {
        <ol class="install-steps">
            <li>
                {drawing(
                    "M8 8h144v84H8zM8 28h144M36 12.500h68v11H36zM24 42h72M24 54h96M24 66h60",
                    "M119 18a11 11 0 1 0 22 0 11 11 0 0 0-22 0\
                     M127.500 16.500h-2v7.500h9v-7.500h-2M130 20v-9M127 13.500l3-3 3 3",
                )}
                <p>"用 Safari 打开本页，点右上角的“分享”：方框加向上的箭头。"</p>
            </li>
            <li>
                {drawing(
                    "M36 8h88v84H36zM36 29h88M36 50h88M36 71h88M46 18.500h48M46 39.500h40M46 81.500h44",
                    "M38 52h84v17H38zM46 60.500h48M107 56h9v9h-9zM111.500 58v5M109 60.500h5",
                )}
                <p>"在菜单里往下找，点“添加到主屏幕”，再点“添加”。"</p>
            </li>
            <li>
                {drawing(
                    "M8 8h144v84H8zM24 22h18v18H24zM56 22h18v18H56zM88 22h18v18H88zM24 54h18v18H24z",
                    "M56 54h18v18H56zM61 58h8v10h-8zM63 61h4M63 64h4",
                )}
                <p>"回到主屏幕，从“医心台账”图标打开，再新建或加入台账。"</p>
            </li>
        </ol>
    }
    .into_any()
}

/// A drawing that says nothing that its step does not.
fn drawing(lines: &'static str, tapped: &'static str) -> AnyView {
    view! {
        <svg viewBox="0 0 160 100" aria-hidden="true">
            <path d=lines/>
            <path class="is-tapped" d=tapped/>
        </svg>
    }
    .into_any()
}

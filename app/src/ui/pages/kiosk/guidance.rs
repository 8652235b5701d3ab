//! How a tablet is kept to one page, which the page itself cannot do.

use leptos::prelude::*;

/// The ways of the systems.
pub(super) fn pinning_guidance() -> AnyView {
    view! {
        <section class="sheet pad stack" aria-labelledby="kiosk-pinning">
            <h2 class="section-heading" id="kiosk-pinning">"交出去以前，把平板固定在这一页"</h2>
            <p>"网页拦不住主屏幕键和切换应用。台账那时没有打开，看不到；但要让平板一直停在评价页上，请用系统自带的功能："</p>
            <dl class="kiosk-ways">
                <dt>"iPad：引导式访问"</dt>
                <dd>
                    "先在“设置 → 辅助功能 → 引导式访问”里打开，并设好密码。交出以后连按三次顶部按钮（有主屏幕按钮的按主屏幕按钮），点“开始”。拿回来时再连按三次，输密码，点“结束”。"
                </dd>
                <dt>"安卓、鸿蒙平板：屏幕固定"</dt>
                <dd>
                    "先在“设置 → 安全 → 更多安全设置”里打开“屏幕固定”（有的叫“应用固定”），并选“取消固定前要输锁屏密码”。交出以后打开多任务界面，点本应用的图标，选“固定”。拿回来时从底边上滑并按住，或同时按住返回键和多任务键。"
                </dd>
                <dt>"Windows 平板：展台"</dt>
                <dd>"在“设置 → 账户 → 其他用户 → 展台”里建一个只开浏览器的账户。没有这一项的，请有人在旁边看着。"</dd>
            </dl>
        </section>
    }
    .into_any()
}

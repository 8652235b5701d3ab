//! 设置, in five groups: who keeps the ledger and how it looks, safety, backups, where it is kept, and
//! what this is.

mod about;
mod archive;
mod archive_files;
mod backup;
mod holidays;
mod keeper;
mod ledgers;
mod lock;
mod lock_code;
mod look;
mod restore_points;
mod room;
mod storage;

use leptos::prelude::*;
use send_wrapper::SendWrapper;

use crate::app::routes::Route;
use crate::app::{Location, Session, SettingsGroup};
use crate::browser::page;
use crate::ui::app_state::AppState;
use crate::ui::components::{LinkButton, Page, use_toasts};
use crate::ui::pages::wiping::wiping_view;

pub use look::letter_size_choice;

/// What a group is called, and what it is about, in words by which it is found.
pub fn group_words(group: SettingsGroup) -> (&'static str, &'static str) {
    match group {
        SettingsGroup::Own => {
            ("我和设备", "谁在记 姓名 职务 字号 明暗 深色 浅色 换一本台账 装到主屏幕")
        }
        SettingsGroup::Safety => ("安全", "加锁 口令 恢复码 锁定 个人信息 清除本机数据"),
        SettingsGroup::Backup => ("备份与恢复", "备份 导出全部 恢复到以前 恢复点 归档往年"),
        SettingsGroup::Data => ("数据", "数据存在哪里 本机存储 占用 节假日安排"),
        SettingsGroup::About => ("关于", "版本 本机速度自检"),
    }
}

/// The page: its groups, and an index of them.
pub fn settings_page() -> AnyView {
    let session = expect_context::<Session>();
    let app = expect_context::<AppState>();
    let place = expect_context::<Location>();
    let toasts = use_toasts();
    let asked = Memo::new(move |_| match place.route() {
        Route::Settings(group) => group,
        _ => None,
    });
    Effect::new(move |_| {
        if let Some(group) = asked.get() {
            show_group(group);
        }
    });
    let links = SettingsGroup::ALL.map(|group| {
        view! {
            <li>
                <a
                    class="settings-link"
                    href=Route::Settings(Some(group)).href()
                    aria-current=move || (asked.get() == Some(group)).then_some("true")
                    // One may have scrolled on since.
                    on:click=move |_| show_group(group)
                >{group_words(group).0}</a>
            </li>
        }
        .into_any()
    });
    let groups = SettingsGroup::ALL.map(|group| {
        let parts = match group {
            SettingsGroup::Own => vec![
                keeper::keeper_view(session, app, toasts),
                look::look_view(),
                ledgers::ledgers_view(session, app, toasts),
                about::install_view(),
            ],
            SettingsGroup::Safety => {
                vec![lock::lock_view(app, toasts), redactions_view(), wipe_view(app)]
            }
            SettingsGroup::Backup => vec![
                backup::backup_view(session),
                restore_points::points_view(session, toasts),
                archive::archive_view(session, toasts),
            ],
            SettingsGroup::Data => {
                vec![storage::storage_view(session, app), holidays::holidays_view(session, toasts)]
            }
            SettingsGroup::About => vec![about::about_view()],
        };
        let id = format!("settings-{}", group.name());
        view! {
            <section class="settings-group" aria-labelledby=id.clone()>
                <h2 class="section-heading" id=id.clone() tabindex="-1">{group_words(group).0}</h2>
                {parts}
            </section>
        }
        .into_any()
    });
    view! {
        <Page title="设置">
            <div class="settings">
                <nav class="settings-index" aria-label="设置的分组">
                    <ul>{links.into_iter().collect_view()}</ul>
                </nav>
                <div class="settings-groups">{groups.into_iter().collect_view()}</div>
            </div>
        </Page>
    }
    .into_any()
}

/// Scrolls to a group, once the page is drawn.
fn show_group(group: SettingsGroup) {
    let show = SendWrapper::new(async move {
        page::drawn().await;
        page::scroll_to(&format!("settings-{}", group.name()));
    });
    leptos::task::spawn_local(show);
}

/// Taking everything off this device.
fn wipe_view(app: AppState) -> AnyView {
    view! {
        <section class="sheet stack">
            <h3>"清除本机数据"</h3>
            <p>"平板要还给单位、送修或转给别人时用。先导出全部，再清除。"</p>
            {wiping_view(app)}
        </section>
    }
    .into_any()
}

/// The way to erasing someone's data.
fn redactions_view() -> AnyView {
    view! {
        <section class="sheet stack">
            <h3>"个人信息"</h3>
            <p>"党员转出、去世或误录以后，可以依法删除其个人信息。"</p>
            <p><LinkButton label="依法删除个人信息" href=Route::Redactions.href()/></p>
        </section>
    }
    .into_any()
}

//! 设置: who keeps the ledger, how it looks, where it is kept, the holidays, and what this is.

mod about;
mod archive;
mod archive_files;
mod holidays;
mod keeper;
mod ledgers;
mod lock;
mod lock_code;
mod restore_points;
mod room;
mod storage;

use leptos::prelude::*;

use crate::app::routes::Route;
use crate::app::{LetterSize, Session, letter_size, set_letter_size};
use crate::ui::app_state::AppState;
use crate::ui::components::{Choice, LinkButton, Opt, Page, use_toasts};
use crate::ui::pages::wiping::wiping_view;

/// The page.
pub fn settings_page() -> AnyView {
    let session = expect_context::<Session>();
    let app = expect_context::<AppState>();
    let toasts = use_toasts();
    view! {
        <Page title="设置">
            <div class="settings">
                <div class="stack">
                    {keeper::keeper_view(session, app, toasts)}
                    {lock::lock_view(app, toasts)}
                    {look_view()}
                    {ledgers::ledgers_view(session, app, toasts)}
                    {redactions_view()}
                    {about::install_view()}
                </div>
                <div class="stack">
                    {storage::storage_view(session, app)}
                    {archive::archive_view(session, toasts)}
                    {restore_points::points_view(session, toasts)}
                    {holidays::holidays_view(session, toasts)}
                    {about::about_view()}
                    {wipe_view(app)}
                </div>
            </div>
        </Page>
    }
    .into_any()
}

/// Taking everything off this device.
fn wipe_view(app: AppState) -> AnyView {
    view! {
        <section class="sheet stack">
            <h2>"清除本机数据"</h2>
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
            <h2>"个人信息"</h2>
            <p>"党员转出、去世或误录以后，可以依法删除其个人信息。"</p>
            <p><LinkButton label="依法删除个人信息" href=Route::Redactions.href()/></p>
        </section>
    }
    .into_any()
}

/// How large the letters are.
fn look_view() -> AnyView {
    view! {
        <section class="sheet stack">
            <h2>"字号"</h2>
            {letter_size_choice()}
            <p class="small muted">"只影响这台设备。"</p>
        </section>
    }
    .into_any()
}

/// Chooses how large the letters are on this device.
pub fn letter_size_choice() -> AnyView {
    let size = RwSignal::new(letter_size().name().to_owned());
    let options: Vec<Opt> =
        LetterSize::ALL.iter().map(|(size, label)| Opt::new(size.name(), *label)).collect();
    let set = move |name: String| {
        set_letter_size(LetterSize::named(&name));
        size.set(name);
    };
    view! { <Choice options=Signal::stored(options) value=size on_change=set label="字号"/> }
        .into_any()
}

//! Notices above every page: another window writes, a newer version wrote, a store refuses writes.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::components::{Button, LinkButton, Notice, NoticeKind};
use crate::app::routes::Route;
use crate::app::{Session, WriteAccess};
use crate::browser::page;
use crate::storage::StorageAlert;

/// All of it; it follows the session.
pub(super) fn global_notices(session: Session) -> AnyView {
    (move || (write_access_view(session), session.alert.get().map(alert_view))).into_any()
}

/// Why nothing can be written here, and the way to.
fn write_access_view(session: Session) -> Option<AnyView> {
    match session.write_access.get() {
        WriteAccess::Granted | WriteAccess::CatchingUp => None,
        WriteAccess::Removed => Some(
            view! {
                <Notice
                    kind=NoticeKind::Warn
                    title="这本台账已从这台设备移除"
                    text="是在另一个窗口里移除的，这里不再保存。"
                />
            }
            .into_any(),
        ),
        WriteAccess::OtherTab => Some(reader_view(session)),
        WriteAccess::NewerVersion => Some(
            view! {
                <Notice
                    kind=NoticeKind::Warn
                    title="本机数据已由较新的版本写过，这里只能看和导出"
                    text="数据都在，没有改动。请刷新到新版本再登记。"
                    action=move || view! {
                        <Button label="刷新" on_click=move |()| spawn_local(refresh(session))/>
                    }
                />
            }
            .into_any(),
        ),
    }
}

fn reader_view(session: Session) -> AnyView {
    let (busy, error) = (RwSignal::new(false), RwSignal::new(String::new()));
    let text = move || match error.get() {
        error if error.is_empty() => {
            "别处的登记会随时显示在这里。这里没填完的内容都留着，接管以后接着填。".to_owned()
        }
        error => error,
    };
    let take = move |()| {
        busy.set(true);
        spawn_local(async move {
            let taken = session.take_over().await;
            error.try_set(taken.err().map_or_else(String::new, |error| error.to_string()));
            busy.try_set(false);
        });
    };
    view! {
        <Notice
            title="另一个窗口正在编辑，这里只看"
            text=Signal::derive(text)
            action=move || view! { <Button label="接管编辑" busy on_click=take/> }
        />
    }
    .into_any()
}

/// Takes the new version where one waits, and opens the page anew.
async fn refresh(session: Session) {
    page::tell_window("yixin-take-update");
    page::pause(1_000).await;
    // What is in this page's memory alone stays, as is said above.
    if session.unsaved() == 0 {
        page::reload();
    }
}

/// What is safe while a store takes nothing more, and the way out.
fn alert_view(alert: StorageAlert) -> AnyView {
    view! {
        <Notice
            kind=NoticeKind::Error
            title=alert.title()
            text=alert.text()
            alert=true
            action=|| view! { <LinkButton label="去导出" href=Route::Exchange.href()/> }
        />
    }
    .into_any()
}

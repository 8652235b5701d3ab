//! Giving all of the ledger out as a file.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::{Session, bundle_file_name, export_bundle};
use crate::browser::files::HandedOver;
use crate::browser::{clock, page};
use crate::registers::REGISTERS;
use crate::ui::components::{Button, ButtonKind, Icon, ToastHandle};

fn last_key(session: Session) -> String {
    format!("yixin/look/export/{}", session.entry().id)
}

/// The main action of the page.
pub(super) fn export_button(session: Session, toasts: ToastHandle) -> AnyView {
    let busy = RwSignal::new(false);
    let act = move |()| {
        busy.set(true);
        spawn_local(async move {
            page::breathe().await;
            let words = match export_bundle(session).await {
                Ok(HandedOver::Cancelled) => "没有导出",
                Ok(outcome) => {
                    page::remember(&last_key(session), &clock::now().label());
                    if outcome == HandedOver::Shared {
                        "已交出去"
                    } else {
                        "已导出，在“下载”里"
                    }
                }
                Err(error) => return toasts.say(error.to_string()),
            };
            toasts.say(words);
            // The page may be gone by now.
            busy.try_set(false);
        });
    };
    view! { <Button kind=ButtonKind::Primary icon=Icon::Export label="导出全部" busy on_click=act/> }
        .into_any()
}

/// What the file will hold.
pub(super) fn export_view(session: Session) -> AnyView {
    let counts = move || {
        session.read(|ledger| {
            let kinds =
                REGISTERS.iter().filter(|register| register.listed || register.name == "member");
            let counted: Vec<String> = kinds
                .map(|register| (register, ledger.records(register.name).count()))
                .filter(|(_, count)| *count > 0)
                .map(|(register, count)| format!("{} {count} {}", register.label, register.unit))
                .collect();
            (counted.join("、"), ledger.change_count())
        })
    };
    let last = page::remembered(&last_key(session));
    let name = move || {
        session.read(|_| ());
        bundle_file_name(session)
    };
    view! {
        <section class="sheet stack exchange-out">
            <h2>"导出"</h2>
            <p>"把这本台账的全部内容写成一个文件，给同一本台账的其他平板导入，也是备份。"</p>
            <dl class="facts">
                <dt>"文件名"</dt>
                <dd class="exchange-name">{name}</dd>
                <dt>"里面有"</dt>
                <dd>{move || counts().0}</dd>
                <dt>"修改记录"</dt>
                <dd class="figures">{move || format!("{} 处，谁在何时改的都在", counts().1)}</dd>
                <dt>"上次导出"</dt>
                <dd>{last.unwrap_or_else(|| "这台设备上还没有导出过".to_owned())}</dd>
            </dl>
            <p class="exchange-care">
                {Icon::Warn.view()}
                <span>"文件里有党员的姓名、电话、出生年月和得分，没有加密。请当面或用内部渠道交给需要的人，不要发到群里。"</span>
            </p>
        </section>
    }
    .into_any()
}

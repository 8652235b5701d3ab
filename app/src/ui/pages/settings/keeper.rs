//! Who keeps the ledger on this device.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::app::Session;
use crate::registers::BRANCH;
use crate::storage::Tablet;
use crate::ui::app_state::AppState;
use crate::ui::components::{Button, Choice, Field, Opt, TextInput, ToastHandle};
use crate::ui::form_texts::FormTexts;
use crate::ui::pages::first_run::ROLES;

pub(super) fn keeper_view(session: Session, app: AppState, toasts: ToastHandle) -> AnyView {
    if session.is_sample() {
        return view! {
            <section class="sheet stack">
                <h3>"谁在记这本台账"</h3>
                <p>"示例台账由“示例用户”记，不用设置。"</p>
            </section>
        }
        .into_any();
    }
    let known = untrack(|| session.tablet());
    let (name, role) = (RwSignal::new(known.name.clone()), RwSignal::new(known.role.clone()));
    let (branch, tablet) =
        (RwSignal::new(known.branch.clone()), RwSignal::new(known.tablet.clone()));
    let mut branches: Vec<Opt> = session.with_ledger_untracked(|ledger| {
        let named = ledger.records(BRANCH.name);
        named.map(|one| Opt::new(one.id().as_str(), one.text("name"))).collect()
    });
    branches.push(Opt::new("", "党委（各支部）"));
    let now = move || Tablet {
        name: name.get().trim().to_owned(),
        role: role.get().trim().to_owned(),
        branch: branch.get(),
        tablet: tablet.get().trim().to_owned(),
    };
    let missing = |signal: RwSignal<String>, text: &'static str| {
        Signal::derive(move || {
            if signal.with(|text| text.trim().is_empty()) { text } else { "" }.to_owned()
        })
    };
    let texts = [("name", name), ("role", role), ("branch", branch), ("tablet", tablet)];
    let kept = FormTexts::keep(session, "keeper".to_owned(), "谁在记这本台账", texts);
    let saved = RwSignal::new(known);
    let reason = Signal::derive(move || {
        let now = now();
        let missing = now.name.is_empty() || now.role.is_empty() || now.tablet.is_empty();
        if missing {
            "还有没填的"
        } else if saved.with(|saved| *saved == now) {
            "没有改动"
        } else {
            ""
        }
        .to_owned()
    });
    let save = move |()| {
        let tablet = untrack(now);
        spawn_local(async move {
            match app.change_keeper(tablet.clone()).await {
                Ok(()) => {
                    saved.try_set(tablet);
                    kept.saved();
                    toasts.say("已保存，以后的登记都写这个名字");
                }
                Err(error) => toasts.say(error.to_string()),
            }
        });
    };
    let roles: Vec<String> = ROLES.iter().map(|role| (*role).to_owned()).collect();
    view! {
        <section class="sheet stack">
            <h3>"谁在记这本台账"</h3>
            {kept.notice()}
            <div class="fieldset-grid">
                <Field label="姓名" required=true error=missing(name, "请填写姓名")>
                    <TextInput value=name on_change=move |text| name.set(text)/>
                </Field>
                <Field label="职务" required=true error=missing(role, "请填写职务")>
                    <TextInput
                        value=role
                        on_change=move |text| role.set(text)
                        suggestions=Signal::stored(roles)
                    />
                </Field>
                <Field label="所在支部" help="打开时先看哪个支部">
                    <Choice
                        options=Signal::stored(branches)
                        value=branch
                        on_change=move |id: String| branch.set(id)
                    />
                </Field>
                <Field label="这台设备叫什么" required=true error=missing(tablet, "请给设备起个名字")>
                    <TextInput value=tablet on_change=move |text| tablet.set(text)/>
                </Field>
            </div>
            <Button label="保存" reason on_click=save/>
        </section>
    }
    .into_any()
}

//! What is typed for a bulletin: all else is generated.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::Session;
use crate::app::quarters::Bulletin;
use crate::registers::BulletinWords;
use crate::ui::components::{Button, Field, FormActions, Icon, TextArea, TextInput, use_toasts};
use crate::ui::undoing::offer_undo;

/// The form. Each text follows the ledger until one types in it; what is typed stays as it is, until
/// it is kept.
pub(super) fn words_form(about: Bulletin) -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let about = StoredValue::new(about);
    let written = Memo::new_with_compare(
        move |_| session.with_ledger(|ledger| about.with_value(|about| about.words(ledger))),
        |_, _| true,
    );
    let typed = RwSignal::new(BTreeMap::<&'static str, String>::new());
    let text = move |name: &'static str| {
        Signal::derive(move || {
            typed.with(|typed| typed.get(name).cloned()).unwrap_or_else(|| {
                let words = written.get();
                let field = words.fields().into_iter().find(|(field, _)| *field == name);
                field.map_or_else(String::new, |(_, text)| text.to_owned())
            })
        })
    };
    let put = move |name: &'static str| {
        move |text: String| typed.update(|typed| drop(typed.insert(name, text)))
    };
    let error = RwSignal::new(String::new());
    let save = move |()| {
        let [number, demands, issuer, phone] =
            ["number", "demands", "issuer", "phone"].map(|name| text(name).get_untracked());
        let words = BulletinWords { demands, number, issuer, phone };
        match about.with_value(|about| about.keep_words(session, &words)) {
            Ok(()) => {
                error.set(String::new());
                typed.set(BTreeMap::new());
                offer_undo(session, toasts, "已存下通报的文字");
            }
            Err(cause) => error.set(cause.to_string()),
        }
    };
    view! {
        <section class="close-form">
            <h2 class="close-heading">"通报里要手写的几项"</h2>
            <p class="quiet-line">"其余各部分都由已锁定的月份生成。"</p>
            <Field label="下一步要求" error help="一行一段">
                <TextArea value=text("demands") on_change=put("demands")/>
            </Field>
            <Field label="文号" help="支部的通报可以不填">
                <TextInput value=text("number") placeholder="院党发〔2026〕12号"
                    on_change=put("number")/>
            </Field>
            <Field label="落款单位">
                <TextInput value=text("issuer") on_change=put("issuer")/>
            </Field>
            <Field label="监督电话">
                <TextInput value=text("phone") inputmode="tel" on_change=put("phone")/>
            </Field>
            <FormActions>
                <Button label="存下文字" icon=Icon::Check on_click=save/>
            </FormActions>
        </section>
    }
    .into_any()
}

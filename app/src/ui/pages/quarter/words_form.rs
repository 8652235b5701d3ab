//! What is typed for a bulletin: all else is generated.

use leptos::prelude::*;

use crate::app::Session;
use crate::app::quarters::Bulletin;
use crate::registers::BulletinWords;
use crate::ui::components::{Button, Field, FormActions, Icon, TextArea, TextInput, use_toasts};
use crate::ui::undoing::offer_undo;

/// The form. What stands in it follows the ledger until something is typed.
pub(super) fn words_form(about: Bulletin) -> AnyView {
    let session = expect_context::<Session>();
    let toasts = use_toasts();
    let about = StoredValue::new(about);
    let words = RwSignal::new(BulletinWords::default());
    Effect::new(move |_| {
        words.set(session.read(|ledger| about.with_value(|about| about.words(ledger))));
    });
    let error = RwSignal::new(String::new());
    let save = move |()| {
        let kept = words
            .with_untracked(|words| about.with_value(|about| about.keep_words(session, words)));
        match kept {
            Ok(()) => {
                error.set(String::new());
                offer_undo(session, toasts, "已存下通报的文字");
            }
            Err(text) => error.set(text),
        }
    };
    let text = move |get: fn(&BulletinWords) -> &String| {
        Signal::derive(move || words.with(|words| get(words).clone()))
    };
    view! {
        <section class="close-form">
            <h2 class="close-heading">"通报里要手写的几项"</h2>
            <p class="quiet-line">"其余各部分都由已锁定的月份生成。"</p>
            <Field label="下一步要求" error help="一行一段">
                <TextArea value=text(|words| &words.demands)
                    on_change=move |text: String| words.update(|words| words.demands = text)/>
            </Field>
            <Field label="文号" help="支部的通报可以不填">
                <TextInput value=text(|words| &words.number) placeholder="院党发〔2026〕12号"
                    on_change=move |text: String| words.update(|words| words.number = text)/>
            </Field>
            <Field label="落款单位">
                <TextInput value=text(|words| &words.issuer)
                    on_change=move |text: String| words.update(|words| words.issuer = text)/>
            </Field>
            <Field label="监督电话">
                <TextInput value=text(|words| &words.phone) inputmode="tel"
                    on_change=move |text: String| words.update(|words| words.phone = text)/>
            </Field>
            <FormActions>
                <Button label="存下文字" icon=Icon::Check on_click=save/>
            </FormActions>
        </section>
    }
    .into_any()
}

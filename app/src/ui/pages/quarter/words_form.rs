//! What is typed for a bulletin: all else is generated.

use leptos::prelude::*;

use crate::app::Session;
use crate::app::quarters::Bulletin;
use crate::registers::BulletinWords;
use crate::ui::components::{Field, TextArea, TextInput};
use crate::ui::form_texts::FormTexts;

/// The form. A text is saved as one leaves it, so that whoever looks at the bulletin or issues it has all
/// that was typed; it follows the ledger until one types in it.
pub(super) fn words_form(about: Bulletin) -> AnyView {
    let session = expect_context::<Session>();
    let form = about.draft_name("words");
    let about = StoredValue::new(about);
    let written = move || {
        session.with_ledger(|ledger| {
            let words = about.with_value(|about| about.words(ledger));
            let of = |name| words.fields().into_iter().find(|(field, _)| *field == name);
            ["demands", "number", "issuer", "phone"]
                .map(|name| of(name).map_or_else(String::new, |(_, text)| text.to_owned()))
        })
    };
    let texts = untrack(written).map(RwSignal::new);
    let [demands, number, issuer, phone] = texts;
    let named = [("demands", demands), ("number", number), ("issuer", issuer), ("phone", phone)];
    let followed = StoredValue::new(untrack(written));
    let kept = FormTexts::keep(session, form, "季度通报里手写的几项", named);
    Effect::new(move |_| {
        let stands = written();
        let before = followed.get_value();
        for ((text, before), now) in texts.into_iter().zip(before).zip(&stands) {
            if text.get_untracked() == before && before != *now {
                text.set(now.clone());
            }
        }
        followed.set_value(stands);
    });
    let error = RwSignal::new(String::new());
    let save = move |()| {
        let [demands, number, issuer, phone] = texts.map(|text| text.get_untracked());
        if [&demands, &number, &issuer, &phone].into_iter().eq(followed.get_value().iter()) {
            return;
        }
        let words = BulletinWords { demands, number, issuer, phone };
        match about.with_value(|about| about.keep_words(session, &words)) {
            Ok(()) => {
                error.set(String::new());
                kept.saved();
            }
            Err(cause) => error.set(cause.to_string()),
        }
    };
    view! {
        <section class="close-form">
            <h2 class="close-heading">"通报里要手写的几项"</h2>
            <p class="quiet-line">"其余各部分都由已锁定的月份生成。写完一栏，离开时就存下。"</p>
            <Field label="下一步要求" error help="一行一段">
                <TextArea value=demands on_change=move |text| demands.set(text) on_commit=save/>
            </Field>
            <Field label="文号" help="支部的通报可以不填">
                <TextInput value=number placeholder="院党发〔2026〕12号"
                    on_change=move |text| number.set(text) on_commit=save/>
            </Field>
            <Field label="落款单位">
                <TextInput value=issuer on_change=move |text| issuer.set(text) on_commit=save/>
            </Field>
            <Field label="监督电话">
                <TextInput value=phone inputmode="tel" on_change=move |text| phone.set(text)
                    on_commit=save/>
            </Field>
        </section>
    }
    .into_any()
}

//! The texts of a small form, kept as its draft until they are saved or given up.

use leptos::prelude::*;

use crate::app::{Session, draft_of, keep_draft};
use crate::ledger::Value;
use crate::ui::components::{Button, Notice};

/// The texts of a form, cheap to copy into every closure.
#[derive(Clone, Copy)]
pub struct FormTexts {
    session: Session,
    /// The name of the form's draft, and what the form is called.
    form: StoredValue<(String, &'static str)>,
    /// Each text with its name and what it was at first.
    texts: StoredValue<Vec<(&'static str, RwSignal<String>, String)>>,
    taken_up: RwSignal<bool>,
}

impl FormTexts {
    /// Takes up what was typed into a form before, and keeps from now on what is. `form` tells it from all
    /// others of the ledger.
    pub fn keep<const N: usize>(
        session: Session,
        form: String,
        title: &'static str,
        texts: [(&'static str, RwSignal<String>); N],
    ) -> Self {
        let texts = texts.map(|(name, text)| (name, text, text.get_untracked())).to_vec();
        let draft = draft_of(session, &form);
        for (name, text, _) in &texts {
            let typed = draft.as_ref().and_then(|draft| draft.content.get(name)?.as_text());
            if let Some(typed) = typed {
                text.set(typed.to_owned());
            }
        }
        let kept = Self {
            session,
            form: StoredValue::new((form, title)),
            texts: StoredValue::new(texts),
            taken_up: RwSignal::new(false),
        };
        kept.taken_up.set(!kept.changed().is_empty());
        Effect::new(move |_| {
            kept.texts.with_value(|texts| texts.iter().for_each(|(_, text, _)| text.track()));
            let changed = kept.changed();
            let content = (!changed.is_empty()).then(|| {
                Value::group(changed.iter().map(|(name, text)| (*name, text.as_str().into())))
            });
            kept.form.with_value(|(form, title)| keep_draft(session, form, title, content));
        });
        kept
    }

    /// The texts that are not as they were at first.
    fn changed(&self) -> Vec<(&'static str, String)> {
        self.texts.with_value(|texts| {
            let changed = texts.iter().filter_map(|(name, text, first)| {
                let text = text.get_untracked();
                (text != *first).then_some((*name, text))
            });
            changed.collect()
        })
    }

    /// Forgets the draft, as what it holds is saved.
    pub fn saved(&self) {
        // The page may have been left meanwhile.
        self.taken_up.try_set(false);
        self.texts.try_update_value(|texts| {
            for (_, text, first) in texts {
                *first = text.try_get_untracked().unwrap_or_default();
            }
        });
        self.form.try_with_value(|(form, title)| keep_draft(self.session, form, title, None));
    }

    /// Says that what was typed before is here, and offers to begin again.
    pub fn notice(self) -> AnyView {
        let notice = move || {
            self.taken_up.get().then(|| {
                let over = move |()| {
                    self.texts.with_value(|texts| {
                        texts.iter().for_each(|(_, text, first)| text.set(first.clone()));
                    });
                    self.taken_up.set(false);
                };
                taken_up_notice(over)
            })
        };
        notice.into_any()
    }
}

/// Says that a form holds what was typed before and not saved; `over` throws it away.
pub fn taken_up_notice(over: impl Fn(()) + Copy + Send + Sync + 'static) -> AnyView {
    view! {
        <Notice
            title="这是上次没有保存的内容"
            text="可以接着填写。"
            action=move || view! { <Button label="重新填写" on_click=over /> }
        />
    }
    .into_any()
}

//! A new passphrase, written twice.

use leptos::prelude::*;
use zeroize::Zeroizing;

use crate::crypto::passphrase;
use crate::ui::components::{Field, SecretInput, Toggle};

/// What is asked of someone who chooses a passphrase.
#[derive(Clone, Copy)]
pub struct NewPassphrase {
    first: RwSignal<String>,
    again: RwSignal<String>,
    shown: RwSignal<bool>,
}

impl NewPassphrase {
    /// An empty one.
    pub fn new() -> Self {
        Self { first: RwSignal::default(), again: RwSignal::default(), shown: RwSignal::new(false) }
    }

    /// What is still missing or wrong; empty where nothing is.
    pub fn lacks(self) -> String {
        match self.first.with(|text| passphrase::check(text)) {
            Err(weak) => weak.to_string(),
            Ok(()) => self.differs(),
        }
    }

    fn differs(self) -> String {
        let same = self.first.with(|first| self.again.with(|again| first == again));
        if same { String::new() } else { "两次写的口令不一样".to_owned() }
    }

    /// What was written.
    pub fn text(self) -> Zeroizing<String> {
        Zeroizing::new(self.first.get_untracked())
    }

    /// Forgets it; the page may be gone by then.
    pub fn forget(self) {
        for text in [self.first, self.again] {
            text.try_set(String::new());
        }
        self.shown.try_set(false);
    }

    /// The fields; `label` is what the passphrase is called.
    pub fn view(self, label: &'static str) -> AnyView {
        let Self { first, again, shown } = self;
        let weak = Signal::derive(move || {
            let text = first.get();
            let weak = passphrase::check(&text).err().filter(|_| !text.is_empty());
            weak.map(|weak| weak.to_string()).unwrap_or_default()
        });
        let differs = Signal::derive(move || {
            if again.with(String::is_empty) { String::new() } else { self.differs() }
        });
        view! {
            <Field
                label=label
                required=true
                help="至少 6 个汉字，或者 10 个字母、数字；不要用姓名、电话、生日和现成的口号"
                error=weak
            >
                <SecretInput value=first shown on_change=move |text| first.set(text)/>
            </Field>
            <Field label=format!("再写一次{label}") required=true error=differs>
                <SecretInput value=again shown on_change=move |text| again.set(text)/>
            </Field>
            <Toggle label="显示口令" value=shown on_change=move |yes| shown.set(yes)/>
        }
        .into_any()
    }
}

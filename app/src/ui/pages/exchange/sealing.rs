//! 加密: whether what goes out is sealed, for whom and under which passphrase.

use leptos::prelude::*;

use crate::app::SealingOptions;
use crate::exchange::export::scope::Restricted;
use crate::ui::components::{Field, TextInput, Toggle};
use crate::ui::pages::new_passphrase::NewPassphrase;

/// What is asked of someone who seals.
#[derive(Clone, Copy)]
pub(super) struct SealForm {
    on: RwSignal<bool>,
    recipient: RwSignal<String>,
    passphrase: NewPassphrase,
    restricted: RwSignal<bool>,
}

impl SealForm {
    pub(super) fn new() -> Self {
        Self {
            on: RwSignal::new(false),
            recipient: RwSignal::default(),
            passphrase: NewPassphrase::new(),
            restricted: RwSignal::new(false),
        }
    }

    /// Whether what goes out is to be sealed.
    pub(super) fn is_on(self) -> bool {
        self.on.get()
    }

    /// What is still missing or wrong; empty where nothing is.
    pub(super) fn lacks(self) -> String {
        if !self.on.get() {
            return String::new();
        }
        if self.recipient.with(|name| name.trim().is_empty()) {
            return "请写明加密的文件给谁".to_owned();
        }
        self.passphrase.lacks()
    }

    /// Whether what is restricted goes out with a part.
    pub(super) fn restricted(self, is_cut: bool) -> Restricted {
        let goes = is_cut && self.on.get() && self.restricted.get();
        if goes { Restricted::Goes } else { Restricted::Stays }
    }

    /// The same in words.
    pub(super) fn restricted_words(self, is_cut: bool) -> &'static str {
        match self.restricted(is_cut) {
            Restricted::Goes => "限制可见的内容（联系电话、一票否决等）也在里面。",
            Restricted::Stays => "限制可见的内容（联系电话、一票否决等）不在里面。",
        }
    }

    /// The envelope; `None` where it goes out in clear.
    pub(super) fn envelope(self, is_cut: bool) -> Option<SealingOptions> {
        untrack(|| {
            self.on.get().then(|| SealingOptions {
                recipient: self.recipient.with(|name| name.trim().to_owned()),
                passphrase: self.passphrase.text(),
                restricted: self.restricted(is_cut),
            })
        })
    }

    /// Forgets the passphrase, once it was used. The page may be gone by then.
    pub(super) fn forget(self) {
        self.passphrase.forget();
    }

    /// The switch, and what it asks for.
    pub(super) fn view(self, is_cut: bool) -> AnyView {
        let Self { on, recipient, passphrase, restricted } = self;
        let fields = move || {
            on.get().then(|| {
                let restricted = is_cut.then(|| {
                    view! {
                        <Toggle
                            label="把限制可见的内容也放进去"
                            help="联系电话、一票否决等。只在对方确实需要时选"
                            value=restricted
                            on_change=move |yes| restricted.set(yes)
                        />
                    }
                });
                view! {
                    <Field
                        label="给谁"
                        required=true
                        help="写在文件外面，不用口令也看得到，好认出是给谁的；可以只写职务"
                    >
                        <TextInput value=recipient on_change=move |text| recipient.set(text)/>
                    </Field>
                    {passphrase.view("口令")}
                    {restricted}
                }
            })
        };
        view! {
            <Toggle
                label="加密（用口令）"
                help="对方要有口令才打得开"
                value=on
                on_change=move |yes| on.set(yes)
            />
            {fields}
        }
        .into_any()
    }
}

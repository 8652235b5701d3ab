//! 加密: whether what goes out is sealed, for whom and under which passphrase.

use leptos::prelude::*;
use zeroize::Zeroizing;

use crate::app::Envelope;
use crate::exchange::passphrase;
use crate::exchange::scope::Restricted;
use crate::ui::components::{Field, SecretInput, TextInput, Toggle};

/// What is asked of someone who seals.
#[derive(Clone, Copy)]
pub(super) struct SealForm {
    on: RwSignal<bool>,
    recipient: RwSignal<String>,
    passphrase: RwSignal<String>,
    again: RwSignal<String>,
    shown: RwSignal<bool>,
    restricted: RwSignal<bool>,
}

impl SealForm {
    pub(super) fn new() -> Self {
        Self {
            on: RwSignal::new(false),
            recipient: RwSignal::default(),
            passphrase: RwSignal::default(),
            again: RwSignal::default(),
            shown: RwSignal::new(false),
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
        if let Err(weak) = self.passphrase.with(|text| passphrase::check(text)) {
            return weak.to_string();
        }
        self.differs()
    }

    fn differs(self) -> String {
        let same = self.passphrase.with(|first| self.again.with(|second| first == second));
        if same { String::new() } else { "两次写的口令不一样".to_owned() }
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
    pub(super) fn envelope(self, is_cut: bool) -> Option<Envelope> {
        untrack(|| {
            self.on.get().then(|| Envelope {
                recipient: self.recipient.with(|name| name.trim().to_owned()),
                passphrase: Zeroizing::new(self.passphrase.get()),
                restricted: self.restricted(is_cut),
            })
        })
    }

    /// Forgets the passphrase, once it was used. The page may be gone by then.
    pub(super) fn forget(self) {
        for text in [self.passphrase, self.again] {
            text.try_set(String::new());
        }
        self.shown.try_set(false);
    }

    /// The switch, and what it asks for.
    pub(super) fn view(self, is_cut: bool) -> AnyView {
        let Self { on, recipient, passphrase, again, shown, restricted } = self;
        let weak = Signal::derive(move || {
            let text = passphrase.get();
            let weak = passphrase::check(&text).err().filter(|_| !text.is_empty());
            weak.map(|weak| weak.to_string()).unwrap_or_default()
        });
        let differs = Signal::derive(move || {
            if again.with(String::is_empty) { String::new() } else { self.differs() }
        });
        let fields = move || {
            on.get().then(|| {
                let restricted = is_cut.then(|| view! {
                    <Toggle
                        label="把限制可见的内容也放进去"
                        help="联系电话、一票否决等。只在对方确实需要时选"
                        value=restricted
                        on_change=move |yes| restricted.set(yes)
                    />
                });
                view! {
                    <Field
                        label="给谁"
                        required=true
                        help="写在文件外面，不用口令也看得到，好认出是给谁的；可以只写职务"
                    >
                        <TextInput value=recipient on_change=move |text| recipient.set(text)/>
                    </Field>
                    <Field
                        label="口令"
                        required=true
                        help="至少 6 个汉字，或者 10 个字母、数字；不要用姓名、电话、生日和现成的口号"
                        error=weak
                    >
                        <SecretInput value=passphrase shown on_change=move |text| passphrase.set(text)/>
                    </Field>
                    <Field label="再写一次口令" required=true error=differs>
                        <SecretInput value=again shown on_change=move |text| again.set(text)/>
                    </Field>
                    <Toggle label="显示口令" value=shown on_change=move |yes| shown.set(yes)/>
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

//! A sealed file that came in: it tells for whom it is, and asks for its passphrase.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use zeroize::Zeroizing;

use crate::browser::page;
use crate::exchange::bundle::sealing::{self, SealError, Sealed, SealedHeader};
use crate::ui::components::{Button, ButtonKind, Field, FormActions, Icon, SecretInput, Toggle};

/// A sealed file that waits for its passphrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedFile {
    /// The name of its file.
    pub file: String,
    header: SealedHeader,
    content: Vec<u8>,
}

impl SealedFile {
    /// Looks whether a file is sealed; gives the content of any other one back.
    ///
    /// # Errors
    /// Where it is a sealed file that cannot be opened with any passphrase.
    pub fn of(file: &str, content: Vec<u8>) -> Result<Result<Self, Vec<u8>>, SealError> {
        if !sealing::is_sealed(&content) {
            return Ok(Err(content));
        }
        let header = Sealed::read(&content)?.header;
        Ok(Ok(Self { file: file.to_owned(), header, content }))
    }

    /// What it holds, where a passphrase opens it that opened the file before it.
    pub async fn open_with(&self, passphrase: &str) -> Option<Vec<u8>> {
        // Making the key keeps the page from drawing for up to a second.
        page::yield_for_paint().await;
        sealing::open(&self.content, passphrase).ok().map(String::into_bytes)
    }
}

/// What a file held, and the passphrase that opened it: the next file of an import may have the same.
pub type UnsealedFile = (Vec<u8>, Zeroizing<String>);

/// Asks for the passphrase until it opens the file or one goes back; it is kept nowhere here.
pub fn sealed_form(
    locked: SealedFile,
    on_open: Callback<UnsealedFile>,
    on_back: Callback<()>,
) -> AnyView {
    let (passphrase, error) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (shown, busy) = (RwSignal::new(false), RwSignal::new(false));
    let SealedFile { file, header, content } = locked;
    let SealedHeader { recipient, tablet, made, .. } = header;
    let content = StoredValue::new_local(content);
    let named = |name: String| if name.is_empty() { "（没有写）".to_owned() } else { name };
    let submit = move || {
        if passphrase.with_untracked(String::is_empty) {
            return error.set("请写口令".to_owned());
        }
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            // Making the key keeps the page from drawing for up to a second.
            page::yield_for_paint().await;
            let opened = content.try_with_value(|content| {
                passphrase.try_with_untracked(|passphrase| sealing::open(content, passphrase))
            });
            // Nothing of it where the page was left meanwhile.
            let Some(Some(opened)) = opened else { return };
            busy.set(false);
            match opened {
                Ok(text) => {
                    let known = Zeroizing::new(passphrase.get_untracked());
                    passphrase.set(String::new());
                    on_open.run((text.into_bytes(), known));
                }
                Err(SealError::Wrong) => error
                    .set(format!("{}可以再试；确定没有写错，请让对方重新发送。", SealError::Wrong)),
                Err(reason) => error.set(reason.to_string()),
            }
        });
    };
    let type_in = move |text: String| {
        error.set(String::new());
        passphrase.set(text);
    };
    let label = Signal::derive(move || if busy.get() { "正在打开" } else { "打开" }.to_owned());
    view! {
        <form class="sheet stack sealed-form" on:submit=move |event| {
            event.prevent_default();
            submit();
        }>
            <h2>"这个文件加了密"</h2>
            <dl class="facts">
                <dt>"文件"</dt>
                <dd class="exchange-name">{file}</dd>
                <dt>"给谁"</dt>
                <dd>{named(recipient)}</dd>
                <dt>"来自"</dt>
                <dd>{named(tablet)}</dd>
                <dt>"加密时间"</dt>
                <dd>{made.label()}</dd>
            </dl>
            <Field label="口令" required=true error help="加密时定下的那一句；不会留在这台设备上">
                <SecretInput value=passphrase shown on_change=type_in/>
            </Field>
            <Toggle label="显示口令" value=shown on_change=move |yes| shown.set(yes)/>
            <FormActions>
                <Button label kind=ButtonKind::Primary icon=Icon::Unlock submit=true busy
                    on_click=|()| ()/>
                <Button label="不打开" on_click=on_back/>
            </FormActions>
        </form>
    }
    .into_any()
}

//! Taking files: picked, dropped or pasted.

use leptos::{html, prelude::*};
use web_sys::{DataTransfer, File};

use super::{Button, ButtonKind, Icon, Mounted, dom::next_id};

fn files_of(list: Option<web_sys::FileList>) -> Vec<File> {
    list.map(|l| (0..l.length()).filter_map(|i| l.get(i)).collect()).unwrap_or_default()
}

fn is_picture(file: &File) -> bool {
    file.type_().starts_with("image/")
}

/// A place for files: tap to pick, drop, or paste a file or a text. Of a text and pictures that
/// come together the text is taken.
#[component]
pub fn FileDrop(
    /// What to put here: 选择交换文件.
    #[prop(into)]
    label: Signal<String>,
    /// What kinds are read, and what happens with them.
    #[prop(optional, into)]
    help: Signal<String>,
    /// The kinds to offer when picking: `.json,.txt`.
    #[prop(optional, into)]
    accept: String,
    /// Takes several at once.
    #[prop(optional)]
    multiple: bool,
    /// Called with the files.
    #[prop(into)]
    on_files: Callback<Vec<File>>,
    /// Called with a text that was pasted or dropped; without it texts are not taken.
    #[prop(optional, into)]
    on_text: Option<Callback<String>>,
) -> impl IntoView {
    let id = next_id("file");
    let mounted = Mounted::here();
    let node: NodeRef<html::Input> = NodeRef::new();
    let over = RwSignal::new(false);
    // What came in without an event of pasting, as some keyboards and 剪贴板 panels insert it.
    let typed = RwSignal::new(String::new());
    let has_text = Memo::new(move |_| typed.with(|text| !text.trim().is_empty()));
    let take = move |data: Option<DataTransfer>| -> bool {
        let Some(data) = data else { return false };
        let files = files_of(data.files());
        // Excel and WPS put a picture of the cells beside their text.
        if files.iter().all(is_picture)
            && let (Some(callback), Ok(text)) = (on_text, data.get_data("text/plain"))
            && !text.trim().is_empty()
        {
            callback.run(text);
            return true;
        }
        let has_files = !files.is_empty();
        if has_files {
            on_files.run(files);
        }
        has_files
    };
    let picked = move |_| {
        if let Some(input) = node.get_untracked() {
            let files = files_of(input.files());
            if !files.is_empty() {
                on_files.run(files);
            }
            // The same file can be picked again.
            input.set_value("");
        }
    };
    view! {
        <div
            class="file-drop"
            class:is-over=move || over.get()
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                over.set(false);
                take(event.data_transfer());
            }
            on:paste=move |event| {
                if take(event.clipboard_data()) {
                    event.prevent_default();
                }
            }
        >
            <input
                node_ref=node
                class="file-input"
                type="file"
                id=id.clone()
                accept=accept
                multiple=multiple
                on:change=mounted.on(picked)
            />
            <label class="file-face" for=id>
                <span class="file-icon">{Icon::Import.view()}</span>
                <span class="file-label">{move || label.get()}</span>
                <span class="file-help">{move || help.get()}</span>
            </label>
            {on_text.map(|on_text| view! {
                <textarea
                    class="input file-paste"
                    rows="1"
                    aria-label="把文件内容粘贴到这里"
                    placeholder="或把内容粘贴到这里"
                    prop:value=""
                    on:input=mounted.on(move |event| typed.set(event_target_value(&event)))
                ></textarea>
                {move || has_text.get().then(|| view! {
                    <Button
                        kind=ButtonKind::Primary
                        label="读入粘贴的内容"
                        on_click=move |()| on_text.run(typed.get_untracked())
                    />
                })}
            })}
        </div>
    }
    .into_any()
}

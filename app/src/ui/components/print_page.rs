//! Paper: a sheet as it will be printed.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A sheet of A4 with little on it, shown as paper on the screen and printed as it is. Documents, which
/// may have more than one, are laid out by `pages::paper_document`.
///
/// While `print_paper` prints, everything but the sheets is hidden.
#[component]
pub fn PrintPage(
    /// The title, in 小标宋.
    #[prop(into)]
    title: Signal<String>,
    /// What is on the sheet.
    children: Children,
) -> impl IntoView {
    watch_printing();
    view! {
        <div class="paper-frame">
            <article class="paper">
                <h2 class="paper-title">{move || title.get()}</h2>
                <div class="paper-body">{children()}</div>
            </article>
        </div>
    }
    .into_any()
}

/// Prints the sheets on this page, and nothing else. `name` becomes the name of the PDF.
pub fn print_paper(name: &str) {
    let before = document().title();
    document().set_title(name);
    mark_way(true);
    // Safari prints after the call has returned; the mark goes when printing is over.
    let over = StoredValue::new_local(None::<WindowListenerHandle>);
    let handle = window_event_listener_untyped("afterprint", move |_| {
        mark_way(false);
        document().set_title(&before);
        if let Some(handle) = over.try_update_value(Option::take).flatten() {
            handle.remove();
        }
    });
    over.set_value(Some(handle));
    let _ = window().print();
}

/// Has the sheets alone printed where printing is begun by the browser's own menu or keys, too, for
/// as long as they are on the page.
pub fn watch_printing() {
    let begin = window_event_listener_untyped("beforeprint", |_| mark_way(true));
    let end = window_event_listener_untyped("afterprint", |_| mark_way(false));
    on_cleanup(move || [begin, end].into_iter().for_each(WindowListenerHandle::remove));
}

/// Marks what leads from the body to the sheets, so that the rest can be hidden.
fn mark_way(on: bool) {
    let Some(body) = document().body() else { return };
    if !on {
        let _ = body.remove_attribute("data-printing");
    } else {
        let _ = body.set_attribute("data-printing", "");
    }
    let Ok(sheets) = document().query_selector_all(".paper-frame") else { return };
    for i in 0..sheets.length() {
        let mut at = sheets.get(i).and_then(|n| n.dyn_into::<web_sys::Element>().ok());
        while let Some(e) = at.filter(|e| e.tag_name() != "BODY") {
            let _ = if on {
                e.set_attribute("data-paper-way", "")
            } else {
                e.remove_attribute("data-paper-way")
            };
            at = e.parent_element();
        }
    }
}

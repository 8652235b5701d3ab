//! The ledger that was open here has been removed by another page: that is said, and what this page
//! still has of it can be saved as a file. It comes with the part `office`.

use std::rc::Rc;
use std::sync::Arc;

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use crate::app::{Session, export_bundle};
use crate::browser::{clock, files, page};
use crate::exchange::export::ExportContent;
use crate::exchange::export::scope::Scope;
use crate::ui::app_state::{AppStage, AppState};
use crate::ui::components::{Button, ButtonKind};

/// Puts the page of a removed ledger in the place of all others; what was being filled in there is
/// read first.
pub fn show_removed(app: AppState, session: Session) {
    page::leave_input();
    let entries: Arc<[String]> = typed_entries().into();
    page::go_instead("#/");
    page::set_title("医心台账");
    let shown = Rc::new(move || removed_page(session, entries.clone()));
    app.stage.set(AppStage::Removed(session, shown));
}

fn removed_page(session: Session, entries: Arc<[String]>) -> AnyView {
    let (busy, said) = (RwSignal::new(false), RwSignal::new(String::new()));
    let name = session.entry().name;
    let text = match session.unsaved() {
        0 => "登记都在移除以前存下过，已随台账一起移除。如果是误移除，可以把这个窗口里的整本台账存成文件，\
              再用“加入已有台账”找回。"
            .to_owned(),
        edits => format!(
            "有 {edits} 笔登记没来得及存下，只在这个窗口里。需要的话请先存成文件；文件里是整本台账，\
             可以用“加入已有台账”找回。"
        ),
    };
    let save = move |()| {
        busy.set(true);
        spawn_local(async move {
            let saved =
                export_bundle(session, &ExportContent::Part(Scope::Everything), None, clock::now())
                    .await;
            said.try_set(match saved {
                Ok(exported) => exported.words(),
                Err(error) => error.to_string(),
            });
            busy.try_set(false);
        });
    };
    let typed = (!entries.is_empty()).then(|| typed_view(entries, said));
    view! {
        <main class="outside stack">
            <h1 class="outside-title">"这本台账已从这台设备移除"</h1>
            <p class="outside-lead">
                {format!(
                    "“{name}”在另一个窗口里移除了，这里不再保存。导出到别处的文件不受影响。"
                )}
            </p>
            <p>{text}</p>
            <div class="row">
                <Button label="存成文件" kind=ButtonKind::Primary busy on_click=save/>
                <Button
                    label="打开别的台账"
                    on_click=|()| {
                        page::go_instead("#/");
                        page::reload();
                    }
                />
            </div>
            {typed}
            <p role="status">{move || said.get()}</p>
        </main>
    }
    .into_any()
}

/// What was being filled in, and a file of it.
fn typed_view(entries: Arc<[String]>, said: RwSignal<String>) -> AnyView {
    let rows = entries.iter().map(|entry| view! { <li>{entry.clone()}</li> }).collect::<Vec<_>>();
    let save = move |()| {
        let text = entries.join("\r\n");
        spawn_local(async move {
            let name = "没填完的内容.txt";
            let saved = files::hand_over(name, "text/plain", text.as_bytes()).await;
            said.try_set(match saved {
                Ok(_) => format!("已存为“{name}”"),
                Err(error) => error.to_string(),
            });
        });
    };
    view! {
        <section class="sheet stack">
            <h2>"没填完的内容"</h2>
            <ul>{rows}</ul>
            <p><Button label="把没填完的内容存成文件" on_click=save/></p>
        </section>
    }
    .into_any()
}

/// What is entered in the forms of this page, each with its label.
fn typed_entries() -> Vec<String> {
    const FIELDS: &str = "input:not([type=search], [type=file], [type=password], [type=hidden], \
                          [type=checkbox], [type=radio]), textarea";
    const CHOSEN: &str = "[aria-pressed=true], [aria-checked=true], input:checked";
    if !has_any(".form-actions, [role=dialog], .page-body textarea") {
        return Vec::new();
    }
    let found = document().query_selector_all(&format!("{FIELDS}, {CHOSEN}")).ok();
    let found = found.into_iter().flat_map(elements);
    let is_entry =
        |element: &Element| element.closest(".page-body, [role=dialog]").ok().flatten().is_some();
    found.filter(is_entry).filter_map(|element| entry_of(&element)).collect()
}

fn has_any(selector: &str) -> bool {
    document().query_selector(selector).ok().flatten().is_some()
}

fn elements(list: web_sys::NodeList) -> Vec<Element> {
    (0..list.length()).filter_map(|at| list.item(at)?.dyn_into::<Element>().ok()).collect()
}

/// A field as one line: its label and what is in it.
fn entry_of(element: &Element) -> Option<String> {
    let label = label_of(element);
    let value = Reflect::get(element, &"value".into()).ok().and_then(|value| value.as_string());
    let is_field = element.matches("textarea, input:not([type=checkbox], [type=radio])").ok()?;
    match value.filter(|_| is_field) {
        Some(value) if value.trim().is_empty() => None,
        Some(value) => Some(format!("{label}：{value}")),
        None => Some(label).filter(|label| !label.is_empty()),
    }
}

fn label_of(element: &Element) -> String {
    let label = element.get_attribute("aria-label").or_else(|| {
        let labels = Reflect::get(element, &"labels".into()).ok()?;
        let label = labels.dyn_into::<web_sys::NodeList>().ok()?.item(0)?;
        // The name comes first; what follows says whether it must be filled in.
        label.first_child().unwrap_or(label).text_content()
    });
    label.or_else(|| element.text_content()).unwrap_or_default().trim().to_owned()
}

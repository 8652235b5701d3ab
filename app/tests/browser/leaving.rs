//! Parts of the page that go while the focus is in them.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;
use yixin_app::ui::components::{
    DataTable, DateInput, Menu, MenuItem, NumberInput, PickOption, RecordPicker, TableCell,
    TableColumn, TableRow, TextInput, Toggle,
};

use super::components::{Stage, drawn};

/// Counts what is thrown in handlers, which a browser reports to the window alone.
fn count_faults() -> (Rc<Cell<usize>>, impl FnOnce()) {
    let count = Rc::new(Cell::new(0));
    let counting = count.clone();
    let note = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        event.prevent_default();
        counting.set(counting.get() + 1);
    });
    let listener: js_sys::Function = note.as_ref().clone().unchecked_into();
    window().add_event_listener_with_callback("error", &listener).expect("a window listens");
    let stop = move || {
        let _ = window().remove_event_listener_with_callback("error", &listener);
        drop(note);
    };
    (count, stop)
}

/// Mounts a part, opens it by a tap where it has a button, puts the focus on its last element, types
/// where one can, and takes the part away, as leaving a page does.
async fn leave(name: &str, part: impl Fn() -> AnyView + Send + Sync + 'static, focus: &str) {
    let (faults, stop) = count_faults();
    let is_there = RwSignal::new(true);
    let stage = Stage::mount(move || {
        let part = move || is_there.get().then(&part);
        view! { <button id="elsewhere">"别处"</button>{part} }.into_any()
    });
    drawn().await;
    for button in stage.all("[aria-haspopup]") {
        button.unchecked_into::<HtmlElement>().click();
    }
    drawn().await;
    let target: HtmlElement = stage.all(focus).pop().expect(name).unchecked_into();
    target.focus().expect("it takes the focus");
    if let Some(input) = target.dyn_ref::<web_sys::HtmlInputElement>() {
        input.set_value("3");
        let typed = document().create_event("Event").expect("an event");
        typed.init_event_with_bubbles("input", true);
        input.dispatch_event(&typed).expect("it is told");
    }
    // A frame that was asked for is still to come when the part goes.
    is_there.set(false);
    drawn().await;
    assert_eq!(stage.all(focus).len(), 0, "{name} is gone");
    drop(stage);
    drawn().await;
    stop();
    assert_eq!(faults.get(), 0, "{name} must go quietly");
}

#[wasm_bindgen_test]
async fn a_page_goes_quietly_while_a_picker_or_menu_has_the_focus() {
    let text = || RwSignal::new(String::new());
    leave(
        "menu",
        || {
            let items = vec![MenuItem::new("one", "一", yixin_app::ui::components::Icon::Plus)];
            view! { <Menu items=Signal::stored(items) on_pick=|_| ()/> }.into_any()
        },
        "[role=menuitem]",
    )
    .await;
    leave(
        "picker",
        move || {
            let one = PickOption { id: "1".into(), label: "甲".into(), ..PickOption::default() };
            let options = Signal::stored(vec![one]);
            let value = text();
            view! { <RecordPicker options value on_change=move |id| value.set(id)/> }.into_any()
        },
        "input",
    )
    .await;
    leave(
        "date",
        move || {
            let value = text();
            view! { <DateInput value on_change=move |day| value.set(day)/> }.into_any()
        },
        "input.input",
    )
    .await;
    leave(
        "number",
        move || {
            let value = text();
            view! { <NumberInput value on_change=move |text| value.set(text)/> }.into_any()
        },
        "input",
    )
    .await;
    leave(
        "text",
        move || {
            let (value, kept) = (text(), text());
            let commit = move |()| kept.set(value.get_untracked());
            view! { <TextInput value on_change=move |text| value.set(text) on_commit=commit/> }
                .into_any()
        },
        "input",
    )
    .await;
    leave(
        "switch",
        move || {
            let value = RwSignal::new(false);
            view! { <Toggle label="开" value on_change=move |on| value.set(on)/> }.into_any()
        },
        "input",
    )
    .await;
}

#[wasm_bindgen_test]
async fn a_table_goes_quietly_while_it_scrolls_with_the_focus_in_it() {
    let (faults, stop) = count_faults();
    let is_there = RwSignal::new(true);
    let stage = Stage::mount(move || {
        let table = || {
            let rows: Vec<TableRow> = (0..500)
                .map(|n| TableRow::new(n.to_string(), vec![TableCell::new(format!("党员{n}"))]))
                .collect();
            let columns = Signal::stored(vec![TableColumn::text("name", "姓名")]);
            view! { <DataTable label="花名册" columns rows=Signal::stored(rows) fill=true/> }
        };
        (move || is_there.get().then(table)).into_any()
    });
    drawn().await;
    let scroller: HtmlElement = stage.all(".table-box").remove(0).unchecked_into();
    scroller.set_attribute("style", "height: 300px; overflow: auto").ok();
    drawn().await;
    stage.all("tbody td").remove(0).unchecked_into::<HtmlElement>().focus().expect("a cell");
    scroller.set_scroll_top(4_000);
    // The scrolling is told with the next frame, when the table is gone.
    is_there.set(false);
    drawn().await;
    drawn().await;
    stop();
    assert_eq!(faults.get(), 0, "nothing is thrown");
}

//! Parts of the screen, mounted in a real browser.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};
use yixin_app::ui::components::{
    DataTable, Field, Notice, NoticeKind, Roll, RollPerson, RollPicker, Saving, SavingState,
    SecretInput, TableCell, TableColumn, TableRow, TextInput,
};

/// A place of its own in the page, taken away again in the end.
pub struct Stage(HtmlElement);

impl Stage {
    pub fn mount(view: impl FnOnce() -> AnyView + 'static) -> Self {
        let place = document().create_element("div").expect("any page takes an element");
        let place: HtmlElement = place.unchecked_into();
        // As tall as a tablet's table, so that rows are windowed.
        place.set_attribute("style", "height: 600px; display: flex; flex-direction: column").ok();
        document().body().expect("a page has a body").append_child(&place).expect("it takes one");
        leptos::mount::mount_to(place.clone(), view).forget();
        Self(place)
    }

    pub fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.0.query_selector_all(selector).expect("a selector");
        (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
    }

    fn text(&self) -> String {
        self.0.text_content().unwrap_or_default()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// Lets effects run and the page be drawn.
pub async fn drawn() {
    for _ in 0..3 {
        let wait = js_sys::Promise::new(&mut |done, _| {
            let window = web_sys::window().expect("tests run in a window");
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&done, 20)
                .expect("a timer");
        });
        wasm_bindgen_futures::JsFuture::from(wait).await.expect("it comes");
    }
}

#[wasm_bindgen_test]
async fn saved_shows_only_once_it_is_said_to_be() {
    let state = RwSignal::new(Saving::Busy);
    let stage = Stage::mount(move || view! { <SavingState state/> }.into_any());
    drawn().await;
    assert!(stage.text().contains("保存中") && !stage.text().contains("已保存"));
    state.set(Saving::Done);
    drawn().await;
    assert!(stage.text().contains("已保存"));
    state.set(Saving::Problem("存储空间已满".into()));
    drawn().await;
    assert!(stage.text().contains("存储空间已满") && !stage.text().contains("已保存"));
}

#[wasm_bindgen_test]
async fn a_table_of_thousands_mounts_a_window_of_rows() {
    let rows: Vec<TableRow> = (0..5_000)
        .map(|n| {
            TableRow::new(
                n.to_string(),
                vec![TableCell::new(format!("党员{n}")), TableCell::new("72.0")],
            )
        })
        .collect();
    let stage = Stage::mount(move || {
        view! {
            <DataTable
                label="月表"
                columns=Signal::stored(vec![TableColumn::text("name", "姓名"), TableColumn::number("t", "总分")])
                rows=Signal::stored(rows)
                fill=true
            />
        }
        .into_any()
    });
    // The app's styles are not here; the table needs to have a height.
    for scroller in stage.all(".table-box") {
        scroller.set_attribute("style", "height: 400px; overflow: auto").ok();
    }
    drawn().await;
    let mounted = stage.all("tr").len();
    assert!((2..500).contains(&mounted), "{mounted} rows are in the page");
    assert!(stage.text().contains("党员0"));
}

/// Lets what is due run, but nothing be drawn: a browser waits no longer before it prints.
async fn due() {
    for _ in 0..20 {
        let now = js_sys::Promise::resolve(&wasm_bindgen::JsValue::NULL);
        wasm_bindgen_futures::JsFuture::from(now).await.expect("it comes");
    }
}

#[wasm_bindgen_test]
async fn a_table_of_thousands_is_printed_with_every_row() {
    let rows: Vec<TableRow> = (0..1_000)
        .map(|n| TableRow::new(n.to_string(), vec![TableCell::new(format!("党员{n}"))]))
        .collect();
    let stage = Stage::mount(move || {
        let columns = Signal::stored(vec![TableColumn::text("name", "姓名")]);
        view! { <DataTable label="花名册" columns rows=Signal::stored(rows)/> }.into_any()
    });
    for scroller in stage.all(".table-box") {
        scroller.set_attribute("style", "height: 400px; overflow: auto").ok();
    }
    drawn().await;
    let tell = |what: &str| {
        let event = web_sys::Event::new(what).expect("an event");
        window().dispatch_event(&event).expect("it is told");
    };
    tell("beforeprint");
    due().await;
    assert_eq!(stage.all("tbody tr[aria-rowindex]").len(), 1_000);
    assert!(stage.all(".table-spacer").is_empty());
    tell("afterprint");
    due().await;
    assert!(stage.all("tbody tr[aria-rowindex]").len() < 100);
}

#[wasm_bindgen_test]
async fn the_focus_stays_on_a_member_when_the_rows_are_put_in_another_order() {
    let row = |name: &str| TableRow::new(name, vec![TableCell::new(name)]);
    let rows = RwSignal::new(vec![row("甲"), row("乙"), row("丙")]);
    let stage = Stage::mount(move || {
        let columns = Signal::stored(vec![TableColumn::text("name", "姓名")]);
        view! { <DataTable label="花名册" columns rows/> }.into_any()
    });
    drawn().await;
    let cells = stage.all("tbody td");
    cells[1].clone().unchecked_into::<HtmlElement>().focus().expect("a cell takes the focus");
    rows.set(vec![row("丁"), row("甲"), row("乙"), row("丙")]);
    drawn().await;
    drawn().await;
    let told = |element: Option<web_sys::Element>| element.and_then(|one| one.text_content());
    assert_eq!(told(document().active_element()).as_deref(), Some("乙"));
    let stops: Vec<_> =
        stage.all("tbody td[tabindex='0']").into_iter().map(|c| told(Some(c))).collect();
    assert_eq!(stops, [Some("乙".to_owned())]);
    let names = stage.all("tbody tr").into_iter().map(|row| row.text_content());
    assert!(names.flatten().eq(["丁", "甲", "乙", "丙"]));
}

#[wasm_bindgen_test]
async fn what_a_user_wrote_is_text_and_never_html() {
    let name = "<img src=x onerror=alert(1)>𠮷·\"=1+1";
    let stage = Stage::mount(move || {
        view! {
            <Notice kind=NoticeKind::Warn title=name text=name/>
            <DataTable
                label="表"
                columns=Signal::stored(vec![TableColumn::text("name", "姓名")])
                rows=Signal::stored(vec![TableRow::new("1", vec![TableCell::new(name).title(name)])])
            />
        }
        .into_any()
    });
    drawn().await;
    assert!(stage.all("img").is_empty());
    assert!(stage.text().contains(name));
}

#[wasm_bindgen_test]
async fn an_error_is_tied_to_its_input() {
    let error = RwSignal::new(String::new());
    let value = RwSignal::new(String::new());
    let stage = Stage::mount(move || {
        view! {
            <Field label="姓名" required=true error>
                <TextInput value on_change=move |text| value.set(text)/>
            </Field>
        }
        .into_any()
    });
    drawn().await;
    let input = stage.all("input").remove(0);
    assert_ne!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
    error.set("缺少姓名".to_owned());
    drawn().await;
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
    let described = input.get_attribute("aria-describedby").unwrap_or_default();
    let told = described.split(' ').any(|id| {
        document()
            .get_element_by_id(id)
            .and_then(|element| element.text_content())
            .is_some_and(|text| text.contains("缺少姓名"))
    });
    assert!(told, "the input says what is wrong with it");
}

#[wasm_bindgen_test]
async fn a_tap_on_a_name_marks_it_and_a_second_takes_the_mark_away() {
    let roll = RwSignal::new(Roll::new());
    let stage = Stage::mount(move || {
        let people = ["张三", "李四"].map(|name| RollPerson {
            id: name.into(),
            name: name.into(),
            ..RollPerson::default()
        });
        view! {
            <RollPicker
                people=Signal::stored(people.to_vec())
                value=roll
                on_mark=move |(ids, mark): (Vec<String>, u32)| roll.update(|roll| {
                    for id in ids {
                        match mark {
                            0 => roll.remove(&id),
                            mark => roll.insert(id, mark),
                        };
                    }
                })
            />
        }
        .into_any()
    });
    drawn().await;
    let name = || {
        let buttons = stage.all("button");
        buttons
            .into_iter()
            .find(|one| one.text_content().is_some_and(|text| text.contains("李四")))
            .expect("there is a button for the name")
            .unchecked_into::<HtmlElement>()
    };
    name().click();
    drawn().await;
    assert_eq!(roll.get_untracked().keys().collect::<Vec<_>>(), ["李四"]);
    name().click();
    drawn().await;
    assert!(roll.get_untracked().is_empty());
}

#[wasm_bindgen_test]
async fn a_passphrase_is_covered_also_where_the_browser_covers_no_text() {
    let css = js_sys::Reflect::get(&js_sys::global(), &"CSS".into()).expect("there");
    let name = "supports".into();
    let known = js_sys::Reflect::get(&css, &name).expect("there");
    for covers in [true, false] {
        let answer = if covers { "return true" } else { "return false" };
        let supports = js_sys::Function::new_no_args(answer);
        js_sys::Reflect::set(&css, &name, &supports).expect("it can be replaced");
        let (shown, text) = (RwSignal::new(false), RwSignal::new("枇杷".to_owned()));
        let stage = Stage::mount(move || {
            view! { <SecretInput value=text shown on_change=move |new| text.set(new)/> }.into_any()
        });
        drawn().await;
        let kind = || stage.all("input")[0].get_attribute("type");
        assert_eq!(kind().as_deref(), Some(if covers { "text" } else { "password" }));
        shown.set(true);
        drawn().await;
        assert_eq!(kind().as_deref(), Some("text"), "it can be read where one asks to");
    }
    js_sys::Reflect::set(&css, &name, &known).expect("as it was");
}

//! The page: its address, its title, when it hides, and what the device is asked to remember of how
//! it looks.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The part of the address after `#`.
pub fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// The folder that this app is served from, as a path; another copy may be served beside it.
pub fn folder() -> Option<String> {
    let base = web_sys::window()?.document()?.base_uri().ok()??;
    Some(web_sys::Url::new_with_base("./", &base).ok()?.pathname())
}

/// Goes to an address within the app; back leads here again.
pub fn go(hash: &str) {
    if let Some(window) = web_sys::window() {
        // Only the fragment changes, which no browser refuses.
        let _ = window.location().set_hash(hash);
    }
}

/// Goes to an address within the app in the place of this one.
pub fn go_instead(hash: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().replace(hash);
    }
}

/// Takes the focus off an input, so that it gives away what was typed before it goes.
pub fn leave_input() {
    let focused = web_sys::window().and_then(|window| window.document()?.active_element());
    let input = focused
        .filter(|element| ["INPUT", "TEXTAREA", "SELECT"].contains(&&*element.tag_name()))
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(input) = input {
        let _ = input.blur();
    }
}

/// Goes back to where one came from.
pub fn back() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.back();
    }
}

/// The number that the present entry of history was given.
pub fn entry_number() -> Option<u32> {
    let state = web_sys::window()?.history().ok()?.state().ok()?;
    state.as_f64().map(|number| number as u32)
}

/// Gives the present entry of history a number.
pub fn number_entry(number: u32) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state(&number.into(), "");
    }
}

/// Goes forward to where one came back from.
pub fn forward() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.forward();
    }
}

/// Scrolls an element to the top of what is seen of its page, and gives it the focus.
pub fn scroll_to(id: &str) {
    let element = web_sys::window().and_then(|window| window.document()?.get_element_by_id(id));
    if let Some(element) = element.and_then(|one| one.dyn_into::<web_sys::HtmlElement>().ok()) {
        element.scroll_into_view();
        let _ = element.focus();
    }
}

/// Scrolls an element of a list into sight, no further than need be.
pub fn scroll_near(id: &str) {
    let element = web_sys::window().and_then(|window| window.document()?.get_element_by_id(id));
    if let Some(element) = element {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Opens the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Sets the title of the tab.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Sets a data attribute of the root element, which styles and tests look at.
pub fn set_root_data(name: &str, value: &str) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute(&format!("data-{name}"), value);
    }
}

/// Calls back whenever an event of a name reaches the window.
pub fn on_window(name: &str, act: impl FnMut() + 'static) {
    if let Some(window) = web_sys::window() {
        let handler = Closure::<dyn FnMut()>::new(act);
        let _ = window.add_event_listener_with_callback(name, handler.as_ref().unchecked_ref());
        // Lives as long as the page.
        handler.forget();
    }
}

/// Calls back with the key whenever another tab puts something into localStorage.
pub fn on_other_tab(act: impl Fn(&str) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let handler =
        Closure::<dyn FnMut(web_sys::StorageEvent)>::new(move |event: web_sys::StorageEvent| {
            if let (Some(key), Some(_)) = (event.key(), event.new_value()) {
                act(&key);
            }
        });
    let _ = window.add_event_listener_with_callback("storage", handler.as_ref().unchecked_ref());
    handler.forget();
}

/// Hides all that the page shows, on paper too, or shows it again.
pub fn cover(on: bool) {
    set_root_data("covered", if on { "yes" } else { "no" });
}

/// Sends an event of a name to the window.
pub fn tell_window(name: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(name)) {
        let _ = window.dispatch_event(&event);
    }
}

/// The name of the tab (`window.name`): it outlasts reloading, and is in no store.
pub fn name() -> String {
    web_sys::window().and_then(|window| window.name().ok()).unwrap_or_default()
}

/// Gives the tab a name.
pub fn set_name(name: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.set_name(name);
    }
}

/// Whether the page is out of sight.
pub fn is_hidden() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|page| page.visibility_state() == web_sys::VisibilityState::Hidden)
}

/// Calls back when the page goes out of sight or comes back.
pub fn on_visibility(act: impl FnMut() + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let handler = Closure::<dyn FnMut()>::new(act);
    let _ = document
        .add_event_listener_with_callback("visibilitychange", handler.as_ref().unchecked_ref());
    handler.forget();
}

/// A listener to events, removed when it is dropped.
#[derive(Debug)]
pub struct Listening {
    target: web_sys::EventTarget,
    name: &'static str,
    handler: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listening {
    fn begin(
        target: impl Into<web_sys::EventTarget>,
        name: &'static str,
        act: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let (target, handler) = (target.into(), Closure::<dyn FnMut(web_sys::Event)>::new(act));
        let function = handler.as_ref().unchecked_ref();
        let _ = target.add_event_listener_with_callback(name, function);
        Self { target, name, handler }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let function = self.handler.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.name, function);
    }
}

/// Calls back when the page goes out of sight, which may be the last that it hears; until what it
/// gives is dropped.
pub fn on_hide(act: impl Fn() + Clone + 'static) -> Vec<Listening> {
    let Some(window) = web_sys::window() else { return Vec::new() };
    let document = window.document().map(|document| {
        let act = act.clone();
        Listening::begin(document, "visibilitychange", move |_| {
            if is_hidden() {
                act();
            }
        })
    });
    let hidden = Listening::begin(window, "pagehide", move |_| act());
    document.into_iter().chain([hidden]).collect()
}

/// Calls back whenever the page becomes visible, until the returned value is dropped.
pub fn on_sight(act: impl Fn() + 'static) -> Option<Listening> {
    let document = web_sys::window()?.document()?;
    Some(Listening::begin(document, "visibilitychange", move |_| {
        if !is_hidden() {
            act();
        }
    }))
}

/// Calls back when the page comes back into sight, from sleep, or from the back-forward cache.
pub fn on_return(act: impl Fn() + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    let mut all = Vec::new();
    if let Some(document) = window.document() {
        for name in ["visibilitychange", "resume"] {
            let act = act.clone();
            all.push(Listening::begin(document.clone(), name, move |_| {
                if !is_hidden() {
                    act();
                }
            }));
        }
    }
    all.push(Listening::begin(window, "pageshow", move |event| {
        // What is opened for the first time has missed nothing.
        let persisted = js_sys::Reflect::get(&event, &"persisted".into());
        if persisted.is_ok_and(|persisted| persisted.is_truthy()) {
            act();
        }
    }));
    // They last as long as the page.
    std::mem::forget(all);
}

/// What the device was asked to remember of how the page looks; never of the ledger.
pub fn remembered(key: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(key).ok()?
}

/// Asks the device to remember something of how the page looks. Where it cannot, the page looks as
/// usual next time.
pub fn remember(key: &str, value: &str) {
    if let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) {
        let _ = storage.set_item(key, value);
    }
}

/// Whether the browser knows a property of style with a value.
pub fn supports(property: &str, value: &str) -> bool {
    let ask = || {
        let window: wasm_bindgen::JsValue = web_sys::window()?.into();
        let css = js_sys::Reflect::get(&window, &"CSS".into()).ok()?;
        let supports = js_sys::Reflect::get(&css, &"supports".into()).ok()?;
        let supports = supports.dyn_into::<js_sys::Function>().ok()?;
        supports.call2(&css, &property.into(), &value.into()).ok()?.as_bool()
    };
    ask().unwrap_or(false)
}

/// Asks the browser not to clear this site's data by itself; says whether it agrees.
pub async fn ask_to_persist() -> Option<bool> {
    let storage = web_sys::window()?.navigator().storage();
    let answer = wasm_bindgen_futures::JsFuture::from(storage.persist().ok()?).await.ok()?;
    answer.as_bool()
}

/// Opens the browser's dialog for printing.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Gives way to the browser, so that it can draw and answer taps in the middle of long work.
pub async fn yield_for_paint() {
    pause(12).await;
}

/// Gives way for as short as the browser likes, in the middle of work that goes on in short slices:
/// a message comes back at once, where a timer is held up for some milliseconds each time.
pub async fn yield_to_browser() {
    let Ok(channel) = web_sys::MessageChannel::new() else { return yield_for_paint().await };
    let answer = js_sys::Promise::new(&mut |resolve, _| {
        channel.port1().set_onmessage(Some(&resolve));
    });
    let sent = channel.port2().post_message(&wasm_bindgen::JsValue::NULL);
    if sent.is_ok() {
        let _ = wasm_bindgen_futures::JsFuture::from(answer).await;
    }
    channel.port1().close();
}

/// Waits until what there is has been drawn; a page that is not seen is not waited for.
pub async fn drawn() {
    /// Longer than a frame takes on a slow device.
    const UNSEEN_MILLIS: i32 = 300;
    let frame = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.request_animation_frame(&resolve);
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, UNSEEN_MILLIS);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(frame).await;
    // A frame is on the screen only after all that waited for it has run.
    yield_for_paint().await;
}

/// Waits.
pub async fn pause(millis: i32) {
    let pause = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Without a timer there is nothing to wait for, and nobody who could see it.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(pause).await;
}

/// Whether the browser has promised not to clear this site's data by itself.
pub async fn is_persistent() -> Option<bool> {
    let storage = web_sys::window()?.navigator().storage();
    let answer = wasm_bindgen_futures::JsFuture::from(storage.persisted().ok()?).await.ok()?;
    answer.as_bool()
}

/// How many bytes this site takes, and how many it may take, as the browser reckons.
pub async fn storage_usage() -> Option<(u64, u64)> {
    let storage = web_sys::window()?.navigator().storage();
    let answer = wasm_bindgen_futures::JsFuture::from(storage.estimate().ok()?).await.ok()?;
    let number = |name: &str| {
        let value = js_sys::Reflect::get(&answer, &name.into()).ok()?.as_f64()?;
        Some(value as u64)
    };
    Some((number("usage")?, number("quota")?))
}

/// A data attribute of the root element.
pub fn root_data(name: &str) -> Option<String> {
    let root = web_sys::window()?.document()?.document_element()?;
    root.get_attribute(&format!("data-{name}"))
}

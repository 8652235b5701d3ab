//! Signing on the screen, and what was signed.

use leptos::{html, prelude::*};

use super::{Button, ButtonKind, Icon};
use crate::registers::{Point, STROKES_HEIGHT, STROKES_WIDTH, Strokes};

/// A field for a signature by finger or pen: black on white in either theme.
///
/// A second finger, or the hand that rests on the glass, draws nothing while the first one does.
#[component]
pub fn SignaturePad(
    /// Who signs here, and as what.
    #[prop(into)]
    label: String,
    /// Called with what was drawn, once 确定 is tapped; never with nothing.
    #[prop(into)]
    on_done: Callback<Strokes>,
) -> impl IntoView {
    let pad: NodeRef<html::Div> = NodeRef::new();
    let lines = RwSignal::new(Vec::<Vec<Point>>::new());
    // The stroke that is being drawn is apart, so that those before are not made anew with each move.
    let line = RwSignal::new(Vec::<Point>::new());
    let pointer = StoredValue::new(None::<i32>);
    let point = move |event: &web_sys::PointerEvent| {
        let frame = pad.get_untracked()?.get_bounding_client_rect();
        let on_grid = |at: f64, from: f64, size: f64, most: i32| {
            (size > 0.0).then(|| ((at - from) / size * f64::from(most)).round() as i32)
        };
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        Some(Point::new(
            on_grid(x, frame.left(), frame.width(), STROKES_WIDTH)?,
            on_grid(y, frame.top(), frame.height(), STROKES_HEIGHT)?,
        ))
    };
    let begin = move |event: web_sys::PointerEvent| {
        if pointer.get_value().is_some() || event.button() != 0 {
            return;
        }
        event.prevent_default();
        if let Some(point) = point(&event) {
            pointer.set_value(Some(event.pointer_id()));
            if let Some(pad) = pad.get_untracked() {
                // Without it a stroke ends at the edge.
                let _ = pad.set_pointer_capture(event.pointer_id());
            }
            line.set(vec![point]);
        }
    };
    let go_on = move |event: web_sys::PointerEvent| {
        if pointer.get_value() == Some(event.pointer_id())
            && let Some(point) = point(&event)
        {
            line.update(|line| line.push(point));
        }
    };
    let end = move |event: web_sys::PointerEvent| {
        if pointer.get_value() == Some(event.pointer_id()) {
            pointer.set_value(None);
            let drawn = line.try_update(std::mem::take).unwrap_or_default();
            lines.update(|lines| lines.push(drawn));
        }
    };
    let is_blank = move || lines.with(Vec::is_empty);
    let reason =
        Signal::derive(move || if is_blank() { "还没有签".to_owned() } else { String::new() });
    let clear = move |()| {
        pointer.set_value(None);
        line.set(Vec::new());
        lines.set(Vec::new());
    };
    let done = move |()| {
        let strokes = lines.with_untracked(|lines| Strokes::drawn(lines));
        if !strokes.is_empty() {
            on_done.run(strokes);
        }
    };
    let former = move || lines.with(|lines| Strokes::drawn(lines).path());
    let present = move || line.with(|line| Strokes::drawn(std::slice::from_ref(line)).path());
    view! {
        <div class="signature">
            <p class="signature-label">{label.clone()}</p>
            <div class="signature-pad" node_ref=pad role="img" aria-label=format!("{label}，在这里手写")
                on:pointerdown=begin on:pointermove=go_on on:pointerup=end on:pointercancel=end
                on:contextmenu=|event| event.prevent_default()>
                <svg viewBox=frame() aria-hidden="true">
                    <path class="signature-line" d="M60 330H940"></path>
                    <path class="drawn-strokes" d=former></path>
                    <path class="drawn-strokes" d=present></path>
                </svg>
            </div>
            <div class="signature-acts">
                <Button label="清除" icon=Icon::Close disabled=Signal::derive(is_blank) on_click=clear/>
                <Button label="确定" kind=ButtonKind::Primary icon=Icon::Check reason on_click=done/>
            </div>
        </div>
    }
    .into_any()
}

/// What was drawn; `name` says what it is.
pub fn strokes_drawing(strokes: &Strokes, name: String) -> AnyView {
    let path = strokes.path();
    view! {
        <svg class="signature-drawing" viewBox=frame() role="img" aria-label=name>
            <path class="drawn-strokes" d=path></path>
        </svg>
    }
    .into_any()
}

/// What of the grid is shown: all of it, and the width of the pen around.
fn frame() -> String {
    format!("-4 -4 {} {}", STROKES_WIDTH + 8, STROKES_HEIGHT + 8)
}

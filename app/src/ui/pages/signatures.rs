//! Signatures in records, as they are shown.

use leptos::prelude::*;

use crate::ledger::{Value, day_label};
use crate::registers::Signature;
use crate::ui::components::strokes_drawing;

/// A signature with its day; nothing where the value is none.
pub fn signature_drawing(value: &Value) -> AnyView {
    let signature = Signature::from_value(value);
    let shown = signature.map(|signature| {
        let on = day_label(signature.on);
        let drawing = strokes_drawing(&signature.strokes, format!("{on}的签字"));
        view! { <span class="signature-shown">{drawing}<span>{on}</span></span> }
    });
    shown.into_any()
}

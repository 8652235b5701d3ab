//! How the page looks on this device: size of letters, and colours.

use leptos::prelude::*;

use crate::app::{LetterSize, Theme, letter_size, set_letter_size, set_theme, theme};
use crate::ui::components::{Choice, Field, Opt};

pub(super) fn look_view() -> AnyView {
    view! {
        <section class="sheet stack">
            <h3>"字号和明暗"</h3>
            <Field label="字号">{letter_size_choice()}</Field>
            <Field label="明暗">{theme_choice()}</Field>
            <p class="small muted">"只影响这台设备。"</p>
        </section>
    }
    .into_any()
}

/// Chooses how large the letters are on this device.
pub fn letter_size_choice() -> AnyView {
    let size = RwSignal::new(letter_size().name().to_owned());
    let options: Vec<Opt> =
        LetterSize::ALL.iter().map(|(size, label)| Opt::new(size.name(), *label)).collect();
    let set = move |name: String| {
        set_letter_size(LetterSize::named(&name));
        size.set(name);
    };
    view! { <Choice options=Signal::stored(options) value=size on_change=set label="字号"/> }
        .into_any()
}

/// Chooses the colours on this device.
fn theme_choice() -> AnyView {
    let chosen = RwSignal::new(theme().name().to_owned());
    let options: Vec<Opt> =
        Theme::ALL.iter().map(|(theme, label)| Opt::new(theme.name(), *label)).collect();
    let set = move |name: String| {
        set_theme(Theme::named(&name));
        chosen.set(name);
    };
    view! { <Choice options=Signal::stored(options) value=chosen on_change=set label="明暗"/> }
        .into_any()
}

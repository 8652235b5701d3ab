//! Choosing one of few, some of few, and yes or no.

use leptos::prelude::*;

use super::{Icon, Mounted, field::FieldContext};

/// A thing to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opt {
    /// What is stored.
    pub id: String,
    /// What is shown.
    pub label: String,
}

impl Opt {
    /// A thing to choose.
    pub fn new(id: impl Into<String>, label: impl Into<String>) -> Self {
        Opt { id: id.into(), label: label.into() }
    }

    /// A thing that is stored as its own word.
    pub fn word(word: &str) -> Self {
        Opt::new(word, word)
    }
}

/// Up to this many are shown as chips; more as a list that opens.
const CHIPS: usize = 6;

/// One of several: chips up to six, a list that opens above.
#[component]
pub fn Choice(
    /// What there is to choose.
    #[prop(into)]
    options: Signal<Vec<Opt>>,
    /// The id of the chosen one; empty: none.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the id of the one tapped.
    #[prop(into)]
    on_change: Callback<String>,
    /// A second tap on the chosen one takes it back (gives an empty id).
    #[prop(optional)]
    clearable: bool,
    /// Few are shown as a list that opens, too, as where many stand one under another.
    #[prop(optional)]
    as_list: bool,
    /// Label for screen readers where no `Field` stands around.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let field = FieldContext::here();
    let mounted = Mounted::here();
    let name = field.input.clone();
    let by_label = field.labelled_by();
    move || {
        let list = options.get();
        if list.len() <= CHIPS && !as_list {
            let chips = list
                .into_iter()
                .map(|Opt { id, label }| {
                    let chosen = Memo::new({
                        let id = id.clone();
                        move |_| value.with(|v| *v == id)
                    });
                    let clear = move |_| {
                        if clearable && chosen.get_untracked() {
                            on_change.run(String::new());
                        }
                    };
                    view! {
                        <label class="pick">
                            <input
                                type="radio"
                                name=name.clone()
                                prop:checked=move || chosen.get()
                                on:click=clear
                                on:change=mounted.on(move |_| on_change.run(id.clone()))
                            />
                            <span class="pick-face">{label}</span>
                        </label>
                    }
                })
                .collect::<Vec<_>>();
            view! {
                <div
                    class="picks"
                    role="radiogroup"
                    aria-labelledby=by_label.clone()
                    aria-label=label.clone()
                    aria-required=field.required.then_some("true")
                    aria-describedby=move || field.described.get()
                    aria-invalid=move || field.invalid.get().then_some("true")
                >
                    {chips}
                </div>
            }
            .into_any()
        } else {
            let chosen = list.clone();
            let rows = list
                .into_iter()
                .map(|Opt { id, label }| {
                    let own = id.clone();
                    view! {
                        <option value=id prop:selected=move || value.with(|v| *v == own)>{label}</option>
                    }
                })
                .collect::<Vec<_>>();
            view! {
                <div class="select-box">
                    <select
                        class="input select"
                        id=name.clone()
                        aria-label=label.clone()
                        aria-required=field.required.then_some("true")
                        aria-describedby=move || field.described.get()
                        aria-invalid=move || field.invalid.get().then_some("true")
                        on:change=mounted.on(move |event| on_change.run(event_target_value(&event)))
                    >
                        {(clearable || value.with_untracked(|v| !chosen.iter().any(|o| o.id == *v)))
                            .then(|| view! { <option value="">"请选择"</option> })}
                        {rows}
                    </select>
                    {Icon::Down.view()}
                </div>
            }
            .into_any()
        }
    }
}

/// Some of several, as chips.
#[component]
pub fn MultiChoice(
    /// What there is to choose.
    #[prop(into)]
    options: Signal<Vec<Opt>>,
    /// The ids of the chosen ones.
    #[prop(into)]
    value: Signal<Vec<String>>,
    /// Called with all the chosen ids, in the order of the options.
    #[prop(into)]
    on_change: Callback<Vec<String>>,
    /// Label for screen readers where no `Field` stands around.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let field = FieldContext::here();
    let mounted = Mounted::here();
    let by_label = field.labelled_by();
    let toggle = move |id: &str| {
        let had = value.with_untracked(|v| v.iter().any(|x| x == id));
        let next = options.with_untracked(|all| {
            all.iter()
                .map(|o| &o.id)
                .filter(|o| if *o == id { !had } else { value.with_untracked(|v| v.contains(*o)) })
                .cloned()
                .collect()
        });
        on_change.run(next);
    };
    let chips = move || {
        options
            .get()
            .into_iter()
            .map(|Opt { id, label }| {
                let own = id.clone();
                view! {
                    <label class="pick is-multi">
                        <input
                            type="checkbox"
                            prop:checked=move || value.with(|v| v.contains(&own))
                            on:change=mounted.on(move |_| toggle(&id))
                        />
                        <span class="pick-face">{Icon::Check.view()}{label}</span>
                    </label>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <div
            class="picks"
            role="group"
            aria-labelledby=by_label
            aria-label=label
            aria-describedby=move || field.described.get()
        >
            {chips}
        </div>
    }
    .into_any()
}

/// Yes or no, with a sentence that says what yes means.
#[component]
pub fn Toggle(
    /// What it says when on.
    #[prop(into)]
    label: Signal<String>,
    /// On or off.
    #[prop(into)]
    value: Signal<bool>,
    /// Called with the new state.
    #[prop(into)]
    on_change: Callback<bool>,
    /// A line that helps; empty: none.
    #[prop(optional, into)]
    help: Signal<String>,
) -> impl IntoView {
    let mounted = Mounted::here();
    view! {
        <label class="toggle">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || value.get()
                on:change=mounted.on(move |event| on_change.run(event_target_checked(&event)))
            />
            <span class="toggle-track" aria-hidden="true"></span>
            <span class="toggle-words">
                <span>{move || label.get()}</span>
                {move || {
                    let text = help.get();
                    (!text.is_empty()).then(|| view! { <span class="toggle-help">{text}</span> })
                }}
            </span>
        </label>
    }
    .into_any()
}

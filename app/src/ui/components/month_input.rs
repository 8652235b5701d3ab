//! A month: one back, one on, or chosen from the year.

use leptos::prelude::*;

use super::{
    Icon, Popover,
    field::FieldContext,
    typed::{month_words, shift_month, year_month},
};

/// A month, as `2026-11`: ‹ 2026年11月 ›, and a tap on the word shows the year.
#[component]
pub fn MonthInput(
    /// The month.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the month.
    #[prop(into)]
    on_change: Callback<String>,
    /// The first month there is.
    #[prop(optional, into)]
    min: Signal<String>,
    /// The last month there is.
    #[prop(optional, into)]
    max: Signal<String>,
) -> impl IntoView {
    let field = FieldContext::here();
    let open = RwSignal::new(false);
    let year = RwSignal::new(0);
    let allowed = move |month: &str| {
        min.with(|m| m.is_empty() || m.as_str() <= month)
            && max.with(|m| m.is_empty() || month <= m.as_str())
    };
    let neighbour =
        move |by: i32| value.with(|v| shift_month(v, by)).filter(|month| allowed(month));
    let stepper = move |by: i32, icon: Icon, word: &'static str| {
        view! {
            <button
                type="button"
                class="month-step"
                aria-label=word
                disabled=move || neighbour(by).is_none()
                on:click=move |_| {
                    if let Some(month) = untrack(|| neighbour(by)) {
                        on_change.run(month);
                    }
                }
            >{icon.view()}</button>
        }
    };
    Effect::new(move |_| {
        if open.get() {
            year.set(value.with_untracked(|v| year_month(v)).map_or(2026, |(y, _)| y));
        }
    });
    let turn_year = move |by: i32, icon: Icon, word: &'static str| {
        view! {
            <button type="button" class="month-step" aria-label=word on:click=move |_| year.update(|y| *y += by)>
                {icon.view()}
            </button>
        }
    };
    let months = move || {
        (1..=12)
            .map(|m| {
                let month = Memo::new(move |_| format!("{:04}-{m:02}", year.get()));
                let chosen = move || month.get() == value.get();
                view! {
                    <button
                        type="button"
                        class="month-cell"
                        aria-pressed=move || if chosen() { "true" } else { "false" }
                        data-autofocus=move || untrack(chosen).then_some("")
                        disabled=move || month.with(|t| !allowed(t))
                        on:click=move |_| {
                            open.set(false);
                            on_change.run(month.get_untracked());
                        }
                    >{format!("{m}月")}</button>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <div class="month" role="group" aria-label="月份">
            {stepper(-1, Icon::Left, "上个月")}
            <Popover
                open=open
                button_class="month-now"
                face=move || view! { <span>{move || value.with(|v| month_words(v))}</span> }
                id=field.input.clone()
                labelled_by=field.names_button()
                described=field.described
                panel_label="选择月份"
            >
                <div class="month-panel">
                    <div class="month-year">
                        {turn_year(-1, Icon::Left, "上一年")}
                        <span aria-live="polite">{move || format!("{}年", year.get())}</span>
                        {turn_year(1, Icon::Right, "下一年")}
                    </div>
                    <div class="month-grid">{months()}</div>
                </div>
            </Popover>
            {stepper(1, Icon::Right, "下个月")}
        </div>
    }
    .into_any()
}

//! Choosing one record of many.

use leptos::prelude::*;

use super::option_search::{OptionSearch, take_back};
use super::{Icon, Mounted, Popover, dom::next_id, field::FieldContext};
use crate::browser::chinese::findable;
use crate::registers::folded;

/// A record to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PickOption {
    /// What is stored.
    pub id: String,
    /// What is shown.
    pub label: String,
    /// A second, quieter word: department, date.
    pub hint: String,
    /// The heading it stands under; empty: none.
    pub group: String,
}

/// At most this many are listed at once; typing narrows them.
const LISTED: usize = 120;

/// One of many: a button that shows the chosen one, and a list to search in. The last chosen come
/// first.
#[component]
pub fn RecordPicker(
    /// What there is to choose, those of one group side by side.
    #[prop(into)]
    options: Signal<Vec<PickOption>>,
    /// The id of the chosen one; empty: none.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the id of the one tapped; empty when taken back.
    #[prop(into)]
    on_change: Callback<String>,
    /// Ids that were chosen last, the latest first.
    #[prop(optional, into)]
    recent: Signal<Vec<String>>,
    /// Shown while nothing is chosen.
    #[prop(default = "请选择".into(), into)]
    placeholder: Signal<String>,
    /// The chosen one can be taken back.
    #[prop(optional)]
    clearable: bool,
) -> impl IntoView {
    let field = FieldContext::here();
    let mounted = Mounted::here();
    let open = RwSignal::new(false);
    let query = RwSignal::new(String::new());
    let cursor = RwSignal::new(0_usize);
    let list_id = next_id("options");
    let button = field.input.clone();

    let index = Memo::new_with_compare(
        move |_| {
            let words = |o: &PickOption| findable(&format!("{}|{}", o.label, o.hint));
            options.with(|all| all.iter().map(words).collect::<Vec<_>>())
        },
        |_, _| true,
    );
    let listed = Memo::new(move |_| {
        let text = folded(&query.get());
        options.with(|all| {
            let mut found: Vec<PickOption> = Vec::new();
            if text.is_empty() {
                let last = recent.get();
                found.extend(last.iter().filter_map(|id| {
                    let mut option = all.iter().find(|o| o.id == *id)?.clone();
                    option.group = "最近用过".to_owned();
                    Some(option)
                }));
            }
            // Before the index, which follows of the options, as a change may else be missed.
            let more: Vec<&PickOption> = if text.is_empty() {
                all.iter().collect()
            } else {
                index.with(|index| {
                    let words = all.iter().zip(index);
                    words.filter(|(_, one)| one.is_found_by(&text)).map(|(o, _)| o).collect()
                })
            };
            let left = more.len().saturating_sub(LISTED);
            found.extend(more.into_iter().take(LISTED).cloned());
            (found, left)
        })
    });
    Effect::new(move |_| {
        if open.get() {
            query.set(String::new());
            cursor.set(0);
        }
    });
    let choose = move |id: String| {
        open.set(false);
        super::dom::focus_soon(button.clone());
        on_change.run(id);
    };
    let choose = StoredValue::new(choose);
    let pick = move |id: String| choose.with_value(|c| c(id));

    let face = move || {
        view! {
            <span class="picker-face">
                {move || {
                    let id = value.get();
                    let found = options.with(|all| all.iter().find(|o| o.id == id).cloned());
                    match found {
                        Some(o) => view! {
                            <span class="picker-label">{o.label}</span>
                            <span class="picker-hint">{o.hint}</span>
                        }.into_any(),
                        None if id.is_empty() => view! {
                            <span class="picker-empty">{placeholder.get()}</span>
                        }.into_any(),
                        None => view! { <span class="picker-label">{id}</span> }.into_any(),
                    }
                }}
            </span>
            {Icon::Down.view()}
        }
    };
    let option_id = {
        let list_id = list_id.clone();
        move |i: usize| format!("{list_id}-{i}")
    };
    let row_id = option_id.clone();
    let rows = move || {
        let mut group = String::new();
        listed.with(|(found, _)| {
            found
                .iter()
                .enumerate()
                .map(|(i, o)| {
                    let heading = (o.group != group).then(|| {
                        group.clone_from(&o.group);
                        view! { <li class="option-group" role="presentation">{o.group.clone()}</li> }
                    });
                    let (id, own) = (o.id.clone(), o.id.clone());
                    view! {
                        {heading}
                        <li
                            class="option"
                            role="option"
                            id=row_id(i)
                            class:is-at=move || cursor.get() == i
                            aria-selected=move || if value.with(|v| *v == own) { "true" } else { "false" }
                            on:click=move |_| pick(id.clone())
                        >
                            <span class="option-label">{o.label.clone()}</span>
                            <span class="option-hint">{o.hint.clone()}</span>
                            {Icon::Check.view()}
                        </li>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    let rows = StoredValue::new(rows);
    let option_id = StoredValue::new(option_id);
    let list_id = StoredValue::new(list_id);
    let show_at = move || {
        let id = option_id.with_value(|f| f(cursor.get_untracked()));
        mounted.next_frame(move || {
            if let Some(e) = document().get_element_by_id(&id) {
                keep_in_view(&e);
            }
        });
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let count = listed.with_untracked(|(found, _)| found.len());
        match event.key().as_str() {
            "ArrowDown" => cursor.update(|c| *c = (*c + 1).min(count.saturating_sub(1))),
            "ArrowUp" => cursor.update(|c| *c = c.saturating_sub(1)),
            "Enter" => {
                let at = cursor.get_untracked();
                if let Some(id) = listed.with_untracked(|(f, _)| f.get(at).map(|o| o.id.clone())) {
                    pick(id);
                }
            }
            _ => return,
        }
        event.prevent_default();
        show_at();
    };
    let panel = move || {
        let search = OptionSearch {
            query,
            cursor,
            list: list_id.get_value(),
            at: Signal::derive(move || {
                let is_there = listed.with(|(found, _)| !found.is_empty());
                if is_there { option_id.with_value(|id| id(cursor.get())) } else { String::new() }
            }),
            placeholder: "查找",
        };
        view! {
            <div class="option-panel">
                {search.view(keys)}
                <ul class="options" role="listbox" aria-label="可选项" id=list_id.get_value()>
                    {move || rows.with_value(|r| r())}
                </ul>
                {move || {
                    let (none, left) = listed.with(|(f, left)| (f.is_empty(), *left));
                    if none {
                        Some(view! { <p class="option-note">"没有找到"</p> }.into_any())
                    } else if left > 0 {
                        Some(view! { <p class="option-note">{format!("还有 {left} 项，请再写几个字")}</p> }.into_any())
                    } else {
                        None
                    }
                }}
                {(clearable && value.with_untracked(|value| !value.is_empty())).then(|| take_back(pick))}
            </div>
        }
    };
    view! {
        <Popover
            open=open
            button_class="input picker"
            face=face
            id=field.input.clone()
            labelled_by=field.names_button()
            described=field.described
            panel_label="选择"
        >
            {panel()}
        </Popover>
    }
    .into_any()
}

/// Scrolls the list, and only the list, so far that the element can be seen.
fn keep_in_view(element: &web_sys::Element) {
    let Some(list) = element.parent_element() else { return };
    let (own, around) = (element.get_bounding_client_rect(), list.get_bounding_client_rect());
    if own.top() < around.top() {
        list.set_scroll_top(list.scroll_top() - (around.top() - own.top()) as i32);
    } else if own.bottom() > around.bottom() {
        list.set_scroll_top(list.scroll_top() + (own.bottom() - around.bottom()) as i32 + 1);
    }
}

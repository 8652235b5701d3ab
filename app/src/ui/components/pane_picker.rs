//! Choosing one of many that stand in groups: the groups on one side, what is in the one that is looked
//! at on the other.

use leptos::prelude::*;

use super::option_search::{OptionSearch, take_back};
use super::{Icon, Mounted, Popover, dom::next_id, field::FieldContext};
use crate::registers::folded;

/// A group of what there is to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaneGroup {
    /// What it is called.
    pub label: String,
    /// What it is about.
    pub note: String,
    /// What is in it.
    pub options: Vec<PaneOption>,
}

/// One of what there is to choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaneOption {
    /// What is stored.
    pub id: String,
    /// What is shown.
    pub label: String,
    /// A number in a column of its own: points.
    pub mark: String,
    /// What the number is for: 次.
    pub unit: String,
}

/// The places of a group, and of an option in it.
type OptionPlace = (usize, usize);

/// One of many in groups: a button that shows the chosen one, and a panel with both panes, or with what
/// is found.
#[component]
pub fn PanePicker(
    /// What there is to choose.
    #[prop(into)]
    groups: Signal<Vec<PaneGroup>>,
    /// The id of the chosen one; empty: none.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the id of the one tapped; empty when taken back.
    #[prop(into)]
    on_change: Callback<String>,
    /// What is meant by what is typed, those of one group side by side.
    find: Callback<String, Vec<OptionPlace>>,
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
    let at_group = RwSignal::new(0_usize);
    let list_id = next_id("panes");
    let button = field.input.clone();

    let chosen = Memo::new(move |_| {
        let id = value.get();
        groups.with(|groups| {
            let place = |group: &PaneGroup| group.options.iter().position(|one| one.id == id);
            groups.iter().enumerate().find_map(|(at, group)| Some((at, place(group)?)))
        })
    });
    let is_searching = Memo::new(move |_| query.with(|text| !folded(text).is_empty()));
    let listed = Memo::new(move |_| -> Vec<OptionPlace> {
        if is_searching.get() {
            return find.run(query.get());
        }
        let group = at_group.get();
        let count = groups.with(|groups| groups.get(group).map_or(0, |group| group.options.len()));
        (0..count).map(|option| (group, option)).collect()
    });
    Effect::new(move |_| {
        if open.get() {
            let (group, option) = chosen.get_untracked().unwrap_or_default();
            query.set(String::new());
            at_group.set(group);
            cursor.set(option);
        }
    });
    let choose = StoredValue::new(move |id: String| {
        open.set(false);
        super::dom::focus_soon(button.clone());
        on_change.run(id);
    });
    let pick = move |id: String| choose.with_value(|choose| choose(id));
    let id_at = move |place: Option<&OptionPlace>| {
        let (group, option) = *place?;
        groups.with_untracked(|groups| Some(groups.get(group)?.options.get(option)?.id.clone()))
    };

    let face = move || {
        let label = move || {
            let found = chosen.get().and_then(|(group, option)| {
                groups.with(|groups| {
                    let group = groups.get(group)?;
                    let option = group.options.get(option)?;
                    let words = format!("{} · {}", group.label, option.label);
                    Some((words, format!("{}{}", option.mark, option.unit)))
                })
            });
            match found {
                Some((label, mark)) => view! {
                    <span class="picker-label">{label}</span>
                    <span class="picker-mark">{mark}</span>
                }
                .into_any(),
                None if value.with(String::is_empty) => {
                    view! { <span class="picker-empty">{move || placeholder.get()}</span> }
                        .into_any()
                }
                None => view! { <span class="picker-label">{value.get()}</span> }.into_any(),
            }
        };
        view! { <span class="picker-face">{label}</span>{Icon::Down.view()} }
    };
    let option_id = StoredValue::new({
        let list_id = list_id.clone();
        move |at: usize| format!("{list_id}-{at}")
    });
    let list_id = StoredValue::new(list_id);
    let show = move |selector: String| {
        mounted.next_frame(move || {
            if let Ok(Some(element)) = document().query_selector(&selector) {
                let near = web_sys::ScrollIntoViewOptions::new();
                near.set_block(web_sys::ScrollLogicalPosition::Nearest);
                element.scroll_into_view_with_scroll_into_view_options(&near);
            }
        });
    };
    let show_cursor = move || {
        show(format!("#{}", option_id.with_value(|id| id(cursor.get_untracked()))));
    };
    let look_at = move |group: usize| {
        at_group.set(group);
        cursor.set(0);
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        let (at, count) = (cursor.get_untracked(), listed.with_untracked(Vec::len));
        let (group, is_searching) = (at_group.get_untracked(), is_searching.get_untracked());
        let last_group = groups.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" if at + 1 < count => cursor.set(at + 1),
            "ArrowDown" if !is_searching && group < last_group => look_at(group + 1),
            "ArrowUp" if at > 0 => cursor.set(at - 1),
            "ArrowUp" if !is_searching && group > 0 => {
                look_at(group - 1);
                cursor.set(listed.with_untracked(Vec::len).saturating_sub(1));
            }
            "ArrowDown" | "ArrowUp" => {}
            "Enter" => {
                if let Some(id) = listed.with_untracked(|listed| id_at(listed.get(at))) {
                    pick(id);
                }
            }
            _ => return,
        }
        event.prevent_default();
        show_cursor();
    };
    let row = move |(at, (group, option)): (usize, OptionPlace)| {
        let one = groups.with_untracked(|groups| {
            groups.get(group).and_then(|group| group.options.get(option)).cloned()
        });
        let one = one.unwrap_or_default();
        let (id, own) = (one.id.clone(), one.id);
        view! {
            <li
                class="option pane-option"
                role="option"
                id=option_id.with_value(|id| id(at))
                class:is-at=move || cursor.get() == at
                aria-selected=move || if value.with(|value| *value == own) { "true" } else { "false" }
                on:click=move |_| pick(id.clone())
            >
                <span class="pane-label">{one.label}</span>
                <span class="pane-mark">{one.mark}</span>
                <span class="pane-unit">{one.unit}</span>
            </li>
        }
    };
    let heading = move |group: usize| {
        let (label, note) = groups.with_untracked(|groups| {
            groups.get(group).map(|group| (group.label.clone(), group.note.clone()))
        })?;
        let note = (!is_searching.get_untracked())
            .then(|| view! { <span class="pane-note">{note}</span> });
        Some(view! {
            <li class="pane-head" role="presentation">
                <span class="pane-title">{label}</span>{note}
            </li>
        })
    };
    let rows = move || {
        groups.track();
        let mut before = None;
        let listed = listed.get().into_iter().enumerate();
        let rows = listed.map(|(at, (group, option))| {
            let is_first = before.replace(group) != Some(group);
            view! { {is_first.then(|| heading(group))}{row((at, (group, option)))} }
        });
        rows.collect::<Vec<_>>()
    };
    let tabs = move || {
        let labels: Vec<String> =
            groups.with(|groups| groups.iter().map(|group| group.label.clone()).collect());
        let tab = |(at, label): (usize, String)| {
            view! {
                <button
                    type="button"
                    class="pane-group"
                    role="tab"
                    aria-selected=move || if at_group.get() == at { "true" } else { "false" }
                    on:click=move |_| look_at(at)
                >{label}</button>
            }
        };
        labels.into_iter().enumerate().map(tab).collect::<Vec<_>>()
    };
    let panel = move || {
        let search = OptionSearch {
            query,
            cursor,
            list: list_id.get_value(),
            at: Signal::derive(move || {
                let is_there = listed.with(|listed| !listed.is_empty());
                if is_there { option_id.with_value(|id| id(cursor.get())) } else { String::new() }
            }),
            placeholder: "编号、名称、拼音首字母",
        };
        // The list of groups shows the one that is looked at, also where the chosen one is far down.
        show(".pane-group[aria-selected=true]".to_owned());
        view! {
            <div class="pane-panel">
                <div class="pane-bar">
                {search.view(keys)}
                <button type="button" class="quick pane-close" on:click=move |_| open.set(false)>"关闭"</button>
                </div>
                <div class="panes" class:is-found=move || is_searching.get()>
                    <div class="pane-groups" role="tablist" aria-orientation="vertical" aria-label="分组">
                        {tabs}
                    </div>
                    <div class="pane-list">
                        <ul class="pane-options" role="listbox" aria-label="可选项" id=list_id.get_value()>{rows}</ul>
                        {move || listed.with(Vec::is_empty).then(|| {
                            let none = if is_searching.get() { "没有找到" } else { "这里没有可选的" };
                            view! { <p class="option-note">{none}</p> }
                        })}
                    </div>
                </div>
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

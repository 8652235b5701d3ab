//! Taking a roll: who was there, who took part, and how much.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Icon, SearchInput, Tone};
use crate::browser::chinese::findable;
use crate::browser::page;
use crate::ordered;
use crate::registers::folded;

/// Each person's mark: id and a number from 1 on; those without a mark are not in it. With `marks`
/// the number is the place of the mark in that list, counted from 1; with `unit` it is the quantity.
pub type Roll = BTreeMap<String, u32>;

/// A person on the roll.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollPerson {
    /// What is stored.
    pub id: String,
    /// The name.
    pub name: String,
    /// A quiet word under the name: 预备, 退休, 护士长.
    pub note: String,
    /// The group it stands in: 党小组 or 支部.
    pub group: String,
}

/// One of several marks: 出席, 请假, 缺席.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollMark {
    /// The word.
    pub label: String,
    /// What it means.
    pub tone: Tone,
}

/// Names in a grid; a tap marks, a second tap takes the mark away.
///
/// With several `marks`, one is in hand and a tap gives that one. With `unit`, a marked name has a
/// stepper for the quantity.
#[component]
pub fn RollPicker(
    /// The people, those of one group side by side.
    #[prop(into)]
    people: Signal<Vec<RollPerson>>,
    /// The marks.
    #[prop(into)]
    value: Signal<Roll>,
    /// Called with the ids that were tapped and their new number; 0 takes the mark away.
    #[prop(into)]
    on_mark: Callback<(Vec<String>, u32)>,
    /// Several marks to choose from. Empty: marked or not.
    #[prop(optional)]
    marks: Vec<RollMark>,
    /// The unit of the quantity: 次, 小时. Empty: no quantity.
    #[prop(optional, into)]
    unit: String,
    /// What a mark is called in the count: 出席, 参加.
    #[prop(default = "已选".to_owned(), into)]
    count_label: String,
    /// Shown but not to be changed.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let hand = RwSignal::new(1_u32);
    let several = marks.len() > 1;
    let has_unit = !unit.is_empty();
    let marks = StoredValue::new(marks);
    let unit = StoredValue::new(unit);
    let people = Memo::new(move |_| people.get());
    // Made once for all that is typed.
    let index = Memo::new_with_compare(
        move |_| {
            let words = |one: &RollPerson| (one.id.clone(), findable(&one.name));
            people.with(|all| all.iter().map(words).collect::<Vec<_>>())
        },
        |_, _| true,
    );
    spawn_local(async move {
        page::drawn().await;
        index.try_with_untracked(|_| ());
    });
    // Who is found; without anything typed there is none, and all are shown. Chips stay where they
    // are, as drawing them anew with every letter would take long.
    let found = Memo::new(move |_| {
        let text = folded(&query.get());
        (!text.is_empty()).then(|| {
            index.with(|index| {
                let found = index.iter().filter(|(_, words)| words.is_found_by(&text));
                ordered::set(found.map(|(id, _)| id.clone()))
            })
        })
    });
    let is_found =
        move |id: &str| found.with(|found| found.as_ref().is_none_or(|found| found.contains(id)));
    let tap = move |id: &str| {
        let now = value.with_untracked(|v| v.get(id).copied().unwrap_or(0));
        let brush = if several { hand.get_untracked() } else { 1 };
        let next = if now == 0 || (several && now != brush) { brush } else { 0 };
        on_mark.run((vec![id.to_owned()], next));
    };
    // Enter takes the only one who is found, and makes room for the next name.
    let take_found = move |()| {
        let only =
            found.with_untracked(|found| match found.as_ref().map(Vec::from_iter).as_deref() {
                Some([only]) => Some((*only).clone()),
                _ => None,
            });
        let Some(id) = only.filter(|_| !readonly.get_untracked()) else { return };
        if value.with_untracked(|v| !v.contains_key(&id)) {
            tap(&id);
        }
        query.set(String::new());
    };
    let chip = move |person: RollPerson| {
        let RollPerson { id, name, note, .. } = person;
        let shown_id = id.clone();
        let is_out = Memo::new(move |_| !is_found(&shown_id));
        let own = id.clone();
        let number = Memo::new(move |_| value.with(|v| v.get(&own).copied().unwrap_or(0)));
        let is_on = move || number.get() > 0;
        let is_long = name.chars().count() > 5;
        let (tap_id, less_id, more_id) = (id.clone(), id.clone(), id);
        let mark = move || {
            let n = number.get();
            several
                .then(|| marks.with_value(|m| m.get((n as usize).wrapping_sub(1)).cloned()))
                .flatten()
        };
        let spoken = name.clone();
        let knob = move |id: String, by: i64, icon: Icon, word: &str| {
            let label = format!("{spoken}{word}");
            view! {
                <button type="button" class="step-knob" aria-label=label on:click=move |_| {
                    let next = (i64::from(number.get_untracked()) + by).clamp(0, 999) as u32;
                    on_mark.run((vec![id.clone()], next));
                }>{icon.view()}</button>
            }
        };
        let stepper =
            move || {
                (has_unit && is_on() && !readonly.get()).then(|| view! {
                <span class="roll-steps">
                    {knob(less_id.clone(), -1, Icon::Minus, "减一")}
                    <span class="roll-number">{move || number.get()}{unit.get_value()}</span>
                    {knob(more_id.clone(), 1, Icon::Plus, "加一")}
                </span>
            })
            };
        view! {
            <div
                hidden=move || is_out.get()
                class=move || {
                    let on = if is_on() { " is-on" } else { "" };
                    let long = if is_long { " is-long" } else { "" };
                    let tone = mark().map_or(String::new(), |m| format!(" has-mark tone-{}", m.tone.name()));
                    format!("roll-item{on}{long}{tone}")
                }
            >
                <button
                    type="button"
                    class="roll-chip"
                    aria-pressed=move || if is_on() { "true" } else { "false" }
                    disabled=move || readonly.get()
                    on:click=move |_| tap(&tap_id)
                >
                    <span class="roll-name">{name}</span>
                    <span class="roll-note">
                        {move || match mark() {
                            Some(m) => view! { {m.tone.shape().view()}{m.label} }.into_any(),
                            None => note.clone().into_any(),
                        }}
                    </span>
                    <span class="roll-tick">{Icon::Check.view()}</span>
                </button>
                {stepper}
            </div>
        }
    };
    let groups = move || {
        let mut groups: Vec<(String, Vec<RollPerson>)> = Vec::new();
        people.with(|all| {
            for person in all {
                match groups.iter_mut().find(|(name, _)| *name == person.group) {
                    Some((_, list)) => list.push(person.clone()),
                    None => groups.push((person.group.clone(), vec![person.clone()])),
                }
            }
        });
        let sections = groups
            .into_iter()
            .map(|(name, list)| {
                let ids: Vec<String> = list.iter().map(|p| p.id.clone()).collect();
                let ids = StoredValue::new(ids);
                let shown = move || -> Vec<String> {
                    ids.with_value(|ids| ids.iter().filter(|i| is_found(i)).cloned().collect())
                };
                let total = Memo::new(move |_| shown().len());
                let on = Memo::new(move |_| {
                    value.with(|v| shown().iter().filter(|i| v.contains_key(*i)).count())
                });
                let all_word = move |more: bool| match (more, several) {
                    (true, true) => marks.with_value(|m| {
                        let label = m.get(hand.get() as usize - 1).map_or("", |m| &m.label);
                        format!("其余记为{label}")
                    }),
                    (true, false) => "全选".to_owned(),
                    (false, _) => "全不选".to_owned(),
                };
                let all = move |_| {
                    let set = on.get_untracked() < total.get_untracked();
                    let number = if several { hand.get_untracked() } else { 1 };
                    // Those that have a mark keep it; all or none are changed together.
                    let mut change = untrack(shown);
                    change.retain(|i| !set || value.with_untracked(|v| !v.contains_key(i)));
                    on_mark.run((change, if set { number } else { 0 }));
                };
                let title = if name.is_empty() { "全部".to_owned() } else { name };
                let spoken = title.clone();
                view! {
                    <div class="roll-group" role="group" aria-label=spoken hidden=move || total.get() == 0>
                        <div class="roll-head">
                            <h3 class="roll-title">{title}</h3>
                            <span class="roll-count">{move || format!("{} / {}", on.get(), total.get())}</span>
                            {move || (!readonly.get()).then(|| view! {
                                <button type="button" class="quick" on:click=all>
                                    {move || all_word(on.get() < total.get())}
                                </button>
                            })}
                        </div>
                        <div class="roll-grid">{list.into_iter().map(chip).collect::<Vec<_>>()}</div>
                    </div>
                }
            })
            .collect::<Vec<_>>();
        view! {
            {sections}
            {move || {
                let none = match found.with(|found| found.as_ref().map(BTreeSet::is_empty)) {
                    Some(none) => none,
                    None => people.with(Vec::is_empty),
                };
                none.then(|| view! { <p class="option-note">"没有找到"</p> })
            }}
        }
    };
    let brushes = several.then(|| {
        let faces = marks.with_value(|list| {
            (1..)
                .zip(list.iter().cloned())
                .map(|(n, mark)| {
                    view! {
                        <button
                            type="button"
                            class="roll-brush"
                            aria-pressed=move || if hand.get() == n { "true" } else { "false" }
                            on:click=move |_| hand.set(n)
                        >
                            {mark.tone.shape().view()}{mark.label}
                            <span class="roll-brush-count">
                                {move || value.with(|v| v.values().filter(|x| **x == n).count())}
                            </span>
                        </button>
                    }
                })
                .collect::<Vec<_>>()
        });
        view! { <div class="roll-brushes" role="group" aria-label="点名记为">{faces}</div> }
    });
    view! {
        <div class="roll" class:has-unit=has_unit>
            <div class="roll-bar">
                <SearchInput
                    value=query
                    on_change=move |text| query.set(text)
                    placeholder="姓名、拼音首字母"
                    label="查找姓名"
                    on_enter=take_found
                    no_shortcut=true
                />
                {brushes}
                <p class="roll-total" role="status">
                    {count_label}
                    <strong>{move || value.with(BTreeMap::len)}</strong>
                    {move || format!("人，共 {} 人", people.with(Vec::len))}
                </p>
            </div>
            {groups}
        </div>
    }
    .into_any()
}

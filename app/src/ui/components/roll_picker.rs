//! Taking a roll: who was there, who took part, and how much.

use std::collections::{BTreeMap, BTreeSet};

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::roll_frames::come_by_frames;
use super::roll_marks::{Roll, RollMark, RollPerson};
use super::{Icon, SearchInput};
use crate::browser::chinese::findable;
use crate::browser::page;
use crate::ordered;
use crate::registers::folded;

/// So many chips share a grid at most: of a longer list the browser passes over the full grids that are out
/// of sight. Most counts of columns divide it, so that their last rows are full too.
const A_GRID: usize = 60;

/// What a chip shows that may change. Each has signals of its own, so that a tap is drawn in one chip
/// and is not asked about in all.
#[derive(Clone, Copy)]
struct ChipSignals {
    number: RwSignal<u32>,
    hint: RwSignal<String>,
    /// Hidden by hand where it is not found: of hundreds each would else be asked about.
    node: NodeRef<html::Div>,
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
    /// What is to be known of some before saving, by id; it stands in the place of the note.
    #[prop(optional, into)]
    hints: Signal<BTreeMap<String, String>>,
    /// Called with the ids that were tapped and their new number; 0 takes the mark away.
    #[prop(into)]
    on_mark: Callback<(Vec<String>, u32)>,
    /// Several marks to choose from. Empty: marked or not.
    #[prop(optional)]
    marks: Vec<RollMark>,
    /// The unit of the quantity: 次, 小时. Empty: no quantity.
    #[prop(optional, into)]
    unit: Signal<String>,
    /// What a mark is called in the count: 出席, 参加.
    #[prop(default = "已选".to_owned(), into)]
    count_label: String,
    /// Shown but not to be changed.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let hand = RwSignal::new(1_u32);
    let search: NodeRef<html::Input> = NodeRef::new();
    let several = marks.len() > 1;
    let has_unit = Memo::new(move |_| unit.with(|unit| !unit.is_empty()));
    let marks = StoredValue::new(marks);
    let people = Memo::new(move |_| people.get());
    let value = Memo::new(move |_| value.get());
    let uncounted = Memo::new(move |_| {
        let those = |all: &Vec<RollPerson>| {
            all.iter().filter(|one| one.is_uncounted).map(|one| one.id.clone()).collect::<Vec<_>>()
        };
        people.with(those)
    });
    // How many of the roll have a mark that is asked for.
    let count = move |is_asked: &dyn Fn(u32) -> bool| {
        value.with(|marks| {
            let has = |number: &&u32| is_asked(**number);
            let apart =
                uncounted.with(|ids| ids.iter().filter_map(|id| marks.get(id)).filter(has).count());
            marks.values().filter(has).count() - apart
        })
    };
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
    let is_found = move |found: &Option<BTreeSet<String>>, id: &str| {
        found.as_ref().is_none_or(|found| found.contains(id))
    };
    let chips = StoredValue::new(BTreeMap::<String, ChipSignals>::new());
    let of_chip = move |id: &str| chips.with_value(|chips| chips.get(id).copied());
    Effect::new(move |before: Option<Roll>| {
        let (before, now) = (before.unwrap_or_default(), value.get());
        for id in changed(&before, &now) {
            let number = now.get(id).copied().unwrap_or(0);
            of_chip(id).map(|chip| chip.number.try_set(number));
        }
        now
    });
    Effect::new(move |before: Option<BTreeMap<String, String>>| {
        let (before, now) = (before.unwrap_or_default(), hints.get());
        for id in changed(&before, &now) {
            let hint = now.get(id).cloned().unwrap_or_default();
            of_chip(id).map(|chip| chip.hint.try_set(hint));
        }
        now
    });
    Effect::new(move |before: Option<Option<BTreeSet<String>>>| {
        let now = found.get();
        let before = before.flatten();
        if before != now {
            chips.with_value(|chips| {
                for (id, chip) in chips {
                    let is_out = !is_found(&now, id);
                    if is_out == is_found(&before, id)
                        && let Some(Some(node)) = chip.node.try_get_untracked()
                    {
                        node.set_hidden(is_out);
                    }
                }
            });
        }
        now
    });
    let drawn = come_by_frames(people);
    let tap = move |id: &str| {
        let now = value.with_untracked(|v| v.get(id).copied().unwrap_or(0));
        let brush = if several { hand.get_untracked() } else { 1 };
        let next = if now == 0 || (several && now != brush) { brush } else { 0 };
        on_mark.run((vec![id.to_owned()], next));
        // Whoever was looked for is found: there is room for the next name.
        if query.with_untracked(|query| !query.is_empty()) {
            query.set(String::new());
            if let Some(input) = search.get_untracked() {
                let _ = input.focus();
            }
        }
    };
    // A tap on a button of the roll takes no focus: the mark is drawn sooner, and the keyboard of a tablet
    // stays while a name is typed. With nothing to be looked for the keyboard goes.
    let keep_focus = move |event: web_sys::MouseEvent| {
        let is_input = |it: Option<web_sys::EventTarget>| {
            it.is_some_and(|it| {
                it.has_type::<web_sys::HtmlInputElement>()
                    || it.has_type::<web_sys::HtmlTextAreaElement>()
            })
        };
        let is_idle = query.with_untracked(String::is_empty)
            && is_input(document().active_element().map(Into::into));
        if !is_input(event.target()) && !is_idle {
            event.prevent_default();
        }
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
        let signals = ChipSignals {
            number: RwSignal::new(value.with_untracked(|v| v.get(&id).copied().unwrap_or(0))),
            hint: RwSignal::new(hints.with_untracked(|h| h.get(&id).cloned().unwrap_or_default())),
            node: NodeRef::new(),
        };
        let ChipSignals { number, hint, node } = signals;
        let is_out = found.with_untracked(|found| !is_found(found, &id));
        chips.update_value(|chips| {
            chips.insert(id.clone(), signals);
        });
        let is_on = Memo::new(move |_| number.get() > 0);
        let length = name.chars().count();
        let (is_long, is_clipped) = (length > 5, length > 4);
        let (tap_id, less_id, more_id) = (id.clone(), id.clone(), id);
        let mark = move || {
            let n = number.get();
            several
                .then(|| marks.with_value(|m| m.get((n as usize).wrapping_sub(1)).cloned()))
                .flatten()
        };
        let (spoken, spoken_long) = (name.clone(), name.clone());
        let knob = move |id: String, by: i64, icon: Icon, word: &str| {
            let label = format!("{spoken}{word}");
            view! {
                <button type="button" class="step-knob" aria-label=label on:click=move |_| {
                    let next = (i64::from(number.get_untracked()) + by).clamp(0, 999) as u32;
                    on_mark.run((vec![id.clone()], next));
                }>{icon.view()}</button>
            }
        };
        let stepper = move || {
            (is_on.get() && has_unit.get() && !readonly.get()).then(|| view! {
                <span class="roll-steps">
                    {knob(less_id.clone(), -1, Icon::Minus, "减一")}
                    <span class="roll-number">
                        {move || number.get()}<span class="roll-unit">{move || unit.get()}</span>
                    </span>
                    {knob(more_id.clone(), 1, Icon::Plus, "加一")}
                </span>
            })
        };
        view! {
            <div
                node_ref=node
                hidden=is_out
                class=move || {
                    let on = if is_on.get() { " is-on" } else { "" };
                    let long = if is_long { " is-long" } else { "" };
                    let tone = mark().map_or(String::new(), |m| format!(" has-mark tone-{}", m.tone.name()));
                    format!("roll-item{on}{long}{tone}")
                }
            >
                <button
                    type="button"
                    class="roll-chip"
                    aria-pressed=move || if is_on.get() { "true" } else { "false" }
                    title=is_long.then_some(spoken_long)
                    disabled=move || readonly.get()
                    on:click=move |_| tap(&tap_id)
                >
                    <span class="roll-name" class:is-clipped=is_clipped>{name}</span>
                    <span class="roll-note">
                        {move || match mark() {
                            Some(m) => view! { {m.tone.shape().view()}{m.label} }.into_any(),
                            None => match hint.get() {
                                none if none.is_empty() => note.clone().into_any(),
                                hint => hint.into_any(),
                            },
                        }}
                    </span>
                    <span class="roll-tick">{Icon::Check.view()}</span>
                </button>
                {stepper}
            </div>
        }
    };
    // Those of a list from its `first` on.
    let grid = move |first: usize, list: Vec<RollPerson>| {
        let is_full = list.len() == A_GRID;
        let list = StoredValue::new(list);
        let come = Memo::new(move |_| drawn.get().saturating_sub(first));
        let is_out = Memo::new(move |_| {
            let is_in =
                |found: &_| list.with_value(|list| list.iter().any(|one| is_found(found, &one.id)));
            !found.with(is_in)
        });
        let shown = move || {
            let come = come.get();
            list.with_value(|list| list.iter().take(come).cloned().collect::<Vec<_>>())
        };
        view! {
            <div class="roll-grid" class:is-full=is_full hidden=move || is_out.get()>
                <For each=shown key=|person| person.id.clone() children=chip/>
            </div>
        }
        .into_any()
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
        let mut before = 0;
        let sections = groups
            .into_iter()
            .map(|(name, list)| {
                let first = before;
                before += list.len();
                let ids: Vec<String> = list.iter().map(|p| p.id.clone()).collect();
                let ids = StoredValue::new(ids);
                let parts = (first..).step_by(A_GRID).zip(list.chunks(A_GRID));
                let grids: Vec<AnyView> =
                    parts.map(|(first, part)| grid(first, part.to_vec())).collect();
                let shown = move || -> Vec<String> {
                    let is_shown = |id: &&String| found.with(|found| is_found(found, id));
                    ids.with_value(|ids| ids.iter().filter(is_shown).cloned().collect())
                };
                let total = Memo::new(move |_| {
                    ids.with_value(|ids| {
                        found.with(|found| ids.iter().filter(|id| is_found(found, id)).count())
                    })
                });
                let on = Memo::new(move |_| {
                    let is_on = |found: &Option<BTreeSet<String>>, marks: &Roll, id: &str| {
                        marks.contains_key(id) && is_found(found, id)
                    };
                    ids.with_value(|ids| {
                        found.with(|found| {
                            value.with(|v| ids.iter().filter(|id| is_on(found, v, id)).count())
                        })
                    })
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
                            // Of several marks none are taken away at once: a second tap on the same place
                            // would undo the first.
                            {move || (!(readonly.get() || several && on.get() == total.get())).then(|| view! {
                                <button type="button" class="quick" on:click=all>
                                    {move || all_word(on.get() < total.get())}
                                </button>
                            })}
                        </div>
                        <div class="roll-grids">{grids}</div>
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
                                {move || count(&|number| number == n)}
                            </span>
                        </button>
                    }
                })
                .collect::<Vec<_>>()
        });
        view! { <div class="roll-brushes" role="group" aria-label="点名记为">{faces}</div> }
    });
    view! {
        <div class="roll" class:has-unit=move || has_unit.get() on:mousedown=keep_focus>
            <div class="roll-bar">
                <SearchInput
                    value=query
                    on_change=move |text| query.set(text)
                    placeholder="姓名、拼音首字母"
                    label="查找姓名"
                    node=search
                    on_enter=take_found
                />
                {brushes}
                <p class="roll-total" role="status">
                    {count_label}
                    <strong>{move || count(&|_| true)}</strong>
                    {move || format!("人，共 {} 人", people.with(Vec::len) - uncounted.with(Vec::len))}
                </p>
            </div>
            {groups}
        </div>
    }
    .into_any()
}

/// The ids of which two states say something else.
fn changed<'a, T: PartialEq>(
    before: &'a BTreeMap<String, T>,
    now: &'a BTreeMap<String, T>,
) -> impl Iterator<Item = &'a str> {
    let gone = before.keys().filter(|id| !now.contains_key(*id));
    let other = now.iter().filter(|(id, one)| before.get(*id) != Some(one)).map(|(id, _)| id);
    gone.chain(other).map(String::as_str)
}

//! What is counted (计数项目): naming, adding and removing counters.

use leptos::prelude::*;

use super::counter_state::CounterState;
use crate::registers::{COUNTER_NAMES, Counter, name_counter, next_counter};
use crate::ui::components::{Button, ButtonKind, Dialog, Icon, TextInput, Toggle};

/// How many characters a name has at most.
const LONGEST: usize = 12;

/// The dialog of it.
pub(super) fn names_dialog(screen: CounterState, is_open: RwSignal<bool>) -> AnyView {
    view! {
        <Dialog open=is_open title="计数项目" on_close=move |()| is_open.set(false)
            footer=move || view! {
                <Button label="好了" kind=ButtonKind::Primary on_click=move |()| is_open.set(false)/>
            }>
            {names(screen)}
        </Dialog>
    }
    .into_any()
}

/// Keeps what a counter is called.
fn keep(screen: CounterState, counter: &Counter) -> bool {
    if counter.name.chars().count() > LONGEST {
        screen.toasts.say(format!("名称最多 {LONGEST} 个字"));
        return false;
    }
    let is_twice = |other: &Counter| other.place != counter.place && other.name == counter.name;
    if !counter.name.is_empty() && untrack(|| screen.counters()).iter().any(is_twice) {
        screen.toasts.say(format!("已经有一项叫“{}”", counter.name));
        return false;
    }
    let Some(id) = screen.event_or_new() else { return false };
    let mut draft = screen.session.draft("change", "");
    screen.session.with_ledger_untracked(|ledger| name_counter(ledger, &mut draft, &id, counter));
    match screen.session.commit(draft) {
        Ok(_) => true,
        Err(refusal) => {
            screen.toasts.say(refusal.to_string());
            false
        }
    }
}

fn names(screen: CounterState) -> AnyView {
    // Made anew where a counter is added, removed or renamed, and not with every count.
    let shown = Memo::new(move |_| {
        let all = screen.counters();
        let is_one_of_many = all.len() > 1;
        // What has counted stays, also where that is in no edit yet.
        let shown = all.into_iter().map(|one| {
            let has_counted = one.total != 0 || screen.pending(one.place) != 0;
            let is_removable = is_one_of_many && !has_counted;
            (Counter { total: 0, own: 0, ..one }, is_removable)
        });
        shown.collect::<Vec<_>>()
    });
    let rows = move || {
        let shown = shown.get().into_iter();
        shown.map(|(one, is_removable)| row(screen, one, is_removable)).collect::<Vec<_>>()
    };
    view! {
        <p class="quiet-line">"最多六项，每台平板各数各的，合在一起显示。服务人次是各项相加；数的是物品，或者同一个人在别的项里已经数过的，选“不计入”。数多了、又撤销不了的，在活动的“写记录”里填服务人次，以填的为准。"</p>
        <ul class="counter-names">{rows}</ul>
        {move || more(screen, &shown.get().into_iter().map(|(one, _)| one).collect::<Vec<_>>())}
    }
    .into_any()
}

fn row(screen: CounterState, counter: Counter, is_removable: bool) -> AnyView {
    let name = RwSignal::new(counter.name.clone());
    let counter = StoredValue::new(counter);
    let rename = move |()| {
        let typed = name.get_untracked().trim().to_owned();
        let known = counter.get_value();
        let is_kept = !typed.is_empty()
            && (typed == known.name || keep(screen, &Counter { name: typed, ..known.clone() }));
        if !is_kept {
            name.set(known.name);
        }
    };
    let set_things = move |things| {
        keep(screen, &Counter { things, ..counter.get_value() });
    };
    let remove = move |()| {
        keep(screen, &Counter { name: String::new(), ..counter.get_value() });
    };
    let things = Signal::stored(counter.with_value(|one| one.things));
    view! {
        <li class="counter-row">
            <TextInput value=name on_change=move |text| name.set(text) on_commit=rename label="名称"/>
            <Toggle label="不计入服务人次" value=things on_change=set_things/>
            {is_removable.then(|| view! {
                <Button label="去掉" icon=Icon::Trash icon_only=true kind=ButtonKind::Quiet
                    on_click=remove/>
            })}
        </li>
    }
    .into_any()
}

/// What can be added: the usual names that are not there yet, and any other.
fn more(screen: CounterState, shown: &[Counter]) -> Option<AnyView> {
    let place = next_counter(shown)?;
    let add = move |name: String, things: bool| {
        keep(screen, &Counter { place, name, things, total: 0, own: 0 })
    };
    let usual = COUNTER_NAMES.iter().filter(|(name, _)| shown.iter().all(|one| one.name != *name));
    let usual: Vec<_> = usual
        .map(|(name, things)| {
            let on_click = move |()| {
                add((*name).to_owned(), *things);
            };
            view! { <Button label=*name icon=Icon::Plus on_click/> }
        })
        .collect();
    let other = RwSignal::new(String::new());
    let add_other = move |()| {
        let name = other.get_untracked().trim().to_owned();
        if !name.is_empty() && add(name, false) {
            other.try_set(String::new());
        }
    };
    let added = view! {
        <div class="counter-usual" role="group" aria-label="加一项">{usual}</div>
        <div class="counter-row">
            <TextInput value=other on_change=move |text| other.set(text) on_commit=add_other
                label="其他名称" placeholder="其他名称"/>
            <Button label="添加" on_click=add_other/>
        </div>
    };
    Some(added.into_any())
}

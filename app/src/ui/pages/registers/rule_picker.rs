//! Choosing a rule line of the standard in a form: what was chosen last and most often as chips, and all
//! lines beside their items.

use leptos::prelude::*;

use crate::browser::chinese::reading;
use crate::scoring::{Item, Line, Rule, RuleIndex, Standard, line_mark};
use crate::ui::components::{PaneGroup, PaneOption, PanePicker};

use super::input_cell::InputCell;
use super::picks::{Used, month_of, used};
use crate::registers::points_text;

/// Chooses a rule line of the standard of the form's month.
pub fn rule_line(cell: &InputCell, value: Signal<String>, change: Callback<String>) -> AnyView {
    let state = cell.state;
    let month = Memo::new(move |_| month_of(state));
    let standard = Memo::new(move |_| {
        let month = month.get();
        state.session.with_scores(|ledger, scores| scores.standard(ledger, month).ok())
    });
    let groups = Memo::new(move |_| {
        standard.with(|standard| {
            standard.iter().flat_map(|standard| standard.items.iter().map(group)).collect()
        })
    });
    // Made as the first letter is typed.
    let index = Memo::new_with_compare(
        move |_| {
            standard.with(|standard| {
                standard.as_ref().map(|standard| RuleIndex::new(standard, reading))
            })
        },
        |_, _| true,
    );
    let find = move |query: String| {
        index.with(|index| {
            let found = index.iter().flat_map(|index| index.find(&query));
            found.map(|one| (one.item, one.line)).collect::<Vec<_>>()
        })
    };
    let usual = used(cell);
    let chips = Memo::new(move |_| {
        standard.with(|standard| {
            standard.as_ref().map(|standard| chips(standard, &usual)).unwrap_or_default()
        })
    });
    let chip = move |one: RuleChip| {
        let RuleChip { id, item, event, mark } = one;
        let spoken = format!("{item} · {event} {mark}");
        let (own, chosen) = (id.clone(), id);
        view! {
            <button
                type="button"
                class="rule-chip"
                aria-label=spoken.clone()
                title=spoken
                aria-pressed=move || if value.with(|value| *value == own) { "true" } else { "false" }
                on:click=move |_| change.run(chosen.clone())
            >
                <span class="rule-chip-item">{item}</span>
                <span class="rule-chip-line">
                    <span class="rule-chip-event">{event}</span>
                    <span class="rule-chip-mark">{mark}</span>
                </span>
            </button>
        }
    };
    let row = move || {
        let chips = chips.get();
        (!chips.is_empty()).then(|| {
            let chips: Vec<_> = chips.into_iter().map(chip).collect();
            view! { <div class="rule-chips" role="group" aria-label="最近和常用的细则">{chips}</div> }
        })
    };
    view! {
        {row}
        <PanePicker
            groups=groups
            value=value
            on_change=change
            find=Callback::new(find)
            placeholder="全部细则：按编号、名称或拼音查找"
            clearable=cell.is_clearable()
        />
    }
    .into_any()
}

/// So many of the last choices come before the most frequent ones, and so many chips there are.
const LAST: usize = 2;
const CHIPS: usize = 8;

/// A rule line to tap.
#[derive(Debug, Clone, PartialEq, Eq)]
struct RuleChip {
    id: String,
    item: String,
    event: String,
    mark: String,
}

/// The rule lines that were chosen last, then those chosen most often, each once, and the earlier ones
/// as far as there is room; those of the standard alone.
fn chips(standard: &Standard, usual: &Used) -> Vec<RuleChip> {
    let mut ids: Vec<&String> = Vec::new();
    let (last, earlier) = usual.recent.split_at(usual.recent.len().min(LAST));
    for id in last.iter().chain(&usual.frequent).chain(earlier) {
        if !ids.contains(&id) && standard.line(id).is_some() {
            ids.push(id);
        }
    }
    let chip = |id: &String| {
        let (item, line) = standard.line(id)?;
        Some(RuleChip {
            id: id.clone(),
            item: item_name(&standard.items[item]),
            event: line.event.clone(),
            mark: line_mark(line),
        })
    };
    ids.into_iter().take(CHIPS).filter_map(chip).collect()
}

/// An item as it is called beside its lines.
pub fn item_name(item: &Item) -> String {
    format!("{} {}", item.id, item.name)
}

/// An item with its lines.
fn group(item: &Item) -> PaneGroup {
    PaneGroup {
        label: item_name(item),
        note: format!("每月最多 {} 分。{}", points_text(item.cap.into()), item.description),
        options: item.lines.iter().map(option).collect(),
    }
}

fn option(line: &Line) -> PaneOption {
    let unit = match &line.rule {
        Rule::PerUnit { .. } if !line.unit.is_empty() => format!("/{}", line.unit),
        _ => String::new(),
    };
    PaneOption { id: line.id.clone(), label: line.event.clone(), mark: line_mark(line), unit }
}

//! Choosing records in a form, and what was chosen before.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::today;
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::browser::clock;
use crate::ledger::{Moment, Month, Record};
use crate::ordered;
use crate::registers::{Names, names_of, title};
use crate::scoring::{Item, Line};
use crate::ui::components::{Choice, Opt, PickOption, RecordPicker};

use super::entries::made;
use super::entry_values::line_of;
use super::form_state::FormState;
use super::input_cell::InputCell;
use super::member::member_options;
use super::reader::standing;

/// Up to so many are shown at once rather than searched for.
const FEW: usize = 6;

/// How many of the last choices come first.
const RECENT: usize = 4;

/// How many of the most frequent choices are offered.
const FREQUENT: usize = 6;

/// So many months back choices count as usual.
const USED_MONTHS: i32 = 12;

/// Chooses a record of another register.
pub fn reference(
    cell: &InputCell,
    to: &'static str,
    value: Signal<String>,
    change: Callback<String>,
) -> AnyView {
    let state = cell.state;
    let options = Memo::new(move |_| {
        member_options(state.session, to, &value.get())
            .unwrap_or_else(|| others(state, to, &value.get()))
    });
    let is_few = names_of(to) != Names::OfPeople;
    let clearable = cell.is_clearable();
    let few = Memo::new(move |_| is_few && options.with(|all| all.len() <= FEW));
    let recent = used(cell).recent;
    (move || {
        if few.get() {
            let options = Signal::derive(move || {
                let option = |o: &PickOption| Opt::new(o.id.clone(), o.label.clone());
                options.with(|all| all.iter().map(option).collect::<Vec<_>>())
            });
            let none = move || {
                options.with(Vec::is_empty).then(|| view! { <p class="muted">"还没有可选的"</p> })
            };
            return view! {
                <Choice options=options value=value on_change=change clearable=clearable />
                {none}
            }
            .into_any();
        }
        picker(options, value, change, recent.clone(), clearable)
    })
    .into_any()
}

/// The rule line that a form names, with its item, by the standard of the form's month; looked for
/// anew where one of them changes, and not with every letter.
pub fn chosen_line(state: FormState) -> Memo<Option<(Item, Line)>> {
    let field = state.schema.rule_line().map_or("", |field| field.name);
    let named = Memo::new(move |_| (state.text(field), month_of(state)));
    Memo::new(move |_| {
        let (line, month) = named.get();
        line_of(state.session, &line, month)
    })
}

/// The month that a form is about.
pub fn month_of(state: FormState) -> Month {
    let month = state.schema.head.month_by(|field| Some(state.text(field)));
    month.unwrap_or_else(|| Month::of(today()))
}

fn picker(
    options: Memo<Vec<PickOption>>,
    value: Signal<String>,
    change: Callback<String>,
    recent: Vec<String>,
    clearable: bool,
) -> AnyView {
    view! {
        <RecordPicker
            options=options
            value=value
            on_change=change
            recent=recent
            clearable=clearable
        />
    }
    .into_any()
}

/// Records of a register, but not the one that is being edited; of those that belong to what the form names, such as the groups of its
/// branch, only these; and the one that is chosen already, be it deleted.
fn others(state: FormState, to: &str, chosen: &str) -> Vec<PickOption> {
    let shared = state.schema.shared_owner(to);
    let owner = shared.map(|(field, own)| (own, state.text(field.name)));
    let is_ours =
        |record: &Record<'_>| owner.as_ref().is_none_or(|(own, owner)| record.text(own) == owner);
    let own = state.id();
    state.session.with_ledger(|ledger| {
        let mut list: Vec<PickOption> = ledger
            .records(to)
            .filter(is_ours)
            .filter(|record| Some(record.id()) != own.as_ref())
            .map(|record| PickOption {
                id: record.id().to_string(),
                label: title(ledger, record.id()),
                ..PickOption::default()
            })
            .collect();
        sort_by_name(&mut list, NameOrder::Strokes, |option| &option.label);
        let gone = chosen.parse().ok().and_then(|id| ledger.record(&id));
        if let Some(gone) = gone.filter(|gone| gone.is_deleted()) {
            list.push(PickOption {
                id: chosen.to_owned(),
                label: format!("{}（已删除）", title(ledger, gone.id())),
                ..PickOption::default()
            });
        }
        list
    })
}

/// What was chosen in a field in the last year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Used {
    /// What was chosen last, the latest first.
    pub recent: Vec<String>,
    /// What was chosen most often, the most frequent first.
    pub frequent: Vec<String>,
}

/// What was chosen in a field; asked once, as the field is drawn.
pub fn used(cell: &InputCell) -> Used {
    let (state, field) = (cell.state, cell.field);
    if !cell.is_field() {
        return Used::default();
    }
    let today = clock::today();
    let since = Month::of(today).plus(-USED_MONTHS);
    let head = state.schema.head;
    state.session.with_ledger_untracked(|ledger| {
        let records = ledger.records(head.name);
        let records =
            records.filter(|record| head.month_of(record).is_none_or(|month| month >= since));
        let mut last: Vec<(Option<Moment>, String)> = records
            .filter_map(|record| {
                let chosen = standing(&record, field, today).as_text()?;
                Some((made(ledger, record.id()), chosen.to_owned()))
            })
            .collect();
        ordered::sort_by_key(&mut last, |(at, _)| Reverse(*at));
        let mut recent: Vec<String> = Vec::new();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (_, chosen) in last {
            if recent.len() < RECENT && !recent.contains(&chosen) {
                recent.push(chosen.clone());
            }
            *counts.entry(chosen).or_default() += 1;
        }
        let mut frequent: Vec<(String, usize)> = counts.into_iter().collect();
        ordered::sort_by_key(&mut frequent, |(_, count)| Reverse(*count));
        let frequent = frequent.into_iter().take(FREQUENT).map(|(chosen, _)| chosen).collect();
        Used { recent, frequent }
    })
}

//! Choosing records and rule lines in a form.

use std::cmp::Reverse;

use leptos::prelude::*;

use crate::app::today;
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::browser::clock;
use crate::ledger::{Moment, Month, RecordId};
use crate::ordered;
use crate::registers::{GROUP, MEMBER, Member, points_text, title};
use crate::scoring::{Item, Line, Rule, Standard};
use crate::ui::components::{Choice, Opt, PickOption, RecordPicker};

use super::entries::made;
use super::entry_values::line_of;
use super::form_state::FormState;
use super::input_cell::InputCell;
use super::reader::standing;

/// Up to so many are shown at once rather than searched for.
const FEW: usize = 6;

/// How many of the last choices come first.
const RECENT: usize = 4;

/// Chooses a record of another register.
pub fn reference(
    cell: &InputCell,
    to: &'static str,
    value: Signal<String>,
    change: Callback<String>,
) -> AnyView {
    let state = cell.state;
    let options = Memo::new(move |_| match to {
        to if to == MEMBER.name => members(state, &value.get()),
        to => others(state, to),
    });
    let clearable = cell.is_clearable();
    let few = Memo::new(move |_| to != MEMBER.name && options.with(|all| all.len() <= FEW));
    let recent = recent(cell);
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

/// Chooses a rule line of the standard of the entry's month.
pub fn rule_line(cell: &InputCell, value: Signal<String>, change: Callback<String>) -> AnyView {
    let state = cell.state;
    let month = Memo::new(move |_| month_of(state));
    let options = Memo::new(move |_| {
        let month = month.get();
        state.session.with_scores(|ledger, scores| {
            scores.standard(ledger, month).map(|standard| lines(&standard)).unwrap_or_default()
        })
    });
    picker(options, value, change, recent(cell), cell.is_clearable())
}

/// The rule line that a form names, with its item, by the standard of the form's month; looked for
/// anew where one of them changes, and not with every letter.
pub fn chosen_line(state: FormState) -> Memo<Option<(Item, Line)>> {
    let named = Memo::new(move |_| (state.text("line"), month_of(state)));
    Memo::new(move |_| {
        let (line, month) = named.get();
        line_of(state.session, &line, month)
    })
}

/// The month that a form is about.
pub fn month_of(state: FormState) -> Month {
    state.text("month").parse().unwrap_or_else(|_| Month::of(today()))
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

/// Members of today, by branch, the keeper's own first; and the one that is chosen already.
fn members(state: FormState, chosen: &str) -> Vec<PickOption> {
    let own = state.session.own_branch();
    let today = clock::today();
    state.session.with_ledger(|ledger| {
        let mut list: Vec<(bool, PickOption)> = ledger
            .records(MEMBER.name)
            .filter_map(|record| {
                let member = Member::on(&record, today);
                if member.is_none() && record.id().as_str() != chosen {
                    return None;
                }
                let branch = member.as_ref().map(|member| &member.branch);
                let department = member.as_ref().and_then(|member| member.department.as_ref());
                let name = |id: &RecordId| title(ledger, id);
                let option = PickOption {
                    id: record.id().to_string(),
                    label: record.text("name").to_owned(),
                    hint: department.map(name).unwrap_or_default(),
                    group: branch.map(name).unwrap_or_default(),
                };
                Some((branch != own.as_ref(), option))
            })
            .collect();
        sort_by_name(&mut list, NameOrder::Strokes, |(_, option)| &option.label);
        sort_by_name(&mut list, NameOrder::Strokes, |(_, option)| &option.group);
        ordered::sort_by_key(&mut list, |(other, _)| *other);
        list.into_iter().map(|(_, option)| option).collect()
    })
}

/// Records of a register; groups only of the branch that the form names.
fn others(state: FormState, to: &str) -> Vec<PickOption> {
    let branch = state.text("branch");
    let of_branch = to == GROUP.name && state.schema.field("branch").is_some();
    state.session.with_ledger(|ledger| {
        let mut list: Vec<PickOption> = ledger
            .records(to)
            .filter(|record| !of_branch || record.text("branch") == branch)
            .map(|record| PickOption {
                id: record.id().to_string(),
                label: title(ledger, record.id()),
                ..PickOption::default()
            })
            .collect();
        sort_by_name(&mut list, NameOrder::Strokes, |option| &option.label);
        list
    })
}

/// The rule lines, each under its item.
fn lines(standard: &Standard) -> Vec<PickOption> {
    let mut list = Vec::new();
    for item in &standard.items {
        for line in &item.lines {
            list.push(PickOption {
                id: line.id.clone(),
                label: format!("{} {}", line.id, line.event),
                hint: effect(line),
                group: format!("{} {}", item.id, item.name),
            });
        }
    }
    list
}

/// What a rule line does, in a few words.
fn effect(line: &Line) -> String {
    match &line.rule {
        Rule::PerUnit { tenths, .. } => {
            let sign = if *tenths > 0 { "+" } else { "" };
            format!("{sign}{} 分/{}", points_text(i64::from(*tenths)), line.unit)
        }
        Rule::Choice { tenths } => format!("计 {} 分", points_text(i64::from(*tenths))),
        Rule::Tier { .. } => "按档计分".to_owned(),
    }
}

/// What was last chosen in a field, the latest first.
fn recent(cell: &InputCell) -> Vec<String> {
    let (state, field) = (cell.state, cell.field);
    if !cell.is_field() {
        return Vec::new();
    }
    let today = clock::today();
    state.session.with_ledger_untracked(|ledger| {
        let records = ledger.records(state.schema.head.name);
        let mut last: Vec<(Option<Moment>, String)> = records
            .filter_map(|record| {
                let chosen = standing(&record, field, today).as_text()?;
                Some((made(ledger, record.id()), chosen.to_owned()))
            })
            .collect();
        ordered::sort_by_key(&mut last, |(at, _)| Reverse(*at));
        let mut list: Vec<String> = Vec::new();
        for (_, chosen) in last {
            if list.len() < RECENT && !list.contains(&chosen) {
                list.push(chosen);
            }
        }
        list
    })
}

//! Marking members in a form: who, and how much.

use crate::ordered;
use leptos::prelude::*;

use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Ledger, Record, RecordId};
use crate::registers::rows::columns;
use crate::registers::{
    BRANCH, CATEGORIES, Field, Kind, MEMBER, Member, STANDINGS, read_input, title,
};
use crate::scoring::Rule;
use crate::ui::components::{Choice, NumberInput, Opt, RollPerson, RollPicker};

use super::form_state::FormState;
use super::picks::month_of;

/// Marks records of a register; members by branch and group.
pub fn roll(state: FormState, field: &'static Field, to: &'static str) -> AnyView {
    if let Kind::Points(..) = field.kind {
        return points(state, field);
    }
    let column = columns(field).first().map_or(field.name, |first| first.name);
    let own = state.session.own_branch().map(|id| id.to_string()).unwrap_or_default();
    let branch = RwSignal::new(own);
    let people = Memo::new(move |_| {
        let marked = state.filled.with(|filled| {
            filled.tables.get(field.name).map(|m| m.keys().cloned().collect()).unwrap_or_default()
        });
        people(state, to, &branch.get(), marked)
    });
    let value = Signal::derive(move || {
        state.filled.with(|filled| {
            let marks = filled.tables.get(field.name).into_iter().flatten();
            ordered::map(
                marks
                    .filter_map(|(id, texts)| Some((id.clone(), texts.get(column)?.parse().ok()?))),
            )
        })
    });
    let mark = Callback::new(move |(ids, amount): (Vec<String>, u32)| {
        state.mark(field.name, None);
        state.filled.update(|filled| {
            let marks = filled.tables.entry(field.name).or_default();
            for id in ids {
                if amount == 0 {
                    marks.remove(&id);
                } else {
                    marks.entry(id).or_default().insert(column, amount.to_string());
                }
            }
        });
    });
    let unit = Memo::new(move |_| unit(state));
    let picker = move || {
        view! {
            <RollPicker people=people value=value on_mark=mark unit=unit.get() />
        }
    };
    view! { {branch_choice(state, branch)}{picker} }.into_any()
}

/// Of which branch the members are shown; those that are marked always are.
fn branch_choice(state: FormState, branch: RwSignal<String>) -> AnyView {
    let options = Memo::new(move |_| {
        state.session.with_ledger(|ledger| {
            let option = |record: Record<'_>| Opt::new(record.id().as_str(), record.text("name"));
            let mut list: Vec<Opt> = ledger.records(BRANCH.name).map(option).collect();
            sort_by_name(&mut list, NameOrder::Strokes, |option| &option.label);
            list.push(Opt::new("", "全部支部"));
            list
        })
    });
    (move || {
        // With one branch there is nothing to choose.
        options.with(|list| list.len() > 2).then(|| {
            view! {
                <div class="roll-branch">
                    <Choice options=options value=branch on_change=move |id| branch.set(id) label="支部" />
                </div>
            }
        })
    })
    .into_any()
}

/// Whom the roll shows: members of the form's month, and those that are marked already.
fn people(state: FormState, to: &str, branch: &str, marked: Vec<String>) -> Vec<RollPerson> {
    let day = month_of(state).first_day();
    state.session.with_ledger(|ledger| {
        let mut list: Vec<(String, RollPerson)> = Vec::new();
        for record in ledger.records(to) {
            let member = (to == MEMBER.name).then(|| Member::on(&record, day)).flatten();
            let here = member
                .as_ref()
                .is_some_and(|member| branch.is_empty() || member.branch.as_str() == branch);
            if !here && !marked.iter().any(|id| id == record.id().as_str()) {
                continue;
            }
            list.push(person(ledger, &record, member));
        }
        sort_by_name(&mut list, NameOrder::Strokes, |(_, person)| &person.name);
        sort_by_name(&mut list, NameOrder::Strokes, |(_, person)| &person.group);
        sort_by_name(&mut list, NameOrder::Strokes, |(branch, _)| branch);
        list.into_iter().map(|(_, person)| person).collect()
    })
}

/// A person with the branch: those of one group stand together.
fn person(ledger: &Ledger, record: &Record<'_>, member: Option<Member>) -> (String, RollPerson) {
    let label = |choices: &[(&str, &str)], code: &str| {
        choices.iter().find(|(known, _)| *known == code).map_or("", |(_, label)| label).to_owned()
    };
    let name = |id: &RecordId| title(ledger, id);
    let branch = member.as_ref().map(|one| name(&one.branch)).unwrap_or_default();
    let group = member.as_ref().and_then(|one| one.group.as_ref()).map(name);
    let note = member.as_ref().map(|one| match (&*one.category, &*one.standing) {
        ("full", "active") => String::new(),
        ("full", standing) => label(STANDINGS, standing),
        (category, _) => label(CATEGORIES, category),
    });
    let group = group.map_or_else(|| branch.clone(), |group| format!("{branch} · {group}"));
    let person = RollPerson {
        id: record.id().to_string(),
        name: title(ledger, record.id()),
        note: note.unwrap_or_default(),
        group,
    };
    (branch, person)
}

/// What is counted: the unit of the rule line that is chosen; nothing where it is not counted.
fn unit(state: FormState) -> String {
    let line = state.text("line");
    let month = month_of(state);
    state.session.with_scores(|ledger, scores| {
        let standard = scores.standard(ledger, month).ok();
        let line = standard.as_ref().and_then(|standard| standard.line(&line));
        match line {
            Some((_, line)) if matches!(line.rule, Rule::PerUnit { .. }) => line.unit.clone(),
            _ => String::new(),
        }
    })
}

/// Points for each of those that have some already.
fn points(state: FormState, field: &'static Field) -> AnyView {
    let ids: Vec<String> = state.filled.with_untracked(|filled| {
        filled.tables.get(field.name).map(|m| m.keys().cloned().collect()).unwrap_or_default()
    });
    let rows: Vec<AnyView> = ids
        .into_iter()
        .map(|id| {
            let name = state.session.with_ledger_untracked(|ledger| {
                id.parse().map_or_else(|_| id.clone(), |id| title(ledger, &id))
            });
            let own = id.clone();
            let value = Signal::derive(move || {
                state.filled.with(|filled| {
                    let texts = filled.tables.get(field.name).and_then(|marks| marks.get(&own));
                    texts.and_then(|texts| texts.get(field.name)).cloned().unwrap_or_default()
                })
            });
            let change = move |text: String| {
                state.mark(field.name, read_input(field, &text).err());
                state.filled.update(|filled| {
                    let marks = filled.tables.entry(field.name).or_default();
                    marks.entry(id.clone()).or_default().insert(field.name, text.clone());
                });
            };
            view! {
                <li class="row">
                    <span class="grow">{name.clone()}</span>
                    <NumberInput value=value on_change=change decimals=1 unit="分" label=name />
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <ul class="points-roll">{rows}</ul> }.into_any()
}

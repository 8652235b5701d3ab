//! Marking members in a form: who, and how much.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::app::today;
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Day, Ledger, Month, Record, RecordId, parse_day};
use crate::ordered;
use crate::registers::{
    BRANCH, CATEGORIES, Field, Kind, MEMBER, Member, Period, STANDINGS, names_apart, title,
};
use crate::scoring::Rule;
use crate::ui::components::{Choice, Mounted, Opt, RollPerson, RollPicker};

use super::form_state::FormState;
use super::form_values::is_blank;
use super::picks::{chosen_line, month_of};

/// Marks members by branch and group: who, and how often.
pub fn roll(state: FormState, field: &'static Field, to: &'static str) -> AnyView {
    let column = field.name;
    let branch = first_branch(state);
    let people = shown_people(state, field, to, branch);
    let value = Memo::new(move |_| {
        state.filled.with(|filled| {
            let marks = filled.tables.get(field.name).into_iter().flatten();
            ordered::map(
                marks
                    .filter_map(|(id, texts)| Some((id.clone(), texts.get(column)?.parse().ok()?))),
            )
        })
    });
    let hints = Memo::new(move |_| {
        state.hints.with(|hints| {
            let of_rows =
                hints.iter().filter(|((at, row), _)| *at == field.name && !row.is_empty());
            ordered::map(of_rows.map(|((_, row), text)| (row.clone(), text.clone())))
        })
    });
    let check_soon = Mounted::here().once_drawn(move || state.check_field(field));
    let mark = Callback::new(move |(ids, amount): (Vec<String>, u32)| {
        let at = (field.name, String::new());
        if state.errors.with_untracked(|errors| errors.contains_key(&at)) {
            state.mark(field.name, "", None);
        }
        state.filled.update(|filled| {
            let marks = filled.tables.entry(field.name).or_default();
            for id in &ids {
                if amount == 0 {
                    marks.remove(id);
                } else {
                    marks.entry(id.clone()).or_default().insert(column, amount.to_string());
                }
            }
            let is_for_all = ids.len() > 1 && amount > 0;
            filled.filled_for_all(field, ids, is_for_all);
        });
        check_soon();
    });
    let unit = unit(state, field);
    view! {
        {branch_choice(state, to, branch)}
        <RollPicker people=people value=value hints=hints on_mark=mark unit=unit />
    }
    .into_any()
}

/// Whom the table of a field shows, by the branch that is chosen.
pub fn shown_people(
    state: FormState,
    field: &'static Field,
    to: &'static str,
    branch: RwSignal<String>,
) -> Memo<Vec<RollPerson>> {
    let day = Memo::new(move |_| day_of(state));
    let usual = Memo::new(move |_| people(state, to, (&branch.get(), day.get()), &BTreeSet::new()));
    // Looked at with every letter that is typed, followed where someone joins it who is not there.
    let marked = Memo::new(move |_| {
        state.filled.with(|filled| {
            let rows = filled.tables.get(field.name).into_iter().flatten();
            let marked = rows.filter(|(_, texts)| !is_blank(texts)).map(|(key, _)| key.clone());
            let mut marked: BTreeSet<String> = ordered::set(marked);
            usual.with(|usual| {
                for one in usual {
                    marked.remove(&one.id);
                }
            });
            marked
        })
    });
    Memo::new(move |_| {
        let marked = marked.get();
        if marked.is_empty() {
            return usual.get();
        }
        people(state, to, (&branch.get(), day.get()), &marked)
    })
}

/// The branch whose people are shown at first.
pub fn first_branch(state: FormState) -> RwSignal<String> {
    let own = state.preset.with_value(|preset| preset.branch.clone());
    let own = own.or_else(|| state.session.own_branch()).map(|id| id.to_string());
    RwSignal::new(own.unwrap_or_default())
}

/// The day on which a form's people are looked for: that of its record, or the first of its month.
fn day_of(state: FormState) -> Day {
    match state.schema.head.period {
        Period::Month(_) => month_of(state).first_day(),
        Period::Day(field) | Period::Days(field, _) => {
            parse_day(&state.text(field)).unwrap_or_else(|_| today())
        }
        _ => today(),
    }
}

/// Of which branch the members are shown; those that are marked always are. Other registers have no
/// branches.
pub fn branch_choice(state: FormState, to: &str, branch: RwSignal<String>) -> AnyView {
    if to != MEMBER.name {
        return ().into_any();
    }
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

/// Whom a roll shows: members of the form's day, or all records of another register; and those that
/// are marked already.
pub fn people(
    state: FormState,
    to: &str,
    (branch, day): (&str, Day),
    marked: &BTreeSet<String>,
) -> Vec<RollPerson> {
    let month = Month::of(day);
    state.session.with_scores(|ledger, scores| {
        let counted = !state.schema.head.facts.is_empty();
        let exemptions = counted.then(|| scores.exemptions(ledger)).into_iter().flatten();
        let exempt: BTreeSet<RecordId> =
            exemptions.filter(|one| one.covers(month)).map(|one| one.member).collect();
        let mut list: Vec<(String, RollPerson)> = Vec::new();
        for record in ledger.records(to) {
            let member = (to == MEMBER.name).then(|| Member::on(&record, day)).flatten();
            let here = to != MEMBER.name
                || member
                    .as_ref()
                    .is_some_and(|member| branch.is_empty() || member.branch.as_str() == branch);
            if !here && !marked.contains(record.id().as_str()) {
                continue;
            }
            let (of_branch, mut person) = person(ledger, &record, member, branch.is_empty());
            if exempt.contains(record.id()) {
                person.note = "不参评".to_owned();
            }
            list.push((of_branch, person));
        }
        if to == MEMBER.name {
            tell_apart(ledger, &mut list);
        }
        sort_by_name(&mut list, NameOrder::Strokes, |(_, person)| &person.name);
        sort_by_name(&mut list, NameOrder::Strokes, |(_, person)| &person.group);
        sort_by_name(&mut list, NameOrder::Strokes, |(branch, _)| branch);
        list.into_iter().map(|(_, person)| person).collect()
    })
}

/// Says of members of one name what tells them apart.
fn tell_apart(ledger: &Ledger, list: &mut [(String, RollPerson)]) {
    let ids: Vec<RecordId> = list.iter().filter_map(|(_, one)| one.id.parse().ok()).collect();
    let names = names_apart(ledger, &ids, false);
    for (_, person) in list {
        let shown = person.id.parse::<RecordId>().ok().and_then(|id| names.get(&id));
        let told = shown.and_then(|shown| shown.strip_prefix(&*person.name)).unwrap_or_default();
        let told = told.trim_matches(['（', '）']);
        if !told.is_empty() {
            let parts = [told, &person.note].into_iter().filter(|part| !part.is_empty());
            person.note = parts.collect::<Vec<_>>().join(" ");
        }
    }
}

/// A person with the branch: those of one group stand together.
fn person(
    ledger: &Ledger,
    record: &Record<'_>,
    member: Option<Member>,
    of_all: bool,
) -> (String, RollPerson) {
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
    let group = match (group, of_all) {
        (Some(group), true) => format!("{branch} · {group}"),
        (Some(group), false) => group,
        (None, true) => branch.clone(),
        (None, false) => String::new(),
    };
    let person = RollPerson {
        id: record.id().to_string(),
        name: title(ledger, record.id()),
        note: note.unwrap_or_default(),
        group,
        is_uncounted: false,
    };
    (branch, person)
}

/// What is counted: the unit of the field, or of the rule line that is chosen; nothing where it is not
/// counted.
fn unit(state: FormState, field: &Field) -> Memo<String> {
    let own = match field.kind {
        Kind::Count(_, _, unit) => unit,
        _ => "",
    };
    let line = chosen_line(state);
    Memo::new(move |_| match line.get() {
        Some((_, line)) if matches!(line.rule, Rule::PerUnit { .. }) => line.unit,
        _ => own.to_owned(),
    })
}

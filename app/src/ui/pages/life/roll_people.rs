//! Who is shown on a roll, and with which marks.

use leptos::prelude::*;

use super::roll_state::RollPage;
use crate::app::today;
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Ledger, RecordId};
use crate::ordered;
use crate::registers::{
    ATTENDANCE, CATEGORIES, Context, MEETING, Member, meeting_day, names_apart, title,
};
use crate::reports::{RollEntry, members_on, roll_entries};
use crate::ui::components::{RollMark, RollPerson, Tone};

/// The marks of the roll of a meeting, in the order of [`ATTENDANCE`].
const TONES: [Tone; 7] =
    [Tone::Good, Tone::Warn, Tone::Warn, Tone::Info, Tone::Info, Tone::Bad, Tone::Plain];

/// The roles of those who serve.
const ROLES: [(&str, &str, Tone); 2] =
    [("member", "参加", Tone::Good), ("lead", "组织", Tone::Info)];

/// Who is on the roll: of an event, members of its branch, and whoever is marked.
pub(super) fn entries_of(ledger: &Ledger, id: &RecordId) -> Vec<RollEntry> {
    let context = Context::new(ledger, today());
    let Some(record) = ledger.record(id) else { return Vec::new() };
    if id.register() == MEETING.name {
        return roll_entries(&record, &context);
    }
    let Some(day) = meeting_day(&record) else { return Vec::new() };
    let rows = ordered::map(record.entries("who").into_iter().map(|(key, row)| {
        (key.to_owned(), row.get("role").unwrap_or(row).as_text().unwrap_or("").to_owned())
    }));
    let entry = |member: Member| RollEntry {
        state: rows.get(member.id.as_str()).cloned().unwrap_or_default(),
        id: member.id.clone(),
        member: Some(member),
        known: None,
    };
    let mut entries: Vec<RollEntry> =
        members_on(&context, record.text("branch"), day).into_iter().map(entry).collect();
    for (key, state) in &rows {
        let Some(id) = record.named(key) else { continue };
        if entries.iter().all(|entry| entry.id != id) {
            let member = context.record(&id).and_then(|one| Member::on(&one, day));
            entries.push(RollEntry { member, id, state: state.clone(), known: None });
        }
    }
    entries
}

/// The people of the roll as they are shown: by group, in the order of Party papers.
pub(super) fn people(state: RollPage) -> Vec<RollPerson> {
    state.session.with_ledger(|ledger| {
        state.entries.with(|entries| {
            let names = names_apart(ledger, entries.iter().map(|entry| &entry.id), false);
            let branch = state.id.with_value(|id| {
                ledger.record(id).is_some_and(|record| record.text("branch").is_empty())
            });
            let person = |entry: &RollEntry| {
                let member = entry.member.as_ref();
                let group = member.and_then(|one| match branch {
                    true => Some(title(ledger, &one.branch)),
                    false => one.group.as_ref().map(|group| title(ledger, group)),
                });
                let category = member.map_or("", |one| &*one.category);
                let category =
                    CATEGORIES.iter().find(|(code, _)| *code == category && category != "full");
                let known = entry.known.as_ref().map(|mark| {
                    let word = ATTENDANCE.iter().find(|(code, _)| *code == mark.state);
                    format!("报备：{}", word.map_or("", |(_, word)| word))
                });
                let note = match member {
                    None => "那天不在册".to_owned(),
                    Some(_) => known
                        .or_else(|| category.map(|(_, word)| (*word).to_owned()))
                        .unwrap_or_default(),
                };
                RollPerson {
                    name: names.get(&entry.id).cloned().unwrap_or_default(),
                    id: entry.id.to_string(),
                    note,
                    group: group.unwrap_or_default(),
                }
            };
            let mut people: Vec<RollPerson> = entries.iter().map(person).collect();
            sort_by_name(&mut people, NameOrder::Strokes, |person| &person.name);
            sort_by_name(&mut people, NameOrder::Strokes, |person| &person.group);
            people
        })
    })
}

pub(super) fn marks(is_meeting: bool) -> Vec<RollMark> {
    let mark = |label: &str, tone: Tone| RollMark { label: label.to_owned(), tone };
    match is_meeting {
        true => ATTENDANCE.iter().zip(TONES).map(|((_, word), tone)| mark(word, tone)).collect(),
        false => ROLES.iter().map(|(_, word, tone)| mark(word, *tone)).collect(),
    }
}

/// The code of a mark by its place, counted from 1; empty for none.
pub(super) fn code_of(is_meeting: bool, place: u32) -> &'static str {
    let at = (place as usize).wrapping_sub(1);
    match is_meeting {
        true => ATTENDANCE.get(at).map_or("", |(code, _)| code),
        false => ROLES.get(at).map_or("", |(code, _, _)| code),
    }
}

pub(super) fn place_of(is_meeting: bool, code: &str) -> u32 {
    let place = match is_meeting {
        true => ATTENDANCE.iter().position(|(one, _)| *one == code),
        false => ROLES.iter().position(|(one, _, _)| *one == code),
    };
    place.map_or(0, |place| place as u32 + 1)
}

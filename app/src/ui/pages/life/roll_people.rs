//! Who is shown on a roll, and with which marks.

use leptos::prelude::*;

use crate::app::{Session, today};
use crate::browser::chinese::{NameOrder, sort_by_name};
use crate::ledger::{Ledger, RecordId};
use crate::ordered;
use crate::registers::{
    ATTENDANCE, BRANCH, CATEGORIES, Context, DEPARTMENT, GROUP, MEETING, MEMBER, meeting_day,
    names_apart, title,
};
use crate::reports::{Enrolled, RollEntry};
use crate::ui::components::{RollMark, RollPerson, Tone};

/// The marks of the roll of a meeting, in the order of [`ATTENDANCE`].
const TONES: [Tone; 7] =
    [Tone::Good, Tone::Warn, Tone::Warn, Tone::Info, Tone::Info, Tone::Bad, Tone::Plain];

/// The roles of those who serve.
const ROLES: [(&str, &str, Tone); 2] =
    [("member", "参加", Tone::Good), ("lead", "组织", Tone::Info)];

/// Over those who are marked and were not enrolled on the day.
const NOT_ENROLLED: &str = "那天不在册，不计入";

/// The registers from which the people of a roll are shown.
const SHOWN_FROM: [&str; 4] = [MEMBER.name, BRANCH.name, GROUP.name, DEPARTMENT.name];

/// Who is on the roll of a record, with their marks. Who may be on it is read anew only where a member or
/// what is known beforehand changes, as a branch may have a thousand.
pub(super) fn entries_of(session: Session, id: StoredValue<RecordId>) -> Memo<Vec<RollEntry>> {
    let held = Memo::new(move |_| {
        session.with_ledger(|ledger| {
            let record = id.with_value(|id| ledger.record(id))?;
            Some((record.text("branch").to_owned(), meeting_day(&record)?))
        })
    });
    let enrolled = Memo::new(move |_| {
        let Some((branch, day)) = held.get() else { return Enrolled::default() };
        session.with_registers(&Enrolled::REGISTERS, |ledger| {
            Enrolled::on(&Context::new(ledger, today()), &branch, day)
        })
    });
    Memo::new(move |_| {
        let Some((_, day)) = held.get() else { return Vec::new() };
        session.with_ledger(|ledger| {
            let Some(record) = id.with_value(|id| ledger.record(id)) else { return Vec::new() };
            enrolled.with(|enrolled| match record.id().register() == MEETING.name {
                true => enrolled.roll(&record, day, ledger),
                false => enrolled.service_roll(&record, day, &Context::new(ledger, today())),
            })
        })
    })
}

/// The people of the roll as they are shown: by group, in the order of Party papers. Marks do not change
/// them.
pub(super) fn people_of(
    session: Session,
    id: StoredValue<RecordId>,
    entries: Memo<Vec<RollEntry>>,
) -> Memo<Vec<RollPerson>> {
    let who = |entry: &RollEntry| RollEntry { state: String::new(), ..entry.clone() };
    let called =
        Memo::new(move |_| entries.with(|all| all.iter().map(who).collect::<Vec<RollEntry>>()));
    let is_of_all = Memo::new(move |_| {
        session.with_ledger(|ledger| {
            let record = id.with_value(|id| ledger.record(id));
            record.is_some_and(|record| record.text("branch").is_empty())
        })
    });
    Memo::new(move |_| {
        session.with_registers(&SHOWN_FROM, |ledger| {
            called.with(|called| shown(ledger, called, is_of_all.get()))
        })
    })
}

fn shown(ledger: &Ledger, called: &[RollEntry], is_of_all: bool) -> Vec<RollPerson> {
    let names = names_apart(ledger, called.iter().map(|entry| &entry.id), false);
    let groups = ordered::set(called.iter().filter_map(|entry| {
        let member = entry.member.as_ref()?;
        if is_of_all { Some(&member.branch) } else { member.group.as_ref() }
    }));
    let groups = ordered::map(groups.into_iter().map(|group| (group, title(ledger, group))));
    let person = |entry: &RollEntry| {
        let member = entry.member.as_ref();
        let group = member.and_then(|one| match is_of_all {
            true => groups.get(&one.branch),
            false => groups.get(one.group.as_ref()?),
        });
        let category = member.map_or("", |one| &*one.category);
        let category = CATEGORIES.iter().find(|(code, _)| *code == category && category != "full");
        let known = entry.known.as_ref().map(|mark| {
            let word = ATTENDANCE.iter().find(|(code, _)| *code == mark.state);
            format!("报备：{}", word.map_or("", |(_, word)| word))
        });
        let note =
            known.or_else(|| category.map(|(_, word)| (*word).to_owned())).unwrap_or_default();
        let group = match member {
            None => NOT_ENROLLED.to_owned(),
            Some(_) => group.cloned().unwrap_or_default(),
        };
        RollPerson {
            name: names.get(&entry.id).cloned().unwrap_or_default(),
            id: entry.id.to_string(),
            note,
            group,
            is_uncounted: member.is_none(),
        }
    };
    let mut people: Vec<RollPerson> = called.iter().map(person).collect();
    sort_by_name(&mut people, NameOrder::Strokes, |person| &person.name);
    sort_by_name(&mut people, NameOrder::Strokes, |person| &person.group);
    // Those who were not enrolled on the day come last: their marks are not scored.
    people.sort_by_key(|person| person.is_uncounted);
    people
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
